"""What is asked about a figure that can be kept, but may not be meant.

The importer and the entry pages ask the same: a person confirms, nothing is guessed.
No Django in here.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from indicators.entries import (
    RESULTS,
    Entry,
    Measure,
    Reported,
    known_cohort,
    problems_with_known_cohort,
)
from indicators.expectations import Accumulation, Frequency
from indicators.markers import read_marker
from indicators.values import Figure, Unit, possible_fractions, write_number
from periods.calendar import Period

# How far a percentage moves, in points, before it is asked about.
JUMP_IN_POINTS = 30
# How many times any other figure grows or shrinks, and by how much at least.
JUMP_IN_TIMES = 3
JUMP_AT_LEAST = 10
MOST_FRACTIONS = 6
# What a person may have answered about a cell before: then it is not asked again.
ZERO_IS_MEANT, MARKER_IS_MEANT, COHORT_IS_UNKNOWN = "zero", "marker", "cohort"

Doubts = Iterator[tuple[str, str]]


class Known(NamedTuple):
    """A figure that another is asked to be near, and how a question names it."""

    figure: Figure
    named: str


@dataclass(frozen=True)
class Past:
    """What was known of an indicator when a figure was reported.

    The last results about the figure's own period and about the one before, each as it stood
    then, and the baseline with the period it is about.
    """

    same: Figure | None = None
    before: Figure | None = None
    baseline: Figure | None = None
    baseline_period: str = ""

    def known(self, period: str, accumulation: str) -> list[Known]:
        """What a figure about `period` is asked to be near, the nearest first."""
        found = [
            (self.same, f"the figure reported for {period} before"),
            (self.before, "the figure before it"),
        ]
        # What is counted in a quarter, or up to it, is not near what a whole year came to.
        alike = ("Q" in period) == ("Q" in self.baseline_period)
        if alike or accumulation == Accumulation.SNAPSHOT:
            found.append((self.baseline, "the baseline"))
        return [Known(figure, named) for figure, named in found if figure is not None]


def doubt_about_fraction(field: str, value: Decimal | None, unit: str) -> Doubts:
    """A bare 0.178 under a percentage indicator is 0.178%, which is seldom meant."""
    if unit == Unit.PERCENTAGE and value is not None and 0 < value < 1:
        yield (
            field,
            f"{write_number(value)} is read as {write_number(value)}%: if "
            f"{write_number(value * 100)}% is meant, write {write_number(value * 100)}",
        )


def doubt_about_counts(
    field: str, value: Decimal | None, denominator: int | None, unit: str, decimals: int
) -> Doubts:
    """A percentage whose cohort is not known: which fractions it could be."""
    if unit != Unit.PERCENTAGE or value is None or denominator is not None:
        return
    percent = f"{write_number(value)}%"
    fractions = possible_fractions(value, decimals) if 0 <= value <= 100 else []
    if not fractions:
        yield field, f"{percent} has no cohort: write the numerator and denominator, if known"
        return
    shown = ", ".join(f"{each.numerator}/{each.denominator}" for each in fractions[:MOST_FRACTIONS])
    more = " and others" if len(fractions) > MOST_FRACTIONS else ""
    yield (
        field,
        f"{percent} has no cohort (it could be {shown}{more}): write the numerator and "
        "denominator, if known",
    )


def doubt_about_cohort(entry: Entry, measure: Measure, reported: Iterable[Reported]) -> Doubts:
    """A percentage without counts: of how many, where no result about its period said so."""
    reported = list(reported)
    known = known_cohort(entry, reported)
    if known and known.standing in RESULTS:
        return
    if found := problems_with_known_cohort(entry, measure, reported):
        yield from found
        return
    yield from doubt_about_counts(
        "value", entry.value, entry.denominator, measure.unit, measure.decimals
    )


def periods_to_compare_with(about: Period, measure: Measure, accumulation: str) -> list[str]:
    """The two periods whose results a figure is asked to be near: its own, and the one before.

    A count from the start of the year has none before its Quarter 1 but that of the year before.
    """
    if accumulation == Accumulation.CUMULATIVE and about.quarter == 1:
        return [about.label, about.a_year_ago.label]
    two_yearly = measure.frequency == Frequency.TWO_YEARLY
    return [about.label, (about.later_by(-2) if two_yearly else about.previous).label]


def doubts_about_entry(
    entry: Entry,
    measure: Measure,
    accumulation: str,
    past: Past,
    reported: Iterable[Reported] = (),
    *,
    answered: Collection[str] = (),
) -> Doubts:
    """What is asked about a figure.

    `reported` are the other reports about the figure's own period; `answered` is what a person was
    asked about it before.
    """
    reported = list(reported)
    yield from doubt_about_cohort(entry, measure, reported)
    if MARKER_IS_MEANT not in answered:
        yield from doubt_about_marker(entry.marker)
    figure = Figure(
        entry.numerator, entry.denominator, entry.value, Unit(measure.unit), measure.per
    )
    field = "value" if entry.value is not None else "numerator"
    now = figure.shown(measure.decimals)
    if entry.standing not in RESULTS:
        return
    if now is None:
        yield from _doubt_about_no_cohort(entry, measure, past)
        return
    known = past.known(entry.period, accumulation)
    fallen_from = _fallen_from(now, entry.period, past, measure, accumulation)
    was, named = _nearest(known, measure)
    if now == 0 and ZERO_IS_MEANT in answered:
        pass
    elif now == 0 and was != 0:
        yield field, "0 is kept as none at all: if there is no data, say not available and why"
    elif fallen_from is not None:
        yield (
            field,
            f"{write_number(now)} is less than {write_number(fallen_from)} the quarter before, "
            "though it is counted from the start of the year: correct it, or confirm",
        )
    elif was is not None and is_jump(was, now, measure.unit):
        yield (
            field,
            f"{write_number(now)} is far from {write_number(was)}, {named}: correct it, or confirm",
        )
    yield from _doubt_about_size_of_cohort(entry, known, reported)


def _doubt_about_no_cohort(entry: Entry, measure: Measure, past: Past) -> Doubts:
    """0 of 0 takes a figure that was reported away: of nobody there is no percentage."""
    was = past.same.shown(measure.decimals) if past.same else None
    if entry.denominator == 0 and was is not None:
        yield (
            "denominator",
            f"0 is kept as no cohort, in place of {write_number(was)}, the figure reported for "
            f"{entry.period} before: correct it, or confirm",
        )


def _nearest(known: list[Known], measure: Measure) -> tuple[Decimal | None, str]:
    """The value to compare with, and how it is named; None where nothing is known."""
    for each in known:
        if (was := each.figure.shown(measure.decimals)) is not None:
            return was, each.named
    return None, ""


def _doubt_about_size_of_cohort(
    entry: Entry, known: list[Known], reported: list[Reported]
) -> Doubts:
    """Ten times as many children as were known of are seldom meant, whatever the percentage."""
    told = known_cohort(entry, reported)
    cohorts = [
        (told and told.denominator, f"the one reported for {entry.period} before"),
        *((each.figure.denominator, f"that of {each.named}") for each in known),
    ]
    now = entry.denominator
    was, named = next((each for each in cohorts if each[0] is not None), (None, ""))
    if now is not None and was is not None and is_many_times(Decimal(was), Decimal(now)):
        yield (
            "denominator",
            f"a denominator of {now} is far from {was}, {named}: correct it, or confirm",
        )


def doubt_about_marker(marker: str) -> Doubts:
    """A marker that has had several meanings."""
    read = read_marker(marker)
    if read and read.is_ambiguous:
        yield "marker", f"{read.question} It is taken for {read.meaning} here: confirm, or correct"


def _fallen_from(
    now: Decimal, period: str, past: Past, measure: Measure, accumulation: str
) -> Decimal | None:
    """What stood the quarter before, where a count from the start of the year is less than that."""
    if accumulation != Accumulation.CUMULATIVE or period.endswith("Q1") or past.before is None:
        return None
    was = past.before.shown(measure.decimals)
    return was if was is not None and now < was else None


def is_jump(was: Decimal, now: Decimal, unit: str) -> bool:
    """Whether the figure moved so far that a slip of the pen is likely."""
    if unit == Unit.PERCENTAGE:
        return abs(now - was) >= JUMP_IN_POINTS
    return is_many_times(was, now)


def is_many_times(was: Decimal, now: Decimal) -> bool:
    """Whether it grew or shrank several times over, and by more than a few."""
    low, high = sorted((abs(was), abs(now)))
    return low > 0 and abs(now - was) >= JUMP_AT_LEAST and high >= low * JUMP_IN_TIMES
