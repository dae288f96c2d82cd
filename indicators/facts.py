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


def indicator_facts_as_at(quarter: str, only: Collection[int] | None = None) -> IndicatorFacts:
    """Read what was recorded in `quarter`, a label, or before; of `only` these ids, else of all."""
    return IndicatorFacts(quarter=quarter, **read_facts(quarter, only))


def read_facts(quarter: str, only: Collection[int] | None = None) -> dict[str, Any]:
    """The parts of `IndicatorFacts`, by name."""

    def of(queryset, column: str = "indicator"):
        return queryset if only is None else queryset.filter(**{f"{column}__in": only})

    return {
        "rounds": {row.label: row for row in rows(Quarter.objects.all())},
        "indicators": {row.id: row for row in rows(of(Indicator.objects.in_order(), "pk"))},
        "rules": grouped(
            of(IndicatorRule.objects.in_force_at(quarter)).order_by("from_quarter"),
            "indicator_id",
        ),
        "baselines": grouped(
            of(Baseline.objects.in_force_at(quarter)).order_by("from_quarter"), "indicator_id"
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
        "comparators": grouped(
            of(ComparatorValue.objects, "comparator__indicator").order_by(
                "comparator__name", "period"
            ),
            "comparator__indicator_id",
            "comparator__name",
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
