"""Periods in the headings and titles of somebody's sheet: "Outturn 08/09", "Qtr 2", "Apr-Jun 09".

No Django in here.
"""

import re
from typing import NamedTuple

from periods.calendar import FinancialQuarter, NotAPeriod, read_period, two_year_label
from workbooks.mapping.description import remembered
from workbooks.mapping.months import (
    Months,
    end_of_quarter,
    ends_in_another_month,
    is_from_april,
    last_day_of_quarter,
    names_a_month,
    names_a_range,
    quarter_of_months,
    quarter_to_a_month,
    with_plain_months,
    year_to_march,
)

LAST_QUARTER = 4
# The years of an agreement are no more than these.
MOST_YEARS = 10
# Not the beginning or end of a date such as 2009-10-01, which a cell with "Oct-09" may hold.
_YEARS = (
    r"(?<![0-9])(?<![0-9]{4}-)((?:19|20)?[0-9]{2})\s*(?:/|-|\u2013|to)\s*((?:19|20)?[0-9]{2})"
    r"(?![0-9]|-[0-9]{2}(?![0-9]))"
)
_TWO_YEARS = re.compile(_YEARS, re.IGNORECASE)
# 200910 and 0910: where it is not certain that they are years, as in 2021, they are none.
_RUN_TOGETHER = re.compile(r"(?<![0-9])(20[0-9]{2}|0[0-9])([0-9]{2})(?![0-9])")
_QUARTER = re.compile(
    r"(?:(?<![0-9a-z])q(?:uarter|tr|tr\.|u|\.)?\s*([1-4])(?![0-9a-z])"
    r"|\b([1-4])(?:st|nd|rd|th)?\s*q(?:uarter|tr)?\b"
    r"|\b(first|second|third|fourth)\s+q(?:uarter|tr)\b"
    r"|\bq(?:uarter|tr)\s+(one|two|three|four)\b)",
    re.IGNORECASE,
)
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "one": 1, "two": 2, "three": 3, "four": 4,
}  # fmt: skip
_SHORT_YEAR = re.compile(r"\s*['\u2019]?([0-3][0-9])(?![0-9/.%-])")
_ONE_YEAR = re.compile(r"(?<![0-9/-])((?:19|20)[0-9]{2})(?![0-9/-])")
_ONE_FINANCIAL_YEAR = re.compile(
    r"\b(?:f/?y|fin(?:ancial|\.)? ?year)\s*['\u2019]?((?:20)?[0-9]{2})(?![0-9/-])", re.IGNORECASE
)
_WORD_FOR_YEAR = re.compile(
    r"\b(?:f/?y|(?:fin(?:ancial|\.)?|academic|school) ?(?:year|yr)|academic)\b"
    r"|^(?:in )?(?:year|yr)$",
    re.IGNORECASE,
)
_Q = r"q(?:uarter|tr)?s?\.?\s*"
_SEVERAL = re.compile(
    r"\bh[12]\b|\b(?:first|second|1st|2nd) half\b|\bhalf[ -]?year(?:ly)?\b|\bmid[ -]?year\b"
    r"|\b(?:6|six|9|nine)[ -]months?\b"
    rf"|\b{_Q}[1-4]\s*(?:-|\u2013|to|and|&|\+|/)\s*(?:{_Q})?[1-4](?![0-9/])",
    re.IGNORECASE,
)
_FROM_THE_START = re.compile(
    r"\bh1\b|\b(?:first|1st) half\b|\bhalf[ -]?year\b|\b(?:6|six|9|nine)[ -]months? to\b",
    re.IGNORECASE,
)
_YEARS_LONG = re.compile(r"\b([2-9]|two|three|four|five)[ -]?(?:years?|yrs?)\b", re.IGNORECASE)
_RELATIVE = (
    (r"(?:same|this|corresponding) (?:quarter|qtr|period)(?: of| in)?(?: the)? "
     r"(?:last|prev(?:ious|\.)?|prior) (?:year|yr)", 4),
    (r"(?:last|prev(?:ious|\.)?|prior) (?:quarter|qtr)", 1),
    (r"(?:this|current|latest) (?:quarter|qtr)", 0),
)  # fmt: skip


class Found(NamedTuple):
    """A period that words name, and the words without it. `needs_year`: the year is not said.

    `either` are the periods of which words may mean any: Q1 2009 may be that of the calendar
    year. Then there is no label.
    """

    label: str
    rest: str
    number: int = 0
    needs_year: bool = False
    either: tuple[str, ...] = ()


@remembered
def find_period(words: str, year: str = "") -> Found | None:
    """The period that a heading names: of a bare "Q2" it is that quarter of `year`."""
    text = with_plain_months(" ".join(words.split()))
    years = _find_years(text)
    if found := _find_months(text, year, years):
        return found
    quarter = _QUARTER.search(text)
    if quarter:
        return _found_quarter(text, quarter, years, year)
    if years:
        return Found(years[0], _tidied(_without(text, years[1])))
    if ended := year_to_march(text):
        named = two_year_label(ended[0] - 1) if ended[0] else year
        return Found(named, _without(text, ended[1]), needs_year=not named)
    if names_a_range(text):
        return None
    bare = quarter_to_a_month(text)
    if bare and not end_of_quarter(text):
        return _of_bare_months(text, bare, year)
    if names_a_month(text):
        ended_quarter = end_of_quarter(text)
        return _of_months(text, ended_quarter) if ended_quarter else None
    if financial := _ONE_FINANCIAL_YEAR.search(text):
        calendar = _full(financial[1])
        either = (two_year_label(calendar - 1), two_year_label(calendar))
        return Found("", _without(text, financial.span()), either=either)
    single = _ONE_YEAR.search(text)
    return Found(single[1], _without(text, single.span())) if single else None


def _found_quarter(
    text: str, quarter: re.Match[str], years: tuple[str, tuple[int, int]] | None, year: str
) -> Found:
    """The quarter that words name, of the year that they name, or of `year`."""
    said = next(filter(None, quarter.groups())).lower()
    number = _ORDINALS.get(said) or int(said)
    if years is None and (single := _single_year(text, quarter)):
        calendar, span = single
        rest = _tidied(_without(text, quarter.span(), span))
        return Found("", rest, number, either=_either(number, calendar))
    rest = _tidied(_without(text, quarter.span(), years and years[1]))
    named = years[0] if years else year
    return Found(f"{named} Q{number}" if named else "", rest, number, needs_year=not named)


def _single_year(text: str, quarter: re.Match[str]) -> tuple[int, tuple[int, int]] | None:
    """The one year beside a quarter, as in "Q1 2009" or "Q1 09", and where it stands."""
    if match := _ONE_YEAR.search(text):
        return int(match[1]), match.span()
    match = _SHORT_YEAR.match(text, quarter.end())
    return (_full(match[1]), match.span()) if match else None


def _either(number: int, calendar: int) -> tuple[str, ...]:
    """What "Q1 2009" may be: of the years that begin or end in 2009, or of the calendar year."""
    before, number_before = (calendar - 1, LAST_QUARTER) if number == 1 else (calendar, number - 1)
    found = [
        f"{two_year_label(calendar)} Q{number}",
        f"{two_year_label(calendar - 1)} Q{number}",
        f"{two_year_label(before)} Q{number_before}",
    ]
    return tuple(dict.fromkeys(found))


def _full(written: str) -> int:
    return int(written) if len(written) == len("2009") else 2000 + int(written)


def _find_years(text: str) -> tuple[str, tuple[int, int]] | None:
    """A financial or academic year in the text: its label, and where it stands."""
    for pattern in (_TWO_YEARS, _RUN_TOGETHER):
        for match in pattern.finditer(text):
            try:
                return read_period(f"{match[1]}/{match[2]}").label, match.span()
            except NotAPeriod:
                continue
    return None


def _find_months(text: str, year: str, years: tuple[str, tuple[int, int]] | None) -> Found | None:
    """A quarter by its months: "Apr-Jun 2009", "Jan-Mar 2009/10", "Quarter 1 (April to June)"."""
    months = quarter_of_months(text)
    if months is None:
        return None
    quarter = _QUARTER.search(text)
    beside = quarter.span() if quarter else None
    number, spans = months.number, (months.span, beside)
    if years:
        return Found(f"{years[0]} Q{number}", _tidied(_without(text, *spans, years[1])), number)
    if months.calendar:
        return _of_months(text, months, beside)
    if single := _ONE_YEAR.search(text):
        calendar, rest = int(single[1]), _tidied(_without(text, *spans, single.span()))
        if number != LAST_QUARTER:
            return Found(f"{two_year_label(calendar)} Q{number}", rest, number)
        either = tuple(f"{two_year_label(each)} Q4" for each in (calendar - 1, calendar))
        return Found("", rest, number, either=either)
    return _of_bare_months(text, months, year, beside)


def _of_bare_months(
    text: str, months: Months, year: str, beside: tuple[int, int] | None = None
) -> Found:
    """The quarter of months of which no year is said: that of `year`."""
    label = f"{year} Q{months.number}" if year else ""
    rest = _without(text, months.span, beside)
    return Found(label, rest, months.number, needs_year=not year)


def _of_months(text: str, months: Months, beside: tuple[int, int] | None = None) -> Found | None:
    """The quarter of months of which the calendar year is said."""
    begins = months.calendar - (months.number == LAST_QUARTER)
    try:
        label = FinancialQuarter(begins, months.number).label
    except NotAPeriod:
        return None
    return Found(label, _tidied(_without(text, months.span, beside)), months.number)


def find_quarter_ended(heading: str) -> Found | None:
    """The quarter of which a heading names the last day: "2009-06-30", "30/06/2009 Actual".

    Of a month it may be as well, where days of other months stand beside it.
    """
    months = last_day_of_quarter(heading)
    return _of_months(with_plain_months(heading), months) if months else None


def find_relative(words: str, quarter: str) -> Found | None:
    """The quarter that a heading names as seen from the file's own: "Last quarter"."""
    text = " ".join(words.split())
    for pattern, ago in _RELATIVE:
        match = re.search(rf"\b{pattern}\b", text, re.IGNORECASE)
        if match is None:
            continue
        rest = _without(text, match.span())
        if not quarter:
            return Found("", rest, 1, needs_year=True)
        own = FinancialQuarter.from_label(quarter)
        year, place = divmod(own.year * 4 + own.number - 1 - ago, 4)
        return Found(FinancialQuarter(year, place + 1).label, rest, place + 1)
    return None


def without_its_period(heading: str) -> str:
    """Whose figures a comparator's column has: the period in its heading is another next year."""
    found = find_period(heading)
    return found.rest if found and found.rest else heading


def spans_quarters(words: str) -> bool:
    """Whether words name several quarters together: "Apr-Dec 2009", "H1 09/10", "Q1 & Q2"."""
    text = with_plain_months(words)
    return is_from_april(words) or bool(_SEVERAL.search(text)) or ends_in_another_month(text)


def spans_years(words: str) -> bool:
    """Whether words name several years together: "LAA target 2008-11", "3 year target"."""
    if _YEARS_LONG.search(words):
        return True
    for match in _TWO_YEARS.finditer(with_plain_months(words)):
        first, last = _full(match[1]), _full(match[2])
        if 1 < last - first <= MOST_YEARS and len(match[1]) == len("2008"):
            return True
    return False


def is_from_the_start(words: str) -> bool:
    """Whether words name the year from its start to the end of a later quarter: "Apr-Dec 2009"."""
    return is_from_april(words) or bool(_FROM_THE_START.search(words))


def _without(text: str, *spans: tuple[int, int] | None) -> str:
    """The text with these stretches taken out."""
    kept = list(text)
    for span in spans:
        if span:
            kept[span[0] : span[1]] = " " * (span[1] - span[0])
    return re.sub(r"[\s()\[\]:,;_-]+", " ", "".join(kept)).strip()


def _tidied(rest: str) -> str:
    """What is left beside a year, without the word that says that it is one: "FY"."""
    return " ".join(_WORD_FOR_YEAR.sub(" ", rest).split())


def year_of(label: str) -> str:
    """The year of a period: "2009/10" of "2009/10 Q2"."""
    return label.partition(" ")[0]


def quarter_of_result(label: str) -> str:
    """In which quarter a figure about that period is usually reported first.

    A quarter's in the quarter itself, a financial year's in its last. An academic year cannot be
    told from a financial one by its label, so a person looks at it.
    """
    if " Q" in label:
        return label
    return f"{label} Q4" if "/" in label else f"{two_year_label(int(label))} Q4"


def moved_on(label: str, before: str, now: str) -> str:
    """The label as it is where a heading named `before` last time and names `now`."""
    if label == before:
        return now
    if label == quarter_of_result(before):
        return quarter_of_result(now)
    year, space, quarter = label.partition(" ")
    begins = int(year[:4]) + int(now[:4]) - int(before[:4])
    return f"{two_year_label(begins) if '/' in year else begins}{space}{quarter}"
