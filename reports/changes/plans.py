"""What changed of a plan between two quarters: its return, actions, milestones, risks and what it
depends on. No Django in here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from periods.dates import write_date
from plans.progress import ActionStatus, DependencyStatus
from reports.changes.kinds import Change, Place, What
from reports.reading.digests import Digest, PlanDigest, name_of
from reports.reading.objects import ActionCard, DependencyCard, MilestoneCard, RiskCard
from returns.workflow import ReturnState
from risks.scale import DEFAULT_SCALE, Band, Movement, rating_of

TROUBLE = (ActionStatus.AT_RISK, ActionStatus.DELAYED, ActionStatus.STOPPED)
IN = (ReturnState.SIGNED_OFF, ReturnState.PUBLISHED)
HANDED_IN = (*IN, ReturnState.SUBMITTED)
LONGEST = 90  # characters of an action or a risk that are quoted


def changes_of_plan(
    was: PlanDigest | None, now: PlanDigest | None, after: Digest
) -> Iterator[Change]:
    """Everything that changed; either is None where the plan was not there, or is no more.

    Of what this audience may not read in one of the quarters nothing is said: neither that it is
    new, nor that it is gone.
    """
    if now is None:
        return
    about = Telling(now, after.stamp.slug)
    if was is None:
        yield about.tell(What.PLAN_NEW, now.reference, f"is a new plan: {now.title}.")
        return
    if now.ended and not was.ended:
        yield about.tell(What.PLAN_ENDED, now.reference, f"has ended: {now.ended}")
    yield from _returns(was, now, after, about)
    if was.withheld != now.withheld:
        return
    yield from _actions(was, now, about)
    yield from _risks(was, now, about)
    yield from _dependencies(was, now, about)


@dataclass(frozen=True)
class Telling:
    """Makes changes of one plan."""

    plan: PlanDigest
    quarter: str

    def tell(
        self,
        what: What,
        subject: str,
        said: str,
        *,
        anchor: str = "",
        note: str = "",
        order: tuple = (),
    ) -> Change:
        return Change(
            what=what,
            subject=subject,
            said=said,
            place=Place("plan", self.plan.slug, self.quarter, anchor),
            plan=self.plan.reference,
            plan_slug=self.plan.slug,
            note=note,
            order=order,
        )

    def of_action(self, what: What, action: ActionCard, said: str, note: str = "") -> Change:
        subject = f"{self.plan.reference} action {action.number}"
        anchor = f"action-{action.number}"
        return self.tell(
            what,
            subject,
            f"({short(action.action)}) {said}",
            anchor=anchor,
            note=note,
            order=(action.number,),
        )

    def of_risk(self, what: What, risk: RiskCard, said: str, note: str = "") -> Change:
        return self.tell(
            what,
            f"{self.plan.reference} risk {risk.number}",
            f"({short(risk.risk)}) {said}",
            anchor=f"risk-{self.plan.slug}-{risk.number}",
            note=note,
            order=(risk.number,),
        )

    def of_dependency(self, what: What, card: DependencyCard, said: str, note: str = "") -> Change:
        subject = f"{self.plan.reference}’s dependency on {short(card.priority)}"
        return self.tell(what, subject, said, anchor="dependencies", note=note)


def short(words: str) -> str:
    """The words on one line, cut at a space where they are long."""
    line = " ".join(words.split()).rstrip(".")
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]} …"


def _returns(was: PlanDigest, now: PlanDigest, after: Digest, about: Telling) -> Iterator[Change]:
    overdue = after.day and after.stamp.due and after.stamp.due < after.day
    if now.return_state == ReturnState.NOT_RETURNED:
        again = " again" if was.return_state == ReturnState.NOT_RETURNED else ""
        yield about.tell(What.NOT_RETURNED, now.reference, f"handed in no return{again}.")
    elif after.stamp.state == "open" and overdue and now.return_state not in HANDED_IN:
        yield about.tell(What.NOT_RETURNED, now.reference, "has not handed in its return yet.")
    elif was.return_state == ReturnState.NOT_RETURNED and now.return_state in IN:
        said = "handed in its return; for the quarter before it had not."
        yield about.tell(What.RETURN_IN, now.reference, said)


# Actions and milestones ---------------------------------------------------------------


def _actions(was: PlanDigest, now: PlanDigest, about: Telling) -> Iterator[Change]:
    before = {each.number: each for each in was.actions}
    for action in now.actions:
        earlier = before.pop(action.number, None)
        if earlier is None:
            if name_of(action) not in was.untold:
                yield about.of_action(What.ACTION_NEW, action, "is new.")
            continue
        yield from _status(earlier, action, about)
        yield from _milestones(earlier, action, about, {*was.untold, *now.untold})
    for gone in before.values():
        if name_of(gone) in now.untold:
            continue
        yield about.of_action(What.ACTION_GONE, gone, "is not part of the plan any more.")


def _status(was: ActionCard, now: ActionCard, about: Telling) -> Iterator[Change]:
    if was.status == now.status or not now.status:
        return
    if now.status in TROUBLE:
        what = What.ACTION_IN_TROUBLE
    elif now.status == ActionStatus.COMPLETE:
        what = What.ACTION_COMPLETE
    elif was.status in TROUBLE:
        what = What.ACTION_BACK
    else:
        what = What.ACTION_MOVED
    since = f"; it was {was.status}" if was.status else ""
    yield about.of_action(what, now, f"is {now.status}{since}.", now.update)


def _milestones(
    was: ActionCard, now: ActionCard, about: Telling, untold: set[str]
) -> Iterator[Change]:
    before = {each.number: each for each in was.milestones if name_of(each, was) not in untold}
    for milestone in now.milestones:
        if name_of(milestone, now) in untold:
            continue
        earlier = before.pop(milestone.number, None)
        if told := _milestone(earlier, milestone):
            what, said, note = told
            yield about.of_action(what, now, f"“{short(milestone.words)}” {said}", note)
    for gone in before.values():
        said = f"“{short(gone.words)}” is not a milestone any more."
        yield about.of_action(What.MILESTONE_GONE, now, said)


def _milestone(was: MilestoneCard | None, now: MilestoneCard) -> tuple[What, str, str] | None:
    """What happened to a milestone, in words, and why; None where nothing did."""
    if now.done_on and (was is None or not was.done_on):
        return What.MILESTONE_MET, f"was reached on {write_date(now.done_on)}{_late(now)}.", ""
    if was is None:
        due = f", due {write_date(now.now_due)}" if now.now_due else ""
        return What.MILESTONE_NEW, f"is a new milestone{due}.", ""
    if was.done_on and not now.done_on:
        return What.MILESTONE_OPEN_AGAIN, "is not done after all.", ""
    if was.now_due != now.now_due and now.now_due:
        return _moved(was.now_due, now.now_due, now.dates[-1][1] if now.dates else "")
    if now.state == "late" and was.state != "late" and now.now_due:
        return What.MILESTONE_LATE, f"was due on {write_date(now.now_due)} and is late.", ""
    return None


def _late(milestone: MilestoneCard) -> str:
    """How long after the day it was first due it was reached."""
    first, done = milestone.first_due, milestone.done_on
    if first is None or done is None or done <= first:
        return ", in time" if first else ""
    days = (done - first).days
    return f", {days} day{'' if days == 1 else 's'} after it was first due"


def _moved(was: date | None, now: date, why: str) -> tuple[What, str, str]:
    if was is None:
        return What.MILESTONE_MOVED, f"is due on {write_date(now)} now.", why
    what = What.MILESTONE_SLIPPED if now > was else What.MILESTONE_EARLIER
    return what, f"moved from {write_date(was)} to {write_date(now)}.", why


# Risks --------------------------------------------------------------------------------


def _risks(was: PlanDigest, now: PlanDigest, about: Telling) -> Iterator[Change]:
    before = {each.number: each for each in was.risks}
    for risk in now.risks:
        earlier = before.pop(risk.number, None)
        if earlier is None and name_of(risk) in was.untold:
            continue
        if told := _risk(earlier, risk):
            what, said = told
            yield about.of_risk(what, risk, said, risk.commentary if risk.reviewed else "")
    for gone in before.values():
        if name_of(gone) in now.untold:
            continue
        yield about.of_risk(What.RISK_GONE, gone, "is not in the register any more.")


def _risk(was: RiskCard | None, now: RiskCard) -> tuple[What, str] | None:
    """What happened to a risk, in words; None where nothing did.

    New is one that nobody had assessed before, as on every page, though it was in the register.
    """
    rated = f"impact {now.impact}, likelihood {now.likelihood}"
    if was is not None and not _is_assessed(was) and not _is_assessed(now):
        return None
    before = rating_of(was) if was is not None and _is_assessed(was) else None
    match DEFAULT_SCALE.movement(before, rating_of(now)):
        case Movement.NEW:
            return What.RISK_NEW, f"is new: {rated}." if now.band else "is new, and not rated yet."
        case Movement.CLOSED:
            return What.RISK_CLOSED, "was closed."
        case Movement.REOPENED:
            return What.RISK_REOPENED, f"was opened again: {rated}."
        case Movement.UP if was is not None:
            to_high = now.band == Band.HIGH and was.band != Band.HIGH
            what = What.RISK_UP_TO_HIGH if to_high else What.RISK_UP
            return what, f"went up {_from(was)} to {rated}."
        case Movement.DOWN if was is not None:
            return What.RISK_DOWN, f"went down {_from(was)} to {rated}."
        case None if now.band:
            return What.RISK_RATED, f"is rated now: {rated}."
        case _:
            return None


def _from(risk: RiskCard) -> str:
    return f"from impact {risk.impact}, likelihood {risk.likelihood}"


def _is_assessed(risk: RiskCard) -> bool:
    """Whether anybody ever said how it stands."""
    return bool(risk.reported_in or risk.band)


# Dependencies -------------------------------------------------------------------------


def _dependencies(was: PlanDigest, now: PlanDigest, about: Telling) -> Iterator[Change]:
    before = {each.priority: each for each in was.dependencies}
    for card in now.dependencies:
        earlier = before.pop(card.priority, None)
        if earlier is None and name_of(card) in was.untold:
            continue
        if earlier is None:
            yield about.of_dependency(What.DEPENDENCY_NEW, card, "is new.")
        elif card.status and card.status != earlier.status:
            since = f"; it was {earlier.status}" if earlier.status else ""
            what = _of_status(earlier.status, card.status)
            yield about.of_dependency(what, card, f"is {card.status}{since}.", card.update)
    for gone in before.values():
        if name_of(gone) in now.untold:
            continue
        yield about.of_dependency(What.DEPENDENCY_GONE, gone, "is not named any more.")


def _of_status(was: str, now: str) -> What:
    match now:
        case DependencyStatus.BROKEN:
            return What.DEPENDENCY_BROKEN
        case DependencyStatus.AT_RISK:
            return What.DEPENDENCY_AT_RISK
        case _ if was:
            return What.DEPENDENCY_BACK
        case _:
            return What.DEPENDENCY_MOVED
