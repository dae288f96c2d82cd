"""Workbooks to fill: empty, or with what is known of a plan in a quarter."""

import io

import openpyxl
import pytest

from indicators.models import Actual
from periods.calendar import FinancialQuarter
from plans.models import ActionUpdate
from risks.models import RiskAssessment
from tests.builders import (
    make_action,
    make_action_update,
    make_actual,
    make_indicator,
    make_milestone,
    make_officer,
    make_plan,
    make_quarter,
    make_risk,
    make_rule,
    make_target,
    make_user,
)
from tests.workbooks.books import as_bytes, upload
from tests.workbooks.test_pages import words
from workbooks.book import SHEETS
from workbooks.exporting import write_workbook
from workbooks.importing import Verdict, import_content
from workbooks.templates import OF_NO_PLAN, empty, for_plan

pytestmark = pytest.mark.django_db

Q2, Q3 = "2009/10 Q2", "2009/10 Q3"
QUARTER = FinancialQuarter(2009, 3)


@pytest.fixture
def plan():
    """A plan with a quarterly indicator, two actions, a milestone and a risk, in the open Q3."""
    make_quarter(Q3)
    indicator = make_indicator(code="LAC 01")
    make_rule(indicator=indicator)
    make_target(indicator=indicator, period="2009/10", value=80)
    plan = make_plan(reference="NI 101", indicators=[indicator])
    first = make_action(plan=plan, number=1, action="Tuition")
    make_action(plan=plan, number=2, action="Mentors")
    make_milestone(action=first, number=1)
    make_risk(plan=plan, number=1, risk="Flu")
    other = make_plan(reference="NI 99", indicators=[make_indicator(code="LAC 09")])
    make_action(plan=other, number=1, action="Not ours")
    return plan


def opened(exported):
    out = io.BytesIO()
    write_workbook(exported, out)
    return openpyxl.load_workbook(io.BytesIO(out.getvalue()))


def rows(sheet) -> list[list]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def cell(sheet, row: int, heading: str):
    column = [each.value for each in sheet[1]].index(heading) + 1
    return sheet.cell(row, column)


def bring(book, **options):
    return import_content("filled.xlsx", as_bytes(book), accept_warnings=True, **options)


# Empty


def test_an_empty_workbook_explains_itself_first():
    book = opened(empty())
    assert book.sheetnames == ["Start here", *(each.name for each in SHEETS)]
    assert book["Start here"].protection.sheet
    assert "row 2 down" in book["Start here"]["B3"].value


def test_the_sheet_that_explains_is_known_when_it_comes_back():
    outcome = bring(opened(empty()))
    assert outcome.verdict == Verdict.NO_CHANGES
    assert outcome.checked.told == []


# For a plan and a quarter


def test_there_is_a_row_for_all_that_the_quarter_asks_of_the_plan(plan):
    book = opened(for_plan(plan, QUARTER))
    assert [row[:3] for row in rows(book["Actuals"])] == [["LAC 01", Q3, Q3]]
    assert [row[:3] for row in rows(book["Action updates"])] == [
        ["NI 101", 1, Q3],
        ["NI 101", 2, Q3],
    ]
    assert [row[:3] for row in rows(book["Risk assessments"])] == [["NI 101", 1, Q3]]
    assert not set(OF_NO_PLAN) & set(book.sheetnames)


def test_only_what_is_the_plans_own_is_in_it(plan):
    book = opened(for_plan(plan, QUARTER))
    assert [row[0] for row in rows(book["Indicators"])] == ["LAC 01"]
    assert [row[0] for row in rows(book["Plans"])] == ["NI 101"]
    said = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert not said & {"NI 99", "LAC 09", "Not ours"}


def test_what_the_quarter_has_heard_of_already_stands_in_it(plan):
    make_action_update(
        action=plan.actions.get(number=1), quarter=make_quarter(Q3), status="on track"
    )
    sheet = opened(for_plan(plan, QUARTER))["Action updates"]
    assert [cell(sheet, row, "Status").value for row in (2, 3)] == ["on track", None]


def test_keys_are_locked_and_other_cells_open_with_their_lists(plan):
    sheet = opened(for_plan(plan, QUARTER))["Action updates"]
    assert sheet.protection.sheet
    assert cell(sheet, 2, "Plan").protection.locked
    assert cell(sheet, 2, "Quarter").protection.locked
    assert not cell(sheet, 2, "Status").protection.locked
    lists = {each.formula1 for each in sheet.data_validations.dataValidation}
    assert '"not started,on track,at risk,delayed,complete,stopped"' in lists


def test_what_was_not_filled_says_nothing(plan):
    book = opened(for_plan(plan, QUARTER))
    outcome = bring(book)
    assert [str(each) for each in outcome.checked.told] == []
    assert outcome.verdict == Verdict.NO_CHANGES
    assert not ActionUpdate.objects.exists()


def test_what_was_filled_goes_in_and_the_rest_is_left_out(plan):
    book = opened(for_plan(plan, QUARTER))
    for heading, value in {"Standing": "final", "Numerator": 30, "Denominator": 40}.items():
        cell(book["Actuals"], 2, heading).value = value
    cell(book["Action updates"], 3, "Status").value = "at risk"
    cell(book["Risk assessments"], 2, "Impact").value = "High"

    outcome = bring(book)

    assert [str(each) for each in outcome.problems] == []
    assert outcome.verdict == Verdict.SAVED
    assert Actual.objects.get().numerator == 30
    assert ActionUpdate.objects.get().action.number == 2
    assert RiskAssessment.objects.get().impact == "High"


def test_a_row_of_which_a_part_was_filled_is_told(plan):
    book = opened(for_plan(plan, QUARTER))
    cell(book["Actuals"], 2, "Numerator").value = 30
    outcome = bring(book)
    assert "Actuals!D2: Standing is blank" in str(outcome.problems[0])


def test_what_was_entered_here_meanwhile_is_not_overwritten_unseen(plan):
    book = opened(for_plan(plan, QUARTER))
    untouched = as_bytes(book)
    make_actual(
        indicator=plan.indicators.get(), period=Q3, reported_in=make_quarter(Q3), numerator=20,
        denominator=40,
    )  # fmt: skip
    left = import_content("filled.xlsx", untouched, accept_warnings=True)
    assert left.verdict == Verdict.NO_CHANGES

    for heading, value in {"Standing": "final", "Numerator": 30, "Denominator": 40}.items():
        cell(book["Actuals"], 2, heading).value = value
    outcome = bring(book)

    assert outcome.verdict == Verdict.NOTHING_SAVED
    assert "this row was added here too since the file was made" in str(outcome.problems[0])


def test_a_row_can_be_added_below_what_is_locked(plan):
    sheet = opened(for_plan(plan, QUARTER))["Risks"]
    assert not sheet.column_dimensions["A"].protection.locked


# The page


def test_an_officer_takes_a_workbook_for_a_plan_and_a_quarter(client, plan):
    client.force_login(make_officer())
    assert "Take a workbook to fill" in words(client.get("/imports/"))
    response = client.get("/imports/template.xlsx", {"plan": "ni-101", "quarter": Q3})
    assert "ni-101-2009-q3-template" in response["Content-Disposition"]
    content = b"".join(response.streaming_content)
    assert "changes nothing" in words(upload(client, content, "filled.xlsx"))


@pytest.mark.parametrize("asked", [{"plan": "no"}, {"plan": "ni-101", "quarter": "2009/10 Q1"}])
def test_a_plan_or_quarter_that_is_not_there_is_told(client, plan, asked):
    client.force_login(make_officer())
    shown = client.get("/imports/template.xlsx", asked, follow=True)
    assert "Choose a plan and a quarter that is not published." in words(shown)


def test_only_officers_take_one(client, plan):
    client.force_login(make_user())
    assert client.get("/imports/template.xlsx", {"plan": "ni-101"}).status_code == 403
