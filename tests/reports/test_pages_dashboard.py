"""The dashboard: the finding, counts with their base, exceptions first, risks, what is due."""

import re
from dataclasses import replace

import pytest

from reports.reading.objects import PlanSummary
from tests.look.markup import find, text
from tests.reports import samples

MASKED = samples.quarterly_report(lines=(samples.masked(), samples.line("LAC 01", "met")))


def test_the_title_says_the_finding(pages, member):
    page = pages.as_(member).get("/dashboard/")
    assert page.title == "1 of 3 targets with a result was met"
    assert page.context["report"].with_a_result == 3


def test_counts_say_their_base_and_what_is_not_counted(pages, member):
    words = pages.as_(member).get("/dashboard/").words
    assert "Of 3 with a result, 1 met, 1 close, 1 missed." in words
    assert "Not counted: 1 not returned, 1 not due." in words
    assert "One more young person would have met NI 101." in words


def test_each_count_is_a_link_that_filters(pages, member):
    page = pages.as_(member).get("/dashboard/")
    assert page.links()["1 missed"] == "?status=missed"
    assert page.links()["1 not returned"] == "?status=not-returned"


def test_only_what_is_judged_or_late_is_a_tile_and_the_rest_a_line_of_links(pages, member):
    page = pages.as_(member).get("/dashboard/")
    tiles = [text(each) for each in find(page.html, "span", class_="laa-counts__number")]
    assert len(tiles) == 4
    assert page.links()["1 not due"] == "?status=not-due"


def test_a_filter_shows_its_indicators_only_and_the_way_back(pages, member):
    page = pages.as_(member).get("/dashboard/?status=missed")
    assert page.context["status"] == "missed"
    assert "NI 101" in page.words
    assert "LAC 03" not in page.words
    assert page.links()["Show all 5 indicators"] == "?"


def test_a_filter_without_indicators_says_so(pages, member):
    page = pages.as_(member).get("/dashboard/?status=overdue")
    assert "No indicator has this status in 2009/10 Quarter 2." in page.words


def test_a_status_that_is_none_is_told_and_everything_shown(pages, member):
    page = pages.as_(member).get("/dashboard/?status=brilliant")
    assert "There is no status “brilliant”: every indicator is shown." in page.words
    assert "LAC 03" in page.words


def test_exceptions_come_first_the_gravest_at_the_top(pages, member):
    page = pages.as_(member).get("/dashboard/")
    told = ("NI 101 Looked", "LAC 03 Looked", "LAC 06 Looked", "risks are open", "On target (1)")
    places = [page.words.index(each) for each in told]
    assert places == sorted(places)
    assert page.words.index("LAC 06 Looked") < page.words.index("risks are open")
    assert [row[0][:6] for row in page.rows("On target")[1:]] == ["LAC 01"]


def test_each_exception_has_a_line_that_leads_to_the_same_in_full(pages, member):
    page = pages.as_(member).get("/dashboard/")
    first, *_ = page.all("li", class_="laa-row")
    for each in (
        "missed", "12.5%", "5 of 40 young people", "target 15%", "Better", "Could be chance",
    ):  # fmt: skip
        assert each in text(first)
    (way,) = find([first], "a")
    assert way[1]["href"] == "#in-full-ni-101"
    assert "one more young person" in text(page.all("li", id="in-full-ni-101")[0])


def test_a_line_has_its_bullet_chart_and_its_sparkline(pages, member):
    first, *_ = pages.as_(member).get("/dashboard/").all("li", class_="laa-row")
    assert len(find([first], "svg", role="img")) == 2


def test_more_lines_than_are_seen_at_a_glance_are_folded(pages, member):
    report = samples.quarterly_report(
        lines=tuple(samples.line(f"LAC {each:02d}", "missed") for each in range(1, 12))
    )
    page = pages.show(quarter=report).as_(member).get("/dashboard/")
    (folded,) = page.all("details", class_="laa-folded")
    assert "3 more" in text(folded)
    assert len(find([folded], "li", class_="laa-row")) == 3
    assert len(page.all("li", class_="laa-row")) == 11


def test_of_very_many_the_first_are_read_in_full_and_the_others_on_pages_of_their_own(
    pages, member
):
    report = samples.quarterly_report(
        lines=tuple(samples.line(f"LAC {each:02d}", "missed") for each in range(1, 31))
    )
    page = pages.show(quarter=report).as_(member).get("/dashboard/")
    leads_to = [find([row], "a")[0][1]["href"] for row in page.all("li", class_="laa-row")]

    assert len(page.all("li", class_="laa-concern")) == 24
    assert leads_to[23:25] == ["#in-full-lac-24", "/indicators/lac-25/?as_at=2009-q2"]
    (in_full,) = page.all("section", aria_labelledby="in-full")
    assert "The other 6 stand in the list above" in text(in_full)


def test_grades_are_kept_on_one_line(pages, member):
    page = pages.as_(member).get("/dashboard/")
    assert {text(each) for each in page.all("span", class_="laa-whole")} == {"5 A*-C"}


def test_an_exception_says_value_counts_target_sentence_sureness_and_what_is_next(pages, member):
    page = pages.as_(member).get("/dashboard/")
    first = page.all("li", class_="laa-exception")[0]
    words = text(first)
    for each in (
        "missed",
        "12.5%",
        "5 of 40 young people",
        "target 15% = 6 of 40 young people",
        "Better than 2007/08",
        "one more young person would have met the target of 15%.",
        "Numbers this small cannot be told apart from the target",
        "2009/10 Quarter 3, final, for 2008/09",
        "resits in November 2009",
    ):
        assert each in words


def test_an_exception_has_its_charts_and_their_figures_stand_in_a_table(pages, member):
    page = pages.as_(member).get("/dashboard/")
    first = page.all("li", class_="laa-concern")[0]
    assert len(find([first], "svg", role="img")) == 1
    assert ["NI 101", "Target", "15%", "2008/09"] in page.rows("Figures of the charts")


def test_no_more_than_25_charts_are_drawn_however_many_exceptions_there_are(pages, member):
    report = samples.quarterly_report(
        lines=tuple(samples.line(f"LAC {each:02d}", "missed") for each in range(1, 41))
    )
    page = pages.show(quarter=report).as_(member).get("/dashboard/")
    assert len(page.all("li", class_="laa-row")) == 40
    assert 0 < len(page.all("svg", role="img")) <= 25


def test_returns_that_are_not_in_are_named(pages, member):
    late = samples.summary(reference="NI 99", slug="ni-99", return_state="not returned")
    report = samples.quarterly_report(plans=(samples.summary(), late))
    page = pages.show(quarter=report).as_(member).get("/dashboard/")
    (section,) = find(page.html, "section", aria_labelledby="due-next")
    assert "NI 99 : not returned" in text(section)
    assert "Every return is in." not in page.words
    assert "Every return is in." in pages.show().get("/dashboard/").words


def test_large_type_shows_one_thing_after_the_other_and_leads_back(pages, member):
    ordinary = pages.as_(member).get("/dashboard/?audience=public")
    large = pages.get("/dashboard/?audience=public&type=large")
    shown = large.all("div", class_="laa-slide")
    assert ordinary.links()["Large type, for a projector"] == "?audience=public&type=large"
    assert large.links()["Ordinary type"] == "?audience=public"
    assert "NI 101 Looked" in text(shown[1])
    assert "LAC 03 Looked" in text(shown[2])
    assert len(shown) == len(large.context["slides"])
    assert large.title == ordinary.title


def test_in_large_type_each_list_is_shown_whole(pages, member):
    risks = tuple(replace(samples.RISKS[0], number=each, risk=f"Risk {each}") for each in range(9))
    report = samples.quarterly_report(plans=(samples.summary(risks=risks),))
    shown = pages.show(quarter=report).as_(member).get("/dashboard/?type=large")
    slides = [text(each) for each in shown.all("div", class_="laa-slide__shown")]
    told = [each for each in slides if each.startswith("Open risks")]
    assert [re.match(r"Open risks \((.*?)\)", each).group(1) for each in told] == [
        "1 of 3", "2 of 3", "3 of 3",
    ]  # fmt: skip
    assert all(f"Risk {each}" in " ".join(told) for each in range(9))
    for words in ("Milestones that are late", "Destination data", "Colleges are late"):
        assert any(words in each for each in slides)


def test_of_one_status_large_type_shows_its_indicators_only(pages, member):
    page = pages.as_(member).get("/dashboard/?type=large&status=missed")
    assert [each.name for each in page.context["slides"]] == ["finding", "concern"]


def test_the_keys_are_told_only_where_a_script_makes_them_turn_pages(pages, member):
    page = pages.as_(member).get("/dashboard/?type=large")
    (keys,) = page.all("p", class_="laa-slide__keys")
    assert "hidden" in keys[1]


def test_a_forecast_stands_beside_and_is_not_counted(pages, member):
    page = pages.as_(member).get("/dashboard/")
    (beside,) = [row for row in page.rows("Not judged this quarter") if "NI 63" in row[0]]
    assert beside[1] == "not due forecast to be close"
    assert not [each for each in page.links() if "forecast" in each]


def test_open_risks_stand_in_a_table_of_impact_and_likelihood(pages, member):
    page = pages.as_(member).get("/dashboard/")
    rows = page.rows("Impact down")
    words = ["Nil", "Low", "Medium", "High"]
    assert rows[0][1:] == [f"Likelihood {each}" for each in words]
    assert [row[0] for row in rows[1:]] == [f"Impact {each}" for each in reversed(words)]
    assert rows[3][3] == "Low risk: NI 101 risk 1 ▲ up"
    assert rows[4][3] == "Low risk: NI 101 risk 2"
    assert "Not rated: NI 101 risk 4" in page.words


def test_closed_risks_are_not_among_the_open_ones(pages, member):
    assert "Money for tutors ends" not in pages.as_(member).get("/dashboard/").words


def test_each_risk_of_the_table_leads_to_its_row(pages, member):
    page = pages.as_(member).get("/dashboard/")
    assert page.links()["NI 101 risk 1"] == "#risk-ni-101-1"
    assert page.all("tr", id="risk-ni-101-1")


def test_what_is_due_next_stands_before_the_risks_and_leads_there(pages, member):
    third = samples.stamp(quarter="2009/10 Q3", slug="2009-q3")
    page = pages.show(stamp=third).as_(member).get("/dashboard/2009-q3/")
    assert page.words.index("What is due next") < page.words.index("Open risks")
    (section,) = find(page.html, "section", aria_labelledby="due-next")
    rows = find([section], "li")
    assert 0 < len(rows) <= 5
    assert all(find([each], "a") for each in rows)
    assert any("NI 101 Checks on attainment" in text(each) for each in rows)


def test_late_milestones_and_those_due_next_are_listed(pages, member):
    page = pages.as_(member).get("/dashboard/")
    assert page.rows("Milestones that are late")[1][0] == "Destination data"
    assert "46 days later than first planned" in page.rows("Milestones that are late")[1][-1]
    assert "No milestone falls due before the end of the next quarter." in page.words


def test_milestones_due_by_the_end_of_the_next_quarter_are_due_next(pages, member):
    third = samples.stamp(quarter="2009/10 Q3", slug="2009-q3")
    page = pages.show(stamp=third).as_(member).get("/dashboard/2009-q3/")
    assert [row[0] for row in page.rows("Milestones due next")[1:]] == ["Checks on attainment"]


def test_actions_in_trouble_are_listed_with_their_last_word(pages, member):
    rows = pages.as_(member).get("/dashboard/").rows("Actions that are delayed")
    assert rows[1][0] == "Alternative Curriculum developed"
    assert "Colleges are late" in rows[1][-1]
    assert "said in 2009/10 Quarter 1" in rows[1][-1]


def test_a_masked_figure_shows_its_mark_and_nothing_else(pages, somebody):
    page = pages.show(quarter=MASKED).as_(somebody).get("/dashboard/")
    assert "[c]" in page.words
    assert "1 [c] masked" in page.links()
    assert "12.5%" not in page.html


def test_texts_that_are_not_cleared_are_said_to_be_held_back(pages, somebody):
    held = PlanSummary("NI 101", "ni-101", "GCSEs", withheld=True)
    report = samples.quarterly_report(plans=(held,))
    words = pages.show(quarter=report).as_(somebody).get("/dashboard/").words
    assert "The words of risks are not cleared for this audience." in words
    assert "The words of actions are not cleared for this audience." in words


def test_without_indicators_it_says_whence_they_come(pages, member):
    empty = samples.quarterly_report(lines=(), plans=())
    page = pages.show(quarter=empty).as_(member).get("/dashboard/")
    assert page.title == "There are no indicators yet"
    assert "No indicators yet: they come with the delivery plans." in page.words
    assert "No plan has an open risk." in page.words


def test_without_a_result_the_title_says_so(pages, member):
    waiting = samples.quarterly_report(lines=(samples.line("NI 63", "not due"),))
    page = pages.show(quarter=waiting).as_(member).get("/dashboard/")
    assert page.title == "No target can be judged yet"
    assert "1 not due." in page.words


def test_where_nothing_needs_attention_that_is_said(pages, member):
    fine = samples.quarterly_report(lines=(samples.line("LAC 01", "met"),))
    page = pages.show(quarter=fine).as_(member).get("/dashboard/")
    assert "Nothing has missed its target, come close or failed to come in." in page.words


def test_before_the_first_quarter_an_officer_is_led_to_open_it(pages, officer):
    page = pages.nothing_yet().as_(officer).get("/dashboard/")
    assert page.links()["Open the first quarter"] == "/quarters/"


def test_before_the_first_publication_others_read_when_it_appears(pages, member):
    page = pages.nothing_yet().as_(member).get("/dashboard/")
    assert "it appears here when the first quarter is published" in page.words
    assert not page.links()


# The frame ----------------------------------------------------------------------------


def test_the_stamp_says_quarter_publication_and_view(pages, member):
    words = pages.as_(member).get("/dashboard/").words
    assert "2009/10 Quarter 2 · published 5 November 2009 · Board view" in words


def test_a_further_release_says_what_it_puts_right(pages, member):
    again = samples.stamp(released=2, release_reason="The cohort was 41")
    words = pages.show(stamp=again).as_(member).get("/dashboard/").words
    assert "published 5 November 2009, release 2" in words
    assert "What release 2 puts right: The cohort was 41" in words


def test_an_unpublished_quarter_is_marked_as_not_signed_off(pages, officer):
    page = pages.show(stamp=samples.open_stamp()).as_(officer).get("/dashboard/")
    assert "open, due 15 January 2010 · not signed off · officers’ view" in page.words


def test_figures_that_are_not_signed_off_say_so_each(pages, officer):
    draft = replace(samples.line("LAC 01", "met"), signed_off=False)
    report = samples.quarterly_report(lines=(draft, samples.NI_101))
    page = pages.show(stamp=samples.open_stamp(), quarter=report).as_(officer).get("/dashboard/")
    assert len(page.all("i")) == 1


@pytest.mark.parametrize(
    ("small", "times"), [pytest.param(True, 1, id="small"), pytest.param(False, 0, id="not")]
)
def test_a_page_with_small_figures_is_marked_as_restricted(pages, member, small, times):
    line = replace(samples.NI_101, small=small)
    page = (
        pages.show(quarter=samples.quarterly_report(lines=(line,))).as_(member).get("/dashboard/")
    )
    assert page.words.count("Restricted: contains small numbers") == times


def test_quarters_before_after_and_all_are_offered(pages, officer):
    links = pages.as_(officer).get("/dashboard/2009-q2/").links()
    assert links[previous(links)] == "/dashboard/2009-q1/"
    assert links[following(links)] == "/dashboard/2009-q3/"


def previous(links):
    return next(words for words in links if "Previous quarter" in words)


def following(links):
    return next(words for words in links if "Next quarter" in words)


def test_others_are_offered_published_quarters_only(pages, member):
    links = pages.as_(member).get("/dashboard/2009-q2/").links()
    assert not [each for each in links if "Quarter 3" in each]


def test_an_officer_may_look_as_the_board_and_the_public(pages, officer):
    links = pages.as_(officer).get("/dashboard/?status=missed").links()
    assert links["Board view"] == "/dashboard/?status=missed&audience=board"
    assert links["public view"] == "/dashboard/?status=missed&audience=public"


def test_the_audience_asked_for_goes_on_from_page_to_page(pages, officer):
    page = pages.as_(officer).get("/dashboard/?audience=public")
    assert page.links()["1 missed"] == "?audience=public&status=missed"
    assert page.links()["LAC 01"] == "/indicators/lac-01/?audience=public&as_at=2009-q2"
    assert page.context["view"] == "public view"
    assert "/dashboard/2009-q1/?audience=public" in page.links().values()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param("officer", "The officers’ view is not one that you may see.", id="wider"),
        pytest.param("mayor", "The “mayor” view is not one that you may see.", id="none"),
    ],
)
def test_a_view_that_is_not_given_is_said_not_to_be(pages, member, asked, said):
    page = pages.as_(member).get(f"/dashboard/?audience={asked}")
    assert f"{said} This is the view that you have: Board view." in page.words


def test_a_view_that_is_not_given_does_not_go_on_to_another_quarter(pages, officer):
    page = pages.as_(officer).get("/dashboard/?audience=mayor")
    assert page.context["switch"]["previous"][1] == "/dashboard/2009-q1/"


@pytest.mark.parametrize("asked", ["", "board", "public"])
def test_of_a_view_that_is_given_nothing_is_said(pages, member, asked):
    page = pages.as_(member).get(f"/dashboard/?audience={asked}")
    assert "not one that you may see" not in page.words


def test_others_are_not_offered_another_view(pages, somebody):
    page = pages.as_(somebody).get("/dashboard/")
    assert page.context["other_views"] == []


def test_somebody_with_a_plan_reads_whose_view_it_is(pages, somebody):
    page = pages.show(own=["ni-101"]).as_(somebody).get("/dashboard/")
    assert page.context["view"] == "public view, your own plans in full"


def test_an_address_that_names_no_quarter_is_not_found(pages, member):
    pages.as_(member).get("/dashboard/2009-q5/", status=404)
