"""Saying what of a sheet is left out: rows that are no data, columns that become nothing.

No Django in here.
"""

from sheets.cells import Place
from sheets.problems import Weight
from workbooks.mapping.applied import Applied
from workbooks.mapping.codes import code_in
from workbooks.mapping.description import Layout, folded
from workbooks.mapping.fields import INDICATOR
from workbooks.mapping.grid import Grid
from workbooks.mapping.rows import RowKind, Sorted
from workbooks.mapping.synonyms import INDICATORS

MOST_NAMED = 6
# Rows that are left out though there are figures in them: a person confirms it.
ASKED_ABOUT = (
    RowKind.NAMELESS,
    RowKind.ABOVE,
    RowKind.UNDER_OTHERS,
    RowKind.ABOVE_UNDER_OTHERS,
    RowKind.OF_ANOTHER_PERIOD,
)


def tell_rows(grid: Grid, applied: Applied) -> None:
    """What is no data, each kind once for its rows; figures without a code are asked about."""
    by_kind: dict[RowKind, list[Sorted]] = {}
    for row in applied.left_out:
        by_kind.setdefault(row.kind, []).append(row)
    for kind, rows in by_kind.items():
        weight = Weight.WARNING if kind in ASKED_ABOUT else Weight.NOTE
        why = _why(kind, many=len(rows) > 1)
        applied.tell(_place(grid, rows), f"{_subject(rows)} left out, {why}", weight)
    ticked: dict[RowKind | None, list[Sorted]] = {}
    for row in applied.read_anyway:
        ticked.setdefault(row.taken_for, []).append(row)
    for taken_for, rows in ticked.items():
        told = f"{_subject(rows)} read, as was ticked, and would else be left out: {taken_for}"
        applied.tell(_place(grid, rows), told)


def _place(grid: Grid, rows: list[Sorted]) -> Place:
    return Place(grid.table.name, f"A{rows[0].number}")


def _subject(rows: list[Sorted]) -> str:
    """Which rows a sentence is about: "row 8 is", "rows 2, 3 are"."""
    numbers = [str(row.number) for row in rows]
    some = ", ".join(numbers[:MOST_NAMED])
    more = f" and {len(numbers) - MOST_NAMED} more" if len(numbers) > MOST_NAMED else ""
    return f"rows {some}{more} are" if len(rows) > 1 else f"row {some} is"


def _why(kind: RowKind, *, many: bool) -> str:
    they_stand, them = ("they stand", "them") if many else ("it stands", "it")
    return {
        RowKind.NAMELESS: f"for there is no code in {them}: write it in the file, or, where it is "
        "that of the row above, say with the columns that a blank code repeats it",
        RowKind.OTHER: "for nothing stands in the columns that are read",
        RowKind.ABOVE: f"for {they_stand} above the headings: if that is wrong, say in which row "
        "the headings are",
        RowKind.ABOVE_UNDER_OTHERS: f"for {they_stand} above the headings and under others: bring "
        "that table in a sheet of its own, or say in which row the headings are",
        RowKind.OF_ANOTHER_PERIOD: f"for a title above {them} names another period than the "
        "columns: bring them in a sheet of their own",
        RowKind.UNDER_OTHERS: f"for {they_stand} under headings that are not the first ones: "
        "bring that table in a sheet of its own",
    }.get(kind, f"as {kind.value}")


def tell_columns(grid: Grid, layout: Layout, used: set[int], applied: Applied) -> None:
    """The columns that nothing is made of; those of a second table beside are asked about."""
    _tell_tables_beside(grid, layout, used, applied)
    names = [
        heading or "one without a heading"
        for column, heading in layout.headings.items()
        if column not in used
    ]
    if names:
        told = f"these columns are left out: {'; '.join(names)}"
        applied.tell(Place(grid.table.name, ""), told)


def _tell_tables_beside(grid: Grid, layout: Layout, used: set[int], applied: Applied) -> None:
    """A column left out that is headed as one of codes, and has others than its rows: a table."""
    for use in layout.uses_of(INDICATOR):
        for column, heading in layout.headings.items():
            if column in used or not _heads_codes(heading, use.heading):
                continue
            if any(_has_another_code(grid, row, column, use.column) for row in grid.rows):
                again = " once more" if folded(heading) == folded(use.heading) else ""
                applied.tell(
                    grid.heading_place(column, layout.first, layout.last),
                    f"“{heading}” is here{again}, with codes under it, and is left out with "
                    "what is beside it: bring that table in a sheet of its own",
                    Weight.WARNING,
                )


def _heads_codes(heading: str, of_the_list: str) -> bool:
    """Whether a column is headed as one of indicators, or as that of the list is."""
    words = folded(heading)
    field = next((name for pattern, name in INDICATORS if pattern.fullmatch(words)), "")
    return words == folded(of_the_list) or field in (INDICATOR, "Indicators.title")


def _has_another_code(grid: Grid, row: int, column: int, known_by: int) -> bool:
    code = code_in(grid.words(column, row))
    return bool(code) and code != code_in(grid.words(known_by, row))
