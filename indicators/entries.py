"""What can be wrong with a figure as it is entered, whoever enters it and however.

The page, the admin, the workbook and the plan document all ask here, so a wrong figure gets
the same sentence everywhere. No Django in here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, Protocol

from indicators.expectations import RANK, Frequency, Standing
from indicators.performance import ToleranceKind
from indicators.values import (
    Figure,
    ImpossibleFigure,
    Unit,
    can_be,
    is_whole,
    nearest_possible,
    places,
    write_number,
)
from indicators.versions import TargetState
from periods.calendar import FinancialQuarter, NotAPeriod, Period, YearType, read_period
from sheets.problems import any_of

NO_PERIOD = "write the year or quarter it is about, such as 2008/09"
RESULTS = (Standing.PROVISIONAL, Standing.FINAL, Standing.RESTATED)


@dataclass(frozen=True)
class Measure:
    """What an entry must know of its indicator."""

    code: str
    unit: str
    frequency: str
    year_type: str
    decimals: int
    per: int | None = None


@dataclass(frozen=True)
class Entry:
    """A figure as entered. Counts are whole numbers; `value` is typed only without counts.

    `unread` are the fields whose content could not be read, which was told already: nothing
    follows from their being empty here.
    """

    period: str
    reported_in: str
    standing: str
    numerator: int | None = None
    denominator: int | None = None
    value: Decimal | None = None
    low: int | None = None
    high: int | None = None
    marker: str = ""
    not_available_because: str = ""
    reason: str = ""
    unread: frozenset[str] = frozenset()


class Reported(NamedTuple):
    """Another report about the period of an entry: in which quarter, and as what."""

    quarter: str
    standing: str
    denominator: int | None = None


Problems = list[tuple[str, str]]
COUNTS = frozenset({"numerator", "denominator"})
MOST_TOLERANCE = 9_999_999
TOLERANCE_PLACES = 4


def problems_with_entry(
    entry: Entry, measure: Measure, reported: Iterable[Reported] = ()
) -> Problems:
    """Everything wrong with `entry`: (field, sentence) pairs, none when it can be kept.

    `reported` are the other reports about the same period.
    """
    reported = list(reported)
    return [
        *_period_problems(entry, measure),
        *_standing_problems(entry, reported),
        *_content_problems(entry),
        *_count_problems(entry, measure),
        *_value_problems(entry, measure),
        *_known_cohort_problems(entry, measure, reported),
        *_range_problems(entry),
    ]


def problems_whatever_the_measure(entry: Entry) -> Problems:
    """What is wrong with `entry` where its indicator is not known: what contradicts itself."""
    return [*_content_problems(entry), *_range_problems(entry)]


def problems_with_kept_figure(entry: Entry, measure: Measure) -> Problems:
    """Whether a figure that is kept could be so under `measure`: its period, counts and value."""
    period = problem_with_period(entry.period, measure)
    return [
        *([("period", period)] if period else []),
        *_count_problems(entry, measure),
        *_value_problems(entry, measure),
    ]


def problem_with_period(label: str, measure: Measure) -> str:
    """Why `label` is no period that this indicator can have a figure about; "" where it is."""
    if not label:
        return NO_PERIOD
    try:
        period = read_period(label, YearType(measure.year_type))
    except NotAPeriod as problem:
        return str(problem)
    if measure.frequency == Frequency.QUARTERLY and not period.is_quarter:
        return f"{measure.code} is quarterly: write a quarter such as {label[:4]}/{_next(label)} Q2"
    if measure.frequency != Frequency.QUARTERLY and period.is_quarter:
        return f"{measure.code} is {measure.frequency}: write a year such as {label[:7]}"
    return ""


def _next(label: str) -> str:
    return f"{(int(label[:4]) + 1) % 100:02d}"


def _period_problems(entry: Entry, measure: Measure) -> Problems:
    if problem := problem_with_period(entry.period, measure):
        return [("period", problem)]
    if entry.standing not in RESULTS:
        return []
    period: Period = read_period(entry.period, YearType(measure.year_type))
    quarter = FinancialQuarter.from_label(entry.reported_in)
    if period.ends > quarter.ends:
        return [
            (
                "standing",
                f"{period.label} had not ended by the end of {quarter.label}, so this cannot be a "
                f"result: choose forecast, or report it in a later quarter",
            )
        ]
    return []


def _standing_problems(entry: Entry, reported: list[Reported]) -> Problems:
    if entry.standing == Standing.NOT_AVAILABLE:
        return []
    given = [each for each in reported if each.standing != Standing.NOT_AVAILABLE]
    before = [each.standing for each in given if each.quarter < entry.reported_in]
    after = [each.standing for each in given if each.quarter > entry.reported_in]
    rank = RANK[Standing(entry.standing)]
    highest = max(before, key=lambda each: RANK[Standing(each)], default=None)
    if highest and rank < RANK[Standing(highest)]:
        return [
            (
                "standing",
                f"a {highest} figure for {entry.period} was already reported, and a "
                f"{entry.standing} one cannot follow it: choose {_at_least(Standing(highest))}",
            )
        ]
    if entry.standing == Standing.RESTATED and not before:
        return [
            (
                "standing",
                f"nothing was reported about {entry.period} before, so there is nothing to "
                "restate: choose provisional or final",
            )
        ]
    lowest = min(after, key=lambda each: RANK[Standing(each)], default=None)
    if lowest and rank > RANK[Standing(lowest)]:
        return [
            (
                "standing",
                f"a {lowest} figure for {entry.period} was reported in a later quarter, and "
                f"cannot follow a {entry.standing} one: "
                f"choose {_at_most(Standing(lowest), before)}",
            )
        ]
    return []


def _at_least(standing: Standing) -> str:
    """The standings that may follow that one: "provisional, final or restated"."""
    return any_of(str(each) for each in RANK if RANK[each] >= RANK[standing])


def _at_most(standing: Standing, before: list[str]) -> str:
    """The standings that such a one may follow; of what was not reported nothing is restated."""
    lower = (each for each in RANK if RANK[each] <= RANK[standing])
    return any_of(str(each) for each in lower if each != Standing.RESTATED or before)


def _content_problems(entry: Entry) -> Problems:
    has_figure = entry.numerator is not None or entry.value is not None
    problems: Problems = []
    if entry.marker and has_figure:
        problems.append(("marker", "a marker stands in place of a figure: give one or the other"))
    if entry.standing == Standing.NOT_AVAILABLE:
        if not entry.not_available_because.strip():
            problems.append(
                ("not_available_because", "not available needs a reason: say why there is none")
            )
        if has_figure or entry.denominator is not None or entry.marker:
            problems.append(
                (
                    "standing",
                    "a figure is given, yet it is said to be not available: take out one or the "
                    "other",
                )
            )
        return problems
    if entry.not_available_because.strip():
        problems.append(
            (
                "not_available_because",
                "a reason why it is not available belongs to the standing “not available”: "
                "choose that, or take the reason out",
            )
        )
    elif not (has_figure or entry.marker or entry.unread & {"numerator", "value", "marker"}):
        problems.append(
            ("numerator", "there is no figure: enter one, or say why it is not available")
        )
    return problems


def _count_problems(entry: Entry, measure: Measure) -> Problems:
    problems: Problems = []
    for field in ("numerator", "denominator", "low", "high"):
        count = getattr(entry, field)
        if count is not None and count < 0:
            problems.append((field, f"{count} is less than 0: a count is 0 or more"))
    if problems:
        return problems
    if measure.unit == Unit.NUMBER:
        if entry.numerator is None and entry.denominator is None:
            return []
        return [("numerator", f"{measure.code} is a plain number: write it under Value")]
    if entry.numerator is None:
        return []
    if entry.denominator is None:
        if "denominator" in entry.unread:
            return []
        return [
            (
                "denominator",
                "a numerator without a denominator gives no figure: enter both, or only the "
                "figure itself",
            )
        ]
    if entry.denominator == 0 and entry.numerator > 0:
        return [("denominator", "the denominator is 0: enter how many there were in all")]
    if measure.unit == Unit.PERCENTAGE and entry.numerator > entry.denominator:
        return [
            (
                "numerator",
                f"{entry.numerator} is more than the denominator, {entry.denominator}: enter how "
                f"many of the {entry.denominator}",
            )
        ]
    return []


def _value_problems(entry: Entry, measure: Measure) -> Problems:
    if entry.value is None:
        return []
    if problem := _percentage_problem(entry.value, measure):
        return problem
    if measure.unit == Unit.NUMBER and entry.value < 0:
        return [("value", f"{entry.value} is less than 0: a number of people or things is not")]
    if problem := _fraction_problem(entry.value, measure):
        return problem
    if entry.denominator is None or measure.unit == Unit.NUMBER:
        return []
    if entry.numerator is not None:
        return _disagreement(entry, measure)
    if measure.unit == Unit.PERCENTAGE:
        return problems_with_cohort("value", entry.value, entry.denominator, measure.decimals)
    return []


def problems_with_cohort(
    field: str, percent: Decimal, cohort: int, decimals: int, *, known_from: str = ""
) -> Problems:
    """Whether a cohort of this size can give this percentage; the nearest two where not.

    `known_from` says where the cohort is known from, where it was not given beside it.
    """
    if cohort == 0:
        instead = known_from or "leave it out"
        return [(field, f"the cohort is 0, so there is no percentage: {instead}")]
    if can_be(percent, cohort, decimals):
        return []
    offered = " or ".join(
        f"{each.numerator}/{each.denominator} = {each.shown(decimals)}"
        for each in nearest_possible(percent, cohort)
    )
    told = (
        f"{write_number(percent)}% cannot come from a cohort of {cohort}: the nearest are {offered}"
    )
    return [(field, f"{told} ({known_from})" if known_from else told)]


def known_cohort(entry: Entry, reported: Iterable[Reported]) -> Reported | None:
    """The report that told last, before `entry`, how many the figure is of; None where none did.

    Only a result settles it: a forecast's cohort is still to come about.
    """
    told = [
        each
        for each in reported
        if each.quarter < entry.reported_in and each.denominator is not None
    ]
    return max(told, key=lambda each: each.quarter, default=None)


def problems_with_known_cohort(
    entry: Entry, measure: Measure, reported: Iterable[Reported]
) -> Problems:
    """Whether the cohort reported before can give a percentage that is typed without its counts."""
    known = known_cohort(entry, reported)
    if entry.value is None or known is None or known.denominator is None:
        return []
    has_counts = not (entry.numerator is None and entry.denominator is None)
    if has_counts or entry.unread & COUNTS or _percentage_problem(entry.value, measure):
        return []
    if measure.unit != Unit.PERCENTAGE:
        return []
    how = "forecast" if known.standing == Standing.FORECAST else "reported"
    return problems_with_cohort(
        "value",
        entry.value,
        known.denominator,
        measure.decimals,
        known_from=f"the cohort of {known.denominator} was {how} in {known.quarter}: if it has "
        "changed, enter the numerator and denominator",
    )


def _known_cohort_problems(entry: Entry, measure: Measure, reported: list[Reported]) -> Problems:
    known = known_cohort(entry, reported)
    if known is None or known.standing not in RESULTS:
        return []
    return problems_with_known_cohort(entry, measure, reported)


def _disagreement(entry: Entry, measure: Measure) -> Problems:
    if entry.value is None:
        return []
    try:
        figure = Figure(
            numerator=entry.numerator,
            denominator=entry.denominator,
            unit=Unit(measure.unit),
            per=measure.per,
        )
    except ImpossibleFigure:  # the counts contradict each other, which is told at them
        return []
    if figure.no_cohort:
        return [("value", "the denominator is 0, so there is no figure: leave the value out")]
    shown = figure.shown(measure.decimals)
    typed = Figure(value=entry.value, unit=Unit(measure.unit)).shown(measure.decimals)
    if shown == typed:
        return []
    return [
        (
            "value",
            f"{write_number(entry.value)} does not agree with {entry.numerator} of "
            f"{entry.denominator}, which is {shown}: correct one, or leave the value out",
        )
    ]


def _range_problems(entry: Entry) -> Problems:
    problems: Problems = []
    if entry.low is None and entry.high is None:
        return problems
    if entry.standing != Standing.FORECAST:
        return [
            (
                "low",
                "a low and a high number belong to a forecast: choose forecast, or leave them out",
            )
        ]
    low = entry.low if entry.low is not None else 0
    high = entry.high if entry.high is not None else low
    if low > high:
        problems.append(
            (
                "low",
                f"the low number, {low}, is more than the high one, {high}: correct one of them",
            )
        )
    if entry.denominator is not None and high > entry.denominator:
        problems.append(
            (
                "high",
                f"{high} is more than the denominator, {entry.denominator}: correct one of them",
            )
        )
    # Where low is more than high, nothing is between them: that is told alone.
    if entry.numerator is not None and low <= high and not low <= entry.numerator <= high:
        problems.append(
            (
                "numerator",
                f"{entry.numerator} is not between the low number, {low}, and the high one, "
                f"{high}: correct one of the three",
            )
        )
    return problems


def problem_with_tolerance(tolerance: Decimal, kind: str) -> str:
    """Why a tolerance cannot be so; "" where it can."""
    if tolerance < 0:
        return f"{write_number(tolerance)} is less than 0: write 0 or more"
    if tolerance > MOST_TOLERANCE:
        return (
            f"{write_number(tolerance)} is too large for a tolerance: write at most "
            f"{write_number(MOST_TOLERANCE)}"
        )
    if places(tolerance) > TOLERANCE_PLACES:
        return (
            f"{write_number(tolerance)} has more than {TOLERANCE_PLACES} decimal places: round it "
            "to what is meant"
        )
    if kind == ToleranceKind.CHILDREN and not is_whole(tolerance):
        return f"{write_number(tolerance)} is not a whole number of children: write how many"
    return ""


class TargetLike(Protocol):
    """What the rules of entry look at in a target."""

    state: str
    value: Decimal | None
    period: str


class BaselineLike(TargetLike, Protocol):
    """What the rules of entry look at in a baseline."""

    numerator: int | None
    denominator: int | None


def problems_with_target(target: TargetLike, measure: Measure) -> Problems:
    """What is wrong with a target's period, value and state: (field, sentence) pairs."""
    problems: Problems = []
    if problem := problem_with_target_period(target.period, measure):
        problems.append(("period", problem))
    if target.state != TargetState.SET:
        if target.value is not None:
            problems.append(
                ("value", f"a target that is {target.state} has no value: take it out, or say set")
            )
        return problems
    if target.value is None:
        problems.append(("value", "a target that is set needs its value: write it, or say not set"))
        return problems
    return [
        *problems,
        *_percentage_problem(target.value, measure),
        *_decimals_problem(target.value, measure),
    ]


def problems_with_baseline(baseline: BaselineLike, measure: Measure) -> Problems:
    """What is wrong with a baseline: (field, sentence) pairs."""
    problems: Problems = []
    if problem := problem_with_target_period(baseline.period, measure):
        problems.append(("period", problem))
    entry = Entry(
        period=baseline.period,
        reported_in="",
        standing=Standing.FINAL,
        numerator=baseline.numerator,
        denominator=baseline.denominator,
        value=baseline.value,
    )
    has_figure = baseline.numerator is not None or baseline.value is not None
    if baseline.state == TargetState.SET and not has_figure:
        problems.append(("value", "a baseline that is set needs its figure: write it"))
    if baseline.state != TargetState.SET and has_figure:
        problems.append(
            (
                "value",
                f"a baseline that is {baseline.state} has no figure: take it out, or say set",
            )
        )
    return [
        *problems,
        *_count_problems(entry, measure),
        *_value_problems(entry, measure),
    ]


def problem_with_target_period(label: str, measure: Measure) -> str:
    """Why `label` is no period for a target; "" where it is. Quarterly ones take years too."""
    if not label:
        return NO_PERIOD
    try:
        period = read_period(label, YearType(measure.year_type))
    except NotAPeriod as problem:
        return str(problem)
    if measure.frequency != Frequency.QUARTERLY and period.is_quarter:
        return f"{measure.code} is {measure.frequency}: write a year such as {label[:7]}"
    return ""


def problems_with_comparator(period: str, value: Decimal | None, measure: Measure) -> Problems:
    """What is wrong with a published figure beside this indicator's: (field, sentence) pairs."""
    problem = problem_with_target_period(period, measure)
    return [
        *([("period", problem)] if problem else []),
        *(_percentage_problem(value, measure) if value is not None else []),
    ]


def _percentage_problem(value: Decimal, measure: Measure) -> Problems:
    if measure.unit == Unit.PERCENTAGE and not 0 <= value <= 100:
        return [("value", f"{value}% is not between 0 and 100: enter a percentage")]
    return []


def _fraction_problem(value: Decimal, measure: Measure) -> Problems:
    """Whether a count is given in fractions of a person or thing: 36.5 young people."""
    if measure.unit != Unit.NUMBER or measure.decimals or is_whole(value):
        return []
    return [
        (
            "value",
            f"{write_number(value)} is not a whole number of people or things: write how many "
            f"there are, or give {measure.code} decimals if it is an average",
        )
    ]


def _decimals_problem(value: Decimal, measure: Measure) -> Problems:
    if value == round(value, measure.decimals):
        return []
    return [
        (
            "value",
            f"{value.normalize():f} has more decimal places than {measure.code}, which has "
            f"{measure.decimals}: round it, or change the indicator's decimals",
        )
    ]
