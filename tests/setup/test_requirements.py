"""What is installed is named, with a reason, and can be nothing but what was pinned."""

import re
from pathlib import Path

import pytest

from tools.pins import reasons

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ["requirements.in", "requirements-dev.in"]
PINNED = ["requirements.txt", "requirements-dev.txt"]


def entries(name: str) -> list[str]:
    """Each pin of the file with the lines that belong to it."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / name).read_text(), flags=re.MULTILINE)
    return [entry for entry in re.split(r"\n(?=\S)", text.strip()) if entry]


def package(requirement: str) -> str:
    """`django-allauth[mfa]>=1` is django-allauth."""
    return re.split(r"[\[<>=!~ ]", requirement, maxsplit=1)[0].lower()


@pytest.mark.parametrize("name", PINNED)
def test_every_package_has_one_version_and_hashes(name):
    unpinned = [
        entry for entry in entries(name) if not re.match(r"\S+==\S+ \\\n\s+--hash=sha256:", entry)
    ]

    assert entries(name)
    assert unpinned == []


@pytest.mark.parametrize("name", PINNED + SOURCES)
def test_no_address_of_an_index_is_written(name):
    text = (ROOT / name).read_text()

    assert not re.search(r"https?://|file://|--(extra-)?index-url|--find-links", text)


@pytest.mark.parametrize("name", SOURCES)
def test_every_package_asked_for_has_its_reason_in_both_files(name):
    asked_for = [
        line for line in (ROOT / name).read_text().splitlines() if line and line[0] not in "#-"
    ]
    pinned = (ROOT / name).with_suffix(".txt").read_text()

    assert len(reasons(ROOT / name)) == len(asked_for)
    for requirement, reason in reasons(ROOT / name).items():
        assert re.search(rf"^#   {re.escape(requirement)} +{re.escape(reason)}$", pinned, re.M)


@pytest.mark.parametrize("name", SOURCES)
def test_every_package_asked_for_is_pinned(name):
    pinned = {package(entry) for entry in entries(Path(name).with_suffix(".txt").name)}

    assert {package(requirement) for requirement in reasons(ROOT / name)} <= pinned


def test_tests_and_product_agree_on_the_version_of_what_they_share():
    versions = [{package(entry): entry.split()[0] for entry in entries(name)} for name in PINNED]
    shared = versions[0].keys() & versions[1].keys()

    assert "django" in shared
    assert {name: versions[0][name] for name in shared} == {
        name: versions[1][name] for name in shared
    }
