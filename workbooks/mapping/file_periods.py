"""Whether a file is about the quarter for which its mapping was made, and what of it says so.

Figures and words of one quarter are never read as those of another: where a file says another
quarter than the mapping, or none, a person says which it is about.  No Django in here.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from periods.calendar import FinancialQuarter, NotAPeriod
from sheets.cells import Cell, Place
from sheets.problems import Problem, Weight
from workbooks.mapping.about import About, guess_about
from workbooks.mapping.description import Layout, Use, folded
from workbooks.mapping.fields import OWN_QUARTER, PERIOD, QUARTER, Fields
from workbooks.mapping.grid import Grid
from workbooks.mapping.months import MONTHS, with_plain_months
from workbooks.mapping.own_period import own_period
from workbooks.mapping.periods import (
    find_period,
    find_relative,
    moved_on,
    quarter_of_result,
    year_of,
)
from workbooks.mapping.row_periods import may_date_a_row, quarter_in, says_when
from workbooks.mapping.synonyms import COMMENTARY, LAST_YEAR

# Columns are of dates where so many of their cells are.
SOME = 0.5
_MONTH_AND_YEAR = re.compile(
    rf"({'|'.join(MONTHS)})[a-z]*\.?[\s'-]*((?:20)?[0-9]{{2}})$", re.IGNORECASE
)
MATCH_AGAIN = "match the columns again"


class FilePeriods:
    """What the sheet of a file is about, as it says itself, and as its layout says."""

    def __init__(self, grid: Grid, layout: Layout, fields: Fields, file_name: str) -> None:
        self._grid = grid
        self._layout = layout
        self._fields = fields
        self._dated = [use for use in layout.uses if self._is_of_a_time(use)]
        self._has_own = bool(layout.uses_of(PERIOD) or layout.uses_of(OWN_QUARTER))
        self.quarter = self._said_quarter()
        self.years = _years_of(layout) or (set() if self.quarter else self._bare_years())
        said = About(self.quarter)
        self.named = own_period(grid, layout, said) or guess_about(grid, layout, file_name)

    @property
    def is_undated(self) -> bool:
        """Whether neither a heading nor its row says of a column which period it is about."""
        if self._has_own:
            return False
        dated = [find_period(use.heading) for use in self._dated]
        return any(found is None or found.needs_year for found in dated)

    def _is_of_a_time(self, use: Use) -> bool:
        """Whether a column is about a period, or reported in a quarter.

        Words that the mapping says nothing of go with whatever figures stand beside them.
        """
        field, constants = self._fields[use.field], self._layout.constants
        if field.is_figure:
            return field.has_period
        if not (field.has_period or field.has_quarter):
            return False
        if use.period or use.quarter:
            return True
        goes_with_figures = field.has_period and use.field not in COMMENTARY
        return not goes_with_figures and bool(constants.get(QUARTER) or constants.get(PERIOD))

    @property
    def is_of_another_year(self) -> bool:
        return bool(self.named.year and self.years) and self.named.year not in self.years

    @property
    def says_another(self) -> bool:
        """Whether the file itself names another quarter or year than the layout, or several."""
        named = self.named.unsettled or self.named.quarter not in ("", self.quarter)
        return self.is_of_another_year or bool(self.quarter and named)

    def problems(self) -> Iterator[Problem]:
        """Why the file may be about another quarter than the mapping, where nobody said which."""
        named, said = self.named, self.quarter or ", ".join(sorted(self.years))
        if not said:
            return
        if self.is_of_another_year:
            said = ", ".join(sorted(self.years))
            seems, remedy = named.year, self._remedy(named.quarter or named.year)
        elif self.says_another:
            seems, remedy = named.period or "another one", self._remedy(named.quarter, self.quarter)
        elif self.is_undated and not (named.quarter if self.quarter else named.year):
            what = "quarter" if self.quarter else "year"
            text = f"nothing in the file says which {what} it is about, and the mapping says {said}"
            yield self._problem(f"{text}: {self._remedy(said)}")
            return
        else:
            yield from self.dates_of_rows(self.quarter)
            return
        text = f"the file seems to be about {seems} ({named.reason}), and the mapping says {said}"
        yield self._problem(f"{text}: {remedy}")

    def _remedy(self, *periods: str) -> str:
        options = " or ".join(f'--about "{each}"' for each in periods if each)
        option = f"say {options}, whichever it is about" if " or " in options else f"say {options}"
        return f"{option}, or {MATCH_AGAIN}" if options else MATCH_AGAIN

    def _problem(self, text: str, weight: Weight = Weight.ERROR) -> Problem:
        return Problem(self._layout.sheet, "", text, weight)

    def _said_quarter(self) -> str:
        """The quarter that the layout says of the whole sheet; "" where it says none."""
        if quarter := self._layout.constants.get(QUARTER, ""):
            return quarter
        constant = self._layout.constants.get(PERIOD, "")
        return max((_own_quarter(use, constant) for use in self._dated), default="")

    def _bare_years(self) -> set[str]:
        """The years of columns whose headings name none: those of results, where there are any."""
        bare = [
            use
            for use in self._dated
            if use.period and _names_nothing(use) and not LAST_YEAR.fullmatch(folded(use.heading))
        ]
        results = [use for use in bare if use.field.startswith("Actuals.")]
        return {year_of(use.period) for use in results or bare}

    # What rows say

    def dates_of_rows(self, quarter: str, *, confirmed: bool = False) -> Iterator[Problem]:
        """Dates in columns that are left out, of rows that are of another quarter than that."""
        if not quarter or self._has_own or not self.is_undated:
            return
        used = {use.column for use in self._layout.uses}
        for column in self._grid.columns:
            if column in used or not may_date_a_row(self._layout.headings.get(column, "")):
                continue
            cells = self._cells(column)
            if sum(map(says_when, cells.values())) < max(1, SOME * len(cells)):
                continue
            others = [
                (row, cell, when)
                for row, cell in cells.items()
                if (when := _when(cell, quarter)) and when not in (quarter, year_of(quarter))
            ]
            if others:
                yield self._dated_otherwise(column, others, quarter, confirmed)

    def _cells(self, column: int) -> dict[int, Cell]:
        dated = {use.column for use in self._dated}
        return {
            row: cells[column]
            for row, cells in self._grid.rows.items()
            if row > self._layout.last and column in cells and dated & cells.keys()
        }

    def _dated_otherwise(
        self, column: int, others: list[tuple[int, Cell, str]], quarter: str, confirmed: bool
    ) -> Problem:
        row, cell, when = others[0]
        more = f" (and {len(others) - 1} more)" if len(others) > 1 else ""
        heading = self._layout.headings.get(column, "")
        named = f"under “{heading}”" if heading else "here"
        text = f"“{cell.written}” stands {named}{more}, which is in {when}"
        place: Place = self._grid.place(column, row)
        if confirmed:
            told = f"{text}: the figures are read as about {quarter}, as was said"
            return Problem(place.sheet, place.cell, told, Weight.NOTE)
        told = f"{text}, and the mapping says {quarter}: {self._remedy(quarter)}"
        return Problem(place.sheet, place.cell, told)

    # What a person says

    def moved_to(self, about: str) -> tuple[Layout, list[Problem]]:
        """The layout as it is about that quarter or year, and what speaks against it."""
        own = own_period(self._grid, self._layout, About(about))
        if own and not own.unsettled:
            if own.year != year_of(about) or (
                own.quarter and " Q" in about and own.period != about
            ):
                text = f"this sheet names {own.period} ({own.reason}), and --about says {about}"
                return self._layout, [self._problem(f"{text}: correct it, or {MATCH_AGAIN}")]
            about = own.quarter or about
        if self.quarter and " Q" not in about:
            text = f"the mapping says {self.quarter} of the whole file, and --about says {about}"
            remedy = f"say the quarter, such as {about} Q1"
            return self._layout, [self._problem(f"{text}: {remedy}")]
        layout = self._moved(about) if self.quarter or self.years else self._layout
        told = list(FilePeriods.dates_of_rows(self, about, confirmed=True)) if self.quarter else []
        return layout, told

    def _moved(self, about: str) -> Layout:
        before = self.quarter or min(self.years)
        now = about if self.quarter else year_of(about)
        constants = {
            name: moved_on(value, before, now) if name in (PERIOD, QUARTER) and value else value
            for name, value in self._layout.constants.items()
        }
        uses = [_use_moved(use, before, now) for use in self._layout.uses]
        return replace(self._layout, uses=uses, constants=constants)


def _use_moved(use: Use, before: str, now: str) -> Use:
    """A column about the file's own quarter or year, where its heading does not say a whole one."""
    found = find_period(use.heading)
    if found and not found.needs_year:
        return replace(use, quarter=now) if use.quarter == before == _own_quarter(use, "") else use
    relative = find_relative(use.heading, now) if " Q" in now and not found else None
    if relative and relative.label:
        return replace(use, period=relative.label if use.period else "",
                       quarter=relative.label if use.quarter else "")  # fmt: skip
    ends = (year_of(before), year_of(now)) if found else (before, now)
    period, quarter = (moved_on(each, *ends) if each else "" for each in (use.period, use.quarter))
    return replace(use, period=period, quarter=quarter)


def _own_quarter(use: Use, period: str) -> str:
    """The quarter that the layout says of a column, and its heading does not; "" for none.

    `period` is that of the whole file. When the result of a year is usually reported follows from
    the year.
    """
    about = use.period or period
    if _names_nothing(use) and " Q" in about:
        return about
    found = find_period(use.heading)
    if (found and (found.number or found.either)) or find_relative(use.heading, ""):
        return ""
    return use.quarter if not about or use.quarter != quarter_of_result(about) else ""


def _names_nothing(use: Use) -> bool:
    return find_period(use.heading) is None and find_relative(use.heading, "") is None


def _years_of(layout: Layout) -> set[str]:
    """The years of which the mapping takes the file to be, where its headings do not say them."""
    undated = {
        use.period
        for use in layout.uses
        if (found := find_period(use.heading)) and found.needs_year and use.period
    }
    whole_file = {layout.constants.get(name, "") for name in (QUARTER, PERIOD)}
    return {year_of(each) for each in undated | whole_file if each}


def _when(cell: Cell, quarter: str) -> str:
    """The quarter in which a cell's date or month is, or the year that it names; "" for neither."""
    if isinstance(cell.value, date):
        return _quarter_of(cell.value.year, cell.value.month)
    words = with_plain_months(cell.written.strip())
    if found := quarter_in(words, year_of(quarter)):
        return found.label
    if match := _MONTH_AND_YEAR.search(words):
        year = int(match[2]) if len(match[2]) == len("2009") else 2000 + int(match[2])
        return _quarter_of(year, MONTHS.index(match[1].lower()) + 1)
    period = find_period(words)
    return period.label if period and not period.rest else ""


def _quarter_of(year: int, month: int) -> str:
    try:
        return FinancialQuarter.containing(date(year, month, 1)).label
    except (NotAPeriod, ValueError):
        return ""
