"""A return from the manager's first figure to the Board's page, with and without scripts.

Run on SQLite with all journeys, and by itself on PostgreSQL.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.fitness import unfitness
from tests.journeys.people import status_of

pytestmark = pytest.mark.e2e

RETURN = "/returns/ni-101/2009-q3/"
FIGURE = f"{RETURN}figures/ni-101.2008-09/"
SIX_ACHIEVED = "The school says that six achieved it."
NUMERATOR = re.compile("Young people among them who achieved")
DENOMINATOR = re.compile("Young people in Year 11")


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def question(page: Page, name: str) -> Locator:
    """The part of the page that asks about this thing."""
    return page.get_by_role("region", name=name)


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Save and continue").click()


def enter_the_figure(page: Page, achieved: str, cohort: str = "40") -> None:
    page.get_by_label(NUMERATOR).fill(achieved)
    page.get_by_label(DENOMINATOR).fill(cohort)


def nothing_to_report(page: Page) -> None:
    page.get_by_role("checkbox", name="Nothing to report").check()
    go_on(page)


def fill_in(page: Page, *, scripts: bool) -> None:
    """The whole return, section by section, up to check your answers."""
    page.goto("/returns/")
    page.get_by_role("link", name="Start NI 101").click()
    expect(heading(page)).to_contain_text("Looked after children")
    page.get_by_role("link", name="Figures").click()
    enter_the_figure(page, "5")
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Say why it is off target.")
    expect(page.get_by_role("main")).to_contain_text("1 more young person would meet the target")
    if scripts:  # axe-core is a script
        assert unfitness(page) == []
    page.get_by_label("Last quarter’s words are still true").check()
    go_on(page)

    expect(heading(page)).to_have_text("Actions and milestones")
    tuition = question(page, "Action 3: Targeted one-to-one tuition")
    tuition.get_by_label("On track").check()
    destination = question(page, re.compile("Milestone: Destination data"))
    destination.get_by_label("Yes, it is done").check()
    for part, number in (("Day", "4"), ("Month", "12"), ("Year", "2009")):
        destination.get_by_label(part).first.fill(number)
    page.get_by_text("Propose a new action").click()
    page.get_by_label("What is to be done?").fill("Offer a summer school in mathematics")
    nothing_to_report(page)

    expect(heading(page)).to_have_text("Risks")
    recession = question(page, re.compile("Risk 1"))
    recession.get_by_role("group", name="Impact").get_by_label("High").check()
    recession.get_by_role("group", name="Likelihood").get_by_label("Medium").check()
    nothing_to_report(page)
    expect(heading(page)).to_have_text("Dependencies")
    nothing_to_report(page)
    expect(heading(page)).to_have_text("Summary for the Board")
    page.get_by_label("What should the Board know?").fill("Tuition is in place.")
    go_on(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_return_goes_from_the_manager_to_the_board(own_site, arrive, scripts):
    manager = arrive(own_site, "manager", java_script_enabled=scripts)
    fill_in(manager, scripts=scripts)

    expect(heading(manager)).to_have_text("Check your answers")
    main = manager.get_by_role("main")
    expect(main).to_contain_text("12.5%")
    expect(main).to_contain_text("4 December 2009")
    expect(main).to_contain_text("Up since 2009/10 Quarter 2")
    expect(main).to_contain_text("Offer a summer school in mathematics")
    manager.get_by_role("button", name="Submit the return").click()
    expect(heading(manager)).to_have_text("Return submitted")

    officer = arrive(own_site, "officer")
    officer.goto(RETURN)
    officer.get_by_role("button", name="Send back").click()
    officer.get_by_label("Figures").check()
    officer.get_by_label("What is to be changed, and why?").fill(
        "The school says that six achieved it."
    )
    officer.get_by_role("button", name="Send the return back").click()

    manager.goto(RETURN)
    expect(manager.get_by_role("main")).to_contain_text(SIX_ACHIEVED)
    expect(manager.get_by_role("main")).to_contain_text("Changes asked")
    manager.get_by_role("link", name="Figures").click()
    expect(manager.get_by_label(NUMERATOR)).to_have_value("5")
    enter_the_figure(manager, "6")
    go_on(manager)
    expect(manager.get_by_role("main")).to_contain_text("Changed")
    manager.goto(f"{RETURN}check/")
    expect(manager.get_by_role("main")).to_contain_text("15.0%")
    manager.get_by_role("button", name="Submit the return").click()
    expect(heading(manager)).to_have_text("Return submitted")

    lead = arrive(own_site, "lead", java_script_enabled=scripts)
    lead.goto(RETURN)
    lead.get_by_role("button", name="Sign off").click()
    expect(lead.get_by_role("main")).to_contain_text("15.0%")
    lead.get_by_role("button", name="Sign the return off").click()
    expect(lead.get_by_role("main")).to_contain_text("Signed off")

    publish(officer)
    board = arrive(own_site, "board", java_script_enabled=scripts)
    board.goto("/plans/ni-101/")
    main = board.get_by_role("main")
    expect(main).to_contain_text("6 of 40 young people")
    expect(main).to_contain_text("Offer a summer school in mathematics")
    expect(main).to_contain_text("Tuition is in place.")
    assert status_of(board, RETURN) == 404


def publish(officer: Page) -> None:
    """Close the quarter and publish it, with what is missing."""
    officer.goto("/quarters/2009-q3/close/")
    officer.get_by_role("button", name="Close the quarter").click()
    officer.goto("/quarters/2009-q3/publish/")
    officer.get_by_label("Why is it published without what is missing?").fill("The Board meets.")
    officer.get_by_role("button", name="Publish the quarter").click()
    expect(officer.get_by_role("alert")).to_contain_text("is now published")


def test_what_is_typed_saves_itself_and_says_how_the_figure_stands(changing_site, arrive):
    page = arrive(changing_site, "manager")
    page.goto(FIGURE)

    enter_the_figure(page, "6")

    expect(page.get_by_text(re.compile(r"^Saved at \d\d:\d\d$"))).to_be_visible()
    stands = page.get_by_role("complementary", name="How it stands").get_by_role("status")
    expect(stands).to_contain_text("15.0%")
    expect(stands).to_contain_text("met")
    enter_the_figure(page, "5")
    expect(stands).to_contain_text("missed")
    page.goto(FIGURE)
    expect(page.get_by_label(NUMERATOR)).to_have_value("5")


def summary(page: Page) -> Locator:
    page.goto(f"{RETURN}summary/")
    return page.get_by_label("What should the Board know?")


@pytest.mark.parametrize(
    ("button", "leads_to"), [("Save and come back later", f"{RETURN}$"), ("Flag for", "/flag/")]
)
def test_where_nothing_was_typed_a_button_works_when_pressed_once(
    changing_site, arrive, button, leads_to
):
    page = arrive(changing_site, "manager")
    page.goto(f"{RETURN}risks/")
    page.get_by_role("button", name=button).first.click()

    expect(page).to_have_url(re.compile(leads_to))


def test_leaving_a_page_at_once_loses_no_word(own_site, arrive):
    page = arrive(own_site, "manager")
    summary(page).fill("Typed a moment before leaving.")
    page.get_by_role("link", name="NI 101", exact=True).click()
    expect(page).to_have_url(re.compile(f"{RETURN}$"))

    # What a page sends when it is left may arrive a moment later than the page after it.
    for _ in range(20):
        if summary(page).input_value():
            break
        page.wait_for_timeout(250)
    expect(summary(page)).to_have_value("Typed a moment before leaving.")


def test_who_types_on_without_a_pause_is_saved_all_the_same(own_site, arrive):
    page = arrive(own_site, "manager")
    box = summary(page)

    with page.expect_response(lambda answer: answer.request.method == "POST"):
        box.press_sequentially("twenty keys or more.", delay=350)


def test_without_a_connection_the_page_stays_with_every_word(own_site, arrive):
    page = arrive(own_site, "manager")
    box = summary(page)
    box.fill("Written in a tunnel.")
    page.evaluate(
        "() => { sends = window.fetch; window.fetch = () => Promise.reject(new TypeError()); }"
    )
    go_on(page)

    expect(page.get_by_role("status").filter(has_text="there is no connection")).to_be_visible()
    expect(box).to_have_value("Written in a tunnel.")
    page.evaluate("() => { window.fetch = sends; }")
    go_on(page)
    expect(page).to_have_url(re.compile("/check/$"))


def test_two_people_at_the_same_answer_see_each_others(changing_site, arrive, troubles):
    manager = arrive(changing_site, "manager", java_script_enabled=False)
    lead = arrive(changing_site, "lead", java_script_enabled=False)
    for page in (manager, lead):
        page.goto(f"{RETURN}summary/")
    manager.get_by_label("What should the Board know?").fill("All is well.")
    go_on(manager)

    lead.get_by_label("What should the Board know?").fill("Not all is well.")
    go_on(lead)

    expect(lead.get_by_role("alert")).to_contain_text("Somebody else changed the same answer")
    expect(lead.get_by_role("main")).to_contain_text("All is well.")
    expect(lead.get_by_label("What should the Board know?")).to_have_value("Not all is well.")
    troubles.take_as_meant("/summary/", 409)
    go_on(lead)
    manager.goto(f"{RETURN}summary/")
    expect(manager.get_by_label("What should the Board know?")).to_have_value("Not all is well.")


def test_a_double_click_proposes_one_thing(changing_site, arrive):
    page = arrive(changing_site, "manager")
    page.goto(f"{RETURN}risks/")
    page.get_by_text("Propose a new risk").click()
    page.get_by_label("What could go wrong?").fill("Schools close for snow")

    page.get_by_role("button", name="Save and continue").dblclick()
    expect(page.get_by_role("alert")).to_contain_text("Risk 1: choose an impact.")
    page.goto(f"{RETURN}risks/")

    expect(page.get_by_role("heading", name="New risk (proposed)")).to_have_count(1)


def test_a_return_takes_only_keys(changing_site, arrive):
    page = arrive(changing_site, "lead")
    page.goto(f"{RETURN}dependencies/")
    first = question(page, "Dependency on NI 99").get_by_label("On course")
    first.focus()

    page.keyboard.press("Space")
    expect(first).to_be_checked()
    page.keyboard.press("ArrowDown")
    second = question(page, "Dependency on NI 99").get_by_label("At risk")
    expect(second).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("The tutor leaves")

    expect(page.get_by_text(re.compile(r"^Saved at"))).to_be_visible()
    page.goto(f"{RETURN}dependencies/")
    expect(question(page, "Dependency on NI 99").get_by_role("textbox")).to_have_value(
        "The tutor leaves"
    )
