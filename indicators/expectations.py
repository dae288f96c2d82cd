"""Rule 9: what is expected when, and which period a status is about.  No Django in here.

Rule 6's comparisons stand here too, for they are periods.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from indicators.performance import Status
from indicators.values import Figure, Unit
from periods.calendar import FinancialQuarter, Period, YearType
from periods.rounds import RoundState


class Frequency(StrEnum):
    """How often an indicator has a figure."""

    QUARTERLY = "quarterly"
    ANNUAL = "annual"
    TWO_YEARLY = "two-yearly"


class Accumulation(StrEnum):
    """How the quarters of a year make up the year."""

    SNAPSHOT = "snapshot"
    EACH_QUARTER = "each quarter"
    CUMULATIVE = "cumulative"


class Expect(StrEnum):
    """What a quarter expects of an indicator."""

    NOTHING = "nothing"
    FORECAST = "forecast"
    PROVISIONAL = "provisional"
    FINAL = "final"

    @property
    def is_result(self) -> bool:
        return self in (Expect.PROVISIONAL, Expect.FINAL)


class Standing(StrEnum):
    """How settled a reported figure is: "standings only rise"."""

    FORECAST = "forecast"
    PROVISIONAL = "provisional"
    FINAL = "final"
    RESTATED = "restated"
    NOT_AVAILABLE = "not available"


RANK = {Standing.FORECAST: 1, Standing.PROVISIONAL: 2, Standing.FINAL: 3, Standing.RESTATED: 4}


class NoBaselinePeriod(ValueError):
    """A two-yearly indicator "must have" a baseline period, and has none."""


# Most indicators of a county are expected alike.
EXPECTED_REMEMBERED = 1024
USUAL_QUARTERLY = (Expect.FINAL,) * 4
USUAL_ANNUAL = (Expect.NOTHING, Expect.NOTHING, Expect.NOTHING, Expect.FINAL)
USUAL_ACADEMIC = (Expect.NOTHING, Expect.PROVISIONAL, Expect.FINAL, Expect.NOTHING)


def usual_expectations(
    frequency: Frequency, year_type: YearType
) -> tuple[Expect, Expect, Expect, Expect]:
    """What blank means in each quarter.

    "Quarterly: final each quarter; annual financial or calendar: final in Q4; annual academic:
    provisional in Q2, final in Q3." A two-yearly one is as an annual one.
    """
    if frequency == Frequency.QUARTERLY:
        return USUAL_QUARTERLY
    return USUAL_ACADEMIC if year_type == YearType.ACADEMIC else USUAL_ANNUAL


class Expected(NamedTuple):
    """What a quarter expects, and the period it is about."""

    what: Expect
    period: Period


@dataclass(frozen=True)
class Expectations:
    """What each quarter expects of an indicator. Blank ("") is the usual, quarter by quarter.

    Raises NoBaselinePeriod for a two-yearly indicator without a baseline period.
    """

    frequency: Frequency = Frequency.QUARTERLY
    year_type: YearType = YearType.FINANCIAL
    entered: tuple[str, str, str, str] = ("", "", "", "")
    baseline_period: Period | None = None

    def __post_init__(self) -> None:
        if self.frequency == Frequency.TWO_YEARLY and self.baseline_period is None:
            raise NoBaselinePeriod(
                "A two-yearly indicator is due every second year after its baseline: "
                "write the period of the baseline"
            )

    def expects(self, quarter: FinancialQuarter) -> Expect:
        """The word for that quarter, blanks filled in, before any thought of two-yearly."""
        index = quarter.number - 1
        usual = usual_expectations(self.frequency, self.year_type)
        return Expect(self.entered[index] or usual[index])

    def expected_in(self, quarter: FinancialQuarter) -> Expected | None:
        """What is expected in that quarter and about which period; None when nothing is."""
        what = self.expects(quarter)
        period = self.period_about(quarter, what)
        if what == Expect.NOTHING or not self._is_due_year(period):
            return None
        return Expected(what, period)

    def period_about(self, quarter: FinancialQuarter, what: Expect) -> Period:
        """The period that a figure of that kind, reported in that quarter, is about.

        "A forecast is about the year that contains the quarter's last day. A provisional or final
        result is about the latest year ended by that day. A quarterly figure is about the
        quarter."
        """
        if self.frequency == Frequency.QUARTERLY:
            return Period.of(quarter)
        if what == Expect.FORECAST:
            return Period.containing(quarter.ends, self.year_type)
        return Period.latest_ended(quarter.ends, self.year_type)

    def _is_due_year(self, period: Period) -> bool:
        """ "Due an even number of years after its baseline period.\""""
        if self.frequency != Frequency.TWO_YEARLY or self.baseline_period is None:
            return True
        years = period.year - self.baseline_period.year
        return years > 0 and years % 2 == 0

    def first_result_expected(self, quarter: FinancialQuarter) -> "Due | None":
        """What the status is about at that quarter: the due period, and when it is first expected.

        "In each financial year an indicator has one due period: the one whose first result that
        year expects." A quarterly one has a due period each quarter that expects a result; a
        quarter that expects none looks back to the last one of its year, else on to the next.
        None when the year expects no result.
        """
        return _first_result_expected(self, quarter)

    def first_result_in(self, quarter: FinancialQuarter) -> "Due | None":
        """What that quarter expects a result about for the first time."""
        expected = self.expected_in(quarter)
        if expected is None or not expected.what.is_result:
            return None
        for back in (-1, -2, -3):
            before = self.expected_in(quarter.plus(back))
            if before and before.what.is_result and before.period == expected.period:
                return None
        return Due(expected.period, quarter)


class Due(NamedTuple):
    """The period a status is about, and the quarter that expects its first result."""

    period: Period
    first_expected: FinancialQuarter


@lru_cache(maxsize=EXPECTED_REMEMBERED)
def _first_result_expected(expectations: Expectations, quarter: FinancialQuarter) -> Due | None:
    quarters = [FinancialQuarter(quarter.year, number) for number in (1, 2, 3, 4)]
    firsts = [due for each in quarters if (due := expectations.first_result_in(each))]
    begun = [due for due in firsts if due.first_expected <= quarter]
    if begun:
        return begun[-1]
    return firsts[0] if firsts else None


class Report(NamedTuple):
    """A figure as rule 9 looks at it. `key` is whatever finds the figure again."""

    period: Period
    reported_in: FinancialQuarter
    standing: Standing
    suppressed: bool = False
    key: object = None

    @property
    def is_result(self) -> bool:
        """Whether it stands in the place of a result: all but a forecast."""
        return self.standing != Standing.FORECAST


class Round(NamedTuple):
    """A quarter's reporting round: its state, and the last day on which a return is in time."""

    state: RoundState
    due: date | None = None


class Position(NamedTuple):
    """Where an indicator stands as at a quarter, before its figure is rated.

    `status` is None where `result` is to be rated; a result reported early waits beside `not due`.
    `forecast` stands beside either, uncounted.
    """

    due: Due | None
    status: Status | None
    result: Report | None
    forecast: Report | None


def position(
    expectations: Expectations,
    reports: Iterable[Report],
    quarter: FinancialQuarter,
    reporting: Round,
    today: date,
) -> Position:
    """The status before rating, as at `quarter` (rule 9).

    "Before that quarter the status is `not due`, with the forecast beside it, uncounted. From that
    quarter to Q4 it is that of the latest result reported. No result: `awaited` until the round's
    due date, then `overdue`; once published without it, `not returned`."
    """
    known = as_at(reports, quarter)
    due = expectations.first_result_expected(quarter)
    result = _result_about(due, known)
    return Position(
        due=due,
        status=_status_before_rating(due, result, quarter, reporting, today),
        result=result,
        forecast=_forecast_beside(due, known),
    )


def as_at(reports: Iterable[Report], quarter: FinancialQuarter) -> dict[Period, Report]:
    """ "Of each figure, the one reported last, in that quarter or before.\""""
    known = sorted((each for each in reports if each.reported_in <= quarter), key=_reported_in)
    return {each.period: each for each in known}


def _reported_in(report: Report) -> tuple[int, int]:
    return report.reported_in.year, report.reported_in.number


def _result_about(due: Due | None, known: Mapping[Period, Report]) -> Report | None:
    report = known.get(due.period) if due else None
    return report if report and report.is_result else None


def _status_before_rating(
    due: Due | None,
    result: Report | None,
    quarter: FinancialQuarter,
    reporting: Round,
    today: date,
) -> Status | None:
    if due is None or quarter < due.first_expected:
        return Status.NOT_DUE
    if result and result.standing == Standing.NOT_AVAILABLE:
        return Status.NOT_AVAILABLE
    if result:
        return Status.SUPPRESSED if result.suppressed else None
    if reporting.state == RoundState.NOT_OPENED:
        return Status.NOT_DUE
    if reporting.state == RoundState.PUBLISHED:
        return Status.NOT_RETURNED
    in_time = reporting.due is None or today <= reporting.due
    return Status.AWAITED if in_time else Status.OVERDUE


def _forecast_beside(due: Due | None, known: Mapping[Period, Report]) -> Report | None:
    """The forecast about the due period while it has no result, else about the next one."""
    forecasts = {each.period: each for each in known.values() if not each.is_result}
    if due is None:
        return forecasts[max(forecasts)] if forecasts else None
    ahead = [period for period in forecasts if period >= due.period]
    return forecasts[min(ahead)] if ahead else None


class Against(StrEnum):
    """Which target a quarter's figure is compared with."""

    QUARTER = "the quarter's target"
    YEAR = "the year's target"
    NOTHING = "no target"


def compared_with(
    accumulation: Accumulation, quarter: int, *, quarter_has_target: bool, year_has_target: bool
) -> Against:
    """Which target the figure of a quarter (1 to 4) is judged by.

    "`cumulative`: compared with that quarter's target only (none: `no target` until Q4, then the
    year's). `snapshot`: compared with the quarter's target, else the year's." Each quarter's own
    figure likewise has its quarter's target; in Q4 without one, the year to date has the year's.
    Against the year it is always the year to date that is judged. Only quarterly indicators ask:
    a yearly figure has its year's target.
    """
    if quarter_has_target:
        return Against.QUARTER
    if year_has_target and (accumulation == Accumulation.SNAPSHOT or quarter == 4):
        return Against.YEAR
    return Against.NOTHING


def year_to_date(accumulation: Accumulation, figures: Sequence[Figure | None]) -> Figure | None:
    """The year to date after the quarters in `figures`, Q1 first; None where one is missing.

    "`cumulative`: entered year to date. `each quarter`: year to date is the sum. `snapshot`: year
    to date is the latest." A sum of percentages is that of their counts; a rate's is that of its
    counts over the one base, and without the same base it has none.
    """
    if accumulation == Accumulation.EACH_QUARTER:
        return _sum([each for each in figures if each] if all(figures) else [])
    latest = [each for each in figures if each]
    if accumulation == Accumulation.CUMULATIVE:
        return figures[-1] if figures else None
    return latest[-1] if latest else None


def _sum(figures: Sequence[Figure]) -> Figure | None:
    if not figures:
        return None
    unit, per = figures[0].unit, figures[0].per
    numerators = [each.numerator for each in figures if each.numerator is not None]
    denominators = [each.denominator for each in figures if each.denominator is not None]
    if len(numerators) == len(denominators) == len(figures):
        if unit != Unit.RATE:
            return Figure(sum(numerators), sum(denominators), unit=unit)
        if len(set(denominators)) == 1:
            return Figure(sum(numerators), denominators[0], unit=unit, per=per)
        return None
    values = [each.value for each in figures if each.value is not None]
    if len(values) < len(figures) or unit in (Unit.PERCENTAGE, Unit.RATE):
        return None
    return Figure(value=sum(values, Decimal(0)), unit=unit)


class Comparison(StrEnum):
    """Rule 6: with what a figure is compared for its direction of travel."""

    LAST_RESULT = "last result"
    LAST_QUARTER = "last quarter"
    A_YEAR_AGO = "the same quarter last year"


def comparisons(frequency: Frequency, accumulation: Accumulation) -> tuple[Comparison, ...]:
    """Rule 6: "last result for an annual indicator; last quarter, and the same quarter last year,
    for a quarterly one; the same quarter last year only for a cumulative one".
    """
    if frequency != Frequency.QUARTERLY:
        return (Comparison.LAST_RESULT,)
    if accumulation == Accumulation.CUMULATIVE:
        return (Comparison.A_YEAR_AGO,)
    return (Comparison.LAST_QUARTER, Comparison.A_YEAR_AGO)


Item = TypeVar("Item")


class Compared(NamedTuple, Generic[Item]):
    """What a figure is compared with, and its period."""

    comparison: Comparison
    period: Period
    item: Item


def compared_figures(
    period: Period,
    results: Mapping[Period, Item],
    frequency: Frequency,
    accumulation: Accumulation,
) -> list[Compared[Item]]:
    """The named comparisons there are for the result about `period`, of the results by period."""
    found = []
    for comparison in comparisons(frequency, accumulation):
        other = _other_period(comparison, period, results)
        if other in results:
            found.append(Compared(comparison, other, results[other]))
    return found


def _other_period(comparison: Comparison, period: Period, results: Mapping[Period, Item]) -> Period:
    match comparison:
        case Comparison.LAST_QUARTER:
            return period.previous
        case Comparison.A_YEAR_AGO:
            return period.a_year_ago
        case Comparison.LAST_RESULT:
            earlier = [each for each in results if each < period]
            return max(earlier, default=period.previous)


class Owed(NamedTuple):
    """A figure that a quarter's return is asked for; `again` when an earlier one went without."""

    what: Expect
    period: Period
    first_asked: FinancialQuarter
    again: bool


def owed(
    expectations: Expectations,
    reports: Iterable[Report],
    quarter: FinancialQuarter,
    since: FinancialQuarter,
) -> list[Owed]:
    """What the return of `quarter` is asked for: its own figure, and results owed again.

    "What is still awaited from earlier quarters is owed again", from the quarter `since` on; a
    forecast whose quarter has passed is not. What was already reported in `quarter` is still
    listed, for it can be changed there.
    """
    before = as_at(reports, quarter.previous)
    asked: dict[Period, Owed] = {}
    each = since
    while each < quarter:
        expected = expectations.expected_in(each)
        if expected and expected.what.is_result and not _is_settled(expected, before):
            first = asked[expected.period].first_asked if expected.period in asked else each
            asked[expected.period] = Owed(expected.what, expected.period, first, again=True)
        each = each.next
    expected = expectations.expected_in(quarter)
    if expected and not (expected.what.is_result and _is_settled(expected, before)):
        asked[expected.period] = Owed(expected.what, expected.period, quarter, again=False)
    return list(asked.values())


def _is_settled(expected: Expected, known: Mapping[Period, Report]) -> bool:
    """Whether a report about the period stands at least as high as was expected."""
    report = known.get(expected.period)
    if report is None:
        return False
    if report.standing == Standing.NOT_AVAILABLE:
        return True
    return RANK[report.standing] >= RANK[Standing(expected.what)]
