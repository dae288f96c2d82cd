"""What is asked about a figure that can be kept, but may not be meant.

The importer and the entry pages ask the same: a person confirms, nothing is guessed.
No Django in here.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

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

Doubts = Iterator[tuple[str, str]]


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


def period_to_compare_with(about: Period, measure: Measure, accumulation: str) -> Period:
    """The period whose result a figure about `about` is asked to be near.

    That is the period before; a count from the start of the year has none before its Quarter 1
    but that of the year before.
    """
    if accumulation == Accumulation.CUMULATIVE and about.quarter == 1:
        return about.a_year_ago
    two_yearly = measure.frequency == Frequency.TWO_YEARLY
    return about.later_by(-2) if two_yearly else about.previous


def doubts_about_entry(
    entry: Entry,
    measure: Measure,
    accumulation: str,
    before: Figure | None,
    reported: Iterable[Reported] = (),
) -> Doubts:
    """What is asked about a figure.

    `before` is the result about the period to compare with, as it stood when this one was
    reported; `reported` are the other reports about the figure's own period.
    """
    yield from doubt_about_cohort(entry, measure, reported)
    yield from doubt_about_marker(entry.marker)
    figure = Figure(
        entry.numerator, entry.denominator, entry.value, Unit(measure.unit), measure.per
    )
    field = "value" if entry.value is not None else "numerator"
    now = figure.shown(measure.decimals)
    was = before.shown(measure.decimals) if before else None
    if now is None or entry.standing not in RESULTS:
        return
    if now == 0 and was != 0:
        yield field, "0 is kept as none at all: if there is no data, say not available and why"
    elif was is not None:
        yield from _doubts_about_change(field, was, now, measure, accumulation, entry.period)


def doubt_about_marker(marker: str) -> Doubts:
    """A marker that has had several meanings."""
    read = read_marker(marker)
    if read and read.is_ambiguous:
        yield "marker", f"{read.question} It is taken for {read.meaning} here: confirm, or correct"


def _doubts_about_change(
    field: str, was: Decimal, now: Decimal, measure: Measure, accumulation: str, period: str
) -> Doubts:
    if accumulation == Accumulation.CUMULATIVE and not period.endswith("Q1") and now < was:
        yield (
            field,
            f"{write_number(now)} is less than {write_number(was)} the quarter before, though it "
            "is counted from the start of the year: correct it, or confirm",
        )
    elif is_jump(was, now, measure.unit):
        yield (
            field,
            f"{write_number(now)} is far from {write_number(was)}, the figure before it: correct "
            "it, or confirm",
        )


def is_jump(was: Decimal, now: Decimal, unit: str) -> bool:
    """Whether the figure moved so far that a slip of the pen is likely."""
    moved = abs(now - was)
    if unit == Unit.PERCENTAGE:
        return moved >= JUMP_IN_POINTS
    low, high = sorted((abs(was), abs(now)))
    return low > 0 and moved >= JUMP_AT_LEAST and high >= low * JUMP_IN_TIMES
