"""What the pages about plan documents show: each field beside its place in the document."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import BoundField

from sheets.descriptions import Sheet
from workbooks.book import SHEETS
from workbooks.documents.forms import QuestionsForm, mark_of
from workbooks.documents.found import Found, FoundRow
from workbooks.documents.recognising import Recognised
from workbooks.documents.wording import same_text
from workbooks.reading.documents import Document


@dataclass(frozen=True)
class ShownField:
    """A value as it will be read, with its place; `words` are what the document says there,
    where that is not the same.
    """

    heading: str
    value: str
    place: str
    words: str


@dataclass(frozen=True)
class ShownRow:
    name: str
    fields: list[ShownField]


@dataclass(frozen=True)
class ShownSheet:
    name: str
    rows: list[ShownRow]


@dataclass(frozen=True)
class Asked:
    """The questions about one part of the plan, each with its field."""

    part: str
    fields: list[BoundField]


def asked(form: QuestionsForm) -> list[Asked]:
    """The questions part by part, in the order of the document."""
    found: dict[str, list[BoundField]] = {}
    for question in form.questions:
        mark = mark_of(question)
        name = f"choice-{mark}" if question.choices else f"own-{mark}"
        found.setdefault(question.part, []).append(form[name])
    return [Asked(part, fields) for part, fields in found.items()]


def read_sheets(document: Document, recognised: Recognised) -> list[ShownSheet]:
    """What was read of the document, by our sheets."""
    words = dict(document.units())
    return [
        ShownSheet(sheet.name, [_shown(row, sheet, words) for row in rows])
        for sheet in SHEETS
        if (rows := recognised.said_of(sheet.name))
    ]


def _shown(row: FoundRow, sheet: Sheet, words: dict[str, str]) -> ShownRow:
    return ShownRow(row.name, list(_fields(row, sheet, words)))


def _fields(row: FoundRow, sheet: Sheet, words: dict[str, str]) -> Iterator[ShownField]:
    for column in sheet.columns:
        found = row.values.get(column.attribute)
        if found and (found.value or found.place):
            yield ShownField(
                column.heading, found.value, ", ".join(found.places), _source(found, words)
            )


def _source(found: Found, words: dict[str, str]) -> str:
    source = "\n".join(words.get(place, "") for place in found.places)
    return "" if same_text(source, found.value) else source
