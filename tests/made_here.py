"""The files that reports are taken as: the same one is made once, and Word's in this process.

That the same document gives the same bytes, and that a process of its own gives them, is looked at
by tests that ask for `made_anew`.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from reports.packs import pdf, word, word_writer

Make = Callable[[str, bytes], bytes]
MOST_KEPT = 200


def make_here(patch: pytest.MonkeyPatch) -> None:
    """Let PDFs come out of a process of theirs, once each, and Word files out of this one."""
    patch.setattr(pdf, "made_apart", once_for_the_same(pdf.made_apart))
    patch.setattr(word, "made_apart", once_for_the_same(written_here))
    # Typst keeps what it ever drew: this process lives too long for it.
    patch.setattr(word_writer, "drawn", drawn_apart)


def once_for_the_same(make: Make) -> Make:
    """`make`, which remembers the last files that it made."""
    made: OrderedDict[bytes, bytes] = OrderedDict()

    def made_before(module: str, asked: bytes) -> bytes:
        key = sha256(module.encode() + asked).digest()
        if key not in made:
            made[key] = make(module, asked)
        made.move_to_end(key)
        if len(made) > MOST_KEPT:
            made.popitem(last=False)
        return made[key]

    return made_before


def written_here(module: str, asked: bytes) -> bytes:
    assert module == word_writer.__name__
    return word_writer.Writer(pickle.loads(asked)).written()  # noqa: S301


def drawn_apart(template: str, data: dict[str, Any], wanted: dict[str, Any]) -> list[bytes]:
    return pdf.compiled(template, data, **wanted)
