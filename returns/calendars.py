"""A person's own calendar: when returns are due, and the milestones of their plans.

Whoever has the link reads it without signing in, so it tells codes, numbers and days and nothing
else. The link can be stopped; of the token in it only the hash is kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.deeds import Deed, tell
from accounts.models import User
from indicators.codes import code_order
from periods.calendar import FinancialQuarter
from periods.models import Quarter
from periods.rounds import RoundState
from periods.today import today
from plans.models import DeliveryPlan, owing_in
from returns.access import plans_to_return
from returns.asked import milestones_going_on
from returns.models import CalendarLink
from returns.workflow import NotAllowed
from sheets.problems import all_of

TOKEN_BYTES = 32


# The link ------------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnCalendar:
    """What a person's account page says: whether a calendar is offered, the link that works now."""

    is_offered: bool
    link: CalendarLink | None


def calendar_of(person: User) -> OwnCalendar:
    """Costs two queries at most."""
    link = CalendarLink.objects.filter(person=person, stopped_at=None).first()
    return OwnCalendar(is_offered(person), link)


def is_offered(person: User) -> bool:
    """Whether there is anything to put into this person's calendar: not for the Board."""
    return person.is_officer or plans_to_return(person).exists()


def make_link(person: User) -> str:
    """A new address, told this once; the one before stops working. Raises NotAllowed."""
    if not is_offered(person):
        raise NotAllowed("There is nothing to put into your calendar: you have no part in a plan.")
    token = token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        # Two at once wait for each other here.
        User.objects.get_queryset().select_for_update().get(pk=person.pk)
        stop_link(person)
        CalendarLink.objects.create(person=person, token_hash=hash_of(token))
    return f"{settings.SITE_URL}{reverse('calendar', args=[token])}"


def stop_link(person: User) -> bool:
    """Let this person's link answer no more; whether there was one."""
    working = CalendarLink.objects.filter(person=person, stopped_at=None)
    stopped = bool(working.update(stopped_at=timezone.now()))
    if stopped:
        tell(Deed.TOKEN, "Calendar link stopped", by=person)
    return stopped


def owner_of(token: str) -> User | None:
    """Whose calendar this is; None where no link is, or its owner left."""
    working = CalendarLink.objects.filter(
        token_hash=hash_of(token), stopped_at=None, person__is_active=True
    )
    link = working.select_related("person").first()
    return link.person if link else None


def hash_of(token: str) -> bytes:
    """What is kept of a token: 32 random bytes need no salt."""
    return sha256(token.encode()).digest()


# What is in it -------------------------------------------------------------------------


@dataclass(frozen=True)
class DueDay:
    """A day in the calendar. `key` stays the same when the day moves."""

    key: str
    day: date
    words: str
    path: str


def due_days(person: User) -> list[DueDay]:
    """The days of a person's calendar, in order.

    Returns of the open round and of those whose day is fixed already; milestones not yet reached,
    on the day for which they are due now. Costs a query for each of these rounds and a fixed
    number beside them.
    """
    plans = list(plans_to_return(person))
    found = [*_rounds(plans, person), *_milestones(plans)]
    return sorted(found, key=lambda each: (each.day, each.key))


def _rounds(plans: list[DeliveryPlan], person: User) -> Iterator[DueDay]:
    for quarter in rounds_to_come():
        if quarter.due is None:  # not fixed yet
            continue
        owing = owing_in([quarter.label], only=[each.pk for each in plans])[quarter.label]
        ours = [each.reference for each in plans if each.pk in owing]
        if references := sorted(ours, key=code_order):
            yield DueDay(
                f"round-{quarter.slug}",
                quarter.due,
                _return_due(quarter, [] if person.is_officer else references),
                "/returns/",
            )


def rounds_to_come() -> list[Quarter]:
    """The open round, and the later ones that are known."""
    begun = Quarter.objects.begun().last()
    ahead = Quarter.objects.filter(state__in=[RoundState.OPEN, RoundState.NOT_OPENED])
    if begun:
        ahead = ahead.filter(label__gte=begun.label)
    return list(ahead)


def _return_due(quarter: Quarter, references: list[str]) -> str:
    returns = "Return" if len(references) == 1 else "Returns"
    whose = f": {all_of(references)}" if references else ""
    return f"{returns} for {quarter.calendar.long_label} due{whose}"


def _milestones(plans: Iterable[DeliveryPlan]) -> Iterator[DueDay]:
    by_id = {plan.pk: plan for plan in plans}
    quarter = next_to_begin().label
    for milestone, now_due in milestones_going_on(
        owing_in([quarter], only=by_id)[quarter], quarter
    ):
        plan = by_id[milestone.action.plan_id]
        if now_due:
            number = f"{milestone.action.number}.{milestone.number}"
            yield DueDay(
                f"milestone-{milestone.pk}",
                now_due,
                f"Milestone {number} of {plan.reference} due",
                plan.get_absolute_url(),
            )


def next_to_begin() -> FinancialQuarter:
    """The quarter after the last round that was opened: all that was reported is before it."""
    begun = Quarter.objects.begun().last()
    return begun.calendar.plus(1) if begun else FinancialQuarter.containing(today())
