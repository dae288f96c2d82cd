"""The drawings: an indicator over its periods, or one figure on a scale. No Django in here.

Colour is never alone: a result is a filled dot and a forecast an outlined one, a target is a
thick step, comparators are dashed lines with marks of their own. A hidden figure has no number
in the report, so it cannot be drawn.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from math import ceil
from textwrap import wrap

from indicators.expectations import Accumulation
from indicators.performance import Comparable
from reports.charts.slots import Slot, Value, definition_breaks, value_of
from reports.charts.svg import (
    COMPARATOR,
    DASHES,
    DOTTED,
    GRID,
    INK,
    RESULT,
    SOLID,
    TARGET,
    Point,
    Svg,
    area,
    axis_text,
    dot,
    drawing,
    label,
    line,
    mark,
    path,
    text,
    ticks_over,
    whisker,
)
from reports.reading.comparable import baseline_compares_throughout
from reports.reading.objects import IndicatorLine, IndicatorReport

WIDTH, LEFT, TOP, BOTTOM = 400, 46, 18, 218
# Without its legend a trend stands large, where a drawing of fewer units has larger words.
LARGE_WIDTH, LARGE_BOTTOM = 320, 168
LEGEND_ROW, LEGEND_CHARACTERS = 19, 46
ASIDE = 13  # from a dot to a mark that stands free of it


class Trend:
    """The line chart of one indicator: an axis, what is drawn on it, a legend below."""

    def __init__(
        self,
        report: IndicatorReport,
        slots: Sequence[Slot],
        names: Sequence[str],
        *,
        with_legend: bool = True,
    ):
        self.line, self.slots, self.names = report.line, slots, names
        self.with_legend = with_legend
        self.width = WIDTH if with_legend else LARGE_WIDTH
        self.right = self.width - 12
        self.bottom = BOTTOM if with_legend else LARGE_BOTTOM
        throughout = baseline_compares_throughout(report.line)
        self.base = value_of(report.line.baseline) if throughout else None
        self.breaks = definition_breaks(report, slots)
        self.ticks = ticks_over(self.values(), self.line.unit)
        self.slot_width = (self.right - LEFT) / len(slots)
        self.quarterly = slots[0].period.is_quarter

    def values(self) -> Iterator[float]:
        """Everything that the axis must hold."""
        for slot in self.slots:
            yield from (each.number for each in (slot.result, slot.aim) if each)
            yield from slot.interval or ()
        for name in self.names:
            yield from (value for _, value in self.series(name))
        if self.base:
            yield self.base.number

    def series(self, name: str) -> list[tuple[int, float]]:
        return [
            (number, float(slot.comparators[name].value))
            for number, slot in enumerate(self.slots)
            if name in slot.comparators
        ]

    def x(self, number: int) -> float:
        """The middle of a slot."""
        return LEFT + self.slot_width * (number + 0.5)

    def edge(self, number: int) -> float:
        """The left edge of a slot."""
        return LEFT + self.slot_width * number

    def y(self, value: float) -> float:
        lowest, highest = self.ticks[0], self.ticks[-1]
        return TOP + (self.bottom - TOP) * (highest - value) / (highest - lowest)

    def svg(self, title: str, description: str) -> Svg:
        legend_top = self.bottom + (46 if self.quarterly else 30)
        rows = sum(len(rows) for _, rows in self.entries()) if self.with_legend else 0
        parts = [
            *self.axes(),
            *self.changes_of_definition(),
            *self.intervals(),
            *self.baseline(),
            *self.comparators(),
            *self.targets(),
            *self.results(),
            *self.comparators_marks(),
            *self.labels(),
            *(self.legend(legend_top) if self.with_legend else ()),
        ]
        height = legend_top + LEGEND_ROW * rows + 2
        return drawing(parts, width=self.width, height=height, title=title, description=description)

    def axes(self) -> Iterator[str]:
        for tick in self.ticks:
            y = self.y(tick)
            yield line((LEFT, y), (self.right, y), INK if tick in (0, self.ticks[0]) else GRID)
            yield text(axis_text(tick, self.line.unit), LEFT - 6, y + 4.5, anchor="end")
        yield from self.quarters_below() if self.quarterly else self.years_below()

    def years_below(self) -> Iterator[str]:
        every = ceil(len(self.slots) / 7)
        for number, slot in enumerate(self.slots):
            if number % every == 0:
                yield text(slot.period.label, self.x(number), self.bottom + 18, anchor="middle")

    def quarters_below(self) -> Iterator[str]:
        for number, slot in enumerate(self.slots):
            if self.slot_width >= 20:
                quarter = f"Q{slot.period.quarter}"
                yield text(quarter, self.x(number), self.bottom + 18, anchor="middle")
            if slot.period.quarter == 1 or number == 0:
                yield line(
                    (self.edge(number), self.bottom), (self.edge(number), self.bottom + 36), GRID
                )
                if self.left_of_year(number) * self.slot_width >= 54:
                    yield text(
                        slot.period.whole_year.label, self.edge(number) + 4, self.bottom + 35
                    )

    def left_of_year(self, number: int) -> int:
        year = self.slots[number].period.year
        return sum(slot.period.year == year for slot in self.slots[number:])

    def changes_of_definition(self) -> Iterator[str]:
        for number in sorted(self.breaks):
            yield line((self.edge(number), TOP), (self.edge(number), self.bottom), INK, 1, "2 4")

    def runs(self, wanted: Callable[[Slot], object]) -> list[list[int]]:
        """Neighbouring slots that can be joined by a line."""
        runs: list[list[int]] = [[]]
        for number, slot in enumerate(self.slots):
            if number in self.breaks or self.begins_anew(slot) or not wanted(slot):
                runs.append([])
            if wanted(slot):
                runs[-1].append(number)
        return [run for run in runs if run]

    def begins_anew(self, slot: Slot) -> bool:
        """A figure for the year to date starts from nothing in each Quarter 1."""
        return self.line.accumulation == Accumulation.CUMULATIVE and slot.period.quarter == 1

    def intervals(self) -> Iterator[str]:
        for run in self.runs(lambda slot: slot.interval):
            ends = [(self.x(each), *map(self.y, self.slots[each].interval or ())) for each in run]
            if len(ends) == 1:
                yield whisker(*ends[0])
            else:
                low, high = [(x, y) for x, y, _ in ends], [(x, y) for x, _, y in ends]
                yield area([*high, *reversed(low)])

    def baseline(self) -> Iterator[str]:
        """As far as anything can be compared with it: up to the first change of definition."""
        if self.base:
            y = self.y(self.base.number)
            end = self.edge(min(self.breaks)) if self.breaks else self.right
            yield line((LEFT, y), (end, y), RESULT, 1.5, DOTTED)

    def comparators(self) -> Iterator[str]:
        for kind, name in enumerate(self.names):
            yield path(self.places_of(name), COMPARATOR, 1.5, DASHES[kind])

    def comparators_marks(self) -> Iterator[str]:
        for kind, name in enumerate(self.names):
            yield from (mark(x, y, kind) for x, y in self.places_of(name))

    def places_of(self, name: str) -> list[Point]:
        """Where a comparator is drawn: beside a result that would hide it, not under it."""
        return [
            (self.x(number) - (ASIDE if self.hides(number, value) else 0), self.y(value))
            for number, value in self.series(name)
        ]

    def hides(self, number: int, value: float) -> bool:
        """Whether the dot of the result lies where a comparator's mark would."""
        result = self.slots[number].result
        return result is not None and abs(self.y(result.number) - self.y(value)) < ASIDE

    def targets(self) -> Iterator[str]:
        before: float | None = None
        for number, slot in enumerate(self.slots):
            y = self.y(slot.aim.number) if slot.aim else None
            if y is not None:
                if before is not None:
                    yield line((self.edge(number), before), (self.edge(number), y), TARGET, 1.5)
                yield line((self.edge(number), y), (self.edge(number + 1), y), TARGET, 3.5)
            before = y

    def results(self) -> Iterator[str]:
        for run in self.runs(lambda slot: slot.result):
            for guessed, line_of in self.lines(run):
                yield path(map(self.place, line_of), RESULT, 2.5, "3 4" if guessed else SOLID)
            for each in run:
                yield dot(*self.place(each), filled=not self.slots[each].is_forecast)

    def lines(self, run: Sequence[int]) -> Iterator[tuple[bool, list[int]]]:
        """The run as lines that are dotted or not: dotted where either end is a forecast."""
        pairs = groupby(
            pairwise(run), lambda pair: any(self.slots[each].is_forecast for each in pair)
        )
        for guessed, together in pairs:
            held = list(together)
            yield guessed, [held[0][0], *(end for _, end in held)]

    def place(self, number: int) -> Point:
        """Where the figure of a slot is drawn."""
        result = self.slots[number].result
        return self.x(number), self.y(result.number if result else 0)

    def labels(self) -> Iterator[str]:
        """The last figure, its target and the last target, out of each other's way."""
        *_, (last, slot) = [each for each in enumerate(self.slots) if each[1].result]
        yield self.result_label(last, slot)
        aims = [number for number, each in enumerate(self.slots) if each.aim][-1:]
        if any((number - last) * self.slot_width >= 44 for number in aims):
            aims.insert(0, last)
        for number in aims:
            yield self.aim_label(number, self.slots[number])

    def result_label(self, number: int, slot: Slot) -> str:
        if not slot.result:
            return ""
        x, y = self.place(number)
        words, aim = slot.result.text, slot.aim
        if slot.interval and self.fits_right(words, x):
            return self.beside(words, x, y)
        aim_y = self.y(aim.number) if aim else None
        if aim_y is not None and aim_y <= y and y + 20 <= self.bottom - 4:
            return self.label(words, number, y + 20)
        if aim_y is None or aim_y > y or aim_y < y - 30:
            return self.label(words, number, y - 11)
        return self.beside(words, x, y)

    def beside(self, words: str, x: float, y: float) -> str:
        """The words at the height of a mark, neither under nor over it."""
        foot = min(y + 4.5, self.bottom - 4)
        if self.fits_right(words, x):
            return label(words, x + 10, foot, anchor="start")
        return label(words, x - 10, foot, anchor="end")

    def fits_right(self, words: str, x: float) -> bool:
        return x + 12 + len(words) * 7.6 < self.width

    def aim_label(self, number: int, slot: Slot) -> str:
        if not slot.aim:
            return ""
        above = slot.result is None or slot.aim.number >= slot.result.number
        y = self.y(slot.aim.number) + (-8 if above else 18)
        crossed = slot.interval and slot.interval[0] <= slot.aim.number <= slot.interval[1]
        return self.label(slot.aim.text, number, y, left=bool(crossed))

    def label(self, words: str, number: int, y: float, *, left: bool = False) -> str:
        """The words over or under a slot, neither cut off nor on the axis below.

        `left` of its middle, where the line of an interval would run through them.
        """
        half = len(words) * 3.8
        middle = self.x(number) - (half + 5 if left else 0)
        x = min(max(middle, LEFT + half), self.width - half)
        return label(words, x, min(max(y, 12), self.bottom - 4))

    def entries(self) -> list[tuple[str, list[str]]]:
        """What the legend explains: a kind of mark, and its words cut into rows."""
        return [(kind, wrap(words, LEGEND_CHARACTERS)) for kind, words in self.meanings()]

    def meanings(self) -> Iterator[tuple[str, str]]:
        if any(slot.result and not slot.is_forecast for slot in self.slots):
            yield "result", "Result"
        if any(slot.is_forecast for slot in self.slots):
            yield "forecast", "Forecast"
        if any(slot.interval for slot in self.slots):
            yield "interval", "What chance alone could explain (95% interval)"
        if any(slot.aim for slot in self.slots):
            yield "target", "Target"
        if self.base and self.line.baseline:
            yield "baseline", f"Baseline: {self.base.text}, {self.line.baseline.period}"
        for kind, name in enumerate(self.names):
            points = [slot.comparators[name] for slot in self.slots if name in slot.comparators]
            partly = any(point.comparable == Comparable.PARTLY for point in points)
            yield str(kind), f"{name} (partly comparable)" if partly else name
        if self.ticks[0] > 0:
            yield "", f"The scale starts at {axis_text(self.ticks[0], self.line.unit)}, not at 0"
        if self.breaks:
            yield "break", "Definition changed: not comparable with before"

    def legend(self, top: float) -> Iterator[str]:
        y = top + 12
        for kind, rows in self.entries():
            yield from swatch(kind, y - 4.5)
            for row in rows:
                yield text(row, LEFT, y)
                y += LEGEND_ROW


def swatch(kind: str, y: float) -> Iterator[str]:
    """The mark of a kind, for the legend."""
    left, middle, right = 8, 22, 36
    if kind in ("result", "forecast"):
        yield line((left, y), (right, y), RESULT, 2.5, "3 4" if kind == "forecast" else SOLID)
        yield dot(middle, y, filled=kind == "result")
    elif kind == "interval":
        yield area([(left, y - 7), (right, y - 7), (right, y + 7), (left, y + 7)])
        yield whisker(middle, y - 5, y + 5)
    elif kind == "target":
        yield line((left, y), (right, y), TARGET, 3.5)
    elif kind == "baseline":
        yield line((left, y), (right, y), RESULT, 1.5, DOTTED)
    elif kind == "gap":
        yield from span((middle, y - 7), (middle, y + 7))
    elif kind == "break":
        yield line((middle, y - 7), (middle, y + 7), INK, 1, "2 4")
    elif kind:
        yield line((left, y), (right, y), COMPARATOR, 1.5, DASHES[int(kind)])
        yield mark(middle, y, int(kind))


def span(start: Point, end: Point) -> Iterator[str]:
    """The bar of a gap, from one mark to the other."""
    yield line(start, end, GRID, 9)
    yield line(start, end, COMPARATOR, 1, "1 3")


# One figure alone ---------------------------------------------------------------------


class Alone:
    """One figure on a scale, with its interval and its target."""

    AXIS, HEIGHT = 62, 90

    def __init__(self, line: IndicatorLine, slot: Slot, result: Value):
        self.line, self.slot, self.result = line, slot, result
        aims = [slot.aim.number] if slot.aim else []
        held = [0.0, result.number, *aims, *(slot.interval or ())]
        self.ticks = ticks_over(held, line.unit)

    def x(self, value: float) -> float:
        lowest, highest = self.ticks[0], self.ticks[-1]
        return 30 + (WIDTH - 60) * (value - lowest) / (highest - lowest)

    def svg(self, title: str, description: str) -> Svg:
        parts = [*self.axis(), *self.interval(), *self.marks()]
        return drawing(parts, width=WIDTH, height=self.HEIGHT, title=title, description=description)

    def axis(self) -> Iterator[str]:
        ends = [(self.x(tick), self.AXIS) for tick in (self.ticks[0], self.ticks[-1])]
        yield path(ends, INK, 1)
        for tick in self.ticks:
            x = self.x(tick)
            yield line((x, self.AXIS), (x, self.AXIS + 5), INK)
            yield text(axis_text(tick, self.line.unit), x, self.AXIS + 20, anchor="middle")

    def interval(self) -> Iterator[str]:
        if self.slot.interval:
            low, high = map(self.x, self.slot.interval)
            yield area([(low, 34), (high, 34), (high, 50), (low, 50)])

    def marks(self) -> Iterator[str]:
        """The target and the figure, each with its words above."""
        if self.slot.aim:
            aim = self.x(self.slot.aim.number)
            yield line((aim, 26), (aim, 58), TARGET, 3.5)
        x = self.x(self.result.number)
        if self.slot.is_baseline:
            yield line((x, 26), (x, 58), RESULT, 2, DOTTED)
        else:
            yield dot(x, 42, filled=not self.slot.is_forecast)
        for words, left in self.words():
            yield label(words, left, 18, anchor="start")

    @property
    def said(self) -> str:
        """The figure; of a baseline, which is no result, also what it is and of when."""
        words = self.result.text
        return f"baseline {words}, {self.slot.period.label}" if self.slot.is_baseline else words

    def words(self) -> list[tuple[str, float]]:
        """What stands above, with its left end: within the picture, and side by side."""
        said = [(self.said, self.x(self.result.number))]
        if self.slot.aim:
            said.append((f"target {self.slot.aim.text}", self.x(self.slot.aim.number)))
        said.sort(key=lambda each: each[1])
        wide = [len(words) * 7.8 for words, _ in said]
        lefts = [x - width / 2 for (_, x), width in zip(said, wide, strict=True)]
        start, end = 0.0, float(WIDTH)
        for number in range(len(said) - 1, -1, -1):
            lefts[number] = min(lefts[number], end - wide[number])
            end = lefts[number] - 12
        for number, width in enumerate(wide):
            lefts[number] = max(lefts[number], start)
            start = lefts[number] + width + 12
        return [(words, left) for (words, _), left in zip(said, lefts, strict=True)]
