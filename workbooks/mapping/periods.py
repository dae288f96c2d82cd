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
_NAMED_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_IN_A_MONTH = re.compile(rf"\b{_NAMED_MONTH}(?:[\s'-]*((?:20)?[0-9]{{2}})\b)?", re.IGNORECASE)
# Words that are no month where no year stands beside them.
_ALSO_WORDS = ("may", "mar", "march")
_UP_TO = re.compile(
    rf"(?:\b(quarter|qtr)\s+)?\b(to|as at|at|by|end(?:ed|ing)?)\s+(?:(?:the )?end (?:of )?)?"
    rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)?\s+)?{_NAMED_MONTH}\s*'?((?:20)?[0-9]{{2}})\b",
    re.IGNORECASE,
)
_LAST_MONTHS = {"jun": 1, "sep": 2, "dec": 3, "mar": 4}
_RELATIVE = (
    (r"(?:same|this|corresponding) (?:quarter|qtr|period)(?: of| in)?(?: the)? "
     r"(?:last|prev(?:ious|\.)?|prior) (?:year|yr)", 4),
    (r"(?:last|prev(?:ious|\.)?|prior) (?:quarter|qtr)", 1),
    (r"(?:this|current|latest) (?:quarter|qtr)", 0),
)  # fmt: skip
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
    if _RANGE.search(text):
        return None
    if names_a_month(text):
        return _find_end_of_quarter(text)
    single = _ONE_YEAR.search(text)
    return Found(single[1], _without(text, single.span())) if single else None


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


def names_a_month(words: str) -> bool:
    """Whether words name a single month, or the day of one: "Nov 2009", "to December"."""
    return any(
        match[2] or match[1].lower() not in _ALSO_WORDS for match in _IN_A_MONTH.finditer(words)
    )


def is_up_to_a_month(words: str) -> bool:
    """Whether words say that figures go up to a month: "Actual to Dec 2009"."""
    match = _UP_TO.search(words)
    return match is not None and not match[1] and match[2].lower() == "to"


def _find_end_of_quarter(text: str) -> Found | None:
    """The quarter at whose end figures stood: "as at 31 December 2009". Of other months, none."""
    match = _UP_TO.search(text)
    number = _LAST_MONTHS.get(match[3][:3].lower(), 0) if match else 0
    if match is None or not number or re.search(r"\b(years?|months?)\b", text, re.IGNORECASE):
        return None
    calendar = int(match[4]) if len(match[4]) == 4 else 2000 + int(match[4])
    try:
        label = FinancialQuarter(calendar - (number == 4), number).label
    except NotAPeriod:
        return None
    return Found(label, _without(text, match.span()), number)


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
