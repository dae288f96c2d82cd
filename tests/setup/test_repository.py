"""What is committed is everybody's: it names no one's machine, and vendored files are whole."""

import hashlib
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDORED = ["static/vendor/govuk-frontend", "tests/vendor/axe-core", "reports/packs/fonts"]
# Put together here, so that this file does not name them either.
MACHINES = [f"/{name}/" for name in ("work", "root", "home", "Users", "tmp/laa", "opt/pypi")]
REGISTRIES = [f"{name}.org" for name in ("pypi", "pythonhosted", "registry.npmjs")]


def committed_texts() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.is_file() and b"\0" not in file.read_bytes()]


def test_no_committed_file_names_a_path_of_somebodys_machine_or_a_registry():
    files = committed_texts()
    named = [
        f"{file.relative_to(ROOT)}: {word}"
        for file in files
        for word in MACHINES + REGISTRIES
        if word in file.read_text()
    ]

    assert ROOT / "manage.py" in files
    assert named == []


@pytest.mark.parametrize("directory", VENDORED)
def test_vendored_files_are_those_that_their_note_describes(directory):
    note = (ROOT / directory / "VENDORED.md").read_text()
    described = dict(re.findall(r"sha256 of `(\S+)` \| `(\w{64})`", note))

    assert described
    assert described == {
        name: hashlib.sha256((ROOT / directory / name).read_bytes()).hexdigest()
        for name in described
    }


@pytest.mark.parametrize("directory", VENDORED)
def test_vendored_files_come_with_their_licence(directory):
    assert list((ROOT / directory).glob("LICENSE*"))


def test_the_style_sheet_asks_for_no_picture_and_no_font_of_govuk():
    css = (ROOT / "static/vendor/govuk-frontend/govuk-frontend.css").read_text()

    assert ".govuk-button" in css
    assert "url(" not in css
    assert "GDS Transport" not in css
