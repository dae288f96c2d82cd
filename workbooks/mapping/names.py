"""Names of indicators: what a list calls one that is here is often shorter, and renames nothing.

No Django in here.
"""

from dataclasses import replace

from sheets.cells import Cell, Holds
from sheets.problems import Weight
from workbooks.mapping.applied import Applied, Unread
from workbooks.mapping.description import TAKEN_OVER, Layout, Use
from workbooks.mapping.kept import Kept, tidy_code

LONGEST_SHOWN = 80


class Names:
    """The names in one sheet, beside those that are here."""

    def __init__(self, layout: Layout, applied: Applied, kept: Kept) -> None:
        self._layout = layout
        self._applied = applied
        self._kept = kept
        self._others: list[tuple[Cell, str, str]] = []

    def read(self, use: Use, cell: Cell, code: str, row: int) -> Cell:
        """The name as it is meant: for indicators that are new, or for all where that was said."""
        code = tidy_code(code)
        here = self._kept.titles.get(code, "")
        if here and " ".join(cell.written.split()) != " ".join(here.split()):
            words = f"{code} is called “{here[:LONGEST_SHOWN]}” here"
            self._applied.names.append(Unread(use.field, use.column, row, words))
            self._others.append((cell, code, here))
        taken_over = self._layout.names.get(use.column) == TAKEN_OVER
        return cell if taken_over else replace(cell, holds=Holds.WHERE_NEW)

    def tell(self) -> None:
        """What names of the list are not those here, and that they change nothing."""
        left = [each for each in self._others if TAKEN_OVER not in self._layout.names.values()]
        if not left:
            return
        cell, code, here = left[0]
        more = len({each[1] for each in left}) - 1
        others = f" (and {more} more)" if more else ""
        if cell.origin:
            self._applied.tell(
                cell.origin,
                f"{code} is called “{here[:LONGEST_SHOWN]}” here, and stays so{others}: where the "
                "name in the list is to be taken, say so where the columns are matched",
                Weight.NOTE,
            )
