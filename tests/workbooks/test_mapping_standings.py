"""Headings that say how certain the figures under them are: "Q1 (provisional)"."""

import pytest

from tests.workbooks.books import Rows, xlsx
from tests.workbooks.others import applied, guessed, said
from tests.workbooks.test_mapping_pages import (
    ALL,
    CONSTANTS,
    bring,
    given,
    officer,  # noqa: F401 - a fixture
    send,
    steps,
)
from workbooks.mapping.description import Mapping, mapping_of
from workbooks.models import ImportState

ROWS: Rows = [
    ["Ref", "Measure", "Unit", "Good is", "Q1 2009/10 (final)", "Q2 2009/10 (provisional)"],
    ["LAC 01", "Visits", "number", "higher", 5, 6],
]


def standings(rows: Rows) -> list[tuple[str, str]]:
    made = said(applied(rows).rows["Actuals"])
    return [(row["period"], row.get("standing", "")) for row in made]


def test_figures_have_the_standing_that_their_heading_says():
    assert standings(ROWS) == [("2009/10 Q1", "final"), ("2009/10 Q2", "provisional")]


@pytest.mark.parametrize(
    ("heading", "standing"),
    [
        ("Q1 2009/10 (provisional)", "provisional"),
        ("Q1 2009/10 - Final", "final"),
        ("Provisional Q1 2009/10 actual", "provisional"),
        ("Final outturn 2008/09", "final"),
        ("Q1 2009/10 prov.", "provisional"),
        ("Q1 2009/10 unvalidated", "provisional"),
        ("Q1 2009/10 actual", ""),
        ("Q1 2009/10", ""),
    ],
)
def test_the_guess_says_which_standing_a_heading_names(heading, standing):
    column = guessed([["Ref", heading], ["LAC 01", 5]]).columns[1]
    assert (column.use.field, column.use.standing) == ("Actuals.value", standing)
    assert (f"its figures are {standing}" in column.reason) == bool(standing)


def test_a_target_has_no_standing():
    column = guessed([["Ref", "Final target 2009/10"], ["LAC 01", 5]]).columns[1]
    assert (column.use.field, column.use.standing) == ("Targets.value", "")


def test_the_standing_of_a_row_goes_before_that_of_a_heading():
    rows: Rows = [["Ref", "Q1 2009/10 (final)", "Standing"], ["LAC 01", 5, "provisional"]]
    assert standings(rows) == [("2009/10 Q1", "provisional")]


def test_a_mapping_keeps_the_standing_of_its_columns():
    layout = guessed(ROWS).layout
    (kept,) = mapping_of(Mapping([layout]).as_data()).layouts
    assert [use.standing for use in kept.uses][-2:] == ["final", "provisional"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "made"),
    [({}, {"final", "provisional"}), ({"standing_5": "provisional"}, {"provisional"})],
)
def test_the_page_shows_the_standings_and_lets_them_be_changed(client, officer, changed, made):  # noqa: F811
    record = bring(client, xlsx(**{"KPI list": ROWS}))
    sheets, columns, meanings = steps(record)
    send(client, sheets, use_1="on")
    assert given(client, columns)["standing_5"] == "final"
    constants = {name: value for name, value in CONSTANTS.items() if value != "final"}
    assert send(client, columns, **constants, **changed).status_code == 302
    send(client, meanings, right="on")
    record.refresh_from_db()
    assert record.state == ImportState.CHECKED, record.preview
    fields = [each["fields"] for each in record.changes if each["sheet"] == "Actuals"]
    assert {new for row in fields for heading, _, new in row if heading == "Standing"} == made


@pytest.mark.django_db
def test_where_a_column_is_said_to_have_none_that_of_all_rows_is_asked(client, officer):  # noqa: F811
    record = bring(client, xlsx(**{"KPI list": ROWS}))
    sheets, columns, _ = steps(record)
    send(client, sheets, use_1="on")
    constants = {name: value for name, value in CONSTANTS.items() if value != "final"}
    answer = send(client, columns, **constants, standing_5="")
    assert list(answer.context["form"].errors) == [ALL["Actuals.standing"]]
