"""The feeds of plans: what is done, by when, and what could go wrong. No Django in here.

Columns may be added; none is ever renamed, moved or given another meaning, for somebody's
workbook reads it by its name.
"""

from plans.progress import ActionStatus, DependencyStatus
from reports.feeds import rows
from reports.feeds.columns import AS_AT, PLAN, Column, Noun, day, whole, yes_no
from returns.workflow import ReturnState
from risks.scale import Band, Movement, RiskState

REPORTED_IN = "The quarter in which this was last said; it stands until something else is."
REVIEWED = "Whether this quarter said anything of it; if not, what was said last stands."

PLANS = Noun(
    "plans",
    "Plans",
    "One row is one delivery plan.",
    rows.plans,
    (
        *AS_AT,
        PLAN,
        Column("title", "plan.title", "What it is called.", "GCSEs of looked after children"),
        Column("theme", "plan.theme", "The theme under which it stands.", "Children"),
        Column(
            "return_state",
            "plan.return_state",
            "Where the plan’s return for the quarter stands.",
            "published",
            words=tuple(ReturnState),
        ),
        Column(
            "summary",
            "plan.summary",
            "What the plan’s people told the Board, in words.",
            "Results are up on last year.",
        ),
    ),
)

ACTION = whole("action", "action.number", "The action’s number in its plan.", "3", always=True)

ACTIONS = Noun(
    "actions",
    "Actions",
    "One row is one action of a plan, and how it went.",
    rows.actions,
    (
        *AS_AT,
        PLAN,
        ACTION,
        Column("words", "action.action", "What is done.", "Personal education plans"),
        Column("who", "action.who", "Who does it.", "Virtual School; schools"),
        Column(
            "success_measure",
            "action.success_measure",
            "By what its success is known.",
            "Numbers of plans",
        ),
        Column("feeds", "action.feeds", "The indicators that it serves.", "NI 99; NI 101"),
        Column("when", "action.when", "When, in the plan’s words.", "Termly"),
        Column("schedule", "action.schedule", "What the words come to.", "Every quarter"),
        Column(
            "status",
            "action.status",
            "How it goes; empty where nobody said.",
            "on track",
            words=tuple(ActionStatus),
        ),
        Column("update", "action.update", "What was said of it.", "All but two are done."),
        yes_no("reviewed", "action.reviewed", REVIEWED),
        Column("reported_in", "action.reported_in", REPORTED_IN, "2009/10 Q2"),
        Column(
            "resource_implications",
            "action.resource_implications",
            "What it takes.",
            "Within existing budgets",
        ),
        Column("commentary", "action.commentary", "What the plan says of it.", "New this year"),
    ),
    public=False,
)

MILESTONES = Noun(
    "milestones",
    "Milestones",
    "One row is one milestone of an action.",
    rows.milestones,
    (
        *AS_AT,
        PLAN,
        ACTION,
        whole("milestone", "milestone.number", "Its number in the action.", "1", always=True),
        Column("words", "milestone.words", "What is reached.", "Mentors recruited"),
        Column(
            "state",
            "milestone.state",
            "Where it stands.",
            "late",
            words=("done", "due", "late", "moved", "no date"),
            always=True,
        ),
        day("first_due", "milestone.first_due", "When it was due at first.", "2009-09-30"),
        day("now_due", "milestone.now_due", "When it is due now.", "2009-11-30"),
        day("done_on", "milestone.done_on", "When it was done.", "2009-11-12"),
        whole("times_moved", "times_moved", "How many times its date moved.", "1", always=True),
        Column("slipped_by", "milestone.slipped_by", "By how much it slipped.", "2 months"),
        Column("reported_in", "milestone.reported_in", REPORTED_IN, "2009/10 Q2"),
    ),
    public=False,
)

RISKS = Noun(
    "risks",
    "Risks",
    "One row is one risk of a plan, as rated by the quarter.",
    rows.risks,
    (
        *AS_AT,
        PLAN,
        whole("risk", "risk.number", "The risk’s number in its plan.", "1", always=True),
        Column("words", "risk.risk", "What could go wrong.", "Flu pandemic"),
        Column("how_managed", "risk.how_managed", "How it is managed.", "Continuity plan"),
        Column("owner", "risk.owner", "Who watches it.", "Head of Service"),
        Column(
            "state",
            "risk.state",
            "Whether it is still watched.",
            "open",
            words=tuple(RiskState),
            always=True,
        ),
        Column("likelihood", "risk.likelihood", "How likely; empty: not rated.", "Low"),
        Column("impact", "risk.impact", "How bad; “Nil” is a rating.", "Medium"),
        Column("band", "risk.band", "How serious both together are.", "low", words=tuple(Band)),
        Column(
            "movement",
            "risk.movement",
            "How it moved this quarter; empty where it was not reviewed.",
            "up",
            words=tuple(Movement),
        ),
        Column("movement_in_words", "risk.movement_text", "The same in words.", "up since Q1"),
        Column("commentary", "risk.commentary", "What was said of it.", "Cases in two schools"),
        yes_no("reviewed", "risk.reviewed", REVIEWED),
        Column("reported_in", "risk.reported_in", REPORTED_IN, "2009/10 Q2"),
    ),
    public=False,
)

DEPENDENCIES = Noun(
    "dependencies",
    "Dependencies",
    "One row is one priority on which a plan depends.",
    rows.dependencies,
    (
        *AS_AT,
        PLAN,
        Column("priority", "dependency.priority", "On what it depends.", "NI 99", always=True),
        Column(
            "priority_title",
            "dependency.indicator_title",
            "What that is called, where it is kept here.",
            "Looked after children reaching level 4 in English",
        ),
        Column(
            "priority_status",
            "dependency.indicator_status",
            "Where that stands, where it is kept here.",
            "close",
        ),
        Column("theme_group", "dependency.theme_group", "Whose it is.", "Children’s Trust"),
        Column("arrangement", "dependency.arrangement", "What is arranged.", "Joint review"),
        Column(
            "status",
            "dependency.status",
            "How it stands; empty where nobody said.",
            "on course",
            words=tuple(DependencyStatus),
        ),
        Column("update", "dependency.update", "What was said of it.", "Results are in."),
        yes_no("reviewed", "dependency.reviewed", REVIEWED),
        Column("reported_in", "dependency.reported_in", REPORTED_IN, "2009/10 Q2"),
    ),
    public=False,
)
