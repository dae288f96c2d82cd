"""What the dashboard makes of a report: headline, counts, sections, the risk table."""

from dataclasses import replace

import pytest

from indicators.performance import Status
from reports.board import overview
from reports.reading.objects import QuarterlyReport, RiskCard
from risks.scale import DEFAULT_SCALE
from tests.reports import samples


def report_of(*statuses):
    lines = tuple(
        samples.line(f"LAC {number:02d}", status) for number, status in enumerate(statuses, 1)
    )
    return QuarterlyReport(samples.stamp(), lines)


@pytest.mark.parametrize(
    ("statuses", "headline"),
    [
        pytest.param([], "There are no indicators yet", id="none"),
        pytest.param(["not due", "awaited"], "No target can be judged yet", id="no result"),
        pytest.param(["met"], "The one target with a result was met", id="one"),
        pytest.param(["close"], "The one target with a result was not met", id="one, not met"),
        pytest.param(["met", "close"], "1 of 2 targets with a result was met", id="one of two"),
        pytest.param(
            ["met", "met", "missed", "not due"], "2 of 3 targets with a result were met", id="some"
        ),
        pytest.param(["missed", "close"], "0 of 2 targets with a result were met", id="not one"),
        pytest.param(
            ["forecast to meet", "met"], "The one target with a result was met", id="no forecast"
        ),
    ],
)
def test_the_headline_counts_results_only(statuses, headline):
    assert overview.headline(report_of(*statuses)) == headline


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        pytest.param([], "", id="none"),
        pytest.param(["not due", "not due", "masked"], "2 not due, 1 masked.", id="no result"),
        pytest.param(["met"], "Of 1 with a result, 1 met, 0 close, 0 missed.", id="all"),
        pytest.param(
            ["met", "close", "overdue"],
            "Of 2 with a result, 1 met, 1 close, 0 missed. Not counted: 1 overdue.",
            id="some",
        ),
    ],
)
def test_shares_say_their_base(statuses, said):
    assert overview.base_of_counts(report_of(*statuses)) == said


def test_the_rated_words_are_always_counted_the_others_where_there_are_some():
    counted = [(each.status, each.number) for each in overview.counts(report_of("awaited", "met"))]
    assert counted == [("met", 1), ("close", 0), ("missed", 0), ("awaited", 1)]


def test_more_than_three_that_one_person_would_turn_are_counted_and_not_named():
    lines = [replace(samples.NI_101, code=f"LAC {number:02}") for number in range(1, 5)]

    named = overview.turning(QuarterlyReport(samples.stamp(), tuple(lines[:3])))
    counted = overview.turning(QuarterlyReport(samples.stamp(), tuple(lines)))

    assert named == "One more would have met each of LAC 01, LAC 02 and LAC 03."
    assert counted == "4 targets would have been met with one more each."


@pytest.mark.parametrize(
    ("good_is", "said"),
    [
        (["lower", "lower"], "One fewer would have met each of LAC 01 and LAC 02."),
        (["higher", "lower"], "One more, or one fewer, would have met each of LAC 01 and LAC 02."),
    ],
)
def test_one_fewer_is_said_of_those_only_where_lower_is_good(good_is, said):
    lines = [
        replace(samples.NI_101, code=f"LAC {number:02}", good_is=each)
        for number, each in enumerate(good_is, start=1)
    ]

    assert overview.turning(QuarterlyReport(samples.stamp(), tuple(lines))) == said


def test_one_person_fewer_is_said_where_lower_is_good():
    line = replace(samples.NI_101, good_is="lower", k_more="1 fewer young person")
    assert overview.turning(QuarterlyReport(samples.stamp(), (line,))) == (
        "One fewer young person would have met NI 101."
    )


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"k": 2, "k_more": "2 more young people"}, id="two are needed"),
        pytest.param({"status": "met", "k": 0, "k_more": ""}, id="met"),
        pytest.param({"status": "masked", "k": None, "k_more": ""}, id="masked"),
    ],
)
def test_nothing_is_said_to_turn_where_one_would_not(given):
    line = replace(samples.NI_101, **given)
    assert overview.turning(QuarterlyReport(samples.stamp(), (line,))) == ""


@pytest.mark.parametrize("status", Status)
def test_every_status_can_be_asked_for_and_has_its_section(status):
    report = report_of(status)
    assert overview.status_of(overview.slug_of(status)) == status
    assert [each.code for each in overview.only(report, status).lines] == ["LAC 01"]
    assert [each.lines for each in overview.sections(report) if each.lines] == [list(report.lines)]


def test_what_is_to_come_begins_with_what_is_late():
    report = report_of("met", "awaited", "overdue", "not returned")
    assert [each.status for each in overview.to_come(report.lines)] == [
        "overdue", "not returned", "awaited", "met",
    ]  # fmt: skip


def test_nothing_more_to_come_is_left_out():
    done = replace(samples.line("LAC 01", "met"), next_due="")
    assert overview.to_come([done]) == []


# Risks --------------------------------------------------------------------------------


def risk(number, impact="", likelihood="", state="open"):
    return RiskCard(number, f"Risk {number}", impact=impact, likelihood=likelihood, state=state)


def test_a_risk_stands_in_the_cell_of_its_impact_and_likelihood():
    table = overview.matrix([risk(1, "Nil", "High"), risk(2, "High", "Nil")])
    cells = {
        (impact, cell.likelihood): [each.number for each in cell.risks]
        for impact, row in table.rows
        for cell in row
        if cell.risks
    }
    assert cells == {("Nil", "High"): [1], ("High", "Nil"): [2]}


def test_every_cell_says_how_serious_it_is():
    for impact, row in overview.matrix([]).rows:
        assert [cell.band for cell in row] == [
            DEFAULT_SCALE.band(impact, each) for each in DEFAULT_SCALE.likelihood
        ]


def test_closed_risks_are_left_out_and_unrated_ones_named():
    table = overview.matrix([risk(1, "High", "High", "closed"), risk(2), risk(3, "Low", "")])
    assert not [cell for _, row in table.rows for cell in row if cell.risks]
    assert [each.number for each in table.not_rated] == [2, 3]


def test_open_risks_come_gravest_first_and_unrated_last():
    risks = [risk(1), risk(2, "Low", "Low"), risk(3, "High", "Medium"), risk(4, "Medium", "High")]
    assert [each.number for each in overview.open_risks(risks)] == [3, 4, 2, 1]
