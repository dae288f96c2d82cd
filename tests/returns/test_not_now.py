"""The database or the disk does not do its part: a page that says so, and nothing typed is lost."""

import errno
import os
import signal
import sqlite3
import time
from contextlib import closing
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import OpenerDirector

import psycopg2
import pytest
from django.db import IntegrityError, InterfaceError, OperationalError

from tests.journeys.site import Site, signed_in
from tests.look.markup import find, text
from tests.migrated import migrated_url
from tests.pgtest import chosen_database, start_server
from tests.returns.browser import Shown, boxes

WORDS = "Two moved school in March; the tutors come weekly."
NOT_NOW = "Nothing can be read or saved just now"
OURS = "Something went wrong"
PROBLEMS = [
    (OperationalError("database is locked"), 503, NOT_NOW),
    (OperationalError("database or disk is full"), 503, NOT_NOW),
    (InterfaceError("connection already closed"), 503, NOT_NOW),
    (OSError(errno.ENOSPC, "No space left on device"), 503, NOT_NOW),
    (OSError(errno.EACCES, "Permission denied"), 500, OURS),
    (IntegrityError("a rule of ours"), 500, OURS),
    (ValueError("a mistake of ours"), 500, OURS),
]


def heading(response) -> str:
    return text(find(response.content.decode(), "h1")[0])


@pytest.fixture
def met_by(monkeypatch, manager):
    """A function after which whoever opens or sends a return meets this problem."""

    def met_by(problem: Exception) -> None:
        def fails(*words: object, **more: object) -> None:
            raise problem

        monkeypatch.setattr("returns.pages.return_for", fails)
        manager.raise_request_exception = False

    return met_by


@pytest.mark.django_db
@pytest.mark.parametrize(("problem", "status", "words"), PROBLEMS)
def test_what_may_go_well_later_is_told_apart_from_a_mistake_of_ours(
    met_by, house, manager, problem, status, words
):
    met_by(problem)
    response = manager.get(house.at("summary"))
    assert (response.status_code, heading(response)) == (status, words)
    assert ("Retry-After" in response.headers) == (status == 503)
    assert str(problem) not in response.content.decode()


@pytest.mark.django_db
def test_what_was_typed_into_a_return_is_given_back(met_by, house, manager):
    typed = boxes(manager.get(house.at("summary"))) | {"summary-summary": WORDS}
    met_by(OperationalError("database is locked"))
    response = manager.post(house.at("summary"), typed)
    assert response.status_code == 503
    assert WORDS in response.content.decode()

    saved_by_itself = manager.post(house.at("summary"), typed, headers={"X-Saves": "draft"})
    assert saved_by_itself.status_code == 503
    assert NOT_NOW in saved_by_itself.json()["sentence"]


@pytest.mark.django_db
def test_of_any_other_form_nothing_is_shown_again(met_by, house, manager):
    met_by(OperationalError("database is locked"))
    response = manager.post(house.at("summary"), {"summary-summary": WORDS, "stamp": "made up"})
    assert response.status_code == 503
    assert WORDS not in response.content.decode()


# With real servers ------------------------------------------------------------------------------


@pytest.fixture
def served(tmp_path):
    """A function that serves a demonstration, from the start on or from that database on."""
    sites = []

    def serve(kept: str = "") -> Site:
        site = Site(tmp_path, kept)
        site.manage("prepare")
        site.manage("load_demonstration")
        sites.append(site)
        site.serve()
        return site

    yield serve
    for site in sites:
        site.stop()


def answered(browser: OpenerDirector, address: str, sent: dict | None = None) -> tuple[int, str]:
    try:
        with browser.open(address, urlencode(sent).encode() if sent else None) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()


@pytest.mark.slow
@pytest.mark.skipif(chosen_database() != "sqlite", reason="only SQLite has one lock for all")
@pytest.mark.parametrize(("held", "status"), [(10, 200), (25, 503)])
def test_whoever_saves_while_the_database_is_locked_waits_or_gets_their_words_back(
    served, held, status
):
    site = served(migrated_url())
    manager = signed_in(site, "manager")
    page = f"{site.address}/returns/ni-101/2009-q3/summary/"
    typed = Shown(answered(manager, page)[1]).boxes | {"summary-summary": WORDS, "then": "next"}

    with closing(sqlite3.connect(site.database.removeprefix("sqlite:///"))) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        released = time.monotonic() + held
        child = os.fork()
        if child == 0:  # asks while this process holds the lock
            found, said = answered(manager, page, typed)
            os._exit(0 if found == status and (found == 200 or WORDS in said) else 1)
        time.sleep(max(0, released - time.monotonic()))
        other.execute("ROLLBACK")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

    if status == 503:
        assert answered(manager, page, typed)[0] == 200
    assert WORDS in answered(manager, page)[1]


@pytest.mark.slow
@pytest.mark.skipif(chosen_database() != "postgres", reason="SQLite has no server to restart")
def test_when_the_database_starts_again_at_once_pages_say_so_and_then_answer(served, monkeypatch):
    """As `pg_ctl restart -m immediate` does it: the server ends all, and comes back by itself."""
    monkeypatch.setenv("DATABASE_URL", start_server())
    site = served()
    board = signed_in(site, "board")
    addresses = [f"{site.address}/dashboard/", f"{site.address}/plans/ni-101/"]
    seen = []
    killed = False
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if not killed and len(seen) > 20:
            with closing(psycopg2.connect(site.database)) as other:
                os.kill(other.info.backend_pid, signal.SIGKILL)
            killed = True
        seen.append(answered(board, addresses[len(seen) % 2])[0])
        time.sleep(0.05)
    assert killed
    assert set(seen) <= {200, 503}
    assert 503 in seen, "nobody noticed, so nothing was tried"
    assert set(seen[-20:]) == {200}
