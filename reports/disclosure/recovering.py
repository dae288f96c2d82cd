"""Whether a quarter's masked reports, with those of earlier releases, give a hidden figure away.

What an attacker can work out is `indicators.recovery`; this gives it the figures and what makes
what up, and says in plain sentences what it found. No Django in here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from indicators.disclosure import Disclosable, Thresholds
from indicators.expectations import Accumulation
from indicators.nouns import counts_people
from indicators.recovery import Care, Exposure, Leak, Puzzle, Secret, Sum
from indicators.series import BASELINE
from indicators.values import Figure, Unit, is_whole
from periods.calendar import in_words
from reports.disclosure.masking import Key, Shelf, figures_of, hidden_keys

N, D, LEFT, TYPED = "achieved", "cohort", "left over", "typed"
# What must not be found of a figure that is hidden only for what it gives away.
ITSELF = (N, TYPED)
# A figure that nobody reported has no quarter that reported it.
NOT_REPORTED = ""
SCALE = 10**10  # a value that was typed, as a whole number


class Cell(NamedTuple):
    """One number of a figure; `since` names an earlier figure when it is what came after it."""

    key: Key
    what: str
    since: Key | None = None
    rest: bool = False


class Numbers(NamedTuple):
    """A figure as an earlier release showed it."""

    numerator: int | None
    denominator: int | None
    value: str


@dataclass(frozen=True)
class Finding:
    """What would be given away, in sentences, and the ways to mend it.

    Each way is the further figures to hide, and how they are called; there is none where earlier
    releases told it.
    """

    sentences: tuple[str, ...]
    ways: tuple[tuple[frozenset[Key], str], ...]


def findings(
    facts,
    thresholds: Thresholds,
    further: Collection[Key] = (),
    shown_before: Mapping[Key, set[Numbers]] | None = None,
) -> list[Finding]:
    """What the reports give away, with what the rule hides and these figures hidden further."""
    puzzle = _Maker(facts, thresholds, frozenset(further), shown_before or {}).puzzle()
    words = Words(facts)
    return [words.finding(each) for each in puzzle.leaks()]


def mended(
    facts,
    thresholds: Thresholds,
    further: Collection[Key],
    shown_before: Mapping[Key, set[Numbers]],
    wanted: Collection[Key] = (),
) -> tuple[dict[Key, str], list[Finding]]:
    """What has to be hidden beside these until nothing can be mended, each with what it gives away.

    Of several ways the first of the fewest is taken, or the one that is `wanted`. The second is
    what is given away all the same: earlier releases told it.
    """
    added: dict[Key, str] = {}
    while True:
        found = findings(facts, thresholds, {*further, *added}, shown_before)
        mendable = [each for each in found if each.ways]
        if not mendable:
            return added, found
        for each in mendable:
            ways = [way for way, _ in each.ways]
            way = next((way for way in ways if way <= set(wanted)), ways[0])
            added |= dict.fromkeys(way, " ".join(each.sentences))


class _Maker:
    """Makes the puzzle that an attacker has before them."""

    def __init__(self, facts, thresholds: Thresholds, further: frozenset[Key], shown_before):
        self.facts = facts
        self.thresholds = thresholds
        self.by_rule = hidden_keys(facts, thresholds)
        self.hidden = self.by_rule | further
        self.figures: dict[Key, Disclosable] = dict(figures_of(facts))
        self.shelf = Shelf(self.figures)
        self.numbers = {key: dict(_numbers(item.figure)) for key, item in self.figures.items()}
        self.before = {
            key
            for key, told in shown_before.items()
            if key in self.figures and self._is_as_told(key, told)
        }
        self.untold: dict[Cell, Secret] = {}

    def _is_as_told(self, key: Key, told: set[Numbers]) -> bool:
        """Whether an earlier release showed the figure as it still is."""
        figure = self.figures[key].figure
        if figure is None:
            return False
        return any(
            each.numerator == figure.numerator and each.denominator == figure.denominator
            if each.numerator is not None
            else figure.value is not None and each.value and _same(figure, each)
            for each in told
        )

    def puzzle(self) -> Puzzle[Cell, Key]:
        sums = tuple(dict.fromkeys(self._sums()))
        cells = {
            Cell(key, what): number
            for key, numbers in self.numbers.items()
            for what, number in numbers.items()
        }
        shown = {
            cell: number
            for cell, number in cells.items()
            if cell.key not in self.hidden or cell.key in self.before
        }
        return Puzzle(
            sums=sums,
            values=shown,
            figure_of={cell: cell.key for cell in cells},
            secrets={**dict(self._secrets(cells)), **self.untold},
            fixed=frozenset(self.before),
            first_cells=frozenset(cell for cell in cells if cell.what in ITSELF),
        )

    # What must stay open ---------------------------------------------------------------

    def _secrets(self, cells: Iterable[Cell]) -> Iterator[tuple[Cell, Secret]]:
        for cell in cells:
            if cell.key not in self.hidden:
                continue
            if cell.key not in self.by_rule and cell.what not in ITSELF:
                continue
            up_to = self._threshold(cell)
            if up_to is not None and self.numbers[cell.key][cell.what] <= up_to:
                yield cell, Secret(Care.SMALL, up_to)
            elif cell.key not in self.before:
                yield cell, Secret(Care.OTHER)

    def _threshold(self, cell: Cell) -> int | None:
        """Up to which a number is small; None for what is no count of anybody."""
        indicator = self.facts.indicators[cell.key.indicator]
        if cell.what == TYPED:
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
        if up_to is not None:
            self.untold[cell] = Secret(Care.UNTOLD, up_to)
        return cell

    # What adds up to what --------------------------------------------------------------

    def _sums(self) -> Iterator[Sum[Cell]]:
        parts: dict[int, list[int]] = defaultdict(list)
        cohorts: dict[str, list[int]] = defaultdict(list)
        for key in self.figures:
            yield from self._of_itself(key)
        for row in self.facts.indicators.values():
            if row.part_of_id in self.facts.indicators:
                parts[row.part_of_id].append(row.id)
            if row.cohort:
                cohorts[row.cohort].append(row.id)
            if row.accumulation == Accumulation.CUMULATIVE:
                yield from self._cumulative(row.id)
        for total, ours in parts.items():
            yield from self._breakdown(total, ours)
        for ours in cohorts.values():
            yield from self._cohort(ours)

    def _of_itself(self, key: Key) -> Iterator[Sum[Cell]]:
        """Of a cohort, some achieved it and the others are left over."""
        if Unit(self.facts.indicators[key.indicator].unit) == Unit.PERCENTAGE:
            yield Sum(Cell(key, D), (Cell(key, N), Cell(key, LEFT)))

    def _breakdown(self, total: int, parts: list[int]) -> Iterator[Sum[Cell]]:
        whole, units = self._unit(total), {self._unit(each) for each in parts}
        if units == {whole}:
            add_up = self._total
        elif whole == Unit.NUMBER and units == {Unit.PERCENTAGE}:
            add_up = self._shares
        else:
            return
        every = [total, *parts]
        for period in self.shelf.periods(every):
            for quarter in self.shelf.quarters(every, period):
                yield from add_up(*(self._standing(each, period, quarter) for each in every))

    def _unit(self, indicator: int) -> Unit:
        return Unit(self.facts.indicators[indicator].unit)

    def _standing(self, indicator: int, period: str, quarter: str) -> Key:
        """The figure that stood at the quarter; one that nobody reported, where there is none."""
        found = self.shelf.standing(indicator, period, quarter)
        return found or Key(indicator, period, NOT_REPORTED)

    def _total(self, total: Key, *parts: Key) -> Iterator[Sum[Cell]]:
        yield from self._added_up(N, total, parts)
        cohorts = [self.numbers.get(each, {}).get(D) for each in (total, *parts)]
        known = {each for each in cohorts if each is not None}
        if len(known) == 1 and cohorts[1:].count(None) < len(parts):
            for each in parts:
                yield Sum(Cell(total, D), (Cell(each, D),))
        elif known:
            yield from self._added_up(D, total, parts)

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

    def _is_one_cohort(self, total: Key, parts: tuple[Key, ...]) -> bool:
        """Whether they say so, or what is shown of them does."""
        names = {self.facts.indicators[each.indicator].cohort for each in parts}
        if len(names) == 1 and "" not in names:
            return True
        told = [self._told(each, D) for each in parts]
        known = [each for each in told if each is not None]
        whole = self._told(total, N)
        if len(set(known)) != 1:
            return False
        return len(known) > 1 if whole is None else known[0] == whole

    def _told(self, key: Key, what: str) -> int | None:
        """A number of a figure, where it is shown now or was before."""
        if key in self.hidden and key not in self.before:
            return None
        return self.numbers.get(key, {}).get(what)

    def _added_up(
        self, what: str, total: Key, parts: tuple[Key, ...], whole: str = ""
    ) -> Iterator[Sum[Cell]]:
        """The same of each part makes the total; `whole` says which number of it, if another."""
        missing = [each for each in parts if not self.numbers.get(each)]
        yield Sum(Cell(total, whole or what), tuple(Cell(each, what) for each in parts))
        for each in missing:
            yield from self._of_itself(each)
            self._keep_open(Cell(each, what))
        if not self.numbers.get(total):
            yield from self._of_itself(total)
            self._keep_open(Cell(total, whole or what))
        if len(missing) > 1:
            rest = self._keep_open(Cell(total, what, rest=True))
            yield Sum(rest, tuple(Cell(each, what) for each in missing))

    def _cumulative(self, indicator: int) -> Iterator[Sum[Cell]]:
        """A quarter to date is the one before, and what came since."""
        years: dict[str, list[str]] = defaultdict(list)
        for period in self.shelf.periods([indicator]):
            if " Q" in period:
                years[period[:7]].append(period)
        for periods in years.values():
            for quarter in sorted(
                {each for period in periods for each in self.shelf.quarters([indicator], period)}
            ):
                found = [self.shelf.standing(indicator, each, quarter) for each in periods]
                told = [each for each in found if each and self.numbers[each].get(N) is not None]
                for earlier, later in pairwise(told):
                    yield from self._step(earlier, later)

    def _step(self, earlier: Key, later: Key) -> Iterator[Sum[Cell]]:
        before, now = self.numbers[earlier], self.numbers[later]
        grew = before.get(D) != now.get(D) and D in before and D in now
        for what in (N, *((D, LEFT) if grew else ())):
            if what in before and what in now:
                since = self._keep_open(Cell(later, what, since=earlier))
                yield Sum(Cell(later, what), (Cell(earlier, what), since))

    def _cohort(self, indicators: list[int]) -> Iterator[Sum[Cell]]:
        for period in self.shelf.periods(indicators):
            for quarter in self.shelf.quarters(indicators, period):
                found = [self.shelf.standing(each, period, quarter) for each in indicators]
                known = [Cell(each, D) for each in found if each and D in self.numbers[each]]
                for each in known[1:]:
                    yield Sum(known[0], (each,))


def _same(figure: Figure, told: Numbers) -> bool:
    """Whether a value shown without counts is this one, as far as its places tell."""
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
    if figure.denominator is not None:
        yield D, figure.denominator
        if figure.numerator is not None and figure.is_proportion:
            yield LEFT, figure.denominator - figure.numerator


# In words --------------------------------------------------------------------------------


class Words:
    """What was found, as an officer reads it."""

    def __init__(self, facts):
        self.facts = facts

    def finding(self, leak: Leak[Cell, Key]) -> Finding:
        # One figure is told of once, though several of its numbers are given away.
        told: dict[Cell | Key, str] = {}
        for each in leak.exposures:
            of = each.cell if each.cell.since or each.cell.rest else each.cell.key
            told.setdefault(of, self.sentence(each))
        ways = sorted((self.way(each), each) for each in leak.to_hide)
        return Finding(tuple(told.values()), tuple((way, said) for said, way in ways))

    def sentence(self, exposure: Exposure[Cell, Key]) -> str:
        """What could be worked out, from what, and whether that can be mended."""
        what, low, high = self.number(exposure.cell), exposure.bounds.low, exposure.bounds.high
        itself = not (exposure.cell.since or exposure.cell.rest)
        if itself and exposure.by == (exposure.cell.key,):
            return f"An earlier release already told {what}: hiding it now comes too late."
        if exposure.bounds.is_exact:
            found = f"be worked out{'' if exposure.cell.what == TYPED else f' as {low}'}"
        elif high is None:
            found = f"be known to be {low} or more"
        else:
            found = f"be narrowed to {low} to {high}"
        said = f"{what} could {found}, from {listed(map(self.figure, exposure.by))}."
        if not exposure.mendable:
            said += " Earlier releases showed these: hiding them now comes too late."
        return said[0].upper() + said[1:]

    def number(self, cell: Cell) -> str:
        of = self.figure(cell.key)
        if cell.since:
            between = f"between {in_words(cell.since.period)} and {in_words(cell.key.period)}"
            return f"what came to {self.code(cell.key)} {between}"
        if cell.rest:
            return f"what is left of {of} for the parts that were not reported"
        if cell.what == D:
            return f"how many there are in the cohort of {of}"
        if cell.what == LEFT:
            return f"how many of the cohort are left over in {of}"
        return of

    def figure(self, key: Key) -> str:
        return figure_in_words(self.code(key), key)

    def code(self, key: Key) -> str:
        return self.facts.indicators[key.indicator].code

    def way(self, way: Iterable[Key]) -> str:
        return listed(map(self.figure, sorted(way)))


def figure_in_words(code: str, key: Key) -> str:
    """ "LAC 03 for 2009/10 Quarter 2", and which report of it, where that is another one."""
    said = f"{code} for {in_words(key.period)}"
    if key.reported_in == NOT_REPORTED:
        return f"{said}, which was not reported,"
    if key.reported_in == BASELINE:
        return f"{said} (baseline)"
    if key.reported_in == key.period:
        return said
    return f"{said} (reported in {in_words(key.reported_in)})"


def listed(words: Iterable[str]) -> str:
    """ "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
