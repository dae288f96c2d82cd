"""Rules 7 and 8 on a report: the gap to a comparable series, and the share of improvement.

Both are worked out of the figures that a report shows, so of a masked one there is neither.
No Django in here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from indicators.expectations import Frequency
from indicators.performance import (
    Comparable,
    GapMovement,
    GoodIs,
    Rule,
    gap,
    gap_movement,
    notional_reward,
    share_of_improvement,
)
from indicators.values import Figure, Unit, write_number, write_value
from periods.calendar import YearType, in_words, read_period
from reports.reading.comparable import baseline_compares, definition_broke, is_quarter
from reports.reading.objects import ComparatorPoint, FigureCell, IndicatorLine, IndicatorReport


@dataclass(frozen=True)
class Apart:
    """How far the indicator and a comparable series were apart about one period."""

    ours: FigureCell
    theirs: ComparatorPoint
    gap: Decimal
    text: str

    @property
    def period(self) -> str:
        return self.theirs.period

    @property
    def words(self) -> str:
        """ "a gap of 39.5 percentage points"; it says when the indicator is the higher one."""
        if self.gap == 0:
            return "no gap"
        return f"a gap of {self.text}{' the other way' if self.gap < 0 else ''}"


@dataclass(frozen=True)
class Gap:
    """The gap to one series over the periods that both have, the first first.

    `baseline` is none where the series has no comparable figure for the baseline's period;
    `movement` is none there too, and where the definition changed since: `because` says so.
    """

    name: str
    points: tuple[Apart, ...]
    baseline: Apart | None = None
    movement: GapMovement | None = None
    because: str = ""

    @property
    def latest(self) -> Apart:
        return self.points[-1]

    @property
    def sentence(self) -> str:
        """ "52.0% against 12.5% for 2008/09: a gap of 39.5 percentage points, narrower than …"."""
        now = self.latest
        said = (
            f"{self.name}: {now.theirs.text} against {now.ours.text} for {in_words(now.period)}, "
            f"{now.words}"
        )
        if self.movement is None or self.baseline is None:
            return f"{said}. {self.because}".strip()
        way = {
            GapMovement.NARROWING: "narrower than",
            GapMovement.WIDENING: "wider than",
            GapMovement.SAME: "the same as",
        }[self.movement]
        return f"{said}, {way} the baseline’s {self.baseline.text} ({self.baseline.period})."


def gaps(report: IndicatorReport) -> list[Gap]:
    """The gap to each series that can be compared, that with most figures first."""
    found = (_gap_to(name, report) for name in _names(report.comparators))
    return sorted((each for each in found if each), key=lambda each: (-len(each.points), each.name))


def gap_about(report: IndicatorReport, period: str) -> list[Gap]:
    """The gaps as they stood at that period: later figures left aside."""
    told = []
    for each in gaps(report):
        points = tuple(point for point in each.points if point.period == period)
        if points:
            told.append(_gap(each.name, points, each.baseline, report))
    return told


def not_compared(comparators: Iterable[ComparatorPoint]) -> list[str]:
    """Why no gap is worked out to a series, or to some of its figures: a sentence each."""
    reasons: dict[tuple[str, str, str], list[str]] = {}
    for point in comparators:
        if point.comparable != Comparable.YES:
            key = (point.name, point.comparable, point.because)
            reasons.setdefault(key, []).append(f"{point.text} for {in_words(point.period)}")
    return [
        f"{name} ({'; '.join(figures)}) is {_how_comparable(comparable)}"
        f"{f': {because}' if because else '.'}"
        for (name, comparable, because), figures in reasons.items()
    ]


def _how_comparable(comparable: str) -> str:
    return "not comparable" if comparable == Comparable.NO else "only partly comparable"


def _names(comparators: Iterable[ComparatorPoint]) -> list[str]:
    return sorted({point.name for point in comparators if point.comparable == Comparable.YES})


def _gap_to(name: str, report: IndicatorReport) -> Gap | None:
    ours = dict(_results(report))
    points = tuple(
        apart
        for point in report.comparators
        if point.name == name and point.period in ours
        for apart in [_apart(ours[point.period], point, report.line)]
        if apart
    )
    if not points:
        return None
    points = tuple(sorted(points, key=lambda each: _order(each.period, report.line)))
    began = report.line.baseline.period if report.line.baseline else ""
    baseline = next((each for each in points if each.period == began), None)
    return _gap(name, points, baseline, report)


def _gap(
    name: str, points: tuple[Apart, ...], baseline: Apart | None, report: IndicatorReport
) -> Gap:
    """The gap with what became of it since the baseline, or why that cannot be said."""
    latest = points[-1]
    if baseline is None:
        because = "It has no comparable figure for the baseline’s year to tell a movement by."
        return Gap(name, points, because=because)
    if baseline == latest:
        return Gap(name, points, baseline, because="That is the baseline’s own gap.")
    if definition_broke(report.rules, baseline.ours, latest.ours):
        because = "The definition changed since the baseline, so the two gaps are not compared."
        return Gap(name, points, baseline, because=because)
    return Gap(name, points, baseline, gap_movement(baseline.gap, latest.gap))


def _results(report: IndicatorReport) -> Iterator[tuple[str, FigureCell]]:
    """What stands for each period, where it is a result that may be seen; and the baseline.

    Of a quarterly indicator only quarters: a year's baseline is another kind of figure.
    """
    quarterly = report.line.frequency == Frequency.QUARTERLY
    if report.line.baseline and is_quarter(report.line.baseline.period) == quarterly:
        yield report.line.baseline.period, report.line.baseline
    for row in report.periods:
        told = row.stands and row.stands.has_number and not row.stands.is_forecast
        if row.stands and told and is_quarter(row.period) == quarterly:
            yield row.period, row.stands


def _apart(ours: FigureCell, theirs: ComparatorPoint, line: IndicatorLine) -> Apart | None:
    comparable = Comparable(theirs.comparable)
    size = gap(theirs.value, figure_of(ours, line), comparable, line.decimals)
    return None if size is None else Apart(ours, theirs, size, size_text(abs(size), line))


def _order(period: str, line: IndicatorLine):
    return read_period(period, YearType(line.year_type))


def figure_of(cell: FigureCell | None, line: IndicatorLine) -> Figure | None:
    """The figure behind a cell, as the rules look at it; None where it is not to be seen."""
    if cell is None or cell.value is None:
        return None
    return Figure(value=cell.value, unit=Unit(line.unit), per=line.per)


def size_text(size: Decimal, line: IndicatorLine) -> str:
    """A difference in words: "39.5 percentage points"."""
    if line.unit != Unit.PERCENTAGE:
        return write_value(size, Unit(line.unit), line.decimals, line.per)
    points = "percentage point" if abs(size) == 1 else "percentage points"
    return f"{write_number(size, line.decimals)} {points}"


# Rule 7 --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """How much of the improvement that was asked for was made; `reward` is notional."""

    share: Decimal
    reward: Decimal
    baseline: FigureCell
    target: str
    actual: str

    @property
    def sum(self) -> str:
        """ "(12.5 − 2.4) ÷ (15 − 2.4)": the arithmetic of it."""
        return f"({self.actual} − {self.baseline.text}) ÷ ({self.target} − {self.baseline.text})"

    @property
    def sentence(self) -> str:
        """ "From 2.4% towards 15%, 12.5% is 80.2% of the improvement asked for."."""
        return (
            f"From {self.baseline.text} ({self.baseline.period}) towards {self.target}, "
            f"{self.actual} is {self.share}% of the improvement asked for."
        )

    @property
    def reward_sentence(self) -> str:
        """What the convention of the time would have paid for it: never paid, so notional."""
        earned = (
            f"would have earned {self.reward.normalize():f}% of the reward"
            if self.reward
            else "would have earned nothing, for it is below 60%"
        )
        return f"Notional reward: by the convention of the time this {earned}. None was ever paid."


def share(report: IndicatorReport) -> Share | None:
    """The share of improvement of the figure that is judged now; None where there is none.

    None too where the definition changed since the baseline, and within a year where the figures
    of a whole year grow from nothing: half a year has not made half of an improvement.
    """
    line = report.line
    if not line.is_result or line.actual is None or line.target is None:
        return None
    ours = line.judged or line.actual
    if not baseline_compares(line) or definition_broke(report.rules, line.baseline, line.actual):
        return None
    rule = Rule(good_is=GoodIs(line.good_is), decimals=line.decimals)
    found = share_of_improvement(
        figure_of(line.baseline, line), line.target.value, figure_of(ours, line), rule
    )
    if found is None or line.baseline is None:
        return None
    return Share(found, notional_reward(found), line.baseline, line.target.text, ours.text)
