"""The rows of the feeds, made of report objects: one row is one fact. No Django in here.

Whatever an audience may not see is not in the report objects it is given, so not here either.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Protocol

from indicators.markers import MarkerMeaning, read_marker
from indicators.versions import TargetState
from periods.calendar import FinancialQuarter, NotAPeriod, Period, YearType, read_period
from reports.reading.objects import (
    ActionCard,
    ComparatorPoint,
    DependencyCard,
    FigureCell,
    IndicatorLine,
    IndicatorReport,
    MilestoneCard,
    PlanReport,
    PlanSummary,
    QuarterlyReport,
    RiskCard,
    TargetCell,
)


class Source(Protocol):
    """Whence rows come: a quarter as one person reads it (`reports.audiences.access.Reading`)."""

    def quarterly_report(self) -> QuarterlyReport: ...

    def indicator_reports(self, slugs: Iterable[str]) -> Iterable[IndicatorReport]: ...

    def plan_reports(self, slugs: Iterable[str]) -> Iterable[PlanReport]: ...


class AsAt(NamedTuple):
    """The quarter as at which a row holds."""

    label: str
    ends: date


class PlanRow(NamedTuple):
    as_at: AsAt
    plan: PlanSummary


class LineRow(NamedTuple):
    as_at: AsAt
    line: IndicatorLine

    @property
    def masked(self) -> bool:
        """Whether there is a figure that is hidden."""
        return bool(self.line.actual and self.line.actual.masked)

    @property
    def no_number(self) -> str:
        """Why there is no number; where nothing was reported, the status says why."""
        return why_no_number(self.line.actual) if self.line.actual else self.line.status


class FigureRow(NamedTuple):
    """A figure or a baseline; `stands` says whether it is the one that holds of its period."""

    as_at: AsAt
    line: IndicatorLine
    period: Period | None
    figure: FigureCell
    stands: bool

    @property
    def no_number(self) -> str:
        return why_no_number(self.figure)


class TargetRow(NamedTuple):
    as_at: AsAt
    line: IndicatorLine
    period: Period | None
    target: TargetCell
    stands: bool


class ComparatorRow(NamedTuple):
    as_at: AsAt
    line: IndicatorLine
    period: Period | None
    point: ComparatorPoint


class ActionRow(NamedTuple):
    as_at: AsAt
    plan: PlanSummary
    action: ActionCard


class MilestoneRow(NamedTuple):
    as_at: AsAt
    plan: PlanSummary
    action: ActionCard
    milestone: MilestoneCard
    times_moved: int


class RiskRow(NamedTuple):
    as_at: AsAt
    plan: PlanSummary
    risk: RiskCard


class DependencyRow(NamedTuple):
    as_at: AsAt
    plan: PlanReport
    dependency: DependencyCard


def as_at(report: QuarterlyReport) -> AsAt:
    label = report.stamp.quarter
    return AsAt(label, FinancialQuarter.from_label(label).ends)


@lru_cache(maxsize=1024)
def period_of(label: str, year_type: str) -> Period | None:
    """The period that a report's label names; None where a release kept one that names none."""
    try:
        return read_period(label, YearType(year_type))
    except NotAPeriod:
        return None


MASKED, NO_COHORT, NOT_AVAILABLE = "masked", "no cohort", "not available"
# What stands in place of a number: none of these is another, and none is zero.
WHY_NO_NUMBER = (
    MASKED,
    *MarkerMeaning,
    NO_COHORT,
    TargetState.TO_BE_AGREED,
    TargetState.WITHDRAWN,
)


def why_no_number(cell: FigureCell) -> str:
    """What stands in place of a number, as one of the words above; "" where there is one."""
    if cell.has_number:
        return ""
    if cell.masked:
        return MASKED
    if marker := read_marker(cell.marker):
        return marker.meaning
    said = cell.text.lower()
    return said if said in WHY_NO_NUMBER else NOT_AVAILABLE


# Of plans ------------------------------------------------------------------------------


def plans(source: Source) -> Iterator[PlanRow]:
    report = source.quarterly_report()
    now = as_at(report)
    return (PlanRow(now, plan) for plan in report.plans)


def actions(source: Source) -> Iterator[ActionRow]:
    return (ActionRow(now, plan, action) for now, plan in plans(source) for action in plan.actions)


def milestones(source: Source) -> Iterator[MilestoneRow]:
    return (
        MilestoneRow(now, plan, action, milestone, max(0, len(milestone.dates) - 1))
        for now, plan, action in actions(source)
        for milestone in action.milestones
    )


def risks(source: Source) -> Iterator[RiskRow]:
    return (RiskRow(now, plan, risk) for now, plan in plans(source) for risk in plan.risks)


def dependencies(source: Source) -> Iterator[DependencyRow]:
    report = source.quarterly_report()
    now = as_at(report)
    return (
        DependencyRow(now, plan, dependency)
        for plan in source.plan_reports(each.slug for each in report.plans)
        for dependency in plan.dependencies
    )


# Of indicators -------------------------------------------------------------------------


def lines(source: Source) -> Iterator[LineRow]:
    report = source.quarterly_report()
    now = as_at(report)
    return (LineRow(now, line) for line in report.lines)


def _histories(source: Source) -> Iterator[tuple[AsAt, IndicatorReport]]:
    report = source.quarterly_report()
    now = as_at(report)
    return ((now, each) for each in source.indicator_reports(line.slug for line in report.lines))


def actuals(source: Source) -> Iterator[FigureRow]:
    """Every figure that was reported, each standing of a period beside the others."""
    for now, report in _histories(source):
        line = report.line
        for row in report.periods:
            period = period_of(row.period, line.year_type)
            for figure in row.reports:
                yield FigureRow(now, line, period, figure, stands=figure == row.stands)


def baselines(source: Source) -> Iterator[FigureRow]:
    """Every baseline there ever was."""
    for now, report in _histories(source):
        line = report.line
        *_, last = [-1, *(at for at, each in enumerate(report.baselines) if each == line.baseline)]
        for at, figure in enumerate(report.baselines):
            period = period_of(figure.period, line.year_type)
            yield FigureRow(now, line, period, figure, stands=at == last)


def targets(source: Source) -> Iterator[TargetRow]:
    """Every version of every target."""
    for now, report in _histories(source):
        standing = {row.period: row.target.from_quarter for row in report.periods if row.target}
        for target in report.target_versions:
            yield TargetRow(
                now,
                report.line,
                period_of(target.period, report.line.year_type),
                target,
                stands=standing.get(target.period) == target.from_quarter,
            )


def comparators(source: Source) -> Iterator[ComparatorRow]:
    for now, report in _histories(source):
        for point in report.comparators:
            period = period_of(point.period, report.line.year_type)
            yield ComparatorRow(now, report.line, period, point)
