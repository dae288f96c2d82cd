"""What every start does first, and does quickly where nothing changed."""

import time
from concurrent.futures import ThreadPoolExecutor
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


def test_static_files_prepared_twice_at_the_same_time_are_collected_once(
    our_static_files, settings
):
    at_work, most_at_work = [], []

    def collect(*words, **options):
        at_work.append(words)
        most_at_work.append(len(at_work))
        time.sleep(0.2)  # long enough for the other to come
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        at_work.pop()

    with patch(CALL, collect), ThreadPoolExecutor(2) as two:
        for done in [two.submit(prepare.collect_static_files) for _ in range(2)]:
            done.result()

    assert most_at_work == [1]
