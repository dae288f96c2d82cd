"""From a file's tables to our sheets: which is which, and what each column holds."""

import difflib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from sheets.cells import Cell, address, parted
from sheets.columns import Column
from sheets.descriptions import Row, Sheet
from sheets.problems import Weight
from workbooks.marking.marks import PROBLEMS
from workbooks.reading.hidden import what_is_hidden
from workbooks.reading.limits import MOST_CELLS
from workbooks.reading.tables import Reading, Table
from workbooks.start_sheet import START

# Among so many rows headings are looked for, to say where they are.
ROWS_WITH_HEADINGS = 20
# How alike a heading must be to one of ours, from 0 to 1, to be taken for a slip of the pen.
ALIKE = 0.75
Tell = Callable[..., None]


@dataclass
class Matched:
    """A table of the file that is one of our sheets; `columns` are ours, by column number."""

    sheet: Sheet
    table: Table
    columns: dict[int, Column] = field(default_factory=dict)
    readable: bool = True

    @property
    def place(self) -> dict[str, int]:
        """The column number of each attribute."""
        return {column.attribute: number for number, column in self.columns.items()}

    @cached_property
    def lacking(self) -> list[Column]:
        """The columns that a new row needs and the table does not have, once they are matched."""
        return [
            each
            for each in self.sheet.columns
            if each.required and each.attribute not in self.place
        ]

    @cached_property
    def covered(self) -> set[tuple[int, int]]:
        """The cells that merged ones cover, as far as there are rows: each by column and row."""
        last_row = self.table.rows[-1][0]
        last_column = max(self.columns, default=0)
        cells = (
            cell for merged in self.table.merged for cell in cells_in(merged, last_column, last_row)
        )
        return set(itertools.islice(cells, MOST_CELLS))

    def address(self, attribute: str, row: int) -> str:
        """Where the attribute stands in that row; in the key's column where it has none."""
        place = self.place
        number = place.get(attribute) or place.get(self.sheet.key[0], 1)
        return address(number, row)


def folded(words: str) -> str:
    """A name as names are compared: without regard to case and spaces around."""
    return " ".join(words.replace("_", " ").split()).casefold()


def cells_in(merged: str, last_column: int, last_row: int) -> Iterator[tuple[int, int]]:
    """The cells of a range such as A1:B3, but for its first, up to a last column and row."""
    first, _, last = merged.partition(":")
    (left, top), (right, bottom) = parted(first), parted(last or first)
    for row in range(top, min(bottom, last_row) + 1):
        for column in range(left, min(right, last_column) + 1):
            if (column, row) != (left, top):
                yield column, row


def match_tables(reading: Reading, sheets: tuple[Sheet, ...], tell: Tell) -> list[Matched]:
    """Our sheets among the tables. What is not ours is told, and one that is there twice.

    A sheet that is alone in its file may have its name from the file.
    """
    ours = {folded(sheet.name): sheet for sheet in sheets}
    found: dict[str, Matched] = {}
    held = [table for table in reading.tables if table.rows]
    for table in reading.tables:
        sheet = ours.get(folded(table.name))
        if sheet is None and held == [table]:
            sheet = ours.get(folded(reading.named))
        if sheet is None:
            _tell_unknown_sheet(table, [each.name for each in sheets], tell)
        elif sheet.name in found:
            tell(sheet.name, "", "the sheet is there twice: put all rows into one of them")
            found[sheet.name].readable = False
        elif table.rows:
            found[sheet.name] = Matched(sheet, table)
    return [found[sheet.name] for sheet in sheets if sheet.name in found]


def _tell_unknown_sheet(table: Table, names: list[str], tell: Tell) -> None:
    if not table.rows or folded(table.name) == folded(START):
        return
    alike = difflib.get_close_matches(folded(table.name), map(folded, names), 1, ALIKE)
    if alike:
        meant = next(name for name in names if folded(name) == alike[0])
        tell(
            table.name,
            "",
            f"there is no sheet of this name, so it is left out: if it is {meant}, rename it",
            weight=Weight.WARNING,
        )
    else:
        hidden = "hidden, and " if table.hidden else ""
        told = f"this sheet is {hidden}not one of ours: it is left out"
        tell(table.name, "", told, weight=Weight.NOTE)


def match_columns(matched: Matched, tell: Tell) -> None:
    """Find our columns by the headings in row 1; tell what is missing, unknown or twice there."""
    sheet, (number, headings) = matched.sheet, matched.table.rows[0]
    if number != 1:
        tell(sheet.name, "A1", "there are no headings in row 1: write them there, above the table")
        matched.readable = False
        return
    if lower := _headings_lower_down(matched):
        tell(
            sheet.name,
            address(1, lower),
            f"the headings are in row {lower}: delete the rows above them, or match the columns "
            "at Imports, under Spreadsheets in other layouts",
        )
        matched.readable = False
        return
    ours = {folded(column.heading): column for column in sheet.columns}
    strangers = {}
    for place, cell in headings.items():
        column = ours.get(folded(cell.written))
        if column is None and folded(cell.written) == folded(PROBLEMS):
            continue  # written by us into a marked-up copy
        if column is None:
            strangers[place] = cell
        elif column in matched.columns.values():
            first = next(each for each, other in matched.columns.items() if other is column)
            tell(
                sheet.name,
                address(place, 1),
                f"the heading {column.heading} is there already, in {address(first, 1)}: rename or "
                "delete one of the columns",
            )
            matched.readable = False
        else:
            matched.columns[place] = column
    _tell_missing_key(matched, tell)
    _tell_strangers(matched, strangers, tell)
    _tell_columns_without_heading(matched, headings, tell)


def _headings_lower_down(matched: Matched) -> int | None:
    """The row that has the headings of the key, where row 1 has none of ours."""
    keys = {folded(matched.sheet.column(each).heading) for each in matched.sheet.key}
    ours = {folded(column.heading) for column in matched.sheet.columns}
    (_, first), *others = matched.table.rows[:ROWS_WITH_HEADINGS]
    if any(folded(cell.written) in ours for cell in first.values()):
        return None
    for number, cells in others:
        if keys & {folded(cell.written) for cell in cells.values()}:
            return number
    return None


def _tell_missing_key(matched: Matched, tell: Tell) -> None:
    for attribute in matched.sheet.key:
        column = matched.sheet.column(attribute)
        if column.required and attribute not in matched.place:
            tell(
                matched.sheet.name,
                "A1",
                f"the column {column.heading} is missing: add it, for a row is known by it",
            )
            matched.readable = False


def _tell_strangers(matched: Matched, strangers: dict[int, Cell], tell: Tell) -> None:
    """Columns that are not ours. One that is nearly ours is asked about."""
    missing = [
        column.heading for column in matched.sheet.columns if column.attribute not in matched.place
    ]
    for place, cell in strangers.items():
        heading = " ".join(cell.written.split())
        alike = difflib.get_close_matches(folded(heading), map(folded, missing), 1, ALIKE)
        if alike:
            meant = next(each for each in missing if folded(each) == alike[0])
            text = f"the column {heading} is left out: if it is {meant}, correct the heading"
            tell(matched.sheet.name, address(place, 1), text, weight=Weight.WARNING)
        else:
            text = f"the column {heading} is not one of ours: it is left out"
            tell(matched.sheet.name, address(place, 1), text, weight=Weight.NOTE)


def _tell_columns_without_heading(matched: Matched, headings: dict[int, Cell], tell: Tell) -> None:
    told: set[int] = set()
    for number, cells in matched.table.rows[1:]:
        for place in cells.keys() - headings.keys() - told:
            told.add(place)
            tell(
                matched.sheet.name,
                address(place, number),
                "this column has no heading, so what is in it is left out: write one in row 1",
                weight=Weight.WARNING,
            )


def tell_layout(matched: Matched, tell: Tell) -> None:
    """Merged cells are an error; what is hidden is read, and said."""
    table, name = matched.table, matched.sheet.name
    for merged in table.merged:
        tell(
            name,
            merged.partition(":")[0],
            f"cells are merged here ({merged}): unmerge them, and write the value in each",
        )
    for told in what_is_hidden(table, matched.columns):
        tell(name, "", told, weight=Weight.NOTE)


def read_rows(matched: Matched, tell: Tell) -> list[Row]:
    """The table's rows, with their cells read; each cell that cannot be read is told."""
    rows = []
    for number, cells in matched.table.rows[1:]:
        row = Row(number, {})
        for place, column in matched.columns.items():
            _read_cell(row, column, cells.get(place, Cell()), place, matched, tell)
        if any(row.says(attribute) for attribute in row.cells):
            rows.append(row)
    return rows


def _read_cell(
    row: Row, column: Column, cell: Cell, place: int, matched: Matched, tell: Tell
) -> None:
    row.cells[column.attribute] = cell
    if cell.is_blank and (place, row.number) in matched.covered:
        # What is in it is in the first of the merged cells, and that they are merged is told.
        row.broken.add(column.attribute)
        return
    try:
        row.values[column.attribute] = column.parse(cell)
    except ValueError as problem:
        row.broken.add(column.attribute)
        row.unread.append((column.attribute, str(problem)))
