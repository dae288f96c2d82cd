"""The period of a row, where columns of the row name it: "2009/10" beside "Q3", or "Q3 2009/10".

No Django in here.
"""

from dataclasses import replace

from sheets.cells import Cell
from workbooks.mapping.description import folded
from workbooks.mapping.fields import OWN_QUARTER, PERIOD, QUARTER, YEAR
from workbooks.mapping.periods import Found, find_period, year_of

QUARTERS_IN_YEAR = ("1", "2", "3", "4")
# What stands under "Quarter" beside the figure of a whole year.
WHOLE_YEAR = {"annual", "full year", "whole year"}


def quarter_in(words: str, year: str = "") -> Found | None:
    """The quarter that a cell names, such as Q3, Oct-Dec or 3; where it is bare, that of `year`."""
    words = words.strip()
    found = find_period(f"Q{words}" if words in QUARTERS_IN_YEAR else words, year)
    return found if found and found.number and not found.rest else None


def year_in(words: str) -> str:
    """The financial year that a cell under "Year" names; "" where it names none for certain."""
    found = find_period(words)
    return found.label if found and not found.number and "/" in found.label else ""


def put_together(said: dict[str, Cell], year: str) -> dict[str, Cell]:
    """What a row says of its period, of the columns in which it says it.

    `year` is that of the whole file, where its quarters are bare ones.
    """
    if said.keys().isdisjoint({OWN_QUARTER, YEAR, PERIOD}):
        return said
    found = {name: cell for name, cell in said.items() if name not in (OWN_QUARTER, YEAR)}
    own, of_year = said.get(OWN_QUARTER), said.get(YEAR)
    if of_year and not own and PERIOD not in found:
        found[PERIOD] = of_year
    if own and of_year and folded(own.written) in WHOLE_YEAR:
        found[PERIOD] = of_year
    elif own:
        period = _completed(own, of_year, year)
        found[PERIOD] = period
        if period.trouble or " Q" in period.written:
            found[QUARTER] = period
    elif PERIOD in found:
        found[PERIOD] = _completed(found[PERIOD], None, "")
    if of_year and not own and QUARTER in found:
        found[QUARTER] = _completed(found[QUARTER], of_year, "")
    return found


def _completed(quarter: Cell, of_year: Cell | None, year: str) -> Cell:
    """The quarter with its year; as it stands where it names none, to be told by its own reader."""
    if of_year and not of_year.trouble:
        year = year_in(of_year.written)
    found = quarter_in(quarter.written, year)
    if found is None or quarter.trouble:
        return quarter
    if of_year and not year:
        told = f"“{of_year.written}” is not a year such as 2009/10: write the one that is meant"
        return Cell(trouble=of_year.trouble or told, origin=of_year.origin)
    if of_year and year_of(found.label) != year:
        told = f"“{quarter.written}” is not in {year}, which stands beside it: correct one of them"
        return Cell(trouble=told, origin=quarter.origin)
    return replace(quarter, value=found.label) if found.label else quarter
