"""Which quarters say what of a period, where figures of other frequency stand beside them.

A year's figure of a quarterly indicator is that of its last quarter, or what its quarters come to
where each is entered for itself. Those meet quarters to date in what they come to so far. No Django
in here.
"""

from collections.abc import Iterable

from indicators.expectations import Accumulation, Frequency
from periods.calendar import FinancialQuarter, YearType
from reports.disclosure.masking import Row

QUARTERS = 4  # in a year


class Together:
    """Indicators that are looked at beside each other."""

    def __init__(self, rows: Iterable[Row]):
        rows = list(rows)
        self.by_year = [each for each in rows if each.frequency != Frequency.QUARTERLY]
        accumulations = {each.accumulation for each in rows if each not in self.by_year}
        self.are_to_date = {Accumulation.CUMULATIVE, Accumulation.EACH_QUARTER} <= accumulations

    def quarters(self, row: Row, period: str) -> list[str]:
        """The quarters of this one that say what its figure for the period is.

        None where it has figures for that kind of period itself, or where no quarters come to it.
        """
        if row.frequency != Frequency.QUARTERLY:
            return []
        if is_quarter(period):
            meets = self.are_to_date and row.accumulation == Accumulation.EACH_QUARTER
            return _year_to(period) if meets else []
        every = quarters_in(period, {each.year_type for each in self.by_year})
        if row.accumulation == Accumulation.EACH_QUARTER:
            return every
        if row.accumulation == Accumulation.CUMULATIVE and not _is_a_year(every):
            return []
        return every[-1:]

    def labels(self, row: Row, period: str) -> list[str]:
        """Under which labels it can have a figure that says something of the period."""
        return [period, *self.quarters(row, period)]


def is_quarter(period: str) -> bool:
    return " Q" in period


def quarters_in(year: str, year_types: Iterable[str] = ()) -> list[str]:
    """The quarters that make up the year; none make up an academic one."""
    if YearType.ACADEMIC in year_types:
        return []
    starts = FinancialQuarter(int(year[:4]), 1)
    first = starts if "/" in year else starts.plus(-1)
    return [first.plus(each).label for each in range(QUARTERS)]


def _year_to(quarter: str) -> list[str]:
    """The quarters of a financial year up to this one."""
    last = FinancialQuarter.from_label(quarter)
    return [FinancialQuarter(last.year, each + 1).label for each in range(last.number)]


def _is_a_year(quarters: list[str]) -> bool:
    """Whether they are those of one financial year."""
    return len({each[:7] for each in quarters}) == 1


def quarters_of(row: Row, year: str) -> list[str]:
    """The quarters that come to the year's figure of a quarterly indicator; of others none."""
    if row.frequency != Frequency.QUARTERLY or is_quarter(year):
        return []
    return quarters_in(year)
