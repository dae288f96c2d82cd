"""Rule 10: targets and baselines change only openly.  No Django in here.

Both are versions, in force from a round on: "the old one stays to be seen, and a past quarter is
judged by the target of its day". That no version begins at a published round is kept by
`periods.rounds.version_lock_among`.
"""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeVar


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


class VersionLike(Protocol):
    """A version knows the first round judged by it: a label, or "" for since the start."""

    @property
    def from_quarter(self) -> str: ...


class TargetLike(Protocol):
    """What is looked at in a target."""

    @property
    def state(self) -> str: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def designation(self) -> str: ...


SomeVersion = TypeVar("SomeVersion", bound=VersionLike)


def in_force(versions: Iterable[SomeVersion], quarter: str) -> SomeVersion | None:
    """The version by which `quarter` (a label) is judged: the latest that began by then.

    `versions` are those of one thing: of one indicator, and of one period where it is a target.
    """
    begun = [each for each in versions if each.from_quarter <= quarter]
    return max(begun, key=lambda each: each.from_quarter, default=None)


def value_of(target: TargetLike | None) -> Decimal | None:
    """What a figure is judged by; None for "target not set, to be agreed, withdrawn", or none."""
    if target is None or target.state != TargetState.SET:
        return None
    return target.value


def problems_with_change(
    before: TargetLike | None, *, reason: str, approval_reference: str
) -> list[tuple[str, str]]:
    """What a new version still needs, as (field, sentence) pairs; none for a first version.

    "Mending a typing error is a version too, with that reason." "A designated target changes only
    with an approval reference."
    """
    if before is None:
        return []
    problems = []
    if not reason.strip():
        problems.append(("reason", "it changes one that is in force: say why"))
    if before.designation == Designation.DESIGNATED and not approval_reference.strip():
        problems.append(
            (
                "approval_reference",
                "a designated target changes only with approval: write the reference",
            )
        )
    return problems
