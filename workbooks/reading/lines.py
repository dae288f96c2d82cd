"""How the process that reads a file tells what is in it: one JSON value on each line.

A book begins with `{"version": …}`, a sheet with `{"sheet": name, "hidden": …}`; a list is a row,
`[number, hidden, [[column, kind, value, formula, shown in], …]]`; a sheet ends with `{"end": …}`,
after `{"cut": true}` where it has more rows than were wanted. A file that
is not read says why: `{"refused": …}`.  No Django in here.
"""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, TextIO

from sheets.cells import LONGEST_TEXT, Cell, address
from workbooks.reading.limits import (
    FIRST_BYTES,
    FIRST_CELLS,
    FIRST_LOOKED_AT,
    LARGEST_POWER,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    NotRead,
)

TEXT, NUMBER, PERCENT, DATE, TRUTH, TROUBLE = "tnpdbx"
MOST_REMEMBERED = 4_096


class Enough(Exception):
    """As many rows of a sheet are read as were asked for; the others are left."""


class Lines:
    """Writes what is read, and counts it: beyond the limits the file is refused.

    Where only the first rows of each sheet are wanted (`most`), the next one raises Enough, and so
    does more than can be looked at while somebody waits: very many cells, or rows without any.
    """

    def __init__(self, out: TextIO, most: int | None = None) -> None:
        self._out = out
        self._most = most
        self._cells = 0
        self._sheet = ""
        self._rows = 0
        self._looked_at = 0
        self._cells_before = 0

    def book(self, **about: str) -> None:
        self._write(about)

    def begin(self, sheet: str, *, hidden: bool = False) -> None:
        self._sheet, self._rows, self._looked_at = sheet, 0, 0
        self._cells_before = self._cells
        self._write({"sheet": sheet, "hidden": hidden})

    def row(self, number: int, cells: dict[int, Cell], *, hidden: bool = False) -> None:
        """Write a row's cells, by column number. Blank ones are left out, and so are blank rows."""
        held = [(column, cell) for column, cell in sorted(cells.items()) if not cell.is_blank]
        self._looked_at += 1
        if self._most is not None and self._looked_at > FIRST_LOOKED_AT:
            raise Enough
        if not held:
            return
        self._count(number, held[-1][0], len(held))
        self._write([number, hidden, [[column, *packed(cell)] for column, cell in held]])

    def bounded(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The bytes of a sheet, no more than are looked at. Raises Enough."""
        left = FIRST_BYTES
        for chunk in chunks:
            left -= len(chunk)
            if self._most is not None and left < 0:
                raise Enough
            yield chunk

    def end(self, **about: Any) -> None:
        self._write({"end": about})

    def refused(self, why: str) -> None:
        self._write({"refused": why})

    def cut(self) -> None:
        """Say that there is more in the sheet than is told."""
        self._write({"cut": True})

    def _count(self, number: int, last: int, cells: int) -> None:
        if self._most is not None and (
            self._rows >= self._most or self._cells - self._cells_before + cells > FIRST_CELLS
        ):
            raise Enough
        self._rows += 1
        self._cells += cells
        if self._rows > MOST_ROWS:
            raise NotRead(
                f"the sheet {self._sheet} has more than {MOST_ROWS:,} rows: split the file"
            )
        if self._cells > MOST_CELLS:
            raise NotRead(f"the file has more than {MOST_CELLS:,} filled cells: split it")
        if last > MOST_COLUMNS:
            raise NotRead(
                f"the sheet {self._sheet} holds something in {address(last, number)}: at most "
                f"{MOST_COLUMNS} columns are read, so delete what is right of the table"
            )

    def _write(self, line: Any) -> None:
        self._out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
        self._out.write("\n")


def packed(cell: Cell) -> list[Any]:
    """A cell as a line carries it."""
    if cell.trouble:
        return [TROUBLE, cell.trouble]
    value = cell.value
    if isinstance(value, bool):
        kind, value = TRUTH, value
    elif isinstance(value, int | Decimal):
        kind, value = PERCENT if cell.percent else NUMBER, str(value)
    elif isinstance(value, date):
        kind, value = DATE, value.isoformat()
    elif len(str(value)) > LONGEST_TEXT:
        return [TROUBLE, f"this has more than {LONGEST_TEXT:,} characters: shorten it"]
    elif "\x00" in str(value):
        return [TROUBLE, "this has a character that no text has: write it anew"]
    else:
        kind = TEXT
    if cell.shown_in:
        return [kind, value, cell.formula, cell.shown_in]
    return [kind, value, True] if cell.formula else [kind, value]


BEYOND = "no spreadsheet holds so large or so small a number: write it anew"


def is_beyond(number: Decimal) -> bool:
    """Whether no spreadsheet holds such a number: a few bytes could name one of gigabytes."""
    return not number.is_finite() or abs(number.adjusted()) > LARGEST_POWER


@lru_cache(MOST_REMEMBERED)
def unpacked(kind: str, value: Any, formula: bool = False, shown_in: int = 0) -> Cell:
    """The cell that a line carries. Of very many, those that come again are the same one."""
    if kind == TROUBLE:
        return Cell(trouble=value)
    if kind in (NUMBER, PERCENT):
        percent = kind == PERCENT
        return Cell(Decimal(value), percent=percent, formula=formula, shown_in=shown_in)
    if kind == DATE:
        return Cell(date.fromisoformat(value), formula=formula)
    return Cell(value, formula=formula)
