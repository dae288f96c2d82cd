"""What is asked about a figure that can be kept: by what it is compared with."""

import pytest

from indicators.doubts import Past, doubts_about_entry, periods_to_compare_with
from indicators.entries import Entry, Measure, Reported
from indicators.values import Figure, Unit
from periods.calendar import YearType, read_period

NI101 = Measure("NI 101", "percentage", "annual", "academic", 1)
VISITS = Measure("LAC 02", "number", "quarterly", "financial", 0)
Q1, Q2, Q3 = "2009/10 Q1", "2009/10 Q2", "2009/10 Q3"


def asked(past: Past, *, reported=(), measure=NI101, accumulation="snapshot", **entry):
    """The questions about one figure, by its field."""
    given = {"period": "2008/09", "reported_in": Q3, "standing": "final"} | entry
    return dict(doubts_about_entry(Entry(**given), measure, accumulation, past, reported))


def test_a_result_is_compared_with_what_was_reported_for_its_period_first():
    past = Past(same=Figure(5, 40), before=Figure(29, 40), baseline=Figure(28, 40))

    assert asked(past, numerator=30, denominator=40) == {
        "numerator": "75 is far from 12.5, the figure reported for 2008/09 before: correct it, or "
        "confirm"
    }
    assert asked(past, numerator=6, denominator=40) == {}


def test_it_is_compared_with_the_period_before_where_nothing_was_reported_for_its_own():
    past = Past(before=Figure(5, 40), baseline=Figure(28, 40))

    assert asked(past, numerator=30, denominator=40) == {
        "numerator": "75 is far from 12.5, the figure before it: correct it, or confirm"
    }


def test_it_is_compared_with_the_baseline_where_nothing_was_reported_before():
    past = Past(baseline=Figure(1, 42), baseline_period="2007/08")

    assert asked(past, numerator=30, denominator=40) == {
        "numerator": "75 is far from 2.4, the baseline: correct it, or confirm"
    }
    assert asked(Past(), numerator=30, denominator=40) == {}


@pytest.mark.parametrize("accumulation", ["each quarter", "cumulative"])
def test_what_is_counted_in_a_quarter_is_not_compared_with_the_baseline_of_a_year(accumulation):
    year = Figure(value=120, unit=Unit.NUMBER)
    figure = {"measure": VISITS, "accumulation": accumulation, "period": Q2, "value": 30}

    assert asked(Past(baseline=year, baseline_period="2008/09"), **figure) == {}
    assert "far from 120, the baseline" in asked(
        Past(baseline=year, baseline_period="2008/09 Q2"), **figure
    )["value"]  # fmt: skip


@pytest.mark.parametrize(
    ("past", "reported", "named"),
    [
        pytest.param(
            Past(same=Figure(16, 35), before=Figure(150, 340)),
            [Reported(Q2, "provisional", 35)],
            "35, the one reported for 2008/09 before",
            id="its own period",
        ),
        pytest.param(
            Past(before=Figure(16, 35)), [], "35, that of the figure before it",
            id="the period before",
        ),
        pytest.param(
            Past(baseline=Figure(16, 35), baseline_period="2007/08"), [],
            "35, that of the baseline", id="the baseline",
        ),
        pytest.param(
            Past(), [Reported(Q1, "forecast", 35)], "35, the one reported for 2008/09 before",
            id="a forecast",
        ),
    ],
)  # fmt: skip
def test_a_cohort_many_times_the_known_one_is_asked_about_though_the_percentage_is_near(
    past, reported, named
):
    assert asked(past, reported=reported, numerator=160, denominator=350) == {
        "denominator": f"a denominator of 350 is far from {named}: correct it, or confirm"
    }
    assert asked(past, reported=reported, numerator=46, denominator=100) == {}


def test_no_cohort_in_place_of_a_figure_that_was_reported_is_asked_about():
    none = {"numerator": 0, "denominator": 0}
    assert asked(Past(same=Figure(5, 40)), **none) == {
        "denominator": "0 is kept as no cohort, in place of 12.5, the figure reported for 2008/09 "
        "before: correct it, or confirm"
    }
    assert asked(Past(before=Figure(5, 40)), **none) == {}
    assert asked(Past(same=Figure(5, 40)), **none, standing="forecast") == {}


def test_a_few_more_in_a_cohort_of_a_few_are_not_asked_about():
    assert asked(Past(same=Figure(1, 3)), numerator=3, denominator=10) == {}


def test_a_fall_of_what_is_counted_up_is_asked_about_when_the_quarter_is_restated_too():
    def of(value):
        return Figure(value=value, unit=Unit.NUMBER)

    figure = {"measure": VISITS, "accumulation": "cumulative", "period": Q2, "value": 18}
    assert "18 is less than 20 the quarter before" in asked(
        Past(same=of(19), before=of(20)), **figure
    )["value"]  # fmt: skip


def test_a_forecast_is_not_asked_to_be_near_anything():
    past = Past(before=Figure(5, 40))
    assert asked(past, standing="forecast", numerator=300, denominator=400) == {}


@pytest.mark.parametrize(
    ("label", "accumulation", "before"),
    [
        ("2009/10 Q2", "cumulative", "2009/10 Q1"),
        ("2009/10 Q1", "cumulative", "2008/09 Q1"),
        ("2009/10 Q1", "snapshot", "2008/09 Q4"),
    ],
)
def test_the_first_count_of_a_year_is_compared_with_that_of_the_year_before(
    label, accumulation, before
):
    about = read_period(label, YearType.FINANCIAL)
    assert periods_to_compare_with(about, VISITS, accumulation) == [label, before]
