"""Which row of headings groups the columns of the row below it: Q1 over Target and Actual.

No Django in here.
"""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from workbooks.mapping.codes import is_code
from workbooks.mapping.description import folded
from workbooks.mapping.grid import Grid
from workbooks.mapping.heading_words import words_above
from workbooks.mapping.periods import find_period
from workbooks.mapping.values import is_numeric

LONG = 60
# A year of no list, which completes a bare quarter where only that it is one matters.
ANY_YEAR = "2000/01"


def groups(grid: Grid, above: int, below: int, is_known: Callable[[str], bool]) -> bool:
    """Whether the words of one row stand over several columns of the other.

    They may be merged, stand once with blanks after them, or be written above each column.
    """
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
    if tells_columns_apart(grid, above, below, is_known):
        return True
    periods = [column for column in upper if find_period(grid.words(column, above), ANY_YEAR)]
    gaps = [column for column in lower if column not in upper and column > min(upper)]
    if wide or not periods or not gaps:
        return False
    beside = min(upper) < min(periods) <= min(lower) and are_parts(grid, below)
    return beside or min(upper) > min(lower)


def tells_columns_apart(
    grid: Grid, above: int, below: int, is_known: Callable[[str], bool]
) -> bool:
    """Whether each column has its year or quarter in one of two rows, and what of it in the other.

    The row below alone would head several columns alike, or the row above would.
    """
    if _holds_data(grid, below) or _holds_data(grid, above):
        return False
    pairs = [
        (words, own)
        for column, words in words_above(grid, above, below).items()
        if (own := grid.words(column, below)) and len(own) <= LONG and folded(own) != folded(words)
    ]
    dated = [each for each in pairs if find_period(each[0], ANY_YEAR)]
    of_periods = [cell for cell in grid.rows[above].values() if find_period(cell.written, ANY_YEAR)]
    if len(of_periods) > 1 and len(dated) > 1:
        known = [is_known(" ".join(each)) for each in dated]
        return all(known) or (any(known) and _heads_several_alike(dated))
    dated = [each for each in pairs if find_period(each[1], ANY_YEAR)]
    written = [cell for cell in grid.rows[above].values() if not cell.is_blank]
    is_repeated = len(written) > 1 and len({folded(each) for each, _ in dated}) < len(dated)
    return is_repeated and all(is_known(" ".join(each)) for each in dated)


def _heads_several_alike(pairs: list[tuple[str, str]]) -> bool:
    """Whether one row alone would head several columns with the same words."""
    said = [(folded(words), folded(own)) for words, own in pairs]
    repeated = Counter(own for _, own in said).most_common(1)[0][1] > 1
    runs = any(one[0] == other[0] and one[1] != other[1] for one, other in pairwise(said))
    return (repeated or runs) and len(set(said)) > 1


def are_parts(grid: Grid, row: int) -> bool:
    """Whether a row has nothing but short words, years and quarters: no codes and no figures."""
    cells = grid.rows.get(row, {}).values()
    return bool(cells) and not _holds_data(grid, row) and all(len(c.written) <= LONG for c in cells)


def _holds_data(grid: Grid, row: int) -> bool:
    """Whether a code or a figure stands in it that is no year or quarter."""
    return any(
        (is_code(cell.written) and not find_period(cell.written, ANY_YEAR))
        or (is_numeric(cell) and not find_period(cell.written))
        for cell in grid.rows.get(row, {}).values()
    )
