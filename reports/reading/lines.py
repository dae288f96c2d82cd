"""One indicator as one line of a report. No Django in here."""

from datetime import date

from indicators.expectations import RANK, Expect, Frequency, Standing
from indicators.performance import (
    Direction,
    GoodIs,
    Status,
    close_can_never_happen,
)
from indicators.series import Judged, Row, has_figure
from indicators.small_numbers import (
    Sureness,
    fragility,
    k_more,
    k_more_words,
    sureness,
)
from indicators.values import Figure, Unit, write_figure
from indicators.versions import value_of
from periods.calendar import FinancialQuarter, Period, in_words
from periods.rounds import RoundState
from reports.reading.cells import Cells
from reports.reading.objects import (
    Commentary,
    FigureCell,
    IndicatorLine,
    QuarterCell,
)
from reports.reading.sentences import Told, due_now_words, finding, next_due_words, sentence_case
from returns.workflow import ReturnState


class LineMaker(Cells):
    """Makes the line that says where an indicator stands, how sure that is, and what comes next."""

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
            target=self.target_cell(target, self._cohort(status, figure, target, forecast)),
            actual=self.cell(result),
            judged=self._judged_cell(result, rated),
            last_year=self._last_year(due.period if due else None),
            forecast=self.cell(forecast),
            forecast_status=judged_forecast.status if judged_forecast else "",
            quarters=self._quarters(),
            **self._year_to_date(due.period if due else None),
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
            "per": row.per,
            "good_is": rule.good_is,
            "decimals": rule.decimals,
            "frequency": row.frequency,
            "year_type": row.year_type,
            "accumulation": row.accumulation,
            "noun_one": self.noun.one,
            "noun_many": self.noun.many,
            "counted_as": row.counted_as,
            "expects": (row.q1_expects, row.q2_expects, row.q3_expects, row.q4_expects),
            "cohort": row.cohort,
            "part_of": part_of.code if part_of else "",
            "broken_down_by": row.broken_down_by,
            "purpose": row.purpose,
            "lead": row.lead,
            "numerator_words": row.numerator_words,
            "denominator_words": row.denominator_words,
            "definition": self.rule_row.definition if self.rule_row else "",
            "tolerance": self.tolerance_words(rule),
        }

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

    def _cohort(
        self, status: Status, figure: Figure | None, target: Row | None, forecast: Row | None
    ) -> Figure | None:
        """The figure whose cohort tells the target as children: the result's, or, while there is
        none, that of a forecast about the target's own period. None where the line is masked.
        """
        if status == Status.MASKED:
            return None
        if figure is not None or target is None or forecast is None:
            return figure
        if forecast.period != target.period or self.is_hidden(forecast):
            return None
        return self.figure(forecast) if has_figure(forecast) else None

    def _told(self, status, result, rated, figure, target, forecast) -> Told:
        due = self.position.due
        aim = value_of(target)
        k = k_more(figure, aim, self.rule) if figure and aim is not None else None
        way, words, run, compared = Direction.NONE, "", 0, None
        if result is not None and due and status in _WITH_A_FIGURE:
            way, words, run, compared = self.travel(result)
        return Told(
            status=status,
            quarter=self.quarter,
            due=due,
            round_due=self._round_due(),
            actual=self.cell(result),
            forecast=self.cell(forecast),
            judged=judged.text if (judged := self._judged_cell(result, rated)) else "",
            target=self.target_cell(target),
            good_is=self.rule.good_is,
            k=k,
            k_more=k_more_words(k, self.rule, self.noun) if k else "",
            direction=way,
            direction_text=sentence_case(words),
            run_length=run,
            change=self._change(result, compared),
            compared_with=in_words(compared.period) if compared is not None else "",
        )

    def _judged_cell(self, result: Row | None, rated: Judged | None) -> FigureCell | None:
        """The year to date, where that and not the quarter's own figure is judged."""
        if rated is None or result is None or self.is_hidden(result):
            return None
        if rated.figure == self.figure(result):
            return None
        return FigureCell(**self.numbers_of(rated.figure))

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
        row = self.results.get(period.a_year_ago) or self.known.get(period.a_year_ago)
        if row is None or getattr(row, "standing", "") == Standing.FORECAST:
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

    def _year_to_date(self, period: Period | None) -> dict:
        figure = self.year_to_date_after(period) if period and period.is_quarter else None
        if figure is None:
            return {}
        decimals = self.rule.decimals
        return {
            "year_to_date": write_figure(figure, decimals),
            "year_to_date_value": figure.shown(decimals),
        }

    def _commentary(self, row: Row | None) -> Commentary:
        if row is None:
            return Commentary()
        return Commentary(row.why, row.being_done, row.back_on_track, row.help_needed)

    def _signed_off(self, row: Row | None) -> bool:
        """Whether the figure is of an earlier quarter, or of a return that is signed off."""
        if row is None:
            return False
        if row.reported_in_id < self.facts.quarter:
            return True
        state = self.facts.return_states.get(self.plan.id) if self.plan else None
        return state in (ReturnState.SIGNED_OFF, ReturnState.PUBLISHED)

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


_RATED = (Status.MET, Status.CLOSE, Status.MISSED)
_WITH_A_FIGURE = (*_RATED, Status.NO_TARGET, Status.CONTEXT)


def is_settled(standing: str, expected: Expect) -> bool:
    """Whether a report of this standing is all that the quarter expects."""
    if standing == Standing.NOT_AVAILABLE:
        return True
    return RANK[Standing(standing)] >= RANK[Standing(expected)]


def sure_words(sure: Sureness | None) -> str:
    """How sure it is, as a sentence says it."""
    if sure is None:
        return ""
    if sure == Sureness.NOT_TOLD_APART:
        return str(sure)
    return f"{sure} the target"
