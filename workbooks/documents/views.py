"""The pages on which officers bring a delivery plan as a document, and answer its questions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import officer_required
from workbooks.documents import drafts, pages
from workbooks.documents.forms import DocumentForm, QuestionsForm
from workbooks.documents.recognising import Recognised
from workbooks.models import Import, ImportKind, ImportState
from workbooks.reading.limits import NotRead
from workbooks.views import put_aside

PAGES = ["GET", "HEAD", "POST"]


@officer_required
@require_http_methods(PAGES)
def documents(request: HttpRequest) -> HttpResponse:
    """Bring a plan document, or its text; see those whose questions wait."""
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DocumentForm(*posted)
    if form.is_valid():
        try:
            name, content = form.brought
            return redirect(drafts.begin(name, content, by=request.user))
        except NotRead as refusal:
            form.refuse(refusal)
    waiting = Import.objects.for_list().filter(kind=ImportKind.DOCUMENT, state=ImportState.ASKING)
    return render(request, "workbooks/documents/documents.html", {"form": form, "page": waiting})


@officer_required
@require_http_methods(PAGES)
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """What was read of a document, beside its places, and what it leaves open."""
    draft = draft_at(pk)
    recognised = draft.recognised()
    form = form_of(recognised, request.POST if request.method == "POST" else None)
    if request.method == "POST" and "drop" in request.POST:
        return put_aside(request, draft.record)
    if request.method == "POST" and form.is_valid():
        return answered(request, draft, form)
    if form.is_bound:
        # What will do is kept, also where something else will not.
        draft.keep(form.answers(), form.corrections())
    return show(request, draft, recognised, form)


def form_of(recognised: Recognised, data: Any = None) -> QuestionsForm:
    return QuestionsForm(
        data, questions=recognised.questions, correctable=pages.correctable(recognised)
    )


def draft_at(pk: int) -> drafts.Draft:
    """The document whose questions are answered. Raises Http404 where it waits for no answer."""
    record = get_object_or_404(Import.objects.select_related("by"), pk=pk)
    is_open = record.state in drafts.ANSWERABLE and record.content
    if record.kind != ImportKind.DOCUMENT or not is_open:
        raise Http404("The questions of this file cannot be answered.")
    try:
        return drafts.draft_of(record)
    except NotRead as refusal:
        raise Http404(str(refusal)) from None


def answered(request: HttpRequest, draft: drafts.Draft, form: QuestionsForm) -> HttpResponse:
    """Keep the answers; check the document once none is open."""
    draft.keep(form.answers(), form.corrections())
    if "suggested" in request.POST:
        draft.take_suggestions()
        messages.success(
            request, "The open questions are answered as suggested: look them through, then go on."
        )
        return redirect("document-questions", draft.record.pk)
    if "keep" in request.POST:
        messages.success(
            request, "Your answers and corrections are kept. You can come back to them at Imports."
        )
        return redirect("document-questions", draft.record.pk)
    recognised = draft.recognised()
    if recognised.is_answered:
        draft.check()
        return redirect(draft.record)
    return show_open(request, draft, recognised)


def show_open(request: HttpRequest, draft: drafts.Draft, recognised: Recognised) -> HttpResponse:
    """The page again, with what is still open told at each question."""
    blank = form_of(recognised)
    data = {name: blank.get_initial_for_field(field, name) for name, field in blank.fields.items()}
    form = form_of(recognised, data)
    form.is_valid()
    form.tell_open(recognised.open_questions)
    return show(request, draft, recognised, form)


def show(
    request: HttpRequest, draft: drafts.Draft, recognised: Recognised, form: QuestionsForm
) -> HttpResponse:
    return render(
        request,
        "workbooks/documents/questions.html",
        {
            "record": draft.record,
            "reference": recognised.reference,
            "form": form,
            "asked": pages.asked(form),
            "open": len(recognised.open_questions),
            "unplaced": len(recognised.unplaced),
            "notes": recognised.notes,
            "sheets": pages.read_sheets(draft.document, recognised, form),
            "restricted": True,
        },
    )
