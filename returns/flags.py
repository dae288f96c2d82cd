"""Flags: what is to be followed up in a return, until somebody settles it.

A flag holds nothing up: a return with flags can be handed in, and whoever signs it off reads them.
Nobody writes over what somebody else wrote, and the log is told of each.
"""

from django.db import transaction
from django.utils import timezone

from accounts.deeds import Deed, tell
from returns.access import why_not_flagged, why_not_settled
from returns.drafts import begin
from returns.models import Flag, Return
from returns.questions import Question
from returns.workflow import NotAllowed


def open_flags(ours: Return) -> list[Flag]:
    """What is still to be followed up in the return, and in earlier ones of its plan."""
    return list(
        Flag.objects.open()
        .filter(owner__plan=ours.plan, owner__quarter__lte=ours.quarter_id)
        .select_related("by", "owner__quarter", "owner__plan")
        .order_by("owner__quarter", "id")
    )


def flags_of(ours: Return, about: str) -> list[Flag]:
    """Everything that was written at one thing of the return, settled or not, oldest first."""
    if not ours.pk:
        return []
    found = Flag.objects.filter(owner=ours, about=about).select_related("by", "settled_by")
    return list(found.order_by("id"))


@transaction.atomic
def put_flag(ours: Return, question: Question, note: str, *, by) -> Flag:
    """Flag a thing, beside what others wrote at it. Pressing twice flags once.

    Raises NotAllowed where the person cannot flag anything here any more.
    """
    locked = _locked(begin(ours))
    if sentence := why_not_flagged(by, locked):
        raise NotAllowed(sentence)
    again = Flag.objects.open().filter(owner=locked, about=question.about, note=note, by=by)
    if there := again.first():
        return there
    title = question.name or question.title
    flag = Flag(owner=locked, about=question.about, title=title, note=note, by=by)
    flag.full_clean()
    flag.save()
    _tell(locked, f"{question.about} flagged", by)
    return flag


@transaction.atomic
def settle(ours: Return, about: str, *, by) -> None:
    """Say that this is followed up. What is settled already stays as it was.

    Raises NotAllowed where the person cannot settle anything here any more.
    """
    if not ours.pk:
        return
    locked = _locked(ours)
    if sentence := why_not_settled(by, locked):
        raise NotAllowed(sentence)
    there = Flag.objects.open().filter(owner=locked, about=about)
    if there.update(settled_by=by, settled_at=timezone.now()):
        _tell(locked, f"flag at {about} settled", by)


def _locked(ours: Return) -> Return:
    """The return as it stands, held until it is done."""
    return Return.objects.select_for_update().get(pk=ours.pk)


def _tell(ours: Return, what: str, by) -> None:
    tell(
        Deed.RETURN,
        f"Return of {ours.plan.reference} for {ours.quarter_id}: {what}",
        by=by,
        plans=(ours.plan.slug,),
        quarter=ours.quarter_id,
        **{"return": ours.pk},
    )
