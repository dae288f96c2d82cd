"""Line of sight: from an indicator to what is done about it, and what serves nothing.

No Django in here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.codes import code_order
from indicators.performance import Direction
from plans.progress import ActionStatus
from reports.board.agenda import Work, work_of
from reports.board.question_words import how_they_stand
from reports.reading.objects import IndicatorLine, IndicatorReport, QuarterlyReport, Service
from sheets.problems import all_of

ENDED = (ActionStatus.COMPLETE, ActionStatus.STOPPED)


@dataclass(frozen=True)
class LineOfSight:
    """What is done about one indicator; `said` is that in a sentence or two."""

    said: str
    services: tuple[Service, ...]
    late: int


def line_of_sight(report: IndicatorReport) -> LineOfSight:
    """The actions that serve the indicator: are they on time, and did their measures move?"""
    services = report.served_by
    late = sum(each.state == "late" for service in services for each in service.action.milestones)
    parts = [how_they_stand(each.action for each in services), _on_time(late), _moved(services)]
    return LineOfSight(" ".join(filter(None, parts)), services, late)


def _on_time(late: int) -> str:
    if not late:
        return ""
    return f"{late} of their milestones {'is' if late == 1 else 'are'} late."


def _moved(services: Iterable[Service]) -> str:
    """ "Of the other measures they serve, 2 are better and 1 is worse."; "" without any."""
    measures = {each.code: each for service in services for each in service.measures}
    ways = [each.direction for each in measures.values() if each.direction != Direction.NONE]
    if not ways:
        return ""
    order = (Direction.BETTER, Direction.WORSE, Direction.SAME)
    words = {Direction.SAME: "the same"}
    counts = [(ways.count(each), words.get(each, each)) for each in order if each in ways]
    said = [f"{number} {'is' if number == 1 else 'are'} {word}" for number, word in counts]
    return f"Of what else they are measured by, {all_of(said)}."


@dataclass(frozen=True)
class Loose:
    """Targets with no action that is still going on, and actions that serve no indicator.

    `whole` says that every plan's actions were read; without that nothing is told of targets.
    """

    targets: list[IndicatorLine]
    actions: list[Work]
    whole: bool


def loose_ends(report: QuarterlyReport) -> Loose:
    """What serves nothing, and what nothing serves."""
    readable = [each for each in report.plans if not each.withheld]
    whole = len(readable) == len(report.plans)
    going_on = [each for each in work_of(readable) if each.action.status not in ENDED]
    served = {code for each in going_on for code in each.action.feeds}
    targets = [
        line for line in report.lines if whole and has_target(line) and line.code not in served
    ]
    return Loose(
        sorted(targets, key=lambda line: code_order(line.code)),
        [each for each in going_on if not each.action.feeds],
        whole,
    )


def has_target(line: IndicatorLine) -> bool:
    return line.target is not None and line.target.value is not None
