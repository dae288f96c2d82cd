"""Whose plans changed records belong to, by what the records refer to."""

from collections import defaultdict
from collections.abc import Sequence

from audit.histories import Row
from plans.models import Action, DeliveryPlan, Dependency, Milestone, PlanIndicator
from returns.models import Return
from risks.models import Risk

# How a reference leads to the slugs of plans: asked only where the address names no plan.
SLUGS = {
    "plan_id": (DeliveryPlan, "pk", "slug"),
    "action_id": (Action, "pk", "plan__slug"),
    "milestone_id": (Milestone, "pk", "action__plan__slug"),
    "risk_id": (Risk, "pk", "plan__slug"),
    "dependency_id": (Dependency, "pk", "plan__slug"),
    "indicator_id": (PlanIndicator, "indicator", "plan__slug"),
    "owner_id": (Return, "pk", "plan__slug"),
}


def plans_of(rows: Sequence[Row]) -> set[str]:
    """The slugs of the plans that these rows are about; a query for each kind of reference."""
    keys: dict[str, set] = defaultdict(set)
    for row in rows:
        if row.model is DeliveryPlan:
            keys["plan_id"].add(row.about)
        for name in SLUGS:
            if (key := getattr(row.history, name, None)) is not None:
                keys[name].add(key)
                break
    slugs: set[str] = set()
    for name, some in keys.items():
        model, by, slug = SLUGS[name]
        slugs |= set(model._base_manager.filter(**{f"{by}__in": some}).values_list(slug, flat=True))
    return slugs
