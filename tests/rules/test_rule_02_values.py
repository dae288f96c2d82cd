"""Rule 2, values: counts first, exact, shown half-up; possible fractions; Wilson intervals."""

from decimal import Decimal
from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.performance import Status
from indicators.small_numbers import Interval, wilson
from indicators.values import (
    Figure,
    ImpossibleFigure,
    NotANumber,
    Unit,
    can_be,
    half_up,
    nearest_possible,
    places,
    possible_fractions,
    read_count,
    read_number,
    read_value,
    usual_decimals,
    write_figure,
    write_number,
    write_value,
)
from indicators.versions import TargetState

PERCENTAGE, NUMBER, RATE, DAYS, POUNDS = Unit
COHORTS = st.integers(1, 2000)
DECIMALS = st.integers(0, 4)
PERCENTAGES = st.decimals(0, 100, places=1)


@st.composite
def proportions(draw):
    denominator = draw(COHORTS)
    return Figure(draw(st.integers(0, denominator)), denominator)


def fractions_of(figures):
    return [f"{each.numerator}/{each.denominator}" for each in figures]


# The table -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "d", "shown", "interval"),
    [
        pytest.param(0, 42, "0.0", "0.0 to 8.4", id="0/42"),
        pytest.param(1, 42, "2.4", "0.4 to 12.3", id="1/42"),
        pytest.param(5, 40, "12.5", "5.5 to 26.1", id="5/40"),
        pytest.param(6, 42, "14.3", "6.7 to 27.8", id="6/42"),
        pytest.param(7, 42, "16.7", "8.3 to 30.6", id="7/42"),
        pytest.param(8, 45, "17.8", "9.3 to 31.3", id="8/45"),
        pytest.param(9, 60, "15.0", "8.1 to 26.1", id="9/60"),
        pytest.param(1, 16, "6.3", "1.1 to 28.3", id="1/16 is 6.25, half-up"),
        pytest.param(42, 42, "100.0", "91.6 to 100.0", id="42/42"),
    ],
)
def test_counts_are_shown_half_up_with_their_wilson_interval(n, d, shown, interval):
    figure = Figure(n, d)

    assert str(figure.shown(1)) == shown
    assert wilson(figure).words(1) == interval


# Possible fractions --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percent", "largest", "fractions"),
    [
        (
            "2.4",
            130,
            "1/41 1/42 2/82 2/83 2/84 2/85 3/123 3/124 3/125 3/126 3/127",
        ),
        ("17.8", 100, "8/45 13/73 16/90"),
        ("15.0", 60, "3/20 6/40 9/60"),
        ("0", 3, "0/1 0/2 0/3"),
        ("100", 3, "1/1 2/2 3/3"),
    ],
)
def test_possible_fractions_of_a_percentage(percent, largest, fractions):
    found = possible_fractions(Decimal(percent), 1, largest)

    assert fractions_of(found) == fractions.split()


def test_possible_fractions_go_up_to_a_cohort_of_100_unless_told():
    assert fractions_of(possible_fractions(Decimal("17.8"), 1))[-1] == "16/90"
    assert possible_fractions(Decimal("50"), 0)[-1].denominator == 100


def test_a_large_cohort_may_give_the_same_percentage_several_times():
    found = possible_fractions(Decimal(50), 0, 1000)
    of_a_thousand = [each.numerator for each in found if each.denominator == 1000]

    assert of_a_thousand == list(range(495, 505))


def test_a_cohort_of_60_cannot_give_two_point_four_percent_and_the_nearest_are_offered():
    below, above = nearest_possible(Decimal("2.4"), 60)

    assert not can_be(Decimal("2.4"), 60, 1)
    assert (fractions_of([below, above]), str(below.shown(1)), str(above.shown(1))) == (
        ["1/60", "2/60"],
        "1.7",
        "3.3",
    )


@pytest.mark.parametrize(
    ("percent", "cohort", "fractions"),
    [
        pytest.param("15", 40, "6/40", id="met exactly"),
        pytest.param("101", 40, "40/40", id="above all"),
        pytest.param("-1", 40, "0/40", id="below none"),
        pytest.param("15", 0, "", id="no cohort"),
        pytest.param("99.9", 40, "39/40 40/40", id="just below all"),
    ],
)
def test_the_nearest_figures_lie_within_the_cohort(percent, cohort, fractions):
    assert fractions_of(nearest_possible(Decimal(percent), cohort)) == fractions.split()


@pytest.mark.parametrize(
    ("percent", "cohort", "decimals", "possible"),
    [
        pytest.param("2.4", 42, 1, True, id="1/42"),
        pytest.param("2.400000", 42, 1, True, id="as the database keeps it"),
        pytest.param("2.38", 42, 1, True, id="typed with more places, and right"),
        pytest.param("2.41", 42, 1, False, id="typed with more places, and wrong"),
        pytest.param("2.380952380952381", 42, 1, True, id="worked out by a spreadsheet"),
        pytest.param("14", 42, 1, False, id="6/42 is 14.3, not 14.0"),
        pytest.param("14", 42, 0, True, id="6/42 to no places"),
        pytest.param("6.25", 16, 1, True, id="1/16 exactly"),
        pytest.param("6.3", 16, 1, True, id="1/16 half-up"),
        pytest.param("6.2", 16, 1, False, id="1/16 is not rounded down"),
        pytest.param("15", 0, 1, False, id="no cohort gives nothing"),
    ],
)
def test_whether_a_cohort_can_give_a_percentage(percent, cohort, decimals, possible):
    assert can_be(Decimal(percent), cohort, decimals) == possible


@given(proportions(), DECIMALS)
def test_what_counts_give_their_cohort_can_give(figure, decimals):
    shown = figure.shown(decimals)

    assert can_be(shown, figure.denominator, decimals)
    assume(figure.denominator <= 200)
    assert figure in possible_fractions(shown, decimals, 200)


@given(PERCENTAGES, st.integers(1, 130))
def test_an_impossible_percentage_is_between_the_two_that_are_offered(percent, cohort):
    assume(not can_be(percent, cohort, 1))
    below, above = nearest_possible(percent, cohort)

    assert below.shown(1) < percent < above.shown(1)
    assert above.numerator == below.numerator + 1


@given(PERCENTAGES, st.integers(1, 60))
def test_possible_fractions_are_all_that_a_search_finds(percent, largest):
    searched = [
        Figure(n, d)
        for d in range(1, largest + 1)
        for n in range(d + 1)
        if Figure(n, d).shown(1) == percent
    ]

    assert possible_fractions(percent, 1, largest) == searched


# Exactness -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "decimals", "shown"),
    [
        ("6.25", 1, "6.3"),
        ("6.2499999999999999999999999999999", 1, "6.2"),
        ("-6.25", 1, "-6.3"),
        ("-0.04", 1, "0.0"),
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("0.125", 2, "0.13"),
        ("15", 1, "15.0"),
        ("12345678901234567890123456789012345.65", 1, "12345678901234567890123456789012345.7"),
    ],
)
def test_a_half_is_rounded_away_from_zero(number, decimals, shown):
    assert str(half_up(Decimal(number), decimals)) == shown


@pytest.mark.parametrize(
    ("figure", "exact"),
    [
        pytest.param(Figure(1, 3), Fraction(100, 3), id="percentage"),
        pytest.param(Figure(3, 1500, unit=RATE, per=1000), Fraction(2), id="rate per 1,000"),
        pytest.param(Figure(3, 1500, unit=RATE, per=10000), Fraction(20), id="rate per 10,000"),
        pytest.param(Figure(7, 2, unit=RATE), Fraction(7, 2), id="rate per one"),
        pytest.param(Figure(84, 7, unit=DAYS), Fraction(12), id="days for each"),
        pytest.param(Figure(unit=NUMBER, numerator=41), Fraction(41), id="a plain count"),
        pytest.param(Figure(value=Decimal("17.8")), Fraction(178, 10), id="as typed"),
        pytest.param(Figure(5, 40, value=Decimal(99)), Fraction(25, 2), id="counts come first"),
        pytest.param(Figure(value=Decimal(15), denominator=0), None, id="no cohort, though typed"),
        pytest.param(Figure(), None, id="nothing"),
        pytest.param(Figure(5), None, id="a numerator alone is no percentage"),
        pytest.param(Figure(denominator=40), None, id="a cohort alone is no figure"),
    ],
)
def test_the_value_of_a_figure_is_exact(figure, exact):
    assert figure.exact == exact


def test_no_cohort_is_not_nought_percent():
    empty = Figure(0, 0)

    assert empty.no_cohort
    assert empty.shown(1) is None
    assert write_figure(empty, 1) == "no cohort"
    assert write_figure(Figure(0, 42), 1) == "0.0%"


def test_the_seven_kinds_of_nothing_are_seven_different_things():
    """Zero, blank, "Not set", "not due", "not available", "suppressed" and "masked"."""
    zero, blank = write_figure(Figure(0, 42), 1), write_figure(Figure(), 1)
    words = [TargetState.NOT_SET, Status.NOT_DUE, Status.NOT_AVAILABLE]
    hidden = [Status.SUPPRESSED, Status.MASKED]

    assert len({zero, blank, *words, *hidden}) == 7


@pytest.mark.parametrize(
    ("given_counts", "sentence"),
    [
        (
            {"numerator": 6, "denominator": 5},
            "6 of 5 is more than all: correct the numerator or the denominator$",
        ),
        ({"numerator": -1, "denominator": 5}, "-1 is less than 0: a count is 0 or more"),
        ({"numerator": 0, "denominator": -5}, "-5 is less than 0: a count is 0 or more"),
        ({"numerator": 1, "denominator": 0}, "1 of 0 is more than all"),
    ],
)
def test_counts_that_contradict_each_other_are_refused(given_counts, sentence):
    with pytest.raises(ImpossibleFigure, match=sentence):
        Figure(**given_counts)


def test_all_of_a_cohort_is_no_contradiction_and_a_rate_may_exceed_its_base():
    assert Figure(5, 5).shown(0) == 100
    assert Figure(6, 5, unit=RATE, per=1).shown(1) == Decimal("1.2")


@pytest.mark.parametrize(
    ("figure", "count"),
    [
        pytest.param(Figure(5, 40), 5, id="numerator"),
        pytest.param(Figure(value=Decimal("41.000000"), unit=NUMBER), 41, id="a plain number"),
        pytest.param(Figure(value=Decimal("4.5"), unit=NUMBER), None, id="no whole number"),
        pytest.param(Figure(value=Decimal(12)), None, id="a percentage counts nobody"),
        pytest.param(Figure(value=Decimal(12), unit=DAYS), None, id="nor do days"),
        pytest.param(Figure(unit=NUMBER), None, id="nothing"),
    ],
)
def test_what_a_figure_counts(figure, count):
    assert figure.count == count


@pytest.mark.parametrize(
    ("unit", "decimals"), [(PERCENTAGE, 1), (RATE, 1), (NUMBER, 0), (DAYS, 0), (POUNDS, 0)]
)
def test_what_is_counted_whole_has_no_decimals_unless_told(unit, decimals):
    assert usual_decimals(unit) == decimals


@pytest.mark.parametrize(
    ("number", "needs"), [("17.80", 1), ("17", 0), ("100", 0), ("1E+2", 0), ("0.125", 3), ("0", 0)]
)
def test_how_many_places_a_number_needs(number, needs):
    assert places(Decimal(number)) == needs


@given(proportions(), DECIMALS)
def test_what_is_shown_is_within_half_a_place_of_the_truth(figure, decimals):
    off = Fraction(figure.shown(decimals)) - figure.exact

    assert -Fraction(1, 2) < off * 10**decimals <= Fraction(1, 2)
    assert -figure.shown(decimals).as_tuple().exponent == decimals


@given(proportions(), DECIMALS)
def test_more_children_are_never_shown_as_less(figure, decimals):
    assume(figure.numerator < figure.denominator)
    more = Figure(figure.numerator + 1, figure.denominator)

    assert figure.shown(decimals) <= more.shown(decimals)


@given(proportions(), st.integers(1, 50), DECIMALS)
def test_a_percentage_does_not_know_the_scale_of_its_counts(figure, times, decimals):
    scaled = Figure(figure.numerator * times, figure.denominator * times)

    assert scaled.shown(decimals) == figure.shown(decimals)


# Intervals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "figure",
    [
        pytest.param(Figure(0, 0), id="no cohort"),
        pytest.param(Figure(value=Decimal("2.4")), id="no counts"),
        pytest.param(Figure(3, 1500, unit=RATE, per=1000), id="a rate"),
        pytest.param(Figure(numerator=41, unit=NUMBER), id="a plain count"),
    ],
)
def test_intervals_belong_to_proportions_only(figure):
    assert wilson(figure) is None


@given(COHORTS)
def test_the_interval_ends_at_nought_and_at_a_hundred(cohort):
    assert wilson(Figure(0, cohort)).low == 0
    assert wilson(Figure(cohort, cohort)).high == 100


@given(proportions())
def test_the_interval_is_wilsons_and_holds_the_figure(figure):
    n, d, z = figure.numerator, figure.denominator, 1.959963984540054
    share, room = n / d, z * sqrt((n / d * (1 - n / d) + z * z / (4 * d)) / d)
    low, high = (100 * (share + z * z / (2 * d) + each) / (1 + z * z / d) for each in (-room, room))
    interval = wilson(figure)

    assert float(interval.low) == pytest.approx(low, abs=1e-9)
    assert float(interval.high) == pytest.approx(high, abs=1e-9)
    assert 0 <= interval.low <= figure.exact <= interval.high <= 100


@given(proportions())
def test_the_interval_of_the_others_is_the_mirror_image(figure):
    low, high = wilson(figure)
    mirrored = wilson(Figure(figure.denominator - figure.numerator, figure.denominator))

    assert mirrored.shown(6) == Interval(100 - high, 100 - low).shown(6)


# Writing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "decimals", "written"),
    [
        ("12.5", 1, "12.5"),
        ("12.45", 1, "12.5"),
        ("12", 1, "12.0"),
        ("12.50", None, "12.5"),
        ("1234", 0, "1,234"),
        ("1234567.891", 2, "1,234,567.89"),
        ("-1234", None, "-1,234"),
        ("1E+3", None, "1,000"),
    ],
)
def test_numbers_are_written_with_commas_and_the_places_asked_for(number, decimals, written):
    assert write_number(Decimal(number), decimals) == written


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "per", "written"),
    [
        ("12.5", PERCENTAGE, 1, None, "12.5%"),
        ("1234", NUMBER, 0, None, "1,234"),
        ("1200", POUNDS, 0, None, "£1,200"),
        ("-1200.5", POUNDS, 2, None, "-£1,200.50"),
        ("17.8", RATE, 1, 1000, "17.8 per 1,000"),
        ("17.8", RATE, 1, None, "17.8 per 1"),
        ("12", DAYS, 0, None, "12 days"),
        ("1", DAYS, 0, None, "1 day"),
        ("1", DAYS, 1, None, "1.0 days"),
    ],
)
def test_a_value_is_written_with_its_unit(value, unit, decimals, per, written):
    assert write_value(Decimal(value), unit, decimals, per) == written


def test_a_figure_is_written_with_its_unit_or_not_at_all():
    assert write_figure(Figure(5, 40), 1) == "12.5%"
    assert write_figure(Figure(3, 1500, unit=RATE, per=1000), 1) == "2.0 per 1,000"
    assert write_figure(Figure(), 1) == ""


# Reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("17.8", "17.8"),
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        pytest.param("1\u00a0234", "1234", id="no-break space"),
        pytest.param("1\u202f234.5", "1234.5", id="narrow no-break space"),
        pytest.param("1\u2009234", "1234", id="thin space"),
        ("12 345", "12345"),
        (" 17.80 ", "17.8"),
        ("-5", "-5"),
        pytest.param("\u22125", "-5", id="a minus sign"),
        ("+5", "5"),
        (".5", "0.5"),
        ("007", "7"),
        ("-0", "0"),
        ("100", "100"),
        ("17.399999999999999", "17.4"),
        (17.399999999999999, "17.4"),
        (0.1 + 0.2, "0.3"),
        (1e-07, "0.0000001"),
        pytest.param(3.504725366903142e32, "3504725366903142" + "0" * 17, id="a huge float"),
        pytest.param("9" * 40 + ".5", "1" + "0" * 40, id="more digits than there are"),
        (1234, "1234"),
        (Decimal("17.800000"), "17.8"),
        ("12345678901234567890", "12345678901234567890"),
        ("0.123456789012345", "0.123456789012345"),
        ("123456789012.3456", "123456789012.346"),
    ],
)
def test_numbers_to_read(written, number):
    assert f"{read_number(written):f}" == number


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("17,8", '"17,8" has a comma where a point belongs: write 17.8'),
        ("-17,85", '"-17,85" has a comma where a point belongs: write -17.85'),
        ("1,2,3", '"1,2,3" is not a number: write digits, such as 17.8'),
        ("nan", '"nan" is not a number: write digits, such as 17.8'),
        ("inf", '"inf" is not a number: write digits, such as 17.8'),
        ("-", '"-" is not a number: write digits, such as 17.8'),
        ("1e3", '"1e3" is not a number: write digits, such as 17.8'),
        ("17.", '"17." is not a number: write digits, such as 17.8'),
        ("1 23", '"1 23" is not a number: write digits, such as 17.8'),
        ("X5", '"X5" is not a number: write digits, such as 17.8'),
        ("--5", '"--5" is not a number: write digits, such as 17.8'),
        ("17.8%", '"17.8%" is not a number: write digits, such as 17.8'),
        pytest.param("٣", '"٣" is not a number: write digits, such as 17.8', id="other digits"),
        ("", "The number is empty: write digits, such as 17.8"),
        (None, "The number is empty: write digits, such as 17.8"),
        (True, "TRUE is not a number: write digits, such as 17.8"),
        (float("nan"), '"nan" is not a number: write digits, such as 17.8'),
        (float("inf"), '"inf" is not a number: write digits, such as 17.8'),
    ],
)
def test_what_is_no_number_is_refused_saying_what_to_do(written, sentence):
    with pytest.raises(NotANumber) as refused:
        read_number(written)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [
        ("17.8", PERCENTAGE, "17.8"),
        ("17.8%", PERCENTAGE, "17.8"),
        ("17.8 %", PERCENTAGE, "17.8"),
        (17.8, PERCENTAGE, "17.8"),
        ("£1,200", POUNDS, "1200"),
        ("-£1,200.50", POUNDS, "-1200.5"),
        ("£ 5", POUNDS, "5"),
        ("12 days", DAYS, "12"),
        ("1 Day", DAYS, "1"),
        ("12", NUMBER, "12"),
    ],
)
def test_a_value_may_carry_the_mark_of_its_unit(written, unit, value):
    assert str(read_value(written, unit)) == value


@pytest.mark.parametrize(
    ("written", "unit", "sentence"),
    [
        ("17%", NUMBER, '"17%" is a percentage: write the number without %'),
        ("17%", DAYS, '"17%" is a percentage: write the days without %'),
        ("£5", PERCENTAGE, '"£5" is not a number: write digits, such as 17.8'),
        ("12 days", NUMBER, '"12 days" is not a number: write digits, such as 17.8'),
        ("%", PERCENTAGE, "The number is empty: write digits, such as 17.8"),
        ("x%", PERCENTAGE, '"x%" is not a number: write digits, such as 17.8'),
        (" 17,8 %", PERCENTAGE, '"17,8 %" has a comma where a point belongs: write 17.8 %'),
        ("£x", POUNDS, '"£x" is not a number: write digits, such as 17.8'),
        ("two days", DAYS, '"two days" is not a number: write digits, such as 17.8'),
    ],
)
def test_the_mark_of_another_unit_is_refused(written, unit, sentence):
    with pytest.raises(NotANumber) as refused:
        read_value(written, unit)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("written", "count"), [("0", 0), ("1,234", 1234), (41.0, 41), (999_999_999, 999_999_999)]
)
def test_a_count_is_whole(written, count):
    assert read_count(written) == count


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("-1", "-1 is less than 0: a count is 0 or more"),
        ("1.5", "1.5 is not a whole number: write how many there are"),
        ("many", '"many" is not a number: write digits, such as 12'),
        (10**9, "1,000,000,000 is too large for a count: write 999,999,999 or less"),
    ],
)
def test_a_count_that_is_none_is_refused(written, sentence):
    with pytest.raises(NotANumber) as refused:
        read_count(written)

    assert str(refused.value) == sentence


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_number_round_trips_through_its_writing(number):
    assert read_number(write_number(number)) == number
    for unit in (PERCENTAGE, NUMBER, DAYS, POUNDS):
        assert read_value(write_value(number, unit), unit) == number


@given(st.text() | st.floats() | st.integers() | st.none() | st.booleans())
def test_whatever_is_written_gives_a_finite_number_or_a_sentence(written):
    assert number_or_sentence(written)


def number_or_sentence(written):
    try:
        return read_number(written).is_finite()
    except NotANumber as refused:
        return str(refused)
