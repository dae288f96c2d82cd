"""What people do with a return. Every step is appended to its events, with who, when and why."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from periods.models import Quarter
from plans.models import DeliveryPlan
from returns.models import Return, ReturnEvent
from returns.workflow import ReturnState, Step, check_step


def return_of(plan: DeliveryPlan, quarter: Quarter) -> Return:
    """The plan's return for the quarter, made where there is none yet."""
    return Return.objects.get_or_create(plan=plan, quarter=quarter)[0]


def take_step(
    ours: Return,
    step: Step,
    *,
    by,
    reason: str = "",
    sections: Iterable[str] = (),
    at: datetime | None = None,
):
    """Append `step` to the return. Raises NotAllowed, with a sentence, where it cannot be taken."""
    with transaction.atomic():
        locked = Return.objects.select_for_update().get(pk=ours.pk)
        check_step(step, locked.state, reason)
        ReturnEvent.objects.create(
            owner=locked,
            step=step,
            by=by,
            reason=reason,
            sections=",".join(sections),
            at=at or timezone.now(),
        )


def start(ours: Return, *, by, at: datetime | None = None) -> None:
    """Begin the return, where nobody has."""
    if ours.state == ReturnState.NOT_STARTED:
        take_step(ours, Step.STARTED, by=by, at=at)


def submit(ours: Return, *, by, reason: str = "", at: datetime | None = None) -> None:
    """Hand the return in; a return nobody had started is started by it.

    `reason` is what its people say of changes that were asked for and not made.
    """
    with transaction.atomic():
        start(ours, by=by, at=at)
        take_step(ours, Step.SUBMITTED, by=by, reason=reason, at=at)


def recall(ours: Return, *, by, at: datetime | None = None) -> None:
    """Take a submitted return back."""
    take_step(ours, Step.RECALLED, by=by, at=at)


def send_back(
    ours: Return, *, by, reason: str, sections: Iterable[str] = (), at: datetime | None = None
) -> None:
    """Ask for changes, saying what and in which sections."""
    take_step(ours, Step.SENT_BACK, by=by, reason=reason, sections=sections, at=at)


def sign_off(ours: Return, *, by, at: datetime | None = None) -> None:
    """Confirm that the return's figures may be published."""
    take_step(ours, Step.SIGNED_OFF, by=by, at=at)


def reopen(ours: Return, *, by, reason: str, at: datetime | None = None) -> None:
    """Take a sign-off back, with the reason."""
    take_step(ours, Step.REOPENED, by=by, reason=reason, at=at)
