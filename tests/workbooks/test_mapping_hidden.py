"""What is hidden in somebody's list is read, and said: in the pages and on the command line."""

import io

import openpyxl
import pytest
from django.urls import reverse

from tests.workbooks.books import as_bytes
from tests.workbooks.others import grid, guessed
from tests.workbooks.test_commands import run
from tests.workbooks.test_mapping_pages import (
    bring,
    given,
    match,
    officer,  # noqa: F401 - a fixture
    steps,
    wide,
)
from tests.workbooks.test_pages import words
from workbooks.mapping.applying_sheets import apply_layout
from workbooks.mapping.reading import FIELDS
from workbooks.models import Import, KeptMapping

ROWS = [
    ["Ref", "Indicator", "Q3 2009/10 actual", "Notes of ours"],
    ["LAC 01", "Health", 92, "a"],
    ["LAC 02", "Tuition", 39, "b"],
    ["Total", None, 131, None],
]


@pytest.mark.parametrize(
    ("sheet", "rows", "columns", "told"),
    [
        (False, [], [], []),
        (True, [], [], ["the sheet is hidden: it is read all the same"]),
        (False, [2, 3], [], ["hidden rows are read too: 2, 3"]),
        (False, [1], [], ["hidden rows are read too: 1"]),
        # A total is left out, and is said to be; so is a column that nothing is known about.
        (False, [3, 4], [], ["hidden rows are read too: 3"]),
        (False, [4], [], []),
        (False, [], [3, 4], ["hidden columns are read too: C"]),
        (False, [], [4], []),
        (True, [2], [1, 3], ["the sheet is hidden: it is read all the same",
                             "hidden rows are read too: 2", "hidden columns are read too: A, C"]),
    ],
)  # fmt: skip
def test_what_is_hidden_of_what_is_read_is_said(sheet, rows, columns, told):
    looked_at = grid(ROWS)
    looked_at.table.hidden = sheet
    looked_at.table.hidden_rows, looked_at.table.hidden_columns = rows, columns
    made = apply_layout(looked_at, guessed(ROWS).layout, FIELDS)
    assert [each["value"].written for each in made.rows["Actuals"]] == ["92", "39"]
    assert [each.text for each in made.told if "hidden" in each.text] == told


SAID = (
    "KPI list: the sheet is hidden: it is read all the same",
    "KPI list: hidden rows are read too: 7",
    "KPI list: hidden columns are read too: D, E",
)


def partly_hidden() -> bytes:
    """The wide list with a row and two columns hidden, on a hidden sheet beside another one."""
    book = openpyxl.load_workbook(io.BytesIO(wide()))
    sheet = book["KPI list"]
    sheet.sheet_state = "hidden"
    sheet.row_dimensions[7].hidden = True
    for letter in "DE":
        sheet.column_dimensions[letter].hidden = True
    book.create_sheet("About").append(["Produced by the performance team"])
    book.active = 1
    return as_bytes(book)


@pytest.mark.django_db
def test_the_pages_and_the_preview_say_what_is_hidden(client, officer):  # noqa: F811
    record = bring(client, partly_hidden())
    sheets, _, meanings = steps(record)
    page = words(client.get(sheets))
    assert not given(client, sheets).get("use_1"), "what is hidden is read where somebody asks"
    assert "Read the sheet KPI list, which is hidden" in page
    assert "Read the sheet About, which" not in page
    match(client, record)
    for page in (words(client.get(meanings)), words(client.get(record.get_absolute_url()))):
        assert [each for each in SAID if each.removeprefix("KPI list: ") not in page] == []


@pytest.mark.django_db
def test_the_command_line_says_what_is_hidden(client, officer, tmp_path):  # noqa: F811
    match(client, bring(client, wide()), name="KPI list")
    kept = KeptMapping.objects.get()
    mapping, path = tmp_path / "m.json", tmp_path / "kpi.xlsx"
    mapping.write_bytes(client.get(reverse("mapping-file", args=[kept.pk])).content)
    Import.objects.all().delete()
    path.write_bytes(partly_hidden())
    status, out, err = run(path, "--mapping", mapping, "--accept-warnings")
    assert (status, out[-1]) == (0, "saved"), err
    assert [each for each in SAID if f"note: {each}" not in out] == []
