"""Every column of every sheet spoilt in turn: one fault, one problem at its cell, never a crash."""

import pytest

from sheets.cells import address
from tests.builders import make_plan
from tests.workbooks.books import Rows, bring, checked, told
from tests.workbooks.whole import Q1, headings_of, rows_of, whole
from workbooks.book import SHEETS

pytestmark = pytest.mark.django_db

NAMES = [sheet.name for sheet in SHEETS]
NONSENSE = "???"
# Where a fault makes another row of the file say something else than before, that row is told.
SEEN_ELSEWHERE = {
    ("Plans", "Area"): "Plans!D3",
    ("Dependencies", "LAA priority"): "Dependency updates!B2",
}


def spoilt(name: str, column: int, value: object, sheets: dict[str, Rows]) -> dict[str, Rows]:
    """These sheets with that value in the first row of a column, counted from 0."""
    sheets[name][1][column] = value
    return sheets


def without(name: str, column: int, sheets: dict[str, Rows]) -> dict[str, Rows]:
    for row in sheets[name]:
        del row[column]
    return sheets


def places(sheets: dict[str, Rows]) -> list[str]:
    return [each.place for each in checked(**sheets).errors]


def assert_told_at_its_cell(name: str, make: object) -> None:
    """Whatever is spoilt in a row, nothing is told but that, and once."""
    for column, heading in enumerate(headings_of(name)):
        at = f"{name}!{address(column + 1, 2)}"
        expected = ([], [at], [SEEN_ELSEWHERE.get((name, heading))])
        for value in (None, NONSENSE):
            assert places(spoilt(name, column, value, make())) in expected, (heading, value)


def test_nothing_is_wrong_with_the_workbook_that_is_spoilt():
    result = checked(**whole())
    assert (result.errors, result.warnings) == ([], [])
    assert [each.sheet.name for each in result.sheets] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_cell_that_is_blank_or_nonsense_is_told_once_beside_all_other_sheets(name):
    assert_told_at_its_cell(name, whole)


@pytest.mark.parametrize("name", NAMES)
def test_a_cell_that_is_blank_or_nonsense_crashes_nothing_in_a_sheet_alone(name):
    for column, heading in enumerate(headings_of(name)):
        for value in (None, NONSENSE):
            found = places(spoilt(name, column, value, {name: rows_of(name)}))
            assert all(each.startswith(f"{name}!") for each in found), (heading, value)


@pytest.mark.parametrize("name", NAMES)
def test_a_column_that_is_missing_is_told_in_its_sheet_and_nowhere_else(name):
    for column, heading in enumerate(headings_of(name)):
        (sheet,) = [each for each in SHEETS if each.name == name]
        found = told(**without(name, column, whole()))
        assert not sheet.columns[column].required or len(found) == 1, (heading, found)
        alone = told(**without(name, column, {name: rows_of(name)}))
        assert all(each.startswith(f"{name}!") for each in (*found, *alone)), (heading, found)


def test_a_cell_that_is_spoilt_in_a_workbook_that_is_kept_is_told_once():
    assert bring(**whole()).record
    assert checked(**whole()).changes == []
    for name in NAMES:
        assert_told_at_its_cell(name, whole)


# Keys that cannot be read


@pytest.mark.parametrize("quarter", [None, "2009/10 Q5"])
def test_a_quarter_that_cannot_be_read_is_told_beside_one_that_can(quarter):
    rows = [["Quarter", "Opens", "Due"], [Q1, None, None], [quarter, "1 July 2009", None]]
    (problem,) = told(Quarters=rows)
    assert problem.startswith("Quarters!A3: ")


def test_rows_that_may_name_the_one_whose_key_cannot_be_read_are_not_told():
    sheets = whole()
    sheets["Plans"][1][0] = None
    sheets["Indicators"][1][0] = "NI 200"
    sheets["Actions"][2][1] = "two"
    sheets["Risks"][2][1] = -1
    assert places(sheets) == ["Plans!A2", "Indicators!A2", "Actions!B3", "Risks!B3"]


def test_a_row_that_cannot_name_the_one_whose_key_cannot_be_read_is_told():
    sheets = whole()
    sheets["Actions"][2][1] = "two"
    sheets["Action updates"][3][1] = 9
    assert places(sheets) == ["Actions!B3", "Action updates!B4"]


def test_a_name_that_one_row_alone_has_is_its_own_slip_though_another_key_cannot_be_read():
    sheets = whole()
    sheets["Indicators"][1][0] = "NI 200"
    sheets["Targets"][2][0] = "NI 77"
    assert places(sheets) == ["Indicators!A2", "Targets!A3"]


def test_what_names_the_number_that_is_there_twice_instead_is_not_told_again():
    sheets = whole()
    sheets["Actions"][2][1] = 1
    assert places(sheets) == ["Actions!A3"]


def test_a_row_that_is_kept_is_known_though_its_key_is_spoilt_so_that_other_names_are_told():
    bring(**whole())
    sheets = whole()
    sheets["Plans"][1][0] = "LAC/Care"
    sheets["Risks"][2][0] = "LAC Caer"
    assert places(sheets) == ["Plans!A2", "Risks!A3"]


# Columns that a new row needs


@pytest.mark.parametrize("column", ["Unit", "Good is", "Year type", "Frequency"])
@pytest.mark.parametrize("sheet", ["Targets", "Actuals", "Comparators"])
def test_what_is_about_a_new_indicator_without_a_column_is_told_once(column, sheet):
    make_plan(reference="LAC Care")
    indicators = without(
        "Indicators",
        headings_of("Indicators").index(column),
        {"Indicators": rows_of("Indicators")},
    )
    assert told(**indicators, **{sheet: rows_of(sheet)}) == [
        f"Indicators!A1: the column {column} is missing, and row 2 is new: add it"
    ]
