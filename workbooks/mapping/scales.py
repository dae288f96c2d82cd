"""Figures in thousands or millions, as somebody's list says it.  No Django in here.

A heading, a note above the headings or the sheet's name says it of a whole column; the unit or the
title that a row gives, of its figures; a cell's number format, or the words beside its number, of
that figure alone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from indicators.values import NotANumber, read_number
from sheets.cells import IN_FULL, SIGNIFICANT, Cell
from workbooks.mapping.description import Layout
from workbooks.mapping.fields import CODE_AND_TITLE
from workbooks.mapping.grid import Grid
from workbooks.mapping.heading_words import headings_of, titles_of
from workbooks.mapping.values import has_unclear_comma, parted_figure, read_as_figure, read_counts

THOUSAND, MILLION = 1_000, 1_000_000
_APOSTROPHE = "['\u2018\u2019`]"
_SAID = re.compile(
    rf"(?P<thousand>(?:£|\bgbp)\s?k\b|\bk\s?£|\(\s*k\s*\)|\bin k\b|(?:£\s?)?\bthousands?\b"
    rf"|(?:£|\bgbp|(?<![\w.,]))\s?,?{_APOSTROPHE}?000(?:{_APOSTROPHE}?s)?(?![\w.,]\d|\w))"
    rf"|(?P<million>(?:£|\bgbp)\s?(?:m|mn|mil)\b|\bm\s?£|(?:£\s?)?\bmillions?\b|\(\s*(?:mn|mil)\s*\))",
    re.IGNORECASE,
)
# What stands before words that say how much of something there is, or of how many: "per thousand".
_OF_SO_MANY = re.compile(r"(?:[0-9]|\b(?:per|each|every|a|one|ten|hundred))[\s-]*$", re.IGNORECASE)
_BESIDE = {
    **dict.fromkeys(("k", "000", "000s", "'000", "'000s", "thousand", "thousands"), THOUSAND),
    **dict.fromkeys(("m", "mn", "mil", "million", "millions"), MILLION),
}
_IN_ROWS = {"Indicators.unit": "unit", "Indicators.title": "title", CODE_AND_TITLE: "title"}
_MARKS = re.compile(r"[£\s]|days$")


class Scale(NamedTuple):
    """By how much figures are to be multiplied, and what says so, such as “£000” in the heading."""

    factor: int
    said: str

    @property
    def name(self) -> str:
        return "millions" if self.factor == MILLION else "thousands"


def scale_in(words: str, where: str) -> Scale | None:
    """What the words say of the figures under them: "Spending (£000)"."""
    for match in _SAID.finditer(words):
        if not _OF_SO_MANY.search(words[: match.start()]):
            factor = MILLION if match["million"] else THOUSAND
            return Scale(factor, f"“{match[0].strip(' ()')}” {where}")
    return None


def scales_of_columns(grid: Grid, layout: Layout) -> dict[int, Scale]:
    """The scale of each column of which its heading, a note above or the sheet's name says one."""
    headings = headings_of(grid, layout.first, layout.last)
    over_all = next(filter(None, _above(grid, layout)), None)
    found = {}
    for use in layout.uses:
        words = headings.get(use.column, use.heading)
        scale = scale_in(words, "in the heading") or over_all
        if scale:
            found[use.column] = scale
    return found


def scale_of_row(grid: Grid, layout: Layout, row: int) -> Scale | None:
    """What a row says of its figures: £000 as their unit, or "Spending (£m)" as their title."""
    for name, what in _IN_ROWS.items():
        for use in layout.uses_of(name):
            if scale := scale_in(grid.words(use.column, row), f"in the {what} of the row"):
                return scale
    return None


def _above(grid: Grid, layout: Layout) -> Iterator[Scale | None]:
    for where in titles_of(grid, layout):
        yield scale_in(grid.words(*where), "above the headings")
    yield scale_in(grid.table.name, "in the sheet’s name")


def scale_beside(cell: Cell) -> tuple[Scale | None, Cell]:
    """The scale that a cell says of itself, and its figure without the words for it."""
    if cell.shown_in > IN_FULL:
        return Scale(cell.shown_in, "its number format"), cell
    number, unit = parted_figure(cell)
    factor = _BESIDE.get(unit.casefold().replace("\u2019", "'"), 0)
    plain = replace(cell, value=number)
    if not factor or not is_scalable(plain):
        return None, cell
    return Scale(factor, f"“{unit}” beside the number"), plain


def is_scalable(cell: Cell) -> bool:
    """Whether it holds a number that can be in thousands: no percentage, and no counts."""
    if cell.trouble or cell.is_blank or cell.percent or isinstance(cell.value, bool):
        return False
    if isinstance(cell.value, str):
        if "%" in cell.value or read_counts(cell):
            return False
        if has_unclear_comma(cell, may_be_either=False):
            return True
    figured = read_as_figure(cell)
    return figured is not None and _number_of(figured.cell) is not None


def multiplied(cell: Cell, factor: int) -> Cell:
    """The figure in full: 3742000 for 3742 in thousands."""
    number = _number_of(cell)
    if number is None:
        return cell
    return replace(cell, value=SIGNIFICANT.plus(number) * factor, shown_in=0)


def _number_of(cell: Cell) -> Decimal | None:
    value = _MARKS.sub("", cell.value) if isinstance(cell.value, str) else cell.value
    try:
        return read_number(value)
    except NotANumber:
        return None
