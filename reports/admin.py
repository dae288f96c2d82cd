"""What was published, what the public may read of it, who reads feeds, who took files: a look."""

import json

from django.contrib import admin
from django.utils.html import format_html

from accounts.office import ViewOnlyAdmin
from reports.models import (
    Clearance,
    Download,
    FeedToken,
    FurtherHiding,
    Release,
    ReleasedReport,
    ToldIndicator,
    Withdrawal,
)


@admin.register(Release)
class ReleaseAdmin(ViewOnlyAdmin):
    """Each publication of a quarter."""

    list_display = ("quarter", "number", "published_by", "published_at", "withdrawn", "reason")
    list_filter = ("quarter",)
    list_select_related = ("quarter", "published_by", "withdrawal")
    date_hierarchy = "published_at"
    fields = ("quarter", "number", "published_by", "published_at", "reason", "rule", "withdrawn")

    @admin.display(description="withdrawn", boolean=True)
    def withdrawn(self, obj):
        return hasattr(obj, "withdrawal")

    def view_on_site(self, obj):
        return f"/reports/{obj.quarter.slug}/"


@admin.register(ReleasedReport)
class ReleasedReportAdmin(ViewOnlyAdmin):
    """The reports of a release, as data."""

    list_display = ("key", "release")
    list_filter = ("release__quarter", "release__number")
    list_select_related = ("release__quarter",)
    search_fields = ("key",)
    fields = ("release", "key", "as_data")

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        # A list of a hundred reports would carry megabytes of what it does not show.
        return (
            rows.defer("data") if request.resolver_match.url_name.endswith("changelist") else rows
        )

    @admin.display(description="data")
    def as_data(self, obj):
        return format_html("<pre>{}</pre>", json.dumps(obj.data, indent=1, ensure_ascii=False))


@admin.register(ToldIndicator)
class ToldIndicatorAdmin(ViewOnlyAdmin):
    """Of which indicators a release told, and which was the first."""

    list_display = ("indicator", "release")
    list_select_related = ("indicator", "release__quarter")
    search_fields = ("indicator__code", "indicator__title")


@admin.register(Withdrawal)
class WithdrawalAdmin(ViewOnlyAdmin):
    """Which publications were withdrawn, by whom and why."""

    list_display = ("release", "by", "at", "reason")
    list_select_related = ("release__quarter", "by")
    date_hierarchy = "at"


@admin.register(Clearance)
class ClearanceAdmin(ViewOnlyAdmin):
    """Which texts were cleared for the public, and which not after all."""

    list_display = ("place", "cleared", "by", "at")
    list_filter = ("cleared",)
    list_select_related = ("by",)
    search_fields = ("place",)
    date_hierarchy = "at"


@admin.register(FurtherHiding)
class FurtherHidingAdmin(ViewOnlyAdmin):
    """Which figures are hidden for what they would give away, and which are shown after all."""

    list_display = ("indicator", "period", "reported_in", "hidden", "reason", "by", "at")
    list_filter = ("hidden",)
    list_select_related = ("indicator", "by")
    search_fields = ("indicator__code", "reason")
    date_hierarchy = "at"


@admin.register(Download)
class DownloadAdmin(ViewOnlyAdmin):
    """Who took which file that the public may not see, and which notes they wrote and cleared."""

    list_display = ("file", "by", "at", "quarter", "release", "view", "restricted", "note")
    list_filter = ("view", "restricted", "quarter")
    list_select_related = ("by", "quarter")
    search_fields = ("file", "by__name", "by__email")
    date_hierarchy = "at"


@admin.register(FeedToken)
class FeedTokenAdmin(ViewOnlyAdmin):
    """Whose Excel or Power BI reads the feeds, as whom, and until when."""

    list_display = ("person", "name", "audience", "office", "made_at", "last_used", "stopped_at")
    list_filter = ("audience",)
    list_select_related = ("person",)
    search_fields = ("person__name", "person__email", "name")
    date_hierarchy = "made_at"
