"""Where an indicator stands as at a quarter, read from the records."""

from datetime import date
from decimal import Decimal

import pytest

from reports.reading.facts import facts_as_at
from reports.reading.objects import Stamp, exceptions_first
from reports.releases.building import Building
from tests.builders import (
    make_actual,
    make_annual_indicator,
    make_baseline,
    make_indicator,
    make_milestone,
    make_plan,
    make_quarter,
    make_rule,
    make_target,
    set_state,
)

pytestmark = pytest.mark.django_db

TODAY = date(2010, 1, 11)


@pytest.fixture(autouse=True)
def rounds():
    make_quarter("2009/10 Q1", state="closed", due=date(2009, 7, 14))
    make_quarter("2009/10 Q2", state="closed", due=date(2009, 10, 16))
    make_quarter("2009/10 Q3", state="open", due=date(2010, 1, 15))


def building(quarter="2009/10 Q3", *, masked=False, today=TODAY):
    stamp = Stamp(quarter, quarter, "", "open")
    return Building(facts_as_at(quarter), stamp, masked=masked, today=today)


def line(indicator, quarter="2009/10 Q3", **given):
    return building(quarter, **given).lines[indicator.pk]


def gcse(**given):
    """NI 101: five of forty in summer 2009, against 15%."""
    indicator = make_annual_indicator(
        code="NI 101", q1_expects="forecast", q4_expects="forecast", **given
    )
    make_baseline(indicator=indicator, period="2007/08", value=Decimal("2.4"))
    make_target(indicator=indicator, period="2008/09", value=Decimal(15))
    make_target(indicator=indicator, period="2009/10", value=Decimal("17.8"))
    return indicator


def report_gcse(indicator, *, numerator=5, denominator=40, **given):
    given = {"period": "2008/09", "reported_in_id": "2009/10 Q2", "standing": "provisional"} | given
    from_id = given.pop("reported_in_id")
    return make_actual(
        indicator=indicator,
        reported_in=make_quarter(from_id, state="closed"),
        numerator=numerator,
        denominator=denominator,
        **given,
    )


def test_a_forecast_stands_beside_not_due():
    ours = gcse()
    report_gcse(ours, numerator=4, reported_in_id="2009/10 Q1", standing="forecast", low=3, high=6)

    seen = line(ours, "2009/10 Q1")

    assert (seen.status, seen.forecast_status) == ("not due", "forecast to miss")
    assert seen.forecast.text == "10.0%"
    assert seen.forecast.range == "3 to 6 young people"
    assert "due in 2009/10 Quarter 2" in seen.finding


@pytest.mark.parametrize(
    ("unit", "counted_as", "said"),
    [
        pytest.param("percentage", "", "8 fewer children would have met", id="a percentage"),
        pytest.param("rate", "half day", "fewer half days would have met", id="a rate"),
        pytest.param("rate", "", "fewer of those counted would have met", id="no noun"),
        pytest.param("days", "", "fewer days would have met", id="days"),
        pytest.param("number", "visit", "23 fewer visits would have met", id="a number"),
    ],
)
def test_what_would_have_met_the_target_is_named(unit, counted_as, said):
    per = 100 if unit == "rate" else None
    ours = make_indicator(unit=unit, counted_as=counted_as, per=per)
    make_rule(indicator=ours, good_is="lower")
    make_target(indicator=ours, period="2009/10", value=Decimal(10))
    counts = {"denominator": 250} if unit in ("percentage", "rate") else {}
    counts = {"denominator": 2} if unit == "days" else counts
    make_actual(indicator=ours, period="2009/10 Q3", numerator=33, **counts)

    assert said in line(ours).finding


def test_a_result_is_judged_by_the_target_of_its_period_and_told_in_children():
    ours = gcse()
    report_gcse(ours)

    seen = line(ours)

    assert seen.status == "missed"
    assert seen.target.text == "15%"
    assert seen.target.children == "6 of 40 young people"
    assert seen.k_more == "1 more young person"
    assert seen.fragility == "One more and this is met"
    assert seen.sureness == "numbers this small cannot be told apart from the target"
    assert seen.finding == (
        "5 of 40 young people (12.5%), up 10.1 percentage points on 2007/08; "
        "one more young person would have met the target of 15%."
    )


def test_close_that_can_never_happen_is_said():
    ours = gcse()
    report_gcse(ours)

    assert line(ours).never_close == (
        "One young person is 2.5 percentage points here, more than the tolerance: this can be "
        "met or missed, but never close."
    )


def test_the_final_result_replaces_the_provisional_one_only_from_its_quarter_on():
    ours = gcse()
    report_gcse(ours)
    report_gcse(ours, numerator=6, reported_in_id="2009/10 Q3", standing="final")

    assert line(ours, "2009/10 Q2").actual.counts == "5 of 40 young people"
    assert line(ours, "2009/10 Q3").actual.counts == "6 of 40 young people"
    assert line(ours, "2009/10 Q3").status == "met"


def test_a_past_quarter_is_judged_by_the_target_of_its_day():
    ours = gcse()
    report_gcse(ours)
    make_target(
        indicator=ours, period="2008/09", value=Decimal(10), from_quarter="2009/10 Q3", reason="x"
    )

    assert line(ours, "2009/10 Q2").status == "missed"
    assert line(ours, "2009/10 Q3").status == "met"


@pytest.mark.parametrize(
    ("state", "today", "status"),
    [
        pytest.param("open", date(2010, 1, 15), "awaited", id="on the due date"),
        pytest.param("open", date(2010, 1, 16), "overdue", id="the day after"),
        pytest.param("closed", date(2010, 1, 16), "overdue", id="closed, not yet published"),
        pytest.param("published", date(2010, 1, 16), "not returned", id="published without it"),
    ],
)
def test_a_figure_that_is_not_in(state, today, status):
    ours = make_indicator()
    set_state("2009/10 Q3", state)

    assert line(ours, today=today).status == status


def test_what_this_quarter_still_waits_for_is_due_now():
    ours = gcse()
    report_gcse(ours)

    assert line(ours).next_due == "due by 15 January 2010: final, for 2008/09"


def test_the_next_result_names_its_period_where_that_is_not_the_quarter_it_comes_in():
    annual, quarterly = gcse(), make_indicator(code="LAC 01")

    assert line(annual, "2009/10 Q2").next_due == "2009/10 Quarter 3: final, for 2008/09"
    assert line(quarterly, "2009/10 Q2").next_due == "2009/10 Quarter 3: final"


def test_a_restatement_is_compared_by_the_period_it_is_about():
    ours = make_indicator(counted_as="child")
    make_actual(
        indicator=ours, period="2009/10 Q1", numerator=201, denominator=250,
        reported_in=make_quarter("2009/10 Q1", state="closed"),
    )  # fmt: skip
    make_actual(
        indicator=ours, period="2009/10 Q1", numerator=209, denominator=250, standing="restated",
        reported_in=make_quarter("2009/10 Q2", state="closed"),
    )  # fmt: skip
    make_actual(
        indicator=ours, period="2009/10 Q2", numerator=213, denominator=250,
        reported_in=make_quarter("2009/10 Q2", state="closed"),
    )  # fmt: skip

    assert "up 1.6 percentage points on 2009/10 Quarter 1" in line(ours, "2009/10 Q2").finding


def test_a_break_in_the_definition_leaves_no_direction():
    ours = gcse()
    report_gcse(ours)
    make_rule(indicator=ours)
    make_rule(
        indicator=ours, from_quarter="2009/10 Q2", comparable_with_before=False,
        why_not_comparable="English and mathematics are counted now",
    )  # fmt: skip

    seen = line(ours, "2009/10 Q2")

    assert seen.direction == "none"
    assert "up" not in seen.finding


def test_lower_is_good_turns_the_words_round():
    ours = make_indicator(counted_as="child")
    make_rule(indicator=ours, good_is="lower")
    make_target(indicator=ours, period="2009/10", value=Decimal(10))
    make_actual(indicator=ours, period="2009/10 Q3", numerator=33, denominator=250)

    seen = line(ours)

    assert seen.k_more == "8 fewer children"
    assert seen.finding.endswith("8 fewer children would have met the target of 10%.")


def test_a_cumulative_figure_has_no_target_until_quarter_4_without_one_of_its_own():
    ours = make_indicator(unit="number", accumulation="cumulative")
    make_target(indicator=ours, period="2009/10", value=Decimal(40))
    make_actual(indicator=ours, period="2009/10 Q3", value=Decimal(34))

    assert line(ours).status == "no target"


def test_the_fourth_quarter_is_judged_by_the_year_so_far():
    ours = make_indicator(unit="number", accumulation="each quarter", counted_as="child")
    make_target(indicator=ours, period="2009/10", value=Decimal(40))
    for number in (1, 2, 3, 4):
        make_actual(
            indicator=ours, period=f"2009/10 Q{number}", value=Decimal(10),
            reported_in=make_quarter(f"2009/10 Q{number}", state="closed"),
        )  # fmt: skip

    seen = line(ours, "2009/10 Q4")

    assert seen.status == "met"
    assert "10 children, 40 for the year so far, the same as in 2009/10 Quarter 3" in seen.finding
    assert (seen.year_to_date, seen.year_to_date_value) == ("40", Decimal(40))
    assert (seen.actual.text, seen.judged.text) == ("10", "40")


def test_where_the_figure_itself_is_judged_nothing_else_is():
    ours = gcse()
    report_gcse(ours)

    assert line(ours, "2009/10 Q2").judged is None


def test_another_baseline_says_why_who_agreed_and_from_when():
    ours = gcse()
    make_baseline(
        indicator=ours, period="2007/08", value=Decimal("4.8"), from_quarter="2009/10 Q2",
        reason="One result was left out", agreed_by="The Partnership",
        already_public="DCSF, 2009",
    )  # fmt: skip

    cell = line(ours, "2009/10 Q2").baseline

    assert (cell.text, cell.from_quarter) == ("4.8%", "2009/10 Q2")
    assert (cell.reason, cell.agreed_by) == ("One result was left out", "The Partnership")


def test_a_hidden_baseline_does_not_say_why_it_changed():
    ours = gcse()
    make_baseline(
        indicator=ours, period="2007/08", value=Decimal("4.8"), from_quarter="2009/10 Q2",
        reason="Two of 42, not one",
    )  # fmt: skip

    cell = line(ours, "2009/10 Q2", masked=True).baseline

    assert (cell.text, cell.reason) == ("[c]", "")


def test_a_changed_rule_says_why():
    ours = gcse()
    make_rule(indicator=ours)
    make_rule(indicator=ours, from_quarter="2009/10 Q2", reason="As the Partnership agreed")
    report = building("2009/10 Q2").report("indicator/ni-101")

    assert [each.reason for each in report.rules] == ["", "As the Partnership agreed"]


def test_a_years_target_of_nought_is_a_target_and_waits_for_quarter_4():
    ours = make_indicator(unit="number", accumulation="cumulative")
    make_rule(indicator=ours, good_is="lower", decimals=0)
    make_target(indicator=ours, period="2009/10", value=Decimal(0))
    make_actual(indicator=ours, period="2009/10 Q3", value=Decimal(30))

    assert line(ours).status == "no target"


def test_an_earlier_result_is_compared_over_a_year_without_one():
    ours = make_annual_indicator()
    for period, given in (
        ("2006/07", {"numerator": 10, "denominator": 40}),
        ("2007/08", {"standing": "not available", "not_available_because": "A new system"}),
        ("2008/09", {"numerator": 12, "denominator": 40}),
    ):
        make_actual(indicator=ours, period=period, **given)

    assert line(ours).direction_text == "Better than 2006/07"


def test_on_plan_has_a_direction_where_the_years_target_judges_it():
    ours = make_indicator(unit="number")
    make_rule(
        indicator=ours, good_is="on plan", decimals=0, tolerance=Decimal(5), tolerance_kind="points"
    )
    make_target(indicator=ours, period="2009/10", value=Decimal(50))
    for number, value in ((2, 70), (3, 55)):
        make_actual(
            indicator=ours,
            period=f"2009/10 Q{number}",
            value=Decimal(value),
            reported_in=make_quarter(f"2009/10 Q{number}", state="closed"),
        )

    assert (line(ours).status, line(ours).direction) == ("met", "better")


def test_nobody_in_the_cohort_is_said_and_is_not_nought():
    ours = make_indicator()
    make_target(indicator=ours, period="2009/10", value=Decimal(80))
    make_actual(indicator=ours, period="2009/10 Q3", numerator=0, denominator=0)

    seen = line(ours)

    assert (seen.status, seen.actual.text) == ("not available", "no cohort")
    assert seen.finding == "There was nobody to count, so there is no figure."


@pytest.mark.parametrize(
    ("today", "state"),
    [
        pytest.param(date(2009, 12, 31), "due", id="on its day, the quarter's last"),
        pytest.param(date(2010, 1, 1), "late", id="the day after"),
        pytest.param(date(2010, 3, 1), "late", id="long after"),
    ],
)
def test_a_milestone_not_done_by_its_day_is_late(today, state):
    milestone = make_milestone(first_due=date(2009, 12, 31))
    later = make_milestone(action=milestone.action, first_due=date(2010, 1, 31))

    cards = building(today=today).report("quarter").plans[0].actions[0].milestones

    assert [each.state for each in cards] == [state, "due"]
    assert later.first_due == cards[1].now_due


def test_context_is_never_rated():
    ours = make_indicator(unit="number", counted_as="child")
    make_rule(indicator=ours, good_is="none", decimals=0)
    make_target(indicator=ours, period="2009/10", value=Decimal(500))
    make_actual(indicator=ours, period="2009/10 Q3", value=Decimal(560))

    seen = line(ours)

    assert (seen.status, seen.direction, seen.k) == ("context", "none", None)
    assert seen.finding == "560 children."


def test_exceptions_come_first_and_the_masked_last():
    met, missed, masked = make_indicator(), make_indicator(), make_indicator()
    for ours, numerator in ((met, 36), (missed, 20), (masked, 2)):
        make_target(indicator=ours, period="2009/10", value=Decimal(80))
        make_actual(indicator=ours, period="2009/10 Q3", numerator=numerator, denominator=44)

    ordered = exceptions_first(building(masked=True).lines.values())

    assert [each.code for each in ordered] == [missed.code, met.code, masked.code]
    assert ordered[-1].status == "masked"


def test_of_the_missed_those_that_chance_could_explain_come_after_counts_and_clear_misses():
    chance, count, clear = make_indicator(), make_indicator(unit="number"), make_indicator()
    make_target(indicator=chance, period="2009/10", value=Decimal(80))
    make_actual(indicator=chance, period="2009/10 Q3", numerator=31, denominator=44)
    make_target(indicator=count, period="2009/10", value=Decimal(40))
    make_actual(indicator=count, period="2009/10 Q3", value=Decimal(27))
    make_target(indicator=clear, period="2009/10", value=Decimal(80))
    make_actual(indicator=clear, period="2009/10 Q3", numerator=10, denominator=44)

    ordered = exceptions_first(building().lines.values())

    assert {each.status for each in ordered} == {"missed"}
    assert [each.code for each in ordered] == [clear.code, count.code, chance.code]


def test_the_facts_cost_as_many_queries_for_ten_indicators_as_for_one(
    django_assert_max_num_queries,
):
    make_plan(indicators=[gcse()])
    for _ in range(10):
        ours = make_indicator()
        make_plan(indicators=[ours])
        make_target(indicator=ours)
        make_actual(indicator=ours)

    with django_assert_max_num_queries(22):
        building().quarterly_report()
