"""Rule 9: what is expected when, and which period a status is about.  No Django in here."""

from enum import StrEnum


class Frequency(StrEnum):
    """How often an indicator has a figure."""

    QUARTERLY = "quarterly"
    ANNUAL = "annual"
    TWO_YEARLY = "two-yearly"


class Accumulation(StrEnum):
    """How the quarters of a year make up the year."""

    SNAPSHOT = "snapshot"
    EACH_QUARTER = "each quarter"
    CUMULATIVE = "cumulative"


class Expect(StrEnum):
    """What a quarter expects of an indicator."""

    NOTHING = "nothing"
    FORECAST = "forecast"
    PROVISIONAL = "provisional"
    FINAL = "final"


class Standing(StrEnum):
    """How settled a reported figure is: "standings only rise"."""

    FORECAST = "forecast"
    PROVISIONAL = "provisional"
    FINAL = "final"
    RESTATED = "restated"
    NOT_AVAILABLE = "not available"


class RoundState(StrEnum):
    """Where a quarter's reporting round stands."""

    NOT_OPENED = "not opened"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
