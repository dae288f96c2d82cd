"""The loop beside the server is started again when it dies."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from laa_tracker import beside
from laa_tracker.beside import Beside
from tests.journeys.site import Site

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
ENDS = [sys.executable, "-c", ""]
PATIENCE = 60


@pytest.fixture
def started(monkeypatch):
    """Each process that is started; nobody waits long."""
    found = []
    start = Beside._start

    def noted(self):
        process = start(self)
        found.append(process)
        return process

    monkeypatch.setattr(Beside, "_start", noted)
    monkeypatch.setattr(beside, "BETWEEN_LOOKS", 0.01)
    monkeypatch.setattr(beside, "FIRST_PAUSE", 0.05)
    yield found
    for process in found:
        process.kill()
        process.wait()


def wait_for(condition):
    until = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < until, "It did not happen"
        time.sleep(0.02)
    return found


def test_one_that_is_killed_is_started_again(started):
    it = Beside(SLEEPS)
    first = it.process
    first.kill()
    wait_for(lambda: len(started) == 2)
    assert it.process is not first
    assert it.process.poll() is None
    it.stop()
    assert it.process.wait(PATIENCE) == -signal.SIGTERM


def test_one_that_dies_over_and_over_is_started_later_each_time(started, monkeypatch, caplog):
    monkeypatch.setattr(beside, "LONGEST_PAUSE", 0.2)
    it = Beside(ENDS)
    wait_for(lambda: len(started) == 5)
    it.stop()
    told = [record.args[0] for record in caplog.records]
    assert told[:4] == [0.05, 0.1, 0.2, 0.2]


def test_one_that_lived_long_is_started_again_as_if_it_were_the_first_time(
    started, monkeypatch, caplog
):
    monkeypatch.setattr(beside, "LIVED", 0)
    it = Beside(ENDS)
    wait_for(lambda: len(started) == 4)
    it.stop()
    assert {record.args[0] for record in caplog.records[:3]} == {0.05}


def test_one_that_was_told_to_stop_is_not_started_again(started):
    it = Beside(SLEEPS)
    it.stop()
    it.process.wait(PATIENCE)
    time.sleep(0.3)
    assert len(started) == 1


def loops_of(server: subprocess.Popen) -> list[int]:
    """The processes started by the server that work on large imports."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = (place / "cmdline").read_bytes().split(b"\0")
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if b"run_imports" in command and parent == server.pid:
            found.append(int(place.name))
    return found


@pytest.mark.e2e
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at the processes of Linux")
def test_a_server_whose_loop_is_killed_has_another_one_soon(tmp_path):
    site = Site(tmp_path)
    site.manage("prepare")
    site.start("--no-demonstration")
    try:
        (first,) = wait_for(lambda: loops_of(site.server))
        os.kill(first, signal.SIGKILL)
        (second,) = wait_for(lambda: set(loops_of(site.server)) - {first})
        assert site.answers()
    finally:
        site.stop()
    wait_for(lambda: not Path(f"/proc/{second}").exists())
