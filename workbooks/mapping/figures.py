"""What is read where a figure belongs: a number, counts, or what stands in the place of one.

No Django in here.
"""

from dataclasses import replace

from indicators.doubts import MARKER_IS_MEANT, ZERO_IS_MEANT
from sheets.cells import IN_FULL, Cell, Holds, Place
from sheets.problems import Weight
from workbooks.mapping.applied import Applied, Told, Unread
from workbooks.mapping.description import (
    AS_IT_STANDS,
    DECIMAL_SIGN,
    MULTIPLIED,
    PARTS_THOUSANDS,
    ZERO_IS_NO_DATA,
    Layout,
    Use,
    folded,
)
from workbooks.mapping.fields import COUNTS
from workbooks.mapping.grid import Grid
from workbooks.mapping.scales import (
    Scale,
    is_scalable,
    multiplied,
    scale_beside,
    scale_of_row,
    scales_of_columns,
)
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
)

# The word of ours for a figure that its owner cannot give.
NOT_AVAILABLE_STANDING = "not available"
NO_FIGURE = "stands for no figure, and is left out"
# A nought among these says nothing by itself: only what it is a part of does.
NEVER_ASKED_ABOUT_ZERO = ("Actuals.numerator", "Actuals.low")


class Figures:
    """The figures of one sheet, read by what a person said of them."""

    def __init__(self, grid: Grid, layout: Layout, applied: Applied) -> None:
        self._grid = grid
        self._layout = layout
        self._applied = applied
        self._told = Told()
        self._scales = scales_of_columns(grid, layout)
        # What rows themselves say of their figures says nothing of the other rows.
        self._of_rows: dict[int, Scale | None] = {}
        self._said_by_rows: set[int] = set()
        # By column, the figures of which nothing says that they are in thousands, as others are;
        # by what says so, those that are read as they stand all the same.
        self._plain: dict[int, list[Place]] = {}
        self._passed_over: dict[tuple[int, str], list[Place]] = {}
        # Figures with points that may part thousands, where commas turn out to be decimal signs.
        self._with_points: list[Unread] = []
        # By column and sign: the first figure, what it is read as, and the cells of all alike.
        self._otherwise: dict[tuple[int, str], tuple[Cell, Cell, list[Place]]] = {}

    def read(self, use: Use, name: str, attribute: str, cell: Cell, row: int) -> dict[str, Cell]:
        """What the cell becomes under that attribute of our sheet `name`, or beside it."""
        scale, figure = self._scale_of(use, cell, row)
        asked = self._asked_scale(use, figure, row, scale) if scale else None
        cell = asked or self._with_plain_signs(use, figure, row)
        if cell.trouble:
            return {"value" if use.field == COUNTS else attribute: cell}
        if name == "Actuals" and attribute in ("value", "numerator") and (made := _counts(cell)):
            return made
        if use.field == COUNTS:
            attribute = "value"
        if is_zero(cell):
            meaning = self._layout.zeros.get(use.column, "")
            if not meaning and _asks_about_zero(use, name):
                self._applied.zeros.append(Unread(use.field, use.column, row, cell.written))
            if meaning == ZERO_IS_NO_DATA:
                self._told.add(cell.written, NO_FIGURE, cell.origin)
                return {}
            if meaning:
                cell = replace(cell, answered=ZERO_IS_MEANT)
        figured = read_as_figure(cell)
        if figured is None:
            return self._marked(use, attribute, cell, row)
        if figured.left_away:
            what = "is left away, and the number read"
            self._told.add(figured.left_away, what, cell.origin)
        return {attribute: self._in_full(use, figured.cell, scale)}

    def tell(self) -> None:
        """What of the figures is read otherwise than it is written."""
        self._ask_points_beside_commas()
        self._told.tell(self._applied)
        self._tell_scales()
        for (_, sign), (first, plain, places) in self._otherwise.items():
            alike = f", and every such {sign} in its column alike" if len(places) > 1 else ""
            if first.origin:
                told = f"“{first.written}” is read as {plain.written}{alike}{_more(places)}"
                self._applied.tell(first.origin, told)

    def _tell_scales(self) -> None:
        for (_, said), places in self._passed_over.items():
            told = f"{said} is passed over: the figure is read as it stands{_more(places)}"
            self._applied.tell(places[0], told)
        for column, places in self._plain.items():
            if column in self._said_by_rows:
                continue
            told = (
                "nothing says here that the figure is in thousands or millions, as others of its "
                f"column are or were: it is read as it stands{_more(places)}"
            )
            self._applied.tell(places[0], told, Weight.WARNING)

    # Signs

    def _with_plain_signs(self, use: Use, cell: Cell, row: int) -> Cell:
        """The figure as ours are written, by what was said of commas and points in its column."""
        comma = self._layout.commas.get(use.column, "")
        # What is said of one comma in a column holds for all of them.
        either = self._grid.table.delimiter == ";" or comma == DECIMAL_SIGN
        if has_unclear_comma(cell, may_be_either=either):
            return self._with_plain_comma(use, cell, row, comma)
        if has_unclear_point(cell):
            if comma == DECIMAL_SIGN or self._layout.points.get(use.column):
                return self._with_plain_point(use, cell, row)
            self._with_points.append(Unread(use.field, use.column, row, cell.written))
        return cell

    def look_at_signs(self, use: Use, cell: Cell, row: int) -> None:
        """Ask about the signs of a figure that is read only once something else is answered."""
        self._with_plain_signs(use, cell, row)

    def _ask_points_beside_commas(self) -> None:
        """Where a column has commas that are asked about, its points are asked about with them."""
        columns = {each.column for each in self._applied.commas}
        self._applied.points += [each for each in self._with_points if each.column in columns]

    def _with_plain_comma(self, use: Use, cell: Cell, row: int, comma: str) -> Cell:
        plain = with_decimal_point(cell)
        if comma == DECIMAL_SIGN:
            return self._said_otherwise(use, "comma", cell, plain)
        if comma == PARTS_THOUSANDS and read_as_figure(cell):
            return cell
        if not comma:
            self._applied.commas.append(Unread(use.field, use.column, row, cell.written))
        told = (
            f"“{cell.written}” has a comma: say where the columns are matched whether it is a "
            f"decimal sign, or write {plain.written} if it is"
        )
        return Cell(trouble=told, origin=cell.origin)

    def _with_plain_point(self, use: Use, cell: Cell, row: int) -> Cell:
        point = self._layout.points.get(use.column, "")
        if point == PARTS_THOUSANDS:
            return self._said_otherwise(use, "point", cell, without_points(cell))
        if point:
            return cell
        self._applied.points.append(Unread(use.field, use.column, row, cell.written))
        told = (
            f"“{cell.written}” has a point in a column in which commas are decimal signs: "
            "say where the columns are matched whether it parts thousands"
        )
        return Cell(trouble=told, origin=cell.origin)

    def _said_otherwise(self, use: Use, sign: str, cell: Cell, plain: Cell) -> Cell:
        """The plain figure, of which it is said once for its column how it is read."""
        first: tuple[Cell, Cell, list[Place]] = (cell, plain, [])
        places = self._otherwise.setdefault((use.column, sign), first)[2]
        places += [cell.origin] if cell.origin else []
        return plain

    # Thousands and millions

    def _scale_of(self, use: Use, cell: Cell, row: int) -> tuple[Scale | None, Cell]:
        """What is said of the figure, if it can be in thousands; and its cell without that."""
        if cell.shown_in == IN_FULL:
            return None, cell
        scale, figure = scale_beside(cell)
        if not scale:
            if row not in self._of_rows:
                self._of_rows[row] = scale_of_row(self._grid, self._layout, row)
            scale = self._of_rows[row]
            if scale:
                self._said_by_rows.add(use.column)
        scale = scale or self._scales.get(use.column)
        if scale and is_scalable(figure) and not is_zero(figure):
            return scale, figure
        return None, cell

    def _asked_scale(self, use: Use, cell: Cell, row: int, scale: Scale) -> Cell | None:
        """The cell that waits for what a person says of its column; None where it was said."""
        if use.column in self._layout.scales:
            return None
        would = f"{cell.written} would be {multiplied(cell, scale.factor).written}"
        words = f"{scale.said}: in {scale.name}, {would}"
        self._applied.scales.append(Unread(use.field, use.column, row, words))
        told = (
            f"“{cell.written}” may be in {scale.name} ({scale.said}): say where the columns are "
            "matched whether it is, or write it in full where nothing says so"
        )
        return Cell(trouble=told, origin=cell.origin)

    def _in_full(self, use: Use, cell: Cell, scale: Scale | None) -> Cell:
        """The figure by what was said of those in thousands in its column."""
        answer = self._layout.scales.get(use.column, "")
        if scale and answer == MULTIPLIED:
            full = multiplied(cell, scale.factor)
            return self._said_otherwise(use, f"figure in {scale.name}", cell, full)
        if cell.origin and scale and answer == AS_IT_STANDS:
            self._passed_over.setdefault((use.column, scale.said), []).append(cell.origin)
        elif cell.origin and answer == MULTIPLIED and self._may_lack_a_scale(cell):
            self._plain.setdefault(use.column, []).append(cell.origin)
        return replace(cell, shown_in=0)

    def _may_lack_a_scale(self, cell: Cell) -> bool:
        return cell.shown_in != IN_FULL and is_scalable(cell) and not is_zero(cell)

    # What is no figure

    def _marked(self, use: Use, attribute: str, cell: Cell, row: int) -> dict[str, Cell]:
        """What stands in place of a figure, by the meaning that a person gave it."""
        given = self._layout.markers.get(use.field, {})
        meaning = given.get(folded(cell.written))
        if meaning is None:
            self._applied.markers.append(Unread(use.field, use.column, row, cell.written))
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
        self._told.add(cell.written, NO_FIGURE, cell.origin)
        return {}


def _more(places: list[Place]) -> str:
    """How many cells more a sentence is about, beside the first."""
    more = len(dict.fromkeys(places)) - 1
    return f" (and {more} more)" if more else ""


def _counts(cell: Cell) -> dict[str, Cell]:
    """The counts that stand in one cell, as a numerator and a denominator; none where none do."""
    counts = read_counts(cell)
    if not counts:
        return {}
    made = {
        "numerator": replace(cell, value=counts.numerator),
        "denominator": replace(cell, value=counts.denominator),
    }
    if counts.value is not None:
        made["value"] = replace(cell, value=counts.value)
    return made


def _asks_about_zero(use: Use, name: str) -> bool:
    return name in ("Actuals", "Targets") and use.field not in NEVER_ASKED_ABOUT_ZERO
