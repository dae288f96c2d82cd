""" "As at 2009/10 Q2" means: of each figure, the one reported last, in that quarter or before."""

import pytest

from indicators.models import Actual, Baseline, IndicatorRule, Target
from indicators.versions import in_force
from periods.models import Quarter
from plans.models import DeliveryPlan
from tests import builders

pytestmark = pytest.mark.django_db
Q1, Q2, Q3 = "2009/10 Q1", "2009/10 Q2", "2009/10 Q3"


@pytest.fixture
def indicator():
    for label in (Q1, Q2, Q3):
        builders.make_quarter(label, state="closed")
    return builders.make_annual_indicator(code="NI 101")


@pytest.fixture
def revised(indicator):
    """2008/09 as forecast in Q1, provisional in Q2, final in Q3; and a forecast of 2009/10."""
    for quarter, standing, value in (
        (Q1, "forecast", 14),
        (Q2, "provisional", 12),
        (Q3, "final", 13),
    ):
        builders.make_actual(
            indicator=indicator,
            period="2008/09",
            reported_in=Quarter.objects.get(pk=quarter),
            standing=standing,
            value=value,
        )
    builders.make_actual(
        indicator=indicator,
        period="2009/10",
        reported_in=Quarter.objects.get(pk=Q3),
        standing="forecast",
        value=15,
    )
    return indicator


def test_all_that_was_reported_by_then_is_its_history(revised):
    assert Actual.objects.as_at(Q2).count() == 2
    assert Actual.objects.reported_in_quarter(Q3).count() == 2


@pytest.mark.parametrize(
    ("quarter", "value"), [("2008/09 Q4", 15), (Q1, 15), (Q2, 16), (Q3, 16), ("2011/12 Q4", 17)]
)
def test_a_quarter_is_judged_by_the_target_of_its_day(indicator, quarter, value):
    for since, each in (("", 15), (Q2, 16), ("2010/11 Q1", 17)):
        builders.make_target(indicator=indicator, period="2010/11", value=each, from_quarter=since)
    assert in_force(Target.objects.in_force_at(quarter), quarter).value == value


def test_a_quarter_is_judged_by_the_rule_of_its_day(indicator):
    builders.make_rule(indicator=indicator, decimals=1)
    builders.make_rule(indicator=indicator, decimals=2, from_quarter=Q2)
    assert [indicator.rule_at(each).decimals for each in (Q1, Q2, Q3)] == [1, 2, 2]
    assert list(IndicatorRule.objects.in_force_at(Q1).values_list("decimals", flat=True)) == [1]


def test_where_no_rule_was_kept_the_usual_one_holds(indicator):
    usual = indicator.rule_at(Q1)
    assert (usual.good_is, usual.decimals, usual.tolerance) == ("higher", 1, 10)


def test_a_baseline_holds_from_its_round_on(indicator):
    builders.make_baseline(indicator=indicator, value=2)
    builders.make_baseline(indicator=indicator, value=3, from_quarter=Q3)
    assert in_force(Baseline.objects.in_force_at(Q2), Q2).value == 2
    assert in_force(Baseline.objects.in_force_at(Q3), Q3).value == 3


@pytest.mark.parametrize(("quarter", "running"), [(Q1, True), (Q2, True), (Q3, False)])
def test_a_plan_runs_to_the_quarter_in_which_it_was_ended(quarter, running):
    builders.make_plan(ended_in=Q2, ended_because="Merged")
    assert DeliveryPlan.objects.running_at(quarter).exists() is running


def test_rounds_are_read_by_what_they_mean():
    for label, state in (
        (Q1, "published"),
        (Q2, "closed"),
        (Q3, "open"),
        ("2009/10 Q4", "not opened"),
    ):
        builders.make_quarter(label, state=state)
    assert Quarter.objects.current().label == Q3
    assert Quarter.objects.latest_published().label == Q1
    assert Quarter.objects.begun().count() == 3
    assert [each.label for each in Quarter.objects.up_to(Q2)] == [Q1, Q2]
