"""Finding the row of headings.  No Django in here."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from indicators.codes import NotACode, read_code
from sheets.cells import Cell
from workbooks.mapping.description import remembered
from workbooks.mapping.grid import Grid, headings_of
from workbooks.mapping.periods import find_period, is_month
from workbooks.mapping.values import is_numeric

# Headings are looked for among so many rows.
LOOKED_AT = 40
LONGEST_HEADING = 90
KNOWN, SUPPORT = 3, 3
# Year, quarter, and what of it: no headings stand in more rows.
MOST_HEADING_ROWS = 3
# With so many known headings, a row is the list's own though another one has more.
CREDIBLE = 2
_CODE_FIRST = re.compile(
    r"([A-Za-z]+[ -]*[0-9]{1,6} ?[a-z]?)(?=[\s:.,;\u2013-]|$)\s*[:.\u2013-]*\s*(.*)", re.DOTALL
)
LONG = 60


class Headings(NamedTuple):
    """The rows in which headings stand, and why they seem to."""

    first: int
    last: int
    reason: str


def find_headings(grid: Grid, is_known: Callable[[str], bool]) -> Headings | None:
    """The likeliest rows of headings; None where nothing looks like any.

    `is_known` says whether words are a heading of which the meaning can be guessed. Of two that
    look like headings, with codes and figures between them, the first is the list's: the second
    repeats it, or begins another table.
    """
    scored = []
    for row in sorted(grid.rows)[:LOOKED_AT]:
        rows = _with_neighbours(grid, row)
        scored.append((*_score(grid, *rows, is_known), rows))
    best = _best(scored)
    if best is None:
        return None
    first_data = next((row for row in sorted(grid.rows) if holds_a_figure_of_a_code(grid, row)), 0)
    above = [each for each in scored if each[1] >= CREDIBLE and each[2][1] < first_data]
    if above and best[2][0] > first_data:
        best = _best(above) or best
    _, known_there, (first, last) = best
    joint = "and" if last - first == 1 else "to"
    where = f"row {first}" if first == last else f"rows {first} {joint} {last}"
    why = (
        f"{known_there} of its headings are known"
        if known_there
        else "it is the first row with words in most columns"
    )
    return Headings(first, last, f"{where}, for {why}")


Scored = tuple[int, int, tuple[int, int]]


def _best(scored: list[Scored]) -> Scored | None:
    """The first of those that score most; None where none scores anything."""
    best = max(scored, key=lambda each: each[0], default=None)
    return best if best and best[0] > 0 else None


def _score(grid: Grid, first: int, last: int, is_known: Callable[[str], bool]) -> tuple[int, int]:
    """How much these rows look like headings, taken together, and how many words are known."""
    cells = grid.rows.get(last, {})
    words = {column: each for column, each in headings_of(grid, first, last).items() if each}
    held = [column for column, cell in cells.items() if not cell.is_blank]
    if first == last:
        words = {column: words[column] for column in held if column in words}
    if len(words) < 2:
        return 0, 0
    known = sum(is_known(each) for each in words.values())
    blank = Cell()
    short = sum(
        len(each) <= LONGEST_HEADING
        and not is_numeric(cells.get(column, blank))
        and not is_code(each)
        for column, each in words.items()
    )
    figures = sum(
        (is_numeric(cells.get(column, blank)) or is_code(each)) and not is_known(each)
        for column, each in words.items()
    )
    below = [each for each in sorted(grid.rows) if each > last][:SUPPORT]
    supported = sum(any(column in grid.rows[each] for each in below) for column in words)
    return known * KNOWN + short - 2 * figures + supported, known


def holds_a_figure_of_a_code(grid: Grid, row: int) -> bool:
    """Whether the row holds an indicator's code and a figure, so that it is no heading."""
    cells = [cell for cell in grid.rows.get(row, {}).values() if not cell.is_blank]
    return _any_but_periods(cells, holds_a_code) and _any_but_periods(cells, is_numeric)


def holds_a_code(cell: Cell) -> bool:
    return is_code(cell.written) or bool(starts_with_code(cell.written))


def _any_but_periods(cells: Iterable[Cell], test: Callable[[Cell], bool]) -> bool:
    """Whether it is so of a cell that names no year or quarter."""
    return any(test(each) and not find_period(each.written, "2000/01") for each in cells)


def _with_neighbours(grid: Grid, row: int) -> tuple[int, int]:
    """The row, with one of groups above it and those of parts below."""
    first = row - 1 if _groups(grid, row - 1, row) else row
    last = row
    while last - first < MOST_HEADING_ROWS - 1 and _parts_of(grid, last):
        last += 1
    return first, last


def _parts_of(grid: Grid, row: int) -> bool:
    """Whether the row below says what the columns are that this one puts together."""
    return _groups(grid, row, row + 1) and _are_parts(grid, row + 1)


def _groups(grid: Grid, above: int, below: int) -> bool:
    """Whether the words of one row stand over several columns of the other."""
    upper, lower = grid.rows.get(above, {}), grid.rows.get(below, {})
    if len(lower) < 2 or not upper:
        return False
    wide = [
        (left, right)
        for left, top, right, bottom in grid.areas
        if top == above and bottom == above and right > left
    ]
    whole = len([each for each in lower if not grid.is_covered(each, below)])
    for left, right in wide:
        under = sum(left <= column <= right for column in lower)
        if 1 < under < whole or (under > 1 and len(upper) > 1):
            return True
    periods = [column for column in upper if find_period(grid.words(column, above), "2000/01")]
    gaps = [column for column in lower if column not in upper and column > min(upper)]
    if wide or not periods or not gaps:
        return False
    beside = min(upper) < min(periods) <= min(lower) and _are_parts(grid, below)
    return beside or min(upper) > min(lower)


def _are_parts(grid: Grid, row: int) -> bool:
    cells = grid.rows.get(row, {})
    return bool(cells) and not any(
        (is_code(cell.written) and not find_period(cell.written, "2000/01"))
        or len(cell.written) > LONG
        or (is_numeric(cell) and not find_period(cell.written))
        for cell in cells.values()
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
