"""The history of every record: who changed what, and when."""

from functools import cache

from django.dispatch import Signal
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

# Sent by whoever writes many rows of a model's history by one statement, all with one moment:
# model, kind (+, ~ or -), moment, by and number.
many_written = Signal()


class KeptManager(HistoryManager):
    """The manager of a history, whose class is made once and not at every look into one."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class, class_name=None):
        return super().from_queryset(queryset_class, class_name)


class History(HistoricalRecords):
    """What `simple_history` keeps of a model."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, history_manager=KeptManager, **kwargs)

    def create_history_model(self, model, inherited):
        """The history's model, which says where it is: beside the model that it is of."""
        made = super().create_history_model(model, inherited)
        made.__module__ = self.module
        return made
