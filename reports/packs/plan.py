"""A delivery plan as a document, in the layout and the words of the plan documents of the time.

After the plan itself comes where it stands as at the quarter. No Django in here.
"""

from collections.abc import Sequence
from datetime import date

from indicators import measuring
from periods.dates import write_date
from reports.charts.chart import Chart
from reports.packs import blocks
from reports.packs.about import About
from reports.packs.blocks import NOT_STATED, broken
from reports.packs.document import (
    Block,
    Bullets,
    Cell,
    Document,
    Heading,
    Section,
    Table,
    Words,
    rows,
)
from reports.reading.objects import (
    ActionCard,
    IndicatorLine,
    PlanReport,
    RiskCard,
    TargetCell,
)

Targets = Sequence[TargetCell]
NONE_STATED = "None stated"
NOT_CLEARED = (
    "The words of this plan are not cleared for this audience: only its figures are shown."
)
# In a cell; where the document is read again that says nothing either.
NOT_CLEARED_HERE = "Not cleared for this audience"
SOME_CLEARED = "Only words of this plan that are cleared for this audience are shown."

ON_POLICIES = (
    "Is this priority delivered through or dependant on any other policy, plan or strategy?"
)


def plan_document(report: PlanReport, charts: Sequence[Chart], about: About) -> Document:
    """The whole plan, and where it stands; `charts` are those of its indicators, in order."""
    answered = considerations(report)
    considered = [Section((Heading("Considerations"), *answered))] if answered else []
    done = (Heading("Activity plan"), *activity_plan(report))
    activity = [Section(done, landscape=True)] if report.actions or not report.withheld else []
    how = (Heading(measuring.SECTION), *measures_of(report))
    measured = [Section(how)] if report.lines else []
    return Document(
        title=f"{report.reference}: {report.title}",
        before_title=f"{report.agreement or 'Local Area Agreement'} delivery plan",
        place=about.place,
        day=about.day,
        organisation=about.organisation,
        restricted=about.restricted,
        is_read_again=True,
        sections=(
            Section((*prepared(report), *summary(report))),
            *considered,
            *activity,
            *measured,
            Section(tuple(standing(report, charts))),
        ),
    )


# The plan itself ----------------------------------------------------------------------------


def prepared(report: PlanReport) -> list[Block]:
    """Who wrote it and when. Name, post and service have a cell each, to be read again as such."""
    told = {
        "Prepared by": report.prepared_by,
        "Post": report.post,
        "Service": report.service,
        "Date": report.dated,
    }
    if not report.withheld:
        return [one_row("Prepared by", told, (2, 2, 2, 1))]
    said = {key: each for key, each in told.items() if each}
    return [
        Words(SOME_CLEARED if report.says_something else NOT_CLEARED),
        *([one_row("Prepared by", said)] if said else []),
    ]


def blank_in(report: PlanReport) -> str:
    """What a cell without words says: nobody wrote any, or this audience may not read them."""
    return NOT_CLEARED_HERE if report.withheld else NOT_STATED


def one_row(title: str, told: dict[str, str], widths: tuple[float, ...] = ()) -> Table:
    """A table with one row: what each heading says."""
    cells = tuple(Cell(each or NOT_STATED) for each in told.values())
    return Table(title, tuple(told), (cells,), widths, titled=False)


def summary(report: PlanReport) -> list[Block]:
    """Whose plan it is, its indicators, their baselines and targets."""
    told = {
        "Theme": report.theme,
        "Priority": report.priority,
        "Theme Group": report.theme_group,
        "Management Group Lead": report.management_group_lead,
        "Partners": broken(report.partners),
        "Cross-Cutting Theme": report.cross_cutting_theme,
    }
    if report.withheld:
        told = {key: said for key, said in told.items() if said or key.startswith("Theme")}
        told["Theme Group"] = told["Theme Group"] or NOT_CLEARED_HERE
    targets = dict(report.targets)
    return [
        Heading("Summary"),
        *([Words(report.ended)] if report.ended else []),
        one_row("Theme, priority and partners", told),
        *([indicators(report)] if report.lines else [Words("This plan delivers no indicator.")]),
        *(
            targets_table(line, targets.get(line.code, ()), alone=len(report.lines) == 1)
            for line in report.lines
        ),
    ]


def indicators(report: PlanReport) -> Table:
    columns = ("Indicator", "Description", "Purpose", "Indicator Lead")
    if report.withheld and not any(each.purpose or each.lead for each in report.lines):
        told = [[each.code, each.title] for each in report.lines]
        return Table("Indicators", columns[:2], rows(told), (1, 5), titled=False)
    told = [
        [each.code, each.title, each.purpose or blank_in(report), each.lead or blank_in(report)]
        for each in report.lines
    ]
    return Table("Indicators", columns, rows(told), (0.8, 2, 3, 1.4), titled=False)


def targets_table(line: IndicatorLine, targets: Targets, *, alone: bool) -> Table:
    """Baseline and targets in a row, as the plan has them."""
    kinds = list(dict.fromkeys(each.designation for each in targets if each.designation))
    cell = line.baseline
    stated = f"{cell.text} ({cell.period})" if cell else NOT_STATED
    row = [
        Cell(broken([stated, cell.counts if cell else ""])),
        *(Cell(broken([each.text, each.children])) for each in targets),
        Cell(", ".join(map(blocks.sentence, kinds)) or blocks.NONE),
    ]
    columns = ("Baseline", *(f"{each.period} Target" for each in targets), "Target")
    title = f"{line.code}: baseline and targets"
    return Table(title, columns, (tuple(row),), titled=not alone)


def considerations(report: PlanReport) -> list[Block]:
    """The plan document's own questions, with its answers; of what is withheld those there are."""
    arrangements = report.performance_arrangements
    answers: tuple[tuple[str, object, tuple[Block, ...]], ...] = (
        (
            "Is this priority dependant on any other LAA priorities?",
            report.dependencies,
            (dependencies(report),),
        ),
        (
            "Have equality and diversity considerations been made?",
            report.equality_and_diversity,
            (Words(report.equality_and_diversity or NOT_STATED),),
        ),
        (
            "What are the significant risks associated with this priority?",
            report.risks,
            risks(report),
        ),
        (ON_POLICIES, report.policies, (policies(report),)),
        (
            "What arrangements are in place for managing performance of this priority?",
            arrangements,
            (Bullets(arrangements) if arrangements else Words(NONE_STATED),),
        ),
    )
    told = [(asked, said) for asked, there, said in answers if there or not report.withheld]
    return [each for asked, said in told for each in (Heading(asked, 2), *said)]


def dependencies(report: PlanReport) -> Block:
    columns = ("LAA Priority", "Theme Group", "Arrangement for managing dependency")
    told = [
        [
            each.priority,
            each.theme_group or blank_in(report),
            each.arrangement or blank_in(report),
        ]
        for each in report.dependencies
    ]
    title = "Priorities on which this one depends"
    return (
        Table(title, columns, rows(told), (1, 2, 3), titled=False) if told else Words(NONE_STATED)
    )


def stated(
    title: str, columns: tuple[str, ...], told: list[list[str]], widths: tuple[float, ...]
) -> Block:
    """The table of what is stated, or that nothing is."""
    return Table(title, columns, rows(told), widths, titled=False) if told else Words(NONE_STATED)


def risks(report: PlanReport) -> tuple[Block, ...]:
    """The register as the form has it, and below it whose its risks are, and which are closed."""
    columns = ("Risk", "Current Impact", "Current Likelihood", "How managed")
    told = [
        [
            each.risk,
            each.impact or "Not rated",
            each.likelihood or "Not rated",
            each.how_managed or blank_in(report),
        ]
        for each in report.risks
    ]
    names = names_of([(each.number, each.risk) for each in report.risks])
    named = list(zip(names, report.risks, strict=True))
    return (
        stated("Risks", columns, told, (3, 1, 1, 3)),
        *(Words(owned(name, each), look="quiet") for name, each in named if each.owner.strip()),
        *(
            Words(closed(name, each), look="quiet")
            for name, each in named
            if each.state == "closed"
        ),
    )


def names_of(numbered: Sequence[tuple[int, str]]) -> list[str]:
    """ "3, “Targeted tuition”": each action or risk by its number and words, by which what is said
    of it below the table is read again wherever its row then stands.
    """
    lines = [" ".join(words.split()) for _, words in numbered]
    begun = [blocks.shortened(line) for line in lines]
    names = []
    for place, (number, _) in enumerate(numbered):
        said = begun[place] if begun.count(begun[place]) == 1 else lines[place]
        alike = [n for n, line in enumerate(lines) if line == lines[place]]
        which = f" ({alike.index(place) + 1} of {len(alike)} with these words)"
        names.append(f"{number}, “{said}”{which if len(alike) > 1 else ''}")
    return names


def owned(name: str, risk: RiskCard) -> str:
    """Whose a risk is, here and where the document is read again."""
    return f"Risk {name} is owned by {' '.join(risk.owner.split())}."


def closed(name: str, risk: RiskCard) -> str:
    """That a risk is closed and why, here and where the document is read again."""
    why = " ".join(risk.commentary.split())
    return f"Risk {name} is closed{f': {why}' if why else '.'}"


def policies(report: PlanReport) -> Block:
    columns = (
        "Policy, plan or strategy",
        "Responsible Theme Group or organisation",
        "Arrangement for managing dependency",
    )
    told = [
        [
            each.policy,
            each.responsible_body or blank_in(report),
            each.arrangement or blank_in(report),
        ]
        for each in report.policies
    ]
    title = "Policies, plans and strategies"
    return (
        Table(title, columns, rows(told), (2, 2, 2.5), titled=False) if told else Words(NONE_STATED)
    )


ACTIVITY = (
    "Action", "Who", "Milestones / Success Measure", "When", "Resource Implications", "Commentary",
)  # fmt: skip


def activity_plan(report: PlanReport) -> tuple[Block, ...]:
    """The actions as the form has them, and below them which indicators they feed."""
    if not report.actions:
        return (Words("No actions stated"),)
    told = [
        [
            each.action,
            broken(each.who) or NOT_STATED,
            broken(measures(each)) or NOT_STATED,
            each.when or NOT_STATED,
            each.resource_implications or NOT_STATED,
            each.commentary or NOT_STATED,
        ]
        for each in report.actions
    ]
    names = names_of([(each.number, each.action) for each in report.actions])
    named = zip(names, report.actions, strict=True)
    return (
        Table("Activity plan", ACTIVITY, rows(told), (2.6, 1.5, 2, 1.3, 2, 2), titled=False),
        *(Words(feeding(name, each), look="quiet") for name, each in named if each.feeds),
    )


def feeding(name: str, action: ActionCard) -> str:
    """Which indicators an action feeds, here and where the document is read again."""
    return f"Action {name} feeds {'; '.join(action.feeds)}."


def measures(action: ActionCard) -> tuple[str, ...]:
    """What the action is measured by, and its milestones, each with the day it was first due."""
    return (
        *action.success_measure,
        *(step(each.words, each.first_due) for each in action.milestones),
    )


def step(words: str, first_due: date | None) -> str:
    """A milestone as the plan's document names it, there and where the document is read again."""
    line = " ".join(words.split())
    return f"{line} (first due {write_date(first_due)})" if first_due else line


# How it is measured -------------------------------------------------------------------------


def measures_of(report: PlanReport) -> list[Block]:
    """Of each indicator what must be known to read its figures, here or where they are read again.

    Words that no officer cleared stay away with the plan's other words.
    """
    return [measured(line, withheld=report.withheld) for line in report.lines]


def measured(line: IndicatorLine, *, withheld: bool) -> Table:
    kept_back = ("counted_as", "cohort", "broken_down_by") if withheld else ()
    expects = dict(zip(QUARTERS_EXPECT, line.expects, strict=False))
    said = {
        "unit": measuring.written_unit(line.unit, line.per),
        "decimals": str(line.decimals),
        **{name: getattr(line, name) for name in PLAINLY},
        **expects,
    }
    told = [
        [label, said[name]]
        for label, name in measuring.LABELS.items()
        if said.get(name) and name not in kept_back
    ]
    columns = (measuring.HEADING, line.code)
    return Table(f"{line.code}: how it is measured", columns, rows(told), (2, 5), titled=False)


PLAINLY = (
    "good_is", "numerator_words", "denominator_words", "counted_as", "year_type", "frequency",
    "accumulation", "tolerance", "definition", "cohort", "part_of", "broken_down_by",
)  # fmt: skip
QUARTERS_EXPECT = ("q1_expects", "q2_expects", "q3_expects", "q4_expects")


# Where it stands ------------------------------------------------------------------------------


def standing(report: PlanReport, charts: Sequence[Chart]) -> list[Block]:
    """Figures, actions, milestones, risks and dependencies as at the quarter."""
    return [
        Heading(f"Where it stands as at {report.stamp.quarter_in_full}"),
        *([Words(report.summary, label="Summary for the Board")] if report.summary else []),
        Words(f"Return: {report.return_state}.", look="quiet"),
        *(
            block
            for line, chart in zip(report.lines, charts, strict=True)
            for block in standing_of(line, chart)
        ),
        *progress(report),
        Heading("What the words and shapes mean"),
        *blocks.glossary(),
    ]


def standing_of(line: IndicatorLine, chart: Chart) -> list[Block]:
    """An indicator in words, against its target, over time, and quarter by quarter."""
    now: list[list[str | Cell]] = [
        [
            blocks.status(line),
            blocks.figure(line.actual),
            blocks.target(line.target),
            line.direction_text or blocks.NONE,
            line.year_to_date or blocks.NONE,
        ]
    ]
    columns = ("Status", "Figure", "Target", "Direction", "Year to date")
    year = tuple(Cell(blocks.quarter(each)) for each in line.quarters)
    headings = tuple(each.quarter for each in line.quarters)
    return [
        *blocks.in_words_of(line),
        Table(f"{line.code}: where it stands", columns, rows(now), (1.4, 1.6, 1.6, 1.6, 1)),
        *blocks.picture(chart),
        *(
            [Table(f"{line.code}: this year, quarter by quarter", headings, (year,))]
            if year
            else []
        ),
    ]


def progress(report: PlanReport) -> list[Block]:
    """How actions, milestones, risks and dependencies stand."""
    steps = [
        [
            f"{action.number}. {blocks.shortened(action.action)}",
            milestone.words,
            blocks.state_of(milestone),
        ]
        for action in report.actions
        for milestone in action.milestones
    ]
    told = [
        [
            each.priority,
            blocks.sentence(each.status or "not stated"),
            broken([each.update or blocks.NONE, blocks.reviewed(each.reviewed, each.reported_in)]),
        ]
        for each in report.dependencies
    ]
    said: list[Block] = []
    if report.actions:
        said += [Heading("Actions", 2), blocks.actions("Actions", report.actions, titled=False)]
    if steps:
        table = Table("Milestones", ("Action", "Milestone", "State"), rows(steps), (3, 3, 2), False)
        said += [Heading("Milestones", 2), table]
    if report.risks:
        table = blocks.risks("Risks and how they moved", report.risks, with_plan=False)
        said += [Heading("Risks and how they moved", 2), table]
    if told:
        columns = ("Priority", "Status", "What was said")
        table = Table("Dependencies", columns, rows(told), (1, 1, 3), False)
        said += [Heading("Dependencies", 2), table]
    return said
