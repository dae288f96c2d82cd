"""Everything recorded as at a quarter, read in a fixed number of queries however much there is.

Nothing is judged here: `reports.reading.lines` and `reports.reading.cards` make sense of it.
"""

from collections import defaultdict
from dataclasses import dataclass, field, fields
from hashlib import sha256

from indicators.facts import IndicatorFacts, read_facts
from periods.prepared import Grouped, Prepared, Records, Row
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
    now = {plan: each for (plan, label), each in returns.items() if label == quarter}
    return Facts(
        quarter=quarter,
        **read_facts(quarter),
        plans={row.id: row for row in PLANS.rows()},
        delivers=DELIVERS.grouped(),
        actions=ACTIONS.grouped(),
        feeds=_feeds(),
        action_updates=ACTION_UPDATES.grouped(quarter),
        milestones=MILESTONES.grouped(),
        milestone_updates=MILESTONE_UPDATES.grouped(quarter),
        risks=RISKS.grouped(),
        assessments=ASSESSMENTS.grouped(quarter),
        dependencies=DEPENDENCIES.grouped(),
        dependency_updates=DEPENDENCY_UPDATES.grouped(quarter),
        policies=POLICIES.grouped(),
        return_states={plan: each.state for plan, each in now.items()},
        summaries={plan: each.summary for plan, each in now.items()},
        sign_offs={key: each.signed for key, each in returns.items() if each.signed},
    )


def fingerprint(facts: Facts) -> str:
    """Another one whenever anything of the facts is another."""
    made = sha256()
    for each in fields(facts):
        made.update(repr((each.name, _bare(getattr(facts, each.name)))).encode())
    return made.hexdigest()


def _bare(part):
    """The same without the names of columns, which the order of the columns tells as well."""
    if isinstance(part, dict):
        return [(key, _bare(each)) for key, each in part.items()]
    if isinstance(part, list):
        return [_bare(each) for each in part]
    return tuple(part) if isinstance(part, tuple) else part


PLANS = Records(
    lambda: DeliveryPlan.objects.order_by("reference"),
    "agreement__title",
    "agreement__area",
    "agreement__first_year",
    "agreement__last_year",
    "agreement__is_live",
)
DELIVERS = Records(lambda: PlanIndicator.objects.order_by("indicator__code"), by="plan_id")
ACTIONS = Records(lambda: Action.objects.order_by("number"), by="plan_id")
MILESTONES = Records(lambda: Milestone.objects.order_by("number"), by="action_id")
RISKS = Records(lambda: Risk.objects.order_by("number"), by="plan_id")
DEPENDENCIES = Records(lambda: Dependency.objects.order_by("id"), by="plan_id")
POLICIES = Records(lambda: Policy.objects.order_by("id"), by="plan_id")


def _said_in(model, of: str) -> Records:
    """What the quarter and those before it said of each thing."""
    return Records(
        lambda quarter: model.objects.filter(quarter__lte=quarter).order_by("quarter"), by=of
    )


ACTION_UPDATES = _said_in(ActionUpdate, "action_id")
MILESTONE_UPDATES = _said_in(MilestoneUpdate, "milestone_id")
ASSESSMENTS = _said_in(RiskAssessment, "risk_id")
DEPENDENCY_UPDATES = _said_in(DependencyUpdate, "dependency_id")
FEEDS = Prepared(
    lambda: Action.indicators_fed.through.objects.order_by("id").values_list(
        "action_id", "indicator_id"
    )
)


def _feeds() -> dict[int, list[int]]:
    fed: dict[int, list[int]] = defaultdict(list)
    for action, indicator in FEEDS.rows():
        fed[action].append(indicator)
    return fed
