"""What a layout makes of somebody's sheet, and what is still to be asked about it.

No Django in here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sheets.cells import Cell, Place
from sheets.problems import Problem, Weight
from workbooks.mapping.description import BY_COLUMN, folded
from workbooks.mapping.grid import Grid
from workbooks.mapping.rows import Sorted

# What can be unclear of a file, and how many of each in a sheet are asked about at once.
UNCLEAR_KINDS, MOST_UNCLEAR = (
    ("markers", "words", "commas", "points", "to_date", "scales", "targets", "names"),
    50,
)


class Unread(NamedTuple):
    """A cell that means nothing yet: a person is asked."""

    field: str
    column: int
    row: int
    words: str


@dataclass
class Applied:
    """What a layout makes of a sheet: rows of ours by sheet, what is told, what is still asked."""

    rows: dict[str, list[dict[str, Cell]]] = field(default_factory=dict)
    left_out: list[Sorted] = field(default_factory=list)
    read_anyway: list[Sorted] = field(default_factory=list)
    told: list[Problem] = field(default_factory=list)
    markers: list[Unread] = field(default_factory=list)
    words: list[Unread] = field(default_factory=list)
    zeros: list[Unread] = field(default_factory=list)
    commas: list[Unread] = field(default_factory=list)
    points: list[Unread] = field(default_factory=list)
    to_date: list[Unread] = field(default_factory=list)
    scales: list[Unread] = field(default_factory=list)
    targets: list[Unread] = field(default_factory=list)
    names: list[Unread] = field(default_factory=list)

    def tell(self, place: Place, text: str, weight: Weight = Weight.NOTE) -> None:
        self.told.append(Problem(place.sheet, place.cell, text, weight))


class Told:
    """What is said once of several cells in which the same words stand."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], list[Place]] = {}

    def add(self, words: str, what: str, place: Place | None) -> None:
        if place:
            self._places.setdefault((words.strip(), what), []).append(place)

    def tell(self, applied: Applied) -> None:
        """Each at its first cell, with how many more there are."""
        for (words, what), places in self._places.items():
            first, *more = dict.fromkeys(places)
            others = f" (and {len(more)} more)" if more else ""
            applied.tell(first, f"“{words}” {what}{others}")


def _asked_once(kind: str, each: Unread) -> tuple[object, str]:
    """What one question is about: words of a field, or what stands in a column."""
    return each.column if kind in BY_COLUMN else each.field, folded(each.words)


def unclear_in(sheet: str, applied: Applied) -> Iterator[list[Any]]:
    """Each mark and word without a meaning, once, as the page that asks about them keeps it."""
    for kind in UNCLEAR_KINDS:
        first: dict[tuple[object, str], Unread] = {}
        for each in getattr(applied, kind):
            first.setdefault(_asked_once(kind, each), each)
        for each in list(first.values())[:MOST_UNCLEAR]:
            yield [sheet, kind, each.field, each.column, each.row, each.words]


def with_unclear(applied: Applied, sheet: str, unclear: Iterable[list[Any]]) -> Applied:
    """What the first rows of a sheet become, and what is unclear in its further rows."""
    for its_sheet, kind, *about in unclear:
        if its_sheet != sheet or kind not in UNCLEAR_KINDS:
            continue
        there, each = getattr(applied, kind), Unread(*about)
        if _asked_once(kind, each) not in {_asked_once(kind, one) for one in there}:
            there.append(each)
    return applied


def doubts_about_zeros(grid: Grid, applied: Applied) -> Iterator[Problem]:
    """A zero of which nobody said whether it is a figure is asked about, once a column."""
    by_column: dict[int, list[Unread]] = {}
    for each in applied.zeros:
        by_column.setdefault(each.column, []).append(each)
    for column, zeros in by_column.items():
        more = f" (and in {len(zeros) - 1} more cells below)" if len(zeros) > 1 else ""
        place = grid.place(column, zeros[0].row)
        yield Problem(
            place.sheet,
            place.cell,
            f"0 stands here{more}: say whether it is a figure, or means that there is no data yet",
            Weight.WARNING,
        )
