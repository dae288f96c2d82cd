"""What depends on what, across plans and indicators: who needs it, and who is affected if it slips.

A plan stands for the indicators that it delivers. No Django in here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from indicators.codes import code_order
from periods.calendar import in_words
from reports.reading.digests import Digest, IndicatorDigest
from reports.reading.objects import IndicatorReport, PlanReport
from sheets.problems import all_of


@dataclass(frozen=True)
class Node:
    """A plan, an indicator that no plan delivers, or something that is not tracked here.

    `indicators` are those of the plan, or the one itself, with where they stand.
    """

    key: str
    label: str
    title: str = ""
    plan_slug: str = ""
    indicators: tuple[IndicatorDigest, ...] = ()

    @property
    def is_plan(self) -> bool:
        return bool(self.plan_slug)

    @property
    def indicator_slug(self) -> str:
        """Of the indicator that no plan delivers; "" for a plan, and for what is not kept here."""
        return self.indicators[0].slug if self.indicators and not self.is_plan else ""


@dataclass(frozen=True)
class Need:
    """That a plan depends on a priority, which stands for the node that delivers it."""

    plan: str
    on: str
    priority: str
    status: str = ""
    reported_in: str = ""

    @property
    def status_words(self) -> str:
        return self.status or "not stated"


class Graph:
    """All nodes and needs, and what follows from them."""

    def __init__(self, nodes: Iterable[Node], needs: Iterable[Need]):
        self.needs = list(needs)
        named = {key for each in self.needs for key in (each.plan, each.on)}
        known = (each for each in nodes if each.key in named)
        self.nodes = {
            each.key: each for each in sorted(known, key=lambda each: code_order(each.label))
        }

    def needs_of(self, key: str) -> list[Need]:
        """What the node depends on."""
        return [each for each in self.needs if each.plan == key]

    def needed_by(self, key: str) -> list[Need]:
        """Who depends on the node directly."""
        return [each for each in self.needs if each.on == key]

    def affected(self, key: str) -> list[Node]:
        """Who depends on the node, directly or through others: if it slips, so may they."""
        found: dict[str, None] = {}
        ahead = [key]
        while ahead:
            for each in self.needed_by(ahead.pop()):
                if each.plan not in found and each.plan != key:
                    found[each.plan] = None
                    ahead.append(each.plan)
        return [node for node in self.nodes.values() if node.key in found]

    @cached_property
    def circles(self) -> list[list[Node]]:
        """The nodes that depend on each other, directly or in a circle; each in one group."""
        behind = {key: {each.key for each in self.affected(key)} for key in self.nodes}
        groups: dict[frozenset[str], None] = {}
        for key in self.nodes:
            together = {other for other in behind[key] if key in behind[other]}
            if together:
                groups[frozenset(together | {key})] = None
        return [[self.nodes[key] for key in self.nodes if key in group] for group in groups]

    @property
    def circles_in_words(self) -> list[str]:
        """ "NI 99 and NI 100 depend on each other"."""
        return [
            f"{all_of(node.label for node in circle)} depend on "
            f"{'each other' if len(circle) == 2 else 'one another in a circle'}"
            for circle in self.circles
        ]


def graph_of(digest: Digest) -> Graph:
    """What every plan of a quarter says that it depends on."""
    delivering: dict[str, str] = {}
    plans = {each.slug: each for each in digest.plans}
    ours: dict[str, list[IndicatorDigest]] = {}
    for each in digest.indicators:
        if each.plan_slug in plans:
            delivering[each.code] = each.plan_slug
            ours.setdefault(each.plan_slug, []).append(each)
    nodes = [
        Node(slug, plan.reference, plan.title, slug, tuple(ours.get(slug, ())))
        for slug, plan in plans.items()
    ]
    needs = [
        Need(
            plan.slug,
            delivering.get(card.priority, card.priority),
            card.priority,
            card.status,
            card.reported_in,
        )
        for plan in digest.plans
        for card in plan.dependencies
    ]
    known = {each.code: each for each in digest.indicators}
    others = sorted({need.on for need in needs} - set(plans))
    nodes += [other_node(each, known.get(each)) for each in others]
    return Graph(nodes, needs)


def other_node(priority: str, indicator: IndicatorDigest | None) -> Node:
    """What no plan delivers: an indicator of somebody else's, or something untracked."""
    if indicator is None:
        return Node(priority, priority)
    return Node(priority, priority, indicator.title, indicators=(indicator,))


def graph_about(plan: PlanReport, indicators: Iterable[IndicatorReport]) -> Graph:
    """What one plan depends on, and which plans name one of its indicators."""
    nodes = {plan.slug: Node(plan.slug, plan.reference, plan.title, plan.slug)}
    needs = []
    for report in indicators:
        for reference, slug in report.named_by:
            nodes.setdefault(slug, Node(slug, reference, plan_slug=slug))
            needs.append(Need(slug, plan.slug, report.line.code))
    named = {node.label: node.key for node in nodes.values()}
    for each in plan.dependencies:
        on = named.get(each.priority, each.priority)
        nodes.setdefault(on, Node(on, each.priority, each.indicator_title))
        needs.append(Need(plan.slug, on, each.priority, each.status, each.reported_in))
    return Graph(nodes.values(), needs)


def rows_of(graph: Graph) -> Iterator[tuple[str, ...]]:
    """Every dependency as a row of text: who, on what, through whom, how it stands, said when."""
    for each in graph.needs:
        on = graph.nodes[each.on].label
        yield (
            graph.nodes[each.plan].label,
            each.priority,
            on if on != each.priority else "–",
            each.status_words,
            in_words(each.reported_in) or "–",
        )
