"""What is told about a file: where, what is wrong, and what to do; all of it at once."""

from datetime import date
from decimal import Decimal

import pytest

from periods.calendar import FinancialQuarter
from sheets.cells import Cell
from sheets.problems import Weight
from tests.builders import (
    make_action,
    make_action_update,
    make_actual,
    make_agreement,
    make_annual_indicator,
    make_assessment,
    make_baseline,
    make_dependency,
    make_dependency_update,
    make_indicator,
    make_milestone,
    make_milestone_update,
    make_officer,
    make_plan,
    make_quarter,
    make_risk,
    make_rule,
    make_target,
)
from tests.workbooks.books import (
    ACTUALS,
    INDICATORS,
    PLANS,
    TARGETS,
    checked,
    reading,
    told,
    warned,
)
from workbooks.book import kept_book
from workbooks.checking import check

pytestmark = pytest.mark.django_db

Q2 = "2009/10 Q2"


@pytest.fixture
def ni101():
    """NI 101, annual and academic, judged at one decimal."""
    indicator = make_annual_indicator(code="NI 101")
    make_rule(indicator=indicator)
    return indicator


@pytest.fixture
def lac01():
    """A quarterly percentage."""
    return make_indicator(code="LAC 01")


def target(*cells) -> list[str]:
    return told(Targets=[TARGETS, cells])


def actual(*cells) -> list[str]:
    return told(Actuals=[ACTUALS, cells])


# The bad input of the field


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        pytest.param(
            ("NI 101", "2009/11", None, 15),
            'Targets!B2: "2009/11" is not a year: write 2009/10',
            id="a wrong year",
        ),
        pytest.param(
            ("NI 101", "2009", None, 15),
            'Targets!B2: "2009" may be one of two years: write 2008/09 or 2009/10',
            id="a year that may be two",
        ),
        pytest.param(
            ("NI 101", "2009/10 Q2", None, 15),
            "Targets!B2: NI 101 is annual: write a year such as 2009/10",
            id="a quarter of an annual indicator",
        ),
        pytest.param(
            ("NI 101", date(2009, 10, 1), None, 15),
            "Targets!B2: Excel made a date of this: did you mean 2009/10?",
            id="a date that Excel made",
        ),
        pytest.param(
            ("NI 77", "2009/10", None, 15),
            "Targets!A2: there is no indicator NI 77: add it under Indicators, or correct the code",
            id="an unknown code",
        ),
        pytest.param(
            ("NI 101", "2009/10", None, 178),
            "Targets!D2: 178% is not between 0 and 100: enter a percentage",
            id="not a percentage",
        ),
        pytest.param(
            ("NI 101", "2009/10", None, 17.85),
            "Targets!D2: 17.85 has more decimal places than NI 101, which has 1: round it, or "
            "change the indicator's decimals",
            id="too fine",
        ),
        pytest.param(
            ("NI 101", "2009/10", None, None),
            "Targets!D2: a target that is set needs its value: write it, or say not set",
            id="nothing",
        ),
        pytest.param(
            ("NI 101", "2009/10", None, 15, "not set"),
            "Targets!D2: a target that is not set has no value: take it out, or say set",
            id="a value and not set",
        ),
        pytest.param(
            ("NI 101", "2009/10", None, "not set", "withdrawn"),
            "Targets!D2: the target says not set and its state says withdrawn: correct one of them",
            id="two states",
        ),
        pytest.param(
            ("NI 101", "2009/10", None, "£15"),
            "Targets!D2: £15 is written in pounds, and NI 101 is in per cent: write the number "
            "alone, or correct it",
            id="another unit",
        ),
    ],
)
def test_a_wrong_target_is_told_at_its_cell(ni101, cells, sentence):
    assert target(*cells) == [sentence]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        pytest.param(
            ("LAC 01", Q2, Q2, "final", 41, 40),
            "Actuals!E2: 41 is more than the denominator, 40: enter how many of the 40",
            id="numerator above denominator",
        ),
        pytest.param(
            ("LAC 01", Q2, Q2, "final", 5, 40, 13),
            "Actuals!G2: 13 does not agree with 5 of 40, which is 12.5: correct one, or leave the "
            "value out",
            id="a value that disagrees with its counts",
        ),
        pytest.param(
            ("LAC 01", Q2, Q2, "final", None, 60, 2.4),
            "Actuals!G2: 2.4% cannot come from a cohort of 60: the nearest are 1/60 = 1.7 or "
            "2/60 = 3.3",
            id="a percentage that the cohort cannot give",
        ),
        pytest.param(
            ("LAC 01", Q2, Q2, "final", 4.5, 40),
            "Actuals!E2: 4.5 is not a whole number: write digits, such as 12",
            id="half a child",
        ),
        pytest.param(
            ("LAC 01", Q2, Q2, "final", 30),
            "Actuals!F2: a numerator without a denominator gives no figure: enter both, or only "
            "the figure itself",
            id="no denominator",
        ),
        pytest.param(
            ("LAC 01", Q2, Q2, "final", "x", 40),
            'Actuals!E2: "x" is a marker, not a count: write it under Marker',
            id="a marker for a count",
        ),
        pytest.param(
            ("LAC 01", Q2, Q2, None, 30, 40),
            "Actuals!D2: Standing is blank: write forecast, provisional, final, restated or not "
            "available",
            id="no standing",
        ),
        pytest.param(
            ("LAC 01", Q2, Q2, "fnal", 30, 40),
            'Actuals!D2: "fnal" is not a word for Standing: write forecast, provisional, final, '
            "restated or not available",
            id="a wrong word",
        ),
        pytest.param(
            ("LAC 01", Q2, "2009/10 Q1", "final", 30, 40),
            "Actuals!D2: 2009/10 Q2 had not ended by the end of 2009/10 Q1, so this cannot be a "
            "result: choose forecast, or report it in a later quarter",
            id="a result before its time",
        ),
        pytest.param(
            ("LAC 01", Q2, "2090/91 Q2", "final", 30, 40),
            "Actuals!C2: 2090/91 Q2 has not begun: choose a quarter up to today",
            id="a quarter to come",
        ),
        pytest.param(
            ("LAC 01", Q2, Q2, "not available"),
            "Actuals!A2: not available needs a reason: say why there is none (there is no column "
            "Not available because in the sheet)",
            id="not available without a reason",
        ),
        pytest.param(
            (None, Q2, Q2, "final", 30, 40),
            "Actuals!A2: Indicator is blank: write its code, such as NI 101",
            id="no code",
        ),
        pytest.param(
            ("NI 200", Q2, Q2, "final", 30, 40),
            "Actuals!A2: NI 200 is not a national indicator: write one from NI 1 to NI 199, "
            "without NI 31",
            id="no such national indicator",
        ),
        pytest.param(
            ("LAC 01", Q2, Q2, "final", Cell(trouble="#DIV/0! is a formula's error: mend"), 40),
            "Actuals!E2: #DIV/0! is a formula's error: mend",
            id="an error of a formula",
        ),
    ],
)
def test_a_wrong_figure_is_told_at_its_cell(lac01, cells, sentence):
    assert actual(*cells) == [sentence]


def test_all_problems_of_a_row_are_told_and_none_that_only_follows():
    make_indicator(code="LAC 01")
    rows = [
        ACTUALS,
        ["LAC 01", "2009/11", Q2, "final", 41, 40],
        ["LAC 01", Q2, "2009/10 Q5", "fnal", 30, "forty"],
        ["LAC 55", "2009/10 Q9", Q2, "final", 1, 2],
    ]
    assert told(Actuals=rows) == [
        'Actuals!B2: "2009/11" is not a year: write 2009/10',
        "Actuals!E2: 41 is more than the denominator, 40: enter how many of the 40",
        'Actuals!C3: "2009/10 Q5" is not a quarter: write Q1, Q2, Q3 or Q4',
        'Actuals!D3: "fnal" is not a word for Standing: write forecast, provisional, final, '
        "restated or not available",
        'Actuals!F3: "forty" is not a whole number: write digits, such as 12',
        "Actuals!A4: there is no indicator LAC 55: add it under Indicators, or correct the code",
        'Actuals!B4: "2009/10 Q9" is not a quarter: write Q1, Q2, Q3 or Q4',
    ]


def test_problems_of_all_sheets_are_told_at_once_in_the_order_of_the_workbook():
    problems = told(
        Risks=[["Plan", "Number", "Risk"], ["NI 55", 1, None]],
        Plans=[PLANS[0], ["NI 101", None, "LAA", "Shire", "2008/09", "2010/12"]],
        Indicators=[INDICATORS[0], ["NI 101", "NI 77", "Title", "percent", *INDICATORS[1][4:]]],
    )
    assert [each.partition(":")[0] for each in problems] == [
        "Plans!B2",
        "Plans!F2",
        "Indicators!B2",
        "Indicators!D2",
        "Risks!A2",
        "Risks!C2",
    ]


def test_what_names_a_row_that_is_itself_wrong_is_not_told_again():
    wrong = ["NI 101", None, "Title", "furlongs", "higher", 1, "academic", "annual"]
    problems = told(
        Indicators=[INDICATORS[0], wrong],
        Targets=[TARGETS, ["NI 101", "2009/10", None, 15], ["NI 101", "2010/11", None, 17.8]],
    )
    assert [each.partition(":")[0] for each in problems] == ["Indicators!D2"]


def test_figures_as_before_are_as_before_though_their_indicators_row_is_wrong(lac01):
    make_actual(indicator=lac01, period="2009/10 Q1", reported_in=make_quarter(Q2))
    make_quarter(Q2, "published")
    row = ["LAC 01", "2009/10 Q1", Q2, "final", 30, 40, 75]
    for heading, wrong in (("Part of", "82.5"), ("Unit", "furlongs")):
        problems = told(Indicators=[["Code", heading], ["LAC 01", wrong]], Actuals=[ACTUALS, row])
        assert [each.partition(":")[0] for each in problems] == ["Indicators!B2"]


def test_what_names_a_sheet_that_cannot_be_read_is_not_told_again():
    problems = told(
        Indicators=[["Title", "Unit"], ["GCSEs", "percentage"]],
        Targets=[TARGETS, ["NI 101", "2009/10", None, 15]],
    )
    assert problems == [
        "Indicators!A1: the column Code is missing: add it, for a row is known by it"
    ]


def test_rows_may_name_what_the_same_file_brings():
    targets = [TARGETS, ["ni101", "09/10", None, 15]]
    assert told(Plans=PLANS, Indicators=INDICATORS, Targets=targets) == []


# Sheets and columns


def test_a_second_target_for_a_period_names_both_rows(ni101):
    rows = [TARGETS, ["NI 101", "2009/10", None, 15], ["NI101", "2009-10", None, 16]]
    assert told(Targets=rows) == [
        "Targets!A3: rows 2 and 3 have the same Indicator, Period and From: keep one of them"
    ]


def test_of_a_row_that_is_there_twice_everything_that_is_wrong_is_told(lac01):
    figures = [["LAC 01", Q2, Q2, "final", many, 35, None] for many in (30, 60)]
    assert told(Actuals=[ACTUALS, *figures]) == [
        "Actuals!A3: rows 2 and 3 have the same Indicator, Period and Reported in: keep one of "
        "them",
        "Actuals!E3: 60 is more than the denominator, 35: enter how many of the 35",
    ]


def test_headings_of_several_words_are_named_as_they_are():
    make_plan(reference="P")
    rows = [["Plan", "Policy, plan or strategy"], ["P", "Parenting"], ["P", "Parenting"]]
    assert told(Policies=rows) == [
        "Policies!A3: rows 2 and 3 have the same Plan and Policy, plan or strategy: keep one of "
        "them"
    ]


def test_a_heading_that_is_there_twice_names_both_cells():
    assert told(Plans=[[*PLANS[0], " title "], PLANS[1]]) == [
        "Plans!G1: the heading Title is there already, in B1: rename or delete one of the columns"
    ]


def test_headings_are_matched_without_regard_to_case_spaces_or_order():
    order = [5, 3, 0, 2, 4, 1]
    rows = [[f" {PLANS[0][each].upper()} " for each in order], [PLANS[1][each] for each in order]]
    assert checked(Plans=rows).errors == []


def test_headings_elsewhere_than_in_row_1_are_told():
    assert told(Plans=[[None], *PLANS]) == [
        "Plans!A1: there are no headings in row 1: write them there, above the table"
    ]


def test_headings_below_a_title_are_told_where_they_are_and_nothing_else_is():
    result = checked(Plans=[["Our plans of 2009/10"], [], *PLANS])
    assert [str(each) for each in (*result.errors, *result.warnings, *result.notes)] == [
        "Plans!A3: the headings are in row 3: delete the rows above them, or match the columns at "
        "Imports, under Spreadsheets in other layouts"
    ]


def test_a_new_row_without_a_column_that_it_needs_is_told_once():
    rows = [["Code", "Title"], ["NI 101", "GCSEs"], ["NI 99", "Level 4"]]
    assert told(Indicators=rows) == [
        f"Indicators!A1: the column {heading} is missing, and row 2 is new: add it"
        for heading in ("Unit", "Good is", "Year type", "Frequency")
    ]


def test_an_unknown_sheet_or_column_is_said_and_stops_nothing():
    result = checked(Plans=[[*PLANS[0], "Ward"], [*PLANS[1], "St John"]], Notes=[["Hello"]])
    assert [str(each) for each in result.notes] == [
        "Plans!G1: the column Ward is not one of ours: it is left out",
        "Notes: this sheet is not one of ours: it is left out",
    ]
    assert result.errors == result.warnings == []


def test_a_sheet_or_column_whose_name_is_nearly_ours_is_asked_about():
    headings = [*PLANS[0][:5], "Last yr"]
    assert warned(Plans=[headings, PLANS[1]], Target=[TARGETS, ["NI 101"]]) == [
        "Plans!F1: the column Last yr is left out: if it is Last year, correct the heading",
        "Target: there is no sheet of this name, so it is left out: if it is Targets, rename it",
    ]


def test_a_column_without_a_heading_is_asked_about():
    assert warned(Plans=[PLANS[0], [*PLANS[1], None, "stray"]]) == [
        "Plans!H2: this column has no heading, so what is in it is left out: write one in row 1"
    ]


def test_a_sheet_alone_in_its_file_may_be_named_after_the_file():
    alone = reading(Sheet1=PLANS, Sheet2=[])
    alone.named = "plans"
    (change,) = check(alone, kept_book()).changes
    assert change.sheet == "Plans"


def test_a_sheet_that_is_there_twice_is_told():
    twice = reading(Plans=PLANS)
    twice.tables += reading(PLANS=PLANS).tables
    assert [str(each) for each in check(twice, kept_book()).errors] == [
        "Plans: the sheet is there twice: put all rows into one of them"
    ]


def test_a_file_without_a_sheet_of_ours_says_which_there_are():
    (problem,) = checked(Sheet1=[["Hello"]]).errors
    assert str(problem).startswith("Sheet1: no sheet of the file is one of ours: the sheets are")


def test_merged_cells_are_told_and_what_is_hidden_is_said():
    file = reading(Plans=PLANS)
    file.tables[0].merged, file.tables[0].hidden = ["A2:A3"], True
    file.tables[0].hidden_rows, file.tables[0].hidden_columns = list(range(2, 9)), [2, 40]
    result = check(file, kept_book())
    assert [str(each) for each in result.errors] == [
        "Plans!A2: cells are merged here (A2:A3): unmerge them, and write the value in each"
    ]
    assert [str(each) for each in result.notes] == [
        "Plans: the sheet is hidden: it is read all the same",
        "Plans: hidden rows are read too: 2, 3, 4, 5, 6 and 2 more",
        "Plans: hidden columns are read too: B",
    ]


# Locks


def test_a_row_of_a_published_quarter_that_differs_is_told_and_one_that_equals_ours_is_not(lac01):
    quarter = make_quarter(Q2)
    make_actual(indicator=lac01, period=Q2, reported_in=quarter, numerator=30, denominator=40)
    make_quarter(Q2, "published")

    assert actual("LAC 01", Q2, Q2, "final", 30, 40) == []
    assert actual("LAC 01", Q2, Q2, "final", 31, 40) == [
        "Actuals!C2: 2009/10 Q2 is published, so it is locked: report the correction in the open "
        "quarter, or withdraw the publication of 2009/10 Q2 (performance officers can)"
    ]


def test_what_is_wrong_in_a_locked_row_is_told_with_the_only_remedy(lac01):
    quarter = make_quarter(Q2)
    make_actual(indicator=lac01, period=Q2, reported_in=quarter, numerator=30, denominator=40)
    make_quarter(Q2, "published")

    assert actual("LAC 01", Q2, Q2, "final", 60, 40) == [
        "Actuals!E2: 60 is more than the denominator, 40: put back what was there, for 2009/10 Q2 "
        "is published, so it is locked"
    ]


def test_nothing_is_reported_into_a_quarter_before_a_published_one(lac01):
    make_quarter(Q2, "published")
    assert actual("LAC 01", "2009/10 Q1", "2009/10 Q1", "final", 30, 40) == [
        "Actuals!C2: 2009/10 Q2 is published, so 2009/10 Q1 is locked too: report the correction "
        "in the open quarter, or withdraw the publication of 2009/10 Q2 (performance officers can)"
    ]


def test_no_lock_follows_from_a_code_that_was_refused(ni101):
    """A row of an export whose code somebody spoilt is not new: nothing else is told of it."""
    make_quarter(Q2, "published")
    make_quarter("2009/10 Q3", "open")

    refused = "NI 31 is not a national indicator: write one from NI 1 to NI 199, without NI 31"
    assert target("NI 31", "2009/10", Q2, 15) == [f"Targets!A2: {refused}"]
    assert actual("NI 31", "2008/09", Q2, "final", 30, 40) == [f"Actuals!A2: {refused}"]


def test_a_target_cannot_begin_in_a_published_quarter(ni101):
    make_target(indicator=ni101, value=15)
    make_quarter(Q2, "published")
    make_quarter("2009/10 Q3", "open")

    assert target("NI 101", "2009/10", Q2, 15) == [
        "Targets!C2: 2009/10 Q2 is published and was judged without this: let it hold from the "
        "open quarter on"
    ]


def test_the_dates_of_a_published_quarter_stay():
    make_quarter(Q2, "published", due=date(2009, 10, 16))
    rows = [["Quarter", "Opens", "Due"], [Q2, None, date(2009, 10, 30)]]
    assert told(Quarters=rows) == [
        "Quarters!C2: 2009/10 Q2 is published, so its dates stay as they were: take the change out"
    ]


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("Action updates", {"Plan": "P", "Number": 1, "Status": "complete"}),
        ("Milestone updates", {"Plan": "P", "Number": 1, "Milestone": 1, "Reason": "Late"}),
        ("Risk assessments", {"Plan": "P", "Number": 1, "Impact": "High"}),
        ("Dependency updates", {"Plan": "P", "LAA priority": "NI 99", "Status": "broken"}),
    ],
)
def test_records_of_every_kind_are_locked_with_their_quarter(sheet, row):
    plan = make_plan(reference="P")
    make_milestone(action=make_action(plan=plan, number=1), number=1)
    make_risk(plan=plan, number=1)
    make_dependency(plan=plan, priority="NI 99")
    make_quarter(Q2, "published")
    row |= {"Quarter": Q2}
    (problem,) = told(**{sheet.replace(" ", "_"): [list(row), list(row.values())]})
    assert "2009/10 Q2 is published, so it is locked" in problem


SPOILT = [
    pytest.param(
        "Actuals",
        {"Indicator": "LAC 01", "Period": Q2, "Reported in": Q2, "Standing": "final"},
        ("Numerator", "five"),
        id="Actuals",
    ),
    pytest.param(
        "Action updates", {"Plan": "P", "Number": 1, "Quarter": Q2}, ("Status", "on its way"),
        id="Action updates",
    ),
    pytest.param(
        "Milestone updates",
        {"Plan": "P", "Number": 1, "Milestone": 1, "Quarter": Q2},
        ("Now due", "8/1/20"),
        id="Milestone updates",
    ),
    pytest.param(
        "Risk assessments", {"Plan": "P", "Number": 1, "Quarter": Q2}, ("Impact", "Huge"),
        id="Risk assessments",
    ),
    pytest.param(
        "Dependency updates",
        {"Plan": "P", "LAA priority": "NI 99", "Quarter": Q2},
        ("Status", "shaky"),
        id="Dependency updates",
    ),
    pytest.param(
        "Targets",
        {"Indicator": "LAC 01", "Period": "2009/10", "From": "the start"},
        ("Target", "a few"),
        id="Targets",
    ),
    pytest.param("Quarters", {"Quarter": Q2}, ("Due", "8/1/20"), id="Quarters"),
]  # fmt: skip


def make_one_of_each(lac01):
    """What each of the spoilt rows is about, and what it was, in a quarter that is open."""
    quarter, plan = make_quarter(Q2), make_plan(reference="P")
    milestone = make_milestone(action=make_action(plan=plan, number=1), number=1)
    risk = make_risk(plan=plan, number=1)
    dependency = make_dependency(plan=plan, priority="NI 99")
    make_target(indicator=lac01, period="2009/10", value=80)
    return quarter, milestone, risk, dependency


def keep_one_of_each(lac01):
    quarter, milestone, risk, dependency = make_one_of_each(lac01)
    make_actual(indicator=lac01, period=Q2, reported_in=quarter, numerator=30, denominator=40)
    make_action_update(action=milestone.action, quarter=quarter)
    make_milestone_update(milestone=milestone, quarter=quarter, now_due="2010-01-31", reason="Late")
    make_assessment(risk=risk, quarter=quarter)
    make_dependency_update(dependency=dependency, quarter=quarter)


def told_of(sheet, row) -> list[str]:
    return told(**{sheet.replace(" ", "_"): [list(row), list(row.values())]})


@pytest.mark.parametrize(("sheet", "row", "cell"), SPOILT)
def test_what_cannot_be_read_in_a_locked_row_is_told_with_the_only_remedy(lac01, sheet, row, cell):
    """Its other cells are as they were: mended, it is what is here."""
    heading, written = cell
    keep_one_of_each(lac01)
    make_quarter(Q2, "published")
    (problem,) = told_of(sheet, row | {heading: written})
    assert f'"{written}"' in problem
    assert "put back what was there, for 2009/10 Q2 is published" in problem


@pytest.mark.parametrize(("sheet", "row", "cell"), SPOILT[:5])
def test_of_a_new_row_into_a_locked_quarter_what_cannot_be_read_is_told_beside_the_lock(
    lac01, sheet, row, cell
):
    heading, written = cell
    make_one_of_each(lac01)
    make_quarter(Q2, "published")
    problems = told_of(sheet, row | {heading: written})
    assert any(f'"{written}"' in each for each in problems)
    assert any("2009/10 Q2 is published, so it is locked: report" in each for each in problems)


def test_a_range_that_contradicts_itself_is_told_beside_a_standing_that_cannot_be_read(ni101):
    heads = [*ACTUALS, "Low", "High"]
    row = ["NI 101", "2009/10", Q2, "maybe", 6, 40, None, 5, 3]
    problems = told(Actuals=[heads, row])
    assert [each.partition(": ")[0] for each in problems] == ["Actuals!D2", "Actuals!H2"]
    row = ["NI 101", "2009/10", Q2, "maybe", 6, 40, None, 5, 7]
    assert len(told(Actuals=[heads, row])) == 1


# Standings and reasons


def test_a_lower_standing_cannot_follow_and_is_told_once(lac01):
    rows = [
        ACTUALS,
        ["LAC 01", "2009/10 Q1", Q2, "final", 30, 40],
        ["LAC 01", "2009/10 Q1", "2009/10 Q3", "provisional", 31, 40],
    ]
    assert told(Actuals=rows) == [
        "Actuals!D3: a final figure for 2009/10 Q1 was already reported, and a provisional one "
        "cannot follow it: choose final or restated"
    ]


def test_before_a_lower_standing_is_any_that_it_can_follow(lac01):
    about = {"indicator": lac01, "period": "2009/10 Q1", "reported_in": make_quarter("2009/10 Q3")}
    make_actual(standing="provisional", **about)
    assert actual("LAC 01", "2009/10 Q1", Q2, "final", 30, 40) == [
        "Actuals!D2: a provisional figure for 2009/10 Q1 was reported in a later quarter, and "
        "cannot follow a final one: choose forecast or provisional"
    ]


def wanted(**sheets) -> list[str]:
    return [str(each) for each in checked(**sheets).reasons_wanted]


def test_a_reported_figure_changes_only_with_a_reason(lac01):
    make_actual(indicator=lac01, period=Q2, reported_in=make_quarter(Q2), numerator=30)
    row = ["LAC 01", Q2, Q2, "final", 31, 40, None]

    assert wanted(Actuals=[ACTUALS, row]) == [
        "Actuals!E2: this figure was reported already: say why under Reason, or give one reason "
        "for the import"
    ]
    assert wanted(Actuals=[[*ACTUALS, "Reason"], [*row, "Miscounted"]]) == []


def test_a_reason_that_is_kept_already_is_none_for_another_change(lac01):
    quarter = make_quarter(Q2)
    make_actual(indicator=lac01, period=Q2, reported_in=quarter, reason="Miscounted")
    row = ["LAC 01", Q2, Q2, "final", 31, 40, None, "Miscounted"]
    assert wanted(Actuals=[[*ACTUALS, "Reason"], row]) == [
        "Actuals!E2: this figure was reported already, and the reason is the one kept already: say "
        "why under Reason, or give one reason for the import"
    ]


def test_words_about_a_figure_change_without_a_reason(lac01):
    make_actual(indicator=lac01, period=Q2, reported_in=make_quarter(Q2))
    row = ["LAC 01", Q2, Q2, "final", 30, 40, None, "Rain"]
    assert wanted(Actuals=[[*ACTUALS, "Why"], row]) == []


def test_a_new_version_of_a_target_needs_a_reason_and_a_first_one_does_not(ni101):
    make_target(indicator=ni101, period="2009/10", value=15)
    make_quarter(Q2, "open")

    assert wanted(Targets=[TARGETS, ["NI 101", "2009/10", None, 17.8]]) == [
        "Targets!D2: there is a target for 2009/10 from the start: say why under Reason, or give "
        "one reason for the import"
    ]
    assert wanted(Targets=[TARGETS, ["NI 101", "2010/11", None, 17.8]]) == []


@pytest.mark.parametrize("value", [17.89, 178, None])
def test_a_new_version_s_missing_reason_is_told_beside_what_is_wrong_with_its_value(ni101, value):
    """What is mended is another version still."""
    make_target(indicator=ni101, period="2009/10", value=15)
    make_quarter(Q2, "open")
    rows = [TARGETS, ["NI 101", "2009/10", None, value]]
    assert len(told(Targets=rows)) == 1
    (reason,) = wanted(Targets=rows)
    assert "there is a target for 2009/10 from the start: say why under Reason" in reason


def test_a_new_version_from_a_locked_quarter_is_asked_all_that_it_will_need(ni101):
    make_target(indicator=ni101, period="2009/10", value=15, designation="designated")
    make_quarter(Q2, "published")
    make_quarter("2009/10 Q3", "open")
    rows = [[*TARGETS, "Approval reference"], ["NI 101", "2009/10", Q2, 17.89, None, None, None]]
    assert [each.partition(": ")[0] for each in told(Targets=rows)] == [
        "Targets!C2", "Targets!D2", "Targets!G2",
    ]  # fmt: skip
    assert len(wanted(Targets=rows)) == 1


def test_no_reason_is_asked_for_what_is_wrong_in_a_kept_row_and_may_be_as_it_was(lac01):
    quarter = make_quarter(Q2)
    make_actual(indicator=lac01, period=Q2, reported_in=quarter, numerator=30, denominator=40)
    assert wanted(Actuals=[ACTUALS, ["LAC 01", Q2, Q2, "final", 60, 40]]) == []
    assert wanted(Actuals=[ACTUALS, ["LAC 01", Q2, Q2, "final", "five", 41]]) != []


def test_two_words_for_one_cell_hide_nothing_else_of_their_row(ni101, lac01):
    make_target(indicator=ni101, period="2009/10", value=15, designation="designated")
    headings = [*TARGETS, "Approval reference"]
    rows = [headings, ["NI 101", "2009/10", "2009/10 Q3", "not set", "withdrawn", None, None]]
    assert [each.partition(": ")[0] for each in told(Targets=rows)] == ["Targets!D2", "Targets!G2"]

    figures = [*ACTUALS, "Marker", "Low", "High"]
    row = ["LAC 01", Q2, Q2, "forecast", None, None, "x", "c", 9, 4]
    assert [each.partition(": ")[0] for each in told(Actuals=[figures, row])] == [
        "Actuals!G2", "Actuals!I2",
    ]  # fmt: skip


def test_a_designated_target_changes_only_with_an_approval_reference(ni101):
    make_target(indicator=ni101, period="2009/10", value=15, designation="designated")
    row = ["NI 101", "2009/10", "2009/10 Q3", 17.8, "set", "designated", "Recount"]
    headings = [*TARGETS, "Reason", "Approval reference"]
    assert told(Targets=[headings, row]) == [
        "Targets!H2: a designated target changes only with approval: write the reference"
    ]
    assert told(Targets=[headings, [*row, "GO 2009-7"]]) == []


def test_a_baseline_changes_only_with_a_reason(ni101):
    headings = [*INDICATORS[0], "Baseline", "Baseline period"]
    row = [*INDICATORS[1], 2.4, "2007/08"]
    first = checked(Plans=PLANS, Indicators=[headings, row])
    assert first.reasons_wanted == first.errors == []


# What is asked


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        pytest.param(
            (None, None, 0.178),
            "Actuals!G2: 0.178 is read as 0.178%: if 17.8% is meant, write 17.8",
            id="a bare fraction",
        ),
        pytest.param(
            (None, None, 17.8),
            "Actuals!G2: 17.8% has no cohort (it could be 8/45, 13/73, 16/90): write the numerator "
            "and denominator, if known",
            id="a percentage without a cohort",
        ),
        pytest.param(
            (0, 40, None),
            "Actuals!E2: 0 is kept as none at all: if there is no data, say not available and why",
            id="a zero",
        ),
        pytest.param(
            (None, None, "x"),
            'Actuals!G2: "x" has meant suppressed or not available: which is it here? It is taken '
            "for suppressed here: confirm, or correct",
            id="a marker that may mean two things",
        ),
    ],
)
def test_what_is_doubtful_is_asked_about(lac01, cells, sentence):
    rows = [ACTUALS, ["LAC 01", Q2, Q2, "final", *cells]]
    assert sentence.partition(": ")[2] in [
        each.partition(": ")[2].removesuffix(" (there is no column Marker in the sheet)")
        for each in warned(Actuals=rows)
    ]


@pytest.mark.parametrize("written", ["17.8%", Cell.of(17.8), "17.8"])
def test_a_percentage_is_one_value_however_it_is_written(lac01, written):
    result = checked(Actuals=[ACTUALS, ["LAC 01", Q2, Q2, "final", None, None, written]])
    (change,) = [each for each in result.changes if each.sheet == "Actuals"]
    assert str(change.values["value"]) == "17.8"


def test_a_percentage_cell_is_no_bare_fraction(lac01):
    cell = Cell(Decimal("0.005"), percent=True)
    assert not [
        each
        for each in warned(Actuals=[ACTUALS, ["LAC 01", Q2, Q2, "final", None, None, cell]])
        if "is read as" in each
    ]


def test_a_jump_and_a_fall_of_what_is_counted_up_are_asked_about(lac01):
    make_indicator(code="LAC 02", unit="number", accumulation="cumulative")
    rows = [
        ACTUALS,
        ["LAC 01", "2009/10 Q1", "2009/10 Q1", "final", 10, 40, None],
        ["LAC 01", Q2, Q2, "final", 30, 40, None],
        ["LAC 02", "2009/10 Q1", "2009/10 Q1", "final", None, None, 20],
        ["LAC 02", Q2, Q2, "final", None, None, 18],
    ]
    assert warned(Actuals=rows) == [
        "Actuals!E3: 75 is far from 25, the figure before it: correct it, or confirm",
        "Actuals!G5: 18 is less than 20 the quarter before, though it is counted from the start of "
        "the year: correct it, or confirm",
    ]


def test_a_figure_is_asked_about_where_it_is_far_from_the_one_reported_for_its_period(ni101):
    sheet = [
        ["Indicator", "Period", "Reported in", "Standing", "Numerator", "Denominator"],
        ["NI 101", "2008/09", "2009/10 Q2", "provisional", 5, 40],
        ["NI 101", "2008/09", "2009/10 Q3", "final", 30, 40],
        ["NI 101", "2008/09", "2009/10 Q4", "restated", 300, 400],
    ]
    assert warned(Actuals=sheet) == [
        "Actuals!E3: 75 is far from 12.5, the figure reported for 2008/09 before: correct it, or "
        "confirm",
        "Actuals!F4: a denominator of 400 is far from 40, the one reported for 2008/09 before: "
        "correct it, or confirm",
    ]


def test_the_first_figure_is_asked_about_where_it_is_far_from_the_baseline(ni101):
    make_baseline(indicator=ni101, period="2007/08", value=Decimal("2.4"))
    rows = [ACTUALS, ["NI 101", "2008/09", "2009/10 Q3", "final", 30, 40]]
    assert warned(Actuals=rows) == [
        "Actuals!E2: 75 is far from 2.4, the baseline: correct it, or confirm"
    ]


def test_what_is_kept_already_is_not_asked_about_again(lac01):
    make_actual(indicator=lac01, period=Q2, reported_in=make_quarter(Q2), value=17, numerator=None)
    result = checked(Actuals=[ACTUALS, ["LAC 01", Q2, Q2, "final", None, None, 17]])
    assert result.warnings == result.changes == []


def test_what_a_formula_gave_is_asked_about_once_a_column(lac01):
    gave = Cell(Decimal(30), formula=True)
    rows = [
        ACTUALS,
        ["LAC 01", "2009/10 Q1", "2009/10 Q1", "final", gave, 40],
        ["LAC 01", Q2, Q2, "final", gave, 40],
    ]
    assert warned(Actuals=rows) == [
        "Actuals!E2: this is a formula (and 1 more under Numerator): what it gave when the file "
        "was saved is read, so check it"
    ]


def test_words_that_name_no_date_are_said(ni101):
    make_plan(reference="NI 101")
    rows = [["Plan", "Number", "Action", "When"], ["NI 101", 1, "Meet", "Termly"]]
    (note,) = checked(Actions=rows).notes
    assert str(note).startswith("Actions!D2: “Termly” names no date")


# The other sheets


@pytest.mark.parametrize(
    ("sheet", "rows", "sentence"),
    [
        pytest.param(
            "Quarters",
            [["Quarter", "Opens", "Due"], [Q2, date(2009, 10, 5), date(2009, 10, 1)]],
            "Quarters!C2: 1 October 2009 is before the day it opens: write a later day",
            id="due before it opens",
        ),
        pytest.param(
            "Quarters",
            [["Quarter", "Opens"], [Q2, "8/1/20"]],
            'Quarters!B2: "8/1/20" may be 8 January 2020 or 1 August 2020: write the one you mean',
            id="a date that may be two",
        ),
        pytest.param(
            "People",
            [["E-mail", "Part"], ["a@b.example", "lead"]],
            "People!A2: a part belongs to a plan: write which, or take the part out (there is no "
            "column Plan in the sheet)",
            id="a part in no plan",
        ),
        pytest.param(
            "People",
            [["E-mail", "Plan", "Part"], ["a@b.example", "P"]],
            "People!C2: Part is blank: write contributor or lead, or take the plan out",
            id="a plan without a part",
        ),
        pytest.param(
            "People",
            [["E-mail"], ["not an address"]],
            'People!A2: "not an address" is not an e-mail address: write an address such as '
            "name@council.example",
            id="no address",
        ),
        pytest.param(
            "People",
            [
                ["E-mail", "Name", "Plan", "Part"],
                ["a@b.example", "Ann", "P", "lead"],
                ["A@B.example", "Bob"],
            ],
            "People!B3: row 2 gives this person the name “Ann”: write the same in both rows",
            id="two names for one person",
        ),
        pytest.param(
            "People",
            [["E-mail", "Office"], ["a@b.example", "mayor"]],
            'People!B2: "mayor" is not a word for Office: write officer or Board member',
            id="no office",
        ),
        pytest.param(
            "Plans",
            [PLANS[0], ["NI/101", *PLANS[1][1:]]],
            'Plans!A2: "NI/101" is not a plan\'s reference: write letters and digits, with single '
            "spaces or hyphens, such as NI 101",
            id="no reference",
        ),
        pytest.param(
            "Plans",
            [PLANS[0], [*PLANS[1][:5], "2007/08"]],
            "Plans!F2: 2007/08 is before the first year: correct one",
            id="years the wrong way round",
        ),
        pytest.param(
            "Plans",
            [PLANS[0], PLANS[1], ["NI 99", "T", PLANS[1][2], "Shropshire", "2008/09", "2010/11"]],
            "Plans!D3: row 2 says Worcestershire for the same agreement: write the same in both "
            "rows",
            id="two areas of one agreement",
        ),
        pytest.param(
            "Actions",
            [["Plan", "Number", "Action", "Indicators fed"], ["P", 1, "Meet", "LAC 77; LAC 78"]],
            "Actions!D2: there is no indicator LAC 77: add it under Indicators, or correct "
            "the code",
            id="an action that feeds nothing",
        ),
        pytest.param(
            "Actions",
            [["Plan", "Number", "Action"], ["P", 0, "Meet"]],
            "Actions!B2: 0 is too small: write 1 or more",
            id="an action without a number",
        ),
        pytest.param(
            "Action updates",
            [["Plan", "Number", "Quarter", "Status"], ["P", 9, Q2, "on track"]],
            "Action updates!B2: the plan P has no action 9: add it under Actions, or "
            "correct the number",
            id="an update of no action",
        ),
        pytest.param(
            "Action updates",
            [["Plan", "Number", "Quarter", "Status"], ["P", 1, Q2, None]],
            "Action updates!D2: this row says nothing: write a status or a commentary, or take it "
            "out",
            id="an update that says nothing",
        ),
        pytest.param(
            "Milestone updates",
            [["Plan", "Number", "Milestone", "Quarter", "Reason"], ["P", 1, 4, Q2, "Late"]],
            "Milestone updates!C2: action 1 of the plan P has no milestone 4: add it under "
            "Milestones, or correct the number",
            id="an update of no milestone",
        ),
        pytest.param(
            "Risk assessments",
            [["Plan", "Number", "Quarter", "Impact"], ["P", 1, Q2, "Huge"]],
            'Risk assessments!D2: "Huge" is not a rating of impact: write Nil, Low, Medium, High, '
            "or nothing",
            id="no rating",
        ),
        pytest.param(
            "Risk assessments",
            [["Plan", "Number", "Quarter", "State", "Commentary"], ["P", 1, Q2, "closed", None]],
            "Risk assessments!E2: Commentary is blank: say why the risk is closed",
            id="closed without a word",
        ),
        pytest.param(
            "Dependency updates",
            [["Plan", "LAA priority", "Quarter", "Status"], ["P", "NI 99", Q2, "on course"]],
            "Dependency updates!B2: the plan P has no dependency on NI 99: add it under "
            "Dependencies, or correct the priority",
            id="an update of no dependency",
        ),
        pytest.param(
            "Comparators",
            [
                ["Indicator", "Comparator", "Period", "Value", "Comparable", "Because", "Source"],
                ["LAC 01", "England", "2007/08", 48.3, "partly", None, "SFR"],
            ],
            "Comparators!F2: Because is blank: say why it is not, or only partly, comparable",
            id="partly, and no reason",
        ),
    ],
)
def test_what_is_wrong_in_other_sheets_is_told(lac01, sheet, rows, sentence):
    plan = make_plan(reference="P")
    make_action(plan=plan, number=1)
    make_risk(plan=plan, number=1)
    assert sentence in told(**{sheet.replace(" ", "_"): rows})


@pytest.mark.parametrize(
    ("heading", "value", "sentence"),
    [
        pytest.param("Unit", "rate", "G2: a rate says per how many", id="a rate of what"),
        pytest.param("Tolerance", -1, "E2: -1 is less than 0: write 0 or more", id="negative"),
        pytest.param("Tolerance", 3, "Tolerance kind is blank: write % of target", id="no kind"),
        pytest.param("Part of", "NI 101", "an indicator cannot be part of itself", id="a circle"),
        pytest.param(
            "Broken down by",
            "age",
            "write the code of the total that it breaks down",
            id="no total",
        ),
        pytest.param("Baseline", 2.4, "Baseline period is blank: write the year", id="no period"),
        pytest.param("Frequency", "two-yearly", "write the baseline period", id="every two years"),
        pytest.param("Plan", "NI 101; NI 99", "are plans of one agreement", id="two plans"),
    ],
)
def test_what_is_wrong_with_an_indicator_is_told(heading, value, sentence):
    make_plan(reference="NI 101")
    make_plan(reference="NI 99")
    values = dict(zip(INDICATORS[0], INDICATORS[1], strict=True)) | {heading: value}
    (problem,) = told(Indicators=[list(values), list(values.values())])
    assert sentence.rpartition(": ")[2] in problem


def test_a_year_type_that_its_figures_cannot_have_is_told(ni101):
    make_target(indicator=ni101, period="2009/10")
    values = dict(zip(INDICATORS[0], INDICATORS[1], strict=True))
    values |= {"Year type": "calendar", "Plan": None}
    (problem,) = told(Indicators=[list(values), list(values.values())])
    assert "Indicators!G2: NI 101 has targets about 2009/10, which would no longer be" in problem


@pytest.mark.parametrize(
    ("kept", "begun", "sentences"),
    [
        pytest.param(
            date(2009, 10, 31),
            "open",
            [
                "Milestones!D2: it was first due on 31 October 2009, and that stays on record: "
                "move it by a milestone update, with a reason"
            ],
            id="once a round was opened",
        ),
        pytest.param(date(2009, 10, 31), "not opened", [], id="before any round"),
        pytest.param(None, "open", [], id="never due so far"),
        pytest.param(date(2010, 1, 31), "open", [], id="the same date"),
    ],
)
def test_a_milestone_is_not_moved_in_silence(kept, begun, sentences):
    make_quarter(Q2, begun)
    action = make_action(plan=make_plan(reference="P"), number=1)
    make_milestone(action=action, number=1, first_due=kept, words="Begun")
    headings = ["Plan", "Number", "Milestone", "First due", "Words"]
    rows = [headings, ["P", 1, 1, date(2010, 1, 31), "Tutors are in place"]]
    assert told(Milestones=rows) == sentences


@pytest.mark.parametrize(
    ("day", "sentences"),
    [
        (date(2010, 1, 11), []),
        (
            date(2010, 1, 12),
            [
                "Milestone updates!E2: the date it was done is still to come: choose a day up to "
                "today"
            ],
        ),
    ],
)
def test_nothing_is_done_before_its_day(settings, day, sentences):
    settings.LAA_TODAY = date(2010, 1, 11)
    make_quarter(Q2)
    make_milestone(action=make_action(plan=make_plan(reference="P"), number=1), number=1)
    headings = ["Plan", "Number", "Milestone", "Quarter", "Done on"]
    assert told(Milestone_updates=[headings, ["P", 1, 1, Q2, day]]) == sentences


def test_the_last_performance_officer_keeps_the_office():
    make_officer(email="only@council.example", name="Only")
    rows = [["E-mail", "Name", "Office"], ["only@council.example", "Only", None]]
    assert told(People=rows) == [
        "People!C2: no performance officer would be left: make somebody else one first"
    ]


def test_an_assessment_that_equals_ours_is_as_before_in_any_case_of_its_words():
    risk = make_risk(plan=make_plan(reference="P"), number=1)
    make_assessment(risk=risk, quarter=make_quarter(Q2), impact="Nil", likelihood="Medium")
    headings = ["Plan", "Number", "Quarter", "Impact", "Likelihood"]
    result = checked(Risk_assessments=[headings, ["p", 1, "Q2 2009/10", "NIL", "medium"]])
    assert (result.changes, result.errors) == ([], [])


def test_an_assessment_that_says_nothing_is_no_assessment():
    make_risk(plan=make_plan(reference="P"), number=1)
    make_quarter(Q2)
    headings = ["Plan", "Number", "Quarter", "Impact", "Likelihood", "State", "Commentary"]
    assert told(Risk_assessments=[headings, ["P", 1, Q2, None, None, None, None]]) == [
        "Risk assessments!D2: this row says nothing: write a rating or a commentary, or take it out"
    ]


def test_a_mark_that_nobody_sees_is_named(lac01):
    (problem,) = actual("LAC 01\u202e", "2009/10 Q2", "2009/10 Q3", "final", 1, 2, None)
    assert problem.startswith('Actuals!A2: "LAC 01[U+202E]" is not a code')


def test_what_is_wrong_about_a_percentage_is_not_that_it_has_its_sign(lac01):
    (problem,) = actual("LAC 01", "2009/10 Q2", "2009/10 Q3", "final", None, None, "92%%")
    assert problem == 'Actuals!G2: "92%%" is not a number: write digits, such as 17.8'


def test_a_marker_under_value_is_asked_about_there(lac01):
    cells = ["LAC 01", "2009/10 Q2", "2009/10 Q3", "final", None, None, "-"]
    (warning,) = warned(Actuals=[ACTUALS, cells])
    assert warning.startswith('Actuals!G2: "-" has meant')
    assert "there is no column" not in warning


def test_a_result_in_the_place_of_a_kept_forecast_says_which_columns_are_wanted(lac01):
    quarter = make_quarter("2009/10 Q3")
    make_actual(
        indicator=lac01, period="2009/10 Q3", reported_in=quarter, standing="forecast",
        numerator=None, denominator=None, value=80, low=30, high=36,
    )  # fmt: skip
    cells = ["LAC 01", "2009/10 Q3", "2009/10 Q3", "final", 30, 40, None]
    assert actual(*cells) == [
        "Actuals!D2: the forecast that is kept has a low and a high number, and a result has none: "
        "add the columns Low and High, and leave them blank"
    ]


def test_a_hidden_sheet_that_is_not_ours_is_said_to_be_hidden():
    file = reading(Plans=PLANS, Notes=[["Hello"]])
    file.tables[1].hidden = True
    assert [str(each) for each in check(file, kept_book()).notes] == [
        "Notes: this sheet is hidden, and not one of ours: it is left out"
    ]


# How much it costs


def test_the_check_costs_the_same_queries_however_many_rows(lac01, django_assert_max_num_queries):
    first = FinancialQuarter(2001, 1)
    quarters = [first.plus(each).label for each in range(30)]
    for label in quarters:
        make_quarter(label, "not opened")
    rows = [["LAC 01", each, each, "final", 30, 40] for each in quarters]

    def queries(count: int) -> int:
        with django_assert_max_num_queries(60) as counted:
            checked(Actuals=[ACTUALS, *rows[:count]])
        return len(counted)

    assert queries(1) == queries(len(rows))


def test_every_weight_of_problem_is_told_in_the_order_of_the_cells(lac01):
    result = checked(Actuals=[[*ACTUALS, "Ward"], ["LAC 01", Q2, Q2, "final", 0, 40], ["LAC 01"]])
    assert {problem.weight for problem in result.told} == set(Weight)
    rows = [int(problem.cell[1:]) for problem in result.told]
    assert rows == sorted(rows)


# What one row changes beside itself


OF_ALL = (
    "Plans!F2: Last year 2011/12 would hold for all plans of the agreement, so for {} too: check "
    "that it is meant"
)


@pytest.mark.parametrize(
    ("others", "rows", "told"),
    [
        pytest.param(
            ["NI 99", "NI 100"],
            [["NI 101", "2011/12"]],
            [OF_ALL.format("NI 100 and NI 99")],
            id="one row changes three plans",
        ),
        pytest.param(
            ["NI 99", "NI 100"],
            [["NI 101", "2011/12"], ["NI 99", "2011/12"]],
            [OF_ALL.format("NI 100")],
            id="two rows change a third plan, which is asked once",
        ),
        pytest.param(
            ["NI 99"],
            [["NI 101", "2011/12"], ["NI 99", "2011/12"]],
            [],
            id="all its plans are in the file",
        ),
        pytest.param(["NI 99"], [["NI 101", "2010/11"]], [], id="nothing changes"),
        pytest.param([], [["NI 101", "2011/12"]], [], id="it is the only plan"),
        pytest.param(
            ["NI 99"],
            [["NI 7", "2011/12"]],
            [OF_ALL.format("NI 101 and NI 99")],
            id="a new plan names a kept agreement",
        ),
    ],
)
def test_what_a_row_changes_for_other_plans_is_asked_by_their_names(db, others, rows, told):
    for reference in ("NI 101", *others):
        make_plan(reference=reference)
    plans = [[plan, *PLANS[1][1:5], last] for plan, last in rows]
    assert warned(Plans=[PLANS[0], *plans]) == told


def test_another_agreement_s_plans_are_not_asked_about(db):
    make_plan(reference="NI 101")
    make_plan(reference="NI 99", agreement=make_agreement(title="Another agreement", is_live=False))
    assert warned(Plans=[PLANS[0], [*PLANS[1][:5], "2011/12"]]) == []


@pytest.mark.parametrize(
    ("sheet", "rows", "told"),
    [
        pytest.param(
            "Quarters",
            [
                ["Quarter", "Opens", "Due"],
                ["2009/10 Q3", date(2010, 1, 4), date(2010, 1, 15)],
                ["2009/10 Q4", date(2009, 1, 4), date(2010, 4, 16)],
            ],
            ["Quarters!B3: 4 January 2009 is before 2009/10 Q3 opens, which comes first: check "
             "the day"],
            id="a quarter opens before an earlier one",
        ),
        pytest.param(
            "Quarters",
            [
                ["Quarter", "Opens", "Due"],
                ["2009/10 Q3", date(2010, 1, 4), None],
                ["2009/10 Q4", date(2010, 4, 4), None],
            ],
            [],
            id="quarters that open in order",
        ),
        pytest.param(
            "Plans",
            [[*PLANS[0], "Date"], [*PLANS[1], "31 June 2009"]],
            ['Plans!G2: "31 June 2009" is not in the calendar: write a day that there is'],
            id="a day that never was",
        ),
        pytest.param(
            "Plans",
            [[*PLANS[0], "Date"], [*PLANS[1], 40000]],
            ["Plans!G2: 40000 is no date: write it as the plan does, such as July 2009"],
            id="a date's number",
        ),
        *(
            pytest.param("Plans", [[*PLANS[0], "Date"], [*PLANS[1], words]], [], id=words)
            for words in ("July 2009", "2009", "30 June 2009", "Summer 2009")
        ),
    ],
)  # fmt: skip
def test_what_may_be_a_slip_in_a_date_is_asked_about(db, sheet, rows, told):
    assert warned(**{sheet: rows}) == told
