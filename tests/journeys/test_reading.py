"""What each person finds on coming in, and what is not there for them."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import sign_in, status_of

pytestmark = pytest.mark.e2e

# The delivery plan in the order of the document, by the questions that it asks.
SECTIONS = (
    "Summary",
    "Indicator",
    "Is this priority dependant on any other LAA priorities?",
    "Have equality and diversity considerations been made?",
    "What are the significant risks associated with this priority?",
    "Is this priority delivered through or dependant on any other policy, plan or strategy?",
    "What arrangements are in place for managing performance of this priority?",
    "Activity plan",
    "History",
)


@pytest.mark.parametrize("login", ["officer", "officer@worcestershire.example"])
def test_an_officer_signs_in_by_name_or_e_mail_and_sees_how_the_quarter_stands(site, arrive, login):
    page = arrive(site)

    sign_in(page, login)

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "0 of 6 returns are in; due Friday 15 January 2010"
    )
    expect(page.get_by_role("table", name="Returns for 2009/10 Quarter 3")).to_contain_text(
        "NI 101: Looked after children achieving 5 A*-C GCSEs"
    )


def test_an_officer_finds_every_section_of_the_plan(site, arrive):
    page = arrive(site, "officer")
    page.goto("/")

    page.get_by_role("link", name="Plans", exact=True).click()
    page.get_by_role("link", name=re.compile("^NI 101: Looked after children")).click()

    for section in SECTIONS:
        expect(page.get_by_role("heading", name=section, exact=True)).to_be_visible()
    contents = page.get_by_role("navigation", name="On this page")
    contents.get_by_role("link", name="Activity plan").click()
    expect(page.get_by_role("heading", name="Activity plan")).to_be_in_viewport()


def test_a_board_member_comes_in_at_the_dashboard_and_reads_the_report(site, arrive):
    page = arrive(site, "board")
    page.goto("/")

    expect(page.get_by_role("heading", level=1)).to_contain_text("targets with a result were met")
    expect(page.get_by_role("main")).to_contain_text("2009/10 Quarter 2")
    page.get_by_role("link", name="Reports", exact=True).click()
    page.get_by_role("link", name="Report for 2009/10 Quarter 2").click()
    expect(page).to_have_url(re.compile(r"/reports/2009-q2/$"))
    expect(page.get_by_role("table").first).to_contain_text("NI 101")


@pytest.mark.parametrize("address", ["/reports/2009-q2/", "/feeds/"])
def test_on_a_phone_long_tables_are_folded_and_on_a_desk_they_stand_open(site, arrive, address):
    page = arrive(site, "board", viewport={"width": 375, "height": 812})
    page.goto(address)
    fold = page.locator("details.laa-fold").first
    table = fold.get_by_role("table").first

    expect(table).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollHeight") < 8000
    fold.locator("summary").first.click()
    expect(table).to_be_visible()

    page.set_viewport_size({"width": 1280, "height": 900})
    page.reload()
    expect(table).to_be_visible()
    expect(fold.locator("summary").first).to_be_hidden()


def test_on_a_phone_a_link_to_an_indicator_opens_the_table_it_stands_in(site, arrive):
    page = arrive(site, "board", viewport={"width": 375, "height": 812})
    page.goto("/reports/2009-q2/")
    page.get_by_role("list", name="Exceptions").get_by_role("link", name="NI 101").click()

    expect(page.locator("#line-ni-101")).to_be_in_viewport()


def test_on_paper_nothing_is_folded(site, arrive):
    page = arrive(site, "board", viewport={"width": 375, "height": 812})
    page.emulate_media(media="print")
    page.goto("/reports/2009-q2/")

    expect(page.locator("details.laa-fold").first.get_by_role("table").first).to_be_visible()


@pytest.mark.parametrize(
    "address",
    [
        "/reports/2009-q3/",
        "/dashboard/2009-q3/",
        "/plans/ni-101/?as_at=2009-q3",
        "/reports/2031-q1/",
    ],
)
def test_what_is_not_published_is_not_there_for_the_board(site, arrive, address):
    assert status_of(arrive(site, "board"), address) == 404


def test_a_board_member_is_offered_no_way_into_the_admin_and_finds_none(site, arrive):
    page = arrive(site, "board")
    page.goto("/")

    expect(page.get_by_role("link", name="Admin")).to_have_count(0)
    assert status_of(page, "/admin/") == 403


@pytest.mark.parametrize("name", ["manager", "lead"])
def test_a_plans_own_people_read_it_in_full_in_the_open_quarter(site, arrive, name):
    page = arrive(site, name)
    page.goto("/")

    page.get_by_role("link", name=re.compile("NI 101")).first.click()

    expect(page.get_by_role("main")).to_contain_text("2009/10 Quarter 3")
    expect(page.get_by_role("main")).to_contain_text("5 of 40 young people")
    expect(page.get_by_role("heading", name="Activity plan")).to_be_visible()


@pytest.mark.parametrize("name", ["manager", "lead"])
@pytest.mark.parametrize(
    "address",
    ["/plans/ni-99/?as_at=2009-q3", "/indicators/ni-99/?as_at=2009-q3", "/reports/2009-q3/ni-99/"],
)
def test_anothers_plan_in_the_open_quarter_is_not_there_for_them(site, arrive, name, address):
    assert status_of(arrive(site, name), address) == 404


def test_small_numbers_of_another_plan_are_masked_for_them(site, arrive):
    page = arrive(site, "manager")
    page.goto("/reports/2009-q2/")

    masked = page.get_by_role("table").first.get_by_role("row", name=re.compile("^LAC 03b"))

    expect(masked).to_contain_text("masked")
    expect(masked).to_contain_text("[c]")


def test_where_mail_is_off_a_forgotten_password_leads_to_whom_to_ask(site, arrive):
    page = arrive(site)
    page.goto("/accounts/login/")

    page.get_by_role("link", name="I do not know my password").click()

    expect(page.get_by_role("main")).to_contain_text("Ask your performance officer")
    expect(page.get_by_role("textbox")).to_have_count(0)
