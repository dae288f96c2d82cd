"""The quarterly report: actuals against targets, for all plans and for one."""

import re
from dataclasses import replace

import pytest

from periods.calendar import FinancialQuarter
from tests.builders import make_part, make_plan, make_quarter
from tests.look.markup import find, text
from tests.reports import samples

HEADINGS = [
    "Indicator", "Good is", "Baseline", "Last year", "Target", "Q1", "Q2", "Q3", "Q4",
    "Year to date", "Status", "Direction",
]  # fmt: skip


def row_of(page, code):
    """The cells of an indicator in the classic table, by heading, and the words below."""
    rows = page.rows("Actuals against targets")
    number, row = next((n, row) for n, row in enumerate(rows) if row[0].startswith(f"{code} "))
    return dict(zip(HEADINGS, row, strict=True)), rows[number + 1][0]


def test_the_classic_table_has_its_columns(pages, officer):
    page = pages.as_(officer).get("/reports/2009-q2/")
    assert page.rows("Actuals against targets")[0] == HEADINGS


def test_the_exceptions_stand_first_and_lead_to_their_rows(pages, officer):
    page = pages.as_(officer).get("/reports/2009-q2/")
    (exceptions,) = find(page.html, "ul", aria_label="Exceptions")
    said = [text(each) for each in find([exceptions], "li")]
    assert said == ["Missed (1) : NI 101", "Close (1) : LAC 03", "Not returned (1) : LAC 06"]
    assert page.words.index("Missed (1)") < page.words.index("Good is")
    assert find(page.html, "a", href="#line-ni-101")
    assert find(page.html, "tbody", id="line-ni-101")


def test_a_row_says_what_each_quarter_expected_and_got(pages, officer):
    cells, words = row_of(pages.as_(officer).get("/reports/2009-q2/"), "NI 101")
    assert cells["Good is"] == "higher"
    assert cells["Baseline"] == "2.4% 2007/08"
    assert cells["Target"] == "15% 6 of 40 young people"
    assert cells["Q1"] == "10.0% 4 of 40 young people forecast to miss"
    assert cells["Q2"] == "12.5% 5 of 40 young people provisional missed"
    assert cells["Q3"] == "final expected"
    assert cells["Status"] == "missed"
    assert cells["Direction"] == "▲ Better than 2007/08"
    assert words.startswith(samples.NI_101.finding)
    assert "How sure: numbers this small cannot be told apart from the target." in words
    assert "Why Illustrative: some missed grade C in maths by a few marks." in words


def test_nothing_expected_is_neither_zero_nor_missing(pages, officer):
    quarters = tuple(replace(each, expects="nothing") for each in samples.NI_101.quarters[2:])
    line = replace(samples.NI_101, quarters=(*samples.NI_101.quarters[:2], *quarters))
    report = samples.quarterly_report(lines=(line,))
    cells, _ = row_of(pages.show(quarter=report).as_(officer).get("/reports/2009-q2/"), "NI 101")
    assert cells["Q4"] == "– nothing is expected"


def test_indicators_are_grouped_by_theme(pages, officer):
    page = pages.as_(officer).get("/reports/2009-q2/")
    groups = [text(row) for row in page.all("tr", class_="laa-table__group")]
    assert groups == ["Economic success that is shared by all", "Healthy children"]


def test_an_indicator_in_no_plan_is_said_to_be_in_none(pages, officer):
    report = samples.quarterly_report(lines=(replace(samples.line(), theme="", plan=""),))
    page = pages.show(quarter=report).as_(officer).get("/reports/2009-q2/")
    assert [text(row) for row in page.all("tr", class_="laa-table__group")] == ["In no plan"]


def test_an_indicator_whose_plan_has_no_theme_is_not_said_to_be_in_no_plan(pages, officer):
    report = samples.quarterly_report(lines=(replace(samples.line(), theme=""),))
    page = pages.show(quarter=report).as_(officer).get("/reports/2009-q2/")
    assert [text(row) for row in page.all("tr", class_="laa-table__group")] == ["No theme"]


def test_what_is_due_begins_with_what_is_late(pages, officer):
    rows = pages.as_(officer).get("/reports/2009-q2/").rows("Results that are late")
    assert rows[1][0].startswith("LAC 06")
    assert rows[1][1] == "not returned"
    codes = [row[0].split(" Looked")[0] for row in rows[2:]]
    assert codes == ["NI 101", "LAC 01", "LAC 03", "NI 63"]


def test_actions_say_how_they_went_in_the_quarter(pages, officer):
    rows = pages.as_(officer).get("/reports/2009-q2/").rows("NI 101")
    assert rows[1][1] == "On track"
    assert (
        rows[2][2] == "Colleges are late not reviewed this quarter; last word of 2009/10 Quarter 1"
    )
    assert rows[3][1:] == ["Not stated", "– not reviewed this quarter"]


def test_milestones_of_the_quarter_are_those_due_reached_moved_or_late(pages, officer):
    rows = pages.as_(officer).get("/reports/2009-q2/").rows("Due, reached or moved")
    assert [row[0] for row in rows[1:]] == ["Destination data", "08/09 GCSE results"]
    assert rows[2][-1] == "Done 27 August 2009"


def test_risks_of_all_plans_show_their_movement(pages, officer):
    rows = pages.as_(officer).get("/reports/2009-q2/").rows("Risks of all plans")
    assert len(rows) == 1 + len(samples.RISKS)
    assert "▲ Up since 2009/10 Quarter 1" in rows[1][4]


def test_the_quarter_before_and_after_are_a_link_away(pages, officer):
    addresses = pages.as_(officer).get("/reports/2009-q2/").links().values()
    assert {"/reports/2009-q1/", "/reports/2009-q3/"} <= set(addresses)


def test_the_earliest_quarter_has_none_before_it(pages, officer):
    first = samples.stamp(quarter="2009/10 Q1", slug="2009-q1")
    page = pages.show(stamp=first).as_(officer).get("/reports/2009-q1/")
    assert page.context["switch"]["previous"] is None
    assert page.context["switch"]["next"] == ("2009/10 Quarter 2", "/reports/2009-q2/")


def test_the_summary_for_the_board_stands_with_its_plan(pages, officer):
    assert "What the Board should know." in pages.as_(officer).get("/reports/2009-q2/").words


def test_without_plans_every_part_says_so(pages, officer):
    empty = samples.quarterly_report(lines=(), plans=())
    words = pages.show(quarter=empty).as_(officer).get("/reports/2009-q2/").words
    for each in ("No indicators yet", "No further result is due.", "No plans yet.", "No risks."):
        assert each in words


def test_masked_quarters_show_their_mark(pages, somebody):
    report = samples.quarterly_report(lines=(samples.masked(),))
    page = pages.show(quarter=report).as_(somebody).get("/reports/2009-q2/")
    assert "[c]" in page.words
    assert "12.5" not in page.html


def test_the_table_can_be_reached_and_scrolled_by_keyboard(pages, officer):
    page = pages.as_(officer).get("/reports/2009-q2/")
    (region,) = page.all("div", class_="laa-classic")
    assert region[1]["tabindex"] == "0"
    assert region[1]["role"] == "region"
    assert region[1]["aria-label"] == "Actuals against targets"


def test_on_a_phone_every_cell_says_its_heading(pages, officer):
    page = pages.as_(officer).get("/reports/2009-q2/")
    (region,) = page.all("div", class_="laa-classic")
    first = find(region[2:], "tbody", class_="laa-classic__line")[0]
    labels = [cell[1].get("data-label") for cell in find(first[2:], "td")]
    assert labels == [*HEADINGS[1:], None]


# One plan -----------------------------------------------------------------------------


def test_one_plan_adds_its_actions_risks_and_dependencies(pages, officer):
    page = pages.as_(officer).get("/reports/2009-q2/ni-101/")
    assert [text(each) for each in page.all("h2") if "laa" not in str(each[1])][:7] == [
        "Actuals against targets", "What is due", "Actions", "Milestones of the quarter",
        "Risks and how they moved", "Dependencies", "About this service",
    ]  # fmt: skip
    assert (
        page.rows("Priorities on which this plan depends")[1][0] == "NI 99 English at Key Stage 2"
    )
    assert "Return for 2009/10 Quarter 2: published ." in page.words


def test_one_plan_leads_to_the_whole_plan_as_at_the_quarter(pages, officer):
    links = pages.as_(officer).get("/reports/2009-q2/ni-101/").links()
    assert links["The whole delivery plan"] == "/plans/ni-101/?as_at=2009-q2"


def test_a_plan_with_nothing_in_it_says_so_part_by_part(pages, officer):
    words = pages.as_(officer).get("/reports/2009-q2/ni-7/").words
    for each in ("delivers no indicator", "has no actions", "has no risks", "on no other priority"):
        assert each in words


def test_a_plans_held_back_words_are_said_to_be_so(pages, somebody):
    public = samples.plan_report(withheld=True, actions=(), risks=(), summary="")
    words = pages.show(plan=public).as_(somebody).get("/reports/2009-q2/ni-101/").words
    assert "only its figures are shown" in words
    assert "This plan has no actions." not in words


# The list of reports ------------------------------------------------------------------


def read_quarters(monkeypatch, *quarters):
    monkeypatch.setattr("reports.pages.views.readable_quarters", lambda user: list(quarters))


@pytest.fixture
def rounds(db):
    make_quarter("2009/10 Q2", state="published")
    make_quarter("2009/10 Q3", state="open")
    return [FinancialQuarter(2009, 3), FinancialQuarter(2009, 2)]


def test_the_list_leads_to_reports_and_dashboards(pages, officer, monkeypatch, rounds):
    read_quarters(monkeypatch, *rounds)
    page = pages.as_(officer).get("/reports/")
    assert [row[0] for row in page.rows("Quarters, newest first")[1:]] == [
        "2009/10 Quarter 3", "2009/10 Quarter 2",
    ]  # fmt: skip
    assert {"/reports/2009-q3/", "/dashboard/2009-q2/"} <= set(page.links().values())


def test_a_plans_people_are_led_to_their_own_report_of_an_open_quarter(
    pages, somebody, monkeypatch, rounds
):
    make_part(plan=make_plan(reference="NI 101"), user=somebody)
    read_quarters(monkeypatch, *rounds)
    links = pages.as_(somebody).get("/reports/").links()
    assert "/reports/2009-q3/ni-101/" in links.values()
    assert "/reports/2009-q3/" not in links.values()


def test_without_reports_an_officer_is_led_to_open_a_quarter(pages, officer):
    assert pages.as_(officer).get("/reports/").links()["Open the first quarter"] == "/quarters/"


def test_without_reports_others_read_when_the_first_appears(pages, somebody):
    words = pages.as_(somebody).get("/reports/").words
    assert "the first appears here when a quarter is published" in words


@pytest.mark.parametrize(
    "address",
    ["/dashboard/", "/reports/2009-q2/", "/reports/2009-q2/ni-101/", "/plans/ni-101/"],
)
def test_headings_and_sentences_spell_a_quarter_out(pages, officer, address):
    page = pages.as_(officer).get(address)
    spelt = [text(each) for tag in ("title", "h1", "h2", "h3", "p") for each in page.all(tag)]
    assert any("2009/10 Quarter 2" in each for each in spelt)
    assert [each for each in spelt if re.search(r"[0-9]{4}/[0-9]{2} Q[1-4]", each)] == []


def test_the_report_and_the_dashboard_find_the_same_and_are_told_apart(pages, officer):
    report = pages.as_(officer).get("/reports/2009-q2/")
    dashboard = pages.get("/dashboard/2009-q2/")
    assert report.title == dashboard.title == "1 of 3 targets with a result was met"
    titles = [text(page.all("title")[0]) for page in (report, dashboard)]
    assert titles == [
        f"{report.title}, {what} for 2009/10 Quarter 2 – LAA Tracker"
        for what in ("report", "dashboard")
    ]
    assert report.context["base"] == dashboard.context["base"]
