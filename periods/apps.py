from django.apps import AppConfig
from django.conf import settings
from django.core.signals import request_started
from django.db.backends.signals import connection_created

from periods import sqlite


class PeriodsConfig(AppConfig):
    name = "periods"
    verbose_name = "Quarters"

    def ready(self):
        sqlite.refuse_unsafe_sqlite(settings.DATABASES)
        connection_created.connect(sqlite.note_file, dispatch_uid="periods.sqlite")
        request_started.connect(
            sqlite.leave_a_file_that_was_replaced, dispatch_uid="periods.sqlite"
        )
