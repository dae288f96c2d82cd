"""Whether a quarter's masked reports, with those of earlier releases, give a hidden figure away.

What an attacker can work out is `indicators.recovery`; this gives it the figures and what makes
what up, and says in plain sentences what it found. No Django in here.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from indicators.codes import code_order
from indicators.disclosure import Disclosable, Thresholds, small_keys
from indicators.expectations import Accumulation
from indicators.nouns import counts_people
from indicators.recovery import Bounds, Care, Exposure, Leak, Puzzle, Secret, Sum
from indicators.series import BASELINE
from indicators.values import Figure, Unit, is_whole
from periods.calendar import FinancialQuarter, YearType, in_words, read_period
from reports.disclosure.masking import Key, Shelf, figures_of, quarters_of

N, D, LEFT, TYPED = "achieved", "cohort", "left over", "typed"
# What must not be found of a figure from which something could be worked out that a release hid.
ITSELF = (N, TYPED)
# A figure that nobody reported has no quarter that reported it; what it must come to is another
# number whenever those about it change, so the quarter since which they stood is named.
NOT_REPORTED = "not reported"
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


class Numbers(NamedTuple):
    """A figure as an earlier release showed it."""

    numerator: int | None
    denominator: int | None
    value: str


class Past(NamedTuple):
    """A release that was withdrawn: what it showed, and what it hid; since overwritten, perhaps."""

    shown: Mapping[Key, Numbers]
    hid: Mapping[Key, Numbers]


class Earlier(NamedTuple):
    """What masked audiences may have read before: what any release told, in the order in which it
    was told; and the releases that were withdrawn.
    """

    told: Mapping[Key, Collection[Numbers]] = MappingProxyType({})
    withdrawn: Collection[Past] = ()


NO_RELEASE = Earlier()


class Way(NamedTuple):
    """One way to mend a leak: what to hide, how that is called, and what readers miss then."""

    keys: frozenset[Key]
    figures: str
    cost: str


@dataclass(frozen=True)
class Finding:
    """What would be given away, in sentences, and the ways to mend it.

    `rules` says what it could be worked out from: "a total and its parts". There is no way to mend
    what earlier releases told.
    """

    sentences: tuple[str, ...]
    rules: tuple[str, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Added:
    """Why a further figure is hidden: what it would give away, and what that is worked out from."""

    because: str
    rules: tuple[str, ...]


def hidden_keys(
    facts,
    thresholds: Thresholds,
    further: Collection[Key] = (),
    earlier: Earlier = NO_RELEASE,
) -> frozenset[Key]:
    """Every figure that masked audiences must not see: the one function that decides.

    Those are the small ones; those of `further`, which officers chose; and whatever else it takes,
    of several ways the first of the fewest, so that none of them is given away.
    """
    hidden = frozenset(further)
    while True:
        before, (maker, _) = hidden, _makers(facts, thresholds, hidden, earlier)
        hidden = maker.hidden | maker.puzzle.mended()
        for each in earlier.withdrawn:
            hidden |= _MakerOfThen(facts, thresholds, hidden, each).puzzle.mended()
        if hidden == before or not earlier.withdrawn:
            return hidden


def _makers(
    facts, thresholds: Thresholds, further: Collection[Key], earlier: Earlier
) -> tuple["_Maker", list["_MakerOfThen"]]:
    """For what the reports would show now, and for each release that was withdrawn.

    What a further figure guards now could be worked out from whatever gave it away. What it guards
    of then could not: so it must not be found from what is shown now.
    """
    now = _Maker(facts, thresholds, frozenset(further), earlier)
    then = [_MakerOfThen(facts, thresholds, now.hidden, each) for each in earlier.withdrawn]
    now.guarding = {key for key in further if any(each.guards(key) for each in then)}
    return now, then


def idle(
    facts, thresholds: Thresholds, further: Collection[Key], earlier: Earlier
) -> frozenset[Key]:
    """Those of the further figures that keep nothing hidden any more."""
    now, then = _makers(facts, thresholds, further, earlier)
    return frozenset(
        key
        for key in further
        if now.could_show(key) and not any(each.guards(key) for each in (now, *then))
    )


def findings(
    facts,
    thresholds: Thresholds,
    further: Collection[Key] = (),
    earlier: Earlier = NO_RELEASE,
) -> list[Finding]:
    """What the reports give away, with the small figures and these hidden."""
    maker, then = _makers(facts, thresholds, further, earlier)
    words = Words(facts, thresholds, maker.number, maker.before)
    found = [told_of for each in maker.puzzle.leaks() if (told_of := words.finding(each))]
    return [*found, *(each for one in then for each in _findings_of_then(one))]


def _findings_of_then(maker: "_MakerOfThen") -> Iterator[Finding]:
    """What is given away now of what a withdrawn release hid; what it told itself is told of."""
    words = Words(maker.facts, maker.thresholds, maker.number, maker.before)
    for leak in maker.puzzle.leaks():
        found = words.finding(leak)
        if found and found.ways:
            sentences = tuple(
                f"Of what a withdrawn release hid: {each}" for each in found.sentences
            )
            yield replace(found, sentences=sentences)


def mended(
    facts,
    thresholds: Thresholds,
    further: Collection[Key],
    earlier: Earlier,
    wanted: Collection[Key] = (),
) -> tuple[dict[Key, Added], list[Finding]]:
    """What has to be hidden beside these until nothing can be mended, each with its reason.

    Of several ways the first of the fewest is taken, or the one that is `wanted`. The second is
    what is given away all the same: earlier releases told it.
    """
    added: dict[Key, Added] = {}
    while True:
        found = findings(facts, thresholds, {*further, *added}, earlier)
        mendable = [each for each in found if each.ways]
        if not mendable:
            return added, found
        for each in mendable:
            ways = [way.keys for way in each.ways]
            way = next((way for way in ways if way <= set(wanted)), ways[0])
            added |= dict.fromkeys(way, Added(" ".join(each.sentences), each.rules))


class _Maker:
    """Makes the puzzle that an attacker has before them.

    Of a small figure it reads no number, and takes it that it has every number that its unit can
    have: another small figure in its place would make the same puzzle.
    """

    def __init__(self, facts, thresholds: Thresholds, further: frozenset[Key], earlier: Earlier):
        self.facts = facts
        self.thresholds = thresholds
        self.now = dict(figures_of(facts))
        told = earlier.told
        found = self.now | self.put_back(told)
        order = {row.id: place for place, row in enumerate(facts.indicators.values())}
        self.figures: dict[Key, Disclosable] = {
            key: found[key]
            for key in sorted(found, key=lambda key: (order[key.indicator], *key[1:]))
        }
        self.small = small_keys(self.figures, thresholds)
        self.hidden = self.small | further
        self.shelf = Shelf(facts, self.figures)
        self.numbers = {key: dict(_numbers(item.figure)) for key, item in self.figures.items()}
        self.before = {
            key
            for key, numbers in told.items()
            if key in self.figures and self._is_as_told(key, numbers)
        }
        self.has = {key: self._has(key) for key in self.figures}
        self.untold: dict[Cell, Secret] = {}
        self.steps: list[Sum[Cell]] = []
        self.supposed: list[Sum[Cell]] = []
        self.families: dict[int, frozenset[int]] = {}
        # Of which totals and periods the parts once added up, so that nobody is beside them.
        self.complete: set[tuple[int, str]] = set()
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

    def is_known_of(self, key: Key) -> bool:
        """Whether it is of an indicator that there is, and of a time that has come."""
        has_come = key.reported_in == BASELINE or key.reported_in <= self.facts.quarter
        return has_come and key.indicator in self.facts.indicators

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

    def _is_as_told(self, key: Key, told: Collection[Numbers]) -> bool:
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

    def _has(self, key: Key) -> tuple[str, ...]:
        if self.figures[key].figure is None:
            return ()
        if self._is_open(key):
            return tuple(self.numbers[key])
        unit = self._unit(key.indicator)
        shares = {Unit.NUMBER: (), Unit.PERCENTAGE: (D, LEFT)}
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
        return key in self.hidden - self.small - self.before and bool(self.has.get(key))

    def guards(self, key: Key) -> bool:
        """Whether something else would have to be hidden, were the figure shown."""
        if not self.could_show(key):
            return False
        return self.puzzle.guards(
            {Cell(key, what): self.numbers[key][what] for what in self.has[key]}
        )

    @cached_property
    def puzzle(self) -> Puzzle[Cell, Key]:
        # Where sums contradict each other the last is dropped: figures to date may have fallen, and
        # what is only supposed need not be so.
        sums = tuple(dict.fromkeys([*self._sums(), *self.steps, *self.supposed]))
        cells = [Cell(key, what) for key, has in self.has.items() for what in has]
        return Puzzle(
            sums=sums,
            values={
                cell: self.numbers[cell.key][cell.what]
                for cell in cells
                if cell.key not in self.hidden or cell.key in self.before
            },
            figure_of={cell: cell.key for cell in cells},
            secrets={**dict(self._secrets()), **self.untold},
            fixed=frozenset(self.before),
            small=self.small,
            thresholds={
                cell: most for cell in cells if (most := self._threshold(cell)) is not None
            },
            supposed=frozenset(self.supposed),
        )

    # What must stay open ---------------------------------------------------------------

    def _secrets(self) -> Iterator[tuple[Cell, Secret]]:
        for key in (each for each in self.figures if each in self.hidden):
            if key in self.before:
                # Each of its numbers was told: one of them is enough to say so.
                if key in self.small and self.has[key]:
                    yield Cell(key, self.has[key][0]), Secret(Care.OTHER)
                continue
            for cell in (Cell(key, what) for what in self.has[key]):
                up_to = self._threshold(cell) if key in self.small else None
                if up_to is not None:
                    yield cell, Secret(Care.SMALL, up_to)
                elif key in self.small or (key in self.guarding and cell.what in ITSELF):
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
                self._cumulative(row.id)
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
        if self._unit(key.indicator) == Unit.PERCENTAGE:
            yield Sum(Cell(key, D), (Cell(key, N), Cell(key, LEFT)))

    def _breakdown(self, total: int, parts: list[int]) -> Iterator[Sum[Cell]]:
        whole, units = self._unit(total), {self._unit(each) for each in parts}
        if units == {whole}:
            add_up = self._total
        elif whole == Unit.NUMBER and units == {Unit.PERCENTAGE}:
            add_up = self._shares
        else:
            add_up = self._counts
        for period in self.shelf.periods([total, *parts]):
            every = [total, *(each for each in parts if self._was_there(each, period))]
            readings = [
                [
                    key or self._missing(each, period, quarter, reading)
                    for each, key in zip(every, found, strict=True)
                ]
                for quarter in self._quarters(total, period)
                for reading, found in enumerate(self.shelf.beside(every, period, quarter))
                if any(found)
            ]
            if any(self._left(N, *keys) == 0 for keys in readings):
                self.complete.add((total, period))
            for keys in readings:
                yield from add_up(*keys)

    def _was_there(self, indicator: int, period: str) -> bool:
        """Whether it was counted by then: a part that began later is no part that is missing."""
        if self.shelf.quarters([indicator], period):
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
        if self._is_one_group(total, parts):
            for each in parts:
                yield Sum(Cell(total, D), (Cell(each, D),))
        elif any(D in self.has.get(each, ()) for each in (total, *parts)):
            yield from self._added_up(D, total, parts)

    def _is_one_group(self, total: Key, parts: tuple[Key, ...]) -> bool:
        """Whether each part is about the people of the total: they say so, or their numbers do."""
        names = {self.facts.indicators[each.indicator].cohort for each in (total, *parts)}
        if len(names) == 1 and "" not in names:
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

    def _is_one_cohort(self, total: Key, parts: tuple[Key, ...]) -> bool:
        """Whether they say so, or their numbers do."""
        names = {self.facts.indicators[each.indicator].cohort for each in parts}
        if len(names) == 1 and "" not in names:
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
        missing = [each for each in parts if not self.has.get(each)]
        for each in missing:
            yield from self._unwritten(each, what)
        if not self.has.get(total):
            yield from self._unwritten(total, of.what)
        if len(missing) > 1:
            rest = self._keep_open(Cell(total, what, beside=tuple(missing)))
            yield Sum(rest, tuple(Cell(each, what) for each in missing))

    def _leave_some(self, total: Cell, parts: tuple[Cell, ...]) -> bool:
        """Whether parts that are all reported come to less: some belong to none of them.

        While one of them is small nobody can tell: then they are taken to leave nobody. And where
        they left nobody once, or where a year's own quarters leave some, a figure was revised.
        """
        if (total.key.indicator, total.key.period) in self.complete:
            return False
        if total.key.indicator in {each.key.indicator for each in parts}:
            return False
        left = self._left_of(total, *parts)
        return left is not None and left > 0

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
            self._steps([*quarters[:-1], baseline])

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
            if " Q" in period:
                years[period[:7]].append(period)
        for periods in years.values():
            for quarter in sorted(
                {each for period in periods for each in self.shelf.quarters([indicator], period)}
            ):
                self._steps([self.shelf.standing(indicator, each, quarter) for each in periods])

    def _steps(self, quarters: Iterable[Key | None]) -> None:
        counted = [each for each in quarters if each and N in self.has[each]]
        cohorts = {self._known(each, D) for each in counted} - {None}
        for earlier, later in pairwise(counted):
            self.steps += self._step(earlier, later, grows=len(cohorts) > 1)

    def _step(self, earlier: Key, later: Key, *, grows: bool) -> Iterator[Sum[Cell]]:
        for what in (N, *((D, LEFT) if grows else ())):
            if what in self.has[earlier] and what in self.has[later]:
                before, now = self._known(earlier, what), self._known(later, what)
                fell = before is not None and now is not None and now < before
                low, high = (later, earlier) if fell else (earlier, later)
                between = self._keep_open(Cell(high, what, since=low))
                yield Sum(Cell(high, what), (Cell(low, what), between))

    def _cohort(self, indicators: list[int]) -> Iterator[Sum[Cell]]:
        for period in self.shelf.periods(indicators):
            for quarter in self.shelf.quarters(indicators, period):
                for found in self.shelf.beside(indicators, period, quarter):
                    known = [each for each in found if each and D in self.has[each]]
                    for each in known[1:]:
                        yield Sum(Cell(known[0], D), (Cell(each, D),))
                    self._suppose_apart(known)

    def _suppose_apart(self, siblings: list[Key]) -> None:
        """Nobody says that a child is counted by one of them only; but it may be known to be so."""
        shares = [
            each
            for each in siblings
            if self._unit(each.indicator) == Unit.PERCENTAGE and N in self.has[each]
        ]
        if len(shares) > 1:
            left = Cell(shares[0], N, beside=tuple(shares))
            counted = tuple(Cell(each, N) for each in shares)
            self.supposed.append(Sum(Cell(shares[0], D), (*counted, left)))


class _MakerOfThen(_Maker):
    """The same with the figures of a withdrawn release, as far as they are known.

    That is what it showed, and of what it hid whatever is shown now and has not changed since.
    """

    def __init__(self, facts, thresholds: Thresholds, hidden: Collection[Key], past: Past):
        self.past = past
        super().__init__(facts, thresholds, frozenset(hidden), NO_RELEASE)
        self.moved = {
            key for key in past.hid if key in self.figures and not self._is_as_it_was(key)
        }
        self.before = past.shown.keys() & self.figures.keys()
        self.hidden = (self.hidden | self.moved) - self.before
        self.has = {key: self._has(key) for key in self.figures}

    def put_back(self, told: Mapping[Key, Collection[Numbers]]) -> dict[Key, Disclosable]:
        return {
            key: self.as_it_was(key, numbers, shown=key in self.past.shown)
            for key, numbers in {**self.past.shown, **self.past.hid}.items()
            if self.is_known_of(key)
        }

    def _is_as_it_was(self, key: Key) -> bool:
        return key in self.now and self._is_as_told(key, [_told(self.now[key].figure)])

    def could_show(self, key: Key) -> bool:
        """Shown now, what has changed since tells nothing of then."""
        return super().could_show(key) and key not in self.moved

    def _secrets(self) -> Iterator[tuple[Cell, Secret]]:
        """Those of what it hid for its own sake."""
        for cell, secret in super()._secrets():
            if cell.key in self.small and cell.key in self.past.hid:
                yield cell, secret

    def _keep_open(self, cell: Cell) -> Cell:
        return cell


def _told(figure: Figure | None) -> Numbers:
    """A figure's numbers, as a release keeps them."""
    if figure is None:
        return Numbers(None, None, "")
    value = "" if figure.value is None else str(figure.value)
    return Numbers(figure.numerator, figure.denominator, value)


def hid(facts, hidden: Collection[Key]) -> dict[Key, Numbers]:
    """The numbers of the figures that are hidden, for a release to keep."""
    figures = {key: item.figure for key, item in figures_of(facts) if key in hidden}
    return {key: _told(figure) for key, figure in figures.items() if figure}


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


# Of the numbers of one figure that are given away, the one that is told of.
TELLING = (N, TYPED, D, LEFT)


# What is said where it rests on what nobody said: see `_Maker._suppose_apart`.
SUPPOSED = ", if nobody counts in more than one of them"


# What readers miss of one figure that is hidden, and of several.
COSTS = {
    "baseline": (
        "the baseline, and what has improved since",
        "the baselines, and what has improved since",
    ),
    "revised": (
        "what was first said of a figure that was revised since",
        "what was first said of figures that were revised since",
    ),
    "earlier": (
        "one figure of an earlier time, in its table and chart",
        "some figures of an earlier time, in their tables and charts",
    ),
    "total": (
        "the latest total, with its status and direction of travel",
        "the latest totals, with their status and direction of travel",
    ),
    "latest": (
        "its latest figure, with its status and direction of travel",
        "their latest figures, with their status and direction of travel",
    ),
}


class Words:
    """What was found, as an officer reads it."""

    def __init__(
        self,
        facts,
        thresholds: Thresholds,
        number: Callable[[Cell], int | None] = lambda _: None,
        before: Collection[Key] = (),
    ):
        self.facts = facts
        self.thresholds = thresholds
        self.really = number
        self.before = before

    def finding(self, leak: Leak[Cell, Key]) -> Finding | None:
        """None where only something false is told, which nothing can be done about any more.

        What may be hidden further does not depend on whether it is false: that would tell of it.
        """
        told: list[Exposure[Cell, Key]] = []
        # What follows from a figure that is given away is not told beside it.
        written: set[tuple[Key, ...]] = set()
        for each in sorted((*leak.exposures, *leak.reasons), key=self._telling):
            if not each.mendable and self.is_false(each):
                continue
            if self._is_written(each.cell):
                written.add(each.by)
            elif each.by in written:
                continue
            if not any(_says_as_much(one, each) for one in told):
                told.append(each)
        if not told:
            return None
        rules = dict.fromkeys(rule for each in told for rule in self.rules(each))
        return Finding(
            tuple(map(self.sentence, told)),
            tuple(sorted(rules)),
            tuple(map(self.way, leak.to_hide)),
        )

    @staticmethod
    def _is_written(cell: Cell) -> bool:
        """Whether it is a number of a figure that somebody reported."""
        return cell.is_of_itself and not cell.key.reported_in.startswith(NOT_REPORTED)

    def _telling(self, exposure: Exposure[Cell, Key]) -> tuple[bool, bool, int]:
        cell = exposure.cell
        return not exposure.mendable, not self._is_written(cell), TELLING.index(cell.what)

    def is_false(self, exposure: Exposure[Cell, Key]) -> bool:
        """Whether the number is another one than the figures say: one of them was revised."""
        really, bounds = self.really(exposure.cell), exposure.bounds
        if really is None:
            return False
        return really < bounds.low or (bounds.high is not None and really > bounds.high)

    def sentence(self, exposure: Exposure[Cell, Key]) -> str:
        """What could be worked out, from what, and whether that can be mended."""
        what, low, high = self.number(exposure.cell), exposure.bounds.low, exposure.bounds.high
        if exposure.cell.is_of_itself and exposure.by == (exposure.cell.key,):
            return f"An earlier release already told {what}: hiding it now comes too late."
        if self.is_false(exposure):
            found = f"seem to be {self.between(exposure.bounds)}, though it is not"
        elif exposure.bounds.is_exact:
            found = f"be worked out{'' if exposure.cell.what == TYPED else f' as {low}'}"
        elif high is None:
            found = f"be known to be {low} or more"
        else:
            found = f"be narrowed to {low} to {high}"
        said = f"{what} could {found}, from {listed(map(self.figure, exposure.by))}"
        said += f"{self.who_knows(exposure)}{SUPPOSED if exposure.supposing else ''}."
        if not exposure.mendable:
            said += " Earlier releases showed these: hiding them now comes too late."
        return said[0].upper() + said[1:]

    def who_knows(self, exposure: Exposure[Cell, Key]) -> str:
        """What one must know beside the figures that are shown."""
        if not exposure.by_marks:
            return ""
        indicator, most = self.facts.indicators[exposure.cell.key.indicator], self.thresholds
        small = f"{most.count} or less"
        if Unit(indicator.unit) != Unit.NUMBER:
            small = f"{most.numerator} or less, or of a cohort of {most.denominator} or less"
        return f", by whoever knows which figures are hidden for being small ({small})"

    @staticmethod
    def between(bounds: Bounds) -> str:
        if bounds.is_exact:
            return f"{bounds.low}"
        return f"{bounds.low} or more" if bounds.high is None else f"{bounds.low} to {bounds.high}"

    def number(self, cell: Cell) -> str:
        of = self.figure(cell.key)
        if cell.since:
            first, last = sorted((cell.since.period, cell.key.period))
            moved = "came to" if cell.key.period == last else "was taken off"
            to = {D: "the cohort of ", LEFT: "those left over in "}.get(cell.what, "")
            between = f"between {in_words(first)} and {in_words(last)}"
            return f"what {moved} {to}{self.code(cell.key)} {between}"
        if cell.beside:
            counted = {
                D: f"there are in the cohort of {of}",
                LEFT: f"are left over in {of}",
            }.get(cell.what, f"{of} counts")
            return f"how many {counted} beyond its reported parts"
        if cell.what == D:
            return f"how many there are in the cohort of {of}"
        if cell.what == LEFT:
            return f"how many of the cohort are left over in {of}"
        return of

    def figure(self, key: Key) -> str:
        return figure_in_words(self.code(key), key)

    def code(self, key: Key) -> str:
        return self.facts.indicators[key.indicator].code

    def rules(self, exposure: Exposure[Cell, Key]) -> Iterator[str]:
        """From what it could be worked out, as rule 11 names it."""
        of = exposure.cell.key
        ours = self.facts.indicators[of.indicator]
        for each in exposure.by:
            theirs = self.facts.indicators[each.indicator]
            if each in self.before:
                yield "an earlier release"
            if theirs.id != ours.id:
                same = ours.cohort and ours.cohort == theirs.cohort
                yield "indicators of one cohort" if same else "a total and its parts"
            elif BASELINE in (of.reported_in, each.reported_in):
                yield "a baseline"
            elif each.period != of.period or exposure.cell.since:
                yield "quarters of one year"
            elif exposure.cell.beside:
                yield "a total and its parts"

    def way(self, way: Iterable[Key]) -> Way:
        keys = sorted(way, key=lambda key: (code_order(self.code(key)), key[1:]))
        costs = Counter(map(self.cost, keys))
        missed = (COSTS[cost][count > 1] for cost, count in costs.items())
        return Way(frozenset(way), listed(map(self.figure, keys)), "; ".join(missed))

    def cost(self, key: Key) -> str:
        """What masked readers miss once the figure is hidden."""
        if key.reported_in == BASELINE:
            return "baseline"
        rows = self.facts.actuals.get(key.indicator, ())
        later = [row.reported_in_id for row in rows if row.period == key.period]
        if max(later, default="") > key.reported_in:
            return "revised"
        if max((row.period for row in rows), default="") > key.period:
            return "earlier"
        totals = {each.part_of_id for each in self.facts.indicators.values()}
        return "total" if key.indicator in totals else "latest"


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


def _says_as_much(one: Exposure[Cell, Key], other: Exposure[Cell, Key]) -> bool:
    """Whether the other is about the same figure, and needs all that it needs."""
    return _whichever(one.cell) == _whichever(other.cell) and set(one.by) <= set(other.by)


def _whichever(cell: Cell) -> Cell:
    """Of whichever number and, of a figure that nobody reported, as at whatever quarter."""
    key = cell.key
    if key.reported_in.startswith(NOT_REPORTED):
        key = key._replace(reported_in=NOT_REPORTED)
    return cell._replace(key=key, what=N)


def listed(words: Iterable[str]) -> str:
    """ "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
