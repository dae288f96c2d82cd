"""What would be given away, and what can be hidden for it, as an officer reads it.

No Django in here.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from indicators.codes import code_order
from indicators.disclosure import Thresholds
from indicators.recovery import Bounds, Exposure, Leak
from indicators.series import BASELINE
from indicators.values import Unit
from periods.calendar import in_words
from reports.disclosure.masking import Key
from reports.disclosure.puzzles import (
    LEFT,
    NOT_REPORTED,
    TO_DATE,
    TYPED,
    Cell,
    D,
    N,
    OwnPeople,
    figure_named,
    is_name_as_told,
)
from reports.disclosure.spans import is_quarter
from sheets.problems import all_of

# Of the numbers of one figure that are given away, which is told of first.
TELLING = (N, TYPED, D, LEFT)

# What is said where it rests on what nobody said: see `PuzzleMaker._suppose_apart`.
APART = ", if nobody counts in more than one of them"
ALL_OF_THEM = ", if that is all of them"

# Why a figure that is not small stays hidden, where nothing that is small now follows from it.
GUARDS = " It is not small, but with it a small figure follows that a withdrawn release hid."

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


class Way(NamedTuple):
    """One way to mend a leak: what to hide, how that is called, and what readers miss then."""

    keys: frozenset[Key]
    figures: str
    cost: str


@dataclass(frozen=True)
class Finding:
    """What would be given away, in sentences, and the ways to mend it.

    `rules` says what it could be worked out from: "a total and its parts". There is no way to mend
    what earlier releases told, nor what follows of all that the people of a plan read in full
    (`is_of_own`); nor what `is_not_tried`: of that there was too much to try it all.
    """

    sentences: tuple[str, ...]
    rules: tuple[str, ...]
    ways: tuple[Way, ...]
    is_not_tried: bool = False
    is_of_own: bool = False


class Words:
    """What was found, as an officer reads it."""

    def __init__(
        self,
        facts,
        thresholds: Thresholds,
        number: Callable[[Cell], int | None] = lambda _: None,
        before: Collection[Key] = (),
        count_the_same: Callable[[int, int], bool] = lambda *_: False,
        guarding: Collection[Key] = (),
        own: OwnPeople | None = None,
    ):
        self.facts = facts
        self.thresholds = thresholds
        self.really = number
        self.before = before
        self.count_the_same = count_the_same
        self.guarding = guarding
        self.own = own

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
            is_of_own=self.own is not None,
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
        by = tuple(map(figure_named, exposure.by))
        if not self.own and exposure.cell.is_of_itself and by == (exposure.cell.key,):
            return f"An earlier release already told {what}: hiding it now comes too late."
        if self.is_false(exposure):
            found = f"seem to be {self.between(exposure.bounds)}, though it is not"
        elif self.own or exposure.bounds.is_exact:
            tells = exposure.bounds.is_exact and exposure.cell.what != TYPED
            found = f"be worked out{f' as {low}' if tells else ''}"
        elif high is None:
            found = f"be known to be {low} or more"
        else:
            found = f"be narrowed to {low} to {high}"
        said = f"{what} could {found}, from {all_of(map(self.figure, exposure.by))}"
        said += f"{self.who_knows(exposure)}{supposed(exposure)}."
        if exposure.cell.key in self.guarding:
            said += GUARDS
        if self.own and not exposure.mendable:
            said += " They read these in full, or earlier releases showed them."
        elif not exposure.mendable:
            said += " Earlier releases showed these: hiding them now comes too late."
        return said[0].upper() + said[1:]

    def who_knows(self, exposure: Exposure[Cell, Key]) -> str:
        """What one must know beside the figures that are shown."""
        if self.own:
            told = {each for each in exposure.by if each in self.before or is_name_as_told(each)}
            in_full = [
                each
                for each in exposure.by
                if each.indicator in self.own.indicators and each not in told
            ]
            read = all_of(map(self.figure, in_full))
            plans = f"plan{'s' if self.own.plans[1:] else ''} {all_of(self.own.plans)}"
            return f", by whoever works on {plans} and reads {read} in full"
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
            if each in self.before or is_name_as_told(each):
                yield "an earlier release"
            if theirs.id != ours.id:
                same = self.count_the_same(ours.id, theirs.id)
                yield "indicators of one cohort" if same else "a total and its parts"
            elif BASELINE in (of.reported_in, figure_named(each).reported_in):
                yield "a baseline"
            elif each.period != of.period or exposure.cell.since:
                yield "quarters of one year"
            elif exposure.cell.beside:
                yield "a total and its parts"

    def way(self, way: Iterable[Key]) -> Way:
        keys = sorted(way, key=lambda key: (code_order(self.code(key)), key[1:]))
        costs = Counter(map(self.cost, keys))
        missed = (COSTS[cost][count > 1] for cost, count in costs.items())
        return Way(frozenset(way), all_of(map(self.figure, keys)), "; ".join(missed))

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


def supposed(exposure: Exposure[Cell, Key]) -> str:
    """What must be so for it, and need not be."""
    if not exposure.supposing:
        return ""
    is_cohort = exposure.cell.what == D and exposure.bounds.is_exact
    return ALL_OF_THEM if is_cohort else APART


def figure_in_words(code: str, key: Key) -> str:
    """ "LAC 03 for 2009/10 Quarter 2", and which report of it, where that is another one."""
    if is_name_as_told(key):
        return f"{figure_in_words(code, figure_named(key))} as an earlier release told it"
    said = f"{code} for {in_words(key.period)}"
    if key.reported_in.startswith(TO_DATE) and is_quarter(key.period):
        return f"{code} for the year to {in_words(key.period)}, which was not reported,"
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
        to_date = key.reported_in.startswith(TO_DATE)
        key = key._replace(reported_in=TO_DATE if to_date else NOT_REPORTED)
    return cell._replace(key=key, what=N)
