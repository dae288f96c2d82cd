"""The drill: a house is backed up while somebody writes, and stands again elsewhere."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from laa_tracker.backups.archive import check
from tests.journeys.site import BACKUP_KEY, Site
from tests.pgtest import chosen_database

pytestmark = pytest.mark.slow


@pytest.fixture
def house(tmp_path_factory) -> Site:
    """A house with the demonstration in it."""
    return furnished(Site(tmp_path_factory.mktemp("house")))


@pytest.fixture
def elsewhere(tmp_path_factory) -> Site:
    """Another machine: nothing is there yet."""
    return Site(tmp_path_factory.mktemp("elsewhere"))


def furnished(site: Site) -> Site:
    site.manage("prepare")
    site.manage("load_demonstration")
    return site


def backed_up(site: Site, folder) -> object:
    assert site.manage("backup", str(folder)).endswith("saved\n")
    [file] = folder.iterdir()
    return file


def exported(site: Site, folder) -> dict[str, bytes]:
    site.manage("export_workbook", f"{folder}/")
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def stands_as_kept(site: Site, file, tmp_path) -> None:
    """What is in the house, backed up again, is what the file holds, to the last row.

    The log is as it was written, and goes on: by one entry, which says that it was restored.
    """
    again = check(backed_up(site, tmp_path / "again"), BACKUP_KEY).tables
    kept = check(file, BACKUP_KEY).tables
    assert without_the_log(again) == without_the_log(kept)
    assert entries_in(again) == entries_in(kept) + 1
    assert site.manage("verify_audit").endswith("as written\n")


def without_the_log(tables) -> list:
    return [each for each in tables if each.name != "audit.Entry"]


def entries_in(tables) -> int:
    return next(each.rows for each in tables if each.name == "audit.Entry")


def test_what_is_backed_up_while_somebody_writes_stands_again_elsewhere(house, elsewhere, tmp_path):
    with somebody_writing(house) as how_often:
        file = backed_up(house, tmp_path / "kept")

    assert how_often() > 0
    assert elsewhere.manage("restore", str(file)).endswith("restored\n")
    stands_as_kept(elsewhere, file, tmp_path)
    try:
        elsewhere.start()
        assert elsewhere.answers()
    finally:
        elsewhere.stop()


@contextmanager
def somebody_writing(site: Site) -> Iterator[Callable[[], int]]:
    """Others' work, which waits for no backup; yields how often they wrote."""
    done, written = threading.Event(), []

    def write() -> None:
        while not done.is_set():
            site.manage("create_officer", f"officer{len(written)}@council.example")
            written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield lambda: len(written)
    finally:
        done.set()
        writer.join()


@pytest.mark.skipif(chosen_database() == "sqlite", reason="it takes both databases")
def test_a_house_grows_from_sqlite_to_postgresql_and_says_what_it_said(
    tmp_path_factory, elsewhere, tmp_path
):
    small = Site(tmp_path_factory.mktemp("small"))
    small.database = f"sqlite:///{small.directory / 'house.sqlite3'}"
    file = backed_up(furnished(small), tmp_path / "kept")

    elsewhere.manage("restore", str(file))

    stands_as_kept(elsewhere, file, tmp_path)
    assert exported(elsewhere, tmp_path / "new") == exported(small, tmp_path / "old")
