"""Files to take away. A browser that names no view is asked as whom; masked comes first.

`?audience=public`, `board`, `officer` or `own` names a view; what is none, or no view of this
person's, gives the first one that is. Whatever no browser asks for is not asked back.
"""

from collections.abc import Callable

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
from reports.access import Reading
from reports.downloads import (
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
from reports.frames import reading_in, with_query
from reports.models import View
from reports.packs.workbook import as_csv, as_workbook
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


def give(request: SignedIn, file: File, content: bytes) -> HttpResponse:
    """The file, once it is written down who takes it."""
    with transaction.atomic():
        keep(file, request)
    headers = {"Content-Disposition": f'attachment; filename="{file.full_name}"'}
    return HttpResponse(content, content_type=CONTENT_TYPES[file.format], headers=headers)


def answered(response: HttpResponse) -> HttpResponse:
    """What is answered depends on who asks: a browser, or a program."""
    patch_vary_headers(response, ["Accept"])
    return response


def about(reading: Reading, report, *, own: bool | None):
    return about_file(
        reading,
        report,
        own=own,
        organisation=settings.LAA_ORGANISATION,
        contact=settings.LAA_CONTACT,
    )


# The quarterly report -----------------------------------------------------------------------

WRITERS: dict[Format, Callable] = {Format.XLSX: as_workbook, Format.CSV: as_csv}


@require_safe
def quarterly_report(request: SignedIn, quarter: FinancialQuarter, ending: str) -> HttpResponse:
    """All plans in a quarter, as a file."""
    widest = reading_in(request, quarter).as_audience(None)
    if not (widest.is_published or request.user.is_officer):
        raise Http404("There is no such report.")
    views = views_of(widest, own=bool(widest.own_plans))
    format, view = Format(ending), view_asked(request, views)
    if view is None:
        return answered(
            ask(
                request,
                format,
                views,
                what=f"Quarterly report, {quarter.long_label}",
                back=with_query(reverse("report", args=[quarter]), kept_of(request)),
            )
        )
    reading = widest.as_audience(audience_for(view))
    report = reading.quarterly_report()
    said = about(reading, report, own=None)
    file = File(f"quarterly-report-{quarter.slug}", format, view, said)
    return answered(give(request, file, WRITERS[format](report, said)))
