from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReturnsConfig(AppConfig):
    name = "returns"
    verbose_name = "Returns"

    def ready(self):
        locks = import_module("returns.locks")  # needs the models, so it is not read above
        post_migrate.connect(locks.install_locks, sender=self, dispatch_uid="returns.locks")
