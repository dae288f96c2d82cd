"""On which day whoever owes a return is reminded, and of what. No Django in here.

| mail | its day |
|---|---|
| opening | the day on which the round opens |
| due soon | 5 working days before the round is due |
| due today | the day on which it is due |
| overdue | 1 working day after, and then once every 7 days |

A mail that was not sent on its day (the timer stood still, the person came to the plan later) is
made good until the next one's day; "due today" is said on that day only. In a round too short for
all of them, those that would come before its opening are left out.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from periods.working_days import add_working_days

WARNING = 5  # working days
GRACE = 1  # working days
AGAIN_AFTER = timedelta(days=7)


class Kind(StrEnum):
    """What a reminder says of the round, in the order in which they come."""

    OPENING = "opening"
    DUE_SOON = "due soon"
    DUE_TODAY = "due today"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Occasion:
    """A reminder to be sent: its kind, and the day whose mail it is."""

    kind: Kind
    day: date


def due_reminder(opens: date, due: date, today: date) -> Occasion | None:
    """The reminder that stands on `today` in a round; None where there is none."""
    if today < opens:
        return None
    if today > due:
        return _overdue(due, today)
    if today == due:
        return Occasion(Kind.DUE_TODAY, due)
    warned = add_working_days(due, -WARNING)
    if opens < warned <= today:
        return Occasion(Kind.DUE_SOON, warned)
    return Occasion(Kind.OPENING, opens)


def _overdue(due: date, today: date) -> Occasion | None:
    first = add_working_days(due, GRACE)
    if today < first:
        return None
    return Occasion(Kind.OVERDUE, first + (today - first) // AGAIN_AFTER * AGAIN_AFTER)
