"""Changing an XML part in some places, and leaving every other byte as it is.

No Django in here.
"""

import re
from collections.abc import Callable
from xml.dom import minidom
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from workbooks.marking.marks import NotMarked

# What XML cannot carry at all.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
Start = Callable[[str, dict[str, str], int], None]
End = Callable[[str, int, int], None]


def scan(content: bytes, start: Start, end: End, text: Callable[[str], None] | None = None) -> None:
    """Call back for each element with its local name and where its tag begins in the bytes; at
    its end also with where the whole element ends.

    Raises NotMarked for XML that is not UTF-8, or declares entities.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise NotMarked("the file is written in an unusual encoding")
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    open_at: list[int] = []
    latest = 0

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal latest
        latest = parser.CurrentByteIndex
        open_at.append(latest)
        start(name.rpartition(":")[2], attributes, latest)

    def ended(name: str) -> None:
        """Of an element that closes itself, the parser is behind its tag already."""
        began, place = open_at.pop(), parser.CurrentByteIndex
        may_close_itself = began == latest and content[place - 2 : place] == b"/>"
        if may_close_itself and began + len(tag_at(content, began)) == place:
            end(name.rpartition(":")[2], place, place)
        else:
            end(name.rpartition(":")[2], place, content.index(b">", place) + 1)

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise NotMarked("the file is damaged") from None


def document_of(content: bytes) -> minidom.Document:
    """The whole XML as a tree, once it is known to be harmless. Raises NotMarked, as `scan`."""
    scan(content, no_start, no_end)
    return minidom.parseString(content)  # noqa: S318 - scanned just above


def no_start(name: str, attributes: dict[str, str], place: int) -> None:
    """For whoever only wants to know that the XML is harmless."""


def no_end(name: str, place: int, after: int) -> None:
    """The same."""


def _refuse(*declaration: object) -> None:
    raise NotMarked("the file declares entities of its own")


def tag_at(content: bytes, place: int) -> bytes:
    """The whole tag that begins at that place."""
    end, quote = place, 0
    while True:
        byte = content[end]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == ord(">"):
            return content[place : end + 1]
        end += 1


def prefix_of(tag: bytes) -> bytes:
    """The prefix of a tag's name, with its colon: `x:` of `<x:row>`."""
    name = re.match(rb"</?([^\s/>]+)", tag)
    before, colon, _ = (name[1] if name else b"").rpartition(b":")
    return before + colon


def with_attribute(tag: bytes, name: bytes, value: bytes) -> bytes:
    """A start tag with that attribute set."""
    set_to = b' %s="%s"' % (name, value)
    changed, count = re.subn(rb"\s" + name + rb"\s*=\s*(\"[^\"]*\"|'[^']*')", set_to, tag, count=1)
    if count:
        return changed
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end] + set_to + tag[end:]


def without_attribute(tag: bytes, name: bytes) -> bytes:
    return re.sub(rb"\s" + name + rb"\s*=\s*(\"[^\"]*\"|'[^']*')", b"", tag, count=1)


class Splices:
    """Changes to some bytes: what is put in the place of what, from start to end."""

    def __init__(self) -> None:
        self._changes: list[tuple[int, int, int, bytes]] = []

    def put(self, start: int, end: int, new: bytes) -> None:
        self._changes.append((start, end, len(self._changes), new))

    def insert(self, place: int, new: bytes) -> None:
        self.put(place, place, new)

    def applied(self, content: bytes) -> bytes:
        pieces, done = [], 0
        for start, end, _, new in sorted(self._changes):
            pieces += [content[done:start], new]
            done = end
        return b"".join([*pieces, content[done:]])


def as_text(words: str) -> bytes:
    """Words as an element's text."""
    return escape(_FORBIDDEN.sub("\ufffd", words)).encode("utf-8", "replace")


def as_attribute(words: str) -> bytes:
    """Words as an attribute, with the marks around them."""
    return quoteattr(_FORBIDDEN.sub("\ufffd", words)).encode("utf-8", "replace")
