"""Which figures of the facts masked audiences must not see. No Django in here.

The rule is `indicators.disclosure.masked_keys`; this gives it the figures and what relates them:
totals and their parts, indicators about the same cohort, cumulative quarters of a year, and
baselines, each of which is one more reading of the figure of its period.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from indicators.disclosure import (
    Cumulative,
    Disclosable,
    PartOf,
    Relation,
    Repeats,
    SameFate,
    Thresholds,
    YearOf,
    masked_keys,
)
from indicators.expectations import Accumulation, Frequency
from indicators.nouns import counts_people
from indicators.series import BASELINE
from indicators.values import Figure, Unit
from periods.calendar import FinancialQuarter, YearType, read_period

Row = Any
QUARTERS = 4  # in a year


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
        for period, (*earlier, row) in _versions(facts, indicator).items():
            yield (
                Key(indicator.id, period, BASELINE),
                replace(
                    _of_baseline(row, indicator),
                    earlier=tuple(_of_baseline(each, indicator) for each in earlier),
                ),
            )


def _versions(facts, indicator: Row) -> dict[str, list[Row]]:
    """The versions of its baseline, by the period they are about, in the order of time."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in facts.baselines.get(indicator.id, []):
        found[row.period].append(row)
    return found


def _of_baseline(row: Row, indicator: Row) -> Disclosable:
    return Disclosable(
        _figure(row, indicator),
        counts_people(indicator.counted_as),
        already_public=bool(row.already_public),
    )


def _figure(row: Row, indicator: Row) -> Figure | None:
    if row.numerator is None and row.value is None:
        return None
    return Figure(row.numerator, row.denominator, row.value, Unit(indicator.unit), indicator.per)


def _relations(facts, figures: dict[Key, Disclosable]) -> Iterator[Relation[Key]]:
    shelf = Shelf(facts, figures)
    parts: dict[int, list[int]] = defaultdict(list)
    cohorts: dict[str, list[int]] = defaultdict(list)
    for indicator in facts.indicators.values():
        if indicator.part_of_id:
            parts[indicator.part_of_id].append(indicator.id)
        if indicator.cohort:
            cohorts[indicator.cohort].append(indicator.id)
        if indicator.accumulation == Accumulation.CUMULATIVE:
            yield from _cumulative(indicator.id, shelf)
        yield from _baselines(indicator, shelf, figures)
    for total, ours in parts.items():
        yield from _part_of(total, ours, shelf, figures)
    for ours in cohorts.values():
        yield from _same_cohort(ours, shelf)


class Shelf:
    """Finds, of an indicator and period, the figure that stood at a quarter.

    A baseline stands beside what was reported about its period, from the first quarter that was
    judged by it, and not before its period ended; `since` says from which.
    """

    def __init__(self, facts, figures: Iterable[Key]):
        self.reported: dict[tuple[int, str], list[str]] = defaultdict(list)
        self.since: dict[tuple[int, str], str] = {}
        self.periods_of: dict[int, set[str]] = defaultdict(set)
        for key in figures:
            self.periods_of[key.indicator].add(key.period)
            if key.reported_in == BASELINE:
                self.since[key.indicator, key.period] = _since(facts, key)
            else:
                self.reported[key.indicator, key.period].append(key.reported_in)

    def periods(self, indicators: Iterable[int]) -> list[str]:
        return sorted({period for each in indicators for period in self.periods_of.get(each, ())})

    def quarters(self, indicators: Iterable[int], period: str) -> list[str]:
        """The quarters in which one of them reported the period, or had a baseline for it."""
        found = {
            quarter for each in indicators for quarter in self.reported.get((each, period), [])
        }
        since = (self.since.get((each, period)) for each in indicators)
        return sorted(found.union(each for each in since if each is not None))

    def standing(self, indicator: int, period: str, quarter: str) -> Key | None:
        """What was reported last, else the baseline."""
        reported = [q for q in self.reported.get((indicator, period), []) if q <= quarter]
        if not reported:
            return self.baseline(indicator, period, quarter)
        return Key(indicator, period, max(reported))

    def baseline(self, indicator: int, period: str, quarter: str) -> Key | None:
        """The baseline, where there is one for the period by then."""
        since = self.since.get((indicator, period))
        return None if since is None or since > quarter else Key(indicator, period, BASELINE)

    def baselines(self, indicator: int) -> list[Key]:
        """Every baseline of the indicator."""
        return [
            Key(indicator, period, BASELINE)
            for period in self.periods([indicator])
            if (indicator, period) in self.since
        ]

    def beside_baseline(self, key: Key, periods: Sequence[str]) -> Iterator[list[Key | None]]:
        """What stood for each of the periods since there is the baseline."""
        since = self.since[key.indicator, key.period]
        quarters = {q for each in periods for q in self.quarters([key.indicator], each)}
        for quarter in sorted({max(each, since) for each in quarters}):
            yield [self.standing(key.indicator, each, quarter) for each in periods]

    def beside(
        self, indicators: Sequence[int], period: str, quarter: str
    ) -> Iterator[tuple[Key | None, ...]]:
        """What stood of each side by side: as reported, and as the baselines have it."""
        reported = tuple(self.standing(each, period, quarter) for each in indicators)
        yield reported
        found = (self.baseline(each, period, quarter) for each in indicators)
        compared = tuple(one or other for one, other in zip(found, reported, strict=True))
        if compared != reported:
            yield compared

    def is_after(self, key: Key, indicator: int, period: str) -> bool:
        """Whether the figure was reported when that other one had been before."""
        if key.reported_in == BASELINE:
            return self.since[key.indicator, key.period] > self._first(indicator, period)
        return key.reported_in > self._first(indicator, period)

    def _first(self, indicator: int, period: str) -> str:
        """The quarter from which it was known."""
        return min(self.quarters([indicator], period))


def _since(facts, key: Key) -> str:
    year_type = YearType(facts.indicators[key.indicator].year_type)
    ended = FinancialQuarter.containing(read_period(key.period, year_type).ends)
    versions = facts.baselines[key.indicator]
    judged_by = [each.from_quarter for each in versions if each.period == key.period]
    return max(min(judged_by), ended.label)


def _part_of(
    total: int, parts: list[int], shelf: Shelf, figures: dict[Key, Disclosable]
) -> Iterator[Relation[Key]]:
    every = [total, *parts]
    for period in shelf.periods([total]):
        for quarter in shelf.quarters(every, period):
            for whole, *found in shelf.beside(every, period, quarter):
                known = tuple(each for each in found if each)
                if whole and known:
                    late = tuple(each for each in known if shelf.is_after(each, total, period))
                    told = [each for each in known if figures[each].figure]
                    yield PartOf(whole, known, late, complete=len(told) == len(parts))


def _same_cohort(indicators: list[int], shelf: Shelf) -> Iterator[Relation[Key]]:
    for period in shelf.periods(indicators):
        for quarter in shelf.quarters(indicators, period):
            for found in shelf.beside(indicators, period, quarter):
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
            yield from _to_date(found, shelf)


def _to_date(found: Iterable[Key | None], shelf: Shelf) -> Iterator[Relation[Key]]:
    known = tuple(each for each in found if each)
    if len(known) > 1:
        yield Cumulative(known, frozenset(_late(known, shelf)))


def _late(quarters: tuple[Key, ...], shelf: Shelf) -> Iterator[Key]:
    """Those reported when a later quarter of the year had been before."""
    for index, key in enumerate(quarters):
        if any(shelf.is_after(key, each.indicator, each.period) for each in quarters[index + 1 :]):
            yield key


def _baselines(
    indicator: Row, shelf: Shelf, figures: dict[Key, Disclosable]
) -> Iterator[Relation[Key]]:
    """What the baselines of an indicator tell of its figures."""
    for key in shelf.baselines(indicator.id):
        for (figure,) in shelf.beside_baseline(key, [key.period]):
            if figure and figure != key:
                yield Repeats(figure, key)
        quarters = quarters_of(indicator, key.period)
        for found in shelf.beside_baseline(key, quarters):
            if indicator.accumulation == Accumulation.EACH_QUARTER:
                yield _year(key, tuple(each for each in found if each), shelf, figures)
                continue
            if found[-1]:
                yield Repeats(found[-1], key)
            if indicator.accumulation == Accumulation.CUMULATIVE:
                yield from _to_date([*found[:-1], key], shelf)


def _year(
    baseline: Key, quarters: tuple[Key, ...], shelf: Shelf, figures: dict[Key, Disclosable]
) -> YearOf[Key]:
    late = (each for each in quarters if shelf.is_after(each, each.indicator, baseline.period))
    told = [each for each in quarters if figures[each].figure]
    return YearOf(baseline, quarters, tuple(late), complete=len(told) == QUARTERS)


def quarters_of(indicator: Row, year: str) -> list[str]:
    """The quarters that come to the year's figure of a quarterly indicator; of others none."""
    if indicator.frequency != Frequency.QUARTERLY or " Q" in year:
        return []
    return [FinancialQuarter(int(year[:4]), each + 1).label for each in range(QUARTERS)]
