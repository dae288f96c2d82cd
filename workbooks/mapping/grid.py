"""A sheet of somebody's file as a grid: merged cells say their words everywhere they cover.

No Django in here.
"""

import re
from functools import cached_property

from sheets.cells import Cell, Place, address, parted
from workbooks.mapping.description import folded
from workbooks.marking.marks import PROBLEMS
from workbooks.reading.limits import MOST_COLUMNS
from workbooks.reading.tables import Table

# Merged cells beyond this many are not spread: no list of indicators has them.
MOST_COVERED = 50_000
_AREA = re.compile(r"([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})")


class Grid:
    """The cells of a table by column and row."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows: dict[int, dict[int, Cell]] = _without_problems(dict(table.rows))

    def cell(self, column: int, row: int) -> Cell:
        """The cell; of one that a merged cell covers, what is written there."""
        column, row = self._covered.get((column, row), (column, row))
        return self.rows.get(row, {}).get(column, Cell())

    def place(self, column: int, row: int) -> Place:
        """Where the cell's words are written."""
        return Place(self.table.name, address(*self._covered.get((column, row), (column, row))))

    def heading_place(self, column: int, first: int, last: int) -> Place:
        """Where the heading's last words stand, in these rows of headings."""
        row = next((row for row in range(last, first, -1) if self.words(column, row)), first)
        return self.place(column, row)

    def words(self, column: int, row: int) -> str:
        return " ".join(self.cell(column, row).written.split())

    def is_covered(self, column: int, row: int) -> bool:
        """Whether a merged cell that begins elsewhere covers it."""
        return (column, row) in self._covered

    @cached_property
    def columns(self) -> list[int]:
        """The columns that hold something, from left to right."""
        return sorted({column for cells in self.rows.values() for column in cells})

    @cached_property
    def areas(self) -> list[tuple[int, int, int, int]]:
        """Merged cells: first column and row, last column and row."""
        found = []
        for each in self.table.merged:
            if match := _AREA.fullmatch(each):
                found.append((*parted(match[1]), *parted(match[2])))
        return found

    def area_at(self, column: int, row: int) -> tuple[int, int, int, int] | None:
        """The merged cell that covers a place: first column and row, last column and row."""
        if not self.areas:
            return None
        place = self._covered.get((column, row), (column, row))
        return self._areas_by_place.get(place)

    @cached_property
    def _areas_by_place(self) -> dict[tuple[int, int], tuple[int, int, int, int]]:
        return {area[:2]: area for area in self.areas}

    @cached_property
    def _covered(self) -> dict[tuple[int, int], tuple[int, int]]:
        covered: dict[tuple[int, int], tuple[int, int]] = {}
        last = max(self.rows, default=0)
        for left, top, right, bottom in self.areas:
            right, bottom = min(right, MOST_COLUMNS), min(bottom, last)
            if len(covered) + (right - left + 1) * (bottom - top + 1) > MOST_COVERED:
                continue
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    if (column, row) != (left, top):
                        covered[(column, row)] = (left, top)
        return covered


def _without_problems(rows: dict[int, dict[int, Cell]]) -> dict[int, dict[int, Cell]]:
    """The cells but for the last column, where that is the one that a marked-up copy adds."""
    last = max((column for cells in rows.values() for column in cells), default=0)
    head = rows.get(1, {}).get(last, Cell())
    if last < 2 or folded(head.written) != folded(PROBLEMS):
        return rows
    return {
        row: {column: cell for column, cell in cells.items() if column != last}
        for row, cells in rows.items()
    }
