"""The return as a workbook, box by box: what stands in the return, and what a filled one changes.

A box's text is what its cell holds: words as they were typed, a choice by its label, a date as
2010-01-29, a tick as Yes. Each workbook carries what its boxes held when it was made, as short
marks: so an untouched cell is never an answer, and a box that somebody else filled meanwhile is
shown beside the file's, and overwritten by nobody who did not choose to.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from textwrap import shorten
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac

from indicators.forms import CountField, ValueField
from periods.dates import write_date
from periods.forms import GovukDateField
from returns.drafts import begin, entered_at, keep
from returns.forms import (
    ActionForm,
    DependencyForm,
    FigureForm,
    MilestoneForm,
    NewActionForm,
    NewMilestoneForm,
    NewRiskForm,
    NothingForm,
    RiskForm,
    SummaryForm,
    without_prefix,
)
from returns.models import Draft, Return
from returns.questions import PROPOSALS, Question, Questionnaire, as_sent
from sheets.meeting import Meeting, meeting

YES, NO = "Yes", "No"
# Rows for new actions, milestones and risks, beside those that were proposed already.
SPARE_ROWS = 3
LONGEST_LABEL = 120


@dataclass(frozen=True)
class Page:
    """A sheet of the workbook: the forms whose questions it asks, one in each row, and their boxes.

    `proposes` is the kind of new thing that it has rows for.
    """

    name: str
    forms: tuple[type[forms.Form] | type[forms.ModelForm], ...]
    boxes: tuple[str, ...]
    proposes: str = ""

    def heading(self, box: str) -> str:
        """The heading over the cells of a box: the words of the browser's form."""
        fields = next(each.base_fields for each in self.forms if box in each.base_fields)
        return HEADINGS.get(box) or str(fields[box].label)


# Where the form's words depend on the indicator or the section, they stand in the row.
HEADINGS = {
    "numerator": "Numerator",
    "denominator": "Denominator",
    "value": "Value",
    "nothing": "Nothing to add or report",
}
PAGES = (
    Page(
        "Figures",
        (FigureForm,),
        (
            "available", "numerator", "denominator", "achieved", "predicted", "unlikely", "value",
            "sure", "reason", "not_available_because", "expected", "still_true", "why",
            "being_done", "back_on_track", "help_needed", "source",
        ),
    ),
    Page("Actions", (ActionForm,), ("status", "commentary")),
    Page("Milestones", (MilestoneForm,), ("how", "done_on", "now_due", "reason")),
    Page("Risks", (RiskForm,), ("impact", "likelihood", "commentary", "closed")),
    Page("Dependencies", (DependencyForm,), ("status", "commentary")),
    Page("Summary", (SummaryForm, NothingForm), ("summary", "nothing")),
    Page(
        "New actions",
        (NewActionForm,),
        ("action", "who", "success_measure", "when"),
        "new-action",
    ),
    Page(
        "New milestones",
        (NewMilestoneForm,),
        ("of_action", "words", "first_due"),
        "new-milestone",
    ),
    Page(
        "New risks",
        (NewRiskForm,),
        ("risk", "impact", "likelihood", "how_managed", "owner"),
        "new-risk",
    ),
)  # fmt: skip


# Boxes ------------------------------------------------------------------------------------


class Kind(StrEnum):
    """What a box asks for."""

    WORDS = "words"
    COUNT = "count"
    VALUE = "value"
    CHOICE = "choice"
    TICK = "tick"
    DATE = "date"


@dataclass(frozen=True)
class Box:
    """One box of a question: `text` is what stands in it in the return, as its cell holds it.

    `choices` are the words to choose from, each with what the form calls it.
    """

    name: str
    label: str
    kind: Kind
    text: str
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


def boxes_of(question: Question) -> dict[str, Box]:
    """The boxes of a question as they stand in the return, by their names."""
    typed = as_it_stands(question)
    fields = question.form(quiet=True).fields
    return {name: box_of(name, each, typed) for name, each in fields.items()}


def as_it_stands(question: Question) -> dict[str, Any]:
    """What is typed into the question: the draft, else what its boxes show at first."""
    if question.draft:
        return dict(question.draft.typed)
    return without_prefix(as_sent(question.form()), question.about)


def box_of(name: str, asked: forms.Field, typed: Mapping[str, Any]) -> Box:
    """One box, with what was typed into it."""
    value = asked.widget.value_from_datadict(typed, {}, name)
    kind, choices = kind_of(asked), choices_of(asked)
    if kind == Kind.DATE:
        text = date_text(asked, value)
    elif kind == Kind.TICK:
        text = YES if value else ""
    else:
        text = plain(value)
    if kind == Kind.CHOICE:
        text = next((label for label, key in choices.items() if key == text), text)
    return Box(name, str(asked.label or ""), kind, text, str(asked.help_text), choices)


def kind_of(asked: forms.Field) -> Kind:
    match asked:
        case GovukDateField():
            return Kind.DATE
        case forms.BooleanField():
            return Kind.TICK
        case forms.ChoiceField():
            return Kind.CHOICE
        case CountField():
            return Kind.COUNT
        case ValueField():
            return Kind.VALUE
    return Kind.WORDS


def choices_of(asked: forms.Field) -> dict[str, str]:
    """The words of a list by their labels, short enough to be chosen from."""
    if isinstance(asked, forms.BooleanField):
        return {YES: "on", NO: ""}
    if not isinstance(asked, forms.ChoiceField):
        return {}
    return {shorten(label, LONGEST_LABEL, placeholder="…"): key for key, label in labelled(asked)}


def labelled(asked: forms.ChoiceField) -> list[tuple[str, str]]:
    """A field's choices, each with its label."""
    return [(str(each[0]), str(each[1])) for each in asked.widget.choices]


def date_text(asked: forms.Field, parts: list[str | None]) -> str:
    """A date that was typed into three boxes; one that is none stays as it was typed."""
    typed = [each or "" for each in parts]
    try:
        day = asked.clean(typed)
    except ValidationError:
        day = None
    return day.isoformat() if day else " ".join(filter(None, typed))


def plain(text: object) -> str:
    """A text with its lines broken in one way: a browser and a spreadsheet break them in two."""
    return str("" if text is None else text).replace("\r\n", "\n").replace("\r", "\n")


# How long the marks of workbooks were that were handed out before marks had a key.
KEYLESS = 16


def mark_of(ours: Return, about: str, box: str, text: str, *, like: str = "") -> str:
    """What a workbook carries of what a box held; nothing of a blank one.

    Nobody without the key finds the text by trial, nor by what another box's mark is. `like` is a
    mark that this one is compared with: it is made in the same way.
    """
    if not text:
        return ""
    held = text.encode(errors="surrogatepass")
    if len(like) == KEYLESS:
        return hashlib.sha256(held).hexdigest()[:KEYLESS]
    whose = f"return workbook/{ours.plan.slug}/{ours.quarter.calendar.slug}/{about}/{box}"
    return salted_hmac(whose, held, algorithm="sha256").hexdigest()[:32]


def typed_with(question: Question, boxes: Mapping[str, Box], texts: Mapping[str, str]) -> dict:
    """What a browser would have sent, had these texts been typed into the question's boxes."""
    typed = as_it_stands(question)
    for name, text in texts.items():
        typed |= sent_by(boxes[name], text)
        if boxes[name].kind == Kind.TICK and text != YES:
            typed.pop(name, None)
    return typed


def sent_by(box: Box, text: str) -> dict[str, str]:
    if box.kind == Kind.DATE:
        day = date.fromisoformat(text)
        parts = {"day": day.day, "month": day.month, "year": day.year}
        return {f"{box.name}_{part}": str(number) for part, number in parts.items()}
    return {box.name: box.choices.get(text, text)}


# Questions --------------------------------------------------------------------------------


def asked_on(page: Page, questions: Questionnaire) -> list[Question]:
    """The questions of a sheet; for new things also rows that nobody filled yet."""
    found = [each for form in page.forms for each in questions if each.form_class is form]
    if page.proposes == "new-milestone" and not questions.open_actions:
        return found
    if page.proposes:
        names = [f"{page.proposes}-{uuid4().hex[:12]}" for _ in range(SPARE_ROWS)]
        found += [questions.proposal(page.proposes, each) for each in names]
    return found


def question_named(questions: Questionnaire, about: str) -> Question | None:
    """The question of that name: one that the return asks, or a new thing of that name."""
    if known := questions.named(about):
        return known
    kind, _, rest = about.rpartition("-")
    if kind in PROPOSALS and len(rest) == 12 and set(rest) <= set("0123456789abcdef"):
        return questions.proposal(kind, about, questions.drafts.get(about))
    return None


# What a file changes ----------------------------------------------------------------------


@dataclass(frozen=True)
class Filled:
    """What was read from a workbook of this return.

    `answers` are the texts of the boxes that were filled or changed in it, and `marks` what those
    held when it was made, by what they are about. `told` are cells that were left out, each with
    where and why; `notes` what is only said.
    """

    name: str
    checksum: str
    answers: dict[str, dict[str, str]]
    marks: dict[str, dict[str, str]]
    told: list[list[str]]
    notes: list[list[str]]


@dataclass(frozen=True)
class BoxChange:
    """One box that would change: its words, what stands in it, and what the file has."""

    name: str
    label: str
    kind: Kind
    old: str
    new: str

    @property
    def old_words(self) -> str:
        """What stands in the box, as a page shows it."""
        return in_words(self.kind, self.old)

    @property
    def new_words(self) -> str:
        """What the file has, as a page shows it."""
        return in_words(self.kind, self.new)


def in_words(kind: Kind, text: str) -> str:
    """A box's text as a page shows it: a date as people write it."""
    if kind != Kind.DATE:
        return text
    try:
        return write_date(date.fromisoformat(text))
    except ValueError:
        return text


@dataclass
class Change:
    """What the file changes of one question.

    `clashing` are the boxes that somebody else changed since the file was made.
    """

    question: Question
    boxes: dict[str, Box]
    plain: list[BoxChange] = field(default_factory=list)
    clashing: list[BoxChange] = field(default_factory=list)

    @property
    def theirs(self) -> Draft | None:
        """The draft in which somebody else's answer is kept."""
        return self.question.draft

    def texts(self, *, take: bool) -> dict[str, str]:
        """What goes into the return, with the file's side of a clash if that was chosen."""
        return {each.name: each.new for each in (*self.plain, *(self.clashing if take else []))}


@dataclass(frozen=True)
class Comparison:
    """What a filled workbook would change in the return as it stands now."""

    changes: list[Change]

    @cached_property
    def clashes(self) -> list[Change]:
        return [each for each in self.changes if each.clashing]

    @property
    def count(self) -> int:
        """How many boxes would change."""
        return sum(len(each.plain) + len(each.clashing) for each in self.changes)

    @property
    def fingerprint(self) -> str:
        """Of everything that is shown, so that what is put in is what was seen."""
        seen = [
            [each.question.about, str(each.question.seen), plain_and_clashing(each)]
            for each in self.changes
        ]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


def plain_and_clashing(change: Change) -> list[list[tuple[str, str, str]]]:
    return [
        [(each.name, each.old, each.new) for each in side]
        for side in (change.plain, change.clashing)
    ]


def compare(filled: Filled, questions: Questionnaire) -> Comparison:
    """What the workbook would change now; nothing where the return has all of it already."""
    changes = []
    for about, answers in filled.answers.items():
        question = question_named(questions, about)
        if question is None:
            continue
        found = change_of(questions.ours, question, answers, filled.marks.get(about, {}))
        if found.plain or found.clashing:
            changes.append(found)
    return Comparison(changes)


def change_of(
    ours: Return, question: Question, answers: dict[str, str], marks: dict[str, str]
) -> Change:
    """How the file's answers to one question stand to what the return has."""
    change = Change(question, boxes_of(question))
    for name, new in answers.items():
        box = change.boxes.get(name)
        if box is None or new == (box.text or (NO if box.kind == Kind.TICK else "")):
            continue
        row = BoxChange(name, box.label, box.kind, box.text, new)
        # The file's answer is always one that was changed in it.
        then = marks.get(name, "")
        now = mark_of(ours, question.about, name, box.text, like=then)
        met = meeting(then, now, new)
        (change.clashing if met == Meeting.CLASH else change.plain).append(row)
    return change


class Moved(Exception):
    """The return is not as it was when the preview was shown: nothing was put in."""


def put_in(ours: Return, filled: Filled, *, seen: str, take: Iterable[str], by) -> int:
    """Keep the file's answers as drafts, all or nothing; gives how many boxes changed.

    `seen` is the fingerprint of what was previewed, `take` the questions of which the file's side
    was chosen. Raises Moved where the return is another by now, returns.drafts.Clash where it
    changed at that moment, and NotAllowed where it cannot be changed.
    """
    chosen, count = set(take), 0
    with transaction.atomic():
        comparison = compare(filled, Questionnaire(ours))
        if comparison.fingerprint != seen:
            raise Moved
        for each in comparison.changes:
            texts = each.texts(take=each.question.about in chosen)
            if texts:
                keep_texts(ours, each, texts, by=by)
                count += len(texts)
    return count


def keep_texts(ours: Return, change: Change, texts: Mapping[str, str], *, by) -> None:
    """Keep one question's draft with these texts in it.

    A draft that is older than the record it is to replace stays so: only whoever sees both on the
    question's own page decides about that.
    """
    question, draft = change.question, change.question.draft
    keep(
        begin(ours),
        question.about,
        typed_with(question, change.boxes, texts),
        version=draft.version if draft else 0,
        by=by,
        replaces=draft.replaces if draft else entered_at(question.record),
    )
