"""The admin site: Django's own, with our sign-in and our order of rooms."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite

ROOMS = ["plans", "indicators", "risks", "periods", "returns", "reports", "workbooks", "accounts"]


class OfficeSite(AdminSite):
    site_header = "LAA Tracker: data entry"
    site_title = "LAA Tracker"
    index_title = "What would you like to keep?"

    def login(self, request, extra_context=None):
        return secure_admin_login(super().login)(request, extra_context)

    def get_app_list(self, request, app_label=None):
        rooms = super().get_app_list(request, app_label)
        return sorted(
            rooms,
            key=lambda room: ROOMS.index(room["app_label"]) if room["app_label"] in ROOMS else 99,
        )
