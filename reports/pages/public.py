"""The public page: a published quarter for everybody, as far as the public may read it.

It is the same for whoever asks: it looks at nobody's session, and sets no cookie.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from periods.calendar import FinancialQuarter
from reports.audiences.access import Reading, public_reading
from reports.audiences.frames import must_be_of, release_asked
from reports.board import overview
from reports.pages.kept import kept
from reports.reading.objects import exceptions_first


@login_not_required
@require_safe
def public(request: HttpRequest, quarter: FinancialQuarter | None = None) -> HttpResponse:
    """The headline, every indicator, and of words those that are cleared."""
    reading = public_reading(quarter)
    if reading is None:
        return render(request, "reports/public_before.html")
    must_be_of(release_asked(request), reading)
    return kept(request, reading, lambda: _public(request, reading))


def _public(request: HttpRequest, reading: Reading) -> HttpResponse:
    report = reading.quarterly_report()
    return render(
        request,
        "reports/public.html",
        {
            "report": report,
            "stamp": reading.stamp,
            "headline": overview.headline(report),
            "base": overview.base_of_counts(report),
            "counts": overview.counts(report),
            "lines": exceptions_first(report.lines),
            "plans": [each for each in report.plans if each.summary or each.actions or each.risks],
            "switch": switch(reading),
        },
    )


def switch(reading: Reading) -> dict:
    """The published quarters, each with its public page."""

    def link(quarter: FinancialQuarter | None) -> tuple[str, str] | None:
        return (quarter.long_label, reverse("public-of", args=[quarter])) if quarter else None

    links = [link(each) for each in reading.choices]
    return {
        "current": reading.quarter.long_label,
        "previous": link(reading.previous),
        "next": link(reading.next),
        "quarters": links if len(links) > 1 else [],
    }
