"""What a monitor reads: numbers of things, added up over all workers, for whoever has the token."""

import os
import re
import subprocess
import sys

import pytest
from django.test import RequestFactory

from laa_tracker.watching import counts, monitoring
from laa_tracker.watching.pages import metrics
from reports.models import Release
from tests.builders import make_officer, make_quarter

TOKEN = "a token for the monitor"
LINE = re.compile(
    r'[a-z_]+(\{([a-z]+="[^"\\]*",?)+\})? -?\d+(\.\d+)?(e[-+]\d+)?|# (HELP|TYPE) [a-z_]+ .+'
)


@pytest.fixture
def counting(monkeypatch, tmp_path):
    """A folder of this test's own, and a process that has counted nothing yet."""
    monkeypatch.setenv(counts.FOLDER, str(tmp_path))
    monkeypatch.setattr(counts, "counter", counts.Counter())
    monkeypatch.setattr(counts, "add", counts.counter.add)
    return tmp_path


@pytest.fixture
def token(settings):
    settings.LAA_METRICS_TOKEN = TOKEN
    return {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.django_db
def test_without_a_token_in_the_settings_there_is_no_such_page(client):
    response = client.get("/metrics", headers={"Authorization": "Bearer "})

    assert response.status_code == 404
    assert b"laa_" not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("brought", ["", "Bearer ", "Bearer another", f"Basic {TOKEN}", "Bearer ü"])
def test_without_the_right_token_nothing_is_told(token, brought):
    headers = {"HTTP_AUTHORIZATION": brought} if brought else {}

    response = metrics(RequestFactory().get("/metrics", **headers))

    assert response.status_code == 401
    assert b"laa_" not in response.content


@pytest.mark.django_db
def test_an_officer_without_the_token_is_told_nothing(client, token):
    client.force_login(make_officer())

    assert client.get("/metrics").status_code == 401


@pytest.mark.django_db
def test_every_line_is_one_of_the_text_format(client, token, counting):
    Release.objects.create(quarter=make_quarter(), number=1, published_by=make_officer())
    client.get("/healthz")

    response = client.get("/metrics", headers=token)

    assert response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    told = response.content.decode()
    assert [line for line in told.splitlines() if not LINE.fullmatch(line)] == []
    assert 'laa_requests_total{route="healthz",status="2xx"} 1' in told
    assert 'laa_request_seconds_bucket{route="healthz",status="2xx",le="+Inf"} 1' in told
    assert 'laa_releases{state="standing"} 1' in told
    assert 'laa_imports{state="saved"} 0' in told
    assert "laa_database_up 1" in told


@pytest.mark.django_db
def test_where_the_database_does_not_answer_the_rest_is_still_told(monkeypatch, token):
    monkeypatch.setattr(monitoring, "database", lambda: "does not answer")

    told = monitoring.exposition()

    assert "laa_database_up 0" in told
    assert "laa_requests_total" in told
    assert "laa_releases" not in told


@pytest.mark.django_db
def test_an_address_that_nobody_knows_is_counted_without_its_words(client, counting):
    client.get("/nowhere/looked-after-child/")

    (row,) = [each for each in counts.counted() if each.status == "4xx"]
    assert (row.route, row.number) == ("none", 1)


def test_each_request_is_within_the_limits_it_kept(counting):
    for seconds in (0.004, 0.04, 99):
        counts.add("home", 200, seconds)

    (row,) = counts.counted()
    assert (row.route, row.status, row.number) == ("home", "2xx", 3)
    assert row.within == [1, 1, 2, 2, 2, 2, 2, 2, 2]
    assert row.seconds == pytest.approx(99.044)


def test_what_several_workers_counted_is_added_up_and_outlives_them(counting):
    counts.add("home", 200, 0.1)
    for _ in range(2):
        pid = os.fork()
        if not pid:
            counts.add("home", 200, 0.1)
            counts.add("home", 500, 0.1)
            os._exit(0)
        os.waitpid(pid, 0)
        counts.keep_of_ended(pid)

    found = {(each.route, each.status): each.number for each in counts.counted()}

    assert found == {("home", "2xx"): 3, ("home", "5xx"): 2}
    assert {each.name for each in counting.iterdir()} == {"ended", "lock", str(os.getpid())}


def test_what_a_version_with_other_routes_counted_is_left_aside(counting):
    (counting / "12345").write_bytes(bytes(8 * 11))
    counts.add("home", 200, 0.1)

    assert [each.number for each in counts.counted()] == [1]


def test_a_short_token_is_refused_at_the_start():
    done = subprocess.run(
        [sys.executable, "-c", "import laa_tracker.settings"],
        env=os.environ | {"LAA_METRICS_TOKEN": "short"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "LAA_METRICS_TOKEN can be guessed" in done.stderr
