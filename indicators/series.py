"""One indicator as at a quarter: what is known of it, judged by the rules of the day.

What an audience must not see is taken out first: a hidden figure is here only the fact that one
was reported. No Django in here.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property, wraps
from typing import Any, NamedTuple, TypeVar

from indicators.expectations import (
    Accumulation,
    Against,
    Comparison,
    Expectations,
    Frequency,
    NoBaselinePeriod,
    Position,
    Report,
    Round,
    Standing,
    compared_figures,
    compared_with,
    position,
    year_to_date,
)
from indicators.markers import MarkerMeaning, read_marker
from indicators.nouns import noun_for
from indicators.performance import (
    Direction,
    GoodIs,
    Reading,
    Rule,
    Run,
    Status,
    Tolerance,
    ToleranceKind,
    direction,
    rate,
    rate_forecast,
    run_length,
)
from indicators.values import Figure, Unit, usual_decimals
from indicators.versions import TargetState, in_force, value_of
from periods.calendar import (
    FinancialQuarter,
    Period,
    YearType,
    in_words,
    read_period,
)
from periods.rounds import RoundState

Row = Any
# Where a figure has the quarter that reported it, the baseline has this.
BASELINE = "baseline"
Key = tuple[str, str]  # the period and the quarter reported, as labels


Given = TypeVar("Given")


def once(method: Callable[..., Given]) -> Callable[..., Given]:
    """Work it out once for each actual or baseline of a series, whoever asks how often."""
    name = method.__name__

    @wraps(method)
    def remembered(self: "Series", row: Row) -> Given:
        key = name, id(row)
        if key not in self.worked_out:
            # The row is kept with it, so that no other row can come to its id.
            self.worked_out[key] = row, method(self, row)
        return self.worked_out[key][1]

    return remembered


class Judged(NamedTuple):
    """A figure with the target it is judged by, and the outcome."""

    figure: Figure
    target: Row | None
    status: Status


class Series:
    """What is known of one indicator as at the facts' quarter, and how it is judged.

    `hidden` names the figures that this audience must not see, by period and quarter reported
    (the baseline by its period and "baseline"); `today` decides what is awaited or overdue.
    """

    def __init__(self, row: Row, facts, *, plan: Row | None, hidden: frozenset[Key], today: date):
        self.row = row
        self.facts = facts
        self.plan = plan
        self.hidden = hidden
        self.today = today
        self.quarter = FinancialQuarter.from_label(facts.quarter)
        self.year_type = YearType(row.year_type)
        self.unit = Unit(row.unit)
        self.noun = noun_for(row.counted_as, self.unit)
        self.actuals: list[Row] = facts.actuals.get(row.id, [])
        self.worked_out: dict[tuple[str, int], tuple[Row, Any]] = {}

    # The rule, the baseline and the targets of the day -----------------------------------

    @cached_property
    def rule_row(self) -> Row | None:
        return in_force(self.facts.rules.get(self.row.id, []), self.facts.quarter)

    @cached_property
    def rule(self) -> Rule:
        """The rule in force at the quarter; the usual one where none was kept."""
        if self.rule_row is None:
            return Rule(decimals=usual_decimals(self.unit))
        return Rule(
            good_is=GoodIs(self.rule_row.good_is),
            decimals=self.rule_row.decimals,
            tolerance=Tolerance(
                self.rule_row.tolerance, ToleranceKind(self.rule_row.tolerance_kind)
            ),
        )

    @cached_property
    def baseline(self) -> Row | None:
        return in_force(self.facts.baselines.get(self.row.id, []), self.facts.quarter)

    @cached_property
    def targets(self) -> dict[Period, Row]:
        """The target in force of each period."""
        versions: dict[Period, list[Row]] = {}
        for each in self.facts.targets.get(self.row.id, []):
            versions.setdefault(self.period(each.period), []).append(each)
        return {
            period: target
            for period, each in sorted(versions.items())
            if (target := in_force(each, self.facts.quarter))
        }

    def period(self, label: str) -> Period:
        return read_period(label, self.year_type)

    # What is expected, and what was reported ---------------------------------------------

    @cached_property
    def expectations(self) -> Expectations:
        entered = tuple(getattr(self.row, f"q{number}_expects") for number in (1, 2, 3, 4))
        since = self.period(self.baseline.period) if self.baseline else None
        try:
            return Expectations(
                Frequency(self.row.frequency), self.year_type, entered, baseline_period=since
            )
        except NoBaselinePeriod:
            return Expectations(Frequency.ANNUAL, self.year_type, entered)

    @cached_property
    def reports(self) -> list[Report]:
        return [
            Report(
                self.period(each.period),
                FinancialQuarter.from_label(each.reported_in_id),
                Standing(each.standing),
                suppressed=is_suppressed(each.marker),
                key=each,
            )
            for each in self.actuals
        ]

    @cached_property
    def position(self) -> Position:
        ours = self.facts.rounds.get(self.facts.quarter)
        state = RoundState(ours.state) if ours else RoundState.NOT_OPENED
        return position(
            self.expectations,
            self.reports,
            self.quarter,
            Round(state, ours.due if ours else None),
            self.today,
        )

    @cached_property
    def known(self) -> dict[Period, Row]:
        """Of each period, the figure that stands at the quarter."""
        return {report.period: report.key for report in self.reports}

    def is_hidden(self, row: Row) -> bool:
        if not self.hidden:
            return False
        return (row.period, getattr(row, "reported_in_id", BASELINE)) in self.hidden

    @once
    def figure(self, row: Row) -> Figure:
        """The figure of an actual or a baseline, as the rules look at it."""
        return Figure(row.numerator, row.denominator, row.value, self.unit, self.row.per)

    # Judging -------------------------------------------------------------------------------

    @once
    def judged(self, row: Row) -> Judged:
        """The figure against the target of its period (rule 9 says which), rated."""
        period = self.period(row.period)
        figure, target = self.figure(row), self.targets.get(period)
        if self.row.frequency == Frequency.QUARTERLY:
            figure, target = self._quarterly(period, figure)
        value = value_of(target)
        is_forecast = row.standing == Standing.FORECAST
        status = (rate_forecast if is_forecast else rate)(figure, value, self.rule)
        if row.standing == Standing.NOT_AVAILABLE:
            status = Status.NOT_AVAILABLE
        if is_suppressed(row.marker):
            status = Status.SUPPRESSED
        if self.is_hidden(row) or (has_figure(row) and self._year_is_hidden(period, target)):
            status = Status.MASKED
        return Judged(figure, target, status)

    def _year_is_hidden(self, period: Period, target: Row | None) -> bool:
        """Whether the year so far is judged, and one of its quarters must not be seen."""
        if not period.is_quarter or value_of(target) is None:
            return False
        if target is None or self.period(target.period).is_quarter:
            return False
        if self.row.accumulation != Accumulation.EACH_QUARTER:
            return False
        return self._has_hidden_quarter(period)

    def _has_hidden_quarter(self, period: Period) -> bool:
        """Whether a quarter of the year, up to this one, must not be seen."""
        return any(self.is_hidden(each) for each in self._quarters_to(period) if each is not None)

    def _quarterly(self, period: Period, figure: Figure) -> tuple[Figure, Row | None]:
        year = self.targets.get(self.whole_year(period))
        own = self.targets.get(period)
        against = compared_with(
            Accumulation(self.row.accumulation),
            period.quarter,
            quarter_has_target=value_of(own) is not None,
            year_has_target=value_of(year) is not None,
        )
        if against == Against.QUARTER:
            return figure, own
        if against == Against.YEAR:
            so_far = self.year_to_date_after(period)
            if so_far is None and not self._has_hidden_quarter(period):
                return figure, None
            return so_far or figure, year
        unset = (each for each in (own, year) if each and value_of(each) is None)
        return figure, next(unset, None)

    def whole_year(self, period: Period) -> Period:
        """The year of a quarter, as this indicator's targets name it."""
        return Period(period.year, year_type=self.year_type)

    def year_to_date_after(self, period: Period) -> Figure | None:
        """The year to date after a quarter; None where a quarter is missing or hidden."""
        figures = [
            None if row is None or self.is_hidden(row) or not has_figure(row) else self.figure(row)
            for row in self._quarters_to(period)
        ]
        return year_to_date(Accumulation(self.row.accumulation), figures)

    def _quarters_to(self, period: Period) -> list[Row | None]:
        """What stands for each quarter of the year, up to this one."""
        return [
            self.known.get(Period(period.year, number)) for number in range(1, period.quarter + 1)
        ]

    # Direction of travel ---------------------------------------------------------------------

    @once
    def reading(self, row: Row) -> Reading | None:
        """A figure as direction of travel looks at it; None where it is hidden or missing."""
        if self.is_hidden(row) or not has_figure(row):
            return None
        return Reading(
            self.figure(row),
            forecast=getattr(row, "standing", "") == Standing.FORECAST,
            definition=self._definition_at(getattr(row, "reported_in_id", "")),
            target=self._target_of(row) if self.rule.good_is == GoodIs.ON_PLAN else None,
        )

    def _target_of(self, row: Row) -> Decimal | None:
        """By what a figure is judged: of a quarter too, whatever is judged with it."""
        period = self.period(row.period)
        if period.is_quarter:
            return value_of(self._quarterly(period, self.figure(row))[1])
        return value_of(self.targets.get(period))

    def _definition_at(self, quarter: str) -> int:
        """How many times the definition broke until that quarter."""
        return sum(
            not each.comparable_with_before and each.from_quarter <= quarter
            for each in self.facts.rules.get(self.row.id, [])
        )

    @cached_property
    def results(self) -> dict[Period, Row]:
        """The results by period, the baseline among them where its period has no other."""
        found = {
            period: row
            for period, row in self.known.items()
            if row.standing != Standing.FORECAST and has_figure(row)
        }
        if self.baseline and self.baseline.state == TargetState.SET:
            found.setdefault(self.period(self.baseline.period), self.baseline)
        return dict(sorted(found.items()))

    @once
    def travel(self, row: Row) -> tuple[Direction, str, int, Row | None]:
        """Direction, its words, the run's length, and what the figure was compared with."""
        period = self.period(row.period)
        compared = compared_figures(
            period,
            self.results,
            Frequency(self.row.frequency),
            Accumulation(self.row.accumulation),
        )
        now = self.reading(row)
        ways = [(each, direction(self.reading(each.item), now, self.rule)) for each in compared]
        told = [(each, way) for each, way in ways if way != Direction.NONE]
        if not told:
            return Direction.NONE, "", 0, None
        first, way = told[0]
        run = self._run(period, first.comparison)
        said = [_way_words(each_way, each.period) for each, each_way in told]
        if run.words:
            said[0] = f"{said[0]} ({run.words})"
        return way, " · ".join(said), run.length, first.item

    def _run(self, period: Period, comparison: Comparison) -> Run:
        """How often in a row it went that way, up to the figure about `period`."""
        if comparison == Comparison.LAST_RESULT:
            periods = reversed([each for each in self.results if each <= period])
        else:
            periods = self._back_from(period, yearly=comparison == Comparison.A_YEAR_AGO)
        return run_length((self.reading(self.results[each]) for each in periods), self.rule)

    def _back_from(self, period: Period, *, yearly: bool) -> Iterator[Period]:
        """The period and those before it, as far back as there are results of each."""
        yield period
        while (period := _before(period, yearly=yearly)) in self.results:
            yield period


def has_figure(row: Row) -> bool:
    """Whether a number was reported, and not a marker or a reason why there is none."""
    return row.numerator is not None or row.value is not None


def is_suppressed(marker: str) -> bool:
    """Whether the marker says that its publisher hid the figure."""
    read = read_marker(marker) if marker else None
    return bool(read and read.meaning == MarkerMeaning.SUPPRESSED)


def _way_words(way: Direction, period: Period) -> str:
    joint = "as" if way == Direction.SAME else "than"
    return f"{way} {joint} {in_words(period.label)}"


def _before(period: Period, *, yearly: bool) -> Period:
    return period.a_year_ago if yearly else period.previous
