"""While the house may only be read: everything is read as ever, and nothing is saved."""

import json

import pytest
from django.test import override_settings

from tests.access.crawl import Visitor, state_of_database
from tests.access.matrix import ROLES, addressed
from tests.access.test_matrix import FILLED_IN, built

pytestmark = pytest.mark.django_db
SAID = "Back at 14:00: we are moving to a new server."
PAGE = "/returns/ni-101/2009-q3/summary/"


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    with built(django_db_blocker) as house, override_settings(LAA_READ_ONLY=SAID):
        yield house


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_whatever_would_change_anything_is_answered_with_503_and_why(house, method):
    officer, before = Visitor(house, "officer"), state_of_database()

    sent = [officer.send(address, FILLED_IN, method) for address in addressed()]

    assert [str(each) for each in sent if each.answer != "503"] == []
    assert [str(each) for each in sent if SAID.encode() not in each.body] == []
    assert {each.headers["Retry-After"] for each in sent} == {"3600"}
    assert state_of_database() == before


@pytest.mark.thorough
@pytest.mark.parametrize("role", ROLES)
def test_whatever_is_read_is_answered_as_ever(house, role):
    reader, column, matrix = Visitor(house, role), ROLES.index(role), addressed()

    asked = {address: reader.get(address).answer for address in matrix}

    assert asked == {address: answers[column] for address, answers in matrix.items()}


def test_what_was_typed_into_a_return_is_given_back(house):
    lead = Visitor(house, "lead").client
    stamp = lead.get(PAGE).context["stamp"]
    sent = {"stamp": stamp, "note": "Nobody will lose this."}

    answer = lead.post(PAGE, sent)
    assert answer.status_code == 503
    assert "Nobody will lose this." in answer.content.decode()

    draft = lead.post(PAGE, sent, headers={"X-Saves": "draft"})
    assert draft.status_code == 503
    assert json.loads(draft.content) == {"sentence": f"Not saved. {SAID}"}
