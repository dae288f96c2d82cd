"""The page on which performance officers read and clear texts, and what was released to whom."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import SignedIn, officer_required
from periods.calendar import FinancialQuarter
from reports.audiences.access import reading_for
from reports.disclosure.clearing import TextsOf, clear, cleared_texts, texts_to_clear
from reports.models import Release


@officer_required
def texts(request: SignedIn, quarter: FinancialQuarter) -> HttpResponse:
    """Read the texts of a quarter, and say which of them the public may read."""
    reading = reading_for(request.user, quarter)
    report = reading.quarterly_report()
    found = texts_to_clear(
        reading.plan_reports(each.slug for each in report.plans),
        reading.indicator_reports(each.slug for each in report.lines),
        report,
        reading_for(request.user, quarter, "public").quarterly_report(),
        cleared_texts(),
    )
    if request.method == "POST":
        shown, ticked = (set(request.POST.getlist(name)) for name in ("shown", "clear"))
        with transaction.atomic():
            said = decide(found, shown, ticked, by=request.user)
        messages.success(request, said)
        return redirect("clear-texts", quarter)
    return render(
        request,
        "reports/texts.html",
        {"about": found, "stamp": reading.stamp, "public": settings.LAA_PUBLIC},
    )


def decide(about: list[TextsOf], shown: set[str], ticked: set[str], *, by) -> str:
    """Clear what is ticked of the very texts that were shown; says in a sentence what was done."""
    every = [text for each in about for text in each.texts]
    new = [each for each in every if each.mark in ticked & shown and not each.cleared]
    gone = [each for each in every if each.mark in shown - ticked and each.cleared]
    clear(((each.place, each.words) for each in new), by=by)
    clear(((each.place, each.words) for each in gone), by=by, cleared=False)
    changed = len(ticked - {each.mark for each in every})
    said = f"Cleared for the public: {len(new)}. No longer cleared: {len(gone)}."
    if changed:
        said += f" Changed since you read them, and not cleared: {changed}."
    return said


@officer_required
def releases(request: SignedIn) -> HttpResponse:
    """What was released, when, to whom and under which rule."""
    every = Release.objects.order_by("-quarter", "-number").select_related(
        "quarter", "published_by", "withdrawal"
    )
    return render(request, "reports/releases.html", {"releases": every})
