"""Which breakdowns of a total an officer is asked about before anything is published.

Whether a small number can be worked out depends on which parts make a total together: its children
by age do, and again by sex, and some of them "of whom". An indicator says so in "Broken down by".
Where one does not, or the numbers contradict it, somebody has to look; and where no breakdown can
be as it is said, nothing is published. No Django in here.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import TypeAlias

from indicators.disclosure import Thresholds
from periods.calendar import in_words
from reports.disclosure.counting import counted_in
from reports.disclosure.masking import Key, Recorded, Row
from reports.disclosure.puzzles import NO_RELEASE, Cell, D, Earlier, N, PuzzleMaker
from reports.disclosure.ties import Breakdown, Tie, tie_of
from sheets.problems import all_of

# From how much of two words that is the same on they may be one, with a slip of the pen.
ALIKE = 0.8

Readings: TypeAlias = list[tuple[Key, ...]]


@dataclass(frozen=True)
class Doubtful:
    """A breakdown that may be none: the ids of its parts, and what is doubtful, in a sentence.

    An officer may say that it is right, where it `may_stand`.
    """

    parts: tuple[int, ...]
    sentence: str
    may_stand: bool = True


def doubtful(
    facts: Recorded, thresholds: Thresholds, earlier: Earlier = NO_RELEASE
) -> list[Doubtful]:
    """What is doubtful about the breakdowns of people of which there are figures.

    Numbers are looked at as they stand at the facts' quarter.
    """
    maker = PuzzleMaker(facts, thresholds, frozenset(), NO_RELEASE)
    every: dict[int, dict[Breakdown, Readings]] = defaultdict(dict)
    for ours, readings in maker.set_side_by_side().items():
        if _counts_people(facts, ours) and (reported := _reported(maker, ours, readings)):
            every[ours.total][ours._replace(parts=reported)] = readings
    rows = facts.indicators
    return [
        *(each for breakdowns in every.values() for each in _of_total(maker, breakdowns)),
        *_crossed(rows, every),
        *_changed(rows, every, earlier),
    ]


def _counts_people(facts: Recorded, ours: Breakdown) -> bool:
    return any(counted_in(facts.indicators[each]).is_people for each in (ours.total, *ours.parts))


def _reported(maker: PuzzleMaker, ours: Breakdown, readings: Readings) -> tuple[int, ...]:
    """Its parts of which there are figures."""
    found = {key.indicator for keys in readings for key in keys[1:] if maker.numbers.get(key)}
    return tuple(each for each in ours.parts if each in found)


def _of_total(maker: PuzzleMaker, every: Mapping[Breakdown, Readings]) -> Iterator[Doubtful]:
    rows = maker.facts.indicators
    for ours, readings in every.items():
        codes, whole = _codes(rows, ours.parts), rows[ours.total].code
        too_much = _too_much(maker, readings)
        if not ours.by and len(every) > 1:
            does, they = ("does", "it breaks") if len(ours.parts) == 1 else ("do", "they break")
            yield Doubtful(
                ours.parts,
                f"{codes} {does} not say by what {they} {whole} down, and other parts of it do.",
                may_stand=False,
            )
        elif not ours.by and too_much:
            yield Doubtful(
                ours.parts,
                f"{codes} break {whole} down, but do not say by what, and somebody is in two of "
                f"them: {too_much}.",
                may_stand=False,
            )
        elif too_much:
            yield Doubtful(
                ours.parts,
                f"{codes} ({_words(rows, ours)}) should make {whole} together, but {too_much}. "
                "While that is so, small numbers among them may be worked out.",
            )
        elif not ours.by and len(ours.parts) > 1:
            yield Doubtful(ours.parts, f"{codes} break {whole} down, but do not say by what.")
    for one, other in combinations(every, 2):
        if _are_alike(one.by, other.by):
            yield Doubtful(
                (*one.parts, *other.parts),
                f"{rows[one.total].code} is broken down by {_words(rows, one)} "
                f"({_codes(rows, one.parts)}) and by {_words(rows, other)} "
                f"({_codes(rows, other.parts)}): if that is the same, write it alike.",
            )


def _too_much(maker: PuzzleMaker, readings: Readings) -> str:
    """Where the parts come to more than the total, as they stand now; "" where they do not."""
    for total, *parts in {keys[0].period: keys for keys in readings}.values():
        for of, what in maker.what_adds_up(total, tuple(parts)):
            whole = maker.number(Cell(total, of))
            found = [maker.number(Cell(each, what)) for each in parts]
            made = sum(each for each in found if each is not None)
            if what in (N, D) and whole is not None and made > whole:
                code = maker.facts.indicators[total.indicator].code
                who = "they" if what == N else "their cohorts"
                when = in_words(total.period)
                return f"for {when} {who} come to {made}, and {code} has {whole}"
    return ""


def _are_alike(one: str, other: str) -> bool:
    """Whether two words may be meant as one: "ages" for "age", but not "Year 11" for "Year 10"."""
    digits = [[each for each in word if each.isdigit()] for word in (one, other)]
    return digits[0] == digits[1] and SequenceMatcher(None, one, other).ratio() >= ALIKE


def _crossed(
    rows: Mapping[int, Row], every: Mapping[int, Mapping[Breakdown, Readings]]
) -> Iterator[Doubtful]:
    """Totals of which a part is broken down by the same words: girls of an age are girls, too."""
    for total, breakdowns in every.items():
        words = {each.by for each in breakdowns if each.by}
        for part in (part for each in breakdowns for part in each.parts):
            for below in every.get(part, ()):
                if below.by in words:
                    yield Doubtful(
                        below.parts,
                        f"{rows[total].code} and its part {rows[part].code} are both broken down "
                        f"by {_words(rows, below)}. Which of their parts make others of them is "
                        "not known here, so small numbers may be worked out from these.",
                    )


def _changed(
    rows: Mapping[int, Row], every: Mapping[int, Mapping[Breakdown, Readings]], earlier: Earlier
) -> Iterator[Doubtful]:
    """Parts that broke their total down by something else, with others, when last told."""
    told: dict[int, Tie] = {}
    for each in sorted(earlier.ties, key=lambda each: each.quarter):
        told |= each.ties
    for total, breakdowns in every.items():
        together = {part: set(each.parts) for each in breakdowns for part in each.parts}
        for part, now in together.items():
            was = told.get(part)
            if not was or was.part_of != total or not was.broken_down_by:
                continue
            then = {
                each
                for each in together
                if each in told
                and (told[each].part_of, told[each].broken_down_by) == (total, was.broken_down_by)
            }
            if tie_of(rows[part]).broken_down_by not in ("", was.broken_down_by) and then != now:
                yield Doubtful(
                    (part,),
                    f"{rows[part].code} broke {rows[total].code} down by “{was.broken_down_by}” "
                    f"when it was published last, and does so by “{rows[part].broken_down_by}” "
                    "now.",
                )


def _codes(rows: Mapping[int, Row], parts: tuple[int, ...]) -> str:
    return all_of(rows[each].code for each in parts)


def _words(rows: Mapping[int, Row], ours: Breakdown) -> str:
    """By what it breaks its total down, as somebody wrote it."""
    return f"“{rows[ours.parts[0]].broken_down_by.strip()}”"
