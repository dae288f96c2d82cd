"""How a figure came about: who entered, changed, handed in and signed it, when, and from what."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst

from indicators.models import Actual, Indicator
from periods.calendar import in_words
from periods.dates import write_date
from plans.models import DeliveryPlan
from returns.models import ReturnEvent

WHAT = {"+": "Entered", "~": "Changed", "-": "Taken out"}
# What is told of a figure: itself, and what is said about it.
TOLD = (
    *Actual.FIGURE, "expected", "source", "why", "being_done", "back_on_track", "help_needed",
    "reason",
)  # fmt: skip
LABELS = {each.name: str(capfirst(each.verbose_name)) for each in Actual._meta.fields}


@dataclass(frozen=True)
class Changed:
    """What a change made of one field; "" for blank."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Happened:
    """Something that was done with the figure, or with the return that reported it."""

    at: datetime
    what: str
    who: str
    quarter: str
    typed_by: str = ""
    because: str = ""
    changed: list[Changed] = field(default_factory=list)


def history_of(
    plan: DeliveryPlan, indicator: Indicator, period: str, quarter: str
) -> list[Happened]:
    """Everything that happened to the figure about `period` up to `quarter`, the first first.

    Both are labels. Costs two queries.
    """
    records = list(_records(indicator, period, quarter))
    rounds = {each.quarter for each in records} | {in_words(quarter)}
    steps = [each for each in _steps(plan, quarter) if each.quarter in rounds]
    return sorted([*records, *steps], key=lambda each: each.at)


def _records(indicator: Indicator, period: str, quarter: str) -> Iterator[Happened]:
    versions = (
        Actual.history.filter(indicator=indicator, period=period, reported_in__lte=quarter)
        .select_related("history_user", "entered_by")
        .order_by("history_date", "history_id")
    )
    known: dict[int, Any] = {}
    for version in versions:
        before = known.get(version.id)
        known[version.id] = version
        changed = [] if version.history_type == "-" else list(_changes(before, version))
        if version.history_type == "~" and not changed:
            continue
        who, typed_by = version.history_user or version.entered_by, version.entered_by
        yield Happened(
            at=version.history_date,
            what=WHAT[version.history_type],
            who=_name(who),
            quarter=in_words(version.reported_in_id),
            typed_by=_name(typed_by) if typed_by != who else "",
            because=version.history_change_reason or "",
            changed=changed,
        )


def _changes(before: Any, after: Any) -> Iterator[Changed]:
    for name in TOLD:
        was = _written(getattr(before, name)) if before is not None else ""
        now = _written(getattr(after, name))
        if was != now:
            yield Changed(LABELS[name], was, now)


def _written(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value.normalize():f}"
        case date():
            return write_date(value)
        case int():
            return f"{value:,}"
    return str(value)


def _name(person: Any) -> str:
    return str(person) if person else "nobody who was signed in"


def _steps(plan: DeliveryPlan, quarter: str) -> Iterator[Happened]:
    events = ReturnEvent.objects.filter(owner__plan=plan, owner__quarter__lte=quarter)
    for each in events.select_related("by", "owner"):
        yield Happened(
            at=each.at,
            what=f"Return {each.step}",
            who=str(each.by),
            quarter=in_words(each.owner.quarter_id),
            because=each.reason,
        )
