"""How an indicator's figures and targets are shown. No Django in here."""

from dataclasses import replace
from decimal import Decimal

from indicators.disclosure import MASK
from indicators.performance import Rule, ToleranceKind
from indicators.series import Row, Series, has_figure, once
from indicators.small_numbers import target_as_children, wilson
from indicators.values import Figure, Unit, write_figure, write_value
from indicators.versions import TargetState, value_of
from periods.calendar import FinancialQuarter, described_with_report
from reports.reading.objects import FigureCell, TargetCell
from reports.reading.sentences import sentence_case


class Cells(Series):
    """The cells of an indicator: each figure with its words, or the mask in its place."""

    def cell(self, row: Row | None) -> FigureCell | None:
        """An actual as it is shown."""
        return None if row is None else self._cell(row)

    @once
    def _cell(self, row: Row) -> FigureCell:
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
            **self._signed(row),
        )

    def in_short(self, row: Row) -> FigureCell:
        """An actual as quarters are compared by it: without what is worked out of its numbers."""
        about = {
            "period": row.period,
            "reported_in": row.reported_in_id,
            "standing": row.standing,
        }
        if self.is_hidden(row):
            return FigureCell(**about, text=MASK, masked=True)
        return FigureCell(
            **about,
            **self._words(row),
            not_available_because=row.not_available_because,
            expected=row.expected,
        )

    def _signed(self, row: Row) -> dict:
        """Who answers for the figure: whoever signed off the return that reported it."""
        signed = self.facts.sign_offs.get((self.plan.id, row.reported_in_id)) if self.plan else None
        return {"signed_off_by": signed.by, "signed_off_on": signed.on} if signed else {}

    def baseline_cell(self, row: Row | None) -> FigureCell | None:
        """A baseline as it is shown."""
        if row is None:
            return None
        about = {
            "period": row.period,
            "period_in_full": self.period(row.period).described,
            "from_quarter": row.from_quarter,
        }
        if self.is_hidden(row):
            return FigureCell(**about, text=MASK, masked=True)
        about |= {"reason": row.reason, "agreed_by": row.agreed_by}
        if row.state != TargetState.SET:
            return FigureCell(**about, text=sentence_case(row.state))
        source = f"Already public: {row.already_public}" if row.already_public else ""
        return FigureCell(**about, **self._numbers(row), source=source)

    def _numbers(self, row: Row) -> dict:
        if not has_figure(row):
            return self._words(row)
        return self.numbers_of(self.figure(row))

    def _words(self, row: Row) -> dict:
        if not has_figure(row):
            return {"text": getattr(row, "marker", "") or "Not available"}
        return self._words_of(self.figure(row))

    def _words_of(self, figure: Figure) -> dict:
        text = write_figure(figure, self.rule.decimals)
        return {"text": text, "counts": self.counts(figure)}

    def numbers_of(self, figure: Figure) -> dict:
        """What a cell says of a figure: its words, and the numbers behind them."""
        interval = wilson(figure)
        shown = interval.shown(self.rule.decimals) if interval else None
        return {
            **self._words_of(figure),
            "value": figure.shown(self.rule.decimals),
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "lower": shown.low if shown else None,
            "upper": shown.high if shown else None,
            "interval": f"{interval.words(self.rule.decimals)}%" if interval else "",
        }

    def counts(self, figure: Figure) -> str:
        """ "5 of 40 young people", or "541 children"; empty where the counts are not known."""
        if figure.unit == Unit.NUMBER and figure.count is not None and self.noun.many:
            return self.noun.of(figure.count)
        if figure.numerator is None or figure.denominator is None:
            return ""
        if figure.unit != Unit.PERCENTAGE:
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
        cell = self._target_cell(target)
        children = self._as_children(cell.value, cohort)
        return replace(cell, children=children) if children else cell

    @once
    def _target_cell(self, target: Row) -> TargetCell:
        period = self.period(target.period)
        value = value_of(target)
        return TargetCell(
            period=target.period,
            period_in_full=period.described,
            text=self.written(value) if value is not None else sentence_case(target.state),
            state=target.state,
            value=value,
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

    def tolerance_words(self, rule: Rule) -> str:
        """ "10% of the target", "1 child", "2 points"."""
        amount = f"{rule.tolerance.amount.normalize():f}"
        if rule.tolerance.kind == ToleranceKind.PERCENT:
            return f"{amount}% of the target"
        if rule.tolerance.kind == ToleranceKind.CHILDREN:
            return self.noun.of(int(rule.tolerance.amount))
        unit = "percentage point" if self.unit == Unit.PERCENTAGE else "unit"
        return f"{amount} {unit}" if amount == "1" else f"{amount} {unit}s"
