"""Working days in England: not Saturday, Sunday or a bank holiday.  No Django in here.

Which days are bank holidays is kept by the library `holidays`: the regular ones, those made good on
another day, and what was proclaimed or moved once.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays


@cache
def bank_holidays(year: int) -> Mapping[date, str]:
    """The bank holidays of England in a calendar year, each with its name."""
    return dict(sorted(country_holidays("GB", subdiv="ENG", years=year).items()))


def is_working_day(day: date) -> bool:
    """Whether offices in England are open on `day`."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def add_working_days(day: date, days: int) -> date:
    """The working day that many after `day`, or before it when negative; `day` itself for 0."""
    step = timedelta(days=1 if days > 0 else -1)
    left = abs(days)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def usual_due(opens: date) -> date:
    """When a round that opens on `opens` is due: its 10th working day.

    The opening day counts where it is one: opened on 4 January 2010, due on 15 January 2010.
    """
    return add_working_days(opens, 9 if is_working_day(opens) else 10)
