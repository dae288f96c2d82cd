"""The power fails: what lies on the disk at that moment has every save that was acknowledged."""

import os
import random
import shutil
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.load.driver import House, going_on, served, size
from tests.load.test_rush import LEAST, Manager
from tests.pgtest import chosen_database

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(chosen_database() != "sqlite", reason="PostgreSQL proves this of itself"),
]
MOMENTS = size("LAA_MOMENTS", 200)
SAVERS, SUBMITTERS = 6, 2
# Of each plan, how often its figure was saved and how many steps its return took.
SAVED = """
SELECT p.reference, d.version FROM returns_draft d JOIN returns_return r ON r.id = d.owner_id
JOIN plans_deliveryplan p ON p.id = r.plan_id WHERE d.about LIKE '%.2008-09'
"""
STEPS = """
SELECT p.reference, COUNT(*) FROM returns_returnevent e JOIN returns_return r ON r.id = e.owner_id
JOIN plans_deliveryplan p ON p.id = r.plan_id WHERE e.step <> 'started' GROUP BY p.reference
"""


class Acknowledged(NamedTuple):
    """What people were told, plan by plan: saves of a figure, and steps of a return."""

    saves: Counter
    steps: Counter

    def known(self) -> "Acknowledged":
        """As it stands at this moment."""
        return Acknowledged(Counter(self.saves), Counter(self.steps))

    def lost_in(self, file: Path) -> "Acknowledged":
        """What of it a database has not; the database must be sound."""
        with closing(sqlite3.connect(file)) as there:
            assert there.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert there.execute("PRAGMA foreign_key_check").fetchall() == []
            saves, steps = (Counter(dict(there.execute(each))) for each in (SAVED, STEPS))
        return Acknowledged(self.saves - saves, self.steps - steps)


NOTHING = Acknowledged(Counter(), Counter())


@pytest.fixture
def busy(tmp_path) -> Iterator[tuple[House, Acknowledged]]:
    """A house in which people save and hand in without a pause, and what they were told."""
    house, told = House(tmp_path), NOTHING.known()
    tickets = house.furnish("plans", str(SAVERS + SUBMITTERS))
    with served(house):
        people = [Manager(house, each) for each in tickets]
        for each in people:
            assert each.expect(302, each.type(each.summary, **each.of("summary")))

        def save(person: Manager) -> None:
            # Never the same words again, which would be no change.
            if person.save([LEAST + told.saves[person.plan] % 10]):
                told.saves[person.plan] += 1

        def hand_in(person: Manager) -> None:
            person.save([LEAST + told.steps[person.plan] % 10])
            handed_in = person.ask(person.check, {"then": "submit"})
            person.expect(302, handed_in)
            assert handed_in.leads_to.endswith("/submitted/"), handed_in
            told.steps[person.plan] += 1
            person.expect(302, person.type(person.check.replace("check", "recall")))
            told.steps[person.plan] += 1

        saving = [lambda person=each: save(person) for each in people[:SAVERS]]
        handing_in = [lambda person=each: hand_in(person) for each in people[SAVERS:]]
        with going_on([*saving, *handing_in]):
            until = time.monotonic() + 60
            while not (told.saves and told.steps) and time.monotonic() < until:
                time.sleep(0.1)
            yield house, told
    assert [each for person in people for each in person.unexpected] == []


@contextmanager
def without_power(house: House) -> Iterator[None]:
    """Whatever a process was about to write is not written."""
    workers = house.workers()
    for each in workers:
        os.kill(each, signal.SIGSTOP)
    try:
        for each in workers:
            while Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()[0] != "T":
                time.sleep(0.001)
        yield
    finally:
        for each in workers:
            os.kill(each, signal.SIGCONT)


def copied(house: House, folder: Path, *endings: str) -> Path:
    """What lies on the disk, as another machine would find it."""
    folder.mkdir()
    file = Path(house.database.removeprefix("sqlite:///"))
    for each in endings:
        if (part := file.with_name(file.name + each)).exists():
            shutil.copy(part, folder)
    return folder / file.name


def test_whenever_the_power_fails_every_save_that_was_acknowledged_is_there(busy, tmp_path, capsys):
    house, told = busy
    acknowledged, in_the_log = [], 0
    for moment in range(MOMENTS):
        time.sleep(random.uniform(0, 0.2))
        known = told.known()
        with without_power(house):
            file = copied(house, tmp_path / str(moment), "", "-wal")
        assert known.lost_in(file) == NOTHING
        acknowledged.append(known.saves.total() + known.steps.total())
        shutil.rmtree(file.parent)

        in_the_log += told.known().lost_in(copied(house, tmp_path / "alone", "")) != NOTHING
        shutil.rmtree(tmp_path / "alone")
    with capsys.disabled():
        print(
            f"\n{MOMENTS} moments without power: {acknowledged[-1]} saves and steps acknowledged "
            f"and all there; {in_the_log} times some were only in the write-ahead log"
        )
    assert len(set(acknowledged)) > MOMENTS / 10, "hardly anything was saved between the moments"
    # The same question asked of the file without its log: so it can see what is lost.
    assert in_the_log > 0
