"""The disk is full: nothing is half-written, reading goes on, and saving once there is room."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.load.busy import Busy, busy_people
from tests.load.driver import House, connected, served
from tests.pgtest import chosen_database, new_server, temporary_directory, unprivileged_user

pytestmark = pytest.mark.slow
MEGABYTES = {"sqlite": 12, "postgres": 60}
LONG = 200  # kilobytes of words that nobody can press together
NOT_NOW = "Nothing can be read or saved just now"


@pytest.fixture
def small_disk() -> Iterator[Path]:
    above = temporary_directory()
    above.chmod(0o755)  # PostgreSQL's own account must come there
    folder = above / "small"
    folder.mkdir()
    size = f"size={MEGABYTES[chosen_database()]}m"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "laa-small", folder],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip(f"A small disk needs the right to mount: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def house(tmp_path, small_disk, monkeypatch) -> House:
    """Its database alone lies on the small disk."""
    if chosen_database() == "sqlite":
        house = House(small_disk)
        house.directory = tmp_path
        return house
    programs = new_server()
    monkeypatch.setenv("DATABASE_URL", programs.url)
    house = House(tmp_path)
    inside = small_disk / "tablespace"
    inside.mkdir()
    if os.geteuid() == 0:
        shutil.chown(inside, unprivileged_user())
    name = urlsplit(house.database).path.removeprefix("/")
    there = connected(programs.url)
    with there.cursor() as cursor:
        cursor.execute(f"CREATE TABLESPACE small LOCATION '{inside}'")
        cursor.execute(f'ALTER DATABASE "{name}" SET TABLESPACE small')
    there.close()
    return house


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Not a byte is left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    try:
        yield
    finally:
        ballast.unlink()


def saved_until_it_is_full(person: Busy) -> str:
    """Somebody pastes very much, again and again; the page by which they are told."""
    for _ in range(200):
        answer = person.save_words(os.urandom(LONG * 500).hex())
        if answer.status != 200:
            return answer.page
    raise AssertionError("The disk was never full.")


def test_on_a_full_disk_words_are_given_back_pages_are_read_and_room_is_enough(house, small_disk):
    reader, person, *others = busy_people(house, 4)
    with served(house):
        assert person.save_words().status == 200
        with filled(small_disk):
            told = saved_until_it_is_full(person)
            assert NOT_NOW in told
            for each in (reader, *others):
                for address in ("/", "/plans/", "/returns/", each.figure):
                    assert each.ask(address).status == 200, (address, house.said()[-4000:])
            assert person.ask("/readyz").status == 503
            assert person.stands()
        assert person.save_words().status == 200
        assert person.stands()
        for each in others:
            assert each.save_words().status == 200
        assert "Traceback" not in house.said()
    if chosen_database() == "sqlite":
        assert house.rows("PRAGMA integrity_check") == [("ok",)]
