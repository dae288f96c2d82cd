"""What the pages about plan documents show: each field beside its place in the document."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.forms import BoundField

from sheets.descriptions import Sheet
from workbooks.book import SHEETS
from workbooks.documents.corrections import fields_of, key_of
from workbooks.documents.forms import Correctable, QuestionsForm, mark_of
from workbooks.documents.found import Found, FoundRow
from workbooks.documents.reading import parse
from workbooks.documents.recognising import Recognised
from workbooks.documents.wording import same_text
from workbooks.reading.documents import Document


@dataclass(frozen=True)
class ShownField:
    """A value as it will be read, with its place; `words` are what the document says there,
    where that is not the same. `box` is where it is corrected, and `changed` whether it was.
    """

    heading: str
    value: str
    place: str
    words: str
    changed: bool = False
    box: BoundField | None = None


@dataclass(frozen=True)
class ShownRow:
    name: str
    fields: list[ShownField]


@dataclass(frozen=True)
class ShownSheet:
    """The rows of a part, which is folded while nothing in it was changed, or is wrong."""

    name: str
    rows: list[ShownRow]

    @property
    def is_open(self) -> bool:
        fields = [each for row in self.rows for each in row.fields]
        return any(each.changed or (each.box and each.box.errors) for each in fields)


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


def correctable(recognised: Recognised) -> list[Correctable]:
    """Every field that was read and can be corrected."""
    return [
        Correctable(
            key_of(row, attribute),
            f"{row.name}: {sheet.column(attribute).heading}",
            found.value if found.before is None else found.before,
            found.value,
            partial(parse, sheet.column(attribute)),
        )
        for sheet in SHEETS
        for row, attribute, found in fields_of(recognised, sheet.name)
    ]


def read_sheets(
    document: Document, recognised: Recognised, form: QuestionsForm
) -> list[ShownSheet]:
    """What was read of the document, by our sheets."""
    words = dict(document.units())
    boxes = {each.key: form[each.mark] for each in form.correctable}
    return [
        ShownSheet(sheet.name, [_shown(row, sheet, words, boxes) for row in rows])
        for sheet in SHEETS
        if (rows := recognised.said_of(sheet.name))
    ]


Boxes = dict[str, BoundField]


def _shown(row: FoundRow, sheet: Sheet, words: dict[str, str], boxes: Boxes) -> ShownRow:
    return ShownRow(row.name, list(_fields(row, sheet, words, boxes)))


def _fields(
    row: FoundRow, sheet: Sheet, words: dict[str, str], boxes: Boxes
) -> Iterator[ShownField]:
    for column in sheet.columns:
        found = row.values.get(column.attribute)
        if found and (found.value or found.place or found.is_changed):
            yield ShownField(
                column.heading,
                found.value,
                ", ".join(found.places),
                _source(found, words),
                found.is_changed,
                boxes.get(key_of(row, column.attribute)),
            )


def _source(found: Found, words: dict[str, str]) -> str:
    source = "\n".join(words.get(place, "") for place in found.places)
    return "" if same_text(source, found.value) else source
