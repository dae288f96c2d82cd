"""An officer brings the council's own list and says what its columns are."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.fitness import unfitness
from tests.workbooks.books import xlsx

pytestmark = pytest.mark.e2e

LIST = [
    ["Corporate parenting: performance in 2009/10, Quarter 3"],
    [],
    ["Ref", "Indicator", "Good is", "Unit", "Target 2009/10", "Q3", "Q4", "RAG", "Comments"],
    ["Be healthy"],
    ["CP 21", "Dental checks", "Bigger is better", "%", "90%", "33 of 40", 0, "G", "Well done"],
    ["CP 22", "School days missed", "Smaller is better", "No.", "TBC", 241, 0, "G"],
    ["Total", None, None, None, None, 274, 0],
]


def heading(page: Page):
    return page.get_by_role("heading", level=1)


@pytest.mark.parametrize("script", [True, False])
def test_a_list_in_another_layout_is_matched_and_saved_with_script_and_without(
    own_site, arrive, tmp_path, script
):
    page = arrive(own_site, "officer", java_script_enabled=script)
    file = tmp_path / "kpi.xlsx"
    file.write_bytes(xlsx(KPI_list=LIST))

    page.goto("/imports/")
    page.get_by_role("link", name="Match its columns to ours").click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Match its columns").click()
    expect(heading(page)).to_have_text("Which sheets are read, and where are their headings?")
    fit(page, script)
    page.get_by_role("button", name="Continue to the columns").click()

    expect(heading(page)).to_have_text("What do the columns of KPI list become?")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("final, provisional or forecasts")
    fit(page, script)
    page.get_by_label("Standing (Actuals)").select_option("final")
    page.get_by_label("Plan’s reference").last.fill("NI 101")
    page.get_by_label("Year type (Indicators)").select_option("financial")
    page.get_by_label("Frequency (Indicators)").select_option("quarterly")
    page.get_by_role("button", name="Continue").click()

    expect(heading(page)).to_have_text("What becomes of it")
    expect(page.get_by_role("region", name="Actuals: the first rows")).to_contain_text("33")
    fit(page, script)
    page.get_by_label("There is no data yet: leave it out").check()
    page.get_by_label("Keep this under a name").fill("Corporate parenting list")
    page.get_by_label("I have looked at every guess").check()
    page.get_by_role("button", name="Check the file").click()

    expect(heading(page)).to_contain_text("6 new")
    expect(page.get_by_role("main")).to_contain_text("KPI list!A5")
    accept = page.get_by_label("I have checked what is asked about")
    if accept.count():
        accept.check()
    page.get_by_role("button", name="Save all of it").click()
    expect(page.get_by_role("main")).to_contain_text("is saved")
    page.goto("/imports/mappings/")
    page.get_by_role("link", name="Corporate parenting list").click()
    expect(heading(page)).to_have_text("Corporate parenting list")
    fit(page, script)


def fit(page: Page, script: bool) -> None:
    """Whoever cannot run a script cannot run the checker either."""
    if script:
        assert unfitness(page) == []
