"""A fault in any view: the answer tells nothing of it but the id under which the log does."""

import json
import logging
import re
from functools import wraps

import pytest
from django.core.handlers.base import BaseHandler
from django.db import ProgrammingError
from django.test import RequestFactory
from django.views.debug import technical_500_response

from laa_tracker.watching.logs import JsonLines
from tests.access.addresses import route_of
from tests.access.crawl import Visitor
from tests.access.matrix import addressed
from tests.access.test_matrix import built

pytestmark = pytest.mark.django_db

SECRET = "5 of 40 in SELECT numerator FROM indicators_actual"
FAULTS = (ValueError, ProgrammingError)
TRACES = ("Traceback", ".py", "Error", "SELECT", "indicators_actual", "5 of 40", "numerator")
REFERENCE = re.compile(r"The reference of this failure is ([0-9a-f]{32})")


class Listening(logging.Handler):
    """What the log is told of failures, line by line."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record):
        self.lines.append(JsonLines().format(record))


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    with built(django_db_blocker) as house:
        yield house


@pytest.fixture
def listening():
    handler = Listening()
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)


@pytest.fixture(
    params=[FAULTS[0], pytest.param(FAULTS[1], marks=pytest.mark.thorough)],
    ids=lambda fault: fault.__name__,
)
def every_view_fails(request, monkeypatch):
    """Instead of what a view does, the fault: after all that the house does before a view."""

    def failing(self, view):
        @wraps(view)
        def fails(*given, **named):
            raise request.param(SECRET)

        return fails

    monkeypatch.setattr(BaseHandler, "make_view_atomic", failing)


def of_each_route() -> list[str]:
    """An address for each route."""
    return list({route_of(each): each for each in addressed()}.values())


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_of_a_fault_in_any_view_nothing_is_told_but_its_id(
    house, listening, every_view_fails, method
):
    officer = Visitor(house, "officer").client
    failed = []
    for address in of_each_route():
        listening.lines.clear()
        response = officer.generic(method, address)
        if response.status_code != 500:
            continue
        failed.append(address)
        page = response.content.decode()
        assert [each for each in TRACES if each in page] == [], address
        assert not [each for each in TRACES if each in str(response.headers)], address
        (reference,) = REFERENCE.findall(page)
        (line,) = map(json.loads, listening.lines)
        assert reference == response["X-Request-ID"] == line["request"], address
        assert "5 of 40" not in listening.lines[0], address

    assert len(failed) > 150


def test_the_pages_of_a_developer_would_tell_so_the_test_above_can_fail(settings):
    try:
        raise ValueError(SECRET)
    except ValueError as fault:
        told = technical_500_response(
            RequestFactory().get("/"), ValueError, fault, fault.__traceback__
        )

    assert {each for each in TRACES if each in told.content.decode()} > {"Traceback", "5 of 40"}
