"""What was imported, to be looked at."""

from django.contrib import admin

from accounts.office import ViewOnlyAdmin
from workbooks.models import ChangedRows, ExportedSheet, Import, KeptMapping


@admin.register(Import)
class ImportAdmin(ViewOnlyAdmin):
    """Every file that somebody brought. Files are brought, and taken back, at Imports."""

    list_display = ("name", "by", "at", "state", "reason")
    list_filter = ("state", "kind")
    list_select_related = ("by",)
    search_fields = ("name", "checksum", "reason")
    date_hierarchy = "at"
    fields = ("name", "kind", "by", "at", "state", "reason", "checksum")

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .defer("content", "first_rows", "interpretation", "preview")
        )


@admin.register(ChangedRows)
class ChangedRowsAdmin(ViewOnlyAdmin):
    """What files would change, or changed, page by page. It is better read at Imports."""

    list_display = ("record", "sheet", "number", "is_base")
    list_filter = ("is_base", "sheet")
    list_select_related = ("record",)
    search_fields = ("record__name",)
    fields = ("record", "sheet", "number", "is_base")

    def get_queryset(self, request):
        heavy = ("rows", "record__content", "record__interpretation", "record__preview")
        return super().get_queryset(request).defer(*heavy)


@admin.register(ExportedSheet)
class ExportedSheetAdmin(ViewOnlyAdmin):
    """What exports held, for as long as files made from them may come back."""

    list_display = ("sheet", "version", "at")
    list_filter = ("sheet",)
    search_fields = ("version",)
    date_hierarchy = "at"
    fields = ("sheet", "version", "at")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("rows")


@admin.register(KeptMapping)
class KeptMappingAdmin(ViewOnlyAdmin):
    """How lists with a layout of their own are read. They are kept, and changed, at Imports."""

    list_display = ("name", "by", "at")
    list_select_related = ("by",)
    search_fields = ("name",)
    fields = ("name", "by", "at")
