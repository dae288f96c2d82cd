"""Quarters as the admin shows them, and what every admin of quarterly records shares."""

from django.contrib import admin
from django.db.models import CharField, Exists, OuterRef, Subquery, Value

from accounts.office import OfficeAdmin, OfficeStacked, OfficeTabular
from periods.models import Quarter, round_states
from periods.resources import QuartersTable
from periods.rounds import RoundState

NO_OPEN_QUARTER = "No quarter is open"
NOT_ASKED = "Not asked about"


def rounds_of(request) -> dict[str, str]:
    """Each round's state by its label; read once a request."""
    if not hasattr(request, "rounds"):
        request.rounds = round_states()
    return request.rounds


def open_quarter_of(request) -> str:
    """The open quarter's label, or ""."""
    rounds = rounds_of(request)
    return next((label for label, state in rounds.items() if state == RoundState.OPEN), "")


class Locked:
    """For an admin whose rows are locked with a quarter, or once one was judged by them."""

    def why_locked(self, request, obj) -> str:
        return obj.why_locked(rounds_of(request))


class LockedRows:
    """For an inline whose rows are locked with a quarter, or once one was judged by them."""

    readonly_fields = ("locked",)

    def get_formset(self, request, obj=None, **kwargs):
        self.rounds = rounds_of(request)  # an inline is made anew for each request
        return super().get_formset(request, obj, **kwargs)

    def why_locked(self, obj) -> str:
        return obj.why_locked(self.rounds)

    @admin.display(description="locked")
    def locked(self, obj):
        return "Yes" if obj and obj.pk and self.why_locked(obj) else "No"


class IntoTheOpenQuarter:
    """For an admin where what is added goes into the open quarter, unless said otherwise."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.related_model is not Quarter:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        kwargs |= {
            "queryset": Quarter.objects.order_by("-label"),
            "initial": open_quarter_of(request),
        }
        # Without Django's buttons around it: quarters are looked after on a page of their own.
        return self.formfield_for_foreignkey(db_field, request, **kwargs)


class RecordAdmin(Locked, IntoTheOpenQuarter, OfficeAdmin):
    """Something reported in a quarter: shown, not offered, once the quarter is published."""

    readonly_fields = ("entered_by", "entered_at")


class RecordTabular(LockedRows, IntoTheOpenQuarter, OfficeTabular):
    """What was reported quarter by quarter, on the page of what it is about."""


class RecordStacked(LockedRows, IntoTheOpenQuarter, OfficeStacked):
    """What was reported quarter by quarter, with long texts."""


class ReviewedFilter(admin.SimpleListFilter):
    """What the open quarter has heard of, and what not yet."""

    title = "this quarter"
    parameter_name = "this_quarter"

    def lookups(self, request, model_admin):
        return [("missing", "Not reviewed yet"), ("in", "Reviewed")]

    def queryset(self, request, queryset):
        quarter = open_quarter_of(request)
        if not self.value():
            return queryset
        if not quarter:
            return queryset.none()
        rows = queryset.model.objects
        missing = rows.not_reviewed_in(quarter).values("pk")
        if self.value() == "missing":
            return queryset.filter(pk__in=missing)
        return queryset.filter(pk__in=rows.owed_in(quarter).values("pk")).exclude(pk__in=missing)


class ReviewedEachQuarter:
    """For an admin of what every quarter asks about: its list says what this one has heard.

    `said` is the word of the record that tells it; `records` is the way to the records.
    """

    records = "updates"
    said = "status"

    def get_queryset(self, request):
        rows, quarter = super().get_queryset(request), open_quarter_of(request)
        if not quarter:
            return rows.annotate(
                is_missing=Value(False), heard=Value(None, output_field=CharField())
            )
        this_one = self.model.objects.filter(pk=OuterRef("pk"))
        missing = self.model.objects.not_reviewed_in(quarter).filter(pk=OuterRef("pk"))
        heard = this_one.filter(**{f"{self.records}__quarter": quarter}).order_by()
        return rows.annotate(
            is_missing=Exists(missing),
            heard=Subquery(heard.values(f"{self.records}__{self.said}")[:1]),
        )

    @admin.display(description="this quarter", ordering="is_missing")
    def this_quarter(self, obj):
        if obj.heard is not None:
            return obj.heard[:1].upper() + obj.heard[1:] or "Reviewed"
        return "Not reviewed yet" if obj.is_missing else NOT_ASKED


@admin.register(Quarter)
class QuarterAdmin(Locked, OfficeAdmin):
    """The rounds. They are opened, closed and published on the page Quarters, not here."""

    resource_classes = (QuartersTable,)
    list_display = ("label", "state", "opens", "due")
    list_filter = ("state",)
    search_fields = ("label",)
    search_help_text = "Such as 2009/10"
    ordering = ("-label",)
    fields = ("label", "state", "opens", "due")

    def get_readonly_fields(self, request, obj=None):
        return ("label", "state") if obj else ("state",)

    def view_on_site(self, obj):
        return "" if obj.state == RoundState.NOT_OPENED else f"/reports/{obj.slug}/"
