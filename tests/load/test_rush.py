"""The last hour of a quarter: two hundred managers save and hand in, all at once."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.load.driver import Answer, House, Person, at_once, served, size
from tests.pgtest import chosen_database

pytestmark = pytest.mark.slow
MANAGERS, SAVES = size("LAA_RUSH", 200), 10
# How often each hands in, taking the return back between; ten take half an hour.
TIMES = size("LAA_RUSH_TIMES", 1)
# Children; with fewer the figure would miss its target, with very many more be doubted.
LEAST = 6
STANDS = """
SELECT p.reference, a.numerator FROM indicators_actual a
JOIN plans_planindicator i ON i.indicator_id = a.indicator_id
JOIN plans_deliveryplan p ON p.id = i.plan_id
WHERE a.reported_in_id = '2009/10 Q3' ORDER BY p.reference
"""
HISTORY = STANDS.replace("_actual", "_historicalactual").rstrip() + ", a.history_id"


class Manager(Person):
    """Who saves a figure again and again, hands it in, and remembers what they were told."""

    def __init__(self, site: House, ticket: dict):
        super().__init__(site, ticket["session"])
        self.plan, self.figure, self.summary = ticket["plan"], *ticket["pages"]
        self.check, self.boxes = ticket["check"], ticket["boxes"]
        self.about = self.figure.rstrip("/").rpartition("/")[2]
        self.took: list[float] = []
        self.unexpected: list[str] = []
        self.handed_in: list[int] = []

    def save_and_hand_in(self, times: int, saves: int) -> None:
        self.expect(302, self.type(self.summary, **self.of("summary")))
        for number in range(times):
            if number:
                self.expect(302, self.type(self.check.replace("check", "recall")))
            children = [LEAST + (number + each) % 10 for each in range(saves)]
            if self.save(children):
                handed_in = self.timed(self.check, {"then": "submit"})
                if self.expect(302, handed_in) and handed_in.leads_to.endswith("/submitted/"):
                    self.handed_in.append(children[-1])

    def save(self, children: list[int]) -> bool:
        """As a page does that saves itself: each time over the version that it was told of."""
        sent = self.ask(self.figure).boxes | self.of(self.about)
        for each in children:
            sent |= {f"{self.about}-numerator": str(each)}
            told = self.timed(self.figure, sent, **{"X-Saves": "draft"})
            if not self.expect(200, told):
                return False
            for about, version in json.loads(told.page)["versions"].items():
                sent[f"{about}-version"] = version
        return True

    def timed(self, *words, **headers) -> Answer:
        began = time.monotonic()
        answer = self.ask(*words, **headers)
        self.took.append(time.monotonic() - began)
        return answer

    def of(self, about: str) -> dict[str, str]:
        return {name: text for name, text in self.boxes.items() if name.startswith(f"{about}-")}

    def expect(self, status: int, answer: Answer) -> bool:
        if answer.status != status:
            self.unexpected.append(f"{answer.status} {answer.leads_to} {answer.page[:300]}")
        return answer.status == status


@pytest.fixture
def rush(tmp_path: Path) -> Callable:
    """A function that lets so many managers save and hand in, in a house that it gives back with
    them.
    """

    def rush(managers: int, times: int, without: str = "") -> tuple[House, list[Manager]]:
        house = House(tmp_path, without=without)
        tickets = house.furnish("plans", str(managers))
        with served(house):
            people = [Manager(house, each) for each in tickets]
            at_once(people, lambda person: person.save_and_hand_in(times, SAVES))
        return house, people

    return rush


def test_of_what_two_hundred_save_and_hand_in_at_once_nothing_is_lost(rush, capsys):
    house, people = rush(MANAGERS, TIMES)

    took = sorted(each for person in people for each in person.took)
    with capsys.disabled():
        print(
            f"\n{MANAGERS} managers × {SAVES} saves × {TIMES} on {chosen_database()}: half of "
            f"{len(took)} took {took[len(took) // 2]:.1f} s, "
            f"95 of 100 {took[len(took) * 95 // 100]:.1f} s at most"
        )
    assert [each for person in people for each in person.unexpected] == []
    people.sort(key=lambda person: person.plan)
    assert {len(person.handed_in) for person in people} == {TIMES}
    assert house.rows(STANDS) == [(person.plan, person.handed_in[-1]) for person in people]
    assert house.rows(HISTORY) == [
        (person.plan, each) for person in people for each in person.handed_in
    ]
    assert house.count("returns_returnevent", "step = 'submitted'") == MANAGERS * TIMES
    assert house.count("audit_entry", "what LIKE 'Return of %: submitted'") == MANAGERS * TIMES
    assert house.count("returns_draft") == 0
    assert house.manage("verify_audit").endswith("as written\n")


@pytest.mark.skipif(chosen_database() != "sqlite", reason="only SQLite can be asked for it")
def test_with_transactions_that_begin_by_reading_many_would_be_refused(rush):
    _, people = rush(20, 1, without="immediate transactions")

    refused = [each for person in people for each in person.unexpected]
    assert len(refused) >= 0.05 * sum(len(person.took) for person in people)
