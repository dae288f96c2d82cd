"""A layered layout of a small graph: from left to right, whoever depends before what is needed.

Circles are opened where they close; an edge over several layers is led between the boxes of each.
No Django in here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Edge = tuple[str, str]
# A node, or the place where an edge passes through a layer.
Item = str | tuple[str, str, int]
SWEEPS, THIN = 4, 0.45


@dataclass(frozen=True)
class Layout:
    """Where each node stands, in columns and rows, and the places each edge leads through.

    A route goes from left to right; `reversed` are the edges that lead from right to left.
    """

    places: dict[str, tuple[int, float]]
    routes: dict[Edge, list[tuple[int, float]]]
    reversed: set[Edge]
    columns: int
    rows: float


def layered(nodes: Sequence[str], edges: Iterable[Edge]) -> Layout:
    """Lay the graph out; an edge from a node to itself is left out."""
    told = list(dict.fromkeys(edge for edge in edges if edge[0] != edge[1]))
    back = closing(nodes, told)
    forward = list(dict.fromkeys((b, a) if (a, b) in back else (a, b) for a, b in told))
    column = columns_of(nodes, forward)
    chains = {edge: chain(edge, column) for edge in forward}
    layers = ordered(nodes, column, list(chains.values()))
    rows = {item: row for layer in layers for item, row in rows_of(layer)}
    highest = max((height(layer) for layer in layers), default=0.0)
    offset = {item: (highest - height(layer)) / 2 for layer in layers for item in layer}
    place = {
        item: (number, rows[item] + offset[item])
        for number, layer in enumerate(layers)
        for item in layer
    }
    return Layout(
        places={node: place[node] for node in nodes},
        routes={
            (a, b): [place[item] for item in chains[(b, a) if (a, b) in back else (a, b)]]
            for a, b in told
        },
        reversed=back,
        columns=len(layers),
        rows=highest,
    )


def closing(nodes: Sequence[str], edges: Sequence[Edge]) -> set[Edge]:
    """The edges that close a circle, found by walking from each node in turn."""
    ahead: dict[str, list[str]] = {node: [] for node in nodes}
    for a, b in edges:
        ahead[a].append(b)
    done: set[str] = set()
    found: set[Edge] = set()
    for start in nodes:
        walk = [(start, iter(ahead[start]))] if start not in done else []
        way = {start}
        while walk:
            node, rest = walk[-1]
            after = next(rest, None)
            if after is None:
                walk.pop()
                way.discard(node)
                done.add(node)
            elif after in way:
                found.add((node, after))
            elif after not in done:
                way.add(after)
                walk.append((after, iter(ahead[after])))
    return found


def columns_of(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """The column of each node: one after the last of those that depend on it."""
    column = dict.fromkeys(nodes, 0)
    for _ in nodes:
        for a, b in edges:
            column[b] = max(column[b], column[a] + 1)
    return column


def chain(edge: Edge, column: dict[str, int]) -> list[Item]:
    """The edge's ends, and the places it passes through in between."""
    a, b = edge
    return [a, *((a, b, each) for each in range(column[a] + 1, column[b])), b]


def ordered(
    nodes: Sequence[str], column: dict[str, int], chains: Sequence[Sequence[Item]]
) -> list[list[Item]]:
    """The layers, each in an order in which edges cross little: towards its neighbours' middle."""
    layers: list[list[Item]] = [[] for _ in range(max(column.values(), default=-1) + 1)]
    for node in nodes:
        layers[column[node]].append(node)
    for items in chains:
        for each in items:
            if isinstance(each, tuple):
                layers[each[2]].append(each)
    before: dict[Item, list[Item]] = {}
    after: dict[Item, list[Item]] = {}
    for items in chains:
        for a, b in pairwise(items):
            after.setdefault(a, []).append(b)
            before.setdefault(b, []).append(a)
    for sweep in range(SWEEPS):
        neighbours = after if sweep % 2 else before
        order = range(len(layers) - 1, -1, -1) if sweep % 2 else range(len(layers))
        for number in order:
            at = {item: row for layer in layers for item, row in rows_of(layer)}
            layers[number].sort(key=lambda item: middle(item, neighbours, at))
    return layers


def middle(item: Item, neighbours: dict[Item, list[Item]], at: dict[Item, float]) -> float:
    """The middle of its neighbours; without any it stays where it is."""
    places = [at[each] for each in neighbours.get(item, [])]
    return sum(places) / len(places) if places else at[item]


def rows_of(layer: Iterable[Item]) -> list[tuple[Item, float]]:
    """Each item with the middle of its row; a passing edge takes less room than a node."""
    top, found = 0.0, []
    for item in layer:
        size = room(item)
        found.append((item, top + size / 2))
        top += size
    return found


def height(layer: Iterable[Item]) -> float:
    return sum(map(room, layer))


def room(item: Item) -> float:
    return 1.0 if isinstance(item, str) else THIN
