"""The time line of milestones: a track for each action, and on it what is done, due, late or
moved. No Django in here.

Shape says it before colour: done is a filled circle, due an empty one, late a hatched one, and an
arrow leads from where a milestone was first due to where it is due now.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from periods.calendar import FinancialQuarter
from periods.dates import write_date
from reports.charts.chart import Chart
from reports.charts.svg import (
    GRID,
    INK,
    PAPER,
    RESULT,
    TARGET,
    Svg,
    at,
    drawing,
    element,
    line,
    text,
    width_in,
)
from reports.reading.objects import MilestoneCard

TOP, LEGEND = 26, 26
MOST_TRACKS, MOST_TICKS = 10, 5


@dataclass(frozen=True)
class Frame:
    """How wide the drawing is, where the time in it begins and ends, and how high a track is.

    The middle of a track is so far below its top; its label begins at `label`, `rise` above that
    middle, and has room for so many characters.
    """

    width: float
    left: float
    right: float
    track: float
    middle: float
    label: float
    rise: float
    characters: int


# The label above its track, for a column or a phone; and beside it, for a wide page.
ABOVE = Frame(400, 12, 388, track=42, middle=29, label=12, rise=15, characters=54)
BESIDE = Frame(680, 290, 668, track=30, middle=16, label=8, rise=-4.5, characters=40)


@dataclass(frozen=True)
class Track:
    """An action, in words, and its milestones."""

    label: str
    milestones: tuple[MilestoneCard, ...]

    @property
    def dated(self) -> list[MilestoneCard]:
        return [each for each in self.milestones if day_of(each)]


def day_of(milestone: MilestoneCard) -> date | None:
    """Where it stands on the line: the day it was done, else the day it is due."""
    return milestone.done_on or milestone.now_due


def timeline(tracks: Iterable[Track], quarter: FinancialQuarter, frame: Frame = ABOVE) -> Chart:
    """The milestones of these actions in time, and the same as a table.

    Without a date there is nothing to draw: `svg` is then None and a sentence says so.
    """
    tracks = list(tracks)
    columns, rows = ("Action", "Milestone", "State", "Due", "First due"), tuple(rows_of(tracks))
    told = finding([each for track in tracks for each in track.milestones])
    dated = [each for each in tracks if each.dated]
    if not dated:
        sentence = "No milestone has a date."
        return Chart(told, sentence=sentence, columns=columns, rows=rows)
    drawn = dated[:MOST_TRACKS]
    svg = Timeline(drawn, quarter, frame).svg(told, described(drawn))
    notes = tuple(notes_of(tracks, len(drawn)))
    return Chart(told, svg, notes=notes, columns=columns, rows=rows)


def finding(milestones: Sequence[MilestoneCard]) -> str:
    """The title: how many are late, still due and done."""
    late, done = (sum(each.state == state for each in milestones) for state in ("late", "done"))
    due = len(milestones) - late - done
    many = "milestone" if len(milestones) == 1 else "milestones"
    counts = [f"{late} late", f"{due} still due", *([f"{done} done"] if done else [])]
    return f"{len(milestones)} {many}: {', '.join(counts)}"


def described(tracks: Iterable[Track]) -> str:
    """The drawing in words, for who does not see it."""
    said = [
        f"{track.label}: {'; '.join(f'{each.words}, {state_of(each)}' for each in track.dated)}"
        for track in tracks
    ]
    return ". ".join(said) + "."


def state_of(milestone: MilestoneCard) -> str:
    """ "late, due 30 September 2009"; "done 27 August 2009"."""
    if milestone.done_on:
        return f"done {write_date(milestone.done_on)}"
    if milestone.now_due is None:
        return "no date"
    due = f"due {write_date(milestone.now_due)}"
    return due if milestone.state == "due" else f"{milestone.state}, {due}"


def rows_of(tracks: Iterable[Track]) -> Iterator[tuple[str, ...]]:
    for track in tracks:
        for each in track.milestones:
            now, first = (write_date(day) if day else "–" for day in (each.now_due, each.first_due))
            done = f"done {write_date(each.done_on)}" if each.done_on else each.state
            yield track.label, each.words, done, now, first


def notes_of(tracks: Sequence[Track], drawn: int) -> Iterator[str]:
    """What the drawing leaves to its table."""
    if more := sum(bool(each.dated) for each in tracks) - drawn:
        yield f"{more} more {'action is' if more == 1 else 'actions are'} in the table only."
    undated = sum(day_of(each) is None for track in tracks for each in track.milestones)
    if undated:
        verb = "milestone has" if undated == 1 else "milestones have"
        yield f"{undated} {verb} no date, and so no place here."


class Timeline:
    """Tracks below each other, over quarters from left to right."""

    def __init__(self, tracks: Sequence[Track], quarter: FinancialQuarter, frame: Frame = ABOVE):
        self.tracks, self.quarter, self.frame = tracks, quarter, frame
        self.quarters = list(quarters_over(tracks, quarter))
        self.starts, self.ends = self.quarters[0].starts, self.quarters[-1].ends
        self.bottom = TOP + frame.track * len(tracks)

    def x(self, day: date) -> float:
        span = (self.ends - self.starts).days
        width = self.frame.right - self.frame.left
        return self.frame.left + width * (day - self.starts).days / span

    def svg(self, title: str, description: str) -> Svg:
        parts = [*self.axis()]
        for number, track in enumerate(self.tracks):
            parts += self.track(track, TOP + self.frame.track * number)
        parts += self.legend()
        width, height = self.frame.width, self.bottom + LEGEND
        return drawing(parts, width=width, height=height, title=title, description=description)

    def axis(self) -> Iterator[str]:
        """The quarter of the report as a ground, and where others begin."""
        left, right = self.x(self.quarter.starts), self.x(self.quarter.ends)
        ground = {"fill": GRID, "fill_opacity": "0.6"}
        yield element(
            "rect", x=left, y=TOP - 4, width=right - left, height=self.bottom - TOP + 4, **ground
        )
        every = -(-len(self.quarters) // MOST_TICKS)
        offset = self.quarters.index(self.quarter) % every
        for each in self.quarters[offset::every]:
            x = self.x(each.starts)
            yield line((x, TOP - 4), (x, self.bottom), GRID)
            words = f"Q{each.number} {each.label[:7]}"
            bold = {"font_weight": "bold"} if each == self.quarter else {}
            if x + width_in(words) <= self.frame.width:
                yield text(words, x + 2, TOP - 9, **bold)

    def track(self, track: Track, top: float) -> Iterator[str]:
        frame, y = self.frame, top + self.frame.middle
        label = shorten(track.label, frame.characters, placeholder=" …")
        yield text(label, frame.label, y - frame.rise)
        yield line((frame.left, y), (frame.right, y), GRID)
        for each in track.dated:
            yield from self.move(each, y)
        for each in track.dated:
            yield from shape_of(each, self.x(day_of(each) or self.starts), y)

    def move(self, milestone: MilestoneCard, y: float) -> Iterator[str]:
        """The arrow from the day it was first due to the day it is due now."""
        first, now = milestone.first_due, milestone.now_due
        if first is None or now is None or first == now:
            return
        start, end = self.x(first), self.x(now)
        way = 1 if end > start else -1
        yield line((start, y - 5), (start, y + 5), INK, 1.5)
        yield line((start, y), (end - 8 * way, y), INK, 1.5, "4 2")
        head = [(end - 7 * way, y), (end - 13 * way, y - 4), (end - 13 * way, y + 4)]
        if abs(end - start) >= 14:
            yield element("polygon", points=at(head), fill=INK)

    def legend(self) -> Iterator[str]:
        y = self.bottom + 16
        known = (
            ("done", MilestoneCard(1, "", state="done")),
            ("due", MilestoneCard(1, "")),
            ("late", MilestoneCard(1, "", state="late")),
        )
        for number, (words, example) in enumerate(known):
            x = self.frame.left + 8 + 74 * number
            yield from shape_of(example, x, y - 4.5)
            yield text(words, x + 12, y)
        x = self.frame.left + 236
        yield line((x, y - 9), (x, y), INK, 1.5)
        yield line((x, y - 4.5), (x + 16, y - 4.5), INK, 1.5, "4 2")
        head = [(x + 23, y - 4.5), (x + 16, y - 8.5), (x + 16, y - 0.5)]
        yield element("polygon", points=at(head), fill=INK)
        yield text("moved from there", x + 29, y)


def quarters_over(tracks: Iterable[Track], quarter: FinancialQuarter) -> Iterator[FinancialQuarter]:
    """Every quarter from the first day that is drawn to the last, this one among them."""
    days = [
        day
        for track in tracks
        for each in track.dated
        for day in (day_of(each), each.first_due)
        if day
    ]
    each = FinancialQuarter.containing(min([*days, quarter.starts]))
    last = FinancialQuarter.containing(max([*days, quarter.ends]))
    while each <= last:
        yield each
        each = each.next


def shape_of(milestone: MilestoneCard, x: float, y: float) -> Iterator[str]:
    """Done: filled. Due: empty. Late: hatched, and in the colour of a target."""
    radius = 6.0
    look = {"stroke": RESULT, "stroke_width": 2, "fill": PAPER}
    if milestone.state == "done":
        look["fill"] = RESULT
    if milestone.state == "late":
        look["stroke"] = TARGET
    yield element("circle", "", cx=x, cy=y, r=radius, **look)
    if milestone.state == "late":
        for way, half in ((-3, 4.5), (0, 5.5), (3, 4.5)):
            yield line((x + way, y - half), (x + way, y + half), INK, 1.5)
