"""Rules 7 and 8 on reports: gaps to what can be compared, and the share of improvement."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.charts.gaps import gap_chart
from reports.reading.gaps import gap_about, gaps, not_compared, share
from reports.reading.objects import PeriodRow, RuleVersion
from tests.reports import samples

BEFORE = replace(samples.ALL_PUPILS, period="2007/08", text="47.2%", value=Decimal("47.2"))
AGO = "All pupils, Worcestershire: 52.0% against 12.5% for 2008/09, a gap of 39.5 percentage points"
BROKEN = (
    RuleVersion("", "higher", 1, "10% of the target"),
    RuleVersion("2009/10 Q1", "higher", 1, "", comparable_with_before=False),
)


def report(*comparators, **line):
    made = samples.indicator_report(comparators=comparators)
    return replace(made, line=replace(made.line, **line))


def theirs(value, period="2008/09"):
    return replace(samples.ALL_PUPILS, period=period, value=Decimal(value), text=f"{value}%")


def the_gap(*comparators):
    (found,) = gaps(report(*comparators))
    return found


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        pytest.param("47.2", "52", "narrower than the baseline’s 44.8", id="narrowing"),
        pytest.param("40", "52", "wider than the baseline’s 37.6", id="widening"),
        pytest.param("41.9", "52", "the same as the baseline’s 39.5", id="the same"),
        pytest.param("2.4", "12.5", "no gap, the same as the baseline’s 0.0", id="none at all"),
        pytest.param("5", "10", "2.5 percentage points the other way, narrower", id="overtaken"),
    ],
)
def test_a_gap_is_set_against_the_baselines_gap(before, now, words):
    gap = the_gap(theirs(before, "2007/08"), theirs(now))
    assert words in gap.sentence


def test_a_gap_without_a_figure_of_the_baselines_year_has_no_movement():
    gap = the_gap(samples.ALL_PUPILS)
    assert gap.movement is None
    assert gap.sentence.startswith(AGO)
    assert "no comparable figure for the baseline’s year" in gap.sentence


def test_gaps_are_not_compared_across_a_change_of_definition():
    broken = replace(report(BEFORE, samples.ALL_PUPILS), rules=BROKEN)
    (gap,) = gaps(broken)
    assert gap.movement is None
    assert "definition changed" in gap.sentence


@pytest.mark.parametrize("comparable", ["partly", "no"])
def test_there_is_no_gap_to_what_cannot_be_compared(comparable):
    point = replace(samples.ALL_PUPILS, comparable=comparable, because="It counts others.")
    assert gaps(report(point)) == []
    chart = gap_chart(report(point))
    assert chart.svg is None
    assert chart.sentence == "There is no series that can be compared with this indicator."


def test_the_11_8_percent_of_the_purpose_is_not_compared_and_the_reason_is_said():
    assert not_compared([samples.ENGLAND_2006, samples.ALL_PUPILS]) == [
        "Looked after children, England, in any subjects (11.8% for 2005/06) is not comparable: "
        "Any subjects, not English and maths"
    ]


def test_a_forecast_and_a_masked_figure_have_no_gap():
    row = samples.indicator_report().periods[1]
    for cell in (samples.FORECAST, samples.MASKED_FIGURE):
        made = replace(report(samples.ALL_PUPILS), periods=(replace(row, stands=cell),))
        assert gaps(made) == []


def test_a_years_baseline_is_no_quarter_of_a_quarterly_indicator():
    line = {"baseline": samples.number(20, "2008/09"), "frequency": "quarterly"}
    point = replace(theirs(30, "2008/09"), name="Others")
    made = replace(samples.quarterly_indicator(line=line), comparators=(point,))
    assert gaps(made) == []
    assert gap_chart(made).svg is None


def test_gaps_before_the_periods_of_the_chart_are_a_table():
    first = samples.quarterly_indicator(40).periods[0].period
    made = replace(samples.quarterly_indicator(40), comparators=(theirs(30, first),))
    chart = gap_chart(made)
    assert chart.svg is None
    assert chart.sentence == "The periods with a gap lie too far back to be drawn."
    assert chart.rows


def test_a_masked_indicator_draws_no_gap_whatever_it_hides():
    made = replace(report(samples.ALL_PUPILS), periods=(), line=samples.masked())
    assert gap_chart(made).sentence == "Its figures are masked, so no gap is worked out."


def test_the_chart_says_what_became_of_the_gap_and_lists_the_others():
    other = replace(samples.ALL_PUPILS, name="Another county")
    chart = gap_chart(report(BEFORE, samples.ALL_PUPILS, other))
    assert chart.title == (
        "Gap to All pupils, Worcestershire narrowed from 44.8 to 39.5 percentage points, "
        "2007/08 to 2008/09"
    )
    assert len(chart.notes) == 1
    assert chart.notes[0].startswith("Another county: 52.0% against 12.5%")
    assert chart.rows[1] == (
        "All pupils, Worcestershire", "2008/09", "52.0%", "12.5%", "39.5 percentage points",
    )  # fmt: skip


def test_the_gap_of_one_period_leaves_later_ones_aside():
    (gap,) = gap_about(report(BEFORE, samples.ALL_PUPILS), "2007/08")
    assert gap.latest.period == "2007/08"
    assert gap.sentence.endswith("That is the baseline’s own gap.")


# The share of improvement ------------------------------------------------------------------


def improved(actual, target="17.8", baseline="2.4", **line):
    """NI 101 with these figures, as rule 7 has them."""
    made = report(
        actual=replace(samples.GCSES, value=Decimal(actual), text=f"{actual}%"),
        target=samples.target(target, "2008/09"),
        baseline=replace(samples.BASELINE, value=Decimal(baseline), text=f"{baseline}%"),
        **line,
    )
    return share(made)


@pytest.mark.parametrize(
    ("actual", "target", "percent", "reward"),
    [
        pytest.param("12.5", "17.8", "65.6", "65.6", id="some of it"),
        pytest.param("11.6", "17.8", "59.7", "0", id="below sixty pays nothing"),
        pytest.param("20", "15", "139.7", "100", id="no more than all"),
    ],
)
def test_the_share_of_improvement_and_its_notional_reward(actual, target, percent, reward):
    found = improved(actual, target)
    assert (found.share, found.reward) == (Decimal(percent), Decimal(reward))
    assert found.sentence == (
        f"From 2.4% (2007/08) towards {target}%, {actual}% is {percent}% of the improvement "
        "asked for."
    )


def test_the_reward_is_called_notional_and_never_paid():
    assert improved("11.6").reward_sentence == (
        "Notional reward: by the convention of the time this would have earned nothing, for it "
        "is below 60%. None was ever paid."
    )
    assert "earned 65.6% of the reward" in improved("12.5").reward_sentence


@pytest.mark.parametrize(
    "line",
    [
        pytest.param({"status": "masked", "actual": samples.MASKED_FIGURE}, id="masked"),
        pytest.param({"status": "not due", "actual": None}, id="no result"),
        pytest.param({"baseline": None}, id="no baseline"),
        pytest.param({"target": samples.NOT_SET, "status": "no target"}, id="no target"),
        pytest.param({"good_is": "on plan"}, id="good is neither way"),
        pytest.param(
            {"target": samples.target("2.4", "2008/09")}, id="a target that is the baseline"
        ),
    ],
)
def test_there_is_no_share_of_improvement(line):
    assert share(report(**line)) is None


def test_there_is_no_share_across_a_change_of_definition():
    assert share(replace(report(), rules=BROKEN)) is None


@pytest.mark.parametrize(
    ("accumulation", "quarter", "baseline", "told"),
    [
        ("cumulative", "2009/10 Q2", "2008/09", False),
        ("cumulative", "2009/10 Q4", "2008/09", True),
        ("cumulative", "2009/10 Q2", "2008/09 Q2", True),
        ("cumulative", "2009/10 Q2", "2008/09 Q4", False),
        ("each quarter", "2009/10 Q2", "2008/09", False),
        ("each quarter", "2009/10 Q4", "2008/09", False),
        ("each quarter", "2009/10 Q2", "2008/09 Q2", True),
        ("snapshot", "2009/10 Q2", "2008/09", True),
    ],
)
def test_a_part_of_a_year_is_no_share_of_a_years_improvement(accumulation, quarter, baseline, told):
    line = replace(
        samples.line("LAC 02", "close", unit="number", accumulation=accumulation),
        actual=samples.number(40, quarter),
        target=samples.target(60, "2009/10"),
        baseline=samples.number(20, baseline, standing="", reported_in=""),
    )
    assert bool(share(samples.quarterly_indicator(line=vars(line)))) == told


# On the page -------------------------------------------------------------------------------


def test_the_page_says_what_became_of_the_gap_and_why_some_have_none(pages, officer):
    made = report(BEFORE, samples.ALL_PUPILS, samples.ENGLAND_2006)
    page = pages.show(indicator=made).as_(officer).get("/indicators/ni-101/")
    assert "narrowed from 44.8 to 39.5 percentage points" in page.words
    assert "(11.8% for 2005/06) is not comparable: Any subjects, not English" in page.words
    assert "12.5% is 80.2% of the improvement asked for." in page.words


@pytest.mark.parametrize("switched_on", [True, False])
def test_the_notional_reward_is_shown_only_where_it_is_switched_on(
    pages, officer, settings, switched_on
):
    settings.LAA_NOTIONAL_REWARD = switched_on
    page = pages.as_(officer).get("/indicators/ni-101/")
    assert ("Notional reward" in page.words) == switched_on


def test_the_page_shows_how_the_figure_due_was_revised(pages, officer):
    page = pages.as_(officer).get("/indicators/ni-101/")
    assert "10.0% (forecast) became 12.5% (provisional), up 2.5 percentage points" in page.words


def test_a_page_without_a_revision_draws_none(pages, officer):
    row = PeriodRow("2008/09", "2008/09", None, (samples.GCSES,), samples.GCSES, "missed")
    made = samples.indicator_report(periods=(row,))
    page = pages.show(indicator=made).as_(officer).get("/indicators/ni-101/")
    assert "How this figure was revised" not in page.words
