"""Rule 5: how many children is that?"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.performance import GoodIs, Rule, Status, Tolerance, ToleranceKind, rate
from indicators.small_numbers import (
    Change,
    Fragility,
    Noun,
    Sureness,
    fragility,
    k_more,
    k_more_words,
    sureness,
    target_as_children,
)
from indicators.values import Figure, Unit

HIGHER, LOWER, ON_PLAN, NONE = GoodIs
ONE_CHILD = Tolerance(Decimal(1), ToleranceKind.CHILDREN)
YOUNG_PEOPLE = Noun("young person", "young people")
RULES = st.builds(
    Rule,
    st.sampled_from([HIGHER, LOWER, ON_PLAN]),
    st.integers(0, 1),
    st.sampled_from([Tolerance(), ONE_CHILD, Tolerance(Decimal(2), ToleranceKind.POINTS)]),
)
TARGETS = st.decimals(0, 100, places=1)


@st.composite
def proportions(draw):
    denominator = draw(st.integers(1, 80))
    return Figure(draw(st.integers(0, denominator)), denominator)


@pytest.mark.parametrize(
    ("target", "cohort", "children"),
    [
        pytest.param("15", 42, 7, id="15% of 42: 6/42 falls short"),
        pytest.param("17.8", 45, 8, id="17.8% of 45: 8/45 is shown as 17.8"),
        pytest.param("17.8", 60, 11, id="17.8% of 60"),
        pytest.param("15", 40, 6, id="15% of 40 exactly"),
        pytest.param("6.3", 16, 1, id="6.3% of 16: 1/16 is shown as 6.3"),
        pytest.param("0", 40, 0, id="0%"),
        pytest.param("-5", 40, 0, id="less than nothing"),
        pytest.param("100", 40, 40, id="all of them"),
        pytest.param("101", 40, None, id="more than all"),
        pytest.param("15", 0, None, id="no cohort"),
    ],
)
def test_a_target_as_children_of_the_cohort(target, cohort, children):
    assert target_as_children(Decimal(target), cohort, Rule()) == children
    assert target_as_children(Decimal(target), Figure(0, cohort), Rule()) == children


@pytest.mark.parametrize(
    ("target", "cohort", "children"),
    [
        pytest.param("15", 42, 6, id="15% of 42: 7/42 is too many"),
        pytest.param("17.8", 45, 8, id="17.8% of 45: 8/45 is shown as 17.8"),
        pytest.param("0", 40, 0, id="0%"),
        pytest.param("100", 40, 40, id="any number"),
        pytest.param("120", 40, 40, id="no more than all"),
        pytest.param("-1", 40, None, id="fewer than none"),
    ],
)
def test_where_lower_is_good_a_target_is_the_most_children(target, cohort, children):
    assert target_as_children(Decimal(target), cohort, Rule(LOWER)) == children


@pytest.mark.parametrize(
    ("cohort", "target", "children"),
    [
        pytest.param(Figure(0, 1500, unit=Unit.RATE, per=1000), "2", 3, id="2.0 per 1,000"),
        pytest.param(Figure(0, 5, unit=Unit.RATE, per=10), "12", 6, id="above its base"),
        pytest.param(Figure(unit=Unit.NUMBER), "41", 41, id="a plain number"),
        pytest.param(Figure(value=Decimal(3)), "15", None, id="a percentage without counts"),
    ],
)
def test_rates_and_plain_numbers_have_children_too(cohort, target, children):
    assert target_as_children(Decimal(target), cohort, Rule()) == children


def test_where_lower_is_good_a_rate_has_no_most_but_its_target():
    rate_of_visits = Figure(0, 5, unit=Unit.RATE, per=10)

    assert target_as_children(Decimal(12), rate_of_visits, Rule(LOWER)) == 6


@pytest.mark.parametrize(
    ("n", "d", "k"),
    [(5, 40, 1), (1, 42, 6), (6, 40, 0), (40, 40, 0)],
)
def test_k_more_children_would_have_met_the_target(n, d, k):
    assert k_more(Figure(n, d), Decimal(15), Rule()) == k


def test_k_more_needs_counts_and_a_target_that_can_be_met():
    assert k_more(Figure(value=Decimal("2.4")), Decimal(15), Rule()) is None
    assert k_more(Figure(denominator=40), Decimal(15), Rule()) is None
    assert k_more(Figure(5, 40), Decimal(101), Rule()) is None
    assert k_more(Figure(0, 0), Decimal(15), Rule()) is None


def test_k_more_of_a_plain_number():
    number = Figure(value=Decimal(36), unit=Unit.NUMBER)

    assert k_more(number, Decimal(41), Rule(decimals=0)) == 5
    assert k_more(number, Decimal(30), Rule(LOWER, decimals=0)) == 6


@pytest.mark.parametrize(
    ("k", "good_is", "noun", "words"),
    [
        (1, HIGHER, Noun(), "1 more child"),
        (6, HIGHER, Noun(), "6 more children"),
        (1, LOWER, YOUNG_PEOPLE, "1 fewer young person"),
        (1200, HIGHER, Noun("visit", "visits"), "1,200 more visits"),
        (0, HIGHER, Noun(), ""),
    ],
)
def test_the_noun_comes_from_the_indicator(k, good_is, noun, words):
    assert k_more_words(k, Rule(good_is), noun) == words


def test_a_noun_counts_one_and_many():
    assert YOUNG_PEOPLE.of(1) == "1 young person"
    assert YOUNG_PEOPLE.of(0) == "0 young people"
    assert Noun().of(1234) == "1,234 children"


# Fragility -----------------------------------------------------------------------------------


def test_one_fewer_and_this_is_close():
    fragile = fragility(Figure(6, 40), Decimal(15), Rule(tolerance=ONE_CHILD))

    assert fragile == Fragility(fewer=Change(-1, Status.CLOSE), more=None)
    assert fragile.nearest.words(Noun()) == "one fewer and this is close"


@pytest.mark.parametrize(
    ("figure", "rule", "fewer", "more"),
    [
        pytest.param(
            Figure(5, 40),
            Rule(tolerance=ONE_CHILD),
            Change(-1, Status.MISSED),
            Change(1, Status.MET),
            id="close: either way",
        ),
        pytest.param(
            Figure(1, 42), Rule(), None, Change(5, Status.CLOSE), id="missed: nothing is worse"
        ),
        pytest.param(
            Figure(6, 40),
            Rule(LOWER, tolerance=ONE_CHILD),
            None,
            Change(1, Status.CLOSE),
            id="lower is good",
        ),
        pytest.param(Figure(40, 40), Rule(), Change(-35, Status.MISSED), None, id="all of them"),
        pytest.param(Figure(0, 40), Rule(), None, Change(6, Status.MET), id="none of them"),
        pytest.param(
            Figure(6, 40),
            Rule(ON_PLAN),
            Change(-1, Status.MISSED),
            Change(1, Status.MISSED),
            id="on plan: either way is worse",
        ),
        pytest.param(
            Figure(4, 40), Rule(ON_PLAN), None, Change(2, Status.MET), id="on plan: below"
        ),
        pytest.param(
            Figure(8, 40), Rule(ON_PLAN), Change(-2, Status.MET), None, id="on plan: above"
        ),
        pytest.param(
            Figure(1, 4), Rule(ON_PLAN), None, None, id="on plan: no count of 4 is near 15%"
        ),
    ],
)
def test_by_how_many_children_the_status_would_change(figure, rule, fewer, more):
    assert fragility(figure, Decimal(15), rule) == Fragility(fewer, more)


@pytest.mark.parametrize(
    ("figure", "target"),
    [
        pytest.param(Figure(value=Decimal("12.5")), Decimal(15), id="no counts"),
        pytest.param(Figure(0, 0), Decimal(15), id="no cohort"),
        pytest.param(Figure(5, 40), None, id="no target"),
        pytest.param(Figure(numerator=16, unit=Unit.NUMBER), Decimal(15), id="no denominator"),
    ],
)
def test_what_cannot_change_is_not_fragile(figure, target):
    fragile = fragility(figure, target, Rule())

    assert fragile == Fragility(None, None)
    assert fragile.nearest is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change(1, Status.MET), "one more and this is met"),
        (Change(-3, Status.MISSED), "3 fewer young people and this is missed"),
        (Change(2, Status.CLOSE), "2 more young people and this is close"),
    ],
)
def test_a_change_of_status_is_said_in_people(change, words):
    assert change.words(YOUNG_PEOPLE) == words


def test_the_nearest_change_is_told_and_of_two_alike_the_loss():
    loss, gain, near = Change(-2, Status.CLOSE), Change(2, Status.MET), Change(1, Status.MET)

    assert Fragility(loss, gain).nearest == loss
    assert Fragility(loss, near).nearest == near
    assert Fragility(None, gain).nearest == gain


def test_fragility_is_found_in_a_large_cohort_without_counting_through_it():
    fragile = fragility(Figure(90_000_000, 100_000_000), Decimal(15), Rule())

    assert fragile.fewer == Change(-75_050_001, Status.CLOSE)


@given(proportions(), TARGETS, RULES)
def test_fragility_is_what_a_search_finds(figure, target, rule):
    status = rate(figure, target, rule)

    def nearest(numerators):
        for n in numerators:
            changed = rate(Figure(n, figure.denominator), target, rule)
            if changed != status:
                return Change(n - figure.numerator, changed)
        return None

    fewer = nearest(range(figure.numerator - 1, -1, -1))
    more = nearest(range(figure.numerator + 1, figure.denominator + 1))
    assert fragility(figure, target, rule) == Fragility(fewer, more)


# Sureness ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "target", "sure"),
    [
        pytest.param(Figure(5, 40), "15", Sureness.NOT_TOLD_APART, id="5.5 to 26.1 holds 15"),
        pytest.param(Figure(5, 40), "26.1", Sureness.NOT_TOLD_APART, id="the end holds"),
        pytest.param(Figure(5, 40), "26.2", Sureness.CLEARLY_BELOW, id="past the end"),
        pytest.param(Figure(5, 40), "5.5", Sureness.NOT_TOLD_APART, id="the beginning holds"),
        pytest.param(Figure(5, 40), "5.4", Sureness.CLEARLY_ABOVE, id="before the beginning"),
        pytest.param(Figure(0, 42), "8.5", Sureness.CLEARLY_BELOW, id="none of 42"),
        pytest.param(Figure(0, 0), "15", None, id="no cohort"),
        pytest.param(Figure(value=Decimal("2.4")), "15", None, id="no counts"),
    ],
)
def test_sureness_asks_whether_the_target_is_inside_the_interval(figure, target, sure):
    assert sureness(figure, Decimal(target), 1) == sure


def test_without_a_target_there_is_nothing_to_be_sure_of():
    assert sureness(Figure(5, 40), None, 1) is None


def test_sureness_has_its_words():
    assert Sureness.NOT_TOLD_APART == "numbers this small cannot be told apart from the target"
    assert (Sureness.CLEARLY_BELOW, Sureness.CLEARLY_ABOVE) == ("clearly below", "clearly above")


# Properties ----------------------------------------------------------------------------------


@given(proportions(), TARGETS, RULES)
def test_k_more_is_the_fewest_that_meets_the_target(figure, target, rule):
    k = k_more(figure, target, rule)
    step = -1 if rule.good_is == LOWER else 1

    def meets(by):
        n = figure.numerator + step * by
        moved = Figure(n, figure.denominator)
        return rate(moved, target, Rule(rule.good_is, rule.decimals)) == Status.MET

    if k is None:
        assert rule.good_is == ON_PLAN
    else:
        assert meets(k)
        assert k == 0 or not meets(k - 1)
