"""Working days in England: not Saturday, Sunday or a bank holiday.  No Django in here.

The regular bank holidays are reckoned for any year; what was proclaimed once or moved once is a
table, known from 1999 on.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

NEW_YEAR, GOOD_FRIDAY, EASTER_MONDAY = "New Year's Day", "Good Friday", "Easter Monday"
EARLY_MAY, SPRING, SUMMER = "Early May bank holiday", "Spring bank holiday", "Summer bank holiday"
CHRISTMAS, BOXING_DAY = "Christmas Day", "Boxing Day"

# What was moved once: the day it was taken from, the day it went to, and why.
MOVED = {
    date(2002, 5, 27): (date(2002, 6, 4), "Spring bank holiday, moved for the Golden Jubilee"),
    date(2012, 5, 28): (date(2012, 6, 4), "Spring bank holiday, moved for the Diamond Jubilee"),
    date(2020, 5, 4): (date(2020, 5, 8), "Early May bank holiday, moved for 75 years of VE Day"),
    date(2022, 5, 30): (date(2022, 6, 2), "Spring bank holiday, moved for the Platinum Jubilee"),
}
# What was proclaimed once, and why.
PROCLAIMED = {
    date(1999, 12, 31): "Millennium Eve",
    date(2002, 6, 3): "Golden Jubilee of Elizabeth II",
    date(2011, 4, 29): "Wedding of Prince William and Catherine Middleton",
    date(2012, 6, 5): "Diamond Jubilee of Elizabeth II",
    date(2022, 6, 3): "Platinum Jubilee of Elizabeth II",
    date(2022, 9, 19): "State funeral of Elizabeth II",
    date(2023, 5, 8): "Coronation of Charles III",
}


@cache
def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    correction = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def bank_holidays(year: int) -> Mapping[date, str]:
    """The bank holidays of England in a calendar year, each with its name."""
    sunday = easter(year)
    holidays = {
        sunday - timedelta(days=2): GOOD_FRIDAY,
        sunday + timedelta(days=1): EASTER_MONDAY,
        _first_monday(year, 5): EARLY_MAY,
        _last_monday(year, 5): SPRING,
        _last_monday(year, 8): SUMMER,
    }
    for usual, (moved_to, name) in MOVED.items():
        if holidays.pop(usual, None):
            holidays[moved_to] = name
    holidays |= {day: name for day, name in PROCLAIMED.items() if day.year == year}
    fixed = {
        date(year, 1, 1): NEW_YEAR,
        date(year, 12, 25): CHRISTMAS,
        date(year, 12, 26): BOXING_DAY,
    }
    holidays |= fixed
    for day, name in fixed.items():
        _add_substitute(holidays, day, name)
    return dict(sorted(holidays.items()))


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month + 1, 1) - timedelta(days=1)
    return last - timedelta(days=last.weekday())


def _add_substitute(holidays: dict[date, str], day: date, name: str) -> None:
    """A holiday on a Saturday or Sunday is made good on the next day that is none."""
    if not _is_weekend(day):
        return
    while _is_weekend(day) or day in holidays:
        day += timedelta(days=1)
    holidays[day] = f"{name} (substitute day)"


def _is_weekend(day: date) -> bool:
    return day.weekday() >= 5


def is_working_day(day: date) -> bool:
    """Whether offices in England are open on `day`."""
    return not _is_weekend(day) and day not in bank_holidays(day.year)


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
