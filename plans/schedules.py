"""Rule 12, when: the plan's words and the schedule they make.  No Django in here.

"The words are always kept." What cannot be read is kept as written: "no date guessed; the
preview asks".
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from periods.dates import NotADate, month_number, read_date


class ScheduleKind(StrEnum):
    """How an action's "When" comes round."""

    EVERY_QUARTER = "every quarter"
    NO_DATE = "no date"
    DATES = "on dates"
    UNREAD = "as written"
    NOT_STATED = "not stated"


EVERY_QUARTER = {"each quarter", "every quarter", "quarterly"}
ONGOING = {"ongoing", "on-going"}
_MONTH_YEAR = re.compile(r"([a-z]+\.?) ([0-9]{4})", re.IGNORECASE)
_BETWEEN_DATES = re.compile(r"\s*(?:[/;,&]|\band\b)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Schedule:
    """When something falls due, with the words it was read from.

    `dates` are in order, and only of the kind DATES. `no_end` says that the words promise to go
    on: "Each quarter/ongoing".
    """

    kind: ScheduleKind
    words: str
    dates: tuple[date, ...] = ()
    no_end: bool = False

    @property
    def question(self) -> str:
        """What to ask the person about words that could not be read; "" where they could."""
        if self.kind != ScheduleKind.UNREAD:
            return ""
        return f"“{self.words}” names no date: which months, such as September 2009?"


def read_schedule(words: str) -> Schedule:
    """Read an action's "When", as the table of rule 12 does. Any words can be kept."""
    text = " ".join(words.split())
    if not text:
        return Schedule(ScheduleKind.NOT_STATED, words)
    parts = {each.strip() for each in text.casefold().split("/")}
    if parts <= EVERY_QUARTER | ONGOING:
        kind = ScheduleKind.EVERY_QUARTER if parts & EVERY_QUARTER else ScheduleKind.NO_DATE
        return Schedule(kind, words, no_end=bool(parts & ONGOING))
    dates = [_read_due(each) for each in _BETWEEN_DATES.split(text)]
    read = tuple(sorted(each for each in dates if each))
    if len(read) < len(dates):
        return Schedule(ScheduleKind.UNREAD, words)
    return Schedule(ScheduleKind.DATES, words, read)


def _read_due(text: str) -> date | None:
    """The last day of a named month, or a day written out; None for anything else."""
    match = _MONTH_YEAR.fullmatch(text)
    try:
        if match and (month := month_number(match[1])):
            first = read_date(f"{match[2]}-{month:02d}-01")
            return date(first.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return read_date(text)
    except NotADate:
        return None


def slippage(first_due: date, now_due: date) -> int:
    """ "Slippage is now due less first due", in days; negative when it was brought forward."""
    return (now_due - first_due).days


def write_slippage(first_due: date, now_due: date) -> str:
    """ "31 days later than first planned"; "" when the date has not moved."""
    days = slippage(first_due, now_due)
    if not days:
        return ""
    noun = "day" if abs(days) == 1 else "days"
    return f"{abs(days)} {noun} {'later' if days > 0 else 'earlier'} than first planned"
