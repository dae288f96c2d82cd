"""What releases keep is read from a replica, and is right however far that is behind."""

from contextlib import closing
from datetime import timedelta
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from laa_tracker.settings import replica_from
from reports.models import Release
from reports.releases import copies
from reports.releases.copies import REPLICA, kept_reports
from reports.releases.publishing import publish
from tests.builders import make_actual, make_indicator, make_plan, make_quarter
from tests.journeys.site import Site, signed_in
from tests.migrated import migrated_url
from tests.pgtest import chosen_database, start_replica, start_server
from tests.returns.test_not_now import answered

KEYS = {"quarter", "plan/ni-101"}


@pytest.fixture
def release(officer) -> Release:
    indicator = make_indicator(code="NI 101")
    make_plan(reference="NI 101", indicators=[indicator])
    quarter = make_quarter("2009/10 Q3", state="closed")
    make_actual(indicator=indicator, period=quarter.label, reported_in=quarter)
    return publish(quarter, by=officer, reason="Because")


@pytest.fixture
def asked(monkeypatch):
    """Which databases were asked; the replica answers as the function put into it does."""
    found: list[str] = []
    really = copies._read

    def read(database, releases, keys):
        found.append(database)
        if database == REPLICA:
            yield from read.replica(releases, keys)
        else:
            yield from really(database, releases, keys)

    read.replica = lambda releases, keys: really(DEFAULT_DB_ALIAS, releases, keys)
    monkeypatch.setattr(copies, "_read", read)
    monkeypatch.setattr(copies, "_left_alone_until", 0.0)
    monkeypatch.setitem(connections.settings, REPLICA, connections.settings[DEFAULT_DB_ALIAS])
    found.append(read)
    return found


@pytest.mark.django_db
def test_without_a_replica_the_database_is_read(release, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = kept_reports([release], KEYS)
    assert {key for _, key in found} == KEYS


@pytest.mark.django_db
def test_a_replica_that_has_it_all_is_asked_alone(release, asked):
    assert {key for _, key in kept_reports([release], KEYS)} == KEYS
    assert asked[1:] == [REPLICA]


@pytest.mark.django_db
@pytest.mark.parametrize("lacks", [KEYS, {"quarter"}])
def test_what_a_replica_has_not_got_yet_is_read_from_the_database(release, asked, lacks):
    really = asked[0].replica
    asked[0].replica = lambda releases, keys: really(releases, set(keys) - lacks)

    assert {key for _, key in kept_reports([release], KEYS)} == KEYS
    assert asked[1:] == [REPLICA, DEFAULT_DB_ALIAS]


@pytest.mark.django_db
def test_a_replica_that_does_not_answer_is_left_alone_for_a_while(release, asked, monkeypatch):
    def away(releases, keys):
        raise OperationalError("could not connect")

    now = [1000.0]
    monkeypatch.setattr(copies.time, "monotonic", lambda: now[0])
    asked[0].replica = away
    for seconds, databases in (
        (0, [REPLICA, DEFAULT_DB_ALIAS]),
        (29, [DEFAULT_DB_ALIAS]),
        (2, [REPLICA, DEFAULT_DB_ALIAS]),
    ):
        now[0] += seconds
        del asked[1:]
        assert {key for _, key in kept_reports([release], KEYS)} == KEYS
        assert asked[1:] == databases


@pytest.mark.django_db
def test_a_replica_of_another_database_tells_nothing(release):
    """Its release of that number was published at another moment."""
    release.published_at += timedelta(seconds=1)
    assert kept_reports([release], KEYS) == {}


def test_a_replica_is_only_read_and_nobody_waits_for_it():
    replica = replica_from("postgres://reader:secret@other:5432/laa_tracker")
    assert replica["OPTIONS"] == {
        "connect_timeout": 2,
        "options": "-c default_transaction_read_only=on -c statement_timeout=5000",
    }


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://reader@other/laa", "DATABASE_REPLICA_URL begins with “mysql”"),
        ("postgres://reader@other:5432/", "DATABASE_REPLICA_URL names no database"),
        ("sqlite:///laa.sqlite3", "DATABASE_REPLICA_URL names SQLite: write the postgres:// URL"),
    ],
)
def test_what_is_wrong_with_its_url_is_told(url, sentence):
    with pytest.raises(ImproperlyConfigured, match=f"^{sentence}"):
        replica_from(url)


# With a real one ----------------------------------------------------------------------------


class SiteWithReplica(Site):
    replica = ""

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {"DATABASE_REPLICA_URL": self.replica}


PUBLISH_AGAIN = """
from accounts.models import User
from periods.models import Quarter
from plans.models import DeliveryPlan
from reports.releases.publishing import publish, withdraw
officer, quarter = User.objects.get(username="officer"), Quarter.objects.get(label="2009/10 Q2")
withdraw(quarter, by=officer, reason="A wrong title")
plan = DeliveryPlan.objects.get(reference="NI 101")
plan.title = "A plan of another name"
plan.save()
publish(quarter, by=officer, reason="The right title")
"""


@pytest.mark.slow
@pytest.mark.skipif(chosen_database() != "postgres", reason="SQLite has no replica")
def test_pages_are_right_while_a_real_replica_serves_falls_behind_and_is_gone(
    tmp_path, monkeypatch
):
    server = start_server()
    monkeypatch.setenv("DATABASE_URL", server)
    site = SiteWithReplica(tmp_path, migrated_url())
    site.manage("prepare")
    site.manage("load_demonstration")
    programs = start_replica(server)
    site.replica = urlsplit(site.database)._replace(query=f"host={programs.directory}").geturl()
    questions = programs.directory / "server.log"
    try:
        site.serve()
        board = signed_in(site, "board")
        assert answered(board, f"{site.address}/dashboard/2009-q2/")[0] == 200
        assert '"reports_releasedreport"' in questions.read_text()
        assert '"auth' not in questions.read_text()

        with closing(psycopg2.connect(site.replica)) as replica, replica.cursor() as cursor:
            cursor.execute("SELECT pg_wal_replay_pause()")
        site.manage("shell", "-c", PUBLISH_AGAIN)
        status, page = answered(board, f"{site.address}/reports/2009-q2/")
        assert status == 200
        assert "A plan of another name" in page

        programs.stop()
        for address in ("/plans/ni-101/", "/dashboard/2009-q1/"):
            assert answered(board, f"{site.address}{address}")[0] == 200
        assert "The replica does not answer, so the database is read" in site.said()
    finally:
        site.stop()
