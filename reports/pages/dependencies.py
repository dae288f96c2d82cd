"""The page of what depends on what, across all plans as at a quarter."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import SignedIn
from reports.audiences.frames import reading_asked, report_context
from reports.charts.dependencies import dependency_chart
from reports.reading.dependencies import Graph, Need, Node, graph_of
from reports.reading.objects import QuarterlyReport


@dataclass(frozen=True)
class Entry:
    """A node with everything that is said of it in the list."""

    node: Node
    needs: list[Need]
    needed_by: list[tuple[Need, Node]]
    affected: list[Node]


@require_safe
def dependencies(request: SignedIn) -> HttpResponse:
    """What every plan depends on, who is affected if something slips, and who waits for whom.

    Raises Http404 before publication, for whoever does not read of all plans then.
    """
    reading = reading_asked(request)
    if reading is None:
        return render(request, "reports/nothing_yet.html", {"title": "Dependencies"})
    if not reading.is_published and not request.user.is_officer:
        raise Http404("There is no such report.")
    digest = reading.digest()
    graph = graph_of(digest)
    return render(
        request,
        "reports/dependencies.html",
        {
            "chart": dependency_chart(graph),
            "entries": entries(graph),
            "circles": graph.circles_in_words,
            "withheld": any(each.withheld for each in digest.plans),
        }
        | report_context(
            request,
            reading,
            QuarterlyReport(reading.stamp),  # for the frame: the page shows no figures
            lambda each: f"{reverse('dependencies')}?as_at={each.slug}",
        ),
    )


def entries(graph: Graph) -> list[Entry]:
    """Every node: first those on which most depends, then by their names."""
    found = [
        Entry(
            node,
            graph.needs_of(key),
            [(each, graph.nodes[each.plan]) for each in graph.needed_by(key)],
            graph.affected(key),
        )
        for key, node in graph.nodes.items()
    ]
    return sorted(found, key=lambda each: -len(each.affected))
