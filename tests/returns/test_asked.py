"""What a return is asked for is derived from the records."""

import pytest

from plans.models import DeliveryPlan
from returns.asked import Section, asked_of, usual_minutes
from tests.builders import (
    make_action,
    make_action_update,
    make_actual,
    make_annual_indicator,
    make_assessment,
    make_dependency,
    make_dependency_update,
    make_indicator,
    make_milestone,
    make_milestone_update,
    make_plan,
    make_quarter,
    make_risk,
)

pytestmark = pytest.mark.django_db
Q2, Q3 = "2009/10 Q2", "2009/10 Q3"


@pytest.fixture
def rounds():
    return make_quarter(Q2, state="closed"), make_quarter(Q3)


def words_of(plan, section=None, quarter=Q3) -> list[str]:
    asked = asked_of([plan], quarter)[plan.pk]
    return [each.words for each in asked if section in (None, each.section)]


def test_figures_are_asked_for_as_each_indicator_expects_them(rounds):
    gcse = make_annual_indicator(code="NI 101", q3_expects="final")
    checks = make_indicator(code="LAC 01")
    plan = make_plan(indicators=[gcse, checks])
    make_actual(indicator=checks, period=Q2, reported_in=rounds[0])

    assert words_of(plan, Section.FIGURES) == [
        "LAC 01: final for 2009/10 Q3",
        "NI 101: final for 2008/09",
    ]


def test_an_action_is_asked_about_until_it_was_complete_in_an_earlier_quarter(rounds):
    plan = make_plan()
    for number, (status, quarter) in enumerate(
        [("complete", rounds[0]), ("delayed", rounds[0]), ("complete", rounds[1])], start=1
    ):
        action = make_action(plan=plan, number=number, action=f"Step {number}")
        make_action_update(action=action, quarter=quarter, status=status)

    asked = asked_of([plan], Q3)[plan.pk]

    assert [(each.words, each.is_in) for each in asked] == [
        ("action 2: Step 2", False),
        ("action 3: Step 3", True),
    ]


@pytest.mark.parametrize(
    ("first_due", "moved_to", "done_on", "asked"),
    [
        pytest.param("2009-12-31", None, None, True, id="due on the last day"),
        pytest.param("2010-01-01", None, None, False, id="due the day after"),
        pytest.param(None, None, None, False, id="without a day"),
        pytest.param("2009-09-30", None, None, True, id="late already"),
        pytest.param("2009-09-30", "2010-03-31", None, False, id="moved on"),
        pytest.param("2010-03-31", "2009-12-01", None, True, id="moved forward"),
        pytest.param("2009-09-30", None, "2009-09-28", False, id="reached before"),
    ],
)
def test_a_milestone_is_asked_about_when_it_is_due(rounds, first_due, moved_to, done_on, asked):
    plan = make_plan()
    milestone = make_milestone(action=make_action(plan=plan, number=1), first_due=first_due)
    if moved_to or done_on:
        make_milestone_update(
            milestone=milestone,
            quarter=rounds[0],
            now_due=moved_to,
            done_on=done_on,
            reason="Staff left" if moved_to else "",
        )

    found = [each for each in asked_of([plan], Q3)[plan.pk] if each.about.startswith("milestone")]

    assert [each.subject for each in found] == ([milestone] if asked else [])


def test_a_risk_closed_before_is_not_asked_about_again(rounds):
    plan = make_plan()
    gone = make_risk(plan=plan, number=1)
    make_assessment(risk=gone, quarter=rounds[0], state="closed", commentary="Over")
    make_risk(plan=plan, number=2, risk="Too few tutors")

    assert words_of(plan, Section.RISKS) == ["risk 2: Too few tutors"]


def test_every_dependency_is_asked_about(rounds):
    plan = make_plan()
    make_dependency_update(dependency=make_dependency(plan=plan, priority="NI 99"))
    make_dependency(plan=plan, priority="NI 100")

    asked = asked_of([plan], Q3)[plan.pk]

    assert [(each.words, each.is_in) for each in asked] == [
        ("dependency on NI 99", True),
        ("dependency on NI 100", False),
    ]


@pytest.mark.parametrize(
    ("figures", "actions", "risks", "minutes"),
    [(0, 0, 0, 5), (1, 1, 0, 5), (1, 1, 1, 10), (1, 4, 4, 10), (3, 12, 4, 25)],
)
def test_how_long_a_return_usually_takes_is_told_in_fives(figures, actions, risks, minutes):
    plan = make_plan(indicators=[make_indicator() for _ in range(figures)])
    for _ in range(actions):
        make_action(plan=plan)
    for _ in range(risks):
        make_risk(plan=plan)

    assert usual_minutes([plan.pk]) == {plan.pk: minutes}


def test_of_no_plan_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert usual_minutes(set()) == {}


def test_an_ended_plan_is_asked_for_nothing(rounds):
    plan = make_plan(
        indicators=[make_indicator()], ended_in=Q2, ended_because="The agreement was replaced"
    )
    make_risk(plan=plan)
    make_action(plan=plan)
    make_dependency(plan=plan)

    assert words_of(plan) == []


def test_what_many_plans_are_asked_for_costs_no_more_queries(rounds, django_assert_max_num_queries):
    def grow(plans):
        for _ in range(plans):
            plan = make_plan(indicators=[make_indicator()])
            make_milestone(action=make_action(plan=plan), first_due="2009-11-01")
            make_risk(plan=plan)
            make_dependency(plan=plan)

    for number in (1, 5):
        grow(number)
        with django_assert_max_num_queries(21):
            asked = asked_of(DeliveryPlan.objects.all(), Q3)
        assert all(len(each) == 6 for each in asked.values())
