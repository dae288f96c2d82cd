"""What an import writes, and how it is told whether any of that moved."""

from typing import Any

from django.db import connection

from accounts.models import User
from indicators.models import (
    Actual,
    Baseline,
    Comparator,
    ComparatorValue,
    Indicator,
    IndicatorRule,
    Target,
)
from periods.models import Quarter, round_states
from plans.models import (
    Action,
    ActionUpdate,
    Agreement,
    DeliveryPlan,
    Dependency,
    DependencyUpdate,
    Milestone,
    MilestoneUpdate,
    PlanIndicator,
    PlanPerson,
    Policy,
)
from risks.models import Risk, RiskAssessment

# All that an import writes, as one rests on the other.
WRITTEN: tuple[Any, ...] = (
    Quarter,
    User,
    Agreement,
    DeliveryPlan,
    Indicator,
    IndicatorRule,
    Baseline,
    Target,
    Actual,
    Comparator,
    ComparatorValue,
    PlanIndicator,
    PlanPerson,
    Action,
    ActionUpdate,
    Milestone,
    MilestoneUpdate,
    Risk,
    RiskAssessment,
    Dependency,
    DependencyUpdate,
    Policy,
)

Mark = tuple[object, ...]


def mark_of_data() -> Mark:
    """What is another one as soon as anything moved that an import reads or writes.

    Every change of it leaves an entry in its history; where rounds stand is read as it is. Costs
    two queries.
    """
    quote = connection.ops.quote_name
    entries = " UNION ALL ".join(
        f"SELECT COUNT(*), MAX(history_id) FROM {quote(each.history.model._meta.db_table)}"  # noqa: S608
        for each in WRITTEN
    )
    with connection.cursor() as cursor:
        cursor.execute(entries)
        return (*cursor.fetchall(), *round_states().items())
