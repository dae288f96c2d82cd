"""What about an indicator cannot change any more, for what is kept of it.  No Django in here.

The admin, its tables and the workbook all ask here.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from indicators.entries import (
    BaselineLike,
    Entry,
    Measure,
    Problems,
    TargetLike,
    problems_with_baseline,
    problems_with_kept_figure,
    problems_with_target,
)
from indicators.expectations import Frequency

PERIODS = ("year_type", "frequency")
STAYS = "stays"
Name = TypeVar("Name", bound=Hashable)


def problems_with_new_measure(
    before: Measure,
    after: Measure,
    *,
    figures: Iterable[Entry],
    targets: Iterable[TargetLike],
    baselines: Iterable[BaselineLike],
) -> Problems:
    """Why year type, frequency or unit cannot change so: (field, sentence) pairs.

    What is kept must stay readable and possible, and a figure in the unit in which somebody read
    it: what a release told of it, or hid, would be another figure. What was wrong already is no
    hindrance.
    """
    changed = [each for each in (*PERIODS, "unit") if getattr(before, each) != getattr(after, each)]
    if not changed:
        return []
    after = replace(after, decimals=before.decimals)
    kept: tuple[tuple[str, Iterable[Any], Callable[[Any, Measure], Problems]], ...] = (
        ("figures", figures, problems_with_kept_figure),
        ("targets", targets, problems_with_target),
        ("a baseline", baselines, problems_with_baseline),
    )
    problems: dict[tuple[str, str], str] = {}
    for called, rows, told in kept:
        for row in sorted(rows, key=lambda each: each.period):
            for field in _fields(told(row, after)) - _fields(told(row, before)):
                at = "unit" if field != "period" else changed[0]
                problems.setdefault((at, called), _sentence(after, called, row.period, at))
            if "unit" in changed and called != "targets" and _has_figure(row):
                problems.setdefault(("unit", called), _sentence(before, called, row.period, STAYS))
    return [(at, sentence) for (at, _), sentence in problems.items()]


def _has_figure(row: Entry | BaselineLike) -> bool:
    return (row.value, row.numerator) != (None, None)


def _fields(problems: Problems) -> set[str]:
    return {field for field, _ in problems}


def _sentence(after: Measure, called: str, period: str, at: str) -> str:
    stay = "stay" if called == "figures" else "stays"
    would = {
        "unit": f"cannot be in the unit {after.unit}",
        STAYS: f"{stay} in the unit {after.unit}",
    }.get(at, "would no longer be a period of it")
    return (
        f"{after.code} has {called} about {period}, which {would}: leave this as it is, or make a "
        "new indicator"
    )


def problem_with_frequency(before: str, after: str, *, has_baseline: bool) -> str:
    """Why an indicator cannot be, or become, two-yearly; "" where it can.

    `before` is the frequency kept, "" for a new indicator.
    """
    if after != Frequency.TWO_YEARLY or before == after or has_baseline:
        return ""
    return (
        "a two-yearly indicator is due an even number of years after its baseline: write the "
        "baseline period, or choose annual until its baseline is kept"
    )


def is_part_of_itself(name: Name, above: Callable[[Name], Name | None]) -> bool:
    """Whether going up from `name`, each time to the one it is part of, comes round again."""
    seen, at = {name}, above(name)
    while at:
        if at in seen:
            return True
        seen.add(at)
        at = above(at)
    return False


def problems_with_part_of(name: Name, above: Callable[[Name], Name | None]) -> Problems:
    """The same as a sentence at its field."""
    if not is_part_of_itself(name, above):
        return []
    return [("part_of", "an indicator cannot be part of itself: correct one of the codes")]


def problems_with_breakdown(broken_down_by: str, part_of: Name | None) -> Problems:
    """Why it cannot say by what it breaks a total down: it is part of none."""
    if not broken_down_by or part_of:
        return []
    sentence = "write the code of the total that it breaks down, or leave this blank"
    return [("broken_down_by", sentence)]
