"""Which quarters say what of a period, where figures of other frequency stand beside them.

A year's figure of a quarterly indicator is that of its last quarter, or what its quarters come to
where each is entered for itself. Those meet quarters to date in what they come to so far. A year
that begins within a financial one has of quarters to date what came after the one before it; and
of the quarters in which a school year begins and ends, it has only some. No Django in here.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from indicators.expectations import Accumulation, Frequency
from periods.calendar import FinancialQuarter, YearType
from reports.disclosure.masking import Row

QUARTERS = 4  # in a year


class Stretch(NamedTuple):
    """What a quarter's figure says of a period; `before` names the quarter to date whose figure is
    taken off it, and `partly` that only some of it belongs to the period.
    """

    quarter: str
    before: str = ""
    partly: bool = False

    @property
    def labels(self) -> list[str]:
        return [each for each in (self.before, self.quarter) if each]


class Together:
    """Indicators that are looked at beside each other."""

    def __init__(self, rows: Iterable[Row]):
        rows = list(rows)
        self.by_year = [each for each in rows if each.frequency != Frequency.QUARTERLY]
        accumulations = {each.accumulation for each in rows if each not in self.by_year}
        self.are_to_date = {Accumulation.CUMULATIVE, Accumulation.EACH_QUARTER} <= accumulations

    def stretches(self, row: Row, period: str) -> list[Stretch]:
        """What of the quarters of this one says what its figure for the period is.

        Nothing where it has figures for that kind of period itself.
        """
        if row.frequency != Frequency.QUARTERLY:
            return []
        if is_quarter(period):
            meets = self.are_to_date and row.accumulation == Accumulation.EACH_QUARTER
            every = [*quarters_before(period), period]
            return [Stretch(each) for each in every] if meets else []
        years = {each.year_type for each in self.by_year} - {YearType.CALENDAR}
        is_academic = years == {YearType.ACADEMIC}
        return list(_of_a_year(row, period, YearType.ACADEMIC if is_academic else ""))

    def labels(self, row: Row, period: str) -> list[str]:
        """Under which labels it can have a figure that says something of the period."""
        return [period, *(label for each in self.stretches(row, period) for label in each.labels)]


def is_quarter(period: str) -> bool:
    return " Q" in period


def stretches_of(row: Row, year: str) -> list[Stretch]:
    """What of a quarterly indicator's own quarters says what its year's figure is."""
    if row.frequency != Frequency.QUARTERLY or is_quarter(year):
        return []
    return list(_of_a_year(row, year, row.year_type))


def _of_a_year(row: Row, year: str, year_type: str) -> Iterator[Stretch]:
    quarters, partly = _quarters_in(year, year_type)
    if row.accumulation == Accumulation.SNAPSHOT:
        if not partly:
            yield Stretch(quarters[-1].label)
        return
    is_cumulative = row.accumulation == Accumulation.CUMULATIVE
    for each in partly:
        yield Stretch(each.label, _before(each) if is_cumulative else "", partly=True)
    if not is_cumulative:
        yield from (Stretch(each.label) for each in quarters)
        return
    for _, of_year in groupby(quarters, key=lambda each: each.year):
        ours = list(of_year)
        yield Stretch(ours[-1].label, _before(ours[0]))


def _before(quarter: FinancialQuarter) -> str:
    """The quarter to date that comes before it in its financial year."""
    return "" if quarter.number == 1 else quarter.plus(-1).label


def _quarters_in(
    year: str, year_type: str
) -> tuple[list[FinancialQuarter], list[FinancialQuarter]]:
    """The quarters that lie within the year, and those of which only a part does."""
    starts = FinancialQuarter(int(year[:4]), 1)
    if "/" not in year:
        starts = starts.plus(-1)
    elif year_type == YearType.ACADEMIC:
        starts = starts.plus(
            1
        )  # September is in its first quarter, and July and August in the last
        first, *within = [starts.plus(each) for each in range(QUARTERS)]
        return within, [first, starts.plus(QUARTERS)]
    return [starts.plus(each) for each in range(QUARTERS)], []


def quarters_before(quarter: str) -> list[str]:
    """The quarters before this one in its financial year."""
    last = FinancialQuarter.from_label(quarter)
    return [FinancialQuarter(last.year, each + 1).label for each in range(last.number - 1)]


def to_date_in(period: str) -> list[str]:
    """The quarters of the financial year of a period, and the year itself, as it grows."""
    year = period[:7]
    return [*quarters_before(f"{year} Q4"), f"{year} Q4", year]
