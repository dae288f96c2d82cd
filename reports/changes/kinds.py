"""What can have changed, in the order of its importance; and one change, as it is told.

No Django in here.
"""

from dataclasses import dataclass
from enum import StrEnum

from indicators.codes import code_order


class Kind(StrEnum):
    """Under which heading a change is told, and by which it can be asked for."""

    RESULTS = "Results and forecasts"
    TARGETS = "Targets, baselines and rules"
    RISKS = "Risks"
    ACTIONS = "Actions and milestones"
    DEPENDENCIES = "Dependencies"
    PLANS = "Plans, returns and releases"

    @property
    def slug(self) -> str:
        return self.name.lower()


class Way(StrEnum):
    """Whether it is for the better or the worse; most changes are neither.

    A first result is new, whichever side of its target: nothing stood there that it bettered.
    """

    WORSE = "worse"
    BETTER = "better"
    NEW = "new"
    CHANGED = "changed"


class What(StrEnum):
    """What changed. The first is the most important: this is the order in which it is told.

    What went wrong with results, or did not come in; a quarter that was told once and is told
    anew; what it is judged by; the gravest of what threatens; what went right; then the rest
    of the bad news before the good, and what only came, went or stayed as it was.
    """

    FELL_TO_MISSED = "fell to missed"
    FIRST_MISSED = "first result missed"
    FELL_TO_CLOSE = "fell to close"
    FIRST_CLOSE = "first result close"
    NOT_RETURNED = "not returned"
    NOT_AVAILABLE = "not available"
    PUT_RIGHT = "put right"
    TARGET_CHANGED = "target changed"
    BASELINE_CHANGED = "baseline changed"
    RULE_CHANGED = "rule changed"
    RISK_UP_TO_HIGH = "risk up to high"
    DEPENDENCY_BROKEN = "dependency broken"
    ROSE_TO_MET = "rose to met"
    ROSE_TO_CLOSE = "rose to close"
    FIRST_MET = "first result met"
    PLAN_NEW = "new plan"
    PLAN_ENDED = "plan ended"
    MILESTONE_LATE = "milestone late"
    MILESTONE_SLIPPED = "milestone moved later"
    ACTION_IN_TROUBLE = "action in trouble"
    RISK_UP = "risk up"
    RISK_REOPENED = "risk reopened"
    RISK_NEW = "new risk"
    DEPENDENCY_AT_RISK = "dependency at risk"
    RESTATED = "restated"
    WITHDRAWN = "withdrawn"
    FORECAST_WORSE = "forecast worse"
    TARGET_SET = "target set"
    MILESTONE_MET = "milestone met"
    ACTION_COMPLETE = "action complete"
    ACTION_BACK = "action back on track"
    RISK_CLOSED = "risk closed"
    RISK_DOWN = "risk down"
    DEPENDENCY_BACK = "dependency back on course"
    FORECAST_BETTER = "forecast better"
    RETURN_IN = "return in again"
    CAME_LATE = "came in late"
    NEW_FORECAST = "new forecast"
    NEW_FIGURE = "new figure"
    SETTLED = "settled"
    HIDDEN = "not shown"
    SUPPRESSED = "suppressed"
    INDICATOR_NEW = "new indicator"
    INDICATOR_GONE = "indicator gone"
    ACTION_NEW = "new action"
    MILESTONE_NEW = "new milestone"
    MILESTONE_EARLIER = "milestone moved earlier"
    MILESTONE_MOVED = "milestone dated anew"
    MILESTONE_OPEN_AGAIN = "milestone open again"
    ACTION_MOVED = "action moved on"
    RISK_RATED = "risk rated"
    DEPENDENCY_NEW = "new dependency"
    DEPENDENCY_MOVED = "dependency reported"
    ACTION_GONE = "action gone"
    MILESTONE_GONE = "milestone gone"
    RISK_GONE = "risk gone"
    DEPENDENCY_GONE = "dependency gone"

    @property
    def kind(self) -> Kind:
        return next(kind for kind, held in KINDS.items() if self in held)

    @property
    def way(self) -> Way:
        if self in WORSE:
            return Way.WORSE
        if self in BETTER:
            return Way.BETTER
        return Way.NEW if self in NEW else Way.CHANGED


FELL = (What.FELL_TO_MISSED, What.FELL_TO_CLOSE)
ROSE = (What.ROSE_TO_MET, What.ROSE_TO_CLOSE)
FIRST = (What.FIRST_MISSED, What.FIRST_CLOSE, What.FIRST_MET)
FIGURES = (
    What.NOT_AVAILABLE,
    What.RESTATED,
    What.WITHDRAWN,
    What.FORECAST_WORSE,
    What.FORECAST_BETTER,
    What.CAME_LATE,
    What.NEW_FORECAST,
    What.NEW_FIGURE,
    What.SETTLED,
    What.HIDDEN,
    What.SUPPRESSED,
    What.INDICATOR_NEW,
    What.INDICATOR_GONE,
)
TARGETS = (What.TARGET_CHANGED, What.BASELINE_CHANGED, What.RULE_CHANGED, What.TARGET_SET)
KINDS = {
    Kind.RESULTS: {*FELL, *ROSE, *FIRST, *FIGURES},
    Kind.TARGETS: {*TARGETS},
    Kind.RISKS: {each for each in What if "RISK" in each.name.split("_")[0]},
    Kind.ACTIONS: {each for each in What if each.name.split("_")[0] in ("ACTION", "MILESTONE")},
    Kind.DEPENDENCIES: {each for each in What if each.name.startswith("DEPENDENCY")},
    Kind.PLANS: {
        What.PUT_RIGHT,
        What.NOT_RETURNED,
        What.RETURN_IN,
        What.PLAN_NEW,
        What.PLAN_ENDED,
    },
}
WORSE = {
    *FELL,
    What.NOT_RETURNED,
    What.NOT_AVAILABLE,
    What.RISK_UP_TO_HIGH,
    What.RISK_UP,
    What.RISK_REOPENED,
    What.DEPENDENCY_BROKEN,
    What.DEPENDENCY_AT_RISK,
    What.MILESTONE_LATE,
    What.MILESTONE_SLIPPED,
    What.ACTION_IN_TROUBLE,
    What.FORECAST_WORSE,
}
BETTER = {
    *ROSE,
    What.MILESTONE_MET,
    What.ACTION_COMPLETE,
    What.ACTION_BACK,
    What.RISK_CLOSED,
    What.RISK_DOWN,
    What.DEPENDENCY_BACK,
    What.FORECAST_BETTER,
    What.RETURN_IN,
}
NEW = {
    *FIRST,
    What.NEW_FIGURE,
    What.NEW_FORECAST,
    What.CAME_LATE,
    What.PLAN_NEW,
    What.INDICATOR_NEW,
    What.ACTION_NEW,
    What.MILESTONE_NEW,
    What.RISK_NEW,
    What.DEPENDENCY_NEW,
}
IMPORTANCE = list(What)


@dataclass(frozen=True)
class Place:
    """Where a thing stands: the page of an indicator, a plan or a quarter's report.

    `quarter` is the slug of the quarter to read it in, `anchor` the place on the page.
    """

    page: str
    slug: str
    quarter: str
    anchor: str = ""


@dataclass(frozen=True)
class Change:
    """One thing that changed: "LAC 02" (a link to its place) "moved from met to close: …".

    `title` says in words what the code stands for; `note` what its people say of it; `order`
    settles ties; `small` says that a figure is told which is hidden from the public.
    """

    what: What
    subject: str
    said: str
    place: Place
    plan: str = ""
    plan_slug: str = ""
    title: str = ""
    note: str = ""
    order: tuple = ()
    small: bool = False

    @property
    def sentence(self) -> str:
        return f"{self.subject} {self.said}"

    @property
    def kind(self) -> Kind:
        return self.what.kind

    @property
    def way(self) -> Way:
        return self.what.way

    @property
    def importance(self) -> tuple:
        """What to sort by: the most important first, then by code and number."""
        return IMPORTANCE.index(self.what), code_order(self.plan), self.order, self.sentence
