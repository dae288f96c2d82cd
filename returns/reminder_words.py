"""What a reminder says: plain sentences, without a figure and without anybody's free text.

Indicators are named by their codes; actions, milestones, risks and dependencies by their numbers.
No Django in here.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from indicators.codes import NotACode, read_code
from periods.calendar import FinancialQuarter
from periods.dates import write_date
from returns.reminder_days import Kind
from sheets.problems import all_of

SUBJECTS = {
    Kind.OPENING: "the quarter is open for your {returns}",
    Kind.DUE_SOON: "your quarterly {returns} {are} due soon",
    Kind.DUE_TODAY: "your quarterly {returns} {are} due today",
    Kind.OVERDUE: "your quarterly {returns} {are} overdue",
    None: "your quarterly {returns} {are} asked for",
}
BEGINNINGS = {
    Kind.OPENING: "{quarter} is open. Your {returns} for it {are} due on {due}.",
    Kind.DUE_SOON: "Your {returns} for {quarter} {are} due on {due}.",
    Kind.DUE_TODAY: "Your {returns} for {quarter} {are} due today, {due}.",
    Kind.OVERDUE: "Your {returns} for {quarter} {were} due on {due}, and {are} not in yet.",
}


def subject_of(kind: Kind | None, plans: int) -> str:
    """The line by which the mail is known; `kind` is None for one that is sent by hand."""
    return f"LAA Tracker: {SUBJECTS[kind].format(**_number_of(plans))}"


def beginning_of(kind: Kind, quarter: FinancialQuarter, due: date, plans: int) -> str:
    """The first sentences of a reminder."""
    return BEGINNINGS[kind].format(
        quarter=quarter.long_label, due=write_date(due), **_number_of(plans)
    )


def beginning_by_hand(who: str, quarter: FinancialQuarter, due: date | None, today: date) -> str:
    """The first sentence of a reminder about one plan that an officer sends."""
    asks = f"{who} asks for your return for {quarter.long_label}"
    if due is None:
        return f"{asks}."
    return f"{asks}, which {'was' if due < today else 'is'} due on {write_date(due)}."


def _number_of(plans: int) -> dict[str, str]:
    one = plans == 1
    return {
        "returns": "return" if one else "returns",
        "are": "is" if one else "are",
        "were": "was" if one else "were",
    }


def numbered(one: str, many: str, numbers: Sequence[str]) -> list[str]:
    """ "action 3", or "actions 1, 2 and 3"; nothing for none."""
    if not numbers:
        return []
    return [f"{one if len(numbers) == 1 else many} {all_of(numbers)}"]


def dependencies_named(priorities: Iterable[str]) -> list[str]:
    """Each of a plan's dependencies by its code where it is one, else by its place among them."""
    return [
        _code_or(priority, f"number {place}") for place, priority in enumerate(priorities, start=1)
    ]


def _code_or(text: str, otherwise: str) -> str:
    try:
        return read_code(text)
    except NotACode:
        return otherwise
