"""Using a mapping again: the same list came again, perhaps with columns moved or a heading more.

Where a heading differs only in its year or quarter, the column is the same, and about that one.

No Django in here.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from sheets.cells import address
from workbooks.mapping.description import BY_COLUMN, Layout, Mapping, Use, folded
from workbooks.mapping.grid import Grid
from workbooks.mapping.heading_words import headings_of
from workbooks.mapping.periods import Found, find_period, find_quarter_ended, moved_on
from workbooks.reading.tables import Reading, Table

# Of the columns that a mapping uses, so many must be there for a file to be of its shape; and of
# their headings, for a sheet that is called otherwise to be looked at.
SAME_SHAPE, PERHAPS_SAME = 0.75, 0.6
LOOKED_AT = 40
MOST_NAMED = 5
BASELINE, BASELINE_PERIOD = "Indicators.baseline", "Indicators.baseline_period"


@dataclass
class Fitted:
    """A mapping laid over a file: what is different about the file, in sentences.

    `different` is all that differs, `used` what of it is about columns that the mapping uses, by
    sheet: that is asked about, the rest only told. `share` is how many of the mapping's columns
    are there, from 0 to 1. `new` are the columns that it did not know, by sheet; `dated` those
    whose headings name another year or quarter now, with the heading of last time, by sheet and
    column.
    """

    mapping: Mapping
    share: float
    different: list[str] = field(default_factory=list)
    used: list[tuple[str, str]] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    new: dict[str, list[int]] = field(default_factory=dict)
    dated: dict[str, dict[int, str]] = field(default_factory=dict)

    def say(self, sheet: str, said: str, *, is_used: bool = True) -> None:
        """Say once what differs."""
        if said not in self.different:
            self.different.append(said)
            self.used += [(sheet, said)] if is_used else []

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
            fitted.say(layout.sheet, f"the sheet {layout.sheet} is not there")
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
    headings = {undated(use.heading) for use in layout.uses}
    best, most = None, 0.0
    for table in tables:
        _, count = _heading_rows(Grid(table), layout, headings)
        share = count / len(headings) if headings else 0.0
        if share >= PERHAPS_SAME and share > most:
            best, most = table, share
    return best


def _heading_rows(grid: Grid, layout: Layout, headings: set[str]) -> tuple[int, int]:
    """The first row of headings, where most of those wanted stand; and how many of them do."""
    depth = layout.last - layout.first
    best, most = layout.first, -1
    rows = sorted(grid.rows)[:LOOKED_AT]
    for first in dict.fromkeys([layout.first, *(row for row in rows if row > 0)]):
        there = {undated(each) for each in headings_of(grid, first, first + depth).values()}
        if (count := len(headings & there)) > most:
            best, most = first, count
    return best, most


def _lay(layout: Layout, table: Table, fitted: Fitted) -> Layout:
    """The layout with the columns as the sheet has them."""
    grid = Grid(table)
    first, _ = _heading_rows(grid, layout, {undated(use.heading) for use in layout.uses})
    last = first + layout.last - layout.first
    if folded(table.name) != folded(layout.sheet):
        only_dated = without_period(table.name) == without_period(layout.sheet)
        said = f"the sheet {layout.sheet} is called {table.name} now"
        fitted.say(table.name, said, is_used=not only_dated)
    if first != layout.first:
        said = f"the headings stand in row {first}, and stood in {layout.first}"
        fitted.say(table.name, said)
    there = headings_of(grid, first, last)
    places = _places(layout, there)
    uses, moved = [], {}
    constants = dict(layout.constants)
    for use in layout.uses:
        column = places.get(use.column)
        if column is None:
            fitted.missing.append((table.name, use.heading))
            fitted.say(table.name, f"the column {use.heading} is not there any more")
            continue
        moved[use.column] = column
        uses.append(_redated(use, column, there.get(column, ""), constants, table.name, fitted))
    _say_moved(table.name, moved, there, fitted)
    _say_unused(layout, table.name, there, fitted)
    _say_twice(layout, table.name, there, moved, fitted)
    _say_new(layout, table, there, set(moved.values()), fitted)
    by_column: dict[str, Any] = {
        name: {
            moved[column]: value
            for column, value in getattr(layout, name).items()
            if column in moved
        }
        for name in BY_COLUMN
    }
    return replace(
        layout,
        sheet=table.name,
        first=first,
        last=last,
        uses=uses,
        headings=there,
        **by_column,
        constants=constants,
    )


def _places(layout: Layout, there: dict[int, str]) -> dict[int, int]:
    """Where each column of the mapping stands now, by where it stood.

    The same heading first; then one that differs in its year, and last in its quarter too, where
    only one can be meant.
    """
    places: dict[int, int] = {}
    taken: set[int] = set()
    for use in layout.uses:
        column = _column_of(use.column, use.heading, there, taken)
        if column is not None:
            places[use.column] = column
            taken.add(column)
    known = {folded(each) for each in layout.headings.values()}
    for form in (undated, without_period):
        for use in layout.uses:
            if use.column in places or not _period_in(use.heading):
                continue
            alike = [
                column
                for column, heading in there.items()
                if column not in taken
                and folded(heading) not in known
                and _period_in(heading)
                and form(heading) == form(use.heading)
            ]
            if alike and (form is undated or len(alike) == 1):
                places[use.column] = alike[0]
                taken.add(alike[0])
    return places


def _period_in(heading: str) -> Found | None:
    """The period of a heading that is known to be of one: a quarter by its last day too."""
    return find_period(heading) or find_quarter_ended(heading)


def undated(heading: str) -> str:
    """A heading without its year: "Target" of "Target 09/10"; of a quarter, its number stays."""
    found = _period_in(heading)
    if not found:
        return folded(heading)
    return f"{folded(found.rest)} {f'q{found.number}' if found.number else 'year'}"


def without_period(heading: str) -> str:
    """A heading without its year and quarter."""
    found = _period_in(heading)
    return f"{folded(found.rest)} quarter" if found and found.number else undated(heading)


def _redated(
    use: Use, column: int, heading: str, constants: dict[str, str], sheet: str, fitted: Fitted
) -> Use:
    """The use where it stands now; under a heading of another year, about that year."""
    before, now = _period_in(use.heading), _period_in(heading)
    if folded(heading) == folded(use.heading) or not before or not now:
        return replace(use, column=column)
    before, now = _settled(before, now, use.period or use.quarter)
    if not (before.label and now.label):
        return replace(use, column=column, heading=heading)
    said = f"the column {use.heading} is called {heading} now: it is read as about {now.label}"
    fitted.say(sheet, said)
    fitted.dated.setdefault(sheet, {})[column] = use.heading
    if use.field == BASELINE and constants.get(BASELINE_PERIOD) == before.label:
        constants[BASELINE_PERIOD] = now.label
    return _moved(use, column, heading, before, now)


def _settled(before: Found, now: Found, said: str) -> tuple[Found, Found]:
    """Of headings that may be of several periods: of which the first was said to be, both are."""
    if said not in before.either or len(now.either) != len(before.either):
        return before, now
    which = now.either[before.either.index(said)]
    return before._replace(label=said), now._replace(label=which)


def _moved(use: Use, column: int, heading: str, before: Found, now: Found) -> Use:
    period, quarter = (
        moved_on(each, before.label, now.label) if each else ""
        for each in (use.period, use.quarter)
    )
    return replace(use, column=column, heading=heading, period=period, quarter=quarter)


def _say_new(
    layout: Layout, table: Table, there: dict[int, str], taken: set[int], fitted: Fitted
) -> None:
    """The columns of which the mapping says nothing, for it did not know them."""
    known = {folded(each) for each in layout.headings.values()}
    for column, heading in there.items():
        if folded(heading) not in known and column not in taken:
            fitted.say(table.name, f"the column {heading} is new", is_used=False)
            fitted.new.setdefault(table.name, []).append(column)


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


def _say_moved(sheet: str, moved: dict[int, int], there: dict[int, str], fitted: Fitted) -> None:
    names = [there.get(new, "") for old, new in moved.items() if old != new]
    if names:
        said = f"these columns moved, and are found by their headings: {_some(names)}"
        fitted.say(sheet, said)


def _say_unused(layout: Layout, sheet: str, there: dict[int, str], fitted: Fitted) -> None:
    """What the mapping knew and does not use: what of it is gone, or stands elsewhere now."""
    used = {use.column for use in layout.uses}
    found = {folded(heading): column for column, heading in there.items()}
    moved = []
    for column, heading in layout.headings.items():
        if column in used or not heading:
            continue
        if folded(heading) not in found:
            said = f"the column {heading}, which is not used, is not there any more"
            fitted.say(sheet, said, is_used=False)
        elif folded(there.get(column, "")) != folded(heading):
            moved.append(heading)
    if moved:
        said = f"these columns moved, and are not used: {_some(moved)}"
        fitted.say(sheet, said, is_used=False)


def _say_twice(
    layout: Layout, sheet: str, there: dict[int, str], moved: dict[int, int], fitted: Fitted
) -> None:
    """A heading that is used and stands over more columns than it did: one of them is read."""
    before = Counter(map(folded, layout.headings.values()))
    now = Counter(map(folded, there.values()))
    for use in layout.uses:
        heading = folded(use.heading)
        if use.column in moved and heading and now[heading] > max(1, before[heading]):
            column = address(moved[use.column], 1)[:-1]
            said = f"there are {now[heading]} columns {use.heading} now, of which {column} is read"
            fitted.say(sheet, said)


def _some(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return "; ".join(names[:MOST_NAMED]) + more
