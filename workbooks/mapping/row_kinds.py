"""Of each row whether it is a target or a result, where a column of it says so.

No Django in here.
"""

from collections.abc import Iterator

from sheets.cells import Place
from sheets.problems import Problem, Weight, all_of
from workbooks.mapping.applied import Applied, Unread
from workbooks.mapping.description import Layout, folded
from workbooks.mapping.fields import FIGURE, ROW_KIND, Fields
from workbooks.mapping.grid import Grid
from workbooks.mapping.values import is_numeric
from workbooks.mapping.words import guess_word

MOST_NAMED = 6


class RowKinds:
    """What the rows of one sheet are.

    Until a person confirms what a word means, its rows are read as is guessed, and asked about.
    """

    def __init__(self, grid: Grid, layout: Layout, applied: Applied, fields: Fields) -> None:
        self._grid = grid
        self._applied = applied
        self._column = next((use.column for use in layout.uses_of(ROW_KIND)), None)
        self._allowed = fields[ROW_KIND].words
        self._said = layout.words.get(ROW_KIND, {})
        self._figures = [use.column for use in layout.uses_of(FIGURE)]
        # Rows with figures, by the words for which they are left out; "" where none stand there.
        self._left_out: dict[str, list[int]] = {}

    def of(self, row: int) -> str:
        """What the row is: "" where nothing says it, or nobody can tell."""
        if self._column is None:
            return ""
        words = self._grid.words(self._column, row)
        if not words or folded(words) in self._said:
            kind = self._said.get(folded(words), "")
            if not kind and self._has_figures(row):
                self._left_out.setdefault(words, []).append(row)
            return kind
        guess = guess_word(words, ROW_KIND, self._allowed)
        if not guess or guess.reason != "the same word":
            self._applied.words.append(Unread(ROW_KIND, self._column, row, words))
        return guess.meaning if guess else ""

    def tell(self) -> None:
        """The rows of figures that are left out, for they are neither targets nor results."""
        for words, rows in self._left_out.items():
            named = all_of([str(row) for row in rows[:MOST_NAMED]])
            more = f" and {len(rows) - MOST_NAMED} more" if len(rows) > MOST_NAMED else ""
            which = f"the figures of row{'s' * (len(rows) > 1)} {named}{more} are left out"
            place = self._grid.place(self._column or 1, rows[0])
            if words:
                told, weight = f"{which}, as was said of “{words}”", Weight.NOTE
            else:
                told = f"{which}, for nothing says whether they are targets or results: write it"
                weight = Weight.WARNING
            self._applied.tell(place, told, weight)

    def _has_figures(self, row: int) -> bool:
        return any(is_numeric(self._grid.cell(column, row)) for column in self._figures)


def unsettled_kinds(grid: Grid, applied: Applied) -> Iterator[Problem]:
    """A word of rows that nobody said to be targets or results yet, once."""
    first: dict[str, Unread] = {}
    for each in applied.words:
        if each.field == ROW_KIND:
            first.setdefault(folded(each.words), each)
    for each in first.values():
        place: Place = grid.place(each.column, each.row)
        yield Problem(
            place.sheet,
            place.cell,
            f"“{each.words}” does not say whether the row is a target or a result: say which where "
            "the columns are matched",
        )
