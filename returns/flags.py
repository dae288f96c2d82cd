"""Flags: what is to be followed up in a return, until somebody settles it.

A flag holds nothing up: a return with flags can be handed in, and whoever signs it off reads them.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from returns.drafts import begin
from returns.models import Flag, Return
from returns.questions import Question


def open_flags(ours: Return) -> list[Flag]:
    """What is still to be followed up in the return, and in earlier ones of its plan."""
    return list(
        Flag.objects.open()
        .filter(owner__plan=ours.plan, owner__quarter__lte=ours.quarter_id)
        .select_related("by", "owner__quarter", "owner__plan")
        .order_by("owner__quarter", "id")
    )


def flag_of(ours: Return, about: str) -> Flag | None:
    """The open flag at one thing of the return."""
    if not ours.pk:
        return None
    return Flag.objects.open().filter(owner=ours, about=about).select_related("by").first()


@transaction.atomic
def put_flag(ours: Return, question: Question, note: str, *, by) -> Flag:
    """Flag a thing, or say anew what is to be followed up. Pressing twice flags once."""
    locked = Return.objects.select_for_update().get(pk=begin(ours).pk)
    flag = flag_of(locked, question.about)
    if flag is None:
        flag = Flag(owner=locked, about=question.about, title=question.name or question.title)
    flag.note, flag.by, flag.at = note, by, timezone.now()
    flag.full_clean()
    flag.save()
    return flag


def settle(flags: Iterable[Flag], *, by) -> None:
    """Say that this is followed up. What is settled already stays as it was."""
    keys = [each.pk for each in flags]
    Flag.objects.open().filter(pk__in=keys).update(settled_by=by, settled_at=timezone.now())
