"""A partnership in the middle of a year, of which feeds are read: made once for each module."""

import pytest
from django.test import Client, override_settings

from tests.access.crawl import rolled_back
from tests.access.house import TODAY, build_house


@pytest.fixture(scope="module")
def everybody(django_db_setup, django_db_blocker):
    """Everybody of the house, by role."""
    with django_db_blocker.unblock(), rolled_back(), override_settings(LAA_TODAY=TODAY):
        yield build_house().people


@pytest.fixture
def people(everybody, db, settings):
    """The same, each test with data of its own."""
    settings.LAA_TODAY = TODAY
    return everybody


@pytest.fixture
def signed_in(people):
    """A browser in which somebody of the house is signed in."""

    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(people[role])
        return client

    return sign_in
