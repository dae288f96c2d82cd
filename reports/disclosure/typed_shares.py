"""What a share that was typed without counts can stand for, where all is shown that it adds up
with, but one small figure. No Django in here.

45.0% is public, and of its two parts 24 of 30 is shown: then the other, being small, can only be 3
of 30. Such numbers are found by trying them. Only what is shown is looked at, and that the one that
is hidden is small.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from indicators.disclosure import Disclosable, Thresholds, is_small
from indicators.values import Figure, Unit, counts_shown_as, places

# Of a larger cohort a rounded share leaves every small number open.
LARGEST_COHORT = 5_000


class Share(NamedTuple):
    """A share as it was typed, and to how many decimal places it is shown."""

    value: Decimal
    unit: Unit
    per: int | None
    decimals: int

    def counts(self, cohort: int) -> list[int]:
        """How many of the cohort are shown as it."""
        return counts_shown_as(self.value, cohort, self.unit, self.per, self.decimals)


class Counts(NamedTuple):
    """So many, of so many."""

    numerator: int
    denominator: int


@lru_cache(maxsize=1000)
def counts_of_total(
    share: Share, shown: frozenset[Counts], parts: Counts, thresholds: Thresholds
) -> frozenset[Counts]:
    """What the typed share of a total can be. `shown` are its parts but the small one, and `parts`
    what they come to.
    """
    cohorts = range(parts.denominator, _largest_total(share, parts, thresholds) + 1)
    return frozenset(
        Counts(number, cohort)
        for cohort, others in _groups(cohorts, parts.denominator, shown)
        for number in share.counts(cohort)
        if _is_small(share, number - parts.numerator, others, thresholds)
    )


@lru_cache(maxsize=1000)
def counts_of_part(
    share: Share, shown: frozenset[Counts], left: Counts, thresholds: Thresholds
) -> frozenset[Counts]:
    """What the typed share of a part can be. `shown` are its total and the other parts but the
    small one, and `left` is what those leave of the total.
    """
    return frozenset(
        Counts(number, cohort)
        for cohort, others in _groups(range(left.denominator + 1), left.denominator, shown)
        for number in share.counts(cohort)
        if _is_small(share, left.numerator - number, others, thresholds)
    )


def _groups(cohorts: range, known: int, shown: frozenset[Counts]) -> Iterator[tuple[int, int]]:
    """How many the typed share may be of, and the small one then: each of a group of its own, or
    all of one, where the others are.
    """
    yield from ((cohort, abs(cohort - known)) for cohort in cohorts)
    if len(one := {each.denominator for each in shown}) == 1:
        yield from ((cohort, cohort) for cohort in one)


def _largest_total(share: Share, parts: Counts, thresholds: Thresholds) -> int:
    """Beyond how many none of the rest can be small: neither who achieved it nor who did not."""
    scale = Fraction(100 if share.unit == Unit.PERCENTAGE else share.per or 1)
    rounding = Fraction(1, 10 ** max(share.decimals, places(share.value)))
    least, most = ((Fraction(share.value) + each) / scale for each in (-rounding, rounding))
    found = [parts.denominator + thresholds.denominator]
    if least > 0:
        found.append(int((parts.numerator + thresholds.numerator) / least))
    if most < 1:
        left = parts.denominator - parts.numerator + thresholds.remainder
        found.append(int(left / (1 - most)))
    return min(max(found), LARGEST_COHORT)


def _is_small(share: Share, number: int, cohort: int, thresholds: Thresholds) -> bool:
    """Whether so many of so many can be, and would be hidden for being small."""
    if number < 0 or (share.unit == Unit.PERCENTAGE and number > cohort):
        return False
    figure = Figure(number, cohort, None, share.unit, share.per)
    return is_small(Disclosable(figure), thresholds)
