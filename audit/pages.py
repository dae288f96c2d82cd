"""The pages of the log, for officers: who did what and who saw small numbers; both as files."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import officer_required
from audit.forms import Filter, LogFilter, SightFilter
from audit.models import Entry, Sight
from periods.calendar import FinancialQuarter
from sheets.cells import escape

ON_A_PAGE = 50
MOST_LINKS = 5
AT_A_TIME = 1000
BOM = "\ufeff"
NOBODY = "Nobody signed in"


class Link(NamedTuple):
    """Where more of it is shown."""

    address: str
    words: str


@dataclass(frozen=True)
class Line:
    """An entry as the page shows it."""

    entry: Entry
    who: str
    plans: str
    links: list[Link]


@officer_required
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first."""
    wanted = LogFilter(request.GET)
    page = Paginator(wanted.chosen(), ON_A_PAGE).get_page(request.GET.get("page"))
    lines = [line_of(each, wanted.plans) for each in page]
    context = frame(request, wanted, page) | {"lines": lines}
    return render(request, "audit/log.html", context)


@officer_required
@require_safe
def sights(request: HttpRequest) -> HttpResponse:
    """Who looked at pages with small numbers, or was refused a page, newest first."""
    wanted = SightFilter(request.GET)
    page = Paginator(wanted.chosen(), ON_A_PAGE).get_page(request.GET.get("page"))
    lines = ((each, who_of(each)) for each in page)
    return render(request, "audit/sights.html", frame(request, wanted, page) | {"lines": lines})


def frame(request: HttpRequest, wanted: Filter, page) -> dict[str, Any]:
    """What both pages show around their lists."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return {
        "filter": wanted,
        "filtered": any(request.GET.get(each) for each in wanted.fields),
        "page": page,
        "query": asked.urlencode(),
    }


@officer_required
@require_safe
def log_file(request: HttpRequest) -> StreamingHttpResponse:
    """The same entries as a table of text."""
    head = ("number", "at", "who", "person", "kind", "what", "plans", "request", "link")
    wanted = LogFilter(request.GET)
    rows = (row_of(each, wanted.plans) for each in read(wanted.chosen()))
    return as_csv("log", head, rows)


@officer_required
@require_safe
def sights_file(request: HttpRequest) -> StreamingHttpResponse:
    """The same looks as a table of text."""
    head = ("day", "first", "who", "person", "page", "refused")
    rows = (
        (each.day, each.first, who_of(each), each.person_id, each.page, yes(each.refused))
        for each in read(SightFilter(request.GET).chosen())
    )
    return as_csv("looks", head, rows)


def row_of(entry: Entry, names: dict[str, str]) -> tuple:
    return (
        entry.number,
        entry.at,
        who_of(entry),
        entry.person_id,
        entry.get_deed_display(),
        entry.what,
        plans_in(entry, names),
        entry.request,
        entry.link,
    )


def read(rows: QuerySet) -> Iterator[Any]:
    return rows.iterator(chunk_size=AT_A_TIME)


def as_csv(name: str, head: Iterable[str], rows: Iterable[tuple]) -> StreamingHttpResponse:
    """A file that goes out while it is read, however long it is; no cell of it is a formula."""

    class Sent:
        """What the writer writes, given on."""

        def write(self, line: str) -> str:
            return line

    writer = csv.writer(Sent())

    def lines() -> Iterator[str]:
        yield BOM
        yield writer.writerow(head)
        for row in rows:
            yield writer.writerow(map(cell, row))

    day = timezone.localdate().isoformat()
    return StreamingHttpResponse(
        lines(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}-{day}.csv"'},
    )


def cell(value: Any) -> str:
    if value is None:
        return ""
    return escape(value) if isinstance(value, str) else str(value)


def yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def line_of(entry: Entry, names: dict[str, str]) -> Line:
    return Line(entry, who_of(entry), plans_in(entry, names), list(links_of(entry)))


def who_of(one: Entry | Sight) -> str:
    """By name; whoever is gone since by their number."""
    if one.person_id is None:
        return NOBODY
    return str(one.person) if one.person else f"Person {one.person_id}, no longer here"


def plans_in(entry: Entry, names: dict[str, str]) -> str:
    """The plans it is about; one that is gone since by what is left of its reference."""
    slugs = filter(None, entry.plans.split(","))
    return ", ".join(names.get(each) or each.upper().replace("-", " ") for each in slugs)


def links_of(entry: Entry) -> Iterator[Link]:
    """Where what was done can be looked at."""
    details = json.loads(entry.details) if entry.details else {}
    if "import" in details:
        yield Link(reverse("import-detail", args=[details["import"]]), "The file")
    if quarter := details.get("quarter"):
        when = FinancialQuarter.from_label(quarter)
        slugs = entry.plans.strip(",").split(",")
        if "return" in details and slugs[0]:
            yield Link(reverse("return", args=[slugs[0], when]), "The return")
        else:
            yield Link(reverse("report", args=[when]), "The report")
    yield from links_to_histories(details.get("history", {}))


def links_to_histories(proven: dict) -> Iterator[Link]:
    """To the history of each record that changed; of many, to the first few."""
    seen: list[tuple[str, str]] = []
    for label, its in proven.items():
        for _, about, _ in its["rows"]:
            if (label, about) not in seen:
                seen.append((label, about))
    for label, about in seen[:MOST_LINKS]:
        if link := link_to_history(label, about):
            yield link


def link_to_history(label: str, about: str) -> Link | None:
    """None where the record has no page in the admin."""
    try:
        model = apps.get_model(label).instance_type
    except LookupError:
        return None
    if not admin.site.is_registered(model):
        return None
    options = model._meta
    try:
        address = reverse(
            f"admin:{options.app_label}_{options.model_name}_history", args=[quote(about)]
        )
    except NoReverseMatch:
        return None
    return Link(address, f"History of {options.verbose_name} {about}")
