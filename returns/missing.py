"""What the open quarter has not heard of yet: the officer's list of whom to ask."""

from collections.abc import Iterable
from dataclasses import dataclass

from plans.models import DeliveryPlan, Milestone
from returns.asked import Asked, Section, asked_of


@dataclass
class Missing:
    """How much of each kind is not in yet."""

    figures: int = 0
    actions: int = 0
    milestones: int = 0
    risks: int = 0
    dependencies: int = 0

    def __bool__(self) -> bool:
        return bool(
            self.figures or self.actions or self.milestones or self.risks or self.dependencies
        )

    def __str__(self) -> str:
        """ "2 figures, 1 risk", or "Nothing"."""
        counts = (
            (self.figures, "figure", "figures"),
            (self.actions, "action", "actions"),
            (self.milestones, "milestone", "milestones"),
            (self.risks, "risk", "risks"),
            (self.dependencies, "dependency", "dependencies"),
        )
        said = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
        return ", ".join(said) or "Nothing"

    def count(self, asked: Asked) -> None:
        """One more thing that is not in."""
        if asked.section == Section.FIGURES:
            self.figures += 1
        elif isinstance(asked.subject, Milestone):
            self.milestones += 1
        elif asked.section == Section.ACTIONS:
            self.actions += 1
        elif asked.section == Section.RISKS:
            self.risks += 1
        else:
            self.dependencies += 1

    def add(self, other: "Missing") -> None:
        self.figures += other.figures
        self.actions += other.actions
        self.milestones += other.milestones
        self.risks += other.risks
        self.dependencies += other.dependencies


def missing_by_plan(quarter: str) -> dict[int, Missing]:
    """What is missing in `quarter`, a label, of each plan that owes a return, by the plan's id.

    Counts what the return itself asks. Costs a fixed number of queries, however many plans.
    """
    asked = asked_of(DeliveryPlan.objects.owing(quarter), quarter)
    return {plan: _missing_among(each) for plan, each in asked.items()}


def _missing_among(asked: Iterable[Asked]) -> Missing:
    found = Missing()
    for each in asked:
        if not each.is_in:
            found.count(each)
    return found


def all_missing(quarter: str) -> Missing:
    """What is missing in `quarter`, a label, of all plans together."""
    total = Missing()
    for each in missing_by_plan(quarter).values():
        total.add(each)
    return total
