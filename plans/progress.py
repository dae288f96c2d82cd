"""The words for how actions and dependencies go, and for people's part. No Django in here."""

from datetime import date
from enum import StrEnum

from periods.dates import write_date
from periods.rounds import RoundState


class Part(StrEnum):
    """A person's part in a plan."""

    CONTRIBUTOR = "contributor"
    LEAD = "lead"


class ActionStatus(StrEnum):
    """How an action went in a quarter; blank means that nobody said."""

    NOT_STARTED = "not started"
    ON_TRACK = "on track"
    AT_RISK = "at risk"
    DELAYED = "delayed"
    COMPLETE = "complete"
    STOPPED = "stopped"


class DependencyStatus(StrEnum):
    """How a dependency stood in a quarter."""

    ON_COURSE = "on course"
    AT_RISK = "at risk"
    BROKEN = "broken"


def first_due_lock(kept: date | None, new: date | None, rounds: dict[str, str]) -> str:
    """Why a milestone's first due date stays, without the full stop; "" where it may change.

    Once a round was opened, a milestone that moves is reported, so that nobody moves it in
    silence. `rounds` gives each round's state by its label.
    """
    begun = any(state != RoundState.NOT_OPENED for state in rounds.values())
    if kept is None or kept == new or not begun:
        return ""
    return (
        f"it was first due on {write_date(kept)}, and that stays on record: move it by a "
        "milestone update, with a reason"
    )
