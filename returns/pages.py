"""The pages of a return: what is owed, its sections, check your answers, and handing it in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.access import SignedIn
from indicators.models import Indicator
from periods.calendar import FinancialQuarter, NotAPeriod, YearType, read_period
from periods.models import Quarter
from periods.today import today
from plans.models import DeliveryPlan
from returns.access import (
    is_in,
    may_take,
    plans_to_return,
    return_for,
    signed_off_by_others,
    why_not_written,
)
from returns.asked import TITLES, Section
from returns.drafts import Clash, Seen, Typed, begin, drop, keep, mark_of
from returns.flags import open_flags
from returns.forms import FigureForm, ItemForm, typed_in
from returns.handing_in import Incomplete, hand_in
from returns.keeping import (
    give_back,
    keeps_what_was_typed,
    stamp_for,
    typed_by_this_person,
    wants_draft,
)
from returns.models import Draft, Return
from returns.questions import PROPOSALS, Question, Questionnaire
from returns.workflow import ALLOWED_FROM, NotAllowed, ReturnState, Step

NOT_SAVED = "What you typed was not saved."
AFTER_SIGNING_IN = "You had been signed out. What you typed then is here, and is saved now."
# What a page calls a new thing, before the name of its box.
NEW = re.compile(rf"(?P<about>(?P<kind>{'|'.join(PROPOSALS)})-[0-9a-f]{{12}})-")
# What the button says with which a thing is flagged.
FLAG = re.compile(r"flag [a-z0-9.-]{1,80}")
# Of each indicator, how many of the latest figures can be corrected here.
MOST_CORRECTED = 8


# Answers --------------------------------------------------------------------------------------


@dataclass
class Answers:
    """The questions of a page with their forms, and what somebody else saved meanwhile."""

    shown: list[tuple[Question, ItemForm]] = field(default_factory=list)
    clashes: dict[str, Draft | None] = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)
    judged: bool = False

    def __iter__(self):
        return iter(form for _, form in self.shown)

    @property
    def total_error_count(self) -> int:
        return sum(len(form.errors) for form in self) + len(self.clashes)

    @property
    def non_form_errors(self) -> list[str]:
        return [
            "Somebody else changed the same answer while you typed. Yours is shown in the boxes, "
            "theirs above them: save again to keep yours."
            for _ in list(self.clashes)[:1]
        ]

    @property
    def are_complete(self) -> bool:
        return not self.clashes and all(form.is_valid() for form in self if form.is_bound)

    def rows(self) -> Iterable[dict]:
        """Each question as a page shows it."""
        for question, form in self.shown:
            unsaved = question.about not in self.seen
            clashes = question.about in self.clashes or (unsaved and question.moved_on)
            theirs = self.clashes.get(question.about)
            yield {
                "question": question,
                "form": form,
                "seen": self.seen.get(question.about, question.seen),
                "clashes": clashes,
                "theirs": theirs,
                "their_answers": answers_of(question, theirs) if clashes else [],
            }


def answers_of(question: Question, theirs: Draft | None) -> list[tuple[str, str]]:
    """What somebody else saved, a draft or the record, as (question, answer)."""
    if theirs:
        typed = {f"{question.about}-{name}": text for name, text in theirs.typed.items()}
        form = question.form_with(typed)
    elif question.is_kept:
        form = question.as_kept
    else:
        return []
    form.is_valid()
    return form.answers


def shown_quietly(questions: Iterable[Question]) -> Answers:
    """The questions as they stand, not judged."""
    return Answers([(each, each.form(quiet=True)) for each in questions])


@transaction.atomic
def saved(
    ours: Return, questions: list[Question], sent: Typed, *, by, settles: bool = True
) -> Answers:
    """Keep what was sent for these questions. Raises NotAllowed where the return is locked.

    `settles`: whether somebody pressed a button, which confirms what was only offered.
    """
    answers = Answers(judged=True)
    kept = None
    nothing = any(sent.get(f"nothing-{section}-nothing") for section in Section)
    for each in questions:
        if f"{each.about}-version" not in sent:
            continue
        form = each.form_with(sent)
        if each.seen != Seen.read(sent[f"{each.about}-version"]) and is_untouched(each, form):
            answers.shown.append((each, each.form()))
            continue
        taken_back = form.is_blank and not each.is_kept
        if each.draft or (form.has_changed() and not taken_back):
            kept = kept or begin(ours)
            save_one(kept, each, form, answers, by=by, taken_back=taken_back, settles=settles)
        if taken_back and may_stay_blank(each, nothing=nothing):
            form = each.unanswered()
        if not (taken_back and each.is_proposal):
            answers.shown.append((each, form))
    return answers


def is_untouched(question: Question, form: ItemForm) -> bool:
    """Whether the answer is sent as the page had shown it: whatever came between, it is not meant
    to change anything.
    """
    seen = Seen.read(form.data[f"{question.about}-version"])
    if seen.version:
        return seen.words == mark_of(typed_in(form))
    return seen.record == question.seen.record and not form.has_changed()


def may_stay_blank(question: Question, *, nothing: bool) -> bool:
    """Whether a question is fine without an answer: optional, or "nothing to report"."""
    return not question.must or (nothing and question.can_stand)


def save_one(
    ours: Return,
    question: Question,
    form: ItemForm,
    answers: Answers,
    *,
    by,
    taken_back: bool,
    settles: bool,
) -> None:
    """Keep one answer, or remember that somebody else was quicker."""
    about = question.about
    seen, typed = Seen.read(form.data[f"{about}-version"]), typed_in(form)
    draft = question.draft
    try:
        if seen.record != question.seen.record:
            raise Clash(None)
        elif taken_back:
            drop(ours, about, version=seen.version, by=by)
            draft = None
        else:
            draft = keep(
                ours,
                about,
                typed,
                version=seen.version,
                by=by,
                replaces=question.replaces,
                settles=settles,
            )
    except Clash as clash:
        answers.clashes[about] = clash.theirs
        draft = clash.theirs or draft
    answers.seen[about] = Seen.of(draft, question.record)


# Pages ----------------------------------------------------------------------------------------


def page(request, ours: Return, template: str, *, status: int = 200, **context) -> HttpResponse:
    """A page of a return."""
    frame = {
        "ours": ours,
        "plan": ours.plan,
        "quarter": ours.quarter,
        "name": ours.quarter.calendar.long_label,
        "stamp": stamp_for(request.user, ours),
        "task_list": address(ours),
    }
    return render(request, f"returns/{template}.html", frame | context, status=status)


def address(ours: Return, name: str = "return", *more) -> str:
    """The address of a return, or of a page of it."""
    return reverse(name, args=[ours.plan.slug, ours.quarter.calendar, *more])


@dataclass(frozen=True)
class Task:
    """A line of the task list."""

    title: str
    hint: str
    address: str
    state: str


@keeps_what_was_typed
def task_list(request: SignedIn, slug: str, quarter: FinancialQuarter) -> HttpResponse:
    """A return and how far it is: section by section, with what can be done next."""
    ours = return_for(request.user, slug, quarter)
    locked = why_not_written(request.user, ours)
    questions = Questionnaire(ours)
    return page(
        request,
        ours,
        "task_list",
        tasks=tasks_of(questions),
        left=questions.count_left,
        locked=locked,
        state=ours.state,
        events=ours.steps[::-1],
        sent_back=ours.sent_back,
        steps=[step for step in Step if may_be_taken(request.user, ours, step)],
        offered=any(each.is_offered for each in questions),
        flags=open_flags(ours),
    )


def may_be_taken(user, ours: Return, step: Step) -> bool:
    """Whether the step is this person's, and can be taken from where the return stands."""
    return ours.state in ALLOWED_FROM[step] and may_take(user, ours, step)


def tasks_of(questions: Questionnaire) -> list[Task]:
    """The task list: each section, how much of it is done, and where it leads."""
    return [
        Task(
            title=TITLES[section],
            hint=progress(questions, section),
            address=first_page(questions, section),
            state=state_of(questions, section),
        )
        for section in filter(questions.has, Section)
    ]


def state_of(questions: Questionnaire, section: Section) -> str:
    """How far a section is, in a word or two."""
    if section in questions.untouched:
        return "Changes asked: to do"
    if questions.left(section):
        return "To do"
    return "Changed" if section in questions.asked_again else "Done"


def progress(questions: Questionnaire, section: Section) -> str:
    """ "1 of 2 done", or "Nothing is asked"."""
    asked = [each for each in questions.of(section) if each.must or not questions.is_settled(each)]
    if not asked:
        return "Nothing is asked"
    done = sum(questions.is_settled(each) for each in asked)
    return f"{done} of {len(asked)} done"


def first_page(questions: Questionnaire, section: Section) -> str:
    """Where a section begins: a single figure at once, else the section's own page."""
    if section == Section.FIGURES and len(figures := questions.of(section)) == 1:
        return address(questions.ours, "return-figure", figures[0].about)
    return address(questions.ours, "return-section", section)


def after(questions: Questionnaire, section: Section) -> str:
    """The page that follows a section: the list again, where changes were asked for in it."""
    if section in questions.asked_again:
        return address(questions.ours)
    later = list(Section)[list(Section).index(section) + 1 :]
    following = next(filter(questions.has, later), None)
    if following is None:
        return address(questions.ours, "return-check")
    return first_page(questions, following)


@keeps_what_was_typed
def section(request: SignedIn, slug: str, quarter: FinancialQuarter, part: str) -> HttpResponse:
    """All questions of a section but figures, which have a page each."""
    if part not in TITLES:
        raise Http404("There is no such section.")
    ours = return_for(request.user, slug, quarter)
    questions = Questionnaire(ours)
    if part == Section.FIGURES:
        return figures(request, ours, questions)
    typed = typed_by_this_person(request)
    asked = [*questions.of(Section(part)), *proposals_in(typed, questions, Section(part))]
    return ask(
        request,
        ours,
        asked,
        "section",
        typed=typed,
        then=after(questions, Section(part)),
        title=TITLES[Section(part)],
        section=part,
        before=questions.calendar.previous,
    )


def proposals_in(typed: Typed, questions: Questionnaire, part: Section) -> list[Question]:
    """New things: a blank one of each kind, and those that were just sent."""
    sent = [match for name in typed if (match := NEW.match(name))]
    found = []
    for kind, (section_of, _) in PROPOSALS.items():
        if section_of != part or (kind == "new-milestone" and not questions.open_actions):
            continue
        named = {each["about"] for each in sent if each["kind"] == kind}
        fresh = sorted(named - questions.drafts.keys()) or [f"{kind}-{uuid4().hex[:12]}"]
        found += [questions.proposal(kind, each) for each in fresh]
    return found


def figures(request: SignedIn, ours: Return, questions: Questionnaire) -> HttpResponse:
    """The figures that are asked for, and earlier ones that can be corrected."""
    asked = questions.of(Section.FIGURES)
    return page(
        request,
        ours,
        "figures",
        figures=[(each, questions.is_settled(each)) for each in asked],
        earlier=earlier_figures(questions),
        restricted=questions.hold_small_numbers(),
        locked=why_not_written(request.user, ours),
        then=after(questions, Section.FIGURES),
    )


def earlier_figures(questions: Questionnaire) -> list[tuple[str, str, str]]:
    """What was reported before and may be corrected: words, figure and address."""
    known = {each.about for each in questions.of(Section.FIGURES)}
    found = []
    for indicator in questions.indicators:
        prospect = questions.prospect(indicator)
        for period in sorted(prospect.known.known, reverse=True)[:MOST_CORRECTED]:
            about = f"{indicator.slug}.{period.slug}"
            if about not in known:
                where = address(questions.ours, "return-figure", about)
                found.append((f"{indicator.code}, {period}", prospect.text_of(period), where))
    return found


@keeps_what_was_typed
def figure(request: SignedIn, slug: str, quarter: FinancialQuarter, about: str) -> HttpResponse:
    """One figure: what is asked in words, its boxes, and how it would stand."""
    ours = return_for(request.user, slug, quarter)
    questions = Questionnaire(ours)
    question = figure_asked(questions, about)
    asked = questions.of(Section.FIGURES)
    later = [each for each in asked if each.about > about and not questions.is_settled(each)]
    then = address(ours, "return-figure", later[0].about) if later else None
    return ask(
        request,
        ours,
        [question],
        "figure",
        typed=typed_by_this_person(request),
        then=then or after(questions, Section.FIGURES),
        question=question,
        restricted=questions.hold_small_numbers(question.record.indicator),
        prospect=question.hints["prospect"],
        period=question.hints["period"],
        past=question.hints["prospect"].past(question.hints["period"]),
        target=question.hints["prospect"].target_of(question.hints["period"]),
        before=question.before,
        earlier=earlier_figures(questions) if question.must and len(asked) == 1 else [],
    )


def figure_asked(questions: Questionnaire, about: str) -> Question:
    """The figure of that name, asked for or corrected. Raises Http404 where there is none."""
    question = questions.named(about) or correction_asked(questions, about)
    if question.section != Section.FIGURES or "prospect" not in question.hints:
        raise Http404("There is no such figure.")
    return question


def correction_asked(questions: Questionnaire, about: str) -> Question:
    """The correction of an earlier figure. Raises Http404 where there is none to correct."""
    slug, _, period = about.partition(".")
    for indicator in questions.indicators:
        if indicator.slug == slug:
            return questions.correction(indicator, period_named(indicator, period, questions))
    raise Http404("There is no such figure.")


def period_named(indicator: Indicator, slug: str, questions: Questionnaire):
    try:
        period = read_period(slug, YearType(indicator.year_type))
    except NotAPeriod:
        raise Http404("There is no such period.") from None
    if period not in questions.prospect(indicator).known.known:
        raise Http404("There is no such figure.")
    return period


def ask(
    request: SignedIn,
    ours: Return,
    asked: list[Question],
    template: str,
    *,
    typed: Typed,
    then: str,
    **context,
) -> HttpResponse:
    """Show questions, keep what is sent, and go on when it is complete.

    `typed` is what this person sends, or had sent while signed out.
    """
    locked = why_not_written(request.user, ours)
    if typed:
        if locked:
            return give_back(request, typed, f"{locked} {NOT_SAVED}", 409)
        gone = taken_back(asked, typed)
        try:
            stay = [each for each in asked if each != gone]
            pressed = not wants_draft(request)
            answers = saved(ours, stay, typed, by=request.user, settles=pressed)
            if gone:
                return forget(request, ours, gone, typed)
        except NotAllowed as refusal:
            return give_back(request, typed, f"{refusal} {NOT_SAVED}", 409)
        if wants_draft(request):
            return draft_saved(request, answers)
        if request.method == "GET":
            messages.success(request, AFTER_SIGNING_IN)
        elif typed.get("then") == "later" and not answers.clashes:
            messages.success(request, f"Saved at {saved_at()}. Come back when it suits you.")
            return redirect(address(ours))
        elif FLAG.fullmatch(typed.get("then", "")) and not answers.clashes:
            return redirect(address(ours, "return-flag", typed["then"].removeprefix("flag ")))
        elif answers.are_complete:
            return redirect(then)
        answers = with_the_rest(answers, asked)
    else:
        answers = shown_quietly(asked)
    outlook = outlook_of(answers)
    return page(
        request,
        ours,
        template,
        answers=answers,
        formset=answers if answers.judged else None,
        locked=locked,
        outlook=outlook,
        saved=saved_at() if answers.judged and not answers.clashes else "",
        status=409 if answers.clashes else 200,
        **context,
    )


def taken_back(asked: Iterable[Question], typed: Typed) -> Question | None:
    """What was begun, and is to be taken back with the button beside it; None for nothing."""
    about = typed.get("then", "").removeprefix("drop ")
    return next((each for each in asked if each.about == about and each.can_be_taken_back), None)


def forget(request: SignedIn, ours: Return, gone: Question, typed: Typed) -> HttpResponse:
    """Take back what was begun, and go back to the page. Raises NotAllowed as `saved` does."""
    seen = Seen.read(typed.get(f"{gone.about}-version", ""))
    try:
        drop(ours, gone.about, version=seen.version, by=request.user)
    except Clash:
        messages.warning(
            request, f"{gone.title} was changed by somebody else meanwhile: look at it."
        )
    else:
        messages.success(request, f"Taken back: {gone.title}.")
    is_figure = gone.section == Section.FIGURES
    return redirect(address(ours) if is_figure else request.path)


def with_the_rest(answers: Answers, asked: Iterable[Question]) -> Answers:
    """The answers with the page's other questions, for which nothing was sent."""
    sent = {question.about: (question, form) for question, form in answers.shown}
    answers.shown = [sent.get(each.about) or (each, each.form(quiet=True)) for each in asked]
    return answers


def saved_at() -> str:
    return timezone.localtime().strftime("%H:%M")


def draft_saved(request, answers: Answers) -> HttpResponse:
    """What a page that saved itself is told: when, the new versions, and how it stands now."""
    if answers.clashes:
        sentence = (
            "Somebody else changed the same answer while you typed. Yours is not saved yet: press "
            "“Save and continue” to see both."
        )
        return JsonResponse({"sentence": sentence}, status=409)
    outlook = outlook_of(answers)
    return JsonResponse(
        {
            "saved": f"Saved at {saved_at()}",
            "versions": {about: str(seen) for about, seen in answers.seen.items()},
            "outlook": render_to_string(
                "returns/includes/outlook.html",
                {"outlook": outlook, "problems": figure_problems(answers)},
            ),
            "off_target": bool(outlook and outlook.is_off_target),
        }
    )


def figure_problems(answers: Answers) -> list[str]:
    """What is wrong with the figure that was typed; nothing while a box is still to be filled."""
    for question, form in answers.shown:
        if question.section == Section.FIGURES and isinstance(form, FigureForm):
            return form.figure_problems
    return []


def outlook_of(answers: Answers):
    """How the figure on the page would stand, where it can be a figure."""
    for question, form in answers.shown:
        if question.section == Section.FIGURES:
            return question.outlook(form)
    return None


# Check your answers ---------------------------------------------------------------------------


@keeps_what_was_typed
def check(request: SignedIn, slug: str, quarter: FinancialQuarter) -> HttpResponse:
    """Every answer once more, what is still missing, and the declaration."""
    ours = return_for(request.user, slug, quarter)
    locked = why_not_written(request.user, ours)
    left: list[Question] = []
    untouched: list[Section] = []
    typed = typed_by_this_person(request)
    unchanged = {str(each): typed.get(f"unchanged-{each}", "") for each in Section}
    if request.method == "POST":
        if ours.state == ReturnState.SUBMITTED:
            return redirect(address(ours, "return-submitted"))
        if locked:
            messages.error(request, locked)
            return redirect(address(ours))
        try:
            hand_in(ours, by=request.user, unchanged=unchanged)
            return redirect(address(ours, "return-submitted"))
        except Incomplete as incomplete:
            left, untouched = incomplete.left, incomplete.untouched
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect(address(ours))
    questions = Questionnaire(ours)
    return page(
        request,
        ours,
        "check",
        sections=[
            (TITLES[each], [checked(questions, one) for one in questions.of(each)])
            for each in filter(questions.has, Section)
        ],
        left=left,
        untouched=untouched,
        unchanged=[(each, TITLES[each], unchanged[each]) for each in questions.untouched],
        missing=[one for each in Section for one in questions.left(each)],
        pages={one.about: page_of(questions, one) for one in questions},
        restricted=questions.hold_small_numbers(),
        locked=locked,
        state=ours.state,
        flags=open_flags(ours),
    )


def checked(questions: Questionnaire, question: Question) -> dict:
    """A question as it is read back."""
    form = question.judged
    answered = bool(question.draft or question.is_kept)
    valid = answered and form.is_bound and form.is_valid()
    read = form if valid else question.as_typed
    outlook = question.outlook(form) if question.section == Section.FIGURES else None
    turned = outlook and outlook.is_on_target and has_off_target_words(form)
    return {
        "question": question,
        "answers": read.answers if answered else [],
        "turned": turned and not question.locked,
        "problems": [] if valid or not answered else problems_of(form),
        "nothing": not answered and questions.is_settled(question) and question.must,
        "missing": not questions.is_settled(question),
        "nothing_said": question.nothing_said_by,
        "moved_on": question.moved_on,
        "address": page_of(questions, question),
        "outlook": outlook,
    }


def has_off_target_words(form: ItemForm) -> bool:
    """Whether it is said why the figure was off target, or when it is back on track."""
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return bool(said.get("why") or said.get("back_on_track"))


def problems_of(form: ItemForm) -> list[str]:
    return [str(text) for each in form.errors.values() for text in each]


def page_of(questions: Questionnaire, question: Question) -> str:
    """Where the question is answered."""
    if question.section == Section.FIGURES:
        return address(questions.ours, "return-figure", question.about)
    return f"{address(questions.ours, 'return-section', question.section)}#{question.about}"


@keeps_what_was_typed
def submitted(request: SignedIn, slug: str, quarter: FinancialQuarter) -> HttpResponse:
    """The return is in: what happens next."""
    ours = return_for(request.user, slug, quarter)
    if ours.state != ReturnState.SUBMITTED:
        return redirect(address(ours))
    return page(request, ours, "submitted", event=ours.last_step)


# All returns ----------------------------------------------------------------------------------


def own_returns(request: SignedIn) -> HttpResponse:
    """A person's returns: what is owed now, by when, and how much is left."""
    current = Quarter.objects.current()
    rows = []
    if current:
        led = set(DeliveryPlan.objects.led_by(request.user).values_list("pk", flat=True))
        others = signed_off_by_others(request.user, current.label, led)
        for plan in plans_to_return(request.user).owing(current.label):
            ours = return_for(request.user, plan.slug, current.calendar)
            rows.append(own_return(ours, leads=plan.pk in led, others=others.get(plan.pk, "")))
    past = (
        Return.objects.filter(plan__in=plans_to_return(request.user))
        .exclude(quarter=current.label if current else "")
        .select_related("plan", "quarter")
        .prefetch_related("events")
        .order_by("-quarter", "plan__reference")[:20]
    )
    return render(
        request,
        "returns/own.html",
        {"current": current, "rows": rows, "past": list(past)},
    )


def own_return(ours: Return, *, leads: bool, others: str) -> dict:
    """A line of the list: the return, what is left in it, whether it is late, what comes next.

    `others` says who signs it off, where this lead may not.
    """
    questions = Questionnaire(ours)
    due = ours.quarter.due
    return {
        "ours": ours,
        "left": questions.count_left,
        "is_in": is_in(ours.state),
        "late": bool(due and today() > due and not is_in(ours.state)),
        "to_sign_off": leads and not others and ours.state == ReturnState.SUBMITTED,
        "signed_off_by": others if ours.state == ReturnState.SUBMITTED else "",
    }
