"""What the public may not read: no free text leaves before an officer has cleared it.

A report is read with what is cleared: each free text stands at a place, such as
"plan/ni-101/action 1/update", and is kept where that very text was cleared at that place, else left
empty. Names of people, sources and reasons are never public. No Django in here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import singledispatch
from hashlib import sha256

from indicators.performance import Status
from reports.reading.digests import Digest, IndicatorDigest, PlanDigest
from reports.reading.objects import (
    ActionCard,
    Commentary,
    DependencyCard,
    FigureCell,
    IndicatorLine,
    IndicatorReport,
    PlanReport,
    PlanSummary,
    QuarterlyReport,
    RiskCard,
    TargetCell,
)


@dataclass(frozen=True)
class Cleared:
    """The texts that the public may read: their places, and digests of the very words."""

    texts: frozenset[tuple[str, str]] = frozenset()

    def read(self, place: str, text: str) -> str:
        """The text, where it is cleared at this place; else ""."""
        return text if text and (place, digest_of_text(text)) in self.texts else ""

    def lines(self, place: str, lines: tuple[str, ...]) -> tuple[str, ...]:
        """The same of a text of several lines."""
        return lines if self.read(place, "\n".join(lines)) else ()


NOTHING = Cleared()


@dataclass(frozen=True)
class Collector(Cleared):
    """Reads everything, and keeps what there was to read: the texts that can be cleared."""

    found: dict[str, str] = field(default_factory=dict)

    def read(self, place: str, text: str) -> str:
        if text:
            self.found[place] = text
        return text


def digest_of_text(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def texts_of(*reports) -> dict[str, str]:
    """Every text of the reports that can be cleared, by its place."""
    collector = Collector()
    for each in reports:
        without_texts(each, collector)
    return collector.found


@singledispatch
def without_texts(report, cleared: Cleared = NOTHING):
    """The report without its free texts and names of people, save the texts that are cleared."""
    raise TypeError(f"Nobody said what the public may read of a {type(report).__name__}.")


@without_texts.register
def _(report: QuarterlyReport, cleared: Cleared = NOTHING) -> QuarterlyReport:
    return replace(
        report,
        lines=tuple(without_texts(each, cleared) for each in report.lines),
        plans=tuple(without_texts(each, cleared) for each in report.plans),
    )


@without_texts.register
def _(plan: PlanSummary, cleared: Cleared = NOTHING) -> PlanSummary:
    return replace(
        plan,
        actions=tuple(_actions(plan, cleared)),
        risks=tuple(_risks(plan, cleared)),
        summary=cleared.read(f"plan/{plan.slug}/summary", plan.summary),
        withheld=True,
    )


def _actions(plan: PlanSummary | PlanReport, cleared: Cleared) -> Iterator[ActionCard]:
    """The actions whose own words are cleared; of their other words those that are."""
    for each in plan.actions:
        place = f"plan/{plan.slug}/action {each.number}"
        milestones = tuple(
            replace(one, dates=tuple((day, "") for day, _ in one.dates))
            for one in each.milestones
            if cleared.read(f"{place}/milestone {one.number}", one.words)
        )
        kept = replace(
            each,
            who=cleared.lines(f"{place}/by whom", each.who),
            success_measure=cleared.lines(f"{place}/success measure", each.success_measure),
            resource_implications=cleared.read(
                f"{place}/resource implications", each.resource_implications
            ),
            commentary=cleared.read(f"{place}/commentary", each.commentary),
            update=cleared.read(f"{place}/update", each.update),
            when=cleared.read(f"{place}/when", each.when),
            milestones=milestones,
        )
        if cleared.read(place, each.action):
            yield kept


def _risks(plan: PlanSummary | PlanReport, cleared: Cleared) -> Iterator[RiskCard]:
    """The risks whose own words are cleared; of their other words those that are."""
    for each in plan.risks:
        place = f"plan/{plan.slug}/risk {each.number}"
        kept = replace(
            each,
            how_managed=cleared.read(f"{place}/how managed", each.how_managed),
            commentary=cleared.read(f"{place}/commentary", each.commentary),
            owner="",
        )
        if cleared.read(place, each.risk):
            yield kept


def _dependencies(plan: PlanReport, cleared: Cleared) -> Iterator[DependencyCard]:
    for each in plan.dependencies:
        place = f"plan/{plan.slug}/dependency on {each.priority}"
        kept = replace(
            each,
            arrangement=cleared.read(f"{place}/arrangement", each.arrangement),
            update=cleared.read(f"{place}/update", each.update),
        )
        if kept.arrangement or kept.update:
            yield kept


@without_texts.register
def _(report: PlanReport, cleared: Cleared = NOTHING) -> PlanReport:
    plan = f"plan/{report.slug}"
    return PlanReport(
        stamp=report.stamp,
        reference=report.reference,
        slug=report.slug,
        title=report.title,
        agreement=report.agreement,
        area=report.area,
        years=report.years,
        theme=report.theme,
        priority=cleared.read(f"{plan}/priority", report.priority),
        theme_group=report.theme_group,
        partners=cleared.lines(f"{plan}/partners", report.partners),
        cross_cutting_theme=cleared.read(f"{plan}/cross-cutting theme", report.cross_cutting_theme),
        equality_and_diversity=cleared.read(
            f"{plan}/equality and diversity", report.equality_and_diversity
        ),
        performance_arrangements=cleared.lines(
            f"{plan}/performance arrangements", report.performance_arrangements
        ),
        lines=tuple(without_texts(each, cleared) for each in report.lines),
        targets=tuple(
            (code, tuple(without_texts(each) for each in targets))
            for code, targets in report.targets
        ),
        actions=tuple(_actions(report, cleared)),
        risks=tuple(_risks(report, cleared)),
        dependencies=tuple(_dependencies(report, cleared)),
        return_state=report.return_state,
        summary=cleared.read(f"{plan}/summary", report.summary),
        withheld=True,
    )


@without_texts.register
def _(report: IndicatorReport, cleared: Cleared = NOTHING) -> IndicatorReport:
    return replace(
        report,
        line=without_texts(report.line, cleared),
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
        fed_by=tuple(
            each
            for each in report.fed_by
            for _, slug, number, words in [each]
            if cleared.read(f"plan/{slug}/action {number}", words)
        ),
        served_by=(),
        risks=(),
        depends_on=(),
        withheld=True,
    )


@without_texts.register
def _(digest: Digest, cleared: Cleared = NOTHING) -> Digest:
    return replace(
        digest,
        stamp=replace(digest.stamp, release_reason=""),
        indicators=tuple(map(without_texts, digest.indicators)),
        plans=tuple(map(without_texts, digest.plans)),
    )


@without_texts.register
def _(indicator: IndicatorDigest, cleared: Cleared = NOTHING) -> IndicatorDigest:
    return replace(
        indicator,
        finding=_without_reason(indicator).get("finding", indicator.finding),
        figures=tuple(map(without_texts, indicator.figures)),
        targets=tuple(map(without_texts, indicator.targets)),
        baseline=indicator.baseline and without_texts(indicator.baseline),
        rules=tuple(replace(each, reason="") for each in indicator.rules),
    )


@without_texts.register
def _(plan: PlanDigest, cleared: Cleared = NOTHING) -> PlanDigest:
    return replace(plan, ended="", actions=(), risks=(), dependencies=(), withheld=True)


@without_texts.register
def _(line: IndicatorLine, cleared: Cleared = NOTHING) -> IndicatorLine:
    said, place = line.commentary, f"indicator/{line.slug}"
    return replace(
        line,
        purpose=cleared.read(f"{place}/purpose", line.purpose),
        lead="",
        commentary=Commentary(
            why=cleared.read(f"{place}/why", said.why),
            being_done=cleared.read(f"{place}/what is being done", said.being_done),
            back_on_track=cleared.read(f"{place}/back on track by", said.back_on_track),
            help_needed=cleared.read(f"{place}/help needed", said.help_needed),
        ),
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
def _(cell: FigureCell, cleared: Cleared = NOTHING) -> FigureCell:
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
def _(cell: TargetCell, cleared: Cleared = NOTHING) -> TargetCell:
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
