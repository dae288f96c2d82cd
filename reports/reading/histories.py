"""An indicator over all its periods: standings, versions and comparators. No Django in here."""

from indicators.performance import Rule, Tolerance, ToleranceKind
from indicators.series import has_figure
from periods.calendar import Period
from reports.reading.judgements import JudgementMaker
from reports.reading.objects import (
    ComparatorPoint,
    FigureCell,
    PeriodRow,
    RuleVersion,
    TargetCell,
)


class IndicatorMaker(JudgementMaker):
    """Everything a report says of an indicator: its line, and its history."""

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
            judgement=self.judgement(stands),
        )

    def stands(self) -> tuple[FigureCell, ...]:
        """What stands for each period of which something was reported, in short."""
        return tuple(self.in_short(self.known[each]) for each in sorted(self.known))

    def targets_in_force(self) -> tuple[TargetCell, ...]:
        """The target of each period that has one."""
        return tuple(filter(None, map(self.target_cell, self.targets.values())))

    def target_versions(self) -> tuple[TargetCell, ...]:
        """Every target there ever was, the periods in order and their versions in time."""
        rows = self.facts.targets.get(self.row.id, [])
        return tuple(filter(None, map(self.target_cell, rows)))

    def baselines(self, *, masked: bool) -> tuple[FigureCell, ...]:
        """Every baseline there ever was; to masked audiences of each period the last version.

        Beside those of parts, an earlier version would be one more figure to reckon with.
        """
        rows = self.facts.baselines.get(self.row.id, [])
        if masked:
            rows = {each.period: each for each in rows}.values()
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
                reason=each.reason,
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
