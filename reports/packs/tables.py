"""The quarter's report as plain tables, each of one noun: what XLSX and CSV hold.

The text of a cell is ready to be shown; a number is the number that a reader of the page sees.
What is not there says why, by a mark that `SHORTHAND` explains. No Django in here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from indicators.disclosure import MASK
from indicators.values import Unit, half_up, places
from periods.calendar import FinancialQuarter
from reports.board import agenda
from reports.reading.objects import (
    ActionCard,
    FigureCell,
    IndicatorLine,
    PlanSummary,
    QuarterCell,
    QuarterlyReport,
    RiskCard,
    TargetCell,
)

NOTHING, WITHHELD = "[z]", "[w]"
SHORTHAND = {
    MASK: "Hidden here, for a small number could tell something about one person. What would give "
    "it back is hidden with it: counts, status, direction.",
    NOTHING: "There is nothing to show: not expected, not in, or not stated. The status says "
    "which. It is not zero.",
    WITHHELD: "Words that are not cleared for the audience of this file.",
}


class Number(NamedTuple):
    """A number with as many decimal places as it is shown with."""

    value: Decimal
    decimals: int


Value = str | int | date | Number


@dataclass(frozen=True)
class Column:
    """A column's heading, and how wide it is in characters."""

    heading: str
    width: int = 16


@dataclass(frozen=True)
class Sheet:
    """One table: its name, a title, a sentence about it, and its rows.

    `none` is said in place of the table where it has no rows.
    """

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    none: str = ""


def sheets_of(report: QuarterlyReport) -> tuple[Sheet, ...]:
    """Every table of the quarter's report, in the order of its page."""
    return (
        indicators(report),
        quarters(report),
        plans(report),
        actions(report),
        milestones(report),
        risks(report),
    )


# Indicators ---------------------------------------------------------------------------


def indicators(report: QuarterlyReport) -> Sheet:
    """The classic table, a row for each indicator."""
    withheld = {each.slug for each in report.plans if each.withheld}
    return Sheet(
        "Indicators",
        "Actuals against targets",
        "Each row is an indicator: its baseline, its target, the figure that stands, and how that "
        "is judged. A status is about the figure in the same row, never about a forecast. A rate "
        "or percentage is in the unit that its row names.",
        INDICATOR_COLUMNS,
        tuple(
            tuple(indicator_row(line, withheld=line.plan_slug in withheld)) for line in report.lines
        ),
        none="There are no indicators yet.",
    )


INDICATOR_COLUMNS = (
    Column("Reference", 12),
    Column("Indicator", 44),
    Column("Theme", 28),
    Column("Plan", 14),
    Column("Unit", 14),
    Column("Good is", 10),
    Column("Baseline period", 12),
    Column("Baseline", 12),
    Column("Last year", 12),
    Column("Target", 12),
    Column("Target in people", 22),
    Column("Figure", 12),
    Column("Numerator", 12),
    Column("Denominator", 13),
    Column("Period of the figure", 14),
    Column("Standing", 14),
    Column("Year to date", 14),
    Column("Status", 16),
    Column("Forecast", 20),
    Column("Direction", 26),
    Column("In words", 56),
    Column("To meet the target", 24),
    Column("How near to change", 30),
    Column("How sure", 32),
    Column("Next result", 30),
    Column("Signed off", 10),
    Column("Why, or about a figure that met its target", 44),
    Column("What is being done", 44),
    Column("Back on track", 24),
    Column("Help needed", 32),
)


def indicator_row(line: IndicatorLine, *, withheld: bool) -> Iterator[Value]:
    yield from (line.code, line.title, shown(line.theme), shown(line.plan))
    yield from (unit_of(line), line.good_is)
    yield shown(line.baseline.period if line.baseline else "")
    yield figure(line.baseline, line)
    yield figure(line.last_year, line)
    yield target(line.target)
    yield shown(line.target.children if line.target else "", masked=line.masked)
    yield figure(line.actual, line)
    yield count(line.actual, "numerator")
    yield count(line.actual, "denominator")
    yield shown(line.actual.period if line.actual else "")
    yield shown(line.actual.standing if line.actual else "")
    yield year_to_date(line)
    yield line.status
    yield shown(line.forecast_status)
    yield from (shown(line.direction_text), shown(line.finding), shown(line.k_more))
    yield from (shown(line.fragility), shown(line.sureness), shown(line.next_due))
    yield yes_or_no(line.signed_off) if line.actual else NOTHING
    said = line.commentary
    for each in (said.why, said.being_done, said.back_on_track, said.help_needed):
        yield words(each, withheld=withheld)


def quarters(report: QuarterlyReport) -> Sheet:
    """What each quarter of the year expected of each indicator, and what it got."""
    return Sheet(
        "Quarters",
        "This year, quarter by quarter",
        "Each row is an indicator in one quarter of the financial year: what that quarter expected "
        "and what was reported in it. Low and high are the counts between which a forecast lies.",
        (
            Column("Reference", 12),
            Column("Quarter", 12),
            Column("Expected", 14),
            Column("Period of the figure", 14),
            Column("Standing", 14),
            Column("Unit", 14),
            Column("Figure", 12),
            Column("Numerator", 12),
            Column("Denominator", 13),
            Column("Low", 10),
            Column("High", 10),
            Column("Status", 20),
        ),
        tuple(tuple(quarter_row(line, each)) for line in report.lines for each in line.quarters),
        none="There are no indicators yet.",
    )


def quarter_row(line: IndicatorLine, quarter: QuarterCell) -> Iterator[Value]:
    cell = quarter.figure
    yield from (line.code, quarter.quarter, quarter.expects)
    yield shown(cell.period if cell else "")
    yield shown(cell.standing if cell else "")
    yield unit_of(line)
    yield figure(cell, line)
    for each in ("numerator", "denominator", "low", "high"):
        yield count(cell, each)
    yield shown(quarter.status)


# Plans, and what is done and feared ---------------------------------------------------------


def plans(report: QuarterlyReport) -> Sheet:
    """Each plan: its return and its summary for the Board."""
    return Sheet(
        "Plans",
        "Plans and their returns",
        "Each row is a delivery plan: whether its return came in, and its summary for the Board.",
        (
            Column("Plan", 14),
            Column("Title", 44),
            Column("Theme", 28),
            Column("Return", 18),
            Column("Summary for the Board", 70),
        ),
        tuple(
            (
                plan.reference,
                plan.title,
                shown(plan.theme),
                plan.return_state,
                words(plan.summary, withheld=plan.withheld),
            )
            for plan in report.plans
        ),
        none="There are no plans yet.",
    )


def actions(report: QuarterlyReport) -> Sheet:
    """Each action of each plan, and this quarter's word on it."""
    return Sheet(
        "Actions",
        "Actions",
        "Each row is an action of a plan, with its status and the last word on it.",
        (
            Column("Plan", 14),
            Column("Number", 8),
            Column("Action", 50),
            Column("Who", 28),
            Column("When", 22),
            Column("Status", 14),
            Column("Word on it", 60),
            Column("Reviewed this quarter", 12),
            Column("Last word of", 12),
        ),
        tuple(action_row(plan, each) for plan in report.plans for each in plan.actions),
        none=none_of("actions", report),
    )


def action_row(plan: PlanSummary, action: ActionCard) -> tuple[Value, ...]:
    return (
        plan.reference,
        action.number,
        action.action,
        shown(", ".join(action.who)),
        shown(action.when),
        action.status or "not stated",
        shown(action.update),
        yes_or_no(action.reviewed),
        shown(action.reported_in),
    )


def milestones(report: QuarterlyReport) -> Sheet:
    """The milestones that concern the quarter."""
    quarter = FinancialQuarter.from_label(report.stamp.quarter)
    return Sheet(
        "Milestones",
        "Milestones due, reached or moved in the quarter, or still late",
        "Each row is a milestone of an action, with the date it first had and the one it has now.",
        (
            Column("Plan", 14),
            Column("Action", 8),
            Column("Milestone", 44),
            Column("First due", 20),
            Column("Now due", 20),
            Column("Done on", 20),
            Column("State", 12),
            Column("Moved", 34),
        ),
        tuple(milestone_row(each) for each in agenda.of_the_quarter(report.plans, quarter)),
        none=none_of("milestones that concern this quarter", report),
    )


def milestone_row(step: agenda.Step) -> tuple[Value, ...]:
    milestone = step.milestone
    return (
        step.plan.reference,
        step.action.number,
        milestone.words,
        milestone.first_due or NOTHING,
        milestone.now_due or NOTHING,
        milestone.done_on or NOTHING,
        milestone.state,
        shown(milestone.slipped_by),
    )


def risks(report: QuarterlyReport) -> Sheet:
    """Each risk of each plan, and how it moved."""
    return Sheet(
        "Risks",
        "Risks and how they moved",
        "Each row is a risk of a plan, open or closed.",
        (
            Column("Plan", 14),
            Column("Number", 8),
            Column("Risk", 50),
            Column("Current Impact", 12),
            Column("Current Likelihood", 12),
            Column("Band", 10),
            Column("State", 10),
            Column("Movement", 26),
            Column("What was said", 44),
            Column("How managed", 44),
            Column("Owner", 22),
        ),
        tuple(map(risk_row, report.risks)),
        none=none_of("risks", report),
    )


def risk_row(risk: RiskCard) -> tuple[Value, ...]:
    return (
        risk.plan,
        risk.number,
        risk.risk,
        risk.impact or "Not rated",
        risk.likelihood or "Not rated",
        shown(risk.band),
        risk.state,
        shown(risk.movement_text),
        shown(risk.commentary),
        shown(risk.how_managed),
        shown(risk.owner),
    )


# Cells ----------------------------------------------------------------------------------


def figure(cell: FigureCell | None, line: IndicatorLine) -> Value:
    """A figure as a number, or what stands in its place."""
    if cell is None:
        return NOTHING
    if cell.value is None:
        return cell.text
    return Number(half_up(cell.value, line.decimals), line.decimals)


def target(cell: TargetCell | None) -> Value:
    """A target with no more decimals than it needs, or the word for its state."""
    if cell is None:
        return NOTHING
    return cell.text if cell.value is None else Number(cell.value, places(cell.value))


def year_to_date(line: IndicatorLine) -> Value:
    """The year so far as a number; of an older release, which tells it in words only, its words."""
    if line.year_to_date_value is None:
        return shown(line.year_to_date, masked=line.masked)
    return Number(half_up(line.year_to_date_value, line.decimals), line.decimals)


def count(cell: FigureCell | None, name: str) -> Value:
    """One of the counts behind a figure."""
    if cell is None:
        return NOTHING
    if cell.masked:
        return MASK
    number = getattr(cell, name)
    return NOTHING if number is None else number


def shown(text: str, *, masked: bool = False) -> str:
    """The text, or the mark for there being none."""
    if text:
        return text
    return MASK if masked else NOTHING


def words(text: str, *, withheld: bool) -> str:
    """What somebody wrote, where this audience may read it."""
    return text or (WITHHELD if withheld else NOTHING)


def yes_or_no(is_so: bool) -> str:
    return "yes" if is_so else "no"


def none_of(things: str, report: QuarterlyReport) -> str:
    """What is said where there are none: of what is withheld nobody tells whether there are."""
    if any(each.withheld for each in report.plans):
        return f"There are no {things} that the audience of this file may read."
    return f"There are no {things}."


UNITS = {
    Unit.PERCENTAGE: "%",
    Unit.POUNDS: "£",
    Unit.NUMBER: "number",
    Unit.DAYS: "days",
}


def unit_of(line: IndicatorLine) -> str:
    """What a figure of the indicator is measured in."""
    if line.unit == Unit.RATE:
        return f"per {line.per or 1:,}"
    return UNITS[Unit(line.unit)]
