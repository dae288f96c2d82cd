"""Marking one sheet of a workbook: styles of wrong cells, and the column Problems last.

No Django in here.
"""

from dataclasses import dataclass, field

from sheets.cells import address, parted
from workbooks.marking.marks import PROBLEMS, WIDTH, Marks, folded
from workbooks.marking.splicing import (
    Splices,
    as_text,
    no_end,
    prefix_of,
    scan,
    tag_at,
    with_attribute,
    without_attribute,
)
from workbooks.marking.styles import Styles

# What comes after the place of <legacyDrawing> in a sheet.
_AFTER_DRAWING = {
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
}  # fmt: skip


@dataclass
class Found:
    """A cell or a row as it stands in the bytes: where its tag begins, and where it ends."""

    number: int
    start: int
    end: int = 0
    style: int = 0
    cells: list["Found"] = field(default_factory=list)


class SheetPart:
    """The part of one sheet: read once, changed in some places."""

    def __init__(self, content: bytes, strings: list[str], styles: Styles, marks: Marks) -> None:
        self._content = content
        self._strings = strings
        self._styles = styles
        self._marks = marks
        self._wanted = {row for _, row in marks.cells} | {1}
        self._rows: dict[int, Found] = {}
        self._numbers: list[tuple[int, int]] = []
        self._stale: list[Found] = []
        self._of_problems: list[tuple[int, Found]] = []
        self._column_styles: list[tuple[int, int, int]] = []
        self._headings: dict[int, str] = {}
        self._last = 0
        self._places: dict[str, int] = {}
        self.drawing = ""
        self._splices = Splices()
        self._read()
        named = [column for column, words in self._headings.items() if words == folded(PROBLEMS)]
        marked = [column for column, _ in marks.cells]
        self.column = named[0] if named else max(self._last, *marked) + 1

    # Reading

    def _read(self) -> None:
        row, column, kind = 0, 0, ""
        begun: list[Found] = []
        cell: Found | None = None
        words: list[str] = []
        taking = False
        problems = 0

        def start(name: str, attributes: dict[str, str], place: int) -> None:
            nonlocal row, column, kind, cell, taking
            if name == "c":
                column = parted(attributes["r"])[0] if "r" in attributes else column + 1
                kind = attributes.get("t", "n")
                cell = Found(column, place, style=_whole(attributes.get("s", "")))
                words.clear()
            elif name in ("v", "t", "f"):
                self._last = max(self._last, column if column != problems else 0)
                taking = row == 1 and name != "f"
            elif name == "row":
                row, column = _whole(attributes.get("r", "")) or row + 1, 0
                self._numbers.append((row, place))
                begun[:] = [Found(row, place)]
            elif name == "col" and "style" in attributes:
                span = _whole(attributes.get("min", "")), _whole(attributes.get("max", ""))
                self._column_styles.append((*span, _whole(attributes["style"])))
            elif name == "legacyDrawing":
                self.drawing = next(
                    (each for key, each in attributes.items() if key.rpartition(":")[2] == "id"), ""
                )
            self._place(name, place)

        def end(name: str, place: int, after: int) -> None:
            nonlocal taking, problems, cell
            if name in ("v", "t"):
                taking = False
            elif name == "c" and cell is not None:
                cell.end = after
                if row == 1 and words:
                    self._headings[cell.number] = folded(self._said("".join(words), kind))
                    if self._headings[cell.number] == folded(PROBLEMS):
                        problems = cell.number
                        self._last = max([0, *self._others()])
                self._keep(row, cell, problems, begun)
                cell = None
            elif name == "row" and begun:
                begun[0].end = after
                if row in self._wanted or begun[0].cells:
                    self._rows[row] = begun[0]
            elif name in ("sheetData", "worksheet", "cols"):
                self._places[f"/{name}"] = place

        def text(piece: str) -> None:
            if taking:
                words.append(piece)

        scan(self._content, start, end, text)

    def _others(self) -> list[int]:
        return [each for each, words in self._headings.items() if words != folded(PROBLEMS)]

    def _keep(self, row: int, cell: Found, problems: int, begun: list[Found]) -> None:
        if row in self._wanted:
            begun[0].cells.append(cell)
        elif cell.number == problems:
            self._of_problems.append((row, cell))
        if self._styles.is_ours(cell.style) and (cell.number, row) not in self._marks.cells:
            self._stale.append(cell)

    def _place(self, name: str, place: int) -> None:
        if name in ("sheetData", "dimension", "cols", "worksheet"):
            self._places.setdefault(name, place)
        elif name in _AFTER_DRAWING:
            self._places.setdefault("after drawing", place)

    def _said(self, words: str, kind: str) -> str:
        if kind != "s":
            return words
        number = _whole(words)
        return self._strings[number] if number < len(self._strings) else ""

    # Changing

    @property
    def _prefix(self) -> str:
        return prefix_of(tag_at(self._content, self._places["worksheet"])).decode()

    def marked(self, drawing: str) -> bytes:
        """The part with its marks; `drawing` is the relation of the comments' shapes, if new."""
        rows = {row for _, row in self._marks.cells} | self._marks.beside.keys() | {1}
        for number in sorted(rows):
            self._mark_row(number)
        for row, cell in self._of_problems:
            if row not in rows:
                self._splices.put(cell.start, cell.end, b"")
        for cell in self._stale:
            if cell.number != self.column:
                self._style(cell, self._styles.plain(cell.style))
        self._widen()
        if drawing:
            place = self._places.get("after drawing", self._places["/worksheet"])
            self._splices.insert(
                place,
                f'<{self._prefix}legacyDrawing xmlns:r="http://schemas.openxmlformats.org/'
                f'officeDocument/2006/relationships" r:id="{drawing}"/>'.encode(),
            )
        return self._splices.applied(self._content)

    def _mark_row(self, number: int) -> None:
        told = {column: True for column, row in self._marks.cells if row == number}
        row = self._rows.get(number)
        there = {cell.number: cell for cell in row.cells} if row else {}
        new: dict[int, bytes] = {}
        for column in told:
            style = self._styles.wrong(
                there[column].style if column in there else self._style_of_column(column)
            )
            if column in there and column != self.column:
                self._style(there[column], style)
            elif column != self.column:
                new[column] = self._cell(column, number, style)
        new[self.column] = self._problems_cell(number, there)
        if old := there.get(self.column):
            self._splices.put(old.start, old.end, new.pop(self.column))
        self._insert(number, row, new)

    def _problems_cell(self, number: int, there: dict[int, Found]) -> bytes:
        if number == 1:
            heading = there.get(max(self._others(), default=0))
            return self._cell(self.column, 1, heading.style if heading else 0, PROBLEMS)
        said = self._marks.beside.get(number, "")
        return self._cell(self.column, number, self._styles.words(), said)

    def _style(self, cell: Found, style: int) -> None:
        tag = tag_at(self._content, cell.start)
        changed = with_attribute(tag, b"s", b"%d" % style)
        self._splices.put(cell.start, cell.start + len(tag), changed)

    def _style_of_column(self, column: int) -> int:
        for first, last, style in self._column_styles:
            if first <= column <= last:
                return style
        return 0

    def _cell(self, column: int, row: int, style: int, words: str = "") -> bytes:
        p = self._prefix.encode()
        head = b'<%sc r="%s" s="%d"' % (p, address(column, row).encode(), style)
        if not words:
            return head + b"/>"
        return head + b' t="inlineStr"><%sis><%st xml:space="preserve">%s</%st></%sis></%sc>' % (
            p, p, as_text(words), p, p, p,
        )  # fmt: skip

    def _insert(self, number: int, row: Found | None, new: dict[int, bytes]) -> None:
        """Put new cells into their row, each before the first cell to its right."""
        cells = b"".join(new[column] for column in sorted(new))
        if row is None:
            self._insert_row(number, cells)
            return
        tag = tag_at(self._content, row.start)
        plain = without_attribute(tag, b"spans")
        if tag.endswith(b"/>"):
            if cells:
                whole = plain[:-2].rstrip() + b">" + cells + b"</%srow>" % self._prefix.encode()
                self._splices.put(row.start, row.end, whole)
            return
        if plain != tag:
            self._splices.put(row.start, row.start + len(tag), plain)
        end = self._content.rindex(b"<", row.start, row.end)
        for column in sorted(new):
            right = [cell.start for cell in row.cells if cell.number > column]
            self._splices.insert(min(right, default=end), new[column])

    def _insert_row(self, number: int, cells: bytes) -> None:
        p = self._prefix.encode()
        whole = b'<%srow r="%d">%s</%srow>' % (p, number, cells, p)
        below = [place for row, place in self._numbers if row > number]
        data = tag_at(self._content, self._places["sheetData"])
        if data.endswith(b"/>"):
            place = self._places["sheetData"]
            opened = data[:-2].rstrip() + b">" + whole + b"</%ssheetData>" % p
            self._splices.put(place, place + len(data), opened)
        else:
            self._splices.insert(min(below, default=self._places["/sheetData"]), whole)

    def _widen(self) -> None:
        """Make room for the column Problems, where no width is set there."""
        p = self._prefix.encode()
        column = b'<%scol min="%d" max="%d" width="%d" customWidth="1"/>' % (
            p, self.column, self.column, WIDTH,
        )  # fmt: skip
        if "cols" not in self._places:
            place = self._places["sheetData"]
            self._splices.insert(place, b"<%scols>%s</%scols>" % (p, column, p))
        elif self._last_width() < self.column:
            self._splices.insert(self._places["/cols"], column)
        if "dimension" in self._places:
            self._extend_dimension()

    def _last_width(self) -> int:
        last = 0

        def start(name: str, attributes: dict[str, str], place: int) -> None:
            nonlocal last
            if name == "col":
                last = max(last, _whole(attributes.get("max", "")))

        place, after = self._places["cols"], self._places["/cols"]
        whole = self._content[place:after] + tag_at(self._content, after)
        scan(whole, start, no_end)
        return last

    def _extend_dimension(self) -> None:
        place = self._places["dimension"]
        tag = tag_at(self._content, place)
        corner = tag.decode("utf-8", "replace").partition('ref="')[2].partition('"')[0]
        first, _, last = corner.partition(":")
        column, row = parted(last or first)
        reach = f"{first or 'A1'}:{address(max(column, self.column), max(row, 1))}"
        changed = with_attribute(tag, b"ref", reach.encode())
        self._splices.put(place, place + len(tag), changed)


def _whole(written: str) -> int:
    return int(written) if written.isdecimal() else 0
