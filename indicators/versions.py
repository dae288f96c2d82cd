"""Rule 10: targets and baselines change only openly.  No Django in here."""

from enum import StrEnum


class TargetState(StrEnum):
    """What a version of a target says."""

    SET = "set"
    NOT_SET = "not set"
    TO_BE_AGREED = "to be agreed"
    WITHDRAWN = "withdrawn"
    NOT_APPLICABLE = "not applicable"


class Designation(StrEnum):
    """Under which arrangement a target was agreed."""

    DESIGNATED = "designated"
    LOCAL = "local"
    STATUTORY_EDUCATION = "statutory education"
    EARLIER_STRETCH = "earlier stretch"
