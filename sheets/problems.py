"""What is told about a file: where, what is wrong, and what to do.  No Django in here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much a thing told about a file weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to tell about a file.

    An error stops the import, a warning asks to be confirmed, a note is only said. `cell` is an
    address such as B2, or "" for the whole sheet.
    """

    sheet: str
    cell: str
    text: str
    weight: Weight = Weight.ERROR

    @property
    def place(self) -> str:
        """ "Targets!B2", or the sheet alone."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


# Marks that nobody sees, and that turn the words around them or part what looks whole.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def sentence(text: str) -> str:
    """The text as problems are told: without a full stop, so that each reads the same.

    A mark that nobody sees is named: "NI 101[U+202E]" is not a code, though it looks like one.
    """
    named = _UNSEEN.sub(lambda mark: f"[U+{ord(mark[0]):04X}]", text)
    return " ".join(named.split()).removesuffix(".")


def as_sentence(words: str) -> str:
    """The words as a page tells them: with a capital and a full stop."""
    words = words.strip()
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?")) else ".")


def any_of(words: Iterable[str]) -> str:
    """ "higher, lower or none"."""
    return _joined(words, "or")


def all_of(words: Iterable[str]) -> str:
    """ "Indicator, Period and From"."""
    return _joined(words, "and")


def _joined(words: Iterable[str], joint: str) -> str:
    said = list(words)
    if len(said) < 2:
        return "".join(said)
    return f"{', '.join(said[:-1])} {joint} {said[-1]}"
