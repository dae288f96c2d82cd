"""The quarterly report of all plans as a document. No Django in here."""

from periods.calendar import FinancialQuarter
from reports.board import agenda, overview
from reports.packs import blocks
from reports.packs.about import About
from reports.packs.document import Block, Contents, Document, Heading, Section, Words
from reports.reading.objects import PlanSummary, QuarterlyReport

NOT_CLEARED = "The words of actions and risks are not cleared for this audience."


def quarter_document(report: QuarterlyReport, about: About) -> Document:
    """The report as its page has it: the finding, the classic table, actions, risks."""
    return Document(
        title=overview.headline(report),
        before_title=f"Quarterly report, all plans: {report.stamp.quarter_in_full}",
        place=about.place,
        day=about.day,
        organisation=about.organisation,
        restricted=about.restricted,
        sections=(
            Section(tuple(in_short(report))),
            Section(tuple(indicators(report)), landscape=True),
            Section(tuple(the_rest(report))),
        ),
    )


def in_short(report: QuarterlyReport) -> list[Block]:
    base = overview.base_of_counts(report)
    return [
        Heading("In short"),
        *([Words(base, look="lead")] if base else []),
        *blocks.exceptions(overview.exceptions(report)),
        Heading("Contents", 2),
        Contents(),
    ]


def indicators(report: QuarterlyReport) -> list[Block]:
    if not report.lines:
        return [
            Heading("Actuals against targets"),
            Words("No indicators yet: they come with the delivery plans."),
        ]
    tables = [
        blocks.classic_table(theme, lines) for theme, lines in blocks.by_theme(report.lines).items()
    ]
    return [Heading("Actuals against targets"), *tables]


def the_rest(report: QuarterlyReport) -> list[Block]:
    withheld = any(each.withheld for each in report.plans)
    return [
        *([Heading("Each indicator in words")] if report.lines else []),
        *(block for line in report.lines for block in blocks.in_words_of(line)),
        Heading("What is due"),
        blocks.due(report.lines),
        Heading("Actions"),
        *([Words(NOT_CLEARED)] if withheld else []),
        *(block for plan in report.plans for block in actions_of(plan)),
        *([] if report.plans else [Words("No plans yet.")]),
        Heading("Milestones of the quarter"),
        milestones(report, withheld=withheld),
        Heading("Risks and how they moved"),
        risks(report, withheld=withheld),
        Heading("What the words and shapes mean"),
        *blocks.glossary(),
    ]


def actions_of(plan: PlanSummary) -> list[Block]:
    """A plan's summary for the Board, its return, and its actions; none where withheld."""
    if plan.withheld and not plan.actions:
        return []
    said: list[Block] = [Heading(f"{plan.reference}: {plan.title}", 2)]
    if plan.summary:
        said.append(Words(plan.summary))
    if not plan.actions:
        return [*said, Words(f"This plan has no actions. Return: {plan.return_state}.")]
    table = blocks.actions(f"Actions of {plan.reference}", plan.actions)
    return [*said, Words(f"Return: {plan.return_state}.", look="quiet"), table]


def milestones(report: QuarterlyReport, *, withheld: bool) -> Block:
    quarter = FinancialQuarter.from_label(report.stamp.quarter)
    if steps := agenda.of_the_quarter(report.plans, quarter):
        return blocks.milestones("Due, reached or moved in the quarter, or still late", steps)
    end = ", as far as this audience may read" if withheld else ""
    return Words(f"No milestone was due, reached or moved in this quarter{end}.")


def risks(report: QuarterlyReport, *, withheld: bool) -> Block:
    if report.risks:
        return blocks.risks("Risks of all plans", report.risks, with_plan=True)
    return Words(f"No risks{' that this audience may read' if withheld else ''}.")
