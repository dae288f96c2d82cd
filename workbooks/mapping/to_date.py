"""The year so far, and the figure of a quarter alone: which of them is that of an indicator.

A heading that says "Q3 YTD" is of the year up to quarter 3. Of a cumulative indicator that is the
figure that is kept for quarter 3; of any other it is the quarter's own. Where a list has both, each
indicator's is read; where it has only the other one, a person says what to do.

No Django in here.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from indicators.expectations import Accumulation
from sheets.cells import Cell
from sheets.problems import Problem
from workbooks.mapping.applied import Applied, Unread
from workbooks.mapping.description import AS_IT_STANDS, LEFT_OUT_TO_DATE, Layout, Use, folded
from workbooks.mapping.fields import FIGURE, OWN_QUARTER, ROW_KIND, Fields
from workbooks.mapping.grid import Grid
from workbooks.mapping.heading_words import titles_of
from workbooks.mapping.kept import tidy_code
from workbooks.mapping.months import is_up_to_a_month
from workbooks.mapping.periods import is_from_the_start
from workbooks.mapping.synonyms import TARGET

COUNTED = "Indicators.accumulation"
OF = ("Targets", "Actuals")
_SAYS = re.compile(r"\b(ytd|y\.t\.d|(?<!up )to date|cum(ul(ative(ly)?)?)?|so far|running total)\b")
# Words about the year so far are no figures of it.
_WORDS = re.compile(
    r"\b(comment(s|ary)?|narrative|notes?|actions?|updates?|progress|reasons?|explanations?|done)\b"
)
_HAS_DIGIT = re.compile(r"[0-9]")
_HOW = {
    Accumulation.EACH_QUARTER: "counts each quarter",
    Accumulation.SNAPSHOT: "is a snapshot",
    Accumulation.CUMULATIVE: "is cumulative",
}


def says_to_date(words: str) -> bool:
    """Whether words say that figures are the year so far: "Q3 YTD", "Apr-Dec 2009"."""
    said = _SAYS.search(folded(words).replace("-", " "))
    return bool(said) or is_from_the_start(words) or is_up_to_a_month(words)


def headings_to_date(layout: Layout) -> list[str]:
    """The headings of figures that are the year so far, read or not."""
    return [
        each
        for each in layout.headings.values()
        if says_to_date(each) and not _WORDS.search(folded(each))
    ]


def beside(layout: Layout, column: int) -> str:
    """The heading that is the year so far, where this one beside it is not; else ""."""
    if says_to_date(layout.headings.get(column, "")):
        return ""
    return next(iter(headings_to_date(layout)), "")


class Row(NamedTuple):
    """Whose figures a row holds: the indicator, and how it is counted."""

    code: str
    counted: str

    @property
    def said(self) -> str:
        return f"{self.code or 'its row'} {_HOW[Accumulation(self.counted)]}"


class YearSoFar:
    """The figures of a sheet in which some are the year so far."""

    def __init__(
        self, grid: Grid, layout: Layout, applied: Applied, kept: Mapping[str, str], fields: Fields
    ) -> None:
        self._grid = grid
        self._layout = layout
        self._applied = applied
        self._kept = kept
        figures = [use for use in layout.uses if fields[use.field].is_figure]
        self._to_date = _columns_to_date(grid, layout, figures, fields)
        self._of = {_sheet_of(each) for each in headings_to_date(layout)}
        self._pairs = _pairs(figures, self._to_date)
        self._kinds = layout.uses_of(ROW_KIND)
        # Of most lists nothing is to date, and nothing needs to be looked at.
        self._has_none = not (self._to_date or self._of or self._kinds)
        # By column and what became of it: whose figures, and where the first one stands.
        self._settled: dict[tuple[int, str], list[tuple[Row, int]]] = {}

    def lets_in(self, use: Use, name: str, cell: Cell, code: str, row: int) -> bool:
        """Whether the figure in that cell is one of those that are kept of its indicator."""
        if self._has_none:
            return True
        is_to_date = use.column in self._to_date or self._row_says_so(row)
        if name not in OF or not (is_to_date or self._is_beside(use, name)):
            return True
        if not _HAS_DIGIT.search(cell.written):
            return True
        whose = self._whose(code, row)
        if is_to_date == (whose.counted == Accumulation.CUMULATIVE):
            return True
        if other := self._pairs.get(use.column):
            self._settle(use, f"“{other}” is read instead", whose, row)
            return False
        meaning = self._layout.to_date.get(use.column, "")
        if meaning:
            what = "it is left out" if meaning == LEFT_OUT_TO_DATE else "it is read as it stands"
            self._settle(use, what, whose, row)
        else:
            self._applied.to_date.append(Unread(use.field, use.column, row, whose.said))
        return meaning == AS_IT_STANDS

    def tell(self) -> None:
        """What became of the year so far, or of the quarter's own, and of whose figures."""
        for (column, what), rows in self._settled.items():
            heading = self._layout.headings.get(column, "")
            whose, first = rows[0]
            more = len({each.code for each, _ in rows}) - 1
            others = f" (and {more} more)" if more else ""
            is_to_date = column in self._to_date
            called = "the year so far" if is_to_date else "the quarter’s own"
            told = f"“{heading}” is {called}, and {whose.said}{others}: {what}"
            self._applied.tell(self._grid.place(column, first), told)

    def _settle(self, use: Use, what: str, whose: Row, row: int) -> None:
        self._settled.setdefault((use.column, what), []).append((whose, row))

    def _row_says_so(self, row: int) -> bool:
        """Whether what the row is, is said to be to date: "Cumulative actual"."""
        return any(says_to_date(self._grid.words(use.column, row)) for use in self._kinds)

    def _is_beside(self, use: Use, name: str) -> bool:
        """Whether it is a later quarter's own figure, in a list that has the year so far too."""
        dated = " Q" in use.period or (not use.period and bool(self._layout.uses_of(OWN_QUARTER)))
        return name in self._of and dated and not use.period.endswith(" Q1")

    def _whose(self, code: str, row: int) -> Row:
        """Whose figures a row holds; how it is counted the row says, or what is kept."""
        code = tidy_code(code)
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


def _columns_to_date(grid: Grid, layout: Layout, figures: list[Use], fields: Fields) -> set[int]:
    """The columns of figures that are the year so far: by their headings, or all by the title."""
    found = {use.column for use in figures if says_to_date(use.heading)}
    if found or headings_to_date(layout):
        return found
    title = [grid.table.name]
    title += [grid.words(*where) for where in titles_of(grid, layout)]
    if not any(map(says_to_date, title)):
        return set()
    results = (
        use for use in figures if use.field == FIGURE or "Actuals" in fields[use.field].goes_to
    )
    return {use.column for use in results}


def _sheet_of(heading: str) -> str:
    """Which of our sheets a heading of the year so far is about."""
    return "Targets" if TARGET.fullmatch(folded(heading)) else "Actuals"


def _pairs(figures: list[Use], to_date: set[int]) -> dict[int, str]:
    """By column: the heading of the other that becomes the same, one of the two to date."""
    heads = {
        (use.field, use.period, use.quarter, use.column in to_date): use.heading for use in figures
    }
    found = {}
    for use in figures:
        other = (use.field, use.period, use.quarter, use.column not in to_date)
        if other in heads:
            found[use.column] = heads[other]
    return found


def unsettled(grid: Grid, layout: Layout, applied: Applied) -> Iterator[Problem]:
    """Each column that is the year so far, where nobody said what to do with its figures.

    Of the quarters' own beside it the first.
    """
    for columns in questions_of(layout, [each.column for each in applied.to_date]):
        column = columns[0]
        unread = [each.words for each in applied.to_date if each.column == column]
        place = grid.heading_place(column, layout.first, layout.last)
        more = len(set(unread)) - 1
        others = f" (and {more} more)" if more else ""
        heading, whole = layout.headings.get(column, ""), beside(layout, column)
        held = f"stands beside “{whole}”" if whole else "holds the year so far"
        remedy = "the year so far" if whole else "those of the quarter alone"
        yield Problem(
            place.sheet,
            place.cell,
            f"“{heading}” {held}, and {unread[0]}{others}: say where the columns are matched what "
            f"to do with these figures, or bring {remedy}",
        )


def questions_of(layout: Layout, columns: list[int]) -> list[list[int]]:
    """The columns that are asked about, those together about which one question is asked."""
    different = list(dict.fromkeys(columns))
    alone = [[each] for each in different if not beside(layout, each)]
    together = [each for each in different if beside(layout, each)]
    return [*alone, together] if together else alone
