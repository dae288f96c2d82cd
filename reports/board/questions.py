"""Three to five questions a member might ask, each derived by a stated rule. No Django in here.

RULES is the list, the gravest first. Of each rule its first question is taken before the second
of any, and nothing is asked about twice. A masked figure has no status but `masked`, so no rule
ever asks about one. Nor is anything said of actions and risks whose words this audience may not
read.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from indicators.performance import Direction, Status
from plans.progress import ActionStatus
from reports.board.question_words import (
    Question,
    about_action,
    about_indicator,
    about_milestone,
    about_risk,
    how_they_stand,
    one_for,
)
from reports.board.sight import ENDED, has_target
from reports.reading.objects import (
    ActionCard,
    IndicatorLine,
    MilestoneCard,
    PlanReport,
    PlanSummary,
    QuarterlyReport,
    RiskCard,
    exceptions_first,
)
from risks.scale import Movement, RiskState

Plan = PlanSummary | PlanReport
MOST = 5
OFF_TARGET = (Status.MISSED, Status.CLOSE)
NOT_IN = (Status.NOT_RETURNED, Status.OVERDUE)
IN_TROUBLE = (ActionStatus.STOPPED, ActionStatus.DELAYED, ActionStatus.AT_RISK)
MOVES_TO_ASK = 2
HIGH = "high"


@dataclass(frozen=True)
class Case:
    """What questions are asked about: lines, and the plans whose words may be read.

    `whole` says that every plan is there, so that what none of them does is done by nobody.
    """

    lines: Sequence[IndicatorLine]
    plans: Sequence[Plan]
    whole: bool = True

    def with_status(self, *statuses: Status) -> list[IndicatorLine]:
        """The gravest first."""
        return [line for line in self.gravest_first if line.status in statuses]

    @cached_property
    def gravest_first(self) -> list[IndicatorLine]:
        return exceptions_first(self.lines)

    def serving(self, line: IndicatorLine) -> list[tuple[Plan, ActionCard]]:
        """The actions that feed the indicator, and whose they are."""
        return self._serving.get(line.code, [])

    @cached_property
    def _serving(self) -> dict[str, list[tuple[Plan, ActionCard]]]:
        found: dict[str, list[tuple[Plan, ActionCard]]] = defaultdict(list)
        for plan, action in self.actions():
            for code in dict.fromkeys(action.feeds):
                found[code].append((plan, action))
        return found

    def actions(self) -> Iterator[tuple[Plan, ActionCard]]:
        return ((plan, action) for plan in self.plans for action in plan.actions)

    def risks(self) -> Iterator[tuple[Plan, RiskCard]]:
        return (
            (plan, risk)
            for plan in self.plans
            for risk in plan.risks
            if risk.state == RiskState.OPEN
        )


@dataclass(frozen=True)
class Questions:
    """The questions that are asked, and in words when the rules ask one."""

    asked: tuple[Question, ...]
    rules: tuple[str, ...]


def of_quarter(report: QuarterlyReport) -> Questions:
    """The questions about all plans of a quarter."""
    readable = [plan for plan in report.plans if not plan.withheld]
    return questions(Case(report.lines, readable, whole=len(readable) == len(report.plans)))


def of_plan(report: PlanReport) -> Questions:
    """The questions about one plan, as far as its own actions and risks go."""
    plans = [] if report.withheld else [report]
    return questions(Case(report.lines, plans, whole=False))


def questions(case: Case) -> Questions:
    """At most five: the first of each rule in their order, then the second of each."""
    chosen: dict[str, Question] = {}
    for turn in zip_longest(*(rule.ask(case) for rule in RULES)):
        for question in filter(None, turn):
            chosen.setdefault(question.about, question)
        if len(chosen) >= MOST:
            break
    return Questions(tuple(chosen.values())[:MOST], tuple(rule.when for rule in RULES))


# The rules ----------------------------------------------------------------------------


def missed_with_nothing_on_track(case: Case) -> Iterator[Question]:
    for line in case.with_status(Status.MISSED):
        serving = [action for _, action in case.serving(line)]
        if any(each.status == ActionStatus.ON_TRACK for each in serving):
            continue
        if serving or case.whole:
            none = "no action" if case.whole else "no action of this plan"
            yield about_indicator(
                line,
                f"What will bring {line.code} to its target, when {none} that serves it is on "
                "track?",
                f"{line.finding} {how_they_stand(serving)}",
            )


def not_in(case: Case) -> Iterator[Question]:
    for line in case.with_status(*NOT_IN):
        yield about_indicator(
            line, f"Why is the figure for {line.code} not in, and when will it be?", line.finding
        )


def off_target_and_not_better(case: Case) -> Iterator[Question]:
    for line in case.with_status(*OFF_TARGET):
        if line.direction in (Direction.SAME, Direction.WORSE):
            yield about_indicator(
                line,
                f"{line.code} is off target and no better than before: what will be done "
                "differently?",
                f"{line.finding} {line.direction_text}.",
            )


def close_and_fragile(case: Case) -> Iterator[Question]:
    for line in case.with_status(*OFF_TARGET):
        if line.k == 1:
            yield about_indicator(
                line,
                f"{one_for(line.k_more)} would have met the target for {line.code}: what would "
                "that have taken?",
                line.finding,
            )


def served_by_an_action_in_trouble(case: Case) -> Iterator[Question]:
    for line in case.with_status(*OFF_TARGET):
        for plan, action in case.serving(line):
            if action.status in IN_TROUBLE:
                yield about_action(
                    plan,
                    action,
                    f"Action {action.number} of {plan.reference} is {action.status}, and "
                    f"{line.code}, which it serves, is off target: what will get it moving?",
                    action.update,
                )


def risk_up(case: Case) -> Iterator[Question]:
    rising = [(plan, risk) for plan, risk in case.risks() if risk.movement == Movement.UP]
    for plan, risk in sorted(rising, key=lambda each: each[1].band != HIGH):
        yield about_risk(
            plan,
            risk,
            f"Risk {risk.number} of {plan.reference} has gone up: is what is done about it still "
            "enough?",
        )


def milestone_moved_again(case: Case) -> Iterator[Question]:
    moved = [
        (plan, action, milestone)
        for plan, action in case.actions()
        if action.status not in ENDED
        for milestone in action.milestones
        if not milestone.done_on and moves_of(milestone) >= MOVES_TO_ASK
    ]
    for plan, action, milestone in sorted(moved, key=lambda each: -moves_of(each[2])):
        yield about_milestone(plan, action, milestone, moves_of(milestone))


def served_by_nobody(case: Case) -> Iterator[Question]:
    if not case.whole:
        return
    for line in case.gravest_first:
        if line.status == Status.MASKED or not has_target(line) or live(case.serving(line)):
            continue
        yield about_indicator(
            line,
            f"Who is doing what towards {line.code}?",
            f"It has a target of {line.target.text if line.target else ''}, and no action that is "
            "still going on says that it serves it.",
        )


def forecast_to_miss(case: Case) -> Iterator[Question]:
    for line in case.with_status(Status.NOT_DUE, Status.FORECAST_TO_MISS):
        if Status.FORECAST_TO_MISS in (line.status, line.forecast_status):
            yield about_indicator(
                line,
                f"{line.code} is forecast to miss its target: what can still be done in time?",
                line.finding,
            )


def high_and_not_reviewed(case: Case) -> Iterator[Question]:
    for plan, risk in case.risks():
        if risk.band == HIGH and not risk.reviewed:
            yield about_risk(
                plan,
                risk,
                f"Risk {risk.number} of {plan.reference} is high and was not reviewed this "
                "quarter: why not?",
            )


def met_by_one(case: Case) -> Iterator[Question]:
    for line in case.with_status(Status.MET):
        if line.fragile_by == 1:
            yield about_indicator(
                line,
                f"{line.code} is met, and by one only: will it last?",
                f"{line.finding} {line.fragility}.",
            )


def moves_of(milestone: MilestoneCard) -> int:
    return max(0, len(milestone.dates) - 1)


def live(serving: Iterable[tuple[Plan, ActionCard]]) -> bool:
    """Whether one of the actions is neither complete nor stopped."""
    return any(action.status not in ENDED for _, action in serving)


@dataclass(frozen=True)
class Rule:
    """When a question is asked, in words, and what asks it."""

    when: str
    ask: Callable[[Case], Iterator[Question]]


RULES = (
    Rule(
        "a target is missed and no action that serves it is on track", missed_with_nothing_on_track
    ),
    Rule("a figure that was due is not in", not_in),
    Rule("an indicator is off target and the same as before, or worse", off_target_and_not_better),
    Rule("one person or thing more, or fewer, would have met a target", close_and_fragile),
    Rule(
        "a target is off, and an action that serves it is in trouble",
        served_by_an_action_in_trouble,
    ),
    Rule("a risk went up", risk_up),
    Rule("a milestone was moved twice or more, and is not done", milestone_moved_again),
    Rule("a target is served by no action that is still going on", served_by_nobody),
    Rule("a target is forecast to be missed", forecast_to_miss),
    Rule("a high risk was not reviewed", high_and_not_reviewed),
    Rule("a target is met, and one fewer or more would change that", met_by_one),
)
