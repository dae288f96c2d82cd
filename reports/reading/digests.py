"""What can change from quarter to quarter, in short: two releases are compared by their digests.

A digest is made of the quarter's own reports, so it holds nothing that they do not say, and of a
release made before there were digests one is made when it is asked for. No Django in here.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from reports.reading.objects import (
    ActionCard,
    DependencyCard,
    FigureCell,
    IndicatorLine,
    IndicatorReport,
    MilestoneCard,
    PlanReport,
    RiskCard,
    RuleVersion,
    Stamp,
    TargetCell,
)
from reports.reading.records import record


@record
class IndicatorDigest:
    """An indicator as at a quarter: where it stands, and what stands for each period.

    `about` is the period of the result that is judged, `ahead` that of the forecast beside it;
    either is empty where there is none.
    """

    code: str
    slug: str
    title: str
    plan: str = ""
    plan_slug: str = ""
    status: str = ""
    finding: str = ""
    period_due: str = ""
    about: str = ""
    ahead: str = ""
    forecast_status: str = ""
    frequency: str = ""
    next_due: str = ""
    figures: tuple[FigureCell, ...] = ()
    targets: tuple[TargetCell, ...] = ()
    baseline: FigureCell | None = None
    rules: tuple[RuleVersion, ...] = ()
    small: bool = False

    def figure_about(self, period: str) -> FigureCell | None:
        """What stands for the period."""
        return next((each for each in self.figures if each.period == period), None)


@record
class PlanDigest:
    """A plan as at a quarter. `withheld` says that its words are kept from this audience.

    `untold` names what is there and is not told to this audience, by `name_of`.
    """

    reference: str
    slug: str
    title: str
    return_state: str = ""
    ended: str = ""
    actions: tuple[ActionCard, ...] = ()
    risks: tuple[RiskCard, ...] = ()
    dependencies: tuple[DependencyCard, ...] = ()
    untold: tuple[str, ...] = ()
    withheld: bool = False


def name_of(
    card: ActionCard | MilestoneCard | RiskCard | DependencyCard, action: ActionCard | None = None
) -> str:
    """What a thing of a plan is called from quarter to quarter; a milestone within its action."""
    match card:
        case ActionCard():
            return f"action {card.number}"
        case MilestoneCard():
            return f"{name_of(action) if action else ''} milestone {card.number}"
        case RiskCard():
            return f"risk {card.number}"
        case DependencyCard():
            return f"dependency on {card.priority}"


@record
class Digest:
    """All that can change, as at a quarter. `day` is the day as of which things are late."""

    stamp: Stamp
    indicators: tuple[IndicatorDigest, ...] = ()
    plans: tuple[PlanDigest, ...] = ()
    day: date | None = None

    @property
    def quarter(self) -> str:
        return self.stamp.quarter


# Made of the reports -------------------------------------------------------------------


class Course(NamedTuple):
    """As much of an indicator's report as a digest is made of: what stands for each period, in
    short; the target of each; and the rules.
    """

    line: IndicatorLine
    stands: tuple[FigureCell, ...]
    targets: tuple[TargetCell, ...]
    rules: tuple[RuleVersion, ...]


def course_of(report: IndicatorReport) -> Course:
    """That of a whole report; a baseline was not reported in any quarter, and is left out."""
    stands = (_short(row.stands) for row in report.periods if row.stands and row.stands.reported_in)
    targets = (row.target for row in report.periods if row.target)
    return Course(report.line, tuple(stands), tuple(targets), report.rules)


def digest_of(
    stamp: Stamp,
    plans: Iterable[PlanReport],
    courses: Iterable[Course],
    day: date | None = None,
) -> Digest:
    """What the plans and indicators of one quarter say, in short."""
    return Digest(stamp, tuple(map(_indicator, courses)), tuple(map(_plan, plans)), day)


def _indicator(course: Course) -> IndicatorDigest:
    line = course.line
    return IndicatorDigest(
        code=line.code,
        slug=line.slug,
        title=line.title,
        plan=line.plan,
        plan_slug=line.plan_slug,
        status=line.status,
        finding=line.finding,
        period_due=line.period_due,
        about=line.actual.period if line.actual else "",
        ahead=line.forecast.period if line.forecast else "",
        forecast_status=line.forecast_status,
        frequency=line.frequency,
        next_due=line.next_due,
        figures=course.stands,
        targets=tuple(
            replace(each, children="") if each.children else each for each in course.targets
        ),
        baseline=_short(line.baseline) if line.baseline else None,
        rules=course.rules,
        small=line.small,
    )


def _short(cell: FigureCell) -> FigureCell:
    return FigureCell(
        period=cell.period,
        reported_in=cell.reported_in,
        standing=cell.standing,
        text=cell.text,
        counts=cell.counts,
        not_available_because=cell.not_available_because,
        expected=cell.expected,
        masked=cell.masked,
        reason=cell.reason,
        agreed_by=cell.agreed_by,
        from_quarter=cell.from_quarter,
    )


def _plan(report: PlanReport) -> PlanDigest:
    return PlanDigest(
        reference=report.reference,
        slug=report.slug,
        title=report.title,
        return_state=report.return_state,
        ended=report.ended,
        actions=tuple(map(_action, report.actions)),
        risks=tuple(replace(each, how_managed="", owner="") for each in report.risks),
        dependencies=tuple(map(_dependency, report.dependencies)),
        withheld=report.withheld,
    )


def _action(card: ActionCard) -> ActionCard:
    return ActionCard(
        number=card.number,
        action=card.action,
        status=card.status,
        update=card.update,
        reviewed=card.reviewed,
        reported_in=card.reported_in,
        milestones=card.milestones,
    )


def _dependency(card: DependencyCard) -> DependencyCard:
    """Without where its indicator stands: the indicator's own digest says that, to whom it may."""
    return DependencyCard(
        card.priority, status=card.status, update=card.update, reported_in=card.reported_in
    )


# For whom ------------------------------------------------------------------------------


def about_plan(digests: Sequence[Digest], slug: str) -> list[Digest]:
    """As much of each as is about one plan, or an indicator that it delivers in any of them."""
    codes = {
        each.code for digest in digests for each in digest.indicators if each.plan_slug == slug
    }
    return [
        replace(
            digest,
            indicators=tuple(each for each in digest.indicators if each.code in codes),
            plans=tuple(each for each in digest.plans if each.slug == slug),
        )
        for digest in digests
    ]


def of_plans_only(digest: Digest, slugs: Collection[str]) -> Digest:
    """What the digest says of these plans and of the indicators they deliver."""
    return replace(
        digest,
        indicators=tuple(each for each in digest.indicators if each.plan_slug in slugs),
        plans=tuple(each for each in digest.plans if each.slug in slugs),
    )


def with_own(public: Digest, full: Digest, own: Collection[str]) -> Digest:
    """The public digest, with the person's own plans and their indicators in full."""
    ours = of_plans_only(full, own)
    indicators = {each.code: each for each in ours.indicators}
    plans = {each.slug: each for each in ours.plans}
    return replace(
        public,
        indicators=tuple(indicators.get(each.code, each) for each in public.indicators),
        plans=tuple(plans.get(each.slug, each) for each in public.plans),
    )
