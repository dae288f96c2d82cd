"""A made-up county of any size: plans, indicators, targets, figures, actions and risks.

Its rows are the same each time. They are written in bulk and past the services, so they have no
history; only its last two rounds are published, by the service that people use.
"""

import random
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from indicators.models import Actual, Baseline, Indicator, IndicatorRule, Target
from periods.calendar import FinancialQuarter
from periods.models import Quarter
from plans.models import Action, ActionUpdate, DeliveryPlan, Milestone, PlanIndicator
from plans.progress import ActionStatus
from reports.releases.publishing import publish
from risks.models import Risk, RiskAssessment
from risks.scale import WORDS
from tests.builders import make_agreement, make_officer, make_part, make_user

OPEN = FinancialQuarter(2009, 3)
PUBLISHED = OPEN.plus(-1)
PLAN_OF = 6  # so many indicators has each plan


@dataclass(frozen=True)
class County:
    """Who reads it."""

    officer: User
    board: User
    lead: User


def build_county(indicators: int, quarters: int, standings: int = 1) -> County:
    """A county of so many indicators, each reported for so many quarters in so many standings."""
    chance = random.Random(indicators)
    labels = [OPEN.plus(-number).label for number in range(quarters - 1, -1, -1)]
    Quarter.objects.bulk_create(
        Quarter(label=label, state="open" if label == OPEN.label else "closed") for label in labels
    )
    ours = _indicators(indicators, chance)
    plans = _plans(ours)
    _figures(ours, labels, ("provisional", "final")[-standings:], chance)
    _delivery(plans, labels[-8:], chance)
    officer, board = make_officer(), make_user(office="Board member")
    lead = make_part(plan=plans[0], user=make_user(), part="lead").user
    for quarter in (PUBLISHED.plus(-1), PUBLISHED):
        publish(Quarter.objects.get(label=quarter.label), by=officer, reason="As it is")
    return County(officer, board, lead)


def _indicators(number: int, chance: random.Random) -> list[Indicator]:
    """Half of them percentages of a cohort, half plain counts; good is high, or low for a third."""
    made = Indicator.objects.bulk_create(
        Indicator(
            code=f"LAC {each}",
            title=f"Looked after children who were helped in way {each} within 20 working days",
            unit="percentage" if each % 2 else "number",
            counted_as="child" if each % 2 else "visit",
        )
        for each in range(1, number + 1)
    )
    IndicatorRule.objects.bulk_create(
        IndicatorRule(indicator=each, good_is="lower" if place % 3 == 0 else "higher")
        for place, each in enumerate(made)
    )
    Baseline.objects.bulk_create(
        Baseline(indicator=each, period="2007/08", value=Decimal(chance.randint(20, 60)))
        for each in made
    )
    Target.objects.bulk_create(
        Target(indicator=each, period=year, value=Decimal(chance.randint(40, 80)))
        for each in made
        for year in ("2008/09", "2009/10", "2010/11")
    )
    return made


def _plans(indicators: list[Indicator]) -> list[DeliveryPlan]:
    """A plan for every few indicators."""
    agreement = make_agreement()
    groups = [indicators[at : at + PLAN_OF] for at in range(0, len(indicators), PLAN_OF)]
    DeliveryPlan.objects.bulk_create(
        DeliveryPlan(
            agreement=agreement,
            reference=f"Plan {number}",
            title=f"Better outcomes, part {number}",
            theme=f"Theme {number % 5}",
        )
        for number in range(1, len(groups) + 1)
    )
    plans = sorted(DeliveryPlan.objects.all(), key=lambda plan: int(plan.reference.split()[1]))
    PlanIndicator.objects.bulk_create(
        PlanIndicator(plan=plan, indicator=each)
        for plan, group in zip(plans, groups, strict=True)
        for each in group
    )
    return plans


def _figures(
    indicators: list[Indicator], labels: list[str], standings: tuple[str, ...], chance
) -> None:
    """A figure of each indicator about each quarter, reported in it; one that is final after it
    was provisional is reported a quarter later.
    """

    def figures():
        for each in indicators:
            is_percentage = each.unit == "percentage"
            for at, label in enumerate(labels):
                for later, standing in enumerate(standings):
                    if at + later >= len(labels):
                        continue
                    number = chance.randint(8, 60)
                    counts = (
                        {"numerator": number, "denominator": 80}
                        if is_percentage
                        else {"value": Decimal(number)}
                    )
                    yield Actual(
                        indicator=each,
                        period=label,
                        reported_in_id=labels[at + later],
                        standing=standing,
                        why="Two social workers left, and their posts stood empty.",
                        being_done="Both posts are advertised; a team next door helps out.",
                        **counts,
                    )

    Actual.objects.bulk_create(figures(), batch_size=2000)


def _delivery(plans: list[DeliveryPlan], labels: list[str], chance: random.Random) -> None:
    """Five actions and three risks for each plan, told about in each of these quarters."""
    Action.objects.bulk_create(
        Action(
            plan=plan, number=number, action=f"Offer help of kind {number}", who="Virtual school"
        )
        for plan in plans
        for number in range(1, 6)
    )
    Risk.objects.bulk_create(
        Risk(plan=plan, number=number, risk=f"Too few people for {number}", owner="Head of service")
        for plan in plans
        for number in range(1, 4)
    )
    actions, risks = list(Action.objects.all()), list(Risk.objects.all())
    Milestone.objects.bulk_create(
        Milestone(action=each, number=1, words="The post is filled") for each in actions
    )
    ActionUpdate.objects.bulk_create(
        (
            ActionUpdate(
                action=each,
                quarter_id=label,
                status=chance.choice(list(ActionStatus)),
                commentary="The group met and agreed the next step.",
            )
            for each in actions
            for label in labels
        ),
        batch_size=2000,
    )
    RiskAssessment.objects.bulk_create(
        (
            RiskAssessment(
                risk=each,
                quarter_id=label,
                impact=chance.choice(WORDS),
                likelihood=chance.choice(WORDS),
            )
            for each in risks
            for label in labels
        ),
        batch_size=2000,
    )
