"""The bullet chart: one figure against its target, its baseline and others. No Django in here.

A result is a filled bar, a forecast an outlined one; the target is a post with a flag that points
where better is; the interval is a pale band with ends, the baseline a dotted line, comparators are
the marks they have in every chart. The scale begins at nought, as bars must.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from indicators.expectations import Accumulation
from indicators.performance import GoodIs, Status
from periods.calendar import in_words
from reports.charts.chart import Chart, finding, nothing_yet
from reports.charts.slots import comparators_drawn, slots_of, value_of
from reports.charts.svg import (
    DOTTED,
    GRID,
    INK,
    MARK_NAMES,
    PAPER,
    RESULT,
    TARGET,
    Svg,
    area,
    at,
    axis_text,
    drawing,
    element,
    label,
    line,
    mark,
    text,
    ticks_over,
    width_in,
)
from reports.reading.comparable import baseline_compares, baseline_left_out, is_quarter
from reports.reading.objects import ComparatorPoint, FigureCell, IndicatorLine, IndicatorReport
from reports.reading.sentences import sentence_case

WIDTH, LEFT, RIGHT = 340, 10, 330
BAND, BAR, ABOVE, BELOW, EDGE = 24, 10, 24, 20, 6
GAP = 12
NOT_DRAWN = "not drawn, for it covers another length of time"


@dataclass(frozen=True)
class Words:
    """Words to be set near a place on the scale; `x` becomes the left end of them."""

    words: str
    x: float

    @property
    def width(self) -> float:
        return width_in(self.words)

    @property
    def end(self) -> float:
        return self.x + self.width

    def centred(self) -> "Words":
        """The words around their place, and within the picture."""
        return Words(self.words, min(max(self.x - self.width / 2, 0), WIDTH - self.width))


def bullet(report: IndicatorReport, *, with_words: bool = True) -> Chart:
    """Where the indicator's figure lies between its baseline and its target.

    Without words it is low enough for a row of a table. Where there is no figure to be seen,
    `svg` is None and a sentence says why.
    """
    figure = figure_of(report.line)
    title = finding(report.line)
    if figure is None:
        return Chart(title, sentence=why_not(report.line))
    marks = Bullet(report.line, figure, comparators_at(report, figure), with_words=with_words)
    columns, rows = ("What", "Figure", "About"), tuple(marks.rows())
    svg = marks.svg(title, marks.described())
    return Chart(title, svg, notes=tuple(marks.notes()), columns=columns, rows=rows)


def figure_of(about: IndicatorLine) -> FigureCell | None:
    """What the bar shows: what is judged, else the forecast."""
    seen = about.actual if about.actual and about.actual.has_number else None
    if seen and about.judged:
        return about.judged
    if seen and year_is_judged(about) and about.year_to_date not in ("", seen.text):
        return None  # what is judged is the year to date, which an older release does not tell
    if seen or about.masked:
        return seen
    return about.forecast if about.forecast and about.forecast.has_number else None


def year_is_judged(about: IndicatorLine) -> bool:
    """Whether figures of each quarter are set, added up, against the target of a whole year."""
    aim = about.target
    return (
        about.accumulation == Accumulation.EACH_QUARTER
        and aim is not None
        and aim.value is not None
        and not is_quarter(aim.period)
    )


def why_not(about: IndicatorLine) -> str:
    """What stands in place of a drawing without a bar."""
    if about.status == Status.SUPPRESSED:
        return "Whoever published this figure has hidden it, so no chart is drawn."
    return nothing_yet(about)


def comparators_at(report: IndicatorReport, figure: FigureCell) -> list[ComparatorPoint]:
    """The comparable ones about the same period, each with the mark of the trend chart."""
    about = figure.period or (report.line.actual.period if report.line.actual else "")
    drawn = comparators_drawn(slots_of(report))
    points = {each.name: each for each in report.comparators if each.period == about}
    return [points[name] for name in drawn if name in points and points[name].comparable != "no"]


class Bullet:
    """One figure on its scale."""

    def __init__(
        self,
        about: IndicatorLine,
        figure: FigureCell,
        comparators: list[ComparatorPoint],
        *,
        with_words: bool = True,
    ):
        self.with_words = with_words
        self.top = ABOVE if with_words else EDGE
        self.bottom = self.top + BAND
        self.middle = self.top + BAND / 2
        self.about, self.figure, self.comparators = about, figure, comparators
        self.value = float(figure.value or 0)
        self.aim = value_of(about.target)
        self.base = value_of(about.baseline) if baseline_compares(about) else None
        self.ticks = ticks_over([0.0, 0.0, *self.held()], about.unit)

    def held(self) -> Iterator[float]:
        """Everything that the scale must hold."""
        yield self.value
        yield from self.interval or ()
        yield from (each.number for each in (self.aim, self.base) if each)
        yield from (float(each.value) for each in self.comparators)

    @property
    def interval(self) -> tuple[float, float] | None:
        cell = self.figure
        if cell.is_forecast or cell.lower is None or cell.upper is None:
            return None
        return float(cell.lower), float(cell.upper)

    def x(self, value: float) -> float:
        lowest, highest = min(self.ticks[0], 0.0), self.ticks[-1]
        return LEFT + (RIGHT - LEFT) * (value - lowest) / (highest - lowest)

    # Marks ------------------------------------------------------------------------------

    def svg(self, title: str, description: str) -> Svg:
        parts = [
            box(LEFT, self.top, RIGHT - LEFT, BAND, fill=GRID, fill_opacity="0.5"),
            *self.chance(),
            self.bar(),
            *self.baseline(),
            *self.target(),
            *self.others(),
            *(self.words_above() if self.with_words else ()),
            *(self.words_below() if self.with_words else ()),
        ]
        height = self.bottom + (BELOW if self.with_words else EDGE)
        return drawing(parts, width=WIDTH, height=height, title=title, description=description)

    def chance(self) -> Iterator[str]:
        if self.interval:
            low, high = map(self.x, self.interval)
            yield area([(low, self.top), (high, self.top), (high, self.bottom), (low, self.bottom)])
            yield from (line((x, self.top), (x, self.bottom), RESULT, 1.5) for x in (low, high))

    def bar(self) -> str:
        """From nought to the figure; of nought itself a line, so that it is seen."""
        start, end = sorted((self.x(0), self.x(self.value)))
        width, top = max(end - start, 3), self.middle - BAR / 2
        if self.figure.is_forecast:
            outline = {"stroke": RESULT, "stroke_width": 2, "stroke_dasharray": "3 2"}
            return box(start, top, width, BAR, fill=PAPER, **outline)
        return box(start, top, width, BAR, fill=RESULT)

    def baseline(self) -> Iterator[str]:
        if self.base:
            x = self.x(self.base.number)
            yield line((x, self.top), (x, self.bottom + 4), PAPER, 4)
            yield line((x, self.top), (x, self.bottom + 4), INK, 2, DOTTED)

    def others(self) -> Iterator[str]:
        for kind, each in enumerate(self.comparators):
            yield mark(self.x(float(each.value)), self.middle, kind)

    def target(self) -> Iterator[str]:
        """The post, and its flag towards what is better: none towards both sides of a plan."""
        if not self.aim:
            return
        x = self.x(self.aim.number)
        yield line((x, self.top - 4), (x, self.bottom + 4), PAPER, 8)
        yield line((x, self.top - 4), (x, self.bottom + 4), TARGET, 4)
        way = {GoodIs.HIGHER: 1, GoodIs.LOWER: -1}.get(GoodIs(self.about.good_is))
        if way:
            flag = [(x, self.top - 5), (x + 9 * way, self.top - 1), (x, self.top + 3)]
            yield element("polygon", points=at(flag), fill=TARGET)

    # Words ------------------------------------------------------------------------------

    def words_above(self) -> Iterator[str]:
        said = [Words(self.said, self.x(self.value))]
        if self.aim:
            said.append(Words(f"target {self.aim.text}", self.x(self.aim.number)))
        for each in apart(said):
            yield label(each.words, each.x, 14, anchor="start")

    @property
    def said(self) -> str:
        return f"forecast {self.figure.text}" if self.figure.is_forecast else self.figure.text

    def words_below(self) -> Iterator[str]:
        """The ends of the scale, and between them the baseline's words, as near as they fit."""
        for words in self.below():
            yield text(words.words, words.x, self.bottom + 15)

    def below(self) -> list[Words]:
        low, high = (
            Words(axis_text(tick, self.about.unit), self.x(tick)).centred()
            for tick in (self.ticks[0], self.ticks[-1])
        )
        if not self.base:
            return [low, high]
        base = Words(f"baseline {self.base.text}", self.x(self.base.number)).centred()
        leftmost, rightmost = low.end + GAP, high.x - GAP - base.width
        if leftmost > rightmost:
            return [base]
        return [low, replace(base, x=min(max(base.x, leftmost), rightmost)), high]

    def notes(self) -> Iterator[str]:
        """What the drawing cannot say itself: whose the marks are, and what is not drawn."""
        told = [
            f"{MARK_NAMES[kind]}: {each.name}, {each.text}{partly(each)}"
            for kind, each in enumerate(self.comparators)
        ]
        if told:
            yield f"{sentence_case('; '.join(told))}."
        left_out = "" if baseline_compares(self.about) else baseline_left_out(self.about.baseline)
        if left_out:
            yield left_out

    def described(self) -> str:
        """The drawing in words, for who does not see it."""
        better = {
            GoodIs.HIGHER: "Higher is better.",
            GoodIs.LOWER: "Lower is better.",
            GoodIs.ON_PLAN: "Nearer to the target is better.",
        }.get(GoodIs(self.about.good_is), "")
        said = [
            f"{what.lower()} {figure}"
            for what, figure, about in self.rows()
            if NOT_DRAWN not in about
        ]
        return f"{better} {'; '.join(said)}.".strip()

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """The figures of the drawing as a table."""
        figure, about = self.figure, self.about
        period = figure.period or (about.actual.period if about.actual else "")
        standing = figure.standing or ("the year to date" if about.judged else "")
        counts = f", {figure.counts}" if " of " in figure.counts else ""
        what = "Forecast" if figure.is_forecast else "Result"
        yield what, f"{figure.text}{counts}", ", ".join(filter(None, (in_words(period), standing)))
        if self.interval:
            yield "95% interval", figure.interval, "what chance alone could explain"
        if about.target:
            yield "Target", about.target.text, in_words(about.target.period)
        if about.baseline and about.baseline.has_number:
            apart = "" if self.base else f", {NOT_DRAWN}"
            yield "Baseline", about.baseline.text, f"{in_words(about.baseline.period)}{apart}"
        for each in self.comparators:
            yield each.name, each.text, f"{in_words(each.period)}{partly(each)}"


def partly(each: ComparatorPoint) -> str:
    return ", partly comparable" if each.comparable == "partly" else ""


def apart(said: Iterable[Words]) -> list[Words]:
    """Words of one row, moved away from each other; the first left out where both do not fit."""
    first, *rest = (each.centred() for each in said)
    if not rest:
        return [first]
    second = rest[0]
    if first.width + second.width + GAP > WIDTH:
        return [second]
    left, right = sorted((first, second), key=lambda each: each.x + each.width / 2)
    over = max(0.0, left.end + GAP - right.x)
    start = min(max(left.x - over / 2, 0), WIDTH - left.width - GAP - right.width)
    left = Words(left.words, start)
    return [left, Words(right.words, min(max(right.x, left.end + GAP), WIDTH - right.width))]


def box(x: float, y: float, width: float, height: float, **look: object) -> str:
    return element("rect", "", x=x, y=y, width=width, height=height, **look)
