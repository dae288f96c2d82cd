"""Every column of every sheet spoilt in turn: one fault, one problem at its cell, never a crash."""

import pytest

from sheets.cells import address, parted
from tests.builders import make_actual, make_indicator, make_plan, make_quarter, make_target
from tests.workbooks.books import ACTUALS, TARGETS, Rows, bring, checked, reading, told
from tests.workbooks.whole import Q1, Q2, headings_of, rows_of, whole
from workbooks.book import SHEETS, kept_book
from workbooks.checking import check

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


@pytest.mark.thorough
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


# Many faults at once

PLANTED = {
    "Quarters!A2": "2009/10 Q5",
    "Quarters!C3": "1 September 2009",  # before it opens
    "People!A2": "no address",
    "People!C3": "mayor",
    "Plans!A2": None,  # named by fifteen rows
    "Plans!F3": "2007/08",  # before the first year
    "Indicators!A2": "NI 200",  # named by five rows
    "Indicators!H3": "upwards",
    "Indicators!I3": "one",
    "Indicators!F4": "percents",
    "Targets!B2": "2009/11",
    "Targets!D3": "forty",
    "Targets!F3": "regional",
    "Actuals!D2": "finished",
    "Actuals!H3": 36,  # over the high number
    "Actuals!K4": None,  # not available, and why not
    "Actuals!L4": "8/1/20",
    "Actuals!G5": "#REF!",
    "Comparators!F2": "mostly",
    "Actions!B3": "two",
    "Actions!C4": None,
    "Action updates!D2": "fine",
    "Action updates!C4": "2009/10 Q9",
    "Milestones!E2": "soon",
    "Milestones!D3": None,
    "Milestone updates!E2": "8/1/20",
    "Milestone updates!G2": None,  # it moves, and why
    "Risks!C2": None,
    "Risks!B3": -1,
    "Risk assessments!D2": "Huge",
    "Risk assessments!G3": None,  # closed, and why
    "Dependencies!B3": None,
    "Dependency updates!D3": "fine",
    "Policies!B2": None,
}


@pytest.mark.parametrize("is_kept", [False, True])
def test_thirty_faults_of_all_sheets_are_told_at_exactly_their_cells(is_kept):
    sheets = whole()
    sheets["Actuals"][2][0] = "LAC 02"
    if is_kept:
        assert bring(**sheets).record
    for place, value in PLANTED.items():
        name, _, cell = place.partition("!")
        column, row = parted(cell)
        assert sheets[name][row - 1][column - 1] != value
        sheets[name][row - 1][column - 1] = value
    found = places(sheets)
    assert set(found) == set(PLANTED)
    assert len(found) == len(PLANTED) > 30


# One fault, one problem


def test_what_is_not_between_a_low_and_a_high_that_contradict_each_other_is_not_told():
    sheets = whole()
    sheets["Actuals"][2][headings_of("Actuals").index("High")] = 24
    assert places(sheets) == ["Actuals!H3"]


def test_what_merged_cells_cover_is_not_blank_besides():
    file = reading(**whole())
    (plans,) = [each for each in file.tables if each.name == "Plans"]
    plans.merged = ["B2:C2", "A3:C3"]
    for _, row in plans.rows[1:]:
        row.pop(3)
    plans.rows[2][1].pop(2)
    assert [each.place for each in check(file, kept_book()).errors] == ["Plans!B2", "Plans!A3"]


@pytest.fixture
def published():
    """LAC 01 with a figure and a target of a quarter that is published; another one is open."""
    indicator = make_indicator(code="LAC 01")
    quarter = make_quarter(Q1)
    make_actual(indicator=indicator, period=Q1, reported_in=quarter, numerator=30, denominator=40)
    make_target(indicator=indicator, period=Q2, value=80)
    make_quarter(Q1, "published")
    make_quarter(Q2, "open")


def actual(**changes) -> list[str]:
    """What is told of the figure that is kept, with these cells changed."""
    row = dict(zip(ACTUALS, ["LAC 01", Q1, Q1, "final", 30, 40, 75], strict=True)) | changes
    return places({"Actuals": [list(row), list(row.values())]})


def target(*cells) -> list[str]:
    return places({"Targets": [TARGETS, ["LAC 01", Q2, "the start", *cells]]})


def test_a_wrong_value_in_a_locked_row_is_told_alone_where_nothing_else_differs(published):
    assert actual(Value=76) == ["Actuals!G2"]
    assert actual(Numerator=41) == ["Actuals!E2"]
    assert actual(Numerator=31) == ["Actuals!G2"]
    assert actual(Numerator=31, Value=77.5) == ["Actuals!C2"]
    assert target("17.85") == ["Targets!D2"]
    assert target(80, "to be agreed") == ["Targets!D2"]


def test_a_row_that_is_locked_is_told_with_all_that_is_wrong_where_more_differs(published):
    assert actual(Value=76, Why="Rain") == ["Actuals!C2", "Actuals!G2"]
    assert actual(Standing="finished", Why="Rain") == ["Actuals!C2", "Actuals!D2"]
    assert target("17.85", "set", "local") == ["Targets!C2", "Targets!D2"]
    assert target(70) == ["Targets!C2"]


# All of a row in one go


def test_a_milestone_whose_new_date_cannot_be_read_is_asked_for_its_reason_as_well():
    sheets = whole()
    sheets["Milestone updates"][1][4:7] = ["8/1/20", None, None]
    assert places(sheets) == ["Milestone updates!E2", "Milestone updates!G2"]


def test_a_designated_target_is_asked_for_its_approval_and_its_reason_at_once():
    indicator = make_indicator(code="LAC 01")
    make_target(indicator=indicator, period="2009/10", value=15, designation="designated")
    result = checked(
        Targets=[[*TARGETS, "Approval reference"], ["LAC 01", "2009/10", Q2, 17, "set", "local"]]
    )
    assert [each.place for each in result.errors] == ["Targets!G2"]
    assert [each.place for each in result.reasons_wanted] == ["Targets!D2"]


def test_no_reason_is_asked_for_what_is_wrong_or_locked(published):
    headings = [*ACTUALS, "Why"]
    for numerator, why in ((41, None), (31, None), (41, "Rain")):
        row = ["LAC 01", Q1, Q1, "final", numerator, 40, None, why]
        result = checked(Actuals=[headings, row])
        assert (bool(result.errors), result.reasons_wanted) == (True, [])


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
