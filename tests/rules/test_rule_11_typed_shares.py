"""What a share that was typed can stand for, against trying every number by another way."""

from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

import pytest

from indicators.disclosure import Thresholds
from indicators.values import Unit
from reports.disclosure.typed_shares import Counts, Share, counts_of_part, counts_of_total

USUAL = Thresholds()
LARGE = 1_500  # no small figure is looked for beyond


def percent(value: str, decimals: int = 1) -> Share:
    return Share(Decimal(value), Unit.PERCENTAGE, None, decimals)


def is_shown(number: int, cohort: int, share: Share) -> bool:
    if not cohort:
        return False
    at = Decimal(1).scaleb(-max(share.decimals, -share.value.normalize().as_tuple().exponent))
    exact = Decimal(100 * number) / cohort
    return exact.quantize(at, ROUND_HALF_UP) == share.value.quantize(at)


def small_ones(largest: int) -> set[Counts]:
    """Every figure that is hidden for being small, in a cohort of up to so many."""
    few = chain.from_iterable(
        (Counts(number, cohort) for number in range(cohort + 1))
        if cohort <= USUAL.denominator
        else (
            Counts(number, cohort)
            for number in {
                *range(USUAL.numerator + 1),
                *range(cohort - USUAL.remainder, cohort + 1),
            }
        )
        for cohort in range(largest + 1)
    )
    return set(few)


def together(shown: list[Counts]) -> Counts:
    return Counts(*map(sum, zip(*shown, strict=True)))


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (percent("45.0"), [Counts(24, 30)]),
        (percent("45.8"), [Counts(24, 30)]),
        (percent("93.3"), [Counts(30, 36)]),
        (percent("30.0"), [Counts(24, 60)]),
        (percent("60.0"), [Counts(200, 300)]),
        (percent("30.0"), [Counts(100, 300)]),
        (percent("12.6"), [Counts(7, 60), Counts(9, 70)]),
        (percent("40", 0), [Counts(20, 60)]),
        (percent("40.25", 1), [Counts(20, 60), Counts(30, 60)]),
        (percent("56.7"), [Counts(30, 60)]),
        (percent("99.0"), [Counts(94, 95)]),
    ],
)
def test_of_a_total_nothing_is_missed_and_nothing_found_that_cannot_be(share, shown):
    parts = together(shown)
    of_its_own = {
        Counts(parts.numerator + small.numerator, parts.denominator + small.denominator)
        for small in small_ones(LARGE)
    }
    of_one_group = {
        Counts(parts.numerator + small.numerator, small.denominator)
        for small in small_ones(LARGE)
        if {small.denominator} == {each.denominator for each in shown}
    }

    assert counts_of_total(share, frozenset(shown), parts, USUAL) == {
        each for each in of_its_own | of_one_group if is_shown(*each, share)
    }


@pytest.mark.parametrize(
    ("share", "total", "shown"),
    [
        (percent("80.0"), Counts(27, 60), []),
        (percent("80.0"), Counts(37, 80), [Counts(10, 20)]),
        (percent("45.0"), Counts(30, 60), []),
        (percent("50.0"), Counts(103, 206), []),
        (percent("33.3"), Counts(70, 200), [Counts(20, 60)]),
        (percent("96.0"), Counts(190, 200), []),
    ],
)
def test_of_a_part_nothing_is_missed_and_nothing_found_that_cannot_be(share, total, shown):
    others = together(shown) if shown else Counts(0, 0)
    left = Counts(total.numerator - others.numerator, total.denominator - others.denominator)
    beside = frozenset([total, *shown])
    of_its_own = {
        Counts(left.numerator - small.numerator, left.denominator - small.denominator)
        for small in small_ones(left.denominator)
    }
    of_one_group = {
        Counts(left.numerator - small.numerator, small.denominator)
        for small in small_ones(total.denominator)
        if {small.denominator} == {each.denominator for each in beside}
    }

    assert counts_of_part(share, beside, left, USUAL) == {
        each for each in of_its_own | of_one_group if each.numerator >= 0 and is_shown(*each, share)
    }
