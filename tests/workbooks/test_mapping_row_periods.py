"""Lists with a row for each quarter: the columns of a row say which one it is about."""

from datetime import date

import pytest

from indicators.models import Actual
from sheets.cells import Cell, Place
from tests.builders import make_indicator
from tests.workbooks.books import Rows, xlsx
from tests.workbooks.others import applied, became, grid, guessed, said
from tests.workbooks.test_mapping_pages import (
    ALL,
    CONSTANTS,
    bring,
    match,
    officer,  # noqa: F401 - a fixture
    send,
    steps,
)
from tests.workbooks.test_pages import words
from workbooks.mapping.applying_sheets import apply_layout
from workbooks.mapping.fields import OWN_QUARTER, PERIOD, QUARTER, YEAR
from workbooks.mapping.reading import FIELDS
from workbooks.mapping.row_periods import put_together, quarter_in
from workbooks.models import ImportState

pytestmark = pytest.mark.django_db

YEAR_AND_QUARTER: Rows = [
    ["Ref", "Measure", "Year", "Quarter", "Actual"],
    ["LAC 11", "Clubs", "2009/10", "Q2", 89],
    ["LAC 11", "Clubs", "2009/10", "Q1", 141],
    ["LAC 02", "Tuition", "2009/10", "Q2", 34],
]
QUARTERS: Rows = [
    ["Ref", "Measure", "Quarter", "Actual", "Comment"],
    ["LAC 11", "Clubs", "Q2 2009/10", 89, "a"],
    ["LAC 11", "Clubs", "Q1 2009/10", 141, ""],
    ["LAC 02", "Tuition", "Q2 2009/10", 34, ""],
]


@pytest.mark.parametrize("written", ["Q3", "Qtr 3", "Quarter 3", "3", "third quarter", "Oct-Dec"])
def test_a_bare_quarter_is_that_of_the_year_beside_it(written):
    assert quarter_in(written, "2009/10").label == "2009/10 Q3"


@pytest.mark.parametrize("written", ["Q5", "Q3 actual", "2009/10", "12", "Oct-09", ""])
def test_other_words_are_no_quarter(written):
    assert quarter_in(written, "2009/10") is None


def row(quarter: object, year: object = None, whole_file: str = "") -> dict[str, Cell]:
    cells = {OWN_QUARTER: Cell(quarter, origin=Place("List", "D2"))}
    if year is not None:
        cells[YEAR] = Cell(year, origin=Place("List", "C2"))
    return put_together(cells, whole_file)


@pytest.mark.parametrize(
    ("quarter", "year", "whole_file", "made"),
    [
        ("Q3", "2009/10", "", "2009/10 Q3"),
        (3, "2009-10", "", "2009/10 Q3"),
        ("Q3", None, "2009/10", "2009/10 Q3"),
        ("Q3 2009/10", None, "2008/09", "2009/10 Q3"),
        ("2009/10 Q3", "2009/10", "", "2009/10 Q3"),
        ("Jan-Mar", "09/10", "", "2009/10 Q4"),
    ],
)
def test_year_and_quarter_are_one_period_in_which_the_figure_was_reported(
    quarter, year, whole_file, made
):
    found = row(quarter, year, whole_file)
    assert {name: cell.written for name, cell in found.items()} == {PERIOD: made, QUARTER: made}


def test_a_whole_year_is_not_reported_in_a_quarter_that_nobody_named():
    found = row("Annual", "2008/09")
    assert {name: cell.written for name, cell in found.items()} == {PERIOD: "2008/09"}
    assert row("2008/09").keys() == {PERIOD}


def test_a_year_that_is_not_certain_or_another_one_is_told_at_its_cell():
    cell = row("Q3", 2009)[PERIOD]
    assert (cell.origin.cell, cell.trouble) == (
        "C2", "“2009” is not a year such as 2009/10: write the one that is meant"
    )  # fmt: skip
    cell = row("Q3 2008/09", "2009/10")[PERIOD]
    assert (cell.origin.cell, cell.trouble) == (
        "D2", "“Q3 2008/09” is not in 2009/10, which stands beside it: correct one of them"
    )  # fmt: skip


def test_what_is_no_quarter_is_left_for_our_own_reader_to_tell():
    assert row("Autumn", "2009/10")[PERIOD].written == "Autumn"


# Guesses


def test_a_column_of_years_beside_one_of_quarters_is_put_together():
    assert became(YEAR_AND_QUARTER) == {
        "Ref": "indicator",
        "Measure": "Indicators.title",
        "Year": YEAR,
        "Quarter": OWN_QUARTER,
        "Actual": "Actuals.value",
    }
    rows = said(applied(YEAR_AND_QUARTER).rows["Actuals"])
    assert [(each["indicator"], each["period"], each["reported_in"]) for each in rows] == [
        ("LAC 11", "2009/10 Q2", "2009/10 Q2"),
        ("LAC 11", "2009/10 Q1", "2009/10 Q1"),
        ("LAC 02", "2009/10 Q2", "2009/10 Q2"),
    ]


@pytest.mark.parametrize("heading", ["Quarter", "Qtr", "Period", "Reporting period"])
def test_quarters_beside_figures_are_those_of_the_figures(heading):
    rows = [[heading if each == "Quarter" else each for each in row] for row in QUARTERS]
    assert became(rows)[heading] == OWN_QUARTER


def test_quarters_and_years_under_one_heading_are_the_periods_of_the_figures():
    rows = [
        ["Ref", "Period", "Actual"],
        ["LAC 11", "Oct-Dec 2009", 89],
        ["LAC 02", "Q3 2009/10", 3],
        ["NI 101", "2008/09", 12.5],
    ]
    assert became(rows)["Period"] == OWN_QUARTER
    made = said(applied(rows).rows["Actuals"])
    assert [(each["period"], each.get("reported_in")) for each in made] == [
        ("2009/10 Q3", "2009/10 Q3"), ("2009/10 Q3", "2009/10 Q3"), ("2008/09", None),
    ]  # fmt: skip


def test_a_quarter_that_is_named_by_its_months_is_read_under_a_heading_of_periods_too():
    cells = {PERIOD: Cell("Oct-Dec 2009"), QUARTER: Cell("2009/10 Q4")}
    assert {name: cell.written for name, cell in put_together(cells, "").items()} == {
        PERIOD: "2009/10 Q3", QUARTER: "2009/10 Q4",
    }  # fmt: skip


def test_a_list_with_a_row_for_each_kind_of_figure_of_each_quarter_is_known():
    heads = ["Code", "Financial year", "Qtr", "Type", "Figure"]
    rows = [heads, *(["LAC 11", "2009/10", 3, kind, 80] for kind in ("Target", "Actual", "YTD"))]
    assert list(became(rows).values()) == ["indicator", YEAR, OWN_QUARTER, "row kind", "figure"]


def test_a_quarter_of_reporting_beside_a_period_stays_one():
    heads = ["Ref", "Year", "Reported in", "Actual"]
    assert became([heads, ["NI 101", "2008/09", "2009/10 Q2", 12.5]]) == {
        "Ref": "indicator",
        "Year": PERIOD,
        "Reported in": QUARTER,
        "Actual": "Actuals.value",
    }
    heads[2] = "Quarter"
    assert became([heads, ["NI 101", "2008/09", "2009/10 Q2", 12.5]])["Quarter"] == QUARTER


def test_where_the_figures_headings_name_their_periods_the_quarter_is_that_of_reporting():
    rows = [["Ref", "Quarter", "Actual 2008/09"], ["NI 101", "2009/10 Q2", 12.5]]
    assert became(rows)["Quarter"] == QUARTER


@pytest.mark.parametrize(
    ("written", "quarter"),
    [
        ("31/12/2009", "2009/10 Q3"),
        ("30.09.09", "2009/10 Q2"),
        ("2010-03-31", "2009/10 Q4"),
        ("30/06/2009", "2009/10 Q1"),
        ("12/31/2009", ""),
        ("30/12/2009", ""),
        ("2009-10-01", ""),
    ],
)
def test_the_last_day_of_a_quarter_is_that_quarter(written, quarter):
    found = quarter_in(written)
    assert (found.label if found else "") == quarter


# Columns whose heading nobody knows, by their cells


@pytest.mark.parametrize(
    "heading", ["Fin Year", "Fin. year", "Yr", "Covers", "Data for", "Reporting year"]
)
@pytest.mark.parametrize("of_quarters", ["Period", "Quarter"])
def test_years_that_the_quarters_beside_them_lack_are_theirs_whatever_their_heading(
    heading, of_quarters
):
    rows = [
        ["Ref", heading, of_quarters, "Value"],
        ["LAC 02", "2008-09", "Q3", 28],
        ["LAC 02", "2009-10", "Q3", 36],
        ["LAC 03", "2008-09", "Q3", 99],
    ]
    made = guessed(rows, about="2009/10 Q3")
    assert [each.use.field for each in made.columns] == [
        "indicator", YEAR, OWN_QUARTER, "Actuals.value",
    ]  # fmt: skip
    found = apply_layout(grid(rows), made.layout, FIELDS).rows["Actuals"]
    assert [each["period"].written for each in found] == [
        "2008/09 Q3", "2009/10 Q3", "2008/09 Q3",
    ]  # fmt: skip


def test_quarters_that_the_years_beside_them_lack_are_theirs_too():
    rows = [["Ref", "Year", "When", "Actual"], ["LAC 02", "2009/10", "Qtr 2", 12]]
    assert list(became(rows).values())[1:3] == [YEAR, OWN_QUARTER]
    rows = [["Ref", "Year", "Priority", "Actual"], ["LAC 02", "2009/10", 2, 12]]
    assert list(became(rows).values())[1:3] == [PERIOD, ""]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Date of latest figure", ["31/12/2009", "30/09/2009", "31/03/2009"]),
        ("As at", [date(2009, 12, 31), date(2009, 9, 30), date(2009, 3, 31)]),
        ("Data for", ["2009/10", "2008/09", "2008/09"]),
        ("Reporting year", ["2009/10", "2008/09", "2008/09"]),
        ("Data year", ["2009/10", "2008/2009", "2008-09"]),
        ("Covers", ["Q3 2009/10", "Q2 2009/10", None]),
        ("Collected", ["Dec-09", "September 2009", "31 March 2009"]),
        ("Comes from", [2009, 2008, 2009]),
    ],
)
def test_years_quarters_or_dates_of_rows_are_asked_about_and_not_read_as_the_file_s_quarter(
    heading, cells
):
    rows = [
        ["Ref", "Measure", "Latest figure", heading, "Target", "Q1 2009/10 actual"],
        *([f"LAC 0{n}", "Words", 9, cell, 10, 8] for n, cell in enumerate(cells, start=1)),
    ]
    found = guessed(rows, about="2009/10 Q3")
    by_heading = {each.use.heading: each for each in found.columns}
    assert by_heading[heading].use.field == ""
    assert "its cells are years, quarters or dates" in by_heading[heading].reason
    assert [(each.use.field, each.use.period) for each in found.columns[2:]] == [
        ("Actuals.value", ""), ("", ""), ("Targets.value", ""), ("Actuals.value", "2009/10 Q1"),
    ]  # fmt: skip
    assert found.constants.get(QUARTER, "") == found.constants.get(PERIOD, "") == ""


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Next review", ["31/12/2009", "30/09/2010"]),
        ("Baseline year", ["2007/08", "2007/08"]),
        ("Priority", [1, 2]),
        ("Source system", ["CareFirst", "As at 31 December 2009, CareFirst"]),
    ],
)
def test_what_says_nothing_of_the_figures_beside_it_is_not_asked_about(heading, cells):
    rows = [["Ref", "Actual", heading], *([f"LAC 0{n}", 9, c] for n, c in enumerate(cells))]
    found = guessed(rows, about="2009/10 Q3")
    assert found.columns[1].use.period == "2009/10 Q3"


def test_where_the_rows_say_their_quarter_a_date_beside_it_is_not_asked_about():
    rows = [["Ref", "Quarter", "Actual", "Entered"], ["LAC 02", "Q2 2009/10", 9, "4/1/2010"]]
    found = guessed(rows, about="2009/10 Q3")
    assert (found.columns[1].use.field, found.columns[3].use.field) == (OWN_QUARTER, "")
    assert found.columns[3].reason == "nothing is known about this heading"


# In the pages


def test_a_date_of_each_row_is_asked_about_and_can_be_its_quarter(client, officer):  # noqa: F811
    for code in ("LAC 02", "LAC 11"):
        make_indicator(code=code, unit="number", frequency="quarterly")
    rows = [
        ["Ref", "Latest figure", "As at"],
        ["LAC 11", 89, date(2009, 6, 30)],
        ["LAC 02", 3, date(2009, 9, 30)],
    ]
    record = bring(client, xlsx(KPI_list=rows))
    sheets, columns, meanings = steps(record)
    send(client, sheets, about="2009/10 Q2")
    answer = words(send(client, columns, **CONSTANTS))
    assert "Say which year or quarter column B is about." in answer
    assert "Say in which quarter column B was reported." in answer
    assert send(client, columns, **CONSTANTS, becomes_3=OWN_QUARTER).status_code == 302
    send(client, meanings, right="on")
    record.refresh_from_db()
    assert record.state == ImportState.CHECKED, record.preview
    client.post(record.get_absolute_url(), {"accept": "on", "reason": "First figures"})
    assert set(Actual.objects.values_list("indicator__code", "period", "value")) == {
        ("LAC 11", "2009/10 Q1", 89),
        ("LAC 02", "2009/10 Q2", 3),
    }


@pytest.mark.parametrize("rows", [YEAR_AND_QUARTER, QUARTERS])
def test_a_list_with_a_row_for_each_quarter_is_brought(client, officer, rows):  # noqa: F811
    for code in ("LAC 02", "LAC 11"):
        make_indicator(code=code, unit="number", frequency="quarterly")
    record = match(client, bring(client, xlsx(KPI_list=rows)))
    assert record.state == ImportState.CHECKED, record.preview
    client.post(record.get_absolute_url(), {"accept": "on", "reason": "First figures"})
    assert set(Actual.objects.values_list("indicator__code", "period", "value")) == {
        ("LAC 11", "2009/10 Q2", 89),
        ("LAC 11", "2009/10 Q1", 141),
        ("LAC 02", "2009/10 Q2", 34),
    }


def test_quarters_of_an_unknown_year_need_one(client, officer):  # noqa: F811
    rows = [["Ref", "Quarter", "Actual"], ["LAC 11", "Q2", 89]]
    record = bring(client, xlsx(KPI_list=rows), "list.xlsx")
    sheets, columns, _ = steps(record)
    send(client, sheets)
    assert "Say of which year the quarters in column B are." in words(
        send(client, columns, **CONSTANTS)
    )
    assert send(client, columns, **CONSTANTS, **{ALL[PERIOD]: "2009/10"}).status_code == 302
