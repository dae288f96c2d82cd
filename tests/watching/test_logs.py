"""The log: one event is one line, with the request's id and without figures, names and secrets."""

import json
import logging
import sys

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.test import Client
from django.urls import path

from laa_tracker.urls import handler500 as our_failed
from laa_tracker.urls import urlpatterns as ours
from laa_tracker.watching import ids
from laa_tracker.watching.logs import JsonLines, Plain

handler500 = our_failed
SECRET = "Ann Other, 5 of 40\nCRITICAL forged line"
UUID = "0b0ae2a4-1b9d-4c53-8f7a-b7dd2ff2b5f4"


@login_not_required
def broken(request, name):
    raise ValueError(SECRET)


@login_not_required
def suspicious(request):
    raise SuspiciousOperation(SECRET)


urlpatterns = [
    path("broken/<slug:name>/", broken, name="broken"),
    path("suspicious/", suspicious, name="suspicious"),
    *ours,
]


def record_of(problem: Exception, **more) -> logging.LogRecord:
    try:
        raise problem
    except Exception:
        record = logging.LogRecord("some", logging.ERROR, "", 1, "It failed", (), sys.exc_info())
    record.__dict__.update(more)
    return record


@pytest.fixture
def told(caplog):
    """What the log says, line by line, as either format writes it."""
    caplog.set_level("INFO", "laa_tracker.requests")

    def lines(of=JsonLines) -> list[str]:
        return [of().format(each) for each in caplog.records]

    return lines


# The id of a request ---------------------------------------------------------------------


@pytest.mark.parametrize("given", [UUID, "abcdefgh", "A" * 64])
def test_the_id_that_a_proxy_gave_is_kept(client, given):
    assert client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given",
    ["", "short", "A" * 65, "two words here", "a\r\nSet-Cookie: b", "ünicodeee", "<script>"],
)
def test_anything_else_is_answered_with_an_id_of_our_own(client, given):
    first, second = (
        client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"] for _ in range(2)
    )

    assert ids.GIVEN.fullmatch(first)
    assert len({first, second, given}) == 3


def test_between_requests_there_is_none(client):
    client.get("/healthz")

    assert ids.current() == ""


# Lines -----------------------------------------------------------------------------------


def test_an_answered_request_is_one_line_of_json(client, told):
    client.get("/healthz", headers={"X-Request-ID": UUID})

    (line,) = map(json.loads, told())
    assert line.pop("time").endswith("+00:00")
    assert line.pop("milliseconds") >= 0
    assert line == {
        "level": "info",
        "logger": "laa_tracker.requests",
        "message": "answered",
        "request": "",
        "method": "GET",
        "route": "healthz",
        "status": 200,
    }


def test_the_lines_of_a_request_carry_its_id(settings, capsys):
    settings.ROOT_URLCONF = __name__
    seen = []

    class Listening(logging.Handler):
        def emit(self, record):
            seen.append(json.loads(JsonLines().format(record)))

    handler = Listening()
    logging.getLogger("django.request").addHandler(handler)
    try:
        answer = Client(raise_request_exception=False).get("/broken/ann/")
    finally:
        logging.getLogger("django.request").removeHandler(handler)

    assert [each["request"] for each in seen] == [answer["X-Request-ID"]]
    assert answer["X-Request-ID"] in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("form", [Plain, JsonLines])
@pytest.mark.parametrize(
    ("address", "route"),
    [
        ("/broken/ann-other/", "Internal Server Error: broken: ValueError"),
        ("/suspicious/", "SuspiciousOperation"),
        ("/plans/ann-other/ann-other/", "Not Found: none"),
    ],
)
def test_a_failure_is_told_by_its_route_and_its_kind(settings, told, form, address, route):
    settings.ROOT_URLCONF = __name__

    Client(raise_request_exception=False).get(address)

    lines = told(form)
    assert any(route in each for each in lines)
    assert not any("ann-other" in each or "Ann Other" in each or "\n" in each for each in lines)


@pytest.mark.parametrize("form", [Plain, JsonLines])
def test_words_that_may_quote_what_somebody_typed_are_left_out(form):
    for problem in (ValueError(SECRET), IntegrityError(SECRET), KeyError(SECRET)):
        line = form().format(record_of(problem))

        assert type(problem).__name__ in line
        assert "test_logs.py" in line
        assert "Ann" not in line
        assert "\n" not in line


@pytest.mark.parametrize("form", [Plain, JsonLines])
def test_words_about_the_machine_are_told(form):
    assert "database or disk is full" in form().format(
        record_of(OperationalError("database or disk is full"))
    )


def test_a_line_of_json_stays_one_whatever_is_in_it():
    record = logging.LogRecord("some", logging.ERROR, "", 1, 'a "b"\r\n\x85c', (), None)

    assert json.loads(JsonLines().format(record))["message"] == 'a "b" c'
    assert len(JsonLines().format(record).splitlines()) == 1
