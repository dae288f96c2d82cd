"""Lists with a row for each quarter: the columns of a row say which one it is about."""

import pytest

from indicators.models import Actual
from sheets.cells import Cell, Place
from tests.builders import make_indicator
from tests.workbooks.books import Rows, xlsx
from tests.workbooks.others import applied, became, said
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
from workbooks.mapping.fields import OWN_QUARTER, PERIOD, QUARTER, YEAR
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


# In the pages


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
