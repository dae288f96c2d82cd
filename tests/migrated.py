"""A database with every migration and nothing in it, made once and copied from then on.

On SQLite it is kept from one run to the next, for as long as no migration and no package changes;
on PostgreSQL it goes with the run. Django asks a copy for missing migrations, as it asks any
database, and installs the guards anew.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings
from django.core.files import locks

from tests.pgtest import chosen_database

ROOT = Path(__file__).resolve().parents[1]
KEPT_IN = ROOT / ".pytest_cache" / "migrated"


# Both commands in one process, for a start takes as long as either.
PREPARE = (
    "import django; django.setup(); from django.core.management import call_command; "
    "[call_command(each, verbosity=0) for each in ('migrate', 'createcachetable')]"
)


def copy_migrated(target: Path | str) -> None:
    """Write a copy to `target`, a file of SQLite."""
    shutil.copy(migrated_file(), target)


def migrated_file() -> Path:
    """What is copied on SQLite."""
    kept = KEPT_IN / f"{fingerprint()}.sqlite3"
    with one_at_a_time():
        if not kept.exists():
            make(kept)
    return kept


def migrated_template() -> str:
    """The name of what is copied on PostgreSQL, with CREATE DATABASE … TEMPLATE."""
    name = os.environ["LAA_TEST_DATABASE_TEMPLATE"]
    server = os.environ["DATABASE_URL"]
    with one_at_a_time(), closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True  # a database is made outside of transactions
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not cursor.fetchone():
                cursor.execute(f'CREATE DATABASE "{name}"')
                prepare(at(name))
    return name


def migrated_url() -> str:
    """The URL of what is copied, on either."""
    if chosen_database() == "postgres":
        return at(migrated_template())
    return f"sqlite:///{migrated_file()}"


def at(name: str) -> str:
    """The URL of a database on this run's server."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@contextmanager
def one_at_a_time():
    """The first who asks makes what is copied, and others wait."""
    KEPT_IN.mkdir(parents=True, exist_ok=True)
    with (KEPT_IN / "lock").open("w") as lock:
        locks.lock(lock, locks.LOCK_EX)
        yield


def fingerprint() -> str:
    """Changes with whatever a migration may read."""
    files = [*ROOT.glob("*/migrations/*.py"), ROOT / "requirements.txt"]
    # A package's own migrations are asked for by naming it there.
    found = hashlib.sha256(" ".join([sys.version, *settings.INSTALLED_APPS]).encode())
    for each in sorted(files):
        found.update(each.read_bytes())
    return found.hexdigest()[:16]


def make(kept: Path) -> None:
    """Migrate beside the place, and then put it there: no half of one is ever copied."""
    for old in KEPT_IN.glob("*.sqlite3*"):
        old.unlink()
    part = kept.with_suffix(".part")
    part.unlink(missing_ok=True)
    prepare(f"sqlite:///{part}")
    part.replace(kept)


def prepare(url: str) -> None:
    """Bring a database to this version."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "laa_tracker.settings",
    }
    subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=environment, check=True)
