"""What a quarter's returns are asked for: derived from the records, never typed.

Figures by what each indicator expects, every action that is not done with, milestones that are
due, risks that are open, and dependencies.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import ceil
from typing import Any

from django.db.models import Count, Model, Value

from indicators.models import Indicator
from indicators.owing import FigureOwed, figures_owed
from periods.calendar import FinancialQuarter
from periods.dates import write_date
from periods.prepared import Prepared
from plans.models import (
    Action,
    ActionUpdate,
    DeliveryPlan,
    Dependency,
    DependencyUpdate,
    Milestone,
    MilestoneUpdate,
    PlanIndicator,
    owing_in,
)
from risks.models import Risk, RiskAssessment


class Section(StrEnum):
    """The parts of a return, in the order in which they are filled in."""

    FIGURES = "figures"
    ACTIONS = "actions"
    RISKS = "risks"
    DEPENDENCIES = "dependencies"
    SUMMARY = "summary"


# What each part is called on its pages.
TITLES = {
    Section.FIGURES: "Figures",
    Section.ACTIONS: "Actions and milestones",
    Section.RISKS: "Risks",
    Section.DEPENDENCIES: "Dependencies",
    Section.SUMMARY: "Summary for the Board",
}

# How long one answer usually takes, in minutes: a figure is looked up and explained, most else is
# chosen, or carried on from the last quarter. A rule of thumb: it was not measured.
MINUTES: dict[type[Model], Decimal] = {
    PlanIndicator: Decimal(2),
    Action: Decimal(1),  # with its milestones
    Risk: Decimal("0.5"),
    Dependency: Decimal("0.5"),
}
MINUTES_OF_SUMMARY = 2
ROUNDED_TO = 5


@dataclass(frozen=True)
class Asked:
    """One thing that a return is asked for, and whether the quarter has heard of it.

    `about` names it in the return's addresses and drafts. `now_due` is a milestone's day.
    """

    section: Section
    about: str
    subject: Any
    words: str
    is_in: bool
    figure: FigureOwed | None = None
    now_due: date | None = None

    def __str__(self) -> str:
        return self.words


def asked_of(plans: Iterable[DeliveryPlan], quarter: str) -> dict[int, list[Asked]]:
    """What the return of each plan for `quarter`, a label, is asked for, by the plan's id.

    A plan that owes no return is asked for nothing. Costs a fixed number of queries, however many
    plans there are.
    """
    ids = {plan.pk for plan in plans}
    owing = owing_in([quarter], only=ids)[quarter]
    return {each: [] for each in ids} | _asked_of_owing(owing, quarter)


def _asked_of_owing(plans: Collection[int], quarter: str) -> dict[int, list[Asked]]:
    """As above, of plans of which it is known that they owe a return."""
    asked: dict[int, list[Asked]] = {each: [] for each in plans}
    for found in (
        _figures(plans, quarter),
        actions_asked(plans, quarter, _heard(ActionUpdate, "action", quarter)),
        _milestones(plans, quarter),
        risks_asked(plans, quarter, _heard(RiskAssessment, "risk", quarter)),
        dependencies_asked(plans, quarter, _heard(DependencyUpdate, "dependency", quarter)),
    ):
        for plan, each in found:
            asked[plan].append(each)
    return asked


def usual_minutes(plans: Collection[int]) -> dict[int, int]:
    """About how long the return of each plan usually takes, by the plan's id.

    Costs one query, and none without plans.
    """
    if not plans:
        return {}
    found = dict.fromkeys(plans, Decimal(MINUTES_OF_SUMMARY))
    kinds = [
        model._default_manager.filter(plan__in=plans)
        .order_by()
        .values_list("plan", Value(model._meta.model_name))
        .annotate(Count("pk"))
        for model in MINUTES
    ]
    each_takes = {model._meta.model_name: minutes for model, minutes in MINUTES.items()}
    for plan, kind, number in kinds[0].union(*kinds[1:]):
        found[plan] += number * each_takes[kind]
    return {plan: ROUNDED_TO * ceil(each / ROUNDED_TO) for plan, each in found.items()}


Found = Iterable[tuple[int, Asked]]


def _figures(plans: Collection[int], quarter: str) -> Found:
    delivered_by: dict[int, list[int]] = defaultdict(list)
    for plan, indicator in PlanIndicator.objects.filter(plan__in=plans).values_list(
        "plan", "indicator"
    ):
        delivered_by[indicator].append(plan)
    for delivered, figures in figures_owed(quarter, only=delivered_by.keys()).items():
        for plan in delivered_by[delivered.pk]:
            for figure in figures:
                yield plan, figure_asked(delivered, figure)


def figure_asked(indicator: Indicator, figure: FigureOwed) -> Asked:
    """A figure as it is asked for."""
    return Asked(
        section=Section.FIGURES,
        about=f"{indicator.slug}.{figure.period.slug}",
        subject=indicator,
        words=f"{indicator.code}: {figure}",
        is_in=figure.is_in,
        figure=figure,
    )


def actions_asked(plans: Collection[int], quarter: str, heard: Collection[int]) -> Found:
    """The actions that go on; `heard` are the ids of those that the quarter has a record of."""
    for each in GOING_ON.instances(quarter, *plans):
        yield (
            each.plan_id,
            Asked(
                Section.ACTIONS,
                f"action-{each.number}",
                each,
                f"action {each.number}: {each.action}",
                each.pk in heard,
            ),
        )


def _milestones(plans: Collection[int], quarter: str) -> Found:
    heard = _heard(MilestoneUpdate, "milestone", quarter)
    for milestone, now_due in milestones_going_on(plans, quarter):
        if now_due is None or not is_due(now_due, quarter):
            continue
        action = milestone.action
        yield (
            action.plan_id,
            Asked(
                Section.ACTIONS,
                f"milestone-{action.number}.{milestone.number}",
                milestone,
                f"milestone “{milestone.words}” of action {action.number}, due "
                f"{write_date(now_due)}",
                milestone.pk in heard,
                now_due=now_due,
            ),
        )


def is_due(now_due: date | None, quarter: str) -> bool:
    """Whether a milestone is due by the quarter's last day, so that its return asks about it."""
    return now_due is not None and now_due <= FinancialQuarter.from_label(quarter).ends


def milestones_going_on(
    plans: Collection[int], quarter: str
) -> Iterable[tuple[Milestone, date | None]]:
    """The milestones of the plans' actions that go on in `quarter`, not reached before it, with
    the day each was due when it began; in their order.
    """
    earlier = MilestoneUpdate.objects.filter(
        milestone__action__plan__in=plans, quarter__lt=quarter
    ).order_by("quarter")
    return open_milestones(GOING_ON.instances(quarter, *plans), earlier)


def open_milestones(
    actions: Iterable[Action], earlier: Iterable[MilestoneUpdate]
) -> Iterable[tuple[Milestone, date | None]]:
    """The same of these actions, where what earlier quarters said is known, in time order."""
    done: set[int] = set()
    moved: dict[int, date] = {}
    for each in earlier:
        if each.done_on:
            done.add(each.milestone_id)
        if each.now_due:
            moved[each.milestone_id] = each.now_due
    by_id = {each.pk: each for each in actions}
    for milestone in MILESTONES.instances(*by_id):
        milestone.action = by_id[milestone.action_id]
        if milestone.pk not in done:
            yield milestone, moved.get(milestone.pk, milestone.first_due)


def risks_asked(plans: Collection[int], quarter: str, heard: Collection[int]) -> Found:
    """The risks that are open; `heard` as above."""
    for each in OPEN_RISKS.instances(quarter, *plans):
        yield (
            each.plan_id,
            Asked(
                Section.RISKS,
                f"risk-{each.number}",
                each,
                f"risk {each.number}: {each.risk}",
                each.pk in heard,
            ),
        )


def dependencies_asked(plans: Collection[int], quarter: str, heard: Collection[int]) -> Found:
    """The dependencies; `heard` as above."""
    for each in KNOWN_DEPENDENCIES.instances(quarter, *plans):
        yield (
            each.plan_id,
            Asked(
                Section.DEPENDENCIES,
                f"dependency-{each.pk}",
                each,
                f"dependency on {each.priority}",
                each.pk in heard,
            ),
        )


GOING_ON = Prepared(
    lambda quarter, *plans: (
        Action.objects.filter(plan__in=plans).going_on_in(quarter).order_by("plan", "number")
    )
)
MILESTONES = Prepared(
    lambda *actions: Milestone.objects.filter(action__in=actions).order_by(
        "action__plan", "action__number", "number"
    )
)
OPEN_RISKS = Prepared(
    lambda quarter, *plans: (
        Risk.objects.filter(plan__in=plans).open_in(quarter).order_by("plan", "number")
    )
)
KNOWN_DEPENDENCIES = Prepared(
    lambda quarter, *plans: (
        Dependency.objects.filter(plan__in=plans).known_in(quarter).order_by("plan", "id")
    )
)


def _heard(model, subject: str, quarter: str) -> set[int]:
    """The ids of what the quarter has a record of."""
    return set(model.objects.filter(quarter=quarter).values_list(subject, flat=True))
