"""Using a mapping again: the same list came again, perhaps with columns moved or a heading more.

No Django in here.
"""

from dataclasses import dataclass, field, replace

from workbooks.mapping.description import Layout, Mapping, folded
from workbooks.mapping.grid import Grid, headings_of
from workbooks.reading.tables import Reading, Table

# Of the columns that a mapping uses, so many must be there for a file to be of its shape.
SAME_SHAPE = 0.6
LOOKED_AT = 40


@dataclass
class Fitted:
    """A mapping laid over a file: what is different about the file, in sentences.

    `share` is how many of the mapping's columns are there, from 0 to 1.
    """

    mapping: Mapping
    share: float
    different: list[str] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_same_shape(self) -> bool:
        return self.share >= SAME_SHAPE


def fit(mapping: Mapping, reading: Reading) -> Fitted:
    """The mapping with its columns where the file has them, and what differs from last time."""
    fitted = Fitted(replace(mapping, layouts=[]), 0.0)
    wanted = found = 0
    free = [table for table in reading.tables if table.rows]
    for layout in mapping.layouts:
        wanted += len(layout.uses)
        table = _table_for(layout, free)
        if table is None:
            fitted.different.append(f"the sheet {layout.sheet} is not there")
            continue
        free = [each for each in free if each is not table]
        laid = _lay(layout, table, fitted)
        found += len(laid.uses)
        fitted.mapping.layouts.append(laid)
    fitted.share = found / wanted if wanted else 0.0
    return fitted


def _table_for(layout: Layout, tables: list[Table]) -> Table | None:
    """The sheet of that name; of another, the one that has most of the headings."""
    for table in tables:
        if folded(table.name) == folded(layout.sheet):
            return table
    headings = {folded(use.heading) for use in layout.uses}
    best, most = None, 0.0
    for table in tables:
        _, count = _heading_rows(Grid(table), layout, headings)
        share = count / len(headings) if headings else 0.0
        if share >= SAME_SHAPE and share > most:
            best, most = table, share
    return best


def _heading_rows(grid: Grid, layout: Layout, headings: set[str]) -> tuple[int, int]:
    """The first row of headings, where most of those wanted stand; and how many of them do."""
    depth = layout.last - layout.first
    best, most = layout.first, -1
    rows = sorted(grid.rows)[:LOOKED_AT]
    for first in dict.fromkeys([layout.first, *(row for row in rows if row > 0)]):
        there = {folded(each) for each in headings_of(grid, first, first + depth).values()}
        if (count := len(headings & there)) > most:
            best, most = first, count
    return best, most


def _lay(layout: Layout, table: Table, fitted: Fitted) -> Layout:
    """The layout with the columns as the sheet has them."""
    grid = Grid(table)
    first, _ = _heading_rows(grid, layout, {folded(use.heading) for use in layout.uses})
    last = first + layout.last - layout.first
    if folded(table.name) != folded(layout.sheet):
        fitted.different.append(f"the sheet {layout.sheet} is called {table.name} now")
    if first != layout.first:
        fitted.different.append(f"the headings stand in row {first}, and stood in {layout.first}")
    there = headings_of(grid, first, last)
    uses, moved = [], {}
    taken: set[int] = set()
    for use in layout.uses:
        column = _column_of(use.column, use.heading, there, taken)
        if column is None:
            fitted.missing.append((table.name, use.heading))
            fitted.different.append(f"the column {use.heading} is not there any more")
            continue
        taken.add(column)
        moved[use.column] = column
        uses.append(replace(use, column=column))
    _say_moved(moved, there, fitted)
    known = {folded(each) for each in layout.headings.values()}
    for column, heading in there.items():
        if folded(heading) not in known and column not in taken:
            fitted.different.append(f"the column {heading} is new")
    zeros = {moved[column]: value for column, value in layout.zeros.items() if column in moved}
    return replace(
        layout, sheet=table.name, first=first, last=last, uses=uses, headings=there, zeros=zeros
    )


def _column_of(column: int, heading: str, there: dict[int, str], taken: set[int]) -> int | None:
    """Where the heading stands now: at its old place, or else at the first that is free."""
    places = [
        place
        for place, words in there.items()
        if folded(words) == folded(heading) and place not in taken
    ]
    if column in places:
        return column
    if not heading and column not in there and column not in taken:
        return column
    return places[0] if places else None


def _say_moved(moved: dict[int, int], there: dict[int, str], fitted: Fitted) -> None:
    names = [there.get(new, "") for old, new in moved.items() if old != new]
    if names:
        some = "; ".join(names[:5])
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        fitted.different.append(
            f"these columns moved, and are found by their headings: {some}{more}"
        )
