"""Rule 11: telling no one's secret.  No Django in here.

"A figure about one looked after child is about somebody." `is_small` says which figures are masked
for their own sake. What would give one of them back is found by `indicators.recovery`, which looks
at what is shown and never at a masked figure; so a masked figure counts only through the fact that
it is masked, and changing it into any other masked figure changes nothing.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from indicators.values import Figure, Unit

MASK = "[c]"


class Audience(StrEnum):
    """For whom a page or file is drawn."""

    OFFICER = "officer"
    BOARD = "board"
    PUBLIC = "public"


def sees_all(audience: Audience, *, board_sees_all: bool = True) -> bool:
    """Whether nothing is masked: officers, and the Board unless the setting says otherwise."""
    if audience == Audience.BOARD:
        return board_sees_all
    return audience == Audience.OFFICER


@dataclass(frozen=True)
class Thresholds:
    """Up to which number each is masked. "Thresholds are a setting.\""""

    numerator: int = 5
    remainder: int = 5
    denominator: int = 10
    count: int = 5


@dataclass(frozen=True)
class Disclosable:
    """A figure as disclosure looks at it.

    `figure` is None where there is none to tell. `of_people` is false where things or money are
    counted. `low` and `high` are a forecast's counts. `already_public` says that an officer
    recorded where a figure without counts is already public. `earlier` is what was shown under the
    same name before: the earlier versions of a baseline, which stay to be read beside it.
    """

    figure: Figure | None
    of_people: bool = True
    low: int | None = None
    high: int | None = None
    already_public: bool = False
    earlier: tuple["Disclosable", ...] = ()


def is_small(item: Disclosable, thresholds: Thresholds) -> bool:
    """Whether a figure, or an earlier version of it, is masked for its own sake."""
    return any(_is_small(each, thresholds) for each in (item, *item.earlier))


def _is_small(item: Disclosable, thresholds: Thresholds) -> bool:
    """Whether this version is.

    "Numerator 5 or less (zero too), denominator less numerator 5 or less, denominator 10 or less;
    a plain count of people of 5 or less; a forecast's low and high likewise; a percentage of people
    without counts, unless an officer records that it is already public." A rate without counts is
    as a percentage is.
    """
    figure = item.figure
    if figure is None:
        return False
    counts = [each for each in (figure.numerator, item.low, item.high) if each is not None]
    if figure.denominator is not None and _is_small_part(
        counts, figure.denominator, figure, thresholds
    ):
        return True
    if not item.of_people:
        return False
    if figure.unit == Unit.NUMBER:
        return _is_small_count(figure, counts, thresholds)
    if figure.denominator is None and any(each <= thresholds.count for each in counts):
        return True
    without_counts = not figure.has_counts and figure.unit in (Unit.PERCENTAGE, Unit.RATE)
    return without_counts and not item.already_public


def _is_small_part(
    counts: Sequence[int], denominator: int, figure: Figure, thresholds: Thresholds
) -> bool:
    if denominator <= thresholds.denominator:
        return True
    if any(each <= thresholds.numerator for each in counts):
        return True
    # A rate may count more than its base; then nobody is left over. Of days nobody ever is.
    return figure.unit in (Unit.PERCENTAGE, Unit.RATE) and any(
        0 <= denominator - each <= thresholds.remainder for each in counts
    )


def _is_small_count(figure: Figure, counts: Sequence[int], thresholds: Thresholds) -> bool:
    exact = figure.exact
    return any(each <= thresholds.count for each in counts) or (
        exact is not None and exact <= thresholds.count
    )


Key = TypeVar("Key", bound=Hashable)


def small_keys(figures: Mapping[Key, Disclosable], thresholds: Thresholds) -> frozenset[Key]:
    """Which figures are masked for their own sake."""
    return frozenset(key for key, item in figures.items() if is_small(item, thresholds))
