"""What a report says, as data: the page, the chart, the table, the download and the tests read
these same objects, and a release keeps them.

Everything is worked out already: templates hold no sums. Words are ready to be shown; numbers
are kept beside them for charts. No Django in here.
"""

from collections.abc import Iterable
from dataclasses import field
from datetime import date
from decimal import Decimal

from indicators.codes import code_order
from indicators.disclosure import Audience
from indicators.entries import RESULTS
from indicators.performance import Status
from reports.reading.records import record


@record
class FigureCell:
    """One figure as it is shown, with what it is about.

    `text` is "12.5%", "Not set" or "[c]"; `counts` is "5 of 40 young people" or empty. The
    numbers behind it are None wherever the audience may not see them. `standing` is forecast,
    provisional, final, restated, not available, or empty for baselines and targets. Why there is
    another baseline, who agreed and from which quarter it holds is said of baselines only.
    """

    period: str = ""
    period_in_full: str = ""
    reported_in: str = ""
    standing: str = ""
    text: str = ""
    counts: str = ""
    value: Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None
    low: int | None = None
    high: int | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    interval: str = ""
    range: str = ""
    marker: str = ""
    not_available_because: str = ""
    expected: date | None = None
    source: str = ""
    entered_by: str = ""
    entered_on: date | None = None
    signed_off_by: str = ""
    signed_off_on: date | None = None
    masked: bool = False
    reason: str = ""
    agreed_by: str = ""
    from_quarter: str = ""

    @property
    def is_forecast(self) -> bool:
        return self.standing == "forecast"

    @property
    def is_result(self) -> bool:
        return self.standing in RESULTS

    @property
    def has_number(self) -> bool:
        return self.value is not None


@record
class TargetCell:
    """A target as it is shown: "15%", or the word for its state, such as "Not set".

    `children` is what it means for this year's cohort: "6 of 40 young people".
    """

    period: str = ""
    period_in_full: str = ""
    text: str = ""
    state: str = ""
    value: Decimal | None = None
    children: str = ""
    designation: str = ""
    reason: str = ""
    agreed_by: str = ""
    approval_reference: str = ""
    from_quarter: str = ""


@record
class QuarterCell:
    """What one quarter of the year expected of an indicator, and what it got."""

    quarter: str
    expects: str
    figure: FigureCell | None = None
    status: str = ""


@record
class Commentary:
    """What was said about a figure."""

    why: str = ""
    being_done: str = ""
    back_on_track: str = ""
    help_needed: str = ""


@record
class ComparatorPoint:
    """One published figure of somebody else's, and whether it can be compared."""

    name: str
    period: str
    text: str
    value: Decimal
    definition: str = ""
    comparable: str = "yes"
    because: str = ""
    source: str = ""


@record
class IndicatorLine:
    """One indicator as at a quarter: what it is, where it stands, and how sure that is.

    `judged` is the year to date, where that and not the quarter's own figure is set against the
    target. `masked` says that its figure is hidden from this audience; `small` that it is shown
    here and hidden from the public, so the page is restricted.
    """

    code: str
    slug: str
    title: str
    plan: str = ""
    plan_slug: str = ""
    theme: str = ""
    unit: str = "percentage"
    per: int | None = None
    good_is: str = "higher"
    decimals: int = 1
    frequency: str = "quarterly"
    year_type: str = "financial"
    accumulation: str = "snapshot"
    noun_one: str = "child"
    noun_many: str = "children"
    counted_as: str = ""
    expects: tuple[str, ...] = ()
    cohort: str = ""
    part_of: str = ""
    broken_down_by: str = ""
    purpose: str = ""
    lead: str = ""
    numerator_words: str = ""
    denominator_words: str = ""
    definition: str = ""
    tolerance: str = ""
    period_due: str = ""
    period_due_in_full: str = ""
    baseline: FigureCell | None = None
    target: TargetCell | None = None
    actual: FigureCell | None = None
    judged: FigureCell | None = None
    last_year: FigureCell | None = None
    forecast: FigureCell | None = None
    forecast_status: str = ""
    quarters: tuple[QuarterCell, ...] = ()
    year_to_date: str = ""
    year_to_date_value: Decimal | None = None
    status: str = Status.NOT_DUE
    status_note: str = ""
    finding: str = ""
    k_more: str = ""
    k: int | None = None
    fragility: str = ""
    fragile_by: int | None = None
    sureness: str = ""
    never_close: str = ""
    direction: str = "none"
    direction_text: str = ""
    run_length: int = 0
    next_due: str = ""
    commentary: Commentary = field(default_factory=Commentary)
    signed_off: bool = False
    masked: bool = False
    small: bool = False

    @property
    def is_result(self) -> bool:
        """Whether it counts among those with a rated result."""
        return self.status in (Status.MET, Status.CLOSE, Status.MISSED)

    @property
    def figure_beside_status(self) -> FigureCell | None:
        """Its figure, unless that would say the word of its status once more."""
        return self.actual if self.actual and self.actual.text.lower() != self.status else None

    @property
    def finding_beside_status(self) -> str:
        """Its sentence, without the word of its status where that begins it."""
        said = self.finding.removeprefix(f"{Status.NOT_AVAILABLE.capitalize()}: ")
        return "" if said.rstrip(".").lower() == self.status else said

    @property
    def group(self) -> str:
        """Under which heading it stands among others: its theme, or that it has none."""
        return self.theme or ("No theme" if self.plan else "In no plan")

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """What was said of the figure, each with its heading: of a target met nobody says why."""
        words = self.commentary
        told = (
            ("About the figure" if self.status == Status.MET else "Why", words.why),
            ("What is being done", words.being_done),
            ("Back on track", words.back_on_track),
            ("Help needed", words.help_needed),
        )
        return tuple((heading, text) for heading, text in told if text)


@record
class MilestoneCard:
    """A milestone as at a quarter. `dates` are all it ever had, the first one first."""

    number: int
    words: str
    first_due: date | None = None
    now_due: date | None = None
    done_on: date | None = None
    dates: tuple[tuple[date, str], ...] = ()
    state: str = "due"
    slipped_by: str = ""
    reported_in: str = ""


@record
class ActionCard:
    """An action as at a quarter. `reviewed` says whether this quarter said anything of it."""

    number: int
    action: str
    who: tuple[str, ...] = ()
    success_measure: tuple[str, ...] = ()
    when: str = ""
    schedule: str = ""
    resource_implications: str = ""
    commentary: str = ""
    feeds: tuple[str, ...] = ()
    status: str = ""
    update: str = ""
    reviewed: bool = False
    reported_in: str = ""
    milestones: tuple[MilestoneCard, ...] = ()


@record
class RiskCard:
    """A risk as at a quarter, and how it moved."""

    number: int
    risk: str
    plan: str = ""
    plan_slug: str = ""
    how_managed: str = ""
    owner: str = ""
    impact: str = ""
    likelihood: str = ""
    impact_at_first: str = ""
    likelihood_at_first: str = ""
    band: str = ""
    state: str = "open"
    movement: str = ""
    movement_text: str = ""
    commentary: str = ""
    reviewed: bool = False
    reported_in: str = ""


@record
class DependencyCard:
    """Another priority on which the plan depends, as at a quarter."""

    priority: str
    indicator_slug: str = ""
    indicator_title: str = ""
    indicator_status: str = ""
    theme_group: str = ""
    arrangement: str = ""
    status: str = ""
    update: str = ""
    reviewed: bool = False
    reported_in: str = ""


@record
class PolicyCard:
    """A policy, plan or strategy through which the priority is delivered."""

    policy: str
    responsible_body: str = ""
    arrangement: str = ""


@record
class Stamp:
    """What a report is about and how official it is: the line under every title."""

    quarter: str
    quarter_in_full: str
    slug: str
    state: str
    audience: Audience = Audience.OFFICER
    due: date | None = None
    released: int = 0
    released_on: date | None = None
    release_reason: str = ""


@record
class PlanReport:
    """A whole delivery plan as at a quarter: every word of it, and where everything stands.

    `withheld` is true for audiences for whom its free text is not cleared; the texts are then
    empty.
    """

    stamp: Stamp
    reference: str
    slug: str
    title: str
    agreement: str = ""
    area: str = ""
    years: str = ""
    prepared_by: str = ""
    post: str = ""
    service: str = ""
    dated: str = ""
    theme: str = ""
    priority: str = ""
    theme_group: str = ""
    management_group_lead: str = ""
    partners: tuple[str, ...] = ()
    cross_cutting_theme: str = ""
    equality_and_diversity: str = ""
    performance_arrangements: tuple[str, ...] = ()
    ended: str = ""
    lines: tuple[IndicatorLine, ...] = ()
    targets: tuple[tuple[str, tuple[TargetCell, ...]], ...] = ()
    actions: tuple[ActionCard, ...] = ()
    risks: tuple[RiskCard, ...] = ()
    dependencies: tuple[DependencyCard, ...] = ()
    policies: tuple[PolicyCard, ...] = ()
    return_state: str = ""
    summary: str = ""
    withheld: bool = False

    @property
    def says_something(self) -> bool:
        """Whether there is any word of the plan itself, beside its figures."""
        return any(
            (
                self.prepared_by,
                self.post,
                self.service,
                self.priority,
                self.management_group_lead,
                self.partners,
                self.cross_cutting_theme,
                self.summary,
                self.equality_and_diversity,
                self.performance_arrangements,
                self.actions,
                self.risks,
                self.dependencies,
                self.policies,
            )
        )


@record
class Judgement:
    """How a figure was judged in its day: by which target and tolerance, and what came of it.

    `figure` is what was judged, the figure itself or the year so far; `parts` are then the
    quarters it is made of. `edge` is the furthest that is still close; both it and `short_by`
    are ready to be shown. `compared` is the figure that direction of travel looks back to.
    """

    figure: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    target: str = ""
    target_period: str = ""
    good_is: str = ""
    tolerance: str = ""
    edge: str = ""
    short_by: str = ""
    status: str = ""
    k_more: str = ""
    fragility: str = ""
    sureness: str = ""
    never_close: str = ""
    direction: str = "none"
    direction_text: str = ""
    compared: str = ""
    compared_period: str = ""


@record
class PeriodRow:
    """Everything known of an indicator about one period: standings side by side.

    `judgement` is none for a figure that is hidden, or that nobody judged.
    """

    period: str
    period_in_full: str
    target: TargetCell | None = None
    reports: tuple[FigureCell, ...] = ()
    stands: FigureCell | None = None
    status: str = ""
    judgement: Judgement | None = None


@record
class Measure:
    """An indicator as an action or a plan looks at it: where it stands and which way it goes."""

    code: str
    slug: str
    title: str
    plan_slug: str = ""
    status: str = ""
    direction: str = "none"
    direction_text: str = ""


@record
class Service:
    """An action that serves an indicator, whose it is, and all else that it is measured by."""

    plan: str
    plan_slug: str
    action: ActionCard
    measures: tuple[Measure, ...] = ()


@record
class RuleVersion:
    """How the indicator was judged from a quarter on."""

    from_quarter: str
    good_is: str
    decimals: int
    tolerance: str
    definition: str = ""
    comparable_with_before: bool = True
    why_not_comparable: str = ""
    reason: str = ""


@record
class IndicatorReport:
    """An indicator over all its periods, as at a quarter."""

    stamp: Stamp
    line: IndicatorLine
    periods: tuple[PeriodRow, ...] = ()
    target_versions: tuple[TargetCell, ...] = ()
    baselines: tuple[FigureCell, ...] = ()
    rules: tuple[RuleVersion, ...] = ()
    comparators: tuple[ComparatorPoint, ...] = ()
    fed_by: tuple[tuple[str, str, int, str], ...] = ()
    named_by: tuple[tuple[str, str], ...] = ()
    served_by: tuple[Service, ...] = ()
    risks: tuple[RiskCard, ...] = ()
    depends_on: tuple[DependencyCard, ...] = ()
    withheld: bool = False


@record
class PlanSummary:
    """A plan in one line of the quarter's report."""

    reference: str
    slug: str
    title: str
    theme: str = ""
    return_state: str = ""
    actions: tuple[ActionCard, ...] = ()
    risks: tuple[RiskCard, ...] = ()
    summary: str = ""
    withheld: bool = False


@record
class QuarterlyReport:
    """All plans as at a quarter: what the dashboard and the quarterly report read."""

    stamp: Stamp
    lines: tuple[IndicatorLine, ...] = ()
    plans: tuple[PlanSummary, ...] = ()

    def count(self, *statuses: str) -> int:
        return sum(line.status in statuses for line in self.lines)

    @property
    def with_a_result(self) -> int:
        """The base of every share of "met": indicators with a rated result."""
        return sum(line.is_result for line in self.lines)

    @property
    def risks(self) -> tuple[RiskCard, ...]:
        return tuple(risk for plan in self.plans for risk in plan.risks)


IMPORTANCE = (
    Status.MISSED,
    Status.CLOSE,
    Status.OVERDUE,
    Status.NOT_RETURNED,
    Status.AWAITED,
    Status.FORECAST_TO_MISS,
    Status.FORECAST_TO_BE_CLOSE,
    Status.MET,
    Status.FORECAST_TO_MEET,
    Status.NOT_AVAILABLE,
    Status.NO_TARGET,
    Status.NOT_DUE,
    Status.CONTEXT,
    Status.SUPPRESSED,
    Status.MASKED,
)


def exceptions_first(lines: Iterable[IndicatorLine]) -> list[IndicatorLine]:
    """Missed and clearly so, missed, close, overdue, then the rest; ties by fragility, code.

    Of those that are missed alike, one that chance could explain comes after a count of which
    nothing is said about chance.
    """
    return sorted(
        lines,
        key=lambda line: (
            IMPORTANCE.index(Status(line.status)),
            not line.sureness.startswith("clearly"),
            bool(line.sureness),
            line.fragile_by if line.fragile_by is not None else 10**9,
            code_order(line.code),
        ),
    )
