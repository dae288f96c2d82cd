"""Ties that a reader may believe in, though the office does not say so, or not any more.

By the names of indicators everybody knows what only the name tells: that some parts of a total are
its children by age, and others the same children by sex. And what was told as a part of it once,
was one. Each such belief makes a puzzle of its own. No Django in here.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from math import inf

from reports.disclosure.divisions import Range, Reading, TooMany, divisions
from reports.disclosure.masking import Key
from reports.disclosure.puzzles import Cell, PuzzleMaker, is_made_of_quarters

# Of how many ways to divide a total one puzzle each is made, of parts that make it again how many
# times; and at how many ways to take some of them it is looked at all.
MOST = 40
AGAIN = 6
# Into how many ways to divide a total whole it is looked: one that is likely is among the first.
MOST_WHOLE = 6
LOOKED_AT = 20_000
NOT_TRIED = (
    "Not every way was tried in which some parts of {} may make it up without the others: there "
    "are too many. Look at its parts by their names: where one is hidden, and makes up {} together "
    "with others that are shown, it can be worked out."
)


def beliefs(maker: PuzzleMaker) -> Iterator[PuzzleMaker]:
    """The puzzles by what may be believed beside what the office says.

    Where there are more than are made, the maker is told: an officer has to look at them.
    """
    first, *others = maker.every_tie
    for ties in others:
        yield maker.believing([ties, *(each for each in maker.every_tie if each is not ties)])
    divided = yield from _divided(maker)
    for total, found in _found_of(maker):
        if total in divided:
            continue
        believed = found.divisions()
        for ours in islice(believed, MOST):
            ties = first.divided(total, ours)
            yield maker.believing([ties, *maker.every_tie])
        if found.is_cut_off or next(believed, None):
            _not_all_tried(maker, total)


def _divided(maker: PuzzleMaker) -> Generator[PuzzleMaker, None, set[int]]:
    """Of totals that are broken down more than once, and returns which these are."""
    first, found = maker.every_tie[0], set()
    for total, every in maker.set_side_by_side().items():
        if any(is_made_of_quarters(key) for keys in every for key in keys):
            continue  # each puzzle of those is a large one: they are looked at below only
        ways = divisions(_readings(maker, every))
        try:
            for ours in islice(ways, MOST_WHOLE):
                found.add(total)
                yield maker.believing([first.divided(total, ours), *maker.every_tie], surely=True)
            if next(ways, None):
                _not_all_tried(maker, total)
        except TooMany:
            _not_all_tried(maker, total)
    return found


def _readings(maker: PuzzleMaker, every: Iterable[tuple[Key, ...]]) -> list[Reading]:
    """The total and its parts at each time, in each number that adds up, where it is known."""
    return [
        Reading(whole, {each.indicator: _range(maker, Cell(each, what)) for each in parts})
        for total, *parts in every
        for of, what in maker.what_adds_up(total, tuple(parts))
        if (whole := maker.open_number(Cell(total, of))) is not None
    ]


def _range(maker: PuzzleMaker, cell: Cell) -> Range:
    number = maker.open_number(cell)
    if number is not None:
        return Range(number, number)
    small = maker.could_be_small(cell) if cell.key in maker.has else None
    return Range(0, inf if small is None else small)


def _not_all_tried(maker: PuzzleMaker, total: int) -> None:
    code = maker.facts.indicators[total].code
    maker.not_tried.add(NOT_TRIED.format(code, code))


def _found_of(maker: PuzzleMaker) -> Iterator[tuple[int, "_Found"]]:
    """Of each total the parts that may make it up without the others."""
    for total, every in maker.set_side_by_side().items():
        found = _Found()
        for keys in every:
            _look(maker, keys, found)
        yield total, found


@dataclass
class _Found:
    """Parts of one total: with a small one each, which it is; and those that make it without."""

    leaving_a_little: list[tuple[frozenset[int], int]] = field(default_factory=list)
    leaving_nothing: list[tuple[frozenset[int], int]] = field(default_factory=list)
    whole: dict[frozenset[int], None] = field(default_factory=dict)
    is_cut_off: bool = False

    def divisions(self) -> Iterator[list[frozenset[int]]]:
        """Some parts that make the total, one small one among them, and others that do so again.

        Only such as leave so little of it that the small one could be what is left; nothing at all
        only where none leave a little. And only such as leave out a part that is not small: where
        all make the total together there are none of them, for more is left then.
        """
        a_little = {small for _, small in self.leaving_a_little}
        nothing = (each for each in self.leaving_nothing if each[1] not in a_little)
        for ours, _ in dict.fromkeys([*self.leaving_a_little, *nothing]):
            again = [each for each in self.whole if not each <= ours]
            self.is_cut_off |= len(again) > AGAIN
            yield [ours, *again[:AGAIN]]


def _look(maker: PuzzleMaker, keys: tuple[Key, ...], found: _Found) -> None:
    total, *parts = keys
    numbers = [
        (maker.open_number(Cell(total, of)), what, _open_numbers(maker, parts, what))
        for of, what in maker.what_adds_up(total, tuple(parts))
    ]
    for number, what, counts in numbers:
        small = {each: up_to for each in parts if (up_to := maker.could_be_small(Cell(each, what)))}
        if number is None or not small:
            continue
        for some, left in _parts_leaving(counts, number, max(small.values()), found):
            every = [
                whole - sum(its[each] for each in some)
                for whole, _, its in numbers
                if whole is not None and some <= its.keys()
            ]
            if min(every) < 0 or some == counts.keys():
                continue
            if max(every) == 0 and len(some) > 1:
                found.whole[some] = None
            for each, up_to in small.items():
                ours = some | {each.indicator}
                if left <= up_to:
                    those = found.leaving_a_little if min(every) else found.leaving_nothing
                    those.append((ours, each.indicator))


def _open_numbers(maker: PuzzleMaker, parts: list[Key], what: str) -> dict[int, int]:
    found = {each.indicator: maker.open_number(Cell(each, what)) for each in parts}
    return {each: number for each, number in found.items() if number}


def _parts_leaving(
    counts: Mapping[int, int], number: int, most: int, found: _Found
) -> Iterator[tuple[frozenset[int], int]]:
    """Each of the ways to pick some of the counts that leave no more than so many of the number."""
    waiting = [(frozenset[int](), number, sorted(counts, key=lambda each: -counts[each]))]
    for _ in range(LOOKED_AT):
        if not waiting:
            return
        some, left, others = waiting.pop()
        if some and left <= most:
            yield some, left
        if left - sum(counts[each] for each in others) > most:
            continue
        for place, each in enumerate(others):
            if counts[each] <= left:
                waiting.append((some | {each}, left - counts[each], others[place + 1 :]))
    found.is_cut_off |= bool(waiting)
