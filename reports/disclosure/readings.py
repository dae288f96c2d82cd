"""Puzzles of what was: with the figures of a withdrawn release, or with numbers told once.

No Django in here.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import combinations, islice, product

from indicators.disclosure import Disclosable, Thresholds
from indicators.recovery import Care, Leak, Puzzle, Secret
from indicators.series import BASELINE
from reports.disclosure.masking import Key, only
from reports.disclosure.puzzles import (
    Cell,
    Earlier,
    Numbers,
    Past,
    PuzzleMaker,
    as_told,
    is_as_told,
    told_of,
)
from reports.disclosure.ties import Told
from sheets.problems import all_of

# In how many ways figures that hang together are taken as they were told once.
SYSTEMS = 60
NOT_TRIED = (
    "Not every number that earlier releases told of {} was tried beside every other: there are "
    "more than {} ways to take them. Where a hidden figure follows from some of them together with "
    "what is shown now, it can be worked out."
)


class PuzzleMakerOfThen(PuzzleMaker):
    """The same with the figures of a withdrawn release, as far as they are known.

    That is what it showed, and of what it hid every number that is shown now and has not changed
    since, though others of its figure have. With `later`, what came in only since counts as if it
    had been the same then.
    """

    def __init__(
        self,
        facts,
        thresholds: Thresholds,
        hidden: Collection[Key],
        past: Past,
        ties: Collection[Told] = (),
        *,
        later: bool = False,
    ):
        self.past, self.later = past, later
        super().__init__(facts, thresholds, frozenset(hidden), Earlier(ties=ties))
        self.moved = {
            Cell(key, what)
            for key in past.hid
            if key in self.figures
            for what in self.numbers[key].keys() - self._as_it_was(key)
        }
        self.before = past.shown.keys() & self.figures.keys()
        self.told = {Cell(key, what) for key in self.before for what in self.numbers[key]}
        self.hidden -= self.before
        self.has = {key: self._has(key) for key in self.figures}

    def put_back(self, told: Mapping[Key, Collection[Numbers]]) -> dict[Key, Disclosable]:
        return {
            key: self.as_it_was(key, numbers, shown=key in self.past.shown)
            for key, numbers in self.past.every.items()
            if self.is_known_of(key)
        }

    def is_there(self, key: Key) -> bool:
        """What was reported up to the quarter, and not by then, was no figure of then."""
        return self.later or not self._came_late(key)

    def _came_late(self, key: Key) -> bool:
        was_there = key in self.past.shown or key in self.past.hid
        return not (was_there or key.reported_in == BASELINE or key.reported_in > self.past.quarter)

    def _as_it_was(self, key: Key) -> set[str]:
        """Which of its numbers are now as they were then."""
        figure = self.now[key].figure if key in self.now else None
        return self._still_told(key, [told_of(figure)] if figure else [])

    def _is_known(self, cell: Cell) -> bool:
        """Shown now, what has changed since tells nothing of then."""
        return super()._is_known(cell) and cell not in self.moved

    def would_tell(self, key: Key) -> list[Cell]:
        return [cell for cell in super().would_tell(key) if cell not in self.moved]

    def _secrets(self) -> Iterator[tuple[Cell, Secret]]:
        """Those of what it hid for its own sake."""
        for cell, secret in super()._secrets():
            if cell.key in self.small and cell.key in self.past.hid:
                may_be_false = self.later and secret.care == Care.SMALL
                yield cell, Secret(Care.IF_SMALL, secret.up_to) if may_be_false else secret

    def _keep_open(self, cell: Cell) -> Cell:
        return cell

    @classmethod
    def each_way(
        cls,
        facts,
        thresholds: Thresholds,
        hidden: Collection[Key],
        past: Past,
        ties: Collection[Told] = (),
    ) -> Iterator["PuzzleMakerOfThen"]:
        """The release as it was; and, where figures came in since, for whoever takes these to have
        been the same then.
        """
        yield (maker := cls(facts, thresholds, hidden, past, ties))
        if any(item.figure and maker._came_late(key) for key, item in maker.now.items()):
            yield cls(facts, thresholds, hidden, past, ties, later=True)


def _systems(
    others: Mapping[Key, Sequence[Numbers | None]],
) -> Iterator[dict[Key, Numbers | None]]:
    """Each way to take some of the figures otherwise: one of them, then two, and so on."""
    for count in range(1, len(others) + 1):
        for keys in combinations(others, count):
            for picked in product(*(others[key] for key in keys)):
                yield dict(zip(keys, picked, strict=True))


class PuzzleMakerAsTold(PuzzleMaker):
    """The same with some figures as earlier releases told them, though they are other numbers now.

    The numbers of then may be the right ones. What follows from them about a small figure counts as
    far as that could be small: otherwise everybody sees that they do not go together.
    """

    def __init__(
        self, maker: PuzzleMaker, facts, earlier: Earlier, then: Mapping[Key, Numbers | None]
    ):
        self.then = then
        super().__init__(facts, maker.thresholds, maker.hidden, earlier)
        self.whole = maker.whole

    def put_back(self, told: Mapping[Key, Collection[Numbers]]) -> dict[Key, Disclosable]:
        found = super().put_back(told)
        for key, numbers in self.then.items():
            if numbers is None:
                found.pop(key, None)
            else:
                found[key] = self.as_it_was(key, numbers, shown=True)
        return found

    @cached_property
    def puzzle(self) -> Puzzle[Cell, Key]:
        # Why a figure is hidden is known of its number now, which need not go with that of then.
        return replace(super().puzzle, thresholds={})

    def rests_on_it(self, leak: Leak[Cell, Key]) -> bool:
        """Whether it takes the numbers of then, or that one of them is not there."""
        then = {as_told(key) for key, numbers in self.then.items() if numbers}
        return len(then) < len(self.then) or any(
            not then.isdisjoint(each.by) for each in leak.exposures
        )

    def _name(self, cell: Cell) -> Key:
        return as_told(cell.key) if cell.key in self.then else super()._name(cell)

    def _secrets(self) -> Iterator[tuple[Cell, Secret]]:
        for cell, secret in super()._secrets():
            if secret.care == Care.SMALL:
                yield cell, Secret(Care.IF_SMALL, secret.up_to)

    def _keep_open(self, cell: Cell) -> Cell:
        return cell


def told_otherwise(maker: PuzzleMaker) -> Iterator[PuzzleMakerAsTold]:
    """The same with numbers that were told, of figures that are other numbers now.

    Any of them may be the right one, together with any other. Of those that hang together with
    a small figure all that differ in one figure are tried, then in two, while patience lasts. Where
    it does not last, the maker is told: an officer has to look at the others.
    """
    others = _others(maker)
    if not any(others.values()):
        return
    for each in maker.puzzle.families():
        if not any(secret.care == Care.SMALL for secret in each.secrets.values()):
            continue
        ours = dict.fromkeys(cell.key for cell in each.figure_of if others.get(cell.key))
        if not ours:
            continue
        indicators = {cell.key.indicator for cell in each.cells}
        periods = {cell.key.period for cell in each.cells}
        facts = only(maker.facts, indicators, periods)
        told = {
            key: each
            for key, each in maker.earlier.told.items()
            if key.indicator in indicators and key.period in periods
        }
        earlier = Earlier(told, (), maker.earlier.ties)
        systems = _systems({key: others[key] for key in ours})
        for then in islice(systems, SYSTEMS):
            yield PuzzleMakerAsTold(maker, facts, earlier, then)
        if next(systems, None):
            codes = dict.fromkeys(maker.facts.indicators[key.indicator].code for key in ours)
            maker.not_tried.add(NOT_TRIED.format(all_of(codes), SYSTEMS))


def is_told_otherwise(maker: PuzzleMaker) -> bool:
    """Whether any of its figures was told as another number, or is not available any more."""
    return any(_others(maker).values())


def _others(maker: PuzzleMaker) -> dict[Key, list[Numbers | None]]:
    """Of each figure that was told, what else it was told as."""
    return {
        key: [
            *(each for each in told if not is_as_told(maker.figures[key].figure, each)),
            *_lost(maker, key),
        ]
        for key, told in maker.earlier.told.items()
        if key in maker.figures
    }


def _lost(maker: PuzzleMaker, key: Key) -> list[None]:
    """Of what is not available any more, what was told of it may be wrong: it is unknown."""
    is_there = key in maker.now and maker.now[key].figure
    return [] if is_there else [None]
