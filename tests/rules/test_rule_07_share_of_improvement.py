"""Rule 7: share of improvement, and the notional reward it would have earned."""

from decimal import Decimal

import pytest

from indicators.performance import GoodIs, Rule, notional_reward, share_of_improvement
from indicators.values import Figure


def typed(value):
    return None if value is None else Figure(value=Decimal(value))


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "share", "pays"),
    [
        pytest.param("2.4", "17.8", "12.5", "65.6", "65.6", id="12.5 of 2.4 to 17.8"),
        pytest.param("2.4", "17.8", "11.6", "59.7", "0", id="11.6 pays nothing"),
        pytest.param("2.4", "15", "20", "139.7", "100", id="20 of 2.4 to 15 pays 100%"),
        pytest.param("0", "10", "6", "60.0", "60.0", id="60% is the edge, and pays"),
        pytest.param("0", "100", "59.9", "59.9", "0", id="below the edge"),
        pytest.param("0", "10", "10", "100.0", "100", id="all of it"),
        pytest.param("14.5", "15", "14.9", "80.0", "80", id="half a point to go"),
        pytest.param("2.4", "15", "2.4", "0.0", "0", id="none of it"),
        pytest.param("2.4", "15", "0", "-19.0", "0", id="worse than the baseline"),
    ],
)
def test_share_of_improvement_and_what_it_would_have_paid(baseline, target, actual, share, pays):
    found = share_of_improvement(typed(baseline), Decimal(target), typed(actual), Rule())

    assert found == Decimal(share)
    assert notional_reward(found) == Decimal(pays)


@pytest.mark.parametrize(
    ("baseline", "target", "actual"),
    [
        pytest.param("15", "15", "20", id="baseline and target equal"),
        pytest.param("15.04", "15", "20", id="equal as shown"),
        pytest.param(None, "15", "20", id="no baseline"),
        pytest.param("2.4", None, "20", id="no target"),
        pytest.param("2.4", "15", None, id="no actual"),
    ],
)
def test_a_share_is_undefined_when_equal_or_missing(baseline, target, actual):
    target = None if target is None else Decimal(target)

    assert share_of_improvement(typed(baseline), target, typed(actual), Rule()) is None


@pytest.mark.parametrize(
    ("baseline", "actual"), [(Figure(0, 0), Figure(5, 40)), (Figure(1, 42), Figure(0, 0))]
)
def test_a_share_needs_a_cohort(baseline, actual):
    assert share_of_improvement(baseline, Decimal(15), actual, Rule()) is None


def test_a_share_uses_the_figures_shown():
    """8/45 is shown as 17.8, so to 17.8 it is all of the way."""
    share = share_of_improvement(typed("2.4"), Decimal("17.8"), Figure(8, 45), Rule())

    assert share == 100


def test_a_share_where_lower_is_good():
    rule = Rule(GoodIs.LOWER)

    assert share_of_improvement(typed("20"), Decimal(10), typed("14"), rule) == Decimal("60.0")
