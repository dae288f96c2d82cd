"""What the dashboard says first: the finding, counts with their base, exceptions, open risks.

No Django in here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from indicators.codes import code_order
from indicators.performance import GoodIs, Status
from reports.reading.objects import (
    IMPORTANCE,
    IndicatorLine,
    PlanSummary,
    QuarterlyReport,
    RiskCard,
    exceptions_first,
)
from returns.workflow import ReturnState
from risks.scale import DEFAULT_SCALE, Band, Movement, RiskState, Scale

RATED = (Status.MET, Status.CLOSE, Status.MISSED)
FEW = 3  # exceptions that are named in a sentence; more are counted
ATTENTION = (Status.MISSED, Status.CLOSE, Status.OVERDUE, Status.NOT_RETURNED)
PROMINENT = (*RATED, Status.OVERDUE, Status.NOT_RETURNED, Status.AWAITED)
COMING = (
    Status.AWAITED,
    Status.FORECAST_TO_MISS,
    Status.FORECAST_TO_BE_CLOSE,
    Status.FORECAST_TO_MEET,
)


# The finding --------------------------------------------------------------------------


def headline(report: QuarterlyReport) -> str:
    """The dashboard's title: "2 of 5 targets with a result were met"."""
    base = report.with_a_result
    if not report.lines:
        return "There are no indicators yet"
    if not base:
        return "No target can be judged yet"
    met = report.count(Status.MET)
    if base == 1:
        return f"The one target with a result was {'met' if met else 'not met'}"
    return f"{met} of {base} targets with a result {'was' if met == 1 else 'were'} met"


def base_of_counts(report: QuarterlyReport) -> str:
    """What the shares are shares of, and how many others there are and why."""
    others = [each for each in counts(report) if each.status not in RATED and each.number]
    rest = ", ".join(f"{each.number} {each.status}" for each in others)
    if not report.with_a_result:
        return f"{rest}." if rest else ""
    met, close, missed = (report.count(each) for each in RATED)
    said = f"Of {report.with_a_result} with a result, {met} met, {close} close, {missed} missed."
    return f"{said} Not counted: {rest}." if rest else said


def turning(report: QuarterlyReport) -> str:
    """The exceptions that one person more, or fewer, would turn; "" where there is none."""
    near = [
        line
        for line in exceptions_first(report.lines)
        if line.status in (Status.MISSED, Status.CLOSE) and line.k == 1
    ]
    if not near:
        return ""
    if len(near) == 1:
        return f"{near[0].k_more.replace('1', 'One', 1)} would have met {near[0].code}."
    ways = {"fewer" if line.good_is == GoodIs.LOWER else "more" for line in near}
    one = "One more, or one fewer," if len(ways) > 1 else f"One {ways.pop()}"
    if len(near) > FEW:
        return f"{len(near)} targets would have been met with {one[:1].lower()}{one[1:]} each."
    *first, last = (line.code for line in near)
    return f"{one} would have met each of {', '.join(first)} and {last}."


@dataclass(frozen=True)
class Count:
    """How many indicators have a status; `slug` asks for them in an address."""

    status: Status
    number: int

    @property
    def slug(self) -> str:
        return slug_of(self.status)

    @property
    def is_prominent(self) -> bool:
        """Whether it says how well things stand, or what failed to come in."""
        return self.status in PROMINENT


def counts(report: QuarterlyReport) -> list[Count]:
    """The rated ones always, the others where there are some."""
    order = (*RATED, *(each for each in IMPORTANCE if each not in RATED))
    found = [Count(each, report.count(each)) for each in order]
    return [each for each in found if each.number or each.status in RATED]


def slug_of(status: str) -> str:
    return status.replace(" ", "-")


def status_of(slug: str) -> Status | None:
    """The status that `?status=` asks for; None where it is none."""
    return next((each for each in Status if slug_of(each) == slug), None)


@dataclass(frozen=True)
class Section:
    """Indicators that belong together on the dashboard, the gravest first."""

    slug: str
    title: str
    lines: list[IndicatorLine]


def sections(report: QuarterlyReport) -> list[Section]:
    """What needs attention, what is coming, what is on target, and the rest."""
    lines = exceptions_first(report.lines)
    rest = [each for each in IMPORTANCE if each not in (*ATTENTION, *COMING, Status.MET)]
    found = [
        Section("attention", "Needs your attention", _with(lines, ATTENTION)),
        Section("coming", "Not in yet", _with(lines, COMING)),
        Section("on-target", "On target", _with(lines, (Status.MET,))),
        Section("others", "Not judged this quarter", _with(lines, rest)),
    ]
    return [each for each in found if each.lines or each.slug == "attention"]


def only(report: QuarterlyReport, status: Status) -> Section:
    """The indicators of one status, as `?status=` asks for."""
    title = f"{status.capitalize()} ({report.count(status)})"
    return Section(slug_of(status), title, _with(exceptions_first(report.lines), (status,)))


def exceptions(report: QuarterlyReport) -> list[Section]:
    """What needs attention, status by status, the gravest first; no status without lines."""
    return [each for each in (only(report, status) for status in ATTENTION) if each.lines]


def _with(lines: Iterable[IndicatorLine], statuses: Iterable[str]) -> list[IndicatorLine]:
    wanted = set(statuses)
    return [line for line in lines if line.status in wanted]


def to_come(lines: Iterable[IndicatorLine]) -> list[IndicatorLine]:
    """What has a result still to come: those late or awaited first, then by when it is due."""
    late = (Status.OVERDUE, Status.NOT_RETURNED, Status.AWAITED)
    waiting = [line for line in lines if line.next_due or line.status in late]
    return sorted(
        waiting,
        key=lambda line: (
            late.index(Status(line.status)) if line.status in late else len(late),
            line.next_due,
            code_order(line.code),
        ),
    )


# Risks --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """One cell of the risk table: how serious it is, and the risks in it."""

    likelihood: str
    band: str
    risks: list[RiskCard]


@dataclass(frozen=True)
class Matrix:
    """Open risks by impact (rows, the gravest first) and likelihood (columns)."""

    likelihoods: tuple[str, ...]
    rows: list[tuple[str, list[Cell]]]
    not_rated: list[RiskCard]


def matrix(risks: Iterable[RiskCard], scale: Scale = DEFAULT_SCALE) -> Matrix:
    """The risk table of the open risks."""
    still_open = open_risks(risks)
    rows = [
        (impact, [_cell(still_open, impact, each, scale) for each in scale.likelihood])
        for impact in reversed(scale.impact)
    ]
    not_rated = [each for each in still_open if not (each.impact and each.likelihood)]
    return Matrix(scale.likelihood, rows, not_rated)


def _cell(risks: list[RiskCard], impact: str, likelihood: str, scale: Scale) -> Cell:
    held = [each for each in risks if (each.impact, each.likelihood) == (impact, likelihood)]
    return Cell(likelihood, str(scale.band(impact, likelihood)), held)


def open_risks(risks: Iterable[RiskCard], scale: Scale = DEFAULT_SCALE) -> list[RiskCard]:
    """The open ones, the gravest first, those not rated last."""

    def gravity(risk: RiskCard) -> tuple:
        rated = bool(risk.impact and risk.likelihood)
        steps = (
            (scale.impact.index(risk.impact), scale.likelihood.index(risk.likelihood))
            if rated
            else (0, 0)
        )
        return (not rated, -sum(steps), -steps[0], risk.plan, risk.number)

    return sorted((each for each in risks if each.state == RiskState.OPEN), key=gravity)


RISING = (Movement.UP, Movement.NEW, Movement.REOPENED, Movement.DOWN, Movement.CLOSED)


def movement(risks: Iterable[RiskCard]) -> str:
    """ "2 up, 1 new, 1 closed": how many risks moved, and which way; "" where none did."""
    ways = [each.movement for each in risks]
    return ", ".join(f"{ways.count(each)} {each}" for each in RISING if each in ways)


def risks_in_words(risks: Iterable[RiskCard]) -> str:
    """What the risk table shows, in a sentence."""
    risks = list(risks)
    still_open = open_risks(risks)
    if not still_open:
        return "No plan has an open risk."
    grave = sum(each.band == Band.HIGH for each in still_open)
    many = "risk is open" if len(still_open) == 1 else "risks are open"
    high = f", {grave} of them high" if grave else ", none of them high"
    moved = movement(risks)
    return f"{len(still_open)} {many}{high}. This quarter: {moved or 'none moved'}."


# Returns ------------------------------------------------------------------------------


def not_in(report: QuarterlyReport, owing: Collection[str] | None = None) -> list[PlanSummary]:
    """The plans whose return is not in: of a published quarter, those that were not returned.

    `owing` are the slugs of the plans that owe one, where the quarter is not published.
    """
    if owing is None:
        return [each for each in report.plans if each.return_state == ReturnState.NOT_RETURNED]
    return [
        each
        for each in report.plans
        if each.slug in owing and each.return_state != ReturnState.SIGNED_OFF
    ]
