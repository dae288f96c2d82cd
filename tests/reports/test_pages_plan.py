"""The plan page: the whole delivery plan, and where everything stands."""

from dataclasses import fields, is_dataclass, replace

import pytest

from reports.disclosure.withholding import without_texts
from reports.reading.objects import ActionCard, DependencyCard, PolicyCard, RiskCard
from tests.builders import make_indicator, make_plan
from tests.look.markup import find, text
from tests.reports import samples

QUESTIONS = (
    "Is this priority dependant on any other LAA priorities?",
    "Have equality and diversity considerations been made?",
    "What are the significant risks associated with this priority?",
    "Is this priority delivered through or dependant on any other policy, plan or strategy?",
    "What arrangements are in place for managing performance of this priority?",
)
# What the page says in words of its own, or not at all.
NOT_SHOWN = {
    "slug", "plan_slug", "indicator_slug", "state", "stamp", "reported_in", "movement", "band",
    "marker", "area", "years", "return_state", "unit", "frequency", "year_type", "accumulation",
    "noun_one", "noun_many", "good_is", "tolerance", "period_due", "period_due_in_full",
    "period_in_full", "from_quarter", "reason", "source", "entered_by", "range", "interval",
    "expects", "direction", "reference", "plan", "theme", "forecast_status", "status",
}  # fmt: skip


def words_of(report):
    """Every text of a report object that belongs on its page."""
    if isinstance(report, str):
        yield report
    elif isinstance(report, tuple):
        for each in report:
            yield from words_of(each)
    elif is_dataclass(report):
        for each in fields(report):
            if each.name not in NOT_SHOWN:
                yield from words_of(getattr(report, each.name))


def test_every_word_of_the_plan_has_its_place(pages, officer):
    page = pages.as_(officer).get("/plans/ni-101/")
    shown = page.words.casefold()
    report = page.context["report"]
    assert [each for each in words_of(report) if each.casefold() not in shown] == []


def test_the_document_asks_its_own_questions(pages, officer):
    page = pages.as_(officer).get("/plans/ni-101/")
    assert [text(each) for each in page.all("h3") if text(each).endswith("?")] == list(QUESTIONS)


def test_the_title_is_the_plans_and_names_the_agreement(pages, officer):
    page = pages.as_(officer).get("/plans/ni-101/")
    assert page.title == f"NI 101: {samples.NI_101.title}"
    assert "Worcestershire Local Area Agreement 2008-11 delivery plan" in page.words


def test_the_headline_says_where_the_one_indicator_stands(pages, officer):
    words = pages.as_(officer).get("/plans/ni-101/").words
    for each in (
        "5 of 40 young people",
        "target 15% = 6 of 40 young people",
        "baseline 2.4% (2007/08)",
        "next result 2009/10 Quarter 3, final, for 2008/09",
        samples.NI_101.finding,
    ):
        assert each in words


def test_targets_keep_their_words_and_designation(pages, officer):
    rows = pages.as_(officer).get("/plans/ni-101/").rows("Baseline and targets")
    assert rows == [
        ["Baseline", "2008/09 Target", "2009/10 Target", "2010/11 Target", "Target"],
        ["2.4% (2007/08)", "15%", "17.8%", "Not set", "Designated"],
    ]


def test_each_quarter_says_what_it_expected_and_got(pages, officer):
    rows = pages.as_(officer).get("/plans/ni-101/").rows("This year, quarter by quarter")
    assert rows[1][0] == "10.0% 4 of 40 young people forecast forecast to miss"
    assert rows[1][2] == "Final expected"


def test_the_chart_has_its_table(pages, officer):
    page = pages.as_(officer).get("/plans/ni-101/")
    figure, *_ = page.all("figure")
    (chart,) = find(figure[2:], "svg", role="img")
    assert text(find(chart[2:], "title")[0]) == text(find(figure[2:], "figcaption")[0])
    rows = page.rows("NI 101 missed its target")
    assert rows[2][:5] == ["2008/09", "12.5%", "provisional", "5.5% to 26.1%", "15%"]


def test_several_indicators_are_listed_and_each_has_its_chart(pages, officer):
    two = samples.plan_report(
        lines=(samples.NI_101, samples.line("LAC 01", "met")), targets=(("NI 101", ()),)
    )
    page = pages.show(plan=two).as_(officer).get("/plans/ni-101/")
    rows = page.rows("Where its indicators stand")
    assert [row[0].split(" Looked")[0] for row in rows[1:]] == ["NI 101", "LAC 01"]
    captions = [text(each) for each in page.all("figcaption")]
    assert [each.partition(" ")[0] for each in captions[:2]] == ["NI", "LAC"]
    assert len(captions) == 2 + 2  # and what it depends on, and its milestones


def test_a_risk_says_how_it_moved_and_why(pages, officer):
    rows = pages.as_(officer).get("/plans/ni-101/").rows("Risks")
    assert rows[1][1:4] == [
        "Low",
        "Medium",
        "▲ Up since 2009/10 Quarter 1 More referrals in August",
    ]
    assert rows[2][1] == "Nil"
    assert rows[2][3] == "Not reviewed this quarter"
    assert rows[3][3].startswith("Closed.")
    assert rows[4][1:3] == ["Not rated", "Not rated"]


def test_a_risk_that_moved_says_under_its_rating_what_it_was_first(pages, officer):
    moved = RiskCard(
        1, "Money ends", impact="High", impact_at_first="Low when first rated, 2009/10 Quarter 1"
    )
    page = pages.show(plan=samples.plan_report(risks=(moved,))).as_(officer).get("/plans/ni-101/")
    assert page.rows("Risks")[1][1] == "High Low when first rated, 2009/10 Quarter 1"


def test_milestones_are_done_late_or_due_and_keep_every_date(pages, officer):
    words = pages.as_(officer).get("/plans/ni-101/").words
    assert "08/09 GCSE results : Done 27 August 2009" in words
    assert "Destination data : Late : due 15 September 2009" in words
    assert "Moved to 15 September 2009: Colleges send it in September" in words
    assert "Checks on attainment : Due 31 January 2010" in words


def test_an_action_nobody_spoke_of_says_so(pages, officer):
    words = pages.as_(officer).get("/plans/ni-101/").words
    assert "(not reviewed this quarter; last word of 2009/10 Quarter 1) Colleges are late" in words
    assert "Status not stated (not reviewed this quarter)" in words


def test_an_action_leads_to_what_it_is_measured_by_with_its_course(pages, officer):
    make_indicator(code="LAC 01")
    page = pages.as_(officer).get("/plans/ni-101/")
    measures = page.all("span", class_="laa-measure")

    assert [find([each], "a")[0][1]["href"] for each in measures[:1]] == [
        "/indicators/lac-01/?as_at=2009-q2"
    ]
    assert find(measures[:1], "svg", role="img")


def test_a_plan_with_nothing_in_it_says_what_is_not_stated(pages, officer):
    page = pages.as_(officer).get("/plans/ni-7/")
    assert page.words.count("None stated") == 4
    assert "This plan delivers no indicator." in page.words
    assert "No actions stated" in page.words


def test_held_back_words_leave_figures_and_say_so(pages, somebody):
    public = without_texts(samples.plan_report())
    page = pages.show(plan=public).as_(somebody).get("/plans/ni-101/")
    assert "The words of this plan are not cleared for this audience" in page.words
    assert "Prepared by" not in page.words
    assert "2.4% (2007/08)" in page.words


def test_masked_figures_leave_neither_value_nor_chart(pages, somebody):
    line = replace(samples.masked(), frequency="annual", year_type="academic")
    periods = (replace(samples.indicator_report().periods[1], stands=samples.MASKED_FIGURE),)
    page = (
        pages.show(
            plan=samples.plan_report(lines=(line,)),
            indicator=samples.indicator_report(line=line, periods=periods),
        )
        .as_(somebody)
        .get("/plans/ni-101/")
    )
    assert "[c]" in page.words
    drawn = [text(find(each[2:], "title")[0]) for each in page.all("svg", role="img")]
    assert [each for each in drawn if "NI 101" in each and "depends on" not in each] == []
    assert "Its figures are masked, so no chart is drawn." in page.words
    assert "12.5" not in page.html


@pytest.mark.parametrize(
    "card",
    [
        pytest.param({"actions": (ActionCard(1, samples.LONG, who=(samples.LONG,)),)}, id="action"),
        pytest.param({"risks": (RiskCard(1, samples.LONG, how_managed=samples.LONG),)}, id="risk"),
        pytest.param({"policies": (PolicyCard(samples.LONG),)}, id="policy"),
        pytest.param({"dependencies": (DependencyCard(samples.LONG),)}, id="dependency"),
        pytest.param({"title": samples.LONG}, id="title"),
    ],
)
def test_long_texts_are_shown_whole(pages, officer, card):
    page = pages.show(plan=samples.plan_report(**card)).as_(officer).get("/plans/ni-101/")
    assert samples.LONG.strip() in page.words


def test_lines_that_were_written_apart_stay_apart(pages, officer):
    action = ActionCard(1, "Promote health\nHealthy Care Programme", who=("ISL", "Schools"))
    page = pages.show(plan=samples.plan_report(actions=(action,))).as_(officer)
    html = page.get("/plans/ni-101/").html
    assert "Promote health\nHealthy Care Programme" in html
    assert "ISL<br>Schools" in html


def test_the_contents_list_leads_to_every_part(pages, officer):
    page = pages.as_(officer).get("/plans/ni-101/")
    (contents,) = page.all("nav", class_="laa-contents")
    for link in find(contents[2:], "a"):
        target = link[1]["href"].removeprefix("#")
        assert [tag for tag in ("h2", "h3") if page.all(tag, id=target)], target


def test_an_officer_finds_every_change_and_others_do_not(pages, officer, somebody):
    plan = make_plan(reference="NI 101")
    words = "Who changed what in this plan, and when"
    links = pages.as_(officer).get("/plans/ni-101/").links()
    assert links[words] == f"/admin/plans/deliveryplan/{plan.pk}/history/"
    assert words not in pages.as_(somebody).get("/plans/ni-101/").links()


def test_the_quarter_can_be_chosen_in_the_address(pages, officer):
    page = pages.as_(officer).get("/plans/ni-101/?as_at=2009-q1")
    assert "/plans/ni-101/?as_at=2009-q3" in page.links().values()


@pytest.mark.parametrize("as_at", ["2009-q9", "soon", "2009/10 Q2"])
def test_a_quarter_that_is_none_is_not_found(pages, officer, as_at):
    pages.as_(officer).get(f"/plans/ni-101/?as_at={as_at}", status=404)


def test_a_plan_that_is_none_is_not_found(pages, officer):
    pages.as_(officer).get("/plans/ni-999/", status=404)


def test_a_plans_own_people_read_that_it_is_theirs(pages, somebody):
    page = pages.show(own=["ni-101"]).as_(somebody).get("/plans/ni-101/")
    assert page.context["view"] == "your own plan, in full"
    assert "Next quarter" in " ".join(page.links())


# The list of plans --------------------------------------------------------------------


def test_plans_are_listed_by_theme_with_where_they_stand(pages, officer):
    page = pages.as_(officer).get("/plans/")
    assert [text(each) for each in page.all("h2")[:2]] == [
        "Economic success that is shared by all",
        "Healthy children",
    ]
    rows = page.rows("Indicators of NI 101")
    assert rows[1][1:] == ["missed", "12.5% 5 of 40 young people provisional", "15%"]


def test_without_plans_the_list_says_whence_they_come(pages, officer):
    empty = samples.quarterly_report(lines=(), plans=())
    assert "No plans yet." in pages.show(quarter=empty).as_(officer).get("/plans/").words


def test_before_any_report_an_officer_sees_the_plans_there_are(pages, officer):
    make_plan(reference="NI 101", title="GCSEs")
    page = pages.nothing_yet().as_(officer).get("/plans/")
    assert page.links()["NI 101: GCSEs"] == "/plans/ni-101/"


def test_before_any_report_and_plan_an_officer_is_led_to_the_import(pages, officer):
    page = pages.nothing_yet().as_(officer).get("/plans/")
    assert page.links()["Bring in a workbook"] == "/imports/"


def test_before_any_report_others_see_no_plan_that_is_not_theirs(pages, somebody):
    make_plan(reference="NI 101", title="GCSEs")
    page = pages.nothing_yet().as_(somebody).get("/plans/")
    assert "there is nothing to read before the first quarter is published" in page.words


def test_where_else_the_plan_can_be_read_is_not_printed(pages, officer):
    """On paper it would be a page of links."""
    page = pages.as_(officer).get("/plans/ni-101/")
    (history,) = page.all("section", class_="laa-not-printed")
    (heading,) = page.all("h2", id="history")
    assert heading in history
