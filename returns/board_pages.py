"""The pages of the officer's board: all returns, and what is done with several at once."""

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.access import SignedIn, officer_required
from indicators.codes import code_order
from periods.calendar import FinancialQuarter, NotAPeriod
from periods.models import Quarter
from plans.models import DeliveryPlan
from returns.access import why_not_taken
from returns.board import IN, Asked, read_board
from returns.contents import contents_of
from returns.handing_in import approve
from returns.models import Return
from returns.pages import own_returns
from returns.reminders import nudge
from returns.rounds import gaps
from returns.step_forms import GONE_ON
from returns.workflow import NotAllowed, ReturnState, Step

NONE_CHOSEN = "Choose at least one return in the table."


class BoardForm(forms.Form):
    """What a board is narrowed to."""

    theme = forms.ChoiceField(required=False)
    state = forms.ChoiceField(required=False)
    late = forms.ChoiceField(
        label="Lateness",
        required=False,
        choices=[("", "All"), ("late", "Late"), ("in time", "In time")],
    )
    person = forms.ChoiceField(required=False)

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", "All"), *((each, each) for each in board.themes)]
        states = ((str(each), str(each).capitalize()) for each in ReturnState)
        self.fields["state"].choices = [("", "All"), *states]
        people = ((str(key), name) for key, name in board.people)
        self.fields["person"].choices = [("", "All"), *people]
        for name, box in self.fields.items():
            box.error_messages["invalid_choice"] = (
                f"Choose one of the list under “{box.label or name.capitalize()}”: "
                "“%(value)s” is not in it."
            )

    @property
    def asked(self) -> Asked:
        """What can be understood of it; the rest is told at its box."""
        self.is_valid()
        return Asked(**self.cleaned_data)


@require_safe
def all_returns(request: SignedIn) -> HttpResponse:
    """Officers see the board, everybody else their own returns."""
    if not request.user.is_officer:
        return own_returns(request)
    board = read_board(until=asked_until(request))
    form = BoardForm(request.GET, board=board)
    asked = form.asked
    rows = board.shown(asked)
    return render(
        request,
        "returns/board.html",
        {
            "board": board,
            "form": form,
            "asked": asked,
            "rows": rows,
            "counts": board.counts(asked),
            "owed": sum(bool(row.now and row.now.state) for row in board.rows),
            "are_in": sum(bool(row.now and row.now.state in IN) for row in board.rows),
            "gaps": gaps(board.now) if board.now and board.is_worked_on else [],
            "can_sign": board.is_worked_on and any(row.now.is_submitted for row in rows if row.now),
            "can_remind": any(row.now.is_waited_for for row in rows if row.now),
        },
    )


def asked_until(request: SignedIn) -> FinancialQuarter | None:
    """The latest quarter to show, where one is asked for. Raises Http404 for none of ours."""
    slug = request.GET.get("until")
    try:
        return FinancialQuarter.from_slug(slug) if slug else None
    except NotAPeriod as problem:
        raise Http404(str(problem)) from None


# Several at once ----------------------------------------------------------------------------


@officer_required
def chosen(request: SignedIn, quarter: FinancialQuarter) -> HttpResponse:
    """The returns chosen on the board go on: to be signed off, or their people reminded."""
    ours = get_object_or_404(Quarter.objects.begun(), label=quarter.label)
    back = board_address(request.GET.urlencode())
    slugs = request.POST.getlist("plan")
    if request.method != "POST" or not slugs:
        if request.method == "POST":
            messages.error(request, NONE_CHOSEN)
        return redirect(back)
    if request.POST.get("what") == "remind":
        remind(request, ours, slugs)
        return redirect(back)
    asked = urlencode({"plan": slugs, "board": request.GET.urlencode()}, doseq=True)
    return redirect(f"{reverse('returns-sign-off', args=[quarter])}?{asked}")


def board_address(filters: str) -> str:
    """The board, as it was filtered when somebody left it."""
    return f"{reverse('returns')}?{filters}".removesuffix("?")


def remind(request: SignedIn, quarter: Quarter, slugs: Iterable[str]) -> None:
    """Remind the people of each of these plans, and tell what came of it."""
    for plan in DeliveryPlan.objects.of_live_agreement().filter(slug__in=slugs):
        try:
            told = nudge(plan, quarter, request.user)
        except NotAllowed as refusal:
            messages.warning(request, str(refusal))
        else:
            level = messages.SUCCESS if told.sent else messages.WARNING
            messages.add_message(request, level, str(told))


@officer_required
def sign_off_chosen(request: SignedIn, quarter: FinancialQuarter) -> HttpResponse:
    """Read what each of the chosen returns would publish, and sign them off."""
    ours = get_object_or_404(Quarter.objects.begun(), label=quarter.label)
    if request.method == "POST":
        return sign_off_each(request, ours)
    returns = chosen_returns(ours, request.GET.getlist("plan"))
    refused = [
        (each.plan, sentence)
        for each in returns
        if (sentence := why_not_taken(request.user, each, Step.SIGNED_OFF))
    ]
    left_out = {plan for plan, _ in refused}
    signed = [each for each in returns if each.plan not in left_out]
    if not signed:
        messages.warning(request, listed(refused) or NONE_CHOSEN)
        return redirect(board_address(request.GET.get("board", "")))
    contents = contents_of(signed)
    return render(
        request,
        "returns/sign_off_chosen.html",
        {
            "quarter": ours,
            "signed": [(each, contents[each.plan_id]) for each in signed],
            "refused": refused,
            "back": board_address(request.GET.get("board", "")),
            "restricted": any(each.is_restricted for each in contents.values()),
        },
    )


def sign_off_each(request: SignedIn, quarter: Quarter) -> HttpResponse:
    """Sign off one after the other: what cannot be is told, and does not hold up the others."""
    done, refused = [], []
    for each in chosen_returns(quarter, request.POST.getlist("plan")):
        if sentence := signed_off(request, each):
            refused.append((each.plan, sentence))
        else:
            done.append(each.plan.reference)
    if done:
        messages.success(request, f"Signed off: {', '.join(done)}.")
    if refused or not done:
        messages.warning(request, listed(refused) or NONE_CHOSEN)
    return redirect(board_address(request.GET.get("board", "")))


def signed_off(request: SignedIn, ours: Return) -> str:
    """Sign the return off; why it was not, as a sentence, or ""."""
    if sentence := why_not_taken(request.user, ours, Step.SIGNED_OFF):
        return sentence
    last = ours.last_step
    if last and request.POST.get(f"seen-{ours.plan.slug}") != str(last.pk):
        return GONE_ON
    try:
        approve(ours, by=request.user)
    except NotAllowed as refusal:
        return str(refusal)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def chosen_returns(quarter: Quarter, slugs: Iterable[str]) -> list[Return]:
    """The returns of these plans, in the order of the plans; of one nobody began, as it would be.

    Costs three queries.
    """
    plans = DeliveryPlan.objects.owing(quarter.label).filter(slug__in=slugs)
    kept = {
        each.plan_id: each
        for each in Return.objects.filter(quarter=quarter, plan__in=plans)
        .select_related("plan", "quarter")
        .with_steps()
    }
    return [
        kept.get(plan.pk) or Return(plan=plan, quarter=quarter)
        for plan in sorted(plans, key=lambda plan: code_order(plan.reference))
    ]


def listed(refused: Iterable[tuple[DeliveryPlan, str]]) -> str:
    return " ".join(f"{plan.reference}: {sentence}" for plan, sentence in refused)
