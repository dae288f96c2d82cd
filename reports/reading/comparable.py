"""What must hold for two figures to be set beside each other. No Django in here."""

from collections.abc import Iterable

from reports.reading.objects import FigureCell, RuleVersion


def is_quarter(label: str) -> bool:
    return " Q" in label


def definition_broke(
    rules: Iterable[RuleVersion], before: FigureCell | None, after: FigureCell | None
) -> bool:
    """Whether a new definition, not comparable with the one before, came between two figures.

    A baseline was reported in no quarter, and so before them all.
    """
    if before is None or after is None:
        return False
    starts = (rule.from_quarter for rule in rules if not rule.comparable_with_before)
    return any(before.reported_in < start <= after.reported_in for start in starts)
