"""Rule 3: arrows, "better" and shares follow good is, never mere size."""

from decimal import Decimal

import pytest

from indicators.performance import (
    Direction,
    GoodIs,
    Reading,
    Rule,
    Status,
    direction,
    rate,
    share_of_improvement,
)
from indicators.small_numbers import Noun, fragility, k_more, k_more_words
from indicators.values import Figure

HIGHER, LOWER, ON_PLAN, NONE = GoodIs


def typed(value):
    return Figure(value=Decimal(value))


@pytest.mark.parametrize(
    ("good_is", "went_up"),
    [
        (HIGHER, Direction.BETTER),
        (LOWER, Direction.WORSE),
        (NONE, Direction.NONE),
    ],
)
def test_more_is_better_only_where_higher_is_good(good_is, went_up):
    assert direction(Reading(typed("10")), Reading(typed("12")), Rule(good_is)) == went_up


@pytest.mark.parametrize(
    ("before", "now", "way"),
    [
        pytest.param("40", "48", Direction.BETTER, id="nearer from below"),
        pytest.param("60", "52", Direction.BETTER, id="nearer from above"),
        pytest.param("48", "53", Direction.WORSE, id="past the target and farther"),
        pytest.param("48", "52", Direction.SAME, id="as far on the other side"),
    ],
)
def test_on_plan_nearer_to_the_target_is_better(before, now, way):
    target = Decimal(50)
    readings = [Reading(typed(each), target=target) for each in (before, now)]

    assert direction(*readings, Rule(ON_PLAN)) == way


def test_on_plan_each_figure_is_measured_by_its_own_target():
    before = Reading(typed("48"), target=Decimal(50))
    now = Reading(typed("55"), target=Decimal(55))

    assert direction(before, now, Rule(ON_PLAN)) == Direction.BETTER


def test_on_plan_without_a_target_has_no_direction():
    assert direction(Reading(typed("48")), Reading(typed("50")), Rule(ON_PLAN)) == Direction.NONE


def test_where_lower_is_good_k_fewer_takes_the_place_of_k_more():
    rule = Rule(LOWER)
    k = k_more(Figure(9, 40), Decimal(15), rule)

    assert (k, k_more_words(k, rule, Noun())) == (3, "3 fewer children")


@pytest.mark.parametrize("good_is", [ON_PLAN, NONE])
def test_on_plan_and_context_have_no_k_and_no_share(good_is):
    rule = Rule(good_is)

    assert k_more(Figure(5, 40), Decimal(15), rule) is None
    assert share_of_improvement(typed("2.4"), Decimal(15), typed("12.5"), rule) is None


def test_context_is_never_rated_and_not_fragile():
    rule = Rule(NONE)

    assert rate(Figure(5, 40), Decimal(15), rule) == Status.CONTEXT
    assert rate(Figure(5, 40), None, rule) == Status.CONTEXT
    assert fragility(Figure(5, 40), Decimal(15), rule) == (None, None)


def test_a_share_follows_good_is_where_a_fall_is_wanted():
    shared = share_of_improvement(typed("20"), Decimal(10), typed("12.5"), Rule(LOWER))

    assert shared == Decimal("75.0")


@pytest.mark.parametrize(
    ("good_is", "target"),
    [
        pytest.param(HIGHER, 15, id="a lower target where higher is good"),
        pytest.param(LOWER, 25, id="a higher target where lower is good"),
    ],
)
def test_a_target_that_asks_for_no_improvement_has_no_share(good_is, target):
    shared = share_of_improvement(typed("20"), Decimal(target), typed("22"), Rule(good_is))

    assert shared is None
