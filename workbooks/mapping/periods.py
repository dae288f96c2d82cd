"""Periods in the headings and titles of somebody's sheet: "Outturn 08/09", "Qtr 2", "Apr-Jun 09".

No Django in here.
"""

import re
from typing import NamedTuple

from periods.calendar import FinancialQuarter, NotAPeriod, read_period, two_year_label
from workbooks.mapping.description import remembered

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
# Not the beginning or end of a date such as 2009-10-01, which a cell with "Oct-09" may hold.
_YEARS = (
    r"(?<![0-9])(?<![0-9]{4}-)((?:19|20)?[0-9]{2})\s*(?:/|-|\u2013|to)\s*((?:19|20)?[0-9]{2})"
    r"(?![0-9]|-[0-9]{2}(?![0-9]))"
)
_TWO_YEARS = re.compile(_YEARS, re.IGNORECASE)
_QUARTER = re.compile(
    r"(?:\bq(?:uarter|tr|tr\.)?\s*([1-4])\b|\b([1-4])(?:st|nd|rd|th)\s+q(?:uarter|tr)\b"
    r"|\b(first|second|third|fourth)\s+quarter\b)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"\b{_MONTH}\s*([0-9]{{2,4}})?\s*(?:-|\u2013|to|/)\s*{_MONTH}\s*'?([0-9]{{4}}|[0-9]{{2}})?\b",
    re.IGNORECASE,
)
# From the beginning of the year to the end of a later quarter.
_TO_A_QUARTER = {(4, 9), (4, 12)}
_ONE_MONTH = re.compile(
    rf"{_MONTH}[\s'-]*(?:20)?[0-9]{{2}}|{_MONTH}|20[0-9]{{2}}-[01][0-9]-[0-3][0-9]", re.IGNORECASE
)
_ONE_YEAR = re.compile(r"(?<![0-9/-])((?:19|20)[0-9]{2})(?![0-9/-])")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_QUARTER_MONTHS = {(4, 6): 1, (7, 9): 2, (10, 12): 3, (1, 3): 4}


class Found(NamedTuple):
    """A period that words name, and the words without it. `needs_year`: the year is not said."""

    label: str
    rest: str
    number: int = 0
    needs_year: bool = False


@remembered
def find_period(words: str, year: str = "") -> Found | None:
    """The period that a heading names: of a bare "Q2" it is that quarter of `year`."""
    text = " ".join(words.split())
    months = _find_months(text, year)
    if months:
        return months
    quarter = _QUARTER.search(text)
    years = _find_years(text)
    if quarter:
        number = int(quarter[1] or quarter[2] or _ORDINALS[quarter[3].lower()])
        rest = _without(text, quarter.span(), years and years[1])
        named = years[0] if years else year
        label = f"{named} Q{number}" if named else ""
        return Found(label, rest, number, needs_year=not named)
    if years:
        return Found(years[0], _without(text, years[1]))
    single = None if _RANGE.search(text) else _ONE_YEAR.search(text)
    return Found(single[1], _without(text, single.span())) if single else None


def without_its_period(heading: str) -> str:
    """Whose figures a comparator's column has: the period in its heading is another next year."""
    found = find_period(heading)
    return found.rest if found and found.rest else heading


def spans_quarters(words: str) -> bool:
    """Whether words name the months from April to the end of a later quarter: "Apr-Dec 2009"."""
    match = _RANGE.search(words)
    return match is not None and _months_of(match) in _TO_A_QUARTER


def _months_of(match: re.Match[str]) -> tuple[int, int]:
    first, last = (_MONTHS.index(match[each][:3].lower()) + 1 for each in (1, 3))
    return first, last


def is_month(heading: str) -> bool:
    """Whether a heading is a month and no more: "Apr-09", or the date that such a cell holds."""
    return bool(_ONE_MONTH.fullmatch(heading.strip()))


def _find_years(text: str) -> tuple[str, tuple[int, int]] | None:
    """A financial or academic year in the text: its label, and where it stands."""
    for match in _TWO_YEARS.finditer(text):
        try:
            return read_period(f"{match[1]}/{match[2]}").label, match.span()
        except NotAPeriod:
            continue
    return None


def _find_months(text: str, year: str) -> Found | None:
    """A quarter by its months: "Apr-Jun 2009", "Jan-Mar 2009/10", "October to December"."""
    match = _RANGE.search(text)
    if not match:
        return None
    number = _QUARTER_MONTHS.get(_months_of(match))
    if not number:
        return None
    if years := _find_years(text):
        return Found(f"{years[0]} Q{number}", _without(text, match.span(), years[1]), number)
    written = match[4] or match[2]
    rest = _without(text, match.span())
    if not written:
        label = f"{year} Q{number}" if year else ""
        return Found(label, rest, number, needs_year=not year)
    calendar = int(written) if len(written) == 4 else 2000 + int(written)
    begins = calendar - (number == 4)
    try:
        return Found(FinancialQuarter(begins, number).label, rest, number)
    except NotAPeriod:
        return None


def _without(text: str, *spans: tuple[int, int] | None) -> str:
    """The text with these stretches taken out."""
    kept = list(text)
    for span in spans:
        if span:
            kept[span[0] : span[1]] = " " * (span[1] - span[0])
    return re.sub(r"[\s()\[\]:,;_-]+", " ", "".join(kept)).strip()


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
