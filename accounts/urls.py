"""How people come in, go out and choose a password: those of allauth's addresses that we use.

Nobody signs up, and officers keep the e-mail addresses, so the rest of allauth's have no place.
"""

from allauth.account import views
from allauth.usersessions.views import list_usersessions
from django.conf import settings
from django.urls import include, path, re_path

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", list_usersessions, name="usersessions_list"),
]

if settings.LAA_OIDC_SERVER:
    from accounts import council_accounts

    urlpatterns += [
        path("council/", council_accounts.begin, name="council_account"),
        # As allauth looks it up, and as it is written down at the provider.
        path(
            "council/login/callback/",
            council_accounts.come_back,
            {"provider_id": settings.COUNCIL_ACCOUNTS},
            name="openid_connect_callback",
        ),
    ]
