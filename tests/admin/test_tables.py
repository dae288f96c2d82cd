"""Each table goes out as a file and comes back: checked, looked at, saved whole or not at all."""

import csv
import io
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from accounts.tables.files import KINDS
from indicators.models import Actual, Target
from plans.models import Action, Dependency, Milestone
from tests import builders

TABLES = sorted(
    model._meta.label
    for model, pages in admin.site._registry.items()
    if hasattr(pages, "import_action")
)
LOOKED_AT = sorted(
    model._meta.label
    for model, pages in admin.site._registry.items()
    if not hasattr(pages, "import_action")
)
ENDINGS = [each.ending for each in KINDS]


def address(label, page):
    model = apps.get_model(label)._meta
    return reverse(f"admin:{model.app_label}_{model.model_name}_{page}")


def take(office, label, ending, query=""):
    """The table as a file."""
    form = {"format": str(ENDINGS.index(ending)), "resource": ""}
    return office.post(address(label, "export") + query, form).content


def bring(office, label, content, name="table.csv"):
    """The page that says what the file would change, or what is wrong with it."""
    if isinstance(content, str):
        content = content.encode()
    file = SimpleUploadedFile(name, content)
    return office.post(address(label, "import"), {"import_file": file, "resource": ""})


def confirm(office, label, page):
    """Press the preview's button."""
    form = page.context["confirm_form"].initial
    return office.post(address(label, "process_import"), form, follow=True)


def table(*rows):
    """A file of these rows."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def told(page):
    """(row, heading, sentence) of each problem on the page."""
    return [tuple(each) for each in page.context["problems"]]


@pytest.mark.parametrize(
    "ending",
    [each if each == "csv" else pytest.param(each, marks=pytest.mark.thorough) for each in ENDINGS],
)
@pytest.mark.parametrize("label", TABLES)
def test_what_is_taken_comes_back_as_no_change(office, one_of_everything, label, ending):
    content = take(office, label, ending)
    page = bring(office, label, content, f"table.{ending}")
    assert page.context.get("form") is None or not page.context["form"].errors
    assert page.context["problems"] == []
    assert page.context["totals"]["skip"] == apps.get_model(label).objects.count()
    assert page.context["changes"] == []
    assert b"There is nothing to save" in page.content


@pytest.mark.parametrize("label", LOOKED_AT)
def test_what_is_only_looked_at_can_be_taken_too(office, one_of_everything, label):
    rows = list(csv.reader(io.StringIO(take(office, label, "csv").decode("utf-8-sig"))))
    assert len(rows) == 1 + apps.get_model(label).objects.count()


@pytest.fixture
def indicator(officer):
    builders.make_quarter("2009/10 Q3")
    return builders.make_annual_indicator(code="NI 101")


TARGETS = ("Indicator", "Period", "From", "Target", "Reason")


def test_a_new_row_is_shown_first_and_saved_when_confirmed(office, indicator, officer):
    page = bring(office, "indicators.Target", table(TARGETS, ("ni101", "2010-11", "", "17.8%", "")))
    assert [(number, kind) for number, kind, _ in page.context["changes"]] == [(2, "new")]
    assert not Target.objects.exists()

    done = confirm(office, "indicators.Target", page)

    assert b"Saved: 1 new, 0 changed, 0 unchanged." in done.content
    target = Target.objects.get()
    assert (target.indicator, target.period, target.value) == (
        indicator,
        "2010/11",
        Decimal("17.8"),
    )
    assert target.from_quarter == "2009/10 Q3"
    assert target.history.get().history_user == officer
    assert target.history.get().history_change_reason == "Import of table.csv"


def test_a_changed_row_shows_the_old_value_and_the_new(office, indicator):
    builders.make_target(indicator=indicator, period="2010/11", value=15, from_quarter="2009/10 Q3")
    row = ("NI 101", "2010/11", "2009/10 Q3", "17.8", "A typing error")
    page = bring(office, "indicators.Target", table(TARGETS, row))
    ((number, kind, differences),) = page.context["changes"]
    assert (number, kind) == (2, "update")
    assert ("15", "17.8") in differences
    assert b"<del>" in page.content
    assert b"style=" not in page.content
    confirm(office, "indicators.Target", page)
    assert Target.objects.get().value == Decimal("17.8")


def test_one_wrong_row_keeps_all_of_them_out(office, indicator):
    good, wrong = ("NI 101", "2009/10", "", "15", ""), ("NI 101", "2009/11", "", "15", "")
    page = bring(office, "indicators.Target", table(TARGETS, good, wrong))
    assert told(page) == [(3, "Period", '"2009/11" is not a year: write 2009/10.')]
    assert "confirm_form" not in page.context
    assert not Target.objects.exists()


def test_all_that_is_wrong_with_a_row_is_told_at_its_columns(office, indicator):
    page = bring(
        office, "indicators.Target", table(TARGETS, ("NI 31", "2009/10 Q5", "x", "abc", ""))
    )
    assert [heading for _, heading, _ in told(page)] == ["Indicator", "Period", "From", "Target"]


def test_rows_are_numbered_as_in_the_file_though_some_are_blank(office, indicator):
    rows = [("",) * 5, ("NI 101", "2009/11", "", "15", "")]
    page = bring(office, "indicators.Target", table(TARGETS, *rows))
    assert [row for row, _, _ in told(page)] == [3]


@pytest.mark.parametrize(
    ("row", "heading", "sentence"),
    [
        pytest.param(
            ("NI 102", "2009/10", "", "15", ""),
            "Indicator",
            "There is no indicator NI 102: add it under Indicators, or correct the code.",
            id="unknown indicator",
        ),
        pytest.param(
            ("NI 101", "2009/10", "", "115", ""),
            "Target",
            "115% is not between 0 and 100: enter a percentage.",
            id="impossible percentage",
        ),
        pytest.param(
            ("NI 101", "2009/10 Q1", "", "15", ""),
            "Period",
            "NI 101 is annual: write a year such as 2009/10.",
            id="quarter of an annual indicator",
        ),
    ],
)
def test_a_wrong_target_is_told_in_plain_words(office, indicator, row, heading, sentence):
    page = bring(office, "indicators.Target", table(TARGETS, row))
    assert told(page) == [(2, heading, sentence)]


def test_numerator_above_denominator_is_told_at_the_numerator(office, indicator):
    headings = ("Indicator", "Period", "Reported in", "Standing", "Numerator", "Denominator")
    row = ("NI 101", "2008/09", "2009/10 Q3", "final", "43", "42")
    page = bring(office, "indicators.Actual", table(headings, row))
    assert told(page) == [
        (2, "Numerator", "43 is more than the denominator, 42: enter how many of the 42.")
    ]


def test_a_locked_quarter_is_told_and_an_equal_row_of_it_is_unchanged(office, indicator):
    builders.make_actual(indicator=indicator, period="2008/09", numerator=5, denominator=40)
    builders.set_state("2009/10 Q3", "published")
    headings = (
        "Indicator",
        "Period",
        "Reported in",
        "Standing",
        "Numerator",
        "Denominator",
        "Reason",
    )
    same = ("NI 101", "2008/09", "2009/10 Q3", "final", "5", "40", "")
    assert bring(office, "indicators.Actual", table(headings, same)).context["totals"]["skip"] == 1
    other = ("NI 101", "2008/09", "2009/10 Q3", "final", "6", "40", "Counted again")
    ((row, heading, sentence),) = told(bring(office, "indicators.Actual", table(headings, other)))
    assert (row, heading) == (2, "Reported in")
    assert sentence.startswith("2009/10 Q3 is published, so it is locked")


def test_a_changed_figure_needs_its_reason(office, indicator):
    builders.make_actual(indicator=indicator, period="2008/09", numerator=5, denominator=40)
    headings = ("Indicator", "Period", "Reported in", "Standing", "Numerator", "Denominator")
    row = ("NI 101", "2008/09", "2009/10 Q3", "final", "6", "40")
    ((_, heading, _),) = told(bring(office, "indicators.Actual", table(headings, row)))
    assert heading == "Reason"


def test_missing_columns_are_told_once(office, indicator):
    content = table(("Indicator", "Target"), ("NI 101", "15"), ("NI 101", "16"))
    page = bring(office, "indicators.Target", content)
    assert told(page) == [(0, "", "Columns are missing: Period, From. Write them in row 1.")]


def test_a_heading_that_is_there_twice_is_told(office, indicator):
    content = table((*TARGETS, "Period"), ("NI 101", "2009/10", "", "15", "", "2010/11"))
    page = bring(office, "indicators.Target", content)
    assert told(page) == [(0, "", "The column “Period” is there twice: take one out.")]


def test_headings_are_read_without_regard_to_case_and_order_and_unknown_ones_are_said(
    office, indicator
):
    content = table(
        ("target", " PERIOD ", "indicator", "from", "Colour"),
        ("15", "2009/10", "NI 101", "", "red"),
    )
    page = bring(office, "indicators.Target", content)
    assert page.context["totals"]["new"] == 1
    assert page.context["notes"] == [
        "The column “Colour” is not one of this table, and is left out."
    ]


def test_two_rows_with_one_key_are_told_by_both_numbers(office, indicator):
    row = ("NI 101", "2009/10", "", "15", "")
    page = bring(office, "indicators.Target", table(TARGETS, row, row))
    sentence = "Rows 2 and 3 have the same Indicator, Period and From: keep one of them."
    assert told(page) == [(3, "", sentence)]


def test_a_row_can_name_one_above_it(office, indicator):
    headings = ("Code", "Title", "Unit", "Year type", "Frequency", "Part of")
    usual = ("number", "financial", "quarterly")
    page = bring(
        office,
        "indicators.Indicator",
        table(headings, ("LAC 01", "All", *usual, ""), ("LAC 02", "Some", *usual, "LAC 01")),
    )
    assert page.context["problems"] == []
    assert page.context["totals"]["new"] == 2


def test_a_cell_formatted_as_a_percentage_means_what_it_shows(office, indicator):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Targets")
        percent = book.add_format({"num_format": "0.0%"})
        sheet.write_row(0, 0, TARGETS)
        sheet.write_row(1, 0, ("NI 101", "2009/10", ""))
        sheet.write_number(1, 3, 0.178, percent)
    page = bring(office, "indicators.Target", out.getvalue(), "targets.xlsx")
    confirm(office, "indicators.Target", page)
    assert str(Target.objects.get().value.normalize()) == "17.8"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-1+1", "@SUM(1)", "'=1+1", '=HYPERLINK("x")', "a\n=b"],
)
@pytest.mark.parametrize("ending", ENDINGS)
def test_what_a_spreadsheet_would_run_goes_out_harmless_and_comes_back_as_it_was(
    office, one_of_everything, text, ending
):
    Action.objects.update(action=text)
    content = take(office, "plans.Action", ending)
    if ending == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert rows[1][2][0] not in "=+-@"
    page = bring(office, "plans.Action", content, f"actions.{ending}")
    assert page.context["problems"] == []
    assert page.context["totals"]["skip"] == 1


def test_taking_respects_the_lists_search(office, officer):
    builders.make_indicator(code="NI 99", title="Reading")
    builders.make_indicator(code="NI 100", title="Mathematics")
    content = take(office, "indicators.Indicator", "csv", "?q=Mathematics").decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(content))] == ["Code", "NI 100"]


def archive_of_tables() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("Targets.csv", table(TARGETS))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        pytest.param("a.pdf", b"%PDF-1.4", "save it as .xlsx, .ods or .csv", id="another ending"),
        pytest.param("a.xlsx", b"%PDF-1.4", "a PDF file, not a workbook", id="not what it says"),
        pytest.param(
            "a.xlsx", b"a letter", "choose a spreadsheet (.xlsx, .ods) or a table (.csv)", id="text"
        ),
        pytest.param(
            "a.xlsx", archive_of_tables(), "or bring all of them at Imports", id="several tables"
        ),
        pytest.param("a.xlsx", b"PK\x03\x04cut short", "damaged", id="cut short"),
        pytest.param("a.csv", b"Indicator,Period\n", "nothing under the headings", id="no rows"),
        pytest.param("a.csv", b"", "The file is empty", id="empty"),
        pytest.param("a.csv", b"x" * (6 * 1024 * 1024), "at most 5 MB", id="too large"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(
    office, indicator, name, content, sentence
):
    page = bring(office, "indicators.Target", content, name)
    assert page.status_code == 200
    (error,) = page.context["form"].errors["import_file"]
    assert sentence in error
    assert "rename it to end in .zip" not in error


def test_a_sheet_is_found_by_its_name_among_several(office, indicator):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Notes").write_string(0, 0, "Nothing to read here")
        sheet = book.add_worksheet("Targets")
        sheet.write_row(0, 0, TARGETS)
        sheet.write_row(1, 0, ("NI 101", "2009/10", "", 15))
    page = bring(office, "indicators.Target", out.getvalue(), "plan.xlsx")
    assert page.context["totals"]["new"] == 1


def test_what_moved_since_the_preview_is_told_and_nothing_is_saved(office, indicator):
    row = ("NI 101", "2009/10", "2009/10 Q3", "15", "")
    page = bring(office, "indicators.Target", table(TARGETS, row))
    builders.set_state("2009/10 Q3", "published")
    done = confirm(office, "indicators.Target", page)
    assert b"Nothing was saved" in done.content
    assert not Target.objects.exists()


def test_a_file_that_waited_too_long_is_asked_for_again(office, indicator):
    page = bring(office, "indicators.Target", table(TARGETS, ("NI 101", "2009/10", "", "15", "")))
    form = page.context["confirm_form"].initial | {"import_file_name": "gone"}
    done = office.post(address("indicators.Target", "process_import"), form, follow=True)
    assert b"The file waited too long for its confirmation: bring it again." in done.content


def test_whoever_reports_by_a_file_is_kept_with_the_figure(office, indicator, officer):
    headings = ("Indicator", "Period", "Reported in", "Standing", "Numerator", "Denominator")
    row = ("NI 101", "2008/09", "2009/10 Q3", "final", "5", "40")
    page = bring(office, "indicators.Actual", table(headings, row))
    confirm(office, "indicators.Actual", page)
    assert Actual.objects.get().entered_by == officer


def test_a_person_from_a_file_can_be_invited_and_has_no_password(office, officer):
    content = table(("E-mail", "Name"), ("Ann@Council.example", "Ann Archer"))
    confirm(office, "accounts.User", bring(office, "accounts.User", content))
    ann = User.objects.get(email="ann@council.example")
    assert not ann.has_usable_password()
    assert ann.emailaddress_set.get().verified


def test_the_last_officer_stays_one(office, officer):
    content = table(("E-mail", "Name", "Office"), (officer.email, officer.name, ""))
    ((row, heading, sentence),) = told(bring(office, "accounts.User", content))
    assert (row, heading) == (2, "Office")
    assert "Nobody else is a performance officer" in sentence


def test_indicators_fed_are_set_and_an_unknown_one_is_told(office, one_of_everything):
    headings = ("Plan", "Number", "Action", "Indicators fed")
    unknown = table(headings, ("NI 101", "1", "Offer one-to-one tuition", "NI 101; NI 99"))
    ((_, heading, sentence),) = told(bring(office, "plans.Action", unknown))
    assert heading == "Indicators fed"
    assert sentence.startswith("There is no indicator NI 99")
    known = table(headings, ("ni101", "1", "Offer one-to-one tuition", "ni101"))
    confirm(office, "plans.Action", bring(office, "plans.Action", known))
    assert [each.code for each in Action.objects.get().indicators_fed.all()] == ["NI 101"]


def test_taking_costs_the_same_however_many_rows(office, officer, django_assert_max_num_queries):
    plan = builders.make_plan()
    for _ in range(20):
        builders.make_action_update(action=builders.make_action(plan=plan))
    with django_assert_max_num_queries(12):
        take(office, "plans.ActionUpdate", "csv")


# All that is wrong with a row, at once

Q3 = "2009/10 Q3"
OF_ACTION = {"Plan": "NI 101", "Number": "1"}
# A table; a row of it; a cell that cannot be read in it; where its lock is told.
SPOILT = [
    (
        "indicators.Actual",
        {"Indicator": "NI 101", "Period": "2008/09", "Reported in": Q3, "Standing": "final"},
        ("Numerator", "five"),
        "Reported in",
    ),
    ("plans.ActionUpdate", OF_ACTION | {"Quarter": Q3}, ("Status", "on its way"), "Quarter"),
    (
        "plans.MilestoneUpdate",
        OF_ACTION | {"Milestone": "1", "Quarter": Q3},
        ("Done on", "8/1/20"),
        "Quarter",
    ),
    (
        "plans.DependencyUpdate",
        {"Plan": "NI 101", "LAA priority": "NI 99", "Quarter": Q3},
        ("Status", "shaky"),
        "Quarter",
    ),
    ("risks.RiskAssessment", OF_ACTION | {"Quarter": Q3}, ("Impact", "Huge"), "Quarter"),
    (
        "indicators.Target",
        {"Indicator": "NI 101", "Period": "2009/10", "From": "the start"},
        ("Target", "a few"),
        "From",
    ),
    (
        "indicators.Baseline",
        {"Indicator": "NI 101", "From": "the start", "Baseline period": "2007/08"},
        ("Baseline", "a few"),
        "From",
    ),
    (
        "indicators.IndicatorRule",
        {"Indicator": "NI 101", "From": "the start", "Good is": "higher"},
        ("Tolerance", "a few"),
        "From",
    ),
    ("periods.Quarter", {"Quarter": Q3, "Opens": ""}, ("Due", "8/1/20"), "Due"),
    (
        "returns.Return",
        {"Plan": "NI 101", "Quarter": Q3},
        ("Summary for the Board", "x" * 32_768),
        "Quarter",
    ),
]


@pytest.mark.parametrize(("label", "row", "cell", "locked_at"), SPOILT)
def test_a_cell_that_cannot_be_read_and_its_row_s_lock_are_told_at_once(
    office, one_of_everything, label, row, cell, locked_at
):
    heading, written = cell
    Milestone.objects.update(number=1)
    Dependency.objects.update(priority="NI 99")
    builders.set_state(Q3, "published")
    problems = told(bring(office, label, table((*row, heading), (*row.values(), written))))
    assert {at for _, at, _ in problems} == {heading, locked_at}
    assert [at for _, at, words in problems if "is published" in words] == [locked_at]
    assert len(problems) == 2


# A table; a row of it in which several things are wrong; the headings at which they are told.
WRONG = [
    (
        "indicators.Target",
        {"Indicator": "NI 101", "Period": "2010/11", "From": Q3, "Target": "17.89", "Reason": ""},
        {"Target", "Reason"},
    ),
    (
        "indicators.Target",
        {"Indicator": "NI 99", "Period": "2010/11", "From": "soon", "Target": "a few"},
        {"Indicator", "From", "Target"},
    ),
    (
        "indicators.Baseline",
        {"Indicator": "NI 101", "From": Q3, "Baseline period": "2009/10 Q1", "Baseline": "a few"},
        {"Baseline period", "Baseline", "Reason"},
    ),
    (
        "indicators.ComparatorValue",
        {
            "Indicator": "NI 101",
            "Comparator": "Shropshire",
            "Period": "2008/09",
            "Value": "a few",
            "Comparable": "no",
            "Source": "",
        },
        {"Comparator", "Value", "Because", "Source"},
    ),
    (
        "indicators.Actual",
        {
            "Indicator": "NI 101",
            "Period": "2008/09",
            "Reported in": Q3,
            "Standing": "provisional",
            "Numerator": "60",
            "Denominator": "40",
            "Expected": "8/1/20",
        },
        {"Numerator", "Expected", "Reason"},
    ),
    (
        "plans.Action",
        {"Plan": "NI 9", "Number": "2", "Action": "", "Indicators fed": "NI 99"},
        {"Plan", "Action", "Indicators fed"},
    ),
    (
        "plans.MilestoneUpdate",
        OF_ACTION | {"Milestone": "9", "Quarter": Q3, "Now due": "8/1/20", "Done on": "2030-01-01"},
        {"Milestone", "Now due", "Reason", "Done on"},
    ),
    (
        "risks.RiskAssessment",
        {"Plan": "NI 101", "Number": "9", "Quarter": Q3, "Impact": "Huge", "State": "closed"},
        {"Number", "Impact", "Commentary"},
    ),
]


@pytest.mark.parametrize(("label", "row", "headings"), WRONG)
def test_all_that_is_wrong_with_a_row_is_told_at_once(
    office, one_of_everything, label, row, headings
):
    """Cells that cannot be read, names of what is not there, rules, and missing reasons."""
    builders.make_target(
        indicator=Actual.objects.get().indicator, period="2010/11", value=15, from_quarter=""
    )
    content = (
        table((*row, "Reason"), (*row.values(), ""))
        if "Reason" not in row
        else table(tuple(row), tuple(row.values()))
    )
    problems = told(bring(office, label, content))
    assert sorted(at for _, at, _ in problems) == sorted(headings)


@pytest.mark.parametrize("label", TABLES)
def test_whatever_stands_in_a_cell_is_answered_in_a_sentence(office, one_of_everything, label):
    """A file with the table's first row once for each column, each time with one odd cell."""
    headings, first, *_ = csv.reader(io.StringIO(take(office, label, "csv").decode("utf-8-sig")))
    rows = [
        (*first[:place], odd, *first[place + 1 :])
        for place in range(len(headings))
        for odd in ("Odd 7", "")
    ]
    page = bring(office, label, table(headings, *rows))
    assert [row.errors for row in page.context["result"].rows if row.errors] == []


def test_of_a_row_that_is_there_twice_everything_that_is_wrong_is_told(office, indicator):
    rows = [("NI 101", "2009/10", "", "15", ""), ("NI 101", "2009/10", "", "115", "")]
    problems = told(bring(office, "indicators.Target", table(TARGETS, *rows)))
    assert [(row, at) for row, at, _ in problems] == [(3, "Target"), (3, "")]


def test_a_row_whose_cells_are_unclear_is_not_said_to_lack_them(office, indicator):
    row = ("NI 101", "2008/09", Q3, "final", "five", "forty")
    headings = ("Indicator", "Period", "Reported in", "Standing", "Numerator", "Denominator")
    problems = told(bring(office, "indicators.Actual", table(headings, row)))
    assert [at for _, at, _ in problems] == ["Numerator", "Denominator"]
    assert all("is not a whole number" in words for _, _, words in problems)


@pytest.mark.parametrize("query", ["page=1", "id__in=x", "nothing__here=1"])
def test_an_export_filtered_by_what_the_table_has_not_got_is_of_all_of_it(client, officer, query):
    client.force_login(officer)
    address = "/admin/indicators/indicator/export/"
    response = client.get(f"{address}?{query}")
    assert (response.status_code, response["Location"]) == (302, address)
