"""An indicator's chart: what it shows, its title, its words and its table. No Django in here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicators.performance import Comparable, Status
from periods.calendar import in_words
from reports.charts.drawings import Alone, Trend
from reports.charts.slots import Slot, comparators_drawn, slots_of
from reports.charts.svg import Svg
from reports.reading.comparable import baseline_compares_throughout, baseline_left_out
from reports.reading.objects import FigureCell, IndicatorLine, IndicatorReport


@dataclass(frozen=True)
class Chart:
    """A drawing, what it says, and the same figures as a table.

    `svg` is None where there is nothing to draw; `sentence` then says so.
    """

    title: str
    svg: Svg | None = None
    sentence: str = ""
    notes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def trend(report: IndicatorReport, *, with_legend: bool = True) -> Chart:
    """The indicator over its periods: results, intervals, targets, baseline, comparators.

    Where there is one figure only, that figure on a scale; where there is none, a sentence. Without
    a legend it is as large as it can be, where its marks are explained beside it.
    """
    slots = slots_of(report)
    names = comparators_drawn(slots)
    columns, rows = table_of(slots, names)
    figures = [(slot, slot.result) for slot in slots if slot.result]
    title = finding(report.line)
    if not figures:
        return Chart(title, sentence=nothing_yet(report.line), columns=columns, rows=rows)
    words = described(report.line, slots)
    if len(figures) == 1:
        svg = Alone(report.line, *figures[0]).svg(title, words)
        return Chart(title, svg, columns=columns, rows=rows)
    svg = Trend(report, slots, names, with_legend=with_legend).svg(title, words)
    return Chart(title, svg, notes=notes_of(report, names), columns=columns, rows=rows)


def has_a_course(report: IndicatorReport) -> bool:
    """Whether there are figures of several periods, so that `trend` draws more than one of them."""
    return sum(slot.result is not None for slot in slots_of(report)) > 1


def finding(line: IndicatorLine) -> str:
    """The chart's title: what it shows."""
    actual, target, forecast = line.actual, line.target, line.forecast
    if line.masked and actual and actual.has_number:
        about = in_words(actual.period)
        return f"{line.code}: {actual.text} in {about}, the year so far masked"
    if line.masked:
        return f"{line.code}: masked"
    if line.is_result and actual and target:
        verb = VERBS[Status(line.status)]
        return f"{line.code} {verb}: {actual.text} against {target.text}, {in_words(actual.period)}"
    if line.status in NOT_IN:
        about = f", {in_words(line.period_due)}" if line.period_due else ""
        return f"{line.code}: {line.status}{about}"
    if actual and actual.has_number:
        return f"{line.code}: {actual.text} in {in_words(actual.period)}, {line.status}"
    if line.status == Status.NOT_DUE and forecast and forecast.has_number:
        words = line.forecast_status or "forecast"
        return f"{line.code} {words}: {forecast.text} in {in_words(forecast.period)}"
    return f"{line.code}: {line.status}"


NOT_IN = (Status.AWAITED, Status.OVERDUE, Status.NOT_RETURNED)
VERBS = {
    Status.MET: "met its target",
    Status.CLOSE: "came close to its target",
    Status.MISSED: "missed its target",
}


def nothing_yet(line: IndicatorLine) -> str:
    """What stands in place of a drawing with nothing on it."""
    if line.masked:
        return "Its figures are masked, so no chart is drawn."
    return "There is no figure to draw yet."


def described(line: IndicatorLine, slots: Sequence[Slot]) -> str:
    """The drawing in words, for who does not see it."""
    better = {"higher": "Higher is better. ", "lower": "Lower is better. "}.get(line.good_is, "")
    return better + ". ".join(filter(None, map(slot_in_words, slots))) + "."


def slot_in_words(slot: Slot) -> str:
    parts = []
    if slot.figure and slot.result:
        standing = f" ({said})" if (said := standing_of(slot.figure, baseline="")) else ""
        parts.append(f"{slot.result.text}{standing}")
    if slot.aim:
        parts.append(f"target {slot.aim.text}")
    return f"{slot.period.label}: {', '.join(parts)}" if parts else ""


def standing_of(figure: FigureCell, baseline: str = "baseline") -> str:
    """Its standing, unless what is in its place says that already: "Not available"."""
    if figure.text.lower() == figure.standing:
        return ""
    return figure.standing or baseline


def notes_of(report: IndicatorReport, names: Sequence[str]) -> tuple[str, ...]:
    """What must be said of what is drawn beside the indicator, or left out."""
    partly = {
        point.name: point.because
        for point in report.comparators
        if point.comparable == Comparable.PARTLY and point.name in names
    }
    notes = [
        f"{name} is only partly comparable{f': {because}' if because else '.'}"
        for name, because in sorted(partly.items())
    ]
    others = {point.name for point in report.comparators if point.comparable != Comparable.NO}
    if left_out := sorted(others.difference(names)):
        notes.append(f"In the table of comparators only: {'; '.join(left_out)}.")
    if not baseline_compares_throughout(report.line):
        notes.append(baseline_left_out(report.line.baseline))
    return tuple(filter(None, notes))


def table_of(slots: Sequence[Slot], names: Sequence[str]) -> tuple[tuple, tuple]:
    """The same figures as headings and rows of text."""
    headings = ("Period", "Figure", "Standing", "95% interval", "Target", *names)
    rows = tuple(
        tuple(each or "–" for each in row_of(slot, names))
        for slot in slots
        if slot.figure or slot.target or slot.comparators
    )
    return headings, rows


def row_of(slot: Slot, names: Sequence[str]) -> Iterator[str]:
    figure = slot.figure
    yield slot.period.label
    yield figure.text if figure else ""
    yield standing_of(figure) if figure else ""
    yield figure.interval if figure and slot.interval else ""
    yield slot.target.text if slot.target else ""
    for name in names:
        yield slot.comparators[name].text if name in slot.comparators else ""
