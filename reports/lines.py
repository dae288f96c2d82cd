"""One indicator as at a quarter, worked out from the facts by the rules.

What an audience must not see is taken out first: a hidden figure is here only the fact that one
was reported. No Django in here.
"""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from indicators.expectations import (
    RANK,
    Accumulation,
    Against,
    Comparison,
    Expect,
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
    Status,
    Tolerance,
    ToleranceKind,
    close_can_never_happen,
    direction,
    rate,
    rate_forecast,
    run_length,
)
from indicators.small_numbers import (
    Sureness,
    fragility,
    k_more,
    k_more_words,
    sureness,
    target_as_children,
    wilson,
)
from indicators.values import Figure, Unit, usual_decimals, write_figure, write_value
from indicators.versions import TargetState, in_force, value_of
from periods.calendar import (
    FinancialQuarter,
    Period,
    YearType,
    described_with_report,
    read_period,
)
from periods.rounds import RoundState
from reports.objects import (
    Commentary,
    ComparatorPoint,
    FigureCell,
    IndicatorLine,
    PeriodRow,
    QuarterCell,
    RuleVersion,
    TargetCell,
)
from reports.sentences import Told, due_now_words, finding, next_due_words, sentence_case

Row = Any
Key = tuple[str, str]  # the period and the quarter reported, as labels
BASELINE = "baseline"
MASK = "[c]"


class Judged(NamedTuple):
    """A figure with the target it is judged by, and the outcome."""

    figure: Figure
    target: Row | None
    status: Status


class LineMaker:
    """Everything that can be said of one indicator as at the facts' quarter.

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
        return (row.period, getattr(row, "reported_in_id", BASELINE)) in self.hidden

    def figure(self, row: Row) -> Figure:
        """The figure of an actual or a baseline, as the rules look at it."""
        return Figure(row.numerator, row.denominator, row.value, self.unit, self.row.per)

    # Judging -------------------------------------------------------------------------------

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
        if self.is_hidden(row) or self._year_is_hidden(period, target):
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
            return (so_far, year) if so_far else (figure, None)
        return figure, next((each for each in (own, year) if each and not value_of(each)), None)

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

    # Cells -----------------------------------------------------------------------------------

    def cell(self, row: Row | None) -> FigureCell | None:
        """An actual as it is shown."""
        if row is None:
            return None
        period = self.period(row.period)
        about = {
            "period": row.period,
            "period_in_full": described_with_report(
                period, FinancialQuarter.from_label(row.reported_in_id)
            ),
            "reported_in": row.reported_in_id,
            "standing": row.standing,
        }
        if self.is_hidden(row):
            return FigureCell(**about, text=MASK, masked=True)
        return FigureCell(
            **about,
            **self._numbers(row),
            low=row.low,
            high=row.high,
            range=self._range(row),
            marker=row.marker,
            not_available_because=row.not_available_because,
            expected=row.expected,
            source=row.source,
            entered_by=row.entered_by__name or "",
            entered_on=row.entered_at.date() if row.entered_at else None,
        )

    def baseline_cell(self, row: Row | None) -> FigureCell | None:
        """A baseline as it is shown."""
        if row is None:
            return None
        about = {"period": row.period, "period_in_full": self.period(row.period).described}
        if self.is_hidden(row):
            return FigureCell(**about, text=MASK, masked=True)
        if row.state != TargetState.SET:
            return FigureCell(**about, text=sentence_case(row.state))
        source = f"Already public: {row.already_public}" if row.already_public else ""
        return FigureCell(**about, **self._numbers(row), source=source)

    def _numbers(self, row: Row) -> dict:
        figure = self.figure(row)
        if not has_figure(row):
            marker = getattr(row, "marker", "")
            return {"text": marker or "Not available"}
        interval = wilson(figure)
        shown = interval.shown(self.rule.decimals) if interval else None
        return {
            "text": write_figure(figure, self.rule.decimals),
            "counts": self.counts(figure),
            "value": figure.shown(self.rule.decimals),
            "numerator": row.numerator,
            "denominator": row.denominator,
            "lower": shown.low if shown else None,
            "upper": shown.high if shown else None,
            "interval": f"{interval.words(self.rule.decimals)}%" if interval else "",
        }

    def counts(self, figure: Figure) -> str:
        """ "5 of 40 young people", or "541 children"; empty where the counts are not known."""
        if figure.unit == Unit.NUMBER and figure.count is not None and self.noun.many:
            return self.noun.of(figure.count)
        if not figure.has_counts or figure.unit != Unit.PERCENTAGE:
            return ""
        return f"{figure.numerator:,} of {self.noun.of(figure.denominator)}"

    def _range(self, row: Row) -> str:
        if row.low is None and row.high is None:
            return ""
        low = row.low if row.low is not None else 0
        high = row.high if row.high is not None else row.denominator
        return f"{low:,} to {self.noun.of(high)}" if high is not None else f"{low:,} or more"

    def target_cell(self, target: Row | None, cohort: Figure | None = None) -> TargetCell | None:
        """A target as it is shown, and as children of the cohort where that may be told."""
        if target is None:
            return None
        period = self.period(target.period)
        value = value_of(target)
        return TargetCell(
            period=target.period,
            period_in_full=period.described,
            text=self.written(value) if value is not None else sentence_case(target.state),
            state=target.state,
            value=value,
            children=self._as_children(value, cohort),
            designation=target.designation,
            reason=target.reason,
            agreed_by=target.agreed_by,
            approval_reference=target.approval_reference,
            from_quarter=target.from_quarter,
        )

    def written(self, value: Decimal) -> str:
        """A value with its unit and no more digits than it needs: 15%, 17.8%."""
        return write_value(value, self.unit, None, self.row.per)

    def _as_children(self, value: Decimal | None, cohort: Figure | None) -> str:
        if value is None or cohort is None or not cohort.has_counts:
            return ""
        if self.unit != Unit.PERCENTAGE:
            return ""
        children = target_as_children(value, cohort, self.rule)
        if children is None:
            return ""
        return f"{children:,} of {self.noun.of(cohort.denominator or 0)}"

    # Direction of travel ---------------------------------------------------------------------

    def reading(self, period: Period, row: Row) -> Reading | None:
        """A figure as direction of travel looks at it; None where it is hidden or missing."""
        if self.is_hidden(row) or not has_figure(row):
            return None
        reported = getattr(row, "reported_in_id", "")
        return Reading(
            self.figure(row),
            forecast=getattr(row, "standing", "") == Standing.FORECAST,
            definition=self._definition_at(reported),
            target=value_of(self.targets.get(period)),
        )

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
            period: row for period, row in self.known.items() if row.standing != Standing.FORECAST
        }
        if self.baseline and self.baseline.state == TargetState.SET:
            found.setdefault(self.period(self.baseline.period), self.baseline)
        return dict(sorted(found.items()))

    def travel(self, period: Period, row: Row) -> tuple[Direction, str, int, Row | None]:
        """Direction, its words, the run's length, and what the figure was compared with."""
        compared = compared_figures(
            period,
            self.results,
            Frequency(self.row.frequency),
            Accumulation(self.row.accumulation),
        )
        now = self.reading(period, row)
        ways = [
            (each, direction(self.reading(each.period, each.item), now, self.rule))
            for each in compared
        ]
        told = [(each, way) for each, way in ways if way != Direction.NONE]
        if not told:
            return Direction.NONE, "", 0, None
        first, way = told[0]
        run = self._run(period, first.comparison)
        words = " · ".join(_way_words(each_way, each.period) for each, each_way in told)
        if run.words:
            words = f"{words}, {run.words}"
        return way, sentence_case(words), run.length, first.item

    def _run(self, period: Period, comparison: Comparison):
        """How often in a row it went that way, up to the figure about `period`."""
        if comparison == Comparison.LAST_RESULT:
            periods = [each for each in self.results if each <= period]
        else:
            yearly = comparison == Comparison.A_YEAR_AGO
            periods = [period]
            while (earlier := _before(periods[0], yearly=yearly)) in self.results:
                periods.insert(0, earlier)
        readings = [self.reading(each, self.results[each]) for each in periods]
        return run_length(readings, self.rule)

    # The line ----------------------------------------------------------------------------------

    def line(self, small: bool = False) -> IndicatorLine:
        """The indicator as one line of a report; `small` marks it as restricted."""
        result = self.position.result.key if self.position.result else None
        forecast = self.position.forecast.key if self.position.forecast else None
        rated = self.judged(result) if result is not None else None
        status = self._status(rated)
        target = rated.target if rated else self._target_due()
        hidden = result is not None and self.is_hidden(result)
        figure = rated.figure if rated and not hidden else None
        judged_forecast = self.judged(forecast) if forecast is not None else None
        due = self.position.due
        told = self._told(status, result, rated, figure, target, forecast)
        return IndicatorLine(
            **self.about(),
            period_due=due.period.label if due else "",
            period_due_in_full=due.period.described if due else "",
            baseline=self.baseline_cell(self.baseline),
            target=self.target_cell(target, figure or self._cohort_ahead(forecast)),
            actual=self.cell(result),
            last_year=self._last_year(due.period if due else None),
            forecast=self.cell(forecast),
            forecast_status=judged_forecast.status if judged_forecast else "",
            quarters=self._quarters(),
            year_to_date=self._year_to_date(due.period if due else None),
            status=status,
            status_note=told.note,
            finding=finding(told),
            **self._small_numbers(status, figure, target),
            direction=told.direction,
            direction_text=told.direction_text,
            run_length=told.run_length,
            next_due=self._next_due(),
            commentary=self._commentary(result if result is not None else forecast),
            signed_off=self._signed_off(result if result is not None else forecast),
            masked=status == Status.MASKED,
            small=small,
        )

    def about(self) -> dict:
        """What the indicator is, whatever its figures."""
        row, rule = self.row, self.rule
        part_of = self.facts.indicators.get(row.part_of_id)
        return {
            "code": row.code,
            "slug": row.slug,
            "title": row.title,
            "plan": self.plan.reference if self.plan else "",
            "plan_slug": self.plan.slug if self.plan else "",
            "theme": self.plan.theme if self.plan else "",
            "unit": row.unit,
            "good_is": rule.good_is,
            "decimals": rule.decimals,
            "frequency": row.frequency,
            "year_type": row.year_type,
            "accumulation": row.accumulation,
            "noun_one": self.noun.one,
            "noun_many": self.noun.many,
            "cohort": row.cohort,
            "part_of": part_of.code if part_of else "",
            "purpose": row.purpose,
            "lead": row.lead,
            "numerator_words": row.numerator_words,
            "denominator_words": row.denominator_words,
            "definition": self.rule_row.definition if self.rule_row else "",
            "tolerance": self.tolerance_words(rule),
        }

    def tolerance_words(self, rule: Rule) -> str:
        """ "10% of the target", "1 child", "2 points"."""
        amount = f"{rule.tolerance.amount.normalize():f}"
        if rule.tolerance.kind == ToleranceKind.PERCENT:
            return f"{amount}% of the target"
        if rule.tolerance.kind == ToleranceKind.CHILDREN:
            return self.noun.of(int(rule.tolerance.amount))
        unit = "percentage point" if self.unit == Unit.PERCENTAGE else "unit"
        return f"{amount} {unit}" if amount == "1" else f"{amount} {unit}s"

    def _status(self, rated: Judged | None) -> Status:
        status = self.position.status
        if status is None and rated is not None:
            status = rated.status
        if self.rule.good_is == GoodIs.NONE and status == Status.NOT_DUE:
            return Status.NOT_DUE
        return status or Status.NOT_DUE

    def _target_due(self) -> Row | None:
        """The target that a result about the due period will be judged by."""
        due = self.position.due
        if due is None:
            return None
        own = self.targets.get(due.period)
        if self.row.frequency != Frequency.QUARTERLY or own:
            return own
        return self.targets.get(self.whole_year(due.period))

    def _cohort_ahead(self, forecast: Row | None) -> Figure | None:
        if forecast is None or self.is_hidden(forecast) or not has_figure(forecast):
            return None
        return self.figure(forecast)

    def _told(self, status, result, rated, figure, target, forecast) -> Told:
        due = self.position.due
        way, words, run, compared = Direction.NONE, "", 0, None
        if result is not None and due and status in _WITH_A_FIGURE:
            way, words, run, compared = self.travel(due.period, result)
        return Told(
            status=status,
            quarter=self.quarter,
            due=due,
            round_due=self._round_due(),
            actual=self.cell(result),
            forecast=self.cell(forecast),
            judged=self._judged_text(result, rated),
            target=self.target_cell(target),
            good_is=self.rule.good_is,
            k=k_more(figure, value_of(target), self.rule)
            if figure and value_of(target) is not None
            else None,
            direction=way,
            direction_text=words,
            run_length=run,
            change=self._change(result, compared),
            compared_with=compared.period if compared is not None else "",
        )

    def _judged_text(self, result: Row | None, rated: Judged | None) -> str:
        """The year to date, where that and not the quarter's own figure is judged."""
        if rated is None or result is None or self.is_hidden(result):
            return ""
        if rated.figure == self.figure(result):
            return ""
        return write_figure(rated.figure, self.rule.decimals)

    def _change(self, result: Row | None, compared: Row | None) -> str:
        """ "up 10.1 percentage points on": by how much the figure differs from another."""
        if result is None or compared is None:
            return ""
        was, is_now = (self.figure(each).shown(self.rule.decimals) for each in (compared, result))
        if was is None or is_now is None:
            return ""
        if was == is_now:
            return "the same as in"
        way = "up" if is_now > was else "down"
        size = abs(is_now - was)
        if self.unit == Unit.PERCENTAGE:
            points = "percentage point" if size == 1 else "percentage points"
            return f"{way} {size.normalize():f} {points} on"
        return f"{way} {self.written(size)} on"

    def _small_numbers(self, status: Status, figure: Figure | None, target: Row | None) -> dict:
        value = value_of(target)
        if figure is None or value is None or status not in _RATED:
            return {}
        k = k_more(figure, value, self.rule)
        nearest = fragility(figure, value, self.rule).nearest
        sure = sureness(figure, value, self.rule.decimals)
        never = (
            status in _RATED
            and self.unit == Unit.PERCENTAGE
            and figure.has_counts
            and self.rule.tolerance.amount > 0
            and close_can_never_happen(value, figure, self.rule)
        )
        return {
            "k": k,
            "k_more": k_more_words(k, self.rule, self.noun) if k else "",
            "fragility": sentence_case(nearest.words(self.noun)) if nearest else "",
            "fragile_by": abs(nearest.by) if nearest else None,
            "sureness": sure_words(sure),
            "never_close": self._never_close(figure) if never else "",
        }

    def _never_close(self, figure: Figure) -> str:
        one = Figure(1, figure.denominator, unit=self.unit).shown(self.rule.decimals)
        return (
            f"One {self.noun.one} is {one} percentage points here, more than the tolerance: this "
            "can be met or missed, but never close."
        )

    def _last_year(self, period: Period | None) -> FigureCell | None:
        if period is None:
            return None
        row = self.results.get(period.a_year_ago)
        if row is None:
            return None
        return self.baseline_cell(row) if row is self.baseline else self.cell(row)

    def _quarters(self) -> tuple[QuarterCell, ...]:
        year = self.quarter.first_of_year
        return tuple(self._quarter_cell(year.plus(each)) for each in range(4))

    def _quarter_cell(self, quarter: FinancialQuarter) -> QuarterCell:
        expects = self.expectations.expects(quarter)
        row = None
        if quarter <= self.quarter:
            row = self._reported_for(quarter)
        status = ""
        if row is not None:
            status = self.judged(row).status
        return QuarterCell(quarter.label, expects, self.cell(row), status)

    def _reported_for(self, quarter: FinancialQuarter) -> Row | None:
        """The figure about the quarter; of a yearly indicator, what was reported in it."""
        if self.row.frequency == Frequency.QUARTERLY:
            return self.known.get(Period.of(quarter))
        reported = [each for each in self.actuals if each.reported_in_id == quarter.label]
        results = [each for each in reported if each.standing != Standing.FORECAST]
        return next(iter(results or reported), None)

    def _year_to_date(self, period: Period | None) -> str:
        if period is None or not period.is_quarter:
            return ""
        figure = self.year_to_date_after(period)
        return write_figure(figure, self.rule.decimals) if figure else ""

    def _commentary(self, row: Row | None) -> Commentary:
        if row is None:
            return Commentary()
        return Commentary(row.why, row.being_done, row.back_on_track, row.help_needed)

    def _signed_off(self, row: Row | None) -> bool:
        """Whether the figure is of a published quarter, or of a return that is signed off."""
        if row is None:
            return False
        reported = self.facts.rounds.get(row.reported_in_id)
        if reported and reported.state == RoundState.PUBLISHED:
            return True
        if row.reported_in_id != self.facts.quarter or self.plan is None:
            return row.reported_in_id < self.facts.quarter
        return self.facts.return_states.get(self.plan.id) in ("signed off", "published")

    def _next_due(self) -> str:
        """When the next result is due; this quarter's own, as long as it can still come in."""
        expected = self.expectations.expected_in(self.quarter)
        ours = self.facts.rounds.get(self.facts.quarter)
        if expected and expected.what.is_result and ours and ours.state == RoundState.OPEN:
            known = self.known.get(expected.period)
            if known is None or not is_settled(known.standing, expected.what):
                return due_now_words(expected, ours.due)
        return next_due_words(self.expectations, self.quarter)

    def _round_due(self) -> date | None:
        ours = self.facts.rounds.get(self.facts.quarter)
        return ours.due if ours else None

    # All periods -------------------------------------------------------------------------------

    def periods(self) -> tuple[PeriodRow, ...]:
        """Every period that has a target or a figure, with its standings side by side."""
        labels = dict.fromkeys([*self.targets, *(report.period for report in self.reports)])
        if self.baseline:
            labels.setdefault(self.period(self.baseline.period))
        return tuple(self._period_row(each) for each in sorted(labels))

    def _period_row(self, period: Period) -> PeriodRow:
        reports = [each.key for each in self.reports if each.period == period]
        stands = self.known.get(period)
        figure = None
        if stands is not None and not self.is_hidden(stands) and has_figure(stands):
            figure = self.figure(stands)
        if stands is None and self.baseline and self.period(self.baseline.period) == period:
            cell = self.baseline_cell(self.baseline)
        else:
            cell = self.cell(stands)
        return PeriodRow(
            period=period.label,
            period_in_full=period.described,
            target=self.target_cell(self.targets.get(period), figure),
            reports=tuple(filter(None, map(self.cell, reports))),
            stands=cell,
            status=self.judged(stands).status if stands is not None else "",
        )

    def target_versions(self) -> tuple[TargetCell, ...]:
        """Every target there ever was, the periods in order and their versions in time."""
        rows = self.facts.targets.get(self.row.id, [])
        return tuple(filter(None, map(self.target_cell, rows)))

    def baselines(self) -> tuple[FigureCell, ...]:
        """Every baseline there ever was."""
        rows = self.facts.baselines.get(self.row.id, [])
        return tuple(filter(None, map(self.baseline_cell, rows)))

    def rule_versions(self) -> tuple[RuleVersion, ...]:
        """How it was judged, from the first rule to the one in force."""
        return tuple(
            RuleVersion(
                from_quarter=each.from_quarter,
                good_is=each.good_is,
                decimals=each.decimals,
                tolerance=self.tolerance_words(
                    Rule(tolerance=Tolerance(each.tolerance, ToleranceKind(each.tolerance_kind)))
                ),
                definition=each.definition,
                comparable_with_before=each.comparable_with_before,
                why_not_comparable=each.why_not_comparable,
            )
            for each in self.facts.rules.get(self.row.id, [])
        )

    def comparators(self) -> tuple[ComparatorPoint, ...]:
        """Other people's published figures beside this one."""
        return tuple(
            ComparatorPoint(
                name=each.comparator__name,
                period=each.period,
                text=self.written(each.value),
                value=each.value,
                definition=each.definition,
                comparable=each.comparable,
                because=each.because,
                source=each.source,
            )
            for each in self.facts.comparators.get(self.row.id, [])
        )


_RATED = (Status.MET, Status.CLOSE, Status.MISSED)
_WITH_A_FIGURE = (*_RATED, Status.NO_TARGET, Status.CONTEXT)


def is_settled(standing: str, expected: Expect) -> bool:
    """Whether a report of this standing is all that the quarter expects."""
    if standing == Standing.NOT_AVAILABLE:
        return True
    return RANK[Standing(standing)] >= RANK[Standing(expected)]


def has_figure(row: Row) -> bool:
    """Whether a number was reported, and not a marker or a reason why there is none."""
    return row.numerator is not None or row.value is not None


def is_suppressed(marker: str) -> bool:
    """Whether the marker says that its publisher hid the figure."""
    read = read_marker(marker) if marker else None
    return bool(read and read.meaning == MarkerMeaning.SUPPRESSED)


def sure_words(sure: Sureness | None) -> str:
    """How sure it is, as a sentence says it."""
    if sure is None:
        return ""
    if sure == Sureness.NOT_TOLD_APART:
        return str(sure)
    return f"{sure} the target"


def _way_words(way: Direction, period: Period) -> str:
    joint = "as" if way == Direction.SAME else "than"
    return f"{way} {joint} {period.label}"


def _before(period: Period, *, yearly: bool) -> Period:
    return period.a_year_ago if yearly else period.previous
