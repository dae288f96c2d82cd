"""How many pages a second a server gives to people who signed in, eight of them at any moment.

Two workers, as deploy/gunicorn.py has them, on this machine, which asks as well as answers.
"""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest

from tests.bench.county import OPEN, PUBLISHED
from tests.bench.told import tell
from tests.load.driver import House, Person, served

pytestmark = pytest.mark.bench
INDICATORS, QUARTERS = 198, 12
AT_ONCE, SECONDS, ROUNDS = 8, 10, 3
OF_A_HUNDRED = 95
PAGES = (
    # Who asks, where, at least so many a second, each within so many milliseconds.
    ("board", f"/dashboard/{PUBLISHED.slug}/", 100, 120),
    ("lead", f"/returns/plan-1/{OPEN.slug}/figures/", 60, 200),
)


class Held(NamedTuple):
    a_second: float
    late: float  # milliseconds that 95 of 100 answers took at most


def test_pages_a_second(tmp_path, capsys):
    """Rounds of all pages in turn; the median of each."""
    house = House(tmp_path)
    house.manage("prepare")  # style sheets and all: a bare clone has none collected
    sessions = house.furnish("county", str(INDICATORS), str(QUARTERS))
    held: dict[str, list[Held]] = {address: [] for _, address, *_ in PAGES}
    with served(house):
        for who, address, *_ in PAGES:
            asked_for(address, [Person(house, sessions[who])] * AT_ONCE, seconds=1)
        for _ in range(ROUNDS):
            for who, address, *_ in PAGES:
                people = [Person(house, sessions[who])] * AT_ONCE
                held[address].append(asked_for(address, people, SECONDS))

    with capsys.disabled():
        print(f"\nPages a second of {INDICATORS} indicators, {AT_ONCE} people at any moment:")
        for who, address, least, latest in PAGES:
            a_second = statistics.median(each.a_second for each in held[address])
            late = statistics.median(each.late for each in held[address])
            more = f"{OF_A_HUNDRED} of 100 within {late:.0f} ms; goal {latest} ms"
            what = f"{who}, {address}, {AT_ONCE} at any moment"
            tell("L1", what, a_second, least, unit="pages a second", more=more, least=True)


def asked_for(address: str, people: list[Person], seconds: float) -> Held:
    """Each asks again as soon as they are answered, until the time is over."""
    end = time.monotonic() + seconds

    def ask(person: Person) -> list[float]:
        took = []
        while (began := time.monotonic()) < end:
            answer = person.ask(address)
            took.append(time.monotonic() - began)
            assert answer.status == 200, answer.page
        return took

    with ThreadPoolExecutor(len(people)) as threads:
        took = sorted(each for one in threads.map(ask, people) for each in one)
    return Held(len(took) / seconds, 1000 * took[len(took) * OF_A_HUNDRED // 100])
