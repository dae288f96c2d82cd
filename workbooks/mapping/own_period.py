"""Which quarter or year a sheet names for itself, beside what was said of the whole file.

A sheet that names a quarter keeps it; where its words name several and nobody said which of them,
it is asked.  No Django in here.
"""

from collections.abc import Iterator
from typing import NamedTuple

from workbooks.mapping.about import About
from workbooks.mapping.grid import Grid
from workbooks.mapping.heading_words import Rows, titles_of
from workbooks.mapping.periods import find_period, year_of


class Words(NamedTuple):
    """Words that stand for a whole sheet, and where."""

    written: str
    where: str


def own_period(grid: Grid, headings: Rows, said: About) -> About | None:
    """The period that the sheet names above its headings or in its own name; None for none.

    `said` is that of the whole file: its year completes a bare "Quarter 2".
    """
    title = list(_titles(grid, headings))
    name = [Words(grid.table.name, f"the sheet’s name, “{grid.table.name}”")]
    year, where = _year([*title, *name], said.year)
    known = year or (said.year if "/" in said.year else "")
    titled, named = (_quarter(words, known, said.period) for words in (title, name))
    if titled and named and titled.period != named.period:
        return About(known, f"{titled.reason}, and {named.reason}", unsettled=True)
    if quarter := titled or named:
        return quarter
    if year and year != said.year:
        return About(year, where, unsettled=bool(said.quarter))
    return None


def _titles(grid: Grid, headings: Rows) -> Iterator[Words]:
    for column, row in titles_of(grid, headings):
        if written := grid.words(column, row):
            yield Words(written, f"“{written[:80]}” in {grid.place(column, row)}")


def _year(everything: list[Words], said: str) -> tuple[str, str]:
    """The financial year that the words name, with where: the one that was said, or the first."""
    years: dict[str, str] = {}
    for words in everything:
        for label in _periods(words.written):
            if "/" in label:
                years.setdefault(year_of(label), words.where)
    if said in years:
        return said, years[said]
    return next(iter(years.items()), ("", ""))


def _quarter(places: list[Words], year: str, said: str) -> About | None:
    """The quarter that the words name: the one that was said, or that of the first of them."""
    found = [
        (quarters, words.where)
        for words in places
        if (quarters := [each for each in _periods(words.written, year) if " Q" in each])
    ]
    for quarters, where in found:
        if said in quarters:
            return About(said, where)
    if not found:
        return None
    quarters, where = found[0]
    if len(set(quarters)) > 1:
        return About(year, where, unsettled=True)
    return About(quarters[0], where)


def _periods(written: str, year: str = "") -> list[str]:
    """Every period that the words name, in the order in which they are found."""
    labels: list[str] = []
    while (found := find_period(written, year)) and found.rest != written:
        labels += [found.label] if found.label else found.either
        year = year_of(found.label) if "/" in found.label else year
        written = found.rest
    return labels
