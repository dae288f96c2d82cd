"""A council's first day: from an empty house to the first quarter, and the second person."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.fitness import unfitness
from tests.journeys.test_importing import bring

pytestmark = pytest.mark.e2e

LINK = re.compile(r"http://127\.0\.0\.1:\d+(/accounts/password/reset/key/\S+)")
WORD = "four other odd words"
AGREEMENT = {
    "Title": "Shropshire Local Area Agreement",
    "Area": "Shropshire",
    "First year": "2008/09",
    "Last year": "2010/11",
}


def choose_password(page: Page, link: str) -> None:
    """Open a one-time link and choose a password with it."""
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Choose a password")
    assert unfitness(page) == []
    page.get_by_label("Password", exact=True).fill(WORD)
    page.get_by_role("button", name="Save and sign in").click()


def test_the_first_day_leads_from_an_empty_house_to_the_first_quarter(empty_site, arrive, tmp_path):
    assert "manage.py create_officer EMAIL" in empty_site.said()
    said = empty_site.manage("create_officer", "ann@council.example", "--name", "Ann Lee")
    ann, ben = arrive(empty_site), arrive(empty_site)

    choose_password(ann, LINK.search(said)[1])
    expect(ann.get_by_role("heading", level=1)).to_have_text("Your first day with LAA Tracker")
    assert unfitness(ann) == []

    ann.get_by_role("link", name="Enter the agreement").click()
    for label, words in AGREEMENT.items():
        ann.get_by_label(f"{label}:", exact=True).fill(words)
    ann.get_by_role("button", name="Save", exact=True).click()
    expect(ann.get_by_text("was added successfully")).to_be_visible()
    expect_done(ann, "Enter the agreement")

    ann.get_by_role("link", name="Bring in the delivery plans").click()
    bring(ann, plans_in_a_table(tmp_path / "Plans.csv"))
    ann.get_by_role("button", name="Save all of it").click()
    expect(ann.get_by_role("alert")).to_contain_text("is saved")
    expect_done(ann, "Bring in the delivery plans")

    ann.get_by_role("link", name="Add the people").click()
    ann.get_by_label("Name:", exact=True).fill("Ben Hall")
    ann.get_by_label("E-mail:", exact=True).fill("ben@council.example")
    ann.get_by_role("button", name="Save", exact=True).click()
    expect(ann.get_by_role("heading", level=1)).to_have_text("One-time links to hand over")
    choose_password(ben, LINK.search(ann.get_by_role("main").inner_text())[1])
    expect(ben.get_by_role("banner")).to_contain_text("Ben Hall")
    expect_done(ann, "Add the people")

    ann.get_by_role("link", name="Open the first quarter").click()
    ann.get_by_role("link", name=re.compile("^Open ")).first.click()
    ann.get_by_role("button", name="Open the quarter").click()
    expect(ann.get_by_role("alert")).to_contain_text("is now open")
    ann.goto("/")
    expect(ann.get_by_role("heading", level=1)).to_contain_text("0 of 1 returns are in; due")


def plans_in_a_table(file: Path) -> Path:
    """One plan of the agreement, as somebody would keep it in a spreadsheet."""
    row = {"Plan": "LAC 01", "Title": "Health of looked after children"}
    row |= {"Agreement" if name == "Title" else name: words for name, words in AGREEMENT.items()}
    file.write_text(f"{','.join(row)}\n{','.join(row.values())}\n")
    return file


def expect_done(officer: Page, step: str) -> None:
    """At home again, the step is done and the others are still offered."""
    officer.goto("/")
    expect(officer.get_by_role("listitem").filter(has_text=step)).to_contain_text("Done")
