"""Every page, on a desk, on a telephone, on paper and as written."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.addresses import ADMIN, FIRST, PAGES
from tests.journeys.fitness import DESK, TELEPHONE, unfitness

pytestmark = pytest.mark.e2e

OWN = [(name, address) for name, addresses in PAGES.items() for address in addresses]
THOROUGH = pytest.mark.thorough
LOOKED_AT = [
    pytest.param(name, address, marks=() if address in FIRST[name] else THOROUGH)
    for name, address in OWN
]
# GOV.UK's date input, as its own examples have it.
GOVUKS_OWN = ": The “group” role is unnecessary for element “fieldset”."
# A folder for pictures of every page, for whoever wants to look at them.
SHOTS = os.environ.get("LAA_SHOTS", "")


@pytest.mark.parametrize(("name", "address"), LOOKED_AT, ids=lambda each: each or "anonymous")
def test_a_page_is_fit_for_everybody_and_for_paper(site, arrive, name, address):
    page = arrive(site, name, viewport=DESK)
    page.goto(address)

    assert unfitness(page) == []
    shoot(page, name, address)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation", name="Menu")).to_be_hidden()


@pytest.mark.parametrize(
    "address", [ADMIN[0], *(pytest.param(each, marks=THOROUGH) for each in ADMIN[1:])]
)
def test_a_page_of_the_admin_is_fit_for_everybody(site, arrive, address):
    page = arrive(site, "officer", viewport=DESK)
    page.goto(address)

    assert unfitness(page) == []
    shoot(page, "officer", address)


def test_every_page_is_written_as_html_should_be(site, arrive, html_checker, tmp_path):
    files = []
    for name, address in OWN:
        file = tmp_path / f"{file_name(name, address)}.html"
        answer = arrive(site, name).context.request.get(address)
        file.write_bytes(answer.body())
        files.append(file)

    assert [said for said in html_checker(files) if not said.endswith(GOVUKS_OWN)] == []


# Pictures ---------------------------------------------------------------------------------


def shoot(page: Page, name: str, address: str) -> None:
    """Pictures of the page on a desk, on a telephone and on paper, where somebody wants them."""
    if not SHOTS:
        return
    words = Path(SHOTS) / file_name(name, address)
    for size in (TELEPHONE, DESK):
        page.set_viewport_size(size)
        page.screenshot(path=f"{words}-{size['width']}.png", full_page=True)
    page.pdf(path=f"{words}.pdf", format="A4", print_background=True)
    subprocess.run(["pdftoppm", "-r", "60", "-png", f"{words}.pdf", words], check=True)


def file_name(name: str, address: str) -> str:
    words = re.sub(r"\W+", "-", address).strip("-") or "home"
    return f"{name or 'anonymous'}-{words}"
