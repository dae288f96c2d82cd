"""Delivery plans as officers enter them: a plan's page holds all that the document holds."""

from django.contrib import admin

from accounts.admin import PersonAdmin
from accounts.models import User
from accounts.office import OfficeAdmin, OfficeStacked, OfficeTabular
from indicators.admin import as_code
from periods.admin import (
    RecordAdmin,
    RecordTabular,
    ReviewedEachQuarter,
    ReviewedFilter,
)
from plans.models import (
    Action,
    ActionUpdate,
    Agreement,
    Dependency,
    DependencyUpdate,
    Milestone,
    MilestoneUpdate,
    PlanIndicator,
    PlanPerson,
    Policy,
)
from plans.resources import (
    ActionsTable,
    ActionUpdatesTable,
    AgreementsTable,
    DeliveredTable,
    DependenciesTable,
    DependencyUpdatesTable,
    MilestonesTable,
    MilestoneUpdatesTable,
    PartsTable,
    PlansTable,
    PoliciesTable,
)


@admin.register(Agreement)
class AgreementAdmin(OfficeAdmin):
    """What the partnership agreed, for which years."""

    resource_classes = (AgreementsTable,)
    list_display = ("title", "area", "first_year", "last_year", "is_live")
    list_filter = ("is_live",)
    search_fields = ("title", "area")


class PartInline(OfficeTabular):
    """A person's parts, on the person's page."""

    model = PlanPerson
    autocomplete_fields = ("plan",)
    verbose_name = "part in a plan"
    verbose_name_plural = "parts in plans"


@admin.register(User)
class PersonWithPartsAdmin(PersonAdmin):
    """People, each with a part in the plans."""

    list_display = (*PersonAdmin.list_display, "parts")
    list_filter = (*PersonAdmin.list_filter, ("parts__plan", admin.RelatedOnlyFieldListFilter))
    inlines = (PartInline,)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("parts__plan")

    @admin.display(description="parts in plans")
    def parts(self, obj):
        return ", ".join(f"{each.plan.reference} ({each.part})" for each in obj.parts.all())


class PlanIndicatorInline(OfficeTabular):
    model = PlanIndicator
    autocomplete_fields = ("indicator",)


class PlanPersonInline(OfficeTabular):
    model = PlanPerson
    autocomplete_fields = ("user",)


class PolicyInline(OfficeTabular):
    model = Policy


class DependencyInline(OfficeTabular):
    model = Dependency
    fields = ("priority", "theme_group", "arrangement")


class ActionInline(OfficeStacked):
    model = Action
    classes = ("collapse",)
    autocomplete_fields = ("indicators_fed",)
    fields = (
        ("number", "when"),
        "action",
        "who",
        "success_measure",
        "resource_implications",
        "commentary",
        "indicators_fed",
    )


class PlanAdmin(OfficeAdmin):
    """A delivery plan. `returns.admin` registers it, with its risks and what it owes."""

    resource_classes = (PlansTable,)
    list_display = ("reference", "title", "theme", "agreement", "ended_in")
    list_filter = ("agreement", "theme", ("people__user", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("agreement",)
    search_fields = ("reference", "title", "priority")
    inlines = (
        PlanIndicatorInline,
        PlanPersonInline,
        PolicyInline,
        DependencyInline,
        ActionInline,
    )
    fieldsets = (
        (None, {"fields": ("reference", "title", "agreement")}),
        ("Prepared by", {"fields": ("prepared_by", "post", "service", "dated")}),
        (
            "Where it belongs",
            {
                "fields": (
                    "theme",
                    "priority",
                    "theme_group",
                    "management_group_lead",
                    "cross_cutting_theme",
                    "partners",
                )
            },
        ),
        (
            "Considerations",
            {"fields": ("equality_and_diversity", "performance_arrangements")},
        ),
        (
            "If it is ended",
            {"fields": ("ended_in", "ended_because"), "classes": ("collapse",)},
        ),
    )

    def get_changeform_initial_data(self, request):
        """A new plan is of the live agreement, unless said otherwise."""
        live = Agreement.objects.filter(is_live=True).values_list("pk", flat=True).first()
        return {"agreement": live} | super().get_changeform_initial_data(request)

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, as_code(search_term))

    def view_on_site(self, obj):
        return obj.get_absolute_url()


class OfAPlan:
    """For an admin of something that stands in a plan."""

    autocomplete_fields = ("plan",)
    list_select_related = ("plan",)
    search_fields = ("plan__reference", "plan__title")

    @admin.display(description="plan", ordering="plan__reference")
    def reference(self, obj):
        return obj.plan.reference

    def view_on_site(self, obj):
        return obj.plan.get_absolute_url()


@admin.register(PlanIndicator)
class PlanIndicatorAdmin(OfAPlan, OfficeAdmin):
    """Which plan delivers which indicator."""

    resource_classes = (DeliveredTable,)
    list_display = ("reference", "indicator")
    list_filter = (("plan", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("plan", "indicator")
    autocomplete_fields = ("plan", "indicator")
    search_fields = ("plan__reference", "indicator__code", "indicator__title")


@admin.register(PlanPerson)
class PlanPersonAdmin(OfAPlan, OfficeAdmin):
    """Who has which part in which plan."""

    resource_classes = (PartsTable,)
    list_display = ("user", "reference", "part")
    list_filter = ("part", ("plan", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("plan", "user")
    autocomplete_fields = ("plan", "user")
    search_fields = ("plan__reference", "user__name", "user__email")


@admin.register(Policy)
class PolicyAdmin(OfAPlan, OfficeAdmin):
    """The policies through which plans are delivered."""

    resource_classes = (PoliciesTable,)
    list_display = ("policy", "reference", "responsible_body")
    list_filter = (("plan", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("policy", "responsible_body", "plan__reference")


class DependencyUpdateInline(RecordTabular):
    model = DependencyUpdate
    fields = ("quarter", "status", "commentary", "locked")


@admin.register(Dependency)
class DependencyAdmin(ReviewedEachQuarter, OfAPlan, OfficeAdmin):
    """Another priority on which a plan depends."""

    resource_classes = (DependenciesTable,)
    list_display = ("priority", "reference", "theme_group", "this_quarter")
    list_filter = (ReviewedFilter, ("plan", admin.RelatedOnlyFieldListFilter))
    search_fields = ("priority", "plan__reference", "theme_group")
    list_select_related = ("plan", "indicator")
    fields = ("plan", "priority", "indicator", "theme_group", "arrangement")
    readonly_fields = ("indicator",)
    inlines = (DependencyUpdateInline,)


@admin.register(DependencyUpdate)
class DependencyUpdateAdmin(RecordAdmin):
    """How a dependency stood in a quarter."""

    resource_classes = (DependencyUpdatesTable,)
    list_display = ("dependency", "quarter", "status", "entered_by", "entered_at")
    list_filter = (
        "quarter",
        "status",
        ("dependency__plan", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("dependency__plan", "quarter", "entered_by")
    autocomplete_fields = ("dependency",)
    search_fields = ("dependency__priority", "dependency__plan__reference")
    date_hierarchy = "entered_at"

    def view_on_site(self, obj):
        return obj.dependency.plan.get_absolute_url()


class MilestoneInline(OfficeTabular):
    model = Milestone
    fields = ("number", "words", "first_due")


class ActionUpdateInline(RecordTabular):
    model = ActionUpdate
    fields = ("quarter", "status", "commentary", "locked")


@admin.register(Action)
class ActionAdmin(ReviewedEachQuarter, OfAPlan, OfficeAdmin):
    """Something to be done, with its milestones and how it went quarter by quarter."""

    resource_classes = (ActionsTable,)
    list_display = ("__str__", "what", "when", "this_quarter")
    list_filter = (ReviewedFilter, ("plan", admin.RelatedOnlyFieldListFilter))
    search_fields = ("plan__reference", "action", "who")
    autocomplete_fields = ("plan", "indicators_fed")
    inlines = (MilestoneInline, ActionUpdateInline)
    fieldsets = (
        (None, {"fields": ("plan", "number", "action", "who", "when")}),
        (
            "How it is known to work",
            {"fields": ("success_measure", "indicators_fed")},
        ),
        ("More", {"fields": ("resource_implications", "commentary")}),
    )

    @admin.display(description="action", ordering="action")
    def what(self, obj):
        return obj.action


@admin.register(ActionUpdate)
class ActionUpdateAdmin(RecordAdmin):
    """How an action went in a quarter."""

    resource_classes = (ActionUpdatesTable,)
    list_display = ("action", "quarter", "status", "commentary", "entered_by", "entered_at")
    list_filter = ("quarter", "status", ("action__plan", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("action__plan", "quarter", "entered_by")
    autocomplete_fields = ("action",)
    search_fields = ("action__plan__reference", "action__action", "commentary")
    date_hierarchy = "entered_at"

    def view_on_site(self, obj):
        return obj.action.plan.get_absolute_url()


class MilestoneUpdateInline(RecordTabular):
    model = MilestoneUpdate
    fields = ("quarter", "now_due", "done_on", "reason", "locked")


@admin.register(Milestone)
class MilestoneAdmin(OfficeAdmin):
    """A step of an action, with every date it ever had."""

    resource_classes = (MilestonesTable,)
    list_display = ("__str__", "words", "first_due")
    list_filter = (("action__plan", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("action__plan",)
    autocomplete_fields = ("action",)
    search_fields = ("action__plan__reference", "words")
    date_hierarchy = "first_due"
    inlines = (MilestoneUpdateInline,)

    def view_on_site(self, obj):
        return obj.action.plan.get_absolute_url()


@admin.register(MilestoneUpdate)
class MilestoneUpdateAdmin(RecordAdmin):
    """What became of a milestone in a quarter."""

    resource_classes = (MilestoneUpdatesTable,)
    list_display = ("milestone", "quarter", "now_due", "done_on", "reason")
    list_filter = ("quarter", ("milestone__action__plan", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("milestone__action__plan", "quarter")
    autocomplete_fields = ("milestone",)
    search_fields = ("milestone__words", "milestone__action__plan__reference")

    def view_on_site(self, obj):
        return obj.milestone.action.plan.get_absolute_url()
