"""An officer brings a delivery plan as it was written in Word."""

import zipfile

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.fitness import unfitness
from tests.workbooks.documents.word import FILES

pytestmark = pytest.mark.e2e
SAVED_BY_LIBREOFFICE = FILES / "saved-by-libreoffice.docx"


@pytest.fixture
def plan(tmp_path):
    """The real plan in Word, of an indicator of which nothing is kept."""
    file = tmp_path / "plan.docx"
    with zipfile.ZipFile(SAVED_BY_LIBREOFFICE) as real, zipfile.ZipFile(file, "w") as ours:
        for name in real.namelist():
            ours.writestr(name, real.read(name).replace(b"NI 101", b"NI 117"))
    return file


def heading(page: Page):
    return page.get_by_role("heading", level=1)


def test_a_plan_in_word_is_asked_about_previewed_and_saved(changing_site, arrive, plan):
    page = arrive(changing_site, "officer")
    page.goto("/imports/documents/")
    assert unfitness(page) == []
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose the document").click()
    chooser.value.set_files(plan)
    page.get_by_role("button", name="Read the plan").click()

    expect(heading(page)).to_contain_text("plan.docx leaves")
    assert unfitness(page) == []
    cohort = page.get_by_role("group", name="2.4% needs a cohort of 41, 42 or 82 to 85")
    cohort.get_by_role("radio", name="42", exact=True).check()
    page.get_by_role("button", name="Go on to the preview").first.click()
    expect(page.get_by_role("alert")).to_contain_text("Answer this: Row 3 looks like 2 risks")
    assert unfitness(page) == []
    expect(cohort.get_by_role("radio", name="42", exact=True)).to_be_checked()

    page.get_by_role("button", name="Answer the rest as suggested").click()
    expect(heading(page)).to_have_text("plan.docx: every question is answered")
    page.get_by_role("button", name="Go on to the preview").first.click()
    expect(heading(page)).to_contain_text("new rows")
    page.get_by_role("button", name="Save all of it").click()
    expect(page.get_by_role("main")).to_contain_text("Everything in plan.docx is saved.")

    page.goto("/plans/ni-117/")
    expect(page.get_by_role("main")).to_contain_text("Possible flu pandemic will impact")
