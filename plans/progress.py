"""The words for how actions and dependencies go, and for people's part. No Django in here."""

from enum import StrEnum


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
