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
        # By whether they are taken over: the cell, the code, and what it is called here.
        self._others: dict[bool, list[tuple[Cell, str, str]]] = {}

    def read(self, use: Use, cell: Cell, code: str, row: int) -> Cell:
        """The name as it is meant: for indicators that are new, or for all where that was said."""
        code = tidy_code(code)
        here = self._kept.titles.get(code, "")
        taken_over = self._layout.names.get(use.column) == TAKEN_OVER
        if here and " ".join(cell.written.split()) != " ".join(here.split()):
            words = f"{code} is called “{here[:LONGEST_SHOWN]}” here"
            self._applied.names.append(Unread(use.field, use.column, row, words))
            self._others.setdefault(taken_over, []).append((cell, code, words))
        return cell if taken_over else replace(cell, holds=Holds.WHERE_NEW)

    def tell(self) -> None:
        """What names of the list are not those here: that nothing is renamed by them, or is."""
        for taken_over, others in self._others.items():
            cell, _, words = others[0]
            more = len({code for _, code, _ in others}) - 1
            and_more = f" (and {more} more)" if more else ""
            if cell.origin is None:
                continue
            if taken_over:
                renamed = f"is renamed “{cell.written[:LONGEST_SHOWN]}”{and_more}"
                self._applied.tell(cell.origin, f"{words}, and {renamed}", Weight.WARNING)
            else:
                remedy = "where the name in the list is to be taken, say so where the columns are"
                told = f"{words}, and stays so{and_more}: {remedy} matched"
                self._applied.tell(cell.origin, told)
