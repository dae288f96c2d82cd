"""Our style sheets have no class that nothing wears."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("templates", "tables", "static/js", "laa_tracker", "accounts", "periods", "indicators",
         "plans", "risks", "returns", "workbooks", "reports", "audit", "sheets")  # fmt: skip
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
OURS = re.compile(r"\.(laa-[\w-]+)")
# A class whose end is put in: laa-status--{{ … }}, or f"laa-status--{…}".
BEGUN = re.compile(r"(laa-[\w-]*-)(?=\{)")


@cache
def written() -> str:
    """All that may name a class: templates, scripts and code."""
    files = (
        file
        for room in ROOMS
        for file in sorted((ROOT / room).rglob("*"))
        if file.suffix in {".html", ".js", ".py", ".svg", ".txt"}
    )
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@cache
def named() -> tuple[frozenset[str], frozenset[str]]:
    """Every class as it stands, and every beginning of one."""
    words = written()
    return frozenset(re.findall(r"laa-[\w-]*\w", words)), frozenset(BEGUN.findall(words))


def is_said(ending: str) -> bool:
    """Whether our code says what a class ends with, as a word or as several: "not-due"."""
    return bool(re.search(rf"\b{ending.replace('-', '[ -]')}\b", written(), re.IGNORECASE))


@cache
def is_worn(name: str) -> bool:
    whole, begun = named()
    return name in whole or any(
        name.startswith(each) and is_said(name.removeprefix(each)) for each in begun
    )


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda each: each.name)
def test_every_class_of_ours_is_worn_somewhere(sheet):
    names = set(OURS.findall(sheet.read_text(encoding="utf-8")))
    assert sorted(each for each in names if not is_worn(each)) == []


def test_a_class_that_nothing_wears_would_be_found():
    assert is_worn("laa-row")
    assert not is_worn("laa-status--unheard-of-colour")
    assert not is_worn("laa-nothing")
