"""A house that runs, as `make run` would run it, on a database of its own.

That is SQLite, or PostgreSQL where the run is on PostgreSQL.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import psycopg2

from tests.pgtest import chosen_database
from tests.returns.browser import Shown

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "three odd words"
BACKUP_KEY = "a key for the drill, long enough"
SERVER = ("-m", "gunicorn", "--config", "python:laa_tracker.gunicorn", "laa_tracker.wsgi")
PATIENCE = 120  # seconds, on a busy machine


class Site:
    """A server and its database; `kept` is a database to begin with a copy of, as its URL."""

    def __init__(self, directory: Path, kept: str = ""):
        self.directory = directory
        self.database = new_database(directory, kept)
        self.port = free_port()
        self.server: subprocess.Popen | None = None
        self.sessions: dict = {}  # of those who signed in, as playwright keeps them

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of this test run's: no other settings, no other database."""
        kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
        return {name: os.environ[name] for name in kept if name in os.environ} | {
            "DATABASE_URL": self.database,
            "SECRET_KEY": "only for the journeys of the tests, and long enough for them",
            "LAA_DEMO_PASSWORD": PASSWORD,
            "LAA_TODAY": "2010-01-11",
            "LAA_PUBLIC": "1",
            "LAA_BACKUP_KEY": BACKUP_KEY,
            "SITE_URL": self.address,
        }

    def manage(self, *words: str) -> str:
        """Give a command, and return what it says. Raises CalledProcessError."""
        command = [sys.executable, ROOT / "manage.py", *words]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    def start(self, *words: str) -> None:
        """Prepare what there is and serve, as `make run` does."""
        self._run([ROOT / "manage.py", "start", "--port", str(self.port), *words], {})

    def serve(self) -> None:
        """Serve what is prepared already, as `start` does then, but for imports of large files."""
        self._run([*SERVER], {"PORT": str(self.port), "LAA_RUN_IMPORTS": "0"})

    def _run(self, command: list, surroundings: dict[str, str]) -> None:
        """Run the server, and wait until it answers."""
        with (self.directory / "said.txt").open("w") as said:
            self.server = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=self.environment | surroundings,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        until = time.monotonic() + PATIENCE
        while not self.answers():
            assert self.server.poll() is None, self.said()
            assert time.monotonic() < until, f"No answer after {PATIENCE} s:\n{self.said()}"
            time.sleep(0.1)

    def answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", "/accounts/login/")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def said(self) -> str:
        return (self.directory / "said.txt").read_text()

    def stop(self) -> None:
        stop(self.server)


def stop(server: subprocess.Popen | None) -> None:
    """End a server that was started with a session of its own, and all that it started."""
    if server and server.poll() is None:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=60)


def signed_in(site: Site, name: str) -> OpenerDirector:
    """What asks for pages as this person, without a browser; as nobody where there is no name."""
    asking = build_opener(HTTPCookieProcessor(CookieJar()))
    if name:
        address = f"{site.address}/accounts/login/"
        sent = Shown(asking.open(address).read().decode()).boxes
        typed = {"login": name, "password": PASSWORD}
        asking.open(address, urlencode(sent | typed).encode()).read()
    return asking


def new_database(directory: Path, kept: str) -> str:
    """The URL of a database of its own: empty, or a copy of what is `kept`."""
    if chosen_database() == "postgres":
        return new_postgres(kept)
    file = directory / "house.sqlite3"
    if kept:
        shutil.copy(kept.removeprefix("sqlite:///"), file)
    return f"sqlite:///{file}"


def new_postgres(kept: str) -> str:
    server, name = os.environ["DATABASE_URL"], f"journey_{secrets.token_hex(4)}"
    template = urlsplit(kept).path.removeprefix("/") or "template1"
    connection = psycopg2.connect(server)
    connection.autocommit = True  # a database is made outside of transactions
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    connection.close()
    parts = urlsplit(server)
    return parts._replace(path=f"/{name}").geturl()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
