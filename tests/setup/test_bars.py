"""docs/bars.md has every row once, names only what is there, and the README counts it rightly."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/bars.md").read_text()
README = (ROOT / "README.md").read_text()
MEASURED = (ROOT / "BENCHMARKS.md").read_text()
PARTS = {"L": 7, "K": 8, "S": 12, "A": 5, "B": 7, "T": 5, "D": 6, "Z": 5, "P": 17}
ROWS = [f"{part}{number}" for part, most in PARTS.items() for number in range(1, most + 1)]
ROWS.append("P19")
NONE, BENCH = "–", "`make bench`"


class Row:
    """A row of a table: what is asked, by what it is held, and what of it is not."""

    def __init__(self, line: str):
        self.name, self.asked, self.held, self.missing = (
            each.strip() for each in line.strip("|").split("|")
        )

    @property
    def is_whole(self) -> bool:
        return bool(self.held) and self.missing == NONE

    @property
    def is_held_in_part(self) -> bool:
        return bool(self.held) and self.missing != NONE


def rows_of(page: str) -> list[Row]:
    return [Row(line) for line in page.splitlines() if re.match(r"\| [A-Z]\d+ \|", line)]


def named_in(page: str) -> list[str]:
    """The files of tests, and the tests, that a page names."""
    return sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", page)))


def is_there(name: str) -> bool:
    place, _, test = name.partition("::")
    file = ROOT / place
    return file.exists() and (not test or f"def {test}(" in file.read_text())


def counted(rows: list[Row]) -> dict[str, int]:
    """How many rows there are of each sort, by the words with which the README counts them."""
    return {
        "rows": len(rows),
        "whole": sum(each.is_whole for each in rows),
        "in part": sum(each.is_held_in_part for each in rows),
        "not held": sum(not each.held for each in rows),
        "with lines": sum(BENCH in each.held for each in rows),
    }


def counts_said(text: str) -> dict[str, int]:
    """The counts as a text says them; a word that it does not count is missing."""
    found = re.findall(r"\*\*(\d+) (rows|whole|in part|not held|with lines)\*\*", text)
    return {word: int(number) for number, word in found}


def test_every_row_is_there_once_and_in_order():
    assert [each.name for each in rows_of(PAGE)] == ROWS


def test_every_row_is_held_by_something_or_says_why_not():
    assert [each.name for each in rows_of(PAGE) if not each.asked or not each.missing] == []
    reasons = [each for each in rows_of(PAGE) if not each.is_whole]
    assert [each.name for each in reasons if not each.missing.endswith(".")] == []
    assert "applicable" not in PAGE


@pytest.mark.parametrize("name", named_in(PAGE))
def test_what_it_names_is_there(name):
    assert is_there(name)


def test_what_is_not_there_would_be_found():
    page = "`tests/setup/test_bars.py::test_of_nothing` `tests/setup/nothing.py`"

    assert [each for each in named_in(page) if is_there(each)] == []
    assert is_there("tests/setup/test_bars.py::test_what_it_names_is_there")


def test_the_readme_counts_the_rows_of_the_page():
    assert counts_said(README) == counted(rows_of(PAGE))


def test_a_row_that_loses_what_holds_it_changes_the_counts():
    rows = rows_of(PAGE)
    rows[0].held, rows[1].held = "", ""

    assert counted(rows) != counts_said(README)


def test_the_rows_that_are_measured_are_those_of_the_benchmarks():
    lines = set(re.findall(r"^\| ([A-Z]\d+) \|", MEASURED, flags=re.MULTILINE))
    named = {each.name for each in rows_of(PAGE) if BENCH in each.held}

    assert lines
    # Of P19 the two databases' lines are laid beside each other.
    assert named == lines | {"P19"}
