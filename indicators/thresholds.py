"""Up to which numbers a figure is hidden here: a setting of the installation."""

from django.conf import settings

from indicators.disclosure import Thresholds


def thresholds() -> Thresholds:
    """Those that LAA_SMALL_NUMBER and LAA_SMALL_COHORT name."""
    number = settings.LAA_SMALL_NUMBER
    return Thresholds(number, number, settings.LAA_SMALL_COHORT, number)
