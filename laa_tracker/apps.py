from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class LaaTrackerConfig(AppConfig):
    name = "laa_tracker"
    verbose_name = "LAA Tracker"


class LaaTrackerAdminConfig(AdminConfig):
    """Django's admin, with the rooms in the order in which an officer thinks."""

    default_site = "laa_tracker.admin.OfficeSite"
