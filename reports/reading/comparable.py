"""What must hold for two figures to be set beside each other. No Django in here."""

from collections.abc import Iterable

from indicators.expectations import Accumulation, Frequency
from periods.calendar import in_words
from reports.reading.objects import FigureCell, IndicatorLine, RuleVersion


def is_quarter(label: str) -> bool:
    return " Q" in label


def baseline_compares(line: IndicatorLine) -> bool:
    """Whether the baseline is about as much of a year as the figure that is judged.

    Half a year is not set beside a whole one: neither in a chart nor as a share of improvement.
    """
    if line.baseline is None or not _grows(line):
        return True
    figure = line.actual or line.forecast
    began, about = line.baseline.period, figure.period if figure else ""
    if line.accumulation == Accumulation.CUMULATIVE:
        return about.endswith(began[-2:] if is_quarter(began) else "Q4")
    if is_quarter(began):
        return line.judged is None
    is_so_far = line.judged is not None or (
        line.actual is not None and line.actual.text == line.year_to_date
    )
    return is_so_far and about.endswith("Q4")


def baseline_compares_throughout(line: IndicatorLine) -> bool:
    """Whether the baseline is about as much of a year as each figure of the indicator."""
    if line.baseline is None or not _grows(line):
        return True
    return line.accumulation == Accumulation.EACH_QUARTER and is_quarter(line.baseline.period)


def baseline_left_out(baseline: FigureCell | None) -> str:
    """Why a baseline is not drawn that is about more or less of a year than the figures."""
    if baseline is None or not baseline.has_number:
        return ""
    return (
        f"The baseline, {baseline.text} in {in_words(baseline.period)}, is not drawn: it covers "
        "another length of time."
    )


def _grows(line: IndicatorLine) -> bool:
    """Whether the figures of its quarters make up that of the year."""
    return line.frequency == Frequency.QUARTERLY and line.accumulation != Accumulation.SNAPSHOT


def definition_broke(
    rules: Iterable[RuleVersion], before: FigureCell | None, after: FigureCell | None
) -> bool:
    """Whether a new definition, not comparable with the one before, came between two figures.

    A baseline was reported in no quarter, and so before them all.
    """
    if before is None or after is None:
        return False
    starts = (rule.from_quarter for rule in rules if not rule.comparable_with_before)
    return any(before.reported_in < start <= after.reported_in for start in starts)
