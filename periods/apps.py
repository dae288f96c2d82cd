from django.apps import AppConfig
from django.conf import settings

from periods.sqlite import refuse_unsafe_sqlite


class PeriodsConfig(AppConfig):
    name = "periods"
    verbose_name = "Quarters"

    def ready(self):
        refuse_unsafe_sqlite(settings.DATABASES)
