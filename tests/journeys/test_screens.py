"""The dashboard as each screen shows it, and as it is printed."""

import io
import re

import pypdf
import pytest
from playwright.sync_api import expect

from tests.reports.files import pages_of

pytestmark = pytest.mark.e2e

DASHBOARD = "/dashboard/2009-q2/"
PHONES = [(375, 667), (375, 812)]
RESTRICTED = "Restricted: contains small numbers"


def ends(locator) -> float:
    """How far down the page the element ends."""
    box = locator.bounding_box()
    return box["y"] + box["height"]


# First screens ------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), PHONES)
def test_on_a_phone_the_first_exception_is_seen_without_scrolling(site, arrive, width, height):
    page = arrive(site, "board", viewport={"width": width, "height": height})
    page.goto(DASHBOARD)

    first = page.get_by_role("region", name="Needs your attention").get_by_role("listitem").first

    for words in ("Missed", "LAC 10", "£2,533,900", "target £2,450,000"):
        assert ends(first.get_by_text(words).first) <= height


def test_on_a_phone_each_line_has_its_charts(site, arrive):
    page = arrive(site, "board", viewport={"width": 375, "height": 667})
    page.goto(DASHBOARD)

    rows = page.get_by_role("region", name="Needs your attention").get_by_role("listitem")

    for row in rows.all():
        assert [chart.is_visible() for chart in row.get_by_role("img").all()] == [True, True]


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1280, 800)])
def test_a_laptop_shows_everything_down_to_what_changed(site, arrive, width, height):
    page = arrive(site, "board", viewport={"width": width, "height": height})
    page.goto(DASHBOARD)

    rows = page.get_by_role("region", name="Needs your attention").get_by_role("listitem")

    assert rows.count() == 8
    assert ends(rows.last) <= height
    assert ends(page.get_by_role("heading", name=re.compile("Since you last met"))) <= height


def test_on_a_laptop_the_direction_of_an_indicator_takes_a_few_lines(site, arrive):
    page = arrive(site, "officer", viewport={"width": 1280, "height": 800})
    page.goto("/reports/2009-q3/")
    table = page.get_by_role("region", name="Actuals against targets")

    lines = "each => each.offsetHeight / parseFloat(getComputedStyle(each).lineHeight)"
    directions = table.locator(".laa-classic__line td:last-child > span").all()
    assert [each for each in directions if each.evaluate(lines) > 5.5] == []
    assert table.evaluate("each => each.scrollWidth <= each.clientWidth")


# A projector --------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_on_a_projector_every_slide_fits_and_is_set_large(site, arrive, width, height):
    page = arrive(site, "board", viewport={"width": width, "height": height})
    page.goto(f"{DASHBOARD}?type=large")
    expect(page.get_by_text("The arrow keys, the space bar")).to_be_visible()

    for slide in page.locator(".laa-slide").all():
        slide.scroll_into_view_if_needed()
        assert slide.bounding_box()["height"] <= height + 1
        shown = slide.locator(".laa-slide__shown")
        assert shown.evaluate("each => each.scrollWidth <= each.clientWidth + 1")
        assert shown.evaluate("each => parseFloat(getComputedStyle(each).fontSize)") > height / 40


# Paper --------------------------------------------------------------------------------


def printed(page, address: str) -> list[str]:
    """The words of each page of paper."""
    page.goto(address)
    return pages_of(pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))))


@pytest.mark.parametrize(("name", "quarter"), [("board", "2009-q2"), ("officer", "2009-q3")])
def test_the_first_page_of_paper_holds_all_to_the_questions_and_no_page_is_blank(
    site, arrive, name, quarter
):
    first, *details = printed(arrive(site, name), f"/dashboard/{quarter}/")

    assert "Questions a member might ask" in first
    assert details[0].find("What needs attention, in full") >= 0
    assert min(map(len, details)) > 500


MORE_EXCEPTIONS = """list => {
    const rows = [...list.children];
    for (let times = 0; times < 2; times++)
        rows.forEach(row => list.append(row.cloneNode(true)));
}"""


def test_where_the_questions_run_over_the_details_follow_them_on_the_same_page(site, arrive):
    page = arrive(site, "board")
    page.goto(DASHBOARD)
    rows = page.get_by_role("region", name="Needs your attention").get_by_role("list")
    rows.first.evaluate(MORE_EXCEPTIONS)
    paper = pages_of(pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))))

    (asked,) = (each for each in paper if "Questions a member might ask" in each)
    assert asked != paper[0]
    assert "What needs attention, in full" in asked
    assert min(map(len, paper)) > 500


def test_what_a_list_is_filtered_by_is_printed_whole(site, arrive):
    page = arrive(site, "officer")
    page.goto("/audit/")
    page.emulate_media(media="print")
    room = """each => {
        const style = getComputedStyle(each);
        const around = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
        return (each.clientHeight - around) / parseFloat(style.fontSize);
    }"""

    boxes = page.locator(".laa-filter select, .laa-filter input").all()
    assert len(boxes) == 5
    assert min(each.evaluate(room) for each in boxes) >= 1.1


def test_on_paper_everything_said_of_an_exception_is_printed(site, arrive):
    first, *details = printed(arrive(site, "board"), DASHBOARD)
    told = " ".join(details)

    for words in (
        "Since you last met",
        "Risks",
        "What is due next",
        "would have been met with one more",
    ):
        assert words in first
    for code in ("NI 101", "LAC 10", "LAC 08", "NI 99", "LAC 02", "LAC 03", "LAC 12", "NI 100"):
        assert code in first
        assert re.search(rf"{code} (Looked|Spending).*?Next result", told), code
    assert "9 young people, up 2 on 2009/10 Quarter 1" in told
    assert "Forecast: 40.0% for 2008/09" in told


@pytest.mark.parametrize("javascript", [True, False])
def test_the_tables_of_charts_are_printed_and_are_folded_again(site, arrive, javascript):
    page = arrive(site, "board", java_script_enabled=javascript)

    told = " ".join(printed(page, "/indicators/ni-101/"))

    assert "Period Figure Standing" in told
    assert "Standing Figure Counts" in told
    assert page.locator("details[open]").count() == 0


@pytest.mark.parametrize("address", [DASHBOARD, "/reports/2009-q2/", "/indicators/ni-101/"])
def test_every_page_of_paper_with_small_numbers_says_so(site, arrive, address):
    pages = printed(arrive(site, "board"), address)

    assert len(pages) > 1
    assert [RESTRICTED in each for each in pages] == [True] * len(pages)


def test_paper_without_small_numbers_does_not_say_so(site, arrive):
    pages = printed(arrive(site, "board"), f"{DASHBOARD}?audience=public")

    assert not [each for each in pages if RESTRICTED in each]
