"""Opening and closing a round, and what is missing from it.

Publishing needs the reports, so it is done one floor up: `reports.releases.publishing`.
"""

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Case, TextField, Value, When
from django.utils import timezone

from indicators.codes import code_order
from indicators.owing import figures_owed
from periods.models import Quarter
from periods.prepared import Prepared
from periods.rounds import RoundState
from periods.today import today
from periods.working_days import usual_due
from plans.models import DeliveryPlan
from returns.handing_in import take_back
from returns.models import Return, RoundEvent
from returns.services import take_step
from returns.workflow import NotAllowed, ReturnState, Step, state_after


def open_quarter(
    quarter: Quarter, *, by, due: date | None = None, at: datetime | None = None
) -> None:
    """Open the round: from now on entries go into it. Raises NotAllowed, with a sentence."""
    with transaction.atomic():
        quarter = Quarter.objects.select_for_update().get(pk=quarter.pk)
        if sentence := why_not_opened(quarter):
            raise NotAllowed(sentence)
        quarter.opens = quarter.opens or today()
        quarter.due = due or quarter.due or usual_due(quarter.opens)
        quarter.state = RoundState.OPEN
        quarter.full_clean()
        quarter.save()
        record(quarter, "opened", by=by, at=at)


def why_not_opened(quarter: Quarter) -> str:
    """Why the round cannot be opened now, as a sentence; "" where it can. One is open at a time."""
    if quarter.state != RoundState.NOT_OPENED:
        return f"{quarter} is {quarter.state}, so it cannot be opened."
    if other := Quarter.objects.current():
        return f"{other} is open: close it first, then open {quarter}."
    later = Quarter.objects.begun().filter(label__gt=quarter.label).first()
    if later:
        return f"{later} comes later and was opened already."
    if quarter.calendar.starts > today():
        return f"{quarter} has not begun: it can be opened once it has."
    return ""


def close_quarter(quarter: Quarter, *, by, at: datetime | None = None) -> None:
    """Close the round: contributors and leads can no longer change it, officers can."""
    with transaction.atomic():
        quarter = Quarter.objects.select_for_update().get(pk=quarter.pk)
        if quarter.state != RoundState.OPEN:
            raise NotAllowed(f"{quarter} is {quarter.state}, so it cannot be closed.")
        quarter.state = RoundState.CLOSED
        quarter.save()
        record(quarter, "closed", by=by, at=at)


def record(quarter: Quarter, what: str, *, by, reason: str = "", at: datetime | None = None):
    """Append what happened to the round."""
    RoundEvent.objects.create(
        quarter=quarter, what=what, by=by, reason=reason, at=at or timezone.now()
    )


def lock_returns(quarter: Quarter, *, by, at: datetime | None = None) -> None:
    """On publication: signed-off returns are published, all others are not returned."""
    for plan in plans_owing(quarter):
        kept, _ = Return.objects.get_or_create(plan=plan, quarter=quarter)
        ours = Return.objects.select_for_update().get(pk=kept.pk)
        signed_off = ours.state == ReturnState.SIGNED_OFF
        if not signed_off:
            take_back(ours)
        take_step(ours, Step.PUBLISHED if signed_off else Step.LOCKED_UNRETURNED, by=by, at=at)


def unlock_returns(quarter: Quarter, *, by, at: datetime | None = None) -> None:
    """On withdrawal: every return of the quarter can be put right."""
    for ours in Return.objects.filter(quarter=quarter).prefetch_related("events"):
        if ours.state in (ReturnState.PUBLISHED, ReturnState.NOT_RETURNED):
            take_step(ours, Step.UNLOCKED, by=by, at=at)


def plans_owing(quarter: Quarter):
    """The plans that owe a return for the quarter."""
    return DeliveryPlan.objects.owing(quarter.label)


def return_states(quarter: str) -> dict[int, ReturnState]:
    """Each plan's return state in the quarter (a label), by the plan's id. One query."""
    steps: dict[int, list[str]] = {}
    events = (
        Return.objects.filter(quarter=quarter)
        .order_by("id", "events__id")
        .values_list("plan", "events__step")
    )
    for plan, step in events:
        steps.setdefault(plan, [])
        if step:
            steps[plan].append(step)
    return {plan: state_after(each) for plan, each in steps.items()}


class SignOff(NamedTuple):
    """Who answered for a return, and on which day."""

    by: str
    on: date


class ReturnSoFar(NamedTuple):
    """Where a return stands, and who signed it off where that holds; of the quarter that is asked
    about, what it says.
    """

    state: ReturnState
    signed: SignOff | None
    summary: str


def returns_up_to(quarter: str) -> dict[tuple[int, str], ReturnSoFar]:
    """Every return of the quarter (a label) and before, by plan's id and quarter. One query."""
    steps: dict[tuple[int, str], list] = {}
    said: dict[tuple[int, str], str] = {}
    for plan, label, summary, step, by, at in STEPS_UP_TO.rows(quarter):
        steps.setdefault((plan, label), [])
        said[plan, label] = summary
        if step:
            steps[plan, label].append((step, by, at))
    return {key: ReturnSoFar(*_so_far(each), said[key]) for key, each in steps.items()}


STEPS_UP_TO = Prepared(
    lambda quarter: (
        Return.objects.filter(quarter__lte=quarter)
        .order_by("id", "events__id")
        .values_list(
            "plan",
            "quarter",
            Case(When(quarter=quarter, then="summary"), default=Value("", TextField())),
            "events__step",
            "events__by__name",
            "events__at",
        )
    )
)


def _so_far(steps: list[tuple[str, str, datetime]]) -> tuple[ReturnState, SignOff | None]:
    state = state_after(step for step, _, _ in steps)
    if state not in (ReturnState.SIGNED_OFF, ReturnState.PUBLISHED):
        return state, None
    by, at = next((by, at) for step, by, at in reversed(steps) if step == Step.SIGNED_OFF)
    return state, SignOff(by, timezone.localdate(at))


def gaps(quarter: Quarter) -> list[str]:
    """What is missing from the quarter, as sentences: returns not signed off, figures not in."""
    states = return_states(quarter.label)
    missing = [
        f"{plan.reference}: the return is {_not_signed_off(state)}."
        for plan in sorted(plans_owing(quarter), key=lambda plan: code_order(plan.reference))
        if (state := states.get(plan.pk, ReturnState.NOT_STARTED)) != ReturnState.SIGNED_OFF
    ]
    return missing + [
        f"{indicator.code}: no figure that is {figure}."
        for indicator, figures in figures_owed(quarter.label).items()
        for figure in figures
        if not figure.is_in
    ]


# How a return stands that is not signed off, to finish "the return is".
STILL = {
    ReturnState.DRAFT: "begun and not handed in",
    ReturnState.SUBMITTED: "submitted and not signed off",
    ReturnState.SENT_BACK: "sent back and not handed in again",
}


def _not_signed_off(state: ReturnState) -> str:
    return STILL.get(state, str(state))
