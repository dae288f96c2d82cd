"""What the open quarter has not heard of yet: the officer's list of whom to ask."""

from collections import defaultdict
from dataclasses import dataclass

from indicators.owing import figures_owed
from plans.models import Action, DeliveryPlan, Dependency, PlanIndicator
from risks.models import Risk


@dataclass
class Missing:
    """How much of each kind is not in yet."""

    figures: int = 0
    actions: int = 0
    risks: int = 0
    dependencies: int = 0

    def __bool__(self) -> bool:
        return bool(self.figures or self.actions or self.risks or self.dependencies)

    def __str__(self) -> str:
        """ "2 figures, 1 risk", or "Nothing"."""
        counts = (
            (self.figures, "figure", "figures"),
            (self.actions, "action", "actions"),
            (self.risks, "risk", "risks"),
            (self.dependencies, "dependency", "dependencies"),
        )
        said = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
        return ", ".join(said) or "Nothing"

    def add(self, other: "Missing") -> None:
        self.figures += other.figures
        self.actions += other.actions
        self.risks += other.risks
        self.dependencies += other.dependencies


def missing_by_plan(quarter: str) -> dict[int, Missing]:
    """What is missing in `quarter`, a label, of each plan that owes a return, by the plan's id.

    Costs a fixed number of queries, however many plans there are.
    """
    found = {plan: Missing() for plan in _ids(DeliveryPlan.objects.owing(quarter), "pk")}
    awaited = _figures_awaited(quarter)
    delivers = PlanIndicator.objects.filter(plan__in=found)
    for plan, indicator in delivers.values_list("plan", "indicator"):
        found[plan].figures += awaited[indicator]
    for plan in _ids(Action.objects.not_reviewed_in(quarter), "plan"):
        found[plan].actions += 1
    for plan in _ids(Risk.objects.not_reviewed_in(quarter), "plan"):
        found[plan].risks += 1
    for plan in _ids(Dependency.objects.not_reviewed_in(quarter), "plan"):
        found[plan].dependencies += 1
    return found


def all_missing(quarter: str) -> Missing:
    """What is missing in `quarter`, a label, of all plans together."""
    total = Missing()
    for each in missing_by_plan(quarter).values():
        total.add(each)
    return total


def _figures_awaited(quarter: str) -> dict[int, int]:
    """How many figures are not in yet, by the indicator's id."""
    awaited: dict[int, int] = defaultdict(int)
    for indicator, figures in figures_owed(quarter).items():
        awaited[indicator.pk] = sum(not each.is_in for each in figures)
    return awaited


def _ids(queryset, column: str):
    return queryset.order_by().values_list(column, flat=True)
