"""The dashboard in large type, one thing after the other, for a projector. No Django in here."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.board.concerns import Concern

FIRST = "finding"
AFTER = ("since", "risks", "next", "actions", "questions", "each_risk")


@dataclass(frozen=True)
class Slide:
    """One thing to look at: which template draws it, and what stands before and after it."""

    number: int
    of: int
    name: str
    concern: Concern | None = None

    @property
    def template(self) -> str:
        return f"reports/slides/{self.name}.html"

    @property
    def slug(self) -> str:
        return f"page-{self.number}"

    @property
    def previous(self) -> str:
        """The slug of the one before; "" of the first."""
        return f"page-{self.number - 1}" if self.number > 1 else ""

    @property
    def next(self) -> str:
        """The slug of the one after; "" of the last."""
        return f"page-{self.number + 1}" if self.number < self.of else ""


def slides(
    concerns: Iterable[Concern], *, status_asked: bool, with_changes: bool, with_risks: bool
) -> list[Slide]:
    """The finding, each concern by itself, then what else the dashboard tells.

    Where one status is asked for, its indicators only.
    """
    shown: list[tuple[str, Concern | None]] = [(FIRST, None)]
    shown += [("concern", each) for each in concerns]
    if not status_asked:
        left_out = {
            name
            for name, there in (("since", with_changes), ("each_risk", with_risks))
            if not there
        }
        shown += [(name, None) for name in AFTER if name not in left_out]
    return [
        Slide(number, len(shown), name, concern)
        for number, (name, concern) in enumerate(shown, start=1)
    ]
