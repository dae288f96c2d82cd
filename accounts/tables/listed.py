"""A table that can only be taken: every column as people read it."""

from datetime import date, datetime

from django.db.models import BinaryField, JSONField
from django.utils.timezone import localtime
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import Widget

from sheets.cells import escape
from sheets.columns import Layout

# What no cell can hold.
NOT_IN_CELLS = (BinaryField, JSONField)


class AsRead(Widget):
    """Dates and numbers as they are, all else in words that no spreadsheet would run."""

    def render(self, value, obj=None, **kwargs):
        if isinstance(value, datetime):
            return localtime(value).strftime("%Y-%m-%d %H:%M")
        if value is None or isinstance(value, bool | int | date):
            return value
        return escape(str(value))


class ListedResource(ModelResource):
    """Every column of a table that cells can hold, without a way back."""

    class Meta:
        fields = ()

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        for column in self._meta.model._meta.concrete_fields:
            if not isinstance(column, NOT_IN_CELLS):
                heading = column.verbose_name[:1].upper() + column.verbose_name[1:]
                self.fields[column.name] = Field(column.name, heading, AsRead())

    @classmethod
    def get_display_name(cls):
        name = str(cls._meta.model._meta.verbose_name_plural)
        return name[:1].upper() + name[1:]

    def after_export(self, queryset, dataset, **kwargs):
        dataset.title = self.get_display_name()[:31]  # as long as a sheet's name may be
        dataset.layouts = [Layout.WORDS] * len(dataset.headers)


def listed(model) -> type[ListedResource]:
    """The resource of a table that can only be taken."""
    meta = type("Meta", (ListedResource.Meta,), {"model": model})
    return type(f"{model.__name__}Listed", (ListedResource,), {"Meta": meta})
