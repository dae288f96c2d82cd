"""A workbook with a row or two in every sheet, in which nothing is wrong, to be spoilt by tests."""

from datetime import date
from typing import Any

from tests.workbooks.books import AGREEMENT, Rows
from workbooks.book import SHEETS

Q1, Q2 = "2009/10 Q1", "2009/10 Q2"

Rowed = dict[str, list[dict[str, Any]]]

PLAN = {"Agreement": AGREEMENT, "Area": "Shire", "First year": "2008/09", "Last year": "2010/11"}
QUARTERLY = {
    "Plan": "LAC Care", "Unit": "percentage", "Good is": "higher", "Decimals": 1,
    "Year type": "financial", "Frequency": "quarterly", "Accumulation": "snapshot",
    "Q1 expects": "final", "Q2 expects": "final", "Q3 expects": "final", "Q4 expects": "final",
    "Tolerance": 10, "Tolerance kind": "% of target",
}  # fmt: skip

WHOLE: Rowed = {
    "Quarters": [
        {"Quarter": Q1, "Opens": date(2009, 7, 1), "Due": date(2009, 7, 17)},
        {"Quarter": Q2, "Opens": date(2009, 10, 1), "Due": date(2009, 10, 16)},
    ],
    "People": [
        {"E-mail": "ann@council.example", "Name": "Ann", "Office": "officer"},
        {"E-mail": "bob@council.example", "Name": "Bob", "Plan": "LAC Care", "Part": "lead"},
    ],
    "Plans": [
        {"Plan": "LAC Care", "Title": "Care", **PLAN, "Partners": "Health; Police"},
        {"Plan": "LAC Health", "Title": "Health", **PLAN, "Date": "July 2009"},
    ],
    "Indicators": [
        {
            "Code": "LAC 01", "Title": "Health checks", **QUARTERLY, "Baseline": 50,
            "Baseline numerator": 20, "Baseline denominator": 40, "Baseline period": "2007/08",
        },
        {"Code": "LAC 02", "Title": "Dental checks", **QUARTERLY, "Part of": "LAC 01"},
        {"Code": "LAC 03", "Title": "Visits", **QUARTERLY, "Unit": "rate", "Per": 1000},
    ],
    "Targets": [
        {"Indicator": "LAC 01", "Period": Q2, "Target": 80, "State": "set"},
        {
            "Indicator": "LAC 02", "Period": "2009/10", "From": "2009/10 Q1", "Target": 70,
            "Designation": "designated",
        },
    ],
    "Actuals": [
        {
            "Indicator": "LAC 01", "Period": Q1, "Reported in": Q1, "Standing": "final",
            "Numerator": 30, "Denominator": 40, "Value": 75, "Why": "Rain",
        },
        {
            "Indicator": "LAC 01", "Period": Q2, "Reported in": Q1, "Standing": "forecast",
            "Numerator": 30, "Denominator": 40, "Low": 25, "High": 35,
        },
        {
            "Indicator": "LAC 02", "Period": Q1, "Reported in": Q1, "Standing": "not available",
            "Not available because": "Not counted yet", "Expected": date(2009, 12, 1),
        },
        {
            "Indicator": "LAC 03", "Period": Q1, "Reported in": Q1, "Standing": "final",
            "Value": 12, "Denominator": None,
        },
    ],
    "Comparators": [
        {
            "Indicator": "LAC 01", "Comparator": "England", "Period": Q1, "Value": 81.5,
            "Comparable": "partly", "Because": "Other months", "Source": "DCSF",
        },
    ],
    "Actions": [
        {"Plan": "LAC Care", "Number": 1, "Action": "Meet", "Indicators fed": "LAC 01; LAC 02"},
        {"Plan": "LAC Care", "Number": 2, "Action": "Write", "When": "July 2009"},
        {"Plan": "LAC Health", "Number": 1, "Action": "Call"},
    ],
    "Action updates": [
        {"Plan": "LAC Care", "Number": 1, "Quarter": Q1, "Status": "on track"},
        {"Plan": "LAC Care", "Number": 2, "Quarter": Q1, "Commentary": "Begun"},
        {"Plan": "LAC Health", "Number": 1, "Quarter": Q1, "Status": "complete"},
    ],
    "Milestones": [
        {
            "Plan": "LAC Care", "Number": 1, "Milestone": 1, "Words": "Tutors in place",
            "First due": date(2009, 9, 30),
        },
        {"Plan": "LAC Care", "Number": 1, "Milestone": 2, "Words": "All met"},
    ],
    "Milestone updates": [
        {
            "Plan": "LAC Care", "Number": 1, "Milestone": 1, "Quarter": Q1,
            "Now due": date(2009, 11, 1), "Reason": "Late",
        },
        {
            "Plan": "LAC Care", "Number": 1, "Milestone": 2, "Quarter": Q1,
            "Done on": date(2009, 6, 1),
        },
    ],
    "Risks": [
        {"Plan": "LAC Care", "Number": 1, "Risk": "Flu", "How managed": "Vaccine"},
        {"Plan": "LAC Care", "Number": 2, "Risk": "Snow"},
    ],
    "Risk assessments": [
        {
            "Plan": "LAC Care", "Number": 1, "Quarter": Q1, "Impact": "High",
            "Likelihood": "Low", "State": "open",
        },
        {
            "Plan": "LAC Care", "Number": 2, "Quarter": Q1, "State": "closed",
            "Commentary": "It is summer",
        },
    ],
    "Dependencies": [
        {"Plan": "LAC Care", "LAA priority": "LAC 03", "Theme group": "Health"},
        {"Plan": "LAC Care", "LAA priority": "NI 99", "Arrangement": "Board"},
    ],
    "Dependency updates": [
        {"Plan": "LAC Care", "LAA priority": "LAC 03", "Quarter": Q1, "Status": "on course"},
        {"Plan": "LAC Care", "LAA priority": "NI 99", "Quarter": Q1, "Status": "at risk"},
    ],
    "Policies": [
        {"Plan": "LAC Care", "Policy, plan or strategy": "Care Matters", "Arrangement": "Board"},
    ],
}  # fmt: skip


def whole() -> dict[str, Rows]:
    """Every sheet with all its columns, as fresh rows that a test may spoil."""
    return {sheet.name: rows_of(sheet.name) for sheet in SHEETS}


def rows_of(name: str) -> Rows:
    headings = headings_of(name)
    return [headings, *([row.get(each) for each in headings] for row in WHOLE[name])]


def headings_of(name: str) -> list[str]:
    (sheet,) = [each for each in SHEETS if each.name == name]
    return [column.heading for column in sheet.columns]
