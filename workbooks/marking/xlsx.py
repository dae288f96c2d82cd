"""Marking up an Excel workbook: every part that need not change stays as it is, to the byte.

No Django in here.
"""

import posixpath
import re
import zipfile
from pathlib import Path

from workbooks.marking.comments import Comments
from workbooks.marking.marks import Marks, NotMarked, marks_of
from workbooks.marking.sheet import SheetPart
from workbooks.marking.splicing import as_attribute
from workbooks.marking.styles import Styles
from workbooks.reading.archive import Archive
from workbooks.reading.parts import absolute, main_part, part_of, relations
from workbooks.reading.xlsx import read_sheets, read_strings

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_STYLES = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
TYPES = "[Content_Types].xml"


def mark_xlsx(source: Path, marks: dict[str, Marks], out: Path) -> None:
    """Write a marked-up copy of the workbook. Raises NotMarked, or NotRead."""
    package = _Package(Archive(source))
    workbook = main_part(package.archive)
    sheets, _ = read_sheets(package.archive, workbook)
    parts = relations(package.archive, workbook)
    folder = posixpath.dirname(workbook)
    strings = read_strings(package.archive, part_of(parts, "sharedStrings", folder))
    style_part = part_of(parts, "styles", folder)
    if not style_part:
        style_part = posixpath.join(folder, "styles.xml")
        package.relate(workbook, "styles", style_part)
        package.type_of(style_part, _STYLES)
    styles = Styles(package.read(style_part))
    found = False
    for name, _, relation in sheets:
        kind, target = parts.get(relation, ("", ""))
        ours = marks_of(name, marks, alone=len(sheets) == 1)
        if kind == "worksheet" and ours:
            found = True
            _mark_sheet(package, absolute(folder, target), strings, styles, ours)
    if not found:
        raise NotMarked("none of the problems is in one of its sheets")
    package.write(style_part, styles.written())
    package.save(out)


def _mark_sheet(
    package: "_Package", part: str, strings: list[str], styles: Styles, marks: Marks
) -> None:
    sheet = SheetPart(package.read(part), strings, styles, marks)
    kinds = relations(package.archive, part)
    folder = posixpath.dirname(part)
    words = part_of(kinds, "comments", folder)
    shapes = absolute(folder, kinds[sheet.drawing][1]) if sheet.drawing in kinds else ""
    comments = Comments(package.read(words), package.read(shapes))
    told, drawn = comments.mark(marks.told)
    if not words:
        words = package.unused("xl/commentsLAA{}.xml")
        package.relate(part, "comments", words)
        package.type_of(words, _COMMENTS)
    relation = ""
    if not shapes:
        shapes = package.unused("xl/drawings/vmlDrawingLAA{}.vml")
        relation = package.relate(part, "vmlDrawing", shapes)
        package.default_type("vml", _VML)
    package.write(words, told)
    package.write(shapes, drawn)
    package.write(part, sheet.marked(relation))


class _Package:
    """The parts of a workbook, as they are and as they will be."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._new: dict[str, bytes] = {}

    def read(self, part: str) -> bytes:
        return self._new[part] if part in self._new else self.archive.read(part)

    def write(self, part: str, content: bytes) -> None:
        self._new[part] = content

    def unused(self, pattern: str) -> str:
        number = 1
        while pattern.format(number) in self.archive.names | self._new.keys():
            number += 1
        return pattern.format(number)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation from a part to another; gives its id."""
        folder, name = posixpath.split(part)
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        content = self.read(place) or (
            f'<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'.encode()
        )
        number = 1
        while f'"rIdLAA{number}"'.encode() in content:
            number += 1
        one = (
            f'<Relationship xmlns="{_PACKAGE}/relationships" Id="rIdLAA{number}" '
            f'Type="{_OFFICE}/{kind}" Target="/{target}"/>'
        )
        self.write(place, _at_the_end(content, one.encode()))
        return f"rIdLAA{number}"

    def type_of(self, part: str, kind: str) -> None:
        name = as_attribute(f"/{part}").decode()
        one = f'<Override xmlns="{_PACKAGE}/content-types" PartName={name} ContentType="{kind}"/>'
        self.write(TYPES, _at_the_end(self.read(TYPES), one.encode()))

    def default_type(self, ending: str, kind: str) -> None:
        content = self.read(TYPES)
        if re.search(rb'Extension="%s"' % ending.encode(), content, re.IGNORECASE):
            return
        one = (
            f'<Default xmlns="{_PACKAGE}/content-types" Extension="{ending}" ContentType="{kind}"/>'
        )
        self.write(TYPES, _at_the_beginning(content, one.encode()))

    def save(self, out: Path) -> None:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in dict.fromkeys([*self.archive.in_order, *self._new]):
                archive.writestr(name, self.read(name))


def _at_the_end(content: bytes, more: bytes) -> bytes:
    """The document with one more element before its root ends."""
    if content.rstrip().endswith(b"/>"):
        start = content.rindex(b"<")
        tag = content[start:].rstrip()[:-2]
        name = tag[1:].split()[0]
        return content[:start] + tag + b">" + more + b"</" + name + b">"
    end = content.rfind(b"</")
    if end < 0:
        raise NotMarked("the file is damaged")
    return content[:end] + more + content[end:]


def _at_the_beginning(content: bytes, more: bytes) -> bytes:
    """The document with one more element before the first of its root's."""
    root = re.search(rb"<[^?!][^>]*>", content)
    if root is None:
        raise NotMarked("the file is damaged")
    return content[: root.end()] + more + content[root.end() :]
