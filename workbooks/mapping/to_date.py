"""Figures that are the year so far, under indicators that are not counted so.

A heading that says "Q3 YTD" is of the year up to quarter 3. Of a cumulative indicator that is the
figure that is kept for quarter 3; of any other it is another one, and a person says what to do.

No Django in here.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from indicators.codes import NotACode, read_code
from indicators.expectations import Accumulation
from sheets.cells import Cell
from sheets.problems import Problem
from workbooks.mapping.applied import Applied, Unread
from workbooks.mapping.description import FOR_THE_QUARTER, LEFT_OUT_TO_DATE, Layout, Use, folded
from workbooks.mapping.fields import FIGURE, Fields
from workbooks.mapping.grid import Grid
from workbooks.mapping.periods import is_up_to_a_month, spans_quarters

COUNTED = "Indicators.accumulation"
OF = ("Targets", "Actuals")
_SAYS = re.compile(r"\b(ytd|y\.t\.d|(?<!up )to date|cum(ul(ative(ly)?)?)?|so far|running total)\b")
_HAS_DIGIT = re.compile(r"[0-9]")
_HOW = {Accumulation.EACH_QUARTER: "counts each quarter", Accumulation.SNAPSHOT: "is a snapshot"}


def says_to_date(words: str) -> bool:
    """Whether words say that figures are the year so far: "Q3 YTD", "Apr-Dec 2009"."""
    return bool(_SAYS.search(folded(words).replace("-", " "))) or (
        spans_quarters(words) or is_up_to_a_month(words)
    )


class Row(NamedTuple):
    """Whose figures a row holds: the indicator, and how it is counted."""

    code: str
    counted: str

    @property
    def said(self) -> str:
        return f"{self.code or 'its row'} {_HOW.get(Accumulation(self.counted), '')}".strip()


class YearSoFar:
    """The figures of a sheet whose headings, or else whose title, say that they are to date."""

    def __init__(
        self, grid: Grid, layout: Layout, applied: Applied, kept: Mapping[str, str], fields: Fields
    ) -> None:
        self._grid = grid
        self._layout = layout
        self._applied = applied
        self._kept = kept
        self._columns = _columns_to_date(grid, layout, fields)
        self._settled: dict[int, list[tuple[Row, int]]] = {}

    def lets_in(self, use: Use, name: str, cell: Cell, code: str, row: int) -> bool:
        """Whether the figure in that cell is one of those that are kept of its indicator."""
        if use.column not in self._columns or name not in OF:
            return True
        if not _HAS_DIGIT.search(cell.written):
            return True
        whose = self._whose(code, row)
        if whose.counted == Accumulation.CUMULATIVE:
            return True
        meaning = self._layout.to_date.get(use.column, "")
        if meaning:
            self._settled.setdefault(use.column, []).append((whose, row))
        else:
            self._applied.to_date.append(Unread(use.field, use.column, row, whose.said))
        return meaning == FOR_THE_QUARTER

    def tell(self) -> None:
        """What was said of such a column, and of whose figures it holds."""
        for column, rows in self._settled.items():
            heading = self._layout.headings.get(column, "")
            whose, first = rows[0]
            more = len({each.code for each, _ in rows}) - 1
            others = f" (and {more} more)" if more else ""
            if self._layout.to_date[column] == LEFT_OUT_TO_DATE:
                told = f"“{heading}” is the year so far, and left out: {whose.said}{others}"
            else:
                told = f"“{heading}” is read as the figure for the quarter: {whose.said}{others}"
            self._applied.tell(self._grid.place(column, first), told)

    def _whose(self, code: str, row: int) -> Row:
        """Whose figures a row holds; how it is counted the row says, or what is kept."""
        try:
            code = read_code(code)
        except NotACode:
            code = " ".join(code.split())
        counted = self._said_in(row) or self._kept.get(code, "")
        if not counted:
            counted = self._layout.constants.get(COUNTED, "") or Accumulation.SNAPSHOT
        return Row(code, counted)

    def _said_in(self, row: int) -> str:
        for use in self._layout.uses_of(COUNTED):
            written = folded(self._grid.words(use.column, row))
            given = self._layout.words.get(COUNTED, {}).get(written, written)
            if given in set(Accumulation):
                return given
        return ""


def _columns_to_date(grid: Grid, layout: Layout, fields: Fields) -> set[int]:
    """The columns of figures that are the year so far: by their headings, or all by the title."""
    figures = [use for use in layout.uses if fields[use.field].is_figure]
    found = {use.column for use in figures if says_to_date(use.heading)}
    title = [grid.table.name]
    title += [
        grid.words(column, row)
        for row, cells in grid.rows.items()
        if row < layout.first
        for column in cells
    ]
    if any(map(says_to_date, layout.headings.values())) or not any(map(says_to_date, title)):
        return found
    results = (use for use in figures if use.field == FIGURE or "Actuals" in _sheets(use, fields))
    return {use.column for use in results}


def _sheets(use: Use, fields: Fields) -> dict[str, str]:
    return fields[use.field].goes_to


def unsettled(grid: Grid, layout: Layout, applied: Applied) -> Iterator[Problem]:
    """Each column that is the year so far, where nobody said what to do with its figures."""
    by_column: dict[int, list[Unread]] = {}
    for each in applied.to_date:
        by_column.setdefault(each.column, []).append(each)
    for column, unread in by_column.items():
        place = grid.heading_place(column, layout.first, layout.last)
        more = len({each.words for each in unread}) - 1
        others = f" (and {more} more)" if more else ""
        yield Problem(
            place.sheet,
            place.cell,
            f"“{layout.headings.get(column, '')}” holds the year so far, and {unread[0].words}"
            f"{others}: say where the columns are matched what to do with these figures, or bring "
            "those of the quarter alone",
        )
