"""The dashboard's drawings: the bullet chart, the sparkline, the time line of milestones."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from defusedxml.ElementTree import fromstring

from periods.calendar import FinancialQuarter
from reports.charts.bullets import bullet
from reports.charts.chart import trend
from reports.charts.sparklines import sparkline
from reports.charts.svg import width_in
from reports.charts.timelines import BESIDE, Track, timeline
from reports.reading.objects import FigureCell, MilestoneCard, PeriodRow, TargetCell
from tests.reports import samples

SVG = "{http://www.w3.org/2000/svg}"
COLOURS = {"#12436D", "#F46A25", "#3D3D3D", "#0B0C0C", "#D9DDE2", "#FFFFFF", "none"}
Q2 = FinancialQuarter(2009, 2)


def about(**given):
    """NI 101 over time, its line changed."""
    return samples.indicator_report(line=replace(samples.NI_101, **given))


def figure(text: str, value: str, **given) -> FigureCell:
    return FigureCell("2008/09", standing="final", text=text, value=Decimal(value), **given)


def milestone(words: str = "Ten tutors", **given) -> MilestoneCard:
    due = given.pop("now_due", date(2009, 9, 30))
    return MilestoneCard(1, words, given.pop("first_due", due), due, **given)


DONE = milestone(done_on=date(2009, 8, 27), state="done")
LATE = milestone("Destination data", state="late")
MOVED = milestone("Survey sent", now_due=date(2009, 12, 31), first_due=date(2009, 9, 30))
UNDATED = MilestoneCard(2, "Some day", state="no date")
MASKED = about(actual=samples.MASKED_FIGURE, status="masked", masked=True)
FORECAST = about(actual=None, status="not due", forecast=samples.FORECAST)
NOTHING = about(actual=None, forecast=None, status="awaited")
NO_TARGET = about(target=samples.NOT_SET, status="no target")
LOWER = about(good_is="lower", baseline=None)
NOUGHT = about(actual=figure("0.0%", "0", counts="0 of 40 young people"), status="missed")
ALL = about(actual=figure("100.0%", "100", counts="40 of 40 young people"), status="met")
MONEY = about(
    unit="pounds", actual=figure("£2,533,900", "2533900"), baseline=None,
    target=samples.target(2450000, "2008/09", text="£2,450,000"),
)  # fmt: skip
QUARTERS = samples.quarterly_indicator(20)

DRAWINGS = [
    pytest.param(bullet(samples.indicator_report()), id="bullet"),
    pytest.param(bullet(samples.indicator_report(), with_words=False), id="bullet without words"),
    pytest.param(bullet(FORECAST), id="bullet of a forecast"),
    pytest.param(bullet(NO_TARGET), id="bullet without a target"),
    pytest.param(bullet(LOWER), id="bullet, lower is better"),
    pytest.param(bullet(NOUGHT), id="bullet of nought"),
    pytest.param(bullet(ALL), id="bullet of all"),
    pytest.param(bullet(MONEY), id="bullet of pounds"),
    pytest.param(sparkline(samples.indicator_report()), id="sparkline of one figure"),
    pytest.param(sparkline(QUARTERS), id="sparkline of many"),
    pytest.param(
        timeline([Track("1. Tutors", (DONE, LATE, MOVED)), Track("2.", (LATE,))], Q2),
        id="time line",
    ),
    pytest.param(timeline([Track(samples.LONG, (MOVED,))] * 12, Q2), id="long time line"),
    pytest.param(timeline([Track(samples.LONG, (MOVED,))] * 12, Q2, BESIDE), id="wide time line"),
]


def drawn(chart):
    return fromstring(chart.svg)


def words_on(chart) -> list[str]:
    return [each.text for each in drawn(chart).iter(f"{SVG}text")]


@pytest.mark.parametrize("chart", DRAWINGS)
def test_a_drawing_is_a_named_picture_with_a_description_and_a_table(chart):
    svg = drawn(chart)
    assert svg.get("role") == "img"
    assert svg.find(f"{SVG}title").text == chart.title
    assert svg.find(f"{SVG}desc").text
    assert chart.rows
    assert all(len(row) == len(chart.columns) for row in chart.rows)


@pytest.mark.parametrize("chart", DRAWINGS)
def test_a_drawing_has_no_class_no_style_and_few_colours(chart):
    attributes = [pair for each in drawn(chart).iter() for pair in each.attrib.items()]
    assert not {"class", "style", "id"} & {name for name, _ in attributes}
    assert {value for name, value in attributes if name in ("fill", "stroke")} <= COLOURS


@pytest.mark.parametrize("chart", DRAWINGS)
def test_nothing_is_drawn_outside_the_picture(chart):
    svg = drawn(chart)
    _, _, width, height = map(float, svg.get("viewBox").split())
    for each in svg.iter(f"{SVG}polyline"):
        for point in each.get("points").split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= width
            assert 0 <= y <= height
    for each in svg.iter(f"{SVG}text"):
        x, wide = float(each.get("x")), width_in(each.text)
        start = x - wide * {"start": 0, "middle": 0.5, "end": 1}[each.get("text-anchor")]
        assert start >= -1
        assert start + wide <= width + 1
        assert 0 <= float(each.get("y")) <= height


# The bullet chart ---------------------------------------------------------------------


def test_a_bullet_says_figure_target_and_baseline():
    words = words_on(bullet(samples.indicator_report()))
    assert {"12.5%", "target 15%", "baseline 2.4%"} <= set(words)


def test_its_table_has_a_row_for_each_mark_and_none_for_what_cannot_be_compared():
    rows = bullet(samples.indicator_report()).rows
    assert [row[0] for row in rows] == [
        "Result",
        "95% interval",
        "Target",
        "Baseline",
        "All pupils, England",
        "All pupils, Worcestershire",
    ]
    assert rows[0] == ("Result", "12.5%, 5 of 40 young people", "2008/09, provisional")
    assert rows[-2][-1] == "2008/09, partly comparable"


def test_it_says_whose_the_marks_are():
    [note] = bullet(samples.indicator_report()).notes
    assert note == (
        "Square: All pupils, England, 49.8%, partly comparable; "
        "triangle: All pupils, Worcestershire, 52.0%."
    )


def test_a_result_is_filled_and_a_forecast_outlined_and_called_so():
    assert bar_of(bullet(samples.indicator_report())).get("fill") == "#12436D"
    chart = bullet(FORECAST)
    assert bar_of(chart).get("fill") == "#FFFFFF"
    assert "forecast 10.0%" in words_on(chart)
    assert chart.rows[0][0] == "Forecast"


def bar_of(chart):
    """The bar is the rectangle after the ground."""
    return list(drawn(chart).iter(f"{SVG}rect"))[1]


def test_a_figure_of_nought_is_seen():
    assert float(bar_of(bullet(NOUGHT)).get("width")) > 0


@pytest.mark.parametrize(
    ("good_is", "way"),
    [pytest.param("higher", 1, id="higher"), pytest.param("lower", -1, id="lower")],
)
def test_the_targets_flag_points_to_where_better_is(good_is, way):
    (flag,) = flags_of(bullet(about(good_is=good_is)))
    post, tip = (float(point.split(",")[0]) for point in flag.get("points").split()[:2])
    assert (tip - post) * way > 0


def test_on_plan_has_no_flag():
    assert flags_of(bullet(about(good_is="on plan"))) == []


def flags_of(chart):
    polygons = drawn(chart).iter(f"{SVG}polygon")
    return [each for each in polygons if each.get("fill") == "#F46A25"]


def test_what_is_judged_is_drawn_and_not_the_quarter_alone():
    judged = figure("45", "45")
    chart = bullet(about(actual=figure("12", "12"), judged=judged, year_to_date="45"))
    assert chart.rows[0][1] == "45"


def each_quarter(aim: TargetCell):
    """Nine came in the quarter, fifteen in the year so far: judged by the target of the quarter."""
    return about(
        unit="number", frequency="quarterly", accumulation="each quarter", baseline=None,
        actual=samples.number(9, "2009/10 Q2"), year_to_date="15", target=aim,
    )  # fmt: skip


@pytest.mark.parametrize("quarter", ["2009/10 Q2", "2009/10 Q3", "2009/10 Q4"])
def test_a_quarter_judged_by_its_own_target_is_drawn_whatever_the_year_to_date(quarter):
    chart = bullet(each_quarter(samples.target(10, quarter, text="10")))
    assert {"9", "target 10"} <= set(words_on(chart))


def test_a_quarter_without_a_target_is_drawn_whatever_the_year_to_date():
    assert "9" in words_on(bullet(each_quarter(replace(samples.NOT_SET, period="2009/10"))))


def test_of_a_release_that_does_not_tell_what_was_judged_nothing_is_drawn():
    assert bullet(each_quarter(samples.target(30, "2009/10", text="30"))).svg is None


def over_a_year(accumulation: str, quarter: str, baseline: str, **given):
    """A number of a quarter, with a baseline about `baseline`."""
    return samples.quarterly_indicator(
        line={
            "accumulation": accumulation,
            "actual": samples.number(24, quarter),
            "target": samples.target(25, quarter),
            "baseline": samples.number(38, baseline, standing="", reported_in=""),
            **given,
        }
    )


@pytest.mark.parametrize(
    ("accumulation", "quarter", "baseline", "drawn"),
    [
        ("cumulative", "2009/10 Q2", "2007/08", False),
        ("cumulative", "2009/10 Q4", "2007/08", True),
        ("cumulative", "2009/10 Q2", "2007/08 Q2", True),
        ("cumulative", "2009/10 Q3", "2007/08 Q2", False),
        ("each quarter", "2009/10 Q2", "2007/08", False),
        ("each quarter", "2009/10 Q4", "2007/08", False),
        ("each quarter", "2009/10 Q2", "2007/08 Q4", True),
        ("snapshot", "2009/10 Q2", "2007/08", True),
    ],
)
def test_a_baseline_is_drawn_only_where_it_is_about_as_much_of_a_year(
    accumulation, quarter, baseline, drawn
):
    chart = bullet(over_a_year(accumulation, quarter, baseline))

    assert ("baseline 38" in words_on(chart)) == drawn
    assert ("baseline 38" in chart.svg) == drawn
    assert (chart.notes == ()) == drawn
    told = {what: about for what, _, about in chart.rows}["Baseline"]
    assert ("not drawn" in told) != drawn


def test_the_year_to_date_of_the_last_quarter_is_drawn_with_the_baseline_of_a_year():
    year = samples.number(41, "2009/10")
    chart = bullet(
        over_a_year("each quarter", "2009/10 Q4", "2007/08", judged=year, year_to_date="41")
    )
    assert {"41", "baseline 38"} <= set(words_on(chart))


@pytest.mark.parametrize(
    ("accumulation", "baseline", "drawn"),
    [
        ("cumulative", "2007/08", False),
        ("each quarter", "2007/08", False),
        ("each quarter", "2007/08 Q4", True),
        ("snapshot", "2007/08", True),
    ],
)
def test_a_trend_has_no_line_of_a_whole_year_over_its_quarters(accumulation, baseline, drawn):
    chart = trend(over_a_year(accumulation, "2009/10 Q2", baseline))

    legend = f"Baseline: 38, {baseline}"
    assert (legend in words_on(chart)) == drawn
    assert chart.notes == (
        ()
        if drawn
        else ("The baseline, 38 in 2007/08, is not drawn: it covers another length of time.",)
    )


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        pytest.param(MASKED, "Its figures are masked", id="masked"),
        pytest.param(NOTHING, "There is no figure to draw yet", id="nothing in"),
        pytest.param(
            about(actual=FigureCell(text="x", marker="x"), status="suppressed"),
            "Whoever published this figure has hidden it",
            id="suppressed",
        ),
    ],
)
def test_without_a_figure_nothing_is_drawn_and_a_sentence_says_so(report, sentence):
    chart = bullet(report)
    assert chart.svg is None
    assert chart.sentence
    assert sentence in chart.sentence


# The sparkline ------------------------------------------------------------------------


def test_a_sparkline_says_from_where_to_where():
    title = sparkline(samples.quarterly_indicator(3)).title
    assert title.startswith("LAC 03 went from 18 in 2008/09 Quarter 1 to 22 in 2008/09 Quarter 3")


def test_it_ends_with_the_last_figure_and_shows_the_latest_twelve():
    report = samples.quarterly_indicator(20)
    waiting = PeriodRow("2013/14 Q1", "2013/14 Q1", samples.target(60, "2013/14 Q1"))
    chart = sparkline(replace(report, periods=(*report.periods, waiting)))
    assert len(list(drawn(chart).iter(f"{SVG}circle"))) == 12


def test_a_masked_course_is_not_drawn_and_its_title_tells_nothing():
    chart = sparkline(MASKED)
    assert (chart.svg, chart.title) == (None, "NI 101: nothing to draw")


# The time line ------------------------------------------------------------------------


def test_the_time_line_counts_what_is_late_due_and_done():
    chart = timeline([Track("1. Tutors", (DONE, LATE, MOVED))], Q2)
    assert chart.title == "3 milestones: 1 late, 1 still due, 1 done"


def test_each_milestone_has_a_row_with_its_state_and_dates():
    chart = timeline([Track("1. Tutors", (DONE, LATE, MOVED))], Q2)
    assert [row[1:] for row in chart.rows] == [
        ("Ten tutors", "done 27 August 2009", "30 September 2009", "30 September 2009"),
        ("Destination data", "late", "30 September 2009", "30 September 2009"),
        ("Survey sent", "due", "31 December 2009", "30 September 2009"),
    ]


def test_without_a_date_there_is_no_drawing_and_a_sentence():
    chart = timeline([Track("1. Tutors", (UNDATED,))], Q2)
    assert (chart.svg, chart.sentence) == (None, "No milestone has a date.")


def test_what_the_drawing_leaves_out_is_said():
    chart = timeline([Track("1. Tutors", (LATE, UNDATED))] * 12, Q2)
    assert chart.notes == (
        "2 more actions are in the table only.",
        "12 milestones have no date, and so no place here.",
    )


def test_shapes_tell_done_due_and_late_apart():
    def looks(each):
        svg = drawn(timeline([Track("1.", (each,))], Q2))
        circle = next(svg.iter(f"{SVG}circle"))
        return circle.get("fill"), circle.get("stroke"), len(list(svg.iter(f"{SVG}polyline")))

    assert len({looks(each) for each in (DONE, LATE, milestone())}) == 3


def test_words_of_data_are_escaped():
    chart = timeline([Track("<b>&", (milestone('"<i>'),))], Q2)
    assert "<b>&" in words_on(chart)
