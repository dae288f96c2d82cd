"""Lists whose headings are plain words that stand for something else here, or are badly written."""

import pytest

from tests.workbooks.others import FIELDS, applied, grid, guessed
from workbooks.mapping.becoming import what_becomes

pytestmark = pytest.mark.django_db

WHEN = "2009/10 Q3"


def fields(rows) -> dict[str, str]:
    return {each.use.heading: each.use.field for each in guessed(rows).columns}


def reason(rows, heading: str) -> str:
    return next(each.reason for each in guessed(rows).columns if each.use.heading == heading)


def test_a_plan_with_figures_under_it_is_what_is_planned():
    rows = [
        ["Code", "Period", "Plan", "Outturn"],
        ["LAC 06", WHEN, 85, 86.5],
        ["LAC 07", WHEN, 80, 79],
    ]
    assert fields(rows)["Plan"] == "Targets.value"


def test_a_plan_with_references_under_it_is_a_plan():
    rows = [["Code", "Period", "Plan", "Outturn"], ["LAC 06", WHEN, "NI 101", 86.5]]
    assert fields(rows)["Plan"] == "plan"


def test_a_figure_that_is_expected_is_a_forecast_and_no_day():
    heading = "Expected Q3 2009/10"
    rows = [["Code", "Q3 2009/10", heading], ["LAC 06", 85, 90], ["LAC 07", 80, 91]]
    assert fields(rows)[heading] == ""
    assert reason(rows, heading) == (
        "“Expected Q3 2009/10” is a forecast: bring forecasts in a list of their own"
    )


@pytest.mark.parametrize("written", ["87,5", "£1.452.300", "10,25%"])
def test_results_that_all_have_a_comma_are_results(written):
    rows = [["Code", "Period", "Result"], ["LAC 06", WHEN, written], ["LAC 07", WHEN, "*"]]
    assert fields(rows)["Result"] == "Actuals.value"


@pytest.mark.parametrize("name", ["Health total", "Be healthy sub-total", "County average"])
def test_a_total_in_the_place_of_a_code_is_left_out_and_said(name):
    rows = [["Code", "Q3 2009/10"], ["LAC 06", 85], [name, 165], ["LAC 07", 80]]
    told = [each.text for each in applied(rows).told]
    assert any("row 3 is left out, as a total" in each for each in told)


def test_a_word_that_says_what_a_row_is_is_told_as_what_its_rows_became():
    rows = [
        ["Code", "Kind", "Q1 2009/10", "Q2 2009/10"],
        ["LAC 06", "Target", 88, 90],
        ["LAC 06", "Result", 85, 86],
        ["LAC 07", "Target", 70, 71],
        ["LAC 07", "Result", 69, 72],
    ]
    layout = guessed(rows).layout
    (kind,) = [
        each
        for each in what_becomes(grid(rows), layout, applied(rows), FIELDS)
        if each.heading == "Kind"
    ]
    assert kind.cells == [("Target", "a target"), ("Result", "a result")]
