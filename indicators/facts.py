"""What is recorded of indicators as at a quarter, in a fixed number of queries however many.

Nothing is judged here: `indicators.series` makes sense of it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from indicators.models import (
    Actual,
    Baseline,
    ComparatorValue,
    Indicator,
    IndicatorRule,
    Target,
)
from periods.models import Quarter

Row = Any  # a named tuple of `values_list(named=True)`
Grouped = dict[int, list[Row]]


@dataclass(frozen=True)
class IndicatorFacts:
    """The records as at `quarter`, a label; grouped by their indicator's id, in time order."""

    quarter: str
    rounds: dict[str, Row]
    indicators: dict[int, Row]
    rules: Grouped
    baselines: Grouped
    targets: Grouped
    actuals: Grouped
    comparators: Grouped


def indicator_facts_as_at(quarter: str, indicators: Collection[Indicator]) -> IndicatorFacts:
    """What was recorded of these indicators in `quarter`, a label, or before, for whoever enters
    more of it: no comparators. Reads the prefetched baselines.
    """
    return IndicatorFacts(
        quarter=quarter,
        rounds=rounds(),
        indicators={each.pk: each for each in indicators},
        baselines={each.pk: each.baselines_at(quarter) for each in indicators},
        comparators={},
        **_versions_and_figures(quarter, [each.pk for each in indicators]),
    )


def read_facts(quarter: str) -> dict[str, Any]:
    """The parts of `IndicatorFacts`, by name, of all indicators."""
    return {
        "rounds": rounds(),
        "indicators": {row.id: row for row in rows(Indicator.objects.in_order())},
        "baselines": grouped(
            Baseline.objects.in_force_at(quarter).order_by("from_quarter"), "indicator_id"
        ),
        "comparators": grouped(
            ComparatorValue.objects.order_by("comparator__name", "period"),
            "comparator__indicator_id",
            "comparator__name",
        ),
        **_versions_and_figures(quarter),
    }


def rounds() -> dict[str, Row]:
    return {row.label: row for row in rows(Quarter.objects.all())}


def _versions_and_figures(quarter: str, only: Collection[int] | None = None) -> dict[str, Grouped]:
    """Rules, targets and figures; of `only` these ids, else of all."""

    def of(queryset):
        return queryset if only is None else queryset.filter(indicator__in=only)

    return {
        "rules": grouped(
            of(IndicatorRule.objects.in_force_at(quarter)).order_by("from_quarter"),
            "indicator_id",
        ),
        "targets": grouped(
            of(Target.objects.in_force_at(quarter)).order_by("period", "from_quarter"),
            "indicator_id",
        ),
        "actuals": grouped(
            of(Actual.objects.as_at(quarter)).order_by("period", "reported_in"),
            "indicator_id",
            "entered_by__name",
        ),
    }


def rows(queryset, *more: str) -> Iterable[Row]:
    """Every column of the model, and `more`, as named tuples."""
    columns = [field.attname for field in queryset.model._meta.concrete_fields]
    return queryset.values_list(*columns, *more, named=True)


def grouped(queryset, key: str, *more: str) -> Grouped:
    """The rows by what they belong to, in the queryset's order."""
    groups: Grouped = defaultdict(list)
    extra = dict.fromkeys([*more, *([key] if "__" in key else [])])
    for row in rows(queryset, *extra):
        groups[getattr(row, key)].append(row)
    return groups
