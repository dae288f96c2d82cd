"""From where an indicator starts, and of how many children that was.  No Django in here."""

from dataclasses import replace
from decimal import Decimal

from indicators.disclosure import MASK
from indicators.doubts import COHORT_IS_UNKNOWN
from indicators.values import (
    Figure,
    Unit,
    can_be,
    half_up,
    places,
    possible_fractions,
    read_count,
    usual_decimals,
    write_number,
)
from periods.calendar import read_period
from sheets.problems import any_of
from workbooks.documents.found import Found, Values
from workbooks.documents.gathering import Gathering
from workbooks.documents.headings import period_in
from workbooks.documents.layout import Record
from workbooks.documents.questions import Choice
from workbooks.documents.written import Written, as_typed, ask_state, leave_hidden, read_written

INDICATORS = "Indicators"
UNKNOWN = "unknown"
MOST_OFFERED = 8
LARGEST_COHORT = 100


def add_baseline(
    gathering: Gathering,
    code: str,
    record: Record,
    values: dict[str, Found],
    kept: Values | None,
    unit: str,
) -> None:
    found = gathering.said(record, "baseline")
    if found is None or not (found.value or (kept and has_baseline(kept))):
        return
    if MASK in found.value:
        leave_hidden(gathering, found, INDICATORS, code, "baseline")
        return
    written = read_written(found.value)
    if written is None:
        _add_baseline_without_figure(gathering, code, found, values, kept)
        return
    if kept and _is_kept_baseline(written, kept):
        about = Found(kept["baseline_period"], found.place)
        same = replace(found, value=as_typed(written))
        gathering.is_kept(
            INDICATORS, code, {"code": Found(code)}, baseline=same, baseline_period=about
        )
        return
    period = written.period or gathering.asking.ask(
        "period",
        found.place,
        f"Which year is the baseline of {code} about?",
        own="A year, such as 2007/08",
        about=found.words,
        check=read_period,
    )
    values["baseline"] = Found(as_typed(written), found.place, written.words)
    values["baseline_period"] = Found(period, found.place)
    if written.denominator is not None:
        values["baseline_numerator"] = Found(str(written.numerator), found.place)
        values["baseline_denominator"] = Found(str(written.denominator), found.place)
    elif unit == Unit.PERCENTAGE:
        _ask_cohort(gathering, found, written.number, values)


def has_baseline(kept: Values) -> bool:
    """Whether an indicator has a baseline here: a figure, counts, or why there is none."""
    return any(kept.get(each) not in (None, "") for each in ("baseline", "baseline_numerator"))


def _add_baseline_without_figure(
    gathering: Gathering, code: str, found: Found, values: dict[str, Found], kept: Values | None
) -> None:
    state = ask_state(gathering, found, f"The baseline of {code}")
    period = period_in(found.value)
    if kept and kept["baseline"] == state:
        gathering.is_kept(
            INDICATORS, code, {"code": Found(code)}, baseline=replace(found, value=state)
        )
    elif state:
        values["baseline"] = Found(state, found.place, found.words)
        if period:
            values["baseline_period"] = Found(period, found.place)


def _is_kept_baseline(written: Written, kept: Values) -> bool:
    if written.period and written.period != kept["baseline_period"]:
        return False
    counts = kept["baseline_numerator"], kept["baseline_denominator"]
    if written.denominator is not None:
        return counts == (written.numerator, written.denominator)
    value = kept["baseline"] if isinstance(kept["baseline"], Decimal) else None
    figure = Figure(*counts, value, Unit(kept["unit"]), kept["per"])
    return figure.exact is not None and _is_shown_as(written.number, figure)


def _is_shown_as(number: Decimal, figure: Figure) -> bool:
    """Whether the figure is this number, at as many places as are written."""
    return figure.shown(places(number)) == half_up(number, places(number))


def _ask_cohort(
    gathering: Gathering, found: Found, percent: Decimal, values: dict[str, Found]
) -> None:
    """Of how many children: "2.4% needs a cohort of 41, 42 or 82 to 85"."""
    decimals = max(places(percent), usual_decimals(Unit.PERCENTAGE))
    fractions = possible_fractions(percent, decimals, LARGEST_COHORT)
    cohorts = sorted({each.denominator for each in fractions if each.denominator})
    number = f"{write_number(percent)}%"
    if cohorts:
        text = f"{number} needs a cohort of {in_ranges(cohorts)}: which, or unknown?"
    else:
        text = f"no cohort up to {LARGEST_COHORT} gives {number}: how many were there, or unknown?"

    def check(written: str) -> None:
        if not can_be(percent, read_count(written), decimals):
            raise ValueError(f"a cohort of {written} cannot give {number}: write another")

    answer = gathering.asking.ask(
        "cohort",
        found.place,
        text,
        UNKNOWN,
        choices=(
            Choice(UNKNOWN, "Unknown: keep the percentage alone"),
            *(Choice(str(each), str(each)) for each in cohorts[:MOST_OFFERED]),
        ),
        own="Another cohort: how many there were",
        about=found.words,
        check=check,
    )
    if answer != UNKNOWN:
        cohort = read_count(answer)
        near = possible_fractions(percent, decimals, cohort)
        numerator = next(each.numerator for each in near if each.denominator == cohort)
        values["baseline_numerator"] = Found(str(numerator))
        values["baseline_denominator"] = Found(str(cohort))
    else:
        values["baseline"] = replace(values["baseline"], answered=COHORT_IS_UNKNOWN)


def in_ranges(numbers: list[int]) -> str:
    """ "41, 42 or 82 to 85"."""
    runs: list[list[int]] = []
    for each in numbers:
        if runs and each == runs[-1][-1] + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    said: list[str] = []
    for run in runs:
        said += [f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run)
    return any_of(said)
