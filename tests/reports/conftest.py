"""What the tests of pages share."""

import pytest

from tests.builders import make_officer, make_user
from tests.reports.pages import Pages


@pytest.fixture
def pages(client, monkeypatch, db):
    """Pages of sample reports."""
    return Pages(client, monkeypatch)


@pytest.fixture
def officer(db):
    return make_officer(name="Olive Officer")


@pytest.fixture
def member(db):
    """A Board member."""
    return make_user(name="Bea Board", office="Board member")


@pytest.fixture
def somebody(db):
    """Who is signed in and has no office and no part."""
    return make_user(name="Sam Somebody")
