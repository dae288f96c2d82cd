"""A feed as an answer. It is written whole before it is sent: half a table never looks like all."""

from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from periods.calendar import FinancialQuarter
from reports.audiences.access import Reading
from reports.audiences.frames import view_words
from reports.feeds.columns import Noun
from reports.feeds.keeping import keep
from reports.feeds.writing import as_csv, as_json
from reports.reading.objects import QuarterlyReport

TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8; header=present"}
# A browser shows JSON, and saves CSV under a name.
SHOWN = {"json": "inline", "csv": "attachment"}
RESTRICTED = "Restricted: contains small numbers."
WITHHELD = "Texts that nobody cleared for the public are left out, and rows that are all text."


def answer(request: HttpRequest, reading: Reading, noun: Noun, form: str) -> HttpResponseBase:
    """The feed, or that it is still the one that `If-None-Match` names."""
    report = reading.quarterly_report()
    rows = noun.rows(reading)
    if form == "json":
        text = as_json(about(reading, noun, report), noun.columns, rows)
    else:
        text = as_csv(noun.columns, rows)
    restricted = reading.restricted(report)
    name = file_name(reading, noun, form, restricted=restricted)
    whole = as_file(text.encode(errors="replace"), name, form)
    if reading.release:
        whole.headers["Last-Modified"] = http_date(reading.release.published_at.timestamp())
    decided = get_conditional_response(request, etag=whole.headers["ETag"], response=whole) or whole
    if decided is whole and request.method == "GET":
        keep(reading, name, restricted=restricted)
    return decided


def as_file(content: bytes, name: str, form: str) -> HttpResponse:
    """What is sent, and what is said of it."""
    return HttpResponse(
        content,
        content_type=TYPES[form],
        headers={
            "Content-Disposition": f'{SHOWN[form]}; filename="{name}"',
            "ETag": f'"{sha256(content).hexdigest()[:32]}"',
            "Vary": "Authorization, Cookie",
        },
    )


def about(reading: Reading, noun: Noun, report: QuarterlyReport) -> dict[str, Any]:
    """What stands above the rows of JSON: what is read, how official it is, and what to mind."""
    stamp, restricted = report.stamp, reading.restricted(report)
    quarter = FinancialQuarter.from_label(stamp.quarter)
    notices = [RESTRICTED] if restricted else []
    if any(plan.withheld for plan in report.plans):
        notices.append(WITHHELD)
    return {
        "feed": noun.name,
        "as_at": stamp.quarter,
        "as_at_ends": quarter.ends.isoformat(),
        "state": stamp.state,
        "release": stamp.released or None,
        "published_on": stamp.released_on and stamp.released_on.isoformat(),
        "read_as": view_words(reading, own=None),
        "restricted": restricted,
        "notice": " ".join(notices) or None,
    }


def file_name(reading: Reading, noun: Noun, form: str, *, restricted: bool) -> str:
    """`statuses-2009-q2.csv`, or `statuses-2009-q2-restricted.csv`."""
    ending = "-restricted" if restricted else ""
    return f"{noun.name}-{reading.quarter.slug}{ending}.{form}"
