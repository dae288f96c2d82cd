"""How a figure came about: what its page says, and what it does not say to whom."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import timezone

from periods.calendar import YearType, read_period
from reports.pages.explanations import explain, formula_of, period_of, written_exactly
from reports.reading.facts import facts_as_at
from reports.reading.objects import FigureCell, Judgement, PeriodRow, Stamp
from reports.releases.building import Building
from tests.builders import (
    make_actual,
    make_annual_indicator,
    make_baseline,
    make_indicator,
    make_officer,
    make_plan,
    make_quarter,
    make_return,
    make_rule,
    make_target,
)
from tests.reports import samples

JUDGED = Judgement(
    figure="12.5%", target="15%", target_period="2008/09", good_is="higher",
    tolerance="10% of the target", edge="13.5%", short_by="2.5 percentage points",
    status="missed", k_more="1 more young person", direction="better",
    direction_text="better than 2007/08", compared="2.4%", compared_period="2007/08",
)  # fmt: skip


def report(judgement=JUDGED, stands=None, **given):
    made = samples.indicator_report(**given)
    rows = list(made.periods)
    rows[1] = replace(rows[1], judgement=judgement, stands=stands or rows[1].stands)
    return replace(made, periods=tuple(rows))


def about(label="2008/09"):
    return read_period(label, YearType.ACADEMIC)


def words(explanation) -> dict[str, str]:
    return {name: text for _, rows in explanation.sections for name, text in rows}


# What is said ------------------------------------------------------------------------------


def test_it_says_the_formula_the_inputs_and_what_came_of_them():
    said = words(explain(report(), about()))
    assert said["Formula"] == "100 × 5 ÷ 40 = 12.5, shown as 12.5%"
    assert said["Counted: 5"].startswith("Young people among them")
    assert said["Out of: 40"].startswith("Young people in Year 11")
    assert said["Target"] == "15%"
    assert said["Close is"] == "Short by no more than 10% of the target: 13.5% or better"
    assert said["Short of the target by"] == "2.5 percentage points"
    assert said["So it is"] == "Missed"
    assert said["Direction of travel"] == "Better than 2007/08 (2.4%)"
    assert said["What kind of target"] == "Designated. As printed in the plan, July 2009."
    assert said["To meet the target"] == "1 more young person"


@pytest.mark.parametrize(
    ("numerator", "denominator", "formula"),
    [
        (8, 45, "100 × 8 ÷ 45 = 17.7777…, shown half-up to 1 decimal place as 17.8%"),
        (1, 16, "100 × 1 ÷ 16 = 6.25, shown half-up to 1 decimal place as 6.3%"),
        (0, 42, "100 × 0 ÷ 42 = 0, shown as 0.0%"),
        (1234, 2468, "100 × 1,234 ÷ 2,468 = 50, shown as 50.0%"),
    ],
)
def test_a_formula_tells_what_was_rounded(numerator, denominator, formula):
    shown = {"8/45": "17.8", "1/16": "6.3", "0/42": "0.0", "1234/2468": "50.0"}
    value = Decimal(shown[f"{numerator}/{denominator}"])
    cell = samples.percentage(numerator, denominator, "2008/09", value=value, text=f"{value}%")
    assert formula_of(samples.NI_101, cell) == formula


def test_a_rate_is_multiplied_by_its_own_base():
    line = replace(samples.NI_101, unit="rate", per=1000)
    cell = FigureCell(numerator=3, denominator=400, value=Decimal("7.5"), text="7.5 per 1,000")
    assert formula_of(line, cell) == "1,000 × 3 ÷ 400 = 7.5, shown as 7.5 per 1,000"


def test_a_percentage_without_counts_says_that_they_are_not_known():
    assert "the counts behind it are not known" in formula_of(samples.NI_101, samples.BASELINE)


def test_a_count_is_entered_as_counted():
    line = samples.line(unit="number")
    assert formula_of(line, samples.number(541, "2009/10 Q2")) == "541, entered as counted"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (Fraction(25, 2), "12.5"),
        (Fraction(40), "40"),
        (Fraction(2, 3), "0.6666…"),
        (Fraction(1, 30000), "0.0000…"),
        (Fraction(4001, 2), "2,000.5"),
    ],
)
def test_a_number_is_written_as_exactly_as_can_be_read(number, written):
    assert written_exactly(number) == written


def test_the_year_to_date_shows_the_quarters_it_is_made_of():
    parts = (("2009/10 Q1", "120"), ("2009/10 Q2", "130"))
    told = replace(JUDGED, figure="250", parts=parts)
    said = words(explain(report(told), about()))
    assert said["Year to date, which is judged"] == (
        "120 (2009/10 Quarter 1) + 130 (2009/10 Quarter 2) = 250"
    )


def test_on_plan_is_never_close():
    told = replace(JUDGED, good_is="on plan", tolerance="2 units", edge="48 to 52")
    said = words(explain(report(told), about()))
    assert said["Close is"] == "Never: up to 2 units from the target is met, 48 to 52"


def test_the_rule_is_that_of_the_reports_quarter():
    rules = (
        samples.RuleVersion("", "higher", 1, "10% of the target", "Old words."),
        samples.RuleVersion("2009/10 Q2", "higher", 1, "1 child", "New words."),
        samples.RuleVersion("2009/10 Q3", "higher", 1, "2 children", "Words to come."),
    )
    said = words(explain(report(rules=rules), about()))
    assert said["The rule of that day"] == "In force from 2009/10 Quarter 2. New words."


def test_it_stands_beside_what_can_be_compared_and_says_why_the_rest_cannot():
    partly = replace(samples.PARTLY, period="2008/09")
    found = explain(report(comparators=(samples.ALL_PUPILS, partly, samples.ENGLAND_2006)), about())
    assert found.beside[0].startswith("All pupils, Worcestershire: 52.0% against 12.5%")
    assert found.beside[1].endswith("is only partly comparable: It counts independent schools too.")
    assert len(found.beside) == 2  # the 11.8% is of another year


# What is not there -------------------------------------------------------------------------


def test_of_a_masked_figure_nothing_that_is_worked_out_of_it_is_said():
    hidden = samples.MASKED_FIGURE
    row = PeriodRow("2008/09", "2008/09", samples.target("15", "2008/09"), (hidden,), hidden)
    line = replace(samples.NI_101, status="masked", masked=True)
    found = explain(samples.indicator_report(periods=(row,), line=line), about())
    assert found.title == "The figure of NI 101 for 2008/09 is masked"
    assert "hidden, for it could tell something about one person" in found.notice
    assert set(words(found)) == {
        "Target", "What kind of target", "Good is", "The rule of that day",
    }  # fmt: skip
    assert [each for each in found.beside if "12.5%" in each or "gap" in each] == []
    assert found.revision.title == "NI 101, 2008/09: revisions masked"
    assert found.revision.svg is None


def test_a_period_without_a_figure_says_so():
    found = explain(report(), about("2010/11"))
    assert found.title == "NI 101 has no figure for 2010/11"
    assert found.notice == "Nothing was reported for this period so far."
    assert words(found)["Target"] == "Not set"


def test_an_older_release_without_judgements_says_that_it_cannot_tell():
    found = explain(report(None), about())
    assert "before such things were kept" in found.notice
    assert words(found)["Formula"].startswith("100 × 5 ÷ 40")


def test_what_is_not_available_is_told_with_its_reason():
    gone = FigureCell(
        period="2008/09", standing="not available", text="Not available",
        not_available_because="Colleges report in May", reported_in="2009/10 Q2",
    )  # fmt: skip
    found = explain(report(None, gone), about())
    assert found.title == "NI 101 for 2008/09: Not available"
    assert words(found)["What was said"] == "Colleges report in May"


@pytest.mark.parametrize(
    ("slug", "line", "found"),
    [
        ("2008-09", samples.NI_101, "2008/09"),
        ("2009-q2", samples.NI_101, None),
        ("2009-q2", samples.line(), "2009/10 Q2"),
        ("2009-10", samples.line(), "2009/10"),
        ("nonsense", samples.NI_101, None),
        ("2008-2009", samples.NI_101, None),
        ("2008-10", samples.NI_101, None),
    ],
)
def test_an_address_names_one_period_in_one_way(slug, line, found):
    period = period_of(slug, line)
    assert (period.label if period else None) == found


# The page ----------------------------------------------------------------------------------


def test_the_page_leads_from_every_figure_of_the_indicator(pages, officer):
    links = pages.as_(officer).get("/indicators/ni-101/").links()
    assert links["12.5%"] == "/indicators/ni-101/2008-09/?as_at=2009-q2"


@pytest.mark.parametrize(
    "address", ["/plans/ni-101/", "/reports/2009-q2/", "/plans/", "/dashboard/"]
)
def test_figures_on_other_pages_lead_there_too(pages, officer, address):
    links = pages.as_(officer).get(address).links()
    assert links["12.5%"].startswith("/indicators/ni-101/2008-09/?as_at=2009-q2")


def test_the_page_tells_who_entered_and_who_signed(pages, officer):
    signed = replace(
        samples.GCSES, entered_on=date(2009, 10, 9), signed_off_by="Leo Lead",
        signed_off_on=date(2009, 10, 12),
    )  # fmt: skip
    row = PeriodRow(
        "2008/09", "2008/09", None, (samples.FORECAST, signed), signed, "missed", JUDGED
    )
    made = samples.indicator_report(periods=(row,))
    page = pages.show(indicator=made).as_(officer).get("/indicators/ni-101/2008-09/")
    assert page.title == "How 12.5% came about"
    assert page.rows("Every report of this figure")[2] == [
        "Provisional", "12.5% 5 of 40 young people", "2009/10 Quarter 2",
        "Maya Manager 9 October 2009", "Leo Lead 12 October 2009",
        "Illustrative: not a real figure",
    ]  # fmt: skip
    assert "100 × 5 ÷ 40" in page.words


@pytest.mark.parametrize("address", ["nonsense", "2009-q2", "2008-2009"])
def test_a_period_that_is_none_is_not_found(pages, officer, address):
    pages.as_(officer).get(f"/indicators/ni-101/{address}/", status=404)


# From the records --------------------------------------------------------------------------


@pytest.fixture
def rounds(db):
    for number in (1, 2):
        make_quarter(f"2009/10 Q{number}", state="closed")
    make_quarter("2009/10 Q3")


def read(indicator, quarter="2009/10 Q3", *, masked=False):
    facts = facts_as_at(quarter)
    made = Building(
        facts, Stamp(quarter, quarter, "", "open"), masked=masked, today=date(2010, 1, 11)
    )
    return made.indicator_report(facts.indicators[indicator.pk])


def judgement(indicator, period, **given):
    rows = {row.period: row for row in read(indicator, **given).periods}
    return rows[period].judgement


def gcse(**rule):
    indicator = make_annual_indicator(code="NI 101")
    make_rule(indicator=indicator, **rule)
    make_baseline(indicator=indicator, period="2007/08", value=Decimal("2.4"))
    make_target(indicator=indicator, period="2008/09", value=Decimal(15))
    return indicator


@pytest.mark.parametrize(
    ("rule", "edge", "status"),
    [
        pytest.param({}, "13.5%", "missed", id="10% of the target"),
        pytest.param({"tolerance": 2, "tolerance_kind": "points"}, "13%", "missed", id="points"),
        pytest.param(
            {"tolerance": 1, "tolerance_kind": "children"}, "5 of 40 young people", "close",
            id="children",
        ),
        pytest.param({"good_is": "lower"}, "16.5%", "met", id="lower"),
        pytest.param({"tolerance": 0}, "", "missed", id="no tolerance"),
    ],
)  # fmt: skip
def test_the_edge_of_close_is_kept_as_it_was_that_day(rounds, rule, edge, status):
    ours = gcse(**rule)
    make_actual(indicator=ours, period="2008/09", numerator=5, denominator=40)
    told = judgement(ours, "2008/09")
    assert (told.edge, told.status) == (edge, status)
    assert told.short_by == ("" if status == "met" else "2.5 percentage points")


def test_a_figure_is_compared_with_the_one_before(rounds):
    ours = gcse()
    make_actual(indicator=ours, period="2008/09", numerator=5, denominator=40)
    told = judgement(ours, "2008/09")
    assert (told.direction, told.compared, told.compared_period) == ("better", "2.4%", "2007/08")


def test_a_year_to_date_keeps_its_parts(rounds):
    ours = make_indicator(unit="number", accumulation="each quarter", counted_as="visit")
    make_target(indicator=ours, period="2009/10", value=Decimal(300))
    for number, value in ((1, 120), (2, 130), (3, 40), (4, 20)):
        quarter = make_quarter(f"2009/10 Q{number}", state="closed")
        make_actual(indicator=ours, period=quarter.label, reported_in=quarter, value=Decimal(value))
    told = judgement(ours, "2009/10 Q4", quarter="2009/10 Q4")
    assert (told.figure, told.target_period) == ("310", "2009/10")
    assert told.parts[0] == ("2009/10 Q1", "120")
    assert len(told.parts) == 4
    assert judgement(ours, "2009/10 Q2", quarter="2009/10 Q4").parts == ()


def test_a_masked_figure_has_no_judgement_for_whom_it_is_masked(rounds):
    ours = gcse()
    make_actual(indicator=ours, period="2008/09", numerator=5, denominator=40)
    assert judgement(ours, "2008/09", masked=True) is None
    assert judgement(ours, "2008/09") is not None


def test_a_figure_is_signed_by_whoever_signed_off_its_return(rounds):
    ours = gcse()
    plan = make_plan(reference="NI 101", indicators=[ours])
    quarter = make_quarter("2009/10 Q2", state="closed")
    make_actual(indicator=ours, period="2008/09", reported_in=quarter, numerator=20, denominator=40)
    ours_to_return, lead = make_return(plan=plan, quarter=quarter), make_officer(name="Leo Lead")
    for step in ("started", "submitted", "signed off"):
        ours_to_return.events.create(step=step, by=lead)
    (row,) = [each for each in read(ours).periods if each.period == "2008/09"]
    assert row.stands.signed_off_by == "Leo Lead"
    assert row.stands.signed_off_on == timezone.localdate()
    ours_to_return.events.create(step="reopened", by=lead, reason="The cohort was wrong")
    (row,) = [each for each in read(ours).periods if each.period == "2008/09"]
    assert row.stands.signed_off_by == ""


# Where every step is told -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signed", "reported_in", "told"),
    [
        pytest.param("Leo Lead", "2009/10 Q1", True, id="signed off in an earlier quarter"),
        pytest.param("", "2009/10 Q1", False, id="of a quarter that nobody returned"),
        pytest.param("", "2009/10 Q2", True, id="reported this quarter"),
    ],
)
def test_officers_are_led_to_every_step_of_a_figure(pages, officer, signed, reported_in, told):
    cell = replace(samples.GCSES, signed_off_by=signed, reported_in=reported_in)
    row = PeriodRow("2008/09", "2008/09", None, (cell,), cell, "missed", JUDGED)
    made = samples.indicator_report(periods=(row,))
    page = pages.show(indicator=made).as_(officer).get("/indicators/ni-101/2008-09/")
    address = f"/returns/ni-101/2009-q{reported_in[-1]}/figures/ni-101.2008-09/history/"
    assert (address in page.links().values()) == told


def test_others_are_not(pages, member):
    links = pages.as_(member).get("/indicators/ni-101/2008-09/").links()
    assert not [each for each in links.values() if each.startswith("/returns/")]
