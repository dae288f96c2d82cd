"""Every page of ours, on a desk, on a telephone and on paper."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.addresses import PAGES

pytestmark = pytest.mark.e2e

OWN = [(name, address) for name, addresses in PAGES.items() for address in addresses]
DESK, TELEPHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 812}
AXE = Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHOTS = os.environ.get("LAA_SHOTS", "")
FINDINGS = """async standards => {
    const found = await axe.run({runOnly: standards, resultTypes: ["violations"]});
    return found.violations.flatMap(
        each => each.nodes.map(node => `${each.id}: ${node.target.join(" ")}`)
    );
}"""


def findings(page: Page) -> list[str]:
    """What axe-core finds wrong with the page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(FINDINGS, STANDARDS)


@pytest.mark.parametrize(("name", "address"), OWN, ids=lambda each: each or "anonymous")
def test_a_page_is_fit_for_desk_telephone_and_paper(site, arrive, name, address):
    page = arrive(site, name, viewport=DESK)
    page.goto(address)
    on_the_desk = findings(page)
    shoot(page, name, address, "desk")
    page.set_viewport_size(TELEPHONE)
    on_the_telephone = findings(page)
    shoot(page, name, address, "telephone")
    width = page.evaluate("document.documentElement.scrollWidth")
    page.emulate_media(media="print")

    assert on_the_desk == []
    assert on_the_telephone == []
    assert width <= TELEPHONE["width"]
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    print_out(page, name, address)


def shoot(page: Page, name: str, address: str, how: str) -> None:
    if SHOTS:
        page.screenshot(path=file_of(name, address, f"{how}.png"), full_page=True)


def print_out(page: Page, name: str, address: str) -> None:
    if SHOTS:
        paper = file_of(name, address, "paper.pdf")
        page.pdf(path=paper, format="A4", print_background=True)
        subprocess.run(["pdftoppm", "-r", "60", "-png", paper, paper.with_suffix("")], check=True)


def file_of(name: str, address: str, ending: str) -> Path:
    words = re.sub(r"\W+", "-", address).strip("-") or "home"
    return Path(SHOTS) / f"{name or 'anonymous'}-{words}-{ending}"
