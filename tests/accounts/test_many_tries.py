"""Fifty guesses at one account at the same moment, at a server as in production."""

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Barrier
from urllib.parse import urlencode

import pytest

from tests.journeys.site import PASSWORD, Site

pytestmark = pytest.mark.slow
TRIES, PATIENCE = 50, 300
TOKEN = "a" * 32
LOOKED_AT = (
    "from audit.models import Entry; "
    "print(Entry.objects.filter(what='Wrong password', person__username='officer').count())"
)


@pytest.fixture
def house(tmp_path):
    site = Site(tmp_path)
    site.start()
    try:
        yield site
    finally:
        site.stop()


def test_of_fifty_passwords_tried_at_once_five_are_looked_at(house):
    all_stand_ready = Barrier(TRIES, timeout=PATIENCE)

    def guess(number: int) -> int:
        all_stand_ready.wait()
        return sign_in(house, f"guess number {number}")

    with ThreadPoolExecutor(TRIES) as people:
        answers = list(people.map(guess, range(TRIES)))

    assert answers == [200] * TRIES
    assert house.manage("shell", "-v", "0", "-c", LOOKED_AT).split()[-1] == "5"
    assert sign_in(house, PASSWORD) == 200  # closed also to the right one


def sign_in(house: Site, password: str) -> int:
    """Send the form of a browser that keeps its cookie; the status of the answer."""
    connection = HTTPConnection("127.0.0.1", house.port, timeout=PATIENCE)
    form = {"login": "officer", "password": password, "csrfmiddlewaretoken": TOKEN}
    headers = {
        "Cookie": f"laa_csrf_{house.port}={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        connection.request("POST", "/accounts/login/", urlencode(form), headers)
        return connection.getresponse().status
    finally:
        connection.close()
