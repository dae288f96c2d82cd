"""Rule 12, when: the plan's words and the schedule they make.  No Django in here."""

from enum import StrEnum


class ScheduleKind(StrEnum):
    """How an action's "When" comes round."""

    EVERY_QUARTER = "every quarter"
    NO_DATE = "no date"
    DATES = "on dates"
    UNREAD = "as written"
