"""Rule 8: comparators and the gap."""

from decimal import Decimal

import pytest

from indicators.performance import Comparable, GapMovement, gap, gap_movement
from indicators.values import Figure


@pytest.mark.parametrize(
    ("comparator", "actual", "points"),
    [
        pytest.param("50.7", Figure(5, 40), "38.2", id="comparator less actual"),
        pytest.param("50.74", Figure(5, 40), "38.2", id="as shown"),
        pytest.param("10", Figure(5, 40), "-2.5", id="ahead of the comparator"),
        pytest.param("17.8", Figure(8, 45), "0.0", id="no gap between what is shown alike"),
    ],
)
def test_the_gap_is_the_comparator_less_the_actual(comparator, actual, points):
    assert gap(Decimal(comparator), actual, Comparable.YES, 1) == Decimal(points)


@pytest.mark.parametrize("comparable", [Comparable.PARTLY, Comparable.NO])
def test_a_gap_is_computed_only_for_comparable_ones(comparable):
    assert gap(Decimal("11.8"), Figure(5, 40), comparable, 1) is None


@pytest.mark.parametrize("actual", [None, Figure(0, 0), Figure()])
def test_without_a_figure_there_is_no_gap(actual):
    assert gap(Decimal("50.7"), actual, Comparable.YES, 1) is None


@pytest.mark.parametrize(
    ("baseline", "now", "movement"),
    [
        pytest.param("45.0", "38.2", GapMovement.NARROWING, id="narrowing"),
        pytest.param("38.2", "45.0", GapMovement.WIDENING, id="widening"),
        pytest.param("38.2", "38.2", GapMovement.SAME, id="the same"),
        pytest.param("38.2", "-2.5", GapMovement.NARROWING, id="overtaken by a little"),
        pytest.param("-5", "-12", GapMovement.WIDENING, id="where less is behind"),
        pytest.param("-5", "5", GapMovement.SAME, id="as far on the other side"),
    ],
)
def test_the_gap_narrows_or_widens_against_the_baselines(baseline, now, movement):
    assert gap_movement(Decimal(baseline), Decimal(now)) == movement


def test_without_both_gaps_nothing_moved():
    assert gap_movement(None, Decimal(5)) is None
    assert gap_movement(Decimal(5), None) is None
