"""What people type into a return, kept as typed; nobody overwrites what they never saw."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from returns.models import Draft, Return
from returns.services import start
from returns.workflow import EDITABLE, NotAllowed, ReturnState

Typed = Mapping[str, str]


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
    settles: bool = True,
) -> Draft:
    """Keep what was typed about one thing, over version `version` of it (0: none was there).

    `replaces` is when the record was entered that it is to take the place of, as far as its
    writer knows. The same words again are no change, so that a page sent twice saves once: but
    where it `settles` what was only offered from an earlier return. Raises Clash where the draft
    has moved on since, and NotAllowed where the return cannot be changed now.
    """
    with transaction.atomic():
        locked = _to_change(ours)
        draft = locked.drafts.filter(about=about).first()
        same = draft and (mark_of(draft.typed), draft.replaces) == (mark_of(typed), replaces)
        if draft and same and (draft.version or not settles):
            return draft
        if (draft.version if draft else 0) != version:
            raise Clash(draft)
        if draft is None:
            draft = Draft(owner=locked, about=about, version=0)
        draft.typed, draft.replaces = dict(typed), replaces
        draft.by, draft.at = by, timezone.now()
        draft.version += 1
        draft.save()
        start(locked, by=by)
    return draft


def drop(ours: Return, about: str, *, version: int, by) -> None:
    """Forget what was typed about one thing, seen at `version`: an answer that is taken back.

    Raises Clash and NotAllowed, as `keep` does.
    """
    with transaction.atomic():
        locked = _to_change(ours)
        draft = locked.drafts.filter(about=about).first()
        if draft and draft.version != version:
            raise Clash(draft)
        if draft:
            draft.delete()
        start(locked, by=by)


def _to_change(ours: Return) -> Return:
    """The return, held for this change. Raises NotAllowed where it cannot be changed now."""
    locked = Return.objects.select_for_update().get(pk=ours.pk)
    if locked.state not in EDITABLE:
        raise NotAllowed(f"This return is {locked.state}, so nothing in it can be changed.")
    return locked


def begin(ours: Return) -> Return:
    """The return as it is kept, made now where nobody began it; with what it was offered.

    What was typed into the return before and never signed off is offered again.
    """
    with transaction.atomic():
        kept = Return.objects.get_or_create(plan=ours.plan, quarter=ours.quarter)[0]
        locked = Return.objects.select_for_update().get(pk=kept.pk)
        if locked.state == ReturnState.NOT_STARTED and not locked.drafts.exists():
            offered = _offered(ours)
            for each in offered:
                each.owner = locked
            Draft.objects.bulk_create(offered)
    return locked


def entered_at(record: Any) -> datetime | None:
    """When the record was entered, if it is kept."""
    return getattr(record, "entered_at", None) if record is not None and record.pk else None


@dataclass(frozen=True)
class Seen:
    """What somebody had before them when they typed: the draft's version, the record, the words.

    A page carries it as text and gives it back with the answer. `record` and `words` are marks by
    which the same is known again; "" where there was none.
    """

    version: int
    record: str = ""
    words: str = ""

    @classmethod
    def of(cls, draft: Draft | None, record: Any) -> "Seen":
        """What is there to be seen now."""
        entered = entered_at(record)
        if isinstance(record, Return):
            stamp = mark_of({"summary": record.summary})
        else:
            stamp = entered.isoformat() if entered else ""
        return cls(draft.version, stamp, mark_of(draft.typed)) if draft else cls(0, stamp)

    @classmethod
    def read(cls, text: str) -> "Seen":
        """What a page gave back; a text that no page ever had is nothing that was seen."""
        version, *marks = text.split("~")
        return cls(int(version) if re.fullmatch("[0-9]{1,9}", version) else -1, *marks[:2])

    def __str__(self) -> str:
        return f"{self.version}~{self.record}~{self.words}"


def mark_of(typed: Typed) -> str:
    """By what the same words are known again, blank boxes or not; "" where there are none."""
    said = sorted((name, "\n".join(text.splitlines())) for name, text in typed.items() if text)
    return sha256(repr(said).encode()).hexdigest()[:12] if said else ""


def drafts_of(ours: Return) -> dict[str, Draft]:
    """What is typed into the return and not handed in, by what it is about.

    A return that nobody began shows what it would be offered.
    """
    kept = list(ours.drafts.select_related("by")) if ours.pk else []
    begun = kept or ours.state != ReturnState.NOT_STARTED
    return {draft.about: draft for draft in (kept if begun else _offered(ours))}


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
