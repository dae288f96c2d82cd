"""Which failures may go well later: of a database that is away, full, or ended as it spoke."""

import errno
import sqlite3

import psycopg2
import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError

from laa_tracker.watching.pages import is_not_now


def caused(problem: Exception, cause: Exception) -> Exception:
    problem.__cause__ = cause
    return problem


CLOSED = "server closed the connection unexpectedly"
LATER = {
    "it is away": OperationalError("could not connect to server"),
    "its connection is gone": InterfaceError("connection already closed"),
    "it ended while it answered": caused(DatabaseError(CLOSED), psycopg2.DatabaseError(CLOSED)),
    "the log met that": caused(DatabaseError("not written"), InterfaceError("closed")),
    "the disk is full": OSError(errno.ENOSPC, "No space left on device"),
}
NEVER = {
    "a rule of ours": caused(IntegrityError("a rule"), sqlite3.IntegrityError("a rule")),
    "a row that is gone": DatabaseError("Forced update did not affect any rows."),
    "a file that is broken": caused(DatabaseError("malformed"), sqlite3.DatabaseError("malformed")),
    "a mistake of ours": ValueError("a mistake"),
    "nothing": None,
}


@pytest.mark.parametrize("problem", LATER.values(), ids=LATER)
def test_what_may_go_well_later(problem):
    assert is_not_now(problem)


@pytest.mark.parametrize("problem", NEVER.values(), ids=NEVER)
def test_what_never_will(problem):
    assert not is_not_now(problem)
