"""Workbooks to be filled: an empty one, and one for a plan and a quarter with what is known.

What is handed out blank is kept as an export is: so a row that nobody filled says nothing when
the workbook comes back, and one that was filled here meanwhile is shown beside the file's.
"""

from collections.abc import Iterator

from periods.calendar import FinancialQuarter
from plans.models import Action, DeliveryPlan, Dependency, Milestone
from returns.asked import Asked, asked_of
from risks.models import Risk
from sheets.descriptions import Book, Key, Sheet, Values
from workbooks.book import SHEETS, kept_book
from workbooks.editions import keep
from workbooks.exporting import Export, Shown, holds_small_numbers
from workbooks.saving import one_transaction

# Nobody's plan: the people, and the rounds.
OF_NO_PLAN = {"Quarters", "People"}
HOW_TO_BRING = (
    "When it is filled",
    "Save the file (.xlsx) and bring it at Imports. You see every problem with its cell, and what "
    "would change, before anything is saved.",
)
EMPTY = (
    (
        "What to fill in",
        "One table on each sheet, from row 2 down; leave out the sheets you do not need. The "
        "headings stay in row 1. A cell tells what it takes when you are in it; where only some "
        "words are right, it has a list.",
    ),
    (
        "How the sheets hang together",
        "A plan is named by its reference, an indicator by its code, an action, milestone or risk "
        "by its number. What is named on one sheet is on its own sheet, or kept already.",
    ),
    (
        "Percentages and dates",
        "17.8, 17.8% and a cell formatted as a percentage that shows 17.8% are the same. A date is "
        "a date, or words such as 7 November 2009; a year is 2009/10, a quarter 2009/10 Q2.",
    ),
    (
        "Blank cells and missing columns",
        "A blank cell means that there is nothing; a column that is not there leaves things as "
        "they are. Nothing is deleted because a row is not in the file.",
    ),
    HOW_TO_BRING,
)


def empty() -> Export:
    """Every sheet without a row, to be filled."""
    return Export(
        {sheet.name: [] for sheet in SHEETS}, title="An empty workbook to fill", explained=EMPTY
    )


def for_plan(plan: DeliveryPlan, quarter: FinancialQuarter) -> Export:
    """What is known of a plan, and a row for all that the quarter asks of it."""
    with one_transaction():
        book = kept_book()
        asked = list(blank_rows(plan, quarter.label))
        rows = {
            sheet: {
                **kept_of(sheet, plan, quarter.label, book),
                **{key: blank(sheet, key) for name, key in asked if name == sheet.name},
            }
            for sheet in SHEETS
            if sheet.name not in OF_NO_PLAN
        }
        exported = Export(
            {sheet.name: shown(sheet, ours, book) for sheet, ours in rows.items()},
            restricted=holds_small_numbers(book),
            title=f"{plan.reference}, {quarter.long_label}",
            explained=explained(plan, quarter),
            locked=True,
        )
        keep(exported.version, ((sheet, ours.items()) for sheet, ours in rows.items()))
        return exported


def explained(plan: DeliveryPlan, quarter: FinancialQuarter) -> tuple[tuple[str, str], ...]:
    return (
        ("Plan", f"{plan.reference}: {plan.title}"),
        ("Quarter", quarter.long_label),
        (
            "What to fill in",
            f"Actuals, Action updates, Milestone updates, Risk assessments and Dependency updates "
            f"have a row for all that {quarter.label} asks of this plan; the light yellow cells "
            "are to be filled. What says which row it is is grey and locked, without a password.",
        ),
        (
            "What you may leave out",
            "A row that you leave as it is changes nothing. Further rows can be added below.",
        ),
        (
            "The other sheets",
            "What is kept of the plan, to look up, or to correct: its indicators, targets, "
            "actions, milestones, risks, dependencies and policies.",
        ),
        HOW_TO_BRING,
        (
            "If something is changed meanwhile",
            "Where somebody else changed the same row since this file was made, you see both and "
            "choose. Nothing is overwritten unseen.",
        ),
    )


# Rows -----------------------------------------------------------------------------------


def kept_of(sheet: Sheet, plan: DeliveryPlan, quarter: str, book: Book) -> dict[Key, Values]:
    """The plan's own rows; of what is reported quarter by quarter, those of this quarter."""
    codes = {
        row["code"] for row in book.kept("Indicators").values() if plan.reference in row["plans"]
    }
    return {
        key: row
        for key, row in book.kept(sheet.name).items()
        if is_of(row, plan, codes)
        if not sheet.reported_in or row[sheet.reported_in] == quarter
    }


def is_of(row: Values, plan: DeliveryPlan, codes: set[str]) -> bool:
    """Whether a row belongs to the plan, or to an indicator that it delivers."""
    if "plan" in row:
        return bool(row["plan"] == plan.reference)
    if "reference" in row:
        return bool(row["reference"] == plan.reference)
    return row.get("indicator", row.get("code")) in codes


def blank_rows(plan: DeliveryPlan, quarter: str) -> Iterator[tuple[str, Key]]:
    """The sheet and key of all that the quarter asks of the plan and has not heard of."""
    for each in asked_of([plan], quarter)[plan.pk]:
        if not each.is_in:
            yield place_of(each, plan.reference, quarter)


def place_of(asked: Asked, plan: str, quarter: str) -> tuple[str, Key]:
    match asked.subject:
        case Action(number=number):
            return "Action updates", (plan, number, quarter)
        case Milestone(action=action, number=number):
            return "Milestone updates", (plan, action.number, number, quarter)
        case Risk(number=number):
            return "Risk assessments", (plan, number, quarter)
        case Dependency(priority=priority):
            return "Dependency updates", (plan, priority, quarter)
    if asked.figure is None:
        raise TypeError(f"{asked} has no row in a workbook.")
    return "Actuals", (asked.subject.code, asked.figure.period.label, quarter)


def blank(sheet: Sheet, key: Key) -> Values:
    """A row that holds nothing but its key."""
    values = {column.attribute: column.blank for column in sheet.columns}
    return values | dict(zip(sheet.key, key, strict=True))


def shown(sheet: Sheet, rows: dict[Key, Values], book: Book) -> Shown:
    """The rows as cells show them, the blank ones too."""
    derived = dict(zip(book.kept(sheet.name), sheet.exported(book), strict=True))
    return [
        [column.show_escaped(row[column.attribute]) for column in sheet.columns]
        for row in (derived.get(key, values) for key, values in sorted_rows(sheet, rows))
    ]


def sorted_rows(sheet: Sheet, rows: dict[Key, Values]) -> list[tuple[Key, Values]]:
    """In the order of their keys, whatever was kept and whatever is blank."""
    return sorted(rows.items(), key=lambda each: [(str(type(part)), part) for part in each[0]])
