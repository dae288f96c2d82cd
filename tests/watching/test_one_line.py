"""Whatever ends a line in what is sent, no second line of the log is made of it."""

import logging
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client

from laa_tracker.watching.logs import JsonLines, Plain
from tests.builders import make_officer

pytestmark = pytest.mark.django_db

FORGED = "2026-11-30 12:00:00+00:00 CRITICAL audit forged"
ENDS = ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]


@pytest.fixture(autouse=True)
def no_tries_before():
    cache.clear()


def all_that_is_sent(client: Client, words: str) -> None:
    """The words in everything that a stranger or an officer can send."""
    for method in ("GET", "POST"):
        client.generic(method, f"/{quote(words)}/")
        client.generic(method, "/plans/", QUERY_STRING=f"q={quote(words)}&status={words}")
    client.post("/accounts/login/", {"login": words, "password": words})
    client.post("/accounts/password/reset/", {"email": words})
    for name in ("X-Request-ID", "User-Agent", "Referer", "X-Forwarded-For", "Authorization"):
        client.get("/feeds/plans.json", headers={name: words})
    client.get("/", HTTP_HOST=f"testserver{words}")
    client.post("/imports/", {"file": words})


@pytest.mark.parametrize("form", [Plain, JsonLines])
@pytest.mark.parametrize("who", ["nobody", "officer"])
def test_one_event_is_one_line_whatever_was_sent(caplog, form, who):
    caplog.set_level("INFO")
    caplog.set_level("INFO", "laa_tracker.requests")
    client = Client(raise_request_exception=False)
    if who == "officer":
        client.force_login(make_officer())

    for ends in ENDS:
        all_that_is_sent(client, f"odd{ends}{FORGED}")

    written = [form().format(each) for each in caplog.records]
    assert len(written) > 20 * len(ENDS)
    assert [each for each in written if len(each.splitlines()) != 1] == []
    assert [each for each in written if "CRITICAL" in each] == []


def test_a_formatter_that_trusts_its_words_makes_two_lines_so_the_test_above_can_fail(caplog):
    logging.getLogger("django.request").warning("Not Found: %s", f"/odd\n{FORGED}")

    (record,) = caplog.records
    assert len(logging.Formatter().format(record).splitlines()) == 2
    assert len(Plain().format(record).splitlines()) == 1
