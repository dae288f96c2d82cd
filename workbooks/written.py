"""What an import writes, and how it is told whether any of that moved."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import DatabaseError, connection

from accounts.access import is_officer_until_the_end
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
from workbooks.saving import one_transaction

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
Looked = TypeVar("Looked")
Done = TypeVar("Done")
MOST_LOOKS = 5
NO_OFFICER = "Nothing was done: whoever asked for it is not a performance officer any more."


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


def rows_kept() -> int:
    """How many rows there are of all that an import writes. Costs one query."""
    quote = connection.ops.quote_name
    counts = " UNION ALL ".join(
        f"SELECT COUNT(*) FROM {quote(each._meta.db_table)}"  # noqa: S608
        for each in WRITTEN
    )
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return sum(count for (count,) in cursor.fetchall())


class NeverStill(Exception):
    """Others keep writing what was looked at."""


class NotWritten(Exception):
    """The database refused what was to be written."""

    def __init__(self, problem: DatabaseError) -> None:
        super().__init__(str(problem))
        self.problem = problem


class NoOfficer(Exception):
    """Whoever asked for it lost their office while it was looked."""


def on_still_data(
    look: Callable[[], Looked], write: Callable[[Looked], Done], *, by: User | None = None
) -> Done:
    """Look at the data for as long as it takes, then write at once what follows from them.

    Nobody waits while it is looked; where something moved meanwhile, it is looked again. Raises
    NeverStill where that never ends, NoOfficer where `by` may not any more, and NotWritten.
    """
    for _ in range(MOST_LOOKS):
        before = mark_of_data()
        found = look()
        try:
            with one_transaction():
                if by is not None and not is_officer_until_the_end(by):
                    raise NoOfficer
                if mark_of_data() == before:
                    return write(found)
        except DatabaseError as problem:
            raise NotWritten(problem) from problem
    raise NeverStill
