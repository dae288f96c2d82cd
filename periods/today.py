"""The one place that asks what day it is."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day that decides what is due: LAA_TODAY where it is set, else the clock's."""
    return settings.LAA_TODAY or timezone.localdate()


def now() -> datetime:
    """With what a release is dated: today, at the hour of the clock.

    So where LAA_TODAY is set it is dated as every page is; what happened to whom when is kept by
    the clock all the same.
    """
    moment = timezone.localtime()
    day = settings.LAA_TODAY
    return moment.replace(year=day.year, month=day.month, day=day.day) if day else moment
