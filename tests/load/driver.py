"""People at browsers, as many as are wanted, at a server as it is deployed; and what the database
says afterwards.

`pytest.mark.slow` tests only: a server of its own for each, on SQLite or PostgreSQL.
"""

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import psycopg2

from tests.journeys.site import ROOT, Site
from tests.migrated import migrated_url
from tests.returns.browser import Shown

TOKEN = "a" * 32  # a browser that keeps its cookie sends it with every form
PATIENCE = 300  # seconds in which an answer must come
DEPLOYED = ("-m", "gunicorn", "-c", "deploy/gunicorn.py", "laa_tracker.wsgi")


class Answer(NamedTuple):
    """What came back: its status, or 0 where nothing did and `page` says why."""

    status: int
    page: str
    leads_to: str = ""

    @property
    def boxes(self) -> dict[str, str]:
        """What its form would send if nobody touched it."""
        return Shown(self.page).boxes


class Person:
    """Somebody at a browser; `session` is that of somebody who signed in before."""

    def __init__(self, site: Site, session: str = ""):
        self.site = site
        self.cookies = {f"laa_csrf_{site.port}": TOKEN}
        if session:
            self.cookies[f"laa_session_{site.port}"] = session

    def ask(self, address: str, sent: dict[str, str] | None = None, **headers: str) -> Answer:
        """Ask for a page, or send a form."""
        connection = HTTPConnection("127.0.0.1", self.site.port, timeout=PATIENCE)
        headers["Cookie"] = "; ".join(f"{name}={each}" for name, each in self.cookies.items())
        body = None
        if sent is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(sent | {"csrfmiddlewaretoken": TOKEN})
        try:
            connection.request("POST" if body else "GET", address, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        except (OSError, HTTPException) as problem:
            return Answer(0, repr(problem))
        finally:
            connection.close()
        self._keep(answer.headers.get_all("Set-Cookie", []))
        return Answer(answer.status, page, answer.headers.get("Location", ""))

    def type(self, address: str, then: str = "next", **typed: str) -> Answer:
        """Open a page, type into its boxes and press the button."""
        opened = self.ask(address)
        if opened.status != 200:
            return opened
        return self.ask(address, opened.boxes | typed | {"then": then})

    def _keep(self, cookies: Iterable[str]) -> None:
        for each in cookies:
            name, _, value = each.partition(";")[0].partition("=")
            if name != f"laa_csrf_{self.site.port}":
                self.cookies[name] = value


def at_once(people: Sequence[Any], act: Callable[[Any], Any]) -> list[Any]:
    """What each does when all stand ready; what came of it, in their order."""
    all_stand_ready = threading.Barrier(len(people), timeout=PATIENCE)

    def stand_ready(person: Any) -> Any:
        all_stand_ready.wait()
        return act(person)

    with ThreadPoolExecutor(len(people)) as threads:
        return list(threads.map(stand_ready, people))


@contextmanager
def going_on(works: Iterable[Callable[[], object]]) -> Iterator[None]:
    """Each of these over and over beside what is done meanwhile. What one raises is raised here."""
    done = threading.Event()

    def again_and_again(work: Callable[[], object]) -> None:
        while not done.is_set():
            work()

    works = list(works)
    with ThreadPoolExecutor(len(works)) as threads:
        begun = [threads.submit(again_and_again, each) for each in works]
        try:
            yield
        finally:
            done.set()
    for each in begun:
        each.result()


class House(Site):
    """A server as deploy/gunicorn.py has it, on a database that begins as a copy of `database`.

    `without` names the guard that is switched off; `empty` has not even tables.
    """

    def __init__(
        self, directory: Path, *, without: str = "", database: str = "", empty: bool = False
    ):
        super().__init__(directory, "" if empty else database or migrated_url())
        (directory / "var").mkdir(exist_ok=True)
        self.without = without

    @property
    def environment(self) -> dict[str, str]:
        known = super().environment | {"LAA_VAR": str(self.directory / "var")}
        if not self.without:
            return known
        return known | {
            "DJANGO_SETTINGS_MODULE": "tests.load.unguarded",
            "LAA_TESTS_WITHOUT": self.without,
        }

    def serve(self) -> None:
        """Serve what is prepared already."""
        where = {"PORT": str(self.port), "LAA_BIND": f"127.0.0.1:{self.port}"}
        self._run([*DEPLOYED], where | {"LAA_RUN_IMPORTS": "0"})

    def furnish(self, *words: str) -> Any:
        """Make what `tests.load.furnished` makes of these words, and give back what it tells."""
        return self.run("tests.load.furnished", *words)

    def run(self, module: str, *words: str, **more: str) -> Any:
        """What a module tells as JSON that works on this house's database, with all its guards."""
        settings = {"DJANGO_SETTINGS_MODULE": "laa_tracker.settings"}
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            env=self.environment | settings | more, cwd=ROOT, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def rows(self, question: str, database: str = "") -> list[tuple]:
        """What the database answers, without Django between."""
        with closing(connected(database or self.database)) as connection:
            cursor = connection.cursor()
            cursor.execute(question)
            return cursor.fetchall()

    def count(self, table: str, where: str = "1 = 1") -> int:
        [(number,)] = self.rows(f"SELECT COUNT(*) FROM {table} WHERE {where}")  # noqa: S608
        return number

    def workers(self) -> list[int]:
        """The process ids of the web workers, the oldest first."""
        found = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text()
        return sorted(int(each) for each in found.split())


def connected(database: str) -> Any:
    """A connection of somebody else's to the database of this URL."""
    if database.startswith("sqlite"):
        file = database.removeprefix("sqlite:///")
        return sqlite3.connect(file, timeout=60, isolation_level=None)
    connection = psycopg2.connect(database)
    connection.autocommit = True
    return connection


@contextmanager
def served(house: House) -> Iterator[House]:
    """The house, while it serves."""
    try:
        house.serve()
        yield house
    finally:
        house.stop()


def size(name: str, usual: int) -> int:
    """How many of something a test has, which the environment can say."""
    return int(os.environ.get(name) or usual)
