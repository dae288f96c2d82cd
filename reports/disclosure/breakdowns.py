"""Which breakdowns of a total an officer is asked about before anything is published.

Whether a small number can be worked out depends on which parts make a total together: its children
by age do, and again by sex, and some of them "of whom". An indicator says so in "Broken down by";
where it does not, or where the numbers contradict it, somebody has to look. No Django in here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from indicators.disclosure import Thresholds
from periods.calendar import in_words
from reports.disclosure.counting import counted_in
from reports.disclosure.masking import Key, Recorded
from reports.disclosure.puzzles import NO_RELEASE, Cell, D, N, PuzzleMaker
from reports.disclosure.ties import Breakdown
from sheets.problems import all_of


@dataclass(frozen=True)
class Doubtful:
    """A breakdown that may be none: the ids of its parts, and what is doubtful, in a sentence."""

    parts: tuple[int, ...]
    sentence: str


def doubtful(facts: Recorded, thresholds: Thresholds) -> list[Doubtful]:
    """The breakdowns of people whose parts do not say by what, or come to more than their total.

    Numbers are looked at as they stand at the facts' quarter.
    """
    maker = PuzzleMaker(facts, thresholds, frozenset(), NO_RELEASE)
    return [
        Doubtful(parts, sentence)
        for ours, readings in maker.set_side_by_side().items()
        if _counts_people(facts, ours)
        and len(parts := _reported(maker, ours, readings)) > 1
        and (sentence := _doubt(maker, ours, parts, readings))
    ]


def _counts_people(facts: Recorded, ours: Breakdown) -> bool:
    return any(counted_in(facts.indicators[each]).is_people for each in (ours.total, *ours.parts))


def _reported(
    maker: PuzzleMaker, ours: Breakdown, readings: list[tuple[Key, ...]]
) -> tuple[int, ...]:
    """Its parts of which there are figures."""
    found = {key.indicator for keys in readings for key in keys[1:] if maker.numbers.get(key)}
    return tuple(each for each in ours.parts if each in found)


def _doubt(
    maker: PuzzleMaker, ours: Breakdown, parts: tuple[int, ...], readings: list[tuple[Key, ...]]
) -> str:
    """What is doubtful about it; "" where nothing is."""
    rows = maker.facts.indicators
    whole, codes = rows[ours.total].code, all_of(rows[each].code for each in parts)
    by = f" by {ours.by}" if ours.by else ""
    last = {keys[0].period: keys for keys in readings}
    for keys in last.values():
        for of_whom, made, number in _too_much(maker, *keys):
            return (
                f"{codes} break {whole} down{by}, but for {in_words(keys[0].period)} {of_whom} "
                f"come to {made}, and {whole} has {number}."
            )
    if ours.by:
        return ""
    return f"{codes} break {whole} down, but do not say by what."


def _too_much(maker: PuzzleMaker, total: Key, *parts: Key) -> Iterator[tuple[str, int, int]]:
    """Where the parts come to more than the total: who does, to how many, and how many it has."""
    for of, what in maker.what_adds_up(total, parts):
        if what not in (N, D):
            continue
        whole = maker.number(Cell(total, of))
        found = [maker.number(Cell(each, what)) for each in parts]
        made = sum(each for each in found if each is not None)
        if whole is not None and made > whole:
            yield ("they" if what == N else "their cohorts"), made, whole
