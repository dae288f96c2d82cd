"""Pages cost the same number of queries however much there is."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from periods.models import Quarter
from reports.pages import kept
from reports.releases.publishing import publish
from returns.rounds import close_quarter, open_quarter
from tests.builders import (
    make_action,
    make_action_update,
    make_actual,
    make_assessment,
    make_baseline,
    make_comparator,
    make_comparator_value,
    make_dependency,
    make_dependency_update,
    make_indicator,
    make_milestone,
    make_milestone_update,
    make_part,
    make_plan,
    make_policy,
    make_quarter,
    make_risk,
    make_rule,
    make_target,
)

pytestmark = pytest.mark.django_db
# Of an unpublished quarter every table is read once; then whether returns are theirs, and what
# changed since the Board last met.
MOST = 33

ADDRESSES = (
    "/",
    "/dashboard/",
    "/dashboard/{published}/",
    "/plans/",
    "/plans/ni-101/",
    "/plans/ni-101/?as_at={open}",
    "/indicators/lac-901/",
    "/indicators/lac-901/2009-q2/",
    "/reports/",
    "/reports/{published}/",
    "/reports/{published}/ni-101/",
    "/reports/{open}/ni-101/",
)


@pytest.fixture(autouse=True)
def _january(settings):
    settings.LAA_TODAY = date(2010, 1, 11)


def fill(plan, number, quarter):
    """An indicator, an action, a risk, a policy and a dependency more in the plan."""
    indicator = make_indicator(code=f"LAC {900 + number}")
    plan.indicators.add(indicator)
    since = {"indicator": indicator, "from_quarter": quarter.label}
    make_rule(**since)
    make_baseline(**since)
    make_target(period="2009/10", **since)
    make_actual(indicator=indicator, reported_in=quarter, period=quarter.label)
    make_comparator_value(comparator=make_comparator(indicator=indicator))
    action = make_action(plan=plan)
    action.indicators_fed.add(indicator)
    make_action_update(action=action, quarter=quarter)
    make_milestone_update(milestone=make_milestone(action=action), quarter=quarter)
    make_assessment(risk=make_risk(plan=plan), quarter=quarter)
    make_policy(plan=plan)
    make_dependency_update(
        dependency=make_dependency(plan=plan, priority=f"Something {number}"), quarter=quarter
    )


def publish_with(quarter, next_quarter, officer):
    close_quarter(quarter, by=officer)
    publish(quarter, by=officer, reason="As it is")
    open_quarter(make_quarter(next_quarter, state="not opened"), by=officer)


def queries_of(client, address):
    """Of the page drawn anew, of nothing that this process knows already."""
    kept.forget()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured)


def costs(client, people, **quarters):
    """The queries of each page that each person may read."""
    found = {}
    for person in people:
        client.force_login(person)
        for address in ADDRESSES:
            if "{open}" not in address or not person.is_board_member:
                asked = address.format(**quarters)
                found[person.name, address] = queries_of(client, asked)
    return found


def test_pages_cost_as_much_with_ten_indicators_as_with_one(client, officer, member, somebody):
    people = (officer, member, somebody)
    plan = make_plan(reference="NI 101")
    make_part(plan=plan, user=somebody)
    first = make_quarter("2009/10 Q1", state="not opened")
    open_quarter(first, by=officer)
    publish_with(first, "2009/10 Q2", officer)
    second = Quarter.objects.current()
    fill(plan, 1, second)
    publish_with(second, "2009/10 Q3", officer)
    little = costs(client, people, published="2009-q2", open="2009-q3")

    third = Quarter.objects.current()
    for number in range(2, 11):
        fill(plan, number, third)
    for number in range(1, 5):
        other = make_plan(reference=f"Plan {number}")
        make_part(plan=other, user=somebody)
        fill(other, 50 + number, third)
    publish_with(third, "2009/10 Q4", officer)
    much = costs(client, people, published="2009-q3", open="2009-q4")

    assert much == little
    assert max(much.values()) <= MOST
