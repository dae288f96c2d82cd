"""Marks of the words that a plan's document was written with, kept in the document itself.

By them words that somebody added are told from its own, where these are not read again.  No Django
in here.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256

# The document's properties that hold the marks are this and a number from 1.
PROPERTY = "LAA Tracker words"
LENGTH = 4
# Programs cut what is longer than 255 characters.
MARKS_IN_A_PROPERTY = 60


def mark_of(text: str) -> str:
    """The mark of a paragraph or of a cell, by its letters and digits alone."""
    said = "".join(each for each in text.casefold() if each.isalnum())
    return urlsafe_b64encode(sha256(said.encode("utf-8", "replace")).digest())[:LENGTH].decode()


def words_of_row(cells: Sequence[str]) -> list[str]:
    """What is marked of a table's row: each cell but the first with that and with its place, so
    that words which the document has elsewhere are known to be new in it.
    """
    return [f"{cells[0]} {nth} {each}" for nth, each in enumerate(cells[1:], start=2)]


def written_marks(texts: Iterable[str]) -> dict[str, str]:
    """The properties that hold the marks of all these texts."""
    marks = sorted({mark_of(each) for each in texts})
    return {
        f"{PROPERTY} {number}": "".join(marks[start : start + MARKS_IN_A_PROPERTY])
        for number, start in enumerate(range(0, len(marks), MARKS_IN_A_PROPERTY), start=1)
    }


def read_marks(properties: dict[str, str]) -> list[str]:
    """The marks that a document's properties hold; none where it has none of ours."""
    written = [said for name, said in properties.items() if name.startswith(PROPERTY)]
    return [
        said[start : start + LENGTH] for said in written for start in range(0, len(said), LENGTH)
    ]
