"""What is there already is refused in one sentence, at its field, in our words."""

import pytest

from accounts.models import User
from indicators.models import Indicator
from periods.models import Quarter
from plans.models import Agreement, DeliveryPlan
from tests import builders
from tests.admin.posting import add, errors


@pytest.mark.parametrize(
    ("model", "given", "expected"),
    [
        pytest.param(
            Indicator, {"code": "NI 101"}, {"code": ["Another indicator has this code."]},
            id="indicator",
        ),
        pytest.param(
            DeliveryPlan, {"reference": "ni 101"},
            {"reference": ["Another plan has this reference: choose one of its own."]},
            id="plan",
        ),
        pytest.param(
            Quarter, {"label": "2009/10 Q3"},
            {"label": ["This quarter is there already: change that one."]},
            id="quarter",
        ),
        pytest.param(
            Agreement, {"title": "An agreement"},
            {"title": ["There is an agreement of this title: change that one."]},
            id="agreement",
        ),
        pytest.param(
            User, {"email": "Ann@council.example", "username": "annie"},
            {"email": ["Somebody already has this e-mail address."]},
            id="person",
        ),
    ],
)  # fmt: skip
def test_what_is_there_already_is_said_once_at_its_field(office, model, given, expected):
    builders.make_indicator(code="NI 101")
    builders.make_plan(reference="NI 101", agreement=builders.make_agreement(title="An agreement"))
    builders.make_quarter("2009/10 Q3")
    builders.make_user(email="ann@council.example", username="ann")

    told = errors(add(office, model._meta.label_lower.replace(".", "_"), **given))

    assert {field: told.get(field) for field in given if field in expected} == expected
