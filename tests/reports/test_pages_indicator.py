"""The indicator page: all periods, standings side by side, targets, comparators, rules."""

from dataclasses import replace

import pytest

from laa_tracker.tables import piece
from reports.charts.chart import trend
from reports.disclosure.withholding import without_texts
from reports.packs import blocks
from reports.reading.objects import PeriodRow, RuleVersion
from reports.reading.revisions import revisions
from tests.look.markup import find, text
from tests.reports import samples


def test_the_title_says_the_finding_once(pages, officer):
    page = pages.as_(officer).get("/indicators/ni-101/")
    assert page.title == "NI 101 missed its target: 12.5% against 15%, 2008/09"
    figure, *_ = page.all("figure")
    assert find(figure[2:], "figcaption", class_="govuk-visually-hidden")


def test_standings_stand_side_by_side(pages, officer):
    rows = pages.as_(officer).get("/indicators/ni-101/").rows("What was reported about each")
    assert rows[0] == ["Period", "Target", "Forecast", "Provisional", "Stands", "Status"]
    about = rows[2]
    assert about[0] == "2008/09 academic year (summer 2009 exams)"
    assert about[1] == "15%"
    assert about[2].startswith(
        "10.0% 4 of 40 young people likely 3 to 7 Reported 2009/10 Quarter 1"
    )
    assert "95% interval 5.5% to 26.1%" in about[3]
    assert "by Maya Manager" in about[3]
    assert about[4:] == ["12.5%", "missed"]


def test_a_restated_figure_leaves_the_one_before_beside_it():
    first = samples.number(9, "2009/10 Q1")
    again = replace(first, standing="restated", reported_in="2009/10 Q2", text="10")
    row = PeriodRow("2009/10 Q1", "2009/10 Quarter 1", None, (first, again), again, "met")
    table = revisions([row])
    assert table.standings == ["final", "restated"]
    assert table.rows == [(row, [("final", [first]), ("restated", [again])])]


def test_two_reports_of_one_standing_stay_in_the_order_of_time():
    first = samples.FORECAST
    later = replace(first, reported_in="2009/10 Q2", text="12.5%")
    row = PeriodRow("2008/09", "2008/09", None, (first, later), later)
    assert revisions([row]).rows[0][1] == [("forecast", [first, later])]


def test_every_version_of_a_target_is_kept_with_its_reason(pages, officer):
    rows = pages.as_(officer).get("/indicators/ni-101/").rows("Every version of every target")
    assert rows[1] == [
        "2008/09", "15%", "the start", "Designated", "As printed in the plan, July 2009",
    ]  # fmt: skip
    assert rows[2][2:] == ["2009/10 Quarter 2", "Designated", "A typing error"]


def test_a_comparator_says_its_source_and_why_it_cannot_be_compared(pages, officer):
    rows = pages.as_(officer).get("/indicators/ni-101/").rows("Published figures of others")
    by_name = {row[0]: row for row in rows[1:]}
    assert by_name["All pupils, Worcestershire"][3] == "Yes"
    not_comparable = by_name["Looked after children, England, in any subjects"]
    assert not_comparable[2:4] == ["11.8%", "No Any subjects, not English and maths"]
    assert not_comparable[4].startswith("The plan's own purpose")


def test_the_rules_of_their_day_are_listed(pages, officer):
    rules = (
        RuleVersion("", "higher", 1, "10% of the target", "Any subjects"),
        RuleVersion(
            "2009/10 Q1", "higher", 1, "1 child", "English and maths",
            comparable_with_before=False, why_not_comparable="Other subjects",
        ),
    )  # fmt: skip
    report = samples.indicator_report(rules=rules)
    rows = pages.show(indicator=report).as_(officer).get("/indicators/ni-101/").rows("The rules")
    assert rows[1] == ["The start", "higher", "10% of the target", "1", "Any subjects"]
    assert rows[2][-1] == "English and maths Not comparable with before: Other subjects"


def test_what_is_not_cleared_is_said_where_a_gap_would_puzzle(pages, somebody):
    rule = RuleVersion(
        "2009/10 Q1", "higher", 1, "1 child", "English and maths",
        comparable_with_before=False, why_not_comparable="Other subjects",
    )  # fmt: skip
    report = without_texts(samples.indicator_report(rules=(rule,)))
    page = pages.show(indicator=report).as_(somebody).get("/indicators/ni-101/")

    not_cleared = "not cleared for this audience"
    assert page.rows("The rules")[1][-1].endswith(
        f"Not comparable with before: the reason is {not_cleared}"
    )
    by_name = {row[0]: row for row in page.rows("Published figures of others")[1:]}
    assert by_name["All pupils, Worcestershire"][3:] == ["Yes", f"N{not_cleared[1:]}"]
    others = by_name["Looked after children, England, in any subjects"]
    assert others[3:] == [f"No The reason is {not_cleared}", f"N{not_cleared[1:]}"]
    assert "is not comparable." in page.words


def test_it_says_who_serves_it_and_who_depends_on_it(pages, officer):
    page = pages.as_(officer).get("/indicators/ni-101/")
    assert page.links()["NI 101 action 2"] == "/plans/ni-101/?as_at=2009-q2#action-2"
    assert page.links()["NI 99"] == "/plans/ni-99/?as_at=2009-q2#dependencies"


def test_an_indicator_that_nobody_serves_says_so(pages, officer):
    alone = samples.indicator_report(
        fed_by=(), named_by=(), comparators=(), periods=(), target_versions=(), baselines=(),
        line=replace(samples.NI_101, plan="", plan_slug="", baseline=None),
    )  # fmt: skip
    words = pages.show(indicator=alone).as_(officer).get("/indicators/ni-101/").words
    for each in (
        "No action says that it serves this indicator.",
        "No plan delivers it.",
        "No plan names it as a dependency.",
        "There is no other series to set beside this indicator.",
        "No period has a target or a figure yet.",
        "No target was ever set.",
        "There is no figure to draw yet.",
    ):
        assert each in words


def test_a_masked_figure_is_its_mark_in_every_place(pages, somebody):
    row = PeriodRow(
        "2008/09", "2008/09 academic year", samples.target("15", "2008/09"),
        (samples.MASKED_FIGURE,), samples.MASKED_FIGURE, "masked",
    )  # fmt: skip
    line = replace(samples.masked(), frequency="annual", year_type="academic")
    report = samples.indicator_report(line=line, periods=(row,), baselines=(), withheld=True)
    page = pages.show(indicator=report).as_(somebody).get("/indicators/ni-101/")
    assert page.title == "NI 101: masked"
    rows = page.rows("What was reported about each")
    assert rows[1][2].startswith("[c]")
    assert rows[1][-2] == "[c]"
    assert rows[1][-1].endswith("masked")
    assert not page.all("svg", role="img")


NOT_COUNTED = replace(
    samples.GCSES, text="Not available", value=None, counts="", standing="not available",
    numerator=None, denominator=None, interval="", not_available_because="Schools send it later",
)  # fmt: skip


def not_available(because):
    row = PeriodRow(
        "2008/09", "2008/09 academic year", samples.target("15", "2008/09"), (NOT_COUNTED,),
        NOT_COUNTED, "not available",
    )  # fmt: skip
    line = replace(
        samples.NI_101,
        actual=NOT_COUNTED,
        status="not available",
        finding=f"Not available{because}.",
    )
    return samples.indicator_report(line=line, periods=(row,))


def test_that_a_figure_is_not_available_is_said_once_in_the_title_and_once_as_its_status(
    pages, officer
):
    page = pages.show(indicator=not_available(": Schools send it later")).as_(officer)
    page = page.get("/indicators/ni-101/")
    assert page.title == "NI 101: not available"
    (summary,) = page.all("p", class_="laa-figure")
    assert text(summary).lower().count("not available") == 1
    (finding,) = page.all("p", class_="laa-finding")
    assert text(finding) == "Schools send it later."
    headings, row = page.rows("What was reported about each")
    assert row[headings.index("Not available")].startswith("Schools send it later Reported")
    assert row[-2:] == ["No figure", "not available"]


def test_the_figures_of_a_chart_give_what_is_not_available_no_standing_beside():
    drawn = trend(not_available(": Schools send it later"))
    (row,) = [row for row in drawn.rows if "Not available" in row]
    assert row[:3] == ("2008/09", "Not available", "–")


def test_where_no_reason_is_told_no_sentence_repeats_the_status(pages, somebody):
    page = pages.show(indicator=not_available("")).as_(somebody).get("/indicators/ni-101/")
    assert not page.all("p", class_="laa-finding")


def test_an_indicator_that_is_none_is_not_found(pages, officer):
    pages.as_(officer).get("/indicators/ni-999/", status=404)


def test_a_plain_number_says_nothing_of_what_it_is_out_of(pages, officer):
    counted = samples.indicator_report(line=replace(samples.NI_101, denominator_words=""))
    page = pages.show(indicator=counted).as_(officer).get("/indicators/ni-101/")
    assert "Out of" not in [text(each) for each in find(page.html, "dt")]


@pytest.mark.parametrize(
    ("status", "said"), [("met", "About the figure"), ("close", "Why"), ("missed", "Why")]
)
def test_only_of_a_target_that_is_not_met_it_is_said_why(status, said):
    line = replace(samples.NI_101, status=status)
    words = piece("commentary", line)

    assert next(text(each) for each in find(words, "dt")) == said
    assert line.commentary.why in words


@pytest.mark.parametrize("status", ["met", "missed"])
def test_a_file_heads_what_was_said_of_a_figure_as_its_page_does(status):
    line = replace(samples.NI_101, status=status)
    page = piece("commentary", line)

    in_the_file = [(each.label, each.text) for each in blocks.commentary(line)]
    assert in_the_file == list(
        zip(
            [text(each) for each in find(page, "dt")],
            [text(each) for each in find(page, "dd")],
            strict=True,
        )
    )
