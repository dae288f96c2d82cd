"""The risk register as officers enter it."""

from django import forms
from django.contrib import admin

from accounts.office import OfficeAdmin, OfficeStacked
from periods.admin import RecordAdmin, RecordTabular, ReviewedEachQuarter, ReviewedFilter
from plans.admin import OfAPlan
from risks.models import Risk, RiskAssessment
from risks.resources import RiskAssessmentsTable, RisksTable
from risks.scale import DEFAULT_SCALE

SCALES = {"impact": DEFAULT_SCALE.impact, "likelihood": DEFAULT_SCALE.likelihood}


class ScaleBoxes:
    """For an admin of assessments: the scale's words are offered, and "not rated"."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name not in SCALES:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        words = [("", "Not rated"), *((word, word) for word in SCALES[db_field.name])]
        return forms.ChoiceField(choices=words, required=False, label=db_field.verbose_name)


class RiskInline(OfficeStacked):
    """A plan's risks, on the plan's page."""

    model = Risk
    fields = ("number", "risk", "how_managed", "owner")


class RiskAssessmentInline(ScaleBoxes, RecordTabular):
    model = RiskAssessment
    fields = ("quarter", "impact", "likelihood", "state", "commentary", "locked")


@admin.register(Risk)
class RiskAdmin(ReviewedEachQuarter, OfAPlan, OfficeAdmin):
    """Something that could stop a plan from working, with its rating quarter by quarter."""

    resource_classes = (RisksTable,)
    records = "assessments"
    said = "state"
    list_display = ("__str__", "what", "owner", "this_quarter")
    list_filter = (ReviewedFilter, ("plan", admin.RelatedOnlyFieldListFilter))
    search_fields = ("plan__reference", "risk", "owner")
    fields = ("plan", "number", "risk", "how_managed", "owner")
    inlines = (RiskAssessmentInline,)

    @admin.display(description="risk", ordering="risk")
    def what(self, obj):
        return obj.risk


@admin.register(RiskAssessment)
class RiskAssessmentAdmin(ScaleBoxes, RecordAdmin):
    """How a risk was rated in a quarter."""

    resource_classes = (RiskAssessmentsTable,)
    list_display = ("risk", "quarter", "impact", "likelihood", "state", "entered_by")
    list_filter = (
        "quarter",
        "state",
        "impact",
        "likelihood",
        ("risk__plan", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("risk__plan", "quarter", "entered_by")
    autocomplete_fields = ("risk",)
    search_fields = ("risk__plan__reference", "risk__risk", "commentary")
    date_hierarchy = "entered_at"

    def view_on_site(self, obj):
        return obj.risk.plan.get_absolute_url()
