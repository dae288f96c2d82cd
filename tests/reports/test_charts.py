"""Charts say what they show, in marks, words and a table, and never what is hidden."""

from dataclasses import replace
from decimal import Decimal

import pytest
from defusedxml.ElementTree import fromstring

from indicators.performance import Comparable
from reports.charts.chart import finding, trend
from reports.charts.drawings import BOTTOM
from reports.charts.svg import axis_text, ticks_over
from reports.reading.objects import PeriodRow, RuleVersion
from tests.reports import samples

SVG = "{http://www.w3.org/2000/svg}"
COLOURS_OF_MARKS = {"#12436D", "#F46A25", "#3D3D3D"}
COLOURS_OF_PAPER = {"#0B0C0C", "#D9DDE2", "#FFFFFF", "none"}

ALONE = samples.indicator_report(
    periods=(samples.indicator_report().periods[1],),
    line=replace(samples.NI_101, baseline=None),
    comparators=(),
)
WITH_FORECAST = samples.indicator_report(
    periods=(
        *samples.indicator_report().periods[:2],
        PeriodRow(
            "2009/10",
            "2009/10 academic year",
            samples.target("17.8", "2009/10"),
            stands=samples.percentage(10, 40, "2009/10", standing="forecast"),
        ),
    )
)
EVERY_CHART = [
    pytest.param(samples.indicator_report(), id="years"),
    pytest.param(samples.quarterly_indicator(6), id="six quarters"),
    pytest.param(samples.quarterly_indicator(40), id="more quarters than fit"),
    pytest.param(ALONE, id="one figure"),
    pytest.param(WITH_FORECAST, id="forecast"),
]


def drawn(report):
    return fromstring(trend(report).svg)


def words_on(svg):
    return [each.text for each in svg.iter(f"{SVG}text")]


def dots_on(svg):
    return [each.get("fill") for each in svg.iter(f"{SVG}circle")]


@pytest.mark.parametrize("report", EVERY_CHART)
def test_a_chart_is_a_named_picture_with_a_description_and_a_table(report):
    chart, svg = trend(report), drawn(report)
    assert svg.get("role") == "img"
    assert svg.find(f"{SVG}title").text == chart.title
    assert chart.rows[-1][1] in svg.find(f"{SVG}desc").text or chart.rows[-1][1] == "–"
    assert all(len(row) == len(chart.columns) for row in chart.rows)


@pytest.mark.parametrize("report", EVERY_CHART)
def test_a_chart_has_no_class_no_style_and_at_most_four_colours(report):
    attributes = [pair for each in drawn(report).iter() for pair in each.attrib.items()]
    assert not {"class", "style", "id"} & {name for name, _ in attributes}
    colours = {value for name, value in attributes if name in ("fill", "stroke")}
    assert colours <= COLOURS_OF_MARKS | COLOURS_OF_PAPER


@pytest.mark.parametrize("report", EVERY_CHART)
def test_nothing_is_drawn_outside_the_picture(report):
    svg = drawn(report)
    _, _, width, height = map(float, svg.get("viewBox").split())
    for each in svg.iter(f"{SVG}polyline"):
        for point in each.get("points").split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= width
            assert 0 <= y <= height
    for each in svg.iter(f"{SVG}text"):
        assert 0 <= float(each.get("x")) <= width
        assert 0 <= float(each.get("y")) <= height


def test_the_title_is_the_finding():
    assert finding(samples.NI_101) == "NI 101 missed its target: 12.5% against 15%, 2008/09"


@pytest.mark.parametrize(
    ("given", "title"),
    [
        pytest.param(
            {"status": "close"},
            "LAC 01 came close to its target: 91.5% against 90%, 2009/10 Quarter 2",
            id="close",
        ),
        pytest.param(
            {"status": "no target"}, "LAC 01: 91.5% in 2009/10 Quarter 2, no target", id="none"
        ),
        pytest.param({"status": "awaited", "actual": None}, "LAC 01: awaited", id="nothing in"),
        pytest.param(
            {
                "status": "not due",
                "actual": None,
                "forecast": samples.FORECAST,
                "forecast_status": "forecast to miss",
            },
            "LAC 01 forecast to miss: 10.0% in 2008/09",
            id="forecast only",
        ),
        *(
            pytest.param(
                {
                    "status": status,
                    "actual": None,
                    "forecast": samples.FORECAST,
                    "forecast_status": "forecast to be close",
                    "period_due": "2008/09",
                },
                f"LAC 01: {status}, 2008/09",
                id=f"a forecast does not stand in for what is {status}",
            )
            for status in ("awaited", "overdue", "not returned")
        ),
        pytest.param(
            {"masked": True, "actual": samples.MASKED_FIGURE}, "LAC 01: masked", id="masked"
        ),
        pytest.param(
            {"masked": True, "status": "masked"},
            "LAC 01: 91.5% in 2009/10 Quarter 2, the year so far masked",
            id="only its year is masked",
        ),
    ],
)
def test_the_title_without_a_rated_result(given, title):
    assert finding(replace(samples.line("LAC 01", "met"), **given)) == title


def test_results_are_filled_and_forecasts_outlined():
    assert dots_on(drawn(WITH_FORECAST))[:3] == ["#12436D", "#12436D", "#FFFFFF"]


def test_the_target_a_figure_is_judged_against_is_labelled_beside_the_last_one():
    rows = samples.indicator_report().periods
    to_come = PeriodRow("2009/10", "2009/10 academic year", samples.target("17.8", "2009/10"))
    words = words_on(drawn(samples.indicator_report(periods=(*rows[:2], to_come))))
    assert {"12.5%", "15%", "17.8%"} <= set(words)


@pytest.mark.parametrize("target", ["1", "2", "3", "5", "15", "60"])
@pytest.mark.parametrize(("numerator", "denominator"), [(0, 40), (1, 40), (5, 40), (40, 40)])
@pytest.mark.parametrize("interval", [True, False], ids=["with its interval", "without"])
def test_a_figures_words_cover_neither_its_mark_nor_the_axis(
    numerator, denominator, target, interval
):
    figure = samples.percentage(numerator, denominator, "2008/09")
    if not interval:
        figure = replace(figure, lower=None, upper=None, interval="")
    rows = samples.indicator_report().periods
    row = replace(rows[1], stands=figure, target=samples.target(target, "2008/09"))
    svg = drawn(samples.indicator_report(periods=(rows[0], row)))
    *_, last = [each for each in svg.iter(f"{SVG}circle") if float(each.get("cx")) > 60]
    x, y = float(last.get("cx")), float(last.get("cy"))
    words = next(
        each
        for each in svg.iter(f"{SVG}text")
        if each.text == figure.text and each.get("font-weight") == "bold"
    )
    at, foot, wide = float(words.get("x")), float(words.get("y")), len(figure.text) * 7
    left = {"start": at, "middle": at - wide / 2, "end": at - wide}[words.get("text-anchor")]
    beside = left >= x + 5 or left + wide <= x - 5
    assert beside or foot <= y - 5 or foot - 10 >= y + 5
    assert foot <= BOTTOM


def test_the_legend_names_every_kind_of_mark():
    words = " ".join(words_on(drawn(WITH_FORECAST)))
    for each in ("Result", "Forecast", "95% interval", "Target", "Baseline: 2.4%, 2007/08"):
        assert each in words


def test_comparators_are_drawn_only_where_comparable_and_partly_with_its_note():
    chart = trend(samples.indicator_report())
    words = words_on(fromstring(chart.svg))
    assert "All pupils, Worcestershire" in words
    assert "All pupils, England (partly comparable)" in words
    assert not any("any subjects" in each for each in words)
    assert chart.notes == (
        "All pupils, England is only partly comparable: It counts independent schools too.",
    )


def test_more_comparators_than_marks_are_named_as_left_out():
    comparators = [replace(samples.ALL_PUPILS, name=f"Council {each}") for each in "ABCD"]
    chart = trend(samples.indicator_report(comparators=tuple(comparators)))
    assert chart.notes == ("In the table of comparators only: Council D.",)
    assert chart.columns[-3:] == ("Council A", "Council B", "Council C")


def test_one_figure_stands_on_a_scale_with_its_target():
    words = words_on(drawn(ALONE))
    assert "12.5%" in words
    assert "target 15%" in words


@pytest.mark.parametrize(("value", "aim"), [(0, 0.1), (12.5, 13), (99.9, 100), (14.9, 15)])
def test_words_of_a_figure_near_its_target_stand_side_by_side(value, aim):
    row = replace(
        ALONE.periods[0],
        target=samples.target(aim, "2008/09"),
        stands=replace(samples.GCSES, value=Decimal(str(value)), text=f"{value}%"),
    )
    svg = drawn(replace(ALONE, periods=(row,)))
    above = {each.text: float(each.get("x")) for each in svg.iter(f"{SVG}text")
             if each.get("font-weight") == "bold"}  # fmt: skip
    (first, left), (_, right) = sorted(above.items(), key=lambda each: each[1])
    assert left >= 0
    assert left + 7 * len(first) < right < 400 - 7 * len(max(above))


def test_no_figure_is_a_sentence():
    chart = trend(samples.indicator_report(periods=(), baselines=(), line=samples.line()))
    assert chart.svg is None
    assert chart.sentence == "There is no figure to draw yet."


def test_masked_figures_are_not_drawn_and_change_nothing():
    row = samples.indicator_report().periods[1]
    hidden = replace(row, stands=samples.MASKED_FIGURE, status="masked")
    line = replace(samples.masked(), frequency="annual", year_type="academic")
    chart = trend(samples.indicator_report(periods=(hidden,), line=line))
    assert chart.svg is None
    assert chart.sentence == "Its figures are masked, so no chart is drawn."
    assert chart.rows[0][:5] == ("2008/09", "[c]", "provisional", "–", "15%")


def test_a_hidden_year_leaves_a_gap_in_the_line():
    rows = samples.indicator_report().periods
    year = [
        replace(rows[1], period=each, stands=replace(samples.GCSES, period=each))
        for each in ("2004/05", "2005/06", "2006/07", "2007/08")
    ]
    year[2] = replace(year[2], stands=replace(samples.MASKED_FIGURE, period="2006/07"))
    line = replace(samples.NI_101, baseline=None)
    svg = drawn(samples.indicator_report(periods=tuple(year), line=line, comparators=()))
    assert len(dots_on(svg)) == 3 + 1  # one is the legend's
    solid = [
        each
        for each in svg.iter(f"{SVG}polyline")
        if each.get("stroke-width") == "2.5" and each.get("stroke-dasharray") is None
    ]
    assert len(solid) == 1 + 1


def test_figures_are_not_joined_across_a_change_of_definition():
    rules = (
        RuleVersion("", "higher", 0, ""),
        RuleVersion("2009/10 Q1", "higher", 0, "", comparable_with_before=False),
    )
    whole = drawn(samples.quarterly_indicator(6))
    cut = drawn(replace(samples.quarterly_indicator(6), rules=rules))
    assert joins(cut) == joins(whole) - 1
    assert "Definition changed: not comparable with before" in words_on(cut)


def test_a_figure_for_the_year_to_date_starts_anew_each_year():
    snapshot = drawn(samples.quarterly_indicator(8))
    cumulative = drawn(samples.quarterly_indicator(8, line={"accumulation": "cumulative"}))
    assert joins(cumulative) == joins(snapshot) - 1


def joins(svg):
    """How many neighbours the line of the results joins."""
    lines = [each for each in svg.iter(f"{SVG}polyline") if each.get("stroke-width") == "2.5"]
    return sum(len(each.get("points").split()) - 1 for each in lines)


def test_texts_are_escaped():
    names = replace(samples.ALL_PUPILS, name="<b>Pupils</b> & others")
    svg = trend(samples.indicator_report(comparators=(names,))).svg
    assert "<b>" not in svg
    assert "&lt;b&gt;Pupils&lt;/b&gt; &amp; others" in svg


@pytest.mark.parametrize("comparable", [Comparable.YES, Comparable.PARTLY])
def test_an_indicator_with_only_comparators_is_a_sentence(comparable):
    point = replace(samples.ALL_PUPILS, comparable=comparable, because="as it is")
    line = replace(samples.NI_101, baseline=None, actual=None, status="awaited")
    report = samples.indicator_report(periods=(), line=line, comparators=(point,))
    assert trend(report).svg is None


@pytest.mark.parametrize(
    ("values", "unit", "ticks"),
    [
        pytest.param([12.5, 15, 26.1], "percentage", [0, 10, 20, 30], id="from nought"),
        pytest.param([52, 98], "percentage", [0, 25, 50, 75, 100], id="up to a hundred"),
        pytest.param([81.5, 91.5], "percentage", [80, 85, 90, 95], id="near each other"),
        pytest.param([100], "percentage", [0, 25, 50, 75, 100], id="all of them"),
        pytest.param([0], "percentage", [0, 1], id="none at all"),
        pytest.param([-3, 8], "number", [-5, 0, 5, 10], id="below nought"),
        pytest.param([7, 9, 11], "number", [6, 7, 8, 9, 10, 11], id="whole numbers"),
        pytest.param([6, 7], "number", [5, 6, 7], id="no half a child"),
        pytest.param([0, 1], "number", [0, 1], id="one child"),
        pytest.param([6.5, 7], "number", [6.4, 6.6, 6.8, 7], id="what is no whole number"),
    ],
)
def test_the_axis_has_round_numbers_that_hold_all_values(values, unit, ticks):
    assert ticks_over(values, unit) == pytest.approx(ticks)


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (50, "percentage", "50%"),
        (4_500_000, "£", "£4.5m"),
        (25_000, "number", "25k"),
        (1200, "days", "1,200"),
        (0.3 - 0.1, "rate", "0.2"),
        (-5, "£", "-£5"),
    ],
)
def test_a_tick_takes_few_characters(value, unit, written):
    assert axis_text(value, unit) == written


def test_equal_values_make_a_chart_too():
    rows = samples.quarterly_indicator(3).periods
    same = tuple(
        replace(row, target=None, stands=replace(row.stands, value=Decimal(4), text="4"))
        for row in rows
    )
    assert drawn(replace(samples.quarterly_indicator(3), periods=same)) is not None


def test_a_comparator_beside_the_result_is_not_hidden_by_its_dot():
    near = replace(samples.PARTLY, value=Decimal("11.0"), text="11%")
    svg = drawn(samples.indicator_report(comparators=(near,)))
    mark, *_ = [each for each in svg.iter(f"{SVG}polygon") if each.get("stroke") == "#3D3D3D"]
    right = max(float(point.split(",")[0]) for point in mark.get("points").split())
    assert right + 2 <= float(last_dot(svg).get("cx")) - float(last_dot(svg).get("r"))


def test_the_targets_label_stands_beside_the_line_of_an_interval():
    svg = drawn(samples.indicator_report(comparators=()))
    *_, said = [each for each in svg.iter(f"{SVG}text") if each.text == "15%"]
    assert float(said.get("x")) + len("15%") * 3.8 < float(last_dot(svg).get("cx"))


def last_dot(svg):
    """The dot of the last result; after it only the legend has any."""
    drawn_dots = [each for each in svg.iter(f"{SVG}circle") if float(each.get("cy")) <= BOTTOM]
    return max(drawn_dots, key=lambda each: float(each.get("cx")))


def test_without_a_legend_it_is_lower_and_draws_the_same():
    report = samples.indicator_report()
    whole, bare = trend(report), trend(report, with_legend=False)
    height = [float(fromstring(each.svg).get("viewBox").split()[-1]) for each in (whole, bare)]
    assert height[1] < height[0]
    assert "What chance alone could explain" in whole.svg
    assert "What chance alone could explain" not in bare.svg
    assert bare.svg.count("<circle") == whole.svg.count("<circle") - 1  # the legend's own
