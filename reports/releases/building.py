"""Report objects made of the facts: one for the quarter, one for each plan and indicator.

Built in full or as masked audiences read it; a masked figure is taken out of the facts before
anything is derived, so nothing derived can give it back. No Django in here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from functools import cached_property

from indicators.codes import code_order
from indicators.disclosure import Thresholds
from periods.calendar import FinancialQuarter, in_words
from reports.disclosure.masking import Key, by_indicator
from reports.disclosure.recovering import hidden_keys
from reports.reading.cards import (
    action_card,
    dependency_card,
    lines_of,
    measure_of,
    policy_card,
    risk_card,
)
from reports.reading.digests import Course, Digest, digest_of
from reports.reading.facts import Facts, Row
from reports.reading.histories import IndicatorMaker
from reports.reading.objects import (
    ActionCard,
    DependencyCard,
    IndicatorLine,
    IndicatorReport,
    PlanReport,
    PlanSummary,
    QuarterlyReport,
    RiskCard,
    Service,
    Stamp,
    TargetCell,
)
from risks.scale import RiskState

Report = QuarterlyReport | PlanReport | IndicatorReport | Digest


class Building:
    """Makes the reports of one quarter from its facts; `today` decides what is late or due.

    `hidden` is what masked audiences must not see, where that was worked out already; else it is
    what the facts by themselves ask for.
    """

    def __init__(
        self,
        facts: Facts,
        stamp: Stamp,
        *,
        masked: bool,
        today: date,
        hidden: Collection[Key] | None = None,
    ):
        self.facts = facts
        self.stamp = stamp
        self.masked = masked
        self.today = today
        self._hidden = hidden
        self.quarter = FinancialQuarter.from_label(facts.quarter)

    @cached_property
    def makers(self) -> dict[int, IndicatorMaker]:
        """What makes the line of each indicator, by its id."""
        return {
            each.id: IndicatorMaker(
                each,
                self.facts,
                plan=self.plan_of.get(each.id),
                hidden=self.hidden.get(each.id, frozenset()),
                today=self.today,
            )
            for each in self.facts.indicators.values()
        }

    @cached_property
    def plan_of(self) -> dict[int, Row]:
        """The plan that delivers each indicator: of several agreements, the live one's."""
        plans = sorted(self.facts.plans.values(), key=lambda plan: plan.agreement__is_live)
        return {
            row.indicator_id: plan for plan in plans for row in self.facts.delivers.get(plan.id, [])
        }

    @cached_property
    def small(self) -> dict[int, frozenset]:
        """The figures of each indicator that masked audiences must not see."""
        if self._hidden is None:
            return by_indicator(hidden_keys(self.facts, Thresholds()))
        return by_indicator(self._hidden)

    @property
    def hidden(self) -> dict[int, frozenset]:
        return self.small if self.masked else {}

    @cached_property
    def lines(self) -> dict[int, IndicatorLine]:
        """The line of each indicator, by its id."""
        return {
            key: maker.line(small=not self.masked and bool(self.small.get(key)))
            for key, maker in self.makers.items()
        }

    def report(self, key: str) -> Report | None:
        """The report with this key, as a release names it; None where there is none."""
        kind, _, slug = key.partition("/")
        if kind == "quarter":
            return self.quarterly_report()
        if kind == "digest":
            return self.digest()
        rows = self.facts.plans if kind == "plan" else self.facts.indicators
        row = next((each for each in rows.values() if each.slug == slug), None)
        if row is None:
            return None
        return self.plan_report(row) if kind == "plan" else self.indicator_report(row)

    def reports(self) -> Iterator[tuple[str, Report]]:
        """Every report with its key: what a release keeps."""
        yield "quarter", self.quarterly_report()
        for plan in self.plan_reports:
            yield f"plan/{plan.slug}", plan
        for indicator in self.indicator_reports:
            yield f"indicator/{indicator.line.slug}", indicator
        yield "digest", self.digest()

    @cached_property
    def plan_reports(self) -> list[PlanReport]:
        """Every plan's report."""
        return [self.plan_report(each) for each in self.facts.plans.values()]

    @cached_property
    def indicator_reports(self) -> list[IndicatorReport]:
        """Every indicator's report."""
        return [self.indicator_report(each) for each in self.facts.indicators.values()]

    def digest(self) -> Digest:
        """What the quarter is compared with others by."""
        courses = (
            Course(self.lines[key], maker.stands(), maker.targets_in_force(), maker.rule_versions())
            for key, maker in self.makers.items()
        )
        return digest_of(self.stamp, self.plan_reports, courses, self.today)

    def quarterly_report(self) -> QuarterlyReport:
        """All indicators and plans in one report, in the order of their themes and codes."""
        lines = sorted(
            self.lines.values(), key=lambda line: (line.theme, line.group, code_order(line.code))
        )
        return QuarterlyReport(
            stamp=self.stamp,
            lines=tuple(lines),
            plans=tuple(self._summary(plan) for plan in self.facts.plans.values()),
        )

    def _summary(self, plan: Row) -> PlanSummary:
        return PlanSummary(
            reference=plan.reference,
            slug=plan.slug,
            title=plan.title,
            theme=plan.theme,
            return_state=self.facts.return_states.get(plan.id, "not started"),
            actions=self._actions(plan),
            risks=self._risks(plan),
            summary=self.facts.summaries.get(plan.id, ""),
        )

    def _actions(self, plan: Row) -> tuple[ActionCard, ...]:
        return self._cards.get(plan.id, ())

    @cached_property
    def _cards(self) -> dict[int, tuple[ActionCard, ...]]:
        """The actions of each plan, by its id."""
        codes = {key: row.code for key, row in self.facts.indicators.items()}
        return {
            plan: tuple(action_card(each, self.facts, codes, self.day) for each in actions)
            for plan, actions in self.facts.actions.items()
        }

    @cached_property
    def day(self) -> date:
        """What was due before this day and is not done is late: today, or the quarter's end.

        Of what is due after the quarter nothing is late yet, however late one looks back.
        """
        return min(self.today, self.quarter.next.starts)

    def _risks(self, plan: Row) -> tuple[RiskCard, ...]:
        return self._risk_cards.get(plan.id, ())

    @cached_property
    def _risk_cards(self) -> dict[int, tuple[RiskCard, ...]]:
        """The risks of each plan, by its id."""
        return {
            plan: tuple(risk_card(each, self.facts, self.facts.plans[plan]) for each in risks)
            for plan, risks in self.facts.risks.items()
        }

    def plan_report(self, plan: Row) -> PlanReport:
        """A whole plan: every word of it, and where everything stands."""
        delivered = [row.indicator_id for row in self.facts.delivers.get(plan.id, [])]
        delivered.sort(key=lambda key: code_order(self.facts.indicators[key].code))
        return PlanReport(
            stamp=self.stamp,
            reference=plan.reference,
            slug=plan.slug,
            title=plan.title,
            agreement=plan.agreement__title,
            area=plan.agreement__area,
            years=f"{plan.agreement__first_year} to {plan.agreement__last_year}",
            prepared_by=plan.prepared_by,
            post=plan.post,
            service=plan.service,
            dated=plan.dated,
            theme=plan.theme,
            priority=plan.priority,
            theme_group=plan.theme_group,
            management_group_lead=plan.management_group_lead,
            partners=lines_of(plan.partners),
            cross_cutting_theme=plan.cross_cutting_theme,
            equality_and_diversity=plan.equality_and_diversity,
            performance_arrangements=lines_of(plan.performance_arrangements),
            ended=self._ended(plan),
            lines=tuple(self.lines[key] for key in delivered),
            targets=tuple(self._targets(key) for key in delivered),
            actions=self._actions(plan),
            risks=self._risks(plan),
            dependencies=self._dependencies(plan),
            policies=tuple(map(policy_card, self.facts.policies.get(plan.id, []))),
            return_state=self.facts.return_states.get(plan.id, "not started"),
            summary=self.facts.summaries.get(plan.id, ""),
        )

    def _ended(self, plan: Row) -> str:
        if not plan.ended_in:
            return ""
        return f"Ended with {in_words(plan.ended_in)}: {plan.ended_because}"

    def _targets(self, key: int) -> tuple[str, tuple[TargetCell, ...]]:
        maker = self.makers[key]
        rows = [maker.target_cell(each) for each in maker.targets.values()]
        return self.facts.indicators[key].code, tuple(filter(None, rows))

    def indicator_report(self, indicator: Row) -> IndicatorReport:
        """An indicator over all its periods."""
        maker = self.makers[indicator.id]
        return IndicatorReport(
            stamp=self.stamp,
            line=self.lines[indicator.id],
            periods=maker.periods(),
            target_versions=maker.target_versions(),
            baselines=maker.baselines(masked=self.masked),
            rules=maker.rule_versions(),
            comparators=maker.comparators(),
            fed_by=tuple(self._fed_by(indicator.id)),
            named_by=tuple(self._named_by(indicator.code)),
            served_by=tuple(self._served_by(indicator.id)),
            **self._beside(self.lines[indicator.id].plan_slug),
        )

    def _fed_by(self, indicator: int) -> Iterator[tuple[str, str, int, str]]:
        for plan, card, _ in self._feeding.get(indicator, ()):
            yield plan.reference, plan.slug, card.number, card.action

    def _served_by(self, indicator: int) -> Iterator[Service]:
        """The actions of any plan that serve it, each with what else it is measured by."""
        for plan, card, feeds in self._feeding.get(indicator, ()):
            others = (self.lines[each] for each in feeds if each != indicator)
            yield Service(plan.reference, plan.slug, card, tuple(map(measure_of, others)))

    @cached_property
    def _feeding(self) -> dict[int, list[tuple[Row, ActionCard, list[int]]]]:
        """The actions that serve each indicator, by its id: plan, card, and all that they serve."""
        found: dict[int, list[tuple[Row, ActionCard, list[int]]]] = defaultdict(list)
        for plan in self.facts.plans.values():
            actions = self.facts.actions.get(plan.id, [])
            for action, card in zip(actions, self._actions(plan), strict=True):
                feeds = self.facts.feeds.get(action.id, [])
                for each in dict.fromkeys(feeds):
                    found[each].append((plan, card, feeds))
        return found

    def _beside(self, slug: str) -> dict:
        """The open risks and the dependencies of the plan that delivers it."""
        plan = self._plan_by_slug.get(slug)
        if plan is None:
            return {}
        risks = (each for each in self._risks(plan) if each.state == RiskState.OPEN)
        return {"risks": tuple(risks), "depends_on": self._dependencies(plan)}

    @cached_property
    def _plan_by_slug(self) -> dict[str, Row]:
        return {each.slug: each for each in self.facts.plans.values()}

    def _dependencies(self, plan: Row) -> tuple[DependencyCard, ...]:
        return self._dependency_cards.get(plan.id, ())

    @cached_property
    def _dependency_cards(self) -> dict[int, tuple[DependencyCard, ...]]:
        """On what each plan depends, by its id."""
        by_code = {line.code: line for line in self.lines.values()}
        return {
            plan: tuple(dependency_card(each, self.facts, by_code) for each in rows)
            for plan, rows in self.facts.dependencies.items()
        }

    def _named_by(self, code: str) -> Iterator[tuple[str, str]]:
        for plan in self.facts.plans.values():
            if any(each.priority == code for each in self.facts.dependencies.get(plan.id, [])):
                yield plan.reference, plan.slug
