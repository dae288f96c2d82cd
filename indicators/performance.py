"""Rules 3, 4, 6, 7 and 8: how a figure is judged.  No Django in here."""

from enum import StrEnum


class GoodIs(StrEnum):
    """Rule 3: which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    ON_PLAN = "on plan"
    NONE = "none"


class ToleranceKind(StrEnum):
    """Rule 4: what the tolerance's number counts."""

    PERCENT = "% of target"
    POINTS = "points"
    CHILDREN = "children"


class Status(StrEnum):
    """Rule 4: "the words, one table, used everywhere"."""

    MET = "met"
    CLOSE = "close"
    MISSED = "missed"
    FORECAST_TO_MEET = "forecast to meet"
    FORECAST_TO_BE_CLOSE = "forecast to be close"
    FORECAST_TO_MISS = "forecast to miss"
    NO_TARGET = "no target"
    NOT_DUE = "not due"
    AWAITED = "awaited"
    OVERDUE = "overdue"
    NOT_RETURNED = "not returned"
    NOT_AVAILABLE = "not available"
    CONTEXT = "context"
    SUPPRESSED = "suppressed"
    MASKED = "masked"


class Direction(StrEnum):
    """Rule 6: direction of travel against a named comparison."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NONE = "none"


class Comparable(StrEnum):
    """Rule 8: whether a comparator may be set against the indicator."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
