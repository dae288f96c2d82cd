import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files import locks
from django.core.management import BaseCommand, call_command
from django.db import connection

from accounts.sealing import reseal

# What PostgreSQL knows the lock by.
PREPARING = 0x1AA8


class Command(BaseCommand):
    help = "Bring the database and the static files to this version; quick where they are."

    def handle(self, **options):
        with one_at_a_time():
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
            reseal()  # where SECRET_KEY is another than before
        collect_static_files()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Of several that start at once, on as many machines, the first migrates and others wait."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])
        return
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / "prepare.lock").open("w") as lock:
        locks.lock(lock, locks.LOCK_EX)
        yield


def collect_static_files() -> None:
    """Collect and compress the static files, unless none has changed since they were.

    Whoever prepares the same clone at the same time waits, and finds them collected.
    """
    sources = fingerprint_of_static_files()
    folder = Path(settings.STATIC_ROOT)
    note = folder / ".collected-from"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        locks.lock(lock, locks.LOCK_EX)
        if note.exists() and note.read_text() == sources:
            return
        # Cleared first, for a file may be older than the one it replaces.
        call_command("collectstatic", clear=True, interactive=False, verbosity=0)
        note.write_text(sources)


def fingerprint_of_static_files() -> str:
    """Changes when a static file of ours or of a package comes, goes or is written."""
    fingerprint = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            written = Path(storage.path(name)).stat()
            fingerprint.update(f"{name} {written.st_size} {written.st_mtime_ns}\n".encode())
    return fingerprint.hexdigest()
