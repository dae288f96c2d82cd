"""Texts as a file can hold them, whatever somebody typed or pasted. No Django in here."""

import re

# XML has no word for these and a printer no picture: control characters, halves of characters,
# code points that are none; and those that turn the direction of what stands after them.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
LONG_WORD = re.compile(r"\S{25,}")
EVERY_SO_OFTEN = re.compile(r"(\S{12})(?=\S)")
BREAK_HERE = "\u200b"  # a place to break a line, with no width


def clean(text: str) -> str:
    """The text without what no file can hold, its lines broken in one way, its tabs as spaces."""
    return UNPRINTABLE.sub("", LINE_ENDS.sub("\n", text)).replace("\t", " ")


def paragraphs(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in clean(text).split("\n") if line.strip()]


def breakable(text: str) -> str:
    """The text with places in its very long words where a line may end."""
    return LONG_WORD.sub(lambda word: EVERY_SO_OFTEN.sub(rf"\1{BREAK_HERE}", word[0]), text)
