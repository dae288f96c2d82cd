"""Rule 2, values: counts first, exact, shown half-up.  No Django in here."""

from enum import StrEnum


class Unit(StrEnum):
    """What an indicator's value is measured in."""

    PERCENTAGE = "percentage"
    NUMBER = "number"
    RATE = "rate"
    DAYS = "days"
    POUNDS = "£"


class Absence(StrEnum):
    """The seven kinds of nothing: "seven different things, and none of them is another"."""

    ZERO = "zero"
    BLANK = "blank"
    NOT_SET = "not set"
    NOT_DUE = "not due"
    NOT_AVAILABLE = "not available"
    SUPPRESSED = "suppressed"
    MASKED = "masked"
