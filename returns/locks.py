"""Which tables are locked with a published quarter, and which are only ever added to."""

from django.apps import apps
from simple_history.models import HistoricalChanges

from indicators.models import Actual, Baseline, IndicatorRule, Target
from periods.triggers import (
    append_only,
    filled_in_once,
    install,
    locked_once_judged,
    locked_with_quarter,
    rounds_kept,
)
from plans.models import ActionUpdate, DependencyUpdate, MilestoneUpdate
from returns.models import Flag, ReturnEvent, RoundEvent
from risks.models import RiskAssessment

RECORDS = (Actual, ActionUpdate, MilestoneUpdate, DependencyUpdate, RiskAssessment)
VERSIONS = (IndicatorRule, Baseline, Target)


def guards() -> list:
    """Every guard on the tables up to this room."""
    return [
        *map(locked_with_quarter, RECORDS),
        *map(locked_once_judged, VERSIONS),
        *rounds_kept(),
        *map(append_only, (ReturnEvent, RoundEvent, *histories())),
        *filled_in_once(Flag, "settled_at", "settled_by"),
    ]


def histories() -> list:
    """Every table that keeps who changed what."""
    return [each for each in apps.get_models() if issubclass(each, HistoricalChanges)]


def install_locks(using: str, **kwargs) -> None:
    """Put the guards in place; called after every migrate."""
    install(guards(), using)
