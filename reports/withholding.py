"""What the public may not read: no free text leaves before an officer has cleared it.

Nobody can clear texts yet, so the public reads figures, and the names of indicators and plans.
No Django in here.
"""

from dataclasses import replace
from functools import singledispatch

from indicators.performance import Status
from reports.digests import Digest, IndicatorDigest, PlanDigest
from reports.objects import (
    Commentary,
    FigureCell,
    IndicatorLine,
    IndicatorReport,
    PlanReport,
    PlanSummary,
    QuarterlyReport,
    TargetCell,
)


@singledispatch
def without_texts(report):
    """The report without its free texts and names of people."""
    raise TypeError(f"Nobody said what the public may read of a {type(report).__name__}.")


@without_texts.register
def _(report: QuarterlyReport) -> QuarterlyReport:
    return replace(
        report,
        lines=tuple(map(without_texts, report.lines)),
        plans=tuple(map(without_texts, report.plans)),
    )


@without_texts.register
def _(plan: PlanSummary) -> PlanSummary:
    return replace(plan, actions=(), risks=(), summary="", withheld=True)


@without_texts.register
def _(report: PlanReport) -> PlanReport:
    return PlanReport(
        stamp=report.stamp,
        reference=report.reference,
        slug=report.slug,
        title=report.title,
        agreement=report.agreement,
        area=report.area,
        years=report.years,
        theme=report.theme,
        theme_group=report.theme_group,
        lines=tuple(map(without_texts, report.lines)),
        targets=tuple(
            (code, tuple(map(without_texts, targets))) for code, targets in report.targets
        ),
        return_state=report.return_state,
        withheld=True,
    )


@without_texts.register
def _(report: IndicatorReport) -> IndicatorReport:
    return replace(
        report,
        line=without_texts(report.line),
        periods=tuple(
            replace(
                row,
                target=row.target and without_texts(row.target),
                reports=tuple(map(without_texts, row.reports)),
                stands=row.stands and without_texts(row.stands),
            )
            for row in report.periods
        ),
        target_versions=tuple(map(without_texts, report.target_versions)),
        baselines=tuple(map(without_texts, report.baselines)),
        rules=tuple(replace(each, reason="") for each in report.rules),
        fed_by=(),
        served_by=(),
        risks=(),
        depends_on=(),
        withheld=True,
    )


@without_texts.register
def _(digest: Digest) -> Digest:
    return replace(
        digest,
        stamp=replace(digest.stamp, release_reason=""),
        indicators=tuple(map(without_texts, digest.indicators)),
        plans=tuple(map(without_texts, digest.plans)),
    )


@without_texts.register
def _(indicator: IndicatorDigest) -> IndicatorDigest:
    return replace(
        indicator,
        finding=_without_reason(indicator).get("finding", indicator.finding),
        figures=tuple(map(without_texts, indicator.figures)),
        targets=tuple(map(without_texts, indicator.targets)),
        baseline=indicator.baseline and without_texts(indicator.baseline),
        rules=tuple(replace(each, reason="") for each in indicator.rules),
    )


@without_texts.register
def _(plan: PlanDigest) -> PlanDigest:
    return replace(plan, ended="", actions=(), risks=(), dependencies=(), withheld=True)


@without_texts.register
def _(line: IndicatorLine) -> IndicatorLine:
    return replace(
        line,
        purpose="",
        lead="",
        commentary=Commentary(),
        **_without_reason(line),
        target=line.target and without_texts(line.target),
        **{
            name: cell and without_texts(cell)
            for name in ("baseline", "actual", "last_year", "forecast")
            for cell in [getattr(line, name)]
        },
        quarters=tuple(
            replace(each, figure=each.figure and without_texts(each.figure))
            for each in line.quarters
        ),
    )


def _without_reason(line: IndicatorLine | IndicatorDigest) -> dict:
    """Why a figure is not available is told in words of our people's own."""
    if line.status != Status.NOT_AVAILABLE:
        return {}
    return {"status_note": "", "finding": "This figure is not available."}


@without_texts.register
def _(cell: FigureCell) -> FigureCell:
    return replace(
        cell,
        source="",
        entered_by="",
        signed_off_by="",
        not_available_because="",
        reason="",
        agreed_by="",
    )


@without_texts.register
def _(cell: TargetCell) -> TargetCell:
    return replace(cell, reason="", agreed_by="", approval_reference="")


def joined(public: QuarterlyReport, full: QuarterlyReport, own: set[str]) -> QuarterlyReport:
    """The public report, with the lines and summaries of the person's own plans in full."""
    lines = {line.code: line for line in full.lines if line.plan_slug in own}
    plans = {plan.slug: plan for plan in full.plans if plan.slug in own}
    return replace(
        public,
        lines=tuple(lines.get(line.code, line) for line in public.lines),
        plans=tuple(plans.get(plan.slug, plan) for plan in public.plans),
    )
