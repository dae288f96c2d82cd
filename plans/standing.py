"""What stands in a quarter that said nothing.  No Django in here.

"No assessment this quarter: the last one stands, marked "not reviewed this quarter" (the same
for actions and dependencies)."
"""

from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeVar

Record = TypeVar("Record")
NOT_REVIEWED = "not reviewed this quarter"


class Stands(NamedTuple, Generic[Record]):
    """The record that holds in a quarter, where it comes from, and the one before it."""

    record: Record
    quarter: str
    reviewed: bool
    before: Record | None

    @property
    def mark(self) -> str:
        """ "not reviewed this quarter", or "" when it was."""
        return "" if self.reviewed else NOT_REVIEWED


def stands_at(records: Mapping[str, Record], quarter: str) -> Stands[Record] | None:
    """The record reported last, in `quarter` or before; None when there is none yet.

    `records` are keyed by the quarter they were made in, a label such as "2009/10 Q2".
    """
    made = sorted(label for label in records if label <= quarter)
    if not made:
        return None
    last = made[-1]
    before = records[made[-2]] if len(made) > 1 else None
    return Stands(records[last], last, last == quarter, before)
