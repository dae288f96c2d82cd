"""A run that says PostgreSQL and quietly tests SQLite would prove nothing."""

import os

import pytest
from django.db import connection

VENDOR = {"sqlite": "sqlite", "postgres": "postgresql"}


@pytest.mark.django_db
def test_the_database_is_the_one_that_TEST_DB_names():
    assert connection.vendor == VENDOR[os.environ.get("TEST_DB") or "sqlite"]


@pytest.mark.django_db
def test_the_database_is_fresh_for_this_run_and_not_the_installations():
    assert "laa-" in str(connection.settings_dict["NAME"]) or str(
        connection.settings_dict["NAME"]
    ).startswith("test_laa_")
