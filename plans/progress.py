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


# What each word means, and what it asks of whoever chooses it.
ACTION_MEANS = {
    ActionStatus.NOT_STARTED: "Nothing was due yet, or work has not begun.",
    ActionStatus.ON_TRACK: "It will be done when the plan says.",
    ActionStatus.AT_RISK: "It may be late or fall short unless something changes. Say what.",
    ActionStatus.DELAYED: "It will be done later than the plan says. Say why, and when.",
    ActionStatus.COMPLETE: "It is done, and will not be asked about again. Say what came of it.",
    ActionStatus.STOPPED: "It will not be done, and will not be asked about again. Say why.",
}
# What must be explained in words.
ACTION_ASKS_WHY = {
    ActionStatus.AT_RISK: "Say what puts the action at risk.",
    ActionStatus.DELAYED: "Say why the action is delayed, and when it will be done.",
    ActionStatus.STOPPED: "Say why the action was stopped.",
    ActionStatus.COMPLETE: "Say what came of the action.",
}


class DependencyStatus(StrEnum):
    """How a dependency stood in a quarter."""

    ON_COURSE = "on course"
    AT_RISK = "at risk"
    BROKEN = "broken"


DEPENDENCY_MEANS = {
    DependencyStatus.ON_COURSE: "What this plan needs from it is coming.",
    DependencyStatus.AT_RISK: "It may not come, or may come late. Say what is in doubt.",
    DependencyStatus.BROKEN: "It will not come: the plan must do without. Say what that means.",
}
DEPENDENCY_ASKS_WHY = {
    DependencyStatus.AT_RISK: "Say what is in doubt.",
    DependencyStatus.BROKEN: "Say what it means for the plan.",
}


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
