"""What a monitor is told, in the text format of Prometheus: numbers of things, never a figure."""

from collections.abc import Iterable, Iterator
from time import perf_counter

from django.db import DatabaseError
from django.db.models import Count

from laa_tracker.watching import counts
from laa_tracker.watching.conditions import FINE, database, free_bytes, migrations
from reports.models import Release
from workbooks import desk
from workbooks.models import Import, ImportState

Sample = tuple[str, float]  # what stands after the name: labels or nothing; and the number


def exposition() -> str:
    """Everything, one family after the other."""
    return "".join(f"{line}\n" for line in [*of_requests(), *of_this_machine(), *of_database()])


def family(name: str, kind: str, says: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP {name} {says}"
    yield f"# TYPE {name} {kind}"
    for labels, number in samples:
        yield f"{name}{labels} {number:.12g}"


def labelled(**labels: object) -> str:
    """Labels as the format has them; ours hold no quotation marks."""
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels.items()) + "}"


def of_requests() -> Iterator[str]:
    """By route and class of status: how many, and within what time."""
    rows = list(counts.counted())
    yield from family(
        "laa_requests_total",
        "counter",
        "Requests answered, by name of the route and class of status.",
        ((labelled(route=row.route, status=row.status), row.number) for row in rows),
    )
    yield from family(
        "laa_request_seconds",
        "histogram",
        "Time until the answer.",
        (),
    )
    for row in rows:
        about = {"route": row.route, "status": row.status}
        limits = [*zip(counts.WITHIN, row.within, strict=True), ("+Inf", row.number)]
        for limit, number in limits:
            yield f"laa_request_seconds_bucket{labelled(**about, le=limit)} {number}"
        yield f"laa_request_seconds_sum{labelled(**about)} {row.seconds:.6f}"
        yield f"laa_request_seconds_count{labelled(**about)} {row.number}"


def of_this_machine() -> Iterator[str]:
    yield from family(
        "laa_disk_free_bytes", "gauge", "Free where this machine writes.", [("", free_bytes())]
    )
    yield from family(
        "laa_imports_loop_up",
        "gauge",
        "Whether the loop of large imports runs on this machine.",
        [("", desk.is_held(desk.LOOP))],
    )


def of_database() -> Iterator[str]:
    begun = perf_counter()
    answers = database() == FINE
    seconds = perf_counter() - begun
    yield from family("laa_database_up", "gauge", "Whether the database answers.", [("", answers)])
    if not answers:
        return
    yield from family(
        "laa_database_answer_seconds", "gauge", "How long it took to answer.", [("", seconds)]
    )
    yield from family(
        "laa_migrations_applied",
        "gauge",
        "Whether the database is at this version.",
        [("", migrations() == FINE)],
    )
    try:
        yield from [*of_imports(), *of_releases()]
    except DatabaseError:
        return  # not at this version: the family before says so


def of_imports() -> Iterator[str]:
    by_state = dict(
        Import.objects.order_by()
        .values_list("state")
        .annotate(Count("pk"))
        .values_list("state", "pk__count")
    )
    yield from family(
        "laa_imports",
        "gauge",
        "Files that were brought, by what became of them.",
        ((labelled(state=each.value), by_state.get(each.value, 0)) for each in ImportState),
    )
    yield from family(
        "laa_imports_waiting",
        "gauge",
        "Large files that wait for the loop, or are worked on.",
        [("", Import.objects.exclude(task="").count())],
    )


def of_releases() -> Iterator[str]:
    numbers = Release.objects.aggregate(all=Count("pk"), withdrawn=Count("withdrawal"))
    standing = numbers["all"] - numbers["withdrawn"]
    yield from family(
        "laa_releases",
        "gauge",
        "Publications of a quarter.",
        [
            (labelled(state="standing"), standing),
            (labelled(state="withdrawn"), numbers["withdrawn"]),
        ],
    )
