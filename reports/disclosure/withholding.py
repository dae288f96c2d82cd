"""What the public may not read: no free text leaves before an officer has cleared it.

The one rule: every text that somebody wrote, names, sources and reasons too, stands at a place,
such as "plan/ni-101/action 1/update", and is kept where that very text was cleared at that place,
else left out. Public without that are codes, titles, themes, and how an indicator is counted. An
action, a milestone, a risk or a policy is left out whole where its own words are. Left out without
a choice is who entered and who signed off a figure, and why a release was made: that is told of us,
and not of a plan. No Django in here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import singledispatch
from hashlib import sha256
from typing import Any

from indicators.performance import Status
from periods.calendar import slug_of
from periods.dates import write_date
from reports.reading.digests import Digest, IndicatorDigest, PlanDigest, name_of
from reports.reading.objects import (
    ActionCard,
    Commentary,
    ComparatorPoint,
    DependencyCard,
    FigureCell,
    IndicatorLine,
    IndicatorReport,
    MilestoneCard,
    PlanReport,
    PlanSummary,
    PolicyCard,
    QuarterlyReport,
    RiskCard,
    RuleVersion,
    Service,
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
    """The report without its free texts, save those that are cleared."""
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


def _actions(plan: PlanSummary | PlanReport | PlanDigest, cleared: Cleared) -> Iterator[ActionCard]:
    """The actions whose own words are cleared; of their other words those that are."""
    for each in plan.actions:
        kept = _action(plan.slug, each, cleared)
        if cleared.read(action_place(plan.slug, each.number), each.action):
            yield kept


def action_place(plan: str, number: int) -> str:
    return f"plan/{plan}/action {number}"


def _action(plan: str, card: ActionCard, cleared: Cleared) -> ActionCard:
    place = action_place(plan, card.number)
    return replace(
        card,
        who=cleared.lines(f"{place}/by whom", card.who),
        success_measure=cleared.lines(f"{place}/success measure", card.success_measure),
        resource_implications=cleared.read(
            f"{place}/resource implications", card.resource_implications
        ),
        commentary=cleared.read(f"{place}/commentary", card.commentary),
        update=cleared.read(f"{place}/update", card.update),
        when=cleared.read(f"{place}/when", card.when),
        milestones=tuple(_milestones(place, card.milestones, cleared)),
    )


def _milestones(
    action: str, cards: Iterable[MilestoneCard], cleared: Cleared
) -> Iterator[MilestoneCard]:
    """The milestones whose words are cleared, with the reasons of their dates that are."""
    for each in cards:
        place = f"{action}/milestone {each.number}"
        dates = tuple(
            (day, cleared.read(f"{place}/why it is due on {write_date(day)}", why))
            for day, why in each.dates
        )
        if cleared.read(place, each.words):
            yield replace(each, dates=dates)


def _risks(plan: PlanSummary | PlanReport | PlanDigest, cleared: Cleared) -> Iterator[RiskCard]:
    """The risks of a plan whose own words are cleared; of their other words those that are."""
    return _risks_of(plan.slug, plan.risks, cleared)


def _risks_of(plan: str, risks: Iterable[RiskCard], cleared: Cleared) -> Iterator[RiskCard]:
    for each in risks:
        place = risk_place(plan, each.number)
        kept = replace(
            each,
            how_managed=cleared.read(f"{place}/how managed", each.how_managed),
            commentary=cleared.read(f"{place}/commentary", each.commentary),
            owner=cleared.read(f"{place}/owner", each.owner),
        )
        if cleared.read(place, each.risk):
            yield kept


def risk_place(plan: str, number: int) -> str:
    return f"plan/{plan}/risk {number}"


def _dependencies(
    plan: str, cards: Iterable[DependencyCard], cleared: Cleared
) -> Iterator[DependencyCard]:
    """The dependencies of which some words are cleared, with those words."""
    for each in cards:
        place = f"plan/{plan}/dependency on {as_name(each.priority)}"
        kept = replace(
            each,
            theme_group=cleared.read(f"{place}/theme group", each.theme_group),
            arrangement=cleared.read(f"{place}/arrangement", each.arrangement),
            update=cleared.read(f"{place}/update", each.update),
        )
        if kept.theme_group or kept.arrangement or kept.update:
            yield kept


# Longer names are cut: a place has to be kept, with what stands before and after the name.
_LONGEST_NAME = 80


def as_name(text: str) -> str:
    """What a place calls something that has a text of its own for a name."""
    if len(text) <= _LONGEST_NAME:
        return text
    return f"{text[:_LONGEST_NAME].rstrip()}… {digest_of_text(text)[:8]}"


def _policies(report: PlanReport, cleared: Cleared) -> Iterator[PolicyCard]:
    """The policies whose own words are cleared; of their other words those that are."""
    for number, each in enumerate(report.policies, start=1):
        place = f"plan/{report.slug}/policy {number}"
        kept = replace(
            each,
            responsible_body=cleared.read(f"{place}/responsible body", each.responsible_body),
            arrangement=cleared.read(f"{place}/arrangement", each.arrangement),
        )
        if cleared.read(place, each.policy):
            yield kept


@without_texts.register
def _(report: PlanReport, cleared: Cleared = NOTHING) -> PlanReport:
    plan = f"plan/{report.slug}"
    slugs = {line.code: line.slug for line in report.lines}
    return PlanReport(
        stamp=report.stamp,
        reference=report.reference,
        slug=report.slug,
        title=report.title,
        agreement=report.agreement,
        area=report.area,
        years=report.years,
        prepared_by=cleared.read(f"{plan}/prepared by", report.prepared_by),
        post=cleared.read(f"{plan}/post", report.post),
        service=cleared.read(f"{plan}/service", report.service),
        dated=cleared.read(f"{plan}/date", report.dated),
        theme=report.theme,
        priority=cleared.read(f"{plan}/priority", report.priority),
        theme_group=cleared.read(f"{plan}/theme group", report.theme_group),
        management_group_lead=cleared.read(
            f"{plan}/management group lead", report.management_group_lead
        ),
        partners=cleared.lines(f"{plan}/partners", report.partners),
        cross_cutting_theme=cleared.read(f"{plan}/cross-cutting theme", report.cross_cutting_theme),
        equality_and_diversity=cleared.read(
            f"{plan}/equality and diversity", report.equality_and_diversity
        ),
        performance_arrangements=cleared.lines(
            f"{plan}/performance arrangements", report.performance_arrangements
        ),
        ended=_ended(report, cleared),
        lines=tuple(without_texts(each, cleared) for each in report.lines),
        targets=tuple(
            (code, tuple(_target(each, slugs.get(code, code), cleared) for each in targets))
            for code, targets in report.targets
        ),
        actions=tuple(_actions(report, cleared)),
        risks=tuple(_risks(report, cleared)),
        dependencies=tuple(_dependencies(report.slug, report.dependencies, cleared)),
        policies=tuple(_policies(report, cleared)),
        return_state=report.return_state,
        summary=cleared.read(f"{plan}/summary", report.summary),
        withheld=True,
    )


def _ended(plan: PlanReport | PlanDigest, cleared: Cleared) -> str:
    return cleared.read(f"plan/{plan.slug}/why it ended", plan.ended)


@without_texts.register
def _(report: IndicatorReport, cleared: Cleared = NOTHING) -> IndicatorReport:
    slug, plan = report.line.slug, report.line.plan_slug
    return replace(
        report,
        line=without_texts(report.line, cleared),
        periods=tuple(
            replace(
                row,
                target=row.target and _target(row.target, slug, cleared),
                reports=tuple(_figure(each, slug, cleared) for each in row.reports),
                stands=row.stands and _figure(row.stands, slug, cleared),
            )
            for row in report.periods
        ),
        target_versions=tuple(_target(each, slug, cleared) for each in report.target_versions),
        baselines=tuple(_figure(each, slug, cleared) for each in report.baselines),
        rules=tuple(_rule(each, slug, cleared) for each in report.rules),
        comparators=tuple(_comparator(each, slug, cleared) for each in report.comparators),
        fed_by=tuple(
            each
            for each in report.fed_by
            for _, theirs, number, words in [each]
            if cleared.read(action_place(theirs, number), words)
        ),
        served_by=tuple(_services(report.served_by, cleared)),
        risks=tuple(_risks_of(plan, report.risks, cleared)),
        depends_on=tuple(_dependencies(plan, report.depends_on, cleared)),
        withheld=True,
    )


def _services(services: Iterable[Service], cleared: Cleared) -> Iterator[Service]:
    for each in services:
        kept = replace(each, action=_action(each.plan_slug, each.action, cleared))
        if cleared.read(action_place(each.plan_slug, each.action.number), each.action.action):
            yield kept


@without_texts.register
def _(digest: Digest, cleared: Cleared = NOTHING) -> Digest:
    return replace(
        digest,
        stamp=replace(digest.stamp, release_reason=""),
        indicators=tuple(without_texts(each, cleared) for each in digest.indicators),
        plans=tuple(without_texts(each, cleared) for each in digest.plans),
    )


@without_texts.register
def _(indicator: IndicatorDigest, cleared: Cleared = NOTHING) -> IndicatorDigest:
    slug = indicator.slug
    figures = tuple(_figure(each, slug, cleared) for each in indicator.figures)
    about = (each for each in figures if each.period == indicator.about)
    return replace(
        indicator,
        **_without_reason(indicator, next(about, None)),
        figures=figures,
        targets=tuple(_target(each, slug, cleared) for each in indicator.targets),
        baseline=indicator.baseline and _figure(indicator.baseline, slug, cleared),
        rules=tuple(_rule(each, slug, cleared) for each in indicator.rules),
    )


@without_texts.register
def _(plan: PlanDigest, cleared: Cleared = NOTHING) -> PlanDigest:
    """What is there and not told is named in `untold`, so that nothing told is taken for new."""
    actions, risks = tuple(_actions(plan, cleared)), tuple(_risks(plan, cleared))
    dependencies = tuple(_dependencies(plan.slug, plan.dependencies, cleared))
    told = {*map(name_of, actions), *map(name_of, risks), *map(name_of, dependencies)}
    told |= {name_of(each, action) for action in actions for each in action.milestones}
    there = {*map(name_of, plan.actions), *map(name_of, plan.risks)}
    there |= set(map(name_of, plan.dependencies))
    there |= {name_of(each, action) for action in plan.actions for each in action.milestones}
    return replace(
        plan,
        ended=_ended(plan, cleared),
        actions=actions,
        risks=risks,
        dependencies=dependencies,
        untold=tuple(sorted(there - told)),
        withheld=True,
    )


@without_texts.register
def _(line: IndicatorLine, cleared: Cleared = NOTHING) -> IndicatorLine:
    said, place = line.commentary, f"indicator/{line.slug}"
    cells: dict[str, Any] = {
        name: cell and _figure(cell, line.slug, cleared)
        for name in ("baseline", "actual", "judged", "last_year", "forecast")
        for cell in [getattr(line, name)]
    }
    return replace(
        line,
        purpose=cleared.read(f"{place}/purpose", line.purpose),
        lead=cleared.read(f"{place}/lead", line.lead),
        commentary=Commentary(
            why=cleared.read(f"{place}/why", said.why),
            being_done=cleared.read(f"{place}/what is being done", said.being_done),
            back_on_track=cleared.read(f"{place}/back on track by", said.back_on_track),
            help_needed=cleared.read(f"{place}/help needed", said.help_needed),
        ),
        **_without_reason(line, cells["actual"]),
        target=line.target and _target(line.target, line.slug, cleared),
        **cells,
        quarters=tuple(
            replace(each, figure=each.figure and _figure(each.figure, line.slug, cleared))
            for each in line.quarters
        ),
    )


def _without_reason(line: IndicatorLine | IndicatorDigest, told: FigureCell | None) -> dict:
    """Why a figure is not available is told in words of our people's own, where they are cleared.

    `told` is the figure as it is read now.
    """
    if line.status != Status.NOT_AVAILABLE or (told and told.not_available_because):
        return {}
    without = {"finding": "This figure is not available."}
    return without if isinstance(line, IndicatorDigest) else without | {"status_note": ""}


def _figure(cell: FigureCell, indicator: str, cleared: Cleared) -> FigureCell:
    """A figure with its own words: where it is reported, at its period and quarter."""
    about = slug_of(cell.period)
    if cell.reported_in:
        name = f"figure for {about} reported in {slug_of(cell.reported_in)}"
    else:
        name = f"baseline for {about}{_since(cell.from_quarter)}"
    place = f"indicator/{indicator}/{name}"
    return replace(
        cell,
        source=cleared.read(f"{place}/source", cell.source),
        entered_by="",
        signed_off_by="",
        not_available_because=cleared.read(
            f"{place}/why it is not available", cell.not_available_because
        ),
        reason=cleared.read(f"{place}/reason", cell.reason),
        agreed_by=cleared.read(f"{place}/agreed by", cell.agreed_by),
    )


def _target(cell: TargetCell, indicator: str, cleared: Cleared) -> TargetCell:
    name = f"target for {slug_of(cell.period)}{_since(cell.from_quarter)}"
    place = f"indicator/{indicator}/{name}"
    return replace(
        cell,
        reason=cleared.read(f"{place}/reason", cell.reason),
        agreed_by=cleared.read(f"{place}/agreed by", cell.agreed_by),
        approval_reference=cleared.read(f"{place}/approval", cell.approval_reference),
    )


def _rule(rule: RuleVersion, indicator: str, cleared: Cleared) -> RuleVersion:
    place = f"indicator/{indicator}/rule{_since(rule.from_quarter)}"
    return replace(
        rule,
        why_not_comparable=cleared.read(
            f"{place}/why it is not comparable", rule.why_not_comparable
        ),
        reason=cleared.read(f"{place}/reason", rule.reason),
    )


def _comparator(point: ComparatorPoint, indicator: str, cleared: Cleared) -> ComparatorPoint:
    """Somebody else's figure with what is said of it, at its series and period."""
    place = f"indicator/{indicator}/comparator {as_name(point.name)} for {slug_of(point.period)}"
    return replace(
        point,
        definition=cleared.read(f"{place}/definition", point.definition),
        because=cleared.read(f"{place}/how comparable it is", point.because),
        source=cleared.read(f"{place}/source", point.source),
    )


def _since(quarter: str) -> str:
    """ " from 2009-q2"; "" of what holds from the start."""
    return f" from {slug_of(quarter)}" if quarter else ""


def joined(public: QuarterlyReport, full: QuarterlyReport, own: set[str]) -> QuarterlyReport:
    """The public report, with the lines and summaries of the person's own plans in full."""
    lines = {line.code: line for line in full.lines if line.plan_slug in own}
    plans = {plan.slug: plan for plan in full.plans if plan.slug in own}
    return replace(
        public,
        lines=tuple(lines.get(line.code, line) for line in public.lines),
        plans=tuple(plans.get(plan.slug, plan) for plan in public.plans),
    )
