"""How an indicator would stand with the figure that somebody is about to hand in."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from indicators.expectations import Standing
from indicators.facts import IndicatorFacts
from indicators.models import Actual
from indicators.performance import Status
from indicators.series import Series, has_figure
from indicators.small_numbers import k_more, k_more_words, target_as_children
from indicators.values import Figure, Unit, write_figure, write_value
from indicators.versions import TargetState, value_of
from periods.calendar import Period

# What a return asks to be explained.
OFF_TARGET = {
    Status.CLOSE,
    Status.MISSED,
    Status.FORECAST_TO_BE_CLOSE,
    Status.FORECAST_TO_MISS,
}


@dataclass(frozen=True)
class Past:
    """A figure of an earlier period, as it stands."""

    period: str
    text: str
    counts: str
    status: str
    standing: str


@dataclass(frozen=True)
class Outlook:
    """What a figure would come to: as shown, against its target, and in people.

    `span` is from where to where a forecast may come out: "6.7% (3) to 20.0% (9)".
    """

    text: str
    status: str
    target: str
    more: str
    span: str = ""

    @property
    def is_off_target(self) -> bool:
        return self.status in OFF_TARGET

    @property
    def is_on_target(self) -> bool:
        return self.status in (Status.MET, Status.FORECAST_TO_MEET)


class Prospect:
    """One indicator in one return: what was known of it, and what a new figure would change."""

    def __init__(self, facts: IndicatorFacts, indicator: int, *, today: date):
        self.facts = facts
        self.row = facts.indicators[indicator]
        self.today = today
        self.known = self._series(facts)

    def _series(self, facts: IndicatorFacts) -> Series:
        return Series(self.row, facts, plan=None, hidden=frozenset(), today=self.today)

    def with_figure(self, proposed: Actual) -> Series:
        """The indicator as it would be with this figure in its place."""
        own = (proposed.period, proposed.reported_in_id)
        others = [
            each
            for each in self.facts.actuals.get(self.row.id, [])
            if (each.period, each.reported_in_id) != own
        ]
        rows = sorted([*others, proposed], key=lambda row: (row.period, row.reported_in_id))
        return self._series(replace(self.facts, actuals={self.row.id: rows}))

    def judge(self, proposed: Actual) -> Status:
        """The status that this figure would have."""
        return self.with_figure(proposed).judged(proposed).status

    def outlook(self, proposed: Actual) -> Outlook:
        """What this figure would come to."""
        series = self.with_figure(proposed)
        judged = series.judged(proposed)
        aim = value_of(judged.target)
        if not has_figure(proposed):
            return Outlook("Not available", Status.NOT_AVAILABLE, self.target_words(judged), "")
        short = k_more(judged.figure, aim, series.rule) if aim is not None else None
        more = k_more_words(short, series.rule, series.noun) if short else ""
        return Outlook(
            text=self.written(series.figure(proposed)),
            status=judged.status,
            target=self.target_words(judged),
            more=f"{more} would meet the target" if more else "",
            span=self.span(proposed, series.figure(proposed)),
        )

    def span(self, forecast: Actual, figure: Figure) -> str:
        """From the low to the high number of a forecast, as shown; "" where it has neither."""
        if forecast.low is None or forecast.high is None or not figure.denominator:
            return ""
        low, high = (
            f"{self.written(replace(figure, numerator=count, value=None))} ({count:,})"
            for count in (forecast.low, forecast.high)
        )
        return f"{low} to {high}"

    def target_words(self, judged) -> str:
        """ "15% = 6 of 40 young people", "Not set"."""
        if judged.target is None:
            return "No target"
        value = value_of(judged.target)
        if value is None:
            return str(judged.target.state).capitalize()
        text = write_value(value, self.known.unit, None, self.row.per)
        children = self.children(value, judged.figure)
        return f"{text} = {children}" if children else text

    def children(self, value, figure: Figure) -> str:
        """A target as people of this cohort: "6 of 40 young people"; "" where it has none."""
        if self.known.unit != Unit.PERCENTAGE or not figure.denominator:
            return ""
        count = target_as_children(value, figure.denominator, self.known.rule)
        if count is None:
            return ""
        return f"{count:,} of {self.known.noun.of(figure.denominator)}"

    def written(self, figure: Figure) -> str:
        return write_figure(figure, self.known.rule.decimals)

    # What was known before ------------------------------------------------------------------

    def target_of(self, period: Period) -> str:
        """The target that a figure about the period is set against."""
        target = self.known.targets.get(period) or self.known.targets.get(
            self.known.whole_year(period)
        )
        if target is None:
            return "No target"
        value = value_of(target)
        if value is None:
            return str(target.state).capitalize()
        return write_value(value, self.known.unit, None, self.row.per)

    @property
    def baseline(self) -> str:
        """ "2.4% (2007/08)", or "" where there is none."""
        row = self.known.baseline
        if row is None:
            return ""
        if row.state != TargetState.SET:
            return str(row.state).capitalize()
        return f"{self.written(self.known.figure(row))} ({row.period})"

    def reported_before(self, period: str) -> Past | None:
        """What earlier quarters reported last about the period; None where they had no figure."""
        rows = [
            row
            for row in self.facts.actuals.get(self.row.id, [])
            if row.period == period and row.reported_in_id < self.facts.quarter and has_figure(row)
        ]
        last = max(rows, key=lambda row: row.reported_in_id, default=None)
        return self._past(last) if last else None

    def past(self, about: Period, at_most: int = 4) -> list[Past]:
        """What was reported before: about the same period, and what stands of earlier ones."""
        now = self.facts.quarter
        earlier = [row for period, row in self.known.known.items() if period < about]
        same = [
            row
            for row in self.facts.actuals.get(self.row.id, [])
            if row.period == about.label and row.reported_in_id < now
        ]
        rows = sorted([*same, *earlier], key=lambda row: (row.period, row.reported_in_id))
        return [self._past(row) for row in rows[::-1][:at_most]]

    def _past(self, row: Any) -> Past:
        if not has_figure(row):
            text, counts = row.marker or "Not available", ""
        else:
            figure = self.known.figure(row)
            text, counts = self.written(figure), self._counts(figure)
        return Past(row.period, text, counts, str(self.known.judged(row).status), row.standing)

    def text_of(self, period: Period) -> str:
        """What stands about a period, as it is shown."""
        return self._past(self.known.known[period]).text

    def _counts(self, figure: Figure) -> str:
        if figure.numerator is None or figure.denominator is None:
            return ""
        return f"{figure.numerator:,} of {self.known.noun.of(figure.denominator)}"

    def words_before(self, quarter: str) -> Any | None:
        """The record of the latest earlier quarter, whose commentary may still be true."""
        rows = [
            each
            for each in self.facts.actuals.get(self.row.id, [])
            if each.reported_in_id < quarter and each.standing != Standing.NOT_AVAILABLE
        ]
        return max(rows, key=lambda row: (row.reported_in_id, row.period), default=None)
