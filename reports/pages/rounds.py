"""The pages on which performance officers open, close, publish and withdraw a quarter."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import SignedIn, officer_required
from periods.calendar import FinancialQuarter
from periods.models import Quarter
from periods.today import today
from periods.working_days import usual_due
from reports.disclosure.hiding import Asked, read_in_full, what_publishing_asks
from reports.models import Release
from reports.pages import homes
from reports.pages.forms import CloseForm, OpenForm, PublishForm, WithdrawForm, chosen_in, shown_in
from reports.releases import rounds
from reports.releases.publishing import publish, withdraw
from returns.keeping import keeps_what_was_typed, sent_or_waiting, stamp_for
from returns.rounds import close_quarter, gaps, open_quarter, why_not_opened
from returns.workflow import NotAllowed


@officer_required
@require_safe
def quarters(request: SignedIn) -> HttpResponse:
    """Every round, and what can be done with it next."""
    all_rounds = list(
        Quarter.objects.order_by("-label").prefetch_related("releases__withdrawal", "events__by")
    )
    return render(
        request,
        "reports/quarters.html",
        {"rounds": all_rounds, "to_open": rounds.to_open(all_rounds, today())},
    )


@keeps_what_was_typed
@officer_required
def open_round(request: SignedIn, quarter: FinancialQuarter) -> HttpResponse:
    ours = Quarter.objects.filter(label=quarter.label).first() or Quarter(label=quarter.label)
    if request.method != "POST" and (sentence := why_not_opened(ours)):
        messages.warning(request, sentence)
        return redirect("quarters")
    opens = ours.opens or today()
    form = OpenForm(
        sent_or_waiting(request),
        quarter=ours,
        opens=opens,
        initial={"due": ours.due or usual_due(opens)},
    )

    def act():
        with transaction.atomic():
            kept, _ = Quarter.objects.get_or_create(label=quarter.label)
            open_quarter(kept, by=request.user, due=form.cleaned_data["due"])

    return take_step(request, "open", ours, form, act, opens=opens)


@keeps_what_was_typed
@officer_required
def close_round(request: SignedIn, quarter: FinancialQuarter) -> HttpResponse:
    ours = get_object_or_404(Quarter, label=quarter.label)
    form = CloseForm(sent_or_waiting(request), quarter=ours)
    return take_step(
        request,
        "close",
        ours,
        form,
        lambda: close_quarter(ours, by=request.user),
        now=homes.round_of(ours),
        gaps=gaps(ours),
    )


@keeps_what_was_typed
@officer_required
def publish_round(request: SignedIn, quarter: FinancialQuarter) -> HttpResponse:
    ours = get_object_or_404(Quarter, label=quarter.label)
    missing = gaps(ours)
    again = Release.objects.filter(quarter=ours).exists()
    refused = rounds.why_not("publish", ours)
    sent = sent_or_waiting(request)
    chosen, shown = chosen_in(sent or {}), shown_in(sent or {})
    asked = Asked() if refused else what_publishing_asks(ours, chosen, shown)
    form = PublishForm(
        sent,
        quarter=ours,
        asks=asks_why(missing, again=again),
        away=asked.away,
        follows=asked.follows,
        renamed=asked.renamed,
        doubtful=asked.doubtful,
    )
    return take_step(
        request,
        "publish",
        ours,
        form,
        lambda: publish(
            ours,
            by=request.user,
            reason=form.reason_given(),
            hide=form.hidden_with_it(),
            shown=form.shown_again(),
        ),
        gaps=missing,
        again=again,
        given_away=[*asked.away, *asked.follows],
        follows=asked.follows,
        not_tried=asked.not_tried,
        by_own_people=asked.by_own_people,
        renamed=asked.renamed,
        doubtful=asked.doubtful,
        taken_as_one=asked.taken_as_one,
        idle=asked.idle,
        told_before=[*(said for each in asked.told for said in each.sentences), *read_in_full()],
    )


def asks_why(missing: list[str], *, again: bool) -> str:
    """The question that a publication has to answer; "" where there is none."""
    if again and missing:
        return "What is put right in this release, and why is it published without what is missing?"
    if again:
        return "What is put right in this release?"
    return "Why is it published without what is missing?" if missing else ""


@keeps_what_was_typed
@officer_required
def withdraw_round(request: SignedIn, quarter: FinancialQuarter) -> HttpResponse:
    ours = get_object_or_404(Quarter, label=quarter.label)
    form = WithdrawForm(sent_or_waiting(request), quarter=ours)
    return take_step(
        request,
        "withdraw",
        ours,
        form,
        lambda: withdraw(ours, by=request.user, reason=form.cleaned_data["reason"]),
    )


def take_step(
    request: SignedIn,
    step: str,
    quarter: Quarter,
    form: forms.Form,
    act: Callable[[], object],
    **context,
) -> HttpResponse:
    """Ask, take the step, and go back to the list of rounds; what is refused stays on the form."""
    if sentence := rounds.why_not(step, quarter):
        messages.warning(request, sentence)
        return redirect("quarters")
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, f"{quarter} is now {rounds.LEADS_TO[step]}.")
            return redirect("quarters")
    shown = {
        "quarter": quarter,
        "name": quarter.calendar.long_label,
        "form": form,
        "stamp": stamp_for(request.user, quarter),
    }
    return render(request, f"reports/{step}_quarter.html", shown | context)
