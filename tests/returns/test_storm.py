"""On the day it is due all hand in at once: two hundred managers, a server as in production.

Bounded: 200 people on this machine's loopback; each fills in the last two pages of their return,
and when all have, all press “Submit the return” at the same moment.
"""

import json
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

import pytest

from tests.journeys.site import ROOT, Site
from tests.returns.browser import Shown

pytestmark = pytest.mark.slow
MANAGERS = 200
A_MINUTE = 60  # seconds in which all submissions must be in
PATIENCE = 900  # seconds until the test gives up, whatever happens
TOKEN = "a" * 32  # a browser that keeps its cookie sends it with every form


class Manager:
    """Somebody at a browser, who signed in before."""

    def __init__(self, site: Site, ticket: dict):
        self.site, self.ticket = site, ticket
        self.cookies = f"laa_session_{site.port}={ticket['session']}; laa_csrf_{site.port}={TOKEN}"
        self.trouble: list[str] = []

    def ask(self, address: str, sent: dict | None = None) -> tuple[HTTPResponse, str]:
        connection = HTTPConnection("127.0.0.1", self.site.port, timeout=PATIENCE)
        headers = {"Cookie": self.cookies}
        body = None
        if sent is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(sent | {"csrfmiddlewaretoken": TOKEN})
        try:
            connection.request("POST" if body else "GET", address, body, headers)
            answer = connection.getresponse()
            return answer, answer.read().decode()
        finally:
            connection.close()

    def expect(self, status: int, address: str, sent: dict | None = None) -> tuple[str, str]:
        """The page and where it sends on; what is not as expected is remembered."""
        try:
            answer, page = self.ask(address, sent)
        except OSError as problem:
            self.trouble.append(f"{address}: {problem!r}")
            return "", ""
        if answer.status != status:
            problems = Shown(page).problems
            self.trouble.append(f"{address}: {answer.status} {problems or page[-300:]}")
        return page, answer.headers.get("Location", "")

    def fill_in(self) -> None:
        for address in self.ticket["pages"]:
            page, _ = self.expect(200, address)
            sent = Shown(page).boxes
            about = {name.removesuffix("-version") for name in sent if name.endswith("-version")}
            typed = {
                name: text
                for name, text in self.ticket["boxes"].items()
                if any(name.startswith(f"{each}-") for each in about)
            }
            self.expect(302, address, sent | typed | {"then": "next"})

    def submit(self) -> float:
        """Press the button, and how many seconds it took until the page said so."""
        began = time.monotonic()
        _, there = self.expect(302, self.ticket["check"], {"then": "submit"})
        if there:
            page, _ = self.expect(200, there)
            if "Return submitted" not in page:
                self.trouble.append(f"{there}: does not say that the return is submitted")
        return time.monotonic() - began


@pytest.fixture
def house(tmp_path):
    """A server as `make run` starts it, with its usual workers."""
    site = Site(tmp_path)
    site.manage("prepare")
    try:
        yield site
    finally:
        site.stop()


def many(site: Site, *words: str):
    environment = site.environment | {"DJANGO_SETTINGS_MODULE": "laa_tracker.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.returns.many", *words],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_two_hundred_managers_submit_within_the_same_minute(house, capsys):
    count = int(os.environ.get("LAA_STORM", MANAGERS))
    tickets = many(house, "make", str(count))
    house.start("--no-demonstration")
    managers = [Manager(house, ticket) for ticket in tickets]
    all_have_filled_in = threading.Barrier(count, timeout=PATIENCE)
    began = time.monotonic()

    def sit_down(manager: Manager) -> tuple[float, float, float]:
        manager.fill_in()
        all_have_filled_in.wait()
        pressed = time.monotonic()
        took = manager.submit()
        return pressed, took, time.monotonic()

    with ThreadPoolExecutor(count) as people:
        sittings = list(people.map(sit_down, managers))
    pressed, took, ended = (list(each) for each in zip(*sittings, strict=True))
    within = max(ended) - min(pressed)
    with capsys.disabled():
        print(
            f"\n{count} managers on {house.database.partition(':')[0]}: filled in within "
            f"{min(pressed) - began:.0f} s, submitted within {within:.1f} s; the longest waited "
            f"{max(took):.1f} s, half of them {sorted(took)[count // 2]:.1f} s"
        )

    assert [each for manager in managers for each in manager.trouble] == []
    there = many(house, "tell")
    assert there.pop("summaries") == sorted(
        [each["plan"], f"Summary of {each['plan']}."] for each in tickets
    )
    assert there.pop("drafts") == 0
    assert there == dict.fromkeys(there, count)
    assert "Traceback" not in house.said()
    assert within <= A_MINUTE
