"""Rule 15: markers in other people's files.  No Django in here."""

from enum import StrEnum


class MarkerMeaning(StrEnum):
    """The one meaning a marker is given; it is "never a number"."""

    SUPPRESSED = "suppressed"
    NOT_AVAILABLE = "not available"
    NOT_APPLICABLE = "not applicable"
    ROUNDS_TO_ZERO = "rounds to zero"
    NOT_SET = "not set"
