"""Which quarter or year a file seems to be about.  No Django in here."""

from typing import NamedTuple

from workbooks.mapping.grid import Grid
from workbooks.mapping.heading_words import Rows, titles_of
from workbooks.mapping.periods import find_period, spans_quarters, year_of


class About(NamedTuple):
    """The quarter or year that a file seems to be about, and where it says so.

    `unsettled`: only its year is certain, for several quarters are named; which, is asked.
    """

    period: str = ""
    reason: str = ""
    unsettled: bool = False

    @property
    def year(self) -> str:
        return year_of(self.period)

    @property
    def quarter(self) -> str:
        return self.period if " Q" in self.period else ""


def guess_about(grid: Grid, headings: Rows | None, file_name: str) -> About:
    """The quarter or year the file speaks of: above its headings, or in the names it has."""
    places = [
        (grid.words(column, row), f"“{grid.words(column, row)[:80]}” in {grid.place(column, row)}")
        for column, row in titles_of(grid, headings)
    ]
    places += [
        (grid.table.name, f"the sheet’s name, “{grid.table.name}”"),
        (file_name.replace("_", " "), f"the file’s name, “{file_name}”"),
    ]
    best = About()
    year = ""
    for words, where in places:
        found = find_period(words, year)
        if not found:
            continue
        year = year or year_of(found.label)
        several = spans_quarters(words)
        if " Q" in found.label and not several:
            return About(found.label, where)
        if "/" in found.label and not best.period:
            best = About(year_of(found.label), where, unsettled=several)
    return best
