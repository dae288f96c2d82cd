"""Indicators, their versions and their figures, as officers enter them."""

from django import forms
from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from accounts.office import OfficeAdmin, OfficeForm, OfficeStacked, OfficeTabular
from accounts.order import CountedList
from indicators.codes import NotACode, read_code
from indicators.forms import CountField, ValueField
from indicators.models import (
    Actual,
    Baseline,
    Comparator,
    ComparatorValue,
    Indicator,
    IndicatorRule,
    Target,
)
from indicators.owing import FigureOwed, figures_owed
from indicators.resources import (
    BaselinesTable,
    ComparatorFiguresTable,
    ComparatorsTable,
    FiguresTable,
    IndicatorsTable,
    RulesTable,
    TargetsTable,
)
from indicators.values import Unit, places, write_number, write_value
from indicators.versions import TargetState
from periods.admin import (
    NO_OPEN_QUARTER,
    NOT_ASKED,
    Locked,
    LockedRows,
    RecordAdmin,
    open_quarter_of,
)
from sheets.problems import as_sentence


class FigureBoxes:
    """For an admin with figures: their boxes read what people write."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.DecimalField):
            kwargs["form_class"] = ValueField
        elif isinstance(db_field, models.PositiveBigIntegerField):
            kwargs["form_class"] = CountField
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class LockedFigures(FigureBoxes, Locked):
    """For an admin of figures that may be locked: shown with no more digits than they have."""

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (
                name,
                options
                | {"fields": [as_shown(each) for each in options["fields"] if each != "sure"]},
            )
            for name, options in fieldsets
        ]

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "value_shown", "tolerance_shown")

    @admin.display(description="value")
    def value_shown(self, obj):
        return "" if obj.value is None else write_number(obj.value)

    @admin.display(description="tolerance")
    def tolerance_shown(self, obj):
        return f"{write_number(obj.tolerance)} {obj.tolerance_kind}"


def as_shown(field):
    """The field, or several in a line, with figures in their shown form."""
    if isinstance(field, tuple):
        return tuple(as_shown(each) for each in field if each != "tolerance_kind")
    return f"{field}_shown" if field in ("value", "tolerance") else field


class VersionRows(FigureBoxes, LockedRows):
    """For an inline of versions. A new one begins at the open quarter, unless said otherwise."""

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.base_fields["from_quarter"].initial = open_quarter_of(request)
        return formset


class RuleInline(VersionRows, OfficeStacked):
    model = IndicatorRule
    fields = (
        ("from_quarter", "locked"),
        ("good_is", "decimals"),
        ("tolerance", "tolerance_kind"),
        "definition",
        ("comparable_with_before", "why_not_comparable"),
        "reason",
    )


class BaselineInline(VersionRows, OfficeStacked):
    model = Baseline
    fields = (
        ("period", "from_quarter", "locked"),
        ("numerator", "denominator", "value"),
        ("state", "designation"),
        "already_public",
        ("agreed_by", "approval_reference"),
        "reason",
    )


class TargetInline(VersionRows, OfficeStacked):
    model = Target
    fields = (
        ("period", "from_quarter", "locked"),
        ("value", "state", "designation"),
        ("agreed_by", "approval_reference"),
        "reason",
    )


class ComparatorInline(OfficeTabular):
    model = Comparator
    verbose_name_plural = "comparators (their figures are on their own pages)"


class FigureFilter(admin.SimpleListFilter):
    """What the open quarter is asked for, and what is in."""

    title = "this quarter"
    parameter_name = "this_quarter"

    def lookups(self, request, model_admin):
        return [("missing", "Figure not in yet"), ("in", "Figure in"), ("nothing", NOT_ASKED)]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        asked = owed_of(request)
        missing = {pk for pk, owed in asked.items() if not all(each.is_in for each in owed)}
        found = {pk for pk, figures in asked.items() if figures} - missing
        if self.value() == "nothing":
            return queryset.exclude(pk__in=missing | found)
        return queryset.filter(pk__in=missing if self.value() == "missing" else found)


def owed_of(request) -> dict[int, list[FigureOwed]]:
    """What the open quarter asks of each indicator, by its id; read once a request."""
    if not hasattr(request, "figures_owed"):
        quarter = open_quarter_of(request)
        asked = figures_owed(quarter) if quarter else {}
        request.figures_owed = {indicator.pk: owed for indicator, owed in asked.items()}
    return request.figures_owed


class IndicatorList(CountedList):
    """The list, in which each indicator knows what this quarter asks of it."""

    def get_results(self, request):
        super().get_results(request)
        for indicator in self.result_list:
            indicator.owed = owed_of(request).get(indicator.pk, [])
            indicator.asked_in = open_quarter_of(request)


@admin.register(Indicator)
class IndicatorAdmin(OfficeAdmin):
    """The national and local measures, with what they are judged by."""

    resource_classes = (IndicatorsTable,)
    list_display = ("code", "title", "unit", "frequency", "this_quarter")
    list_filter = (
        FigureFilter,
        ("plans", admin.RelatedOnlyFieldListFilter),
        "frequency",
        "year_type",
        "unit",
    )
    search_fields = ("code", "title")
    search_help_text = "A code, however it is written, or words of the title"
    autocomplete_fields = ("part_of",)
    readonly_fields = ("figures",)
    inlines = (RuleInline, BaselineInline, TargetInline, ComparatorInline)
    fieldsets = (
        (None, {"fields": ("code", "title", "purpose", "lead", "figures")}),
        (
            "What is counted",
            {
                "fields": (
                    ("unit", "per"),
                    "numerator_words",
                    "denominator_words",
                    "counted_as",
                )
            },
        ),
        (
            "When its figures come",
            {
                "fields": (
                    ("frequency", "year_type", "accumulation"),
                    ("q1_expects", "q2_expects", "q3_expects", "q4_expects"),
                ),
                "description": "Blank quarters are as usual: quarterly ones expect a final "
                "figure each quarter; annual ones a final figure in Q4; those of academic years "
                "a provisional one in Q2 and the final one in Q3.",
            },
        ),
        (
            "How it hangs together with others",
            {
                "fields": ("cohort", "part_of", "broken_down_by"),
                "description": "Needed so that nobody can work out a small number from others.",
            },
        ),
    )

    def get_inlines(self, request, obj):
        """Versions need the indicator that they are of: they come once it is kept."""
        return self.inlines if obj else ()

    def response_add(self, request, obj, post_url_continue=None):
        """On to its own page, where its rule, baseline and targets are entered."""
        if "_popup" not in request.POST and "_addanother" not in request.POST:
            request.POST = request.POST | {"_continue": "on"}
        return super().response_add(request, obj, post_url_continue)

    def get_changelist(self, request, **kwargs):
        return IndicatorList

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, as_code(search_term))

    @admin.display(description="this quarter")
    def this_quarter(self, obj):
        if not obj.asked_in:
            return NO_OPEN_QUARTER
        return (
            "; ".join(f"{'In' if each.is_in else 'Not in yet'}: {each}" for each in obj.owed)
            or NOT_ASKED
        )

    @admin.display(description="figures")
    def figures(self, obj):
        if not obj.pk:
            return "Enter its figures once the indicator is kept."
        query = urlencode({"indicator__id__exact": obj.pk})
        return format_html(
            '<a href="{}?{}">{} figures</a> · <a href="{}?indicator={}">Enter a figure</a>',
            reverse("admin:indicators_actual_changelist"),
            query,
            obj.actuals.count(),
            reverse("admin:indicators_actual_add"),
            obj.pk,
        )

    def view_on_site(self, obj):
        return obj.get_absolute_url()


def as_code(term: str) -> str:
    """The code that somebody looks for, in its one form; other words as they are."""
    try:
        return read_code(term)
    except NotACode:
        return term


class OfAnIndicator:
    """For an admin of something that an indicator has."""

    autocomplete_fields = ("indicator",)
    list_select_related = ("indicator",)
    search_fields = ("indicator__code", "indicator__title")
    search_help_text = "An indicator's code, however it is written, or words of its title"

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, as_code(search_term))

    @admin.display(description="indicator", ordering="indicator__code")
    def code(self, obj):
        return obj.indicator.code

    def view_on_site(self, obj):
        return obj.indicator.get_absolute_url()


class VersionAdmin(LockedFigures, OfAnIndicator, OfficeAdmin):
    """A version: shown, not offered, once a published quarter was judged by it."""

    def get_changeform_initial_data(self, request):
        return {"from_quarter": open_quarter_of(request)} | super().get_changeform_initial_data(
            request
        )

    @admin.display(description="from", ordering="from_quarter", empty_value="The start")
    def since(self, obj):
        return obj.from_quarter or None


@admin.register(IndicatorRule)
class IndicatorRuleAdmin(VersionAdmin):
    """How each indicator is judged, version by version."""

    resource_classes = (RulesTable,)
    list_display = ("code", "since", "good_is", "decimals", "tolerance_shown", "definition")
    list_filter = ("good_is", "tolerance_kind", "from_quarter")
    fieldsets = (
        (None, {"fields": ("indicator", "from_quarter")}),
        (
            "How it is judged",
            {"fields": ("good_is", "decimals", ("tolerance", "tolerance_kind"))},
        ),
        (
            "What it means",
            {"fields": ("definition", "comparable_with_before", "why_not_comparable", "reason")},
        ),
    )


@admin.register(Baseline)
class BaselineAdmin(VersionAdmin):
    """Where each indicator started from, version by version."""

    resource_classes = (BaselinesTable,)
    list_display = ("code", "period", "figure", "state", "since", "already_public")
    list_filter = ("state", "designation", "period", "from_quarter")
    fieldsets = (
        (None, {"fields": ("indicator", "period", "from_quarter")}),
        (
            "The figure",
            {
                "fields": (("numerator", "denominator"), "value", "state", "already_public"),
                "description": "Counts first: the value is for a figure whose counts nobody knows.",
            },
        ),
        (
            "How it was agreed",
            {"fields": ("designation", "agreed_by", "approval_reference", "reason")},
        ),
    )

    @admin.display(description="figure")
    def figure(self, obj):
        return figure_shown(obj, obj.indicator)


@admin.register(Target)
class TargetAdmin(VersionAdmin):
    """What each indicator should reach, version by version."""

    resource_classes = (TargetsTable,)
    list_display = ("code", "period", "target", "designation", "since", "agreed_by")
    list_filter = ("state", "designation", "period", "from_quarter")
    fieldsets = (
        (None, {"fields": ("indicator", "period", "from_quarter")}),
        ("The target", {"fields": ("value", "state")}),
        (
            "How it was agreed",
            {"fields": ("designation", "agreed_by", "approval_reference", "reason")},
        ),
    )

    @admin.display(description="target", ordering="value")
    def target(self, obj):
        if obj.state != TargetState.SET:
            return obj.get_state_display()
        return figure_shown(obj, obj.indicator)


class Unasked(forms.HiddenInput):
    """A box that is not asked yet: its label is for nothing that one could fill."""

    def id_for_label(self, id_):
        return ""


class FigureForm(OfficeForm):
    """A figure; what is asked about it stands at its box, until somebody says that it is right."""

    sure = forms.BooleanField(
        required=False,
        label="This is right",
        widget=Unasked,
        help_text="Tick to keep the figure as it is",
    )

    def _post_clean(self):
        self.instance.unread = frozenset(self.errors)
        super()._post_clean()
        sure = self.cleaned_data.get("sure")
        asked = [] if self.errors or not self._figure_is_new() else self.instance.doubts()
        if asked or sure:
            self.fields["sure"].widget = forms.CheckboxInput()
        if not sure:
            for field, sentence in asked:
                self.add_error(field, as_sentence(sentence))

    def _figure_is_new(self) -> bool:
        about = {"indicator", "period", "reported_in", *Actual.FIGURE}
        return self.instance._state.adding or bool(about.intersection(self.changed_data))


@admin.register(Actual)
class ActualAdmin(LockedFigures, OfAnIndicator, RecordAdmin):
    """What was reported about a period in a quarter."""

    form = FigureForm
    resource_classes = (FiguresTable,)
    list_display = (
        "code",
        "period",
        "reported_in",
        "standing",
        "figure",
        "entered_by",
        "entered_at",
    )
    list_filter = (
        "reported_in",
        "standing",
        ("indicator__plans", admin.RelatedOnlyFieldListFilter),
        "period",
        ("indicator", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("indicator", "reported_in", "entered_by")
    date_hierarchy = "entered_at"
    fieldsets = (
        (None, {"fields": ("indicator", "period", "reported_in", "standing")}),
        (
            "The figure",
            {
                "fields": (
                    ("numerator", "denominator"),
                    "value",
                    "sure",
                    ("low", "high"),
                    "marker",
                ),
                "description": "Counts first: the value is worked out from them. Low and high "
                "belong to a forecast.",
            },
        ),
        ("If there is none", {"fields": ("not_available_because", "expected")}),
        (
            "What to say about it",
            {"fields": ("why", "being_done", "back_on_track", "help_needed")},
        ),
        ("Where it comes from", {"fields": ("source", "reason", "entered_by", "entered_at")}),
    )

    @admin.display(description="figure")
    def figure(self, obj):
        if obj.marker:
            return f"Marked {obj.marker}"
        if obj.not_available_because:
            return "Not available"
        return figure_shown(obj, obj.indicator)


def figure_shown(obj, indicator: Indicator) -> str:
    """A figure as it was entered: "5 of 40", or the value with its unit."""
    numerator = getattr(obj, "numerator", None)
    if numerator is not None:
        return f"{numerator:,} of {obj.denominator:,}"
    if obj.value is None:
        return ""
    return write_value(obj.value, Unit(indicator.unit), places(obj.value), indicator.per)


class ComparatorValueInline(FigureBoxes, OfficeTabular):
    model = ComparatorValue


@admin.register(Comparator)
class ComparatorAdmin(OfAnIndicator, OfficeAdmin):
    """A series to set beside an indicator."""

    resource_classes = (ComparatorsTable,)
    list_display = ("name", "code", "periods")
    list_filter = (("indicator", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("name", "indicator__code", "indicator__title")
    inlines = (ComparatorValueInline,)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("values")

    @admin.display(description="periods")
    def periods(self, obj):
        return ", ".join(each.period for each in obj.values.all())


@admin.register(ComparatorValue)
class ComparatorValueAdmin(FigureBoxes, OfficeAdmin):
    """The published figures of comparators, in one list."""

    resource_classes = (ComparatorFiguresTable,)
    list_display = ("comparator", "period", "figure", "comparable", "source")
    list_filter = (
        "comparable",
        ("comparator__indicator", admin.RelatedOnlyFieldListFilter),
        "period",
    )
    list_select_related = ("comparator__indicator",)
    autocomplete_fields = ("comparator",)
    search_fields = ("comparator__name", "comparator__indicator__code", "source")

    @admin.display(description="figure", ordering="value")
    def figure(self, obj):
        return figure_shown(obj, obj.comparator.indicator)

    def view_on_site(self, obj):
        return obj.comparator.indicator.get_absolute_url()
