"""From somebody's sheets to ours, by a mapping: long tables whose cells know where they came from.

Nothing is dropped unseen: rows that are no data, words left away and cells that nobody can read are
all told, each at its cell.  No Django in here.
"""

from collections.abc import Iterable
from typing import Any

from sheets.cells import Cell, Holds, Place
from sheets.problems import Problem, Weight
from workbooks.mapping.applied import Applied, doubts_about_zeros, unclear_in
from workbooks.mapping.applying_sheets import apply_layout
from workbooks.mapping.description import Layout, Mapping, folded
from workbooks.mapping.fields import PARTS_OF_FIGURES, Fields
from workbooks.mapping.grid import Grid
from workbooks.mapping.kept import Kept
from workbooks.mapping.row_kinds import unsettled_kinds
from workbooks.mapping.target_periods import unsettled_targets
from workbooks.mapping.to_date import unsettled
from workbooks.reading.tables import Reading, Table

SAYS_NOTHING = Cell(holds=Holds.WHERE_NEW)


def apply(reading: Reading, mapping: Mapping, fields: Fields, kept: Kept | None = None) -> Reading:
    """What the file says in tables of our layout. What is not read is told.

    `kept` says what is here already of the indicators that it names.
    """
    by_name = {folded(table.name): table for table in reading.tables}
    each_sheet: list[Applied] = []
    origins: dict[str, dict[str, Place]] = {}
    told: list[Problem] = []
    used = set()
    unclear: list[list[Any]] = []
    for layout in mapping.layouts:
        table = by_name.get(folded(layout.sheet))
        if table is None:
            told.append(
                Problem(layout.sheet, "", "there is no such sheet in the file: correct the mapping")
            )
            continue
        used.add(folded(layout.sheet))
        grid = Grid(table)
        applied = apply_layout(grid, layout, fields, kept)
        told += [*applied.told, *doubts_about_zeros(grid, applied)]
        told += [*unsettled(grid, layout, applied), *unsettled_targets(grid, layout, applied)]
        told += unsettled_kinds(grid, applied)
        unclear += unclear_in(layout.sheet, applied)
        each_sheet.append(applied)
        for name in applied.rows:
            origins.setdefault(name, {}).update(heading_places(grid, layout, fields, name))
    told += [
        Problem(
            table.name,
            "",
            f"this sheet is {'hidden, and ' if table.hidden else ''}left out",
            Weight.NOTE,
        )
        for table in reading.tables
        if table.rows and folded(table.name) not in used
    ]
    made = rows_made(each_sheet)
    if not any(made.values()) and all(each.weight != Weight.ERROR for each in told):
        told.append(
            Problem(
                mapping.layouts[0].sheet if mapping.layouts else "File",
                "",
                "no row of it becomes anything: look again at what the columns become",
            )
        )
    tables = [_table(name, rows, origins[name], fields) for name, rows in made.items() if rows]
    return Reading(tables, reading.version, reading.named, told, unclear=unclear)


def rows_made(each_sheet: Iterable[Applied]) -> dict[str, list[dict[str, Cell]]]:
    """The rows of each sheet of ours that all of somebody's sheets together become."""
    made: dict[str, list[dict[str, Cell]]] = {}
    for applied in each_sheet:
        for name, rows in applied.rows.items():
            made.setdefault(name, []).extend(rows)
    made["Indicators"] = said_once(made.get("Indicators", []), "code")
    made["Targets"] = said_once(made.get("Targets", []), "indicator", "period")
    return made


def said_once(rows: list[dict[str, Cell]], *key: str) -> list[dict[str, Cell]]:
    """An indicator may have a row for each quarter: where it says no more of it, once is enough.

    So may the target of its year. `key` are the attributes by which such a row is known.
    """
    found: list[dict[str, Cell]] = []
    of_key: dict[tuple[str, ...], list[set[tuple[str, str]]]] = {}
    for row in rows:
        said = {(attribute, " ".join(cell.written.split())) for attribute, cell in row.items()}
        is_known = all(each in row for each in key)
        its_key = tuple(row[each].written for each in key) if is_known else ()
        before = of_key.setdefault(its_key, []) if is_known else []
        if not any(said <= each for each in before):
            before.append(said)
            found.append(row)
    return found


def _table(
    name: str, rows: list[dict[str, Cell]], origins: dict[str, Place], fields: Fields
) -> Table:
    """Our sheet, made: its headings in row 1, and every column that any row fills.

    What a row leaves unsaid stays as it is kept, and so does a part of a figure, unless it cannot
    stand beside the parts that the row says.
    """
    parts = PARTS_OF_FIGURES.get(name, set())
    filled = {attribute for row in rows for attribute in row} | parts
    columns = [column for column in fields.sheets[name].columns if column.attribute in filled]
    anywhere = next(iter(origins.values()), None)
    heads = {
        number: Cell(column.heading, origin=origins.get(column.attribute, anywhere))
        for number, column in enumerate(columns, start=1)
    }
    table = Table(name, rows=[(1, heads)], is_made=True)
    for number, row in enumerate(rows, start=2):
        figure = next((row[each].origin for each in row if each in parts), None)
        part = Cell(holds=Holds.WHERE_AT_ODDS, origin=figure)
        cells = {
            place: row.get(column.attribute)
            or (part if column.attribute in parts else SAYS_NOTHING)
            for place, column in enumerate(columns, start=1)
        }
        table.rows.append((number, cells))
    return table


def heading_places(grid: Grid, layout: Layout, fields: Fields, name: str) -> dict[str, Place]:
    """Where the headings stand from which the columns of one of our sheets are made."""
    found: dict[str, Place] = {}
    for use in layout.uses:
        attribute = fields[use.field].goes_to.get(name)
        if attribute:
            found.setdefault(attribute, grid.heading_place(use.column, layout.first, layout.last))
    return found
