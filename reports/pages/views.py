"""Every page one reads. A page reads one report object of one reading.

Who may read what is said in `reports.audiences.access`.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import SignedIn
from indicators.codes import code_order
from indicators.models import Indicator
from periods.calendar import FinancialQuarter
from periods.models import Quarter
from periods.rounds import RoundState
from periods.today import today
from plans.models import DeliveryPlan, owing_in
from reports.audiences.access import ROUNDS, Reading, readable_quarters
from reports.audiences.comparing import compared, since_last, switches
from reports.audiences.frames import own_reading, reading_asked, reading_in, report_context
from reports.board import agenda, overview, questions
from reports.board.concerns import AT_A_GLANCE, IN_LARGE_TYPE, drawn
from reports.board.sight import line_of_sight
from reports.changes.between import kind_of
from reports.charts.chart import Chart, trend
from reports.charts.dependencies import dependency_chart
from reports.charts.gaps import gap_chart
from reports.charts.revisions import revision_chart
from reports.charts.sparklines import sparkline
from reports.charts.timelines import timeline
from reports.pages import homes
from reports.pages.dashboards import first_of_all, slides_of, what_else
from reports.pages.downloads import TO_READ, files_beside
from reports.pages.kept import kept
from reports.reading.dependencies import graph_about
from reports.reading.gaps import not_compared, share
from reports.reading.objects import ActionCard, IndicatorReport, PlanReport
from reports.reading.revisions import revisions
from reports.releases import rounds

MOST_MEASURES_DRAWN = 12  # beside the actions of a plan


class Measured(NamedTuple):
    """An indicator that an action feeds. Without `slug` one may not read of it; `spark` is its
    course, None where there is none or enough is drawn.
    """

    code: str
    slug: str = ""
    spark: Chart | None = None


def page(request: SignedIn, template: str, **context) -> HttpResponse:
    return render(request, f"reports/{template}.html", context)


# Home ---------------------------------------------------------------------------------


@require_safe
def home(request: SignedIn) -> HttpResponse:
    """What this person needs first, by office and part."""
    if request.user.is_officer:
        return officer_home(request)
    if request.user.is_board_member:
        return dashboard(request)
    if plans := list(homes.plans_of(request.user)):
        return plans_home(request, plans)
    return reports(request)


def officer_home(request: SignedIn) -> HttpResponse:
    every = ROUNDS.instances()
    begun = [each for each in every if each.state != RoundState.NOT_OPENED]
    if steps := homes.first_day(request.user, begun=bool(begun)):
        return page(request, "first_day", steps=steps)
    return page(
        request,
        "officer_home",
        now=homes.round_now(begun),
        published=next((each for each in reversed(begun) if each.is_published), None),
        to_open=rounds.to_open(every, today()),
    )


def plans_home(request: SignedIn, plans: list[DeliveryPlan]) -> HttpResponse:
    current = Quarter.objects.current()
    owing = owing_in([current.label])[current.label] if current else set()
    return page(
        request,
        "plans_home",
        current=current,
        plans=homes.owed_returns(
            [each for each in plans if each.pk in owing], current, request.user
        ),
        others=[each for each in plans if each.pk not in owing],
        published=Quarter.objects.latest_published(),
    )


# The Board's dashboard ----------------------------------------------------------------


@require_safe
def dashboard(request: SignedIn, quarter: FinancialQuarter | None = None) -> HttpResponse:
    """Where everything stands as at a quarter: the finding, exceptions, risks, what is due.

    `?status=missed` shows the indicators of one status; `?type=large` all of it in large type,
    one thing after the other, for a projector.
    """
    reading = reading_in(request, quarter) if quarter else reading_asked(request)
    if reading is None:
        return page(request, "nothing_yet", title="Dashboard")
    return kept(request, reading, lambda: _dashboard(request, reading))


def _dashboard(request: SignedIn, reading: Reading) -> HttpResponse:
    report = reading.quarterly_report()
    asked = request.GET.get("status", "")
    status = overview.status_of(asked)
    is_large = request.GET.get("type") == "large"
    most_charted = IN_LARGE_TYPE if is_large else AT_A_GLANCE
    shown = first_of_all(reading, report, status, most_charted) | what_else(
        reading, report, is_wide=is_large
    )
    return page(
        request,
        "dashboard_large" if is_large else "dashboard",
        status=status,
        no_such_status=asked if asked and not status else "",
        slides=slides_of(shown, status) if is_large else [],
        files=files_beside(request, "pack", reading.quarter, of=TO_READ),
        choose=reverse("pack", args=[reading.quarter]) if request.user.is_officer else "",
        **shown,
        **report_context(
            request, reading, report, lambda each: reverse("dashboard-of", args=[each])
        ),
    )


# What changed -------------------------------------------------------------------------


@require_safe
def changes(request: SignedIn, before: FinancialQuarter, after: FinancialQuarter) -> HttpResponse:
    """What changed between two quarters, the most important first.

    `?kind=risks` shows one kind of changes, `?plan=ni-101` those of one plan.
    """
    if before == after:
        raise Http404("A quarter is not compared with itself.")
    earlier, reading = (reading_in(request, each) for each in sorted((before, after)))
    if earlier.quarter != before:
        return redirect("changes", earlier.quarter, reading.quarter)
    return kept(request, reading, lambda: _changes(request, earlier, reading), earlier)


def _changes(request: SignedIn, earlier: Reading, reading: Reading) -> HttpResponse:
    asked = compared(earlier, reading).of(plan=request.GET.get("plan", ""))
    kind = kind_of(request.GET.get("kind", ""))
    shown = asked.of(kind=kind)
    frame = report_context(request, reading, shown, lambda each: "")
    return page(
        request,
        "changes",
        **frame | switches(request, earlier, reading),
        kinds=asked.kinds(),
        kind=kind,
        every=asked,
    )


# Plans and indicators -----------------------------------------------------------------


@require_safe
def plans(request: SignedIn) -> HttpResponse:
    """Every plan by theme, with where its indicators stand."""
    reading = reading_asked(request)
    if reading is None:
        return page(request, "plans_before", plans=list(plans_seen_by(request.user)))
    return kept(request, reading, lambda: _plans(request, reading))


def _plans(request: SignedIn, reading: Reading) -> HttpResponse:
    report = reading.quarterly_report()
    themes = sorted(report.plans, key=lambda plan: (plan.theme, code_order(plan.reference)))
    return page(
        request,
        "plans",
        plans=[
            (plan, [line for line in report.lines if line.plan_slug == plan.slug])
            for plan in themes
        ],
        **report_context(
            request, reading, report, lambda each: f"{reverse('plans')}?as_at={each.slug}"
        ),
    )


def plans_seen_by(user) -> Iterable[DeliveryPlan]:
    """The plans to list before there is any report: all for officers, else one's own."""
    if user.is_officer:
        return DeliveryPlan.objects.order_by("theme", "reference")
    return DeliveryPlan.objects.worked_on_by(user).order_by("theme", "reference")


@require_safe
def plan(request: SignedIn, slug: str) -> HttpResponse:
    """A delivery plan, every word of it, and where everything stands as at a quarter."""
    reading = own_reading(request)
    return kept(request, reading, lambda: _plan(request, reading, slug))


def _plan(request: SignedIn, reading: Reading, slug: str) -> HttpResponse:
    report = reading.plan_report(slug)
    over_time = reading.indicator_reports(line.slug for line in report.lines)
    return page(
        request,
        "plan",
        indicators=indicators_of(report, over_time),
        activities=activities_of(report, over_time, reading),
        web=dependency_chart(graph_about(report, over_time), slug),
        milestones=timeline(
            agenda.tracks_of(agenda.steps_of([report]), with_plan=False), reading.quarter
        ),
        history=history_of_plan(request.user, slug),
        files=files_beside(request, "plan", slug, of=TO_READ, as_at=reading.quarter.slug),
        report_address=reverse("plan-report", args=[reading.quarter, slug]),
        since=since_last(reading, plan=slug),
        questions=questions.of_plan(report),
        **report_context(
            request,
            reading,
            report,
            lambda each: f"{reverse('plan', args=[slug])}?as_at={each.slug}",
            key=f"plan/{slug}",
            own=slug in reading.own_plans,
        ),
    )


def indicators_of(report: PlanReport, over_time: list[IndicatorReport]) -> list[tuple]:
    """Each indicator of the plan with its targets and its chart."""
    targets = dict(report.targets)
    return [
        (line, targets.get(line.code, ()), trend(indicator))
        for line, indicator in zip(report.lines, over_time, strict=True)
    ]


def activities_of(
    report: PlanReport, over_time: list[IndicatorReport], reading: Reading
) -> list[tuple[ActionCard, list[Measured]]]:
    """Each action with the indicators it feeds, their course drawn as far as one may read it.

    Costs two queries where it feeds other plans' indicators.
    """
    told = {each.line.code: each for each in over_time}
    if not reading.is_partial:
        fed = dict.fromkeys(code for action in report.actions for code in action.feeds)
        if others := [code for code in fed if code not in told]:
            slugs = Indicator.objects.filter(code__in=others).values_list("slug", flat=True)
            told |= {each.line.code: each for each in reading.indicator_reports(slugs)}
    drawings = iter(range(MOST_MEASURES_DRAWN))
    return [
        (action, [_measured(code, told.get(code), drawings) for code in action.feeds])
        for action in report.actions
    ]


def _measured(code: str, told: IndicatorReport | None, drawings: Iterator[int]) -> Measured:
    if told is None:
        return Measured(code)
    is_drawn = next(drawings, None) is not None
    return Measured(code, told.line.slug, drawn(sparkline(told)) if is_drawn else None)


def history_of_plan(user, slug: str) -> str:
    """Where an officer sees every change of the plan; "" for others."""
    if not user.is_officer:
        return ""
    key = DeliveryPlan.objects.filter(slug=slug).values_list("pk", flat=True).first()
    return reverse("admin:plans_deliveryplan_history", args=[key]) if key else ""


@require_safe
def indicator(request: SignedIn, slug: str) -> HttpResponse:
    """An indicator over all its periods, as at a quarter."""
    reading = own_reading(request)
    return kept(request, reading, lambda: _indicator(request, reading, slug))


def _indicator(request: SignedIn, reading: Reading, slug: str) -> HttpResponse:
    report = reading.indicator_report(slug)
    return page(
        request,
        "indicator",
        chart=trend(report),
        revisions=revisions(report.periods),
        revised=revised_now(report),
        gap=gap_chart(report),
        not_compared=not_compared(report.comparators),
        share=share(report),
        reward_shown=settings.LAA_NOTIONAL_REWARD,
        sight=line_of_sight(report),
        **report_context(
            request,
            reading,
            report,
            lambda each: f"{reverse('indicator', args=[slug])}?as_at={each.slug}",
            key=f"indicator/{slug}",
            own=report.line.plan_slug in reading.own_plans,
        ),
    )


def revised_now(report: IndicatorReport) -> Chart | None:
    """How the figure that is due was revised, or the one reported last; None without any."""
    told = [row for row in report.periods if row.reports]
    due = (row for row in told if row.period == report.line.period_due)
    row = next(due, told[-1] if told else None)
    return revision_chart(row, report.line) if row else None


# Quarterly reports --------------------------------------------------------------------


@require_safe
def reports(request: SignedIn) -> HttpResponse:
    """The quarters of which this person may read a report."""
    readable = {each.label for each in readable_quarters(request.user)}
    return page(
        request,
        "reports",
        quarters=Quarter.objects.filter(label__in=readable)
        .order_by("-label")
        .prefetch_related("releases__withdrawal"),
        own=[] if request.user.is_officer else list(homes.plans_of(request.user)),
    )


@require_safe
def quarterly_report(request: SignedIn, quarter: FinancialQuarter) -> HttpResponse:
    """All plans in a quarter: actuals against targets, actions, risks, what is due."""
    reading = reading_in(request, quarter)
    return kept(request, reading, lambda: _quarterly_report(request, reading))


def _quarterly_report(request: SignedIn, reading: Reading) -> HttpResponse:
    quarter = reading.quarter
    report = reading.quarterly_report()
    return page(
        request,
        "quarterly_report",
        headline=overview.headline(report),
        base=overview.base_of_counts(report),
        exceptions=overview.exceptions(report),
        due=overview.to_come(report.lines),
        milestones=agenda.of_the_quarter(report.plans, quarter),
        plans=report.plans,
        risks=report.risks,
        withheld=any(each.withheld for each in report.plans),
        files=files_beside(request, "report", quarter),
        **report_context(request, reading, report, lambda each: reverse("report", args=[each])),
    )


@require_safe
def plan_report(request: SignedIn, quarter: FinancialQuarter, slug: str) -> HttpResponse:
    """One plan in a quarter."""
    reading = reading_in(request, quarter)
    return kept(request, reading, lambda: _plan_report(request, reading, slug))


def _plan_report(request: SignedIn, reading: Reading, slug: str) -> HttpResponse:
    quarter = reading.quarter
    report = reading.plan_report(slug)
    return page(
        request,
        "plan_report",
        due=overview.to_come(report.lines),
        milestones=agenda.of_the_quarter([report], quarter),
        **report_context(
            request,
            reading,
            report,
            lambda each: reverse("plan-report", args=[each, slug]),
            key=f"plan/{slug}",
            own=slug in reading.own_plans,
        ),
    )
