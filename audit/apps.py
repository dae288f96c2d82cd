from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "Log"

    def ready(self):
        # These need the models, so they are not read above.
        post_migrate.connect(
            import_module("audit.locks").install_locks, sender=self, dispatch_uid="audit.locks"
        )
        import_module("audit.listening").listen()
