"""A plan with something of every kind that its return for 2009/10 Q3 asks about, and its people."""

from dataclasses import dataclass
from decimal import Decimal

from django.test import Client

from accounts.models import User
from indicators.models import Indicator
from periods.models import Quarter
from plans.models import Action, DeliveryPlan, Dependency, Milestone
from returns.handing_in import hand_in
from returns.models import Draft, Return
from returns.questions import Questionnaire
from risks.models import Risk
from tests import builders

Q1, Q2, Q3 = "2009/10 Q1", "2009/10 Q2", "2009/10 Q3"
FIGURE = "ni-101.2008-09"
MOVED = {
    "how": "moved", "now_due_day": "31", "now_due_month": "3", "now_due_year": "2010",
    "reason": "The tutor left.",
}  # fmt: skip
SECTIONS = ("actions", "risks", "dependencies", "summary")


@dataclass
class House:
    """Everything of one plan that its return for 2009/10 Q3 asks about."""

    plan: DeliveryPlan
    indicator: Indicator
    action: Action
    milestone: Milestone
    risk: Risk
    dependency: Dependency
    manager: User
    lead: User
    officer: User

    @property
    def round(self) -> Quarter:
        return Quarter.objects.get(pk=Q3)

    @property
    def ours(self) -> Return:
        """The return as it is kept now, made where there is none."""
        return Return.objects.get_or_create(plan=self.plan, quarter=self.round)[0]

    @property
    def address(self) -> str:
        return f"/returns/{self.plan.slug}/2009-q3/"

    @property
    def figure(self) -> str:
        return f"{self.address}figures/{self.indicator.slug}.2008-09/"

    @property
    def pages(self) -> list[str]:
        """Where something is typed."""
        return [self.figure, *(f"{self.address}{each}/" for each in SECTIONS)]

    def at(self, part: str) -> str:
        return f"{self.address}{part}/"

    def answers(self) -> dict[str, dict[str, str]]:
        """A right answer to everything, by what it is about."""
        return {
            f"{self.indicator.slug}.2008-09": {
                "available": "yes",
                "numerator": "6",
                "denominator": "40",
            },
            "action-1": {"status": "on track"},
            "milestone-1.1": MOVED,
            "risk-1": {"impact": "Medium", "likelihood": "Low"},
            f"dependency-{self.dependency.pk}": {"status": "on course"},
            "summary": {"summary": "All is well."},
        }

    def type_all(self, by: User | None = None, **instead: dict[str, str]) -> None:
        """Drafts of an answer to everything; `instead` by what they are about."""
        kept = {each.about: each.replaces for each in Questionnaire(self.ours)}
        for about, typed in (self.answers() | instead).items():
            Draft.objects.update_or_create(
                owner=self.ours,
                about=about,
                defaults={
                    "typed": typed,
                    "by": by or self.manager,
                    "replaces": kept.get(about),
                },
            )

    def hand_in(self, by: User | None = None, **instead: dict[str, str]) -> Return:
        self.type_all(by, **instead)
        hand_in(self.ours, by=by or self.manager)
        return self.ours


def make_house(code: str = "NI 101") -> House:
    """Q1 forecast and Q2 provisional were reported; everything stood somehow in Q2."""
    first = builders.make_quarter(Q1, state="closed")
    before = builders.make_quarter(Q2, state="closed")
    builders.make_quarter(Q3, opens="2010-01-04", due="2010-01-15")
    indicator = builders.make_annual_indicator(
        code=code,
        q1_expects="forecast", q2_expects="provisional", q3_expects="final", q4_expects="forecast",
    )  # fmt: skip
    builders.make_rule(
        indicator=indicator, decimals=1, tolerance=Decimal(1), tolerance_kind="children"
    )
    builders.make_baseline(indicator=indicator)
    builders.make_target(indicator=indicator, period="2008/09", value=Decimal(15))
    builders.make_target(indicator=indicator, period="2009/10", value=Decimal("17.8"))
    about = {"indicator": indicator, "period": "2008/09", "denominator": 40}
    builders.make_actual(**about, reported_in=first, standing="forecast", numerator=7)
    builders.make_actual(
        **about,
        reported_in=before,
        standing="provisional",
        numerator=5,
        why="Two moved school.",
        being_done="Tutors come weekly.",
        back_on_track="Next summer.",
    )
    plan = builders.make_plan(reference=code, indicators=[indicator])
    action = builders.make_action(plan=plan, number=1)
    builders.make_action_update(action=action, quarter=before)
    risk = builders.make_risk(plan=plan, number=1)
    builders.make_assessment(risk=risk, quarter=before)
    dependency = builders.make_dependency(plan=plan, priority="NI 99")
    builders.make_dependency_update(dependency=dependency, quarter=before)
    people = [builders.make_user(), builders.make_user()]
    for person, part in zip(people, ("contributor", "lead"), strict=True):
        builders.make_part(plan=plan, user=person, part=part)
    return House(
        plan=plan,
        indicator=indicator,
        action=action,
        milestone=builders.make_milestone(action=action, number=1, first_due="2009-12-31"),
        risk=risk,
        dependency=dependency,
        manager=people[0],
        lead=people[1],
        officer=builders.make_officer(),
    )


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client
