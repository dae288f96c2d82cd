"""Which breakdowns and cohorts an officer is asked about before anything is published.

Whether a small number can be worked out depends on which parts make a total together: its children
by age do, and again by sex, and some of them "of whom". An indicator says so in "Broken down by".
Where one does not, or the numbers contradict it, somebody has to look; and where no breakdown can
be as it is said, nothing is published. No Django in here.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from indicators.disclosure import Thresholds
from periods.calendar import in_words
from reports.disclosure.alike import are_alike, may_be_one_cohort
from reports.disclosure.counting import counted_in
from reports.disclosure.masking import Key, Recorded, Row
from reports.disclosure.puzzles import NO_RELEASE, Cell, D, Earlier, N, PuzzleMaker
from reports.disclosure.ties import Breakdown, Tie, tie_of
from reports.disclosure.wording import figure_in_words
from sheets.problems import all_of

Readings: TypeAlias = list[tuple[Key, ...]]


@dataclass(frozen=True)
class Doubtful:
    """A breakdown or a cohort that may be none: the ids of its parts, and what is doubtful, in a
    sentence.

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
    return [
        *(each for breakdowns in every.values() for each in _of_total(maker, breakdowns)),
        *_alike_cohorts(maker),
        *_crossed(maker, every),
        *_changed(maker, earlier),
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
                f"them, or a figure is wrong: {too_much}.",
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
    yield from _alike(rows, every)
    yield from _one_in_numbers(maker, every)


def _alike(rows: Mapping[int, Row], every: Mapping[Breakdown, Readings]) -> Iterator[Doubtful]:
    """Breakdowns of a total whose words may be meant as one."""
    for one, other in combinations(every, 2):
        if are_alike(one.by, other.by):
            yield Doubtful(
                (*one.parts, *other.parts),
                f"{rows[one.total].code} is broken down by {_words(rows, one)} "
                f"({_codes(rows, one.parts)}) and by {_words(rows, other)} "
                f"({_codes(rows, other.parts)}): if that is the same, write it alike.",
            )


def _alike_cohorts(maker: PuzzleMaker) -> Iterator[Doubtful]:
    """Cohorts whose words may be meant as one: then one indicator's is known from another's."""
    rows = maker.facts.indicators
    reported = {key.indicator for key, numbers in maker.numbers.items() if numbers}
    cohorts = _hanging_together({each: tie_of(rows[each]) for each in rows if each in reported})[1]
    for one, other in combinations(cohorts, 2):
        ours, theirs = (_in_order(rows, cohorts[each]) for each in (one, other))
        if may_be_one_cohort(one, other) and _are_people(rows, cohorts[one] | cohorts[other]):
            words, others = (rows[each[0]].cohort.strip() for each in (ours, theirs))
            yield Doubtful(
                (*ours, *theirs),
                f"The cohort of {_codes(rows, ours)} is called “{words}”, and that of "
                f"{_codes(rows, theirs)} “{others}”: if these are the same people, write it alike.",
            )


def _one_in_numbers(maker: PuzzleMaker, every: Mapping[Breakdown, Readings]) -> Iterator[Doubtful]:
    """Breakdowns none of which makes the total, and that do so together: one, in several words."""
    rows, few = maker.facts.indicators, maker.thresholds.count
    wholes: dict[str, int] = {}
    partly: dict[str, dict[Breakdown, int]] = defaultdict(dict)
    for ours, readings in every.items():
        for total, ((_, made, whole), *_) in _as_they_stand(maker, readings) if ours.by else ():
            if whole is not None and whole - made > few:
                wholes[total.period], partly[total.period][ours] = whole, made
    found = (_making(wholes[period], few, made) for period, made in partly.items())
    if some := min(filter(None, found), key=len, default=()):
        said = [f"{_codes(rows, each.parts)} ({_words(rows, each)})" for each in some]
        yield Doubtful(
            tuple(part for each in some for part in each.parts),
            f"{all_of(said)} together come to about as many as {rows[some[0].total].code}: "
            "if they break it down by the same, write the same words in each.",
        )


def _making(whole: int, few: int, made: Mapping[Breakdown, int]) -> tuple[Breakdown, ...]:
    """The fewest that leave a few at most of the whole together; () where none do.

    It is looked for sum by sum, for there may be as many as wards: too many to try each set.
    """
    ways: dict[int, tuple[Breakdown, ...]] = {0: ()}
    for ours, number in made.items():
        for before, some in [*ways.items()]:
            now, more = before + number, (*some, ours)
            if now <= whole and (now not in ways or len(more) < len(ways[now])):
                ways[now] = more
    found = (some for total, some in ways.items() if total >= whole - few and len(some) > 1)
    return min(found, key=len, default=())


def _as_they_stand(
    maker: PuzzleMaker, readings: Readings
) -> Iterator[tuple[Key, list[tuple[str, int, int | None]]]]:
    """Of each period the total, as it stands now; and by each number that adds up, which that is,
    to how many the parts come as far as they are in, and how many the total has, if that is known.
    """
    for total, *parts in {keys[0].period: keys for keys in readings}.values():
        yield (
            total,
            [
                (
                    what,
                    sum(maker.number(Cell(each, what)) or 0 for each in parts),
                    maker.number(Cell(total, of)),
                )
                for of, what in maker.what_adds_up(total, tuple(parts))
            ],
        )


def _too_much(maker: PuzzleMaker, readings: Readings) -> str:
    """Where the parts come to more than the total, as they stand now; "" where they do not."""
    for total, numbers in _as_they_stand(maker, readings):
        for what, made, whole in numbers:
            if what in (N, D) and whole is not None and made > whole:
                code = maker.facts.indicators[total.indicator].code
                who = "they" if what == N else "their cohorts"
                when = in_words(total.period)
                return f"for {when} {who} come to {made}, and {code} has {whole}"
    return ""


def _crossed(
    maker: PuzzleMaker, every: Mapping[int, Mapping[Breakdown, Readings]]
) -> Iterator[Doubtful]:
    """Totals that are broken down in two ways, and a part of them, or a part of that, once more:
    girls of an age are girls, too, whatever the words say.
    """
    rows = maker.facts.indicators
    for total, breakdowns in every.items():
        for ours in breakdowns:
            others = [each for each in breakdowns if each != ours]
            once_more = [each for each in _below(every, ours) if each.by != ours.by]
            if others and once_more:
                again = all_of(
                    f"{rows[each.total].code} by {_words(rows, each)}" for each in once_more
                )
                yield Doubtful(
                    tuple(part for each in once_more for part in each.parts),
                    f"{rows[total].code} is broken down by "
                    f"{all_of(_words(rows, each) for each in (ours, *others))}, and of its parts "
                    f"{again}. Which of these make others of them is not known here, so small "
                    f"numbers may be worked out from them.{_hidden_among(maker, total)}",
                )


def _hidden_among(maker: PuzzleMaker, *indicators: int) -> str:
    """Which small figures hang together with these, the last of each indicator; "" where none do.

    Whoever accepted that small numbers may be worked out, did of those that were hidden then: where
    there are others, they are asked again.
    """
    rows = maker.facts.indicators
    family = set().union(*map(maker.ties.family, indicators))
    said = []
    for each in (row.id for row in rows.values() if row.id in family):
        if keys := sorted(key for key in maker.small if key.indicator == each):
            more = f" and {len(keys) - 1} more of it" if len(keys) > 1 else ""
            said.append(f"{figure_in_words(rows[each].code, keys[-1])}{more}")
    return f" Hidden among them: {all_of(said)}." if said else ""


def _below(
    every: Mapping[int, Mapping[Breakdown, Readings]], ours: Breakdown
) -> Iterator[Breakdown]:
    """What its parts are broken down into, and the parts of these."""
    waiting, seen = [*ours.parts], {ours.total}
    while waiting:
        if (part := waiting.pop(0)) not in seen:
            seen.add(part)
            for below in every.get(part, ()):
                yield below
                waiting += below.parts


def _changed(maker: PuzzleMaker, earlier: Earlier) -> Iterator[Doubtful]:
    """What was told to hang together when it was published last, and does so otherwise now.

    Readers know it still: a small number of one may follow from the others.
    """
    rows, told = maker.facts.indicators, dict[int, Tie]()
    for each in sorted(earlier.ties, key=lambda each: each.quarter):
        told |= each.ties
    then, now = (
        _hanging_together({each: ties[each] for each in rows if each in ties})
        for ties in (told, {each: tie_of(row) for each, row in rows.items()})
    )
    for (total, words), parts in then[0].items():
        same = [each for (whole, _), each in now[0].items() if whole == total]
        kept = any(parts <= each if not words else parts == each for each in same)
        if not words:  # nobody was told which of them belong together
            kept = kept or parts <= set().union(*same)
        if total in rows and len(parts) > 1 and not kept and _are_people(rows, parts):
            said = f" (“{words}”)" if words else ""
            codes = _codes(rows, _in_order(rows, parts))
            yield Doubtful(
                _in_order(rows, parts),
                f"When it was published last, {codes} broke {rows[total].code} down{said}. Now not "
                "the same ones do so together. Who read that may work out a small number of one "
                f"from the others.{_hidden_among(maker, total, *parts)}",
            )
    for words, ours in then[1].items():
        if len(ours) > 1 and not any(ours <= each for each in now[1].values()):
            those = _in_order(rows, ours)
            yield Doubtful(
                those,
                f"When they were published last, {_codes(rows, those)} were of one cohort "
                f"(“{words}”), and are not now. Who read that may work out the cohort of one from "
                f"another.{_hidden_among(maker, *ours)}",
            )


def _hanging_together(
    ties: Mapping[int, Tie],
) -> tuple[dict[tuple[int, str], set[int]], dict[str, set[int]]]:
    """Which parts break a total down by the same words, and who is of one cohort."""
    parts: dict[tuple[int, str], set[int]] = defaultdict(set)
    cohorts: dict[str, set[int]] = defaultdict(set)
    for each, tie in ties.items():
        if tie.part_of is not None:
            parts[tie.part_of, tie.broken_down_by].add(each)
        if tie.cohort:
            cohorts[tie.cohort].add(each)
    return parts, cohorts


def _in_order(rows: Mapping[int, Row], those: set[int]) -> tuple[int, ...]:
    return tuple(each for each in rows if each in those)


def _are_people(rows: Mapping[int, Row], parts: set[int]) -> bool:
    return any(counted_in(rows[each]).is_people for each in parts)


def _codes(rows: Mapping[int, Row], parts: tuple[int, ...]) -> str:
    return all_of(rows[each].code for each in parts)


def _words(rows: Mapping[int, Row], ours: Breakdown) -> str:
    """By what it breaks its total down, as somebody wrote it."""
    return f"“{rows[ours.parts[0]].broken_down_by.strip()}”"
