"""The questions of a return: everything it is asked for and everything proposed in it, as forms."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from typing import Any

from django.contrib.humanize.templatetags.humanize import ordinal
from django.utils.text import Truncator

from indicators.expectations import Standing
from indicators.facts import indicator_facts_as_at
from indicators.models import Actual, Indicator
from indicators.owing import figures_owed_of
from indicators.series import has_figure
from periods.calendar import FinancialQuarter, NotAPeriod, Period, YearType, read_period
from periods.dates import write_date
from periods.prepared import Prepared
from periods.rounds import RoundState
from periods.today import today
from plans.models import Action, ActionUpdate, DependencyUpdate, MilestoneUpdate
from returns.asked import (
    Asked,
    Section,
    actions_asked,
    dependencies_asked,
    figure_asked,
    is_due,
    open_milestones,
    risks_asked,
)
from returns.drafts import Seen, drafts_of, entered_at
from returns.forms import (
    ActionForm,
    DependencyForm,
    FigureForm,
    ItemForm,
    MilestoneForm,
    NewActionForm,
    NewMilestoneForm,
    NewRiskForm,
    NothingForm,
    RecordForm,
    RiskForm,
    SummaryForm,
    bound,
)
from returns.models import Draft, Return, ReturnEvent
from returns.outlook import Outlook, Prospect
from returns.restricted import holds_small_numbers
from returns.workflow import Step
from risks.models import RiskAssessment
from risks.scale import DEFAULT_SCALE, movement_words, rating_of

FIGURE_BOXES = {
    "available", "numerator", "denominator", "value", "achieved", "predicted", "unlikely",
}  # fmt: skip
ASKED_BY: dict[str, str] = {
    Step.SENT_BACK: "sent the return back",
    Step.REOPENED: "reopened the return",
}
NOTHING_IN = (Section.ACTIONS, Section.RISKS, Section.DEPENDENCIES)
PROPOSALS: dict[str, tuple[Section, type]] = {
    "new-action": (Section.ACTIONS, NewActionForm),
    "new-milestone": (Section.ACTIONS, NewMilestoneForm),
    "new-risk": (Section.RISKS, NewRiskForm),
}
# With what a name in a section begins; the name of a figure begins with its indicator's.
BEGINNINGS: dict[str, Section] = {
    **{f"{kind}-": section for kind, (section, _) in PROPOSALS.items()},
    **{f"nothing-{section}": section for section in NOTHING_IN},
    "action-": Section.ACTIONS,
    "milestone-": Section.ACTIONS,
    "risk-": Section.RISKS,
    "dependency-": Section.DEPENDENCIES,
    "summary": Section.SUMMARY,
}


@dataclass
class Question:
    """One thing that a return asks, or that is proposed in it.

    `record` is what this quarter has of it, saved or not yet; `before` what stood last quarter;
    `must` whether the return cannot be handed in without it; `name` is how an error names it, where
    others are on its page; `hints` what to show beside it; `locked` whether its quarter is
    published, so that what was typed is read and not judged.
    """

    section: Section
    about: str
    title: str
    form_class: type
    record: Any
    must: bool
    name: str = ""
    draft: Draft | None = None
    before: Any = None
    given: dict[str, Any] = field(default_factory=dict)
    hints: dict[str, Any] = field(default_factory=dict)
    locked: bool = False

    @property
    def is_offered(self) -> bool:
        """Whether its answer was typed for an earlier quarter, and nobody has saved it since."""
        return self.draft is not None and self.draft.version == 0

    @property
    def is_kept(self) -> bool:
        """Whether the quarter has a record of it."""
        return bool(self.record is not None and self.record.pk) and not self.is_summary_blank

    @property
    def is_summary_blank(self) -> bool:
        return isinstance(self.record, Return) and not self.record.summary

    @property
    def can_be_flagged(self) -> bool:
        """Whether it can be marked for follow-up: all that is asked about, but the summary."""
        return not self.is_proposal and self.form_class not in (NothingForm, SummaryForm)

    @property
    def is_proposal(self) -> bool:
        return self.about.startswith("new-")

    @property
    def can_stand(self) -> bool:
        """Whether "nothing to report" is an answer: what was said last quarter can stand again."""
        match self.before:
            case RiskAssessment() as row:
                return bool(row.impact and row.likelihood)
            case ActionUpdate() | DependencyUpdate() as row:
                return bool(row.status)
            case _:
                return self.form_class is MilestoneForm and self.is_still_to_come

    @property
    def can_be_taken_back(self) -> bool:
        """Whether it was begun without being asked for: a proposal, or a correction."""
        optional_figure = self.section == Section.FIGURES and not self.must
        return self.draft is not None and (self.is_proposal or optional_figure)

    @property
    def is_still_to_come(self) -> bool:
        """Whether it is a milestone not past its date: else nothing to report is no answer."""
        now_due = self.hints.get("now_due")
        return bool(now_due and now_due >= today())

    @property
    def is_folded(self) -> bool:
        """Whether it is only there for whoever wants it: a new thing, a milestone not yet due."""
        spare = self.is_proposal or isinstance(self.record, MilestoneUpdate)
        return spare and not self.must and self.draft is None and not self.is_kept

    @property
    def version(self) -> int:
        return self.draft.version if self.draft else 0

    @property
    def replaces(self) -> datetime | None:
        """When the record was entered that an answer takes the place of."""
        return entered_at(self.record)

    @property
    def seen(self) -> Seen:
        """What whoever opens the page now has before them."""
        return Seen.of(self.draft, self.record)

    def form(self, *, quiet: bool = False) -> ItemForm:
        """The question as it stands: the draft, else the record. `quiet` does not judge it."""
        return bound(self.form_class, self.draft, prefix=self.about, quiet=quiet, **self._given())

    def unanswered(self) -> ItemForm:
        """The question without what was typed: blank, or with what the record says."""
        return self.form_class(prefix=self.about, **self._given())

    def form_with(self, data) -> ItemForm:
        """The question with what was just sent."""
        return self.form_class(data, prefix=self.about, **self._given())

    def _given(self) -> dict[str, Any]:
        """Each form has a record of its own to write into."""
        own = {} if self.record is None else {"instance": copy(self.record)}
        return own | {"named": self.name} | self.given

    @cached_property
    def judged(self) -> ItemForm:
        """The question with its answer, judged."""
        if self.locked and self.draft:
            return self.as_typed
        return self.form() if self.draft or not self.is_kept else self.as_kept

    @cached_property
    def as_typed(self) -> ItemForm:
        """The question with what was typed, right or wrong: read, not judged."""
        typed = self.draft.typed if self.draft else {}
        data = {f"{self.about}-{name}": text for name, text in typed.items()}
        form = self.form_class(data, prefix=self.about, reading=True, **self._given())
        form.full_clean()
        return form

    @cached_property
    def as_kept(self) -> ItemForm:
        """The question with what the record says, whatever the draft does: read, not judged."""
        sent = as_sent(self.unanswered())
        return self.form_class(sent, prefix=self.about, reading=True, **self._given())

    def outlook(self, form: ItemForm) -> Outlook | None:
        """What the figure typed into `form` would come to; None while it is none."""
        if form.quiet or not form.is_bound:
            form = self.judged
        if not (isinstance(form, RecordForm) and form.is_bound):
            return None
        if FIGURE_BOXES & form.errors.keys():
            return None
        if not (has_figure(form.instance) or form.instance.standing == Standing.NOT_AVAILABLE):
            return None
        return self.hints["prospect"].outlook(form.instance)

    @property
    def movement(self) -> str:
        """How the risk moves with this answer: "up since 2009/10 Q2"; "" for all else."""
        form = self.judged
        if not (isinstance(form, RiskForm) and form.is_bound and form.is_valid()):
            return ""
        before, now = rating_of(self.before) if self.before else None, rating_of(form.instance)
        way = DEFAULT_SCALE.movement(before, now)
        since = self.before.quarter_id if self.before else ""
        return movement_words(way, since, before, now) if way else ""

    @property
    def nothing_said_by(self) -> Any | None:
        """The record that says there is nothing to report, with who said so and when."""
        said = getattr(self.record, "carried_on", False)
        return self.record if said and self.is_kept and not self.draft else None

    @property
    def before_words(self) -> str:
        """What stood last quarter, in a line; "" where nothing did."""
        match self.before:
            case RiskAssessment() as row:
                impact, likelihood = row.impact or "not rated", row.likelihood or "not rated"
                said = f"impact {impact}, likelihood {likelihood}"
            case ActionUpdate() | DependencyUpdate() as row:
                said = row.status or "not stated"
            case _:
                return ""
        words = "" if row.carried_on else row.commentary
        return f"{said}. {words}".strip() if words else said

    @property
    def moved_on(self) -> bool:
        """Whether the record was changed elsewhere since this draft was begun."""
        return self.draft is not None and entered_at(self.record) != self.draft.replaces


def as_sent(form: ItemForm) -> dict[str, Any]:
    """What a browser would send for the form as it is shown."""
    sent: dict[str, Any] = {}
    for each in form:
        widget, value = each.field.widget, each.value()
        if hasattr(widget, "decompress"):
            parts = value if isinstance(value, list) else widget.decompress(value)
            names = [f"{each.html_name}{end}" for end in widget.widgets_names]
            sent |= dict(zip(names, map(str, parts), strict=True))
        elif value is True:
            sent[each.html_name] = "on"
        elif value not in (None, False):
            sent[each.html_name] = str(value)
    return sent


@dataclass
class Said:
    """What quarters said of one thing: this one, and those before it, in time order."""

    now: Any = None
    earlier: list[Any] = field(default_factory=list)

    @property
    def before(self) -> Any:
        """What stood last quarter; None where nothing did."""
        return self.earlier[-1] if self.earlier else None


Records = defaultdict[int, Said]


def _said_of(model: Any, path: str) -> Prepared:
    """What the quarter and those before it said of a plan's things of one kind, in time order."""
    return Prepared(
        lambda quarter, plan: model.objects.filter(quarter__lte=quarter, **{path: plan}).order_by(
            "quarter"
        )
    )


SAID: dict[Any, Prepared] = {
    ActionUpdate: _said_of(ActionUpdate, "action__plan"),
    MilestoneUpdate: _said_of(MilestoneUpdate, "milestone__action__plan"),
    RiskAssessment: _said_of(RiskAssessment, "risk__plan"),
    DependencyUpdate: _said_of(DependencyUpdate, "dependency__plan"),
}


class Questionnaire:
    """All questions of a return, read in a fixed number of queries: each section when it is asked
    for, so that a page costs what is on it.

    Whoever asks has seen to it that the plan owes the return.
    """

    def __init__(self, ours: Return):
        self.ours = ours
        self.quarter: str = ours.quarter_id
        self.calendar = FinancialQuarter.from_label(self.quarter)
        self.drafts = drafts_of(ours)
        self._read: dict[Section, list[Question]] = {}

    def __iter__(self):
        return iter([each for section in Section for each in self.of(section)])

    def of(self, section: Section) -> list[Question]:
        if section not in self._read:
            self._read[section] = list(self._questions_of(section))
        return self._read[section]

    def _questions_of(self, section: Section) -> Iterable[Question]:
        kinds = {
            Section.FIGURES: self._figures,
            Section.ACTIONS: self._actions,
            Section.RISKS: self._risks,
            Section.DEPENDENCIES: self._dependencies,
            Section.SUMMARY: self._summary,
        }
        locked = self.ours.quarter.state == RoundState.PUBLISHED
        for each in (
            *self._nothings(section),
            *kinds[section](),
            *self._proposals(section),
        ):
            each.locked = locked
            yield each

    def has(self, section: Section) -> bool:
        """Whether the section has any question: all but figures have, if only to say nothing."""
        return section != Section.FIGURES or bool(self.of(section))

    def named(self, about: str) -> Question | None:
        sections = {each for start, each in BEGINNINGS.items() if about.startswith(start)}
        likely = [*sections, Section.FIGURES]
        found = (each for section in likely for each in self.of(section) if each.about == about)
        return next(found, None)

    # Figures ----------------------------------------------------------------------------------

    def _figures(self) -> Iterable[Question]:
        known = set()
        for indicator in self.indicators:
            for owed in figures_owed_of(self.prospect(indicator).known):
                known.add(figure_asked(indicator, owed).about)
                yield self._figure(indicator, owed.period, Standing(owed.what), must=True)
        for indicator, period in self._corrections(known):
            yield self.correction(indicator, period)

    def _corrections(self, known: set[str]) -> Iterable[tuple[Indicator, Period]]:
        """Figures that are not asked for, and are corrected in this return."""
        begun = {about for about in self.drafts if about not in known}
        begun |= {about_of(*each) for each in self.records} - known
        for indicator in self.indicators:
            for about in sorted(begun):
                slug, _, period = about.partition(".")
                if slug != indicator.slug or not period:
                    continue
                try:
                    found = read_period(period, YearType(indicator.year_type))
                except NotAPeriod:
                    continue
                if found in self.prospect(indicator).known.known:
                    yield indicator, found

    def correction(self, indicator: Indicator, period: Period) -> Question:
        """The question with which an earlier figure is corrected."""
        kept = self.records.get((indicator, period.label))
        known = kept and kept.standing != Standing.NOT_AVAILABLE
        wanted = Standing(kept.standing) if kept and known else Standing.RESTATED
        return self._figure(indicator, period, wanted, must=False)

    def _figure(
        self, indicator: Indicator, period: Period, wanted: Standing, *, must: bool
    ) -> Question:
        about = about_of(indicator, period.label)
        prospect = self.prospect(indicator)
        record = self.records.get((indicator, period.label)) or Actual(
            indicator=indicator,
            period=period.label,
            reported_in_id=self.quarter,
            standing=wanted,
        )
        before = prospect.words_before(self.quarter)
        return Question(
            section=Section.FIGURES,
            about=about,
            title=f"{indicator.code} {indicator.title}",
            form_class=FigureForm,
            record=record,
            must=must,
            draft=self.drafts.get(about),
            before=before,
            given={
                "judge": prospect.judge,
                "before": before,
                "because": self.because,
                "today": today(),
                "wanted": wanted,
            },
            hints={"period": period, "wanted": wanted, "prospect": prospect},
        )

    @cached_property
    def because(self) -> str:
        """Why a figure of this return is changed once more, in words that are kept with it.

        Each change needs a reason of its own: it says after which handing in it was made.
        """
        steps = self.ours.steps
        times = sum(each.step == Step.SUBMITTED for each in steps)
        since = {0: "before it was handed in", 1: "after it was first handed in"}
        when = since.get(times) or f"after it was handed in for the {ordinal(times)} time"
        asked = [each for each in steps if each.step in ASKED_BY]
        said = f". {asked[-1].by} {ASKED_BY[asked[-1].step]}: {asked[-1].reason}" if asked else ""
        return f"Changed {when}{said}"

    @cached_property
    def indicators(self) -> list[Indicator]:
        return list(
            Indicator.objects.filter(delivered_by__plan=self.ours.plan_id)
            .in_order()
            .distinct()
            .prefetch_related("baselines")
        )

    @cached_property
    def records(self) -> dict[tuple[Indicator, str], Actual]:
        """The figures that this quarter has of the plan's indicators."""
        known = {each.pk: each for each in self.indicators}
        reported = chain.from_iterable(self._facts.actuals.values())
        if not any(each.reported_in_id == self.quarter for each in reported):
            return {}
        rows = Actual.objects.reported_in_quarter(self.quarter).filter(indicator__in=known)
        found = {}
        for row in rows:
            row.indicator = known[row.indicator_id]
            found[row.indicator, row.period] = row
        return found

    @cached_property
    def _facts(self):
        return indicator_facts_as_at(self.quarter, self.indicators)

    def prospect(self, indicator: Indicator) -> Prospect:
        if indicator.pk not in self._prospects:
            self._prospects[indicator.pk] = Prospect(self._facts, indicator.pk, today=today())
        return self._prospects[indicator.pk]

    @cached_property
    def _prospects(self) -> dict[int, Prospect]:
        return {}

    def hold_small_numbers(self, only: Indicator | None = None) -> bool:
        """Whether a figure of the plan, or `only` of one indicator, is to be marked restricted."""
        typed = [
            (each.record.indicator_id, each.judged.instance)
            for each in self.of(Section.FIGURES)
            if each.draft
            and isinstance(each.judged, FigureForm)
            and only in (None, each.record.indicator)
        ]
        return holds_small_numbers(self._facts, only=[only.pk] if only else None, typed=typed)

    # Actions and milestones -------------------------------------------------------------------

    def _actions(self) -> Iterable[Question]:
        milestones = self._milestones() if self._asked_about_actions else {}
        for each in self._asked_about_actions:
            yield self._update(each, ActionForm, ActionUpdate, "action", self._action_updates)
            yield from milestones.get(each.subject.pk, [])

    @cached_property
    def _asked_about_actions(self) -> list[Asked]:
        return self._asked(actions_asked, self._action_updates)

    @cached_property
    def _action_updates(self) -> Records:
        return self._records_of(ActionUpdate, "action")

    def _milestones(self) -> dict[int, list[Question]]:
        """About the milestones of the actions that are asked about, by the action's id."""
        said = self._records_of(MilestoneUpdate, "milestone")
        earlier = [row for each in said.values() for row in each.earlier]
        found: dict[int, list[Question]] = defaultdict(list)
        for milestone, now_due in open_milestones(self.open_actions, earlier):
            question = self._milestone(milestone, now_due, said[milestone.pk])
            found[milestone.action_id].append(question)
        return found

    def _milestone(self, milestone, now_due: date | None, said: Said) -> Question:
        about = f"milestone-{milestone.action.number}.{milestone.number}"
        when = f", due {write_date(now_due)}" if now_due else ", with no date"
        return Question(
            section=Section.ACTIONS,
            about=about,
            title=f"Milestone: {milestone.words}{when}",
            name=f"Milestone “{Truncator(milestone.words).words(8)}”",
            form_class=MilestoneForm,
            record=said.now or MilestoneUpdate(milestone=milestone, quarter_id=self.quarter),
            must=is_due(now_due, self.quarter),
            draft=self.drafts.get(about),
            before=said.before,
            given={"until": today(), "now_due": now_due},
            hints={"milestone": milestone, "now_due": now_due},
        )

    # Risks and dependencies -------------------------------------------------------------------

    def _risks(self) -> Iterable[Question]:
        said = self._records_of(RiskAssessment, "risk")
        for each in self._asked(risks_asked, said):
            yield self._update(each, RiskForm, RiskAssessment, "risk", said)

    def _dependencies(self) -> Iterable[Question]:
        said = self._records_of(DependencyUpdate, "dependency")
        for each in self._asked(dependencies_asked, said):
            yield self._update(each, DependencyForm, DependencyUpdate, "dependency", said)

    def _asked(self, kind: Callable, said: Records) -> list[Asked]:
        """What the plan is asked of one kind."""
        heard = {key for key, each in said.items() if each.now}
        return [each for _, each in kind([self.ours.plan_id], self.quarter, heard)]

    def _update(self, asked: Asked, form_class, model: Callable, of: str, said) -> Question:
        own = said[asked.subject.pk].now
        return Question(
            section=asked.section,
            about=asked.about,
            title=asked.words[:1].upper() + asked.words[1:],
            name=asked.words[:1].upper() + asked.words[1:].partition(":")[0],
            form_class=form_class,
            record=own or model(**{of: asked.subject, "quarter_id": self.quarter}),
            must=True,
            draft=self.drafts.get(asked.about),
            before=said[asked.subject.pk].before,
            hints={of: asked.subject},
        )

    def _records_of(self, model, of: str) -> Records:
        """What was said of each thing of the plan, by the thing's id."""
        found: Records = defaultdict(Said)
        for row in SAID[model].instances(self.quarter, self.ours.plan_id):
            said = found[getattr(row, f"{of}_id")]
            if row.quarter_id == self.quarter:
                said.now = row
            else:
                said.earlier.append(row)
        return found

    # What is not asked of one thing -----------------------------------------------------------

    def _nothings(self, section: Section) -> Iterable[Question]:
        if section in NOTHING_IN:
            about = f"nothing-{section}"
            yield Question(
                section=section,
                about=about,
                title="Nothing to report",
                form_class=NothingForm,
                record=None,
                must=False,
                draft=self.drafts.get(about),
            )

    def _proposals(self, section: Section) -> Iterable[Question]:
        for about, draft in self.drafts.items():
            for kind, (where, _) in PROPOSALS.items():
                if where == section and about.startswith(f"{kind}-"):
                    yield self.proposal(kind, about, draft)

    def proposal(self, kind: str, about: str, draft: Draft | None = None) -> Question:
        """A new action, milestone or risk, proposed under the name `about`."""
        section, form_class = PROPOSALS[kind]
        given = {"actions": self.open_actions} if kind == "new-milestone" else {}
        return Question(
            section=section,
            about=about,
            title=f"New {kind.removeprefix('new-')}",
            name=f"New {kind.removeprefix('new-')}",
            form_class=form_class,
            record=None,
            must=False,
            draft=draft,
            given=given,
        )

    @cached_property
    def open_actions(self) -> list[Action]:
        return [each.subject for each in self._asked_about_actions]

    def _summary(self) -> Iterable[Question]:
        yield Question(
            section=Section.SUMMARY,
            about="summary",
            title="Summary for the Board",
            form_class=SummaryForm,
            record=self.ours,
            must=True,
            draft=self.drafts.get("summary"),
        )

    # How far it is ----------------------------------------------------------------------------

    def nothing_said(self, section: Section) -> bool:
        """Whether "nothing to report" was ticked for the section."""
        draft = self.drafts.get(f"nothing-{section}")
        return bool(draft and draft.typed.get("nothing"))

    def is_settled(self, question: Question) -> bool:
        """Whether the question needs nothing more before the return can be handed in."""
        if question.draft:
            answered = not question.is_offered and not question.moved_on
            return answered and question.judged.is_valid()
        if question.is_kept or not question.must:
            return True
        return self.nothing_said(question.section) and question.can_stand

    def left(self, section: Section) -> list[Question]:
        """The questions of the section that still need something."""
        return [each for each in self.of(section) if not self.is_settled(each)]

    @property
    def count_left(self) -> int:
        """How many things are to do before the return can be handed in."""
        return sum(len(self.left(each)) for each in Section) + len(self.untouched)

    # Changes that were asked for ----------------------------------------------------------------

    @cached_property
    def sent_back(self) -> ReturnEvent | None:
        """The step that asked for changes, while they are still to be made."""
        return self.ours.sent_back

    @property
    def asked_again(self) -> list[Section]:
        """The sections in which changes were asked for."""
        named = self.sent_back.named_sections if self.sent_back else []
        return [each for each in Section if each in named]

    @cached_property
    def untouched(self) -> list[Section]:
        """Those of them in which nothing was changed since."""
        return [each for each in self.asked_again if not any(map(self._changed, self.of(each)))]

    def _changed(self, question: Question) -> bool:
        """Whether somebody saved the answer after changes were asked for."""
        since = self.sent_back.at if self.sent_back else None
        draft = question.draft
        times = [draft.at if draft and draft.version else None, entered_at(question.record)]
        return since is not None and any(each > since for each in times if each)


def about_of(indicator: Indicator, period: str) -> str:
    """What a return calls a figure: "ni-101.2008-09"."""
    return f"{indicator.slug}.{read_period(period, YearType(indicator.year_type)).slug}"
