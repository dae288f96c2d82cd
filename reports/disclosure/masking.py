"""Which figures of the facts masked audiences must not see. No Django in here.

The rule is `indicators.disclosure.masked_keys`; this gives it the figures and what relates them:
totals and their parts, indicators about the same cohort, cumulative quarters of a year.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from indicators.disclosure import (
    Cumulative,
    Disclosable,
    PartOf,
    Relation,
    SameFate,
    Thresholds,
    masked_keys,
)
from indicators.expectations import Accumulation
from indicators.nouns import counts_people
from indicators.series import BASELINE
from indicators.values import Figure, Unit

Row = Any


class Key(NamedTuple):
    """A figure: its indicator's id, the period it is about, the quarter that reported it."""

    indicator: int
    period: str
    reported_in: str


def small_figures(
    facts, thresholds: Thresholds, further: Iterable[Key] = ()
) -> dict[int, frozenset[tuple[str, str]]]:
    """By indicator, the (period, quarter reported) of each figure to be hidden.

    `further` are those that an officer hides because they would give another away.
    """
    hidden: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for key in {*hidden_keys(facts, thresholds), *further}:
        hidden[key.indicator].add((key.period, key.reported_in))
    return {indicator: frozenset(keys) for indicator, keys in hidden.items()}


def hidden_keys(facts, thresholds: Thresholds) -> frozenset[Key]:
    """The figures that the rule hides."""
    figures = dict(figures_of(facts))
    return masked_keys(figures, list(_relations(facts, figures)), thresholds)


def figures_of(facts) -> Iterator[tuple[Key, Disclosable]]:
    """Every figure of the facts, as disclosure looks at it."""
    for indicator in facts.indicators.values():
        of_people = counts_people(indicator.counted_as)
        for row in facts.actuals.get(indicator.id, []):
            yield (
                Key(indicator.id, row.period, row.reported_in_id),
                Disclosable(_figure(row, indicator), of_people, row.low, row.high),
            )
        for row in facts.baselines.get(indicator.id, []):
            yield (
                Key(indicator.id, row.period, BASELINE),
                Disclosable(
                    _figure(row, indicator), of_people, already_public=bool(row.already_public)
                ),
            )


def _figure(row: Row, indicator: Row) -> Figure | None:
    if row.numerator is None and row.value is None:
        return None
    return Figure(row.numerator, row.denominator, row.value, Unit(indicator.unit), indicator.per)


def _relations(facts, figures: dict[Key, Disclosable]) -> Iterator[Relation[Key]]:
    shelf = Shelf(figures)
    parts: dict[int, list[int]] = defaultdict(list)
    cohorts: dict[str, list[int]] = defaultdict(list)
    for indicator in facts.indicators.values():
        if indicator.part_of_id:
            parts[indicator.part_of_id].append(indicator.id)
        if indicator.cohort:
            cohorts[indicator.cohort].append(indicator.id)
        if indicator.accumulation == Accumulation.CUMULATIVE:
            yield from _cumulative(indicator.id, shelf)
    for total, ours in parts.items():
        yield from _part_of(total, ours, shelf, figures)
    for ours in cohorts.values():
        yield from _same_cohort(ours, shelf)


class Shelf:
    """Finds, of an indicator and period, the figure that stood at a quarter."""

    def __init__(self, figures: Iterable[Key]):
        self.reported: dict[tuple[int, str], list[str]] = defaultdict(list)
        for key in figures:
            quarter = "" if key.reported_in == BASELINE else key.reported_in
            self.reported[key.indicator, key.period].append(quarter)

    def periods(self, indicators: Iterable[int]) -> list[str]:
        wanted = set(indicators)
        return sorted({period for each, period in self.reported if each in wanted})

    def quarters(self, indicators: Iterable[int], period: str) -> list[str]:
        """The quarters in which one of them reported the period."""
        found = [self.reported.get((each, period), []) for each in indicators]
        return sorted({quarter for each in found for quarter in each})

    def standing(self, indicator: int, period: str, quarter: str) -> Key | None:
        reported = [q for q in self.reported.get((indicator, period), []) if q <= quarter]
        if not reported:
            return None
        return Key(indicator, period, max(reported) or BASELINE)

    def first(self, indicator: int, period: str) -> str:
        """The quarter in which it first reported the period."""
        return min(self.reported[indicator, period])

    def is_after(self, key: Key, indicator: int, period: str) -> bool:
        """Whether the figure was reported when that other one had been before."""
        reported = "" if key.reported_in == BASELINE else key.reported_in
        return reported > self.first(indicator, period)


def _part_of(
    total: int, parts: list[int], shelf: Shelf, figures: dict[Key, Disclosable]
) -> Iterator[Relation[Key]]:
    for period in shelf.periods([total]):
        for quarter in shelf.quarters([total, *parts], period):
            whole = shelf.standing(total, period, quarter)
            found = [shelf.standing(each, period, quarter) for each in parts]
            known = tuple(each for each in found if each)
            if whole and known:
                late = tuple(each for each in known if shelf.is_after(each, total, period))
                told = [each for each in known if figures[each].figure]
                yield PartOf(whole, known, late, complete=len(told) == len(parts))


def _same_cohort(indicators: list[int], shelf: Shelf) -> Iterator[Relation[Key]]:
    for period in shelf.periods(indicators):
        for quarter in shelf.quarters(indicators, period):
            found = [shelf.standing(each, period, quarter) for each in indicators]
            known = frozenset(each for each in found if each)
            if len(known) > 1:
                yield SameFate(known)


def _cumulative(indicator: int, shelf: Shelf) -> Iterator[Relation[Key]]:
    years: dict[str, list[str]] = defaultdict(list)
    for period in shelf.periods([indicator]):
        if " Q" in period:
            years[period[:7]].append(period)
    for periods in years.values():
        reported = sorted({q for each in periods for q in shelf.quarters([indicator], each)})
        for quarter in reported:
            found = [shelf.standing(indicator, each, quarter) for each in periods]
            known = tuple(each for each in found if each)
            if len(known) > 1:
                yield Cumulative(known, frozenset(_late(known, shelf)))


def _late(quarters: tuple[Key, ...], shelf: Shelf) -> Iterator[Key]:
    """Those reported when a later quarter of the year had been before."""
    for index, key in enumerate(quarters):
        if any(shelf.is_after(key, each.indicator, each.period) for each in quarters[index + 1 :]):
            yield key
