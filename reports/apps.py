from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Releases"

    def ready(self):
        locks = import_module("reports.locks")  # needs the models, so it is not read above
        post_migrate.connect(locks.install_locks, sender=self, dispatch_uid="reports.locks")
