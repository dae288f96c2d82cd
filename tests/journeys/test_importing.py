"""An officer takes everything out, changes it, and brings it back."""

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.fitness import unfitness

pytestmark = pytest.mark.e2e


def take_out(page: Page, directory: Path) -> Path:
    """Download everything as a workbook."""
    page.goto("/imports/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Everything as a workbook (.xlsx)").click()
    file = directory / download.value.suggested_filename
    download.value.save_as(file)
    return file


def bring(page: Page, file: Path) -> None:
    page.goto("/imports/")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files(file)
    page.get_by_role("button", name="Check the file").click()


def heading(page: Page):
    return page.get_by_role("heading", level=1)


def test_what_was_taken_out_changes_nothing_when_it_is_brought_back(
    changing_site, arrive, tmp_path
):
    page = arrive(changing_site, "officer")

    bring(page, take_out(page, tmp_path))

    expect(heading(page)).to_contain_text("changes nothing")


def test_what_is_wrong_is_told_with_its_sheet_and_cell_and_nothing_is_saved(
    changing_site, arrive, tmp_path
):
    page = arrive(changing_site, "officer")
    file = tmp_path / "Targets.csv"
    file.write_text("Indicator,Period,Target\nNI 999,2009/10,50\nNI 99,2009/11,50\n")

    bring(page, file)

    expect(heading(page)).to_have_text("There are 2 problems in Targets.csv")
    problems = page.get_by_role("table", name="What is wrong, in the order of the file")
    expect(problems.get_by_role("row", name="Targets!A2")).to_contain_text("NI 999")
    expect(problems.get_by_role("row", name="Targets!B3")).to_contain_text("2009/11")
    expect(page.get_by_role("main")).to_contain_text("Nothing was saved")
    assert unfitness(page) == []


def test_a_file_that_is_no_workbook_is_told_beside_the_box(changing_site, arrive, tmp_path):
    page = arrive(changing_site, "officer")
    file = tmp_path / "figures.xlsx"
    file.write_bytes(b"\x89PNG\r\n\x1a\n")

    bring(page, file)

    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    assert unfitness(page) == []
    expect(heading(page)).to_have_text("Imports")


def test_a_change_is_previewed_saved_and_seen(changing_site, arrive, tmp_path):
    page = arrive(changing_site, "officer")
    file = take_out(page, tmp_path)
    book = openpyxl.load_workbook(file)
    cell = cell_of(book["Plans"], "NI 101", "Post")
    cell.value = "Head of Integrated Services"
    book.save(file)

    bring(page, file)

    expect(heading(page)).to_contain_text("1 changed row")
    expect(page.get_by_role("region", name="Plans: new and changed rows")).to_contain_text(
        "Head of Integrated Services"
    )
    assert unfitness(page) == []
    page.get_by_role("button", name="Save all of it").click()
    expect(page.get_by_role("main")).to_contain_text("is saved")
    page.goto("/plans/ni-101/")
    expect(page.get_by_role("main")).to_contain_text("Head of Integrated Services")


def cell_of(sheet, key: str, column: str):
    """The cell of the row whose first cell is `key`, under a heading."""
    headings = [each.value for each in sheet[1]]
    row = next(each for each in sheet.iter_rows(min_row=2) if each[0].value == key)
    return row[headings.index(column)]


def test_what_a_table_would_change_is_shown_so_that_everybody_can_look_at_all_of_it(
    changing_site, arrive, tmp_path
):
    page = arrive(changing_site, "officer")
    file = tmp_path / "Figures.csv"
    heads = "Indicator,Period,Reported in,Standing,Value,Reason"
    file.write_text(f"{heads}\nLAC 02,2009/10 Q3,2009/10 Q3,final,35,mended\n")
    page.goto("/admin/indicators/actual/import/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Check").click()

    expect(page.get_by_role("heading", name="What would be saved")).to_be_visible()
    assert unfitness(page) == []
