"""The real settings with the one guard switched off that LAA_TESTS_WITHOUT names.

Only for tests which show that without it the failure is there, and would be seen.
"""

import os
import time
from importlib import import_module

from django.apps import AppConfig

import periods.sqlite
from laa_tracker.settings import *  # noqa: F403
from laa_tracker.settings import DATABASES, INSTALLED_APPS, SQLITE_OPTIONS

WITHOUT = os.environ["LAA_TESTS_WITHOUT"]


def overwrite(*given, version, **more):
    """Keep an answer whatever stands there, as a form does that knows no versions."""
    drafts = import_module("returns.drafts")
    try:
        return drafts.keep(*given, version=version, **more)
    except drafts.Clash as clash:
        return drafts.keep(*given, version=clash.theirs.version, **more)


def hand_in_anew(ours, *, by, **more):
    """Hand in without looking whether that was done; slowly, so that another comes meanwhile."""
    time.sleep(1)
    import_module("returns.models").ReturnEvent.objects.create(owner=ours, step="submitted", by=by)


class Unguarded(AppConfig):
    name = "tests.load"

    def ready(self):
        pages = import_module("returns.pages")
        if WITHOUT == "versions":
            pages.keep = overwrite
        elif WITHOUT == "looking before handing in":
            pages.hand_in = hand_in_anew


match WITHOUT:
    case "immediate transactions":
        deferred = SQLITE_OPTIONS | {"transaction_mode": "DEFERRED"}
        DATABASES["default"]["OPTIONS"] = deferred
        periods.sqlite.refuse_unsafe_sqlite = lambda databases: None
    case "health checks":
        DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
    case "versions" | "looking before handing in":
        INSTALLED_APPS = [*INSTALLED_APPS, "tests.load.unguarded.Unguarded"]
    case _:
        raise AssertionError(f"No guard is called “{WITHOUT}”.")
