"""Rule 6: direction of travel against a named comparison."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.expectations import (
    Accumulation,
    Comparison,
    Frequency,
    compared_figures,
    comparisons,
)
from indicators.performance import Direction, GoodIs, Reading, Rule, Run, direction, run_length
from indicators.values import Figure
from periods.calendar import Period, YearType

BETTER, WORSE, SAME, NONE = Direction
SNAPSHOT, EACH_QUARTER, CUMULATIVE = Accumulation


def reading(value, **facts):
    return Reading(Figure(value=Decimal(value)), **facts)


def readings(*values):
    return [None if each is None else reading(each) for each in values]


@pytest.mark.parametrize(
    ("before", "now", "way"),
    [
        pytest.param(reading("10"), reading("12"), BETTER, id="better"),
        pytest.param(reading("12"), reading("10"), WORSE, id="worse"),
        pytest.param(reading("12.04"), reading("12.0"), SAME, id="the same, as shown"),
        pytest.param(None, reading("12"), NONE, id="nothing before"),
        pytest.param(reading("12"), None, NONE, id="nothing now"),
        pytest.param(Reading(Figure(0, 0)), reading("12"), NONE, id="no cohort before"),
        pytest.param(reading("12"), Reading(Figure(0, 0)), NONE, id="no cohort now"),
        pytest.param(
            reading("10", definition=1), reading("12", definition=2), NONE, id="definition broke"
        ),
        pytest.param(
            reading("10", definition=2), reading("12", definition=2), BETTER, id="it did not break"
        ),
        pytest.param(
            reading("10"), reading("12", forecast=True), NONE, id="a result and a forecast"
        ),
        pytest.param(
            reading("10", forecast=True), reading("12"), NONE, id="a forecast and a result"
        ),
        pytest.param(
            reading("10", forecast=True), reading("12", forecast=True), BETTER, id="two forecasts"
        ),
    ],
)
def test_direction_is_better_worse_the_same_or_none(before, now, way):
    assert direction(before, now, Rule()) == way


@pytest.mark.parametrize(
    ("frequency", "accumulation", "named"),
    [
        (Frequency.ANNUAL, SNAPSHOT, [Comparison.LAST_RESULT]),
        (Frequency.TWO_YEARLY, SNAPSHOT, [Comparison.LAST_RESULT]),
        (Frequency.QUARTERLY, SNAPSHOT, [Comparison.LAST_QUARTER, Comparison.A_YEAR_AGO]),
        (Frequency.QUARTERLY, EACH_QUARTER, [Comparison.LAST_QUARTER, Comparison.A_YEAR_AGO]),
        (Frequency.QUARTERLY, CUMULATIVE, [Comparison.A_YEAR_AGO]),
    ],
)
def test_the_comparison_is_named(frequency, accumulation, named):
    assert list(comparisons(frequency, accumulation)) == named


def test_a_quarterly_figure_is_compared_with_the_quarter_before_and_a_year_ago():
    now, before, a_year_ago = Period(2009, 1), Period(2008, 4), Period(2008, 1)
    results = {now: "now", before: "before", a_year_ago: "a year ago", Period(2008, 2): "other"}

    assert compared_figures(now, results, Frequency.QUARTERLY, SNAPSHOT) == [
        (Comparison.LAST_QUARTER, before, "before"),
        (Comparison.A_YEAR_AGO, a_year_ago, "a year ago"),
    ]


def test_a_cumulative_figure_is_compared_with_a_year_ago_only():
    now = Period(2009, 1)
    results = {now: "now", now.previous: "before", now.a_year_ago: "a year ago"}

    assert compared_figures(now, results, Frequency.QUARTERLY, CUMULATIVE) == [
        (Comparison.A_YEAR_AGO, now.a_year_ago, "a year ago")
    ]


def test_an_annual_figure_is_compared_with_the_last_result_however_long_ago():
    now, last, first = (Period(year, year_type=YearType.ACADEMIC) for year in (2009, 2006, 2004))
    results = {now.next: "later", now: "now", first: "first", last: "last"}

    assert compared_figures(now, results, Frequency.ANNUAL, SNAPSHOT) == [
        (Comparison.LAST_RESULT, last, "last")
    ]


@pytest.mark.parametrize("frequency", Frequency)
def test_a_first_figure_is_compared_with_nothing(frequency):
    now = Period(2009, 1) if frequency == Frequency.QUARTERLY else Period(2009)

    assert compared_figures(now, {now: "now"}, frequency, SNAPSHOT) == []


@pytest.mark.parametrize(
    ("values", "run"),
    [
        pytest.param(["1", "2", "3", "4"], Run(BETTER, 3), id="third better in a row"),
        pytest.param(["1", "5", "4", "3"], Run(WORSE, 2), id="a turn begins a new run"),
        pytest.param(["1", "2", "2"], Run(SAME, 1), id="the same ends a run"),
        pytest.param(["1", None, "3", "4"], Run(BETTER, 1), id="a missing one breaks it"),
        pytest.param(["1", "2", None], Run(NONE, 0), id="nothing now"),
        pytest.param(["1"], Run(NONE, 0), id="a first figure"),
        pytest.param([], Run(NONE, 0), id="no figure"),
    ],
)
def test_run_length_counts_how_often_in_a_row(values, run):
    assert run_length(readings(*reversed(values)), Rule()) == run


def test_a_run_follows_good_is():
    assert run_length(readings("1", "2", "3"), Rule(GoodIs.LOWER)) == Run(BETTER, 2)


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (Run(BETTER, 3), "third better in a row"),
        (Run(WORSE, 2), "second worse in a row"),
        (Run(BETTER, 4), "fourth better in a row"),
        (Run(BETTER, 5), "fifth better in a row"),
        (Run(BETTER, 6), "sixth better in a row"),
        (Run(BETTER, 7), "seventh better in a row"),
        (Run(BETTER, 8), "eighth better in a row"),
        (Run(SAME, 9), "ninth same in a row"),
        (Run(BETTER, 10), "10th better in a row"),
        (Run(BETTER, 11), "11th better in a row"),
        (Run(BETTER, 12), "12th better in a row"),
        (Run(BETTER, 13), "13th better in a row"),
        (Run(BETTER, 21), "21st better in a row"),
        (Run(BETTER, 22), "22nd better in a row"),
        (Run(BETTER, 23), "23rd better in a row"),
        (Run(BETTER, 111), "111th better in a row"),
        (Run(BETTER, 1), ""),
        (Run(NONE, 0), ""),
    ],
)
def test_a_run_is_said_in_words(run, words):
    assert run.words == words


@given(
    st.decimals(0, 100, places=2),
    st.decimals(0, 100, places=2),
    st.sampled_from([GoodIs.HIGHER, GoodIs.LOWER]),
)
def test_there_and_back_is_better_and_worse(one, other, good_is):
    there, back = (
        direction(reading(a), reading(b), Rule(good_is)) for a, b in ((one, other), (other, one))
    )

    assert {there, back} in ({BETTER, WORSE}, {SAME})
