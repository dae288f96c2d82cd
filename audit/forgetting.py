"""How long what is kept, class by class, and how it is forgotten when its time is over.

Figures, what was published and the histories are the record of the agreement: they stay. Of an
entry of the log the words go and its links stay, so the chain is as whole as before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Max, QuerySet

from accounts.deeds import Deed, tell
from audit.locks import guards
from audit.models import Entry, Sight
from periods.triggers import lifted
from reports.models import FeedToken
from returns.models import CalendarLink, Nudge, Reminder
from workbooks.models import Import, ImportState

YEAR = timedelta(days=365)
# Files that changed nothing; what a saved one changed is told by its own record.
CAME_TO_NOTHING = (ImportState.REFUSED, ImportState.DROPPED, ImportState.NOTHING)
# Entries by which the log itself is understood: nobody is named in them.
OF_THE_LOG = (Deed.LOG, Deed.FORGOTTEN, Deed.SETTING)


def delete(rows: QuerySet) -> None:
    rows.delete()


def forget_words(entries: QuerySet) -> None:
    entries.update(what="", person=None, plans="", request="")


@dataclass(frozen=True)
class Class:
    """One class of data: what it is, for how long it is kept, what of it is due at a moment."""

    name: str
    kept: str
    due: Callable[[datetime], QuerySet]
    forget: Callable[[QuerySet], None] = delete


def entries_due(now: datetime) -> QuerySet:
    """Older than seven years, and not forgotten before."""
    old = Entry.objects.told().filter(at__lt=now - 7 * YEAR).exclude(deed__in=OF_THE_LOG)
    return old.exclude(what="", person=None)


SCHEDULE = (
    Class(
        "Sign-ins that ended",
        "until they end",
        lambda now: Session.objects.filter(expire_date__lt=now),
    ),
    Class(
        "From where they were signed in",
        "until they end",
        lambda now: UserSession.objects.exclude(
            session_key__in=Session.objects.filter(expire_date__gte=now).values("session_key")
        ),
    ),
    Class(
        "Files that came to nothing",
        "1 year",
        lambda now: Import.objects.filter(state__in=CAME_TO_NOTHING, task="", at__lt=now - YEAR),
    ),
    Class(
        "Tokens that were stopped",
        "1 year",
        lambda now: FeedToken.objects.filter(stopped_at__lt=now - YEAR),
    ),
    Class(
        "Calendar links that were stopped",
        "1 year",
        lambda now: CalendarLink.objects.filter(stopped_at__lt=now - YEAR),
    ),
    Class(
        "That a reminder was sent",
        "2 years",
        lambda now: Reminder.objects.filter(claimed_at__lt=now - 2 * YEAR),
    ),
    Class(
        "That somebody was asked for a return",
        "2 years",
        lambda now: Nudge.objects.filter(claimed_at__lt=now - 2 * YEAR),
    ),
    Class(
        "Looks at restricted pages",
        "2 years",
        lambda now: Sight.objects.filter(day__lt=(now - 2 * YEAR).date()),
    ),
    Class("Words of the log", "7 years", entries_due, forget_words),
)


@dataclass(frozen=True)
class Due:
    """How many of a class are due."""

    its: Class
    number: int


def what_is_due(now: datetime) -> list[Due]:
    return [Due(each, each.due(now).count()) for each in SCHEDULE]


def forget(now: datetime) -> list[Due]:
    """Forget what is due, all of it or nothing; the log tells how much of which class."""
    with lifted(guards()), transaction.atomic():
        due = what_is_due(now)
        until = entries_due(now).aggregate(last=Max("number"))["last"]
        for each in SCHEDULE:
            each.forget(each.due(now))
        if any(each.number for each in due):
            told = {each.its.name: each.number for each in due if each.number}
            words = "; ".join(f"{name}: {number}" for name, number in told.items())
            tell(Deed.FORGOTTEN, words, **({"entries": until} if until else {}))
    return due
