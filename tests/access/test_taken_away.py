"""Who is let in no more, or has a part no more, is answered so at the very next request."""

import pytest

from accounts.models import User
from plans.models import PlanPerson
from tests.access.crawl import Visitor
from tests.access.test_matrix import built

pytestmark = pytest.mark.django_db

RETURN = "/returns/ni-101/2009-q3/"
OFFICERS = ("/imports/", "/audit/", "/admin/", "/imports/export.xlsx")


@pytest.fixture
def house(django_db_setup, django_db_blocker):
    with built(django_db_blocker) as house:
        yield house


def change(visitor: Visitor, house, **given) -> None:
    User.objects.filter(pk=house.people[visitor.role].pk).update(**given)


def test_an_officer_who_holds_the_office_no_more_opens_no_page_of_it(house):
    officer = Visitor(house, "officer")
    assert {officer.get(each).answer for each in OFFICERS} == {"200"}

    change(officer, house, office="")

    assert [officer.get(each).answer for each in OFFICERS] == ["403", "403", "door", "403"]
    assert not officer.send("/quarters/2009-q3/close/", {"post": "yes"}).wrote


@pytest.mark.parametrize("role", ["contributor", "lead", "board", "officer"])
def test_who_is_let_in_no_more_is_sent_to_sign_in(house, role):
    visitor = Visitor(house, role)
    assert visitor.get("/accounts/").answer == "200"

    change(visitor, house, is_active=False)

    assert visitor.get("/accounts/").answer == "in"
    assert visitor.send(RETURN, {"then": "next"}).answer == "in"


@pytest.mark.parametrize("role", ["contributor", "lead"])
def test_a_return_is_not_there_for_who_has_no_part_in_it_any_more(house, role):
    visitor = Visitor(house, role)
    pages = [RETURN, f"{RETURN}figures/", f"{RETURN}summary/", f"{RETURN}workbook.xlsx"]
    assert {visitor.get(each).answer for each in pages} == {"200"}

    PlanPerson.objects.filter(user=house.people[role]).delete()

    assert {visitor.get(each).answer for each in pages} == {"404"}
    sent = visitor.send(f"{RETURN}summary/", {"summary-summary": "Words", "then": "next"})
    assert (sent.answer, sent.wrote) == ("404", frozenset())
