"""How long pages take, beside the barest page of somebody who signed in.

`make bench` prints it; no test fails by it. `LAA_BENCH_INDICATORS=1000` and
`LAA_BENCH_QUARTERS=60` take a larger county; the first costs minutes, nearly all of them the
publication of its two rounds.
"""

import os
import statistics
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.county import OPEN, PUBLISHED, build_county

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
INDICATORS = int(os.environ.get("LAA_BENCH_INDICATORS", "198"))
QUARTERS = int(os.environ.get("LAA_BENCH_QUARTERS", "12"))
ROUNDS = 5
BARE = "/cookies/"  # words only, in the frame that every page has
PAGES = (
    ("board", f"/dashboard/{PUBLISHED.slug}/"),
    ("board", f"/dashboard/{PUBLISHED.slug}/?audience=public"),
    ("board", f"/reports/{PUBLISHED.slug}/"),
    ("board", "/indicators/lac-01/"),
    ("board", "/plans/plan-1/"),
    ("board", "/plans/"),
    ("officer", "/"),
    ("officer", f"/dashboard/{OPEN.slug}/"),
    ("officer", f"/reports/{OPEN.slug}/"),
    ("lead", "/plans/plan-1/"),
)


def test_pages_of_a_county(capsys):
    """Rounds of all in turn, each page's time against the bare page of the same person."""
    county = build_county(INDICATORS, QUARTERS)
    browsers = {role: Client() for role in ("board", "officer", "lead")}
    for role, browser in browsers.items():
        browser.force_login(getattr(county, role))
    asked = [*((role, BARE) for role in browsers), *PAGES]
    said = {each: size_of(browsers[each[0]], each[1]) for each in asked}
    taken: dict[tuple[str, str], list[float]] = {each: [] for each in asked}
    for _ in range(ROUNDS):
        for role, address in asked:
            started = time.process_time()
            browsers[role].get(address)
            taken[role, address].append(time.process_time() - started)

    with capsys.disabled():
        print(f"\nPages of {INDICATORS} indicators, {QUARTERS} quarters, on {connection.vendor}:")
        for (role, address), each in taken.items():
            median, bare = statistics.median(each), statistics.median(taken[role, BARE])
            queries, size = said[role, address]
            print(
                f"  {role} {address}: {1000 * median:.0f} ms, {median / bare:.0f} times the bare "
                f"page; {queries} queries, {size / 1000:.0f} kB"
            )


def size_of(browser: Client, address: str) -> tuple[int, int]:
    """How often the page asks the database, and how large it is; it is there."""
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address)
    assert answer.status_code == 200, address
    return len(queries), len(answer.content)
