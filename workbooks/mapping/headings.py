"""Finding the row of headings.  No Django in here."""

from collections.abc import Callable
from typing import NamedTuple

from sheets.cells import Cell
from workbooks.mapping.codes import holds_a_figure_of_a_code, is_code
from workbooks.mapping.grid import Grid
from workbooks.mapping.heading_groups import are_parts, groups, tells_columns_apart
from workbooks.mapping.heading_words import headings_of
from workbooks.mapping.values import is_numeric

# Headings are looked for among so many rows.
LOOKED_AT = 40
LONGEST_HEADING = 90
KNOWN, SUPPORT = 3, 3
# Year, quarter, and what of it: no headings stand in more rows.
MOST_HEADING_ROWS = 3
# With so many known headings, a row is the list's own though another one has more.
CREDIBLE = 2


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
        rows = _with_neighbours(grid, row, is_known)
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


def _with_neighbours(grid: Grid, row: int, is_known: Callable[[str], bool]) -> tuple[int, int]:
    """The row, with one of groups above it and those of parts below."""
    first = row - 1 if groups(grid, row - 1, row, is_known) else row
    last = row
    while last - first < MOST_HEADING_ROWS - 1 and _parts_of(grid, last, is_known):
        last += 1
    return first, last


def _parts_of(grid: Grid, row: int, is_known: Callable[[str], bool]) -> bool:
    """Whether the row below says what the columns are that this one puts together."""
    return groups(grid, row, row + 1, is_known) and (
        are_parts(grid, row + 1) or tells_columns_apart(grid, row, row + 1, is_known)
    )
