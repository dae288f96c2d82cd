"""Everything recorded as at a quarter, read in a fixed number of queries however much there is.

Nothing is judged here: `reports.lines` and `reports.cards` make sense of it.
"""

from collections import defaultdict
from collections.abc import Iterable
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
from plans.models import (
    Action,
    ActionUpdate,
    DeliveryPlan,
    Dependency,
    DependencyUpdate,
    Milestone,
    MilestoneUpdate,
    PlanIndicator,
    Policy,
)
from returns.models import Return
from returns.rounds import return_states
from risks.models import Risk, RiskAssessment

Row = Any  # a named tuple of `values_list(named=True)`
Grouped = dict[int, list[Row]]


@dataclass(frozen=True)
class Facts:
    """The records as at `quarter`, a label; grouped by what they belong to, in time order."""

    quarter: str
    rounds: dict[str, Row]
    indicators: dict[int, Row]
    rules: Grouped
    baselines: Grouped
    targets: Grouped
    actuals: Grouped
    comparators: Grouped
    plans: dict[int, Row]
    delivers: Grouped
    actions: Grouped
    feeds: dict[int, list[int]]
    action_updates: Grouped
    milestones: Grouped
    milestone_updates: Grouped
    risks: Grouped
    assessments: Grouped
    dependencies: Grouped
    dependency_updates: Grouped
    policies: Grouped
    return_states: dict[int, str]
    summaries: dict[int, str]

    def plan_of(self, indicator: int) -> Row | None:
        """The plan that delivers the indicator, if one does: that of the live agreement first."""
        delivering = [
            self.plans[plan]
            for plan, rows in self.delivers.items()
            if any(row.indicator_id == indicator for row in rows)
        ]
        return max(delivering, key=lambda plan: plan.agreement__is_live, default=None)


def facts_as_at(quarter: str) -> Facts:
    """Read everything that was recorded in `quarter`, a label, or before."""
    return Facts(
        quarter=quarter,
        rounds={row.label: row for row in _rows(Quarter.objects.all())},
        indicators={row.id: row for row in _rows(Indicator.objects.in_order())},
        rules=_grouped(
            IndicatorRule.objects.in_force_at(quarter).order_by("from_quarter"), "indicator_id"
        ),
        baselines=_grouped(
            Baseline.objects.in_force_at(quarter).order_by("from_quarter"), "indicator_id"
        ),
        targets=_grouped(
            Target.objects.in_force_at(quarter).order_by("period", "from_quarter"),
            "indicator_id",
        ),
        actuals=_grouped(
            Actual.objects.as_at(quarter).order_by("period", "reported_in"),
            "indicator_id",
            "entered_by__name",
        ),
        comparators=_grouped(
            ComparatorValue.objects.order_by("comparator__name", "period"),
            "comparator__indicator_id",
            "comparator__name",
        ),
        plans={row.id: row for row in _rows(_plans(), *_AGREEMENT)},
        delivers=_grouped(PlanIndicator.objects.order_by("indicator__code"), "plan_id"),
        actions=_grouped(Action.objects.order_by("number"), "plan_id"),
        feeds=_feeds(),
        action_updates=_grouped(
            ActionUpdate.objects.filter(quarter__lte=quarter).order_by("quarter"), "action_id"
        ),
        milestones=_grouped(Milestone.objects.order_by("number"), "action_id"),
        milestone_updates=_grouped(
            MilestoneUpdate.objects.filter(quarter__lte=quarter).order_by("quarter"),
            "milestone_id",
        ),
        risks=_grouped(Risk.objects.order_by("number"), "plan_id"),
        assessments=_grouped(
            RiskAssessment.objects.filter(quarter__lte=quarter).order_by("quarter"), "risk_id"
        ),
        dependencies=_grouped(Dependency.objects.order_by("id"), "plan_id"),
        dependency_updates=_grouped(
            DependencyUpdate.objects.filter(quarter__lte=quarter).order_by("quarter"),
            "dependency_id",
        ),
        policies=_grouped(Policy.objects.order_by("id"), "plan_id"),
        return_states=dict(return_states(quarter)),
        summaries=dict(Return.objects.filter(quarter=quarter).values_list("plan", "summary")),
    )


_AGREEMENT = (
    "agreement__title",
    "agreement__area",
    "agreement__first_year",
    "agreement__last_year",
    "agreement__is_live",
)


def _plans():
    return DeliveryPlan.objects.order_by("reference")


def _rows(queryset, *more: str) -> Iterable[Row]:
    columns = [field.attname for field in queryset.model._meta.concrete_fields]
    return queryset.values_list(*columns, *more, named=True)


def _grouped(queryset, key: str, *more: str) -> Grouped:
    groups: Grouped = defaultdict(list)
    extra = dict.fromkeys([*more, *([key] if "__" in key else [])])
    for row in _rows(queryset, *extra):
        groups[getattr(row, key)].append(row)
    return groups


def _feeds() -> dict[int, list[int]]:
    fed: dict[int, list[int]] = defaultdict(list)
    through = Action.indicators_fed.through.objects
    for action, indicator in through.order_by("id").values_list("action_id", "indicator_id"):
        fed[action].append(indicator)
    return fed
