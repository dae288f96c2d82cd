"""What is marked in a copy of somebody's file.  No Django in here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sheets.cells import parted

PROBLEMS = "Problems"
AUTHOR = "LAA Tracker"
# A red that no spreadsheet program offers by itself: by it our own marks are found again.
FILL = "FFC9C4"
WIDTH = 60


class NotMarked(Exception):
    """A file that cannot be marked up; the text says why, as one sentence."""


@dataclass
class Marks:
    """What is told about a sheet: at cells by column and row, and beside each row below its
    headings, which end in the row `headings`.
    """

    cells: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    rows: dict[int, list[str]] = field(default_factory=dict)
    headings: int = 1

    def add(self, cell: str, text: str) -> None:
        """Tell something at a cell; at the heading of the first column where none is named."""
        column, row = parted(cell) if cell else (1, 1)
        self.cells.setdefault((column or 1, row or 1), []).append(text)
        if row > self.headings:
            self.rows.setdefault(row, []).append(f"{cell}: {text}" if cell else text)

    @property
    def told(self) -> dict[tuple[int, int], str]:
        """What the comment at each cell says."""
        return {place: "\n".join(texts) for place, texts in self.cells.items()}

    @property
    def beside(self) -> dict[int, str]:
        """What the column Problems says in each row."""
        return {row: "\n".join(texts) for row, texts in self.rows.items()}


def by_sheet(
    told: Iterable[tuple[str, str, str]], headings: Mapping[str, int] | None = None
) -> dict[str, Marks]:
    """What is told of a file, sheet by sheet; the names as they are compared.

    `headings` is where the headings of a sheet end, where that is not its first row.
    """
    ends = {folded(sheet): row for sheet, row in (headings or {}).items()}
    found: dict[str, Marks] = {}
    for sheet, cell, text in told:
        name = folded(sheet)
        marks = found.setdefault(name, Marks(headings=ends.get(name, 1)))
        marks.add(cell, text[:1].upper() + text[1:])
    return found


def folded(name: str) -> str:
    """A sheet's name as names are compared."""
    return " ".join(name.replace("_", " ").split()).casefold()


def marks_of(sheet: str, marks: dict[str, Marks], *, alone: bool) -> Marks | None:
    """What is told of the sheet of this name; a sheet alone in its file may be called otherwise."""
    if found := marks.get(folded(sheet)):
        return found
    return next(iter(marks.values())) if alone and len(marks) == 1 else None
