"""What every start does first, and does quickly where nothing changed."""

from unittest.mock import patch

import pytest

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
