"""What people type into a return, kept as typed; nobody overwrites what they never saw."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from returns.models import Draft, Return
from returns.services import start
from returns.workflow import EDITABLE, NotAllowed, ReturnState

Typed = Mapping[str, str | list[str]]


class Clash(Exception):
    """Somebody else saved the same thing in between; `theirs` is what they saved, if it is a draft.

    `theirs` is None where the return was handed in meanwhile, or the draft dropped.
    """

    def __init__(self, theirs: Draft | None):
        self.theirs = theirs
        super().__init__("somebody else saved this in between")


def keep(
    ours: Return,
    about: str,
    typed: Typed,
    *,
    version: int,
    by,
    replaces: datetime | None = None,
) -> Draft:
    """Keep what was typed about one thing, over version `version` of it (0: none was there).

    The same words again are no change, so that a page sent twice saves once. Raises Clash where
    the draft has moved on since, and NotAllowed where the return cannot be changed now.
    """
    with transaction.atomic():
        locked = Return.objects.select_for_update().get(pk=ours.pk)
        if locked.state not in EDITABLE:
            raise NotAllowed(f"This return is {locked.state}, so nothing in it can be changed.")
        draft = locked.drafts.filter(about=about).first()
        if draft and draft.typed == dict(typed):
            return draft
        if (draft.version if draft else 0) != version:
            raise Clash(draft)
        if draft is None:
            draft = Draft(owner=locked, about=about, version=0, replaces=replaces)
        draft.typed, draft.by, draft.at = dict(typed), by, timezone.now()
        draft.version += 1
        draft.save()
        start(locked, by=by)
    return draft


def drop(ours: Return, about: str) -> None:
    """Forget what was typed about one thing: a proposal that is taken back."""
    with transaction.atomic():
        locked = Return.objects.select_for_update().get(pk=ours.pk)
        if locked.state not in EDITABLE:
            raise NotAllowed(f"This return is {locked.state}, so nothing in it can be changed.")
        locked.drafts.filter(about=about).delete()


def begin(ours: Return) -> Return:
    """The return as it is kept, made now where nobody began it; with what it was offered.

    What was typed into the return before and never signed off is offered again.
    """
    with transaction.atomic():
        kept, made = Return.objects.get_or_create(plan=ours.plan, quarter=ours.quarter)
        if made or kept.state == ReturnState.NOT_STARTED:
            offered = [each for each in _offered(ours) if not kept.drafts.exists()]
            for each in offered:
                each.owner = kept
            Draft.objects.bulk_create(offered)
    return kept


def drafts_of(ours: Return) -> dict[str, Draft]:
    """What is typed into the return and not handed in, by what it is about.

    A return that nobody began shows what it would be offered.
    """
    if ours.pk and ours.state != ReturnState.NOT_STARTED:
        return {draft.about: draft for draft in ours.drafts.select_related("by")}
    return {draft.about: draft for draft in _offered(ours)}


def _offered(ours: Return) -> list[Draft]:
    """The drafts of the plan's return before this one, where that was not returned: unsaved."""
    earlier = Return.objects.filter(plan=ours.plan, quarter__lt=ours.quarter_id)
    last = earlier.order_by("-quarter").prefetch_related("events").first()
    if last is None or last.state != ReturnState.NOT_RETURNED:
        return []
    return [
        Draft(owner=ours, about=each.about, typed=each.typed, version=0, by=each.by, at=each.at)
        for each in last.drafts.select_related("by")
    ]
