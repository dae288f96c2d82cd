"""Actions, milestones, risks and dependencies as at a quarter, made of the facts.

No assessment or update in the quarter: the last one stands, and the card says so. No Django in
here.
"""

from datetime import date
from typing import Any

from periods.calendar import in_words
from periods.dates import write_date
from plans.schedules import ScheduleKind, read_schedule, write_slippage
from plans.standing import NOT_REVIEWED, Stands, stands_at
from reports.reading.objects import (
    ActionCard,
    DependencyCard,
    IndicatorLine,
    Measure,
    MilestoneCard,
    PolicyCard,
    RiskCard,
)
from risks.scale import DEFAULT_SCALE, Movement, RiskState, movement_words, rating_of

Row = Any


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that names several things, one on each line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def standing(records: list[Row], quarter: str) -> Stands[Row] | None:
    """What holds at the quarter of the records made quarter by quarter."""
    return stands_at({each.quarter_id: each for each in records}, quarter)


def action_card(action: Row, facts, codes: dict[int, str], on: date) -> ActionCard:
    """An action with its milestones as at the facts' quarter."""
    stands = standing(facts.action_updates.get(action.id, []), facts.quarter)
    return ActionCard(
        number=action.number,
        action=action.action,
        who=lines_of(action.who),
        success_measure=lines_of(action.success_measure),
        when=action.when,
        schedule=schedule_words(action.when),
        resource_implications=action.resource_implications,
        commentary=action.commentary,
        feeds=tuple(codes[each] for each in facts.feeds.get(action.id, []) if each in codes),
        status=stands.record.status if stands else "",
        update=stands.record.commentary if stands else "",
        reviewed=bool(stands and stands.reviewed),
        reported_in=stands.quarter if stands else "",
        milestones=tuple(
            milestone_card(each, facts, on) for each in facts.milestones.get(action.id, [])
        ),
    )


def milestone_card(milestone: Row, facts, on: date) -> MilestoneCard:
    """A milestone with every date it ever had, and whether it is done, due, late or moved."""
    updates = facts.milestone_updates.get(milestone.id, [])
    moves = [each for each in updates if each.now_due]
    dates = [(milestone.first_due, "")] if milestone.first_due else []
    dates += [(each.now_due, each.reason) for each in moves]
    now_due = dates[-1][0] if dates else None
    done_on = next((each.done_on for each in reversed(updates) if each.done_on), None)
    return MilestoneCard(
        number=milestone.number,
        words=milestone.words,
        first_due=milestone.first_due,
        now_due=now_due,
        done_on=done_on,
        dates=tuple(dates),
        state=_milestone_state(now_due, done_on, on, moved=len(dates) > 1),
        slipped_by=write_slippage(milestone.first_due, now_due)
        if milestone.first_due and now_due
        else "",
        reported_in=updates[-1].quarter_id if updates else "",
    )


def _milestone_state(now_due: date | None, done_on: date | None, on: date, *, moved: bool) -> str:
    if done_on:
        return "done"
    if now_due and now_due < on:
        return "late"
    if moved:
        return "moved"
    return "due" if now_due else "no date"


def schedule_words(when: str) -> str:
    """What the plan's words for when come to; empty where they say it all, or cannot be read."""
    schedule = read_schedule(when)
    match schedule.kind:
        case ScheduleKind.DATES:
            return ", ".join(write_date(each) for each in schedule.dates)
        case ScheduleKind.EVERY_QUARTER:
            return "Every quarter, with no end" if schedule.no_end else "Every quarter"
        case ScheduleKind.NO_DATE:
            return "No date: asked about each quarter"
        case _:
            return ""


def risk_card(risk: Row, facts, plan: Row) -> RiskCard:
    """A risk as rated by the facts' quarter, and how it moved."""
    stands = standing(facts.assessments.get(risk.id, []), facts.quarter)
    latest = stands.record if stands else None
    at_first = _first_rating(risk, facts)
    return RiskCard(
        number=risk.number,
        risk=risk.risk,
        plan=plan.reference,
        plan_slug=plan.slug,
        how_managed=risk.how_managed,
        owner=risk.owner,
        impact=latest.impact if latest else "",
        likelihood=latest.likelihood if latest else "",
        impact_at_first=_at_first(at_first, latest, "impact"),
        likelihood_at_first=_at_first(at_first, latest, "likelihood"),
        band=_band(latest),
        state=latest.state if latest else RiskState.OPEN,
        movement=_movement(stands),
        movement_text=_movement_text(stands),
        commentary=latest.commentary if latest else "",
        reviewed=bool(stands and stands.reviewed),
        reported_in=stands.quarter if stands else "",
    )


def _first_rating(risk: Row, facts) -> Row | None:
    """The assessment with which the risk was first rated."""
    known = [
        each
        for each in facts.assessments.get(risk.id, [])
        if each.quarter_id <= facts.quarter and each.impact and each.likelihood
    ]
    return min(known, key=lambda each: each.quarter_id, default=None)


def _at_first(first: Row | None, latest: Row | None, what: str) -> str:
    """ "Low when first rated, 2009/10 Quarter 1"; "" where it is so still."""
    if first is None or latest is None or getattr(first, what) == getattr(latest, what):
        return ""
    return f"{getattr(first, what)} when first rated, {in_words(first.quarter_id)}"


def _band(latest: Row | None) -> str:
    band = DEFAULT_SCALE.band(latest.impact, latest.likelihood) if latest else None
    return band or ""


def _movement(stands: Stands[Row] | None) -> str:
    """How the risk moved, where this quarter reviewed it."""
    if stands is None or not stands.reviewed:
        return ""
    before = rating_of(stands.before) if stands.before else None
    return DEFAULT_SCALE.movement(before, rating_of(stands.record)) or ""


def _movement_text(stands: Stands[Row] | None) -> str:
    if stands is None or not stands.reviewed:
        return NOT_REVIEWED
    before = stands.before.quarter_id if stands.before else ""
    movement = _movement(stands)
    if not movement:
        return "rated now" if _band(stands.record) else "not rated"
    was = rating_of(stands.before) if stands.before else None
    return movement_words(Movement(movement), before, was, rating_of(stands.record))


def dependency_card(dependency: Row, facts, lines: dict[str, Any]) -> DependencyCard:
    """A dependency, with where its indicator stands if that is kept here."""
    stands = standing(facts.dependency_updates.get(dependency.id, []), facts.quarter)
    line = lines.get(dependency.priority)
    return DependencyCard(
        priority=dependency.priority,
        indicator_slug=line.slug if line else "",
        indicator_title=line.title if line else "",
        indicator_status=line.status if line else "",
        theme_group=dependency.theme_group,
        arrangement=dependency.arrangement,
        status=stands.record.status if stands else "",
        update=stands.record.commentary if stands else "",
        reviewed=bool(stands and stands.reviewed),
        reported_in=stands.quarter if stands else "",
    )


def policy_card(policy: Row) -> PolicyCard:
    """A policy as the plan names it."""
    return PolicyCard(policy.policy, policy.responsible_body, policy.arrangement)


def measure_of(line: IndicatorLine) -> Measure:
    """An indicator as an action looks at it that it measures."""
    return Measure(
        code=line.code,
        slug=line.slug,
        title=line.title,
        plan_slug=line.plan_slug,
        status=line.status,
        direction=line.direction,
        direction_text=line.direction_text,
    )
