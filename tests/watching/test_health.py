"""Whether the product lives and can serve, as a load balancer or a monitor asks."""

import shutil

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from accounts.models import Office
from laa_tracker.watching import conditions, pages
from tests.builders import make_officer, make_user


class Unreachable:
    """A database that nobody reaches; its words name its address, as PostgreSQL's do."""

    vendor = "postgresql"

    def cursor(self):
        raise DatabaseError("connection to server at 10.1.2.3, user laa_secret, refused")

    @property
    def alias(self):
        raise DatabaseError("connection to server at 10.1.2.3, user laa_secret, refused")


def lines(response) -> list[str]:
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode().splitlines()


def test_healthz_answers_without_asking_the_database(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert lines(response) == ["alive"]
    assert "Set-Cookie" not in response


@pytest.mark.django_db
def test_readyz_names_each_condition(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert lines(response) == ["ready", "database: ok", "migrations: ok", "disk: ok"]


@pytest.mark.django_db
def test_readyz_asks_the_database_twice(client, django_assert_num_queries):
    client.get("/readyz")

    with django_assert_num_queries(2):
        client.get("/readyz")


def test_readyz_says_that_the_database_does_not_answer_and_nothing_of_where_it_is(
    client, monkeypatch
):
    monkeypatch.setattr(conditions, "connection", Unreachable())

    response = client.get("/readyz")

    assert response.status_code == 503
    assert lines(response) == [
        "not ready",
        "database: does not answer",
        "migrations: cannot be looked up",
        "disk: ok",
    ]


@pytest.mark.django_db
def test_readyz_says_that_a_migration_is_missing(client):
    MigrationRecorder(connection).record_unapplied("plans", "0001_initial")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert "migrations: not all applied" in lines(response)
    assert "plans" not in response.content.decode()


@pytest.mark.django_db
def test_readyz_says_that_the_disk_is_nearly_full(client, settings):
    settings.LAA_DISK_FREE = shutil.disk_usage(settings.VAR_DIR).total // 1024**2 + 1

    response = client.get("/readyz")

    assert response.status_code == 503
    assert "disk: nearly full" in lines(response)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/quarters/", "/admin/"])
def test_officers_are_warned_of_a_disk_that_is_nearly_full_and_nobody_else(
    client, settings, address
):
    warning = b"The disk is nearly full."
    client.force_login(make_officer())
    assert warning not in client.get(address).content
    settings.LAA_DISK_FREE = shutil.disk_usage(settings.VAR_DIR).total // 1024**2 + 1

    assert warning in client.get(address).content
    settings.VAR_DIR = settings.VAR_DIR / "unmounted"
    assert warning not in client.get(address).content, "it is not full for being away"
    client.force_login(make_user(office=Office.BOARD))
    assert warning not in client.get("/plans/").content


@pytest.mark.django_db
def test_readyz_says_that_the_folder_it_writes_to_is_gone(client, settings, tmp_path):
    settings.VAR_DIR = tmp_path / "unmounted"

    assert "disk: cannot be looked at" in lines(client.get("/readyz"))


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/metrics"])
def test_a_machine_is_not_sent_to_the_encrypted_address(client, settings, monkeypatch, address):
    settings.SECURE_SSL_REDIRECT = True
    monkeypatch.setattr(pages, "conditions", dict)

    assert client.get(address).status_code in {200, 404, 503}
    assert client.get("/accounts/login/").status_code == 301
