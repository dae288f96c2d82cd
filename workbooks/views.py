"""The pages on which officers bring files in and take everything out."""

import io
import tempfile
from collections.abc import Callable
from typing import IO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import officer_required
from periods.models import Quarter
from plans.models import DeliveryPlan
from workbooks import exporting, importing, making, pages, tasks, templates, undoing
from workbooks.documents import drafts
from workbooks.forms import (
    ConfirmForm,
    DecideForm,
    ListForm,
    TemplateForm,
    UndoForm,
    UploadForm,
    WantedForm,
)
from workbooks.mapping import drafts as lists
from workbooks.marking.copies import name_of_copy
from workbooks.marking.marks import NotMarked
from workbooks.models import Import, ImportState, Task
from workbooks.reading.documents import looks_like_a_document
from workbooks.reading.limits import MEGABYTE, NotRead

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ON_A_PAGE = 25
IN_MEMORY = 4 * MEGABYTE


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Bring a file; take everything out; see what was brought before."""
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*posted)
    if form.is_valid():
        try:
            content = form.cleaned_data["file"].read()
            if looks_like_a_document(form.name):
                return redirect(drafts.begin(form.name, content, by=request.user))
            return brought(request, importing.receive(form.name, content, by=request.user))
        except NotRead as refusal:
            form.refuse(refusal)
    wanted = ListForm(request.GET)
    past = Paginator(wanted.chosen(), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "template": TemplateForm(initial={"quarter": Quarter.objects.current()}),
        "can_fill": DeliveryPlan.objects.exists(),
        "files": making.of(request.user.pk),
        "filter": wanted,
        "filtered": any(request.GET.get(each) for each in wanted.fields),
        "page": past,
        "summaries": map(pages.summary, past),
    }
    return render(request, "workbooks/imports.html", context)


def brought(request: HttpRequest, record: Import) -> HttpResponse:
    """On to the page of a workbook of ours; of somebody's own list, to matching its columns."""
    if not lists.goes_on(record):
        return redirect(record)
    messages.warning(
        request,
        f"No sheet of {record.name} is one of ours, so say which of its columns is what. Is it a "
        "workbook of ours? Then put it aside, and give its sheets their names again.",
    )
    return redirect("mapping-sheets", record.pk)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: what is wrong with it, what it would change, or what it changed."""
    record = get_object_or_404(Import.objects.select_related("by").defer("content"), pk=pk)
    if standing := record.task and tasks.standing(record):
        return import_task(request, record, standing)
    if record.state == ImportState.ASKING:
        return redirect("document-questions", pk)
    if record.state == ImportState.CLASHES:
        return import_clashes(request, record)
    if record.state == ImportState.MAPPING:
        return redirect("mapping-sheets", pk)
    form = ConfirmForm(request.POST if request.method == "POST" else None, record=record)
    if request.method == "POST" and "again" in request.POST and record.can_be_brought_again:
        return bring_again(request, record)
    if request.method == "POST" and record.is_waiting:
        if "drop" in request.POST:
            return put_aside(request, record)
        if form.is_valid():
            return save(request, record, form.cleaned_data)
    return render(
        request,
        "workbooks/import_detail.html",
        {
            "record": record,
            "restricted": pages.may_hold_small_numbers(record),
            "waiting": pages.waiting_for_an_invitation(record),
            "form": form if record.is_waiting else None,
            "markable": pages.what_marks_say(record),
            "upload": UploadForm(),
            "same": pages.same_before(record),
            "understood": pages.understood(record),
            "totals": pages.totals(record),
            "in_words": pages.in_words(record),
            "changes": pages.changes_by_sheet(record),
            "errors": pages.told(record, "errors"),
            "page": pages.page_of_problems(record, request.GET.get("page", "")),
            "warnings": pages.told(record, "warnings"),
            "notes": pages.told(record, "notes"),
            "reasons": pages.told(record, "reasons"),
            "clashing": pages.told(record, "clashing"),
        },
    )


def import_task(request: HttpRequest, record: Import, standing: tasks.Standing) -> HttpResponse:
    """A large file that waits for its turn, is being worked on, or was stopped part way."""
    if request.method == "POST" and standing.how == "running":
        messages.warning(request, "It is being worked on just now: look again when that is done.")
    elif "drop" in request.POST:
        return put_aside(request, record)
    elif "leave" in request.POST:
        tasks.put_down(record)
        record.save(update_fields=tasks.FIELDS)
    elif "again" in request.POST:
        tasks.take_up_again(record)
    if request.method == "POST":
        return redirect(record)
    context = {
        "record": record,
        "standing": standing,
        "can_leave": record.state != ImportState.QUEUED,
    }
    return render(request, "workbooks/import_task.html", context)


def import_clashes(request: HttpRequest, record: Import) -> HttpResponse:
    """The rows that were changed here and in the file: shown three ways, to be decided."""
    page = pages.page_of_clashes(record, request.GET.get("page", ""))
    form = DecideForm(request.POST if request.method == "POST" else None, clashes=page.object_list)
    if "drop" in request.POST:
        return put_aside(request, record)
    if form.is_valid() and tasks.is_large(record):
        record.decisions = {**record.decisions, **form.cleaned_data}
        record.save(update_fields=["decisions"])
        tasks.ask(record, Task.AGAIN)
        return redirect(record)
    if form.is_valid():
        importing.decide(record, form.cleaned_data)
        return redirect(record)
    context = {
        "record": record,
        "restricted": pages.may_hold_small_numbers(record),
        "form": form,
        "page": page,
        "same": pages.same_before(record),
        "clashes": [(each, form[each.mark]) for each in page.object_list],
        "understood": pages.understood(record),
        "totals": pages.totals(record),
        "notes": pages.told(record, "notes"),
    }
    return render(request, "workbooks/import_clashes.html", context)


def put_aside(request: HttpRequest, record: Import, then: str = "imports") -> HttpResponse:
    """Drop a file that was brought, and go on to the page of this name."""
    importing.drop(record)
    messages.success(request, f"{record.name} is put aside. Nothing was saved.")
    return redirect(then)


def bring_again(request: HttpRequest, record: Import) -> HttpResponse:
    """Check the file of an import that was undone once more."""
    receive = importing.receive_for_later if tasks.is_large(record) else importing.receive
    again = receive(
        record.name,
        bytes(record.content),
        by=request.user,
        kind=record.kind,
        interpretation=record.interpretation,
    )
    return redirect(again)


def save(request: HttpRequest, record: Import, given: dict) -> HttpResponse:
    """Save what was previewed, or show the preview again where the data moved."""
    accept, reason = given.get("accept", False), given.get("reason", "")
    if tasks.is_large(record):
        tasks.ask(record, Task.SAVE, by=request.user.pk, accept=accept, reason=reason)
        return redirect(record)
    try:
        importing.confirm(record.pk, by=request.user, accept_warnings=accept, reason=reason)
    except importing.DataMoved:
        importing.renew(record)
        messages.warning(
            request,
            "Nothing was saved: since you looked, somebody changed what this file is about. Here "
            "is what it would change now.",
        )
    except importing.NotSaved as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"Everything in {record.name} is saved.")
    return redirect(record)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo an import as one change, or say what rests on it."""
    record = get_object_or_404(Import.objects.select_related("by").defer("content"), pk=pk)
    if not record.can_be_undone:
        messages.warning(request, "Only an import that was saved, and stands, can be undone.")
        return redirect(record)
    form = UndoForm(request.POST if request.method == "POST" else None)
    is_large = tasks.is_large(record)
    # What rests on very many rows takes a while to find: it is looked for when it matters.
    rests: list[undoing.Rests] | None = [] if is_large else None
    if form.is_valid() and is_large:
        reason = form.cleaned_data["reason"]
        tasks.ask(record, Task.UNDO, by=request.user.pk, reason=reason)
        return redirect(record)
    if form.is_valid():
        try:
            undoing.undo(pk, by=request.user, reason=form.cleaned_data["reason"])
        except undoing.NotUndone as refusal:
            rests = refusal.rests
            messages.warning(request, str(refusal))
        else:
            messages.success(request, f"{record.name} is undone: all is as it was before.")
            return redirect(record)
    context = {
        "record": record,
        "form": form,
        "in_words": pages.in_words(record),
        "is_large": is_large,
        "restricted": pages.may_hold_small_numbers(record),
        **pages.resting(undoing.what_rests_on(record) if rests is None else rests),
    }
    return render(request, "workbooks/import_undo.html", context)


@officer_required
@require_safe
def import_changes(request: HttpRequest, pk: int, sheet: str) -> HttpResponse:
    """Every new and changed row of one sheet."""
    record = get_object_or_404(Import.objects.defer("content"), pk=pk)
    name = pages.sheet_called(record, sheet)
    if not name or record.state == ImportState.REFUSED:
        raise Http404("This import has no such sheet.")
    page = pages.page_of_changes(record, name, request.GET.get("page", ""))
    return render(
        request,
        "workbooks/import_changes.html",
        {
            "record": record,
            "restricted": pages.may_hold_small_numbers(record),
            "sheet": name,
            "page": page,
        },
    )


@officer_required
@require_safe
def import_marked(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file that was brought, with its problems marked in it."""
    record = get_object_or_404(Import, pk=pk)
    if record.state != ImportState.REFUSED or not record.content:
        raise Http404("There is nothing to mark in this file.")
    if making.is_large(making.What.MARKED, record):
        return redirect(f"{reverse('files')}?what={making.What.MARKED}&record={pk}")
    try:
        content = making.marked(record)
    except NotMarked as reason:
        messages.warning(
            request, f"The file cannot be marked up: {reason}. Its problems are listed here."
        )
        return redirect(record)
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name_of_copy(record.name))


# Taking everything out ----------------------------------------------------------------


@officer_required
@require_safe
def export_workbook(request: HttpRequest) -> HttpResponseBase:
    """Everything, as a workbook."""
    if making.is_large(making.What.WORKBOOK):
        return redirect(f"{reverse('files')}?what={making.What.WORKBOOK}")
    return download(request, exporting.export, exporting.write_workbook, "laa-tracker", "xlsx")


@officer_required
@require_safe
def export_tables(request: HttpRequest) -> HttpResponseBase:
    """Everything, as an archive of tables."""
    if making.is_large(making.What.TABLES):
        return redirect(f"{reverse('files')}?what={making.What.TABLES}")
    return download(request, exporting.export, exporting.write_csv_archive, "laa-tracker", "zip")


@officer_required
@require_safe
def workbook_template(request: HttpRequest) -> HttpResponseBase:
    """A workbook to be filled: empty, or with what is known of one plan in one quarter."""
    if not request.GET:
        return download(
            request, templates.empty, exporting.write_workbook, "laa-tracker-template", "xlsx"
        )
    form = TemplateForm(request.GET)
    if not form.is_valid():
        messages.error(request, "Choose a plan and a quarter that is not published.")
        return redirect("imports")
    plan, quarter = form.cleaned_data["plan"], form.cleaned_data["quarter"].calendar
    return download(
        request,
        lambda: templates.for_plan(plan, quarter),
        exporting.write_workbook,
        f"{plan.slug}-{quarter.slug}-template",
        "xlsx",
    )


def download(
    request: HttpRequest,
    read: Callable[[], exporting.Export],
    write: Callable[[exporting.Export, IO[bytes]], None],
    name: str,
    ending: str,
) -> HttpResponseBase:
    """A file made at this moment, named with its day."""
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    exported = read()
    try:
        write(exported, out)
    except exporting.NotExported as problem:
        out.close()
        messages.error(request, f"{problem}.")
        return redirect("imports")
    out.seek(0)
    return FileResponse(
        out,
        as_attachment=True,
        filename=making.name_of(name, ending, exported),
        content_type=XLSX if ending == "xlsx" else "application/zip",
    )


# Files that take a while to make ------------------------------------------------------


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest) -> HttpResponseBase:
    """Ask for a file that takes a while."""
    wanted = WantedForm(request.POST if request.method == "POST" else request.GET)
    if not wanted.is_valid():
        raise Http404("There is no such file to be made.")
    what, record = wanted.cleaned_data["what"], wanted.cleaned_data["record"]
    if request.method == "POST":
        file = making.want(what, by=request.user.pk, record=record and record.pk)
        return redirect("file", file.key)
    context = {"what": making.IN_WORDS[what], "form": wanted, "record": record}
    return render(request, "workbooks/file_wanted.html", context)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, key: str) -> HttpResponse:
    """How far a file is that was asked for, and where to take it when it is made."""
    found = file_called(key)
    if request.method == "POST":
        making.take_up_again(key)
        return redirect("file", key)
    standing = making.standing(found)
    context = {"file": file_called(key), "standing": standing}
    return render(request, "workbooks/file.html", context)


@officer_required
@require_safe
def file_take(request: HttpRequest, key: str) -> HttpResponseBase:
    """The file itself, read from its place as it is sent."""
    found = file_called(key)
    if not found.name:
        raise Http404("This file is not made.")
    return FileResponse(making.place_of(found).open("rb"), as_attachment=True, filename=found.name)


def file_called(key: str) -> making.File:
    if found := making.find(key):
        return found
    raise Http404("There is no such file, or not any more: they are kept for a day.")
