"""How a figure was judged in its day: what a release keeps of it. No Django in here."""

from decimal import Decimal

from indicators.expectations import Accumulation
from indicators.performance import (
    GoodIs,
    Status,
    ToleranceKind,
    edge_count,
    tolerated,
)
from indicators.series import Judged, Row, has_figure
from indicators.values import Unit, half_up, write_figure
from indicators.versions import value_of
from reports.reading.lines import LineMaker
from reports.reading.objects import Judgement


class JudgementMaker(LineMaker):
    """Says of a figure by which target and tolerance it was judged, and what came of it."""

    def judgement(self, row: Row | None) -> Judgement | None:
        """None for a figure that is hidden, or that says no number to be judged."""
        if row is None or self.is_hidden(row) or not has_figure(row):
            return None
        judged = self.judged(row)
        if judged.status == Status.MASKED:
            return None
        target = judged.target
        told = self._small_numbers(judged.status, judged.figure, target)
        way, words, _, compared = self.travel(row)
        return Judgement(
            figure=write_figure(judged.figure, self.rule.decimals),
            parts=self._parts(row, judged),
            target=self.written(aim) if (aim := value_of(target)) is not None else "",
            target_period=target.period if target else "",
            good_is=self.rule.good_is,
            tolerance=self.tolerance_words(self.rule),
            edge=self._edge(judged),
            short_by=self._short_by(judged),
            status=judged.status,
            **{
                name: told.get(name, "")
                for name in ("k_more", "fragility", "sureness", "never_close")
            },
            direction=way,
            direction_text=words,
            compared=self._text(compared),
            compared_period=compared.period if compared is not None else "",
        )

    def _parts(self, row: Row, judged: Judged) -> tuple[tuple[str, str], ...]:
        """The quarters that make up the year so far, where that is judged."""
        if self.row.accumulation != Accumulation.EACH_QUARTER or judged.figure == self.figure(row):
            return ()
        quarters = self._quarters_to(self.period(row.period))
        return tuple((each.period, self._text(each)) for each in quarters if each is not None)

    def _text(self, row: Row | None) -> str:
        return "" if row is None else write_figure(self.figure(row), self.rule.decimals)

    def _edge(self, judged: Judged) -> str:
        """The furthest from the target that is still close; from where to where, if on plan."""
        target, rule = value_of(judged.target), self.rule
        if target is None or judged.figure.no_cohort or rule.good_is == GoodIs.NONE:
            return ""
        if rule.tolerance.kind == ToleranceKind.CHILDREN and judged.figure.has_counts:
            return self._edge_in_children(judged, target)
        distance = tolerated(target, self.unit, rule)
        if not distance:
            return ""
        below, above = self.written(target - distance), self.written(target + distance)
        ends = {GoodIs.HIGHER: below, GoodIs.LOWER: above}
        return ends.get(rule.good_is, f"{below} to {above}")

    def _edge_in_children(self, judged: Judged, target: Decimal) -> str:
        count = edge_count(target, judged.figure, self.rule)
        if count is None:
            return ""
        children = int(self.rule.tolerance.amount)
        edge = count - children if self.rule.good_is == GoodIs.HIGHER else count + children
        return f"{max(edge, 0):,} of {self.noun.of(judged.figure.denominator or 0)}"

    def _short_by(self, judged: Judged) -> str:
        target, shown = value_of(judged.target), judged.figure.shown(self.rule.decimals)
        if target is None or shown is None or self.rule.good_is == GoodIs.NONE:
            return ""
        short = self.rule.shortfall(shown, half_up(target, self.rule.decimals))
        return self.difference(short) if short > 0 else ""

    def difference(self, size: Decimal) -> str:
        """A difference between two figures: "2.5 percentage points"."""
        if self.unit != Unit.PERCENTAGE:
            return self.written(size)
        points = "percentage point" if size == 1 else "percentage points"
        return f"{half_up(size, self.rule.decimals)} {points}"
