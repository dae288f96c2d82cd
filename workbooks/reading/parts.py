"""How the parts of an Office file name one another.  No Django in here."""

import posixpath

from workbooks.reading import xml
from workbooks.reading.archive import DAMAGED, Archive
from workbooks.reading.limits import NotRead

Parts = dict[str, tuple[str, str]]
CUSTOM_PROPERTIES = "docProps/custom.xml"


def main_part(archive: Archive) -> str:
    """The part with which the file begins. Raises NotRead."""
    for kind, target in relations(archive, "").values():
        if kind == "officeDocument":
            return target.lstrip("/")
    raise NotRead(DAMAGED)


def relations(archive: Archive, part: str) -> Parts:
    """The parts that a part names: kind and target by id. What lies outside is left out."""
    found: Parts = {}
    folder, name = posixpath.split(part)

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = kind, attributes.get("Target", "")

    named = posixpath.join(folder, "_rels", f"{name}.rels")
    if named in archive.names:
        xml.parse(archive.chunks(named), start)
    return found


def part_of(parts: Parts, kind: str, folder: str) -> str:
    """The first part of that kind; "" where there is none."""
    for each, target in parts.values():
        if each == kind:
            return absolute(folder, target)
    return ""


def absolute(folder: str, target: str) -> str:
    """A part's name in the archive."""
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(folder, target))


def read_properties(archive: Archive) -> dict[str, str]:
    """What a program wrote of its own into the file's properties."""
    said: dict[str, str] = {}
    name = ""

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal name
        if element == "property":
            name = attributes.get("name", "")

    def text(words: str) -> None:
        said[name] = said.get(name, "") + words

    if CUSTOM_PROPERTIES in archive.names:
        xml.parse(archive.chunks(CUSTOM_PROPERTIES), start, text=text)
    return {name: words.strip() for name, words in said.items() if name}
