"""Dates as people write them, read without guessing and written the GOV.UK way.

"Never guess a date: `8/1/20` is a question to the person."  No Django in here.
"""

import re
from datetime import date, datetime

from periods.calendar import EARLIEST_YEAR, LATEST_YEAR

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_DAY_MONTH_YEAR = re.compile(
    r"(?:(?P<weekday>[a-z]+),? )?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)? (?P<month>[a-z]+\.?),? "
    r"(?P<year>[0-9]{4})",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(r"(?P<month>[a-z]+\.?) (?P<year>[0-9]{4})", re.IGNORECASE)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NUMBERS = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})")


class NotADate(ValueError):
    """What was written is no date; its text says what is wrong and what to do."""


class AmbiguousDate(NotADate):
    """What was written may be one of several dates, `candidates`: only the person knows."""

    def __init__(self, written: str, candidates: tuple[date, ...]) -> None:
        self.candidates = candidates
        offered = " or ".join(write_date(each) for each in candidates)
        super().__init__(f'"{written}" may be {offered}: write the one you mean')


def write_date(day: date) -> str:
    """ "7 November 2009"."""
    return f"{day.day} {write_month(day)}"


def write_month(day: date) -> str:
    """ "November 2009"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def write_day(day: date) -> str:
    """ "Saturday 7 November 2009"."""
    return f"{WEEKDAYS[day.weekday()]} {write_date(day)}"


def read_date(written: object) -> date:
    """Read a date cell, `7 November 2009` or `2009-11-07`, and nothing that needs a guess.

    Raises AmbiguousDate for `8/1/20`, and NotADate for everything else; both say what to do.
    """
    if isinstance(written, date):
        return _in_range(written.date() if isinstance(written, datetime) else written)
    text = " ".join(str("" if written is None else written).split())
    if not text:
        raise NotADate("The date is empty: write one such as 7 November 2009")
    if match := _ISO.fullmatch(text):
        return _make(text, int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_MONTH_YEAR.fullmatch(text):
        return _read_words(text, match)
    if match := _NUMBERS.fullmatch(text):
        raise _question(text, match)
    if (match := _MONTH_YEAR.fullmatch(text)) and month_number(match["month"]):
        raise NotADate(f'"{text}" names no day: write the day too, such as 7 November 2009')
    raise NotADate(f'"{text}" is not a date: write one such as 7 November 2009')


def month_number(word: str) -> int:
    """11 for "November", "nov" or "Nov."; 0 for a word that is no month."""
    short = word.casefold().removesuffix(".")
    if short == "sept":
        return 9
    for number, name in enumerate(MONTHS, start=1):
        if short in {name.casefold(), name[:3].casefold()}:
            return number
    return 0


def _read_words(text: str, match: re.Match[str]) -> date:
    month = month_number(match["month"])
    if not month:
        raise NotADate(f'"{match["month"]}" is not a month: write it such as November')
    day = _make(text, int(match["year"]), month, int(match["day"]))
    weekday = match["weekday"]
    if weekday and weekday.casefold() not in _weekday_words(day):
        raise NotADate(f'"{text}" was a {WEEKDAYS[day.weekday()]}: correct the day or the date')
    return day


def _weekday_words(day: date) -> set[str]:
    name = WEEKDAYS[day.weekday()].casefold()
    return {name, name[:3]}


def _question(text: str, match: re.Match[str]) -> NotADate:
    """What to ask about a date in numbers: which of the day and the month comes first?"""
    first, second = int(match[1]), int(match[2])
    year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
    readings = (_possible(year, second, first), _possible(year, first, second))
    candidates = tuple(dict.fromkeys(each for each in readings if each))
    if len(candidates) > 1:
        return AmbiguousDate(text, candidates)
    if candidates:
        return NotADate(f'"{text}" is written in numbers: write {write_date(candidates[0])}')
    return NotADate(f'"{text}" is not a date: write one such as 7 November 2009')


def _possible(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _make(text: str, year: int, month: int, day: int) -> date:
    made = _possible(year, month, day)
    if made is None:
        raise NotADate(f'"{text}" is not in the calendar: write a day that there is')
    return _in_range(made)


def _in_range(day: date) -> date:
    if EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        return day
    raise NotADate(
        f"{write_date(day)} is too far away: write a year from {EARLIEST_YEAR} to {LATEST_YEAR}"
    )
