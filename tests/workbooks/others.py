"""Lists as councils keep them, in the shapes in which they come: for tests of mappings."""

from pathlib import Path
from typing import Any

from tests.workbooks.books import Rows, table
from workbooks.mapping.about import About, guess_about
from workbooks.mapping.applied import Applied
from workbooks.mapping.applying_sheets import apply_layout
from workbooks.mapping.description import Mapping
from workbooks.mapping.grid import Grid
from workbooks.mapping.guessed import GuessedLayout
from workbooks.mapping.guessing import guess_headings, guess_layout
from workbooks.mapping.reading import FIELDS
from workbooks.reading.tables import Table

# Made by hand in LibreOffice; see README.md there.
KPI_LIST = Path(__file__).with_name("lists") / "kpi-list.xlsx"

TITLE = [["Worcestershire Children's Services"], ["Performance report 2009/10, Quarter 2"], []]
WIDE: Rows = [
    *TITLE,
    [
        "Ref",
        "Indicator",
        "Good is",
        "Target 2009/10",
        "Q1",
        "Q2",
        "Q3",
        "Q4",
        "RAG",
        "Comments",
        "Unit",
    ],
    ["Be healthy"],
    [
        "LAC 01",
        "Health checks",
        "Bigger is better",
        "90%",
        "80%",
        "7 of 40",
        0,
        0,
        "G",
        "On course",
        "%",
    ],
    ["LAC 02", "Tuition", "Low", "TBC", 12, 9, "-", "-", "R", None, "No."],
    [
        "Ref",
        "Indicator",
        "Good is",
        "Target 2009/10",
        "Q1",
        "Q2",
        "Q3",
        "Q4",
        "RAG",
        "Comments",
        "Unit",
    ],
    ["LAC 03", "Visits", "High", 40, "1,204 visits", 10, "-", "-", "R", None, "No."],
    ["Total", None, None, None, 92, 26],
    ["Note: quarter 2 is provisional until the health trust has checked its figures."],
]
YEARS: Rows = [
    ["Performance measure", "Polarity", "2007/08", "2008/09", "2009/10 target", "2010/11 target"],
    ["NI 101 GCSEs of looked after children", "Higher", 2.4, 12.5, 15, 17.8],
    ["NI 99 Level 4 in English", "Higher", 30, 35, 40, 45],
]
ROW_KINDS: Rows = [
    ["Code", "Measure", "", "Q1 2009/10", "Q2 2009/10"],
    ["LAC 01", "Health checks", "Target", 80, 85],
    [None, None, "Actual", 78, 86],
    ["LAC 02", "Tuition", "Target", 10, 12],
    [None, None, "Actual", 11, 9],
]
ACTIONS: Rows = [
    ["Corporate parenting action plan, 2009/10 Q2"],
    ["No.", "Action", "By whom", "By when", "RAG status", "Progress update"],
    [1, "Appoint mentors", "Virtual school", "September 2009", "Green", "Two appointed"],
    [2, "Train carers", "Fostering", "March 2010", "Red", "No trainer found"],
]
RISKS: Rows = [
    ["Risk no.", "Risk description", "Mitigation", "Risk owner", "Impact", "Likelihood"],
    [1, "Flu pandemic", "Business continuity plan", "Head of service", "Major", "Unlikely"],
]


def grid(rows: Rows, *, name: str = "KPI list", merged: list[str] | None = None) -> Grid:
    return Grid(list_of(rows, name=name, merged=merged))


def list_of(rows: Rows, *, name: str = "KPI list", merged: list[str] | None = None) -> Table:
    made = table(name, rows)
    made.merged = merged or []
    return made


def guessed(
    rows: Rows, *, merged: list[str] | None = None, about: str = "", file: str = "kpi.xlsx"
) -> GuessedLayout:
    """What a list seems to be, its headings and its quarter found by themselves."""
    sheet = grid(rows, merged=merged)
    found = guess_headings(sheet)
    assert found
    said = About(about, "as you said") if about else guess_about(sheet, found, file)
    return guess_layout(sheet, FIELDS, first=found.first, last=found.last, about=said)


def became(rows: Rows, *, merged: list[str] | None = None, about: str = "") -> dict[str, str]:
    """What each heading seems to become: its field, with the period where it names one."""
    found = guessed(rows, merged=merged, about=about)
    return {
        each.use.heading: " ".join(filter(None, (each.use.field, each.use.period)))
        for each in found.columns
    }


def applied(rows: Rows, *, merged: list[str] | None = None, **changes: Any) -> Applied:
    """What a list becomes as guessed, with some of its layout said otherwise."""
    layout = guessed(rows, merged=merged).layout
    for name, value in changes.items():
        setattr(layout, name, value)
    return apply_layout(grid(rows, merged=merged), layout, FIELDS)


def mapping_of_list(rows: Rows, **changes: Any) -> Mapping:
    layout = guessed(rows).layout
    for name, value in changes.items():
        setattr(layout, name, value)
    return Mapping([layout], "KPI list")


def said(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Rows of ours as words, each cell as it is written."""
    return [
        {name: "?" if cell.trouble else cell.written for name, cell in row.items()} for row in rows
    ]
