"""`kill -9` at any moment of an import: all of it is there, or nothing, and it can be taken up."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg2
import pytest

from laa_tracker.settings import VAR_DIR, database_from, mark_of_database
from tests.journeys.site import ROOT, Site
from tests.migrated import migrated_url
from tests.workbooks.books import ACTUALS, xlsx
from workbooks import desk

QUARTERS = [f"{year}/{year % 100 + 1:02d} Q{n}" for year in range(2000, 2005) for n in range(1, 5)]
INDICATORS = [f"LAC {number:03d}" for number in range(1, 101)]
ROWS = len(QUARTERS) * len(INDICATORS)
# In a process of its own, for it is another database: a file of new figures waits to be saved.
MAKE = """
from indicators.models import Indicator
from periods.models import Quarter
from workbooks import jobs, progress, tasks
from workbooks.importing import receive
from workbooks.models import Task
codes, quarters = {codes!r}, {quarters!r}
Quarter.objects.bulk_create(Quarter(label=each, state="closed") for each in quarters)
Indicator.objects.bulk_create(Indicator(code=each, title=each) for each in codes)
record = receive("large.xlsx", open({path!r}, "rb").read(), by=None)
jobs.run(record.pk, progress.silent)
record.refresh_from_db()
tasks.ask(record, Task.SAVE, by=None, accept=True, reason="")
print(record.pk)
"""
STATE = "SELECT state, task, begun_at IS NULL FROM workbooks_import"
COUNTS = (
    "SELECT COUNT(*) FROM indicators_actual",
    "SELECT COUNT(*) FROM indicators_historicalactual",
)
WHOLE = ("saved", "", True, ROWS, ROWS)
NOT_BEGUN, STOPPED = (("checked", "save", waits, 0, 0) for waits in (True, False))


class House(Site):
    """A database that a large file is brought to; no server is needed."""

    def worker(self) -> subprocess.Popen:
        """The process that the loop starts for the file."""
        command = [sys.executable, str(ROOT / "manage.py"), "run_imports", "--only", "1"]
        return subprocess.Popen(command, env=self.environment)

    def connect(self):
        """A connection of somebody else's, who waits for their turn as the pages do."""
        if self.database.startswith("sqlite"):
            return sqlite3.connect(
                self.database.removeprefix("sqlite:///"), timeout=60, isolation_level=None
            )
        connection = psycopg2.connect(self.database)
        connection.autocommit = True
        return connection

    def look(self) -> tuple:
        """The import's state, its task, whether that has not begun; figures, and their history."""
        connection = self.connect()
        cursor = connection.cursor()
        found = []
        for question in (STATE, *COUNTS):
            cursor.execute(question)
            found += cursor.fetchone()
        connection.close()
        state, task, not_begun, *counts = found
        return (state, task, bool(not_begun), *counts)

    def take_up_again(self) -> None:
        self.manage(
            "shell",
            "-c",
            "from workbooks import tasks; from workbooks.models import Import; "
            "tasks.take_up_again(Import.objects.get())",
        )


def house_with_a_file(directory: Path, indicators: Sequence[str] = INDICATORS) -> House:
    """A house to which a file with as many figures of each indicator as there are quarters came."""
    house = House(directory, migrated_url())
    path = directory / "large.xlsx"
    rows = [[c, q, q, "final", 40, 90, None] for c in indicators for q in QUARTERS]
    path.write_bytes(xlsx(Actuals=[ACTUALS, *rows]))
    made = MAKE.format(codes=indicators, quarters=QUARTERS, path=str(path))
    assert house.manage("shell", "-c", made).split()[-1] == "1"
    return house


def kill_at_moments(directory: Path, settings, times: int) -> None:
    kept = house_with_a_file(directory)
    ends = []
    takes = 0.0
    for number in range(times + 1):
        own = directory / str(number)
        own.mkdir()
        house = House(own, kept.database)
        started = time.monotonic()
        worker = house.worker()
        if number:
            # From the first thing it does to a moment after the last.
            time.sleep(random.uniform(0.2 * takes, 1.1 * takes))
            os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        takes = takes or time.monotonic() - started
        ends.append(house.look())

        settings.IMPORTS_DIR = VAR_DIR / "imports"
        settings.TODAY_MARK = mark_of_database(database_from(house.database))
        assert not desk.is_held(desk.JOB)
        assert ends[-1] in {WHOLE, NOT_BEGUN, STOPPED}
        for each in settings.IMPORTS_DIR.glob(f"{settings.TODAY_MARK}-*"):
            each.unlink()
    assert ends[0] == WHOLE
    if ends[-1] != WHOLE:
        house.take_up_again()
        assert house.worker().wait() == 0
        assert house.look() == WHOLE


@pytest.mark.django_db
def test_a_worker_killed_at_a_moment_leaves_all_or_nothing(tmp_path, settings):
    kill_at_moments(tmp_path, settings, 1)


@pytest.mark.thorough
@pytest.mark.django_db
def test_a_worker_killed_at_any_of_five_moments_leaves_all_or_nothing(tmp_path, settings):
    kill_at_moments(tmp_path, settings, 5)


@pytest.mark.slow
def test_a_worker_killed_at_any_of_fifty_moments_leaves_all_or_nothing(tmp_path, settings):
    kill_at_moments(tmp_path, settings, 50)
