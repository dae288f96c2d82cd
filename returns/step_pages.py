"""The pages on which a return goes on: recall it, send it back, sign it off, reopen it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.access import SignedIn
from periods.calendar import FinancialQuarter
from returns.access import return_for, why_not_taken
from returns.asked import TITLES, Section
from returns.contents import contents_of
from returns.flags import open_flags
from returns.handing_in import approve
from returns.keeping import keeps_what_was_typed, sent_or_waiting
from returns.models import Return
from returns.pages import address, page
from returns.questions import Questionnaire
from returns.services import recall, reopen, send_back
from returns.step_forms import ReopenForm, SendBackForm, StepForm
from returns.workflow import NotAllowed, Step

# What is said when a step was taken.
DONE = {
    Step.RECALLED: "The return is yours again: change it, and hand it in once more.",
    Step.SENT_BACK: "The return was sent back. Its people read why on its pages.",
    Step.SIGNED_OFF: "The return is signed off.",
    Step.REOPENED: "The return is reopened: it waits for sign-off again, and can be sent back.",
}


@dataclass(frozen=True)
class Taking:
    """A step of a return on its page: what is asked, and what is done then."""

    step: Step
    template: str
    form: StepForm
    act: Callable[[], None]


@keeps_what_was_typed
def recall_return(request: SignedIn, slug: str, quarter: FinancialQuarter) -> HttpResponse:
    """Take a return back that was handed in."""
    ours = return_for(request.user, slug, quarter)
    form = StepForm(sent_or_waiting(request), ours=ours)
    act = partial(recall, ours, by=request.user)
    return take(request, ours, Taking(Step.RECALLED, "recall", form, act))


@keeps_what_was_typed
def send_return_back(request: SignedIn, slug: str, quarter: FinancialQuarter) -> HttpResponse:
    """Ask for changes, naming the sections."""
    ours = return_for(request.user, slug, quarter)
    questions = Questionnaire(ours)
    sections = [(each, TITLES[each]) for each in filter(questions.has, Section)]
    form = SendBackForm(sent_or_waiting(request), ours=ours, sections=sections)

    def act():
        send_back(
            ours,
            by=request.user,
            reason=form.cleaned_data["reason"],
            sections=form.cleaned_data["sections"],
        )

    return take(request, ours, Taking(Step.SENT_BACK, "send_back", form, act))


@keeps_what_was_typed
def sign_return_off(request: SignedIn, slug: str, quarter: FinancialQuarter) -> HttpResponse:
    """Read what would be published, and sign it off."""
    ours = return_for(request.user, slug, quarter)
    form = StepForm(sent_or_waiting(request), ours=ours)
    act = partial(approve, ours, by=request.user)
    taking = Taking(Step.SIGNED_OFF, "sign_off", form, act)
    contents = cache(lambda: contents_of([ours])[ours.plan_id])
    return take(request, ours, taking, contents=contents, flags=open_flags(ours))


@keeps_what_was_typed
def reopen_return(request: SignedIn, slug: str, quarter: FinancialQuarter) -> HttpResponse:
    """Take a sign-off back."""
    ours = return_for(request.user, slug, quarter)
    form = ReopenForm(sent_or_waiting(request), ours=ours)

    def act():
        reopen(ours, by=request.user, reason=form.cleaned_data["reason"])

    return take(request, ours, Taking(Step.REOPENED, "reopen", form, act))


def take(request: SignedIn, ours: Return, taking: Taking, **context) -> HttpResponse:
    """Ask, take the step, and go back to the return; what is refused stays on the form."""
    if request.method == "POST" and was_just_taken(request.user, ours, taking.step):
        messages.success(request, DONE[taking.step])
        return redirect(address(ours))
    if sentence := why_not_taken(request.user, ours, taking.step):
        messages.warning(request, sentence)
        return redirect(address(ours))
    if request.method == "POST" and taking.form.is_valid():
        try:
            taking.act()
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect(address(ours))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(address(ours))
        messages.success(request, DONE[taking.step])
        return redirect(address(ours))
    return page(request, ours, taking.template, form=taking.form, last=ours.last_step, **context)


def was_just_taken(user, ours: Return, step: Step) -> bool:
    """Whether it is this person's last step already: the button was pressed twice."""
    last = ours.last_step
    return last is not None and last.step == step and last.by_id == user.pk
