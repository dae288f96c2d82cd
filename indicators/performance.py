"""Rules 3, 4, 6, 7 and 8: how a figure is judged.  No Django in here.

"What a reader sees is what is judged": figures and targets are compared as they are shown, at
the indicator's decimal places.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise, takewhile
from math import ceil
from typing import NamedTuple

from indicators.values import Figure, Unit, half_up


class GoodIs(StrEnum):
    """Rule 3: which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    ON_PLAN = "on plan"
    NONE = "none"


class ToleranceKind(StrEnum):
    """Rule 4: what the tolerance's number counts."""

    PERCENT = "% of target"
    POINTS = "points"
    CHILDREN = "children"


class Status(StrEnum):
    """Rule 4: "the words, one table, used everywhere"."""

    MET = "met"
    CLOSE = "close"
    MISSED = "missed"
    FORECAST_TO_MEET = "forecast to meet"
    FORECAST_TO_BE_CLOSE = "forecast to be close"
    FORECAST_TO_MISS = "forecast to miss"
    NO_TARGET = "no target"
    NOT_DUE = "not due"
    AWAITED = "awaited"
    OVERDUE = "overdue"
    NOT_RETURNED = "not returned"
    NOT_AVAILABLE = "not available"
    CONTEXT = "context"
    SUPPRESSED = "suppressed"
    MASKED = "masked"


class Shape(StrEnum):
    """The shape drawn beside each word; the values name the drawings."""

    TICK_IN_CIRCLE = "tick-in-circle"
    HALF_FILLED_CIRCLE = "half-filled-circle"
    CROSS_IN_CIRCLE = "cross-in-circle"
    TICK_OUTLINED = "tick-outlined"
    HALF_OUTLINED = "half-outlined"
    CROSS_OUTLINED = "cross-outlined"
    DASH = "dash"
    EMPTY_CIRCLE = "empty-circle"
    THREE_DOTS = "three-dots"
    EXCLAMATION_IN_TRIANGLE = "exclamation-in-triangle"
    EXCLAMATION_IN_SQUARE = "exclamation-in-square"
    SQUARE = "square"
    GRAPH_LINE = "graph-line"
    LETTER_IN_BRACKETS = "letter-in-brackets"
    C_IN_BRACKETS = "c-in-brackets"


SHAPES = {
    Status.MET: Shape.TICK_IN_CIRCLE,
    Status.CLOSE: Shape.HALF_FILLED_CIRCLE,
    Status.MISSED: Shape.CROSS_IN_CIRCLE,
    Status.FORECAST_TO_MEET: Shape.TICK_OUTLINED,
    Status.FORECAST_TO_BE_CLOSE: Shape.HALF_OUTLINED,
    Status.FORECAST_TO_MISS: Shape.CROSS_OUTLINED,
    Status.NO_TARGET: Shape.DASH,
    Status.NOT_DUE: Shape.EMPTY_CIRCLE,
    Status.AWAITED: Shape.THREE_DOTS,
    Status.OVERDUE: Shape.EXCLAMATION_IN_TRIANGLE,
    Status.NOT_RETURNED: Shape.EXCLAMATION_IN_SQUARE,
    Status.NOT_AVAILABLE: Shape.SQUARE,
    Status.CONTEXT: Shape.GRAPH_LINE,
    Status.SUPPRESSED: Shape.LETTER_IN_BRACKETS,
    Status.MASKED: Shape.C_IN_BRACKETS,
}
# What each word says to whoever reads it for the first time.
MEANINGS = {
    Status.MET: "The result is at the target or better.",
    Status.CLOSE: "The result falls short by no more than the indicator’s tolerance.",
    Status.MISSED: "The result falls short by more than that.",
    Status.FORECAST_TO_MEET: "There is only a forecast so far; it would meet the target.",
    Status.FORECAST_TO_BE_CLOSE: "There is only a forecast so far; it would come close.",
    Status.FORECAST_TO_MISS: "There is only a forecast so far; it would miss the target.",
    Status.NO_TARGET: "No target is set, it is still to be agreed, or it was withdrawn.",
    Status.NOT_DUE: "The first result is expected in a later quarter.",
    Status.AWAITED: "A result is expected this quarter; it is not yet in and not yet late.",
    Status.OVERDUE: "The due date has passed without a result.",
    Status.NOT_RETURNED: "The quarter was published without the result.",
    Status.NOT_AVAILABLE: "It was said, with a reason, that there is no figure.",
    Status.CONTEXT: "The figure is for information: neither up nor down is good.",
    Status.SUPPRESSED: "Whoever published the figure hides it; the letter is theirs.",
    Status.MASKED: "Hidden here, for it could tell something about one person.",
}
RESULTS = (Status.MET, Status.CLOSE, Status.MISSED)
FORECAST_OF = {
    Status.MET: Status.FORECAST_TO_MEET,
    Status.CLOSE: Status.FORECAST_TO_BE_CLOSE,
    Status.MISSED: Status.FORECAST_TO_MISS,
}


class Direction(StrEnum):
    """Rule 6: direction of travel against a named comparison."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NONE = "none"


class Comparable(StrEnum):
    """Rule 8: whether a comparator may be set against the indicator."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class GapMovement(StrEnum):
    """Rule 8: what became of the gap since the baseline."""

    NARROWING = "narrowing"
    WIDENING = "widening"
    SAME = "same"


@dataclass(frozen=True)
class Tolerance:
    """By how much a target may be missed and still be close. "Default: 10% of the target."

    `amount` counts percent of the target, points (units), or children (numerator units).
    """

    amount: Decimal = Decimal(10)
    kind: ToleranceKind = ToleranceKind.PERCENT


@dataclass(frozen=True)
class Rule:
    """How an indicator is judged; "a past quarter keeps the rule of its day"."""

    good_is: GoodIs = GoodIs.HIGHER
    decimals: int = 1
    tolerance: Tolerance = Tolerance()

    @property
    def has_better(self) -> bool:
        """Whether more or less of it is better: neither on plan nor context."""
        return self.good_is in (GoodIs.HIGHER, GoodIs.LOWER)

    def shortfall(self, shown: Decimal, target: Decimal) -> Decimal:
        """By how much `shown` falls short of the target; 0 or less is at it or better."""
        match self.good_is:
            case GoodIs.HIGHER:
                return target - shown
            case GoodIs.LOWER:
                return shown - target
            case _:
                return abs(shown - target)


def rate(actual: Figure, target: Decimal | None, rule: Rule) -> Status:
    """A result against its target: `met`, `close` or `missed` (rule 4).

    `context` where good is none; `no target` where it is None; `not available` where there is no
    cohort, or no figure at all, to be judged.
    """
    if rule.good_is == GoodIs.NONE:
        return Status.CONTEXT
    if target is None:
        return Status.NO_TARGET
    shown = actual.shown(rule.decimals)
    if shown is None:
        return Status.NOT_AVAILABLE
    target = half_up(target, rule.decimals)
    shortfall = rule.shortfall(shown, target)
    if shortfall <= 0:
        return Status.MET
    if not _is_tolerated(actual, shortfall, target, rule):
        return Status.MISSED
    return Status.MET if rule.good_is == GoodIs.ON_PLAN else Status.CLOSE


def rate_forecast(forecast: Figure, target: Decimal | None, rule: Rule) -> Status:
    """A forecast against its target: "rated as a forecast", `forecast to miss`."""
    status = rate(forecast, target, rule)
    return FORECAST_OF.get(status, status)


def _is_tolerated(actual: Figure, shortfall: Decimal, target: Decimal, rule: Rule) -> bool:
    """Whether that shortfall, more than none, is within the tolerance, which is never rounded."""
    amount = rule.tolerance.amount
    match rule.tolerance.kind:
        case ToleranceKind.POINTS:
            return shortfall <= amount
        case ToleranceKind.PERCENT:
            # Of a target of 0 or less this is never so: "a percent tolerance is nothing".
            short, aim, share = (each.as_integer_ratio() for each in (shortfall, target, amount))
            return short[0] * 100 * aim[1] * share[1] <= aim[0] * share[0] * short[1]
        case ToleranceKind.CHILDREN if actual.has_counts:
            children = int(amount)
            fewer, more = (_shown_with(actual, each, rule) for each in (-children, children))
            return fewer <= target <= more
        case _:
            # Without counts nobody knows how many children a point is, save where they are the
            # unit.
            return actual.unit == Unit.NUMBER and shortfall <= amount


def tolerated(target: Decimal, unit: Unit, rule: Rule) -> Decimal | None:
    """The distance from the target that is still close, unrounded: 1.5 for 10% of 15.

    None where the tolerance counts children of a cohort: how far that is, the cohort says.
    """
    amount = rule.tolerance.amount
    match rule.tolerance.kind:
        case ToleranceKind.POINTS:
            return amount
        case ToleranceKind.PERCENT:
            return max(target, Decimal(0)) * amount / 100
        case _:
            return amount if unit == Unit.NUMBER else None


def _shown_with(actual: Figure, more: int, rule: Rule) -> Decimal:
    """What would be shown with that many more in the numerator, within 0 and the cohort."""
    numerator, denominator = actual.numerator or 0, actual.denominator or 1
    numerator = max(0, numerator + more)
    if actual.is_proportion:
        numerator = min(numerator, denominator)
    return half_up(Fraction(numerator * actual.scale, denominator), rule.decimals)


def edge_count(target: Decimal, cohort: Figure, rule: Rule) -> int | None:
    """The fewest that meet the target (the most, where lower is good) of that figure's cohort.

    15% of 42 is 7, and 17.8% of 45 is 8, for 8/45 is shown as 17.8. Only the denominator, unit
    and base of `cohort` matter; a plain number has none and is its own count. None where good is
    neither, where there is no cohort, or where no count can meet it.
    """
    if not rule.has_better or cohort.no_cohort:
        return None
    if cohort.denominator is None and cohort.unit != Unit.NUMBER:
        return None
    size = cohort.denominator or 1
    half = Fraction(1, 2 * 10**rule.decimals)
    shown = Fraction(half_up(target, rule.decimals))
    if rule.good_is == GoodIs.HIGHER:
        least = max(0, ceil((shown - half) * size / cohort.scale))
        return None if cohort.is_proportion and least > size else least
    most = ceil((shown + half) * size / cohort.scale) - 1
    if most < 0:
        return None
    return min(most, size) if cohort.is_proportion else most


def close_can_never_happen(target: Decimal, cohort: Figure, rule: Rule) -> bool:
    """Whether every count of that cohort is either met or missed (rule 4: "say so").

    15% of 40 with 10% of the target: the edge is 13.5, and one child is 2.5 points. False where
    good is neither higher nor lower, for nothing is `close` there by rule.
    """
    edge = edge_count(target, cohort, rule)
    if edge is None:
        return False
    nearest = edge - 1 if rule.good_is == GoodIs.HIGHER else edge + 1
    size = cohort.denominator or 1
    if nearest < 0 or (cohort.is_proportion and nearest > size):
        return True
    return rate(_of_cohort(cohort, nearest), target, rule) != Status.CLOSE


def _of_cohort(cohort: Figure, count: int) -> Figure:
    if cohort.denominator is None:
        return Figure(value=Decimal(count), unit=cohort.unit)
    return Figure(count, cohort.denominator, unit=cohort.unit, per=cohort.per)


class Reading(NamedTuple):
    """A figure as direction of travel looks at it.

    `definition` is any mark that differs between definitions that cannot be compared; `target`
    is the figure's own, and matters only where good is on plan.
    """

    figure: Figure
    forecast: bool = False
    definition: int | str = 0
    target: Decimal | None = None


class Run(NamedTuple):
    """How many times in a row the direction was the same."""

    direction: Direction
    length: int

    @property
    def words(self) -> str:
        """ "third better in a row"; "" for a first time, or none."""
        if self.length < 2:
            return ""
        return f"{_ordinal(self.length)} {self.direction} in a row"


def direction(before: Reading | None, now: Reading | None, rule: Rule) -> Direction:
    """Better, worse or the same than before, as good is says (rules 3 and 6).

    "None when either is missing, when the definition broke in between, or when one is a forecast
    and the other a result"; and where good is none.
    """
    if before is None or now is None or rule.good_is == GoodIs.NONE:
        return Direction.NONE
    if before.forecast != now.forecast or before.definition != now.definition:
        return Direction.NONE
    was, is_now = _badness(before, rule), _badness(now, rule)
    if was is None or is_now is None:
        return Direction.NONE
    if was == is_now:
        return Direction.SAME
    return Direction.BETTER if is_now < was else Direction.WORSE


def _badness(reading: Reading, rule: Rule) -> Decimal | None:
    """What falls when the figure gets better; None when there is nothing to compare."""
    shown = reading.figure.shown(rule.decimals)
    if shown is None:
        return None
    if rule.good_is != GoodIs.ON_PLAN:
        return rule.shortfall(shown, Decimal(0))
    if reading.target is None:
        return None
    return rule.shortfall(shown, half_up(reading.target, rule.decimals))


def run_length(readings: Iterable[Reading | None], rule: Rule) -> Run:
    """How often in a row, up to the first of `readings` (latest first), it went the same way.

    A missing or masked reading is None, and breaks the run: those before it are not looked at.
    """
    steps = (direction(before, now, rule) for now, before in pairwise(readings))
    last = next(steps, Direction.NONE)
    if last == Direction.NONE:
        return Run(last, 0)
    return Run(last, 1 + sum(1 for _ in takewhile(lambda each: each == last, steps)))


def _ordinal(number: int) -> str:
    """ "second", "10th": from the second on, for a first is no run."""
    words = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
    if number < 10:
        return words[number - 2]
    ending = (
        "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    )
    return f"{number}{ending}"


def share_of_improvement(
    baseline: Figure | None, target: Decimal | None, actual: Figure | None, rule: Rule
) -> Decimal | None:
    """Rule 7: `(actual - baseline) / (target - baseline)` in percent, half-up to one place.

    From 2.4 to 17.8, 12.5 is 65.6%. None when one is missing, when target and baseline are equal,
    and by rule 3 ("a share of improvement follows *good is*") when good is neither higher nor
    lower, or when the target asks for no improvement. Whether the definition broke in between is
    for the caller to know.
    """
    if baseline is None or actual is None or target is None or not rule.has_better:
        return None
    began, reached = baseline.shown(rule.decimals), actual.shown(rule.decimals)
    if began is None or reached is None:
        return None
    wanted = half_up(target, rule.decimals)
    if rule.shortfall(began, wanted) <= 0:
        return None
    return half_up(Fraction(reached - began) / Fraction(wanted - began) * 100, 1)


def notional_reward(share: Decimal) -> Decimal:
    """Rule 7: the part of the reward that share would have earned, in percent.

    "Nothing below 60%, no more than 100%." Never paid: label it notional.
    """
    if share < 60:
        return Decimal(0)
    return min(share, Decimal(100))


def gap(
    comparator: Decimal, actual: Figure | None, comparable: Comparable, decimals: int
) -> Decimal | None:
    """Rule 8: "comparator less actual, in percentage points", for comparable ones only."""
    shown = None if actual is None else actual.shown(decimals)
    if shown is None or comparable != Comparable.YES:
        return None
    return half_up(comparator, decimals) - shown


def gap_movement(baseline_gap: Decimal | None, now: Decimal | None) -> GapMovement | None:
    """Rule 8: "narrowing or widening against the baseline's gap", whichever way the gap goes."""
    if baseline_gap is None or now is None:
        return None
    if abs(now) == abs(baseline_gap):
        return GapMovement.SAME
    narrower = abs(now) < abs(baseline_gap)
    return GapMovement.NARROWING if narrower else GapMovement.WIDENING
