"""From a plan document to tables of our layout, whose cells know where they stand in it."""

from collections.abc import Mapping
from typing import Any

from sheets.cells import Cell, Place, escape
from sheets.columns import Column, Layout
from sheets.descriptions import Sheet
from sheets.problems import Problem, Weight, sentence
from workbooks.book import SHEETS, kept_book
from workbooks.documents.corrections import Corrections, corrected
from workbooks.documents.found import Found, Kept, Values
from workbooks.documents.keeping import KeptHere
from workbooks.documents.recognising import Recognised, recognise
from workbooks.documents.wording import same_text
from workbooks.reading.documents import Document, read_document
from workbooks.reading.tables import Reading, Table

ANSWERS, CORRECTIONS = "answers", "corrections"
OPEN_AGAIN = "this question is open: answer it, and check the document again"


def read_plan(name: str, content: bytes, interpretation: Mapping[str, Any]) -> Reading:
    """What the document says, with the answers given, in tables of our layout. Raises NotRead.

    A question that is open stops the import, as an error at its place.
    """
    known = KeptHere(kept_book())
    document = read_document(name, content)
    recognised = corrected(
        recognise(document, interpretation.get(ANSWERS, {}), known),
        interpretation.get(CORRECTIONS, {}),
    )
    kept = known.plan(recognised.reference)
    reading = Reading([table_of(sheet, recognised, kept, known) for sheet in SHEETS])
    reading.tables = [table for table in reading.tables if len(table.rows) > 1]
    reading.told = [*_open(recognised), *_notes(recognised)]
    return reading


def understood(
    document: Document, answers: Mapping[str, str], corrections: Corrections | None = None
) -> Recognised:
    """The document as it is understood with these answers, beside what is kept. Raises NotRead."""
    found = recognise(document, answers, KeptHere(kept_book()))
    return corrected(found, corrections or {})


def parse(column: Column, value: str) -> object:
    """What the column makes of words of a document. Raises ValueError, whose text says why not."""
    return column.parse(Cell(_written(value, column) or None))


def place_of(written: str) -> Place:
    """ "Table 7!B4" as a place; "" is the document itself."""
    table, _, cell = written.partition("!")
    return Place(table or "Document", cell)


def _open(recognised: Recognised) -> list[Problem]:
    return [
        Problem(
            *place_of(each.place),
            sentence(f"{each.text} {each.problem or OPEN_AGAIN}"),
        )
        for each in recognised.open_questions
    ]


def _notes(recognised: Recognised) -> list[Problem]:
    notes = [Problem("Document", "", sentence(each), Weight.NOTE) for each in recognised.notes]
    left_out = [
        Problem(*place_of(place), f"“{words}” found no place, and is left out", Weight.NOTE)
        for place, words in recognised.left_out
    ]
    return [*notes, *left_out]


# Tables ---------------------------------------------------------------------------------------


def table_of(sheet: Sheet, recognised: Recognised, kept: Kept | None, known: KeptHere) -> Table:
    """The rows that were found for a sheet, as a table of our layout."""
    rows = recognised.of(sheet.name)
    stated = {attribute for row in rows for attribute in row.values}
    columns = [column for column in sheet.columns if column.attribute in stated]
    table = Table(sheet.name, is_made=True)
    table.rows.append((1, {n: Cell(each.heading) for n, each in enumerate(columns, start=1)}))
    for number, row in enumerate(rows, start=2):
        ours = known.row(row, kept)
        cells = {
            n: cell_of(row.values.get(column.attribute), column, ours)
            for n, column in enumerate(columns, start=1)
        }
        table.rows.append((number, cells))
    return table


def cell_of(found: Found | None, column: Column, kept: Values | None) -> Cell:
    """A cell as the document says it.

    What it does not speak of, or says as we do but for how lines are broken, stays as it is kept.
    """
    ours = column.show(kept[column.attribute]) if kept else None
    if found is None:
        return Cell(None if ours is None else _written(str(ours), column))
    value = found.value
    if isinstance(ours, str) and (same_text(value, ours) or same_text(found.words, ours)):
        value = ours
    origin = place_of(found.place) if found.place else None
    return Cell(_written(value, column) or None, origin=origin, answered=found.answered)


def _written(value: str, column: Column) -> str:
    """Words that a spreadsheet would run are data: the column takes the mark away again."""
    return escape(value) if column.layout in (Layout.WORDS, Layout.TEXT) else value
