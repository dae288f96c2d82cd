"""Reading a Word document (.docx) as it streams by.  No Django in here.

What is read is what a reader sees with all changes accepted: words that were put in, not those
that were struck out. Cells that were merged are one cell, and what stands in a text box, a
footnote or the head of a page follows with its own place.
"""

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from plans.own_words import read_marks
from sheets.cells import address
from workbooks.reading import xml
from workbooks.reading.archive import DAMAGED, Archive
from workbooks.reading.documents import Document, Grid, Part, Words
from workbooks.reading.limits import NotRead
from workbooks.reading.parts import absolute, main_part, part_of, read_properties, relations

MOST_PARAGRAPHS = 20_000
MOST_TABLES = 1_000
MOST_PARTS = 100_000
MOST_TEXT = 4_000_000
DEEPEST = 400
WIDEST = 200
MOST_SHOWN = 120
TOO_MUCH = "the document is far longer than a delivery plan: bring the plan alone"
# What stands for itself among words.
_SIGNS = {
    "tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "", "ptab": "\t",
}  # fmt: skip
# What says how it was before, or how to draw it again for older programs: never read.
_UNREAD = {"Fallback", "instrText", "delText", "delInstrText", "rubyPr", "rt"}
_STRUCK_OUT = {"del", "moveFrom"}
_PUT_IN = {"ins", "moveTo"}
# A line through words that stay in the document, unlike those of a tracked change.
_LINED_OUT = {"strike", "dstrike"}
_OFF = {"0", "false", "off"}
_BESIDE = {
    "header": "Page head",
    "footer": "Page foot",
    "footnotes": "Footnote",
    "endnotes": "Endnote",
    "comments": "Comment",
}


def read_docx(archive: Archive) -> Document:
    """The document's paragraphs and tables, in order. Raises NotRead."""
    part = main_part(archive)
    if part not in archive.names:
        raise NotRead(DAMAGED)
    parts = relations(archive, part)
    folder = posixpath.dirname(part)
    reader = _Reader(_read_styles(archive, part_of(parts, "styles", folder)))
    reader.read(archive, part)
    seen: set[str] = set()
    for kind, target in sorted(parts.values()):
        if kind in _BESIDE and absolute(folder, target) in archive.names:
            reader.read_beside(archive, absolute(folder, target), _BESIDE[kind], seen)
    if any(kind == "aFChunk" for kind, target in parts.values()):
        reader.said["another document that was put into this one"] += 1
    return replace(reader.document(), marks=read_marks(read_properties(archive)))


@dataclass
class _Style:
    heading: int = 0
    item: bool = False
    based_on: str = ""


def _read_styles(archive: Archive, part: str) -> dict[str, _Style]:
    """Of each style, whether its paragraphs are headings or of a list."""
    styles: dict[str, _Style] = {}
    current = _Style()

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal current
        value = attributes.get("val", "")
        if element == "style":
            current = styles.setdefault(attributes.get("styleId", ""), _Style())
        elif element == "name":
            current.heading = _heading_of(value)
            current.item = value.casefold().startswith("list bullet")
        elif element == "basedOn":
            current.based_on = value
        elif element == "numId":
            current.item = value != "0"

    if part in archive.names:
        xml.parse(archive.chunks(part), start)
    return styles


def _heading_of(name: str) -> int:
    words = name.casefold().split()
    if words == ["title"]:
        return -1
    if len(words) == 2 and words[0] == "heading" and words[1] in "123456789":
        return int(words[1])
    return 0


@dataclass
class _Paragraph:
    """A paragraph that is being read. `goes_on` says that its end was struck out."""

    place: str
    beside: bool
    words: list[str] = field(default_factory=list)
    heading: int = 0
    item: bool = False
    goes_on: bool = False

    @property
    def text(self) -> str:
        lines = "".join(self.words).replace("\xa0", " ").split("\n")
        return "\n".join(line.strip() for line in lines).strip()


def whole(paragraphs: list[_Paragraph]) -> Iterator[_Paragraph]:
    """The paragraphs; one whose end was struck out is the beginning of the next."""
    begun: list[str] = []
    for each in paragraphs:
        each.words[:0] = begun
        begun = list(each.words) if each.goes_on else []
        if not each.goes_on:
            yield each
    if begun:
        yield paragraphs[-1]


@dataclass
class _Cell:
    """A cell that is being read."""

    row: int
    nth: int
    column: int
    width: int = 1
    goes_on_above: bool = False
    gone: bool = False
    paragraphs: list[_Paragraph] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(each.text for each in whole(self.paragraphs) if each.text)


@dataclass
class _Table:
    """A table that is being read."""

    place: str
    rows: list[list[_Cell]] = field(default_factory=list)
    gone: list[bool] = field(default_factory=list)
    headings: int = 0
    nested: int = 0
    next_column: int = 0

    def grid(self) -> Grid:
        """The table without its rows and cells that were struck out."""
        grid = Grid(self.place, [], self.headings)
        above: dict[int, Part] = {}
        number = 0
        for cells, gone in zip(self.rows, self.gone, strict=True):
            if gone:
                continue
            number += 1
            row: list[Part] = []
            kept = [each for each in cells if not each.gone]
            for nth, cell in enumerate(kept, start=1):
                if cell.goes_on_above and cell.column in above:
                    part = above[cell.column]
                else:
                    place = f"{self.place}!{address(nth, number)}"
                    part = Part(cell.text, place, cell.column, cell.width)
                row.append(part)
            above = {each.column: each for each in row}
            grid.rows.append(row)
        return grid


@dataclass
class _Story:
    """What is read one after the other: the body, a text box, a footnote."""

    named: str = ""
    paragraphs: int = 0
    tables: int = 0

    def place(self, what: str, number: int) -> str:
        if not self.named:
            return f"{what} {number}"
        is_first = what == "Paragraph" and number == 1
        return self.named if is_first else f"{self.named}, {what.lower()} {number}"


class _Reader:
    """Reads the XML as it streams by, and keeps what it read."""

    def __init__(self, styles: dict[str, _Style]) -> None:
        self._styles = styles
        self._read: list[_Paragraph | _Table] = []
        self._path: list[str] = []
        self._stories: list[_Story] = [_Story()]
        # The open tables and cells of each story, and the open paragraphs.
        self._tables: list[_Table | None] = [None]
        self._cells: list[_Cell | None] = [None]
        self._paragraphs: list[_Paragraph] = []
        self._unread = 0
        self._struck_out = 0
        self._placeholders: list[bool] = []
        self._is_lined_out = False
        self._lined_out = ""
        self._counted: Counter[str] = Counter()
        self._numbers: Counter[str] = Counter()
        self._notes: list[tuple[str, str]] = []
        self.said: Counter[str] = Counter()

    def read(self, archive: Archive, part: str) -> None:
        xml.parse(archive.chunks(part), self.start, self.end, self.text)

    def read_beside(self, archive: Archive, part: str, called: str, seen: set[str]) -> None:
        """Read a part whose words stand beside the text; the same words only once."""
        before = len(self._read)
        self._path.clear()
        self._stories = [_Story(called)]
        self._beside = called
        self.read(archive, part)
        added = self._read[before:]
        words = "\n".join(each.text for each in added if isinstance(each, _Paragraph))
        if called.startswith("Page") and words in seen:
            del self._read[before:]
        seen.add(words)

    _beside = ""

    def document(self) -> Document:
        return Document(list(self._blocks()), self._told())

    def _blocks(self) -> Iterator[Words | Grid]:
        """What was read, in its order."""
        run: list[_Paragraph] = []
        for each in self._read:
            if isinstance(each, _Paragraph):
                run.append(each)
                continue
            yield from (_as_words(each) for each in whole(run) if each.text)
            run = []
            yield each.grid()
        yield from (_as_words(each) for each in whole(run) if each.text)

    def _told(self) -> list[str]:
        notes = []
        put_in, struck_out = self._counted["put in"], self._counted["struck out"]
        if put_in or struck_out:
            notes.append(
                f"changes are tracked in the document: {_times(put_in, 'insertion')} read, and "
                f"{_times(struck_out, 'deletion')} left out"
            )
        if self._counted["hidden"]:
            notes.append("some words in the document are hidden: they are read all the same")
        if self._lined_out.strip():
            words = " ".join(self._lined_out.split())
            shown = words if len(words) <= MOST_SHOWN else f"{words[:MOST_SHOWN].rstrip()} …"
            notes.append(
                f"words are struck through in the document, and read all the same: “{shown}”: "
                "delete there what is to go"
            )
        if self._counted["pictures"]:
            notes.append(
                f"pictures and drawings cannot be read: there "
                f"{'is' if self._counted['pictures'] == 1 else 'are'} {self._counted['pictures']}"
            )
        notes += [f"{what} cannot be read: copy it in as text" for what in self.said]
        return notes

    # Elements

    def start(self, element: str, attributes: dict[str, str]) -> None:
        self._path.append(element)
        if len(self._path) > DEEPEST:
            raise NotRead(DAMAGED)
        if self._unread or element in _UNREAD or element.endswith("Change"):
            self._unread += 1
            return
        parent = self._path[-2] if len(self._path) > 1 else ""
        value = attributes.get("val", "")
        if element in _STRUCK_OUT or element in _PUT_IN:
            self._start_change(element, parent)
        elif element == "p":
            self._start_paragraph()
        elif element == "tbl":
            self._start_table()
        elif element in ("tr", "tc") and self._tables[-1]:
            self._start_row() if element == "tr" else self._start_cell()
        elif element == "txbxContent":
            self._start_story("Text box")
        elif element in ("footnote", "endnote", "comment") and self._beside:
            self._start_note(attributes)
        elif element == "sdt":
            self._placeholders.append(False)
        elif element == "showingPlcHdr" and self._placeholders and value not in _OFF:
            self._placeholders[-1] = True
        elif element in ("blip", "chart", "relIds", "imagedata"):
            self._counted["pictures"] += 1
        else:
            self._property(element, parent, value, attributes)

    def _start_change(self, element: str, parent: str) -> None:
        struck_out = element in _STRUCK_OUT
        if parent == "rPr":  # of the paragraph's own end
            if struck_out and self._paragraphs and "pPr" in self._path[-4:]:
                self._paragraphs[-1].goes_on = True
        elif parent == "trPr":
            if struck_out and (table := self._tables[-1]) and table.gone:
                table.gone[-1] = True
                self._counted["struck out"] += 1
        elif struck_out:
            self._struck_out += 1
            self._counted["struck out"] += self._struck_out == 1
        else:
            self._counted["put in"] += 1

    def _property(self, element: str, parent: str, value: str, attributes: dict[str, str]) -> None:
        table, cell = self._tables[-1], self._cells[-1]
        if element in _SIGNS and parent == "r":
            self.text(_SIGNS[element])
        elif element == "sym" and parent == "r":
            self.text(_symbol(attributes.get("char", "")))
        elif element in _LINED_OUT and value not in _OFF and self._path[-3:-1] == ["r", "rPr"]:
            self._is_lined_out = True
            self._lined_out += " "
        elif element == "vanish" and value not in _OFF and parent == "rPr":
            self._counted["hidden"] += 1
        elif parent == "pPr" and self._paragraphs and element == "pStyle":
            self._set_style(self._paragraphs[-1], value)
        elif parent == "numPr" and self._paragraphs and element == "numId":
            self._paragraphs[-1].item = value != "0"
        elif parent == "trPr" and table and table.rows:
            if element == "gridBefore":
                table.next_column = _whole(value)
            elif element == "tblHeader" and value not in _OFF:
                table.headings += table.headings == len(table.rows) - 1
        elif parent == "tcPr" and cell:
            self._cell_property(element, value, cell)

    def _cell_property(self, element: str, value: str, cell: _Cell) -> None:
        table = self._tables[-1]
        if element == "gridSpan":
            cell.width = max(1, min(_whole(value), WIDEST))
        elif element == "vMerge":
            cell.goes_on_above = value != "restart"
        elif element == "cellDel" and table:
            cell.gone = True
            self._counted["struck out"] += 1

    def _set_style(self, paragraph: _Paragraph, name: str) -> None:
        for _ in range(10):
            style = self._styles.get(name)
            if style is None:
                return
            paragraph.heading = paragraph.heading or style.heading
            paragraph.item = paragraph.item or style.item
            name = style.based_on

    def _start_paragraph(self) -> None:
        story, cell = self._stories[-1], self._cells[-1]
        if cell:
            paragraph = _Paragraph("", False)
            cell.paragraphs.append(paragraph)
        else:
            story.paragraphs += 1
            place = story.place("Paragraph", story.paragraphs)
            paragraph = _Paragraph(place, bool(story.named))
            self._read.append(paragraph)
        self._paragraphs.append(paragraph)
        self._count("paragraphs", MOST_PARAGRAPHS)

    def _start_table(self) -> None:
        outer, story = self._tables[-1], self._stories[-1]
        if outer:
            outer.nested += 1
            place = f"{outer.place}.{outer.nested}"
        else:
            story.tables += 1
            place = story.place("Table", story.tables)
        table = _Table(place)
        self._read.append(table)
        self._tables.append(table)
        self._cells.append(None)
        self._count("tables", MOST_TABLES)

    def _start_row(self) -> None:
        table = self._tables[-1]
        if table:
            table.rows.append([])
            table.gone.append(False)
            table.next_column = 0

    def _start_cell(self) -> None:
        table = self._tables[-1]
        if table and table.rows:
            row = table.rows[-1]
            cell = _Cell(len(table.rows), len(row) + 1, table.next_column)
            row.append(cell)
            self._cells[-1] = cell
            self._count("cells", MOST_PARTS)

    def _start_story(self, called: str) -> None:
        self._numbers[called] += 1
        self._stories.append(_Story(f"{called} {self._numbers[called]}"))
        self._tables.append(None)
        self._cells.append(None)

    def _start_note(self, attributes: dict[str, str]) -> None:
        """The lines that part notes from the text are no notes."""
        if attributes.get("type", "normal") != "normal":
            self._unread += 1
            return
        self._numbers[self._beside] += 1
        self._stories = [_Story(f"{self._beside} {self._numbers[self._beside]}")]

    def end(self, element: str) -> None:
        self._path.pop()
        if self._unread:
            self._unread -= 1
            return
        parent = self._path[-1] if self._path else ""
        if element in _STRUCK_OUT and parent not in ("rPr", "trPr"):
            self._struck_out -= 1
        elif element == "r":
            self._is_lined_out = False
        elif element == "p" and self._paragraphs:
            self._paragraphs.pop()
        elif element == "tc" and (table := self._tables[-1]) and (cell := self._cells[-1]):
            table.next_column = cell.column + cell.width
            self._cells[-1] = None
        elif element == "tbl":
            self._tables.pop()
            self._cells.pop()
        elif element == "txbxContent":
            self._stories.pop()
            self._tables.pop()
            self._cells.pop()
        elif element == "sdt":
            self._placeholders.pop()

    def text(self, piece: str) -> None:
        """The words of a run; all else between elements is layout."""
        if self._unread or self._struck_out or not self._paragraphs or any(self._placeholders):
            return
        if self._path[-1] == "t":
            self._paragraphs[-1].words.append(piece.replace("\n", " "))
            self._count("text", MOST_TEXT, len(piece))
            if self._is_lined_out and len(self._lined_out) <= MOST_SHOWN:
                self._lined_out += piece
        elif self._path[-1] in _SIGNS or self._path[-1] == "sym":
            self._paragraphs[-1].words.append(piece)

    def _count(self, what: str, most: int, by: int = 1) -> None:
        self._counted[what] += by
        if self._counted[what] > most:
            raise NotRead(TOO_MUCH)


def _as_words(paragraph: _Paragraph) -> Words:
    return Words(
        paragraph.text, paragraph.place, paragraph.heading, paragraph.item, paragraph.beside
    )


def _times(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _whole(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 6 else 0


def _symbol(code: str) -> str:
    """A sign of a symbol font; most of those in a plan are marks of a list."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return "•" if 0xF000 <= number <= 0xF0FF else chr(number) if number < 0xD800 else ""
