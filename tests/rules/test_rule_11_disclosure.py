"""Rule 11: telling no one's secret. What gives a small figure away: test_rule_11_secondary.py."""

from decimal import Decimal

import pytest

from indicators.disclosure import (
    Audience,
    Disclosable,
    Thresholds,
    is_small,
    sees_all,
    small_keys,
)
from indicators.values import Figure, Unit

USUAL = Thresholds()


def share(n, d, **facts):
    return Disclosable(Figure(n, d), **facts)


def count(value, **facts):
    return Disclosable(Figure(value=Decimal(value), unit=Unit.NUMBER), **facts)


def typed(value, unit=Unit.PERCENTAGE, **facts):
    return Disclosable(Figure(value=Decimal(value), unit=unit), **facts)


# Who sees what --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("audience", "board_sees_all", "sees"),
    [
        (Audience.OFFICER, True, True),
        (Audience.OFFICER, False, True),
        (Audience.BOARD, True, True),
        (Audience.BOARD, False, False),
        (Audience.PUBLIC, True, False),
        (Audience.PUBLIC, False, False),
    ],
)
def test_officers_see_all_the_board_by_a_setting_the_public_never(audience, board_sees_all, sees):
    assert sees_all(audience, board_sees_all=board_sees_all) == sees


def test_the_board_sees_all_unless_told():
    assert sees_all(Audience.BOARD)


# One figure for its own sake ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "small"),
    [
        pytest.param(share(5, 40), True, id="numerator 5"),
        pytest.param(share(6, 40), False, id="numerator 6"),
        pytest.param(share(0, 40), True, id="numerator 0 too"),
        pytest.param(share(35, 40), True, id="denominator less numerator 5"),
        pytest.param(share(34, 40), False, id="denominator less numerator 6"),
        pytest.param(share(40, 40), True, id="all of them"),
        pytest.param(share(6, 12), False, id="6 of 12"),
        pytest.param(Disclosable(Figure(denominator=10, value=Decimal(60))), True, id="of 10"),
        pytest.param(share(0, 0), True, id="no cohort"),
        pytest.param(count(5), True, id="a plain count of people of 5"),
        pytest.param(count(6), False, id="a plain count of people of 6"),
        pytest.param(count(0), True, id="a plain count of nobody"),
        pytest.param(count("4.5"), True, id="an average number of people"),
        pytest.param(count(5, of_people=False), False, id="5 visits"),
        pytest.param(count(60, low=5, high=70), True, id="a count's low forecast of 5"),
        pytest.param(count(60, low=50, high=70), False, id="a count's forecast between"),
        pytest.param(share(12, 40, low=5), True, id="a low forecast of 5"),
        pytest.param(share(12, 40, low=6, high=34), False, id="a forecast between"),
        pytest.param(share(12, 40, high=35), True, id="a high forecast that leaves 5"),
        pytest.param(typed("2.4"), True, id="a percentage without counts, as the baseline"),
        pytest.param(typed("2.4", already_public=True), False, id="already public"),
        pytest.param(typed("2.4", of_people=False), False, id="a percentage of things"),
        pytest.param(typed("2.4", already_public=True, low=3), True, id="public, its forecast not"),
        pytest.param(typed("2.4", already_public=True, low=5), True, id="its forecast of 5"),
        pytest.param(typed("2.4", already_public=True, low=6), False, id="its forecast of 6"),
        pytest.param(typed("17.8", Unit.RATE), True, id="a rate of people without counts"),
        pytest.param(typed("17.8", Unit.DAYS), False, id="days"),
        pytest.param(typed("3", Unit.POUNDS), False, id="pounds"),
        pytest.param(Disclosable(Figure(5, 1500, unit=Unit.RATE, per=1000)), True, id="rate, 5"),
        pytest.param(Disclosable(Figure(6, 1500, unit=Unit.RATE, per=1000)), False, id="rate, 6"),
        pytest.param(
            Disclosable(Figure(37, 40, unit=Unit.RATE, per=100)), True, id="a rate that leaves 3"
        ),
        pytest.param(
            Disclosable(Figure(34, 40, unit=Unit.RATE, per=100)), False, id="a rate that leaves 6"
        ),
        pytest.param(
            Disclosable(Figure(42, 40, unit=Unit.RATE, per=100)),
            False,
            id="a rate that counts more than its base",
        ),
        pytest.param(
            Disclosable(Figure(20, 10, unit=Unit.RATE, per=10)), True, id="a rate of a base of 10"
        ),
        pytest.param(Disclosable(Figure(84, 11, unit=Unit.DAYS)), False, id="days for each of 11"),
        pytest.param(Disclosable(Figure(84, 10, unit=Unit.DAYS)), True, id="days for each of 10"),
        pytest.param(Disclosable(None), False, id="no figure"),
        pytest.param(share(5, 40, already_public=True), True, id="counts are never called public"),
        pytest.param(
            Disclosable(Figure(value=Decimal(50), denominator=40)),
            True,
            id="a percentage of a known cohort without its numerator",
        ),
    ],
)
def test_which_figures_are_small(item, small):
    assert is_small(item, USUAL) == small


@pytest.mark.parametrize(
    ("thresholds", "item", "small"),
    [
        (Thresholds(numerator=7), share(7, 40), True),
        (Thresholds(numerator=4), share(5, 40), False),
        (Thresholds(remainder=7), share(33, 40), True),
        (Thresholds(denominator=20), share(10, 20), True),
        (Thresholds(denominator=5), share(6, 12), False),
        (Thresholds(count=7), count(7), True),
        (Thresholds(count=4), count(5), False),
    ],
)
def test_thresholds_are_a_setting(thresholds, item, small):
    assert is_small(item, thresholds) == small


def test_of_several_figures_the_small_ones_are_masked_and_no_other():
    figures = {"NI 99": share(20, 42), "NI 100": share(19, 42), "NI 101": share(3, 42)}

    assert small_keys(figures, USUAL) == {"NI 101"}
