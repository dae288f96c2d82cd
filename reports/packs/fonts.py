"""The fonts that come with us, and which characters they have. No Django in here.

A PDF for everybody (PDF/UA) must be able to show every character that it says it holds. A
character that neither font has is shown as a square, and the file says so at its end.
"""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"
FAMILIES = ("Liberation Sans", "DejaVu Sans")
FILES = ("LiberationSans-Regular.ttf", "DejaVuSans.ttf")
SQUARE = "□"
# Zero-width characters that a renderer swallows, whether its font knows them or not.
WITHOUT_A_PICTURE = frozenset([*range(0x200B, 0x2010), 0x2060, *range(0xFE00, 0xFE10), 0xFEFF])


def shown(text: str) -> str:
    """The text with a square in the place of each character that our fonts do not have."""
    known = covered()
    if all(ord(each) in known for each in text):
        return text
    return "".join(each if ord(each) in known else SQUARE for each in text)


@cache
def covered() -> frozenset[int]:
    """Every code point that can be shown. Line breaks are no characters."""
    found = {ord("\n"), *WITHOUT_A_PICTURE}
    for name in FILES:
        found.update(code_points((FOLDER / name).read_bytes()))
    return frozenset(found)


def code_points(font: bytes) -> Iterator[int]:
    """The code points of a TrueType font, from its largest character map."""
    start = table_of(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    offsets = [struct.unpack_from(">I", font, start + 8 + 8 * each)[0] for each in range(count)]
    maps = {struct.unpack_from(">H", font, start + each)[0]: start + each for each in offsets}
    yield from segments(font, maps[12]) if 12 in maps else short_segments(font, maps[4])


def table_of(font: bytes, name: bytes) -> int:
    """Where a table of the font begins."""
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if tag == name:
            return offset
    raise ValueError(f"The font has no table {name.decode()}.")


def segments(font: bytes, start: int) -> Iterator[int]:
    """Character map of format 12: groups of first, last and glyph."""
    (count,) = struct.unpack_from(">I", font, start + 12)
    for number in range(count):
        first, last, _ = struct.unpack_from(">III", font, start + 16 + 12 * number)
        yield from range(first, last + 1)


def short_segments(font: bytes, start: int) -> Iterator[int]:
    """Character map of format 4: the ends of all segments, then their starts."""
    (twice,) = struct.unpack_from(">H", font, start + 6)
    lasts = struct.unpack_from(f">{twice // 2}H", font, start + 14)
    firsts = struct.unpack_from(f">{twice // 2}H", font, start + 16 + twice)
    for first, last in zip(firsts, lasts, strict=True):
        if first != 0xFFFF:
            yield from range(first, last + 1)
