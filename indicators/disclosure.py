"""Rule 11: telling no one's secret.  No Django in here.

"A figure about one looked after child is about somebody." `masked_keys` is the one function that
decides; what renders takes the audience and cannot go round it.

It works in two steps. `is_small` looks at one figure. Each relation then says "where these are
masked, so are those", and this is repeated until nothing is added. Relations never ask for a
figure that is masked, and never that anything be *not* masked; so a masked figure counts only
through the fact that it is masked, and changing it into any other masked figure changes nothing.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

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
    # What a rate counts is not some of its base, so nothing is left over.
    return figure.is_proportion and any(
        denominator - each <= thresholds.remainder for each in counts
    )


def _is_small_count(figure: Figure, counts: Sequence[int], thresholds: Thresholds) -> bool:
    exact = figure.exact
    return any(each <= thresholds.count for each in counts) or (
        exact is not None and exact <= thresholds.count
    )


Key = TypeVar("Key", bound=Hashable)


class Relation(Protocol[Key]):
    """Figures that could give each other back."""

    def small(self, figures: Mapping[Key, Disclosable], thresholds: Thresholds) -> set[Key]:
        """What must be masked because of a small number that nobody wrote down."""
        ...

    def led_to(self, masked: set[Key]) -> set[Key]:
        """What must be masked because those are."""
        ...


class _NothingHidden(Generic[Key]):
    """A relation in which no small number lies between the figures."""

    def small(self, figures: Mapping[Key, Disclosable], thresholds: Thresholds) -> set[Key]:
        return set()


@dataclass(frozen=True)
class PartOf(Generic[Key]):
    """A total and its parts ("Part of"): one breakdown, whose parts add up to the total.

    A masked part hides the total, from which it could be found. A masked total hides the last
    part, without which the others would add up to it. `complete` is false where not every part
    is known: what the known ones leave of the total is then what the others come to.

    `late` are the parts reported after the total, which an earlier release may have shown without
    them: hiding it comes too late for them, so nothing is told of any if one is hidden.
    """

    total: Key
    parts: tuple[Key, ...]
    late: tuple[Key, ...] = ()
    complete: bool = True

    def small(self, figures: Mapping[Key, Disclosable], thresholds: Thresholds) -> set[Key]:
        parts = [figures[each] for each in self.parts]
        if self.complete or not _is_small_rest(figures[self.total], parts, thresholds):
            return set()
        return {self.total}

    def led_to(self, masked: set[Key]) -> set[Key]:
        if masked.intersection(self.parts):
            return {self.total, *self.parts[-1:], *self.late}
        if self.total not in masked:
            return set()
        return {*self.late, *(self.parts[-1:] if self.complete else ())}


@dataclass(frozen=True)
class SameFate(_NothingHidden[Key]):
    """Figures of which one tells of the other, so that all are masked or none.

    Indicators of the same cohort (`Cohort`) in one period and quarter: they share the denominator,
    and their numerators may add up to it. And one report in several releases, which repeat it.
    Revisions are figures of their own: "revisions of unmasked figures are no leak".
    """

    keys: frozenset[Key]

    def led_to(self, masked: set[Key]) -> set[Key]:
        return set(self.keys) if masked & self.keys else set()


@dataclass(frozen=True)
class Repeats(_NothingHidden[Key]):
    """A baseline that is one more reading of a figure: where that is masked, so is the baseline.

    Not the other way round: a baseline that is small by itself repeats nothing that is not.
    """

    figure: Key
    baseline: Key

    def led_to(self, masked: set[Key]) -> set[Key]:
        return {self.baseline} if self.figure in masked else set()


@dataclass(frozen=True)
class YearOf(Generic[Key]):
    """The baseline of a year and the year's quarters, which add up to it.

    A masked quarter hides the baseline, from which it could be found; where a quarter is not known,
    what the others leave of the baseline is its figure. `late` are the quarters reported when an
    earlier release may have shown the baseline: hiding that comes too late for them, so nothing is
    told of any if one is hidden.
    """

    baseline: Key
    quarters: tuple[Key, ...]
    late: tuple[Key, ...] = ()
    complete: bool = True

    def small(self, figures: Mapping[Key, Disclosable], thresholds: Thresholds) -> set[Key]:
        quarters = [figures[each] for each in self.quarters]
        if self.complete or not _is_small_rest(figures[self.baseline], quarters, thresholds):
            return set()
        return {self.baseline}

    def led_to(self, masked: set[Key]) -> set[Key]:
        return {self.baseline, *self.late} if masked.intersection(self.quarters) else set()


@dataclass(frozen=True)
class Cumulative(Generic[Key]):
    """Quarters of one year, each entered year to date.

    What two of them differ by is the figure of the quarter between: where it is small, the later
    one is masked. A masked quarter hides the later ones of its year, for one before and one
    after would leave it little room.

    `late` are those reported after a later quarter, which an earlier release may have shown:
    they are hidden with any other, for hiding that one comes too late for them.
    """

    quarters: tuple[Key, ...]
    late: frozenset[Key] = frozenset()

    def small(self, figures: Mapping[Key, Disclosable], thresholds: Thresholds) -> set[Key]:
        known = [each for each in self.quarters if figures[each].figure]
        return {
            later
            for earlier, later in pairwise(known)
            if _is_small_rest(figures[later], [figures[earlier]], thresholds)
        }

    def led_to(self, masked: set[Key]) -> set[Key]:
        for index, quarter in enumerate(self.quarters):
            if quarter in masked:
                return {*self.quarters[index:], *self.late}
        return set()


def _is_small_rest(
    whole: Disclosable, taken: Sequence[Disclosable], thresholds: Thresholds
) -> bool:
    """Whether what is left of a figure is a small number of its own, once others are taken away."""
    now, others = whole.figure, [each.figure for each in taken if each.figure]
    if now is None or now.count is None or not others:
        return False
    counts = [each.count for each in others if each.count is not None]
    if len(counts) < len(others):
        return False
    rest = now.count - sum(counts)
    if all(each.denominator == now.denominator for each in others):
        return whole.of_people and rest <= thresholds.numerator
    left = (now.denominator or 0) - sum(each.denominator or 0 for each in others)
    return _is_small_part([rest], left, now, thresholds)


def masked_keys(
    figures: Mapping[Key, Disclosable],
    relations: Iterable[Relation[Key]],
    thresholds: Thresholds,
) -> frozenset[Key]:
    """Which figures are masked, for their own sake or because another would be found from them.

    A relation's keys must all be in `figures`; raises KeyError otherwise.
    """
    relations = list(relations)
    masked = {key for key, item in figures.items() if is_small(item, thresholds)}
    for relation in relations:
        masked |= relation.small(figures, thresholds)
    while added := {key for each in relations for key in each.led_to(masked)} - masked:
        masked |= added
    return frozenset(masked)
