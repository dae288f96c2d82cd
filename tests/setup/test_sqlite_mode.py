"""SQLite in a mode that loses writes is refused before anything is served."""

import os
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from laa_tracker.settings import SQLITE_OPTIONS, database_from
from periods import sqlite
from periods.sqlite import refuse_unsafe_sqlite
from tests.migrated import copy_migrated
from tests.pgtest import chosen_database

ROOT = Path(__file__).resolve().parents[2]
ENGINE = "django.db.backends.sqlite3"
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
WITH = {
    "Django's own transactions": {"transaction_mode": None},
    "transactions that begin by reading": {"transaction_mode": "DEFERRED"},
    "no words at the start": {"init_command": ""},
    "no write-ahead log": {"init_command": PRAGMAS.replace("WAL", "DELETE")},
    "commits that a power cut takes back": {"init_command": PRAGMAS.replace("FULL", "NORMAL")},
    "commits that nobody waits for": {"init_command": PRAGMAS.replace("FULL", "OFF")},
    "the right words, taken back later": {"init_command": f"{PRAGMAS} PRAGMA synchronous = 0;"},
    "rows that belong to nothing": {"init_command": PRAGMAS.replace("=ON", "=OFF")},
}
SERVER = [
    sys.executable,
    "-m",
    "gunicorn",
    "-c",
    "python:laa_tracker.gunicorn",
    "-b",
    "127.0.0.1:0",
]


def database(**options) -> dict:
    return {"default": {"ENGINE": ENGINE, "OPTIONS": deepcopy(SQLITE_OPTIONS) | options}}


def test_ours_is_taken():
    refuse_unsafe_sqlite(database())


@pytest.mark.parametrize("stricter", ["EXTRA", "2", "3", "full"])
def test_so_is_what_waits_as_long_or_longer(stricter):
    refuse_unsafe_sqlite(database(init_command=PRAGMAS.replace("FULL", stricter)))


@pytest.mark.parametrize("options", WITH.values(), ids=WITH)
def test_what_would_lose_writes_is_refused(options):
    with pytest.raises(ImproperlyConfigured, match="would lose writes"):
        refuse_unsafe_sqlite(database(**options))


def test_postgresql_is_not_asked():
    refuse_unsafe_sqlite({"default": {"ENGINE": "django.db.backends.postgresql"}})


def test_the_server_says_so_in_one_line_and_does_not_start(tmp_path):
    copy_migrated(tmp_path / "laa.sqlite3")
    (tmp_path / "deferred.py").write_text(
        "from laa_tracker.settings import *\n"
        "DATABASES['default']['OPTIONS'] = SQLITE_OPTIONS | {'transaction_mode': 'DEFERRED'}\n"
    )
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'laa.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "deferred",
        "PYTHONPATH": str(tmp_path),
    }
    done = subprocess.run(
        [*SERVER, "laa_tracker.wsgi"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    [line] = [each for each in done.stderr.splitlines() if "[INFO]" not in each]
    assert done.returncode == 1
    assert line.startswith("The SQLite database “default” would lose writes")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(chosen_database() != "sqlite", reason="PostgreSQL has no such words")
def test_a_connection_is_as_the_settings_say():
    with connection.cursor() as cursor:
        found = [
            cursor.execute(f"PRAGMA {each}").fetchone()[0]
            for each in ("journal_mode", "synchronous", "foreign_keys")
        ]
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        pass
    assert found == ["wal", 2, 1]
    assert asked[0]["sql"] == "BEGIN IMMEDIATE"


@pytest.fixture
def kept(tmp_path):
    """A connection that a process keeps, to a file of its own."""
    file = tmp_path / "laa.sqlite3"
    copy_migrated(file)
    ours = connection.copy()
    ours.settings_dict = connection.settings_dict | {"NAME": str(file)}
    yield ours, file
    ours.close()


@pytest.mark.django_db
@pytest.mark.skipif(chosen_database() != "sqlite", reason="PostgreSQL has no file of ours")
def test_a_connection_is_kept_until_another_file_stands_there(kept, monkeypatch, tmp_path):
    ours, file = kept
    monkeypatch.setattr(sqlite.connections, "all", lambda initialized_only: [ours])
    ours.ensure_connection()
    opened = ours.connection

    sqlite.leave_a_file_that_was_replaced()
    assert ours.connection is opened

    copy_migrated(tmp_path / "restored.sqlite3")
    (tmp_path / "restored.sqlite3").replace(file)
    sqlite.leave_a_file_that_was_replaced()
    assert ours.connection is None


def test_a_connection_is_not_closed_after_each_request():
    assert database_from("sqlite:///laa.sqlite3")["CONN_MAX_AGE"] is None
