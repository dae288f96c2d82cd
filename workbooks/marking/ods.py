"""Marking up an OpenDocument spreadsheet: its own styles with our fill, notes at wrong cells, and
the column Problems last.  No Django in here.
"""

import zipfile
from pathlib import Path
from typing import Any, cast
from xml.dom import minidom

from workbooks.marking.marks import AUTHOR, FILL, PROBLEMS, Marks, NotMarked, folded, marks_of
from workbooks.marking.splicing import as_text, document_of
from workbooks.reading.archive import Archive

CONTENT = "content.xml"
# A document that is kept whole while it is changed takes much more memory than its bytes.
LARGEST = 30 * 1024 * 1024
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
_DC = "http://purl.org/dc/elements/1.1/"
_COLOUR = f"#{FILL.lower()}"
_CELLS = {"table-cell", "covered-table-cell"}


def mark_ods(source: Path, marks: dict[str, Marks], out: Path) -> None:
    """Write a marked-up copy of the spreadsheet. Raises NotMarked, or NotRead."""
    archive = Archive(source)
    content = archive.read(CONTENT)
    if len(content) > LARGEST:
        raise NotMarked("it is too large to be marked up in this format: save it as .xlsx")
    document = _Document(document_of(content))
    tables = document.tables()
    found = False
    for table in tables:
        ours = marks_of(table.getAttributeNS(_TABLE, "name"), marks, alone=len(tables) == 1)
        if ours:
            found = True
            _mark_table(document, table, ours)
    if not found:
        raise NotMarked("none of the problems is in one of its sheets")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in archive.in_order:
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            content = document.written() if name == CONTENT else archive.read(name)
            written.writestr(name, content, kind)


def _mark_table(document: "_Document", table: Any, marks: Marks) -> None:
    headings = document.words_of_row(table, 1)
    named = [column for column, words in headings.items() if folded(words) == folded(PROBLEMS)]
    marked = [place for place, _ in marks.told]
    column = named[0] if named else max([document.last_column(table), *marked]) + 1
    document.clean(table, column if named else 0)
    last = max((place for place, words in headings.items() if place != column), default=0)
    for (place, row), told in marks.told.items():
        cell = document.cell(table, place, row)
        document.fill(cell)
        document.comment(cell, told)
    style = document.cell(table, last, 1).getAttributeNS(_TABLE, "style-name") if last else ""
    document.write(document.cell(table, column, 1), PROBLEMS, style)
    for row, said in marks.beside.items():
        document.write(document.cell(table, column, row), said, "")


class _Document:
    """The content of a spreadsheet, whose cells are found by their place and changed."""

    def __init__(self, document: minidom.Document) -> None:
        self._document = document
        self._root = cast(Any, document.documentElement)
        self._prefixes = {
            value: name.removeprefix("xmlns:")
            for name, value in self._root.attributes.items()
            if name.startswith("xmlns:")
        }
        self._wrong: dict[str, str] = {}

    def written(self) -> bytes:
        return self._document.toxml("utf-8")

    def tables(self) -> list[Any]:
        found: list[Any] = list(self._root.getElementsByTagNameNS(_TABLE, "table"))
        return [each for each in found if each.parentNode.localName == "spreadsheet"]

    def _element(self, space: str, name: str) -> Any:
        if space not in self._prefixes:
            self._prefixes[space] = f"laa{len(self._prefixes)}"
            self._root.setAttribute(f"xmlns:{self._prefixes[space]}", space)
        return self._document.createElementNS(space, f"{self._prefixes[space]}:{name}")

    def _set(self, element: Any, space: str, name: str, value: str) -> None:
        if space not in self._prefixes:
            self._element(space, name)
        element.setAttributeNS(space, f"{self._prefixes[space]}:{name}", value)

    # Finding

    def cell(self, table: Any, column: int, row: int) -> Any:
        """The cell at that place alone, parted from those that it was repeated with."""
        rows = _elements(table, {"table-row"})
        found = self._alone(rows, row, "number-rows-repeated")
        if found is None:
            found = self._further(table, rows, row, "table-row", "number-rows-repeated")
        cells = _elements(found, _CELLS)
        one = self._alone(cells, column, "number-columns-repeated")
        if one is None:
            one = self._further(found, cells, column, "table-cell", "number-columns-repeated")
        return one

    def _alone(self, elements: list[Any], number: int, repeated: str) -> Any:
        """The element of that number, parted from its repetitions; None beyond the last."""
        before = 0
        for each in elements:
            times = _times(each, repeated)
            if number <= before + times:
                return self._parted(each, number - before, times, repeated)
            before += times
        return None

    def _parted(self, element: Any, number: int, times: int, repeated: str) -> Any:
        parent = element.parentNode
        for count, before in ((number - 1, True), (times - number, False)):
            if count:
                copy = element.cloneNode(True)
                self._repeat(copy, count, repeated)
                parent.insertBefore(copy, element if before else element.nextSibling)
        self._repeat(element, 1, repeated)
        return element

    def _repeat(self, element: Any, count: int, repeated: str) -> None:
        if element.hasAttributeNS(_TABLE, repeated):
            element.removeAttributeNS(_TABLE, repeated)
        if count > 1:
            self._set(element, _TABLE, repeated, str(count))

    def _further(
        self, parent: Any, elements: list[Any], number: int, name: str, repeated: str
    ) -> Any:
        """A new element beyond the last, with blank ones between."""
        there = sum(_times(each, repeated) for each in elements)
        if number - there > 1:
            blank = self._element(_TABLE, name)
            self._repeat(blank, number - there - 1, repeated)
            if name == "table-row":
                blank.appendChild(self._element(_TABLE, "table-cell"))
            parent.appendChild(blank)
        return parent.appendChild(self._element(_TABLE, name))

    def words_of_row(self, table: Any, number: int) -> dict[int, str]:
        """What stands in the cells of a row, by column; blank ones are left out."""
        before = 0
        for row in _elements(table, {"table-row"}):
            before += _times(row, "number-rows-repeated")
            if number <= before:
                return _words_by_column(row)
        return {}

    def last_column(self, table: Any) -> int:
        """The last column in which anything stands."""
        rows = _elements(table, {"table-row"})
        return max((column for row in rows for column in _words_by_column(row)), default=0)

    # Changing

    def fill(self, cell: Any) -> None:
        style = cell.getAttributeNS(_TABLE, "style-name")
        if style not in self._wrong:
            self._wrong[style] = self._copied(style, _COLOUR)
        self._set(cell, _TABLE, "style-name", self._wrong[style])

    def _copied(self, name: str, colour: str) -> str:
        """A style like that one, with a fill."""
        styles = self._root.getElementsByTagNameNS(_OFFICE, "automatic-styles")
        if not styles:
            raise NotMarked("the file has no cell styles of its own")
        own = self._style(name)
        copy = own.cloneNode(True) if own else self._element(_STYLE, "style")
        new = f"LAA-{len(self._wrong) + 1}"
        self._set(copy, _STYLE, "name", new)
        self._set(copy, _STYLE, "family", "table-cell")
        if own is None and name:
            self._set(copy, _STYLE, "parent-style-name", name)
        looks = copy.getElementsByTagNameNS(_STYLE, "table-cell-properties")
        look = looks[0] if looks else self._element(_STYLE, "table-cell-properties")
        if not looks:
            copy.insertBefore(look, copy.firstChild)
        self._set(look, _FO, "background-color", colour)
        styles[0].appendChild(copy)
        return new

    def _style(self, name: str) -> Any:
        for each in self._root.getElementsByTagNameNS(_STYLE, "style"):
            if each.getAttributeNS(_STYLE, "name") == name:
                return each
        return None

    def comment(self, cell: Any, words: str) -> None:
        """A note at a cell; to one that its owner wrote, ours is added."""
        notes = _elements(cell, {"annotation"})
        note = notes[0] if notes else self._element(_OFFICE, "annotation")
        if not notes:
            creator = self._element(_DC, "creator")
            creator.appendChild(self._document.createTextNode(AUTHOR))
            note.appendChild(creator)
            cell.insertBefore(note, cell.firstChild)
        for line in words.split("\n"):
            note.appendChild(self._paragraph(f"{AUTHOR}: {line}" if notes else line))

    def _paragraph(self, words: str) -> Any:
        paragraph = self._element(_TEXT, "p")
        plain = as_text(words).decode()
        for mark, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
            plain = plain.replace(mark, character)
        paragraph.appendChild(self._document.createTextNode(plain))
        return paragraph

    def write(self, cell: Any, words: str, style: str) -> None:
        """Let the cell hold these words and nothing else."""
        for child in list(cell.childNodes):
            cell.removeChild(child)
        for place in range(cell.attributes.length - 1, -1, -1):
            attribute = cell.attributes.item(place)
            if attribute.localName != "style-name":
                cell.removeAttributeNode(attribute)
        if style:
            self._set(cell, _TABLE, "style-name", style)
        if words:
            self._set(cell, _OFFICE, "value-type", "string")
            for line in words.split("\n"):
                cell.appendChild(self._paragraph(line))

    def clean(self, table: Any, column: int) -> None:
        """Take out what an earlier copy put in: notes, fills, and the column Problems."""
        for note in list(table.getElementsByTagNameNS(_OFFICE, "annotation")):
            creators = note.getElementsByTagNameNS(_DC, "creator")
            if creators and _words(creators[0]) == AUTHOR:
                note.parentNode.removeChild(note)
            else:
                for each in _elements(note, {"p"}):
                    if _words(each).startswith(f"{AUTHOR}: "):
                        note.removeChild(each)
        self._clear_fills(table)
        for row in _elements(table, {"table-row"}) if column else ():
            if column in _words_by_column(row):
                one = self._alone(_elements(row, _CELLS), column, "number-columns-repeated")
                self.write(one, "", "")

    def _clear_fills(self, table: Any) -> None:
        ours = {
            each.getAttributeNS(_STYLE, "name")
            for each in self._root.getElementsByTagNameNS(_STYLE, "style")
            for look in each.getElementsByTagNameNS(_STYLE, "table-cell-properties")
            if look.getAttributeNS(_FO, "background-color") == _COLOUR
        }
        cleared: dict[str, str] = {}
        for cell in table.getElementsByTagNameNS(_TABLE, "table-cell") if ours else ():
            name = cell.getAttributeNS(_TABLE, "style-name")
            if name in ours:
                if name not in cleared:
                    cleared[name] = self._copied(name, "transparent")
                    self._wrong[f"cleared {name}"] = cleared[name]
                self._set(cell, _TABLE, "style-name", cleared[name])


def _elements(parent: Any, names: set[str]) -> list[Any]:
    """The elements of these names below a parent, through what only groups them."""
    found: list[Any] = []
    for child in parent.childNodes:
        if getattr(child, "localName", None) in names:
            found.append(child)
        elif getattr(child, "localName", None) in {
            "table-header-rows", "table-rows", "table-row-group",
        }:  # fmt: skip
            found += _elements(child, names)
    return found


def _times(element: Any, repeated: str) -> int:
    written = element.getAttributeNS(_TABLE, repeated)
    return int(written) if written.isdecimal() else 1


def _words_by_column(row: Any) -> dict[int, str]:
    found, column = {}, 0
    for cell in _elements(row, _CELLS):
        said = " ".join(_words(each) for each in _elements(cell, {"p"}))
        if said.strip():
            found[column + 1] = said
        column += _times(cell, "number-columns-repeated")
    return found


def _words(element: Any) -> str:
    if element.nodeType == element.TEXT_NODE:
        return str(element.data)
    return "".join(map(_words, element.childNodes))
