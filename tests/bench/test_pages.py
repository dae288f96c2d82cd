"""How long pages take, beside the barest page of somebody who signed in.

`make bench` prints it; no test fails by it. `LAA_BENCH_INDICATORS=1000` and
`LAA_BENCH_QUARTERS=60` take a larger county; the first costs minutes, nearly all of them the
publication of its two rounds.
"""

import os
import statistics
import time
from typing import NamedTuple

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.deeds import Deed
from accounts.deeds import tell as tell_of
from reports.pages import kept
from tests.bench.county import OPEN, PUBLISHED, build_county
from tests.bench.told import tell

# What is kept of an open quarter is kept outside transactions only.
pytestmark = [
    pytest.mark.bench,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.bench.urls"),
]
INDICATORS = int(os.environ.get("LAA_BENCH_INDICATORS", "198"))
QUARTERS = int(os.environ.get("LAA_BENCH_QUARTERS", "12"))
ROUNDS = 5
BARE, BARE_PAGES = "/bare/", "times the bare page"
ROLES = ("board", "officer", "lead")


class Asked(NamedTuple):
    """A page: its bar, who asks, where, and how many times the bare page it may cost.

    `anew` where it is not to be kept from the time before, and `cold` where nothing is that it is
    drawn of. `later` where something was done since that changed nothing of it.
    """

    bar: str
    role: str
    address: str
    goal: float
    anew: bool = False
    cold: bool = False
    later: bool = False

    @property
    def words(self) -> str:
        how = "drawn of nothing known" if self.cold else "drawn"
        how = "drawn after something else was done" if self.later else how
        return f"{self.role}, {self.address}, {how if self.is_drawn else 'as asked for again'}"

    @property
    def is_drawn(self) -> bool:
        return self.anew or self.cold or self.later

    def forget(self) -> None:
        if self.cold:
            kept.forget()
        elif self.anew:
            kept.forget_pages()
        elif self.later:
            tell_of(Deed.SIGNED_IN, "Somebody came")


PAGES = (
    Asked("P2", "board", f"/dashboard/{PUBLISHED.slug}/", 2),
    Asked("P2", "board", f"/dashboard/{PUBLISHED.slug}/", 12, anew=True),
    Asked("P2", "board", f"/dashboard/{PUBLISHED.slug}/", 40, cold=True),
    Asked("P2", "board", f"/dashboard/{PUBLISHED.slug}/?audience=public", 2),
    Asked("P2", "officer", f"/dashboard/{OPEN.slug}/", 12),
    Asked("P2", "officer", f"/dashboard/{OPEN.slug}/", 40, later=True),
    Asked("P2", "officer", f"/dashboard/{OPEN.slug}/", 40, cold=True),
    Asked("P16", "board", f"/reports/{PUBLISHED.slug}/", 2),
    Asked("P16", "board", f"/reports/{PUBLISHED.slug}/", 25, anew=True),
    Asked("P16", "board", f"/reports/{PUBLISHED.slug}/", 25, cold=True),
    Asked("P16", "officer", f"/reports/{OPEN.slug}/", 25),
    Asked("P16", "officer", f"/reports/{OPEN.slug}/", 25, later=True),
    Asked("P16", "officer", f"/reports/{OPEN.slug}/", 25, cold=True),
    Asked("P5", "board", "/plans/plan-1/", 2),
    Asked("P5", "lead", "/plans/plan-1/", 12),
    Asked("P5", "lead", "/plans/plan-1/", 12, cold=True),
    Asked("P1", "board", "/plans/", 2),
    Asked("P1", "officer", "/", 6),
    Asked("P7", "lead", f"/returns/plan-1/{OPEN.slug}/figures/", 10),
)


def test_pages_of_a_county(capsys):
    """Rounds of all in turn, each page's time against the bare page of the same person."""
    county = build_county(INDICATORS, QUARTERS)
    browsers = {role: Client() for role in ROLES}
    for role, browser in browsers.items():
        browser.force_login(getattr(county, role))
    said = {each: size_of(browsers[each.role], each.address) for each in PAGES}
    bare: dict[str, list[float]] = {role: [] for role in ROLES}
    taken: dict[Asked, list[float]] = {each: [] for each in PAGES}
    for _ in range(ROUNDS):
        for role in ROLES:
            bare[role].append(processor_time(browsers[role], BARE))
        for each in PAGES:
            browsers[each.role].get(each.address)
            each.forget()
            taken[each].append(processor_time(browsers[each.role], each.address))

    with capsys.disabled():
        print(f"\nPages of {INDICATORS} indicators, {QUARTERS} quarters, on {connection.vendor}:")
        for each in PAGES:
            queries, size = said[each]
            median, floor = statistics.median(taken[each]), statistics.median(bare[each.role])
            more = f"{1000 * median:.0f} ms, {queries} queries when drawn, {size / 1000:.0f} kB"
            tell(each.bar, each.words, median / floor, each.goal, unit=BARE_PAGES, more=more)


def processor_time(browser: Client, address: str) -> float:
    started = time.process_time()
    browser.get(address)
    return time.process_time() - started


def size_of(browser: Client, address: str) -> tuple[int, int]:
    """How often the page asks the database, and how large it is; it is there."""
    kept.forget()
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address)
    assert answer.status_code == 200, address
    return len(queries), len(answer.content)
