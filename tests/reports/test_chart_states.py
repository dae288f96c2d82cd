"""Every chart in each of its states: what is drawn is whole, and nothing hidden is on it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from defusedxml.ElementTree import fromstring

from reports.charts.bullets import bullet
from reports.charts.chart import trend
from reports.charts.gaps import gap_chart
from reports.charts.revisions import revision_chart
from reports.charts.sparklines import sparkline
from reports.reading.objects import FigureCell, IndicatorReport, PeriodRow, RuleVersion
from tests.reports import samples

SVG = "{http://www.w3.org/2000/svg}"
COLOURS = {"#12436D", "#F46A25", "#3D3D3D", "#0B0C0C", "#D9DDE2", "#FFFFFF", "none"}
FIRST = replace(samples.ALL_PUPILS, period="2007/08", text="47.2%", value=Decimal("47.2"))
FINAL = samples.percentage(6, 40, "2008/09", standing="final", reported_in="2009/10 Q3")
SUPPRESSED = FigureCell(
    period="2008/09", reported_in="2009/10 Q2", standing="provisional", text="x", marker="x"
)
UNBROKEN = RuleVersion("", "higher", 1, "10% of the target")
BREAK = RuleVersion("2009/10 Q1", "higher", 1, "", comparable_with_before=False)


def of(*cells: FigureCell, **given) -> IndicatorReport:
    """NI 101 with these reports about 2008/09, the last of which stands."""
    stands = cells[-1] if cells else None
    row = PeriodRow(
        "2008/09", "2008/09 academic year", samples.target("15", "2008/09"), cells, stands
    )
    line = replace(
        samples.NI_101,
        actual=stands if stands and not stands.is_forecast else None,
        forecast=stands if stands and stands.is_forecast else None,
        **given.pop("line", {}),
    )
    usual = {"line": line, "periods": (samples.indicator_report().periods[0], row)}
    return samples.indicator_report(**usual | {"comparators": (FIRST, samples.ALL_PUPILS)} | given)


def in_full(numerator: int) -> IndicatorReport:
    cell = samples.percentage(numerator, 40, "2008/09", standing="final")
    before = replace(cell, standing="forecast", reported_in="2009/10 Q1")
    return of(before, replace(cell, lower=cell.value, upper=cell.value))


STATES = {
    "no data": of(line={"baseline": None, "status": "awaited"}, comparators=()),
    "one point": of(samples.GCSES, line={"baseline": None}, comparators=()),
    "several": of(samples.FORECAST, samples.GCSES, FINAL),
    "suppressed": of(SUPPRESSED, line={"status": "suppressed"}),
    "masked": of(
        samples.MASKED_FIGURE, line={"status": "masked", "masked": True, "baseline": None}
    ),
    "forecast": of(samples.FORECAST, line={"status": "not due", "baseline": None}),
    "break": of(samples.GCSES, rules=(UNBROKEN, BREAK)),
    "0%": in_full(0),
    "100%": in_full(40),
    "long labels": of(
        samples.FORECAST,
        samples.GCSES,
        comparators=tuple(replace(each, name=samples.LONG) for each in (FIRST, samples.ALL_PUPILS)),
    ),
}
CHARTS = {
    "trend": trend,
    "bullet": bullet,
    "sparkline": sparkline,
    "gap": gap_chart,
    "revision": lambda report: revision_chart(report.periods[1], report.line),
}
# What is a sentence and no drawing: nothing to be seen, or too little of it.
SENTENCES = {
    "no data": set(CHARTS),
    "one point": {"gap", "revision"},
    "suppressed": {"bullet", "revision"},
    "masked": set(CHARTS),
    "forecast": {"gap", "revision"},
    "break": {"revision"},
}
EVERY = [pytest.param(chart, state, id=f"{chart}, {state}") for chart in CHARTS for state in STATES]


def made(chart, state):
    return CHARTS[chart](STATES[state])


@pytest.mark.parametrize(("chart", "state"), EVERY)
def test_a_state_is_a_drawing_or_a_sentence_that_says_why_not(chart, state):
    found = made(chart, state)
    assert found.title
    assert bool(found.svg) != bool(found.sentence)
    assert bool(found.sentence) == (chart in SENTENCES.get(state, ()))


@pytest.mark.parametrize(("chart", "state"), EVERY)
def test_a_drawing_is_named_described_and_within_its_picture(chart, state):
    found = made(chart, state)
    if not found.svg:
        assert found.sentence.endswith(".")
        return
    svg = fromstring(found.svg)
    assert svg.find(f"{SVG}title").text == found.title
    assert svg.find(f"{SVG}desc").text
    attributes = [pair for each in svg.iter() for pair in each.attrib.items()]
    assert not {"class", "style", "id"} & {name for name, _ in attributes}
    assert {value for name, value in attributes if name in ("fill", "stroke")} <= COLOURS
    _, _, width, height = map(float, svg.get("viewBox").split())
    for x, y in places(svg):
        assert -0.1 <= x <= width + 0.1, (x, width)
        assert -0.1 <= y <= height + 0.1, (y, height)


def places(svg):
    """Every point that is drawn, and both ends of every text."""
    for each in svg.iter():
        yield from (map(float, pair.split(",")) for pair in each.get("points", "").split())
        if each.tag == f"{SVG}text":
            x, width = float(each.get("x")), 6.2 * len(each.text)
            left = {"start": x, "middle": x - width / 2, "end": x - width}[each.get("text-anchor")]
            yield max(left, 0) if each.get("text-anchor") == "end" else left, float(each.get("y"))
            yield left + width, float(each.get("y"))


@pytest.mark.parametrize(("chart", "state"), EVERY)
def test_the_figures_of_a_drawing_are_its_table(chart, state):
    found = made(chart, state)
    if found.svg:
        assert found.rows
    assert all(len(row) == len(found.columns) for row in found.rows)


def test_the_baseline_beside_a_suppressed_figure_says_what_it_is_and_is_drawn_as_no_result():
    svg = made("trend", "suppressed").svg
    assert "baseline 2.4%, 2007/08" in svg
    assert "<circle" not in svg
    assert "<circle" in made("trend", "one point").svg


def test_a_baseline_close_to_nought_leaves_the_ends_of_the_scale_readable():
    words = [each.text for each in fromstring(made("bullet", "break").svg).iter(f"{SVG}text")]
    assert words[-3:] == ["0%", "baseline 2.4%", "60%"]


@pytest.mark.parametrize("chart", ["trend", "sparkline", "gap"])
def test_a_break_is_drawn_and_no_line_leads_across_it(chart):
    whole = fromstring(CHARTS[chart](of(samples.GCSES)).svg)
    broken = fromstring(made(chart, "break").svg)
    assert joins(broken) == joins(whole) - 1


def joins(svg) -> int:
    """The lines from one result to another; a legend's has a width of its own."""
    return sum(
        each.get("stroke") == "#12436D" and each.get("stroke-width") in ("2.5", "2")
        for each in svg.iter(f"{SVG}polyline")
    )


def test_a_break_is_found_across_periods_of_which_nothing_was_reported():
    rows = samples.indicator_report().periods
    base = replace(rows[0], period="2005/06", stands=replace(samples.GCSES, period="2005/06",
                   reported_in="2006/07 Q2"))  # fmt: skip
    report = samples.indicator_report(
        periods=(base, rows[1]), rules=(UNBROKEN, BREAK), comparators=(),
        line=replace(samples.NI_101, baseline=None),
    )  # fmt: skip
    words = [each.text for each in fromstring(trend(report).svg).iter(f"{SVG}text")]
    assert "Definition changed: not comparable with before" in words


def test_the_baseline_ends_where_nothing_can_be_compared_with_it():
    def ends(report):
        (line,) = (
            each
            for each in fromstring(trend(report).svg).iter(f"{SVG}polyline")
            if each.get("stroke-dasharray") == "1 4" and each.get("points").startswith("46,")
        )
        return float(line.get("points").split()[1].split(",")[0])

    assert ends(of(samples.GCSES)) == 388
    assert ends(of(samples.GCSES, rules=(UNBROKEN, BREAK))) < 300


# Revisions ---------------------------------------------------------------------------------


def revised(*cells):
    return CHARTS["revision"](of(*cells))


def test_a_revision_says_from_what_to_what():
    assert revised(samples.FORECAST, samples.GCSES, FINAL).title == (
        "NI 101, 2008/09: 10.0% (forecast) became 15.0% (final), up 5.0 percentage points"
    )
    assert revised(FINAL, replace(FINAL, standing="restated")).title.endswith("unchanged")
    assert revised(samples.GCSES).title == "NI 101, 2008/09: 12.5% (provisional), reported once"


def test_a_forecast_is_outlined_and_its_range_dashed():
    svg = fromstring(revised(samples.FORECAST, samples.GCSES).svg)
    assert [each.get("fill") for each in svg.iter(f"{SVG}circle")] == ["#FFFFFF", "#12436D"]
    assert "3 3" in [each.get("stroke-dasharray") for each in svg.iter(f"{SVG}polyline")]


def test_what_is_not_available_is_said_and_not_drawn():
    gone = FigureCell(
        period="2008/09", reported_in="2009/10 Q3", standing="not available", text="Not available"
    )
    svg = fromstring(revised(samples.FORECAST, samples.GCSES, gone).svg)
    assert len(list(svg.iter(f"{SVG}circle"))) == 2
    assert "Not available, 2009/10 Quarter 3" in [each.text for each in svg.iter(f"{SVG}text")]


def test_one_masked_report_among_others_masks_the_finding():
    chart = revised(samples.FORECAST, samples.MASKED_FIGURE, FINAL)
    assert chart.title == "NI 101, 2008/09: revisions masked"


def test_more_reports_than_rows_leave_the_earliest_to_the_table():
    many = [
        replace(FINAL, standing="restated", reported_in=f"20{y:02d}/{y + 1} Q1")
        for y in range(10, 20)
    ]
    chart = revised(*many)
    assert chart.notes == ("The 2 earliest reports are in the table only.",)
    assert len(chart.rows) == 10
