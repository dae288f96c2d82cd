"""Finding the row of headings, and what of the rows below it is no data.  No Django in here."""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from indicators.codes import NotACode, read_code
from sheets.cells import Cell
from workbooks.mapping.description import Layout, folded, remembered
from workbooks.mapping.fields import CODE_AND_TITLE, INDICATOR, PLAN
from workbooks.mapping.grid import Grid, headings_of
from workbooks.mapping.periods import find_period
from workbooks.mapping.values import is_numeric

# Headings are looked for among so many rows.
LOOKED_AT = 40
LONGEST_HEADING = 90
KNOWN, SUPPORT = 3, 3
# With so many known headings, a row is the list's own though another one has more.
CREDIBLE = 2
_TOTAL = re.compile(
    r"(grand |sub-?\s?|overall )?(totals?|averages?|mean|sum)\b.*|overall( performance)?"
    r"|all indicators",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\W*(notes?|key|source|sources|guidance|example|e\.?g\.?|for example|please|enter|insert"
    r"|n\.?b\.?|definitions?|legend|updated|produced by|contact|\*+|\([0-9a-z]\))(\b|[:.\s]|$)",
    re.IGNORECASE,
)
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
    where = f"row {first}" if first == last else f"rows {first} and {last}"
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
    """The row, with one of groups above it or one of parts below."""
    if _groups(grid, row - 1, row):
        return row - 1, row
    if _groups(grid, row, row + 1) and _are_parts(grid, row + 1):
        return row, row + 1
    return row, row


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


# What is no data -----------------------------------------------------------------------


class RowKind(StrEnum):
    """What a row below the headings is."""

    DATA = "data"
    HEADINGS = "the headings, once more"
    TOTAL = "a total"
    SECTION = "the title of a section"
    NOTE = "a note"
    OTHER = "nothing in the columns that are read"
    NAMELESS = "no code"
    ABOVE = "above the headings"
    OTHER_HEADINGS = "headings that are not the first ones"
    UNDER_OTHERS = "under headings that are not the first ones"


class Sorted(NamedTuple):
    """A row, what it is, and the words that it is known by."""

    number: int
    kind: RowKind
    words: str


def sort_rows(grid: Grid, layout: Layout) -> list[Sorted]:
    """Every row below the headings with what it is; what a person said is data, is.

    Of the rows above, those that hold figures: they may be another table's.
    """
    known_by = next(
        (use.column for name in (INDICATOR, CODE_AND_TITLE, PLAN) for use in layout.uses_of(name)),
        None,
    )
    used = {use.column for use in layout.uses}
    heads = _heads(grid, layout)
    found = []
    has_name = is_under_others = False
    for number in sorted(grid.rows):
        if number <= layout.last and not holds_a_figure_of_a_code(grid, number):
            continue
        words = row_words(grid, number)
        if number <= layout.last:
            kind = RowKind.ABOVE
        else:
            kind = _kind(grid, number, layout, used, known_by, heads)
        if kind in (RowKind.HEADINGS, RowKind.OTHER_HEADINGS):
            is_under_others = kind == RowKind.OTHER_HEADINGS
        elif is_under_others and kind in (RowKind.DATA, RowKind.NAMELESS):
            kind = RowKind.UNDER_OTHERS
        if kind == RowKind.NAMELESS and layout.repeats and has_name:
            kind = RowKind.DATA
        if folded(words) in layout.read_anyway:
            kind = RowKind.DATA
        has_name = has_name or kind == RowKind.DATA
        found.append(Sorted(number, kind, words))
    return found


def row_words(grid: Grid, number: int) -> str:
    """The first words of a row, by which a person knows it again."""
    words = (
        grid.words(column, number)
        for column, cell in sorted(grid.rows[number].items())
        if not is_numeric(cell) and not cell.is_blank
    )
    return " ".join(" | ".join(islice(words, 2)).split())[:200]


def _kind(
    grid: Grid,
    number: int,
    layout: Layout,
    used: set[int],
    known_by: int | None,
    heads: dict[int, set[str]],
) -> RowKind:
    cells = {column: cell for column, cell in grid.rows[number].items() if not cell.is_blank}
    words = [grid.words(column, number) for column in sorted(cells)[:3]]
    headings = _as_headings(heads, used, cells)
    if headings and not holds_a_figure_of_a_code(grid, number):
        return headings
    name = grid.words(known_by, number) if known_by else ""
    named = bool(name) and (is_code(name) or starts_with_code(name) or not layout_is_coded(layout))
    if not named and any(_TOTAL.fullmatch(each) for each in words):
        return RowKind.TOTAL
    if not named and len(cells) == 1:
        is_note = len(words[0]) > LONG or _NOTE.match(words[0])
        return RowKind.NOTE if is_note else RowKind.SECTION
    if not named and words and _NOTE.match(words[0]):
        return RowKind.NOTE
    if not used & cells.keys():
        return RowKind.OTHER
    if known_by and not name:
        return RowKind.NAMELESS
    if known_by and layout_is_coded(layout) and not named:
        return RowKind.DATA if any(map(is_numeric, cells.values())) else RowKind.NOTE
    return RowKind.DATA


def layout_is_coded(layout: Layout) -> bool:
    """Whether its rows are known by an indicator's code."""
    return bool(layout.uses_of(INDICATOR) or layout.uses_of(CODE_AND_TITLE))


def _as_headings(
    heads: dict[int, set[str]], used: set[int], cells: dict[int, Cell]
) -> RowKind | None:
    """Whether a row says the headings once more, or others in the place of some of them.

    What stands under others is not what the first ones say it is.
    """
    same = {
        column for column, cell in cells.items() if folded(cell.written) in heads.get(column, ())
    }
    if len(same) < 2:
        return None
    return RowKind.OTHER_HEADINGS if (used & cells.keys()) - same else RowKind.HEADINGS


def _heads(grid: Grid, layout: Layout) -> dict[int, set[str]]:
    """What may be said once more over each column: its heading, or what one of its rows has."""
    found = {
        column: {folded(words)}
        for column, words in headings_of(grid, layout.first, layout.last).items()
    }
    for column, words in found.items():
        rows = range(layout.first, layout.last + 1)
        words |= {folded(grid.words(column, row)) for row in rows} - {""}
    return found


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
