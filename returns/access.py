"""Who may see a return, write into it, and take which step. Every page of a return asks here.

What somebody may not see answers 404, as if it were not there.
"""

from collections.abc import Collection

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.http import Http404

from indicators.models import Actual
from periods.calendar import FinancialQuarter
from periods.models import Quarter, QuarterlyRecord
from periods.rounds import RoundState
from plans.models import (
    ActionUpdate,
    DeliveryPlan,
    DependencyUpdate,
    MilestoneUpdate,
    PlanPerson,
    owing_in,
)
from plans.progress import Part
from returns.models import Draft, Return, ReturnEvent
from returns.workflow import EDITABLE, ReturnState, Step, why_not_from
from risks.models import RiskAssessment
from sheets.problems import any_of

# Who takes which step, besides performance officers, who take them all.
STEPS_OF = {
    Part.CONTRIBUTOR: {Step.SUBMITTED, Step.RECALLED},
    Part.LEAD: {Step.SUBMITTED, Step.RECALLED, Step.SENT_BACK, Step.SIGNED_OFF},
}
# The records that a return is made of, and how each leads to its plan.
PLAN_OF: dict[type[QuarterlyRecord], str] = {
    Actual: "indicator__delivered_by__plan",
    ActionUpdate: "action__plan",
    MilestoneUpdate: "milestone__action__plan",
    DependencyUpdate: "dependency__plan",
    RiskAssessment: "risk__plan",
}


def plans_to_return(user):
    """The plans whose returns this person sees: an officer all, others their own."""
    plans = DeliveryPlan.objects.of_live_agreement()
    return plans if user.is_officer else plans.worked_on_by(user)


def return_for(user, slug: str, quarter: FinancialQuarter) -> Return:
    """The return of a plan for a quarter. Raises Http404 where there is none for this person.

    There is one as soon as the round was opened and the plan owes a return for it; until somebody
    begins it, it is not kept.
    """
    plan = plans_to_return(user).filter(slug=slug).first()
    ours = Quarter.objects.begun().filter(label=quarter.label).first()
    if plan is None or ours is None:
        raise Http404("There is no such return.")
    if not owing_in([quarter.label], only=[plan.pk])[quarter.label]:
        raise Http404("There is no such return.")
    found = Return.objects.filter(plan=plan, quarter=ours).with_steps().first()
    found = found or Return(plan=plan, quarter=ours)
    found.plan, found.quarter = plan, ours
    return found


def part_of(user, plan: DeliveryPlan) -> Part | None:
    """This person's part in the plan; where there are two, the lead's.

    All their parts are read at the first question, and kept for the next ones.
    """
    prefetch_related_objects([user], "parts")
    parts = {each.part for each in user.parts.all() if each.plan_id == plan.pk}
    return next((part for part in (Part.LEAD, Part.CONTRIBUTOR) if part in parts), None)


def why_not_written(user, ours: Return) -> str:
    """Why this person cannot type into the return now, as a sentence; "" where they can."""
    round_state, state = ours.quarter.state, ours.state
    if round_state == RoundState.PUBLISHED:
        return f"{ours.quarter_id} is published, so its returns are locked."
    if round_state != RoundState.OPEN and not user.is_officer:
        return (
            f"{ours.quarter_id} is {round_state}: only performance officers can still change "
            "its returns. Ask one of them."
        )
    if state not in EDITABLE:
        return f"This return is {state}, so nothing in it can be changed now."
    return ""


def why_not_flagged(user, ours: Return) -> str:
    """Why this person cannot flag something of the return, as a sentence; "" where they can.

    What is to be followed up is part of what was signed off.
    """
    if user.is_officer or ours.state not in (ReturnState.SIGNED_OFF, ReturnState.PUBLISHED):
        return ""
    settle = " or settle a flag" if ours.state == ReturnState.SIGNED_OFF else ""
    return (
        f"This return is {ours.state}: only performance officers can still flag something in it"
        f"{settle}. Ask one of them."
    )


def why_not_settled(user, ours: Return) -> str:
    """Why this person cannot settle a flag of the return, as a sentence; "" where they can.

    Of a published return the plan's people can: later returns show its open flags to them.
    """
    if ours.state == ReturnState.PUBLISHED and part_of(user, ours.plan) is not None:
        return ""
    return why_not_flagged(user, ours)


def may_take(user, ours: Return, step: Step) -> bool:
    """Whether it is this person's to take that step, wherever the return stands."""
    if ours.quarter.state != RoundState.OPEN and not user.is_officer:
        return False
    if step == Step.RECALLED and not user.is_officer and submitted_by(ours) != user.pk:
        return False
    if user.is_officer:
        return True
    if step == Step.SIGNED_OFF and settings.LAA_TWO_PEOPLE and is_own_entry(user, ours):
        return False
    part = part_of(user, ours.plan)
    return part is not None and step in STEPS_OF[part]


# Whose step it is, told to those whose it is not.
WHOSE = {
    Step.RECALLED: "Only whoever handed a return in, or a performance officer, can recall it.",
    Step.SENT_BACK: "Only a lead of the plan or a performance officer can send a return back.",
    Step.SIGNED_OFF: "Only a lead of the plan or a performance officer can sign a return off.",
    Step.REOPENED: "Only a performance officer can reopen a return that was signed off.",
}
TWO_PEOPLE = (
    "You handed this return in, or entered something of it, and here a return is signed off by "
    "somebody else: ask another lead of the plan or a performance officer."
)


def why_not_taken(user, ours: Return, step: Step) -> str:
    """Why this person cannot take that step now, as a sentence; "" where they can."""
    if sentence := why_not_from(ours.state, step):
        return sentence
    if may_take(user, ours, step):
        return ""
    if ours.quarter.state != RoundState.OPEN:
        return (
            f"{ours.quarter_id} is {ours.quarter.state}: only performance officers can still take "
            "this step."
        )
    if step == Step.SIGNED_OFF and part_of(user, ours.plan) == Part.LEAD:
        return TWO_PEOPLE
    return WHOSE[step]


def submitted_by(ours: Return) -> int | None:
    """Who handed the return in last, by their id."""
    steps = [each for each in ours.steps if each.step == Step.SUBMITTED]
    return steps[-1].by_id if steps else None


def is_own_entry(user, ours: Return) -> bool:
    """Whether this person handed the return in, or something in it is of their hand."""
    return ours.plan_id in own_entries(user, ours.quarter_id)


def own_entries(user, quarter: str) -> set[int]:
    """The plans whose return for the quarter, a label, this person handed in or had a hand in:
    a figure, another record, the summary, something proposed. By their ids; one query.
    """
    entered = [
        model._default_manager.filter(entered_by=user, **{model.quarter_field: quarter})
        for model in PLAN_OF
    ]
    proposed = Draft.objects.filter(by=user, owner__quarter=quarter)
    as_it_stands = Return.objects.filter(pk=OuterRef("id"), summary=OuterRef("summary"))
    summed_up = Return.history.filter(
        ~Q(summary=""), Exists(as_it_stands), quarter=quarter, history_user=user
    )
    once_more = ReturnEvent.objects.filter(
        owner=OuterRef("owner"), step=Step.SUBMITTED, pk__gt=OuterRef("pk")
    )
    handed_in = ReturnEvent.objects.filter(
        ~Exists(once_more), owner__quarter=quarter, step=Step.SUBMITTED, by=user
    )
    paths = (*PLAN_OF.values(), "owner__plan", "plan", "owner__plan")
    first, *others = (
        found.order_by().values_list(path, flat=True)
        for found, path in zip([*entered, proposed, summed_up, handed_in], paths, strict=True)
    )
    return set(first.union(*others))


def signed_off_by_others(user, quarter: str, led: Collection[int]) -> dict[int, str]:
    """Of the plans that this person leads, those whose return for the quarter somebody else has to
    sign off, and who can, as "Jo Price or a performance officer". By id; costs two queries.
    """
    if not settings.LAA_TWO_PEOPLE or user.is_officer or not led:
        return {}
    leads = PlanPerson.objects.filter(plan__in=led, part=Part.LEAD, user__is_active=True)
    others = leads.exclude(user=user).select_related("user").order_by("user__name", "pk")
    names: dict[int, list[str]] = {plan: [] for plan in own_entries(user, quarter) & set(led)}
    for each in others:
        if each.plan_id in names:
            names[each.plan_id].append(str(each.user))
    return {plan: any_of([*leads, "a performance officer"]) for plan, leads in names.items()}


def is_in(state: ReturnState) -> bool:
    """Whether the return was handed in."""
    return state in (ReturnState.SUBMITTED, ReturnState.SIGNED_OFF, ReturnState.PUBLISHED)
