"""The Makefile's own words."""

import os
import re
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    # Not the variables of the make that runs these tests.
    inherited = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PORT", "DEMO", "PYTHON"}
    environment = {name: value for name, value in os.environ.items() if name not in inherited}
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_make_alone_lists_what_there_is():
    listed = make().stdout

    for target in ("run", "setup", "test", "lint", "format", "pins"):
        assert f"  make {target} " in listed


@pytest.fixture
def old_python(tmp_path):
    """A Python of long ago, in a folder with a space in its name."""
    script = tmp_path / "python3"
    script.write_text('#!/bin/sh\ncase "$1" in --version) echo Python 3.9.2;; *) exit 1;; esac\n')
    script.chmod(0o755)
    return script


def test_an_old_python_is_told_in_one_line(old_python):
    done = make("run", f"PYTHON={old_python}")

    said = [line for line in done.stderr.splitlines() if not line.startswith("make: ")]
    assert done.returncode != 0
    assert len(said) == 1
    assert said[0].startswith("LAA Tracker needs Python 3.11 or later, and found Python 3.9.2: ")


def test_every_full_size_of_the_night_is_read_by_a_slow_test():
    (sizes, *_) = re.findall(r"FULL_SIZES := ((?:.*\\\n)*.*)", (ROOT / "Makefile").read_text())
    named = re.findall(r"(LAA_\w+)=", sizes)
    tests = [each.read_text() for each in (ROOT / "tests").rglob("test_*.py")]

    assert named
    assert [each for each in named if not any(f'"{each}"' in test for test in tests)] == []


def beside(first: str, second: str) -> subprocess.CompletedProcess[str]:
    """A rule that runs one command beside another."""
    return make(f"--eval=try:;$(call beside,First,{first},second,{second})", "try")


@pytest.mark.parametrize(
    ("first", "second", "stopped_at"),
    [
        ("echo one", "echo two", ""),
        ("false", "echo two", "First"),
        ("echo one", "echo two && false", "second"),
        ("false", "echo two && false", "First, second"),
    ],
)
def test_of_two_commands_beside_each_other_either_that_fails_stops_there(first, second, stopped_at):
    done = beside(first, second)

    assert [each for each in done.stderr.splitlines() if each.startswith("Stopped at")] == (
        [f"Stopped at: {stopped_at}"] if stopped_at else []
    )
    assert bool(done.returncode) == bool(stopped_at)
    assert ("two\n" in done.stdout) == ("second" in stopped_at)


def test_a_taken_port_is_told_before_anything_is_done():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        taken = listening.getsockname()[1]

        done = make("run", f"PORT={taken}")

    said = [line for line in done.stderr.splitlines() if not line.startswith("make: ")]
    assert done.returncode != 0
    assert done.stdout == ""
    assert len(said) == 1
    assert said[0].startswith(f"Port {taken} is taken: ")
