"""Due dates as calendar programs read them (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from returns.calendars import DueDay

READ_AGAIN_AFTER = timedelta(hours=12)


def as_icalendar(days: Iterable[DueDay], at: datetime | None = None) -> bytes:
    """The days as an iCalendar file (RFC 5545), as it stands at `at`."""
    calendar = Calendar()
    calendar.add("prodid", "-//LAA Tracker//Due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "LAA Tracker")
    calendar.add("refresh-interval", READ_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    for each in days:
        calendar.add_component(_event(each, at or timezone.now()))
    return calendar.to_ical()


def _event(due: DueDay, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{due.key}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", at)
    event.add("dtstart", due.day)
    event.add("dtend", due.day + timedelta(days=1))
    event.add("summary", due.words)
    event.add("url", f"{settings.SITE_URL}{due.path}")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # a whole day, and nobody is busy
    return event
