"""The public page: a published quarter for everybody, and no more than the public may read."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from periods.models import Quarter
from reports.disclosure.clearing import clear
from reports.releases.publishing import publish, withdraw
from tests.builders import (
    make_action,
    make_actual,
    make_annual_indicator,
    make_indicator,
    make_plan,
    make_quarter,
    make_return,
    make_target,
)
from tests.look.markup import find, text

pytestmark = pytest.mark.django_db

# Where anybody may go without signing in, and the door itself.
OPEN = {"/public/", "/accounts/login/", "/accessibility/", "/privacy/", "/cookies/"}


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.LAA_PUBLIC = True


@pytest.fixture
def published(officer):
    """Quarter 2: one figure that may be seen, and a small one; with words."""
    quarter = make_quarter("2009/10 Q2")
    seen = make_indicator(code="LAC 01", title="Health assessments")
    small = make_annual_indicator(code="NI 101", title="GCSEs")
    plan = make_plan(reference="NI 101", title="Better GCSEs", indicators=[seen, small])
    make_target(indicator=seen, period="2009/10", value=Decimal(50))
    make_target(indicator=small, period="2008/09", value=Decimal(15))
    make_actual(indicator=seen, numerator=31, denominator=40, period="2009/10 Q2",
                reported_in=quarter, why="A new nurse.")  # fmt: skip
    make_actual(indicator=small, numerator=3, denominator=41, period="2008/09",
                reported_in=quarter)  # fmt: skip
    make_action(plan=plan, number=1, action="Hire a nurse")
    make_return(plan=plan, quarter=quarter, summary="A good quarter.")
    quarter = make_quarter("2009/10 Q2", state="closed")
    return publish(quarter, by=officer, reason="Because")


def words(response) -> str:
    (main,) = find(response.content.decode(), "main")
    return re.sub(r"\s+", " ", text(main))


@pytest.mark.parametrize("address", ["/public/", "/public/2009-q2/"])
def test_it_is_not_there_unless_it_is_switched_on(published, settings, client, address):
    settings.LAA_PUBLIC = False

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/public/", "/public/2009-q2/"])
def test_anybody_reads_the_published_quarter(published, client, address):
    page = client.get(address)

    assert page.status_code == 200
    assert "The one target with a result was met" in words(page)
    assert "31 of 40 children" in words(page)


def test_a_small_figure_is_masked_and_said_to_be(published, client):
    said = words(client.get("/public/"))

    assert "1 masked" in said
    assert "[c]" in said
    assert "3 of 41" not in said


@pytest.mark.parametrize("address", ["/public/2009-q3/", "/public/2009-q1/", "/public/2031-q1/"])
def test_a_quarter_that_is_not_published_is_not_there(published, client, address):
    make_quarter("2009/10 Q3")

    assert client.get(address).status_code == 404


def test_a_withdrawn_quarter_is_not_there(published, officer, client):
    withdraw(Quarter.objects.get(label="2009/10 Q2"), by=officer, reason="A mistake")

    assert client.get("/public/2009-q2/").status_code == 404
    assert "No quarter has been published yet" in words(client.get("/public/"))


def test_no_words_are_there_until_they_are_cleared(published, officer, client):
    hidden = ("A good quarter.", "Hire a nurse", "A new nurse.")
    assert [each for each in hidden if each in words(client.get("/public/"))] == []

    clear([("plan/ni-101/summary", hidden[0]), ("plan/ni-101/action 1", hidden[1]),
           ("indicator/lac-01/why", hidden[2])], by=officer)  # fmt: skip

    assert [each for each in hidden if each in words(client.get("/public/"))] == list(hidden)


def test_no_cookie_is_set(published, client):
    for address in ("/public/", "/public/2009-q2/"):
        page = client.get(address)

        assert not page.cookies
        assert "Set-Cookie" not in page.headers


def test_it_leads_nowhere_where_one_has_to_sign_in(published, client):
    page = client.get("/public/").content.decode()
    addresses = {each[1]["href"] for each in find(page, "a") if "href" in each[1]}
    inside = {each for each in addresses if each.startswith("/")}

    assert inside - OPEN - {"/public/2009-q2/"} == set()
    assert "/accounts/login/" in inside


def test_it_is_the_same_whoever_asks(published, officer, member, somebody):
    pages = [Client().get("/public/").content]
    for person in (officer, member, somebody):
        client = Client()
        client.force_login(person)
        pages.append(client.get("/public/").content)

    assert len(set(pages)) == 1


def test_one_quarter_leads_to_the_others_that_are_published(published, officer, client):
    publish(make_quarter("2009/10 Q3", state="closed"), by=officer, reason="Because")
    page = client.get("/public/").content.decode()

    assert 'href="/public/2009-q2/"' in page
    assert "2009/10 Quarter 3, for everybody" in words(client.get("/public/"))


def test_an_officer_reads_what_was_released_to_whom(published, officer, client):
    client.force_login(officer)
    said = words(client.get("/releases/"))

    assert "2009/10 Quarter 2, release 1" in said
    assert "Olive Officer" in said
    assert "Everybody, on the public page" in said
    assert "numerators of 5 or less" in said
