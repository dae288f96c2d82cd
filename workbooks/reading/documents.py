"""Reading a document that somebody brought: paragraphs and tables, in order.  No Django in here.

A Word document (.docx) and text in the layout of one (.txt, or pasted) are read alike, in the same
process of its own as workbooks are.
"""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, TextIO

from workbooks.reading.limits import NotRead, check_size
from workbooks.reading.tables import run

WORD, TEXT = ".docx", ".txt"
# Endings of text documents; all but the first two are refused, with what to do.
LOOK_LIKE_DOCUMENTS = (WORD, TEXT, ".doc", ".docm", ".dotx", ".dotm", ".odt", ".rtf")


@dataclass(frozen=True)
class Words:
    """A paragraph outside tables. `heading` is its level from 1, 0 for none and -1 for a title;
    `item` says that it is one of a list; `place` is where it stands: "Paragraph 4".
    """

    text: str
    place: str
    heading: int = 0
    item: bool = False
    # Beside the text: a footnote, a text box, the head of a page.
    beside: bool = False


@dataclass(frozen=True)
class Part:
    """One cell of a table in a document: `column` is where it begins, `width` how far it reaches.

    A cell that reaches down over several rows is there in each of them, with the place where it
    begins.
    """

    text: str
    place: str
    column: int
    width: int = 1

    @property
    def lines(self) -> list[str]:
        """The lines of the cell that say something."""
        return [line.strip() for line in self.text.split("\n") if line.strip()]


@dataclass
class Grid:
    """A table of a document, row by row; `headings` of them repeat on every page."""

    place: str
    rows: list[list[Part]] = field(default_factory=list)
    headings: int = 0


@dataclass
class Document:
    """What is in a document, in its order; `notes` say how it was read."""

    blocks: list[Words | Grid] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # Of the words with which a document of ours was written; empty in others.
    marks: list[str] = field(default_factory=list)

    @property
    def grids(self) -> list[Grid]:
        return [each for each in self.blocks if isinstance(each, Grid)]

    def units(self) -> Iterator[tuple[str, str]]:
        """Every place that says something, with its words; a cell that reaches down is one."""
        seen: set[str] = set()
        for block in self.blocks:
            rows: list[Any] = [[block]] if isinstance(block, Words) else block.rows
            for each in (part for row in rows for part in row):
                if each.place not in seen and each.text.strip():
                    seen.add(each.place)
                    yield each.place, each.text


def looks_like_a_document(name: str) -> bool:
    """Whether the file's name says that it is a document and not a workbook."""
    return PurePosixPath(name).suffix.lower() in LOOK_LIKE_DOCUMENTS


def read_document(name: str, content: bytes) -> Document:
    """Read a document by its content. Raises NotRead, whose text is for the person."""
    check_size(len(content))
    with tempfile.TemporaryDirectory(prefix="document-") as folder:
        path, result = Path(folder, "file"), Path(folder, "result")
        path.write_bytes(content)
        run(path, result, name, "document")
        with result.open(encoding="utf-8", errors="surrogatepass") as lines:
            return told(lines.read())


# How the process tells what it read ---------------------------------------------------------


def tell(document: Document, out: TextIO) -> None:
    blocks = [
        {"words": asdict(each)} if isinstance(each, Words) else {"grid": asdict(each)}
        for each in document.blocks
    ]
    told = {"blocks": blocks, "notes": document.notes, "marks": document.marks}
    json.dump(told, out, ensure_ascii=False)


def told(line: str) -> Document:
    """What the process told. Raises NotRead where it refused the file."""
    value = json.loads(line)
    if "refused" in value:
        raise NotRead(value["refused"])
    return Document([_block(each) for each in value["blocks"]], value["notes"], value["marks"])


def _block(told: dict[str, Any]) -> Words | Grid:
    if "words" in told:
        return Words(**told["words"])
    grid = told["grid"]
    rows = [[Part(**part) for part in row] for row in grid["rows"]]
    return Grid(grid["place"], rows, grid["headings"])
