"""The periods along a chart, and what is known of each. No Django in here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from indicators.expectations import Frequency
from indicators.performance import Comparable
from periods.calendar import Period, YearType, read_period
from reports.charts.svg import MARKS, Point
from reports.reading.comparable import definition_broke, is_quarter
from reports.reading.objects import (
    ComparatorPoint,
    FigureCell,
    IndicatorLine,
    IndicatorReport,
    PeriodRow,
    TargetCell,
)

MOST_PERIODS = 20


@dataclass(frozen=True)
class Value:
    """A number that is drawn, and how it is written."""

    number: float
    text: str


def value_of(cell: FigureCell | TargetCell | None) -> Value | None:
    """What can be drawn of a figure or a target; None where it has no number to be seen."""
    return Value(float(cell.value), cell.text) if cell and cell.value is not None else None


@dataclass(frozen=True)
class Slot:
    """One period along the chart."""

    period: Period
    figure: FigureCell | None
    target: TargetCell | None
    comparators: dict[str, ComparatorPoint]

    @cached_property
    def result(self) -> Value | None:
        return value_of(self.figure)

    @cached_property
    def aim(self) -> Value | None:
        return value_of(self.target)

    @cached_property
    def interval(self) -> Point | None:
        """The lower and the upper end, of a result only."""
        figure = self.figure
        if not figure or figure.is_forecast or figure.lower is None or figure.upper is None:
            return None
        return float(figure.lower), float(figure.upper)

    @property
    def is_forecast(self) -> bool:
        return self.figure is not None and self.figure.is_forecast

    @property
    def is_baseline(self) -> bool:
        """Whether nothing was reported of the period itself: the plan's baseline is of then."""
        return self.figure is not None and not self.figure.standing


def slots_of(report: IndicatorReport) -> list[Slot]:
    """Every period from the first of which something is known to the last, the latest twenty."""
    quarterly = report.line.frequency == Frequency.QUARTERLY
    rows = {row.period: row for row in report.periods if is_quarter(row.period) == quarterly}
    known = set(rows)
    baseline = report.line.baseline
    if baseline and baseline.has_number and is_quarter(baseline.period) == quarterly:
        known.add(baseline.period)
    periods = list(from_first_to_last(known, report.line))[-MOST_PERIODS:]
    return [slot_of(each, rows.get(each.label), report) for each in periods]


def from_first_to_last(labels: Iterable[str], line: IndicatorLine) -> Iterator[Period]:
    periods = sorted(read_period(label, YearType(line.year_type)) for label in labels)
    if not periods:
        return
    period = periods[0]
    while period <= periods[-1]:
        yield period
        period = period.later_by(2) if line.frequency == Frequency.TWO_YEARLY else period.next


def slot_of(period: Period, row: PeriodRow | None, report: IndicatorReport) -> Slot:
    baseline = report.line.baseline
    figure = row.stands if row else None
    if figure is None and baseline and baseline.period == period.label:
        figure = baseline
    points = {
        point.name: point
        for point in report.comparators
        if point.period == period.label and point.comparable != Comparable.NO
    }
    return Slot(period, figure, row.target if row else None, points)


def comparators_drawn(slots: Sequence[Slot]) -> list[str]:
    """The comparators with most figures here, as many as there are marks to tell them apart."""
    counts: dict[str, int] = {}
    for slot in slots:
        for name in slot.comparators:
            counts[name] = counts.get(name, 0) + 1
    most = sorted(counts, key=lambda name: (-counts[name], name))
    return sorted(most[: len(MARKS)])


def definition_breaks(report: IndicatorReport, slots: Sequence[Slot]) -> set[int]:
    """The slots whose figure cannot be compared with the one before: the definition changed.

    That one may lie some periods back, where nothing was reported in between.
    """
    told = [number for number, slot in enumerate(slots) if slot.figure]
    return {
        after
        for before, after in pairwise(told)
        if definition_broke(report.rules, slots[before].figure, slots[after].figure)
    }
