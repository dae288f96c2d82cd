"""Returns, the steps of the quarter, and what each plan still owes."""

from django.contrib import admin

from accounts.office import OfficeAdmin, ViewOnlyAdmin
from accounts.order import CountedList
from periods.admin import (
    NO_OPEN_QUARTER,
    NOT_ASKED,
    IntoTheOpenQuarter,
    open_quarter_of,
    rounds_of,
)
from periods.rounds import lock_among
from periods.today import today
from plans.admin import PlanAdmin
from plans.models import DeliveryPlan
from returns.missing import Missing, missing_by_plan
from returns.models import (
    CalendarLink,
    Draft,
    Flag,
    Nudge,
    Reminder,
    Return,
    ReturnEvent,
    RoundEvent,
)
from returns.resources import ReturnsTable
from risks.admin import RiskInline


def missing_of(request) -> dict[int, Missing]:
    """What the open quarter misses of each plan, by its id; read once a request."""
    if not hasattr(request, "missing_by_plan"):
        quarter = open_quarter_of(request)
        request.missing_by_plan = missing_by_plan(quarter) if quarter else {}
    return request.missing_by_plan


class MissingFilter(admin.SimpleListFilter):
    """Plans of which the open quarter has not heard everything."""

    title = "this quarter"
    parameter_name = "this_quarter"

    def lookups(self, request, model_admin):
        return [("missing", "Something missing"), ("in", "Nothing missing")]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        found = missing_of(request)
        wanted = self.value() == "missing"
        return queryset.filter(
            pk__in=[pk for pk, missing in found.items() if bool(missing) == wanted]
        )


class PlanList(CountedList):
    """The list, in which each plan knows what this quarter still misses of it."""

    def get_results(self, request):
        super().get_results(request)
        for plan in self.result_list:
            plan.missing = missing_of(request).get(plan.pk)
            plan.asked_in = open_quarter_of(request)


@admin.register(DeliveryPlan)
class PlanWithReturnAdmin(PlanAdmin):
    """A delivery plan with its risks, and what it owes this quarter."""

    list_display = ("reference", "title", "theme", "this_quarter", "agreement")
    list_filter = (MissingFilter, *PlanAdmin.list_filter)
    inlines = (*PlanAdmin.inlines, RiskInline)

    def get_changelist(self, request, **kwargs):
        return PlanList

    @admin.display(description="missing this quarter")
    def this_quarter(self, obj):
        if not obj.asked_in:
            return NO_OPEN_QUARTER
        return NOT_ASKED if obj.missing is None else str(obj.missing)


class StepInline(admin.TabularInline):
    """What happened to a return, in order."""

    model = ReturnEvent
    extra = 0
    can_delete = False
    fields = readonly_fields = ("at", "step", "by", "reason")

    def has_add_permission(self, request, obj):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Return)
class ReturnAdmin(IntoTheOpenQuarter, OfficeAdmin):
    """A plan's return: its summary is entered here; its steps are taken in the return."""

    resource_classes = (ReturnsTable,)
    list_display = ("plan", "quarter", "state", "summary")
    list_filter = ("quarter", ("plan", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("plan", "quarter")
    autocomplete_fields = ("plan",)
    search_fields = ("plan__reference", "plan__title", "summary")
    fields = ("plan", "quarter", "state", "summary")
    inlines = (StepInline,)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("events")

    def get_readonly_fields(self, request, obj=None):
        return ("plan", "quarter", "state") if obj else ("state",)

    def why_locked(self, request, obj) -> str:
        return lock_among(rounds_of(request), obj.quarter_id, on=today())

    @admin.display(description="state")
    def state(self, obj):
        return str(obj.state).capitalize() if obj.pk else "Not started"


@admin.register(ReturnEvent)
class ReturnEventAdmin(ViewOnlyAdmin):
    """Every step of every return."""

    list_display = ("owner", "step", "by", "at", "reason")
    list_filter = ("step", "owner__quarter", ("owner__plan", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("owner__plan", "owner__quarter", "by")
    search_fields = ("owner__plan__reference", "reason")
    date_hierarchy = "at"


@admin.register(RoundEvent)
class RoundEventAdmin(ViewOnlyAdmin):
    """When each quarter was opened, closed, published or withdrawn."""

    list_display = ("quarter", "what", "by", "at", "reason")
    list_filter = ("what", "quarter")
    list_select_related = ("quarter", "by")
    date_hierarchy = "at"


@admin.register(Draft)
class DraftAdmin(ViewOnlyAdmin):
    """What is typed into returns and not handed in yet."""

    list_display = ("owner", "about", "by", "at")
    list_filter = ("owner__quarter", ("owner__plan", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("owner__plan", "owner__quarter", "by")
    search_fields = ("owner__plan__reference", "about")
    date_hierarchy = "at"


@admin.register(Flag)
class FlagAdmin(ViewOnlyAdmin):
    """What is to be followed up, and what was."""

    list_display = ("owner", "title", "note", "by", "at", "settled_by", "settled_at")
    list_filter = ("owner__quarter", ("owner__plan", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("owner__plan", "owner__quarter", "by", "settled_by")
    search_fields = ("owner__plan__reference", "title", "note")
    date_hierarchy = "at"


class MailingAdmin(ViewOnlyAdmin):
    """What was sent; without a time of sending, it is being sent just now."""

    list_select_related = ("person", "quarter")
    search_fields = ("person__name", "person__email")
    date_hierarchy = "sent_at"


@admin.register(Reminder)
class ReminderAdmin(MailingAdmin):
    """Every reminder that the timer sent."""

    list_display = ("person", "quarter", "kind", "day", "sent_at")
    list_filter = ("kind", "quarter")


@admin.register(Nudge)
class NudgeAdmin(MailingAdmin):
    """Every reminder that an officer sent by hand."""

    list_display = ("person", "plan", "quarter", "by", "sent_at")
    list_filter = ("quarter", ("plan", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("person", "quarter", "plan", "by")


@admin.register(CalendarLink)
class CalendarLinkAdmin(ViewOnlyAdmin):
    """Whose calendar has a link, since when, and until when it worked."""

    list_display = ("person", "made_at", "stopped_at")
    list_select_related = ("person",)
    search_fields = ("person__name", "person__email")
    date_hierarchy = "made_at"
