"""Whether a target beside the result of a quarter is that quarter's or the whole year's.

A heading may say it, "Annual target" or "Q2 target"; a bare "Target" does not, and a person is
asked, once for its column.  No Django in here.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from indicators.values import NotANumber, read_number, write_number
from sheets.cells import Cell
from sheets.problems import Problem
from workbooks.mapping.applied import Applied, Unread
from workbooks.mapping.description import OF_THE_QUARTER, OF_THE_YEAR, Layout, Use, folded
from workbooks.mapping.fields import COUNTS, FIGURE, INDICATOR, PERIOD, Fields
from workbooks.mapping.grid import Grid
from workbooks.mapping.kept import Kept, tidy_code
from workbooks.mapping.periods import find_period, find_relative, spans_years, year_of
from workbooks.mapping.synonyms import LAST_YEAR
from workbooks.mapping.to_date import says_to_date
from workbooks.mapping.values import read_as_figure

TARGET = "Targets.value"
RESULTS = ("Actuals.value", "Actuals.numerator", COUNTS, FIGURE)
QUARTERS_IN_YEAR = 4
_YEAR = re.compile(r"\b(annual(ly)?|yearly|year|year[ -]end|eoy|full[ -]year)\b")
_QUARTER = re.compile(r"\b(quarter(ly)?|qtr(ly)?|in[ -]quarter)\b")


def says_whose(heading: str) -> str:
    """Whether a heading says that its targets are a quarter's or a year's; "" where neither."""
    words = folded(heading)
    if spans_years(heading) or (_QUARTER.search(words) and _YEAR.search(words)):
        return ""
    if _QUARTER.search(words):
        return OF_THE_QUARTER
    return OF_THE_YEAR if _YEAR.search(words) else ""


def is_undated(heading: str) -> bool:
    """Whether a heading of targets names no period, and is not of the year so far either."""
    found = find_period(heading) or find_relative(heading, "")
    return not (
        found
        or spans_years(heading)
        or says_to_date(heading)
        or LAST_YEAR.fullmatch(folded(heading))
    )


def quarters_of_results(uses: list[Use]) -> list[str]:
    """The quarters about which a list has columns of results, from the first to the last."""
    return sorted({use.period for use in uses if use.field in RESULTS and " Q" in use.period})


class TargetPeriods:
    """The targets of one sheet whose headings do not say which period they are about."""

    def __init__(
        self, grid: Grid, layout: Layout, applied: Applied, kept: Kept, fields: Fields
    ) -> None:
        self._grid = grid
        self._layout = layout
        self._applied = applied
        self._kept = kept
        self._uses = {use.column: use for use in layout.uses if is_open(use)}
        self._has_results = any(use.field in RESULTS for use in layout.uses)
        self._beside = _quarter_beside(layout)
        self._waiting: set[tuple[int, int]] = set()

    def period_of(self, use: Use, said: str) -> str:
        """What a target is about whose column leaves it open; `said` is the row's own period.

        "" where its column does not leave it open.
        """
        if use.column not in self._uses:
            return ""
        beside = self._quarter(use, said)
        return year_of(beside) if self._answer(use) == OF_THE_YEAR else beside

    def look_at(self, row: int, shared: Mapping[str, Cell], kind: str) -> None:
        """Ask about the targets of a row of which nobody said whose they are."""
        said = shared[PERIOD].written if PERIOD in shared else ""
        for use in self._uses.values():
            if use.field == FIGURE and kind != "target":
                continue
            quarter, cell = self._quarter(use, said), self._grid.cell(use.column, row)
            if " Q" not in quarter or not self._has_results or self._answer(use):
                continue
            if not cell.is_blank:
                code = tidy_code(shared[INDICATOR].written) if INDICATOR in shared else ""
                words = self._evidence(code, cell, quarter) or f"beside results of {quarter}"
                self._applied.targets.append(Unread(use.field, use.column, row, words))
                self._waiting.add((use.column, row))

    def waits(self, use: Use, row: int) -> bool:
        """Whether a target is no one's yet, for nobody said whose it is."""
        return (use.column, row) in self._waiting

    def _quarter(self, use: Use, said: str) -> str:
        own = use.period if use.field == FIGURE else ""
        return said or own or self._layout.constants.get(PERIOD, "") or self._beside

    def _answer(self, use: Use) -> str:
        return says_whose(use.heading) or self._layout.targets.get(use.column, "")

    def _evidence(self, code: str, cell: Cell, quarter: str) -> str:
        """That a target of that value is here already, for the quarter or for its year."""
        value = _value_of(cell)
        if value is None:
            return ""
        both, here = (quarter, year_of(quarter)), self._kept.targets
        same = [period for period in both if here.get((code, period)) == value]
        if len(same) != 1:
            return ""
        return f"the target of {code} for {same[0]} is {write_number(value)} here too"


def is_open(use: Use) -> bool:
    """Whether a column leaves open whether its targets are a quarter's or a year's."""
    if use.field == FIGURE:
        return is_undated(use.heading)
    return use.field == TARGET and not use.period and is_undated(use.heading)


def asks_later(layout: Layout, use: Use) -> bool:
    """Whether the period of a column of targets is asked about once its cells are looked at."""
    return use.field == TARGET and is_open(use) and bool(_quarter_beside(layout))


def _quarter_beside(layout: Layout) -> str:
    """The quarter beside whose results an undated target stands: the last, of several."""
    quarters = quarters_of_results(layout.uses)
    return quarters[-1] if quarters else ""


def _value_of(cell: Cell) -> Decimal | None:
    figured = read_as_figure(cell)
    if not figured or cell.trouble:
        return None
    value = figured.cell.value
    try:
        number = read_number(value.rstrip("%") if isinstance(value, str) else value)
    except NotANumber:
        return None
    return number * 100 if cell.percent else number


def unsettled_targets(grid: Grid, layout: Layout, applied: Applied) -> Iterator[Problem]:
    """Each column of targets of which nobody said whether they are a quarter's or a year's."""
    for column in dict.fromkeys(each.column for each in applied.targets):
        use = layout.use_at(column)
        if use is None:
            continue
        place = grid.heading_place(column, layout.first, layout.last)
        words = evidence_first([each.words for each in applied.targets if each.column == column])
        yield Problem(
            place.sheet,
            place.cell,
            f"“{use.heading}” may be the target of the quarter or of the whole year ({words}): say "
            "where the columns are matched which it is, or write “Annual target” or “Quarterly "
            "target” over it",
        )


def evidence_first(words: list[str]) -> str:
    """What speaks for one or the other, if anything does, with how much more there is."""
    different = sorted(dict.fromkeys(words), key=lambda each: each.startswith("beside"))
    first, *more = [each for each in different if not each.startswith("beside")] or different[:1]
    return f"{first}, and {len(more)} more" if more else first
