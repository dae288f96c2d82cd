"""Every address of the URLconf asks the database as often for many plans as for few."""

from typing import NamedTuple

import pytest
from django.db import connection

from reports.pages import kept
from tests.access import house as houses
from tests.access.addresses import route_of, routes
from tests.access.crawl import Visitor
from tests.access.house import Figures
from tests.access.matrix import addressed
from tests.access.test_matrix import built
from tests.builders import make_action, make_milestone, make_part, make_risk
from tests.pgtest import chosen_database

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.thorough,
    pytest.mark.skipif(chosen_database() != "sqlite", reason="both are asked the same questions"),
]

# Plans more than the house has, of two indicators each.
FEW, MANY = 2, 8
# How often these ask is counted in test_queries, and they take long to make.
FILES = (".pdf", ".docx")
# Django's own page, which names one by one whatever would be deleted with a quarter.
GROWS = {"/admin/periods/quarter/2009_2F10 Q1/delete/"}


class Asked(NamedTuple):
    """An address as an officer asks for it, what is answered, and by how many queries."""

    address: str
    answer: str
    queries: int


def asked_of(django_db_blocker, more: int) -> list[Asked]:
    """Every page that is answered to an officer, in a house of so many plans more."""
    with pytest.MonkeyPatch.context() as patch:
        fill(patch, more)
        with built(django_db_blocker) as house:
            officer = Visitor(house, "officer")
            asked = [ask(officer, address) for address in addressed() if is_page(address)]
    return [each for each in asked if each.answer.endswith("200")]


def is_page(address: str) -> bool:
    return not address.partition("?")[0].endswith(FILES)


def ask(visitor: Visitor, address: str) -> Asked:
    """Of the page drawn anew, of nothing that this process knows already."""
    kept.forget()
    number = 0

    def count(execute, *given):
        nonlocal number
        number += 1
        return execute(*given)

    with connection.execute_wrapper(count):
        visit = visitor.get(address)
    return Asked(address, visit.answer, number)


def fill(patch: pytest.MonkeyPatch, more: int) -> None:
    """Let the house have so many plans more, with all that is reported of each in every round."""
    the_plan, begin_round = houses.the_plan, houses.begin_round
    others = {}

    def with_others(reference, figures):
        plan = the_plan(reference, figures)
        if not others:
            for number in range(more):
                other = the_plan(f"NI {number + 1}", Figures())
                make_milestone(action=make_action(plan=plan, number=number + 2), number=1)
                make_risk(plan=plan, number=number + 2)
                make_part(plan=other)
                others[other] = Figures()
        return plan

    patch.setattr(houses, "the_plan", with_others)
    patch.setattr(
        houses, "begin_round", lambda label, plans, by: begin_round(label, plans | others, by)
    )


@pytest.fixture(scope="module")
def few_and_many(django_db_setup, django_db_blocker) -> list[tuple[Asked, Asked]]:
    few, many = (asked_of(django_db_blocker, each) for each in (FEW, MANY))
    return list(zip(few, many, strict=True))


def test_no_address_asks_more_often_for_more_but_one(few_and_many):
    grown = {few.address for few, many in few_and_many if many.queries > few.queries}

    assert grown == GROWS


def test_every_other_route_was_asked(few_and_many):
    asked = {route_of(few.address) for few, _ in few_and_many}

    assert asked == {route_of(many.address) for _, many in few_and_many}
    assert len(asked) > 0.6 * len(routes())
