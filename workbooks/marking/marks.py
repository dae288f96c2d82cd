"""What is marked in a copy of somebody's file.  No Django in here."""

from collections.abc import Iterable
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
    """What is told about a sheet: at cells by column and row, and beside each row."""

    cells: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    rows: dict[int, list[str]] = field(default_factory=dict)

    def add(self, cell: str, text: str) -> None:
        """Tell something at a cell; at the heading of the first column where none is named."""
        column, row = parted(cell) if cell else (1, 1)
        self.cells.setdefault((column or 1, row or 1), []).append(text)
        if row > 1:
            self.rows.setdefault(row, []).append(f"{cell}: {text}" if cell else text)

    @property
    def told(self) -> dict[tuple[int, int], str]:
        """What the comment at each cell says."""
        return {place: "\n".join(texts) for place, texts in self.cells.items()}

    @property
    def beside(self) -> dict[int, str]:
        """What the column Problems says in each row."""
        return {row: "\n".join(texts) for row, texts in self.rows.items()}


def by_sheet(told: Iterable[tuple[str, str, str]]) -> dict[str, Marks]:
    """What is told of a file, sheet by sheet; the names as they are compared."""
    found: dict[str, Marks] = {}
    for sheet, cell, text in told:
        found.setdefault(folded(sheet), Marks()).add(cell, text[:1].upper() + text[1:])
    return found


def folded(name: str) -> str:
    """A sheet's name as names are compared."""
    return " ".join(name.replace("_", " ").split()).casefold()


def marks_of(sheet: str, marks: dict[str, Marks], *, alone: bool) -> Marks | None:
    """What is told of the sheet of this name; a sheet alone in its file may be called otherwise."""
    if found := marks.get(folded(sheet)):
        return found
    return next(iter(marks.values())) if alone and len(marks) == 1 else None
