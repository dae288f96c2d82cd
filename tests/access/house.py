"""A partnership in the middle of a year, and everybody who may try its addresses."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import User
from periods.models import Quarter
from plans.models import DeliveryPlan
from reports.publishing import publish, withdraw
from returns.rounds import close_quarter, open_quarter
from tests.builders import (
    make_action,
    make_action_update,
    make_actual,
    make_annual_indicator,
    make_assessment,
    make_baseline,
    make_comparator,
    make_comparator_value,
    make_dependency,
    make_dependency_update,
    make_milestone,
    make_milestone_update,
    make_part,
    make_plan,
    make_policy,
    make_quarter,
    make_risk,
    make_rule,
    make_target,
    make_user,
)
from workbooks.models import Import

PASSWORD = "three odd words"
TODAY = date(2010, 1, 11)
PUBLISHED = ("2009/10 Q1", "2009/10 Q2")
OPEN = "2009/10 Q3"


@dataclass(frozen=True)
class House:
    """Quarter 1 is withdrawn, Quarter 2 published, Quarter 3 open, Quarter 4 not opened.

    The plans are NI 101, with its contributor and its lead, and NI 99, the neighbour's.
    """

    people: dict[str, User]

    @property
    def officer(self) -> User:
        return self.people["officer"]


def build_house() -> House:
    """Everything there is, in a database where nothing is."""
    officer = make_person("Olive Officer", office="officer")
    ours, theirs = the_plan("NI 101"), the_plan("NI 99")
    people = {
        "deactivated": deactivated(make_person("Dee Deactivated", office="officer")),
        "stranger": make_person("Stan Stranger"),
        "neighbour": make_part(plan=theirs, user=make_person("Nora Neighbour")).user,
        "contributor": make_part(plan=ours, user=make_person("Connie Contributor")).user,
        "lead": make_part(plan=ours, user=make_person("Lee Lead"), part="lead").user,
        "board": make_person("Bea Board", office="Board member"),
        "officer": officer,
    }
    Import.objects.create(name="figures.xlsx", content=b"", checksum="0" * 64, by=officer)
    for label in PUBLISHED:
        run_round(label, [ours, theirs], officer)
    withdraw(Quarter.objects.get(label=PUBLISHED[0]), by=officer, reason="The cohort was wrong")
    begin_round(OPEN, [ours, theirs], officer)
    make_quarter("2009/10 Q4", state="not opened")
    return House(people)


def make_person(name: str, office: str = "") -> User:
    """Somebody who has chosen a password."""
    return make_user(name=name, office=office, password=PASSWORD)


def deactivated(person: User) -> User:
    """Somebody who was let in once and may no longer sign in."""
    person.is_active = False
    person.save()
    return person


def the_plan(reference: str) -> DeliveryPlan:
    """A plan that delivers the indicator of the same code, with something of everything."""
    indicator = make_annual_indicator(code=reference)
    make_rule(indicator=indicator, definition="As the national set has it")
    make_baseline(indicator=indicator)
    make_target(indicator=indicator, period="2008/09", value=Decimal(15))
    make_comparator_value(comparator=make_comparator(indicator=indicator))
    plan = make_plan(reference=reference, indicators=[indicator])
    make_policy(plan=plan)
    make_dependency(plan=plan)
    make_milestone(action=make_action(plan=plan))
    make_risk(plan=plan)
    return plan


def run_round(label: str, plans: list[DeliveryPlan], officer: User) -> None:
    """Take a round from its opening to its publication."""
    quarter = begin_round(label, plans, officer)
    close_quarter(quarter, by=officer)
    publish(quarter, by=officer, reason="The gaps are known")


def begin_round(label: str, plans: list[DeliveryPlan], officer: User) -> Quarter:
    """Open a round, and report something of everything into it."""
    quarter = make_quarter(label, state="not opened")
    open_quarter(quarter, by=officer)
    for plan in plans:
        report_into(quarter, plan)
    return quarter


def report_into(quarter: Quarter, plan: DeliveryPlan) -> None:
    """A plan's figures and updates of one quarter; the cohort grows with the quarters."""
    for indicator in plan.indicators.all():
        make_actual(
            indicator=indicator, reported_in=quarter, period="2008/09",
            numerator=4, denominator=30 + quarter.calendar.number,
        )  # fmt: skip
    for action in plan.actions.all():
        make_action_update(action=action, quarter=quarter)
        for milestone in action.milestones.all():
            make_milestone_update(milestone=milestone, quarter=quarter)
    for dependency in plan.dependencies.all():
        make_dependency_update(dependency=dependency, quarter=quarter)
    for risk in plan.risks.all():
        make_assessment(risk=risk, quarter=quarter)
