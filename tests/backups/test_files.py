"""A backup as a file: whole or not there at all, and opened by nobody else."""

import io
from contextlib import nullcontext

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Actual
from laa_tracker.backups import archive, sealing
from laa_tracker.backups.archive import check
from laa_tracker.backups.sealing import CannotOpen
from tests import builders

pytestmark = pytest.mark.django_db

KEY = "a key of our own, long enough"


@pytest.fixture(autouse=True)
def key(settings):
    settings.LAA_BACKUP_KEY = KEY


@pytest.fixture(autouse=True)
def within_the_test(monkeypatch):
    """The test's own transaction sees one moment too; tests/journeys/ makes real backups."""
    monkeypatch.setattr(archive, "one_moment", lambda using: nullcontext())


@pytest.fixture
def backed_up(tmp_path):
    builders.make_officer()
    builders.make_actual()
    path = tmp_path / "kept.laabackup"
    said = io.StringIO()
    call_command("backup", str(path), stdout=said)
    assert said.getvalue().endswith("saved\n")
    return path


def test_a_backup_is_one_file_that_is_found_to_be_whole(backed_up):
    said = io.StringIO()
    call_command("restore", str(backed_up), "--check", stdout=said)

    assert said.getvalue().splitlines()[-1] == "whole"
    assert [each.name for each in backed_up.parent.iterdir()] == [backed_up.name]


def test_it_says_how_many_rows_of_each_table(backed_up):
    rows = {each.name: each.rows for each in check(backed_up, KEY).tables}
    assert (rows["accounts.User"], rows["indicators.Actual"]) == (1, 1)


def test_nothing_is_written_over_an_older_one(backed_up):
    before = backed_up.read_bytes()
    with pytest.raises(CommandError, match="is there already: nothing was written over it"):
        call_command("backup", str(backed_up))
    assert backed_up.read_bytes() == before


def test_into_what_holds_something_nothing_is_restored(backed_up):
    with pytest.raises(CommandError, match=r"The database is not empty: .* Nothing was changed"):
        call_command("restore", str(backed_up))
    assert Actual.objects.count() == 1


def test_a_backup_of_a_later_version_is_refused(backed_up, monkeypatch):
    kept = check(backed_up, KEY)
    later = archive.Kept(kept.made, (*kept.migrations, ("plans", "0999_later")), kept.tables)
    monkeypatch.setattr(archive, "check", lambda path, key: later)
    monkeypatch.setattr(archive, "rows_in", lambda using: "")
    with pytest.raises(CommandError, match="of a later version than this: it knows plans 0999"):
        call_command("restore", str(backed_up))


@pytest.mark.parametrize("place", [10, 60, -1, -500])
def test_one_bit_that_flipped_is_found_before_anything_is_done(backed_up, place):
    content = bytearray(backed_up.read_bytes())
    content[place] ^= 1
    backed_up.write_bytes(content)
    with pytest.raises(CannotOpen):
        check(backed_up, KEY)


def test_what_was_written_is_read_again_and_goes_where_it_is_wrong(tmp_path, monkeypatch):
    def wrong(self, piece, *, is_last):
        self.file.write(b"\x00\x00\x00\x20" + b"0" * 32)

    monkeypatch.setattr(sealing.Sealing, "seal", wrong)
    monkeypatch.setattr(archive, "lines_as_at_now", lambda using: iter(["{}"]))
    with pytest.raises(CannotOpen):
        archive.write(tmp_path / "kept.laabackup", KEY)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(self, piece, *, is_last):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sealing.Sealing, "seal", full)
    monkeypatch.setattr(archive, "lines_as_at_now", lambda using: iter(["{}"]))
    with pytest.raises(CommandError, match=r"No space left on device\. Nothing of it was left"):
        call_command("backup", str(tmp_path / "kept.laabackup"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [("", "LAA_BACKUP_KEY is not set"), ("too short", "fewer than 20 characters")],
)
def test_without_a_good_key_nothing_is_written(tmp_path, settings, given, sentence):
    settings.LAA_BACKUP_KEY = given
    with pytest.raises(CommandError, match=sentence):
        call_command("backup", str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_another_key_opens_nothing(backed_up, settings):
    settings.LAA_BACKUP_KEY = "another key, just as long as ours"
    with pytest.raises(CommandError, match="This key does not open this backup"):
        call_command("restore", str(backed_up), "--check")


def test_a_folder_gets_a_file_named_by_its_moment_and_is_thinned_out(tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [
        folder / f"laa-tracker-2009-0{month}-01T0{hour}0000Z.laabackup"
        for month in range(1, 10)
        for hour in (1, 2)
    ]
    for each in old:
        each.touch()
    said = io.StringIO()

    call_command("backup", str(folder), stdout=said)

    left = sorted(each.name for each in folder.iterdir())
    assert "removed 12 older" in said.getvalue()
    assert len(left) == 7
    assert "laa-tracker-2009-09-01T020000Z.laabackup" in left
    check(folder / left[-1], KEY)


def test_older_ones_are_let_be_where_that_is_asked(tmp_path):
    old = tmp_path / "laa-tracker-2001-01-01T010000Z.laabackup"
    newer = [tmp_path / f"laa-tracker-2009-01-{day:02}T010000Z.laabackup" for day in range(1, 31)]
    for each in (old, *newer):
        each.touch()
    call_command("backup", str(tmp_path), "--keep-all", stdout=io.StringIO())
    assert len(list(tmp_path.iterdir())) == 32


def test_a_new_key_is_printed_and_nothing_else_is_done(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = io.StringIO()
    call_command("backup", "--new-key", stdout=said)
    assert len(said.getvalue().strip()) >= 40
    assert list(tmp_path.iterdir()) == []
