"""Nobody needs a mouse."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e


def press_until(page: Page, name: str, most: int = 60) -> list[str]:
    """Press Tab until the element with this name has the focus; what had it on the way."""
    passed = []
    for _ in range(most):
        page.keyboard.press("Tab")
        passed.append(focused(page))
        if passed[-1] == name:
            return passed
    raise AssertionError(f"{name} was not reached: {passed}")


def focused(page: Page) -> str:
    return page.evaluate(
        "document.activeElement.innerText?.trim() || document.activeElement.id"
    ) or page.evaluate("document.activeElement.getAttribute('aria-label') || ''")


def test_signing_in_takes_only_keys(site, arrive):
    page = arrive(site)
    page.goto("/accounts/login/")

    press_until(page, "id_login")
    page.keyboard.type("board")
    press_until(page, "id_password")
    page.keyboard.type("three odd words")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("met")


def test_the_first_tab_offers_to_skip_to_the_main_content(site, arrive):
    page = arrive(site, "board")
    page.goto("/")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_focus_goes_through_the_page_in_the_order_in_which_it_is_read(site, arrive):
    page = arrive(site, "officer")
    page.goto("/reports/2009-q3/")

    passed = press_until(page, "Reports of single plans")

    order = [
        "Skip to main content",
        "LAA Tracker",
        "Your account",
        "Sign out",
        "Dashboard",
        "Plans",
    ]
    assert [each for each in passed if each in order] == order


def test_what_has_the_focus_is_seen_to_have_it(site, arrive):
    page = arrive(site, "board")
    page.goto("/")
    seen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => {
                    const style = getComputedStyle(document.activeElement);
                    return [document.activeElement.outerHTML.slice(0, 80),
                        style.outlineStyle !== "none" || style.boxShadow !== "none"];
                }"""
            )
        )

    assert [where for where, marked in seen if not marked] == []


def test_the_menu_of_a_telephone_opens_by_key(site, arrive):
    page = arrive(site, "board", viewport={"width": 375, "height": 812})
    page.goto("/")
    plans = page.get_by_role("link", name="Plans", exact=True)
    expect(plans).to_be_hidden()

    press_until(page, "Menu")
    page.keyboard.press("Enter")

    expect(plans).to_be_visible()
    press_until(page, "Plans")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Plans – LAA Tracker")


def test_the_arrow_keys_turn_the_pages_of_the_dashboard_in_large_type(site, arrive):
    page = arrive(site, "board", viewport={"width": 1280, "height": 720})
    page.goto("/dashboard/?type=large")
    first, second = page.locator("#page-1"), page.locator("#page-2")

    page.keyboard.press("ArrowRight")
    expect(second).to_be_focused()
    expect(second.get_by_role("heading", level=3)).to_be_in_viewport()

    page.keyboard.press("PageUp")
    expect(first).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()

    first.get_by_role("link", name="Next").click()
    expect(second.get_by_role("heading", level=3)).to_be_in_viewport()


def test_every_key_that_scrolls_turns_the_page_and_the_address_goes_along(site, arrive):
    page = arrive(site, "board", viewport={"width": 1280, "height": 720})
    page.goto("/dashboard/?type=large")
    here = 1

    for key, step in (
        ("ArrowDown", 1), ("Space", 1), ("PageDown", 1), ("ArrowRight", 1),
        ("ArrowUp", -1), ("Shift+Space", -1), ("PageUp", -1), ("ArrowLeft", -1),
    ):  # fmt: skip
        page.keyboard.press(key)
        here += step
        expect(page).to_have_url(re.compile(f"#page-{here}$"))
        expect(page.locator(f"#page-{here}")).to_be_in_viewport(ratio=0.9)


def test_the_address_goes_along_with_the_wheel(site, arrive):
    page = arrive(site, "board", viewport={"width": 1280, "height": 720})
    page.goto("/dashboard/?type=large")
    page.mouse.move(600, 300)

    page.mouse.wheel(0, 1450)

    expect(page).to_have_url(re.compile("#page-3$"))
