"""Files to take away. A browser that names no view is asked as whom; masked comes first.

`?audience=public`, `board`, `officer` or `own` names a view; what is none, or no view of this
person's, gives the first one that is. Whatever no browser asks for is not asked back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.access import SignedIn
from periods.calendar import FinancialQuarter
from reports.audiences.access import Reading
from reports.audiences.frames import own_reading, reading_in, with_query
from reports.charts.chart import trend
from reports.models import View
from reports.packs.about import About
from reports.packs.pdf import as_pdf
from reports.packs.plan import plan_document
from reports.packs.quarter import quarter_document
from reports.packs.word import as_word
from reports.packs.workbook import as_csv, as_workbook
from reports.pages.downloads import (
    CONTENT_TYPES,
    NAMES,
    File,
    Format,
    about_file,
    audience_for,
    keep,
    means,
    views_of,
)
from reports.reading.objects import PlanReport, QuarterlyReport
from returns.forms import OneOf


class AudienceForm(forms.Form):
    """As whom a file is taken."""

    def __init__(self, *args, views: list[View], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["audience"] = OneOf(
            "Who will read the file?",
            [(view.value, view.label) for view in views],
            means={view.value: means(view) for view in views},
            initial=views[0].value,
        )


def view_asked(request: SignedIn, views: list[View]) -> View | None:
    """The view that the address names; the first where it is none of this person's.

    None where it names none and a browser can be asked, unless there is only the public's.
    """
    asked = request.GET.get("audience", "")
    if asked in views:
        return View(asked)
    is_browser = "text/html" in request.headers.get("Accept", "")
    return None if is_browser and views != [View.PUBLIC] else views[0]


def ask(request: SignedIn, format: Format, views: list[View], **context) -> HttpResponse:
    """The page that asks as whom the file is taken."""
    return render(
        request,
        "reports/download.html",
        {
            "form": AudienceForm(views=views),
            "format": NAMES[format],
            "kept": kept_of(request),
            **context,
        },
    )


def kept_of(request: SignedIn) -> dict[str, str]:
    """What the address of a file names beside the view: an earlier release, a quarter."""
    return {key: request.GET[key] for key in ("as_at", "release") if key in request.GET}


def give(request: SignedIn, file: File, content: bytes, note: str = "") -> HttpResponse:
    """The file, once it is written down who takes it, and which note of theirs stands in it."""
    with transaction.atomic():
        keep(file, request, note)
    headers = {"Content-Disposition": f'attachment; filename="{file.full_name}"'}
    return HttpResponse(content, content_type=CONTENT_TYPES[file.format], headers=headers)


@dataclass(frozen=True)
class Subject:
    """What a file is about: its heading, the page it belongs to, and its name without ending.

    `own` says whether some of it is of plans of the person's own, `whole` whether all of it is.
    """

    what: str
    page: str
    name: str
    own: bool = False
    whole: bool = False


def answer(
    request: SignedIn,
    widest: Reading,
    subject: Subject,
    format: Format,
    read: Callable[[Reading], Any],
    write: Callable[[Reading, Any, About], bytes],
    restricts: Callable[[Reading, Any], bool] = lambda reading, report: reading.restricted(report),
) -> HttpResponse:
    """Ask as whom, or give the file: `read` gives its report, `write` makes the file of it.

    `restricts` says whether the report shows a figure that is hidden from the public.
    """
    views = views_of(widest, own=subject.own)
    view = view_asked(request, views)
    if view is None:
        response = ask(request, format, views, what=subject.what, back=subject.page)
    else:
        reading = widest.as_audience(audience_for(view))
        report = read(reading)
        own = (view == View.OWN) if subject.whole else None
        about = about_file(
            reading,
            restricted=restricts(reading, report),
            own=own,
            organisation=settings.LAA_ORGANISATION,
            contact=settings.LAA_CONTACT,
        )
        file = File(subject.name, format, view, about)
        response = give(request, file, write(reading, report, about))
    # A browser is answered otherwise than a program.
    patch_vary_headers(response, ["Accept"])
    return response


def page_of(request: SignedIn, route: str, *args: object, **query: str) -> str:
    """The address of the page beside which the file stands."""
    return with_query(reverse(route, args=args), kept_of(request) | query)


# The quarterly report -----------------------------------------------------------------------


@require_safe
def quarterly_report(request: SignedIn, quarter: FinancialQuarter, ending: str) -> HttpResponse:
    """All plans in a quarter, as a file."""
    widest = reading_in(request, quarter).as_audience(None)
    if not (widest.is_published or request.user.is_officer):
        raise Http404("There is no such report.")
    subject = Subject(
        f"Quarterly report, {quarter.long_label}",
        page_of(request, "report", quarter),
        f"quarterly-report-{quarter.slug}",
        own=bool(widest.own_plans),
    )

    def write(reading: Reading, report: QuarterlyReport, about: About) -> bytes:
        if ending in TABLES:
            return TABLES[Format(ending)](report, about)
        return DOCUMENTS[Format(ending)](quarter_document(report, about))

    return answer(
        request, widest, subject, Format(ending), lambda reading: reading.quarterly_report(), write
    )


# How many of the documents asked for last are kept as written: the same document gives the same
# bytes, and a Board takes the same few again and again.
MOST_KEPT = 16
TABLES = {Format.XLSX: as_workbook, Format.CSV: as_csv}
DOCUMENTS = {
    Format.PDF: lru_cache(MOST_KEPT)(as_pdf),
    Format.DOCX: lru_cache(MOST_KEPT)(as_word),
}


# A plan -------------------------------------------------------------------------------------


@require_safe
def plan(request: SignedIn, slug: str, ending: str) -> HttpResponse:
    """A delivery plan, every word of it, and where everything stands as at a quarter."""
    widest = own_reading(request).as_audience(None)
    own = slug in widest.own_plans
    if not (widest.is_published or own or request.user.is_officer):
        raise Http404("There is no such plan.")
    subject = Subject(
        f"{slug.upper().replace('-', ' ')} delivery plan, {widest.quarter.long_label}",
        page_of(request, "plan", slug),
        f"{slug}-plan-{widest.quarter.slug}",
        own=own,
        whole=True,
    )

    def write(reading: Reading, report: PlanReport, about: About) -> bytes:
        over_time = reading.indicator_reports(line.slug for line in report.lines)
        document = plan_document(report, list(map(trend, over_time)), about)
        return DOCUMENTS[Format(ending)](document)

    return answer(
        request, widest, subject, Format(ending), lambda reading: reading.plan_report(slug), write
    )
