"""How a figure came about: its formula and inputs, the rule of its day, what it is compared with.

Everything is read off the indicator's report, so an audience is told no more than that report
tells it, and a published quarter says today what it said then. No Django in here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from indicators.expectations import Frequency
from indicators.values import Unit, places
from indicators.versions import in_force
from periods.calendar import NotAPeriod, Period, YearType, in_words, read_period
from reports.charts.chart import Chart
from reports.charts.revisions import revision_chart
from reports.reading.gaps import gap_about, not_compared
from reports.reading.objects import (
    FigureCell,
    IndicatorLine,
    IndicatorReport,
    Judgement,
    PeriodRow,
    RuleVersion,
    TargetCell,
)
from reports.reading.sentences import sentence_case

MOST_DECIMALS = 4


@dataclass(frozen=True)
class Explanation:
    """A figure, and everything that is known of how it came about.

    Each section is its heading and rows of a name and its words; what is not known has no row.
    """

    title: str
    period: Period
    row: PeriodRow
    figure: FigureCell | None
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    beside: tuple[str, ...]
    revision: Chart
    notice: str = ""


def period_of(slug: str, line: IndicatorLine) -> Period | None:
    """The period that an address names; None where this indicator has no such period."""
    try:
        period = read_period(slug, YearType(line.year_type))
    except NotAPeriod:
        return None
    quarterly = line.frequency == Frequency.QUARTERLY
    return period if period.slug == slug and (quarterly or not period.is_quarter) else None


def explain(report: IndicatorReport, period: Period) -> Explanation:
    """The figure that stands for the period, as far as the report may be read."""
    known = {row.period: row for row in report.periods}
    row = known.get(period.label) or PeriodRow(period.label, period.described)
    figure = row.stands
    return Explanation(
        title=title_of(report.line, row),
        period=period,
        row=row,
        figure=figure,
        sections=tuple(
            (heading, rows)
            for heading, rows in (
                ("How it is worked out", tuple(worked_out(report.line, figure, row.judgement))),
                ("How it is judged", tuple(judged(report, row))),
                ("How sure that is", tuple(sureness(figure, row.judgement))),
            )
            if rows
        ),
        beside=tuple(beside(report, row)),
        revision=revision_chart(row, report.line),
        notice=notice_of(row),
    )


def title_of(line: IndicatorLine, row: PeriodRow) -> str:
    """The heading of the page: "How 12.5% came about"."""
    figure = row.stands
    period = in_words(row.period)
    if figure is None:
        return f"{line.code} has no figure for {period}"
    if figure.masked:
        return f"The figure of {line.code} for {period} is masked"
    if not figure.has_number:
        return f"{line.code} for {period}: {figure.text}"
    return f"How {figure.text} came about"


def notice_of(row: PeriodRow) -> str:
    """What must be said before the rest."""
    figure = row.stands
    if figure is None:
        return "Nothing was reported for this period so far."
    if figure.masked:
        return (
            "This figure is hidden, for it could tell something about one person. Nothing that "
            "is worked out from it is shown either."
        )
    if figure.has_number and figure.reported_in and row.judgement is None:
        return (
            "How it was judged cannot be told here: part of it is hidden, or this release was "
            "made before such things were kept."
        )
    return ""


# How it is worked out ----------------------------------------------------------------------


def worked_out(
    line: IndicatorLine, figure: FigureCell | None, judgement: Judgement | None
) -> Iterator[tuple[str, str]]:
    if figure is None or figure.masked:
        return
    if not figure.has_number:
        yield "What was said", figure.not_available_because or figure.marker or figure.text
        return
    yield "Formula", formula_of(line, figure)
    if line.numerator_words:
        yield counted("Counted", figure.numerator), line.numerator_words
    if line.denominator_words and line.unit in (Unit.PERCENTAGE, Unit.RATE):
        yield counted("Out of", figure.denominator), line.denominator_words
    if figure.range:
        yield "Forecast to lie within", figure.range
    if judgement and judgement.parts:
        parts = " + ".join(f"{text} ({in_words(period)})" for period, text in judgement.parts)
        yield "Year to date, which is judged", f"{parts} = {judgement.figure}"


def counted(word: str, count: int | None) -> str:
    return word if count is None else f"{word}: {count:,}"


def formula_of(line: IndicatorLine, figure: FigureCell) -> str:
    """ "100 × 8 ÷ 45 = 17.7777…, shown half-up to 1 decimal place as 17.8%"."""
    if figure.numerator is None or figure.denominator is None or figure.denominator == 0:
        if line.unit in (Unit.PERCENTAGE, Unit.RATE):
            return f"{figure.text}, entered as it is: the counts behind it are not known here"
        return f"{figure.text}, entered as counted"
    scale = 100 if line.unit == Unit.PERCENTAGE else line.per or 1
    exact = Fraction(scale * figure.numerator, figure.denominator)
    written = written_exactly(exact)
    sum_of_it = f"{scale:,} × {figure.numerator:,} ÷ {figure.denominator:,} = {written}"
    if figure.value is not None and exact == Fraction(figure.value):
        return f"{sum_of_it}, shown as {figure.text}"
    decimals = places(figure.value) if figure.value is not None else 0
    decimals = max(decimals, line.decimals)
    many = f"{decimals} decimal {'place' if decimals == 1 else 'places'}"
    rounded = f"to {many}" if decimals else "to a whole number"
    return f"{sum_of_it}, shown half-up {rounded} as {figure.text}"


def written_exactly(number: Fraction) -> str:
    """A number with all its decimals where they are few: 12.5; else the first: 17.7777…"""
    scaled = number * 10**MOST_DECIMALS
    whole, parts = divmod(int(scaled), 10**MOST_DECIMALS)
    after = f"{parts:0{MOST_DECIMALS}d}"
    if scaled.denominator == 1:
        after = after.rstrip("0")
        return f"{whole:,}.{after}" if after else f"{whole:,}"
    return f"{whole:,}.{after}…"


# How it is judged --------------------------------------------------------------------------


def judged(report: IndicatorReport, row: PeriodRow) -> Iterator[tuple[str, str]]:
    line, told, target = report.line, row.judgement, row.target
    if told and told.target:
        period = f", for {in_words(told.target_period)}" if told.target_period != row.period else ""
        children = f" = {target.children}" if target and target.children else ""
        yield "Target", f"{told.target}{period}{children}"
    elif target:
        yield "Target", target.text
    if target and (words := kind_of(target)):
        yield "What kind of target", words
    rule = rule_of(report)
    good_is = told.good_is if told else rule.good_is if rule else line.good_is
    yield "Good is", sentence_case(good_is)
    if told and told.tolerance:
        yield "Close is", close_words(told)
    if rule:
        since = in_words(rule.from_quarter) if rule.from_quarter else "the start"
        yield "The rule of that day", f"In force from {since}. {rule.definition}".strip()
    if told is None:
        return
    if told.short_by:
        yield "Short of the target by", told.short_by
    yield "So it is", sentence_case(told.status)
    if told.direction_text:
        yield "Direction of travel", f"{sentence_case(told.direction_text)} ({told.compared})"


def kind_of(target: TargetCell) -> str:
    """ "Designated. As printed in the plan. Approval reference GOWM 12."."""
    approval = (
        f"Approval reference {target.approval_reference}" if target.approval_reference else ""
    )
    agreed = f"Agreed by {target.agreed_by}" if target.agreed_by else ""
    said = (sentence_case(target.designation), target.reason, agreed, approval)
    return " ".join(f"{each.rstrip('.')}." for each in said if each)


def close_words(told: Judgement) -> str:
    """ "within 10% of the target: 13.5% or better"; of a plan, from where to where it is met."""
    within = f"Short by no more than {told.tolerance}"
    if told.good_is == "on plan":
        return f"Never: up to {told.tolerance} from the target is met" + (
            f", {told.edge}" if told.edge else ""
        )
    return f"{within}: {told.edge} or better" if told.edge else within


def rule_of(report: IndicatorReport) -> RuleVersion | None:
    """The rule in force as at the report's quarter."""
    return in_force(report.rules, report.stamp.quarter)


def sureness(figure: FigureCell | None, told: Judgement | None) -> Iterator[tuple[str, str]]:
    if figure and figure.interval and not figure.is_forecast:
        yield "What chance alone could explain", f"{figure.interval} (95% interval)"
    if told is None:
        return
    for name, words in (
        ("Set against the target", told.sureness),
        ("To meet the target", told.k_more),
        ("How near to change", told.fragility),
        ("The tolerance", told.never_close),
    ):
        if words:
            yield name, sentence_case(words)


# What it stands beside ---------------------------------------------------------------------


def beside(report: IndicatorReport, row: PeriodRow) -> Iterator[str]:
    """The gaps of this period, and why there is none to what cannot be compared."""
    for each in gap_about(report, row.period):
        yield each.sentence
    yield from not_compared(each for each in report.comparators if each.period == row.period)
