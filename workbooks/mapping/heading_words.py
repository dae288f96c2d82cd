"""The words of headings that stand in one row or several, put together by column.

No Django in here.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Protocol

from workbooks.mapping.description import folded
from workbooks.mapping.grid import Grid
from workbooks.mapping.known import is_about_rows, names_a_figure, says_what_rows_are
from workbooks.mapping.periods import find_period


def headings_of(grid: Grid, first: int, last: int) -> dict[int, str]:
    """The heading of each column, made of its words in the rows of headings, each said once.

    The title of a list that stands above some of its columns is no part of their headings.
    """
    found = {}
    above = {row: words_above(grid, row, last) for row in range(first, last)}
    for column in grid.columns:
        words: list[str] = []
        own = grid.words(column, last)
        for row in range(first, last + 1):
            said = own if row == last else above[row].get(column, "")
            is_title = row < last and is_title_over(said, own)
            if said and not is_title and folded(said) not in map(folded, words):
                words.append(said)
        if words:
            found[column] = " ".join(words)
    return found


class Rows(Protocol):
    """The rows in which headings stand, from the first to the last."""

    @property
    def first(self) -> int: ...

    @property
    def last(self) -> int: ...


def titles_of(grid: Grid, headings: Rows | None) -> Iterator[tuple[int, int]]:
    """Where, by column and row, words stand that are about the whole sheet.

    Above the headings, and above some of them where they stand in several rows.
    """
    first, last = (headings.first, headings.last) if headings else (1, 1)
    for row in sorted(each for each in grid.rows if each < last):
        for column in sorted(grid.rows[row]):
            over = is_title_over(grid.words(column, row), grid.words(column, last))
            if row < first or over:
                yield column, row


def is_title_over(group: str, own: str) -> bool:
    """Whether words above a heading are the title of the whole list, and say nothing of it.

    What rows are known by, or what an indicator is, is the same in every year and quarter.
    """
    if not group or not own or folded(group) == folded(own):
        return False
    found = find_period(group, "2000/01")
    if (found and not found.rest) or names_a_figure(group):
        return False
    if says_what_rows_are(own):
        return True
    return is_about_rows(own) and not (found and found.number)


def words_above(grid: Grid, row: int, last: int) -> dict[int, str]:
    """What a row of headings above the last says of each column.

    A group's words are carried over the columns of the group, where nothing is merged: a merged
    cell says itself what it covers. Beside merged ones only a year or quarter is carried.
    """
    has_merged = any(top == row and right > left for left, top, right, _ in grid.areas)
    found, carried = {}, ""
    labels = []
    for column in grid.columns:
        own, below = grid.words(column, row), grid.words(column, last)
        if own:
            found[column] = own
            carried = own if below and not _is_merged(grid, column, row) else ""
            if has_merged and not find_period(own, "2000/01"):
                carried = ""
            labels += [column] if carried and find_period(own, "2000/01") else []
        elif carried and below:
            found[column] = carried
    return _centred(grid, row, last, labels, found)


def _centred(
    grid: Grid, row: int, last: int, labels: list[int], found: dict[int, str]
) -> dict[int, str]:
    """The same where years or quarters stand over the middle of their columns, and not the first.

    So it is where the last group would lack just what stands before the first one.
    """
    columns = [each for each in grid.columns if grid.words(each, last)]
    if len(labels) < 2 or any(each not in columns for each in labels):
        return found
    starts = [columns.index(each) for each in labels]
    sizes = {after - before for before, after in pairwise(starts)}
    said = [folded(grid.words(each, last)) for each in columns]
    size, first = min(sizes), starts[0]
    for before in range(1, size if len(sizes) == 1 else 1):
        begins = [each - before for each in starts]
        if begins[0] < 0 or any(grid.words(each, row) for each in columns[begins[0] : first]):
            continue
        shifted = [said[each : each + size] for each in begins]
        as_they_stand = [said[each : each + size] for each in starts]
        if all(each == shifted[0] for each in shifted) and as_they_stand[-1] != as_they_stand[0]:
            groups = zip(labels, begins, strict=True)
            return {
                **{column: words for column, words in found.items() if column < columns[begins[0]]},
                **{
                    column: found[label]
                    for label, begin in groups
                    for column in columns[begin : begin + size]
                },
                **{each: own for each in grid.columns if (own := grid.words(each, row))},
            }
    return found


def _is_merged(grid: Grid, column: int, row: int) -> bool:
    return any(
        left <= column <= right and top <= row <= bottom and right > left
        for left, top, right, bottom in grid.areas
    )
