"""A full house of the first version comes to this one, whatever happens on the way."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.journeys.site import ROOT
from tests.load.driver import House, Person, served, size
from tests.pgtest import chosen_database

pytestmark = pytest.mark.slow
# As many as of a thousand indicators over fifteen years; at night 356,400.
FIGURES = size("LAA_FIGURES", 120_000)
FEW = 6_000


class OldHouse(House):
    """One that the first version keeps, with so many figures."""

    def __init__(self, directory: Path, figures: int, kept: str = ""):
        super().__init__(directory, database=kept, empty=not kept)
        self.figures = figures
        self.first = {} if kept else self.told("fill")

    def told(self, *words: str) -> dict:
        return self.run("tests.load.old_schema", *words, LAA_TESTS_FIGURES=str(self.figures))

    def migrating(self) -> subprocess.Popen:
        """`make setup` of this version, on its way."""
        command = [sys.executable, str(ROOT / "manage.py"), "prepare"]
        return subprocess.Popen(command, env=self.environment, stderr=subprocess.PIPE)

    def is_whole(self, told: dict) -> bool:
        """Whether every row of the first version is there, with every figure."""
        gone = {name for name, rows in self.first["rows"].items() if told["rows"][name] != rows}
        return not gone and told["sum"] == self.first["sum"]


def test_each_migration_finds_the_large_house_as_the_one_before_left_it(tmp_path, capsys):
    house = OldHouse(tmp_path, FIGURES)
    told = house.told("step")

    with capsys.disabled():
        print(f"\n{house.count('indicators_actual')} figures on {chosen_database()}:")
        for name, seconds in told["took"]:
            print(f"  {seconds:6.2f} s  {name}")
    assert house.is_whole(told)
    assert house.rows("SELECT first_year, last_year FROM plans_agreement") == [
        ("2008/09", "2010/11")
    ]
    assert told["rows"]["workbooks_changedrows"] == 20 * 2_000 / 50
    with served(house):
        assert Person(house).ask("/readyz").status == 200
    if chosen_database() == "sqlite":
        assert house.rows("PRAGMA integrity_check") == [("ok",)]
        assert house.rows("PRAGMA foreign_key_check") == []


def test_a_migration_that_fails_leaves_everything_as_it_was(tmp_path):
    house = OldHouse(tmp_path, FEW)
    told = house.told("fail")

    assert told["changed"] == []
    assert house.is_whole(told)
    assert house.is_whole(house.told("step"))


def test_one_that_were_not_one_transaction_would_leave_half_of_it(tmp_path):
    assert OldHouse(tmp_path, FEW).told("fail", "not")["changed"] != []


def test_killed_at_any_moment_it_is_taken_up_where_it_was(tmp_path):
    first = OldHouse(tmp_path, FEW)
    takes = 0.0
    for number in range(6):
        folder = tmp_path / str(number)
        folder.mkdir()
        house = OldHouse(folder, FEW, kept=first.database)
        house.first = first.first
        began = time.monotonic()
        migrating = house.migrating()
        if number:
            time.sleep(random.uniform(0.2, 0.95) * takes)
            os.kill(migrating.pid, signal.SIGKILL)
        migrating.communicate()
        takes = takes or time.monotonic() - began

        told = house.told("step")
        assert house.is_whole(told)
        with served(house):
            assert Person(house).ask("/readyz").status == 200


def test_two_that_start_at_once_bring_it_here_once(tmp_path):
    house = OldHouse(tmp_path, FEW)
    both = [house.migrating() for _ in range(2)]

    assert [(each.communicate()[1], each.returncode) for each in both] == [(b"", 0)] * 2
    assert house.is_whole(house.told("step"))
