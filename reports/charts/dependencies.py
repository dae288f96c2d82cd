"""The drawing of what depends on what: boxes from left to right, an arrow to what is needed.

How a dependency stands is in the line's own pattern and mark before its colour. No Django in here.
"""

from collections.abc import Iterator
from itertools import pairwise
from textwrap import shorten, wrap

from plans.progress import DependencyStatus
from reports.charts.chart import Chart
from reports.charts.layers import Edge, layered
from reports.charts.svg import (
    INK,
    PAPER,
    RESULT,
    TARGET,
    Point,
    Svg,
    at,
    drawing,
    element,
    line,
    text,
)
from reports.reading.dependencies import Graph, Need, Node, rows_of

COLUMN, BOX, ROW, TALL, EDGE = 140, 104, 60, 48, 4
LETTERS, LINES, MOST_NODES, LEAST_WIDTH = 14, 3, 40, 400
WORST_FIRST = (DependencyStatus.BROKEN, DependencyStatus.AT_RISK, DependencyStatus.ON_COURSE, "")


def dependency_chart(graph: Graph, about: str = "") -> Chart:
    """The graph and its table. `about` is the key of the plan that is looked at, if one is.

    Without a dependency, or with more than can be drawn, `svg` is None and a sentence says so.
    """
    title = finding(graph, about)
    columns = ("Plan", "Depends on", "Delivered by", "How it stands", "Said in")
    rows = tuple(rows_of(graph))
    if not graph.needs:
        return Chart(title, sentence="No plan names anything that it depends on.")
    if len(graph.nodes) > MOST_NODES:
        sentence = "There are too many to be drawn: the table says the same."
        return Chart(title, sentence=sentence, columns=columns, rows=rows)
    svg = Web(graph, about).svg(title, described(graph))
    return Chart(title, svg, columns=columns, rows=rows)


def finding(graph: Graph, about: str) -> str:
    """The title: how many there are, how they stand, and who depends on each other."""
    if not graph.needs:
        return "No dependencies"
    if about:
        needs, by = len(graph.needs_of(about)), len(graph.needed_by(about))
        things = "priority" if needs == 1 else "priorities"
        plans = f"{by} {'plan depends' if by == 1 else 'plans depend'} on it"
        return f"{graph.nodes[about].label} depends on {needs} {things}; {plans}"
    counts = [
        f"{many} {status}"
        for status in WORST_FIRST[:2]
        if (many := sum(each.status == status for each in graph.needs))
    ]
    total = len(graph.needs)
    told = f"{total} {'dependency' if total == 1 else 'dependencies'}"
    told = f"{told}: {', '.join(counts)}" if counts else f"{told}, none at risk"
    return "; ".join([told, *graph.circles_in_words])


def described(graph: Graph) -> str:
    """The drawing in words, for who does not see it."""
    said = (
        f"{graph.nodes[each.plan].label} depends on {each.priority} ({each.status_words})"
        for each in graph.needs
    )
    return f"{'. '.join(said)}."


class Web:
    """Boxes in layers, with the lines between them."""

    def __init__(self, graph: Graph, about: str = ""):
        self.graph, self.about = graph, about
        self.stands = dict(worst(graph.needs))
        self.layout = layered(list(graph.nodes), self.stands)
        self.width = max(COLUMN * self.layout.columns - (COLUMN - BOX) + 2 * EDGE, LEAST_WIDTH)
        self.bottom = ROW * self.layout.rows + 2 * EDGE

    def svg(self, title: str, description: str) -> Svg:
        parts = [
            *(part for edge in self.stands for part in self.edge(edge)),
            *(part for node in self.graph.nodes.values() for part in self.box(node)),
            *self.legend(),
        ]
        height = self.bottom + 66
        return drawing(parts, width=self.width, height=height, title=title, description=description)

    def left(self, column: float) -> float:
        return EDGE + COLUMN * column

    def y(self, row: float) -> float:
        return EDGE + ROW * row

    # Boxes ------------------------------------------------------------------------------

    def box(self, node: Node) -> Iterator[str]:
        """A plan has corners and a solid line, what no plan delivers is round and dashed."""
        column, row = self.layout.places[node.key]
        left, top = self.left(column), self.y(row) - TALL / 2
        look = {"fill": PAPER, "stroke": INK, "stroke_width": 3 if node.key == self.about else 1.5}
        if not node.is_plan:
            look |= {"rx": 14, "stroke_dasharray": "4 3"}
        yield element("rect", "", x=left, y=top, width=BOX, height=TALL, **look)
        words = wrap(shorten(node.label, LETTERS * LINES - 2, placeholder=" …"), LETTERS)
        words = words[:LINES]
        first = self.y(row) + 4.5 - 7 * (len(words) - 1)
        bold = {"font_weight": "bold"} if node.is_plan else {}
        for number, each in enumerate(words):
            middle = left + BOX / 2
            yield text(each, middle, first + 14 * number, anchor="middle", **bold)

    # Lines ------------------------------------------------------------------------------

    def edge(self, edge: Edge) -> Iterator[str]:
        """The line, its mark, and the arrow to what is needed; two opposite ones share a line."""
        opposite = (edge[1], edge[0])
        if opposite in self.stands and edge in self.layout.reversed:
            worse = min(self.stands[edge], self.stands[opposite], key=WORST_FIRST.index)
            yield self.head(self.points(edge)[0], -1, worse)
            return
        points = self.points(edge)
        status = min(
            self.stands[edge], self.stands.get(opposite, self.stands[edge]), key=WORST_FIRST.index
        )
        colour, width, dash = look_of(status)
        yield from (line(a, b, colour, width, dash) for a, b in pairwise(points))
        yield from mark_of(status, *halfway(points))
        if edge in self.layout.reversed:
            yield self.head(points[0], -1, status)
        else:
            yield self.head(points[-1], 1, status)

    def points(self, edge: Edge) -> list[Point]:
        """Where the line leads, from the right side of one box to the left side of the other."""
        route = self.layout.routes[edge]
        (first, top), *between, (last, end) = route
        passing = (
            point
            for column, row in between
            for point in ((self.left(column), self.y(row)), (self.left(column) + BOX, self.y(row)))
        )
        return [(self.left(first) + BOX, self.y(top)), *passing, (self.left(last), self.y(end))]

    @staticmethod
    def head(tip: Point, way: int, status: str) -> str:
        x, y = tip
        points = [(x, y), (x - 9 * way, y - 5), (x - 9 * way, y + 5)]
        return element("polygon", points=at(points), fill=look_of(status)[0])

    def legend(self) -> Iterator[str]:
        """Which line is which, and which box."""
        y = self.bottom + 16
        for number, status in enumerate(WORST_FIRST[::-1]):
            x = EDGE + 100 * number
            colour, width, dash = look_of(status)
            yield line((x, y), (x + 26, y), colour, width, dash)
            yield from mark_of(status, x + 13, y)
            yield text(status or "not stated", x + 31, y + 4.5)
        y += 28
        # Of one plan's own drawing nobody says who delivers a priority.
        other = "a priority" if self.about else "delivered by no plan here"
        for number, (words, look) in enumerate(
            (("a plan", {}), (other, {"rx": 6, "stroke_dasharray": "4 3"}))
        ):
            x = EDGE + 100 * number
            usual = {"fill": PAPER, "stroke": INK, "stroke_width": 1.5}
            yield element("rect", "", x=x, y=y - 7, width=24, height=14, **usual | look)
            yield text(words, x + 31, y + 4.5)


def worst(needs: list[Need]) -> Iterator[tuple[Edge, str]]:
    """Each line that is drawn, with how the worst of its dependencies stands."""
    found: dict[Edge, str] = {}
    for each in needs:
        edge = (each.plan, each.on)
        if edge[0] == edge[1]:
            continue
        now = found.get(edge, each.status)
        found[edge] = min(now, each.status, key=WORST_FIRST.index)
    yield from found.items()


LOOKS: dict[str, tuple[str, float, str]] = {
    DependencyStatus.ON_COURSE: (RESULT, 2, "none"),
    DependencyStatus.AT_RISK: (TARGET, 2.5, "7 4"),
    DependencyStatus.BROKEN: (INK, 2.5, "2 4"),
}


def look_of(status: str) -> tuple[str, float, str]:
    """The colour, the width and the dashes of a dependency's line."""
    return LOOKS.get(status, (INK, 1, "none"))


def mark_of(status: str, x: float, y: float) -> Iterator[str]:
    """On a line at risk an exclamation mark, on a broken one a cross."""
    if status not in (DependencyStatus.AT_RISK, DependencyStatus.BROKEN):
        return
    yield element("circle", cx=x, cy=y, r=7, fill=PAPER, stroke=INK, stroke_width=1.5)
    if status == DependencyStatus.AT_RISK:
        yield text("!", x, y + 4.5, anchor="middle", font_weight="bold")
        return
    yield line((x - 3, y - 3), (x + 3, y + 3), INK, 2)
    yield line((x - 3, y + 3), (x + 3, y - 3), INK, 2)


def halfway(points: list[Point]) -> Point:
    """The middle of the line's first stretch between two boxes."""
    (ax, ay), (bx, by) = points[:2]
    return (ax + bx) / 2, (ay + by) / 2
