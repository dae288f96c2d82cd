"""A figure in a merged cell: of one indicator and period, or of several, which nobody can know.

No Django in here.
"""

from sheets.cells import address
from workbooks.mapping.description import Layout, Use
from workbooks.mapping.fields import (
    CODE_AND_TITLE,
    FIGURE,
    INDICATOR,
    OWN_QUARTER,
    PERIOD,
    QUARTER,
    ROW_KIND,
    YEAR,
    Fields,
)
from workbooks.mapping.grid import Grid
from workbooks.mapping.values import is_numeric

WHOSE, WHEN = (INDICATOR, CODE_AND_TITLE), (PERIOD, OWN_QUARTER, YEAR, QUARTER)
Area = tuple[int, int, int, int]


class MergedFigures:
    """The merged cells of one sheet in which figures stand."""

    def __init__(self, grid: Grid, layout: Layout, fields: Fields) -> None:
        self._grid = grid
        self._layout = layout
        self._fields = fields
        self._figures = [use.column for use in layout.uses if fields[use.field].is_figure]
        self._told: set[Area] = set()

    def problem(self, use: Use, row: int) -> str | None:
        """What is wrong with a figure that stands for several; "" where that was told before.

        None where it is one figure's own cell.
        """
        area = self._grid.area_at(use.column, row)
        if area is None or not is_numeric(self._grid.cell(use.column, row)):
            return None
        if not (self._covers_columns(area) or self._covers_rows(area, use)):
            return None
        if area in self._told:
            return ""
        self._told.add(area)
        left, top, right, bottom = area
        return (
            f"one cell is merged over {address(left, top)}:{address(right, bottom)}, so its figure "
            "would be that of several: unmerge it, and write in each cell its own"
        )

    def _covers_columns(self, area: Area) -> bool:
        left, _, right, _ = area
        return sum(left <= column <= right for column in self._figures) > 1

    def _covers_rows(self, area: Area, use: Use) -> bool:
        """Whether its rows are about several indicators, or periods of one."""
        _, top, _, bottom = area
        field = self._fields[use.field]
        apart = [*WHOSE, *(WHEN if field.has_period and not use.period else ())]
        apart += [ROW_KIND] if use.field == FIGURE else []
        return any(
            len({self._grid.words(each.column, row) for row in range(top, bottom + 1)} - {""}) > 1
            for name in apart
            for each in self._layout.uses_of(name)
        )
