"""Rounds: the states of a quarter as it is reported on, and what each state locks.

No Django in here.
"""

from datetime import date
from enum import StrEnum

from periods.calendar import FinancialQuarter


class RoundState(StrEnum):
    """Where a quarter's reporting stands."""

    NOT_OPENED = "not opened"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


# Whoever reads it may be an officer or not.
REMEDIES = (
    "report the correction in the open quarter, or withdraw the publication of {} (performance "
    "officers can)"
)


def lock_among(rounds: dict[str, str], label: str, *, on: date) -> str:
    """Why nothing can be written into the quarter `label`, as a sentence; "" where it can.

    `rounds` gives each round's state by its label. Open, closed and withdrawn rounds can be
    written (who may is a matter of the page). A round that was never opened takes history: it
    must be earlier than the first opened round, with none later published, and have begun by
    `on`."""
    state = rounds.get(label, RoundState.NOT_OPENED)
    if state == RoundState.PUBLISHED:
        return f"{label} is published, so it is locked: {REMEDIES.format(label)}."
    if state != RoundState.NOT_OPENED:
        return ""
    later = [
        other for other, each in rounds.items() if each == RoundState.PUBLISHED and other > label
    ]
    if later:
        last = max(later)
        return f"{last} is published, so {label} is locked too: {REMEDIES.format(last)}."
    opened = [other for other, each in rounds.items() if each != RoundState.NOT_OPENED]
    if opened and label > min(opened):
        return f"{label} is not open yet: report in the open quarter, or open {label} first."
    if FinancialQuarter.from_label(label).starts > on:
        return f"{label} has not begun: choose a quarter up to today."
    return ""


def dates_lock_among(rounds: dict[str, str], label: str) -> str:
    """Why the dates of the round `label` stay, without the full stop; "" where they may change."""
    if rounds.get(label) != RoundState.PUBLISHED:
        return ""
    return f"{label} is published, so its dates stay as they were"


def version_lock_among(rounds: dict[str, str], from_quarter: str) -> str:
    """Why no version can begin at `from_quarter` ("": since the start); "" where it can.

    A version is judged by from its first round on, so it never begins at or before one that
    is published.
    """
    later = [
        label
        for label, state in rounds.items()
        if state == RoundState.PUBLISHED and label >= from_quarter
    ]
    if not later:
        return ""
    return (
        f"{max(later)} is published and was judged without this: let it hold from the open "
        "quarter on."
    )
