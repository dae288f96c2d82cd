"""What the rows of somebody's list are: data, or a total, a note, the headings once more.

No Django in here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from sheets.cells import Cell
from workbooks.mapping.codes import code_in, holds_a_figure_of_a_code
from workbooks.mapping.description import Layout, folded
from workbooks.mapping.fields import (
    CODE_AND_TITLE,
    FIGURES,
    INDICATOR,
    OWN_QUARTER,
    PERIOD,
    PLAN,
    QUARTER,
)
from workbooks.mapping.grid import Grid
from workbooks.mapping.heading_words import headings_of
from workbooks.mapping.known import is_known_heading
from workbooks.mapping.periods import find_period, year_of
from workbooks.mapping.values import is_numeric

_TOTAL = re.compile(
    r"(grand |sub-?\s?|overall )?(totals?|averages?|mean|sum)\b.*|overall( performance)?"
    r"|all indicators",
    re.IGNORECASE,
)
# In the place of a code: "Health total".
_ENDS_AS_TOTAL = re.compile(r".*\b(sub-?\s?)?(totals?|averages?)", re.IGNORECASE)
_NOTE = re.compile(
    r"\W*(notes?|key|source|sources|guidance|example|e\.?g\.?|for example|please|enter|insert"
    r"|n\.?b\.?|definitions?|legend|updated|produced by|contact|\*+|\([0-9a-z]\))(\b|[:.\s]|$)",
    re.IGNORECASE,
)
LONG = 60
# So many of a row's words are headings where the row is one of headings.
ENOUGH = 2


class RowKind(StrEnum):
    """What a row of a list is."""

    DATA = "data"
    HEADINGS = "the headings, once more"
    TOTAL = "a total"
    SECTION = "the title of a section"
    NOTE = "a note"
    OTHER = "nothing in the columns that are read"
    NAMELESS = "no code"
    ABOVE = "above the headings"
    OTHER_HEADINGS = "headings that are not the first ones"
    UNDER_OTHERS = "under headings that are not the first ones"
    ABOVE_UNDER_OTHERS = "above the headings, under others"
    OF_ANOTHER_PERIOD = "under a title that names another period"


# What stands under other headings is not what the list's own say it is: nobody can ask for it.
NEVER_READ = {
    RowKind.HEADINGS,
    RowKind.OTHER_HEADINGS,
    RowKind.UNDER_OTHERS,
    RowKind.ABOVE_UNDER_OTHERS,
}


class Sorted(NamedTuple):
    """A row, what it is, and the words that it is known by.

    `taken_for` is what it looks like where a person said that it is data all the same.
    """

    number: int
    kind: RowKind
    words: str
    taken_for: RowKind | None = None


def sort_rows(grid: Grid, layout: Layout) -> list[Sorted]:
    """Every row below the headings with what it is; what a person said is data, is.

    Of the rows above, those that hold figures: they may be another table's.
    """
    return list(_Sorting(grid, layout).all())


@dataclass
class _Sorting:
    """The rows of one sheet, one after the other."""

    grid: Grid
    layout: Layout
    used: set[int] = field(init=False)
    figures: set[int] = field(init=False)
    known_by: int | None = field(init=False)
    heads: dict[int, set[str]] = field(init=False)
    said: set[str] = field(init=False)
    periods: set[str] = field(init=False)
    year: str = field(init=False)

    def __post_init__(self) -> None:
        layout = self.layout
        self.used = {use.column for use in layout.uses}
        self.figures = {use.column for use in layout.uses if use.field in FIGURES}
        known_by = [
            use.column for each in (INDICATOR, CODE_AND_TITLE, PLAN) for use in layout.uses_of(each)
        ]
        self.known_by = known_by[0] if known_by else None
        self.heads = _heads(self.grid, layout)
        self.said = set().union(*self.heads.values())
        self.periods = _periods_of(layout)
        self.year = year_of(min(self.periods, default=""))

    def all(self) -> Iterator[Sorted]:
        has_name = is_under_others = is_of_another_period = False
        for number in sorted(self.grid.rows):
            if self.layout.first <= number <= self.layout.last:
                is_under_others = False
                continue
            kind = self._above(number) if number < self.layout.first else self._below(number)
            if kind in (RowKind.HEADINGS, RowKind.OTHER_HEADINGS):
                is_under_others = kind == RowKind.OTHER_HEADINGS
            elif is_under_others:
                kind = _under_others(kind)
            if kind in (RowKind.SECTION, RowKind.NOTE):
                is_of_another_period = self._names_another_period(number, is_of_another_period)
            elif is_of_another_period and kind in (RowKind.DATA, RowKind.NAMELESS):
                kind = RowKind.OF_ANOTHER_PERIOD
            if kind is None or (number < self.layout.first and kind == RowKind.HEADINGS):
                continue
            if kind == RowKind.NAMELESS and self.layout.repeats and has_name:
                kind = RowKind.DATA
            words = row_words(self.grid, number)
            found = Sorted(number, kind, words)
            if folded(words) in self.layout.read_anyway and kind not in {RowKind.DATA, *NEVER_READ}:
                found = Sorted(number, RowKind.DATA, words, taken_for=kind)
            has_name = has_name or found.kind == RowKind.DATA
            yield found

    def _above(self, number: int) -> RowKind | None:
        """Of a row above the headings: whether it has others, or holds figures of an indicator."""
        if holds_a_figure_of_a_code(self.grid, number):
            return RowKind.ABOVE
        return self._as_headings(number)

    def _below(self, number: int) -> RowKind:
        headings = self._as_headings(number)
        if headings and not holds_a_figure_of_a_code(self.grid, number):
            return headings
        cells = self._cells(number)
        words = [self.grid.words(column, number) for column in sorted(cells)[:3]]
        name = self.grid.words(self.known_by, number) if self.known_by else ""
        is_coded = layout_is_coded(self.layout)
        named = bool(name) and (bool(code_in(name)) or not is_coded)
        is_total = any(_TOTAL.fullmatch(each) for each in words) or _ENDS_AS_TOTAL.fullmatch(name)
        if not named and is_total:
            return RowKind.TOTAL
        if not named and self._holds_figures(cells) and (not name or _NOTE.match(name)):
            return RowKind.NAMELESS if self.known_by else RowKind.DATA
        if not named and len(cells) == 1:
            is_note = len(words[0]) > LONG or _NOTE.match(words[0])
            return RowKind.NOTE if is_note else RowKind.SECTION
        if not named and words and _NOTE.match(words[0]):
            return RowKind.NOTE
        if not self.used & cells.keys():
            return RowKind.OTHER
        if self.known_by and not name:
            return RowKind.NAMELESS
        if self.known_by and is_coded and not named:
            return RowKind.DATA if any(map(is_numeric, cells.values())) else RowKind.NOTE
        return RowKind.DATA

    def _holds_figures(self, cells: dict[int, Cell]) -> bool:
        """Whether figures stand where figures are read: then it is no note, whatever it begins."""
        return any(is_numeric(cells[column]) for column in self.figures & cells.keys())

    def _names_another_period(self, number: int, before: bool) -> bool:
        """Whether the rows below a title are of another period than the columns; as `before` where
        it names none.
        """
        if not self.periods:
            return before
        title = " ".join(self.grid.words(column, number) for column in self._cells(number))
        found = find_period(title, self.year)
        if not found or not found.label:
            return before
        self.year = year_of(found.label)
        return found.label not in self.periods

    def _cells(self, number: int) -> dict[int, Cell]:
        cells = self.grid.rows[number]
        return {column: cell for column, cell in cells.items() if not cell.is_blank}

    def _as_headings(self, number: int) -> RowKind | None:
        """Whether a row says the headings once more, or others in the place of some of them.

        What stands under others is not what the first ones say it is.
        """
        cells = self._cells(number)
        same = {
            column
            for column, cell in cells.items()
            if folded(cell.written) in self.heads.get(column, ())
        }
        is_named = self.known_by in cells and code_in(self.grid.words(self.known_by or 0, number))
        if self.known_by not in same and (is_named or not self._has_headings(cells)):
            return None
        return RowKind.OTHER_HEADINGS if (self.used & cells.keys()) - same else RowKind.HEADINGS

    def _has_headings(self, cells: dict[int, Cell]) -> bool:
        """Whether several of the words are headings: this list's, or mostly those of any list."""
        if sum(folded(cell.written) in self.said for cell in cells.values()) >= ENOUGH:
            return True
        if not layout_is_coded(self.layout):
            return False
        if any(is_numeric(cell) and not _is_period(cell) for cell in cells.values()):
            return False
        known = sum(is_known_heading(cell.written) for cell in cells.values())
        return known >= ENOUGH and 2 * known >= len(cells)


def _periods_of(layout: Layout) -> set[str]:
    """What the columns of a list of indicators are about, and their years; of one whose rows name
    their own periods, nothing.
    """
    if not layout_is_coded(layout) or layout.uses_of(PERIOD) or layout.uses_of(OWN_QUARTER):
        return set()
    named = {each for use in layout.uses for each in (use.period, use.quarter)}
    named |= {layout.constants.get(each, "") for each in (PERIOD, QUARTER)}
    return {each for label in named if label for each in (label, year_of(label))}


def _under_others(kind: RowKind | None) -> RowKind | None:
    """What a row is that stands under headings that are not the list's."""
    if kind == RowKind.ABOVE:
        return RowKind.ABOVE_UNDER_OTHERS
    return RowKind.UNDER_OTHERS if kind in (RowKind.DATA, RowKind.NAMELESS) else kind


def _is_period(cell: Cell) -> bool:
    return find_period(cell.written, "2000/01") is not None


def row_words(grid: Grid, number: int) -> str:
    """The first words of a row, by which a person knows it again."""
    words = (
        grid.words(column, number)
        for column, cell in sorted(grid.rows[number].items())
        if not is_numeric(cell) and not cell.is_blank
    )
    return " ".join(" | ".join(islice(words, 2)).split())[:200]


def layout_is_coded(layout: Layout) -> bool:
    """Whether its rows are known by an indicator's code."""
    return bool(layout.uses_of(INDICATOR) or layout.uses_of(CODE_AND_TITLE))


def _heads(grid: Grid, layout: Layout) -> dict[int, set[str]]:
    """What may be said once more over each column: its heading, or what one of its rows has."""
    found = {
        column: {folded(words)}
        for column, words in headings_of(grid, layout.first, layout.last).items()
    }
    for column, words in found.items():
        rows = range(layout.first, layout.last + 1)
        words |= {folded(grid.words(column, row)) for row in rows} - {""}
    return found
