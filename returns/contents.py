"""What a return would publish: read to whoever signs it off, for one return or for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from indicators.facts import IndicatorFacts, indicator_facts_as_at
from indicators.models import Indicator
from indicators.series import has_figure
from periods.calendar import in_words
from periods.dates import write_date
from periods.today import today
from plans.models import Action, ActionUpdate, DependencyUpdate, MilestoneUpdate, PlanIndicator
from returns.forms import ItemForm, bound
from returns.models import Draft, Return
from returns.outlook import Outlook, Prospect
from returns.questions import PROPOSALS
from returns.restricted import is_small_number
from risks.models import RiskAssessment
from risks.scale import DEFAULT_SCALE, Assessment, RiskState, movement_words

KINDS = ("Actions", "Milestones", "Risks", "Dependencies")
COMMENTARY = {
    "not_available_because": "Not available because",
    "reason": "Why it was changed",
    "why": "Why it is off target",
    "being_done": "What is being done",
    "back_on_track": "Back on track",
    "help_needed": "Help needed",
}


@dataclass(frozen=True)
class FigureReported:
    """A figure as it would be published, with the words that were given for it.

    `before` is what earlier quarters reported last about its period: "15.0%, final".
    """

    code: str
    title: str
    period: str
    standing: str
    counts: str
    outlook: Outlook
    before: str
    words: list[tuple[str, str]]
    is_small: bool = False

    @property
    def text(self) -> str:
        return self.outlook.text


@dataclass(frozen=True)
class Change:
    """An action, milestone, risk or dependency as the quarter reports it."""

    title: str
    now: str
    before: str
    words: str
    is_new: bool = True
    carried_on: bool = False
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Proposal:
    """Something that becomes part of the plan with the sign-off."""

    title: str
    answers: list[tuple[str, Any]]
    is_complete: bool


@dataclass
class Contents:
    """Everything that a return reports."""

    figures: list[FigureReported] = field(default_factory=list)
    kinds: dict[str, list[Change]] = field(default_factory=lambda: {each: [] for each in KINDS})
    proposals: list[Proposal] = field(default_factory=list)
    summary: str = ""

    @property
    def is_restricted(self) -> bool:
        """Whether a small number is among the figures."""
        return any(each.is_small for each in self.figures)

    def sections(self) -> Iterator[tuple[str, list[Change], list[Change]]]:
        """Of each kind that anything was said of: its name, what is new, and what stands."""
        for kind, found in self.kinds.items():
            if found:
                new = [each for each in found if each.is_new]
                yield kind, new, [each for each in found if not each.is_new]


def contents_of(returns: Sequence[Return]) -> dict[int, Contents]:
    """What each of these returns, all of one quarter, would publish, by the plan's id.

    Costs a fixed number of queries, however many returns there are.
    """
    if not returns:
        return {}
    quarter = returns[0].quarter_id
    found = {each.plan_id: Contents(summary=each.summary) for each in returns}
    for plan, figure in _figures(found, quarter):
        found[plan].figures.append(figure)
    for kind, changes in zip(KINDS, (_actions, _milestones, _risks, _dependencies), strict=True):
        for plan, change in changes(found, quarter):
            found[plan].kinds[kind].append(change)
    for plan, proposal in _proposals(returns):
        found[plan].proposals.append(proposal)
    return found


# Figures ----------------------------------------------------------------------------------


def _figures(plans: Iterable[int], quarter: str) -> Iterator[tuple[int, FigureReported]]:
    delivers = PlanIndicator.objects.filter(plan__in=plans).order_by("plan", "indicator__code")
    pairs = list(delivers.values_list("plan", "indicator"))
    delivered = Indicator.objects.filter(pk__in={indicator for _, indicator in pairs})
    facts = indicator_facts_as_at(quarter, delivered.prefetch_related("baselines"))
    for plan, indicator in pairs:
        for figure in figures_reported(facts, indicator):
            yield plan, figure


def figures_reported(facts: IndicatorFacts, indicator: int) -> Iterator[FigureReported]:
    """What the facts' quarter reports of an indicator."""
    prospect = Prospect(facts, indicator, today=today())
    for row in facts.actuals.get(indicator, []):
        if row.reported_in_id == facts.quarter:
            yield figure_reported(prospect, row)


def figure_reported(prospect: Prospect, row: Any) -> FigureReported:
    """One figure, as it would be published."""
    outlook = prospect.outlook(row)
    return FigureReported(
        code=prospect.row.code,
        title=prospect.row.title,
        period=in_words(row.period),
        standing=row.standing,
        counts=counts_of(prospect, row),
        outlook=outlook,
        before=before_it(prospect, row),
        words=words_about(row, is_off_target=outlook.is_off_target),
        is_small=is_small_number(prospect.row, row),
    )


def before_it(prospect: Prospect, row: Any) -> str:
    """What was reported last about the same period, with its standing; "" for the first figure."""
    last = prospect.reported_before(row.period)
    return f"{last.text}, {last.standing}" if last else ""


def words_about(row: Any, *, is_off_target: bool) -> list[tuple[str, str]]:
    """The words given with a figure, named as it stands now: it may have been off target before."""
    labels = COMMENTARY if is_off_target else COMMENTARY | {"why": "About the figure"}
    return [(said, getattr(row, name)) for name, said in labels.items() if getattr(row, name)]


def counts_of(prospect: Prospect, row: Any) -> str:
    """ "5 of 40 young people"; what was written in place of a figure; "" for a plain number."""
    if not has_figure(row):
        return row.marker
    if row.numerator is None or row.denominator is None:
        return ""
    return f"{row.numerator:,} of {prospect.known.noun.of(row.denominator)}"


# Actions, milestones, risks, dependencies -------------------------------------------------

Changes = Iterator[tuple[int, Change]]


def _actions(plans: Iterable[int], quarter: str) -> Changes:
    rows = ActionUpdate.objects.filter(action__plan__in=plans)
    rows = rows.select_related("action", "entered_by")
    for row, earlier in _with_earlier_ones(rows, "action_id", quarter):
        yield (
            row.action.plan_id,
            Change(
                title=f"Action {row.action.number}: {row.action.action}",
                now=row.status or "not stated",
                before=_was(earlier, row),
                **said_of(row, earlier, changed=bool(_was(earlier, row))),
            ),
        )


def _milestones(plans: Iterable[int], quarter: str) -> Changes:
    rows = MilestoneUpdate.objects.filter(milestone__action__plan__in=plans)
    for row, earlier in _with_earlier_ones(
        rows.select_related("milestone__action"), "milestone_id", quarter
    ):
        milestone = row.milestone
        moved = [each.now_due for each in earlier if each.now_due]
        due = moved[-1] if moved else milestone.first_due
        still = not (row.done_on or row.now_due) and due and due >= today()
        yield (
            milestone.action.plan_id,
            Change(
                title=f"Milestone {milestone.action.number}.{milestone.number}: {milestone.words}",
                now=_reached(row),
                before=f"{'due' if still else 'was due'} {write_date(due)}" if due else "",
                words=row.reason,
            ),
        )


def _reached(row: MilestoneUpdate) -> str:
    if row.done_on:
        return f"done on {write_date(row.done_on)}"
    return f"moves to {write_date(row.now_due)}" if row.now_due else "not reached yet"


def _risks(plans: Iterable[int], quarter: str) -> Changes:
    rows = RiskAssessment.objects.filter(risk__plan__in=plans)
    rows = rows.select_related("risk", "entered_by")
    for row, earlier in _with_earlier_ones(rows, "risk_id", quarter):
        before = _assessment(earlier[-1]) if earlier else None
        since = earlier[-1].quarter_id if earlier else ""
        movement = DEFAULT_SCALE.movement(before, _assessment(row))
        rated = f"impact {row.impact or 'not rated'}, likelihood {row.likelihood or 'not rated'}"
        yield (
            row.risk.plan_id,
            Change(
                title=f"Risk {row.risk.number}: {row.risk.risk}",
                now="closed" if row.state == RiskState.CLOSED else rated,
                before=_rated_before(before)
                if row.state == RiskState.CLOSED
                else movement_words(movement, since, before, _assessment(row))
                if movement
                else "",
                **said_of(row, earlier, changed=before != _assessment(row)),
            ),
        )


def _rated_before(before: Assessment | None) -> str:
    """What a risk that is closed was rated, in words; "" where it never was."""
    if before is None or not (before.impact and before.likelihood):
        return ""
    return f"was impact {before.impact}, likelihood {before.likelihood}"


def _assessment(row: RiskAssessment) -> Assessment:
    return Assessment(row.impact, row.likelihood, RiskState(row.state))


def _dependencies(plans: Iterable[int], quarter: str) -> Changes:
    rows = DependencyUpdate.objects.filter(dependency__plan__in=plans)
    for row, earlier in _with_earlier_ones(
        rows.select_related("dependency", "entered_by"), "dependency_id", quarter
    ):
        yield (
            row.dependency.plan_id,
            Change(
                title=f"Dependency on {row.dependency.priority}",
                now=row.status,
                before=_was(earlier, row),
                **said_of(row, earlier, changed=bool(_was(earlier, row))),
            ),
        )


def _with_earlier_ones(rows, subject: str, quarter: str) -> Iterator[tuple[Any, list[Any]]]:
    """Each record of the quarter with those of earlier ones about the same."""
    known: dict[int, list[Any]] = defaultdict(list)
    for row in rows.filter(quarter__lte=quarter).order_by(subject, "quarter"):
        known[getattr(row, subject)].append(row)
    for *earlier, last in known.values():
        if last.quarter_id == quarter:
            yield last, earlier


def said_of(row: Any, earlier: list[Any], *, changed: bool) -> dict[str, Any]:
    """The words of a record, and whether they or its rating (`changed`) tell anything new since the
    one before; by whom, when.
    """
    words = "" if row.carried_on else row.commentary
    same = bool(earlier) and words in ("", earlier[-1].commentary)
    return {
        "words": words,
        "is_new": changed or not same,
        "carried_on": row.carried_on,
        "by": str(row.entered_by) if row.entered_by else "",
        "at": row.entered_at,
    }


def _was(earlier: list[Any], now: Any) -> str:
    before = earlier[-1].status if earlier else ""
    return f"was {before}" if before and before != now.status else ""


# Proposals --------------------------------------------------------------------------------


def _proposals(returns: Sequence[Return]) -> Iterator[tuple[int, Proposal]]:
    plan_of = {each.pk: each.plan_id for each in returns}
    drafts = Draft.objects.filter(owner__in=plan_of, about__startswith="new-").order_by("id")
    actions: dict[int, list[Action]] = defaultdict(list)
    for action in Action.objects.filter(plan__in=plan_of.values()).order_by("number"):
        actions[action.plan_id].append(action)
    for draft in drafts:
        plan = plan_of[draft.owner_id]
        yield plan, proposal_of(draft, actions[plan])


def proposal_of(draft: Draft, actions: Sequence[Action]) -> Proposal:
    """What was proposed, as it is read back."""
    kind = next(each for each in PROPOSALS if draft.about.startswith(each))
    given = {"actions": actions} if kind == "new-milestone" else {}
    form: ItemForm = bound(PROPOSALS[kind][1], draft, prefix=draft.about, quiet=False, **given)
    complete = form.is_valid()
    title = f"New {kind.removeprefix('new-')}"
    return Proposal(title, form.answers if complete else [], complete)
