"""Reading text in the layout of a plan document: a tab between cells.  No Django in here.

That is what is left of a Word document when it is copied as text. A blank line ends a table; a
line of the table with too few cells goes on in the next, for a cell may hold a line break.
"""

import re

from sheets.cells import address
from workbooks.reading.documents import Document, Grid, Part, Words
from workbooks.reading.limits import NotRead

MOST_LINES = 20_000
_RULE = re.compile(r"[-=_–—\s]*")
_NO_TEXT = (
    "the file is not plain text: copy the plan's text, or bring it as a Word document (.docx)"
)


def read_pasted(content: bytes) -> Document:
    """The paragraphs and tables of a text, in order. Raises NotRead."""
    lines = decode(content).splitlines()
    if len(lines) > MOST_LINES:
        raise NotRead("the text is far longer than a delivery plan: bring the plan alone")
    document = Document()
    chunk: list[tuple[int, str]] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            chunk.append((number, line))
        elif chunk:
            _add(document, chunk)
            chunk = []
    return document


def decode(content: bytes) -> str:
    """The text, in whichever of the usual ways it was saved. Raises NotRead."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\xa0", " ")
    raise NotRead(_NO_TEXT)


def _add(document: Document, chunk: list[tuple[int, str]]) -> None:
    """Lines that belong together: a table where one of them has a tab, else paragraphs."""
    first = next((n for n, (_, line) in enumerate(chunk) if "\t" in line), len(chunk))
    for number, line in chunk[:first]:
        if not _RULE.fullmatch(line):
            document.blocks.append(Words(line.strip(), f"Line {number}"))
    if first < len(chunk):
        document.blocks.append(_grid(document, chunk[first:]))


def _grid(document: Document, lines: list[tuple[int, str]]) -> Grid:
    grid = Grid(f"Table {len(document.grids) + 1}")
    rows: list[list[str]] = []
    width = len(lines[0][1].split("\t"))
    for number, line in lines:
        cells = [each.strip() for each in line.split("\t")]
        if all(_RULE.fullmatch(each) for each in cells):
            continue
        if rows and _goes_on(rows[-1], cells, width):
            rows[-1] = [*rows[-1][:-1], "\n".join([rows[-1][-1], cells[0]]), *cells[1:]]
            document.notes.append(f"line {number} is read as the rest of the row above it")
        else:
            rows.append(cells)
    for row, cells in enumerate(rows, start=1):
        grid.rows.append(
            [
                Part(words, f"{grid.place}!{address(column, row)}", column - 1)
                for column, words in enumerate(cells, start=1)
            ]
        )
    return grid


def _goes_on(above: list[str], cells: list[str], width: int) -> bool:
    """Whether this line ends the row above it, which broke off within a cell."""
    if len(cells) == 1:
        return True
    return len(above) < width and len(above) + len(cells) - 1 <= width
