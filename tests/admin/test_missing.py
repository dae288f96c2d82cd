"""What the open quarter has not heard of yet: on the first page, in the lists, by plan."""

import re
from collections import Counter

import pytest
from django.urls import reverse

from indicators.models import Indicator, IndicatorRule
from indicators.owing import figures_owed
from plans.models import Action, DeliveryPlan, Dependency
from returns.missing import Missing, all_missing, missing_by_plan
from risks.models import Risk
from tests import builders

Q2, Q3 = "2009/10 Q2", "2009/10 Q3"


@pytest.fixture
def plan(officer):
    """A plan with a quarterly indicator, an action, a risk and a dependency; Q3 is open."""
    builders.make_quarter(Q3)
    plan = builders.make_plan(
        reference="LAC 01", indicators=[builders.make_indicator(code="LAC 01")]
    )
    builders.make_action(plan=plan, number=1)
    builders.make_risk(plan=plan, number=1)
    builders.make_dependency(plan=plan, priority="NI 99")
    return plan


def listed(office, noun, **asked):
    page = office.get(reverse(f"admin:{noun}_changelist"), asked)
    return list(page.context["cl"].result_list), page


def test_the_first_page_counts_what_is_not_in(office, plan):
    page = office.get(reverse("admin:index"))
    assert page.context["missing"] == Missing(figures=1, actions=1, risks=1, dependencies=1)
    words = page.content.decode()
    assert "2009/10 Quarter 3 is open" in words
    assert 'indicators/indicator/?this_quarter=missing">1 figure</a>' in words
    assert 'plans/action/?this_quarter=missing">1 action not reviewed</a>' in words
    assert 'risks/risk/?this_quarter=missing">1 risk not reviewed</a>' in words


def test_the_first_page_says_when_everything_is_in(office, plan):
    builders.make_actual(indicator=Indicator.objects.get(), period=Q3)
    builders.make_action_update(action=Action.objects.get())
    builders.make_assessment(risk=Risk.objects.get())
    builders.make_dependency_update(dependency=Dependency.objects.get())
    assert not all_missing(Q3)
    assert "Everything is in." in office.get(reverse("admin:index")).content.decode()


def test_the_first_page_says_that_no_quarter_is_open(office, officer):
    words = office.get(reverse("admin:index")).content.decode()
    assert "No quarter is open" in words
    assert 'href="/quarters/"' in words


@pytest.mark.parametrize("is_open", [True, False])
def test_no_two_things_on_the_first_page_have_the_same_id(office, officer, is_open):
    if is_open:
        builders.make_quarter(Q3)
    ids = re.findall(r'\sid="([^"]+)"', office.get(reverse("admin:index")).content.decode())
    assert "still-missing" in ids
    assert [each for each, times in Counter(ids).items() if times > 1] == []


LISTS = ["indicators_indicator", "plans_action", "risks_risk", "plans_dependency"]


@pytest.mark.parametrize("noun", [*LISTS, "plans_deliveryplan"])
def test_a_list_shows_what_is_missing_and_what_is_in(office, plan, noun):
    assert len(listed(office, noun, this_quarter="missing")[0]) == 1
    assert listed(office, noun, this_quarter="in")[0] == []
    builders.make_actual(indicator=Indicator.objects.get(), period=Q3)
    builders.make_action_update(action=Action.objects.get())
    builders.make_assessment(risk=Risk.objects.get())
    builders.make_dependency_update(dependency=Dependency.objects.get())
    assert listed(office, noun, this_quarter="missing")[0] == []
    assert len(listed(office, noun, this_quarter="in")[0]) == 1


@pytest.mark.parametrize(
    ("noun", "before", "after"),
    [
        ("indicators_indicator", "Not in yet: final for 2009/10 Q3", "In: final for 2009/10 Q3"),
        ("plans_action", "Not reviewed yet", "On track"),
        ("risks_risk", "Not reviewed yet", "Open"),
        ("plans_dependency", "Not reviewed yet", "On course"),
        ("plans_deliveryplan", "1 figure, 1 action, 1 risk, 1 dependency", "Nothing"),
    ],
)
def test_a_lists_column_says_it_in_words(office, plan, noun, before, after):
    assert before in listed(office, noun)[1].content.decode()
    builders.make_actual(indicator=Indicator.objects.get(), period=Q3)
    builders.make_action_update(action=Action.objects.get())
    builders.make_assessment(risk=Risk.objects.get())
    builders.make_dependency_update(dependency=Dependency.objects.get())
    assert (
        f'<td class="field-this_quarter">{after}</td>' in listed(office, noun)[1].content.decode()
    )


@pytest.mark.parametrize("noun", ["plans_action", "plans_dependency", "risks_risk"])
def test_between_two_rounds_nothing_is_asked_about_and_every_page_opens(office, plan, noun):
    builders.set_state(Q3, "closed")

    (row,), _ = listed(office, noun)
    assert not row.is_missing
    assert listed(office, noun, this_quarter="missing")[0] == []
    for page in ("change", "history"):
        address = reverse(f"admin:{noun}_{page}", args=[row.pk])
        assert office.get(address).status_code == 200


def test_an_indicator_nobody_delivers_is_not_asked_about(office, officer):
    builders.make_quarter(Q3)
    builders.make_indicator(code="NI 99")
    assert figures_owed(Q3) == {}
    assert len(listed(office, "indicators_indicator", this_quarter="nothing")[0]) == 1


def test_a_figure_that_a_published_quarter_went_without_is_asked_for_again(officer):
    builders.make_quarter(Q2, state="published")
    builders.make_quarter(Q3)
    indicator = builders.make_indicator(code="LAC 01")
    builders.make_plan(indicators=[indicator])
    assert [str(each) for each in figures_owed(Q3)[indicator]] == [
        "final for 2009/10 Q2, asked for again",
        "final for 2009/10 Q3",
    ]


def test_an_annual_figure_is_asked_for_in_the_quarter_that_expects_it(officer):
    builders.make_quarter(Q2)
    indicator = builders.make_annual_indicator(code="NI 101")
    builders.make_plan(indicators=[indicator])
    assert [str(each) for each in figures_owed(Q2)[indicator]] == ["provisional for 2008/09"]


@pytest.mark.parametrize(
    ("standing", "is_in"),
    [("forecast", False), ("provisional", True), ("final", True), ("not available", True)],
)
def test_a_figure_is_in_when_it_stands_as_high_as_is_expected(officer, standing, is_in):
    builders.make_quarter(Q2)
    indicator = builders.make_annual_indicator(code="NI 101")
    builders.make_plan(indicators=[indicator])
    figure = {"not_available_because": "Late"} if standing == "not available" else {"value": 15}
    builders.make_actual(indicator=indicator, period="2008/09", standing=standing, **figure)
    assert [each.is_in for each in figures_owed(Q2)[indicator]] == [is_in]


@pytest.mark.parametrize("status", ["complete", "stopped"])
def test_what_was_done_with_in_an_earlier_quarter_is_not_asked_about_again(plan, status):
    builders.make_quarter(Q2, state="closed")
    builders.make_action_update(
        action=Action.objects.get(), quarter=builders.make_quarter(Q2, "closed"), status=status
    )
    assert not Action.objects.not_reviewed_in(Q3).exists()
    assert Action.objects.owed_in(Q2).exists()


def test_a_risk_that_was_closed_is_not_asked_about_again(plan):
    quarter = builders.make_quarter(Q2, "closed")
    builders.make_assessment(
        risk=Risk.objects.get(), quarter=quarter, state="closed", commentary="Tutors are in place"
    )
    assert not Risk.objects.not_reviewed_in(Q3).exists()


def test_a_plan_that_is_ended_owes_nothing(plan):
    DeliveryPlan.objects.update(ended_in=Q2, ended_because="Merged into another")
    assert missing_by_plan(Q3) == {}
    assert not Action.objects.not_reviewed_in(Q3).exists()
    assert figures_owed(Q3) == {}


def test_a_plan_of_an_earlier_agreement_owes_nothing(plan):
    type(plan.agreement).objects.update(is_live=False)
    assert missing_by_plan(Q3) == {}


def test_a_milestone_that_is_due_is_missing_until_something_is_said_of_it(office, plan):
    milestone = builders.make_milestone(action=plan.actions.get(), first_due="2009-12-31")
    assert all_missing(Q3).milestones == 1
    assert ">1 milestone due</a>" in office.get(reverse("admin:index")).content.decode()
    assert "1 figure, 1 action, 1 milestone" in str(all_missing(Q3))
    builders.make_milestone_update(milestone=milestone)
    assert all_missing(Q3).milestones == 0


def test_what_is_missing_costs_the_same_however_much_there_is(plan, django_assert_max_num_queries):
    builders.make_milestone(action=plan.actions.get(), first_due="2009-12-31")
    for _ in range(10):
        indicator = builders.make_indicator()
        more = builders.make_plan(indicators=[indicator])
        builders.make_action(plan=more)
        builders.make_risk(plan=more)
    with django_assert_max_num_queries(22):
        assert all_missing(Q3).figures == 11


def test_an_indicator_is_not_asked_for_quarters_before_it_was_there(officer):
    builders.make_quarter(Q2, state="published")
    builders.make_quarter(Q3)
    indicator = builders.make_indicator(code="LAC 01")
    builders.make_plan(indicators=[indicator])
    IndicatorRule.objects.create(indicator=indicator, from_quarter=Q3)

    assert [str(each) for each in figures_owed(Q3)[indicator]] == ["final for 2009/10 Q3"]
    assert figures_owed(Q2)[indicator] == []
