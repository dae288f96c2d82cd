"""Reminders: whoever owes a return is told by mail what exactly is owed, and where to enter it.

The timer's go by `send_reminders`, one mail a person and occasion; an officer's own by `nudge`.
When each is sent is said in `reminder_days`, what they say in `reminder_words`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from accounts.models import User
from indicators.codes import code_order
from periods.dates import write_date
from periods.models import Quarter
from periods.today import today
from plans.models import DeliveryPlan, PlanPerson
from returns.asked import Asked, Section, asked_of
from returns.mailing import NotSent, claim, deliver
from returns.models import Mailing, Nudge, Reminder, Return
from returns.questions import Questionnaire
from returns.reminder_days import Occasion, due_reminder
from returns.reminder_words import (
    beginning_by_hand,
    beginning_of,
    dependencies_named,
    numbered,
    subject_of,
)
from returns.rounds import plans_owing, return_states
from returns.workflow import EDITABLE, NotAllowed, ReturnState
from sheets.problems import all_of


@dataclass(frozen=True)
class StillOwed:
    """A return that is not in, as a mail tells it: where it stands, and what it lacks in words."""

    plan: DeliveryPlan
    state: ReturnState
    lacks: list[str]
    address: str

    @property
    def is_sent_back(self) -> bool:
        return self.state == ReturnState.SENT_BACK

    @property
    def is_begun(self) -> bool:
        return self.state == ReturnState.DRAFT


@dataclass(frozen=True)
class Letter:
    """A mail to one person about the returns they owe."""

    person: User
    subject: str
    beginning: str
    owed: list[StillOwed]

    @property
    def to(self) -> str:
        return f"{self.person} <{self.person.email}>"

    @property
    def plans(self) -> str:
        """ "NI 99 and NI 101"."""
        return all_of([each.plan.reference for each in self.owed])

    def message(self) -> EmailMessage:
        """The mail itself, in plain text."""
        context = {"letter": self, "contact": settings.LAA_CONTACT}
        text = render_to_string("returns/mail/owed.txt", context)
        return EmailMessage(self.subject, text, to=[self.person.email])


@dataclass(frozen=True)
class ReminderDue:
    """A reminder that somebody has not been sent yet."""

    occasion: Occasion
    quarter: Quarter
    letter: Letter

    def claim(self) -> Mailing | None:
        return claim(
            Reminder,
            person=self.letter.person,
            quarter=self.quarter,
            kind=self.occasion.kind,
            day=self.occasion.day,
        )


# Who is reminded of what ---------------------------------------------------------------


def reminders_due(on: date | None = None) -> list[ReminderDue]:
    """Every reminder that is to be sent on the day, today where none is given.

    Costs a fixed number of queries, however many people and plans there are, and some more for
    each return that was begun.
    """
    quarter = Quarter.objects.current()
    if not (quarter and quarter.opens and quarter.due):
        return []
    occasion = due_reminder(quarter.opens, quarter.due, on or today())
    if occasion is None:
        return []
    told = Reminder.objects.filter(quarter=quarter, kind=occasion.kind, day=occasion.day)
    told_already = set(told.exclude(sent_at=None).values_list("person", flat=True))
    said = partial(beginning_of, occasion.kind, quarter.calendar, quarter.due)
    return [
        ReminderDue(
            occasion,
            quarter,
            Letter(person, subject_of(occasion.kind, len(owed)), said(len(owed)), owed),
        )
        for person, owed in owed_by_person(owed_returns(quarter))
        if person.pk not in told_already
    ]


def owed_returns(quarter: Quarter, only: DeliveryPlan | None = None) -> list[StillOwed]:
    """The returns of the round that are not in, in the order of their codes.

    Costs a fixed number of queries, and as many again for each return that was begun: what is
    typed there is judged, to say what still lacks.
    """
    states = return_states(quarter.label)
    owing = plans_owing(quarter)
    plans = owing.filter(pk=only.pk) if only else owing
    not_in = [plan for plan in plans if states.get(plan.pk, ReturnState.NOT_STARTED) in EDITABLE]
    asked = asked_of(not_in, quarter.label)
    begun = _begun(not_in, quarter)
    return [
        StillOwed(
            plan,
            states.get(plan.pk, ReturnState.NOT_STARTED),
            lacking(asked[plan.pk], left_of(begun.get(plan.pk), asked[plan.pk])),
            return_address(plan, quarter),
        )
        for plan in sorted(not_in, key=lambda plan: code_order(plan.reference))
    ]


def _begun(plans: Iterable[DeliveryPlan], quarter: Quarter) -> dict[int, Return]:
    """The returns of these plans that somebody has begun, by their plan's id."""
    found = Return.objects.filter(quarter=quarter, plan__in=plans).select_related("plan", "quarter")
    return {each.plan_id: each for each in found.with_steps()}


def left_of(ours: Return | None, asked: Iterable[Asked]) -> set[str]:
    """What a return still needs, by its names in the return; `ours` is None before it is begun."""
    if ours is None:
        return {each.about for each in asked if not each.is_in} | {Section.SUMMARY}
    questions = Questionnaire(ours)
    return {each.about for section in Section for each in questions.left(section)}


def lacking(asked: Iterable[Asked], left: set[str]) -> list[str]:
    """What is left to do, in words: figures by themselves, all else by its numbers."""
    kinds: dict[str, list[Asked]] = defaultdict(list)
    for each in asked:
        kinds["figure" if each.figure else each.about.partition("-")[0]].append(each)
    names = dependencies_named(each.subject.priority for each in kinds["dependency"])
    dependencies = [
        name for name, each in zip(names, kinds["dependency"], strict=True) if each.about in left
    ]
    return [
        *(f"the figure of {each.words}" for each in kinds["figure"] if each.about in left),
        *numbered("action", "actions", _numbers(kinds["action"], left)),
        *(_milestone(each) for each in kinds["milestone"] if each.about in left),
        *numbered("risk", "risks", _numbers(kinds["risk"], left)),
        *numbered("dependency", "dependencies", dependencies),
        *_besides(left - {each.about for kind in kinds.values() for each in kind}),
    ]


def _besides(left: set[str]) -> Iterator[str]:
    """What is left that the quarter does not ask for: the summary is, of every return."""
    others = len(left - {Section.SUMMARY})
    if others == 1:
        yield "a correction, or something new, that was begun and is not complete"
    elif others:
        yield f"{others} corrections or new things that were begun and are not complete"
    if Section.SUMMARY in left:
        yield "the summary for the Board"


def _numbers(asked: Iterable[Asked], left: set[str]) -> list[str]:
    return [each.about.partition("-")[2] for each in asked if each.about in left]


def _milestone(each: Asked) -> str:
    number = each.about.partition("-")[2]
    due = f", due {write_date(each.now_due)}" if each.now_due else ""
    return f"milestone {number}{due}"


def return_address(plan: DeliveryPlan, quarter: Quarter) -> str:
    """Where the return is filled in."""
    return f"{settings.SITE_URL}/returns/{plan.slug}/{quarter.slug}/"


def owed_by_person(owed: list[StillOwed]) -> Iterator[tuple[User, list[StillOwed]]]:
    """Each person who can be written to, with the returns they owe, in the order of names."""
    parts = people_to_write_to().filter(plan__in=[each.plan for each in owed])
    theirs: dict[User, set[int]] = defaultdict(set)
    for part in parts.order_by("user__name", "user__username"):
        theirs[part.user].add(part.plan_id)
    for person, plans in theirs.items():
        yield person, [each for each in owed if each.plan.pk in plans]


def people_to_write_to():
    """The parts of people who may sign in and have an address."""
    return (
        PlanPerson.objects.filter(user__is_active=True)
        .exclude(user__email="")
        .select_related("user")
    )


# By hand -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Nudged:
    """What came of a nudge: who was sent it, who had been today, whom it could not reach."""

    plan: DeliveryPlan
    sent: list[User]
    already: list[User]
    not_sent: list[tuple[User, str]]

    def __str__(self) -> str:
        return " ".join(self.sentences())

    def sentences(self) -> list[str]:
        """What to tell the officer."""
        about = self.plan.reference
        said = []
        if self.sent:
            said.append(f"{_names(self.sent)} {_was(self.sent)} reminded about {about}.")
        if self.already:
            already = f"{_names(self.already)} {_was(self.already)} reminded about {about} today"
            said.append(f"{already} already: try again tomorrow.")
        said += [
            f"The mail to {person} could not be sent ({why}): try again."
            for person, why in self.not_sent
        ]
        return said


def _names(people: list[User]) -> str:
    return all_of([str(each) for each in people])


def _was(people: list[User]) -> str:
    return "was" if len(people) == 1 else "were"


def nudge(plan: DeliveryPlan, quarter: Quarter, by: User) -> Nudged:
    """Remind a plan's people now, each at most once a day. Raises NotAllowed, with a sentence."""
    owed = owed_returns(quarter, only=plan)
    people = list(people_to_write_to().filter(plan=plan).order_by("user__name", "user__username"))
    if sentence := why_not_nudged(plan, quarter, by, owed, people):
        raise NotAllowed(sentence)
    beginning = beginning_by_hand(str(by), quarter.calendar, quarter.due, today())
    told = Nudged(plan, [], [], [])
    for part in people:
        letter = Letter(part.user, subject_of(None, 1), beginning, owed)
        claimed = claim(
            Nudge, {"quarter": quarter, "by": by}, plan=plan, person=part.user, day=today()
        )
        if claimed is None:
            told.already.append(part.user)
            continue
        try:
            deliver(claimed, letter.message())
        except NotSent as problem:
            told.not_sent.append((part.user, str(problem)))
        else:
            told.sent.append(part.user)
    return told


def why_not_nudged(plan: DeliveryPlan, quarter: Quarter, by: User, owed, people) -> str:
    """Why nobody can be reminded about the plan's return, as a sentence; "" where they can."""
    if not by.is_officer:
        return "Only a performance officer can remind others of their return."
    if not quarter.is_open:
        return f"{quarter} is {quarter.state}, so nobody can be asked for a return."
    if not owed:
        return f"{plan.reference} owes no return for {quarter} now: there is nothing to ask for."
    if not people:
        return (
            f"Nobody who may sign in has a part in {plan.reference}: give somebody a part in it, "
            "then remind them."
        )
    return ""
