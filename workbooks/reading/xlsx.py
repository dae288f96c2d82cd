"""Reading an Excel workbook (.xlsx) row by row, with its formats.  No Django in here.

Formulas are never run: what they gave when the file was saved is read. Number formats are kept
as far as they change the meaning of a number: percentages, dates, thousands and millions.
"""

import posixpath
import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from sheets.cells import IN_FULL, Cell, column_number
from workbooks.reading import xml
from workbooks.reading.archive import DAMAGED, Archive
from workbooks.reading.limits import NotRead
from workbooks.reading.lines import BEYOND, Enough, Lines, is_beyond
from workbooks.reading.parts import absolute, main_part, part_of, read_properties, relations

PERCENT, DATE, TIME, PLAIN = "percent", "date", "time", ""
THOUSANDS, MILLIONS, DIVIDED = "thousands", "millions", "divided"
SHOWN_IN = {THOUSANDS: 1_000, MILLIONS: 1_000_000, DIVIDED: IN_FULL}
_BUILT_IN = {
    **dict.fromkeys((9, 10), PERCENT),
    **dict.fromkeys((*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58), DATE),
    **dict.fromkeys((*range(18, 22), *range(32, 36), *range(45, 48), 55, 56), TIME),
}
# What in a number format is only shown: quoted text, escaped characters, fillers, colours.
_SHOWN_ONLY = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_SAYS_THOUSANDS = re.compile(r"k|'?000s?|thousands?", re.IGNORECASE)
_SAYS_MILLIONS = re.compile(r"m|mn|mil|millions?", re.IGNORECASE)
_WORDS, _SCALED = re.compile(r'"([^"]*)"|\\(.)'), re.compile(r"[0#?](,+)(?![0#?,])")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LEAP_DAY_THAT_NEVER_WAS = 60
VERSION_PROPERTY = "LAA Tracker version"


def read_xlsx(archive: Archive, lines: Lines) -> None:
    """Write every sheet of the workbook to `lines`. Raises NotRead."""
    workbook = main_part(archive)
    sheets, starts_1904 = read_sheets(archive, workbook)
    parts = relations(archive, workbook)
    folder = posixpath.dirname(workbook)
    strings = read_strings(archive, part_of(parts, "sharedStrings", folder))
    formats = _read_formats(archive, part_of(parts, "styles", folder))
    lines.book(version=_read_version(archive))
    for name, hidden, relation in sheets:
        kind, target = parts.get(relation, ("", ""))
        if kind == "worksheet":
            lines.begin(name, hidden=hidden)
            reader = _SheetReader(lines, strings, formats, starts_1904)
            reader.read(archive, absolute(folder, target))


# The workbook's own parts --------------------------------------------------------------


def read_sheets(archive: Archive, part: str) -> tuple[list[tuple[str, bool, str]], bool]:
    """Each sheet's name, whether it is hidden, and its relation; whether dates start in 1904."""
    sheets: list[tuple[str, bool, str]] = []
    starts_1904 = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal starts_1904
        if element == "workbookPr":
            starts_1904 = attributes.get("date1904") in ("1", "true")
        elif element == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            sheets.append((attributes.get("name", ""), hidden, attributes.get("id", "")))

    xml.parse(archive.chunks(part), start)
    return sheets, starts_1904


def _read_version(archive: Archive) -> str:
    """The version that our own export left in the document's properties."""
    return read_properties(archive).get(VERSION_PROPERTY, "").strip()


def read_strings(archive: Archive, part: str) -> list[str]:
    """The texts that cells name by number, without what only tells how to say them."""
    strings: list[str] = []
    words: list[str] = []
    inside, phonetic = False, False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal inside, phonetic
        if element == "si":
            words.clear()
        elif element == "rPh":
            phonetic = True
        elif element == "t":
            inside = not phonetic

    def end(element: str) -> None:
        nonlocal inside, phonetic
        if element == "si":
            strings.append(_unescape("".join(words)))
        elif element == "rPh":
            phonetic = False
        elif element == "t":
            inside = False

    def text(piece: str) -> None:
        if inside:
            words.append(piece)

    if part in archive.names:
        xml.parse(archive.chunks(part), start, end, text)
    return strings


def _unescape(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _read_formats(archive: Archive, part: str) -> list[str]:
    """What each cell format makes of a number: a percentage, thousands, a date, or nothing."""
    codes: dict[int, str] = {}
    formats: list[str] = []
    in_cells = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal in_cells
        if element == "numFmt":
            codes[int(attributes["numFmtId"])] = meaning_of_format(attributes["formatCode"])
        elif element == "cellXfs":
            in_cells = True
        elif element == "xf" and in_cells:
            number = int(attributes.get("numFmtId", 0))
            formats.append(codes.get(number, _BUILT_IN.get(number, PLAIN)))

    def end(element: str) -> None:
        nonlocal in_cells
        if element == "cellXfs":
            in_cells = False

    if part in archive.names:
        try:
            xml.parse(archive.chunks(part), start, end)
        except KeyError:
            raise NotRead(DAMAGED) from None
    return formats


def meaning_of_format(code: str) -> str:
    """What a number format makes of a number: `0.0%` a percentage, `d mmm yyyy` a date."""
    plain = _SHOWN_ONLY.sub("", code).casefold().replace("general", "")
    if "%" in plain:
        return PERCENT
    if "y" in plain or "d" in plain:
        return DATE
    if "h" in plain or "s" in plain:
        return TIME
    return DATE if "m" in plain else _scale_of(code)


def _scale_of(code: str) -> str:
    """Whether a format shows thousands or millions: `#,##0,` divides, `0"k"` adds a word.

    What is divided only where it is shown is kept in full, whatever word stands beside it.
    """
    first = code.partition(";")[0]
    if _SCALED.search(_SHOWN_ONLY.sub("", first)):
        return DIVIDED
    scales = (scale_said(quoted or escaped) for quoted, escaped in _WORDS.findall(first))
    return next(filter(None, scales), PLAIN)


def scale_said(words: str) -> str:
    """Whether words that are shown beside a number say that it is in thousands or millions."""
    words = words.strip(" ()£")
    if _SAYS_THOUSANDS.fullmatch(words):
        return THOUSANDS
    return MILLIONS if _SAYS_MILLIONS.fullmatch(words) else PLAIN


# Sheets --------------------------------------------------------------------------------


class _SheetReader:
    """Reads one sheet as its XML streams by."""

    def __init__(
        self, lines: Lines, strings: list[str], formats: list[str], starts_1904: bool
    ) -> None:
        self._lines = lines
        self._strings = strings
        self._formats = formats
        self._starts_1904 = starts_1904
        self._number = 0
        self._hidden = False
        self._cells: dict[int, Cell] = {}
        self._column = 0
        self._type = ""
        self._style = 0
        self._formula = False
        self._value: list[str] | None = None
        self._phonetic = False
        self._words: list[str] = []
        self._merged: list[str] = []
        self._hidden_columns: list[int] = []

    def read(self, archive: Archive, part: str) -> None:
        chunks = self._lines.bounded(archive.chunks(part))
        try:
            xml.parse(chunks, self._start, self._end, self._text, plain_attributes=True)
        except Enough:
            self._lines.cut()
        self._lines.end(merged=self._merged, hidden_columns=self._hidden_columns)

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        if element == "c":
            self._start_cell(attributes)
        elif element in ("v", "t"):
            self._value = None if self._phonetic else []
        elif element == "f":
            self._formula = True
        elif element == "row":
            self._start_row(attributes)
        elif element == "rPh":
            self._phonetic = True
        elif element == "mergeCell":
            self._merged.append(attributes.get("ref", ""))
        elif element == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
            self._hidden_columns.extend(range(first, min(last, first + 200) + 1))

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._number = int(number) if number.isdecimal() else self._number + 1
        self._hidden = attributes.get("hidden") in ("1", "true")
        self._cells = {}
        self._column = 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        letters = attributes.get("r", "").rstrip("0123456789")
        self._column = _column(letters) if letters else self._column + 1
        self._type = attributes.get("t", "n")
        style = attributes.get("s", "")
        self._style = int(style) if style.isdecimal() else 0
        self._formula = False
        self._words = []

    def _text(self, piece: str) -> None:
        if self._value is not None:
            self._value.append(piece)

    def _end(self, element: str) -> None:
        if element in ("v", "t"):
            if self._value is not None:
                self._words.append("".join(self._value))
            self._value = None
        elif element == "c":
            if self._words or self._formula:
                twice = self._column in self._cells
                cell = Cell(trouble=TWICE) if twice else self._cell("".join(self._words))
                self._cells[self._column] = cell
        elif element == "row":
            self._lines.row(self._number, self._cells, hidden=self._hidden)
        elif element == "rPh":
            self._phonetic = False

    def _cell(self, raw: str) -> Cell:
        kind, formula = self._type, self._formula
        if kind in ("inlineStr", "str"):
            return Cell(_unescape(raw), formula=formula)
        if not raw:
            return Cell(trouble=_NOT_WORKED_OUT) if formula else Cell()
        if kind == "s":
            return Cell(self._string(raw), formula=formula)
        if kind == "e":
            return Cell(trouble=formula_error(raw))
        if kind == "b":
            return Cell(raw in ("1", "true"), formula=formula)
        if kind == "d":
            return _iso_date(raw, formula)
        return self._numeric(raw, formula)

    def _string(self, raw: str) -> str:
        try:
            return self._strings[int(raw)]
        except (ValueError, IndexError):
            raise NotRead(DAMAGED) from None

    def _numeric(self, raw: str, formula: bool) -> Cell:
        try:
            number = Decimal(raw)
        except InvalidOperation:
            raise NotRead(DAMAGED) from None
        if not number.is_finite():
            return Cell(trouble=f"{raw} is not a number: write digits")
        if is_beyond(number):
            return Cell(trouble=BEYOND)
        meaning = self._formats[self._style] if self._style < len(self._formats) else PLAIN
        if meaning == DATE:
            return _serial_date(number, self._starts_1904, formula)
        if meaning == TIME:
            return Cell(trouble=TIME_OF_DAY)
        shown_in = SHOWN_IN.get(meaning, 0)
        return Cell(number, percent=meaning == PERCENT, formula=formula, shown_in=shown_in)


TIME_OF_DAY = "this is a time of day: write a date or a number, or format the cell as text"
TWICE = "the file says two things of this cell: write what is meant, and save it again"
_COLUMNS: dict[str, int] = {}


def _column(letters: str) -> int:
    """The number of a column, worked out once."""
    if letters not in _COLUMNS:
        if not (letters.isascii() and letters.isalpha() and len(letters) <= MOST_LETTERS):
            raise NotRead(DAMAGED)
        _COLUMNS[letters] = column_number(letters)
    return _COLUMNS[letters]


MOST_LETTERS = 3
_NOT_WORKED_OUT = (
    "this formula has no value yet: open the file in a spreadsheet program and save it there, or "
    "write the value"
)


def formula_error(error: str) -> str:
    """What to tell at a cell in which a formula failed."""
    return f"{error} is a formula's error: mend the formula, or write the value"


def _iso_date(raw: str, formula: bool) -> Cell:
    try:
        return Cell(date.fromisoformat(raw[:10]), formula=formula)
    except ValueError:
        return Cell(trouble=f"{raw} is not a date: write one such as 7 November 2009")


def _serial_date(serial: Decimal, starts_1904: bool, formula: bool) -> Cell:
    """The date that a serial number stands for in the workbook's date system."""
    days = int(serial)
    if not starts_1904 and days == _LEAP_DAY_THAT_NEVER_WAS:
        return Cell(trouble="29 February 1900 is not in the calendar: write the date that is meant")
    if not starts_1904 and 0 < days < _LEAP_DAY_THAT_NEVER_WAS:
        days += 1
    try:
        if serial < (0 if starts_1904 else 1):
            raise OverflowError
        day = (_EPOCH_1904 if starts_1904 else _EPOCH_1900) + timedelta(days=days)
    except OverflowError:
        return Cell(
            trouble=f"{serial:f} is formatted as a date and is none: write the date, or format the "
            "cell as a number"
        )
    return Cell(day, formula=formula)
