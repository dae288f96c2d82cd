"""The Board pack: what the dashboard says, on paper, with the tables behind it. No Django in here.

An officer may choose the plans and their order, and write what stands before it all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from reports.board import agenda, overview
from reports.board.concerns import Concern
from reports.board.questions import Questions
from reports.changes.between import Change, Changes
from reports.packs import blocks
from reports.packs.about import About
from reports.packs.blocks import NONE, broken
from reports.packs.document import (
    Block,
    Bullets,
    Cell,
    Contents,
    Document,
    Heading,
    Section,
    Table,
    Words,
    rows,
)
from reports.packs.quarter import actions_of
from reports.reading.objects import IndicatorLine, QuarterlyReport

# So many changes stand before the exceptions: about a page. The others are in the appendix.
FIRST_CHANGES = 12

NOT_CLEARED = "The words of actions and risks are not cleared for this audience."


@dataclass(frozen=True)
class Choice:
    """What an officer chose: the plans by their slugs, in their order, and a covering note.

    Without plans it is all of them, in the order of the report.
    """

    plans: tuple[str, ...] = ()
    note: str = ""


def chosen(report: QuarterlyReport, choice: Choice) -> QuarterlyReport:
    """The report of the chosen plans only, in their order."""
    if not choice.plans:
        return report
    order = {slug: place for place, slug in enumerate(choice.plans)}
    lines = [each for each in report.lines if each.plan_slug in order]
    plans = [each for each in report.plans if each.slug in order]
    return replace(
        report,
        lines=tuple(sorted(lines, key=lambda line: order[line.plan_slug])),
        plans=tuple(sorted(plans, key=lambda plan: order[plan.slug])),
    )


def pack_document(
    report: QuarterlyReport,
    shown: dict[str, Any],
    about: About,
    choice: Choice,
) -> Document:
    """The pack. `shown` is what the dashboard shows of the same report."""
    changes = shown["since"] and shown["since"].changes
    return Document(
        title=f"Board pack: {overview.headline(report)}",
        before_title=report.stamp.quarter_in_full,
        place=about.place,
        day=about.day,
        organisation=about.organisation,
        restricted=about.restricted,
        sections=(
            Section(tuple(cover(choice)), cover=True),
            Section(
                (
                    *summary(report, shown),
                    *what_changed(changes),
                    *attention(shown),
                    *questions(shown["questions"]),
                    *risks(shown),
                    *actions(shown),
                    Heading("What is due"),
                    blocks.due(report.lines),
                )
            ),
            Section(tuple(appendix(report)), landscape=True),
            Section(
                (
                    *appendix_of_changes(changes),
                    *appendix_of_actions(report),
                    *how_to_read(),
                    *words_and_shapes(),
                )
            ),
        ),
    )


def cover(choice: Choice) -> list[Block]:
    note: list[Block] = [Heading("Covering note"), Words(choice.note)] if choice.note else []
    return [*note, Heading("Contents", listed=False), Contents()]


def summary(report: QuarterlyReport, shown: dict[str, Any]) -> list[Block]:
    """The finding, its base, how many of each status, and whose return is not in."""
    said = " ".join(filter(None, (shown["base"], shown["turning"])))
    told: list[list[str | Cell]] = [
        [Cell(status=str(each.status)), str(each.number)] for each in shown["counts"]
    ]
    table = Table("How many indicators have which status", ("Status", "Number"), rows(told), (3, 1))
    late = [f"{each.reference}: {each.title} ({each.return_state})" for each in shown["not_in"]]
    missing: list[Block] = [Words("Returns that are not in:"), Bullets(tuple(late))] if late else []
    return [
        Heading("Summary"),
        Words(f"{overview.headline(report)}.", look="lead"),
        *([Words(said)] if said else []),
        *([table] if report.lines else []),
        *missing,
    ]


# What changed ---------------------------------------------------------------------------


def changes_of(changes: Changes, choice: Choice) -> Changes:
    """Those of the chosen plans."""
    if not choice.plans:
        return changes
    return replace(
        changes,
        all=tuple(each for each in changes.all if each.plan_slug in choice.plans),
        standstill=tuple(each for each in changes.standstill if each.plan_slug in choice.plans),
    )


def what_changed(changes: Changes | None) -> list[Block]:
    """What matters most of what changed since the published quarter before, and what stands still
    off target.
    """
    if changes is None:
        return []
    first, others = split_changes(changes)
    still = ", ".join(each.code for each in changes.standstill)
    more = (
        f"These are the {len(first)} that matter most. The other {len(others)} are in the appendix."
    )
    return [
        Heading(f"What changed since {changes.before.quarter_in_full}"),
        Words(f"{changes.headline}."),
        *([changes_table("Changes, the most important first", first)] if first else []),
        *([Words(more)] if others else []),
        *([Words(still, label="Unchanged and off target for three quarters")] if still else []),
    ]


def appendix_of_changes(changes: Changes | None) -> list[Block]:
    """Those that do not stand before the exceptions."""
    others = split_changes(changes)[1] if changes else ()
    if not others:
        return []
    return [
        Heading("Appendix: what else changed"),
        changes_table("The other changes, the most important first", others),
    ]


def split_changes(changes: Changes) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """The first, and the others; one or two more are no appendix of their own."""
    first = FIRST_CHANGES if len(changes.all) > FIRST_CHANGES + 2 else len(changes.all)
    return changes.all[:first], changes.all[first:]


def changes_table(title: str, changes: Sequence[Change]) -> Table:
    told = [
        [blocks.sentence(each.way), broken([f"{each.subject} {each.said}", each.note])]
        for each in changes
    ]
    return Table(title, ("Way", "What changed"), rows(told), (1, 6), titled=False)


def questions(asked: Questions) -> list[Block]:
    """What a member might ask, as the dashboard has it."""
    if not asked.asked:
        return []
    told = tuple(each.words for each in asked.asked)
    return [Heading("Questions you might ask"), Bullets(told)]


# What needs attention -----------------------------------------------------------------------


def attention(shown: dict[str, Any]) -> list[Block]:
    """Each exception, the gravest first, with its chart and everything said of it."""
    seen = shown["concerns"]
    withheld = shown["withheld"]
    if not seen:
        words = Words("Nothing has missed its target, come close or failed to come in.")
        return [Heading("Needs your attention"), words]
    return [
        Heading("Needs your attention"),
        *(block for each in seen for block in exception(each, withheld=withheld)),
    ]


def exception(concern: Concern, *, withheld: bool) -> list[Block]:
    line = concern.line
    row: list[str | Cell] = [
        blocks.status(line),
        blocks.figure(line.actual),
        blocks.target(line.target),
        line.direction_text or NONE,
    ]
    columns = ("Status", "Figure", "Target", "Direction")
    served = [
        f"{each.action.action}: {each.action.status or 'not stated'}" for each in concern.serving
    ]
    serving: list[Block] = (
        [Words("Actions that serve it:"), Bullets(tuple(served))] if served else []
    )
    return [
        *blocks.in_words_of(line),
        Table(f"{line.code}: where it stands", columns, rows([row]), titled=False),
        *(blocks.picture(concern.bullet) if concern.bullet else []),
        *serving,
        *([] if served or withheld else [Words("No action serves it.")]),
        *([Words(f"Risks of its plan: {concern.risks}.")] if concern.risks else []),
    ]


# Risks and actions --------------------------------------------------------------------------


def risks(shown: dict[str, Any]) -> list[Block]:
    """The risk table, and each open risk."""
    still_open = shown["open_risks"]
    if not still_open:
        return [Heading("Risks"), Words(NOT_CLEARED if shown["withheld"] else shown["risks_said"])]
    return [
        Heading("Risks"),
        Words(shown["risks_said"]),
        matrix(shown["matrix"]),
        blocks.risks("Each open risk, the gravest first", still_open, with_plan=True),
    ]


def matrix(held: overview.Matrix) -> Table:
    """Open risks by impact and likelihood; darker is more serious, and so is further up."""
    told: list[list[str | Cell]] = [
        [impact, *(Cell(in_cell(each), band=each.band) for each in cells)]
        for impact, cells in held.rows
    ]
    columns = ("Impact", *(f"Likelihood {each}" for each in held.likelihoods))
    return Table("Open risks: impact down, likelihood across", columns, rows(told))


def in_cell(cell: overview.Cell) -> str:
    told = [
        f"{risk.plan} risk {risk.number}"
        + (f" ({risk.movement})" if risk.movement in ("up", "down") else "")
        for risk in cell.risks
    ]
    return broken(told) or NONE


def actions(shown: dict[str, Any]) -> list[Block]:
    """Milestones that are late or due next, and actions in trouble."""
    if shown["withheld"] and not (shown["late"] or shown["due_next"] or shown["troubled"]):
        return [Heading("Actions and milestones"), Words(NOT_CLEARED)]
    return [
        Heading("Actions and milestones"),
        *(blocks.picture(shown["timeline"]) if shown["timeline"].svg else []),
        *steps("Late", shown["late"], "No milestone is late."),
        *steps(
            "Due next",
            shown["due_next"],
            "No milestone falls due before the end of the next quarter.",
        ),
        *troubled(shown["troubled"]),
    ]


def steps(title: str, held: Sequence[agenda.Step], none: str) -> list[Block]:
    if not held:
        return [Words(none)]
    return [Heading(title, 2), blocks.milestones(f"Milestones: {title.lower()}", held)]


def troubled(work: Sequence[agenda.Work]) -> list[Block]:
    if not work:
        return []
    told = [
        [
            each.action.action,
            each.plan.reference,
            blocks.sentence(each.action.status),
            broken(
                [
                    each.action.update or NONE,
                    blocks.reviewed(each.action.reviewed, each.action.reported_in),
                ]
            ),
        ]
        for each in work
    ]
    title = "Actions that are delayed, at risk or stopped"
    columns = ("Action", "Plan", "Status", "Last word")
    return [Heading(title, 2), Table(title, columns, rows(told), (3, 1, 1, 3), titled=False)]


# What stands behind it ------------------------------------------------------------------------


def appendix(report: QuarterlyReport) -> list[Block]:
    """The classic table, plan by plan."""
    by_plan: dict[str, list[IndicatorLine]] = {}
    for line in report.lines:
        by_plan.setdefault(line.plan or "In no plan", []).append(line)
    tables = [blocks.classic_table(plan, lines) for plan, lines in by_plan.items()]
    none = [] if tables else [Words("No indicators yet: they come with the delivery plans.")]
    return [Heading("Appendix: actuals against targets"), *tables, *none]


def appendix_of_actions(report: QuarterlyReport) -> list[Block]:
    withheld = any(each.withheld for each in report.plans)
    return [
        Heading("Appendix: actions of each plan"),
        *([Words(NOT_CLEARED)] if withheld else []),
        *(block for plan in report.plans for block in actions_of(plan)),
        *([] if report.plans else [Words("No plans yet.")]),
    ]


HOW_TO_READ = (
    "A figure is about a period and was reported in a quarter. GCSE results of an academic year "
    "are those of its summer: 2008/09 means summer 2009, first known in 2009/10 Quarter 2.",
    "What you see is what is judged: figures and targets are compared as they are shown.",
    "Shares of “met” count indicators with a result only. A forecast is never counted with "
    "results.",
    "Where numbers are small, one child more or less can change the status. “How sure” says "
    "whether the result can be told apart from the target, or chance could explain the difference.",
    "In a chart the dark bar is the result (outlined, a forecast), the post with a flag the "
    "target, the dotted line the baseline, the pale band what chance alone could explain.",
    "Better and worse follow what is good for the indicator, never mere size.",
    "A past quarter keeps the target, the rule and the judgement of its day.",
)


def how_to_read() -> list[Block]:
    return [Heading("How to read this pack"), Bullets(HOW_TO_READ)]


def words_and_shapes() -> list[Block]:
    return [Heading("What the words and shapes mean"), *blocks.glossary()]
