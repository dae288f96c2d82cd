"""The sparkline: how an indicator went, beside its figure. No Django in here.

A small trend without axis or words: the line of the results, the target as a thick step, a gap
with a dotted line where the definition changed. Its figures are the rows of the chart.
"""

from collections.abc import Iterator, Sequence

from periods.calendar import in_words
from reports.charts.chart import Chart, described, nothing_yet, table_of
from reports.charts.drawings import Trend
from reports.charts.slots import Slot, slots_of
from reports.charts.svg import INK, PAPER, RESULT, SOLID, TARGET, Svg, drawing, element, line, path
from reports.reading.objects import IndicatorLine, IndicatorReport

WIDTH, HEIGHT, MARGIN, MOST = 140, 40, 6, 12


def sparkline(report: IndicatorReport) -> Chart:
    """The latest periods up to the last figure; without any, a sentence and no drawing."""
    slots = up_to_the_last_figure(slots_of(report))[-MOST:]
    columns, rows = table_of(slots, ())
    title = course(report.line, slots)
    if not slots or report.line.masked:
        sentence = nothing_yet(report.line)
        return Chart(title, sentence=sentence, columns=columns, rows=rows)
    svg = Spark(report, slots, ()).svg(title, described(report.line, slots))
    return Chart(title, svg, columns=columns, rows=rows)


def up_to_the_last_figure(slots: Sequence[Slot]) -> list[Slot]:
    """Without the periods after the last figure, and those before the first."""
    told = [number for number, slot in enumerate(slots) if slot.result]
    return list(slots[told[0] : told[-1] + 1]) if told else []


def course(about: IndicatorLine, slots: Sequence[Slot]) -> str:
    """The title: from where to where, and whether that is better."""
    told = [slot for slot in slots if slot.result]
    if not told or about.masked:
        return f"{about.code}: nothing to draw"
    last = in_words_of(told[-1])
    if len(told) == 1:
        return f"{about.code}: {last}, the only figure so far"
    way = f". {about.direction_text}" if about.direction_text else ""
    return f"{about.code} went from {in_words_of(told[0])} to {last}{way}"


def in_words_of(slot: Slot) -> str:
    forecast = ", a forecast" if slot.is_forecast else ""
    return f"{slot.result.text if slot.result else ''} in {in_words(slot.period.label)}{forecast}"


class Spark(Trend):
    """A trend small enough to stand in a line of words."""

    def __init__(self, report: IndicatorReport, slots: Sequence[Slot], names: Sequence[str]):
        super().__init__(report, slots, names)
        self.slot_width = (WIDTH - 2 * MARGIN) / len(slots)
        held = [each.number for slot in slots for each in (slot.result, slot.aim) if each]
        self.lowest, self.highest = min(held), max(held)

    def edge(self, number: int) -> float:
        return MARGIN + self.slot_width * number

    def x(self, number: int) -> float:
        return self.edge(number) + self.slot_width / 2

    def y(self, value: float) -> float:
        if self.highest == self.lowest:
            return HEIGHT / 2
        share = (self.highest - value) / (self.highest - self.lowest)
        return MARGIN + (HEIGHT - 2 * MARGIN) * share

    def svg(self, title: str, description: str) -> Svg:
        parts = [*self.changes_of_definition(), *self.targets(), *self.results()]
        return drawing(parts, width=WIDTH, height=HEIGHT, title=title, description=description)

    def changes_of_definition(self) -> Iterator[str]:
        for number in sorted(self.breaks):
            x = self.edge(number)
            yield line((x, 0), (x, HEIGHT), INK, 1, "2 3")

    def targets(self) -> Iterator[str]:
        for number, slot in enumerate(self.slots):
            if slot.aim:
                y = self.y(slot.aim.number)
                yield line((self.edge(number), y), (self.edge(number + 1), y), TARGET, 3)

    def results(self) -> Iterator[str]:
        runs = self.runs(lambda slot: slot.result)
        for guessed, line_of in (each for run in runs for each in self.lines(run)):
            yield path(map(self.place, line_of), RESULT, 2, "2 3" if guessed else SOLID)
        dots = (self.dot(number) for run in runs for number in run)
        yield element("g", "".join(dots), fill=RESULT, stroke=RESULT, stroke_width=1.5)

    def dot(self, number: int) -> str:
        """A result of those that look alike; a forecast is outlined, and the last is larger."""
        x, y = self.place(number)
        outlined = {"fill": PAPER} if self.slots[number].is_forecast else {}
        radius = 4.0 if number == len(self.slots) - 1 else 1.5
        return element("circle", cx=x, cy=y, r=radius, **outlined)
