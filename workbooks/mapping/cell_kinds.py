"""Cells that are a year or a quarter, whichever way it is written.  No Django in here."""

import re

from sheets.cells import Cell
from workbooks.mapping.periods import Found, find_period
from workbooks.mapping.row_periods import quarter_in

_FULL_YEAR = re.compile(r"(19|20)[0-9]{2} ?/ ?([0-9]{2}){1,2}")


def quarter_of_cell(cell: Cell) -> Found | None:
    return quarter_in(cell.written)


def is_bare_quarter(cell: Cell) -> bool:
    found = quarter_of_cell(cell)
    return found is not None and found.needs_year


def is_full_year(cell: Cell) -> bool:
    """Whether it is a year such as "2009/10", which is not 2009 of 10."""
    return isinstance(cell.value, str) and bool(_FULL_YEAR.fullmatch(cell.written.strip()))


def is_year(cell: Cell) -> bool:
    found = find_period(cell.written)
    return found is not None and not found.number and not found.rest
