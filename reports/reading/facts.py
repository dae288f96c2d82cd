"""Everything recorded as at a quarter, read in a fixed number of queries however much there is.

Nothing is judged here: `reports.reading.lines` and `reports.reading.cards` make sense of it.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from indicators.facts import Grouped, IndicatorFacts, Row, grouped, read_facts, rows
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
from returns.rounds import SignOff, returns_up_to
from risks.models import Risk, RiskAssessment


@dataclass(frozen=True)
class Facts(IndicatorFacts):
    """The records as at `quarter`, a label; grouped by what they belong to, in time order."""

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
    sign_offs: dict[tuple[int, str], SignOff] = field(default_factory=dict)

    def plan_of(self, indicator: int) -> Row | None:
        """The plan that delivers the indicator, if one does: that of the live agreement first."""
        delivering = [
            self.plans[plan]
            for plan, delivered in self.delivers.items()
            if any(row.indicator_id == indicator for row in delivered)
        ]
        return max(delivering, key=lambda plan: plan.agreement__is_live, default=None)


def facts_as_at(quarter: str) -> Facts:
    """Read everything that was recorded in `quarter`, a label, or before."""
    returns = returns_up_to(quarter)
    return Facts(
        quarter=quarter,
        **read_facts(quarter),
        plans={row.id: row for row in rows(_plans(), *_AGREEMENT)},
        delivers=grouped(PlanIndicator.objects.order_by("indicator__code"), "plan_id"),
        actions=grouped(Action.objects.order_by("number"), "plan_id"),
        feeds=_feeds(),
        action_updates=grouped(
            ActionUpdate.objects.filter(quarter__lte=quarter).order_by("quarter"), "action_id"
        ),
        milestones=grouped(Milestone.objects.order_by("number"), "action_id"),
        milestone_updates=grouped(
            MilestoneUpdate.objects.filter(quarter__lte=quarter).order_by("quarter"),
            "milestone_id",
        ),
        risks=grouped(Risk.objects.order_by("number"), "plan_id"),
        assessments=grouped(
            RiskAssessment.objects.filter(quarter__lte=quarter).order_by("quarter"), "risk_id"
        ),
        dependencies=grouped(Dependency.objects.order_by("id"), "plan_id"),
        dependency_updates=grouped(
            DependencyUpdate.objects.filter(quarter__lte=quarter).order_by("quarter"),
            "dependency_id",
        ),
        policies=grouped(Policy.objects.order_by("id"), "plan_id"),
        return_states={
            plan: each.state for (plan, label), each in returns.items() if label == quarter
        },
        summaries=dict(Return.objects.filter(quarter=quarter).values_list("plan", "summary")),
        sign_offs={key: each.signed for key, each in returns.items() if each.signed},
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


def _feeds() -> dict[int, list[int]]:
    fed: dict[int, list[int]] = defaultdict(list)
    through = Action.indicators_fed.through.objects
    for action, indicator in through.order_by("id").values_list("action_id", "indicator_id"):
        fed[action].append(indicator)
    return fed
