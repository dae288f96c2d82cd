"""While 50,000 figures are saved, and undone, whoever else writes waits at most 10 seconds."""

import time

import pytest

from tests.workbooks.test_killed import QUARTERS, WHOLE, House, house_with_a_file

MANY = 50_000
INDICATORS = [f"LAC {number:04d}" for number in range(1, MANY // len(QUARTERS) + 1)]
LONGEST_WAIT = 10
BETWEEN = 0.05
UNDO = (
    "from workbooks import tasks; from workbooks.models import Import, Task; "
    "tasks.ask(Import.objects.get(), Task.UNDO, by=None, reason='Wrong file')"
)


def longest_wait_beside_a_worker(house: House) -> float:
    """How long the slowest of somebody else's writes took, while the file was worked on."""
    other = house.connect()
    begin, place = ("BEGIN", "%s") if "postgres" in house.database else ("BEGIN IMMEDIATE", "?")
    # Nothing but the way in which the database names the place of a value stands in it.
    insert = f"INSERT INTO django_session VALUES ({place}, '', '2010-01-11')"  # noqa: S608
    cursor, longest, writes = other.cursor(), 0.0, 0
    worker = house.worker()
    while worker.poll() is None:
        started = time.monotonic()
        cursor.execute(begin)
        cursor.execute(insert, (str(started),))
        cursor.execute("COMMIT")
        longest, writes = max(longest, time.monotonic() - started), writes + 1
        time.sleep(BETWEEN)
    other.close()
    assert worker.returncode == 0
    assert writes > 1
    return longest


@pytest.mark.slow
def test_others_write_while_very_many_figures_are_saved_and_undone(tmp_path, capsys):
    house = house_with_a_file(tmp_path, INDICATORS)
    saving = longest_wait_beside_a_worker(house)
    assert house.look() == (*WHOLE[:3], MANY, MANY)

    house.manage("shell", "-c", UNDO)
    undoing = longest_wait_beside_a_worker(house)
    assert house.look()[3:] == (0, 2 * MANY)
    with capsys.disabled():
        print(f"\nLongest wait of another writer: {saving:.2f} s, and {undoing:.2f} s of the undo")
    assert max(saving, undoing) < LONGEST_WAIT
