"""Every address of the house."""

from django.contrib import admin
from django.urls import include, path

from laa_tracker import pages

urlpatterns = [
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookies/", pages.cookies, name="cookies"),
    path("accounts/", pages.your_account, name="your-account"),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("imports/", include("workbooks.urls")),
    path("", include("reports.urls")),
]
