"""A session that cannot be written down: reading goes on, and what is sent is not lost quietly."""

import sqlite3

import pytest
from django.contrib.sessions.backends import db
from django.db import DatabaseError, OperationalError

from accounts.sessions import SEEN
from laa_tracker.sessions import SessionStore
from tests.builders import make_officer

pytestmark = pytest.mark.django_db
FULL, GONE = OperationalError("database or disk is full"), DatabaseError("no row was updated")
FULL.__cause__ = sqlite3.OperationalError("database or disk is full")


@pytest.fixture
def signed_in(client):
    client.force_login(make_officer())
    client.raise_request_exception = False
    session = client.session
    session[SEEN] -= 10 * 60  # so that any request writes that they are here
    session.save()
    return client


def fails(problem, monkeypatch):
    def save(self, must_create=False):
        try:
            raise problem
        except DatabaseError:
            raise db.UpdateError from problem

    monkeypatch.setattr(db.SessionStore, "save", save)


def test_pages_are_read_on(signed_in, monkeypatch, caplog):
    fails(FULL, monkeypatch)
    assert signed_in.get("/accounts/").status_code == 200
    assert "A session could not be written down: database or disk is full" in caplog.text


def test_what_is_sent_is_answered_as_what_may_go_well_later(signed_in, monkeypatch):
    fails(FULL, monkeypatch)
    assert signed_in.post("/accounts/password/change/", {}).status_code == 503


def test_a_session_that_was_ended_elsewhere_is_told_as_before(signed_in, monkeypatch):
    fails(GONE, monkeypatch)
    assert signed_in.get("/accounts/").status_code == 400


def test_sessions_from_before_are_still_read():
    kept = db.SessionStore()
    kept["who"] = "somebody"
    kept.save()
    assert SessionStore(kept.session_key)["who"] == "somebody"
