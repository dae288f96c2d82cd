"""A quarter asks for nothing that was first heard of in a later one."""

import pytest

from returns.asked import asked_of
from tests import builders
from tests.returns.house import Q2, Q3

pytestmark = pytest.mark.django_db


def test_an_earlier_quarter_never_asks_for_what_came_later(house):
    before = {each.about for each in asked_of([house.plan], Q2)[house.plan.pk]}
    action = builders.make_action(plan=house.plan, number=2)
    builders.make_action_update(action=action, quarter=house.round)
    risk = builders.make_risk(plan=house.plan, number=2)
    builders.make_assessment(risk=risk, quarter=house.round)
    later = builders.make_dependency(plan=house.plan, priority="NI 100")
    builders.make_dependency_update(dependency=later, quarter=house.round)

    assert {each.about for each in asked_of([house.plan], Q2)[house.plan.pk]} == before
    assert {"action-2", "risk-2", f"dependency-{later.pk}"} <= {
        each.about for each in asked_of([house.plan], Q3)[house.plan.pk]
    }
