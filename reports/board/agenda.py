"""Actions and milestones across plans: what is late, what comes next, what a quarter brought.

No Django in here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from periods.calendar import FinancialQuarter
from plans.progress import ActionStatus
from reports.charts.timelines import Track
from reports.reading.objects import (
    ActionCard,
    IndicatorLine,
    MilestoneCard,
    PlanReport,
    PlanSummary,
)

Plan = PlanSummary | PlanReport
TROUBLED = (ActionStatus.DELAYED, ActionStatus.AT_RISK, ActionStatus.STOPPED)


@dataclass(frozen=True)
class Step:
    """A milestone, and whose it is."""

    plan: Plan
    action: ActionCard
    milestone: MilestoneCard


@dataclass(frozen=True)
class Work:
    """An action, and whose it is."""

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


def troubled(plans: Iterable[Plan]) -> list[Work]:
    """The actions that are delayed, at risk or stopped, the worst first."""
    return _worst_first(each for each in work_of(plans) if each.action.status in TROUBLED)


def serving(plans: Iterable[Plan]) -> dict[str, list[Work]]:
    """The actions, of any plan, that feed each indicator, by its code: those in trouble first."""
    found: dict[str, list[Work]] = defaultdict(list)
    for each in work_of(plans):
        for code in dict.fromkeys(each.action.feeds):
            found[code].append(each)
    return {code: _worst_first(work) for code, work in found.items()}


def work_of(plans: Iterable[Plan]) -> Iterator[Work]:
    """Every action of the plans, with whose it is."""
    return (Work(plan, action) for plan in plans for action in plan.actions)


def _worst_first(work: Iterable[Work]) -> list[Work]:
    order = (*TROUBLED, *(each for each in ActionStatus if each not in TROUBLED), "")
    return sorted(work, key=lambda each: order.index(each.action.status))


def tracks_of(steps: Iterable[Step], *, with_plan: bool = True) -> list[Track]:
    """The milestones on a time line: a track for each action, in the order they come."""
    tracks: dict[tuple[str, int], list[Step]] = {}
    for each in steps:
        tracks.setdefault((each.plan.slug, each.action.number), []).append(each)
    return [
        Track(_label(held[0], with_plan), tuple(each.milestone for each in held))
        for held in tracks.values()
    ]


def _label(step: Step, with_plan: bool) -> str:
    whose = f"{step.plan.reference}: " if with_plan else ""
    return f"{whose}{step.action.number}. {' '.join(step.action.action.split())}"
