"""Who changed a row of a sheet last, told by the history of what the row is kept in."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from indicators.models import (
    Actual,
    Baseline,
    ComparatorValue,
    Indicator,
    IndicatorRule,
    Target,
)
from periods.models import Quarter
from plans.models import (
    Action,
    ActionUpdate,
    DeliveryPlan,
    Dependency,
    DependencyUpdate,
    Milestone,
    MilestoneUpdate,
    Policy,
)
from risks.models import Risk, RiskAssessment

# What each sheet's rows are kept in, with the name of the row's own key there.
KEPT_IN: dict[str, tuple[tuple[Any, str], ...]] = {
    "Quarters": ((Quarter, "label"),),
    "People": ((User, "id"),),
    "Plans": ((DeliveryPlan, "id"),),
    "Indicators": (
        (Indicator, "id"),
        (IndicatorRule, "indicator_id"),
        (Baseline, "indicator_id"),
    ),
    "Targets": ((Target, "id"),),
    "Actuals": ((Actual, "id"),),
    "Comparators": ((ComparatorValue, "id"),),
    "Actions": ((Action, "id"),),
    "Action updates": ((ActionUpdate, "id"),),
    "Milestones": ((Milestone, "id"),),
    "Milestone updates": ((MilestoneUpdate, "id"),),
    "Risks": ((Risk, "id"),),
    "Risk assessments": ((RiskAssessment, "id"),),
    "Dependencies": ((Dependency, "id"),),
    "Dependency updates": ((DependencyUpdate, "id"),),
    "Policies": ((Policy, "id"),),
}


def last_changes(sheet: str, keys: Iterable[int | str | None]) -> dict[int | str, Any]:
    """The last entry in the history of each of a sheet's rows, by the row's own key.

    Costs one query for each table that the sheet is kept in.
    """
    wanted = [key for key in keys if key is not None]
    found: dict[int | str, Any] = {}
    for model, name in KEPT_IN[sheet]:
        entries = model.history.filter(**{f"{name}__in": wanted}).select_related("history_user")
        for entry in entries.order_by("history_date", "history_id"):
            key = getattr(entry, name)
            if key not in found or found[key].history_date <= entry.history_date:
                found[key] = entry
    return found
