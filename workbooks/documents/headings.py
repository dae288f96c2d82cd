"""How the tables of a plan document are known: by their headings, in all their variants.

No Django in here.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from periods.calendar import NotAPeriod, read_period
from workbooks.documents.wording import alike, folded

_SHORTEST_COMPARED = 6


class Kind(StrEnum):
    """The parts of a plan document."""

    PREPARED = "prepared"
    SUMMARY = "summary"
    INDICATORS = "indicators"
    TARGETS = "targets"
    DEPENDENCIES = "dependencies"
    EQUALITY = "equality"
    RISKS = "risks"
    POLICIES = "policies"
    PERFORMANCE = "performance"
    ACTIONS = "actions"


# Of these a plan has one each; their headings may stand above what they say, or beside it.
ONE_OF_EACH = (Kind.PREPARED, Kind.SUMMARY, Kind.INDICATORS, Kind.TARGETS)
CALLED = {
    Kind.PREPARED: "who prepared it",
    Kind.SUMMARY: "summary",
    Kind.INDICATORS: "indicators",
    Kind.TARGETS: "baseline and targets",
    Kind.DEPENDENCIES: "dependencies",
    Kind.EQUALITY: "equality and diversity",
    Kind.RISKS: "risks",
    Kind.POLICIES: "policies, plans and strategies",
    Kind.PERFORMANCE: "performance arrangements",
    Kind.ACTIONS: "activity plan",
}
_ARRANGEMENT = (
    "Arrangement for managing dependency", "Arrangement", "Arrangements", "How managed",
)  # fmt: skip
_NUMBER = ("No", "Number", "Ref", "Reference", "Item")
# The headings of each, by what they stand for; the first is the form's own.
HEADINGS: dict[Kind, dict[str, tuple[str, ...]]] = {
    Kind.PREPARED: {
        "prepared_by": ("Prepared by", "Author", "Completed by", "Plan prepared by"),
        "post": ("Post",),
        "service": ("Service",),
        "dated": ("Date", "Date prepared", "Dated", "Date completed"),
    },
    Kind.SUMMARY: {
        "theme": ("Theme", "LAA theme", "Block"),
        "priority": ("Priority", "Priority outcome", "Outcome"),
        "theme_group": ("Theme Group", "Themed Group", "Thematic group", "Theme partnership"),
        "management_group_lead": ("Management Group Lead", "Group lead", "Theme lead"),
        "partners": ("Partners", "Key partners", "Partner organisations", "Partner agencies"),
        "cross_cutting_theme": ("Cross-Cutting Theme", "Crosscutting theme"),
    },
    Kind.INDICATORS: {
        "code": ("Indicator", "NI", "Indicator number", "Indicator no", "NI number", "NI ref"),
        "title": ("Description", "Indicator description", "Indicator title", "Title"),
        "purpose": ("Purpose", "Rationale", "Purpose of indicator"),
        "lead": ("Indicator Lead", "Lead", "Lead officer", "Indicator owner"),
    },
    Kind.TARGETS: {
        "baseline": ("Baseline", "Baseline figure", "Baseline performance"),
        "designation": ("Target", "Target type", "Type of target", "Designation"),
    },
    Kind.DEPENDENCIES: {
        "priority": ("LAA Priority", "Priority", "LAA indicator", "Dependent on"),
        "theme_group": ("Theme Group", "Themed Group", "Thematic group"),
        "arrangement": _ARRANGEMENT,
    },
    Kind.RISKS: {
        "number": _NUMBER,
        "risk": ("Risk", "Significant risk", "Description of risk", "Risk description"),
        "impact": ("Current Impact", "Impact"),
        "likelihood": ("Current Likelihood", "Likelihood", "Probability"),
        "how_managed": ("How managed", "How it is managed", "Mitigation", "Managed by", "Controls"),
        "owner": ("Owner", "Risk owner"),
        "state": ("State", "Status", "Open or closed", "Risk status"),
    },
    Kind.POLICIES: {
        "policy": ("Policy, plan or strategy", "Policy / plan / strategy", "Policy", "Strategy"),
        "responsible_body": (
            "Responsible Theme Group or organisation",
            "Responsible organisation",
            "Responsible body",
            "Responsible group",
        ),
        "arrangement": _ARRANGEMENT,
    },
    Kind.ACTIONS: {
        "number": _NUMBER,
        "action": ("Action", "Activity", "Key action", "Key activity"),
        "who": ("Who", "By whom", "Responsible", "Lead"),
        "success_measure": (
            "Milestones / Success Measure",
            "Milestones",
            "Success measure",
            "Success criteria",
            "Milestone or success measure",
        ),
        "when": ("When", "By when", "Timescale", "Timescales", "Completion date"),
        "resource_implications": ("Resource Implications", "Resources", "Resource"),
        "commentary": ("Commentary", "Comments", "Comment", "Progress"),
    },
}
# These a plan may have beside what the form asks.
NOT_IN_THE_FORM = {"number", "owner", "state"}
# The form's questions; each stands beside, or above, the table or the words that answer it.
QUESTIONS = {
    Kind.DEPENDENCIES: "Is this priority dependant on any other LAA priorities?",
    Kind.EQUALITY: "Have equality and diversity considerations been made?",
    Kind.RISKS: "What are the significant risks associated with this priority?",
    Kind.POLICIES: (
        "Is this priority delivered through or dependant on any other policy, plan or strategy?"
    ),
    Kind.PERFORMANCE: ("What arrangements are in place for managing performance of this priority?"),
}
SHORT_QUESTIONS = {
    Kind.EQUALITY: ("Equality and diversity", "Equality and diversity considerations"),
    Kind.PERFORMANCE: (
        "Performance arrangements",
        "Performance management",
        "Arrangements for managing performance",
    ),
    Kind.RISKS: ("Risks", "Significant risks"),
    Kind.DEPENDENCIES: ("Dependencies",),
    Kind.POLICIES: ("Policies", "Policies, plans and strategies"),
}
# Headings of parts of the form that ask nothing.
SECTIONS = {
    "Summary", "Considerations", "Activity plan", "Action plan", "Indicator", "Indicators",
    "Baseline and targets", "Targets", "Delivery plan", "Contents",
}  # fmt: skip
PLAN_TITLE = "plan title"
_YEARS = re.compile(
    r"\b(?:[0-9]{4}|[0-9]{2})\s*(?:/|-|–|\bto\b)\s*(?:[0-9]{4}|[0-9]{2})\b"
    r"(?:\s*(?:Q|Quarter)\s*[1-4]\b)?",
    re.IGNORECASE,
)
_FOLDED = {
    kind: {role: tuple(map(folded, words)) for role, words in roles.items()}
    for kind, roles in HEADINGS.items()
}
# What may stand before a colon in a paragraph of its own, "Date: July 2009", by what it is of.
_LABELS = {
    words: (kind, role)
    for kind in (Kind.SUMMARY, Kind.PREPARED)
    for role, variants in _FOLDED[kind].items()
    for words in variants
}
_LABELS |= dict.fromkeys(("title", "plan title"), (Kind.SUMMARY, PLAN_TITLE))
_FOLDED_QUESTIONS = {kind: folded(words) for kind, words in QUESTIONS.items()}
_FOLDED_SHORT = {kind: tuple(map(folded, words)) for kind, words in SHORT_QUESTIONS.items()}
_FOLDED_SECTIONS = {folded(each) for each in SECTIONS}
# The role of a target's column is this with its year; NO_YEAR where its heading names none.
TARGET = "target "
NO_YEAR = f"{TARGET}?"


def role_of(kind: Kind, text: str) -> str:
    """What the heading stands for in that table; "" where it is none of its headings.

    Of the targets, a column's role is `target 2008/09`, or the designation's.
    """
    words = folded(text)
    if not words or len(text) > 120:
        return ""
    if kind == Kind.TARGETS and (period := period_in(text)):
        rest = folded(_YEARS.sub("", text))
        return f"{TARGET}{period}" if "baseline" not in rest else "baseline"
    for role, variants in _FOLDED[kind].items():
        if words in variants:
            return role
    for role, variants in _FOLDED[kind].items():
        if len(words) >= _SHORTEST_COMPARED and any(alike(words, each) for each in variants):
            return role
    return ""


def free_roles(kind: Kind, taken: Iterable[str]) -> dict[str, str]:
    """What else such a table has in the form, with the form's heading of each."""
    usual = set(HEADINGS[kind]) - set(taken) - NOT_IN_THE_FORM
    return {role: words[0] for role, words in HEADINGS[kind].items() if role in usual}


def label_in(text: str) -> tuple[Kind, str] | None:
    """What a label before a colon says of the words behind it, where it is one of the form's."""
    return _LABELS.get(folded(text)) if len(text) <= 60 else None


def period_in(text: str) -> str:
    """The financial or academic year that the text names: "2009/10 Target" is 2009/10."""
    for match in _YEARS.finditer(text):
        try:
            return read_period(match[0]).label
        except NotAPeriod:
            continue
    return ""


def is_only_a_year(text: str) -> bool:
    """Whether the text is a year and nothing else, but perhaps the word target."""
    return bool(period_in(text)) and folded(_YEARS.sub("", text)) in ("", "target")


def question_in(text: str, *, short: bool = True) -> Kind | None:
    """Which of the form's questions this is; `short` also takes its subject alone for it."""
    words = folded(text)
    if not words or len(words) > 160:
        return None
    for kind, asked in _FOLDED_QUESTIONS.items():
        if alike(words, asked):
            return kind
    if short:
        for kind, variants in _FOLDED_SHORT.items():
            if words in variants:
                return kind
    return None


def is_section(text: str) -> bool:
    return folded(text) in _FOLDED_SECTIONS
