"""Whether this process can serve: each condition, and in a few words what is wrong with it.

The words go to whoever asks, signed in or not: no address, no version, no name of anything.
"""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

FINE, NEARLY_FULL = "ok", "nearly full"


def conditions() -> dict[str, str]:
    """Each condition with "ok", or what is wrong."""
    return {"database": database(), "migrations": migrations(), "disk": disk()}


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return FINE


def migrations() -> str:
    try:
        missing = known_migrations() - applied_migrations()
    except DatabaseError:
        return "cannot be looked up"
    return "not all applied" if missing else FINE


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Those of this version; they are files, so they are the same until the process ends."""
    return frozenset(MigrationLoader(None).disk_migrations)


def applied_migrations() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).migration_qs.values_list("app", "name"))


def disk() -> str:
    try:
        short = free_bytes() < settings.LAA_DISK_FREE * 1024 * 1024
    except OSError:
        return "cannot be looked at"
    return NEARLY_FULL if short else FINE


def free_bytes() -> int:
    """What is free where this machine writes, at the fullest of these places."""
    return min(shutil.disk_usage(each).free for each in places_written())


def places_written() -> Iterator[Path]:
    yield settings.VAR_DIR
    if connection.vendor == "sqlite" and Path(name := connection.settings_dict["NAME"]).exists():
        yield Path(name).parent
