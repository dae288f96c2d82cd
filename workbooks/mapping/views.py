"""The pages on which officers match the columns of a spreadsheet that has a layout of its own."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import officer_required
from periods.models import round_states
from workbooks.mapping import drafts
from workbooks.mapping.applied import Applied
from workbooks.mapping.applying import rows_made
from workbooks.mapping.becoming import as_guessed, what_becomes
from workbooks.mapping.column_forms import ColumnsForm
from workbooks.mapping.description import Mapping, mapping_of
from workbooks.mapping.forms import OtherUploadForm, RenameForm, SheetsForm, letters
from workbooks.mapping.meaning_forms import MeaningsForm
from workbooks.mapping.models import KeptMapping
from workbooks.mapping.reading import FIELDS
from workbooks.models import Import, ImportState
from workbooks.reading.limits import NotRead
from workbooks.views import put_aside

SHOWN_ROWS = 8
PAGES = ["GET", "HEAD", "POST"]


# Mappings that are kept ---------------------------------------------------------------


@officer_required
@require_http_methods(PAGES)
def mappings(request: HttpRequest) -> HttpResponse:
    """Bring a file with a layout of its own; see the mappings that are kept."""
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = OtherUploadForm(*posted)
    if form.is_valid():
        try:
            content = form.cleaned_data["file"].read()
            record = drafts.begin(form.name, content, by=request.user)
            return redirect("mapping-sheets", record.pk)
        except NotRead as refusal:
            form.refuse(refusal)
    kept = KeptMapping.objects.select_related("by")
    waiting = Import.objects.for_list().filter(state=ImportState.MAPPING)
    context = {"form": form, "kept": kept, "waiting": waiting}
    return render(request, "workbooks/mapping/mappings.html", context)


@dataclass
class Named:
    """A column of a kept mapping, as its page lists it."""

    column: str
    heading: str
    becomes: str
    about: str


@officer_required
@require_http_methods(PAGES)
def mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """One kept mapping: what it says, its history; rename it, take it out, delete it."""
    kept = get_object_or_404(KeptMapping.objects.select_related("by"), pk=pk)
    form = RenameForm(request.POST if request.method == "POST" else None, instance=kept)
    if request.method == "POST" and "delete" in request.POST:
        drafts.signed(kept, request.user).delete()
        messages.success(request, f"The mapping {kept.name} is deleted. No import is changed.")
        return redirect("mappings")
    if request.method == "POST" and form.is_valid():
        renamed = form.save(commit=False)
        renamed.content = {**renamed.content, "name": renamed.name}
        drafts.signed(renamed, request.user).save()
        messages.success(request, f"The mapping is called {renamed.name} now.")
        return redirect(renamed)
    context = {
        "kept": kept,
        "name": KeptMapping.objects.values_list("name", flat=True).get(pk=pk),
        "sheets": _sheets_of(mapping_of(kept.content)),
        "history": kept.versions.select_related("history_user")[:20],
        "form": form,
    }
    return render(request, "workbooks/mapping/mapping.html", context)


def _sheets_of(mapping: Mapping) -> list[dict[str, Any]]:
    return [
        {
            "name": layout.sheet,
            "columns": [
                Named(
                    letters(use.column),
                    use.heading,
                    FIELDS[use.field].label if use.field in FIELDS else use.field,
                    use.period or use.quarter,
                )
                for use in layout.uses
            ],
        }
        for layout in mapping.layouts
    ]


@officer_required
@require_safe
def mapping_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A kept mapping as a file, for the command line."""
    kept = get_object_or_404(KeptMapping, pk=pk)
    response = JsonResponse(kept.content, json_dumps_params={"indent": 2, "ensure_ascii": False})
    name = slugify(kept.name) or "mapping"
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


# Matching a file, step by step --------------------------------------------------------


def draft_at(pk: int) -> drafts.Draft:
    """The file whose columns are matched. Raises Http404 where it does not wait for that."""
    record = get_object_or_404(Import.objects.select_related("by"), pk=pk)
    if record.state not in drafts.MATCHABLE or not record.content:
        raise Http404("The columns of this file cannot be matched.")
    try:
        return drafts.draft_of(record)
    except NotRead as refusal:
        raise Http404(str(refusal)) from None


@officer_required
@require_http_methods(PAGES)
def sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """First: which sheets, and where their headings stand."""
    draft = draft_at(pk)
    form = SheetsForm(request.POST if request.method == "POST" else None, draft=draft)
    if request.method == "POST" and "drop" in request.POST:
        return put_aside(request, draft.record, then="mappings")
    if request.method == "POST" and "begin" in request.POST:
        drafts.begin_with(draft, request.POST.get("mapping", ""))
        return redirect("mapping-sheets", pk)
    if request.method == "POST" and form.is_valid():
        about = form.cleaned_data["about"]
        begun = drafts.begin_layouts(draft, form.chosen(), about)
        draft.keep(begun, about=about)
        return redirect("mapping-columns", pk, 1)
    return render(
        request,
        "workbooks/mapping/sheets.html",
        {
            "record": draft.record,
            "form": form,
            "rows": list(form.rows()),
            "about_reason": form.about_reason,
            "restricted": True,
            "kept": draft.data.get("kept", ""),
            "asked": draft.data.get("asked", []),
            "told": [
                each
                for each in draft.data.get("different", [])
                if each not in draft.data.get("asked", [])
            ],
            "fitting": [kept.name for _, kept in drafts.of_same_shape(draft.reading)],
        },
    )


@officer_required
@require_http_methods(PAGES)
def columns(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Second, for each sheet: what its columns become."""
    draft = draft_at(pk)
    mapping = draft.mapping
    if not mapping.layouts:
        return redirect("mapping-sheets", pk)
    if not 1 <= number <= len(mapping.layouts):
        raise Http404("The file has no such sheet to read.")
    layout = mapping.layouts[number - 1]
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        layout=layout,
        guesses=draft.guess(layout).columns,
        kept=draft.data.get("kept", ""),
        new=draft.data.get("new", {}).get(layout.sheet, []),
        dated=draft.data.get("dated", {}).get(layout.sheet, {}),
        rounds=round_states(),
    )
    if request.method == "POST" and form.is_valid():
        mapping.layouts[number - 1] = form.changed_layout()
        draft.keep(mapping)
        last = number == len(mapping.layouts)
        return (
            redirect("mapping-meanings", pk)
            if last
            else redirect("mapping-columns", pk, number + 1)
        )
    return render(
        request,
        "workbooks/mapping/columns.html",
        {
            "record": draft.record,
            "form": form,
            "rows": list(form.rows()),
            "layout": layout,
            "said": draft.about,
            "named": draft.named_otherwise(layout),
            "number": number,
            "of": len(mapping.layouts),
            "restricted": True,
        },
    )


@dataclass
class Made:
    """What is made of the file for one of our sheets: the first rows as they would be."""

    name: str
    count: int
    headings: list[str]
    rows: list[tuple[str, list[str]]]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@officer_required
@require_http_methods(PAGES)
def meanings(request: HttpRequest, pk: int) -> HttpResponse:
    """Third: what marks, words and zeros mean, what is left out, and what becomes of it all."""
    draft = draft_at(pk)
    mapping = draft.mapping
    if not mapping.layouts:
        return redirect("mapping-sheets", pk)
    applied = [draft.applied(layout) for layout in mapping.layouts]
    form = MeaningsForm(
        request.POST if request.method == "POST" else None, mapping=mapping, applied=applied
    )
    if request.method == "POST" and form.is_valid():
        changed = form.changed_mapping()
        if any(layout.commas and draft.applied(layout).points for layout in changed.layouts):
            draft.keep(changed)
            messages.info(request, "Where commas are decimal signs, say what the points are.")
            return redirect("mapping-meanings", pk)
        return check(request, draft, changed)
    return render(
        request,
        "workbooks/mapping/meanings.html",
        {
            "record": draft.record,
            "form": form,
            "becoming": [
                (layout.sheet, what_becomes(draft.grid(layout.sheet), layout, one, FIELDS))
                for layout, one in zip(mapping.layouts, applied, strict=True)
            ],
            "made": made_of(applied),
            "told": [each for one in applied for each in one.told],
            "sheets": len(mapping.layouts),
            "first": f"{draft.most_rows:,}" if draft.reading.is_part else "",
            "restricted": True,
        },
    )


def check(request: HttpRequest, draft: drafts.Draft, mapping: Mapping) -> HttpResponse:
    """Keep the mapping, check the file by it, and show the usual preview."""
    draft.keep(mapping, looked_at=True)
    if mapping.name:
        drafts.keep_by_name(mapping, mapping.name, by=request.user)
        messages.success(request, f"The mapping is kept as {mapping.name}.")
    drafts.check(draft)
    return redirect(draft.record)


def made_of(applied: list[Applied]) -> list[Made]:
    """The first rows of each of our sheets, as they would be read."""
    found = []
    made = rows_made(applied)
    for name, sheet in FIELDS.sheets.items():
        rows = made.get(name)
        if not rows:
            continue
        filled = {attribute for row in rows for attribute in row}
        columns = [column for column in sheet.columns if column.attribute in filled]
        shown = []
        for row in rows[:SHOWN_ROWS]:
            origin = next((str(cell.origin) for cell in row.values() if cell.origin), "")
            cells = [row.get(column.attribute) for column in columns]
            shown.append(
                (
                    origin,
                    [
                        as_guessed(cell, column, name) if cell else ""
                        for cell, column in zip(cells, columns, strict=True)
                    ],
                )
            )
        found.append(Made(name, len(rows), [column.heading for column in columns], shown))
    return found
