"""What was reported about each period, its standings side by side. No Django in here."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.expectations import Standing
from reports.reading.objects import FigureCell, PeriodRow


@dataclass(frozen=True)
class Revisions:
    """A column for each standing that any period has; a row for each period, with the figures
    of each standing in the order in which they were reported."""

    standings: list[str]
    rows: list[tuple[PeriodRow, list[tuple[str, list[FigureCell]]]]]


def revisions(periods: Sequence[PeriodRow]) -> Revisions:
    """Every figure beside the others about its period: none overwrites another."""
    known = {cell.standing for row in periods for cell in row.reports}
    standings = [str(each) for each in Standing if each in known]
    return Revisions(
        standings,
        [
            (
                row,
                [
                    (each, [cell for cell in row.reports if cell.standing == each])
                    for each in standings
                ],
            )
            for row in periods
        ],
    )
