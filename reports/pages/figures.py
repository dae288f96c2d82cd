"""The page of one figure: how it came about. It reads the report of its indicator."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import SignedIn
from periods.calendar import Period, YearType, read_period, slug_of
from reports.audiences.access import Reading
from reports.audiences.frames import own_reading, report_context
from reports.pages.explanations import explain, period_of
from reports.reading.gaps import share
from reports.reading.objects import FigureCell, IndicatorLine, IndicatorReport


@require_safe
def figure(request: SignedIn, slug: str, period: str) -> HttpResponse:
    """One figure: formula, inputs, the rule of its day, comparison, who entered and signed it.

    Raises Http404 where the indicator cannot be read, or has no such period.
    """
    reading = own_reading(request)
    report = reading.indicator_report(slug)
    about = period_of(period, report.line)
    if about is None:
        raise Http404("There is no such period.")
    line, explanation = report.line, explain(report, about)
    return render(
        request,
        "reports/figure.html",
        {
            "explanation": explanation,
            "share": share(report) if is_now(line, about) else None,
            "history": history_of_figure(reading, line, about, explanation.row.reports),
            "others": other_periods(report, about),
        }
        | report_context(
            request,
            reading,
            report,
            lambda each: f"{reverse('figure', args=[slug, about.slug])}?as_at={each.slug}",
            key=f"indicator/{slug}",
            own=line.plan_slug in reading.own_plans,
        ),
    )


def is_now(line: IndicatorLine, period: Period) -> bool:
    """Whether the figure of this period is the one that is judged now."""
    return line.actual is not None and line.actual.period == period.label


def history_of_figure(
    reading: Reading, line: IndicatorLine, period: Period, reports: Iterable[FigureCell]
) -> str:
    """Where officers and the plan's own people see every step of it; "" for others.

    That is a page of the return that reported it last.
    """
    mine = line.plan_slug in reading.own_plans or (reading.user.is_officer and not reading.asked)
    now = reading.quarter.label
    told = [each.reported_in for each in reports if each.signed_off_by or each.reported_in == now]
    if not mine or not line.plan_slug or not told:
        return ""
    about = f"{line.slug}.{period.slug}"
    return reverse("return-figure-history", args=[line.plan_slug, slug_of(told[-1]), about])


def other_periods(report: IndicatorReport, period: Period) -> list[tuple[str, str]]:
    """The other periods that have a figure: their labels, as addresses and as words."""
    year_type = YearType(report.line.year_type)
    periods = [read_period(row.period, year_type) for row in report.periods if row.stands]
    return [(each.slug, each.described) for each in periods if each != period]
