"""How indicators hang together: now, and when a release told their figures. No Django in here.

Whoever read a release knows what was part of what then, and does not forget it when the office
blanks it: so what held when figures were told is looked at beside what holds now.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from typing import NamedTuple
from unicodedata import normalize

from indicators.expectations import Accumulation
from reports.disclosure.masking import Row
from reports.disclosure.spans import Together


class Tie(NamedTuple):
    """Of which total it is a part, with whom it shares a cohort, how its quarters make a year, by
    which year it counts, by what it breaks its total down, and how often it is reported; "" says
    of a year and of how often that it is as today.
    """

    part_of: int | None = None
    cohort: str = ""
    accumulation: str = Accumulation.SNAPSHOT
    year_type: str = ""
    broken_down_by: str = ""
    frequency: str = ""


NO_TIE = Tie()
_NO_LETTERS = re.compile(r"[\W_]+")


class Told(NamedTuple):
    """The ties by which a release of this quarter was read, of each indicator by its id."""

    quarter: str
    ties: Mapping[int, Tie]


class Member(NamedTuple):
    """An indicator among those that it hangs together with."""

    id: int
    part_of_id: int | None
    cohort: str
    accumulation: str
    year_type: str
    broken_down_by: str
    frequency: str


class Breakdown(NamedTuple):
    """Parts that make a total together, so that nobody is in two of them, and by what they do."""

    total: int
    by: str
    parts: tuple[int, ...]


class Ties:
    """The ties of all indicators: those of today, or of when a release was read, until a quarter.

    `moved` are those that are part of another total today, break it down by something else, or are
    of another cohort.
    """

    def __init__(self, members: Iterable[Member], until: str = "", moved: Iterable[int] = ()):
        self.members = {each.id: each for each in members}
        self.until = until
        self.moved = frozenset(moved)
        self.since = ""
        self._families: dict[int, frozenset[int]] = {}

    @cached_property
    def parts(self) -> dict[int, list[int]]:
        """What each total is broken down into."""
        found: dict[int, list[int]] = defaultdict(list)
        for each in self.members.values():
            if each.part_of_id in self.members:
                found[each.part_of_id].append(each.id)
        return found

    @cached_property
    def breakdowns(self) -> list[Breakdown]:
        """Each total with its parts that say the same: those by age, those by sex. Parts that say
        nothing are one breakdown too.
        """
        found: dict[tuple[int, str], list[int]] = defaultdict(list)
        for total, parts in self.parts.items():
            for each in parts:
                found[total, self.members[each].broken_down_by].append(each)
        return [Breakdown(*total_and_by, tuple(parts)) for total_and_by, parts in found.items()]

    def beside(self, believed: "Ties") -> "Ties":
        """These, for whoever believes in others: what breaks a total down in another way than those
        do is looked at only of what was reported since, or not at all where those hold for ever.
        """
        found = copy(self)
        found.since = believed.until
        theirs: dict[int, list[Breakdown]] = defaultdict(list)
        for each in believed.breakdowns:
            theirs[each.total].append(each)
        found.breakdowns = [
            each
            for each in self.breakdowns
            if all(not believed.moved.isdisjoint(one.parts) for one in theirs[each.total])
        ]
        return found

    @cached_property
    def cohorts(self) -> dict[str, list[int]]:
        """Who counts the same people."""
        found: dict[str, list[int]] = defaultdict(list)
        for each in self.members.values():
            if each.cohort:
                found[each.cohort].append(each.id)
        return found

    def family(self, indicator: int) -> frozenset[int]:
        """All that hang together with it as totals and parts."""
        if indicator not in self._families:
            family, waiting = {indicator}, [indicator]
            while waiting:
                one = waiting.pop()
                others = {self.members[one].part_of_id, *self.parts.get(one, ())}
                new = (others & self.members.keys()) - family
                family |= new
                waiting += new
            self._families |= dict.fromkeys(family, frozenset(family))
        return self._families[indicator]

    def together(self, *indicators: int) -> Together:
        return Together(self.members[each] for each in indicators)

    def are_one_cohort(self, indicators: Iterable[int]) -> bool:
        """Whether all of them say so."""
        names = {self.members[each].cohort for each in indicators}
        return len(names) == 1 and "" not in names

    def hold(self, indicators: Iterable[int], reported: list[str]) -> bool:
        """Whether they hold of figures that were reported in these quarters.

        What is part of another total by now was part of this one while that was told.
        """
        if self.since:
            return bool(reported) and reported[0] > self.since
        if self.moved.isdisjoint(indicators):
            return True
        return bool(reported) and reported[0] <= self.until


def groups(every: Iterable[Ties]) -> list[frozenset[int]]:
    """The indicators that have anything to do with each other, in their order."""
    found: dict[int, set[int]] = {}
    for ties in every:
        for each in ties.members.values():
            found.setdefault(each.id, {each.id})
        joined = [
            *((each.id, each.part_of_id) for each in ties.members.values()),
            *((one, ours[0]) for ours in ties.cohorts.values() for one in ours),
        ]
        for one, other in joined:
            if other in found and found[one] is not found[other]:
                found[one] |= found[other]
                found |= dict.fromkeys(found[other], found[one])
    return list({id(each): frozenset(each) for each in found.values()}.values())


def ties_of(indicators: Mapping[int, Row]) -> dict[int, Tie]:
    """How they hang together now, as far as they do: what a release keeps."""
    found = {row.id: tie_of(row) for row in indicators.values()}
    totals = {tie.part_of for tie in found.values()}
    return {
        indicator: tie
        for indicator, tie in found.items()
        if indicator in totals or tie._replace(year_type="", frequency="") != NO_TIE
    }


def as_one_word(written: str) -> str:
    """ "Age" and " age" are the same, and "Year-group" and "year group"."""
    letters = _NO_LETTERS.sub(" ", normalize("NFKC", written).replace("\u200b", ""))
    return " ".join(letters.split()).casefold()


def tie_as_written(*values) -> Tie:
    """The tie of these values, in its own order, where the words are as somebody wrote them."""
    tie = Tie(*values)
    return tie._replace(
        cohort=as_one_word(tie.cohort), broken_down_by=as_one_word(tie.broken_down_by)
    )


def tie_of(row: Row) -> Tie:
    """How an indicator hangs together with others now."""
    return tie_as_written(
        row.part_of_id,
        row.cohort,
        row.accumulation,
        row.year_type,
        row.broken_down_by,
        row.frequency,
    )


def every_tie(indicators: Mapping[int, Row], told: Iterable[Told] = ()) -> list[Ties]:
    """Those of today first; then each time at which others were told.

    A tie that was put in since was not told otherwise, so it may count for what was told, too; or
    it may not.
    """
    today = {row.id: tie_of(row) for row in indicators.values()}
    until: dict[tuple[tuple[int, Tie], ...], str] = {}
    for each in told:
        for then in _as_told(today, each.ties), _as_told(today, each.ties, strictly=True):
            found = tuple(then)
            until[found] = max(until.get(found, ""), each.quarter)
    until.pop(tuple(today.items()), None)
    others = (
        Ties(_members(indicators, dict(then)), last, _moved(today, dict(then)))
        for then, last in until.items()
    )
    return [Ties(_members(indicators, today)), *others]


def _as_told(
    today: Mapping[int, Tie], told: Mapping[int, Tie], *, strictly: bool = False
) -> Iterator[tuple[int, Tie]]:
    """The ties as they were told, with those put in since; `strictly` without."""
    for indicator, tie in today.items():
        then = told.get(indicator, NO_TIE)
        since = tie._replace(part_of=None, cohort="", broken_down_by="") if strictly else tie
        part_of = since.part_of if then.part_of is None else then.part_of
        snapshot = then.accumulation == Accumulation.SNAPSHOT
        yield (
            indicator,
            Tie(
                part_of,
                then.cohort or since.cohort,
                tie.accumulation if snapshot else then.accumulation,
                then.year_type or tie.year_type,
                then.broken_down_by or (since.broken_down_by if part_of == tie.part_of else ""),
                then.frequency or tie.frequency,
            ),
        )


def _moved(today: Mapping[int, Tie], then: Mapping[int, Tie]) -> Iterator[int]:
    for indicator, tie in today.items():
        was = then[indicator]
        if any(
            now and now != before
            for now, before in (
                (tie.part_of, was.part_of),
                (tie.cohort, was.cohort),
                (tie.broken_down_by, was.broken_down_by),
            )
        ):
            yield indicator


def _members(indicators: Mapping[int, Row], ties: Mapping[int, Tie]) -> Iterator[Member]:
    for row in indicators.values():
        yield Member(row.id, *ties[row.id])
