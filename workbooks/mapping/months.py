"""Months and dates in the headings and titles of somebody's sheet: "Apr-Jun 09", "as at 31.12.09".

No Django in here.
"""

import re
from typing import NamedTuple

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?:[0-9]{1,2}(?:st|nd|rd|th)?\s+)?"
_YEAR = r"'?((?:20)?[0-9]{2})\b"
_NUMBERS = re.compile(
    r"(?<![0-9/.-])(0?[1-9]|[12][0-9]|3[01])([/.-])(0?[1-9]|1[0-2])\2((?:20)?[0-9]{2})(?![0-9/.-])"
)
_ISO = re.compile(
    r"(?<![0-9-])((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(?![0-9-])"
)
_RANGE = re.compile(
    rf"\b{_DAY}{_MONTH}\s*([0-9]{{4}}|'?[0-9]{{2}})?\s*(?:-|\u2013|to|/)\s*{_DAY}{_MONTH}"
    r"\s*'?([0-9]{4}|[0-9]{2})?\b",
    re.IGNORECASE,
)
_THREE = re.compile(
    rf"\b{_MONTH}\s*(?:[,/&+-]|\u2013)?\s*{_MONTH}\s*(?:[,/&+-]|\u2013|,?\s*and\b)?\s*{_MONTH}",
    re.IGNORECASE,
)
# From the beginning of the year to the end of a later quarter.
_TO_A_QUARTER = {(4, 9), (4, 12)}
_ONE_MONTH = re.compile(
    rf"{_MONTH}[\s'-]*(?:20)?[0-9]{{2}}|{_MONTH}|20[0-9]{{2}}-[01][0-9]-[0-3][0-9]", re.IGNORECASE
)
_NAMED_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_IN_A_MONTH = re.compile(rf"\b{_NAMED_MONTH}(?:[\s'-]*((?:20)?[0-9]{{2}})\b)?", re.IGNORECASE)
# Words that are no month where no year stands beside them.
_ALSO_WORDS = ("may", "mar", "march")
_TO = r"\s+(?:to|end(?:ed|ing)?)\s+(?:(?:the )?end (?:of )?)?"
_UP_TO = re.compile(
    rf"(?:\b(quarter|qtr|(?:3|three) months)\s+)?\b(to|as at|at|by|end(?:ed|ing)?)\s+"
    rf"(?:(?:the )?end (?:of )?)?{_DAY}{_NAMED_MONTH}\s*{_YEAR}",
    re.IGNORECASE,
)
_QUARTER_TO = re.compile(
    rf"\b(?:quarter|qtr|(?:3|three) months)\s+(?:to|end(?:ed|ing)?)\s+(?:(?:the )?end (?:of )?)?"
    rf"{_DAY}{_NAMED_MONTH}",
    re.IGNORECASE,
)
_A_DAY = re.compile(rf"(?<![0-9])(30|31)(?:th|st)? {_NAMED_MONTH}[ ,]+{_YEAR}", re.IGNORECASE)
_LAST_DAYS = {"jun": 30, "sep": 30, "dec": 31, "mar": 31}
_YEAR_TO = re.compile(
    rf"\b(?:year|yr|(?:12|twelve) ?(?:months?|mths))\.?{_TO}{_DAY}{_NAMED_MONTH}(?:\s*{_YEAR})?",
    re.IGNORECASE,
)
_OTHER_LENGTHS = re.compile(r"\b(years?|months?)\b", re.IGNORECASE)
_LAST_MONTHS = {"jun": 1, "sep": 2, "dec": 3, "mar": 4}
_QUARTER_MONTHS = {(4, 6): 1, (7, 9): 2, (10, 12): 3, (1, 3): 4}


class Months(NamedTuple):
    """A quarter that months name: its number, the calendar year if they say it, and where."""

    number: int
    calendar: int
    span: tuple[int, int]


def with_plain_months(words: str) -> str:
    """The words with dates in numbers written out, and three months as from the first to the last.

    "31/03/2010", or "2010-03-31" as a file keeps a date, is "31 Mar 2010", and "Apr/May/Jun 09" is
    "Apr-Jun 09".
    """
    text = _ISO.sub(lambda m: f"{int(m[3])} {MONTHS[int(m[2]) - 1].title()} {m[1]}", words)
    text = _NUMBERS.sub(lambda m: f"{m[1]} {MONTHS[int(m[3]) - 1].title()} {m[4]}", text)
    return _THREE.sub(lambda m: f"{m[1]}-{m[3]}" if _follow(*m.groups()) else m[0], text)


def _follow(*months: str) -> bool:
    first, second, third = (MONTHS.index(each[:3].lower()) for each in months)
    return (second - first, third - second) == (1, 1)


def quarter_of_months(text: str) -> Months | None:
    """The quarter from the first to the last of two months: "Apr-Jun 2009"."""
    match = _RANGE.search(text)
    number = _QUARTER_MONTHS.get(_months_of(match)) if match else None
    if match is None or number is None:
        return None
    return Months(number, _calendar(match[4] or (match[2] or "").lstrip("'")), match.span())


def end_of_quarter(text: str) -> Months | None:
    """The quarter at whose end figures stood: "as at 31 December 2009". Of other months, none."""
    match = _UP_TO.search(text)
    number = _LAST_MONTHS.get(match[3][:3].lower(), 0) if match else 0
    if match is None or not number:
        return None
    beside = text[: match.start()] + text[match.end() :] + (match[1] or "").replace("months", "")
    if _OTHER_LENGTHS.search(beside):
        return None
    return Months(number, _calendar(match[4]), match.span())


def quarter_to_a_month(text: str) -> Months | None:
    """The quarter that ends with a month of no year: "Quarter ending 30 June"."""
    match = _QUARTER_TO.search(text)
    number = _LAST_MONTHS.get(match[1][:3].lower(), 0) if match else 0
    return Months(number, 0, match.span()) if match and number else None


def last_day_of_quarter(heading: str) -> Months | None:
    """The quarter of which a heading names the last day: "2009-06-30", "30 Jun 2009 actual"."""
    match = _A_DAY.search(with_plain_months(heading))
    month = match[2][:3].lower() if match else ""
    if match is None or _LAST_DAYS.get(month) != int(match[1]):
        return None
    return Months(_LAST_MONTHS[month], _calendar(match[3]), match.span())


def names_a_day(heading: str) -> bool:
    """Whether a heading names a day with its year, as a cell that holds a date does."""
    text = with_plain_months(heading)
    return bool(
        re.search(
            rf"(?<![0-9])[0-9]{{1,2}}(?:st|nd|rd|th)? {_NAMED_MONTH}[ ,]+{_YEAR}",
            text,
            re.IGNORECASE,
        )
    )


def year_to_march(text: str) -> tuple[int, tuple[int, int]] | None:
    """The calendar year in which a financial year ends: "Year to 31 March 2010"; and where.

    0 where it is not said.
    """
    match = _YEAR_TO.search(text)
    if match is None or match[1][:3].lower() != "mar":
        return None
    return _calendar(match[2] or ""), match.span()


def ends_in_another_month(text: str) -> bool:
    """Whether words are of a year that ends in another month: "Year to December 2009"."""
    match = _YEAR_TO.search(text)
    return match is not None and match[1][:3].lower() != "mar"


def _calendar(written: str) -> int:
    """The calendar year that is written in four digits or two; 0 for none."""
    if not written:
        return 0
    return int(written) if len(written) == len("2009") else 2000 + int(written)


def names_a_range(text: str) -> bool:
    return bool(_RANGE.search(text))


def is_from_april(words: str) -> bool:
    """Whether words name the months from April to the end of a later quarter: "Apr-Dec 2009"."""
    match = _RANGE.search(with_plain_months(words))
    return match is not None and _months_of(match) in _TO_A_QUARTER


def _months_of(match: re.Match[str]) -> tuple[int, int]:
    first, last = (MONTHS.index(match[each][:3].lower()) + 1 for each in (1, 3))
    return first, last


def is_month(heading: str) -> bool:
    """Whether a heading is a month and no more: "Apr-09", or the date that such a cell holds."""
    return bool(_ONE_MONTH.fullmatch(heading.strip()))


def is_day(heading: str) -> bool:
    """Whether a heading is a day in numbers and no more: "30/06/2009"."""
    return bool(_NUMBERS.fullmatch(heading.strip()))


def names_a_month(words: str) -> bool:
    """Whether words name a single month, or the day of one: "Nov 2009", "to December"."""
    return any(
        match[2] or match[1].lower() not in _ALSO_WORDS
        for match in _IN_A_MONTH.finditer(with_plain_months(words))
    )


def is_up_to_a_month(words: str) -> bool:
    """Whether words say that figures go up to a month: "Actual to Dec 2009"."""
    text = with_plain_months(words)
    match = _UP_TO.search(text)
    is_of_a_length = match is not None and (match[1] or _YEAR_TO.search(text))
    return match is not None and not is_of_a_length and match[2].lower() == "to"
