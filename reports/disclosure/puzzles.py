"""The puzzle that an attacker has before them: what is shown, what adds up to what, what is secret.

Made of the figures of a quarter and of what earlier releases told, for `indicators.recovery` to
solve. No Django in here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from math import ceil, floor
from types import MappingProxyType
from typing import NamedTuple, Self

from indicators.disclosure import Disclosable, Thresholds, small_keys
from indicators.expectations import Accumulation, Frequency
from indicators.nouns import counts_people
from indicators.recovery import Care, Puzzle, Secret, Sum
from indicators.series import BASELINE
from indicators.values import Figure, Unit, is_whole, usual_decimals
from periods.calendar import FinancialQuarter, YearType, read_period
from reports.disclosure.masking import Key, Shelf, figures_of
from reports.disclosure.spans import (
    Stretch,
    Together,
    is_quarter,
    quarters_before,
    stretches_of,
    to_date_in,
)
from reports.disclosure.ties import Breakdown, Member, Ties, Told, every_tie
from reports.disclosure.typed_shares import Counts, Share, counts_of_part, counts_of_total

N, D, LEFT, TYPED = "achieved", "cohort", "left over", "typed"
# The least and the most that somebody who typed only a share can have counted.
LEAST, MOST = "at least", "at most"
# Of a rate: how many more it counts than its base has, and all of both.
OVER, EITHER = "more than the base", "counted, or in the base"
# What must not be found of a figure from which something could be worked out that a release hid.
ITSELF = (N, TYPED)
# A figure that nobody reported has no quarter that reported it; what it must come to is another
# number whenever those about it change, so the quarter since which they stood is named.
NOT_REPORTED = "not reported"
# What a year's quarters come to is such a figure too.
TO_DATE = f"{NOT_REPORTED}: to date"
# And what came between two figures to date; or the part of a quarter that falls into a year.
SINCE = f"{NOT_REPORTED}: since "
SOME = f"{NOT_REPORTED}: some"
# Of a figure that was corrected in part, what an earlier release told goes by a name of its own:
# hiding the figure does not hide it any more.
TOLD = "told before: "
SCALE = 10**10  # a value that was typed, as a whole number


class Cell(NamedTuple):
    """One number of a figure; `since` names another one of its year when it is what lies between.

    `beside` names the figures of which it is what they leave of this one.
    """

    key: Key
    what: str
    since: Key | None = None
    beside: tuple[Key, ...] = ()

    @property
    def is_of_itself(self) -> bool:
        return not (self.since or self.beside)


def as_told(key: Key) -> Key:
    """The name of those numbers of a figure that an earlier release told as they still are."""
    return key._replace(reported_in=f"{TOLD}{key.reported_in}")


def is_name_as_told(name: Key) -> bool:
    return name.reported_in.startswith(TOLD)


def figure_named(name: Key) -> Key:
    """The figure of which this is the name, or the name of what was told of it."""
    return name._replace(reported_in=name.reported_in.removeprefix(TOLD))


def has_come(key: Key, quarter: str) -> bool:
    """Whether the reports of the quarter can show it."""
    return key.reported_in == BASELINE or key.reported_in <= quarter


class Numbers(NamedTuple):
    """A figure as an earlier release showed it."""

    numerator: int | None
    denominator: int | None
    value: str


class Past(NamedTuple):
    """A release that was withdrawn: of which quarter it was, what it showed, and what it hid; since
    overwritten, perhaps.
    """

    quarter: str
    shown: Mapping[Key, Numbers]
    hid: Mapping[Key, Numbers]

    @property
    def every(self) -> dict[Key, Numbers]:
        return {**self.shown, **self.hid}

    def only(self, indicators: Collection[int]) -> "Past":
        shown, hid = (
            {key: each for key, each in some.items() if key.indicator in indicators}
            for some in (self.shown, self.hid)
        )
        return Past(self.quarter, shown, hid)

    def is_news(self, now: Mapping[Key, Figure | None]) -> bool:
        """Whether it hid anything, and anything is another number by now."""
        return bool(self.hid) and not all(
            is_as_told(now.get(key), numbers) for key, numbers in self.every.items()
        )


class OwnPeople(NamedTuple):
    """Who works on these plans, by their references, and reads these indicators of theirs in full,
    by their ids.
    """

    plans: tuple[str, ...]
    indicators: frozenset[int]


class Earlier(NamedTuple):
    """What readers of masked figures may know beside these.

    What any release told before, in the order in which it was told; the releases that were
    withdrawn; what was part of what when they were read; what each indicator counted, in which
    unit, when it was last told; and what the people of plans read in full.
    """

    told: Mapping[Key, Collection[Numbers]] = MappingProxyType({})
    withdrawn: Collection[Past] = ()
    ties: Collection[Told] = ()
    counted: Mapping[int, tuple[str, str]] = MappingProxyType({})
    own_people: Collection[OwnPeople] = ()

    def parted(self, groups: Sequence[Collection[int]]) -> list["Earlier"]:
        """The same for each of these groups of indicators: what was told of whom is looked up once
        for all of them.
        """
        place = {each: number for number, group in enumerate(groups) for each in group}
        told: list[dict[Key, Collection[Numbers]]] = [{} for _ in groups]
        for key, each in self.told.items():
            if key.indicator in place:
                told[place[key.indicator]][key] = each
        return [self._replace(told=each) for each in told]

    def only(self, indicators: Collection[int], facts) -> "Earlier":
        """The same of these indicators, as far as it tells more than what is there now."""
        figures = figures_of(facts) if self.withdrawn else ()
        now = {key: item.figure for key, item in figures}
        told = {key: each for key, each in self.told.items() if key.indicator in indicators}
        withdrawn = (each.only(indicators) for each in self.withdrawn)
        return Earlier(
            told,
            [each for each in withdrawn if each.is_news(now)],
            self.ties,
            own_people=self._who_reads_some_of(indicators),
        )

    def _who_reads_some_of(self, indicators: Collection[int]) -> list[OwnPeople]:
        """Those who read some of these in full, and others not; once for each such choice."""
        found: dict[frozenset[int], OwnPeople] = {}
        for each in self.own_people:
            ours = each.indicators.intersection(indicators)
            if 0 < len(ours) < len(indicators):
                found.setdefault(ours, each._replace(indicators=ours))
        return list(found.values())


NO_RELEASE = Earlier()


class PuzzleMaker:
    """Makes the puzzle that an attacker has before them.

    Of a small figure it reads no number, and takes it that it has every number that its unit can
    have: another small figure in its place would make the same puzzle.
    """

    def __init__(self, facts, thresholds: Thresholds, further: frozenset[Key], earlier: Earlier):
        self.facts = self.whole = facts
        self.thresholds = thresholds
        self.now = dict(figures_of(facts))
        self.earlier = earlier
        told = earlier.told
        found = {key: each for key, each in self.now.items() if self.is_there(key)}
        found |= self.put_back(told)
        order = {row.id: place for place, row in enumerate(facts.indicators.values())}
        self.figures: dict[Key, Disclosable] = {
            key: found[key]
            for key in sorted(found, key=lambda key: (order[key.indicator], *key[1:]))
        }
        self.small = small_keys(self.figures, thresholds)
        self.hidden = self.small | further
        self.shelf = Shelf(facts, self.figures)
        self.numbers = {key: dict(_numbers(item.figure)) for key, item in self.figures.items()}
        # Whatever adds up is looked for by the ties of today, and then by those that were told.
        self.every_tie = every_tie(facts.indicators, earlier.ties)
        self.ties = self.every_tie[0]
        # Nobody believes both of two that exclude each other.
        first, *others = self.every_tie
        self.believed = [first, *(each.beside(first) for each in others)]
        self.numbers |= dict(self._counted())
        self.before = {
            key
            for key, numbers in told.items()
            if key in self.figures and self._is_as_told(key, numbers)
        }
        self.told = {
            Cell(key, what)
            for key, numbers in told.items()
            if key in self.figures
            for what in (
                self.numbers[key] if key in self.before else self._still_told(key, numbers)
            )
        }
        self.has = {key: self._has(key) for key in self.figures}
        self.untold: dict[Cell, Secret] = {}
        self.steps: list[Sum[Cell]] = []
        self.supposed: list[Sum[Cell]] = []
        # What quarters come to that stand beside a year, or beside quarters to date; what was taken
        # off since, where they fell; and what they are made of that nobody reported.
        self.made: dict[Key, list[Key]] = {}
        self.fell: dict[Key, list[Key]] = {}
        self.pieces: dict[Key, list[Sum[Cell]]] = {}
        # Of which totals and periods the parts once added up, so that nobody is beside them.
        self.complete: set[tuple[int, str, frozenset[int]]] = set()
        # Which figures were set side by side, of each breakdown: the total, and then its parts.
        self.side_by_side: dict[Breakdown, list[tuple[Key, ...]]] = defaultdict(list)
        # What there was too much of to try it all, in sentences; for whoever believes it, too.
        self.not_tried: set[str] = set()
        # Whether it is made of ties that may be believed, in place of those there are.
        self.believes = False
        # The further figures from which something could be worked out that a release hid.
        self.guarding: Collection[Key] = ()

    def put_back(self, told: Mapping[Key, Collection[Numbers]]) -> dict[Key, Disclosable]:
        """What was told of a figure is still known, when it is not available or not there now."""
        return {
            key: self.as_it_was(key, [*numbers][-1], shown=True)
            for key, numbers in told.items()
            if numbers
            and self.is_known_of(key)
            and (key not in self.now or not self.now[key].figure)
        }

    def is_there(self, key: Key) -> bool:
        """Whether what is recorded now counts."""
        return True

    def is_known_of(self, key: Key) -> bool:
        """Whether it is of an indicator that there is, and of a time that has come."""
        return has_come(key, self.facts.quarter) and key.indicator in self.facts.indicators

    def as_it_was(self, key: Key, numbers: Numbers, *, shown: bool) -> Disclosable:
        """The figure with these numbers, though its row may have been deleted since."""
        of_people = counts_people(self.facts.indicators[key.indicator].counted_as)
        row = self.now.get(key) or Disclosable(None, of_people, already_public=shown)
        return replace(row, figure=self.figure_of(key, numbers))

    def figure_of(self, key: Key, told: Numbers) -> Figure:
        """A figure of these numbers."""
        indicator = self.facts.indicators[key.indicator]
        value = Decimal(told.value) if told.numerator is None and told.value else None
        unit = Unit(indicator.unit)
        return Figure(told.numerator, told.denominator, value, unit, indicator.per)

    def _counted(self) -> Iterator[tuple[Key, dict[str, int]]]:
        """The figures that were typed without counts, with what others tell of those.

        40.0% of 60 is 24 and no other, and 40.0% of 2,000 is 800 or 799.
        """
        for key, numbers in self.numbers.items():
            figure = self.figures[key].figure
            if TYPED not in numbers or key in self.small or not figure or figure.value is None:
                continue
            decimals = max(
                (each.decimals for each in self.facts.rules.get(key.indicator, ())),
                default=usual_decimals(figure.unit),
            )
            share = Share(figure.value, figure.unit, figure.per, decimals)
            if cohorts := {numbers[D]} if D in numbers else self._cohorts_beside(key):
                found = {Counts(each, size) for size in cohorts for each in share.counts(size)}
            else:
                found = set(self._beside_a_small_one(key, share))
                cohorts = {each.denominator for each in found}
            counts = {each.numerator for each in found}
            if len(counts) == len(cohorts) == 1:
                counted = Figure(min(counts), min(cohorts), None, figure.unit, figure.per)
                yield key, {**numbers, **dict(_numbers(counted))}
            elif counts:
                one = {D: max(cohorts)} if len(cohorts) == 1 else {}
                yield key, {**numbers, **one, LEAST: min(counts), MOST: max(counts)}

    def _beside_a_small_one(self, key: Key, share: Share) -> Iterator[Counts]:
        """What it can be where all is shown that it adds up with, but one small figure."""
        breakdowns = (each for ties in self.every_tie for each in ties.breakdowns)
        for total, _, parts in dict.fromkeys(breakdowns):
            if len(parts) < 2 or key.indicator not in (total, *parts):
                continue
            others = [self._about(each, key) for each in parts if each != key.indicator]
            shown = [self._share_shown(each) for each in others]
            known = [each for each in shown if each]
            whole = self._share_shown(self._about(total, key))
            if [each in self.small for each in others].count(True) != 1:
                continue
            if len(known) != len(others) - 1 or not (whole or total == key.indicator):
                continue
            come_to = Counts(*map(sum, zip(*known, strict=True))) if known else Counts(0, 0)
            if whole:
                left = Counts(*(all_of - some for all_of, some in zip(whole, come_to, strict=True)))
                beside = frozenset([whole, *known])
                yield from counts_of_part(share, beside, left, self.thresholds)
            else:
                yield from counts_of_total(share, frozenset(known), come_to, self.thresholds)

    def _about(self, indicator: int, beside: Key) -> Key | None:
        """The figure of an indicator that is read beside another one."""
        with_it = beside._replace(indicator=indicator)
        if with_it in self.figures:
            return with_it
        return self.shelf.standing(indicator, beside.period, self.facts.quarter)

    def _share_shown(self, key: Key | None) -> Counts | None:
        """So many of so many, of a figure that is not small."""
        numbers = self.numbers.get(key, {}) if key and key not in self.small else {}
        return Counts(numbers[N], numbers[D]) if N in numbers and D in numbers else None

    def _cohorts_beside(self, key: Key) -> set[int]:
        """What indicators that count the same people say how many these are.

        That are those of one cohort, or else parts of which more than one are shares of as many.
        """
        every = [
            (each.indicator, numbers[D])
            for each, numbers in self.numbers.items()
            if each.period == key.period and each != key and D in numbers and each not in self.small
        ]
        named = {
            number
            for indicator, number in every
            if any(ties.are_one_cohort((indicator, key.indicator)) for ties in self.every_tie)
        }
        if named:
            return named
        parts = [
            number
            for indicator, number in every
            if any(key.indicator == ties.members[indicator].part_of_id for ties in self.every_tie)
        ]
        return set(parts) if len(parts) > len(set(parts)) == 1 else set()

    def _is_as_told(self, key: Key, told: Collection[Numbers]) -> bool:
        """Whether an earlier release showed the figure as it still is."""
        return any(is_as_told(self.figures[key].figure, each) for each in told)

    def _still_told(self, key: Key, told: Collection[Numbers]) -> set[str]:
        """Which of its numbers are still as they were told, though others of it were corrected.

        Of a small figure that is all or nothing: to look at one of them would tell of it.
        """
        if self._is_as_told(key, told):
            return set(self.numbers[key])
        if key in self.small:
            return set()
        every = [dict(_numbers(self.figure_of(key, each))) for each in told]
        return {
            what
            for what, number in self.numbers[key].items()
            if any(each.get(what) == number for each in every)
        }

    def _has(self, key: Key) -> tuple[str, ...]:
        if self.figures[key].figure is None:
            return ()
        if self._is_open(key):
            return tuple(self.numbers[key])
        unit = self._unit(key.indicator)
        shares = {Unit.NUMBER: (), Unit.PERCENTAGE: (D, LEFT), Unit.RATE: (D, LEFT)}
        return (N, TYPED, *shares.get(unit, (D,)))

    def _is_open(self, key: Key) -> bool:
        """Whether its numbers may be looked at: it is not small, or was told before."""
        return key not in self.small or key in self.before

    def _known(self, key: Key, what: str) -> int | None:
        """A number of a figure that is not small, or was told before."""
        return self.numbers.get(key, {}).get(what) if self._is_open(key) else None

    def number(self, cell: Cell) -> int | None:
        """What the cell really is, as far as somebody wrote it down."""
        number = self.numbers.get(cell.key, {}).get(cell.what)
        if cell.beside or number is None:
            return None
        if cell.since is None:
            return number
        before = self.numbers.get(cell.since, {}).get(cell.what)
        return None if before is None else number - before

    def could_show(self, key: Key) -> bool:
        """Whether it is hidden by nothing but a decision."""
        hidden = key in self.hidden - self.small - self.before
        return hidden and bool(self.would_tell(key))

    def guards(self, key: Key) -> bool:
        """Whether something else would have to be hidden, were the figure shown."""
        if not self.could_show(key):
            return False
        return self.puzzle.guards(
            {cell: self.numbers[key][cell.what] for cell in self.would_tell(key)}
        )

    def would_tell(self, key: Key) -> list[Cell]:
        """Its numbers that would be known, were the figure shown."""
        return [Cell(key, what) for what in self.has.get(key, ())]

    @cached_property
    def puzzle(self) -> Puzzle[Cell, Key]:
        # Where sums contradict each other the last is dropped: figures to date may have fallen, and
        # what is only supposed need not be so.
        found: list[Sum[Cell]] = []
        for ties in self.believed:
            self.ties, self.complete = ties, set()
            found += [*self._sums(), *self._of_quarters()]
        found += [*self.steps, *self._unrevised()]
        sums = tuple(dict.fromkeys([*found, *self.supposed]))
        cells = [Cell(key, what) for key, has in self.has.items() for what in has]
        return Puzzle(
            sums=sums,
            values={
                cell: self.numbers[cell.key][cell.what] for cell in cells if self._is_known(cell)
            },
            figure_of={cell: self._name(cell) for cell in cells},
            secrets={**dict(self._secrets()), **self.untold},
            fixed=frozenset({*self.before, *map(self._name, self.told)}),
            small=self.small,
            thresholds={
                cell: most for cell in cells if (most := self._threshold(cell)) is not None
            },
            supposed=frozenset(self.supposed),
        )

    def believing(self, ties: Ties) -> Self:
        """The same for whoever believes these ties, and those of today that they leave room for.

        They may be false: what follows from them about a small figure counts as far as that could
        be small.
        """
        found = copy(self)
        found.believed, found.believes = [ties, self.every_tie[0].beside(ties)], True
        found.untold, found.steps, found.supposed = {}, [], []
        found.made, found.fell, found.pieces = {}, {}, {}
        found.numbers, found.side_by_side = dict(self.numbers), defaultdict(list)
        found.__dict__.pop("puzzle", None)
        return found

    def set_side_by_side(self) -> dict[Breakdown, list[tuple[Key, ...]]]:
        """Of each breakdown the figures that should add up: the total, and then its parts."""
        _ = self.puzzle  # which looks for them
        return self.side_by_side

    def _is_known(self, cell: Cell) -> bool:
        """Whether it is shown now, or was told before."""
        return cell in self.told or cell.key not in self.hidden

    def _name(self, cell: Cell) -> Key:
        """Under which name it can be hidden, or cannot be any more: see `as_told`."""
        is_part = cell in self.told and cell.key not in self.before
        return as_told(cell.key) if is_part else cell.key

    # What must stay open ---------------------------------------------------------------

    def _secrets(self) -> Iterator[tuple[Cell, Secret]]:
        for key in (each for each in self.figures if each in self.hidden):
            if key in self.before:
                # Each of its numbers was told: one of them is enough to say so.
                if key in self.small and self.has[key]:
                    yield Cell(key, self.has[key][0]), Secret(Care.OTHER)
                continue
            for cell in (Cell(key, what) for what in self.has[key]):
                if cell in self.told:
                    continue
                up_to = self._threshold(cell) if key in self.small else None
                if up_to is not None:
                    care = Care.IF_SMALL if self.believes else Care.SMALL
                    yield cell, Secret(care, up_to)
                elif key in self.small or (key in self.guarding and cell.what in ITSELF):
                    yield cell, Secret(Care.OTHER)

    def _threshold(self, cell: Cell) -> int | None:
        """Up to which a number is small; None for what is no count of anybody."""
        indicator = self.facts.indicators[cell.key.indicator]
        if cell.what in (TYPED, LEAST, MOST):
            return None
        if Unit(indicator.unit) == Unit.NUMBER:
            return self.thresholds.count if counts_people(indicator.counted_as) else None
        return {
            N: self.thresholds.numerator,
            D: self.thresholds.denominator,
            LEFT: self.thresholds.remainder,
        }[cell.what]

    def _keep_open(self, cell: Cell) -> Cell:
        """A number that nobody wrote down: it must not be known to be small."""
        up_to = self._threshold(cell)
        if up_to is not None and not self.believes:
            self.untold[cell] = Secret(Care.UNTOLD, up_to)
        return cell

    # What adds up to what --------------------------------------------------------------

    def _sums(self) -> Iterator[Sum[Cell]]:
        for key in self.figures:
            yield from self._of_itself(key)
        for row in self.ties.members.values():
            if row.accumulation == Accumulation.CUMULATIVE:
                self._cumulative(row.id)
            for baseline in self.shelf.baselines(row.id):
                yield from self._baseline(row, baseline)
        for each in self.ties.breakdowns:
            yield from self._breakdown(each)
        for ours in self.ties.cohorts.values():
            yield from self._cohort(ours)

    def count_the_same(self, one: int, other: int) -> bool:
        """Whether two indicators are of one cohort, or were when that was told."""
        return any(each.are_one_cohort((one, other)) for each in self.every_tie)

    def _of_itself(self, key: Key) -> Iterator[Sum[Cell]]:
        """Of a cohort, some achieved it and the others are left over; or more were counted than are
        in it, as a rate may.

        And what was counted of a share that was typed is no less than the least, nor more than the
        most, that it can be.
        """
        counted = Cell(key, N)
        if self._unit(key.indicator) == Unit.PERCENTAGE:
            yield Sum(Cell(key, D), (counted, Cell(key, LEFT)))
        elif LEFT in self.has.get(key, ()):
            yield Sum(Cell(key, EITHER), (counted, Cell(key, LEFT)))
            yield Sum(Cell(key, EITHER), (Cell(key, D), Cell(key, OVER)))
        if LEAST in self.has.get(key, ()):
            yield Sum(counted, (Cell(key, LEAST), Cell(key, f"above {LEAST}")))
            yield Sum(Cell(key, MOST), (counted, Cell(key, f"below {MOST}")))

    def _breakdown(self, ours: Breakdown) -> Iterator[Sum[Cell]]:
        total, _, parts = ours
        whole, units = self._unit(total), {self._unit(each) for each in parts}
        if units == {whole}:
            add_up = self._total
        elif whole == Unit.NUMBER and units == {Unit.PERCENTAGE}:
            add_up = self._shares
        else:
            add_up = self._counts
        for period in self._periods(total, parts):
            if not self.ties.hold(parts, self._quarters(total, period)):
                continue
            every = [total, *(each for each in parts if self._was_there(each, period))]
            readings = [
                [
                    key or self._missing(each, period, quarter, reading)
                    for each, key in zip(every, found, strict=True)
                ]
                for quarter in self._quarters(total, period)
                for reading, found in enumerate(self._beside(every, period, quarter))
                if any(found)
            ]
            if any(self._left(N, *keys) == 0 for keys in readings):
                self.complete.add((total, period, frozenset(every[1:])))
            for keys in readings:
                self.side_by_side[ours].append(tuple(keys))
                yield from add_up(*keys)

    def _periods(self, total: int, parts: Sequence[int]) -> list[str]:
        """About which something adds up; the years of others too that hang together with them."""
        found = self.shelf.periods([total, *parts])
        if not self.ties.together(total, *parts).by_year:
            return found
        years = self.shelf.periods(self.ties.family(total))
        return sorted({*found, *(each for each in years if not is_quarter(each))})

    def _beside(
        self, indicators: Sequence[int], period: str, quarter: str
    ) -> Iterator[tuple[Key | None, ...]]:
        """What stood of each side by side: as reported, and as the baselines have it."""
        together = self.ties.together(*indicators)
        reported = tuple(self._standing(each, period, quarter, together) for each in indicators)
        yield reported
        found = (self.shelf.baseline(each, period, quarter) for each in indicators)
        compared = tuple(one or other for one, other in zip(found, reported, strict=True))
        if compared != reported:
            yield compared

    def _standing(
        self, indicator: int, period: str, quarter: str, together: Together
    ) -> Key | None:
        """What stood of it then, beside these: of quarters what they come to."""
        stretches = together.stretches(self.ties.members[indicator], period)
        return self._made(indicator, period, stretches, quarter) or self.shelf.standing(
            indicator, period, quarter
        )

    def _made(
        self, indicator: int, period: str, stretches: Sequence[Stretch], quarter: str
    ) -> Key | None:
        """What its quarters came to then; None where none of them was reported."""
        labels = [label for each in stretches for label in each.labels]
        found = {label: self.shelf.standing(indicator, label, quarter) for label in labels}
        if not any(found[each.quarter] for each in stretches):
            return None
        if len(stretches) == 1 and stretches[0] == Stretch(labels[0]):
            return found[labels[0]]
        changed = (each for label in labels for each in self._quarters(indicator, label))
        since = max(each for each in changed if each <= quarter)
        of = "; ".join(" to ".join(each.labels) for each in stretches)
        made = Key(indicator, period, f"{TO_DATE} {since} ({of})")
        if made in self.made:
            return made
        keys = {
            label: key or self._missing(indicator, label, quarter) for label, key in found.items()
        }
        self.made[made], self.fell[made] = [], []
        for each in stretches:
            piece, to_date = keys[each.quarter], self.made
            if each.before:
                before = keys[each.before]
                fell = (self._more(N, piece, before) or 0) > 0
                low, high = (piece, before) if fell else (before, piece)
                piece, to_date = self._between(low, high), self.fell if fell else self.made
            to_date[made].append(self._some_of(piece) if each.partly else piece)
        self.numbers[made] = self._made_of(self.made[made], self.fell[made])
        return made

    def _more(self, what: str, low: Key, high: Key) -> int | None:
        """By how much a number of one figure is more than that of another; None if unknown."""
        less, more = self._known(low, what), self._known(high, what)
        return None if less is None or more is None else more - less

    def _some_of(self, piece: Key) -> Key:
        """What of it falls into the year that it belongs to only in part."""
        some = piece._replace(reported_in=f"{SOME} {piece.reported_in}")
        whole, others = Cell(piece, N), Cell(piece, N, beside=(some,))
        self.pieces[some] = [Sum(whole, (Cell(some, N), others))]
        return some

    def _between(self, low: Key, high: Key) -> Key:
        """By how much one figure to date is more than another."""
        between = high._replace(
            reported_in=f"{SINCE}{low.period} ({low.reported_in}, {high.reported_in})"
        )
        if between not in self.pieces:
            cohort = self._known(high, D)
            same = None in (cohort, self._known(low, D)) or self._more(D, low, high) == 0
            grows = (N,) if same else (N, D, LEFT)
            sums = [Sum(Cell(high, each), (Cell(low, each), Cell(between, each))) for each in grows]
            if same and cohort is not None:
                sums.append(Sum(Cell(high, D), (Cell(between, D),)))
            numbers = {N: self._more(N, low, high), D: cohort if same else None}
            self.numbers[between] = {k: each for k, each in numbers.items() if each is not None}
            self.pieces[between] = sums
        return between

    def _made_of(self, rose: list[Key], fell: list[Key]) -> dict[str, int]:
        """What they come to, as far as each of them is known."""
        found = {what: [self._known(each, what) for each in rose] for what in (N, D)}
        taken = [self._known(each, N) for each in fell]
        known = {
            what: [each for each in every if each is not None]
            for what, every in found.items()
            if None not in (*every, *taken)
        }
        cohorts = known.get(D, [])
        of = {D: cohorts[0] if len(set(cohorts)) == 1 else sum(cohorts)} if cohorts else {}
        return of | ({N: sum(known[N]) - sum(filter(None, taken))} if N in known else {})

    def _of_quarters(self) -> Iterator[Sum[Cell]]:
        for made, quarters in self.made.items():
            if fell := self.fell[made]:
                rose = Cell(made, N, beside=tuple(quarters))
                yield Sum(rose, tuple(Cell(each, N) for each in quarters))
                yield Sum(rose, tuple(Cell(each, N) for each in (made, *fell)))
            else:
                yield from self._total(made, *quarters)
        for piece, sums in self.pieces.items():
            yield from self._of_itself(piece)
            yield from sums

    def _unrevised(self) -> Iterator[Sum[Cell]]:
        """A number that a later report repeats: whoever is not told otherwise takes it to stand."""
        reports: dict[tuple[int, str], list[Key]] = defaultdict(list)
        for key in self.figures:
            if key.reported_in != BASELINE and self._is_open(key):
                reports[key.indicator, key.period].append(key)
        for every in reports.values():
            said: dict[tuple[str, int], Key] = {}
            for key in sorted(every):
                for what, number in self.numbers[key].items():
                    first = said.setdefault((what, number), key)
                    if first != key:
                        yield Sum(Cell(key, what), (Cell(first, what),))

    def _was_there(self, indicator: int, period: str) -> bool:
        """Whether it was counted by then: a part that began later is no part that is missing."""
        if self._reported(indicator, [indicator], period):
            return True
        rules = self.facts.rules.get(indicator, ())
        since = min((each.from_quarter for each in rules), default="")
        if not since:
            return True
        year_type = YearType(self.facts.indicators[indicator].year_type)
        return FinancialQuarter.containing(read_period(period, year_type).ends).label >= since

    def _unit(self, indicator: int) -> Unit:
        return Unit(self.facts.indicators[indicator].unit)

    def _quarters(self, indicator: int, period: str) -> list[str]:
        """The quarters in which anything changed that the figure hangs together with."""
        return self._reported(indicator, self.ties.family(indicator), period)

    def _reported(self, beside: int, indicators: Collection[int], period: str) -> list[str]:
        """The quarters in which one of them reported what says something of the period."""
        together = self.ties.together(*self.ties.family(beside))
        rows = (self.ties.members[each] for each in indicators)
        return sorted(
            {
                quarter
                for row in rows
                for label in together.labels(row, period)
                for quarter in self.shelf.quarters([row.id], label)
            }
        )

    def _missing(self, indicator: int, period: str, quarter: str, reading: int = 0) -> Key:
        """The figure that nobody reported, as at a quarter."""
        changed = [each for each in self._quarters(indicator, period) if each <= quarter]
        since = max(changed, default="")
        missing = Key(indicator, period, f"{NOT_REPORTED} {since} {reading or ''}")
        if self._is_to_date(indicator):
            self.steps += self._within_its_year(missing, quarter)
        return missing

    def _is_to_date(self, indicator: int) -> bool:
        """Whether its figures grow over the year: it says so, or comes to a year beside one.

        Beside school years no quarter is the last of one.
        """
        row = self.ties.members[indicator]
        beside = [self.ties.members[each] for each in self.ties.family(indicator)]
        if any(each.year_type == YearType.ACADEMIC for each in beside):
            return False
        return row.accumulation == Accumulation.CUMULATIVE or (
            row.frequency != Frequency.QUARTERLY
            and any(each.accumulation == Accumulation.CUMULATIVE for each in beside)
        )

    def _within_its_year(self, missing: Key, quarter: str) -> Iterator[Sum[Cell]]:
        """What nobody reported is no less than the figure to date before it, nor more than after.

        Unless figures to date fell between these.
        """
        if "/" not in missing.period:
            return
        labels = to_date_in(missing.period)
        at = labels.index(missing.period)
        found = {each: self.shelf.standing(missing.indicator, each, quarter) for each in labels}
        before = next((found[each] for each in reversed(labels[:at]) if found[each]), None)
        after = next((found[each] for each in labels[at + 1 :] if found[each]), None)
        if before and after and (self._more(N, after, before) or 0) > 0:
            return
        for low, high in (before, missing), (missing, after):
            if low and high:
                between = Cell(high, N, since=low)
                yield Sum(Cell(high, N), (Cell(low, N), between))

    def _total(self, total: Key, *parts: Key) -> Iterator[Sum[Cell]]:
        yield from self._added_up(N, total, parts)
        if self._is_one_group(total, parts):
            for each in parts:
                yield Sum(Cell(total, D), (Cell(each, D),))
        elif any(D in self.has.get(each, ()) for each in (total, *parts)):
            yield from self._added_up(D, total, parts)

    def _is_one_group(self, total: Key, parts: tuple[Key, ...]) -> bool:
        """Whether each part is about the people of the total: they say so, or their numbers do."""
        if self.ties.are_one_cohort(each.indicator for each in (total, *parts)):
            return True
        told = [self._known(each, D) for each in (total, *parts)]
        known = [each for each in told if each is not None]
        return len(known) > 1 and len(set(known)) == 1

    def _counts(self, total: Key, *parts: Key) -> Iterator[Sum[Cell]]:
        """Figures of several units: what each of them counts adds up."""
        yield from self._added_up(N, total, parts)

    def _shares(self, total: Key, *parts: Key) -> Iterator[Sum[Cell]]:
        """A total counts a cohort, and its parts are shares.

        Either each is a share of the whole cohort: then their numerators add up to it, and it is
        the denominator of each. Or each is a share of a group of its own: then their denominators
        add up to it.
        """
        if not self._is_one_cohort(total, parts):
            yield from self._added_up(D, total, parts, whole=N)
            return
        yield from self._added_up(N, total, parts)
        for each in parts:
            yield Sum(Cell(total, N), (Cell(each, D),))

    def what_adds_up(self, total: Key, parts: tuple[Key, ...]) -> list[tuple[str, str]]:
        """Which number of the parts makes which number of the total."""
        units = {self._unit(each.indicator) for each in parts}
        if self._unit(total.indicator) == Unit.NUMBER and units == {Unit.PERCENTAGE}:
            return [(N, N if self._is_one_cohort(total, parts) else D)]
        of_a_cohort = [] if self._is_one_group(total, parts) else [(D, D), (LEFT, LEFT)]
        return [(N, N), *of_a_cohort]

    def _is_one_cohort(self, total: Key, parts: tuple[Key, ...]) -> bool:
        """Whether they say so, or their numbers do."""
        if self.ties.are_one_cohort(each.indicator for each in parts):
            return True
        told = [self._known(each, D) for each in parts]
        known = [each for each in told if each is not None]
        whole = self._known(total, N)
        if len(set(known)) != 1:
            return False
        return len(known) > 1 if whole is None else known[0] == whole

    def _added_up(
        self, what: str, total: Key, parts: tuple[Key, ...], whole: str = ""
    ) -> Iterator[Sum[Cell]]:
        """The same of each part makes the total; `whole` says which number of it, if another."""
        of, made = Cell(total, whole or what), tuple(Cell(each, what) for each in parts)
        if self._leave_some(of, made):
            yield Sum(of, (*made, self._keep_open(of._replace(beside=parts))))
            return
        yield Sum(of, made)
        missing = [each for each in parts if not (self.has.get(each) or each in self.pieces)]
        for each in missing:
            yield from self._unwritten(each, what)
        if not self.has.get(total):
            yield from self._unwritten(total, of.what)
        if len(missing) > 1:
            rest = self._keep_open(Cell(total, what, beside=tuple(missing)))
            yield Sum(rest, tuple(Cell(each, what) for each in missing))

    def _leave_some(self, total: Cell, parts: tuple[Cell, ...]) -> bool:
        """Whether parts that are all reported come to less: some belong to none of them.

        While one of them is small nobody can tell, so they are taken to leave nobody: who believes
        it must not find the small one. Where more are left than all small ones can count, everybody
        can tell that some belong to none, and nothing follows. Nor is anybody left where the parts
        once added up, or where a year's own quarters come to less: then a figure was revised.
        """
        ours = frozenset(each.key.indicator for each in parts)
        if total.key.indicator in ours:
            return False
        if len(parts) == 1 and parts[0].key not in self.made:
            return True  # "of whom": one part alone is the whole only where it is so by quarters
        if (total.key.indicator, total.key.period, ours) in self.complete:
            return False
        small = [each for each in parts if self._is_small_count(each)]
        left = self._left_of(total, *(each for each in parts if each not in small))
        most = sum(self._threshold(each) or 0 for each in small)
        return left is not None and left > most

    def _is_small_count(self, cell: Cell) -> bool:
        """Whether it is hidden for being small, and a count: then it is no more than that.

        Of a forecast it may be the least, or the most, that is small.
        """
        if cell.key not in self.small or self._is_open(cell.key):
            return False
        of = self.figures[cell.key]
        is_forecast = (of.low, of.high) != (None, None)
        return self._unit(cell.key.indicator) == Unit.NUMBER and not is_forecast

    def _left(self, what: str, total: Key, *parts: Key) -> int | None:
        return self._left_of(Cell(total, what), *(Cell(each, what) for each in parts))

    def _left_of(self, total: Cell, *parts: Cell) -> int | None:
        """What the parts leave of the total; None where one of them is small, or not known."""
        numbers = [self._known(each.key, each.what) for each in (total, *parts)]
        known = [each for each in numbers if each is not None]
        return known[0] - sum(known[1:]) if len(known) == len(numbers) else None

    def _unwritten(self, key: Key, what: str) -> Iterator[Sum[Cell]]:
        """A figure that nobody reported: none of its numbers must be known to be small."""
        yield from self._of_itself(key)
        self._keep_open(Cell(key, what))
        if self._unit(key.indicator) == Unit.PERCENTAGE:
            self._keep_open(Cell(key, LEFT))

    def _baseline(self, row: Member, baseline: Key) -> Iterator[Sum[Cell]]:
        """A baseline is one more reading of what now stands for its period."""
        now = self.facts.quarter
        reported = self.shelf.standing(row.id, baseline.period, now)
        yield from self._repeats(reported, baseline)
        stretches = stretches_of(row, baseline.period)
        made = self._made(row.id, baseline.period, stretches, now)
        if made in self.made:
            yield from self._total(baseline, made)
            return
        yield from self._repeats(made, baseline)
        if row.accumulation == Accumulation.CUMULATIVE:
            earlier = (label for each in stretches for label in quarters_before(each.quarter))
            self._steps([*(self.shelf.standing(row.id, each, now) for each in earlier), baseline])

    def _repeats(self, figure: Key | None, baseline: Key) -> Iterator[Sum[Cell]]:
        """Unless one is small and the other is not: then that is a revision."""
        if figure is None or figure == baseline:
            return
        if baseline in self.small and figure not in self.small:
            return
        for what in (each for each in self.has[baseline] if each in self.has[figure]):
            yield Sum(Cell(baseline, what), (Cell(figure, what),))

    def _cumulative(self, indicator: int) -> None:
        """A quarter to date is the one before, and what came since."""
        years: dict[str, list[str]] = defaultdict(list)
        for period in self.shelf.periods([indicator]):
            if is_quarter(period):
                years[period[:7]].append(period)
        for periods in years.values():
            for quarter in sorted(
                {each for period in periods for each in self.shelf.quarters([indicator], period)}
            ):
                self._steps([self.shelf.standing(indicator, each, quarter) for each in periods])

    def _steps(self, quarters: Iterable[Key | None]) -> None:
        counted = [each for each in quarters if each and self._is_counted(each)]
        cohorts = {self._known(each, D) for each in counted} - {None}
        for earlier, later in pairwise(counted):
            self.steps += self._step(earlier, later, grows=len(cohorts) > 1)

    def _is_counted(self, key: Key) -> bool:
        """Whether it says how many, if only about how many."""
        return N in self.has[key] or LEAST in self.has[key]

    def _step(self, earlier: Key, later: Key, *, grows: bool) -> Iterator[Sum[Cell]]:
        for what in (N, *((D, LEFT) if grows else ())):
            if what == N or (what in self.has[earlier] and what in self.has[later]):
                before, now = self._known(earlier, what), self._known(later, what)
                fell = before is not None and now is not None and now < before
                low, high = (later, earlier) if fell else (earlier, later)
                between = self._keep_open(Cell(high, what, since=low))
                yield Sum(Cell(high, what), (Cell(low, what), between))

    def _cohort(self, indicators: list[int]) -> Iterator[Sum[Cell]]:
        together = self.ties.together(*indicators)
        rows = [self.ties.members[each] for each in indicators]
        for period in self.shelf.periods(indicators):
            labels = {label for row in rows for label in together.labels(row, period)}
            every = (self.shelf.quarters(indicators, label) for label in labels)
            reported = sorted({each for quarters in every for each in quarters})
            for quarter in reported if self.ties.hold(indicators, reported) else ():
                for found in self._beside(indicators, period, quarter):
                    known = [each for each in found if each and self._has_cohort(each)]
                    for each in known[1:]:
                        yield Sum(Cell(known[0], D), (Cell(each, D),))
                    self._suppose_apart(known)
                    if known:
                        self._suppose_whole(known[0], [each for each in found if each])

    def _has_cohort(self, key: Key) -> bool:
        return any(D in self.has.get(each, ()) for each in self.made.get(key, [key]))

    def _suppose_apart(self, siblings: list[Key]) -> None:
        """Nobody says that a child is counted by one of them only; but it may be known to be so."""
        shares = [
            each
            for each in siblings
            if self._unit(each.indicator) == Unit.PERCENTAGE and N in self.has.get(each, ())
        ]
        if len(shares) > 1:
            left = Cell(shares[0], N, beside=tuple(shares))
            counted = tuple(Cell(each, N) for each in shares)
            self.supposed.append(Sum(Cell(shares[0], D), (*counted, left)))

    def _suppose_whole(self, share: Key, siblings: list[Key]) -> None:
        """Nobody says that a count of people of the cohort is of all of them; but it may be."""
        for each in siblings:
            counts = self._unit(each.indicator) == Unit.NUMBER and N in self.has.get(each, ())
            if counts and self._threshold(Cell(each, N)) is not None:
                self.supposed.append(Sum(Cell(share, D), (Cell(each, N),)))


def told_of(figure: Figure | None) -> Numbers:
    """A figure's numbers, as a release keeps them."""
    if figure is None:
        return Numbers(None, None, "")
    value = "" if figure.value is None else str(figure.value)
    return Numbers(figure.numerator, figure.denominator, value)


def hid(facts, hidden: Collection[Key]) -> dict[Key, Numbers]:
    """The numbers of the figures that are hidden, for a release to keep."""
    figures = {key: item.figure for key, item in figures_of(facts) if key in hidden}
    return {key: told_of(figure) for key, figure in figures.items() if figure}


def is_as_told(figure: Figure | None, told: Numbers) -> bool:
    """Whether these are its numbers; of a value shown without counts, as far as its places tell."""
    if figure is None:
        return False
    if told.numerator is not None:
        return (told.numerator, told.denominator) == (figure.numerator, figure.denominator)
    if figure.value is None or not told.value:
        return False
    places = len(told.value.partition(".")[2])
    shown = figure.shown(places)
    return shown is not None and f"{shown}" == told.value


def _numbers(figure: Figure | None) -> Iterator[tuple[str, int]]:
    """The whole numbers of a figure, as far as they are known."""
    if figure is None:
        return
    if figure.count is not None:
        yield N, figure.count
    elif figure.value is not None and is_whole(figure.value * SCALE):
        yield TYPED, int(figure.value * SCALE)
        if figure.unit == Unit.NUMBER:  # 20.5 is a number all the same, of about as many
            yield LEAST, floor(figure.value)
            yield MOST, ceil(figure.value)
    if figure.denominator is not None:
        yield D, figure.denominator
        if figure.numerator is not None and figure.is_proportion:
            yield LEFT, figure.denominator - figure.numerator
