"""Rule 1, periods: years, quarters, and the labels people write for them.  No Django in here.

"Financial year `2009/10` = 1 April 2009 to 31 March 2010. Quarters are always financial."
"Academic year `2008/09` = 1 September 2008 to 31 August 2009."

Labels sort as text in the order of time, so they serve as keys.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Self

# What the calendar can reckon with: dates, and the years before and after those of a label.
EARLIEST_YEAR = 1900
LATEST_YEAR = 2199
# What a label can say, here and in the constraints of the database.
FIRST_LABELLED_YEAR = 1990
LAST_LABELLED_YEAR = 2099
# A label of two digits: 70/71 is 1970/71, and 69/70 is 2069/70.
FIRST_SHORT_YEAR_OF_LAST_CENTURY = 70
# A large file, or a page of many figures, says the same few labels over and over.
LABELS_REMEMBERED = 4096


class NotAPeriod(ValueError):
    """What was written names no period; its text says what is wrong and what to do."""


class YearType(StrEnum):
    """Which year an indicator counts by."""

    FINANCIAL = "financial"
    ACADEMIC = "academic"
    CALENDAR = "calendar"


FIRST_MONTH = {YearType.FINANCIAL: 4, YearType.ACADEMIC: 9, YearType.CALENDAR: 1}


def two_year_label(year: int) -> str:
    """2009 is written "2009/10", and 1999 "1999/00"."""
    return f"{year:04d}/{(year + 1) % 100:02d}"


def _check_year(year: int) -> None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise NotAPeriod(
            f"{year} is not a year we know: write one from {EARLIEST_YEAR} to {LATEST_YEAR}"
        )


def _check_number(quarter: int) -> None:
    if not 1 <= quarter <= 4:
        raise NotAPeriod(f"{quarter} is not a quarter: write 1, 2, 3 or 4")


def _is_kept(year: int) -> bool:
    return FIRST_LABELLED_YEAR <= year <= LAST_LABELLED_YEAR


def _check_written(year: int) -> None:
    if not _is_kept(year):
        raise NotAPeriod(
            f"{year} is not a year we keep: write one from {FIRST_LABELLED_YEAR} to "
            f"{LAST_LABELLED_YEAR}"
        )


@dataclass(frozen=True, order=True)
class FinancialQuarter:
    """FinancialQuarter(2009, 2) is July to September 2009, written "2009/10 Q2".

    `year` is the year in which the financial year begins; `number` is 1 (April to June) to 4.
    Raises NotAPeriod for any other number.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        _check_year(self.year)
        _check_number(self.number)

    def __hash__(self) -> int:
        return self.year * 4 + self.number

    def __str__(self) -> str:
        return self.label

    @classmethod
    def containing(cls, day: date) -> Self:
        """The quarter in which `day` falls."""
        return cls(day.year - (day.month < 4), (day.month - 4) % 12 // 3 + 1)

    @classmethod
    def from_label(cls, label: str) -> Self:
        """Read our own label, "2009/10 Q2", and nothing else."""
        return cls(*_year_and_number(label))

    @classmethod
    def from_slug(cls, slug: str) -> Self:
        """Read the form used in addresses, "2009-q2", and nothing else."""
        match = re.fullmatch(r"([0-9]{4})-q([1-4])", slug)
        if not match:
            raise NotAPeriod(f'"{slug}" is not a quarter in an address: write one such as 2009-q2')
        return cls(int(match[1]), int(match[2]))

    @property
    def label(self) -> str:
        """ "2009/10 Q2", the key in the database."""
        return f"{self.year_label} Q{self.number}"

    @property
    def long_label(self) -> str:
        """ "2009/10 Quarter 2", for headings."""
        return f"{self.year_label} Quarter {self.number}"

    @property
    def slug(self) -> str:
        """ "2009-q2", for addresses."""
        return f"{self.year:04d}-q{self.number}"

    @property
    def year_label(self) -> str:
        """ "2009/10", the financial year this quarter belongs to."""
        return two_year_label(self.year)

    @property
    def starts(self) -> date:
        return date(self.year + (self.number == 4), (self.number * 3) % 12 + 1, 1)

    @property
    def ends(self) -> date:
        month, day = ((6, 30), (9, 30), (12, 31), (3, 31))[self.number - 1]
        return date(self.year + (self.number == 4), month, day)

    @property
    def next(self) -> Self:
        return self.plus(1)

    @property
    def previous(self) -> Self:
        return self.plus(-1)

    @property
    def a_year_ago(self) -> Self:
        """The same quarter of the year before."""
        return self.plus(-4)

    @property
    def first_of_year(self) -> Self:
        """Quarter 1 of the same financial year."""
        return type(self)(self.year, 1)

    def plus(self, quarters: int) -> Self:
        """The quarter that many later (earlier, when negative)."""
        year, index = divmod(self.year * 4 + self.number - 1 + quarters, 4)
        return type(self)(year, index + 1)


@dataclass(frozen=True, order=True)
class Period:
    """What a figure is about: a whole year of a year type, or one financial quarter.

    Period(2008, year_type=YearType.ACADEMIC) is 1 September 2008 to 31 August 2009;
    Period(2009, 2) is 2009/10 Q2. `quarter` 0 means the whole year.
    Raises NotAPeriod for a quarter of an academic or calendar year: "quarters are always
    financial".
    """

    year: int
    quarter: int = 0
    year_type: YearType = field(default=YearType.FINANCIAL)

    def __post_init__(self) -> None:
        _check_year(self.year)
        if not self.quarter:
            return
        _check_number(self.quarter)
        if self.year_type != YearType.FINANCIAL:
            raise NotAPeriod(
                f"Quarters are always financial: write the {self.year_type} year without a quarter"
            )

    def __hash__(self) -> int:
        return self.year * 5 + self.quarter

    def __str__(self) -> str:
        return self.label

    @classmethod
    def of(cls, quarter: FinancialQuarter) -> Self:
        """The quarter itself, as the period of a figure."""
        return cls(quarter.year, quarter.number)

    @classmethod
    def containing(cls, day: date, year_type: YearType = YearType.FINANCIAL) -> Self:
        """The whole year of `year_type` in which `day` falls."""
        return cls(day.year - (day.month < FIRST_MONTH[year_type]), year_type=year_type)

    @classmethod
    def latest_ended(cls, day: date, year_type: YearType = YearType.FINANCIAL) -> Self:
        """The latest whole year of `year_type` that has ended by the close of `day`."""
        return cls.containing(day + timedelta(days=1), year_type).previous

    @classmethod
    def from_label(cls, label: str, year_type: YearType = YearType.FINANCIAL) -> Self:
        """Read our own label, "2009/10", "2009/10 Q2" or "2009", and nothing else."""
        period = read_period(label, year_type)
        if period.label != label:
            raise NotAPeriod(f'"{label}" is not our label: write {period.label}')
        return cls(period.year, period.quarter, period.year_type)

    @property
    def is_quarter(self) -> bool:
        return self.quarter > 0

    @property
    def financial_quarter(self) -> FinancialQuarter | None:
        """The quarter this period is, or None for a whole year."""
        return FinancialQuarter(self.year, self.quarter) if self.quarter else None

    @property
    def whole_year(self) -> Self:
        """The year this period belongs to (itself, when it is a whole year)."""
        return type(self)(self.year, year_type=self.year_type)

    @property
    def label(self) -> str:
        """ "2008/09", "2009/10 Q2" or, for a calendar year, "2009"."""
        if self.year_type == YearType.CALENDAR:
            return f"{self.year:04d}"
        year = two_year_label(self.year)
        return f"{year} Q{self.quarter}" if self.quarter else year

    @property
    def slug(self) -> str:
        """As in an address: "2008-09", "2009-q2" or "2009"; `read_period` reads it."""
        quarter = self.financial_quarter
        return quarter.slug if quarter else self.label.replace("/", "-")

    @property
    def long_label(self) -> str:
        """ "2008/09 academic year", "2009/10 Quarter 2"."""
        quarter = self.financial_quarter
        return quarter.long_label if quarter else f"{self.label} {self.year_type} year"

    @property
    def described(self) -> str:
        """For screens: "2008/09 academic year (summer 2009 exams)", "2009/10 Quarter 2"."""
        if self.year_type == YearType.ACADEMIC:
            return f"{self.long_label} (summer {self.year + 1} exams)"
        return self.long_label

    @property
    def starts(self) -> date:
        quarter = self.financial_quarter
        return quarter.starts if quarter else date(self.year, FIRST_MONTH[self.year_type], 1)

    @property
    def ends(self) -> date:
        quarter = self.financial_quarter
        if quarter:
            return quarter.ends
        return date(self.year + 1, FIRST_MONTH[self.year_type], 1) - timedelta(days=1)

    @property
    def previous(self) -> Self:
        """The year before a year, the quarter before a quarter."""
        quarter = self.financial_quarter
        return type(self).of(quarter.previous) if quarter else self.a_year_ago

    @property
    def next(self) -> Self:
        """The year after a year, the quarter after a quarter."""
        quarter = self.financial_quarter
        return type(self).of(quarter.next) if quarter else self.later_by(1)

    @property
    def a_year_ago(self) -> Self:
        """The same period of the year before."""
        return self.later_by(-1)

    def later_by(self, years: int) -> Self:
        """The same period that many years later (earlier, when negative)."""
        return type(self)(self.year + years, self.quarter, self.year_type)


@lru_cache(maxsize=LABELS_REMEMBERED)
def _year_and_number(label: str) -> tuple[int, int]:
    """Of our own label of a quarter, "2009/10 Q2". Raises NotAPeriod for all else."""
    match = re.fullmatch(r"([0-9]{4})/[0-9]{2} Q([1-4])", label)
    if match:
        quarter = FinancialQuarter(int(match[1]), int(match[2]))
        if quarter.label == label:
            return quarter.year, quarter.number
    raise NotAPeriod(f'"{label}" is not the label of a quarter: write one such as 2009/10 Q2')


@lru_cache(maxsize=LABELS_REMEMBERED)
def in_words(label: str) -> str:
    """A label as sentences and headings have it: "2009/10 Quarter 2"; a year's stays as it is."""
    return re.sub(r" Q([1-4])$", r" Quarter \1", label)


@lru_cache(maxsize=LABELS_REMEMBERED)
def slug_of(label: str) -> str:
    """A label as addresses have it, whatever kind of year: "2008-09", "2009-q2"."""
    return re.sub(r"/[0-9]{2} Q([1-4])$", r"-q\1", label).replace("/", "-")


LAST_QUARTER = FinancialQuarter(LAST_LABELLED_YEAR, 4).label


def described_with_report(period: Period, reported: FinancialQuarter) -> str:
    """Both times of a figure.

    "2008/09 academic year (summer 2009 exams), reported 2009/10 Quarter 2".
    """
    return f"{period.described}, reported {reported.long_label}"


_QUARTER_LAST = re.compile(r"(?P<year>.+?)[\s,]*(?:q|quarter)\s*(?P<number>[0-9]+)", re.IGNORECASE)
_QUARTER_FIRST = re.compile(r"(?:q|quarter)\s*(?P<number>[0-9]+)[\s,]+(?P<year>.+)", re.IGNORECASE)
_TWO_YEARS = re.compile(r"([0-9]{4}|[0-9]{2})\s*(?:/|-|\u2013|\bto\b)\s*([0-9]+)", re.IGNORECASE)
_ONE_YEAR = re.compile(r"[0-9]{4}")
_SLUG_YEAR = re.compile(r"([0-9]{4})-")


@lru_cache(maxsize=LABELS_REMEMBERED, typed=True)
def read_quarter(written: object) -> FinancialQuarter:
    """Read any label of a quarter that people write.

    `2009/10 Q2`, `Q2 2009/10`, `2009-q2`, `2009/10 Quarter 2`. Raises NotAPeriod, whose text says
    what is wrong and what to do.
    """
    if isinstance(written, date):
        raise NotAPeriod(
            f"Excel made a date of this: write the quarter, such as {_likely_year(written)} Q1"
        )
    text = _tidy(written, "The quarter is empty: write one such as 2009/10 Q2")
    quarter = _match_quarter(text)
    if quarter is None:
        raise NotAPeriod(f'"{text}" is not a quarter: write one such as 2009/10 Q2')
    return quarter


@lru_cache(maxsize=LABELS_REMEMBERED, typed=True)
def read_period(written: object, year_type: YearType = YearType.FINANCIAL) -> Period:
    """Read any label of a period that people write, under an indicator of that year type.

    A quarter is the financial quarter whatever the year type; `2009` alone is a calendar year,
    "for calendar-year indicators only". A date is never taken for a period. Raises NotAPeriod,
    whose text says what is wrong and what to do.
    """
    example = "2009" if year_type == YearType.CALENDAR else "2009/10"
    if isinstance(written, date):
        likely = str(written.year) if year_type == YearType.CALENDAR else _likely_year(written)
        raise NotAPeriod(f"Excel made a date of this: did you mean {likely}?")
    text = _tidy(written, f"The period is empty: write one such as {example}")
    quarter = _match_quarter(text)
    if quarter:
        return Period.of(quarter)
    if year_type == YearType.CALENDAR:
        return _read_calendar_year(text)
    year = _read_two_years(text, text)
    _check_written(year)
    return Period(year, year_type=year_type)


def _tidy(written: object, when_empty: str) -> str:
    """One line of text without spaces around; a whole number of a cell is its digits."""
    if isinstance(written, float) and written.is_integer():
        written = int(written)
    text = " ".join(str("" if written is None else written).split())
    if not text:
        raise NotAPeriod(when_empty)
    return text


def _match_quarter(text: str) -> FinancialQuarter | None:
    match = _QUARTER_LAST.fullmatch(text) or _QUARTER_FIRST.fullmatch(text)
    if not match:
        return None
    slug = _SLUG_YEAR.fullmatch(match["year"])
    number = match["number"]
    if number not in {"1", "2", "3", "4"}:
        raise NotAPeriod(f'"{text}" is not a quarter: write Q1, Q2, Q3 or Q4')
    year = int(slug[1]) if slug else _read_two_years(match["year"], text, f" Q{number}")
    _check_written(year)
    return FinancialQuarter(year, int(number))


def _read_two_years(written: str, whole: str, ending: str = "") -> int:
    """The first year of `2009/10`, `2009-10`, `2009/2010`, `2009 to 2010` or `09/10`."""
    match = _TWO_YEARS.fullmatch(written)
    if match:
        year = _full_year(match[1])
        following = str(year + 1)
        if match[2] in {following[2:], following if len(match[1]) == 4 else following[2:]}:
            return year
        raise NotAPeriod(f'"{whole}" is not a year: write {two_year_label(year)}{ending}')
    if _ONE_YEAR.fullmatch(written) and _is_kept(int(written)):
        either = [two_year_label(year) + ending for year in (int(written) - 1, int(written))]
        raise NotAPeriod(f'"{whole}" may be one of two years: write {" or ".join(either)}')
    raise NotAPeriod(
        f'"{whole}" is not a period: write one such as 2009/10{ending or " or 2009/10 Q2"}'
    )


def _read_calendar_year(text: str) -> Period:
    if _ONE_YEAR.fullmatch(text):
        _check_written(int(text))
        return Period(int(text), year_type=YearType.CALENDAR)
    match = _TWO_YEARS.fullmatch(text)
    if match:
        year = _full_year(match[1])
        raise NotAPeriod(f'"{text}" is not a calendar year: write {year} or {year + 1}')
    raise NotAPeriod(f'"{text}" is not a calendar year: write one such as 2009')


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (1900 if year >= FIRST_SHORT_YEAR_OF_LAST_CENTURY else 2000)


def _likely_year(day: date) -> str:
    """What Excel took for `day`: it reads 2009/10 as 1 October 2009, and 09/10 as 9 October."""
    if day.day == 1 and day.month == (day.year + 1) % 100:
        return two_year_label(day.year)
    for first, second in ((day.day, day.month), (day.month, day.day)):
        if second == first + 1:
            return two_year_label(2000 + first)
    return two_year_label(FinancialQuarter.containing(day).year)
