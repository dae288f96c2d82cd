"""Actions and milestones across plans: what is late, what comes next, what a quarter brought.

No Django in here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from periods.calendar import FinancialQuarter
from plans.progress import ActionStatus
from reports.objects import ActionCard, IndicatorLine, MilestoneCard, PlanReport, PlanSummary

Plan = PlanSummary | PlanReport
TROUBLED = (ActionStatus.DELAYED, ActionStatus.AT_RISK, ActionStatus.STOPPED)


@dataclass(frozen=True)
class Step:
    """A milestone, and whose it is."""

    plan: Plan
    action: ActionCard
    milestone: MilestoneCard


@dataclass(frozen=True)
class Troubled:
    """An action that is delayed, at risk or stopped, and whose it is."""

    plan: Plan
    action: ActionCard


def steps_of(plans: Iterable[Plan]) -> list[Step]:
    """Every milestone of the plans, by the date it now has; those without one last."""
    found = [
        Step(plan, action, milestone)
        for plan in plans
        for action in plan.actions
        for milestone in action.milestones
    ]
    return sorted(found, key=_when)


def _when(step: Step) -> tuple:
    due = step.milestone.now_due
    return (due is None, due, step.plan.reference, step.action.number, step.milestone.number)


def late(plans: Iterable[Plan]) -> list[Step]:
    """The milestones past their date and not done."""
    return [each for each in steps_of(plans) if each.milestone.state == "late"]


def due_next(plans: Iterable[Plan], quarter: FinancialQuarter) -> list[Step]:
    """The milestones not done and not late that fall due by the end of the next quarter."""
    return [
        each
        for each in steps_of(plans)
        if each.milestone.state not in ("late", "done")
        and each.milestone.now_due
        and each.milestone.now_due <= quarter.next.ends
    ]


@dataclass(frozen=True)
class Next:
    """The results and milestones due next, at most five of them."""

    lines: list[IndicatorLine]
    steps: list[Step]


MOST_NEXT = 5


def next_up(waiting: list[IndicatorLine], steps: list[Step]) -> Next:
    """Of the results still to come and the milestones due next, the first few of each."""
    milestones = steps[: max(MOST_NEXT // 2, MOST_NEXT - len(waiting))]
    return Next(waiting[: MOST_NEXT - len(milestones)], milestones)


def of_the_quarter(plans: Iterable[Plan], quarter: FinancialQuarter) -> list[Step]:
    """The milestones that fell due, were reached or moved in the quarter, or are still late."""
    return [each for each in steps_of(plans) if _concerns(each.milestone, quarter)]


def _concerns(milestone: MilestoneCard, quarter: FinancialQuarter) -> bool:
    days = [each for each in (milestone.now_due, milestone.done_on) if each]
    return (
        milestone.state == "late"
        or milestone.reported_in == quarter.label
        or any(quarter.starts <= each <= quarter.ends for each in days)
    )


def troubled(plans: Iterable[Plan]) -> list[Troubled]:
    """The actions that are delayed, at risk or stopped, the worst first."""
    found = [
        Troubled(plan, action)
        for plan in plans
        for action in plan.actions
        if action.status in TROUBLED
    ]
    return sorted(found, key=lambda each: TROUBLED.index(ActionStatus(each.action.status)))
