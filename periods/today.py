"""The one place that asks what day it is."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day that decides what is due: LAA_TODAY where it is set, else the clock's."""
    return settings.LAA_TODAY or timezone.localdate()
