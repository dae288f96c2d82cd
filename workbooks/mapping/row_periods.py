"""The period of a row, where columns of the row name it: "2009/10" beside "Q3", or "Q3 2009/10".

No Django in here.
"""

import re
from dataclasses import replace
from datetime import date

from periods.calendar import FinancialQuarter, NotAPeriod
from sheets.cells import Cell
from workbooks.mapping.description import folded
from workbooks.mapping.fields import OWN_QUARTER, PERIOD, QUARTER, YEAR
from workbooks.mapping.months import is_month
from workbooks.mapping.periods import Found, find_period, year_of

QUARTERS_IN_YEAR = ("1", "2", "3", "4")
# What stands under "Quarter" beside the figure of a whole year.
WHOLE_YEAR = {"annual", "full year", "whole year"}
# "31/12/2009", "31 Dec 09", and as a file keeps a date: "2009-12-31".
_DAY = re.compile(
    r"[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:[0-9]{2}){1,2}|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[0-9]{1,2}(?:st|nd|rd|th)? [a-z]{3,9}\.?,? '?(?:[0-9]{2}){1,2}",
    re.IGNORECASE,
)
_IN_NUMBERS = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"|(?P<d>[0-9]{1,2})[/.-](?P<m>[0-9]{1,2})[/.-](?P<y>[0-9]{4}|[0-9]{2})"
)
_LAST_DAYS = {(6, 30): 1, (9, 30): 2, (12, 31): 3, (3, 31): 4}
# Headings of years and dates that are of something else than the figures beside them.
_OF_SOMETHING_ELSE = re.compile(
    r".*\b(base ?-?line|next|review|due|deadline|target|start(ed|s)?|birth|born)\b.*"
)


def says_when(cell: Cell) -> bool:
    """Whether a cell is a year, a quarter, a month or a date and nothing else."""
    words = cell.written.strip()
    if isinstance(cell.value, date) or is_month(words) or _DAY.fullmatch(words):
        return True
    found = find_period(words)
    return found is not None and not found.rest


def may_date_a_row(heading: str) -> bool:
    """Whether years or dates under this heading may be those of the figures beside them."""
    return not _OF_SOMETHING_ELSE.fullmatch(folded(heading))


def quarter_in(words: str, year: str = "") -> Found | None:
    """The quarter that a cell names, such as Q3, Oct-Dec or 3; where it is bare, that of `year`."""
    words = words.strip()
    if label := _ended_on(words):
        return Found(label, "", int(label[-1]))
    found = find_period(f"Q{words}" if words in QUARTERS_IN_YEAR else words, year)
    return found if found and found.number and not found.rest else None


def _ended_on(words: str) -> str:
    """The quarter of which a date is the last day: "31/12/2009"; "" for another day."""
    match = _IN_NUMBERS.fullmatch(words)
    if match is None:
        return ""
    year, month, day = match["year"] or match["y"], match["month"] or match["m"], match["d"]
    number = _LAST_DAYS.get((int(month), int(day or match["day"])), 0)
    begins = int(year) + (2000 if len(year) <= len("09") else 0) - (number == len(QUARTERS_IN_YEAR))
    try:
        return FinancialQuarter(begins, number).label if number else ""
    except NotAPeriod:
        return ""


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
