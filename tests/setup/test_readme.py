"""What the README shows and leads to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
LARGEST_PICTURE = 150_000  # bytes
LINKS = re.findall(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)", README)
PLACES = [each for each in LINKS if "://" not in each]
MADE_HERE = "var/"  # by the first run
NAMED = sorted({*re.findall(r"`([a-z_]+/[a-z_/]*(?:\.py)?)`", README)} - {MADE_HERE})


def test_the_readme_shows_a_picture():
    assert "docs/plan-page.png" in PLACES


@pytest.mark.parametrize("place", PLACES)
def test_every_link_and_picture_of_the_readme_is_there(place):
    assert (ROOT / place).exists()


@pytest.mark.parametrize("name", NAMED)
def test_every_file_and_room_that_the_readme_names_is_there(name):
    assert (ROOT / name).exists()


@pytest.mark.parametrize("place", [each for each in PLACES if each.endswith(".png")])
def test_a_picture_is_a_small_one(place):
    picture = (ROOT / place).read_bytes()

    assert picture.startswith(b"\x89PNG")
    assert len(picture) < LARGEST_PICTURE
