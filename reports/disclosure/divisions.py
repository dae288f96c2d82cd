"""Into which breakdowns the parts of a total fall, where they come to more than it together.

Then some of them are its children by age, and others the same children by sex; which are which, the
names of the indicators tell everybody, and their numbers tell us: each breakdown makes the whole
total. No Django in here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

MOST_BREAKDOWNS = 3
LOOKED_AT = 20_000


class Range(NamedTuple):
    """The least and the most that a part can count; no most where nobody reported it."""

    least: int
    most: float


class Reading(NamedTuple):
    """A total at some time, and its parts at that time, by their indicators."""

    total: int
    parts: Mapping[int, Range]

    def is_too_much(self) -> bool:
        """Whether the parts come to more than the total, whatever the unknown ones are."""
        return sum(each.least for each in self.parts.values()) > self.total

    def could_make_it(self, some: Sequence[int]) -> bool:
        """Whether these parts alone could be the whole total; of a time without them they could."""
        known = [self.parts[each] for each in some if each in self.parts]
        least, most = (sum(each[place] for each in known) for place in (0, 1))
        return not known or least <= self.total <= most

    def is_full(self, some: Sequence[int]) -> bool:
        """Whether these parts come to more than the total already."""
        return sum(self.parts[each].least for each in some if each in self.parts) > self.total


class TooMany(Exception):
    """There are too many ways to look at them all."""


def divisions(readings: Sequence[Reading]) -> Iterator[list[frozenset[int]]]:
    """Each way to divide all parts into breakdowns that could each make the total, every time.

    None where one breakdown will do. Raises TooMany.
    """
    if not any(each.is_too_much() for each in readings):
        return
    parts = sorted({part for each in readings for part in each.parts})
    waiting: list[tuple[tuple[int, ...], ...]] = [()]
    for _ in range(LOOKED_AT):
        if not waiting:
            return
        groups = waiting.pop()
        place = sum(map(len, groups))
        if place == len(parts):
            if all(each.could_make_it(some) for some in groups for each in readings):
                yield [frozenset(some) for some in groups]
            continue
        part = parts[place]
        for number in range(min(len(groups) + 1, MOST_BREAKDOWNS)):
            some = (*groups[number], part) if number < len(groups) else (part,)
            if any(each.is_full(some) for each in readings):
                continue
            waiting.append((*groups[:number], some, *groups[number + 1 :]))
    if waiting:
        raise TooMany
