"""Whether what is shown gives a hidden number away, and the least to hide. No Django in here.

Rule 11, "secondary": a hidden figure may not be found "from totals and parts, from other indicators
of the same cohort, from cumulative quarters, or from an earlier release".

An attacker knows every shown number, and which numbers add up to which. All of that is `Sum`s: of a
total and its parts; of a quarter to date, the one before and what came between; of a cohort, those
who achieved it and those who did not; and a `Sum` of one part says that two numbers are the same.
Every number is whole, and 0 or more. What this leaves a hidden number is found exactly: bounds are
narrowed until nothing moves, and where sums hang together in a ring, which narrowing alone does not
settle, by the simplex method in fractions. Hidden numbers are not looked at: only what is shown.

It is asked twice: of an attacker to whom a hidden figure could be anything, and of one who knows
the thresholds, and which figures are hidden for being small. That tells something too (`Marks`):
where 10 is shown over two small parts, each is 5. What follows from the marks alone is no leak, for
no figure that is shown gives it away.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import chain, islice
from math import floor
from typing import Generic, TypeVar

Cell = TypeVar("Cell", bound=Hashable)
Name = TypeVar("Name", bound=Hashable)

# How often a fraction is cut off for one question; one that takes longer counts as given away.
PATIENCE = 200
# How many sets of further figures are tried beside each other for the fewest; where there are more,
# one figure is taken after the other.
BESIDE = 200
# How many ways are looked for to mend one leak.
WAYS = 50


@dataclass(frozen=True)
class Sum(Generic[Cell]):
    """The parts add up to the total."""

    total: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.total, *self.parts)


class Care(StrEnum):
    """What must stay open about a number that is not shown."""

    SMALL = (
        "small"  # of a small figure: if it could be small, then every number up to the threshold
    )
    # the same, where it is only looked at as far as it could be small
    IF_SMALL = "if small"
    OTHER = "other"  # hidden with another: it could be more than one number
    UNTOLD = "untold"  # one that nobody wrote down: it could be more than a small number


@dataclass(frozen=True)
class Secret:
    """What must stay open about a cell; `up_to` is the threshold."""

    care: Care
    up_to: int = 0


@dataclass(frozen=True)
class Bounds:
    """The least and the greatest that a number can be; no greatest where nothing limits it."""

    low: int
    high: int | None

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True)
class Exposure(Generic[Cell, Name]):
    """A number that is given away: what it can still be, and by which figures together.

    Without any one of `by` it would not be. `mendable` are those of them that can still be hidden;
    where there is none, earlier releases have told it already. `by_marks` says that it takes
    somebody who knows which figures are hidden for being small, and `supposing` that it rests on
    what is only supposed.
    """

    cell: Cell
    bounds: Bounds
    by: tuple[Name, ...]
    mendable: tuple[Name, ...]
    by_marks: bool = False
    supposing: bool = False


@dataclass(frozen=True)
class Leak(Generic[Cell, Name]):
    """What is given away among figures that hang together.

    `to_hide` are the fewest further figures that mend it, each a way of its own; empty where
    nothing can be mended any more. `reasons` say why no figure of a way can be left out: what
    would still be given away, by other figures.
    """

    exposures: tuple[Exposure[Cell, Name], ...]
    to_hide: tuple[frozenset[Name], ...]
    reasons: tuple[Exposure[Cell, Name], ...] = ()


@dataclass(frozen=True)
class Marks(Generic[Cell]):
    """What it tells that a figure is hidden, to whoever knows the thresholds and why it is hidden.

    `small` has the figures that are hidden for being small. Of each it has the numbers that may be
    the reason, with their thresholds: one of them is no more than that, and nobody can tell which.
    `least` has the numbers of figures that are hidden with them, and are not small themselves.
    """

    small: tuple[Mapping[Cell, int], ...] = ()
    least: Mapping[Cell, int] = field(default_factory=dict)

    @property
    def tell(self) -> bool:
        """Whether there are any."""
        return bool(self.small or self.least)


# What a number can be ------------------------------------------------------------------


# Within a ring cells and sums go by their places: what is asked so often must not be looked up
# by long names.
Room = dict[int, tuple[int, int]]
Lines = Sequence[Sum[int]]
Watched = Mapping[int, Sequence[int]]


class Knowledge(Generic[Cell]):
    """What follows from the numbers that are `known`, what adds up to what, and the marks."""

    def __init__(
        self,
        sums: Iterable[Sum[Cell]],
        known: Mapping[Cell, int],
        marks: Marks[Cell] | None = None,
    ):
        self.known = known
        self.marks = marks
        self.sums = list(dict.fromkeys(sums))
        self.place = {each: place for place, each in enumerate(self.sums)}
        self.of_cell = watching(self.sums)
        self.small: dict[Cell, Mapping[Cell, int]] = {
            cell: figure for figure in (marks.small if marks else ()) for cell in figure
        }

    def ring_of(self, cell: Cell) -> "Ring[Cell]":
        """All that hangs together with an unknown cell through other unknown ones."""
        if cell not in self._rings:
            sums: dict[Sum[Cell], None] = {}
            cells, waiting = {cell: None}, [cell]
            while waiting:
                one = waiting.pop()
                beside = self.of_cell.get(one, ())
                sums.update(dict.fromkeys(beside))
                for other in chain(*(each.cells for each in beside), self.small.get(one, ())):
                    if other not in cells and other not in self.known:
                        cells[other] = None
                        waiting.append(other)
            in_order = sorted(sums, key=self.place.__getitem__)
            ring = Ring(list(cells), in_order, self.known, self._marks_of(cells))
            self._rings.update(dict.fromkeys(cells, ring))
        return self._rings[cell]

    def _marks_of(self, cells: Iterable[Cell]) -> Marks[Cell]:
        small: list[Mapping[Cell, int]] = []
        for figure in (self.small[cell] for cell in cells if cell in self.small):
            if figure not in small:
                small.append(figure)
        return Marks(tuple(small), self.marks.least if self.marks else {})

    @cached_property
    def _rings(self) -> dict[Cell, "Ring[Cell]"]:
        return {}

    def bounds(self, cell: Cell) -> Bounds:
        """The least and the greatest that it can be."""
        if cell in self.known:
            return Bounds(self.known[cell], self.known[cell])
        return self.ring_of(cell).bounds(cell)

    def gives_away(self, cell: Cell, secret: Secret) -> bool:
        """Whether it leaves less open about the cell than must stay open."""
        if cell in self.known:
            return secret.care != Care.UNTOLD or self.known[cell] <= secret.up_to
        ring = self.ring_of(cell)
        if not ring.is_seen or ring.leaves_open(cell, secret):
            return False
        return self.marks is None or ring.bounds(cell) != self._by_marks_alone.bounds(cell)

    @cached_property
    def _by_marks_alone(self) -> "Knowledge[Cell]":
        return Knowledge(self.sums, {}, self.marks)


class Ring(Generic[Cell]):
    """Unknown cells that hang together, the sums they stand in, and what their marks tell."""

    def __init__(
        self,
        cells: Sequence[Cell],
        sums: Sequence[Sum[Cell]],
        known: Mapping[Cell, int],
        marks: Marks[Cell],
    ):
        shown = {cell: known[cell] for each in sums for cell in each.cells if cell in known}
        place = {cell: place for place, cell in enumerate(dict.fromkeys([*cells, *shown]))}
        self.place = place
        self.is_seen = bool(shown)
        # What can be more than this can be anything.
        self.most = (1 + sum(shown.values())) * (1 + len(sums)) + 1000
        self.at_first: Room = {
            place[cell]: (marks.least.get(cell, 0), 100 * self.most) for cell in cells
        }
        self.at_first |= {place[cell]: (value, value) for cell, value in shown.items()}
        small = [{place[cell]: most for cell, most in each.items()} for each in marks.small]
        for figure in small:
            if len(figure) == 1:
                self.at_first |= {cell: (0, most) for cell, most in figure.items()}
        self.small = [figure for figure in small if len(figure) > 1]
        self.seen: dict[int, set[int]] = defaultdict(set)
        agreed = self._that_agree(
            [Sum(place[each.total], tuple(place[part] for part in each.parts)) for each in sums]
        )
        self.sums = [sums[each] for each in agreed]
        self.lines = list(agreed.values())
        self.watched = _watching(self.lines)

    def _that_agree(self, lines: Lines) -> dict[int, Sum[int]]:
        """The sums that can all hold, the first before the last, by their places.

        Of figures that contradict each other nobody learns.
        """
        if self._fit(self.at_first, lines) is not None:
            return dict(enumerate(lines))
        agreed: dict[int, Sum[int]] = {}
        for number, each in enumerate(lines):
            if self._fit(self.at_first, [*agreed.values(), each]) is not None:
                agreed[number] = each
        return agreed

    def _fit(self, room: Room, sums: Lines) -> dict[int, int] | None:
        """As `fit`, with numbers that make every figure small that is hidden for being so."""
        waiting = [room]
        for _ in range(PATIENCE):
            if not waiting:
                return None
            tried = waiting.pop()
            found = fit(tried, sums)
            if found is None:
                continue
            large = next((each for each in self.small if not _has_small(each, found)), None)
            if large is None:
                return found
            waiting += [
                tried | {cell: (low, min(high, most))}
                for cell, most in large.items()
                for low, high in [tried[cell]]
                if low <= most
            ]
        return None

    @cached_property
    def narrowed(self) -> Room:
        room = dict(self.at_first)
        _narrow(room, self.lines, self.watched)
        return room

    def _can_be(self, cell: int, low: int, high: int | None = None) -> int | None:
        """A number between these that it can be; None where it can be none."""
        least, most = self.narrowed[cell]
        low, high = max(low, least), most if high is None else min(high, most)
        if low > high:
            return None
        # Numbers that were found for one question answer others too.
        if (one := next((n for n in self.seen[cell] if low <= n <= high), None)) is not None:
            return one
        found = self._fit(self.narrowed | {cell: (low, high)}, self.lines)
        if found is None:
            return None
        for other, number in found.items():
            self.seen[other].add(number)
        return found[cell]

    def leaves_open(self, cell: Cell, secret: Secret) -> bool:
        """Whether as much is open about the cell as must stay open."""
        place = self.place[cell]
        if secret.care == Care.UNTOLD:
            return self._can_be(place, secret.up_to + 1) is not None
        could_be_small = (Care.SMALL, Care.IF_SMALL)
        if secret.care in could_be_small and self._can_be(place, 0, secret.up_to) is not None:
            return (
                self._can_be(place, 0, 0) is not None
                and self._can_be(place, secret.up_to) is not None
            )
        if secret.care == Care.IF_SMALL:
            return True
        one = self._can_be(place, 0)
        if one is None:
            return False
        return (
            self._can_be(place, one + 1) is not None or self._can_be(place, 0, one - 1) is not None
        )

    def bounds(self, cell: Cell) -> Bounds:
        """The least and the greatest that it can be."""
        place = self.place[cell]
        low, most = self.narrowed[place]
        one = self._can_be(place, low)
        if one is None:
            return Bounds(low, most)
        high = one
        while low < high:
            middle = (low + high) // 2
            found = self._can_be(place, low, middle)
            low, high = (middle + 1, high) if found is None else (low, found)
        if self._can_be(place, self.most) is not None:
            return Bounds(low, None)
        most = min(most, self.most)
        while one < most:
            middle = (one + most + 1) // 2
            found = self._can_be(place, middle, most)
            one, most = (one, middle - 1) if found is None else (found, most)
        return Bounds(low, most)


def _has_small(figure: Mapping[int, int], numbers: Mapping[int, int]) -> bool:
    return any(numbers[cell] <= most for cell, most in figure.items())


def watching(sums: Iterable[Sum[Cell]]) -> dict[Cell, list[Sum[Cell]]]:
    """The sums in which each cell stands."""
    found: dict[Cell, list[Sum[Cell]]] = defaultdict(list)
    for each in sums:
        for cell in each.cells:
            found[cell].append(each)
    return found


def _watching(lines: Lines) -> Watched:
    """The places of the sums in which each cell stands."""
    found: dict[int, list[int]] = defaultdict(list)
    for place, each in enumerate(lines):
        for cell in each.cells:
            found[cell].append(place)
    return found


def fit(room: Room, lines: Lines) -> dict[int, int] | None:
    """Numbers for all cells within the room, with which every sum holds; None where none do.

    None too where that is not settled with patience.
    """
    watched = _watching(lines)
    narrowed = dict(room)
    if not _narrow(narrowed, lines, watched):
        return None
    if (found := _at_the_lowest(narrowed, lines, watched)) is not None:
        return found
    return _between(narrowed, lines)


def _narrow(
    room: Room, lines: Lines, watched: Watched, waiting: Iterable[int] | None = None
) -> bool:
    """Narrow the room to what every sum by itself leaves; False where one leaves nothing.

    `waiting` are the sums to begin with: without any, all of them.
    """
    queue = dict.fromkeys(range(len(lines)) if waiting is None else waiting)
    # Round a ring, bounds may creep towards each other by one at a time: that is left to others.
    for _ in range(100 + 10 * len(lines)):
        if not queue:
            break
        place = next(iter(queue))
        del queue[place]
        total, parts = lines[place].total, lines[place].parts
        least = most = 0
        for part in parts:
            low, high = room[part]
            least += low
            most += high
        low, high = room[total]
        if low < least or high > most:
            low, high = max(low, least), min(high, most)
            if low > high:
                return False
            room[total] = (low, high)
            queue.update(dict.fromkeys(watched[total]))
        for part in parts:
            at_least, at_most = room[part]
            lower, upper = low - most + at_most, high - least + at_least
            if lower > at_least or upper < at_most:
                lower, upper = max(lower, at_least), min(upper, at_most)
                if lower > upper:
                    return False
                room[part] = (lower, upper)
                queue.update(dict.fromkeys(watched[part]))
    return True


def _at_the_lowest(room: Room, lines: Lines, watched: Watched) -> dict[int, int] | None:
    """Every cell put at the lowest number that is left for it: this fits nearly always."""
    tried = dict(room)
    for cell in watched:
        low, high = tried[cell]
        if low < high:
            tried[cell] = (low, low)
            if not _narrow(tried, lines, watched, watched[cell]):
                return None
    found = {cell: low for cell, (low, _) in tried.items()}
    return found if all(_holds(each, found) for each in lines) else None


def _holds(each: Sum[int], numbers: Mapping[int, int]) -> bool:
    return numbers[each.total] == sum(numbers[part] for part in each.parts)


def _between(room: Room, lines: Lines) -> dict[int, int] | None:
    """Numbers found by the simplex method; a fraction is cut off, below and above it."""
    waiting = [room]
    for _ in range(PATIENCE):
        if not waiting:
            return None
        tried = waiting.pop()
        point = _point(tried, lines)
        if point is None:
            continue
        broken = next((cell for cell, value in point.items() if value.denominator > 1), None)
        if broken is None:
            return {cell: int(value) for cell, value in point.items()}
        (low, high), under = tried[broken], floor(point[broken])
        waiting += [tried | {broken: (low, under)}, tried | {broken: (under + 1, high)}]
    return None


def _point(room: Room, lines: Lines) -> dict[int, Fraction] | None:
    """Numbers, not always whole ones, within the room with which every sum holds.

    The first phase of the simplex method, by Bland's rule, in exact fractions.
    """
    if any(least > most for least, most in room.values()):
        return None
    free = [cell for cell, (least, most) in room.items() if least < most]
    place = {cell: index for index, cell in enumerate(free)}
    width = 2 * len(free)  # each cell above its least, and below its most
    table = []
    for each in lines:
        row = [0] * (width + 1)
        for cell, sign in ((each.total, 1), *((part, -1) for part in each.parts)):
            row[-1] -= sign * room[cell][0]
            if cell in place:
                row[place[cell]] += sign
        table.append(row)
    for cell, index in place.items():
        row = [0] * (width + 1)
        row[index] = row[len(free) + index] = 1
        row[-1] = room[cell][1] - room[cell][0]
        table.append(row)
    table = [[-value for value in row] if row[-1] < 0 else row for row in table]
    values = _first_phase(table, width)
    if values is None:
        return None
    point = {cell: Fraction(least) for cell, (least, _) in room.items()}
    return point | {cell: point[cell] + values[index] for cell, index in place.items()}


def _first_phase(table: list[list[int]], width: int) -> list[Fraction] | None:
    """Numbers of 0 or more with which each row comes to its last column; None where none do.

    All is kept in whole numbers, of which the `scale`-th part is meant: that is many times faster.
    """
    basis, scale = list(range(width, width + len(table))), 1
    missing = [sum(column) for column in zip(*table, strict=True)] or [0]
    while (enters := next((i for i in range(width) if missing[i] > 0), None)) is not None:
        leaves = min(
            (index for index, row in enumerate(table) if row[enters] > 0),
            key=lambda index: (Fraction(table[index][-1], table[index][enters]), basis[index]),
            default=None,
        )
        if leaves is None:
            break
        turned, pivot = table[leaves], table[leaves][enters]
        basis[leaves] = enters
        for row in (*(each for each in table if each is not turned), missing):
            if factor := row[enters]:
                row[:] = [
                    (a * pivot - factor * b) // scale for a, b in zip(row, turned, strict=True)
                ]
            elif pivot != scale:
                row[:] = [a * pivot // scale for a in row]
        scale = pivot
    if missing[-1]:
        return None
    values = [Fraction(0)] * width
    for index, cell in enumerate(basis):
        if cell < width:
            values[cell] = Fraction(table[index][-1], scale)
    return values


# What is given away, and the least to hide -----------------------------------------------


@dataclass(frozen=True)
class Puzzle(Generic[Cell, Name]):
    """What a release would show, and must not give away.

    `values` are the numbers of the figures that are shown now or were shown before, by cell;
    `figure_of` says whose each is. `fixed` are the figures shown before, which nobody can hide any
    more. `secrets` are the cells of which something must stay open, those of untold ones included.
    `small` are the figures that are hidden for being small; `thresholds` says of each cell up to
    what it is. `supposed` are those of the sums that need not hold.

    A figure that is hidden for another's sake is no secret itself: from whatever gave it away, the
    other could be worked out too.
    """

    sums: tuple[Sum[Cell], ...]
    values: Mapping[Cell, int]
    figure_of: Mapping[Cell, Name]
    secrets: Mapping[Cell, Secret]
    fixed: frozenset[Name] = frozenset()
    small: frozenset[Name] = frozenset()
    thresholds: Mapping[Cell, int] = field(default_factory=dict)
    supposed: frozenset[Sum[Cell]] = frozenset()

    def leaks(self) -> list["Leak[Cell, Name]"]:
        """What is given away, by figures that hang together."""
        return [leak for each in self.families() if (leak := each._leak())]

    def mended(self) -> frozenset[Name]:
        """What to hide without asking: of every leak the first of the fewest that mend it."""
        hiding: frozenset[Name] = frozenset()
        for each in self.families():
            # Of what was all shown before nothing can be mended: that is most of it, in time.
            if not self.fixed.issuperset(each._names) and each._next(hiding):
                hiding |= next(each._fewest_to_hide())
        return hiding

    def guards(self, figure: Mapping[Cell, int]) -> bool:
        """Whether something would have to be hidden again, were this figure shown."""
        return any(
            replace(
                each,
                values={**each.values, **figure},
                secrets={cell: one for cell, one in each.secrets.items() if cell not in figure},
            )._next(frozenset())
            for each in self._hanging_together(figure)
        )

    def families(self) -> Iterator["Puzzle[Cell, Name]"]:
        """The puzzle in parts that have nothing to do with each other; those with a secret."""
        return self._hanging_together(self.secrets)

    def _hanging_together(self, cells: Iterable[Cell]) -> Iterator["Puzzle[Cell, Name]"]:
        """The parts of the puzzle in which these cells stand."""
        joined = self._watched
        seen: set[Cell] = set()
        for start in cells:
            if start in seen:
                continue
            family, waiting = {start: None}, [start]
            while waiting:
                cell = waiting.pop()
                others = chain(
                    *(each.cells for each in joined.get(cell, ())),
                    self._cells_of[self.figure_of[cell]] if cell in self.figure_of else (),
                )
                for other in others:
                    if other not in family:
                        family[other] = None
                        waiting.append(other)
            seen |= family.keys()
            yield self._only(family)

    @cached_property
    def _cells_of(self) -> dict[Name, list[Cell]]:
        found: dict[Name, list[Cell]] = defaultdict(list)
        for cell, name in self.figure_of.items():
            found[name].append(cell)
        return found

    def _only(self, cells: Iterable[Cell]) -> "Puzzle[Cell, Name]":
        """The same of these cells, in the order that it has here."""
        ours = sorted(cells, key=lambda cell: self._place.get(cell, len(self._place)))
        sums = dict.fromkeys(each for cell in ours for each in self._watched.get(cell, ()))

        def those(mapping):
            return {cell: mapping[cell] for cell in ours if cell in mapping}

        return replace(
            self,
            sums=tuple(sorted(sums, key=self._place_of_sum.__getitem__)),
            values=those(self.values),
            figure_of=those(self.figure_of),
            secrets=those(self.secrets),
            thresholds=those(self.thresholds),
        )

    @property
    def cells(self) -> set[Cell]:
        """Every cell that stands in it."""
        return {
            *self.figure_of,
            *self.secrets,
            *(cell for each in self.sums for cell in each.cells),
        }

    @cached_property
    def _watched(self) -> dict[Cell, list[Sum[Cell]]]:
        return watching(self.sums)

    @cached_property
    def _place(self) -> dict[Cell, int]:
        return {cell: place for place, cell in enumerate(self.figure_of)}

    @cached_property
    def _place_of_sum(self) -> dict[Sum[Cell], int]:
        return {each: place for place, each in enumerate(self.sums)}

    def _leak(self) -> "Leak[Cell, Name] | None":
        exposures = tuple(self.exposures())
        if not exposures:
            return None
        if not any(each.mendable for each in exposures):
            return Leak(exposures, ())
        ways = tuple(islice(self._fewest_to_hide(), WAYS))
        left_out = (way - {each} for way in ways if len(way) > 1 for each in self._in_order(way))
        reasons = dict.fromkeys(first for each in left_out if (first := self._first(each)))
        return Leak(exposures, ways, tuple(reasons))

    def exposures(self, hiding: frozenset[Name] = frozenset()) -> Iterator[Exposure[Cell, Name]]:
        """The secrets that are given away when these figures are hidden too."""
        marks = self._marks(hiding)
        by_sums, by_marks = self._knowledge(hiding), self._knowledge(hiding, marks)
        for cell, secret in self.secrets.items():
            if by_sums.gives_away(cell, secret):
                yield self._exposure(cell, secret, hiding)
            elif marks.tell and by_marks.gives_away(cell, secret):
                yield self._exposure(cell, secret, hiding, marks)

    def _exposure(
        self,
        cell: Cell,
        secret: Secret,
        hiding: frozenset[Name],
        marks: Marks[Cell] | None = None,
    ) -> Exposure[Cell, Name]:
        by = self._what_it_takes(cell, secret, hiding, marks)
        knowledge = self._knowledge(hiding, marks)
        bounds = knowledge.bounds(cell)
        certain = [each for each in self.sums if each not in self.supposed]
        return Exposure(
            cell,
            bounds,
            by,
            tuple(each for each in by if each not in self.fixed),
            by_marks=marks is not None,
            supposing=bounds != self._knowing(certain, knowledge.known, marks).bounds(cell),
        )

    def _marks(self, hiding: frozenset[Name]) -> Marks[Cell]:
        """What is told by hiding the figures that are hidden, and these."""
        small: dict[Name, dict[Cell, int]] = defaultdict(dict)
        least: dict[Cell, int] = {}
        for cell, most in self.thresholds.items():
            name = self.figure_of[cell]
            if cell in self.values and name not in hiding:
                continue
            if name in self.small:
                small[name][cell] = most
            else:
                least[cell] = most + 1
        return Marks(tuple(small.values()), least)

    def _knowledge(
        self, without: Collection[Name], marks: Marks[Cell] | None = None
    ) -> Knowledge[Cell]:
        known = {
            cell: value
            for cell, value in self.values.items()
            if self.figure_of[cell] not in without
        }
        return self._knowing(self.sums, known, marks)

    def _knowing(
        self,
        sums: Iterable[Sum[Cell]],
        known: Mapping[Cell, int],
        marks: Marks[Cell] | None,
    ) -> Knowledge[Cell]:
        """What follows from these, as whoever has the puzzle before them sees it."""
        return Knowledge(sums, known, marks)

    def _what_it_takes(
        self, cell: Cell, secret: Secret, hiding: frozenset[Name], marks: Marks[Cell] | None
    ) -> tuple[Name, ...]:
        """Figures that give it away together, and would not without any one of them.

        Whatever earlier releases tell by themselves is found to need nothing else.
        """
        names = [each for each in self._names if each not in hiding]
        left_out = set(hiding)
        knowledge = self._knowledge(left_out, marks)
        for name in names:
            if name not in self._heard_of(cell, knowledge):
                left_out.add(name)
                continue
            without = self._knowledge(left_out | {name}, marks)
            if without.gives_away(cell, secret):
                left_out.add(name)
                knowledge = without
        return tuple(each for each in names if each not in left_out)

    def _heard_of(self, cell: Cell, knowledge: Knowledge[Cell]) -> set[Name]:
        """The figures that stand beside the unknown cells round this one."""
        if cell in knowledge.known:
            return {self.figure_of[cell]}
        sums = knowledge.ring_of(cell).sums
        return {self.figure_of[each] for row in sums for each in row.cells if each in self.values}

    def _fewest_to_hide(self) -> Iterator[frozenset[Name]]:
        """The smallest sets of further figures that leave nothing to be mended.

        Whoever mends an exposure hides one of those figures without which it would not be.
        """
        tried: list[frozenset[Name]] = [frozenset()]
        while len(tried) <= BESIDE:
            onward: dict[frozenset[Name], None] = {}
            mended = False
            for hiding in tried:
                more = self._next(hiding)
                if not more:
                    mended = True
                    yield hiding
                elif not mended:
                    onward.update(dict.fromkeys(hiding | {each} for each in more))
            if mended:
                return
            tried = list(onward)
        yield self._one_after_the_other(tried[0])

    def _one_after_the_other(self, hiding: frozenset[Name]) -> frozenset[Name]:
        """More and more is hidden, until it is enough; and then what is not needed is left out."""
        while more := self._next(hiding):
            hiding |= {more[0]}
        for each in self._in_order(hiding):
            if not self._next(hiding - {each}):
                hiding -= {each}
        return hiding

    @cached_property
    def _names(self) -> list[Name]:
        """The figures, those first that can still be hidden."""
        names = dict.fromkeys(self.figure_of[each] for each in self.values)
        return sorted(names, key=lambda each: each in self.fixed)

    def _in_order(self, names: Iterable[Name]) -> list[Name]:
        return sorted(names, key=self._names.index)

    def _next(self, hiding: frozenset[Name]) -> tuple[Name, ...]:
        """What mends the first exposure that can be mended; () where there is none."""
        first = self._first(hiding)
        return first.mendable if first else ()

    def _first(self, hiding: frozenset[Name]) -> Exposure[Cell, Name] | None:
        if hiding not in self._firsts:
            found = (each for each in self.exposures(hiding) if each.mendable)
            self._firsts[hiding] = next(found, None)
        return self._firsts[hiding]

    @cached_property
    def _firsts(self) -> dict[frozenset[Name], Exposure[Cell, Name] | None]:
        return {}
