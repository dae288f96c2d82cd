"""Whether a quarter's masked reports, with those of earlier releases, give a hidden figure away.

What an attacker can work out is `indicators.recovery`; this gives it the figures and what makes
what up, and says in plain sentences what it found. No Django in here.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from indicators.disclosure import Disclosable, Thresholds, is_small
from indicators.expectations import Accumulation
from indicators.nouns import counts_people
from indicators.recovery import Bounds, Care, Exposure, Leak, Puzzle, Secret, Sum
from indicators.series import BASELINE
from indicators.values import Figure, Unit, is_whole
from periods.calendar import in_words
from reports.disclosure.masking import Key, Shelf, figures_of, hidden_keys, quarters_of

N, D, LEFT, TYPED = "achieved", "cohort", "left over", "typed"
# What must not be found of a figure that is hidden only for what it gives away.
ITSELF = (N, TYPED)
# A figure that nobody reported has no quarter that reported it; what it must come to is another
# number whenever those about it change, so the quarter since which they stood is named.
NOT_REPORTED = "not reported"
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
    maker = _Maker(facts, thresholds, frozenset(further), shown_before or {})
    words = Words(facts, maker.number)
    return [found for each in maker.puzzle().leaks() if (found := words.finding(each))]


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
        self.shelf = Shelf(facts, self.figures)
        self.numbers = {key: dict(_numbers(item.figure)) for key, item in self.figures.items()}
        self.before = {
            key
            for key, told in shown_before.items()
            if key in self.figures and self._is_as_told(key, told)
        }
        self.untold: dict[Cell, Secret] = {}
        self.families: dict[int, frozenset[int]] = {}

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

    def number(self, cell: Cell) -> int | None:
        """What the cell really is, as far as somebody wrote it down."""
        number = self.numbers.get(cell.key, {}).get(cell.what)
        if cell.rest or number is None:
            return None
        if cell.since is None:
            return number
        before = self.numbers.get(cell.since, {}).get(cell.what)
        return None if before is None else number - before

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
        cohorts: dict[str, list[int]] = defaultdict(list)
        for key in self.figures:
            yield from self._of_itself(key)
        for row in self.facts.indicators.values():
            if row.cohort:
                cohorts[row.cohort].append(row.id)
            if row.accumulation == Accumulation.CUMULATIVE:
                yield from self._cumulative(row.id)
            for baseline in self.shelf.baselines(row.id):
                yield from self._baseline(row, baseline)
        for total, ours in self.parts.items():
            yield from self._breakdown(total, ours)
        for ours in cohorts.values():
            yield from self._cohort(ours)

    @cached_property
    def parts(self) -> dict[int, list[int]]:
        """What each total is broken down into."""
        found: dict[int, list[int]] = defaultdict(list)
        for row in self.facts.indicators.values():
            if row.part_of_id in self.facts.indicators:
                found[row.part_of_id].append(row.id)
        return found

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
            for quarter in self._quarters(total, period):
                for reading, found in enumerate(self.shelf.beside(every, period, quarter)):
                    if not any(found):
                        continue
                    keys = (
                        key or self._missing(each, period, quarter, reading)
                        for each, key in zip(every, found, strict=True)
                    )
                    yield from add_up(*keys)

    def _unit(self, indicator: int) -> Unit:
        return Unit(self.facts.indicators[indicator].unit)

    def _quarters(self, indicator: int, period: str) -> list[str]:
        """The quarters in which anything changed that the figure hangs together with."""
        if indicator not in self.families:
            family, waiting = {indicator}, [indicator]
            while waiting:
                one = waiting.pop()
                others = {self.facts.indicators[one].part_of_id, *self.parts.get(one, ())}
                new = (others & self.facts.indicators.keys()) - family
                family |= new
                waiting += new
            self.families |= dict.fromkeys(family, frozenset(family))
        return self.shelf.quarters(self.families[indicator], period)

    def _missing(self, indicator: int, period: str, quarter: str, reading: int = 0) -> Key:
        """The figure that nobody reported, as at a quarter."""
        changed = [each for each in self._quarters(indicator, period) if each <= quarter]
        since = max(changed, default="")
        return Key(indicator, period, f"{NOT_REPORTED} {since} {reading or ''}")

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

    def _baseline(self, row, baseline: Key) -> Iterator[Sum[Cell]]:
        """A baseline is one more reading of what now stands for its period."""
        now = self.facts.quarter
        reported = self.shelf.standing(row.id, baseline.period, now)
        yield from self._repeats(reported, baseline)
        periods = quarters_of(row, baseline.period)
        quarters = [self.shelf.standing(row.id, each, now) for each in periods]
        if not any(quarters):
            return
        if row.accumulation == Accumulation.EACH_QUARTER:
            keys = (
                key or self._missing(row.id, period, now)
                for key, period in zip(quarters, periods, strict=True)
            )
            yield from self._total(baseline, *keys)
            return
        yield from self._repeats(quarters[-1], baseline)
        if row.accumulation == Accumulation.CUMULATIVE:
            yield from self._steps([*quarters[:-1], baseline])

    def _repeats(self, figure: Key | None, baseline: Key) -> Iterator[Sum[Cell]]:
        """Unless one is small and the other is not: then that is a revision."""
        if figure is None or figure == baseline:
            return
        small, other = (
            is_small(self.figures[each], self.thresholds) for each in (baseline, figure)
        )
        if small and not other:
            return
        for what in self.numbers[baseline].keys() & self.numbers[figure].keys():
            yield Sum(Cell(baseline, what), (Cell(figure, what),))

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
                yield from self._steps(
                    [self.shelf.standing(indicator, each, quarter) for each in periods]
                )

    def _steps(self, quarters: Iterable[Key | None]) -> Iterator[Sum[Cell]]:
        told = [each for each in quarters if each and self.numbers[each].get(N) is not None]
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
                for found in self.shelf.beside(indicators, period, quarter):
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

    def __init__(self, facts, number: Callable[[Cell], int | None] = lambda _: None):
        self.facts = facts
        self.really = number

    def finding(self, leak: Leak[Cell, Key]) -> Finding | None:
        """None where only something false is told, which nothing can be done about any more.

        What may be hidden further does not depend on whether it is false: that would tell of it.
        """
        # One figure is told of once, though several of its numbers are given away.
        told: dict[Cell | Key, Exposure[Cell, Key]] = {}
        for each in leak.exposures:
            if not each.mendable and self.is_false(each):
                continue
            of = each.cell if each.cell.since or each.cell.rest else _whichever(each.cell.key)
            if of not in told or (each.mendable and not told[of].mendable):
                told[of] = each
        if not told:
            return None
        ways = sorted((self.way(each), each) for each in leak.to_hide)
        return Finding(
            tuple(map(self.sentence, told.values())), tuple((way, said) for said, way in ways)
        )

    def is_false(self, exposure: Exposure[Cell, Key]) -> bool:
        """Whether the number is another one than the figures say: one of them was revised."""
        really, bounds = self.really(exposure.cell), exposure.bounds
        if really is None:
            return False
        return really < bounds.low or (bounds.high is not None and really > bounds.high)

    def sentence(self, exposure: Exposure[Cell, Key]) -> str:
        """What could be worked out, from what, and whether that can be mended."""
        what, low, high = self.number(exposure.cell), exposure.bounds.low, exposure.bounds.high
        itself = not (exposure.cell.since or exposure.cell.rest)
        if itself and exposure.by == (exposure.cell.key,):
            return f"An earlier release already told {what}: hiding it now comes too late."
        if self.is_false(exposure):
            found = f"seem to be {self.between(exposure.bounds)}, though it is not"
        elif exposure.bounds.is_exact:
            found = f"be worked out{'' if exposure.cell.what == TYPED else f' as {low}'}"
        elif high is None:
            found = f"be known to be {low} or more"
        else:
            found = f"be narrowed to {low} to {high}"
        said = f"{what} could {found}, from {listed(map(self.figure, exposure.by))}."
        if not exposure.mendable:
            said += " Earlier releases showed these: hiding them now comes too late."
        return said[0].upper() + said[1:]

    @staticmethod
    def between(bounds: Bounds) -> str:
        if bounds.is_exact:
            return f"{bounds.low}"
        return f"{bounds.low} or more" if bounds.high is None else f"{bounds.low} to {bounds.high}"

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
    if key.reported_in.startswith(NOT_REPORTED):
        return f"{said}, which was not reported,"
    if key.reported_in == BASELINE:
        return f"{said} (baseline)"
    if key.reported_in == key.period:
        return said
    return f"{said} (reported in {in_words(key.reported_in)})"


def _whichever(key: Key) -> Key:
    """A figure that nobody reported is one figure to a reader, as at whatever quarter."""
    if key.reported_in.startswith(NOT_REPORTED):
        return key._replace(reported_in=NOT_REPORTED)
    return key


def listed(words: Iterable[str]) -> str:
    """ "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
