"""The page of figures that are hidden for what they would give away, and showing one again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import SignedIn, officer_required
from reports.disclosure.hiding import (
    Decision,
    decisions,
    hiding_now,
    show_again,
    what_showing_gives_away,
    why_they_stay,
)
from reports.pages.forms import ShowAgainForm
from returns.keeping import keeps_what_was_typed, sent_or_waiting, stamp_for
from returns.workflow import NotAllowed


@officer_required
@require_safe
def hidden(request: SignedIn) -> HttpResponse:
    """Which further figures are hidden now, and every decision about one."""
    every = decisions()
    return render(
        request,
        "reports/hidden.html",
        {"hidden": why_they_stay(hiding_now(every)).items(), "decisions": every},
    )


@keeps_what_was_typed
@officer_required
def show_figure(request: SignedIn, decision: int) -> HttpResponse:
    """Ask why a further figure is shown again. Raises Http404 for one that is not hidden."""
    ours = standing_decision(decision)
    form = ShowAgainForm(sent_or_waiting(request))
    if request.method == "POST" and form.is_valid():
        try:
            show_again(ours, by=request.user, reason=form.cleaned_data["reason"])
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{ours.figure} is shown again from the next release on.")
            return redirect("hidden-figures")
    return render(
        request,
        "reports/show_figure.html",
        {
            "decision": ours,
            "stays": what_showing_gives_away(ours),
            "form": form,
            "stamp": stamp_for(request.user, ours.kept),
        },
    )


def standing_decision(number: int) -> Decision:
    found = next((each for each in hiding_now(decisions()) if each.kept.pk == number), None)
    if found is None:
        raise Http404("No figure is hidden by this decision.")
    return found
