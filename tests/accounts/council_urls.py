"""Every address of a house whose council has accounts of its own."""

from django.urls import include, path

from accounts import council_accounts
from laa_tracker.urls import handler500, urlpatterns

council = [
    path("council/", council_accounts.begin, name="council_account"),
    path(
        "council/login/callback/",
        council_accounts.come_back,
        {"provider_id": "council"},
        name="openid_connect_callback",
    ),
]
urlpatterns = [path("accounts/", include(council)), *urlpatterns]

__all__ = ["handler500", "urlpatterns"]
