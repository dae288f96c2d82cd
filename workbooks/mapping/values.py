"""Figures as other people write them: "7 of 40", "17.8 %", "1,234 visits".  No Django in here."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from indicators.values import NotANumber, read_number
from sheets.cells import Cell

_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"
_COUNTS = re.compile(
    rf"(?P<n>{_NUMBER})\s*(?:/|\bof\b|\bout of\b)\s*(?P<d>{_NUMBER})"
    r"(?:\s*[(=]\s*(?P<value>[0-9.]+)\s*%\s*\)?)?",
    re.IGNORECASE,
)
_COUNTS_LAST = re.compile(
    rf"(?P<value>[0-9.]+)\s*%\s*\(\s*(?P<n>{_NUMBER})\s*(?:/|of|out of)\s*(?P<d>{_NUMBER})\s*\)",
    re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(
    r"(?P<number>[-\u2212+]?\s*£?\s*[0-9][0-9,. \u00a0\u202f]*?)\s*(?P<unit>%|[a-z].*)?",
    re.IGNORECASE,
)
_KNOWN_UNITS = re.compile(
    r"%|per ?cent|percent|pp|days?|working days|per [0-9,]+|people|children|young people|visits"
    r"|cases|hours?|weeks?|months?",
    re.IGNORECASE,
)


_HAS_DIGIT = re.compile(r"\d")
# "87,5", "£1.452.300": as other countries, and some machines, write.
_WITH_COMMA = re.compile(r"\s*[-+]?£?\s*\d[\d.,\s]*(%|£)?\s*")


class Counts(NamedTuple):
    """So many of so many, and the percentage that stands beside them, if any."""

    numerator: int
    denominator: int
    value: Decimal | None = None


def read_counts(cell: Cell) -> Counts | None:
    """The counts in a text such as "7 of 40", "7/40 (17.5%)" or "17.5% (7/40)"."""
    if not isinstance(cell.value, str):
        return None
    text = " ".join(cell.value.split())
    match = _COUNTS.fullmatch(text) or _COUNTS_LAST.fullmatch(text)
    if not match:
        return None
    numerator, denominator = (int(match[each].replace(",", "")) for each in "nd")
    try:
        value = read_number(match["value"]) if match["value"] else None
    except NotANumber:
        return None
    return Counts(numerator, denominator, value)


# Signs of a figure -----------------------------------------------------------------------

_COMMA = re.compile(r"[-\u2212+]?£?[0-9]+(\.[0-9]{3})*,[0-9]+")
_POINTS = re.compile(r"[-\u2212+]?£?[0-9]{1,3}(\.[0-9]{3})+")


def has_unclear_comma(cell: Cell, *, may_be_either: bool) -> bool:
    """Whether a comma in the figure may be its decimal sign, as in 17,9.

    That of 1,234 parts thousands, unless it may be either: where semicolons part the cells, and in
    a column in which other commas are decimal signs.
    """
    if not _COMMA.fullmatch(_number_in(cell)):
        return False
    return may_be_either or read_as_figure(cell) is None


def has_unclear_point(cell: Cell) -> bool:
    """Whether a point may part thousands, as in 1.234 where commas are decimal signs."""
    return bool(_POINTS.fullmatch(_number_in(cell)))


def with_decimal_point(cell: Cell) -> Cell:
    """The figure with a point for its decimal comma: 1234.5 for 1.234,5."""
    return _with_number(cell, _number_in(cell).replace(".", "").replace(",", "."))


def without_points(cell: Cell) -> Cell:
    return _with_number(cell, _number_in(cell).replace(".", ""))


def _number_in(cell: Cell) -> str:
    """The number with which a text begins, without spaces; "" where there is none."""
    match = _parts_of(cell)
    return re.sub(r"\s+", "", match["number"]) if match else ""


def _parts_of(cell: Cell) -> re.Match[str] | None:
    if not isinstance(cell.value, str):
        return None
    return _NUMBER_FIRST.fullmatch(" ".join(cell.value.replace("\u00a0", " ").split()))


def parted_figure(cell: Cell) -> tuple[str, str]:
    """The number with which a text begins, and the words after it; ("", "") where none does."""
    match = _parts_of(cell)
    return (_number_in(cell), (match["unit"] or "").strip()) if match else ("", "")


def _with_number(cell: Cell, number: str) -> Cell:
    match = _parts_of(cell)
    unit = match["unit"] if match else ""
    return replace(cell, value=f"{number} {unit}".strip() if unit else number)


class Figured(NamedTuple):
    """A figure as our reader understands it, and what of the cell's words was left away."""

    cell: Cell
    left_away: str = ""


def looks_like_a_figure(cell: Cell) -> bool:
    """The same, or with a comma before its decimals, of which a person is asked."""
    is_text = isinstance(cell.value, str) and not cell.trouble
    return is_numeric(cell) or (is_text and bool(_WITH_COMMA.fullmatch(str(cell.value))))


def read_as_figure(cell: Cell) -> Figured | None:
    """The cell with a number that our own reader understands; None for words.

    The mark of a unit that our reader knows (%, £, days) stays; others, such as "visits", are left
    away and said.
    """
    if cell.trouble or not isinstance(cell.value, str):
        return Figured(cell)
    text = " ".join(cell.value.replace("\u00a0", " ").split())
    match = _NUMBER_FIRST.fullmatch(text)
    if not match:
        return None
    number, unit = re.sub(r"\s+", "", match["number"]), (match["unit"] or "").strip()
    try:
        read_number(number.replace("£", ""))
    except NotANumber:
        return None
    if not unit:
        return Figured(replace(cell, value=number))
    if not _KNOWN_UNITS.fullmatch(unit):
        return None
    if unit in ("%", "day", "days"):
        return Figured(replace(cell, value=f"{number}{'%' if unit == '%' else ' days'}"))
    if unit.casefold() in ("percent", "per cent"):
        return Figured(replace(cell, value=f"{number}%"))
    return Figured(replace(cell, value=number), unit)


def is_zero(cell: Cell) -> bool:
    """Whether the cell holds a nought, however written."""
    figured = read_as_figure(cell)
    if not figured or figured.cell.is_blank or cell.trouble:
        return False
    value = figured.cell.value
    if isinstance(value, str):
        value = re.sub(r"[£%]| days", "", value)
    try:
        return read_number(value) == 0
    except NotANumber:
        return False


def is_numeric(cell: Cell) -> bool:
    """Whether a person would call what is in the cell a figure."""
    if isinstance(cell.value, bool) or cell.trouble:
        return False
    if isinstance(cell.value, int | Decimal):
        return True
    if not isinstance(cell.value, str) or not _HAS_DIGIT.search(cell.value):
        return False
    return read_counts(cell) is not None or read_as_figure(cell) is not None
