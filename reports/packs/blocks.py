"""The parts that several files share: tables of indicators, actions, risks. No Django in here.

They say what the pages say, in the pages' words.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from indicators.disclosure import MASK
from indicators.performance import MEANINGS, Status
from periods.calendar import in_words
from periods.dates import write_date
from reports.board import agenda, overview
from reports.charts.chart import Chart
from reports.packs.document import (
    Block,
    Bullets,
    Cell,
    Heading,
    Picture,
    Table,
    Words,
    rows,
)
from reports.packs.tables import SHORTHAND
from reports.reading.objects import (
    ActionCard,
    FigureCell,
    IndicatorLine,
    MilestoneCard,
    QuarterCell,
    RiskCard,
    TargetCell,
)

NONE = "–"
NOT_STATED = "Not stated"

# Figures ------------------------------------------------------------------------------


def figure(cell: FigureCell | None) -> str:
    """A figure, of how many, and its standing where it is not final."""
    if cell is None:
        return NONE
    lines = [cell.text, cell.counts if " of " in cell.counts else ""]
    if cell.standing not in ("", "final", "not available"):
        lines.append(cell.standing)
    return broken(lines)


def baseline(cell: FigureCell | None) -> str:
    return broken([cell.text, cell.period]) if cell else NONE


def target(cell: TargetCell | None) -> str:
    return broken([cell.text, cell.children]) if cell else NONE


def quarter(each: QuarterCell) -> str:
    """What a quarter of the year expected, and what it got."""
    cell = each.figure
    if cell is None:
        return NONE if each.expects == "nothing" else f"{each.expects} expected"
    lines = [cell.text]
    if cell.denominator is not None:
        lines.append(cell.counts)
    if cell.is_result:
        lines.append(cell.standing)
    if each.status and each.status != Status.NOT_AVAILABLE:
        lines.append(each.status)
    return broken(lines)


def status(line: IndicatorLine) -> Cell:
    """The status with its shape; under it the forecast, or that nobody signed it off."""
    beside = []
    if line.status == Status.SUPPRESSED and line.actual and line.actual.marker:
        beside.append(f"[{line.actual.marker}]")
    if line.status == Status.NOT_DUE and line.forecast_status not in ("", line.status):
        beside.append(line.forecast_status)
    if line.actual and not line.signed_off:
        beside.append("not signed off")
    return Cell(broken(beside), status=line.status)


def direction(line: IndicatorLine) -> str:
    """Each comparison from a line of its own, and no quarter's number alone on one."""
    words = line.direction_text.replace(" · ", "\n").replace(
        " Quarter ", " Quarter\N{NO-BREAK SPACE}"
    )
    return words or NONE


def broken(lines: Iterable[str]) -> str:
    """What there is of the lines, one under the other."""
    return "\n".join(filter(None, lines))


# Indicators ---------------------------------------------------------------------------

CLASSIC = (
    "Indicator", "Good is", "Baseline", "Last year", "Target", "Q1", "Q2", "Q3", "Q4",
    "Year to date", "Status", "Direction",
)  # fmt: skip
# "£4,830,000" and "Not available" stand in one line, with the shape of the status.
CLASSIC_WIDTHS = (2.9, 0.95, 1.35, 1.35, 1.45, 1.5, 1.5, 1.5, 1.5, 1.35, 1.85, 2)


def classic_table(title: str, lines: Iterable[IndicatorLine]) -> Table:
    """The table that officers know: what each quarter expected and got, and the status."""
    return Table(title, CLASSIC, rows([list(classic_row(each)) for each in lines]), CLASSIC_WIDTHS)


def classic_row(line: IndicatorLine) -> Iterator[str | Cell]:
    yield f"{line.code} {line.title}"
    yield line.good_is
    yield baseline(line.baseline)
    yield figure(line.last_year)
    yield target(line.target)
    of_the_year = [quarter(each) for each in line.quarters]
    yield from (*of_the_year, *[NONE] * 4)[:4]
    yield line.year_to_date or NONE
    yield status(line)
    yield direction(line)


def by_theme(lines: Iterable[IndicatorLine]) -> dict[str, list[IndicatorLine]]:
    """The lines by their theme, in their order."""
    themes: dict[str, list[IndicatorLine]] = {}
    for line in lines:
        themes.setdefault(line.group, []).append(line)
    return themes


def in_words_of(line: IndicatorLine, level: int = 2) -> list[Block]:
    """An indicator in sentences: the finding, how sure, what is said of it."""
    sure = f"How sure: {line.sureness}." if line.sureness else ""
    fragile = f"{line.fragility}." if line.fragility else ""
    following = f"Next: {line.next_due}." if line.next_due else ""
    said = " ".join(filter(None, (line.finding, sure, fragile, following)))
    return [
        Heading(f"{line.code} {line.title}", level),
        Words(said or f"{line.status.capitalize()}."),
        *commentary(line),
    ]


def commentary(line: IndicatorLine) -> list[Block]:
    return [Words(text, label=heading) for heading, text in line.said]


def due(lines: Iterable[IndicatorLine]) -> Block:
    waiting = overview.to_come(lines)
    if not waiting:
        return Words("No further result is due.")
    told: list[list[str | Cell]] = [
        [f"{each.code} {each.title}", status(each), each.next_due or NONE] for each in waiting
    ]
    return Table(
        "Results that are late, awaited or due next",
        ("Indicator", "Status", "Next result"),
        rows(told),
        (3, 1.2, 2),
        titled=False,
    )


def picture(chart: Chart) -> list[Block]:
    """A chart with its words; where there is nothing to draw, a sentence says so."""
    if chart.svg is None:
        return [Words(f"{chart.title}. {chart.sentence}", look="quiet")]
    notes = [Words(each, look="quiet") for each in chart.notes]
    return [Picture(chart.svg, chart.title, alternative(chart.svg) or chart.title), *notes]


def alternative(svg: str) -> str:
    """What the drawing itself says to those who do not see it."""
    found = re.search("<desc>(.*?)</desc>", svg, re.DOTALL)
    return unescape(found[1]) if found else ""


# Actions, milestones, risks -------------------------------------------------------------------


def actions(title: str, cards: Iterable[ActionCard], *, titled: bool = True) -> Table:
    told = [
        [
            f"{each.number}. {each.action}",
            sentence(each.status or "not stated"),
            broken([each.update or NONE, reviewed(each.reviewed, each.reported_in)]),
        ]
        for each in cards
    ]
    columns = ("Action", "Status", "This quarter’s word")
    return Table(title, columns, rows(told), (3, 1, 3), titled)


def reviewed(is_so: bool, reported_in: str) -> str:
    """That nothing was said of it this quarter, and when something was."""
    if is_so:
        return ""
    last = f"; last word of {in_words(reported_in)}" if reported_in else ""
    return f"not reviewed this quarter{last}"


def milestones(title: str, steps: Iterable[agenda.Step]) -> Table:
    told = [
        [
            each.milestone.words,
            each.plan.reference,
            f"{each.action.number}. {shortened(each.action.action)}",
            state_of(each.milestone),
        ]
        for each in steps
    ]
    columns = ("Milestone", "Plan", "Action", "State")
    return Table(title, columns, rows(told), (3, 1.2, 3, 2), titled=False)


def shortened(text: str, most: int = 14) -> str:
    words = text.split()
    return " ".join(words[:most]) + (" …" if len(words) > most else "")


def state_of(milestone: MilestoneCard) -> str:
    """ "Done 27 August 2009", "Late: due 15 September 2009" and how far it moved."""
    if milestone.done_on:
        return f"Done {write_date(milestone.done_on)}"
    when = f"due {write_date(milestone.now_due)}" if milestone.now_due else "no date is set"
    said = f"Late: {when}" if milestone.state == "late" else sentence(when)
    return broken([said, milestone.slipped_by])


def risks(title: str, cards: Iterable[RiskCard], *, with_plan: bool) -> Table:
    columns = ["Risk", "Current Impact", "Current Likelihood", "Movement", "How managed"]
    widths = [2.6, 1.2, 1.4, 1.8, 2.3]
    told = [
        [
            broken([f"{each.number}. {each.risk}", each.owner and f"Owner: {each.owner}"]),
            *([each.plan] if with_plan else []),
            each.impact or "Not rated",
            each.likelihood or "Not rated",
            moved(each),
            each.how_managed or NOT_STATED,
        ]
        for each in cards
    ]
    if with_plan:
        columns.insert(1, "Plan")
        widths.insert(1, 1.2)
    return Table(title, tuple(columns), rows(told), tuple(widths), titled=False)


def moved(risk: RiskCard) -> str:
    """How a risk moved, and what was said of it."""
    said = risk.commentary
    if said and not risk.reviewed and risk.reported_in:
        said = f"{said} ({in_words(risk.reported_in)})"
    closed = "Closed" if risk.state == "closed" else ""
    return broken([closed, sentence(risk.movement_text), said]) or NONE


# What the words mean --------------------------------------------------------------------------


def glossary() -> list[Block]:
    """Every status word with its shape, and every mark."""
    told: list[list[str | Cell]] = [
        [Cell(status=str(word)), meaning] for word, meaning in MEANINGS.items()
    ]
    told.append([MASK, SHORTHAND[MASK]])
    return [Table("Status", ("Status", "When"), rows(told), (1, 2.6), titled=False)]


def exceptions(sections: Iterable[overview.Section]) -> list[Block]:
    """The indicators that need attention, status by status."""
    told = tuple(
        f"{each.title}: {', '.join(line.code for line in each.lines)}" for each in sections
    )
    return [Bullets(told)] if told else []


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
