"""An officer enters figures in the admin, and is told what cannot be."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

FIGURE = "/admin/indicators/actual/add/"
TARGET = "/admin/indicators/target/add/"


def choose_indicator(page: Page, code: str) -> None:
    """Search for an indicator in the box that completes what one types, and take it."""
    page.get_by_role("combobox").first.click()
    page.get_by_role("searchbox").last.fill(code)
    page.get_by_role("option", name=re.compile(f"^{code} ")).click()


def enter(page: Page, address: str, code: str, choices=(), **typed) -> None:
    """Fill a form of the admin by its labels and save it."""
    page.goto(address)
    choose_indicator(page, code)
    for label, value in typed.items():
        field(page, label).fill(value)
    for label, value in choices:
        field(page, label).select_option(value)
    page.get_by_role("button", name="Save", exact=True).click()


def field(page: Page, label: str):
    return page.get_by_label(f"{label.replace('_', ' ')}:", exact=True)


def test_a_figure_is_entered_and_found_judged_in_the_report(changing_site, arrive):
    page = arrive(changing_site, "officer")
    page.goto("/reports/2009-q3/")
    expect(line_of(page)).to_contain_text("Missed", ignore_case=True)

    enter(page, FIGURE, "NI 101", Period="2008/09", Numerator="6", Denominator="40")

    expect(page.get_by_text("was added successfully")).to_be_visible()
    page.goto("/reports/2009-q3/")
    expect(line_of(page)).to_contain_text("15.0%")
    expect(line_of(page)).to_contain_text("Met", ignore_case=True)
    expect(page.get_by_text("6 of 40 young people (15.0%)").first).to_be_visible()


def line_of(page: Page):
    """NI 101 in the first table of the report: actuals against targets."""
    return page.get_by_role("table").first.get_by_role("row", name=re.compile("^NI 101 "))


@pytest.mark.parametrize(
    ("code", "typed", "said"),
    [
        pytest.param(
            "NI 101",
            {"Period": "2008/09", "Numerator": "41", "Denominator": "40"},
            "41 is more than the denominator, 40: enter how many of the 40.",
            id="numerator above denominator",
        ),
        pytest.param(
            "NI 101",
            {"Period": "2009/11", "Numerator": "6", "Denominator": "40"},
            "is not a year: write 2009/10",
            id="wrong period",
        ),
        pytest.param(
            "NI 101",
            {"Period": "2008/09", "Denominator": "40", "Value": "13.1"},
            "13.1% cannot come from a cohort of 40: the nearest are 5/40 = 12.5 or 6/40 = 15.0.",
            id="percentage that the cohort cannot give",
        ),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_what_was_typed_stays(
    site, arrive, code, typed, said
):
    page = arrive(site, "officer")

    enter(page, FIGURE, code, **typed)

    expect(page.get_by_role("main")).to_contain_text("Please correct")
    expect(page.get_by_role("main")).to_contain_text(said)
    for label, value in typed.items():
        expect(field(page, label)).to_have_value(value)
    expect(page.get_by_role("combobox").first).to_contain_text(code)


def test_a_locked_quarter_takes_no_figure(site, arrive):
    page = arrive(site, "officer")

    enter(
        page, FIGURE, "NI 101", [("Reported in", "2009/10 Q2")],
        Period="2007/08", Numerator="6", Denominator="40",
    )  # fmt: skip

    expect(page.get_by_role("main")).to_contain_text("2009/10 Q2 is published")
    expect(field(page, "Numerator")).to_have_value("6")


def test_a_second_target_for_a_period_asks_why(site, arrive):
    page = arrive(site, "officer")

    enter(page, TARGET, "NI 99", Period="2008/09", From="2009/10 Q3", Value="46")

    expect(page.get_by_role("main")).to_contain_text("It changes one that is in force: say why.")
    expect(field(page, "Value")).to_have_value("46")
