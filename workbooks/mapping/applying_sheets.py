"""From one of somebody's sheets to rows of ours, by its layout, row by row.  No Django in here."""

from collections.abc import Collection
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace

from sheets.cells import Cell, Holds, Place
from sheets.problems import Weight
from workbooks.documents.wording import says_nothing
from workbooks.mapping.applied import Applied, Told, Unread
from workbooks.mapping.codes import starts_with_code
from workbooks.mapping.description import BLANKS_TAKE_OUT, Layout, Use, folded
from workbooks.mapping.fields import (
    CARRIERS,
    CODE_AND_TITLE,
    FIGURE,
    INDICATOR,
    PERIOD,
    QUARTER,
    ROW_KIND,
    SHARED,
    Field,
    Fields,
)
from workbooks.mapping.figures import NOT_AVAILABLE_STANDING, Figures
from workbooks.mapping.grid import Grid
from workbooks.mapping.kept import Kept
from workbooks.mapping.leaving_out import tell_columns, tell_rows
from workbooks.mapping.merged_figures import MergedFigures
from workbooks.mapping.names import Names
from workbooks.mapping.periods import without_its_period, year_of
from workbooks.mapping.row_kinds import RowKinds
from workbooks.mapping.row_periods import put_together
from workbooks.mapping.rows import RowKind, sort_rows
from workbooks.mapping.synonyms import COMMENTARY
from workbooks.mapping.target_periods import TargetPeriods
from workbooks.mapping.to_date import YearSoFar
from workbooks.mapping.words import guess_word
from workbooks.reading.hidden import what_is_hidden

READ_AS_BLANK = "is read as a blank"


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
    def standing(self) -> Use | None:
        """A column whose heading says how certain its figures are."""
        return next((use for use, _ in self.uses if use.standing), None)

    @property
    def reported(self) -> Use | None:
        return next((use for use, _ in self.uses if use.quarter), None)


def apply_layout(grid: Grid, layout: Layout, fields: Fields, kept: Kept | None = None) -> Applied:
    """What one sheet becomes."""
    applying = _Applying(grid, layout, fields, kept or Kept())
    applying.run()
    return applying.applied


class _Applying:
    """One sheet, row by row."""

    def __init__(self, grid: Grid, layout: Layout, fields: Fields, kept: Kept) -> None:
        self._grid = grid
        self._layout = layout
        self._fields = fields
        self.applied = Applied()
        self._uses = [use for use in layout.uses if use.field in fields]
        # In the order of the columns, so that questions come alike each time.
        self._sheets = {
            name: None
            for use in self._uses
            if not fields[use.field].is_shared and use.field != ROW_KIND
            for name, attribute in fields[use.field].goes_to.items()
            if attribute and not _is_code_alone(use, name)
        }
        self._above: dict[int, tuple[int, int]] = {}
        self._grouped: dict[tuple, list[Group]] = {}
        self._alone: set[Place] = set()
        self._told = Told()
        self._figures = Figures(grid, layout, self.applied)
        self._year_so_far = YearSoFar(grid, layout, self.applied, kept.counted, fields)
        self._merged = MergedFigures(grid, layout, fields)
        self._names = Names(layout, self.applied, kept)
        self._kinds = RowKinds(grid, layout, self.applied, fields)
        self._target_periods = TargetPeriods(grid, layout, self.applied, kept, fields)

    def run(self) -> None:
        read = set(range(self._layout.first, self._layout.last + 1))
        for row in sort_rows(self._grid, self._layout):
            if row.kind == RowKind.DATA:
                self._read(row.number)
                read.add(row.number)
                if row.taken_for:
                    self.applied.read_anyway.append(row)
            else:
                self.applied.left_out.append(row)
        tell_rows(self._grid, self.applied)
        self._told.tell(self.applied)
        self._figures.tell()
        self._year_so_far.tell()
        self._names.tell()
        self._kinds.tell()
        used = {use.column for use in self._uses}
        for told in what_is_hidden(self._grid.table, used, read):
            self.applied.tell(Place(self._grid.table.name, ""), told)
        tell_columns(self._grid, self._layout, used, self.applied)

    # One row

    def _read(self, row: int) -> None:
        kind = self._kinds.of(row)
        shared = self._shared(row)
        self._target_periods.look_at(row, shared, kind)
        for name in self._sheets:
            for group in self._groups(name, kind, shared):
                cells = self._cells(group, row, _code(shared))
                if self._says_something(group, cells, row):
                    self._finish(group, cells, shared)

    def _attribute(self, use: Use, name: str, kind: str) -> str:
        """Which attribute of that sheet a column fills in a row of that kind."""
        if _is_code_alone(use, name):
            return ""
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
        open_ = self._target_periods.period_of(use, said[0]) if name == "Targets" else ""
        period = open_ or use.period or said[0] or constants.get(PERIOD, "")
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

    def _cells(self, group: Group, row: int, code: str) -> dict[str, Cell]:
        """What the columns of a group say of the row, by attribute of our sheet."""
        found: dict[str, Cell] = {}
        for use, attribute in group.uses:
            found |= self._made(use, group.sheet, attribute, row, code)
        if because := found.get("not_available_because"):
            # The reason may give way to the one that is kept; that there is no figure may not.
            found["standing"] = replace(because, value=NOT_AVAILABLE_STANDING, holds=Holds.ALWAYS)
        return found

    def _made(self, use: Use, name: str, attribute: str, row: int, code: str) -> dict[str, Cell]:
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
            if not (parts and parts[1]):
                return {}
            return {"title": self._names.read(use, replace(cell, value=parts[1]), code, row)}
        if name == "Indicators" and attribute == "title":
            return {attribute: self._names.read(use, cell, code, row)}
        if field_.words:
            word = self._word(cell, field_, use, row)
            return {attribute: replace(cell, value=word, percent=False)} if word else {}
        if name == "Targets" and self._target_periods.waits(use, row):
            self._figures.look_at_signs(use, cell, row)
            return {}
        if field_.is_figure:
            if (problem := self._merged.problem(use, row)) is not None:
                return {attribute: Cell(trouble=problem, origin=cell.origin)} if problem else {}
            if not self._year_so_far.lets_in(use, name, cell, code, row):
                return {}
            return self._figures.read(use, name, attribute, cell, row)
        return {attribute: cell}

    def _is_a_mark_for_nothing(self, cell: Cell) -> bool:
        """Whether a dash or "n/a" stands where words belong: it says no more than a blank."""
        if cell.trouble or not says_nothing(cell.written):
            return False
        self._told.add(cell.written, READ_AS_BLANK, cell.origin)
        return True

    def _word(self, cell: Cell, field_: Field, use: Use, row: int) -> str:
        """Our word for somebody's; "" where it is left out, or means nothing yet."""
        if cell.is_blank or cell.trouble:
            return ""
        written = folded(cell.written)
        given = self._layout.words.get(field_.name, {})
        if written in given:
            if not given[written]:
                self._told.add(cell.written, READ_AS_BLANK, cell.origin)
            return given[written]
        guess = guess_word(cell.written, field_.name, field_.words)
        if guess and guess.reason == "the same word":
            return guess.meaning
        self.applied.words.append(Unread(field_.name, use.column, row, cell.written))
        return cell.written

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
                    self.applied.tell(
                        place,
                        "there is no figure beside these words, so they are left out",
                        Weight.WARNING,
                    )
        return False

    def _shared(self, row: int) -> dict[str, Cell]:
        """What the row is about, by field; blank cells repeat the one above where they do."""
        found: dict[str, Cell] = {}
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
                found[INDICATOR] = replace(cell, value=parts[0]) if parts else cell
            else:
                found[use.field] = cell
        return put_together(found, year_of(self._layout.constants.get(PERIOD, "")))

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
        if name == "Targets" and (period := self._open_period(group, shared)):
            made["period"] = Cell(period, origin=next(iter(cells.values())).origin)
        if name == "Actuals" and "standing" not in made and group.standing:
            place = self._heading_place(group.standing)
            made["standing"] = Cell(group.standing.standing, origin=place)
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

    def _open_period(self, group: Group, shared: dict[str, Cell]) -> str:
        """The period of a target whose column leaves open which it is; else ""."""
        said = shared[PERIOD].written if PERIOD in shared else ""
        found = (self._target_periods.period_of(use, said) for use, _ in group.uses)
        return next(filter(None, found), "")

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


def _is_code_alone(use: Use, name: str) -> bool:
    """Whether of a code with its title only the code counts there, which every sheet shares."""
    return use.field == CODE_AND_TITLE and name != "Indicators"


def _code(shared: Map[str, Cell]) -> str:
    """The code of the indicator that a row is about."""
    return shared[INDICATOR].written if INDICATOR in shared else ""


def _meant_for(name: str, attribute: str) -> Holds:
    """What is the same for all rows says what an indicator is that is not here yet.

    One that is here stays as it is, but for the period of a baseline that the row gives.
    """
    of_all = name != "Indicators" or attribute == "baseline_period"
    return Holds.ALWAYS if of_all else Holds.WHERE_NEW
