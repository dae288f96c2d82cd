"""What every page of the admin shares: the performance officers' data-entry room.

A locked row is shown, not offered; a rule's sentence stands at its field; what only the database
noticed comes back as a sentence with everything typed still there.
"""

from collections import defaultdict
from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin, ShowFacets, StackedInline, TabularInline
from django.contrib.admin.utils import NestedObjects, unquote
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AdminTextInputWidget,
    AutocompleteSelect,
)
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import router, transaction
from django.db.models import (
    BLANK_CHOICE_DASH,
    BigIntegerField,
    CheckConstraint,
    F,
    IntegerField,
    Model,
    TextField,
    UniqueConstraint,
)
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpResponseRedirect
from simple_history.admin import SimpleHistoryAdmin

from accounts.order import CountedList, in_order
from accounts.refusals import REFUSALS, sentence_of
from accounts.tables.listed import listed
from accounts.tables.pages import TablePages, TakePages

SECRETS = {"password", "digest"}
SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")


def at_its_field(problem: ValidationError, model: type[Model], fields: Iterable[str]):
    """The problem with each constraint's sentence moved to the field it is best told at.

    Django tells a constraint over several columns above the form; it belongs where the person
    can mend it. What is told of a field that the form does not have stands above it.
    """
    if not hasattr(problem, "error_dict"):
        return problem
    told: dict[str, list[ValidationError]] = defaultdict(list)
    for field, errors in problem.error_dict.items():
        for error in errors:
            told[field if field in fields else field_of(error, model, fields)].append(error)
    return ValidationError(told)


def field_of(error: ValidationError, model: type[Model], fields: Iterable[str]) -> str:
    """Where in the form a sentence of a constraint belongs; above it where nowhere."""
    for constraint in model._meta.constraints:
        if str(constraint.get_violation_error_message()) == str(error.message):
            named = [each for each in columns_of(constraint) if each in set(fields)]
            return named[-1] if named else NON_FIELD_ERRORS
    return NON_FIELD_ERRORS


def columns_of(constraint) -> list[str]:
    """The fields a constraint is about, the one to change last; none where it is many."""
    if isinstance(constraint, UniqueConstraint):
        parts = (part for each in constraint.expressions for part in each.flatten())
        return [*constraint.fields, *(part.name for part in parts if isinstance(part, F))]
    if isinstance(constraint, CheckConstraint):
        named = list(constraint.condition.referenced_base_fields)
        return named if len(named) == 1 else []
    return []


class LinesField(forms.CharField):
    """Words of several lines, broken in one way whatever the browser sends."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


# Boxes of three lines grow with what is in them where the browser lets them. A browser's own box
# for numbers sends nothing where it cannot read what was typed.
WHOLE_NUMBER = {"widget": AdminTextInputWidget(attrs={"inputmode": "numeric", "size": 10})}
BOXES = {
    TextField: {"form_class": LinesField, "widget": AdminTextareaWidget(attrs={"rows": 3})},
    IntegerField: WHOLE_NUMBER,
    BigIntegerField: WHOLE_NUMBER,
}


class OneOfMany(AutocompleteSelect):
    """A box that asks for what is typed into it. It begins with a choice of nothing, in words, as
    HTML wants of every box that has to be filled.
    """

    def optgroups(self, name, value, attr=None):
        ((group, options, place),) = super().optgroups(name, value, attr)
        chosen = [each for each in options if each["value"] != ""]
        nothing = self.create_option(name, "", BLANK_CHOICE_DASH[0][1], False, 0)
        return [(group, [nothing, *chosen], place)]


class ChosenByTyping:
    """For an admin with `autocomplete_fields`."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", OneOfMany(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


NO_WORDS_OF_ITS_OWN = forms.Field.default_error_messages["required"]


class OfficeForm(forms.ModelForm):
    """A form that tells each rule at its field.

    `refused` is what the database said when this same form was saved a moment ago.
    """

    refused = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.error_messages.get("required") == NO_WORDS_OF_ITS_OWN:
                what = field.label or name.replace("_", " ")
                how = "choose one" if hasattr(field, "choices") else "write it"
                field.error_messages["required"] = f"{what[:1].upper()}{what[1:]} is blank: {how}."

    def clean(self):
        cleaned = super().clean()
        if self.refused:
            self.add_error(None, self.refused)
        return cleaned

    def _update_errors(self, errors):
        super()._update_errors(at_its_field(errors, self._meta.model, self.fields))


class OfficeInlineForm(OfficeForm):
    """A row on its parent's page. What nobody touched is not judged again: it may be locked."""

    def _post_clean(self):
        if self.instance._state.adding or self.has_changed():
            super()._post_clean()


class OfficeFormSet(BaseInlineFormSet):
    """Rows on their parent's page; locked ones cannot be typed into."""

    inline: "OfficeInline"

    def add_fields(self, form, index):
        super().add_fields(form, index)
        own = {self._pk_field.name, self.fk.name}
        locked = form.instance.pk and self.inline.why_locked(form.instance)
        for name in form.fields.keys() - own:
            form.fields[name].disabled = bool(locked)
            if self.inline.labels_are_headings:
                widget = form.fields[name].widget
                row = "" if index is None else f", row {index + 1}"
                # What chooses among other rows wraps the box that is seen.
                getattr(widget, "widget", widget).attrs["aria-label"] = (
                    f"{form.fields[name].label}{row}"
                )


class OfficeInline(ChosenByTyping):
    """Rows on their parent's page: none offered blank, each with a link to its own page."""

    form = OfficeInlineForm
    formset = OfficeFormSet
    formfield_overrides = BOXES
    extra = 0
    show_change_link = True
    labels_are_headings = False

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.inline = self
        return formset

    def why_locked(self, obj) -> str:
        """Why this row cannot be changed, as a sentence; "" where it can."""
        return ""


class OfficeTabular(OfficeInline, TabularInline):
    """Short rows. A box's label is its column's heading, so each box names itself too."""

    labels_are_headings = True


class OfficeStacked(OfficeInline, StackedInline):
    """Rows with long texts."""


class ListAdmin(ChosenByTyping, ModelAdmin):
    """A noun's list: no longer than a screen or two, and never a query for each row."""

    list_per_page = 50
    show_full_result_count = False
    # A count beside every filter costs a query each, and some lists cannot be counted so.
    show_facets = ShowFacets.NEVER

    def lookup_allowed(self, lookup, value, request):
        """Nobody finds out a secret by asking for the rows in which it begins with some sign."""
        return SECRETS.isdisjoint(lookup.split("__")) and super().lookup_allowed(
            lookup, value, request
        )

    def get_changelist(self, request, **kwargs):
        return CountedList

    def get_ordering(self, request):
        """As people count; so are filters and choices of this noun."""
        return [*in_order(self.model, self.ordering or self.model._meta.ordering)]

    def get_queryset(self, request):
        """With what every row's name needs, for the list and for whoever chooses from it."""
        rows = super().get_queryset(request)
        named = self.list_select_related
        return rows.select_related(*named) if isinstance(named, tuple | list) else rows


class OfficeAdmin(TablePages, ListAdmin, SimpleHistoryAdmin):
    """A noun's pages in the admin. `resource_classes` names its table."""

    form = OfficeForm
    formfield_overrides = BOXES
    object_history_list_template = "admin/history_list.html"

    def why_locked(self, request, obj) -> str:
        """Why this row cannot be changed, as a sentence; "" where it can."""
        return ""

    def before_save(self, request, obj) -> None:
        """Who did it, where the row keeps that."""
        if hasattr(obj, "entered_by"):
            obj.entered_by = request.user

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refused = getattr(request, "refused", "")
        return form

    def has_change_permission(self, request, obj=None):
        if obj is not None and request.method in SAFE_METHODS and self.why_locked(request, obj):
            return False
        return super().has_change_permission(request, obj)

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj and (sentence := self.why_locked(request, obj)):
            context |= {"why_locked": sentence, "show_delete": False}
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        self.before_save(request, obj)
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            row.delete()
        for row in rows:
            self.before_save(request, row)
            row.save()
        formset.save_m2m()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except REFUSALS as refusal:
            # The form once more, with what was typed and what the database said.
            request.refused = sentence_of(refusal)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def key_of(self, object_id: str) -> str:
        """The key in an address. Raises Http404 where nothing can have it."""
        return self._checked(self.opts.pk, unquote(object_id))

    def _checked(self, field, key: str) -> str:
        try:
            field.to_python(key)
        except ValidationError:
            raise Http404 from None
        return key

    def history_view(self, request, object_id, extra_context=None):
        return super().history_view(request, self.key_of(object_id), extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        key = self.key_of(object_id)
        self._checked(self.model.history.model._meta.pk, version_id)
        try:
            with transaction.atomic():
                return super().history_form_view(request, key, version_id, extra_context)
        except REFUSALS as refusal:
            messages.error(request, sentence_of(refusal))
            return HttpResponseRedirect(request.path)

    def get_deleted_objects(self, objs, request):
        """Django's answer, where what may not go is told by its sentences."""
        gone, counts, _, protected = super().get_deleted_objects(objs, request)
        return gone, counts, set(), [*reasons_to_keep(objs), *protected]

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except REFUSALS as refusal:
            messages.error(request, sentence_of(refusal))
            return HttpResponseRedirect(request.path)

    def response_action(self, request, queryset):
        try:
            with transaction.atomic():
                return super().response_action(request, queryset)
        except REFUSALS as refusal:
            messages.error(request, sentence_of(refusal))
            return HttpResponseRedirect(request.get_full_path())


def reasons_to_keep(objs) -> list[str]:
    """Why these rows, or those that would go with them, cannot be deleted: sentences."""
    if not objs:
        return []
    collector = NestedObjects(using=router.db_for_write(type(objs[0])))
    collector.collect(objs)
    reasons: list[str] = []
    for model, rows in collector.model_objs.items():
        if hasattr(model, "reasons_to_keep"):
            reasons += model.reasons_to_keep(rows)
    return list(dict.fromkeys(reasons))


class ViewOnlyAdmin(TakePages, ListAdmin):
    """What came about elsewhere and is only looked at here, or taken."""

    def get_export_resource_classes(self, request):
        return [listed(self.model)]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
