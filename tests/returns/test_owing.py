"""Until when a plan owes returns: until its last target year's result is in, or it is ended."""

import pytest

from indicators.models import Indicator
from indicators.owing import figures_owed
from plans.models import DeliveryPlan, owing_in
from returns.asked import asked_of
from returns.missing import missing_by_plan
from returns.rounds import plans_owing
from tests.builders import (
    make_action,
    make_actual,
    make_agreement,
    make_annual_indicator,
    make_indicator,
    make_part,
    make_plan,
    make_quarter,
    make_target,
)

pytestmark = pytest.mark.django_db
Q2, Q3, Q4 = "2011/12 Q2", "2011/12 Q3", "2011/12 Q4"


@pytest.fixture(autouse=True)
def _rounds():
    for label in ("2010/11 Q4", Q2, Q3):
        make_quarter(label, state="closed")


def report(indicator, period, quarter=Q3, **given):
    make_actual(
        indicator=indicator, period=period, reported_in=make_quarter(quarter, "closed"), **given
    )


def owes(plan, quarter) -> bool:
    return DeliveryPlan.objects.owing(quarter).filter(pk=plan.pk).exists()


@pytest.mark.parametrize(
    ("period", "given", "goes_on"),
    [
        pytest.param("2010/11", {}, False, id="its final result"),
        pytest.param("2010/11", {"standing": "provisional"}, True, id="a provisional one"),
        pytest.param("2010/11", {"standing": "forecast"}, True, id="a forecast"),
        pytest.param("2010/11", {"standing": "restated"}, False, id="a restated one"),
        pytest.param(
            "2010/11",
            {"standing": "not available", "not_available_because": "The school closed"},
            True,
            id="that it is not available",
        ),
        pytest.param("2009/10", {}, True, id="the year before"),
        pytest.param("2011/12", {}, False, id="a later year"),
    ],
)
def test_a_plan_owes_until_the_quarter_after_the_last_target_years_result(period, given, goes_on):
    indicator = make_annual_indicator(code="NI 101")
    for year in ("2008/09", "2010/11"):
        make_target(indicator=indicator, period=year, value=15)
    plan = make_plan(indicators=[indicator])
    make_action(plan=plan, number=1)

    report(indicator, period, **given)

    assert owes(plan, Q3)
    assert owes(plan, Q4) == goes_on
    assert (indicator in Indicator.objects.owed_in(Q4)) == goes_on
    assert (plan in plans_owing(make_quarter(Q4, "not opened"))) == goes_on
    assert (plan.pk in missing_by_plan(Q4)) == goes_on
    assert bool(asked_of([plan], Q4)[plan.pk]) == goes_on
    assert bool(figures_owed(Q4)) == goes_on


@pytest.mark.parametrize(
    ("state", "last_year"),
    [
        pytest.param("to be agreed", "2010/11", id="one to be agreed is a target"),
        pytest.param("not set", "2010/11", id="one not set is a target"),
        pytest.param("withdrawn", "2009/10", id="one withdrawn is none any more"),
        pytest.param("not applicable", "2009/10", id="one not applicable is none"),
    ],
)
def test_the_last_target_year_is_that_of_the_last_target_that_stands(state, last_year):
    indicator = make_annual_indicator(code="NI 101")
    make_target(indicator=indicator, period="2009/10", value=15)
    make_target(indicator=indicator, period="2010/11", value=15)
    make_target(
        indicator=indicator, period="2010/11", state=state, from_quarter="2010/11 Q1", reason="x"
    )
    plan = make_plan(indicators=[indicator])

    report(indicator, "2009/10", quarter="2010/11 Q4")

    assert owes(plan, Q3) == (last_year == "2010/11")


def test_a_target_withdrawn_later_was_a_target_until_then():
    indicator = make_annual_indicator(code="NI 101")
    make_target(indicator=indicator, period="2009/10", value=15)
    make_target(indicator=indicator, period="2010/11", value=15)
    make_target(indicator=indicator, period="2010/11", state="withdrawn", from_quarter=Q3)
    plan = make_plan(indicators=[indicator])

    report(indicator, "2009/10", quarter="2010/11 Q4")

    assert owes(plan, Q2)
    assert not owes(plan, Q3)


@pytest.mark.parametrize(
    ("target", "reported", "goes_on"),
    [
        ("2010/11", "2010/11 Q1", True),
        ("2010/11", "2010/11 Q4", False),
        ("2010/11 Q2", "2010/11 Q3", True),
        ("2010/11 Q2", "2010/11 Q4", False),
    ],
)
def test_a_quarterly_indicators_year_is_in_with_its_fourth_quarter(target, reported, goes_on):
    indicator = make_indicator()
    make_target(indicator=indicator, period=target)
    plan = make_plan(indicators=[indicator])

    report(indicator, reported, quarter=Q2)

    assert owes(plan, Q3) == goes_on


def test_a_plan_owes_until_the_last_of_its_indicators_is_done():
    done, open_still = make_annual_indicator(), make_annual_indicator()
    plan = make_plan(indicators=[done, open_still])
    for each in (done, open_still):
        make_target(indicator=each, period="2010/11", value=15)
    report(done, "2010/11", quarter=Q2)
    assert owes(plan, Q3)
    assert set(figures_owed(Q3)) == {done, open_still}

    report(open_still, "2010/11", quarter=Q2)
    assert not owes(plan, Q3)


@pytest.mark.parametrize(
    ("year_type", "last"), [("academic", "2010/11"), ("financial", "2010/11"), ("calendar", "2010")]
)
def test_without_targets_a_plan_owes_until_the_result_of_its_agreements_last_year(year_type, last):
    indicator = make_annual_indicator(year_type=year_type)
    plan = make_plan(indicators=[indicator])
    assert owes(plan, "2011/12 Q4")

    report(indicator, last, quarter=Q2)

    assert owes(plan, Q2)
    assert not owes(plan, Q3)


def test_a_plan_without_indicators_owes_up_to_its_agreements_last_quarter():
    plan = make_plan()

    assert owes(plan, "2010/11 Q4")
    assert not owes(plan, "2011/12 Q1")


def test_only_the_live_agreement_says_when_the_last_year_is():
    indicator = make_annual_indicator()
    earlier = make_agreement(
        title="Earlier", first_year="2005/06", last_year="2007/08", is_live=False
    )
    make_plan(agreement=earlier, indicators=[indicator])
    plan = make_plan(indicators=[indicator])

    report(indicator, "2009/10", quarter=Q2)

    assert owes(plan, Q3)


def test_an_officer_ends_a_plan_whose_result_never_comes():
    plan = make_plan(
        indicators=[make_annual_indicator()], ended_in=Q2, ended_because="The survey was stopped"
    )

    assert owes(plan, Q2)
    assert not owes(plan, Q3)


def test_which_plans_owe_in_many_quarters_costs_one_query(django_assert_num_queries):
    for number in (1, 4):
        for _ in range(number):
            make_plan(indicators=[make_annual_indicator(), make_indicator()])
        with django_assert_num_queries(1):
            owed = owing_in([Q2, Q3, Q4])
        assert all(len(each) == DeliveryPlan.objects.count() for each in owed.values())


def test_in_no_quarter_nobody_owes():
    assert owing_in([]) == {}


def test_who_has_a_plan_that_owes_nothing_any_more_reads_that(client):
    indicator = make_annual_indicator()
    plan = make_plan(indicators=[indicator])
    report(indicator, "2010/11", quarter=Q3)
    make_quarter(Q4)
    client.force_login(make_part(plan=plan).user)

    assert "You owe no return for this quarter." in client.get("/returns/").content.decode()
    assert client.get(f"/returns/{plan.slug}/2011-q4/").status_code == 404
    assert client.get(f"/returns/{plan.slug}/2011-q3/").status_code == 200
