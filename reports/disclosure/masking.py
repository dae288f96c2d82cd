"""Which figures of the facts are small, and which stood beside each other. No Django in here.

The rule is `indicators.disclosure.is_small`; what else is hidden, for what it would give away, is
`reports.disclosure.recovering`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from indicators.disclosure import Disclosable, Thresholds, small_keys
from indicators.nouns import counts_people
from indicators.series import BASELINE
from indicators.values import Figure, Unit
from periods.calendar import FinancialQuarter, YearType, read_period

Row = Any


class Key(NamedTuple):
    """A figure: its indicator's id, the period it is about, the quarter that reported it."""

    indicator: int
    period: str
    reported_in: str


@dataclass(frozen=True)
class Recorded:
    """What is recorded of figures as at a quarter, as far as disclosure reads it: of what, by the
    ids of the indicators.
    """

    quarter: str
    indicators: Mapping[int, Row]
    actuals: Mapping[int, Sequence[Row]]
    baselines: Mapping[int, Sequence[Row]]
    rules: Mapping[int, Sequence[Row]]

    def as_at(self, quarter: str) -> "Recorded":
        """The same as at an earlier quarter."""
        return Recorded(
            quarter,
            self.indicators,
            _only(self.actuals, lambda row: row.reported_in_id <= quarter),
            _only(self.baselines, lambda row: row.from_quarter <= quarter),
            _only(self.rules, lambda row: row.from_quarter <= quarter),
        )


def only(facts, indicators: Iterable[int], periods: Collection[str] | None = None) -> Recorded:
    """What facts record of these indicators; about these periods, where some are named."""
    wanted = frozenset(indicators)
    ours = {each: row for each, row in facts.indicators.items() if each in wanted}

    def those(rows: Mapping[int, Sequence[Row]]) -> dict[int, Sequence[Row]]:
        return {each: rows[each] for each in ours if each in rows}

    def about(rows: Mapping[int, Sequence[Row]]) -> Mapping[int, Sequence[Row]]:
        ours = those(rows)
        return ours if periods is None else _only(ours, lambda row: row.period in periods)

    return Recorded(
        facts.quarter, ours, about(facts.actuals), about(facts.baselines), those(facts.rules)
    )


def _only(
    rows: Mapping[int, Sequence[Row]], wanted: Callable[[Row], bool]
) -> dict[int, Sequence[Row]]:
    return {indicator: [row for row in each if wanted(row)] for indicator, each in rows.items()}


def small_figures(facts, thresholds: Thresholds) -> frozenset[Key]:
    """The figures that are hidden for their own sake."""
    return small_keys(dict(figures_of(facts)), thresholds)


def by_indicator(keys: Iterable[Key]) -> dict[int, frozenset[tuple[str, str]]]:
    """By indicator, the (period, quarter reported) of each of these figures."""
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for key in keys:
        found[key.indicator].add((key.period, key.reported_in))
    return {indicator: frozenset(each) for indicator, each in found.items()}


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


def _since(facts, key: Key) -> str:
    year_type = YearType(facts.indicators[key.indicator].year_type)
    ended = FinancialQuarter.containing(read_period(key.period, year_type).ends)
    versions = facts.baselines.get(key.indicator, ())
    judged_by = (each.from_quarter for each in versions if each.period == key.period)
    return max(min(judged_by, default=""), ended.label)
