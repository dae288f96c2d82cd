"""Rule 5 and the interval of rule 2: how many children is that, and how sure.  No Django in here.

The noun comes from the indicator: children, young people, visits.
"""

from bisect import bisect_left
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from indicators.performance import (
    GoodIs,
    Rule,
    Status,
    edge_count,
    rate,
)
from indicators.values import NUMBERS_REMEMBERED, Figure, half_up, write_number

# The 97.5th percentile of the normal distribution: an interval of 95%.
Z = Decimal("1.959963984540054")


@dataclass(frozen=True)
class Noun:
    """What an indicator counts: Noun("young person", "young people")."""

    one: str = "child"
    many: str = "children"

    def of(self, count: int) -> str:
        """ "1 child", "1,234 children"."""
        return f"{write_number(count)} {self.one if count == 1 else self.many}"

    def compared(self, count: int, word: str) -> str:
        """ "1 more child", "6 fewer children"; without a noun "6 fewer of those counted"."""
        noun = self.one if count == 1 else self.many
        return f"{write_number(count)} {word} {noun or 'of those counted'}"


class Interval(NamedTuple):
    """A 95% interval, in percent."""

    low: Decimal
    high: Decimal

    def shown(self, decimals: int) -> "Interval":
        """The interval as a reader sees it, half-up."""
        return Interval(half_up(self.low, decimals), half_up(self.high, decimals))

    def words(self, decimals: int) -> str:
        """ "5.5 to 26.1"."""
        low, high = self.shown(decimals)
        return f"{low} to {high}"


def wilson(figure: Figure) -> Interval | None:
    """The Wilson 95% interval of a percentage with counts, within 0 and 100.

    "Intervals belong to proportions only": None for all else, and where there is no cohort.
    """
    if not figure.is_proportion or figure.numerator is None or not figure.denominator:
        return None
    return _wilson(figure.numerator, figure.denominator)


@lru_cache(maxsize=NUMBERS_REMEMBERED)
def _wilson(numerator: int, denominator: int) -> Interval:
    with localcontext(prec=30):
        n, d = Decimal(numerator), Decimal(denominator)
        z_squared = Z * Z
        middle = n + z_squared / 2
        spread = Z * (n * (d - n) / d + z_squared / 4).sqrt()
        low, high = (100 * (middle + each) / (d + z_squared) for each in (-spread, spread))
    # At the ends the limit is exact, but for the last digits of the root.
    return Interval(Decimal(0) if n == 0 else low, Decimal(100) if n == d else high)


class Sureness(StrEnum):
    """What can be said of the target, "apart from status"."""

    NOT_TOLD_APART = "numbers this small cannot be told apart from the target"
    CLEARLY_BELOW = "clearly below"
    CLEARLY_ABOVE = "clearly above"


def sureness(figure: Figure, target: Decimal | None, decimals: int) -> Sureness | None:
    """Whether the target lies inside the interval, both as they are shown.

    None where there is no interval or no target.
    """
    interval = wilson(figure)
    if interval is None or target is None:
        return None
    low, high = interval.shown(decimals)
    target = half_up(target, decimals)
    if high < target:
        return Sureness.CLEARLY_BELOW
    return Sureness.CLEARLY_ABOVE if low > target else Sureness.NOT_TOLD_APART


def target_as_children(target: Decimal, cohort: Figure | int, rule: Rule) -> int | None:
    """The target as children of this year's cohort: 15% of 42 is 7, 17.8% of 45 is 8.

    The fewest that meet it, or the most where lower is good. `cohort` is the denominator of a
    percentage, or a figure whose denominator, unit and base are meant. None where it cannot be
    said.
    """
    return edge_count(target, _as_figure(cohort), rule)


def _as_figure(cohort: Figure | int) -> Figure:
    return Figure(denominator=cohort) if isinstance(cohort, int) else cohort


def k_more(figure: Figure, target: Decimal, rule: Rule) -> int | None:
    """The fewest more children (fewer, where lower is good) that would have met the target.

    5/40 against 15% is 1; 0 when it is met. None without counts, on plan, or where no number of
    children would have done it.
    """
    edge = edge_count(target, figure, rule)
    if edge is None or figure.count is None:
        return None
    short = edge - figure.count if rule.good_is == GoodIs.HIGHER else figure.count - edge
    return max(0, short)


def k_more_words(k: int, rule: Rule, noun: Noun) -> str:
    """ "1 more child", "6 fewer young people"; "" for 0."""
    if not k:
        return ""
    return noun.compared(k, "fewer" if rule.good_is == GoodIs.LOWER else "more")


class Change(NamedTuple):
    """By how many children the status would change, and to what. `by` is negative for fewer."""

    by: int
    status: Status

    def words(self, noun: Noun) -> str:
        """ "one fewer and this is close", "3 more children and this is met"."""
        word = "more" if self.by > 0 else "fewer"
        count = abs(self.by)
        many = f"one {word}" if count == 1 else noun.compared(count, word)
        return f"{many} and this is {self.status}"


class Fragility(NamedTuple):
    """The nearest change of status either way; None where none is possible."""

    fewer: Change | None
    more: Change | None

    @property
    def nearest(self) -> Change | None:
        """The change that needs the fewest children; of two alike, the loss."""
        changes = [each for each in (self.fewer, self.more) if each]
        return min(changes, key=lambda each: abs(each.by), default=None)


def fragility(figure: Figure, target: Decimal | None, rule: Rule) -> Fragility:
    """ "By how many children either way the status would change."

    6/40 against 15% with a tolerance of 1 child: one fewer and this is close.
    """
    if target is None or not figure.has_counts or figure.no_cohort:
        return Fragility(None, None)
    return Fragility(
        _nearest_change(figure, target, rule, -1), _nearest_change(figure, target, rule, 1)
    )


def _nearest_change(figure: Figure, target: Decimal, rule: Rule, step: int) -> Change | None:
    """Search by halves, for a cohort may be large: the status only ever goes one way."""
    numerator, denominator = figure.numerator or 0, figure.denominator or 0
    most = numerator if step < 0 else denominator - numerator
    begins = _side(figure, target, rule)

    def has_changed(by: int) -> bool:
        return _side(_with(figure, step * by), target, rule) != begins

    by = 1 + bisect_left(range(1, most + 1), True, key=has_changed)
    if by > most:
        return None
    status = rate(_with(figure, step * by), target, rule)
    # On plan, one step may lead past the target: missed below, then missed above.
    return None if status == rate(figure, target, rule) else Change(step * by, status)


def _side(figure: Figure, target: Decimal, rule: Rule) -> int:
    """A number that only ever rises (or, where lower is good, falls) with the numerator."""
    status = rate(figure, target, rule)
    if rule.good_is != GoodIs.ON_PLAN:
        return -_PLACES[status]
    shown = figure.shown(rule.decimals)
    if status == Status.MET or shown is None:
        return 0
    return 1 if shown > target else -1


_PLACES = {each: place for place, each in enumerate(Status)}


def _with(figure: Figure, more: int) -> Figure:
    return replace(figure, numerator=(figure.numerator or 0) + more)
