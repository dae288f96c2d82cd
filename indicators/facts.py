"""What is recorded of indicators as at a quarter, in a fixed number of queries however many.

Nothing is judged here: `indicators.series` makes sense of it.
"""

from collections.abc import Collection
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
from periods.prepared import Grouped, Records, Row


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
    only = [each.pk for each in indicators]
    return IndicatorFacts(
        quarter=quarter,
        rounds=rounds(),
        indicators={each.pk: each for each in indicators},
        rules=RULES.grouped(quarter, *only) if only else {},
        baselines={each.pk: each.baselines_at(quarter) for each in indicators},
        targets=TARGETS.grouped(quarter, *only) if only else {},
        actuals=ACTUALS.grouped(quarter, *only) if only else {},
        comparators={},
    )


def read_facts(quarter: str) -> dict[str, Any]:
    """The parts of `IndicatorFacts`, by name, of all indicators."""
    return {
        "rounds": rounds(),
        "indicators": {row.id: row for row in INDICATORS.rows()},
        "rules": RULES.grouped(quarter),
        "baselines": BASELINES.grouped(quarter),
        "targets": TARGETS.grouped(quarter),
        "actuals": ACTUALS.grouped(quarter),
        "comparators": COMPARATORS.grouped(),
    }


def read_figures(quarter: str) -> dict[str, Any]:
    """Those parts that hold the figures of all indicators, and no more. Costs four queries."""
    return {
        "indicators": {row.id: row for row in INDICATORS.rows()},
        "rules": RULES.grouped(quarter),
        "baselines": BASELINES.grouped(quarter),
        "actuals": ACTUALS.grouped(quarter),
    }


def rounds() -> dict[str, Row]:
    return {row.label: row for row in ROUNDS.rows()}


def _of(queryset, only: Collection[int]):
    """Of these indicators, by their ids; without any, of all."""
    return queryset.filter(indicator__in=only) if only else queryset


ROUNDS = Records(lambda: Quarter.objects.all())
INDICATORS = Records(lambda: Indicator.objects.in_order())
RULES = Records(
    lambda quarter, *only: _of(IndicatorRule.objects.in_force_at(quarter), only).order_by(
        "from_quarter"
    ),
    by="indicator_id",
)
BASELINES = Records(
    lambda quarter: Baseline.objects.in_force_at(quarter).order_by("from_quarter"),
    by="indicator_id",
)
TARGETS = Records(
    lambda quarter, *only: _of(Target.objects.in_force_at(quarter), only).order_by(
        "period", "from_quarter"
    ),
    by="indicator_id",
)
ACTUALS = Records(
    lambda quarter, *only: _of(Actual.objects.as_at(quarter), only).order_by(
        "period", "reported_in"
    ),
    "entered_by__name",
    by="indicator_id",
)
COMPARATORS = Records(
    lambda: ComparatorValue.objects.order_by("comparator__name", "period"),
    "comparator__name",
    by="comparator__indicator_id",
)
