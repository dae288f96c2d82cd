"""Indicators' codes in the cells of somebody's sheet.  No Django in here."""

import re
from collections.abc import Callable, Iterable

from indicators.codes import NotACode, read_code
from sheets.cells import Cell
from workbooks.mapping.description import remembered
from workbooks.mapping.grid import Grid
from workbooks.mapping.months import is_month
from workbooks.mapping.periods import find_period
from workbooks.mapping.values import is_numeric

_CODE_FIRST = re.compile(
    r"([A-Za-z]+[ -]*[0-9]{1,6} ?[a-z]?)(?=[\s:.,;\u2013-]|$)\s*[:.\u2013-]*\s*(.*)", re.DOTALL
)


@remembered
def is_code(words: str) -> bool:
    try:
        return bool(read_code(words))
    except NotACode:
        return False


def starts_with_code(words: str) -> tuple[str, str] | None:
    """The code with which the words begin, and the title after it: "NI 101 – GCSEs"."""
    match = _CODE_FIRST.fullmatch(words.strip())
    if not match or not is_code(match[1]):
        return None
    return match[1].strip(), match[2].strip()


@remembered
def code_in(words: str) -> str:
    """The code that words are, or begin with; "" where they name none, or a quarter or month."""
    parts = (words, "") if is_code(words) else starts_with_code(words)
    if not parts or is_month(parts[0]) or find_period(parts[0], "2000/01"):
        return ""
    return read_code(parts[0])


def holds_a_figure_of_a_code(grid: Grid, row: int) -> bool:
    """Whether the row holds an indicator's code and a figure, so that it is no heading."""
    cells = [cell for cell in grid.rows.get(row, {}).values() if not cell.is_blank]
    return _any_but_periods(cells, holds_a_code) and _any_but_periods(cells, is_numeric)


def holds_a_code(cell: Cell) -> bool:
    return is_code(cell.written) or bool(starts_with_code(cell.written))


def _any_but_periods(cells: Iterable[Cell], test: Callable[[Cell], bool]) -> bool:
    """Whether it is so of a cell that names no year or quarter."""
    return any(test(each) and not find_period(each.written, "2000/01") for each in cells)
