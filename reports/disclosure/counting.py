"""Whom an indicator counted when releases told its figures. No Django in here.

A small number of children is hidden, and a small number of visits is not. So whoever calls children
visits would show what was hidden: it stays hidden, as of children, until the officer who publishes
says that it may be shown.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from indicators.disclosure import Thresholds
from indicators.nouns import counts_people, noun_for
from indicators.values import Unit
from reports.disclosure.masking import Key, Recorded, Row, small_figures
from reports.disclosure.puzzles import Earlier
from reports.disclosure.wording import figure_in_words

# What is measured in these is nobody, whatever it is called.
THINGS = (Unit.DAYS, Unit.POUNDS)


class Counted(NamedTuple):
    """What an indicator counts, and in which unit."""

    noun: str
    unit: str

    @property
    def is_people(self) -> bool:
        return self.unit not in THINGS and counts_people(self.noun)

    @property
    def in_words(self) -> str:
        """ "children"; the unit where it names nobody."""
        return noun_for(self.noun, self.unit).many or self.unit


def counted_in(row: Row) -> Counted:
    return Counted(row.counted_as, row.unit)


@dataclass(frozen=True)
class Renamed:
    """An indicator that counted people when it was last told, and counts something else now.

    `figures` are those that are hidden as of people, in words.
    """

    indicator: int
    code: str
    was: str
    now: str
    figures: tuple[str, ...]


def as_told(
    facts, earlier: Earlier, thresholds: Thresholds, shown: Collection[int] = ()
) -> Recorded:
    """The facts as disclosure looks at them: what was told to count people counts them still.

    Of the indicators that are `shown` an officer said that they count nobody.
    """
    changed = {key: was for key, was in _changed(facts, earlier).items() if key not in shown}
    hides = {each.indicator for each in _hidden_as_people(facts, changed, earlier, thresholds)}
    return _counting(facts, {key: was for key, was in changed.items() if key in hides})


def renamed(facts, earlier: Earlier, thresholds: Thresholds) -> list[Renamed]:
    """The indicators of which an officer is asked whether what is hidden may be shown."""
    changed = _changed(facts, earlier)
    hidden = sorted(_hidden_as_people(facts, changed, earlier, thresholds))
    return [
        Renamed(
            indicator,
            row.code,
            changed[indicator].in_words,
            counted_in(row).in_words,
            tuple(figure_in_words(row.code, key) for key in hidden if key.indicator == indicator),
        )
        for indicator, row in facts.indicators.items()
        if any(key.indicator == indicator for key in hidden)
    ]


def _changed(facts, earlier: Earlier) -> dict[int, Counted]:
    """What was counted of the indicators that counted people then, and do not now."""
    return {
        indicator: was
        for indicator, row in facts.indicators.items()
        if (was := Counted(*earlier.counted.get(indicator, counted_in(row)))).is_people
        and not counted_in(row).is_people
    }


def _hidden_as_people(
    facts, changed: Mapping[int, Counted], earlier: Earlier, thresholds: Thresholds
) -> frozenset[Key]:
    """What is small as long as they count people, and what withdrawn releases hid of them."""
    if not changed:
        return frozenset()
    now = small_figures(_counting(facts, {}), thresholds)
    then = small_figures(_counting(facts, changed), thresholds) - now
    withdrawn = (key for each in earlier.withdrawn for key in each.hid)
    return then.union(key for key in withdrawn if key.indicator in changed)


def _counting(facts, changed: Mapping[int, Counted]) -> Recorded:
    """What facts record, where these indicators count what they did."""
    rows: Iterable[Row] = facts.indicators.values()
    return Recorded(
        facts.quarter,
        {row.id: _row(row, changed.get(row.id)) for row in rows},
        facts.actuals,
        facts.baselines,
        facts.rules,
    )


def _row(row: Row, was: Counted | None) -> Row:
    if was is None:
        return row
    unit = was.unit if row.unit in THINGS else row.unit
    return row._replace(counted_as=was.noun, unit=unit)
