"""What is kept for how long: looked at first, forgotten when asked, and told in the log."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.deeds import Deed
from audit import forgetting
from audit.forgetting import YEAR, forget, what_is_due
from audit.models import Entry, Sight
from audit.verifying import verify
from indicators.models import Actual
from reports.models import FeedToken
from returns.models import CalendarLink, Nudge, Reminder
from tests.builders import (
    make_actual,
    make_calendar_link,
    make_entry,
    make_feed_token,
    make_nudge,
    make_reminder,
    make_sight,
    make_user,
)
from workbooks.models import Import

pytestmark = pytest.mark.django_db
SOON = timedelta(days=1)


def some_of_each(now) -> None:
    """One of each class, made now."""
    Session.objects.create(session_key="x", session_data="", expire_date=now)
    Import.objects.create(name="x", checksum="0" * 64, content=b"x", state="dropped", at=now)
    make_feed_token(stopped_at=now)
    make_calendar_link(stopped_at=now)
    make_reminder(claimed_at=now)
    make_nudge(claimed_at=now)
    make_sight(day=now.date())
    make_entry(what="Figure changed", person=make_user())


def names_due(now) -> set[str]:
    return {each.its.name for each in what_is_due(now) if each.number}


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (SOON, {"Sign-ins that ended"}),
        (YEAR + SOON, 4),
        (2 * YEAR + 2 * SOON, 7),
        (7 * YEAR + SOON, 8),
    ],
)
def test_each_class_is_due_when_its_time_is_over_and_not_before(after, due):
    now = timezone.now()
    some_of_each(now)

    found = names_due(now + after)

    assert (len(found) if isinstance(due, int) else found) == due


def test_what_is_due_is_forgotten_and_the_chain_is_whole(written):
    now = timezone.now()
    some_of_each(now)
    with written():
        make_actual(numerator=4, denominator=40)
    figures = Actual.history.count()

    with written():
        forget(now + 8 * YEAR)

    for model in (Session, Import, FeedToken, CalendarLink, Reminder, Nudge, Sight):
        assert not model.objects.exists(), model
    words = Entry.objects.told().exclude(deed__in=["log", "forgotten"])
    assert set(words.values_list("what", "person", "plans", "request")) == {("", None, "", "")}
    assert Actual.history.count() == figures
    assert verify().broken == ""
    told = Entry.objects.told().first()
    assert told.deed == "forgotten"
    assert "Words of the log: 2" in told.what
    assert names_due(now + 8 * YEAR) == set()


def test_words_that_were_not_due_cannot_be_forgotten_unseen(written):
    now = timezone.now()
    make_entry()
    with written():
        forget(now + 8 * YEAR)
    later = make_entry(what="Since then")
    with forgetting.lifted(forgetting.guards()):
        Entry.objects.filter(number=later.number).update(what="", person=None)

    assert verify().broken.startswith(f"What entry {later.number} said is gone")


def test_afterwards_the_database_keeps_the_log_again(written):
    make_entry()
    with written():
        forget(timezone.now())

    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(deed=Deed.CHANGED).update(what="else")


def test_the_command_only_says_what_is_due_until_it_is_told_to_go_on():
    make_sight(day=datetime(2009, 1, 1, tzinfo=UTC).date())
    told = StringIO()

    call_command("forget", stdout=told)
    assert "Looks at restricted pages (kept 2 years): 1\n" in told.getvalue()
    assert told.getvalue().endswith("would be forgotten: add --yes\n")
    assert Sight.objects.count() == 1

    call_command("forget", "--yes", stdout=told)
    assert told.getvalue().endswith("forgotten\n")
    assert Sight.objects.count() == 0


def test_nothing_is_forgotten_while_it_may_be_wanted_by_law(settings):
    settings.LAA_LEGAL_HOLD = True
    make_sight(day=datetime(2009, 1, 1, tzinfo=UTC).date())

    with pytest.raises(CommandError, match="LAA_LEGAL_HOLD is on"):
        call_command("forget", "--yes", stdout=StringIO())
    assert Sight.objects.count() == 1
