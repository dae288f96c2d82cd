"""What the sheets about delivery plans look like, grouped as the plan document is."""

from plans.sheets.activity import Actions, ActionUpdates, Milestones, MilestoneUpdates
from plans.sheets.delivery import DeliveredIndicators, PeopleAndParts, Plans, Policies
from plans.sheets.dependencies import Dependencies, DependencyUpdates

__all__ = [
    "ActionUpdates",
    "Actions",
    "DeliveredIndicators",
    "Dependencies",
    "DependencyUpdates",
    "MilestoneUpdates",
    "Milestones",
    "PeopleAndParts",
    "Plans",
    "Policies",
]
