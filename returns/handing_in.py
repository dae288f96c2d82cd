"""Handing a return in, signing it off, and what becomes of what was typed.

Handing in turns drafts into records, all or nothing. Proposals stay drafts until the sign-off
makes them part of the plan. What was published without a sign-off is taken back into drafts, and
offered in the next return.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from plans.models import Action, ActionUpdate, Milestone, MilestoneUpdate
from plans.progress import ActionStatus
from returns.asked import TITLES, Section
from returns.drafts import begin
from returns.forms import NOTHING_TO_REPORT, RecordForm, without_prefix
from returns.models import Draft, Return
from returns.questions import Question, Questionnaire, as_sent
from returns.services import sign_off, submit
from returns.workflow import EDITABLE, NotAllowed, ReturnState, Step
from risks.models import Risk, RiskAssessment


class Incomplete(Exception):
    """The return cannot be handed in yet.

    `left` are the questions that still need something, `untouched` the sections in which changes
    were asked for and none was made.
    """

    def __init__(self, left: list[Question], untouched: list[Section]):
        self.left, self.untouched = left, untouched
        super().__init__(f"To do: {', '.join([*(each.about for each in left), *untouched])}")


def hand_in(
    ours: Return,
    *,
    by,
    unchanged: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> None:
    """Make records of all that was typed, and submit the return.

    `unchanged` says why a section stays as it is though changes were asked for in it. Pressing
    twice hands in once. Raises Incomplete where something is missing or wrong, and NotAllowed
    where the return has gone on.
    """
    with transaction.atomic():
        begun = begin(ours).pk
        locked = Return.objects.select_for_update().with_steps().get(pk=begun)
        if locked.state == ReturnState.SUBMITTED:
            return
        if locked.state not in EDITABLE:
            raise NotAllowed(f"This return is {locked.state}, so it cannot be handed in.")
        questions = Questionnaire(locked)
        left = [each for each in questions if not questions.is_settled(each)]
        why = {each: (unchanged or {}).get(each, "").strip() for each in questions.untouched}
        untouched = [each for each, words in why.items() if not words]
        if left or untouched:
            raise Incomplete(left, untouched)
        for each in questions:
            _keep(each, questions, by)
        locked.drafts.exclude(about__startswith="new-").delete()
        said = [f"{TITLES[each]}, not changed: {words}" for each, words in why.items()]
        submit(locked, by=by, reason="\n".join(said), at=at)


def _keep(question: Question, questions: Questionnaire, by) -> None:
    """The record of one answer; proposals wait for the sign-off."""
    form = question.judged
    if question.is_proposal or not isinstance(form, RecordForm):
        return
    if question.draft:
        form.instance.entered_by = question.draft.by
        if question.section == Section.SUMMARY:  # whose words it is, its history tells
            form.instance._history_user = question.draft.by
        if hasattr(form.instance, "carried_on"):
            form.instance.carried_on = False
        form.save()
    elif question.must and not question.is_kept:
        _carry_on(question, questions.quarter, by)


def _carry_on(question: Question, quarter: str, by) -> None:
    """Nothing to report: what stood last quarter stands again, with who said so and when."""
    again = question.before or question.record
    again.pk, again._state.adding = None, True
    again.quarter_id, again.entered_by = quarter, by
    if isinstance(again, MilestoneUpdate):
        again.now_due = again.done_on = None
        again.reason = ""
    else:
        again.commentary, again.carried_on = NOTHING_TO_REPORT, True
    again.full_clean()
    again.save()


def approve(ours: Return, *, by, at: datetime | None = None) -> None:
    """Sign the return off; what was proposed in it becomes part of the plan."""
    with transaction.atomic():
        locked = Return.objects.select_for_update().get(pk=ours.pk)
        sign_off(locked, by=by, at=at)
        questions = Questionnaire(locked)
        for each in questions:
            if each.is_proposal:
                _make(each, locked)
        locked.drafts.filter(about__startswith="new-").delete()


def _make(question: Question, ours: Return) -> None:
    """The action, milestone or risk that was proposed."""
    form = question.judged
    if not (isinstance(form, RecordForm) and form.is_valid()):
        raise NotAllowed(f"{question.title} is not complete: send the return back.")
    made: Any = form.instance
    if isinstance(made, Milestone):
        made.number = _next_number(Milestone.objects.filter(action=made.action))
        made.save()
        return
    made.plan = ours.plan
    made.number = _next_number(type(made).objects.filter(plan=ours.plan))
    made.save()
    who = {"quarter_id": ours.quarter_id, "entered_by": question.draft and question.draft.by}
    if isinstance(made, Action):
        ActionUpdate.objects.create(
            action=made,
            status=ActionStatus.NOT_STARTED,
            commentary=f"Proposed in the return for {ours.quarter_id}.",
            **who,
        )
    elif isinstance(made, Risk):
        RiskAssessment.objects.create(
            risk=made,
            impact=form.cleaned_data["impact"],
            likelihood=form.cleaned_data["likelihood"],
            **who,
        )


def _next_number(rows) -> int:
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


# What was published without a sign-off -----------------------------------------------------


def take_back(ours: Return) -> None:
    """Turn what was handed in and never signed off into drafts again: it is not returned.

    What officers entered themselves, for a return that nobody handed in, stays as it is.
    """
    if Step.SUBMITTED not in {each.step for each in ours.steps}:
        return
    last_hand = ours.steps[-1].by
    for each in Questionnaire(ours):
        if each.draft or not each.is_kept:
            continue
        form = each.form()
        Draft.objects.create(
            owner=ours,
            about=each.about,
            typed=without_prefix(as_sent(form), each.about),
            by=getattr(each.record, "entered_by", None) or last_hand,
        )
        _forget(each)


def _forget(question: Question) -> None:
    if question.section == Section.SUMMARY:
        question.record.summary = ""
        question.record.save()
    else:
        question.record.delete()
