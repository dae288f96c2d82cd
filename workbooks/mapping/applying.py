"""From somebody's sheets to ours, by a mapping: long tables whose cells know where they came from.

Nothing is dropped unseen: rows that are no data, words left away and cells that nobody can read are
all told, each at its cell.  No Django in here.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from indicators.doubts import MARKER_IS_MEANT, ZERO_IS_MEANT
from sheets.cells import Cell, Holds, Place
from sheets.problems import Problem, Weight
from workbooks.documents.wording import says_nothing
from workbooks.mapping.description import (
    BLANKS_TAKE_OUT,
    DECIMAL_SIGN,
    PARTS_THOUSANDS,
    ZERO_IS_NO_DATA,
    Layout,
    Mapping,
    Use,
    folded,
)
from workbooks.mapping.fields import (
    CARRIERS,
    CODE_AND_TITLE,
    COUNTS,
    FIGURE,
    INDICATOR,
    PARTS_OF_FIGURES,
    PERIOD,
    QUARTER,
    ROW_KIND,
    SHARED,
    Field,
    Fields,
)
from workbooks.mapping.grid import Grid
from workbooks.mapping.headings import (
    RowKind,
    Sorted,
    holds_a_code,
    sort_rows,
    starts_with_code,
)
from workbooks.mapping.periods import without_its_period
from workbooks.mapping.synonyms import COMMENTARY
from workbooks.mapping.values import (
    has_unclear_comma,
    has_unclear_point,
    is_zero,
    read_as_figure,
    read_counts,
    with_decimal_point,
    without_points,
)
from workbooks.mapping.words import (
    MARKER,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    NOT_SET,
    TO_BE_AGREED,
    ZERO,
    guess_word,
)
from workbooks.reading.tables import Reading, Table

# The file's own words, where something is told of a sheet as a whole.
NOT_AVAILABLE_STANDING = "not available"
MOST_NAMED = 6
# Rows that are left out though there are figures in them: a person confirms it.
ASKED_ABOUT = (RowKind.NAMELESS, RowKind.ABOVE, RowKind.UNDER_OTHERS)
# What can be unclear of a file, and how many of each in a sheet are asked about at once.
UNCLEAR_KINDS, MOST_UNCLEAR = ("markers", "words", "commas", "points"), 50
SAYS_NOTHING = Cell(holds=Holds.WHERE_NEW)


class Unread(NamedTuple):
    """A cell that means nothing yet: a person is asked."""

    field: str
    column: int
    row: int
    words: str


@dataclass
class Group:
    """The columns of one sheet of ours that are about one period, each with what it fills."""

    sheet: str
    uses: list[tuple[Use, str]] = field(default_factory=list)

    def add(self, use: Use, attribute: str) -> None:
        self.uses.append((use, attribute))

    @property
    def dated(self) -> Use | None:
        """A column whose heading names the period."""
        return next((use for use, _ in self.uses if use.period), None)

    @property
    def reported(self) -> Use | None:
        return next((use for use, _ in self.uses if use.quarter), None)


@dataclass
class Applied:
    """What a layout makes of a sheet: rows of ours by sheet, what is told, what is still asked."""

    rows: dict[str, list[dict[str, Cell]]] = field(default_factory=dict)
    left_out: list[Sorted] = field(default_factory=list)
    told: list[Problem] = field(default_factory=list)
    markers: list[Unread] = field(default_factory=list)
    words: list[Unread] = field(default_factory=list)
    zeros: list[Unread] = field(default_factory=list)
    commas: list[Unread] = field(default_factory=list)
    points: list[Unread] = field(default_factory=list)


def unclear_in(sheet: str, applied: Applied) -> Iterator[list[Any]]:
    """Each mark and word without a meaning, once, as the page that asks about them keeps it."""
    for kind in UNCLEAR_KINDS:
        first: dict[tuple[str, str], Unread] = {}
        for each in getattr(applied, kind):
            first.setdefault((each.field, folded(each.words)), each)
        for each in list(first.values())[:MOST_UNCLEAR]:
            yield [sheet, kind, each.field, each.column, each.row, each.words]


def with_unclear(applied: Applied, sheet: str, unclear: Iterable[list[Any]]) -> Applied:
    """What the first rows of a sheet become, and what is unclear in its further rows."""
    for its_sheet, kind, *about in unclear:
        if its_sheet != sheet or kind not in UNCLEAR_KINDS:
            continue
        there, each = getattr(applied, kind), Unread(*about)
        if (each.field, folded(each.words)) not in {(a.field, folded(a.words)) for a in there}:
            there.append(each)
    return applied


def apply(reading: Reading, mapping: Mapping, fields: Fields) -> Reading:
    """What the file says in tables of our layout. What is not read is told."""
    by_name = {folded(table.name): table for table in reading.tables}
    made: dict[str, list[dict[str, Cell]]] = {}
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
        applied = apply_layout(grid, layout, fields)
        told += [*applied.told, *doubts_about_zeros(grid, applied)]
        unclear += unclear_in(layout.sheet, applied)
        for name, rows in applied.rows.items():
            made.setdefault(name, []).extend(rows)
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
    if not any(made.values()):
        told.append(
            Problem(
                mapping.layouts[0].sheet if mapping.layouts else "File",
                "",
                "no row of it becomes anything: look again at what the columns become",
            )
        )
    made["Indicators"] = said_once(made.get("Indicators", []))
    tables = [_table(name, rows, origins[name], fields) for name, rows in made.items() if rows]
    return Reading(tables, reading.version, reading.named, told, unclear=unclear)


def said_once(rows: list[dict[str, Cell]]) -> list[dict[str, Cell]]:
    """An indicator may have a row for each quarter: where it says no more of it, once is enough."""
    found: list[dict[str, Cell]] = []
    of_code: dict[str, list[set[tuple[str, str]]]] = {}
    for row in rows:
        said = {(attribute, " ".join(cell.written.split())) for attribute, cell in row.items()}
        before = of_code.setdefault(row["code"].written, []) if "code" in row else []
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


def apply_layout(grid: Grid, layout: Layout, fields: Fields) -> Applied:
    """What one sheet becomes."""
    applying = _Applying(grid, layout, fields)
    applying.run()
    return applying.applied


class _Applying:
    """One sheet, row by row."""

    def __init__(self, grid: Grid, layout: Layout, fields: Fields) -> None:
        self._grid = grid
        self._layout = layout
        self._fields = fields
        self.applied = Applied()
        self._uses = [use for use in layout.uses if use.field in fields]
        self._sheets = {
            name
            for use in self._uses
            if not fields[use.field].is_shared and use.field != ROW_KIND
            for name, attribute in fields[use.field].goes_to.items()
            if attribute and not (use.field == CODE_AND_TITLE and name != "Indicators")
        }
        self._above: dict[int, tuple[int, int]] = {}
        self._grouped: dict[tuple, list[Group]] = {}
        self._alone: set[Place] = set()
        self._left_away: dict[str, list[str]] = {}
        self._nothings: dict[str, list[str]] = {}
        self._no_figures: dict[str, list[str]] = {}
        # By column and sign: the first figure, what it is read as, and the cells of all alike.
        self._otherwise: dict[tuple[int, str], tuple[str, str, list[str]]] = {}

    def run(self) -> None:
        for row in sort_rows(self._grid, self._layout):
            if row.kind == RowKind.DATA:
                self._read(row.number)
            else:
                self.applied.left_out.append(row)
        self._tell_left_out()
        self._tell_once(self._left_away, "is left away, and the number read")
        self._tell_once(self._nothings, "is read as a blank")
        self._tell_once(self._no_figures, "stands for no figure, and is left out")
        for (_, sign), (written, plain, places) in self._otherwise.items():
            alike = f", and every such {sign} in its column alike" if len(places) > 1 else ""
            self._tell_once({written: places}, f"is read as {plain}{alike}")
        self._tell_strangers()

    def _tell(self, place: Place, text: str, weight: Weight) -> None:
        self.applied.told.append(Problem(place.sheet, place.cell, text, weight))

    def _tell_once(self, found: dict[str, list[str]], what: str) -> None:
        """The same words in several cells, once, with how many more there are."""
        for words, places in found.items():
            first, *more = dict.fromkeys(places)
            others = f" (and {len(more)} more)" if more else ""
            place = Place(*first.rsplit("!", 1))
            self._tell(place, f"“{words}” {what}{others}", Weight.NOTE)

    def _tell_left_out(self) -> None:
        """What is no data, each kind once for its rows; figures without a code are asked about."""
        by_kind: dict[RowKind, list[Sorted]] = {}
        for row in self.applied.left_out:
            by_kind.setdefault(row.kind, []).append(row)
        name = self._grid.table.name
        for kind, rows in by_kind.items():
            numbers = [str(row.number) for row in rows]
            some = ", ".join(numbers[:MOST_NAMED])
            more = f" and {len(numbers) - MOST_NAMED} more" if len(numbers) > MOST_NAMED else ""
            many = len(rows) > 1
            subject = f"rows {some}{more} are" if many else f"row {some} is"
            weight = Weight.WARNING if kind in ASKED_ABOUT else Weight.NOTE
            why = _why_left_out(kind, many=many)
            self._tell(Place(name, f"A{rows[0].number}"), f"{subject} left out, {why}", weight)

    def _tell_strangers(self) -> None:
        """The columns that nothing is made of; those of a second table beside are asked about."""
        used = {use.column for use in self._uses}
        self._tell_tables_beside(used)
        names = [
            heading or "one without a heading"
            for column, heading in self._layout.headings.items()
            if column not in used
        ]
        if names:
            self.applied.told.append(
                Problem(
                    self._grid.table.name,
                    "",
                    f"these columns are left out: {'; '.join(names)}",
                    Weight.NOTE,
                )
            )

    def _tell_tables_beside(self, used: set[int]) -> None:
        """A column left out that is headed as the one of the codes: a table beside the first."""
        for use in self._layout.uses_of(INDICATOR):
            for column, heading in self._layout.headings.items():
                if column in used or folded(heading) != folded(use.heading):
                    continue
                if any(holds_a_code(self._grid.cell(column, row)) for row in self._grid.rows):
                    self._tell(
                        self._grid.heading_place(column, self._layout.first, self._layout.last),
                        f"“{heading}” is here once more, with codes under it, and is left out with "
                        "what is beside it: bring that table in a sheet of its own",
                        Weight.WARNING,
                    )

    # One row

    def _read(self, row: int) -> None:
        kind = self._row_kind(row)
        shared = self._shared(row)
        for name in self._sheets:
            for group in self._groups(name, kind, shared):
                cells = self._cells(group, row)
                if self._says_something(group, cells, row):
                    self._finish(group, cells, shared)

    def _row_kind(self, row: int) -> str:
        """Of a row that says whether it is a target or a result: which."""
        uses = self._layout.uses_of(ROW_KIND)
        if not uses:
            return ""
        cell = self._cell(uses[0].column, row)
        return self._word(cell, self._fields[ROW_KIND], uses[0], row)

    def _attribute(self, use: Use, name: str, kind: str) -> str:
        """Which attribute of that sheet a column fills in a row of that kind."""
        if use.field == FIGURE:
            wanted = {"Targets": "target", "Actuals": "result"}.get(name, "")
            return "value" if wanted and kind == wanted else ""
        return self._fields[use.field].goes_to.get(name, "")

    def _cell(self, column: int, row: int) -> Cell:
        cell = self._grid.cell(column, row)
        return replace(cell, origin=self._grid.place(column, row))

    def _groups(self, name: str, kind: str, shared: dict[str, Cell]) -> list[Group]:
        """What one row says of one of our sheets, a group for each period that stands there."""
        said = tuple(shared[each].written if each in shared else "" for each in (PERIOD, QUARTER))
        key = (name, kind, said)
        if key not in self._grouped:
            self._grouped[key] = self._make_groups(name, kind, said)
        return self._grouped[key]

    def _make_groups(self, name: str, kind: str, said: tuple[str, ...]) -> list[Group]:
        filled = {}
        for use in self._uses:
            attribute = self._attribute(use, name, kind)
            if attribute and not self._fields[use.field].is_shared:
                filled[use.column] = (use, attribute)
        groups: dict[tuple[str, ...], Group] = {}
        for use, attribute in filled.values():
            if self._carries(name, attribute):
                key = self._key(use, name, said)
                if name == "Comparators":
                    key = (*key, without_its_period(use.heading))
                groups.setdefault(key, Group(name)).add(use, attribute)
        for use, attribute in filled.values():
            if not self._carries(name, attribute):
                own = self._key(use, name, said)
                for key, group in groups.items():
                    if self._belongs(use, own, key, groups):
                        group.add(use, attribute)
        return list(groups.values())

    def _key(self, use: Use, name: str, said: tuple[str, ...]) -> tuple[str, ...]:
        """The period and quarter that a column is about; the row's own where it names none."""
        constants = self._layout.constants
        period = use.period or said[0] or constants.get(PERIOD, "")
        quarter = use.quarter or said[1] or constants.get(QUARTER, "")
        return (
            period if name in SHARED[PERIOD][1] else "",
            quarter if name in SHARED[QUARTER][1] else "",
        )

    def _belongs(
        self,
        use: Use,
        own: tuple[str, ...],
        key: tuple[str, ...],
        groups: Collection[tuple[str, ...]],
    ) -> bool:
        """Whether words go with a figure: those of its own period, or all where they name none."""
        if use.period or use.quarter:
            return all(one in ("", other) for one, other in zip(own, key[:2], strict=True))
        if use.field in COMMENTARY and len(groups) > 1:
            about = [each for each in groups if each[1] and each[1] == own[1]]
            return key in about if about else True
        return True

    def _carries(self, name: str, attribute: str) -> bool:
        """Whether the attribute says something by itself, and not only about a figure."""
        return name not in CARRIERS or attribute in CARRIERS[name]

    def _cells(self, group: Group, row: int) -> dict[str, Cell]:
        """What the columns of a group say of the row, by attribute of our sheet."""
        found: dict[str, Cell] = {}
        for use, attribute in group.uses:
            found |= self._made(use, group.sheet, attribute, row)
        if because := found.get("not_available_because"):
            # The reason may give way to the one that is kept; that there is no figure may not.
            found["standing"] = replace(because, value=NOT_AVAILABLE_STANDING, holds=Holds.ALWAYS)
        return found

    def _made(self, use: Use, name: str, attribute: str, row: int) -> dict[str, Cell]:
        """The cells that one cell becomes."""
        cell = self._cell(use.column, row)
        field_ = self._fields[use.field]
        if cell.is_blank or (field_.is_free_text and self._is_a_mark_for_nothing(cell)):
            taken_out = use.blanks == BLANKS_TAKE_OUT and field_.can_be_taken_out
            return {attribute: Cell(origin=cell.origin)} if taken_out else {}
        if cell.trouble:
            return {attribute: cell}
        if use.field == CODE_AND_TITLE:
            parts = starts_with_code(cell.written)
            return {"title": replace(cell, value=parts[1])} if parts and parts[1] else {}
        if field_.words:
            word = self._word(cell, field_, use, row)
            return {attribute: replace(cell, value=word, percent=False)} if word else {}
        if field_.is_figure:
            return self._figure(use, name, attribute, cell, row)
        return {attribute: cell}

    def _is_a_mark_for_nothing(self, cell: Cell) -> bool:
        """Whether a dash or "n/a" stands where words belong: it says no more than a blank."""
        if cell.trouble or not says_nothing(cell.written):
            return False
        self._nothings.setdefault(cell.written.strip(), []).append(str(cell.origin))
        return True

    def _word(self, cell: Cell, field_: Field, use: Use, row: int) -> str:
        """Our word for somebody's; "" where it is left out, or means nothing yet."""
        if cell.is_blank or cell.trouble:
            return ""
        written = folded(cell.written)
        given = self._layout.words.get(field_.name, {})
        if written in given:
            if not given[written]:
                self._nothings.setdefault(cell.written, []).append(str(cell.origin))
            return given[written]
        guess = guess_word(cell.written, field_.name, field_.words)
        if guess and guess.reason == "the same word":
            return guess.meaning
        self.applied.words.append(Unread(field_.name, use.column, row, cell.written))
        return cell.written

    def _figure(self, use: Use, name: str, attribute: str, cell: Cell, row: int) -> dict[str, Cell]:
        cell = self._with_plain_signs(use, cell, row)
        if cell.trouble:
            return {"value" if use.field == COUNTS else attribute: cell}
        counts = (
            read_counts(cell) if name == "Actuals" and attribute in ("value", "numerator") else None
        )
        if counts:
            made = {
                "numerator": replace(cell, value=counts.numerator),
                "denominator": replace(cell, value=counts.denominator),
            }
            if counts.value is not None:
                made["value"] = replace(cell, value=counts.value)
            return made
        if use.field == COUNTS:
            attribute = "value"
        if is_zero(cell):
            meaning = self._layout.zeros.get(use.column, "")
            if not meaning and self._asks_about_zero(use, name):
                self.applied.zeros.append(Unread(use.field, use.column, row, cell.written))
            if meaning == ZERO_IS_NO_DATA:
                self._no_figures.setdefault(cell.written, []).append(str(cell.origin))
                return {}
            if meaning:
                cell = replace(cell, answered=ZERO_IS_MEANT)
        figured = read_as_figure(cell)
        if figured is None:
            return self._marked(use, attribute, cell, row)
        if figured.left_away:
            self._left_away.setdefault(figured.left_away, []).append(str(cell.origin))
        return {attribute: figured.cell}

    def _with_plain_signs(self, use: Use, cell: Cell, row: int) -> Cell:
        """The figure as ours are written, by what was said of commas and points in its column."""
        comma = self._layout.commas.get(use.column, "")
        point = self._layout.points.get(use.column, "")
        # What is said of one comma in a column holds for all of them.
        either = self._grid.table.delimiter == ";" or comma == DECIMAL_SIGN
        if has_unclear_comma(cell, may_be_either=either):
            plain = with_decimal_point(cell)
            if comma == DECIMAL_SIGN:
                return self._said_otherwise(use, "comma", cell, plain)
            if comma == PARTS_THOUSANDS and read_as_figure(cell):
                return cell
            if not comma:
                self.applied.commas.append(Unread(use.field, use.column, row, cell.written))
            told = (
                f"“{cell.written}” has a comma: say where the columns are matched whether it is a "
                f"decimal sign, or write {plain.written} if it is"
            )
            return Cell(trouble=told, origin=cell.origin)
        if comma == DECIMAL_SIGN and has_unclear_point(cell):
            if point == PARTS_THOUSANDS:
                return self._said_otherwise(use, "point", cell, without_points(cell))
            if not point:
                self.applied.points.append(Unread(use.field, use.column, row, cell.written))
                told = (
                    f"“{cell.written}” has a point in a column in which commas are decimal signs: "
                    "say where the columns are matched whether it parts thousands"
                )
                return Cell(trouble=told, origin=cell.origin)
        return cell

    def _said_otherwise(self, use: Use, sign: str, cell: Cell, plain: Cell) -> Cell:
        """The plain figure, of which it is said once for its column how it is read."""
        first: tuple[str, str, list[str]] = (cell.written, plain.written, [])
        self._otherwise.setdefault((use.column, sign), first)[2].append(str(cell.origin))
        return plain

    def _asks_about_zero(self, use: Use, name: str) -> bool:
        return name in ("Actuals", "Targets") and use.field not in (
            "Actuals.numerator",
            "Actuals.low",
        )

    def _marked(self, use: Use, attribute: str, cell: Cell, row: int) -> dict[str, Cell]:
        """What stands in place of a figure, by the meaning that a person gave it."""
        given = self._layout.markers.get(use.field, {})
        meaning = given.get(folded(cell.written))
        if meaning is None:
            self.applied.markers.append(Unread(use.field, use.column, row, cell.written))
            return {
                attribute: Cell(
                    trouble=f"“{cell.written[:40]}” is not a figure: say what it means where the "
                    "columns are matched, or write the figure",
                    origin=cell.origin,
                )
            }
        if meaning == ZERO:
            return {attribute: replace(cell, value=0, answered=ZERO_IS_MEANT)}
        if meaning == MARKER:
            return {"marker": replace(cell, answered=MARKER_IS_MEANT)}
        if meaning == NOT_AVAILABLE:
            return {
                "standing": replace(cell, value=NOT_AVAILABLE_STANDING),
                "not_available_because": replace(
                    cell,
                    value=f"“{cell.written}” in {self._grid.table.name}",
                    holds=Holds.WHERE_BLANK,
                ),
            }
        if meaning in (NOT_SET, TO_BE_AGREED, NOT_APPLICABLE):
            return {attribute: replace(cell, value=meaning)}
        self._no_figures.setdefault(cell.written, []).append(str(cell.origin))
        return {}

    def _says_something(self, group: Group, cells: dict[str, Cell], row: int) -> bool:
        """Whether the row becomes one of ours; words without a figure are told."""
        if not cells:
            return False
        if group.sheet not in CARRIERS or CARRIERS[group.sheet] & cells.keys():
            return True
        for use, _ in group.uses:
            if use.field in COMMENTARY and not self._cell(use.column, row).is_blank:
                place = self._grid.place(use.column, row)
                if place not in self._alone:
                    self._alone.add(place)
                    self._tell(
                        place,
                        "there is no figure beside these words, so they are left out",
                        Weight.WARNING,
                    )
        return False

    def _shared(self, row: int) -> dict[str, Cell]:
        """What the row is about, by field; blank cells repeat the one above where they do."""
        found = {}
        for use in self._uses:
            field_ = self._fields[use.field]
            if not field_.is_shared and use.field != CODE_AND_TITLE:
                continue
            cell = self._cell(use.column, row)
            if cell.is_blank and self._layout.repeats and use.column in self._above:
                cell = self._cell(*self._above[use.column])
            if cell.is_blank:
                continue
            self._above[use.column] = self._where(use.column, row)
            if use.field == CODE_AND_TITLE:
                parts = starts_with_code(cell.written)
                found["indicator"] = replace(cell, value=parts[0]) if parts else cell
            else:
                found[use.field] = cell
        return found

    def _where(self, column: int, row: int) -> tuple[int, int]:
        """The cell itself, or the one above that it repeats."""
        blank = self._grid.cell(column, row).is_blank
        return self._above[column] if blank else (column, row)

    def _finish(self, group: Group, cells: dict[str, Cell], shared: dict[str, Cell]) -> None:
        """Add what the row is about, and what is the same for all rows."""
        name = group.sheet
        made = {}
        for field_name, cell in shared.items():
            attribute = self._fields[field_name].goes_to.get(name)
            if attribute:
                made[attribute] = cell
        made |= cells
        for field_name, use in ((PERIOD, group.dated), (QUARTER, group.reported)):
            attribute = SHARED[field_name][1].get(name)
            if attribute and use:
                made[attribute] = self._named_by(use, field_name, cells)
        for field_name, value in self._layout.constants.items():
            attribute = self._fields[field_name].goes_to.get(name)
            if attribute == "baseline_period" and "baseline" not in made:
                continue
            if attribute and value and attribute not in made:
                made[attribute] = Cell(value, holds=_meant_for(name, attribute))
        if name == "Comparators" and "comparator" not in made:
            use = next(use for use, attribute in group.uses if attribute == "value")
            made["comparator"] = Cell(
                without_its_period(use.heading), origin=self._heading_place(use)
            )
        self.applied.rows.setdefault(name, []).append(made)

    def _named_by(self, use: Use, field_name: str, cells: dict[str, Cell]) -> Cell:
        """The period or quarter that a heading names.

        What is wrong with a period is wrong with the figure about it, and is told there; that a
        quarter is open to nobody is told at its heading.
        """
        if field_name == QUARTER:
            return Cell(use.quarter, origin=self._heading_place(use))
        return Cell(use.period, origin=next(iter(cells.values())).origin)

    def _heading_place(self, use: Use) -> Place:
        return self._grid.heading_place(use.column, self._layout.first, self._layout.last)


def _why_left_out(kind: RowKind, *, many: bool) -> str:
    they_stand, them = ("they stand", "them") if many else ("it stands", "it")
    return {
        RowKind.NAMELESS: f"for there is no code in {them}",
        RowKind.OTHER: "for nothing stands in the columns that are read",
        RowKind.ABOVE: f"for {they_stand} above the headings: if that is wrong, say in which row "
        "the headings are",
        RowKind.UNDER_OTHERS: f"for {they_stand} under headings that are not the first ones: "
        "bring that table in a sheet of its own",
    }.get(kind, f"as {kind.value}")


def _meant_for(name: str, attribute: str) -> Holds:
    """What is the same for all rows says what an indicator is that is not here yet.

    One that is here stays as it is, but for the period of a baseline that the row gives.
    """
    of_all = name != "Indicators" or attribute == "baseline_period"
    return Holds.ALWAYS if of_all else Holds.WHERE_NEW


def doubts_about_zeros(grid: Grid, applied: Applied) -> Iterator[Problem]:
    """A zero of which nobody said whether it is a figure is asked about, once a column."""
    by_column: dict[int, list[Unread]] = {}
    for each in applied.zeros:
        by_column.setdefault(each.column, []).append(each)
    for column, zeros in by_column.items():
        more = f" (and in {len(zeros) - 1} more cells below)" if len(zeros) > 1 else ""
        place = grid.place(column, zeros[0].row)
        yield Problem(
            place.sheet,
            place.cell,
            f"0 stands here{more}: say whether it is a figure, or means that there is no data yet",
            Weight.WARNING,
        )
