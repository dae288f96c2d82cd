"""What every start does first, and does quickly where nothing changed."""

from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from laa_tracker.management.commands import prepare

CALL = "laa_tracker.management.commands.prepare.call_command"


@pytest.fixture
def our_static_files(settings, tmp_path):
    files = tmp_path / "static"
    files.mkdir()
    (files / "laa.css").write_text("p { color: black }")
    settings.STATICFILES_DIRS = [files]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    return files


def test_static_files_are_collected_once(our_static_files, settings):
    prepare.collect_static_files()

    assert (settings.STATIC_ROOT / "laa.css").exists()
    with patch(CALL) as called:
        prepare.collect_static_files()
    called.assert_not_called()


def test_a_changed_static_file_is_collected_again(our_static_files, settings):
    prepare.collect_static_files()
    (our_static_files / "laa.css").write_text("p { color: #0b0c0c }")

    prepare.collect_static_files()

    assert "#0b0c0c" in (settings.STATIC_ROOT / "laa.css").read_text()


def test_a_database_that_cannot_be_reached_is_told_in_one_line():
    refusal = OperationalError("could not connect to db: refused\n\tIs the server running?")

    with patch(CALL, side_effect=refusal), pytest.raises(CommandError) as told:
        call_command("prepare")

    assert str(told.value) == (
        "The database cannot be used: could not connect to db: refused. Check DATABASE_URL."
    )
