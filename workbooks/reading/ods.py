"""Reading an OpenDocument spreadsheet (.ods) row by row.  No Django in here.

Each of its cells says what it holds, so that a percentage is known for one; and how it is shown, so
that thousands are.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from sheets.cells import IN_FULL, Cell, address
from workbooks.reading import xml
from workbooks.reading.archive import DAMAGED, PROTECTED, Archive
from workbooks.reading.limits import MOST_COLUMNS, MOST_ROWS, NotRead
from workbooks.reading.lines import BEYOND, Enough, Lines, is_beyond
from workbooks.reading.xlsx import (
    SHOWN_IN,
    THOUSANDS,
    TIME_OF_DAY,
    VERSION_PROPERTY,
    formula_error,
    scale_said,
)

_SPACES = re.compile(r"[ \t\r\n]+")
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|#N/A|Err:[0-9]+")
_SHOWN = re.compile(r"[^0-9]{0,4}([0-9][0-9,]*(?:\.[0-9]+)?)([^0-9.,]*)")
_NOT_WORKED_OUT = "this formula has no value: open the file, save it again, or write the value"


def read_ods(archive: Archive, lines: Lines) -> None:
    """Write every sheet of the spreadsheet to `lines`. Raises NotRead."""
    _check_password(archive)
    lines.book(version=_read_version(archive))
    reader = _Reader(lines)
    try:
        chunks = lines.bounded(archive.chunks("content.xml"))
        xml.parse(chunks, reader.start, reader.end, reader.text)
    except Enough:
        lines.cut()


def _check_password(archive: Archive) -> None:
    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "encryption-data":
            raise NotRead(PROTECTED)

    if "META-INF/manifest.xml" in archive.names:
        xml.parse(archive.chunks("META-INF/manifest.xml"), start)


def _read_version(archive: Archive) -> str:
    """The version that our own export left in the properties, kept where it was saved as .ods."""
    said: list[str] = []
    name = ""

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal name
        name = attributes.get("name", "") if element == "user-defined" else ""

    def text(words: str) -> None:
        if name == VERSION_PROPERTY:
            said.append(words)

    if "meta.xml" in archive.names:
        xml.parse(archive.chunks("meta.xml"), start, text=text)
    return "".join(said).strip()


class _Reader:
    """Reads the sheets as the XML streams by."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._tables = 0
        self._number = 0
        self._row: dict[str, str] = {}
        self._cells: dict[int, Cell] = {}
        self._column = 0
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[str] = []
        self._words: list[str] | None = None
        self._notes = 0
        self._merged: list[str] = []
        self._columns = 0
        self._hidden_columns: list[int] = []

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element == "style":
            self._style = attributes.get("name", "")
        elif element == "table-properties" and attributes.get("display") == "false":
            self._hidden_styles.add(self._style)
        elif element == "table":
            self._start_table(attributes)
        elif self._tables != 1:
            return
        elif element == "annotation":
            self._notes += 1
        elif element == "table-column":
            self._end_column(attributes)
        elif element == "table-row":
            self._row, self._cells, self._column = attributes, {}, 0
        elif element in ("table-cell", "covered-table-cell"):
            self._cell, self._paragraphs = attributes, []
        elif not self._notes:
            self._start_text(element, attributes)

    def _start_table(self, attributes: dict[str, str]) -> None:
        self._tables += 1
        if self._tables == 1:
            self._number, self._merged = 0, []
            self._columns, self._hidden_columns = 0, []
            hidden = attributes.get("style-name", "") in self._hidden_styles
            self._lines.begin(attributes.get("name", ""), hidden=hidden)

    def _start_text(self, element: str, attributes: dict[str, str]) -> None:
        if element == "p":
            self._words = []
        elif self._words is not None and element == "s":
            self._words.append(" " * _count(attributes, "c"))
        elif self._words is not None and element in ("tab", "line-break"):
            self._words.append("\t" if element == "tab" else "\n")

    def text(self, piece: str) -> None:
        if self._words is not None and not self._notes:
            self._words.append(_SPACES.sub(" ", piece))

    def end(self, element: str) -> None:
        if element == "table":
            if self._tables == 1:
                self._lines.end(merged=self._merged, hidden_columns=self._hidden_columns)
            self._tables -= 1
        elif self._tables != 1:
            return
        elif element == "annotation":
            self._notes -= 1
        elif element == "p" and self._words is not None and not self._notes:
            self._paragraphs.append("".join(self._words))
            self._words = None
        elif element in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._end_cell(self._cell)
        elif element == "table-row":
            self._end_row()

    def _end_column(self, attributes: dict[str, str]) -> None:
        first = self._columns + 1
        self._columns += _count(attributes, "number-columns-repeated")
        if attributes.get("visibility", "visible") != "visible":
            last = min(self._columns, MOST_COLUMNS)
            self._hidden_columns.extend(range(first, last + 1))

    def _end_cell(self, attributes: dict[str, str]) -> None:
        repeated = _count(attributes, "number-columns-repeated")
        cell = _read(attributes, "\n".join(self._paragraphs))
        first = self._column + 1
        if not cell.is_blank:
            for column in range(first, first + min(repeated, MOST_COLUMNS + 1)):
                self._cells[column] = cell
        if max(_count(attributes, f"number-{each}-spanned") for each in ("columns", "rows")) > 1:
            self._merged.append(address(first, self._number + 1))
        self._column += repeated
        self._cell = None

    def _end_row(self) -> None:
        repeated = _count(self._row, "number-rows-repeated")
        hidden = self._row.get("visibility", "visible") != "visible"
        first = self._number + 1
        if self._cells:
            for number in range(first, first + min(repeated, MOST_ROWS + 1)):
                self._lines.row(number, self._cells, hidden=hidden)
        self._number += repeated


def _count(attributes: dict[str, str], name: str) -> int:
    written = attributes.get(name, "1")
    return int(written) if written.isdecimal() and len(written) < 10 else 1


def _read(attributes: dict[str, str], words: str) -> Cell:
    formula = "formula" in attributes
    kind = attributes.get("value-type", "")
    if kind == "error" or (formula and _ERROR.fullmatch(words.strip())):
        return Cell(trouble=formula_error(words.strip() or "This"))
    if kind in ("float", "currency", "percentage"):
        return _number(attributes.get("value", ""), words, kind == "percentage", formula)
    if kind == "date":
        return _date(attributes.get("date-value", ""), formula)
    if kind == "boolean":
        return Cell(attributes.get("boolean-value") == "true", formula=formula)
    if kind == "time":
        return Cell(trouble=TIME_OF_DAY)
    if not kind and formula and not words:
        return Cell(trouble=_NOT_WORKED_OUT)
    return Cell(attributes.get("string-value", words) or None, formula=formula)


def _number(written: str, words: str, percent: bool, formula: bool) -> Cell:
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise NotRead(DAMAGED) from None
    if is_beyond(number):
        return Cell(trouble=BEYOND)
    shown_in = 0 if percent else _shown_in(number, words)
    return Cell(number, percent=percent, formula=formula, shown_in=shown_in)


def _shown_in(number: Decimal, words: str) -> int:
    """1,000 where a word beside the number says so; IN_FULL where 3742000 is shown as 3,742."""
    match = _SHOWN.fullmatch(words.strip())
    if not match:
        return 0
    shown, thousand = Decimal(match[1].replace(",", "")), SHOWN_IN[THOUSANDS]
    if named := scale_said(match[2]):
        is_in_full = shown and abs(number) / shown > thousand / 2
        return IN_FULL if is_in_full else SHOWN_IN[named]
    # Rounded to a whole number, and not 3742 as other languages write it: 3.742.
    is_divided = shown >= 1 and abs(abs(number) / shown - thousand) < thousand / 2
    has_all_digits = Decimal(re.sub(r"[,.]", "", match[1])) == abs(number)
    return IN_FULL if is_divided and not has_all_digits else 0


def _date(written: str, formula: bool) -> Cell:
    try:
        return Cell(date.fromisoformat(written[:10]), formula=formula)
    except ValueError:
        return Cell(trouble=f"{written} is not a date: write one such as 7 November 2009")
