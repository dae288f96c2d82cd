"""What depends on what: the graph, what follows from it, its drawing and its page."""

from itertools import pairwise

import pytest
from defusedxml.ElementTree import fromstring

from reports.charts.dependencies import MOST_NODES, dependency_chart
from reports.charts.layers import closing, layered
from reports.reading.dependencies import Graph, Need, Node, graph_about, graph_of, rows_of
from reports.reading.digests import Digest, IndicatorDigest, PlanDigest
from reports.reading.objects import DependencyCard
from tests.reports import samples

SVG = "{http://www.w3.org/2000/svg}"


def plan(reference, *cards):
    slug = reference.lower().replace(" ", "-")
    return PlanDigest(reference, slug, f"The plan {reference}", dependencies=cards)


def indicator(code, plan_slug=""):
    return IndicatorDigest(
        code, code.lower().replace(" ", "-"), f"About {code}", plan_slug=plan_slug
    )


def on(priority, status=""):
    return DependencyCard(priority, status=status, reported_in="2009/10 Q2" if status else "")


# The demonstration's own: NI 101 needs NI 99 and NI 100, who need each other; care needs NI 101.
COUNTY = Digest(
    samples.stamp(),
    indicators=(
        indicator("NI 101", "ni-101"), indicator("NI 99", "ni-99"), indicator("NI 100", "ni-100"),
        indicator("LAC 06", "lac-education"), indicator("NI 58"),
    ),
    plans=(
        plan("NI 101", on("NI 99", "on course"), on("NI 100", "at risk")),
        plan("NI 99", on("LAC 06"), on("NI 100")),
        plan("NI 100", on("NI 99", "on course"), on("Summer holiday number camp", "broken")),
        plan("LAC Care", on("NI 101"), on("NI 58")),
        plan("LAC Education"),
        plan("Nobody"),
    ),
)  # fmt: skip
GRAPH = graph_of(COUNTY)


def labels(nodes):
    return [node.label for node in nodes]


def drawn(graph=GRAPH, about=""):
    return fromstring(dependency_chart(graph, about).svg)


# What follows --------------------------------------------------------------------------


def test_a_plan_stands_for_the_indicators_that_it_delivers():
    (need,) = [each for each in GRAPH.needs if each.priority == "LAC 06"]
    assert (need.plan, need.on) == ("ni-99", "lac-education")


def test_what_nobody_delivers_and_what_is_not_tracked_are_nodes_of_their_own():
    assert not GRAPH.nodes["NI 58"].is_plan
    assert GRAPH.nodes["NI 58"].indicator_slug == "ni-58"
    assert GRAPH.nodes["Summer holiday number camp"].indicator_slug == ""


def test_a_plan_without_a_dependency_is_not_in_the_graph():
    assert "Nobody" not in labels(GRAPH.nodes.values())


def test_what_depends_on_ni_99_is_known():
    assert [each.plan for each in GRAPH.needed_by("ni-99")] == ["ni-101", "ni-100"]


@pytest.mark.parametrize(
    ("key", "affected"),
    [
        ("ni-99", ["LAC Care", "NI 100", "NI 101"]),
        ("lac-education", ["LAC Care", "NI 99", "NI 100", "NI 101"]),
        ("Summer holiday number camp", ["LAC Care", "NI 99", "NI 100", "NI 101"]),
        ("ni-101", ["LAC Care"]),
        ("lac-care", []),
    ],
)
def test_who_is_affected_if_it_slips_directly_or_through_others(key, affected):
    assert sorted(labels(GRAPH.affected(key))) == sorted(affected)


def test_circles_are_said():
    assert GRAPH.circles_in_words == ["NI 99 and NI 100 depend on each other"]


def test_a_longer_circle_is_one_circle():
    nodes = [Node(key, key, plan_slug=key) for key in "abcd"]
    needs = [Need(a, b, b) for a, b in ("ab", "bc", "ca", "cd")]
    assert Graph(nodes, needs).circles_in_words == ["a, b and c depend on one another in a circle"]


def test_a_graph_without_a_circle_says_none():
    nodes = [Node(key, key, plan_slug=key) for key in "ab"]
    assert Graph(nodes, [Need("a", "b", "b")]).circles_in_words == []


def test_every_dependency_is_a_row():
    assert list(rows_of(GRAPH))[:3] == [
        ("NI 101", "NI 99", "–", "on course", "2009/10 Quarter 2"),
        ("NI 101", "NI 100", "–", "at risk", "2009/10 Quarter 2"),
        ("NI 99", "LAC 06", "LAC Education", "not stated", "–"),
    ]


# The layout ------------------------------------------------------------------------------


def test_whoever_depends_stands_before_what_is_needed():
    layout = layered(list("abcd"), [("a", "b"), ("b", "c"), ("a", "c"), ("a", "d")])
    column = {node: place[0] for node, place in layout.places.items()}
    assert column == {"a": 0, "b": 1, "c": 2, "d": 1}
    assert layout.reversed == set()


def test_a_line_over_several_layers_passes_between_the_boxes():
    layout = layered(list("abcd"), [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")])
    route = layout.routes["a", "d"]
    assert [column for column, _ in route] == [0, 1, 2, 3]
    for column, row in route[1:-1]:
        (other,) = [row for at, row in layout.places.values() if at == column]
        assert abs(row - other) >= 0.5


def test_a_circle_is_opened_where_it_closes():
    assert closing("abc", [("a", "b"), ("b", "c"), ("c", "a")]) == {("c", "a")}
    layout = layered(list("abc"), [("a", "b"), ("b", "c"), ("c", "a")])
    assert [layout.places[each][0] for each in "abc"] == [0, 1, 2]


def test_no_two_boxes_stand_on_one_place():
    nodes = [str(each) for each in range(12)]
    edges = [(a, b) for a in nodes for b in nodes if int(a) * 3 % 7 < int(b) % 5]
    layout = layered(nodes, edges)
    assert len(set(layout.places.values())) == len(nodes)
    for a, b in edges:
        assert (a == b) or (a, b) in layout.routes


def test_a_node_that_needs_itself_is_left_out():
    assert layered(["a"], [("a", "a")]).routes == {}


def test_nothing_at_all_has_a_layout():
    assert layered([], []).columns == 0


# The drawing -----------------------------------------------------------------------------


def test_the_title_is_the_finding():
    assert dependency_chart(GRAPH).title == (
        "8 dependencies: 1 broken, 1 at risk; NI 99 and NI 100 depend on each other"
    )


def test_the_title_of_one_plan_says_both_ways():
    assert dependency_chart(GRAPH, "ni-99").title == (
        "NI 99 depends on 2 priorities; 2 plans depend on it"
    )


def test_every_node_is_a_box_with_its_name():
    svg = drawn()
    boxes = [each for each in svg.iter(f"{SVG}rect") if each.get("width") == "104"]
    assert len(boxes) == len(GRAPH.nodes)
    said = " ".join(each.text for each in svg.iter(f"{SVG}text"))
    for node in GRAPH.nodes.values():
        assert all(word in said for word in node.label.split())


def test_a_dependency_at_risk_or_broken_has_a_mark_and_a_pattern():
    lines = {each.get("stroke-dasharray") for each in drawn().iter(f"{SVG}polyline")}
    assert {"7 4", "2 4", None} <= lines
    assert "!" in [each.text for each in drawn().iter(f"{SVG}text")]


def test_two_opposite_dependencies_are_one_line_with_two_heads():
    nodes = [Node(key, key, plan_slug=key) for key in "ab"]
    both = drawn(Graph(nodes, [Need("a", "b", "b"), Need("b", "a", "a")]))
    one = drawn(Graph(nodes, [Need("a", "b", "b")]))
    heads = [len(list(svg.iter(f"{SVG}polygon"))) for svg in (one, both)]
    lines = [len(list(svg.iter(f"{SVG}polyline"))) for svg in (one, both)]
    assert heads[1] == heads[0] + 1
    assert lines[1] == lines[0]


def test_an_opposite_line_shows_the_worse_of_both():
    nodes = [Node(key, key, plan_slug=key) for key in "ab"]
    graph = Graph(nodes, [Need("a", "b", "b", "on course"), Need("b", "a", "a", "broken")])
    dashes = [each.get("stroke-dasharray") for each in drawn(graph).iter(f"{SVG}polyline")]
    assert dashes[0] == "2 4"


def test_one_plans_drawing_does_not_say_that_nobody_delivers_a_priority():
    def said(about):
        return [each.text for each in drawn(about=about).iter(f"{SVG}text")]

    assert "delivered by no plan here" in said("")
    assert "a priority" in said("ni-99")
    assert "delivered by no plan here" not in said("ni-99")


@pytest.mark.parametrize("about", ["", "ni-99"])
def test_the_drawing_is_within_its_picture(about):
    svg = drawn(about=about)
    _, _, width, height = map(float, svg.get("viewBox").split())
    for each in svg.iter():
        for pair in each.get("points", "").split():
            x, y = map(float, pair.split(","))
            assert 0 <= x <= width
            assert 0 <= y <= height
        assert not {"class", "style", "id"} & set(each.attrib)
    assert svg.find(f"{SVG}desc").text.startswith("NI 101 depends on NI 99 (on course)")


def test_a_long_name_is_shortened_and_stays_in_its_box():
    nodes = [Node("a", "a", plan_slug="a"), Node("long", samples.LONG)]
    svg = drawn(Graph(nodes, [Need("a", "long", samples.LONG)]))
    words = [each.text for each in svg.iter(f"{SVG}text")]
    assert max(map(len, words)) <= len("delivered by no plan here")
    assert any(each.endswith("…") for each in words)


def test_too_many_are_a_table():
    nodes = [Node(str(each), str(each), plan_slug=str(each)) for each in range(MOST_NODES + 1)]
    needs = [Need(a.key, b.key, b.label) for a, b in pairwise(nodes)]
    chart = dependency_chart(Graph(nodes, needs))
    assert chart.svg is None
    assert chart.sentence == "There are too many to be drawn: the table says the same."
    assert len(chart.rows) == MOST_NODES


def test_none_is_a_sentence():
    chart = dependency_chart(graph_of(Digest(samples.stamp())))
    assert (chart.svg, chart.title) == (None, "No dependencies")


# On the pages ------------------------------------------------------------------------------


def test_a_plans_own_graph_holds_both_directions():
    graph = graph_about(samples.plan_report(), [samples.indicator_report()])
    assert [each.priority for each in graph.needs_of("ni-101")] == [
        "NI 99", "The Connexions contract",
    ]  # fmt: skip
    assert [each.plan for each in graph.needed_by("ni-101")] == ["ni-99"]
    assert len(graph.nodes) == 3  # NI 99 is both


def test_the_plan_page_draws_them_and_leads_to_all(pages, officer):
    page = pages.as_(officer).get("/plans/ni-101/")
    assert "NI 101 depends on 2 priorities; 1 plan depends on it" in page.words
    assert page.links()["What depends on what, across all plans"] == "/dependencies/?as_at=2009-q2"


def test_the_plan_page_shows_its_milestones_in_time(pages, officer):
    assert (
        "3 milestones: 1 late, 1 still due, 1 done"
        in pages.as_(officer).get("/plans/ni-101/").words
    )


@pytest.fixture
def county(pages, monkeypatch):
    monkeypatch.setattr("tests.reports.pages.SampleReading.digest", lambda reading: COUNTY)
    return pages


def test_the_page_says_who_is_affected_and_what_is_a_circle(county, officer):
    page = county.as_(officer).get("/dependencies/")
    rows = page.rows("Who needs it")[1:]
    (ours,) = [row for row in rows if row[0].startswith("NI 99")]
    assert ours[1].startswith("NI 101: on course")
    assert ours[2].startswith("LAC 06: not stated")
    assert ours[3] == "LAC Care, NI 100, NI 101 may be affected"
    assert "NI 99 and NI 100 depend on each other: if one of them slips" in page.words


def test_the_page_lists_first_what_most_depends_on(county, officer):
    first, *_, last = county.as_(officer).get("/dependencies/").rows("Who needs it")[1:]
    assert first[3].endswith("may be affected")
    assert last[3] == "No plan is affected"


def test_the_page_before_any_quarter_says_so(pages, officer):
    assert "Dependencies" in pages.nothing_yet().as_(officer).get("/dependencies/").title


def test_to_whom_words_are_not_cleared_no_dependency_is_told(pages, somebody, monkeypatch):
    hidden = Digest(
        samples.stamp(), plans=(PlanDigest("NI 101", "ni-101", "A plan", withheld=True),)
    )
    monkeypatch.setattr("tests.reports.pages.SampleReading.digest", lambda reading: hidden)
    page = pages.as_(somebody).get("/dependencies/")
    assert "not cleared for this audience" in page.words
    assert page.title == "No dependencies"
