"""The pages on which a table is brought and taken, beside its list in the admin."""

from functools import partial

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from import_export.admin import ExportMixin, ImportExportMixin
from import_export.tmp_storages import CacheStorage

from accounts.tables.files import KINDS, Unreadable
from accounts.tables.forms import BringForm, TakeForm
from accounts.tables.results import TableResult
from sheets.problems import as_sentence

MOST_SHOWN = 200


class TakePages(ExportMixin):
    """A table that can be taken as a file."""

    export_form_class = TakeForm

    def get_export_formats(self):
        return list(KINDS)

    def export_action(self, request):
        """An address that filters by what the table has not got leads to all of it."""
        try:
            return super().export_action(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(request.path)

    def init_request_context_data(self, request, form):
        context = super().init_request_context_data(request, form)
        return context | {"title": f"Export {self.opts.verbose_name_plural}"}

    def get_export_filename(self, request, queryset, file_format):
        name = self.get_export_resource_classes(request)[0].get_display_name()
        return f"{name}, {timezone.localdate().isoformat()}.{file_format.get_extension()}"


class TablePages(TakePages, ImportExportMixin):
    """A table that can be brought as a file too: checked, looked at, then saved whole."""

    import_form_class = BringForm
    # In the cache, for the next request may be another worker's; it goes by itself.
    tmp_storage_class = CacheStorage

    def get_import_formats(self):
        sheet = self.resource_classes[0].get_display_name()
        return [partial(each, self.admin_site.read_table, sheet) for each in KINDS]

    def get_import_data_kwargs(self, **kwargs):
        kwargs = super().get_import_data_kwargs(**kwargs)
        return kwargs | {"rollback_on_validation_errors": True}

    def import_action(self, request, **kwargs):
        response = super().import_action(request, **kwargs)
        if isinstance(response, TemplateResponse):
            response.context_data |= told(response.context_data.get("result"))
            response.context_data["title"] = f"Import {self.opts.verbose_name_plural}"
        return response

    def process_import(self, request, **kwargs):
        try:
            return super().process_import(request, **kwargs)
        except Unreadable as problem:
            messages.error(request, as_sentence(str(problem)))
            return HttpResponseRedirect(self._address("import"))

    def process_dataset(self, dataset, form, request, **kwargs):
        """Save the rows, and keep the file among the imports: both or neither."""
        with transaction.atomic():
            result = super().process_dataset(dataset, form, request, **kwargs)
            if not result.failed and result.changes():
                name = form.cleaned_data["original_file_name"]
                self.admin_site.keep_table(name, dataset.content, result, by=request.user)
        return result

    def process_result(self, result, request):
        """Say what was saved; where the data moved since the preview, what is wrong now."""
        if not result.failed:
            return super().process_result(result, request)
        context = self.admin_site.each_context(request) | {
            "title": "Nothing was saved",
            "opts": self.opts,
            "form": self.create_import_form(request),
            "result": result,
        }
        return TemplateResponse(request, self.import_template_name, context | told(result))

    def add_success_message(self, result, request):
        totals = result.totals
        messages.success(
            request,
            f"Saved: {totals['new']} new, {totals['update']} changed, {totals['skip']} unchanged.",
        )

    def add_data_read_fail_error_to_form(self, form, e):
        form.add_error("import_file", as_sentence(str(e)))

    def _address(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")


def told(result: TableResult | None) -> dict:
    """What the page says of a file: its problems, else what it would change."""
    if result is None:
        return {}
    changes = result.changes()
    return {
        "problems": result.problems(),
        "doubts": result.doubts(),
        "notes": result.notes,
        "changes": changes[:MOST_SHOWN],
        "more_changes": max(0, len(changes) - MOST_SHOWN),
        "totals": result.totals,
        "headings": result.diff_headers,
    }
