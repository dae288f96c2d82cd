"""The Board pack: the whole of it for everybody, and as an officer puts it together."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SignedIn, officer_required
from indicators.disclosure import Audience
from periods.calendar import FinancialQuarter
from reports.audiences.access import Reading, is_masked
from reports.audiences.frames import reading_in
from reports.board.concerns import IN_A_FILE
from reports.disclosure.clearing import has_number, hides_a_figure
from reports.disclosure.withholding import digest_of_text
from reports.models import Download, View
from reports.packs.about import About
from reports.packs.board_pack import Choice, changes_of, chosen, pack_document
from reports.pages.dashboards import first_of_all, what_else
from reports.pages.downloads import (
    NAMES,
    TO_READ,
    File,
    Format,
    about_file,
    audience_for,
    means,
    views_of,
)
from reports.pages.files import DOCUMENTS, Subject, answer, give, page_of
from reports.reading.objects import PlanSummary, QuarterlyReport
from returns.forms import OneOf
from sheets.problems import all_of

LONGEST_NOTE = 4000
MOST_NAMED = 5


@dataclass(frozen=True)
class Pack:
    """What a pack is made of: a report of the chosen plans, and what the dashboard shows of it."""

    report: QuarterlyReport
    shown: dict[str, Any]
    choice: Choice

    def written(self, about: About, ending: str) -> bytes:
        """The pack as a file of that ending."""
        return DOCUMENTS[Format(ending)](pack_document(self.report, self.shown, about, self.choice))

    def restricts(self, reading: Reading) -> bool:
        """Whether it shows a figure that is hidden from the public, now or before."""
        since = self.shown["since"]
        return reading.restricted(self.report) or bool(since and since.changes.small)


def pack_of(reading: Reading, choice: Choice) -> Pack:
    report = chosen(reading.quarterly_report(), choice)
    shown = first_of_all(reading, report, None, IN_A_FILE) | what_else(reading, report)
    if since := shown["since"]:
        shown["since"] = replace(since, changes=changes_of(since.changes, choice))
    return Pack(report, shown, choice)


@require_safe
def pack(request: SignedIn, quarter: FinancialQuarter, ending: str) -> HttpResponse:
    """The pack of a quarter, with every plan."""
    widest = reading_in(request, quarter).as_audience(None)
    if not (widest.is_published or request.user.is_officer):
        raise Http404("There is no such pack.")
    subject = Subject(
        f"Board pack, {quarter.long_label}",
        page_of(request, "dashboard-of", quarter),
        f"board-pack-{quarter.slug}",
        own=bool(widest.own_plans),
    )
    return answer(
        request,
        widest,
        subject,
        Format(ending),
        lambda reading: pack_of(reading, Choice()),
        lambda reading, ours, about: ours.written(about, ending),
        lambda reading, ours: ours.restricts(reading),
    )


class PackForm(forms.Form):
    """Which plans are in the pack, in which order, what stands before them, and for whom it is."""

    def __init__(
        self,
        *args,
        plans: tuple[PlanSummary, ...],
        views: list[View],
        officer: str = "",
        hides: Callable[[View, Collection[str]], Sequence[str]] = lambda view, plans: (),
        **kwargs,
    ):
        """`officer` is the name of who puts it together; `hides` tells the codes of whose figures
        a view of these plans (none: of all) hides."""
        super().__init__(*args, **kwargs)
        self.officer, self.hides = officer, hides
        self.places = {f"place-{each.slug}": each.slug for each in plans}
        for number, plan in enumerate(plans, start=1):
            self.fields[f"place-{plan.slug}"] = forms.IntegerField(
                label=f"{plan.reference}: {plan.title}",
                required=False,
                min_value=1,
                max_value=9999,
                initial=number,
                widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
                error_messages={
                    "invalid": f"The place of {plan.reference} must be a whole number, such as 2.",
                    "min_value": f"The place of {plan.reference} must be 1 or more.",
                    "max_value": f"The place of {plan.reference} must be 9999 or less.",
                },
            )
        self.fields["note"] = forms.CharField(
            label="Covering note",
            required=False,
            max_length=LONGEST_NOTE,
            widget=forms.Textarea,
            help_text="It stands on the first page as you write it, whoever reads the pack. Name "
            "nobody, and no small number in a pack that is passed on. Where a pack hides small "
            "numbers, you are asked to clear the note for it.",
            error_messages={
                "max_length": f"The covering note must be {LONGEST_NOTE:,} characters or less."
            },
        )
        self.fields["audience"] = OneOf(
            "Who will read the pack?",
            [(view.value, view.label) for view in views],
            means={view.value: means(view) for view in views},
            initial=views[0].value,
            asks="Choose who will read the pack.",
        )
        self.fields["ending"] = OneOf(
            "As which file?",
            [(each.value, NAMES[each]) for each in TO_READ],
            initial=Format.PDF.value,
            asks="Choose PDF or Word.",
        )
        self._ask_to_clear()

    def _ask_to_clear(self) -> None:
        """Where readers of the pack are masked, its note needs an officer who clears these words.

        The answer names the very words: a note that is changed after it was cleared asks again.
        """
        note, view = self.note_typed(), self.data.get("audience", "")
        if not (note and view in View.values and must_be_cleared(View(view))):
            return
        plans = [slug for name, slug in self.places.items() if self.data.get(name, "").strip()]
        self.fields["cleared"] = forms.MultipleChoiceField(
            label="Clear the covering note",
            choices=[
                (
                    digest_of_text(note),
                    f"I, {self.officer}, have read these words and clear them for "
                    f"{'the public' if view == View.PUBLIC else 'this view'}",
                )
            ],
            widget=forms.CheckboxSelectMultiple,
            help_text=f"{warning_of(note, self.hides(View(view), plans))} Your name, the time and "
            "the note are kept.",
            error_messages={
                "required": "Read the covering note once more, and clear it below or change it.",
                "invalid_choice": "The covering note was changed: read it, and clear it below.",
            },
        )

    def note_typed(self) -> str:
        """The note as its box gives it back."""
        return self.data.get("note", "").strip()

    def clean(self):
        cleaned = super().clean()
        if self.places and not self.errors and not self.order():
            self.add_error(None, "Give at least one plan its place: the pack would be empty.")
        return cleaned

    def order(self) -> tuple[str, ...]:
        """The slugs of the plans that were given a place, by their places."""
        given = [
            (self.cleaned_data[name], slug)
            for name, slug in self.places.items()
            if self.cleaned_data.get(name)
        ]
        return tuple(slug for _, slug in sorted(given, key=lambda each: each[0]))

    def choice(self) -> Choice:
        order = self.order()
        everything = order == tuple(self.places.values())
        return Choice(() if everything else order, self.cleaned_data["note"])


def must_be_cleared(view: View) -> bool:
    """Whether a note for this view has to be cleared: whoever reads it is masked."""
    return view == View.PUBLIC or (view == View.BOARD and is_masked(Audience.BOARD))


def warning_of(note: str, codes: Sequence[str]) -> str:
    """Why to look at the note twice."""
    if not codes:
        return "This note goes out with the pack."
    named = [*codes[:MOST_NAMED]]
    if len(codes) > MOST_NAMED:
        named.append(f"{len(codes) - MOST_NAMED} more")
    figures = f"figures of {all_of(named)}"
    if has_number(note):
        return f"Look twice: the note holds a number, and the pack hides {figures}."
    return f"This note goes out with a pack that hides {figures}."


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def put_together(request: SignedIn, quarter: FinancialQuarter) -> HttpResponse:
    """Choose what is in the pack, and take it."""
    widest = reading_in(request, quarter).as_audience(None)
    views = views_of(widest, own=False)
    form = PackForm(
        request.POST if request.method == "POST" else None,
        plans=widest.quarterly_report().plans,
        views=views,
        officer=str(request.user),
        hides=lambda view, plans: hidden_codes(widest.as_audience(audience_for(view)), plans),
    )
    if not form.is_valid():
        return render(
            request,
            "reports/pack.html",
            {
                "form": form,
                "name": quarter.long_label,
                "back": page_of(request, "dashboard-of", quarter),
                "notes": notes_kept(quarter),
            },
        )
    choice, ending = form.choice(), form.cleaned_data["ending"]
    view = View(form.cleaned_data["audience"])
    reading = widest.as_audience(audience_for(view))
    ours = pack_of(reading, choice)
    about = about_file(
        reading,
        restricted=ours.restricts(reading),
        own=None,
        organisation=settings.LAA_ORGANISATION,
        contact=settings.LAA_CONTACT,
    )
    file = File(f"board-pack-{quarter.slug}", Format(ending), view, about)
    return give(request, file, ours.written(about, ending), note=choice.note)


@dataclass(frozen=True)
class KeptNote:
    """A covering note as it went out: in which files, whoever they were for."""

    words: str
    packs: tuple[Download, ...]


def notes_kept(quarter: FinancialQuarter) -> list[KeptNote]:
    """The covering notes of the quarter's packs, the last one first. Costs one query."""
    taken = Download.objects.filter(quarter=quarter.label).exclude(note="").select_related("by")
    by_words: dict[str, list[Download]] = {}
    for each in taken.order_by("-pk"):
        by_words.setdefault(each.note, []).append(each)
    return [KeptNote(words, tuple(packs)) for words, packs in by_words.items()]


def hidden_codes(reading: Reading, plans: Collection[str]) -> list[str]:
    """The indicators of these plans (none: of all) of which this reading hides a figure."""
    report = chosen(reading.quarterly_report(), Choice(tuple(plans)))
    return [line.code for line in report.lines if hides_a_figure(line)]
