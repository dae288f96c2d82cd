"""Rule 9: what is expected when, and which period a status is about."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.entries import Entry, Measure, Reported, problems_with_entry
from indicators.expectations import (
    Accumulation,
    Against,
    Due,
    Expect,
    Expectations,
    Expected,
    Frequency,
    NoBaselinePeriod,
    Owed,
    Report,
    Round,
    Standing,
    as_at,
    compared_with,
    owed,
    position,
    year_to_date,
)
from indicators.performance import Status
from indicators.values import Figure, Unit
from periods.calendar import FinancialQuarter, Period, YearType, read_period, read_quarter
from periods.rounds import RoundState

FINANCIAL, ACADEMIC, CALENDAR = YearType
QUARTERLY, ANNUAL, TWO_YEARLY = Frequency
SNAPSHOT, EACH_QUARTER, CUMULATIVE = Accumulation
FORECAST, PROVISIONAL, FINAL, RESTATED, NOT_AVAILABLE = Standing
NI_101 = Expectations(ANNUAL, ACADEMIC, ("forecast", "provisional", "final", "forecast"))
Q1, Q2, Q3, Q4 = (FinancialQuarter(2009, number) for number in (1, 2, 3, 4))
DUE_DAY = date(2010, 1, 15)
OPEN = Round(RoundState.OPEN, DUE_DAY)
IN_TIME, TOO_LATE = date(2010, 1, 11), date(2010, 1, 16)


def gcse(label):
    return read_period(label, ACADEMIC)


def report(period, reported_in, standing, **facts):
    return Report(gcse(period), read_quarter(reported_in), standing, **facts)


def words(expectations, year=2009):
    quarters = [FinancialQuarter(year, number) for number in (1, 2, 3, 4)]
    found = [expectations.expected_in(each) for each in quarters]
    return [f"{each.what} {each.period.label}" if each else "nothing" for each in found]


# What each quarter expects --------------------------------------------------------------------


def test_ni_101_in_2009_10():
    assert words(NI_101) == [
        "forecast 2008/09",
        "provisional 2008/09",
        "final 2008/09",
        "forecast 2009/10",
    ]


@pytest.mark.parametrize(
    ("frequency", "year_type", "expected"),
    [
        pytest.param(
            QUARTERLY,
            FINANCIAL,
            ["final 2009/10 Q1", "final 2009/10 Q2", "final 2009/10 Q3", "final 2009/10 Q4"],
            id="quarterly: final each quarter",
        ),
        pytest.param(
            ANNUAL,
            FINANCIAL,
            ["nothing", "nothing", "nothing", "final 2009/10"],
            id="annual financial: final in Q4",
        ),
        pytest.param(
            ANNUAL,
            CALENDAR,
            ["nothing", "nothing", "nothing", "final 2009"],
            id="annual calendar: final in Q4",
        ),
        pytest.param(
            ANNUAL,
            ACADEMIC,
            ["nothing", "provisional 2008/09", "final 2008/09", "nothing"],
            id="annual academic: provisional in Q2, final in Q3",
        ),
    ],
)
def test_blank_means_the_usual(frequency, year_type, expected):
    assert words(Expectations(frequency, year_type)) == expected


def test_each_blank_is_filled_by_itself():
    given_one = Expectations(ANNUAL, ACADEMIC, ("forecast", "", "nothing", ""))

    assert words(given_one) == ["forecast 2008/09", "provisional 2008/09", "nothing", "nothing"]


def test_a_quarterly_figure_is_about_the_quarter_forecast_or_not():
    assert words(Expectations(QUARTERLY, ACADEMIC, ("forecast", "", "", "nothing"))) == [
        "forecast 2009/10 Q1",
        "final 2009/10 Q2",
        "final 2009/10 Q3",
        "nothing",
    ]


@pytest.mark.parametrize(
    ("year", "due"),
    [
        pytest.param(2007, False, id="the baseline's own year"),
        pytest.param(2008, False, id="a year after"),
        pytest.param(2009, True, id="two years after"),
        pytest.param(2010, False, id="three years after"),
        pytest.param(2011, True, id="four years after"),
        pytest.param(2005, False, id="two years before"),
    ],
)
def test_a_two_yearly_result_is_due_an_even_number_of_years_after_its_baseline(year, due):
    survey = Expectations(TWO_YEARLY, FINANCIAL, baseline_period=Period(2007))
    expected = [f"final {Period(year).label}"] if due else ["nothing"]

    assert words(survey, year)[3:] == expected
    assert (survey.first_result_expected(FinancialQuarter(year, 1)) is not None) == due


def test_a_two_yearly_indicator_must_have_a_baseline_period():
    with pytest.raises(NoBaselinePeriod) as refused:
        Expectations(TWO_YEARLY)

    assert (
        str(refused.value) == "A two-yearly indicator is due every second year after its baseline: "
        "write the period of the baseline"
    )


# The due period -------------------------------------------------------------------------------


@pytest.mark.parametrize("quarter", [Q1, Q2, Q3, Q4])
def test_a_financial_year_has_one_due_period(quarter):
    assert NI_101.first_result_expected(quarter) == Due(gcse("2008/09"), Q2)


def test_the_due_period_is_the_one_whose_first_result_the_year_expects():
    """Provisional in Q3, final in the next year's Q1: that final is not first."""
    late = Expectations(ANNUAL, ACADEMIC, ("final", "nothing", "provisional", "nothing"))

    assert words(late) == ["final 2007/08", "nothing", "provisional 2008/09", "nothing"]
    assert late.first_result_expected(Q1) == Due(gcse("2008/09"), Q3)


def test_a_final_three_quarters_after_its_provisional_is_not_first():
    slow = Expectations(ANNUAL, ACADEMIC, ("final", "provisional", "nothing", "nothing"))

    assert slow.first_result_expected(Q1) == Due(gcse("2008/09"), Q2)


def test_an_annual_result_is_due_each_year_whatever_its_baseline():
    yearly = Expectations(ANNUAL, FINANCIAL, baseline_period=Period(2008))

    assert [words(yearly, year)[3] for year in (2008, 2009)] == ["final 2008/09", "final 2009/10"]


def test_a_final_in_q1_alone_is_first_there():
    spring = Expectations(ANNUAL, ACADEMIC, ("final", "nothing", "nothing", "nothing"))

    assert spring.first_result_expected(Q4) == Due(gcse("2007/08"), Q1)


def test_a_year_that_expects_no_result_has_no_due_period():
    silent = Expectations(ANNUAL, FINANCIAL, ("forecast", "nothing", "nothing", "nothing"))

    assert silent.first_result_expected(Q4) is None


@pytest.mark.parametrize(
    ("quarter", "due"),
    [
        pytest.param(Q1, Due(Period(2009, 2), Q2), id="on to the next, while none was expected"),
        pytest.param(Q2, Due(Period(2009, 2), Q2), id="the quarter itself"),
        pytest.param(Q3, Due(Period(2009, 2), Q2), id="back to the last one"),
        pytest.param(Q4, Due(Period(2009, 4), Q4), id="the next one"),
    ],
)
def test_a_quarterly_indicator_has_a_due_period_each_quarter_that_expects_one(quarter, due):
    half_yearly = Expectations(QUARTERLY, FINANCIAL, ("nothing", "", "nothing", ""))

    assert half_yearly.first_result_expected(quarter) == due


@given(
    st.sampled_from(list(YearType)),
    st.tuples(*[st.sampled_from(list(Expect))] * 4),
    st.integers(1950, 2100),
)
def test_consecutive_years_have_consecutive_due_periods(year_type, entered, year):
    yearly = Expectations(ANNUAL, year_type, entered)
    this, following = (
        yearly.first_result_expected(FinancialQuarter(each, 4)) for each in (year, year + 1)
    )

    assert (this is None) == (not any(each.is_result for each in entered))
    if this:
        assert following == Due(this.period.next, this.first_expected.plus(4))
        assert this.period.ends <= this.first_expected.ends


# The status before rating ---------------------------------------------------------------------

NI_101_REPORTS = [
    report("2008/09", "2009/10 Q1", FORECAST),
    report("2008/09", "2009/10 Q2", PROVISIONAL),
    report("2008/09", "2009/10 Q3", FINAL),
    report("2009/10", "2009/10 Q4", FORECAST),
]
FORECAST_2008, PROVISIONAL_2008, FINAL_2008, FORECAST_2009 = NI_101_REPORTS


@pytest.mark.parametrize(
    ("quarter", "status", "result", "forecast"),
    [
        pytest.param(Q1, Status.NOT_DUE, None, FORECAST_2008, id="Q1 not due"),
        pytest.param(Q2, None, PROVISIONAL_2008, None, id="Q2 provisional 2008/09"),
        pytest.param(Q3, None, FINAL_2008, None, id="Q3 final 2008/09"),
        pytest.param(
            Q4, None, FINAL_2008, FORECAST_2009, id="Q4 still 2008/09, the forecast beside it"
        ),
    ],
)
def test_ni_101_as_at_each_quarter(quarter, status, result, forecast):
    stands = position(NI_101, reversed(NI_101_REPORTS), quarter, OPEN, IN_TIME)

    assert (stands.status, stands.result, stands.forecast) == (status, result, forecast)
    assert stands.due == Due(gcse("2008/09"), Q2)


@pytest.mark.parametrize(
    ("reporting", "today", "status"),
    [
        pytest.param(OPEN, IN_TIME, Status.AWAITED, id="open, before it is due"),
        pytest.param(OPEN, DUE_DAY, Status.AWAITED, id="on the day"),
        pytest.param(OPEN, TOO_LATE, Status.OVERDUE, id="a day late"),
        pytest.param(Round(RoundState.OPEN), TOO_LATE, Status.AWAITED, id="no day was set"),
        pytest.param(
            Round(RoundState.CLOSED, DUE_DAY), IN_TIME, Status.AWAITED, id="closed before it is due"
        ),
        pytest.param(
            Round(RoundState.CLOSED, DUE_DAY), TOO_LATE, Status.OVERDUE, id="closed, late"
        ),
        pytest.param(
            Round(RoundState.PUBLISHED, DUE_DAY), TOO_LATE, Status.NOT_RETURNED, id="published"
        ),
        pytest.param(
            Round(RoundState.PUBLISHED, DUE_DAY), IN_TIME, Status.NOT_RETURNED, id="published early"
        ),
        pytest.param(
            Round(RoundState.WITHDRAWN, DUE_DAY), TOO_LATE, Status.OVERDUE, id="withdrawn again"
        ),
        pytest.param(Round(RoundState.NOT_OPENED), TOO_LATE, Status.NOT_DUE, id="never opened"),
    ],
)
def test_without_a_result_it_is_awaited_then_overdue_then_not_returned(reporting, today, status):
    stands = position(NI_101, [FORECAST_2008], Q2, reporting, today)

    assert (stands.status, stands.result, stands.forecast) == (status, None, FORECAST_2008)


@pytest.mark.parametrize("state", RoundState)
def test_before_the_quarter_that_expects_it_nothing_is_due(state):
    stands = position(NI_101, [], Q1, Round(state, DUE_DAY), TOO_LATE)

    assert stands.status == Status.NOT_DUE


def test_a_result_that_came_early_waits_for_its_quarter():
    late = Expectations(ANNUAL, ACADEMIC, ("nothing", "nothing", "final", "nothing"))
    stands = position(late, [PROVISIONAL_2008], Q2, OPEN, IN_TIME)

    assert (stands.status, stands.result) == (Status.NOT_DUE, PROVISIONAL_2008)


def test_what_was_published_without_is_awaited_again_in_the_next_round():
    assert position(NI_101, [], Q3, OPEN, IN_TIME).status == Status.AWAITED


def test_not_available_is_said_so_and_withdraws_the_figure():
    withdrawn = report("2008/09", "2009/10 Q3", NOT_AVAILABLE)
    reports = [PROVISIONAL_2008, withdrawn]

    assert position(NI_101, reports, Q2, OPEN, IN_TIME).status is None
    assert position(NI_101, reports, Q3, OPEN, IN_TIME).status == Status.NOT_AVAILABLE


def test_a_result_hidden_by_its_publisher_is_suppressed():
    hidden = report("2008/09", "2009/10 Q2", FINAL, suppressed=True)

    assert position(NI_101, [hidden], Q2, OPEN, IN_TIME).status == Status.SUPPRESSED


def test_a_forecast_of_the_next_cohort_never_replaces_a_result():
    reports = [FORECAST_2008, FORECAST_2009]
    stands = position(NI_101, reports, Q4, OPEN, TOO_LATE)

    assert (stands.status, stands.forecast) == (Status.OVERDUE, FORECAST_2008)


def test_a_result_of_another_period_is_not_the_one_that_is_due():
    old = report("2007/08", "2009/10 Q2", RESTATED)

    assert position(NI_101, [old], Q2, OPEN, IN_TIME).status == Status.AWAITED


def test_a_forecast_long_past_does_not_stand_beside():
    old = report("2007/08", "2008/09 Q1", FORECAST)

    assert position(NI_101, [old], Q2, OPEN, IN_TIME).forecast is None


def test_where_no_result_is_due_the_latest_forecast_stands_beside():
    survey = Expectations(TWO_YEARLY, ACADEMIC, baseline_period=gcse("2006/07"))
    stands = position(survey, [FORECAST_2009, FORECAST_2008], Q4.plus(2), OPEN, IN_TIME)
    no_forecast = position(survey, [], Q4.plus(2), OPEN, IN_TIME)

    assert (stands.due, stands.status, stands.forecast) == (None, Status.NOT_DUE, FORECAST_2009)
    assert no_forecast.forecast is None


@pytest.mark.parametrize(
    ("quarter", "stands"),
    [
        pytest.param(Q1, {gcse("2008/09"): FORECAST_2008}, id="Q1"),
        pytest.param(Q2, {gcse("2008/09"): PROVISIONAL_2008}, id="Q2"),
        pytest.param(Q3, {gcse("2008/09"): FINAL_2008}, id="Q3"),
        pytest.param(Q4, {gcse("2008/09"): FINAL_2008, gcse("2009/10"): FORECAST_2009}, id="Q4"),
        pytest.param(Q1.previous, {}, id="before"),
    ],
)
def test_as_at_takes_of_each_figure_the_one_reported_last(quarter, stands):
    assert as_at(reversed(NI_101_REPORTS), quarter) == stands


# Standings only rise --------------------------------------------------------------------------

GCSE_MEASURE = Measure("NI 101", Unit.PERCENTAGE, ANNUAL, ACADEMIC, 1)


def refused(standing, reported_in, earlier):
    entry = Entry("2008/09", reported_in, standing, numerator=6, denominator=40)
    if standing == NOT_AVAILABLE:
        entry = Entry("2008/09", reported_in, standing, not_available_because="Not published")
    return [field for field, _ in problems_with_entry(entry, GCSE_MEASURE, earlier)]


@pytest.mark.parametrize(
    ("earlier", "later", "allowed"),
    [
        (FORECAST, FORECAST, True),
        (FORECAST, FINAL, True),
        (PROVISIONAL, PROVISIONAL, True),
        (PROVISIONAL, FINAL, True),
        (FINAL, RESTATED, True),
        (PROVISIONAL, FORECAST, False),
        (FINAL, PROVISIONAL, False),
        (RESTATED, FINAL, False),
        (RESTATED, FORECAST, False),
        (FINAL, NOT_AVAILABLE, True),
        (NOT_AVAILABLE, PROVISIONAL, True),
    ],
)
def test_a_lower_standing_reported_later_for_the_same_period_is_refused(earlier, later, allowed):
    found = refused(later, "2009/10 Q3", [Reported("2009/10 Q2", earlier)])

    assert found == ([] if allowed else ["standing"])


def test_a_figure_withdrawn_still_holds_its_standing():
    earlier = [Reported("2009/10 Q2", FINAL), Reported("2009/10 Q3", NOT_AVAILABLE)]

    assert refused(PROVISIONAL, "2009/10 Q4", earlier) == ["standing"]
    assert refused(FINAL, "2009/10 Q4", earlier) == []


# Accumulation ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accumulation", "quarter", "has_quarter", "has_year", "against"),
    [
        pytest.param(CUMULATIVE, 2, True, True, Against.QUARTER, id="cumulative: the quarter's"),
        pytest.param(CUMULATIVE, 2, False, True, Against.NOTHING, id="cumulative: no target"),
        pytest.param(CUMULATIVE, 4, False, True, Against.YEAR, id="cumulative: in Q4 the year's"),
        pytest.param(CUMULATIVE, 4, True, True, Against.QUARTER, id="cumulative: Q4's own first"),
        pytest.param(CUMULATIVE, 4, False, False, Against.NOTHING, id="cumulative: none at all"),
        pytest.param(SNAPSHOT, 2, True, True, Against.QUARTER, id="snapshot: the quarter's"),
        pytest.param(SNAPSHOT, 2, False, True, Against.YEAR, id="snapshot: else the year's"),
        pytest.param(SNAPSHOT, 2, False, False, Against.NOTHING, id="snapshot: none"),
        pytest.param(EACH_QUARTER, 2, True, True, Against.QUARTER, id="each: the quarter's"),
        pytest.param(EACH_QUARTER, 2, False, True, Against.NOTHING, id="each: not the year's yet"),
        pytest.param(EACH_QUARTER, 4, False, True, Against.YEAR, id="each: the sum, in Q4"),
    ],
)
def test_which_target_a_quarters_figure_is_compared_with(
    accumulation, quarter, has_quarter, has_year, against
):
    found = compared_with(
        accumulation, quarter, quarter_has_target=has_quarter, year_has_target=has_year
    )

    assert found == against


def number(value):
    return Figure(value=Decimal(value), unit=Unit.NUMBER)


def rate_per_thousand(n, d):
    return Figure(n, d, unit=Unit.RATE, per=1000)


@pytest.mark.parametrize(
    ("accumulation", "figures", "to_date"),
    [
        pytest.param(CUMULATIVE, [number(8), number(20)], number(20), id="cumulative: as entered"),
        pytest.param(
            CUMULATIVE,
            [number(8), number(20), number(31)],
            number(31),
            id="cumulative: the last one entered",
        ),
        pytest.param(EACH_QUARTER, [number(8)], number(8), id="each: a first quarter"),
        pytest.param(
            EACH_QUARTER,
            [rate_per_thousand(3, 1500)],
            rate_per_thousand(3, 1500),
            id="each: a rate's first quarter",
        ),
        pytest.param(
            EACH_QUARTER,
            [Figure(84, 7, unit=Unit.DAYS), Figure(60, 5, unit=Unit.DAYS)],
            Figure(144, 12, unit=Unit.DAYS),
            id="each: days for each by their counts",
        ),
        pytest.param(CUMULATIVE, [number(8), None], None, id="cumulative: not entered"),
        pytest.param(SNAPSHOT, [number(8), number(6)], number(6), id="snapshot: the latest"),
        pytest.param(SNAPSHOT, [number(8), None], number(8), id="snapshot: the latest there is"),
        pytest.param(SNAPSHOT, [None, None], None, id="snapshot: none"),
        pytest.param(EACH_QUARTER, [number(8), number(6)], number(14), id="each: the sum"),
        pytest.param(EACH_QUARTER, [number(8), None, number(6)], None, id="each: one is missing"),
        pytest.param(
            EACH_QUARTER,
            [Figure(5, 10), Figure(9, 11)],
            Figure(14, 21),
            id="each: percentages by their counts",
        ),
        pytest.param(
            EACH_QUARTER,
            [Figure(value=Decimal(50)), Figure(9, 11)],
            None,
            id="each: a percentage without counts has no sum",
        ),
        pytest.param(
            EACH_QUARTER,
            [Figure(value=Decimal(50)), Figure(value=Decimal(60))],
            None,
            id="each: nor have two",
        ),
        pytest.param(
            EACH_QUARTER,
            [rate_per_thousand(3, 1500), rate_per_thousand(6, 1500)],
            rate_per_thousand(9, 1500),
            id="each: a rate over the one base",
        ),
        pytest.param(
            EACH_QUARTER,
            [rate_per_thousand(3, 1500), rate_per_thousand(6, 1600)],
            None,
            id="each: a rate over two bases",
        ),
        pytest.param(
            EACH_QUARTER,
            [Figure(value=Decimal("1.5"), unit=Unit.POUNDS)] * 2,
            Figure(value=Decimal(3), unit=Unit.POUNDS),
            id="each: pounds",
        ),
        pytest.param(EACH_QUARTER, [], None, id="each: no quarter"),
        pytest.param(CUMULATIVE, [], None, id="cumulative: no quarter"),
    ],
)
def test_the_year_to_date(accumulation, figures, to_date):
    assert year_to_date(accumulation, figures) == to_date


# What is owed ---------------------------------------------------------------------------------


def owes(expectations, reports, quarter, since=Q1):
    return owed(expectations, reports, quarter, since)


@pytest.mark.parametrize(
    ("reports", "quarter", "asked"),
    [
        pytest.param([], Q1, [Owed(Expect.FORECAST, gcse("2008/09"), Q1, False)], id="Q1"),
        pytest.param(
            [FORECAST_2008], Q2, [Owed(Expect.PROVISIONAL, gcse("2008/09"), Q2, False)], id="Q2"
        ),
        pytest.param(
            [PROVISIONAL_2008], Q3, [Owed(Expect.FINAL, gcse("2008/09"), Q3, False)], id="Q3"
        ),
        pytest.param(
            [FINAL_2008], Q4, [Owed(Expect.FORECAST, gcse("2009/10"), Q4, False)], id="Q4"
        ),
        pytest.param(
            [PROVISIONAL_2008],
            Q4,
            [
                Owed(Expect.FINAL, gcse("2008/09"), Q3, True),
                Owed(Expect.FORECAST, gcse("2009/10"), Q4, False),
            ],
            id="Q4: the final is owed again",
        ),
        pytest.param(
            [],
            Q4,
            [
                Owed(Expect.FINAL, gcse("2008/09"), Q2, True),
                Owed(Expect.FORECAST, gcse("2009/10"), Q4, False),
            ],
            id="Q4: the result is owed once, since Q2",
        ),
        pytest.param(
            [report("2008/09", "2009/10 Q2", FINAL)], Q3, [], id="Q3: the final came early"
        ),
        pytest.param(
            [report("2008/09", "2009/10 Q2", NOT_AVAILABLE)], Q3, [], id="Q3: there is none"
        ),
        pytest.param(
            [report("2008/09", "2009/10 Q3", FINAL)],
            Q3,
            [Owed(Expect.FINAL, gcse("2008/09"), Q3, False)],
            id="Q3: what is in can still be changed",
        ),
    ],
)
def test_what_a_quarters_return_is_asked_for(reports, quarter, asked):
    assert owes(NI_101, reports, quarter) == asked


def test_nothing_is_owed_again_from_before_the_first_round():
    assert owes(NI_101, [], Q4, since=Q4) == [Owed(Expect.FORECAST, gcse("2009/10"), Q4, False)]


def test_a_quarterly_figure_is_owed_until_it_comes():
    asked = owes(Expectations(), [Report(Period(2009, 1), Q1, FINAL)], Q3)

    assert asked == [
        Owed(Expect.FINAL, Period(2009, 2), Q2, True),
        Owed(Expect.FINAL, Period(2009, 3), Q3, False),
    ]


def test_what_is_expected_names_its_period():
    assert NI_101.expected_in(Q2) == Expected(Expect.PROVISIONAL, gcse("2008/09"))


@given(st.lists(st.sampled_from(NI_101_REPORTS)), st.sampled_from([Q1, Q2, Q3, Q4]))
def test_later_reports_change_nothing_as_at_an_earlier_quarter(reports, quarter):
    known = [each for each in reports if each.reported_in <= quarter]

    assert position(NI_101, reports, quarter, OPEN, IN_TIME) == position(
        NI_101, known, quarter, OPEN, IN_TIME
    )
