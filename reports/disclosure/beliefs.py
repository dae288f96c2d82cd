"""Ties that a reader may believe in, though the office does not say so, or not any more.

By the names of indicators everybody knows what only the name tells: that some parts of a total are
its children by age, and others the same children by sex. And what was told as a part of it once,
was one. Each such belief makes a puzzle of its own. No Django in here.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from reports.disclosure.masking import Key
from reports.disclosure.puzzles import Cell, PuzzleMaker
from reports.disclosure.ties import Ties

# Of how many ways to divide a total one puzzle each is made.
MOST = 40


def beliefs(maker: PuzzleMaker) -> Iterator[PuzzleMaker]:
    """The puzzles by what may be believed beside what the office says."""
    first, *others = maker.every_tie
    for ties in others:
        yield maker.believing([ties, *(each for each in maker.every_tie if each is not ties)])
    for ties in islice(_divided(maker, first), MOST):
        yield maker.believing([ties, *maker.every_tie])


def _divided(maker: PuzzleMaker, ties: Ties) -> Iterator[Ties]:
    """The ties with some parts of a total making it, one small one among them, and others again.

    Only such as leave so little of it that the small one could be what is left; nothing at all only
    where none leave a little. And only such as leave out a part that is not small: where all make
    the total together there are none of them, for more is left then.
    """
    for total, every in maker.set_side_by_side().items():
        found = _Found([], [], set())
        for keys in every:
            _look(maker, keys, found)
        a_little = {small for _, small in found.leaving_a_little}
        nothing = (each for each in found.leaving_nothing if each[1] not in a_little)
        for ours, _ in dict.fromkeys([*found.leaving_a_little, *nothing]):
            again = [each for each in found.whole if not each <= ours]
            yield ties.divided(total, [ours, *again])


class _Found(NamedTuple):
    """Parts of one total: with a small one each, which it is; and those that make it without."""

    leaving_a_little: list[tuple[frozenset[int], int]]
    leaving_nothing: list[tuple[frozenset[int], int]]
    whole: set[frozenset[int]]


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
        for some, left in _parts_leaving(counts, number, max(small.values())):
            every = [
                whole - sum(its[each] for each in some)
                for whole, _, its in numbers
                if whole is not None and some <= its.keys()
            ]
            if min(every) < 0 or some == counts.keys():
                continue
            if max(every) == 0 and len(some) > 1:
                found.whole.add(some)
            for each, up_to in small.items():
                ours = some | {each.indicator}
                if left <= up_to:
                    those = found.leaving_a_little if min(every) else found.leaving_nothing
                    those.append((ours, each.indicator))


def _open_numbers(maker: PuzzleMaker, parts: list[Key], what: str) -> dict[int, int]:
    found = {each.indicator: maker.open_number(Cell(each, what)) for each in parts}
    return {each: number for each, number in found.items() if number}


def _parts_leaving(
    counts: Mapping[int, int], number: int, most: int
) -> Iterator[tuple[frozenset[int], int]]:
    """Each of the ways to pick some of the counts that leave no more than so many of the number."""
    waiting = [(frozenset[int](), number, sorted(counts, key=lambda each: -counts[each]))]
    while waiting:
        some, left, others = waiting.pop()
        if some and left <= most:
            yield some, left
        if left - sum(counts[each] for each in others) > most:
            continue
        for place, each in enumerate(others):
            if counts[each] <= left:
                waiting.append((some | {each}, left - counts[each], others[place + 1 :]))
