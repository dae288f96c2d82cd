"""Rule 4: an actual against its target, the words and their shapes."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.performance import (
    FORECAST_OF,
    SHAPES,
    GoodIs,
    Rule,
    Shape,
    Status,
    Tolerance,
    ToleranceKind,
    close_can_never_happen,
    edge_count,
    rate,
    rate_forecast,
    tolerated,
)
from indicators.values import Figure, Unit, half_up

HIGHER, LOWER, ON_PLAN, NONE = GoodIs
MET, CLOSE, MISSED = Status.MET, Status.CLOSE, Status.MISSED
TEN_PERCENT = Tolerance()
ONE_CHILD = Tolerance(Decimal(1), ToleranceKind.CHILDREN)
TWO_POINTS = Tolerance(Decimal(2), ToleranceKind.POINTS)
TOLERANCES = [
    TEN_PERCENT,
    ONE_CHILD,
    TWO_POINTS,
    Tolerance(Decimal(0)),
    Tolerance(Decimal(3), ToleranceKind.CHILDREN),
    Tolerance(Decimal("12.5")),
]


def figure(written):
    """ "5/40" or "16.1"."""
    if "/" in written:
        n, d = written.split("/")
        return Figure(int(n), int(d))
    return Figure(value=Decimal(written))


def decimal(written):
    return None if written == "not set" else Decimal(written)


@st.composite
def proportions(draw):
    denominator = draw(st.integers(1, 400))
    return Figure(draw(st.integers(0, denominator)), denominator)


TARGETS = st.decimals(0, 100, places=1)
RULES = st.builds(
    Rule, st.sampled_from([HIGHER, LOWER, ON_PLAN]), st.integers(0, 2), st.sampled_from(TOLERANCES)
)
DIRECTED_RULES = RULES.filter(lambda rule: rule.good_is != ON_PLAN)
SCALED_TOLERANCES = st.sampled_from([each for each in TOLERANCES if each.kind != "children"])

# The table: every row as it stands. "any" is each tolerance there is.
TABLE = [
    (HIGHER, "15.0", "6/40", [TEN_PERCENT], MET),
    (HIGHER, "15.0", "5/40", [TEN_PERCENT], MISSED),
    (HIGHER, "15.0", "5/40", [ONE_CHILD], CLOSE),
    (HIGHER, "17.8", "8/45", TOLERANCES, MET),
    (HIGHER, "17.8", "16.1", [TEN_PERCENT], CLOSE),
    (HIGHER, "17.8", "16.0", [TEN_PERCENT], MISSED),
    (HIGHER, "80", "72", [TEN_PERCENT], CLOSE),
    (HIGHER, "80", "71.9", [TEN_PERCENT], MISSED),
    (LOWER, "80", "79", TOLERANCES, MET),
    (LOWER, "80", "88", [TEN_PERCENT], CLOSE),
    (HIGHER, "0", "-1", [TEN_PERCENT], MISSED),
    (ON_PLAN, "50", "52", [TWO_POINTS], MET),
    (HIGHER, "not set", "6/40", TOLERANCES, Status.NO_TARGET),
]


@pytest.mark.parametrize(
    ("good_is", "target", "actual", "tolerance", "status"),
    [
        pytest.param(
            good_is,
            target,
            actual,
            tolerance,
            status,
            id=f"{good_is}, {target}, {actual}, {tolerance.amount} {tolerance.kind}: {status}",
        )
        for good_is, target, actual, tolerances, status in TABLE
        for tolerance in tolerances
    ],
)
def test_the_table_of_rule_4(good_is, target, actual, tolerance, status):
    rule = Rule(good_is, 1, tolerance)

    assert rate(figure(actual), decimal(target), rule) == status


@pytest.mark.parametrize(
    ("good_is", "target", "actual", "tolerance", "status"),
    [
        pytest.param(LOWER, "80", "80", TEN_PERCENT, MET, id="lower: at the target"),
        pytest.param(LOWER, "80", "88.1", TEN_PERCENT, MISSED, id="lower: past the edge"),
        pytest.param(LOWER, "15", "7/40", ONE_CHILD, CLOSE, id="lower: one child too many"),
        pytest.param(LOWER, "15", "8/40", ONE_CHILD, MISSED, id="lower: two too many"),
        pytest.param(HIGHER, "15", "4/40", ONE_CHILD, MISSED, id="higher: two children short"),
        pytest.param(HIGHER, "100", "39/40", ONE_CHILD, CLOSE, id="one child short of all"),
        pytest.param(LOWER, "0", "1/40", ONE_CHILD, CLOSE, id="one child from none"),
        pytest.param(HIGHER, "5", "0/40", ONE_CHILD, MISSED, id="none, and two short"),
        pytest.param(HIGHER, "2.5", "0/40", ONE_CHILD, CLOSE, id="none, and one short"),
        pytest.param(HIGHER, "50", "48", TWO_POINTS, CLOSE, id="points: the edge counts"),
        pytest.param(HIGHER, "50", "47.9", TWO_POINTS, MISSED, id="points: past the edge"),
        pytest.param(ON_PLAN, "50", "48", TWO_POINTS, MET, id="on plan: below, within"),
        pytest.param(ON_PLAN, "50", "52.1", TWO_POINTS, MISSED, id="on plan: above, without"),
        pytest.param(ON_PLAN, "50", "47.9", TWO_POINTS, MISSED, id="on plan: below, without"),
        pytest.param(ON_PLAN, "50", "50", TWO_POINTS, MET, id="on plan: at the target"),
        pytest.param(ON_PLAN, "50", "19/40", ONE_CHILD, MET, id="on plan: a child below"),
        pytest.param(ON_PLAN, "50", "21/40", ONE_CHILD, MET, id="on plan: a child above"),
        pytest.param(ON_PLAN, "50", "22/40", ONE_CHILD, MISSED, id="on plan: two above"),
        pytest.param(ON_PLAN, "50", "18/40", ONE_CHILD, MISSED, id="on plan: two below"),
        pytest.param(HIGHER, "-10", "-10.1", TEN_PERCENT, MISSED, id="of less than 0: nothing"),
        pytest.param(HIGHER, "-10", "-10", TEN_PERCENT, MET, id="less than 0: met"),
        pytest.param(HIGHER, "1", "0.9", TEN_PERCENT, CLOSE, id="a small target has a tolerance"),
        pytest.param(HIGHER, "15", "13.5", TEN_PERCENT, CLOSE, id="13.5 is the edge of 15"),
        pytest.param(HIGHER, "15", "13.44", TEN_PERCENT, MISSED, id="judged as shown, 13.4"),
        pytest.param(HIGHER, "15", "13.45", TEN_PERCENT, CLOSE, id="judged as shown, 13.5"),
        pytest.param(
            HIGHER, "15", "12.5", ONE_CHILD, MISSED, id="children of nobody knows how many"
        ),
        pytest.param(HIGHER, "15.04", "15.0", TEN_PERCENT, MET, id="the target as it is shown"),
        pytest.param(HIGHER, "100", "0/0", TEN_PERCENT, Status.NOT_AVAILABLE, id="no cohort"),
    ],
)
def test_the_edges_of_rule_4(good_is, target, actual, tolerance, status):
    assert rate(figure(actual), Decimal(target), Rule(good_is, 1, tolerance)) == status


def test_the_default_tolerance_is_ten_percent_of_the_target():
    assert Rule().tolerance == Tolerance(Decimal(10), ToleranceKind.PERCENT)
    assert (Rule().good_is, Rule().decimals) == (HIGHER, 1)


def test_the_tolerance_itself_is_not_rounded():
    """10% of 17.8 is 1.78: the edge is 16.02, not 16.0."""
    assert rate(Figure(value=Decimal("16.02")), Decimal("17.8"), Rule(decimals=2)) == CLOSE
    assert rate(Figure(value=Decimal("16.01")), Decimal("17.8"), Rule(decimals=2)) == MISSED


@pytest.mark.parametrize(
    ("actual", "status"),
    [("41", MET), ("40", CLOSE), ("39", MISSED)],
)
def test_a_plain_number_is_its_own_children(actual, status):
    counted = Figure(value=Decimal(actual), unit=Unit.NUMBER)

    assert rate(counted, Decimal(41), Rule(decimals=0, tolerance=ONE_CHILD)) == status


def test_children_of_a_rate_are_its_numerator():
    rule = Rule(decimals=1, tolerance=ONE_CHILD)

    assert rate(Figure(5, 400, unit=Unit.RATE, per=100), Decimal("1.5"), rule) == CLOSE
    assert rate(Figure(4, 400, unit=Unit.RATE, per=100), Decimal("1.5"), rule) == MISSED


def test_a_rate_may_be_within_children_above_its_base():
    rule = Rule(ON_PLAN, 0, ONE_CHILD)

    assert rate(Figure(5, 5, unit=Unit.RATE, per=10), Decimal(12), rule) == MET


@pytest.mark.parametrize(
    ("target", "cohort", "tolerance", "never"),
    [
        pytest.param("15", 40, TEN_PERCENT, True, id="the edge is 13.5 and one child is 2.5"),
        pytest.param("15", 40, ONE_CHILD, False, id="one child may be short"),
        pytest.param("15", 200, TEN_PERCENT, False, id="28/200 is 14.0"),
        pytest.param("15", 0, TEN_PERCENT, False, id="no cohort"),
        pytest.param("0", 40, TEN_PERCENT, True, id="nothing falls short of 0"),
        pytest.param("80", 10, TEN_PERCENT, True, id="7/10 is 70, the edge 72"),
        pytest.param("80", 25, TEN_PERCENT, False, id="19/25 is 76"),
        pytest.param("2.5", 40, ONE_CHILD, False, id="nobody is one short of one"),
    ],
)
def test_whether_close_can_never_happen(target, cohort, tolerance, never):
    assert (
        close_can_never_happen(Decimal(target), Figure(0, cohort), Rule(tolerance=tolerance))
        == never
    )


@pytest.mark.parametrize(
    ("target", "cohort", "never"),
    [("15", 40, True), ("15", 200, False), ("100", 40, True), ("50", 10, True)],
)
def test_whether_close_can_never_happen_where_lower_is_good(target, cohort, never):
    assert close_can_never_happen(Decimal(target), Figure(0, cohort), Rule(LOWER)) == never


def test_close_can_happen_to_a_plain_number():
    number = Figure(unit=Unit.NUMBER)

    assert not close_can_never_happen(Decimal(41), number, Rule(decimals=0))
    assert close_can_never_happen(
        Decimal(41), number, Rule(decimals=0, tolerance=Tolerance(Decimal(1)))
    )


@pytest.mark.parametrize(
    "cohort",
    [
        pytest.param(Figure(unit=Unit.NUMBER), id="a plain number"),
        pytest.param(Figure(denominator=1500, unit=Unit.RATE, per=1000), id="a rate"),
        pytest.param(Figure(denominator=40), id="a percentage"),
    ],
)
def test_one_child_short_is_close_where_one_child_is_tolerated(cohort):
    assert not close_can_never_happen(Decimal(2), cohort, Rule(tolerance=ONE_CHILD))


@pytest.mark.parametrize("good_is", [ON_PLAN, NONE])
def test_where_nothing_is_close_by_rule_nothing_is_said_of_it(good_is):
    assert not close_can_never_happen(Decimal(15), Figure(5, 40), Rule(good_is))


@given(st.integers(1, 60), TARGETS, DIRECTED_RULES)
def test_close_can_never_happen_is_what_a_search_finds(cohort, target, rule):
    statuses = {rate(Figure(n, cohort), target, rule) for n in range(cohort + 1)}
    assume(MET in statuses)

    assert close_can_never_happen(target, Figure(0, cohort), rule) == (CLOSE not in statuses)


@given(st.integers(1, 60), TARGETS, DIRECTED_RULES)
def test_the_edge_is_what_a_search_finds(cohort, target, rule):
    meeting = [n for n in range(cohort + 1) if rate(Figure(n, cohort), target, rule) == MET]
    edge = (min if rule.good_is == HIGHER else max)(meeting, default=None)

    assert edge_count(target, Figure(denominator=cohort), rule) == edge


# Forecasts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actual", "status"),
    [
        ("6/40", Status.FORECAST_TO_MEET),
        ("5/40", Status.FORECAST_TO_BE_CLOSE),
        ("4/40", Status.FORECAST_TO_MISS),
    ],
)
def test_a_forecast_is_rated_as_a_forecast(actual, status):
    assert rate_forecast(figure(actual), Decimal(15), Rule(tolerance=ONE_CHILD)) == status


def test_a_forecast_without_a_target_or_of_context_is_not_rated():
    assert rate_forecast(Figure(6, 40), None, Rule()) == Status.NO_TARGET
    assert rate_forecast(Figure(6, 40), Decimal(15), Rule(NONE)) == Status.CONTEXT


# The words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("met", "tick-in-circle"),
        ("close", "half-filled-circle"),
        ("missed", "cross-in-circle"),
        ("forecast to meet", "tick-outlined"),
        ("forecast to be close", "half-outlined"),
        ("forecast to miss", "cross-outlined"),
        ("no target", "dash"),
        ("not due", "empty-circle"),
        ("awaited", "three-dots"),
        ("overdue", "exclamation-in-triangle"),
        ("not returned", "exclamation-in-square"),
        ("not available", "square"),
        ("context", "graph-line"),
        ("suppressed", "letter-in-brackets"),
        ("masked", "c-in-brackets"),
    ],
)
def test_each_word_has_its_shape(word, shape):
    assert SHAPES[Status(word)] == shape


def test_there_are_no_other_words_and_no_shape_stands_for_two():
    assert len(Status) == 15
    assert set(SHAPES) == set(Status)
    assert sorted(SHAPES.values()) == sorted(Shape)


def test_each_result_has_its_forecast():
    assert set(FORECAST_OF) == {MET, CLOSE, MISSED}


# Properties ----------------------------------------------------------------------------------

BETTER_FIRST = [MET, CLOSE, MISSED]


@given(proportions(), TARGETS, RULES)
def test_what_a_reader_sees_is_what_is_judged(actual, target, rule):
    assume(rule.tolerance.kind != ToleranceKind.CHILDREN)
    as_seen = Figure(value=actual.shown(rule.decimals))

    assert rate(actual, target, rule) == rate(as_seen, target, rule)


@given(proportions(), TARGETS, DIRECTED_RULES)
def test_more_is_never_worse_when_higher_is_good_and_never_better_when_lower_is(
    actual, target, rule
):
    assume(actual.numerator < actual.denominator)
    more = Figure(actual.numerator + 1, actual.denominator)
    now, then = (BETTER_FIRST.index(rate(each, target, rule)) for each in (actual, more))

    assert (then <= now) if rule.good_is == HIGHER else (then >= now)


@given(proportions(), TARGETS, st.integers(2, 30), RULES)
def test_status_does_not_change_when_only_the_scale_of_the_counts_does(actual, target, times, rule):
    assume(rule.tolerance.kind != ToleranceKind.CHILDREN)
    scaled = Figure(actual.numerator * times, actual.denominator * times)

    assert rate(scaled, target, rule) == rate(actual, target, rule)


@given(
    st.decimals(-1000, 1000, places=1),
    st.decimals(-1000, 1000, places=1),
    st.sampled_from([HIGHER, LOWER, ON_PLAN]),
    SCALED_TOLERANCES,
)
def test_status_does_not_change_when_only_the_scale_of_both_sides_does(
    actual, target, good_is, tolerance
):
    """Thousands or units, percent or per mille: the same status."""
    ten = Decimal(10)
    of_points = tolerance.kind == ToleranceKind.POINTS
    scaled = Tolerance(tolerance.amount * ten if of_points else tolerance.amount, tolerance.kind)
    one, other = Rule(good_is, 1, tolerance), Rule(good_is, 0, scaled)

    assert rate(Figure(value=actual), target, one) == rate(
        Figure(value=actual * ten), target * ten, other
    )


@given(proportions(), TARGETS, RULES, st.sampled_from(TOLERANCES))
def test_more_tolerance_is_never_worse(actual, target, rule, tolerance):
    assume(tolerance.kind == rule.tolerance.kind)
    wider = Tolerance(tolerance.amount + rule.tolerance.amount, tolerance.kind)
    now = rate(actual, target, rule)
    then = rate(actual, target, Rule(rule.good_is, rule.decimals, wider))

    assert BETTER_FIRST.index(then) <= BETTER_FIRST.index(now)


@given(TARGETS, TARGETS, RULES)
def test_what_is_tolerated_is_the_distance_at_which_close_ends(actual, target, rule):
    assume(rule.good_is in (HIGHER, LOWER))
    distance = tolerated(target, Unit.PERCENTAGE, rule)
    assume(distance is not None)
    figure = Figure(value=actual)
    shortfall = rule.shortfall(figure.shown(rule.decimals), half_up(target, rule.decimals))

    assert (rate(figure, target, rule) == MISSED) == (shortfall > max(distance, 0))


def test_how_far_children_of_a_cohort_are_only_the_cohort_says():
    rule = Rule(tolerance=ONE_CHILD)

    assert tolerated(Decimal(15), Unit.PERCENTAGE, rule) is None
    assert tolerated(Decimal(15), Unit.NUMBER, rule) == 1


@given(TARGETS, TARGETS, st.decimals(0, 20, places=1))
def test_higher_and_lower_mirror_each_other(actual, target, points):
    tolerance = Tolerance(points, ToleranceKind.POINTS)

    assert rate(Figure(value=actual), target, Rule(HIGHER, 1, tolerance)) == rate(
        Figure(value=100 - actual), 100 - target, Rule(LOWER, 1, tolerance)
    )


@given(proportions(), TARGETS, RULES)
def test_a_forecast_is_never_counted_with_results(forecast, target, rule):
    assert rate_forecast(forecast, target, rule) not in (MET, CLOSE, MISSED)
