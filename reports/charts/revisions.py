"""The chart of how one period's figure was revised, from forecast to final. No Django in here.

A row for each report, in the order in which they were made, over one scale with the target.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.values import Unit
from periods.calendar import in_words
from reports.charts.chart import Chart
from reports.charts.slots import value_of
from reports.charts.svg import (
    GRID,
    INK,
    PAPER,
    RESULT,
    TARGET,
    Svg,
    axis_text,
    dot,
    drawing,
    label,
    line,
    text,
    ticks_over,
    width_in,
)
from reports.reading.gaps import size_text
from reports.reading.objects import FigureCell, IndicatorLine, PeriodRow

WIDTH, LEFT, RIGHT, TOP, ROW = 400, 16, 384, 24, 46
MOST_ROWS = 8


def revision_chart(row: PeriodRow, about: IndicatorLine) -> Chart:
    """Every report about one period. With fewer than two figures there is nothing to draw."""
    title = finding(row, about)
    columns = ("Standing", "Figure", "Counts", "Likely or 95% interval", "Reported in")
    rows = tuple(map(row_of, row.reports))
    if sum(each.has_number for each in row.reports) < 2:
        return Chart(title, sentence=why_none(row), columns=columns, rows=rows)
    svg = Revision(row, about).svg(title, described(row))
    more = len(row.reports) - MOST_ROWS
    notes = (f"The {more} earliest reports are in the table only.",) if more > 0 else ()
    return Chart(title, svg, notes=notes, columns=columns, rows=rows)


def finding(row: PeriodRow, about: IndicatorLine) -> str:
    """The title: from what to what the figure was revised."""
    period = in_words(row.period)
    told = [each for each in row.reports if each.has_number]
    if any(each.masked for each in row.reports):
        return f"{about.code}, {period}: revisions masked"
    if not told:
        return f"{about.code}, {period}: no figure so far"
    first, last = told[0], told[-1]
    if len(told) == 1:
        return f"{about.code}, {period}: {last.text} ({last.standing}), reported once"
    change = Decimal(last.value or 0) - Decimal(first.value or 0)
    way = "up" if change > 0 else "down"
    moved = f"{way} {size_text(abs(change), about)}" if change else "unchanged"
    return (
        f"{about.code}, {period}: {first.text} ({first.standing}) became "
        f"{last.text} ({last.standing}), {moved}"
    )


def why_none(row: PeriodRow) -> str:
    """What stands in place of a drawing of no revision."""
    if any(each.masked for each in row.reports):
        return "Its figures are masked, so no chart is drawn."
    if any(each.has_number for each in row.reports):
        return "This figure was reported once, so there is no revision to draw."
    return "There is no figure to draw yet."


def row_of(cell: FigureCell) -> tuple[str, ...]:
    counts = cell.counts if " of " in cell.counts else ""
    return (
        cell.standing.capitalize(),
        cell.text,
        counts or "–",
        (cell.range if cell.is_forecast else cell.interval) or "–",
        in_words(cell.reported_in),
    )


def described(row: PeriodRow) -> str:
    """The drawing in words, for who does not see it."""
    said = [f"{each.standing}, {in_words(each.reported_in)}: {each.text}" for each in row.reports]
    aim = f" Target {row.target.text}." if row.target and row.target.value is not None else ""
    return f"{'. '.join(said)}.{aim}"


@dataclass(frozen=True)
class Span:
    """From where to where a figure may lie: what a forecast says, or chance alone explains."""

    low: float
    high: float


def span_of(cell: FigureCell, about: IndicatorLine) -> Span | None:
    """The interval of a result; the low and the high of a forecast, in percent where it is one."""
    if not cell.has_number:
        return None
    if not cell.is_forecast:
        if cell.lower is None or cell.upper is None:
            return None
        return Span(float(cell.lower), float(cell.upper))
    if cell.low is None or cell.high is None:
        return None
    if about.unit == Unit.NUMBER:
        return Span(cell.low, cell.high)
    if about.unit != Unit.PERCENTAGE or not cell.denominator:
        return None
    return Span(100 * cell.low / cell.denominator, 100 * cell.high / cell.denominator)


class Revision:
    """Rows of one figure each over a common scale."""

    def __init__(self, row: PeriodRow, about: IndicatorLine):
        self.about = about
        self.reports: Sequence[FigureCell] = row.reports[-MOST_ROWS:]
        self.aim = value_of(row.target)
        self.bottom = TOP + ROW * len(self.reports)
        self.ticks = ticks_over(self.held(), about.unit)

    def held(self) -> Iterator[float]:
        """Everything that the scale must hold: it starts at nought."""
        yield 0.0
        for each in self.reports:
            if each.value is not None:
                yield float(each.value)
            if span := span_of(each, self.about):
                yield from (span.low, span.high)
        if self.aim:
            yield self.aim.number

    def x(self, value: float) -> float:
        lowest, highest = self.ticks[0], self.ticks[-1]
        return LEFT + (RIGHT - LEFT) * (value - lowest) / (highest - lowest)

    def svg(self, title: str, description: str) -> Svg:
        parts = [*self.axis(), *self.target()]
        for number, each in enumerate(self.reports):
            parts += self.row(each, TOP + ROW * number)
        height = self.bottom + 24
        return drawing(parts, width=WIDTH, height=height, title=title, description=description)

    def axis(self) -> Iterator[str]:
        yield line((LEFT, self.bottom), (RIGHT, self.bottom), INK)
        for tick in self.ticks:
            x = self.x(tick)
            yield line((x, TOP), (x, self.bottom), GRID)
            words = axis_text(tick, self.about.unit)
            half = width_in(words) / 2
            middle = min(max(x, half), WIDTH - half)
            yield text(words, middle, self.bottom + 18, anchor="middle")

    def target(self) -> Iterator[str]:
        if self.aim:
            x = self.x(self.aim.number)
            yield line((x, TOP - 4), (x, self.bottom), TARGET, 3.5)
            words = f"target {self.aim.text}"
            half = width_in(words) / 2
            yield label(words, min(max(x, half), WIDTH - half), TOP - 9)

    def row(self, cell: FigureCell, top: float) -> Iterator[str]:
        """Who says so and when; below it the figure, where there is one to be seen."""
        y = top + 31
        yield from self.halo(
            f"{cell.standing.capitalize()}, {in_words(cell.reported_in)}", top + 15
        )
        if not cell.has_number:
            if cell.text.lower() != cell.standing:
                yield label(cell.text, RIGHT, top + 15, anchor="end")
            return
        if span := span_of(cell, self.about):
            low, high = self.x(span.low), self.x(span.high)
            yield line((low, y), (high, y), RESULT, 1.5, "3 3" if cell.is_forecast else "none")
            for end in (low, high):
                yield line((end, y - 5), (end, y + 5), RESULT, 1.5)
        yield dot(self.x(float(cell.value or 0)), y, filled=not cell.is_forecast)
        yield label(cell.text, RIGHT, top + 15, anchor="end")

    @staticmethod
    def halo(words: str, y: float) -> Iterator[str]:
        """The row's words, to be read where a line crosses them."""
        look = {"fill": PAPER, "stroke": PAPER, "stroke_width": 4, "stroke_linejoin": "round"}
        yield text(words, LEFT, y, anchor="start", **look)
        yield text(words, LEFT, y)
