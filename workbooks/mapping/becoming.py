"""What stands in each column of somebody's sheet, and what it is read as.

No Django in here.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from sheets.cells import Cell, address, parted
from sheets.columns import Column
from workbooks.mapping.applied import Applied
from workbooks.mapping.description import Layout, Use, folded
from workbooks.mapping.fields import FIGURE, ROW_KIND, Fields, is_shared
from workbooks.mapping.grid import Grid
from workbooks.mapping.words import guess_marker, guess_word, meanings_for

# Of each column so many of its different cells are shown: those first that are read otherwise.
MOST_SHOWN = 6
LONGEST_SHOWN = 100
# What a row is of which a target, or a result, was made.
KINDS = {"Targets": "a target", "Actuals": "a result"}
NOTHING, UNKNOWN = "left out", "nothing yet: say below what it means"


@dataclass
class Becoming:
    """One column: what it becomes, and pairs of what stands in it and what that becomes."""

    letters: str
    heading: str
    becomes: str
    about: str
    cells: list[tuple[str, str]] = field(default_factory=list)
    more: int = 0


def what_becomes(grid: Grid, layout: Layout, applied: Applied, fields: Fields) -> list[Becoming]:
    """Each column that is read, with its different cells as they are applied."""
    made = _made(layout, applied, fields)
    unread = _unread(applied, fields)
    unsettled = [*applied.to_date, *applied.scales, *applied.targets, *applied.points]
    asked = {(each.column, each.row) for each in unsettled}
    asked |= {
        (use.column, each.row)
        for each in applied.words
        if each.field == ROW_KIND and not guess_word(each.words, ROW_KIND, fields[ROW_KIND].words)
        for use in layout.uses_of(FIGURE)
    }
    found = []
    for use in layout.uses:
        said: dict[str, str] = {}
        kinds = _kinds(grid, applied, use) if use.field == ROW_KIND else {}
        for written, places in _written(grid, layout, applied, use).items():
            known = unread.get((use.field, folded(written)))
            became = (
                known
                or (UNKNOWN if place in asked else "")
                or "; ".join(made.get(place, {}).values())
                or kinds.get(written, "")
                or ("" if fields[use.field].is_shared else NOTHING)
                for place in places
            )
            said[written] = "; elsewhere ".join(each for each in dict.fromkeys(became) if each)
        pairs = sorted(said.items(), key=lambda each: folded(each[0]) == folded(each[1]))
        shown = [(w, b) for w, b in pairs if b][:MOST_SHOWN]
        found.append(
            Becoming(
                address(use.column, 1)[:-1],
                use.heading,
                fields[use.field].label,
                ", ".join(dict.fromkeys(each for each in (use.period, use.quarter) if each)),
                [(written[:LONGEST_SHOWN], becomes[:LONGEST_SHOWN]) for written, becomes in shown],
                len([each for each in pairs if each[1]]) - len(shown),
            )
        )
    return found


def _kinds(grid: Grid, applied: Applied, use: Use) -> dict[str, str]:
    """What the rows became that say each word of themselves: targets, or results."""
    made: dict[int, set[str]] = defaultdict(set)
    for name, kind in KINDS.items():
        for row in applied.rows.get(name, ()):
            for attribute, cell in row.items():
                if cell.origin is not None and not is_shared(name, attribute):
                    made[parted(cell.origin.cell)[1]].add(kind)
    found: dict[str, set[str]] = defaultdict(set)
    for number in made.keys() & set(grid.rows):
        found[grid.cell(use.column, number).written] |= made[number]
    return {written: " and ".join(sorted(kinds)) for written, kinds in found.items()}


def as_guessed(cell: Cell, column: Column, name: str) -> str:
    """A cell of ours as a page shows it: with a question mark where its word is only guessed."""
    if cell.trouble:
        return "?"
    if column.words and cell.written not in column.words:
        guess = guess_word(cell.written, f"{name}.{column.attribute}", column.words)
        return f"{guess.meaning}?" if guess else "?"
    return cell.written


def _written(
    grid: Grid, layout: Layout, applied: Applied, use: Use
) -> dict[str, list[tuple[int, int]]]:
    """The different words of a column in the rows that are read, with where each stands."""
    left_out = {each.number for each in applied.left_out}
    found: dict[str, list[tuple[int, int]]] = {}
    for row in grid.rows:
        cell = grid.cell(use.column, row)
        if row > layout.last and row not in left_out and not cell.is_blank:
            found.setdefault(cell.written, []).append(parted(grid.place(use.column, row).cell))
    return found


def _made(
    layout: Layout, applied: Applied, fields: Fields
) -> dict[tuple[int, int], dict[str, str]]:
    """What was made of each cell, by its place: the value under each heading of ours."""
    found: dict[tuple[int, int], dict[str, str]] = {}
    for name, rows in applied.rows.items():
        for row in rows:
            for attribute, cell in row.items():
                if cell.origin is None or is_shared(name, attribute):
                    continue
                column = fields.sheets[name].column(attribute)
                said = as_guessed(cell, column, name) or "taken out"
                use = layout.use_at(parted(cell.origin.cell)[0])
                same = use and fields[use.field].goes_to.get(name) == attribute
                shown = said if same else f"{column.heading} {said}"
                found.setdefault(parted(cell.origin.cell), {})[column.heading] = shown
    return found


def _unread(applied: Applied, fields: Fields) -> dict[tuple[str, str], str]:
    """What words and marks would become to which nobody gave a meaning yet."""
    found = {}
    for each in applied.words:
        guessed = guess_word(each.words, each.field, fields[each.field].words)
        found[each.field, folded(each.words)] = _asked(guessed.meaning if guessed else "")
    for each in applied.markers:
        guessed = guess_marker(each.words, each.field)
        label = dict(meanings_for(each.field)).get(guessed.meaning, "") if guessed else ""
        found[each.field, folded(each.words)] = _asked(label)
    return found


def _asked(meaning: str) -> str:
    return f"{meaning} (a guess: confirm it below)" if meaning else UNKNOWN
