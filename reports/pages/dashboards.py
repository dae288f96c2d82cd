"""What the Board's dashboard is made of, in the order in which it is read."""

from collections.abc import Iterator

from indicators.performance import Status
from periods.rounds import RoundState
from plans.models import DeliveryPlan, owing_in
from reports.audiences.access import Reading
from reports.audiences.comparing import since_last
from reports.board import agenda, overview, questions
from reports.board.concerns import AT_A_GLANCE, charted, concerns, figures_of
from reports.board.sight import loose_ends
from reports.board.slides import Part, Slide, slides
from reports.charts.timelines import ABOVE, BESIDE, timeline
from reports.reading.objects import QuarterlyReport


def first_of_all(
    reading: Reading,
    report: QuarterlyReport,
    status: Status | None,
    most_charted: int = AT_A_GLANCE,
) -> dict:
    """The finding, the counts, and the indicators that are looked at, the first with charts."""
    sections = [overview.only(report, status)] if status else overview.sections(report)
    lines = sections[0].lines
    seen = concerns(lines, report, reading.indicator_reports(charted(lines, most_charted)))
    counts = overview.counts(report)
    return {
        "headline": overview.headline(report),
        "base": overview.base_of_counts(report),
        "turning": overview.turning(report),
        "counts": counts,
        "others": [each for each in counts if not each.is_prominent],
        "attention": sections[0],
        "concerns": seen,
        "at_a_glance": seen[:AT_A_GLANCE],
        "folded": seen[AT_A_GLANCE:],
        "in_full": [each for each in seen if each.in_full],
        "beyond": sum(not each.in_full for each in seen),
        "figures": figures_of(seen),
        "sections": sections[1:],
    }


def what_else(reading: Reading, report: QuarterlyReport, *, is_wide: bool = False) -> dict:
    """What changed since the Board met; risks, milestones, results and returns still to come.

    `is_wide` where the time line has the width of the page.
    """
    tracks_in = BESIDE if is_wide else ABOVE
    late = agenda.late(report.plans)
    due_next = agenda.due_next(report.plans, reading.quarter)
    return {
        "since": since_last(reading),
        "risks_said": overview.risks_in_words(report.risks),
        "matrix": overview.matrix(report.risks),
        "open_risks": overview.open_risks(report.risks),
        "late": late,
        "due_next": due_next,
        "timeline": timeline(agenda.tracks_of([*late, *due_next]), reading.quarter, tracks_in),
        "next_up": agenda.next_up(overview.to_come(report.lines), due_next),
        "troubled": agenda.troubled(report.plans),
        "not_in": overview.not_in(report, owing_as_at(reading)),
        "questions": questions.of_quarter(report),
        "loose": loose_ends(report),
        "withheld": any(each.withheld for each in report.plans),
    }


def slides_of(shown: dict, status: Status | None) -> list[Slide]:
    """The same in large type, of what the two above give; of one status its indicators only."""
    return slides(shown["concerns"], [] if status else parts_of(shown))


def parts_of(shown: dict) -> Iterator[Part]:
    """What the dashboard tells after its concerns, as much on a slide as there is room for."""
    if shown["since"] is not None:
        yield Part("since")
    yield from (Part("risks"), Part("next"), Part("actions"))
    yield Part("late", shown["late"], 5, always=False)
    yield Part("due_next", shown["due_next"], 5, always=False)
    yield Part("troubled", shown["troubled"], 5, always=False)
    yield Part("questions", shown["questions"].asked, 3)
    yield Part("each_risk", shown["open_risks"], 4, always=False)


def owing_as_at(reading: Reading) -> set[str] | None:
    """The plans that owe a return for the quarter, while it is not published."""
    if reading.stamp.state == RoundState.PUBLISHED:
        return None
    owing = owing_in([reading.quarter.label])[reading.quarter.label]
    return set(DeliveryPlan.objects.filter(pk__in=owing).values_list("slug", flat=True))
