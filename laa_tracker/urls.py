"""Every address of the house."""

from django.contrib import admin
from django.urls import include, path, register_converter

from laa_tracker import pages
from laa_tracker.watching import pages as watching
from periods.converters import QuarterConverter

register_converter(QuarterConverter, "quarter")

handler500 = watching.failed

urlpatterns = [
    path("healthz", watching.alive, name="healthz"),
    path("readyz", watching.ready, name="readyz"),
    path("metrics", watching.metrics, name="metrics"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookies/", pages.cookies, name="cookies"),
    path("accounts/", pages.your_account, name="your-account"),
    path("accounts/awake/", pages.awake, name="awake"),
    path("audit/", include("audit.urls")),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("calendar/", include("returns.calendar_urls")),
    path("returns/", include("workbooks.offline_urls")),
    path("returns/", include("returns.urls")),
    path("imports/", include("workbooks.urls")),
    path("", include("reports.urls")),
]
