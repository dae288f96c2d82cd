"""The page on which something of a return is flagged for follow-up, or a flag is settled."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from accounts.access import SignedIn
from periods.calendar import FinancialQuarter
from returns.access import return_for, why_not_flagged, why_not_settled
from returns.flags import flags_of, put_flag, settle
from returns.keeping import keeps_what_was_typed, sent_or_waiting
from returns.pages import address, correction_asked, page, page_of
from returns.questions import Question, Questionnaire
from returns.workflow import NotAllowed

MOST_CHARACTERS = 2_000


class FlagForm(forms.Form):
    """What is to be followed up."""

    note = forms.CharField(
        label="What is to be followed up, and by whom?",
        help_text="Whoever fills the return in or signs it off reads this. It is not published.",
        widget=forms.Textarea({"rows": 3}),
        max_length=MOST_CHARACTERS,
        error_messages={
            "required": "Say what is to be followed up.",
            "max_length": f"This is longer than {MOST_CHARACTERS:,} characters: shorten it.",
        },
    )


@keeps_what_was_typed
def flag(request: SignedIn, slug: str, quarter: FinancialQuarter, about: str) -> HttpResponse:
    """Flag one thing of the return, say more about it, or settle what was flagged."""
    ours = return_for(request.user, slug, quarter)
    questions = Questionnaire(ours)
    question = question_named(questions, about)
    back = page_of(questions, question)
    form = FlagForm(sent_or_waiting(request))
    try:
        if request.method == "POST" and request.POST.get("what") == "settle":
            settle(ours, question.about, by=request.user)
            messages.success(request, f"Followed up: {question.name or question.title}.")
            return redirect(address(ours))
        if request.method == "POST" and form.is_valid():
            put_flag(ours, question, form.cleaned_data["note"], by=request.user)
            messages.success(request, f"Flagged for follow-up: {question.name or question.title}.")
            return redirect(back)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect(address(ours))
    written = flags_of(ours, question.about)
    waits = any(each.settled_at is None for each in written)
    return page(
        request,
        ours,
        "flag",
        question=question,
        written=written,
        is_open=waits,
        can_settle=waits and not why_not_settled(request.user, ours),
        locked=why_not_flagged(request.user, ours),
        form=form,
        back=back,
    )


def question_named(questions: Questionnaire, about: str) -> Question:
    """The question with that name. Raises Http404 where the return has none."""
    found = questions.named(about)
    if found is None and "." in about:
        found = correction_asked(questions, about)
    if found is None or not found.can_be_flagged:
        raise Http404("There is nothing of that name to flag.")
    return found
