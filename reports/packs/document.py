"""What a file says, before it is PDF or Word: headings, words, tables and pictures in order.

Whatever puts a document together knows no file format; whatever writes a format knows no
indicator. No Django in here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reports.charts.svg import Svg


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 begins a part that the contents list names, unless it is not `listed`."""

    text: str
    level: int = 1
    listed: bool = True

    @property
    def is_part(self) -> bool:
        return self.level == 1 and self.listed


@dataclass(frozen=True)
class Words:
    """A paragraph, or several where there are line breaks. `label` stands before it in bold.

    `look` is "lead" for what matters most, "quiet" for what matters least.
    """

    text: str
    label: str = ""
    look: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list whose order does not matter."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """A cell of a table. `status` is a status word, drawn with its shape before any text.

    `band` is how serious a cell of the risk matrix is; `strong` is bold.
    """

    text: str = ""
    status: str = ""
    band: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a row of headings; `widths` are shares of the page's width.

    `title` says what it is, above it; to those who do not see it, it is told in any case.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...] = ()
    titled: bool = True

    @property
    def shares(self) -> tuple[float, ...]:
        return self.widths or (1.0,) * len(self.columns)


@dataclass(frozen=True)
class Picture:
    """A chart, with its title above and its words for those who do not see it."""

    svg: Svg
    title: str
    alt: str


@dataclass(frozen=True)
class Contents:
    """The list of the document's parts."""


Block = Heading | Words | Bullets | Table | Picture | Contents


@dataclass(frozen=True)
class Section:
    """Pages of one shape: upright, or on their side for wide tables. Begins a new page.

    A `cover` has its title lower down, under whose document it is, and a page to itself.
    """

    blocks: tuple[Block, ...]
    landscape: bool = False
    cover: bool = False


@dataclass(frozen=True)
class Document:
    """A whole file. `place` says which quarter, how official, and whose view, on every page.

    `day` is the day that the file gives as its own: of a release its publication.
    """

    title: str
    place: str
    day: date
    sections: tuple[Section, ...]
    before_title: str = ""
    organisation: str = ""
    restricted: bool = False
    # Whether it is read again, so that words which are added to it must be told from its own.
    is_read_again: bool = False

    @property
    def blocks(self) -> Iterator[Block]:
        for section in self.sections:
            yield from section.blocks

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its parts, for the contents list."""
        return tuple(
            each.text for each in self.blocks if isinstance(each, Heading) and each.is_part
        )


def cells(*texts: "str | Cell") -> tuple[Cell, ...]:
    """A row of cells, the first one bold: it says what the row is about."""
    first, *others = [each if isinstance(each, Cell) else Cell(each) for each in texts]
    return Cell(first.text, first.status, first.band, strong=True), *others


def rows(lines: Sequence[Sequence["str | Cell"]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(cells(*each) for each in lines)
