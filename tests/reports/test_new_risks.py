"""What is a new risk on one page is one on every page."""

from datetime import date

import pytest

from reports.changes.between import changes
from reports.reading.facts import facts_as_at
from reports.reading.objects import Stamp
from reports.releases.building import Building
from tests.builders import make_assessment, make_plan, make_quarter, make_risk

pytestmark = pytest.mark.django_db

EARLIER, NOW = "2009/10 Q1", "2009/10 Q2"


def building(quarter):
    stamp = Stamp(quarter, quarter, "", "closed")
    return Building(facts_as_at(quarter), stamp, masked=False, today=date(2010, 1, 11))


@pytest.mark.parametrize(
    ("earlier", "now", "movement", "told"),
    [
        pytest.param(
            None,
            ("Low", "Medium"),
            "new this quarter",
            ["(Money) is new: impact Low, likelihood Medium."],
            id="first rated now",
        ),
        pytest.param(
            None,
            ("", ""),
            "new this quarter",
            ["(Money) is new, and not rated yet."],
            id="first looked at now",
        ),
        pytest.param(
            ("", ""),
            ("Low", "Medium"),
            "rated now",
            ["(Money) is rated now: impact Low, likelihood Medium."],
            id="looked at before, and not rated",
        ),
        pytest.param(None, None, "not reviewed this quarter", [], id="nobody looked at it yet"),
    ],
)
def test_a_risk_in_the_register_is_new_where_it_is_first_assessed(earlier, now, movement, told):
    ours = make_risk(plan=make_plan(reference="NI 101"), risk="Money")
    for label, rating in ((EARLIER, earlier), (NOW, now)):
        quarter = make_quarter(label, state="closed")
        if rating:
            make_assessment(risk=ours, quarter=quarter, impact=rating[0], likelihood=rating[1])

    (card,) = building(NOW).report("quarter").risks
    found = changes(building(EARLIER).digest(), building(NOW).digest())

    assert card.movement_text == movement
    assert [each.said for each in found.all if "risk" in each.subject] == told
