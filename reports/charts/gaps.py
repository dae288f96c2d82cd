"""The chart of the gap to a comparable series. No Django in here.

Two lines and, between them, a bar for each period that both have: the gap itself is what is drawn.
"""

from collections.abc import Iterator
from dataclasses import replace

from indicators.performance import Comparable, GapMovement
from periods.calendar import YearType, in_words, read_period
from reports.charts.chart import Chart
from reports.charts.drawings import BOTTOM, LEGEND_ROW, WIDTH, Trend, span
from reports.charts.slots import Slot, slots_of
from reports.charts.svg import Svg, drawing, label
from reports.reading.gaps import Gap, gaps
from reports.reading.objects import IndicatorReport

MOST_LABELS, ASIDE = 6, 9


def gap_chart(report: IndicatorReport) -> Chart:
    """The indicator beside the series with most figures that can be compared with it.

    Where there is no gap to be drawn, `svg` is None and a sentence says why.
    """
    found = gaps(report)
    columns = ("Whose", "Period", "Theirs", report.line.code, "Gap")
    rows = tuple(row for each in found for row in rows_of(each))
    if not found:
        return Chart(f"{report.line.code}: no gap to show", sentence=why_none(report))
    drawn = found[0]
    if not GapTrend.within(report, drawn):
        said = "The periods with a gap lie too far back to be drawn."
        return Chart(finding(drawn), sentence=said, columns=columns, rows=rows)
    svg = GapTrend(report, drawn).svg(finding(drawn), described(drawn))
    others = tuple(each.sentence for each in found[1:])
    return Chart(finding(drawn), svg, notes=others, columns=columns, rows=rows)


def finding(gap: Gap) -> str:
    """The chart's title: how wide it is, and what became of it."""
    now, was = gap.latest, gap.baseline
    if gap.movement is None or was is None:
        size = now.text if now.gap >= 0 else f"{now.text} the other way"
        return f"Gap to {gap.name}: {size}, {in_words(now.period)}"
    began = was.text.split(" ")[0]
    way = {
        GapMovement.NARROWING: f"narrowed from {began} to {now.text}",
        GapMovement.WIDENING: f"widened from {began} to {now.text}",
        GapMovement.SAME: f"stayed at {now.text}",
    }[gap.movement]
    return f"Gap to {gap.name} {way}, {in_words(was.period)} to {in_words(now.period)}"


def described(gap: Gap) -> str:
    """The drawing in words, for who does not see it."""
    said = (f"{p.period}: {p.theirs.text} and {p.ours.text}, {p.words}" for p in gap.points)
    return f"{gap.name} and the indicator. {'. '.join(said)}."


def why_none(report: IndicatorReport) -> str:
    """What stands in place of a drawing of no gap."""
    if report.line.masked:
        return "Its figures are masked, so no gap is worked out."
    if not any(each.comparable == Comparable.YES for each in report.comparators):
        return "There is no series that can be compared with this indicator."
    return "No comparable series has a figure for a period of which the indicator has a result."


def rows_of(gap: Gap) -> Iterator[tuple[str, ...]]:
    for each in gap.points:
        size = each.text if each.gap >= 0 else f"{each.text} the other way"
        yield gap.name, in_words(each.period), each.theirs.text, each.ours.text, size


class GapTrend(Trend):
    """The trend of both, with bars between them; forecasts and targets are left to other charts."""

    def __init__(self, report: IndicatorReport, gap: Gap):
        self.points = {each.period: each for each in gap.points}
        slots = [self.of_both(each) for each in self.within(report, gap)]
        super().__init__(report, slots, [gap.name])
        self.base = None

    @staticmethod
    def within(report: IndicatorReport, gap: Gap) -> list[Slot]:
        """The periods from the first gap to the last."""
        year_type = YearType(report.line.year_type)
        first, last = (read_period(gap.points[end].period, year_type) for end in (0, -1))
        return [each for each in slots_of(report) if first <= each.period <= last]

    def of_both(self, slot: Slot) -> Slot:
        """The slot with what the gap is made of, and nothing else."""
        point = self.points.get(slot.period.label)
        if point is None:
            figure = None if slot.is_forecast else slot.figure
            return replace(slot, figure=figure, target=None, comparators={})
        return Slot(slot.period, point.ours, None, {point.theirs.name: point.theirs})

    def values(self) -> Iterator[float]:
        yield 0.0
        yield from (slot.result.number for slot in self.slots if slot.result)
        yield from (float(each.theirs.value) for each in self.points.values())

    def svg(self, title: str, description: str) -> Svg:
        legend_top = BOTTOM + (46 if self.quarterly else 30)
        rows = sum(len(rows) for _, rows in self.entries())
        parts = [
            *self.axes(),
            *self.changes_of_definition(),
            *self.bars(),
            *self.comparators(),
            *self.results(),
            *self.sizes(),
            *self.legend(legend_top),
        ]
        height = legend_top + LEGEND_ROW * rows + 2
        return drawing(parts, width=WIDTH, height=height, title=title, description=description)

    def both(self) -> list[tuple[int, float, float]]:
        """Each slot that has both, with the heights of its two marks."""
        return [
            (number, self.y(float(point.theirs.value)), self.place(number)[1])
            for number, slot in enumerate(self.slots)
            for point in [self.points.get(slot.period.label)]
            if point
        ]

    def bars(self) -> Iterator[str]:
        for number, theirs, ours in self.both():
            yield from span((self.x(number), theirs), (self.x(number), ours))

    def sizes(self) -> Iterator[str]:
        """How wide each gap is; of many, the first and the last only."""
        both = self.both()
        told = both if len(both) <= MOST_LABELS else [both[0], both[-1]]
        for number, theirs, ours in told:
            words = self.size_of(number)
            x, y = self.x(number), (theirs + ours) / 2 + 4.5
            if x + ASIDE + len(words) * 7.6 < WIDTH:
                yield label(words, x + ASIDE, y, anchor="start")
            else:
                yield label(words, x - ASIDE, y, anchor="end")

    def size_of(self, number: int) -> str:
        """The size without its unit's words, which the title says."""
        return self.points[self.slots[number].period.label].text.split(" ")[0]

    def meanings(self) -> Iterator[tuple[str, str]]:
        """Without the intervals, which are for the chart of the trend."""
        for kind, words in super().meanings():
            if kind == "interval":
                continue
            yield kind, f"{self.line.code}, result" if kind == "result" else words
        yield "gap", "Gap"
