"""A wrong or missing database is one clear line for whoever starts the product."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from laa_tracker.readiness import reason_not_to_start
from laa_tracker.settings import without_traceback_below_500
from tests.migrated import copy_migrated

ROOT = Path(__file__).resolve().parents[2]
MANAGE = ["manage.py"]
# What brings the database to this version cannot ask for it first.
PREPARING = {"prepare", "start", "restore"}
OURS = sorted(
    file.stem
    for file in ROOT.glob("*/management/commands/*.py")
    if file.stem not in {"__init__", *PREPARING}
)
# Each starts a process; of the same kind as another, it is left to the thorough ones.
ANOTHER = pytest.mark.thorough
GUNICORN = ["-m", "gunicorn", "-c", "python:laa_tracker.gunicorn", "-b", "127.0.0.1:0"]


def run(*arguments: str, database: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "laa_tracker.settings",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("command", "database", "said"),
    [
        pytest.param(
            [*MANAGE, "migrate"],
            "mysql://council@db/laa",
            "DATABASE_URL begins with “mysql”: ",
            marks=ANOTHER,
            id="a database of a kind that is not known",
        ),
        pytest.param(
            [*MANAGE, "migrate"],
            "postgres://",
            "DATABASE_URL names no database: write postgres://user:password@host:5432/database.",
            marks=ANOTHER,
            id="no database named",
        ),
        pytest.param(
            [*MANAGE, "migrate"],
            "postgres://laa:secret@127.0.0.1:1/laa",
            "The database cannot be used: connection to server at ",
            id="nobody answers",
        ),
        pytest.param(
            [*MANAGE, "prepare"],
            "sqlite:////nowhere/laa.sqlite3",
            "The database cannot be used: unable to open database file. Check DATABASE_URL.",
            marks=ANOTHER,
            id="no such folder",
        ),
        pytest.param(
            [*GUNICORN, "laa_tracker.wsgi"],
            "mysql://council@db/laa",
            "DATABASE_URL begins with “mysql”: ",
            marks=ANOTHER,
            id="the server, a kind that is not known",
        ),
        pytest.param(
            [*GUNICORN, "laa_tracker.wsgi"],
            "postgres://laa:secret@127.0.0.1:1/laa",
            "The database cannot be used: connection to server at ",
            id="the server, nobody answers",
        ),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_one_line(command, database, said):
    done = run(*command, database=database)

    lines = [line for line in done.stderr.splitlines() if "[INFO]" not in line]
    assert done.returncode == 1
    assert len(lines) == 1
    assert lines[0].startswith(said)
    assert "secret" not in done.stderr


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("postgres://laa:secret@db:abc/laa", id="a port that is no number"),
        pytest.param(
            "postgres://laa:secret/1@db:5432/laa", marks=ANOTHER, id="a password with a slash"
        ),
        pytest.param(
            "postgres://laa:1/secret@db:5432/laa",
            marks=ANOTHER,
            id="a password that looks like a port",
        ),
        pytest.param(
            "postgres://laa:secret?1@db:5432/laa",
            marks=ANOTHER,
            id="a password with a question mark",
        ),
        pytest.param("postgres://[::1/laa", marks=ANOTHER, id="an address without its end"),
    ],
)
@pytest.mark.parametrize(
    "command",
    [
        pytest.param([*MANAGE, "prepare"], id="make setup"),
        pytest.param([*GUNICORN, "laa_tracker.wsgi"], id="the server"),
    ],
)
def test_an_address_that_cannot_be_read_is_told_in_one_line_without_its_password(command, url):
    done = run(*command, database=url)

    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if "[INFO]" not in line]
    assert line == (
        "DATABASE_URL cannot be read: write postgres://user:password@host:5432/database, "
        "with signs such as / ? # in the password written as %2F %3F %23."
    )


@pytest.mark.parametrize(
    "command",
    [
        pytest.param([*MANAGE, "start"], marks=ANOTHER, id="make run"),
        pytest.param(
            [*MANAGE, "import_workbook", "plans.xlsx"], marks=ANOTHER, id="import_workbook"
        ),
        pytest.param([*GUNICORN, "laa_tracker.wsgi"], id="the server"),
    ],
)
def test_a_file_that_is_no_database_is_told_in_one_line(command, tmp_path):
    other = tmp_path / "passwords.txt"
    other.write_text("nobody:x:65534:65534::/nonexistent:/bin/false\n" * 20)

    done = run(*command, database=f"sqlite:///{other}")

    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if "[INFO]" not in line]
    assert line == "The database cannot be used: file is not a database. Check DATABASE_URL."


@pytest.mark.parametrize(
    "command",
    [
        pytest.param([*MANAGE, "clearsessions"], marks=ANOTHER, id="manage.py clearsessions"),
        pytest.param([*GUNICORN, "laa_tracker.wsgi"], id="the server"),
    ],
)
def test_an_empty_database_is_told_in_one_line(command, tmp_path):
    done = run(*command, database=f"sqlite:///{tmp_path / 'empty database.sqlite3'}")

    lines = [line for line in done.stderr.splitlines() if "[INFO]" not in line]
    assert done.returncode == 1
    assert len(lines) == 1
    assert lines[0] == "The database is empty: run make setup first."


@pytest.fixture(scope="module")
def half_migrated(tmp_path_factory) -> str:
    """A database that has some of its migrations, those of accounts among them."""
    database = f"sqlite:///{tmp_path_factory.mktemp('database') / 'behind.sqlite3'}"
    assert run(*MANAGE, "migrate", "accounts", database=database).returncode == 0
    return database


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["import_workbook", "plans.xlsx"], id="import_workbook"),
        pytest.param(["export_workbook", "plans.xlsx"], marks=ANOTHER, id="export_workbook"),
        pytest.param(["create_officer", "ann@council.example"], marks=ANOTHER, id="create_officer"),
        pytest.param(["load_demonstration"], marks=ANOTHER, id="load_demonstration"),
        pytest.param(["remove_demonstration", "--yes"], marks=ANOTHER, id="remove_demonstration"),
    ],
)
def test_every_command_says_the_same_of_a_database_where_a_migration_is_missing(
    words, half_migrated
):
    done = run(*MANAGE, *words, database=half_migrated)

    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line == "The database is not at this version: run make setup first."


def test_what_a_command_refuses_is_its_sentence_alone(tmp_path):
    copy_migrated(tmp_path / "laa.sqlite3")

    done = run(
        *MANAGE, "create_officer", "nowhere", database=f"sqlite:///{tmp_path / 'laa.sqlite3'}"
    )

    assert done.returncode == 1
    assert done.stderr == (
        '"nowhere" is not an e-mail address: write an address such as name@council.example.\n'
    )


def test_a_refused_request_is_logged_in_one_line_and_a_failure_with_where_it_failed():
    logged = logging.LogRecord("django.request", logging.WARNING, "", 1, "Forbidden: /", (), None)
    for status, told in [(403, False), (404, False), (500, True)]:
        logged.status_code, logged.exc_info = status, (ValueError, ValueError("x"), None)
        assert without_traceback_below_500(logged)
        assert bool(logged.exc_info) == told


@pytest.mark.parametrize("name", OURS)
def test_every_command_of_ours_asks_first_whether_the_database_is_at_this_version(name):
    assert load_command_class(get_commands()[name], name).requires_migrations_checks


def test_help_is_given_without_a_database(tmp_path):
    done = run(*MANAGE, "import_workbook", "--help", database=f"sqlite:///{tmp_path / 'x.sqlite3'}")

    assert done.returncode == 0
    assert "--dry-run" in done.stdout


@pytest.mark.django_db(transaction=True)
def test_nothing_is_said_of_a_database_of_this_version():
    assert reason_not_to_start() == ""


@pytest.mark.parametrize(
    "command",
    [["help", "--commands"], pytest.param(["showmigrations", "accounts"], marks=ANOTHER)],
)
def test_a_command_ends_quietly_where_nobody_reads_on(command, tmp_path):
    unread, written = os.pipe()
    os.close(unread)
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3",
        "DJANGO_SETTINGS_MODULE": "laa_tracker.settings",
    }
    told = subprocess.run(
        [sys.executable, *MANAGE, *command],
        cwd=ROOT, env=environment, stdout=written, stderr=subprocess.PIPE, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    os.close(written)
    assert told.stderr == ""
    assert told.returncode == 1
