"""The page on which performance officers read and clear texts, and what was released to whom."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import TextChoices
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import SignedIn, officer_required
from periods.calendar import FinancialQuarter
from reports.audiences.access import reading_for
from reports.disclosure.clearing import (
    Text,
    TextsOf,
    clear,
    cleared_texts,
    texts_to_clear,
    waiting,
)
from reports.models import Release
from sheets.problems import all_of

ON_A_PAGE = 40


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
        return redirect(request.get_full_path())
    form = WhichForm(request.GET, about=found)
    page = Paginator(form.chosen(), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "reports/texts.html",
        {
            "form": form,
            "page": page,
            "about": together(page.object_list),
            "there_are_texts": bool(found),
            "stamp": reading.stamp,
            "public": settings.LAA_PUBLIC,
        },
    )


class Which(TextChoices):
    """Which texts are shown."""

    ALL = "", "All of them"
    OPEN = "open", "Not cleared"
    WARNED = "warned", "With a warning"
    CLEARED = "cleared", "Cleared"
    NOT_SHOWN = "not-shown", "Cleared, but not shown yet"

    def holds(self, text: Text) -> bool:
        """Whether the text is one of these."""
        kept = {
            Which.OPEN: not text.cleared,
            Which.WARNED: text.warning,
            Which.CLEARED: text.cleared,
            Which.NOT_SHOWN: text.is_not_shown,
        }
        return bool(kept.get(self, True))


class WhichForm(forms.Form):
    """Which texts of a quarter are shown, and of what. What is no choice is not asked for."""

    def __init__(self, *args, about: list[TextsOf], **kwargs):
        super().__init__(*args, **kwargs)
        self.about = about
        every = [text for each in about for text in each.texts]
        self.fields["which"] = forms.ChoiceField(
            label="Which texts",
            required=False,
            choices=[
                (each.value, f"{each.label} ({sum(map(each.holds, every))})") for each in Which
            ],
        )
        self.fields["of"] = forms.ChoiceField(
            label="Of which plan or indicator",
            required=False,
            choices=[
                ("", "Every plan and indicator"),
                *((each.place, each.title) for each in about),
            ],
        )
        self.full_clean()

    def chosen(self) -> list[tuple[TextsOf, Text]]:
        """The texts to show, each with what it is of: those with a warning first."""
        which, of = Which(self.asked("which")), self.asked("of")
        found = [
            (about, text)
            for about in self.about
            if of in ("", about.place)
            for text in about.texts
            if which.holds(text)
        ]
        return sorted(found, key=lambda each: not each[1].warning)

    def asked(self, name: str) -> str:
        return self.cleaned_data.get(name, "")


def together(texts: Iterable[tuple[TextsOf, Text]]) -> list[TextsOf]:
    """The texts of a page by what they are of, those with a warning apart from the others."""
    groups = groupby(texts, key=lambda each: (each[0].place, bool(each[1].warning)))
    found = [list(group) for _, group in groups]
    return [replace(each[0][0], texts=tuple(text for _, text in each)) for each in found]


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
    return said + _what_is_not_shown(about, {*new}, {*gone})


def _what_is_not_shown(about: list[TextsOf], new: set[Text], gone: set[Text]) -> str:
    """Which of what is cleared after this nobody is shown, as a sentence; "" where all is."""
    found = [
        (each, text)
        for each in about
        for text in waiting(
            [replace(it, cleared=(it.cleared or it in new) and it not in gone) for it in each.texts]
        )
        if text.is_not_shown
    ]
    if not found:
        return ""
    of = {f"{each.reference}: {text.waits_for}" for each, text in found}
    said = f" Cleared, but not shown yet: {len(found)}."
    return f"{said} That waits for this to be cleared too: {all_of(sorted(of))}."


@officer_required
@require_safe
def releases(request: SignedIn) -> HttpResponse:
    """What was released, when, to whom and under which rule."""
    every = Release.objects.order_by("-quarter", "-number").select_related(
        "quarter", "published_by", "withdrawal"
    )
    return render(request, "reports/releases.html", {"releases": every})
