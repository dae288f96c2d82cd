"""The demonstration keeps to the workbook's contract, so it teaches what a sheet looks like."""

from datetime import datetime

import pytest
from openpyxl import load_workbook

from indicators.expectations import Accumulation, Expect, Frequency, Standing
from indicators.performance import Comparable, GoodIs, ToleranceKind
from indicators.values import Unit
from indicators.versions import Designation, TargetState
from periods.calendar import YearType, read_period
from plans.progress import ActionStatus, DependencyStatus, Part
from risks.scale import RiskState
from tests.demonstration.intended import WORKBOOK

SHEETS = {
    "Quarters": "Quarter|Opens|Due",
    "People": "E-mail|Name|Office|Plan|Part",
    "Plans": "Plan|Title|Agreement|Area|First year|Last year|Prepared by|Post|Service|Date|Theme|"
    "Priority|Theme group|Management group lead|Partners|Cross-cutting theme|"
    "Equality and diversity|Performance arrangements",
    "Indicators": "Code|Plan|Title|Purpose|Lead|Unit|Per|Good is|Decimals|Numerator|Denominator|"
    "Counted as|Year type|Frequency|Accumulation|Q1 expects|Q2 expects|Q3 expects|Q4 expects|"
    "Tolerance|Tolerance kind|Definition|Cohort|Part of|Broken down by|Baseline|"
    "Baseline numerator|"
    "Baseline denominator|Baseline period|Baseline already public|Reason",
    "Targets": "Indicator|Period|From|Target|State|Designation|Reason|Agreed by|Approval reference",
    "Actuals": "Indicator|Period|Reported in|Standing|Numerator|Denominator|Value|Low|High|"
    "Marker|Not available because|Expected|Source|Why|Being done|Back on track|Help needed|"
    "Reason",
    "Comparators": "Indicator|Comparator|Period|Value|Definition|Comparable|Because|Source",
    "Actions": "Plan|Number|Action|Who|Milestones / success measure|When|Resource implications|"
    "Commentary|Indicators fed",
    "Action updates": "Plan|Number|Quarter|Status|Commentary",
    "Milestones": "Plan|Number|Milestone|Words|First due",
    "Milestone updates": "Plan|Number|Milestone|Quarter|Now due|Done on|Reason",
    "Risks": "Plan|Number|Risk|How managed|Owner",
    "Risk assessments": "Plan|Number|Quarter|Impact|Likelihood|State|Commentary",
    "Dependencies": "Plan|LAA priority|Theme group|Arrangement",
    "Dependency updates": "Plan|LAA priority|Quarter|Status|Commentary",
    "Policies": "Plan|Policy, plan or strategy|Responsible theme group or organisation|Arrangement",
}
KEYS = {
    "Quarters": ("Quarter",),
    "People": ("E-mail", "Plan"),
    "Plans": ("Plan",),
    "Indicators": ("Code",),
    "Targets": ("Indicator", "Period", "From"),
    "Actuals": ("Indicator", "Period", "Reported in"),
    "Comparators": ("Indicator", "Comparator", "Period"),
    "Actions": ("Plan", "Number"),
    "Action updates": ("Plan", "Number", "Quarter"),
    "Milestones": ("Plan", "Number", "Milestone"),
    "Milestone updates": ("Plan", "Number", "Milestone", "Quarter"),
    "Risks": ("Plan", "Number"),
    "Risk assessments": ("Plan", "Number", "Quarter"),
    "Dependencies": ("Plan", "LAA priority"),
    "Dependency updates": ("Plan", "LAA priority", "Quarter"),
    "Policies": ("Plan", "Policy, plan or strategy"),
}
CODED = {
    ("People", "Office"): {"officer", "Board member"},
    ("People", "Part"): set(Part),
    ("Indicators", "Unit"): set(Unit),
    ("Indicators", "Good is"): set(GoodIs),
    ("Indicators", "Year type"): set(YearType),
    ("Indicators", "Frequency"): set(Frequency),
    ("Indicators", "Accumulation"): set(Accumulation),
    **{("Indicators", f"Q{number} expects"): set(Expect) for number in (1, 2, 3, 4)},
    ("Indicators", "Tolerance kind"): set(ToleranceKind),
    ("Targets", "State"): set(TargetState),
    ("Targets", "Designation"): set(Designation),
    ("Actuals", "Standing"): set(Standing),
    ("Comparators", "Comparable"): set(Comparable),
    ("Action updates", "Status"): set(ActionStatus),
    ("Risk assessments", "Impact"): {"Nil", "Low", "Medium", "High"},
    ("Risk assessments", "Likelihood"): {"Nil", "Low", "Medium", "High"},
    ("Risk assessments", "State"): set(RiskState),
    ("Dependency updates", "Status"): set(DependencyStatus),
}
# Of these the demonstration has no occasion to show every word.
PARTLY_SHOWN = {"Year type", "Q1 expects", "Q2 expects", "Q3 expects", "Q4 expects", "Likelihood"}
PERIODS = {"Quarter", "Period", "From", "Reported in", "First year", "Last year", "Baseline period"}
DATES = {"Opens", "Due", "Expected", "First due", "Now due", "Done on"}


@pytest.fixture(scope="session")
def sheets():
    return {sheet.title: sheet for sheet in load_workbook(WORKBOOK).worksheets}


def test_sheets_and_headings_are_those_of_the_contract_in_its_order(sheets):
    kept = {title: "|".join(cell.value for cell in sheet[1]) for title, sheet in sheets.items()}
    assert kept == SHEETS
    assert list(kept) == list(SHEETS)


@pytest.mark.parametrize(("sheet", "key"), KEYS.items(), ids=KEYS)
def test_no_key_stands_twice(book, sheet, key):
    keys = [tuple(row.get(column, "") for column in key) for row in book[sheet]]
    assert sorted(keys) == sorted(set(keys))
    assert keys


@pytest.mark.parametrize(
    ("sheet", "column", "allowed"),
    [(*place, allowed) for place, allowed in CODED.items()],
    ids=["/".join(place) for place in CODED],
)
def test_coded_words_are_the_contracts_and_nearly_all_are_shown(book, sheet, column, allowed):
    used = {row[column] for row in book[sheet] if column in row}
    assert used <= allowed
    assert used == allowed or column in PARTLY_SHOWN


def all_cells(sheets):
    for sheet in sheets.values():
        headings = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            for heading, cell in zip(headings, row, strict=True):
                if cell.value is not None:
                    yield sheet.title, heading, cell


def test_periods_are_canonical_text_in_cells_formatted_as_text(sheets):
    cells = [cell for _, heading, cell in all_cells(sheets) if heading in PERIODS]
    assert {cell.number_format for cell in cells} == {"@"}
    assert all(read_period(cell.value).label == cell.value for cell in cells)


def test_dates_are_real_dates_and_nothing_else_is(sheets):
    real = {heading for _, heading, cell in all_cells(sheets) if isinstance(cell.value, datetime)}
    assert real == DATES
    assert not [
        cell
        for _, heading, cell in all_cells(sheets)
        if heading in DATES and not isinstance(cell.value, datetime)
    ]


def test_no_cell_is_a_formula_an_error_or_padded_with_spaces(sheets):
    assert {cell.data_type for _, _, cell in all_cells(sheets)} <= {"s", "n", "d"}
    padded = [
        cell.value
        for _, _, cell in all_cells(sheets)
        if isinstance(cell.value, str)
        and any(line != " ".join(line.split()) for line in cell.value.split("\n"))
    ]
    assert padded == []


# What a row names is there ------------------------------------------------------------


def test_every_plan_indicator_and_quarter_that_a_row_names_is_there(book):
    plans = {row["Plan"] for row in book["Plans"]}
    codes = {row["Code"] for row in book["Indicators"]}
    quarters = {row["Quarter"] for row in book["Quarters"]}
    for rows in book.values():
        for row in rows:
            assert {row["Plan"]} <= plans if "Plan" in row else True
            assert {row[column] for column in ("Indicator", "Part of") if column in row} <= codes
            assert set(row.get("Indicators fed", "").split()) - {""} <= {
                part for code in codes for part in code.split()
            }
            named = {row[column] for column in ("Quarter", "Reported in", "From") if column in row}
            assert named <= quarters


@pytest.mark.parametrize(
    ("updates", "of", "key"),
    [
        ("Action updates", "Actions", ("Plan", "Number")),
        ("Milestones", "Actions", ("Plan", "Number")),
        ("Milestone updates", "Milestones", ("Plan", "Number", "Milestone")),
        ("Risk assessments", "Risks", ("Plan", "Number")),
        ("Dependency updates", "Dependencies", ("Plan", "LAA priority")),
    ],
)
def test_every_update_is_of_something(book, updates, of, key):
    there = {tuple(row[column] for column in key) for row in book[of]}
    assert {tuple(row[column] for column in key) for row in book[updates]} <= there


def test_some_dependency_is_on_an_indicator_kept_here_and_some_on_nothing_tracked(book):
    codes = {row["Code"] for row in book["Indicators"]}
    named = {row["LAA priority"] for row in book["Dependencies"]}
    assert {"NI 99", "NI 100", "LAC 09"} <= named & codes
    assert {"NI 58", "Case file system replacement"} <= named - codes


# People and rounds --------------------------------------------------------------------


def test_the_four_accounts_have_the_parts_that_the_house_gives_them(book):
    parts = {}
    for row in book["People"]:
        name = row["E-mail"].partition("@")[0]
        parts.setdefault(name, []).append((row.get("Office"), row.get("Plan"), row.get("Part")))
    assert parts["officer"] == [("officer", None, None)]
    assert parts["board"] == [("Board member", None, None)]
    assert parts["manager"] == [(None, "NI 101", "contributor")]
    assert parts["lead"] == [(None, "NI 101", "lead")]


def test_every_plan_has_a_contributor_and_a_lead(book):
    for plan in book["Plans"]:
        parts = {row["Part"] for row in book["People"] if row.get("Plan") == plan["Plan"]}
        assert parts == {"contributor", "lead"}


def test_the_rounds_of_2009_are_opened_and_due_as_the_house_says(book):
    days = {
        row["Quarter"]: (f"{row['Opens']:%Y-%m-%d}", f"{row['Due']:%Y-%m-%d}")
        for row in book["Quarters"]
        if "Opens" in row
    }
    assert days == {
        "2009/10 Q1": ("2009-07-01", "2009-07-14"),
        "2009/10 Q2": ("2009-10-05", "2009-10-16"),
        "2009/10 Q3": ("2010-01-04", "2010-01-15"),
        "2009/10 Q4": ("2010-04-01", "2010-04-16"),
    }


# The records of a quarter show what can happen ----------------------------------------


def test_milestones_are_done_moved_with_a_reason_and_moved_twice(book):
    moved = [row for row in book["Milestone updates"] if "Now due" in row]
    assert all("Reason" in row for row in moved)
    assert [row for row in book["Milestone updates"] if "Done on" in row]
    twice = [(row["Plan"], row["Number"], row["Milestone"]) for row in moved]
    assert twice.count(("LAC Education", 1, 1)) == 2


SCALE = ("Nil", "Low", "Medium", "High")


def movement(row, last):
    """The word of rule 13, told from the two ratings' places on the scale alone."""
    if last is None:
        return "first" if row["Quarter"] == "2009/10 Q1" else "new"
    if row["State"] != last["State"]:
        return "closed" if row["State"] == "closed" else "reopened"
    now, then = size(row), size(last)
    if now == then:
        return "same"
    return "up" if now > then else "down"


def size(row):
    return SCALE.index(row["Impact"]) + SCALE.index(row["Likelihood"])


def test_risks_go_up_and_down_stay_are_new_closed_and_reopened(book):
    movements, last = set(), {}
    for row in book["Risk assessments"]:
        risk = (row["Plan"], row["Number"])
        movements.add(movement(row, last.get(risk)))
        last[risk] = row
    assert movements == {"first", "new", "up", "same", "down", "closed", "reopened"}


def test_some_risk_of_the_seeds_plan_was_not_reviewed_in_quarter_2(book):
    reviewed = {
        row["Number"]
        for row in book["Risk assessments"]
        if (row["Plan"], row["Quarter"]) == ("NI 101", "2009/10 Q2")
    }
    assert reviewed == {1, 3, 4}
