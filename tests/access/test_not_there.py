"""What is another's is answered as what was never there: the same status, words and headers."""

import re

import pytest

from tests.access.crawl import Visit, Visitor
from tests.access.matrix import addressed
from tests.access.test_matrix import FILLED_IN, built

pytestmark = pytest.mark.django_db

# Who has no part in the other plan, and a name of the same length that no plan has.
WHO = ("stranger", "neighbour", "contributor", "lead", "board")
OURS, THEIRS, NOBODYS = "ni-101", "ni-99", "ni-98"
# What each answer has of its own.
OWN = {"X-Request-ID", "Set-Cookie", "Date"}
REFERENCE = re.compile(rb"[0-9a-f]{32}")


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    with built(django_db_blocker) as house:
        yield house


def told(visit: Visit) -> tuple:
    """All that an answer tells, but for what each has of its own."""
    headers = {name: value for name, value in visit.headers.items() if name not in OWN}
    return visit.answer, REFERENCE.sub(b"", visit.body), headers


def of_their_returns() -> list[str]:
    """Addresses of the open return, as its own people have them, for the other plan."""
    found = {
        each.replace(OURS, THEIRS)
        for each in addressed()
        if each.startswith(f"/returns/{OURS}/2009-q3/")
    }
    return sorted(found)


def pairs(visitor: Visitor, way: str) -> list[tuple[Visit, Visit]]:
    """What is answered about another's return, and about one of a plan that there is not."""

    def ask(address: str) -> Visit:
        return visitor.get(address) if way == "GET" else visitor.send(address, FILLED_IN, way)

    return [
        (ask(address), ask(address.replace(THEIRS, NOBODYS)))
        for address in of_their_returns()
        if visitor.role != "neighbour" or THEIRS not in address
    ]


@pytest.mark.parametrize("way", ["GET", "POST"])
@pytest.mark.parametrize("role", ["stranger", "contributor", "lead", "board"])
def test_another_plans_return_is_answered_as_one_of_a_plan_that_there_is_not(house, role, way):
    asked = pairs(Visitor(house, role), way)

    assert [str(one) for one, other in asked if told(one) != told(other)] == []
    # An address that takes questions only says so before it looks whose it is.
    assert {one.answer for one, _ in asked} <= ({"404"} if way == "GET" else {"404", "405"})
    assert len(asked) > 15


def test_ones_own_is_told_apart_so_the_test_above_can_fail(house):
    neighbour = Visitor(house, "neighbour")
    address = f"/returns/{THEIRS}/2009-q3/"

    assert told(neighbour.get(address)) != told(neighbour.get(address.replace(THEIRS, NOBODYS)))


def test_another_persons_token_is_stopped_as_one_that_nobody_has(house):
    (address,) = (
        each for each in addressed() if re.fullmatch(r"/feeds/tokens/[1-9]\d*/stop/", each)
    )
    nobodys = re.sub(r"\d+", "99999999", address)
    for role in WHO:
        if role == "contributor":
            continue
        visitor = Visitor(house, role)
        assert told(visitor.send(address)) == told(visitor.send(nobodys)), role
    owner = Visitor(house, "contributor")
    assert told(owner.send(address)) != told(owner.send(nobodys))


def test_a_plan_named_in_a_form_or_a_filter_is_not_there_either(house):
    """Neither a box, a filter nor where to go next leads to another's return."""
    lead = Visitor(house, "lead")
    for sent in ({"plan": THEIRS, "then": f"/returns/{THEIRS}/2009-q3/"}, {"plan": NOBODYS}):
        answered = lead.send("/returns/", FILLED_IN | sent)
        assert not answered.wrote
        assert answered.answer in {"403", "404", "405", "200"}
    theirs, nobodys = (lead.get(f"/returns/?plan={each}") for each in (THEIRS, NOBODYS))
    assert theirs.body.replace(THEIRS.encode(), b"") == nobodys.body.replace(NOBODYS.encode(), b"")
