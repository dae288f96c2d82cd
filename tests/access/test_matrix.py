"""Every address, everybody: who is shown what, and that asking changes nothing.

On PostgreSQL the contributor and the officer ask, and the lead sends, who between them put all
questions to it; the thorough tests let everybody.

The expected answers stand in `matrix`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.conf import settings
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import override_settings

from tests.access.addresses import route_of, routes
from tests.access.crawl import Visit, Visitor, rolled_back, state_of_database
from tests.access.house import TODAY, House, build_house
from tests.access.matrix import ENTERED, LOOKED_AT, ROLES, addressed
from tests.pgtest import thorough_on_postgres

pytestmark = pytest.mark.django_db

# A quarter that nobody has heard of stands in for one that is hidden.
QUARTER, UNHEARD_OF = re.compile(r"2009-q\d"), "2031-q1"
# What our forms ask for: nobody is turned away for having left something out.
FILLED_IN = {
    "reason": "Because",
    "post": "yes",
    "due_0": "15",
    "due_1": "1",
    "due_2": "2010",
    "audience": "public",
    "email": "eve@other.example",
    "name": "Eve",
}
# A lead writes into the open return of their own plan.
MAY_WRITE = ("lead", "/returns/ni-101/2009-q3/")
SENDERS = (
    pytest.param("anonymous", marks=pytest.mark.thorough),
    thorough_on_postgres("stranger"),
    "lead",
    pytest.param("board", marks=pytest.mark.thorough),
)
OFFICERS_STEPS = (
    "/quarters/2009-q3/close/",
    "/quarters/2009-q1/publish/",
    "/quarters/2009-q2/withdraw/",
)
# On PostgreSQL.
ASK_POSTGRES = ("contributor", "officer")
NEVER_SIGNED_IN = ("anonymous", "deactivated")
# What anybody does to nobody but themselves.
ONES_OWN = {"/accounts/logout/", "/calendar/make/", "/calendar/stop/", "/feeds/tokens/"}
# What no page of ours sends.
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
ANOTHERS_TOKEN = {"csrfmiddlewaretoken": "b" * CSRF_SECRET_LENGTH}
ELSEWHERE = {"HTTP_ORIGIN": "https://elsewhere.example"}


@dataclass(frozen=True)
class Crawl:
    """What somebody was answered."""

    role: str
    matrix: dict[str, list[str]]
    asked: list[Visit]
    hidden: list[tuple[Visit, Visit]]  # and what was answered about an unheard-of quarter
    before: dict[str, str]
    after: dict[str, str]


@pytest.fixture(
    scope="module",
    params=[each if each in ASK_POSTGRES else thorough_on_postgres(each) for each in ROLES],
)
def crawl(request, django_db_setup, django_db_blocker) -> Crawl:
    """Everybody at every address, once, so that each test is one sentence about it."""
    with built(django_db_blocker) as house:
        visitor = Visitor(house, request.param)
        matrix = addressed()
        before = state_of_database()
        asked = [visitor.get(address) for address in matrix]
        hidden = [each for each in asked if each.answer == "404" and QUARTER.search(each.address)]
        unheard_of = [visitor.get(in_another_quarter(each)) for each in hidden]
        after = state_of_database()
        pairs = list(zip(hidden, unheard_of, strict=True))
        return Crawl(request.param, matrix, asked, pairs, before, after)


@contextmanager
def built(django_db_blocker) -> Iterator[House]:
    """The house, for as long as somebody looks at it."""
    with django_db_blocker.unblock(), rolled_back(), override_settings(LAA_TODAY=TODAY):
        yield build_house()


@pytest.fixture(scope="module", params=SENDERS)
def sent(request, django_db_setup, django_db_blocker) -> list[Visit]:
    """What came of it where somebody sent a form to every address."""
    with built(django_db_blocker) as house:
        sender = Visitor(house, request.param)
        return [sender.send(address, FILLED_IN) for address in addressed().keys() - ONES_OWN]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(({}, {}), id="no token"),
        pytest.param((ANOTHERS_TOKEN, {}), id="another's token", marks=pytest.mark.thorough),
        pytest.param(({}, ELSEWHERE), id="from elsewhere", marks=pytest.mark.thorough),
    ],
)
def without_token(request, django_db_setup, django_db_blocker) -> list[Visit]:
    """What came of it where an officer sent forms without their token, or another's."""
    token, headers = request.param
    with built(django_db_blocker) as house:
        careful = Visitor(house, "officer", enforce_csrf_checks=True)
        careful.client.cookies[settings.CSRF_COOKIE_NAME] = "a" * CSRF_SECRET_LENGTH
        return [careful.send(address, FILLED_IN | token, **headers) for address in addressed()]


def in_another_quarter(visit: Visit) -> str:
    return QUARTER.sub(UNHEARD_OF, visit.address)


def test_every_address_has_a_row(crawl):
    assert routes() - set(map(route_of, crawl.matrix)) == set()


def test_every_noun_of_the_house_has_a_row():
    rooms = {label.partition(".")[0] for label in (*ENTERED, *LOOKED_AT)}
    nouns = {
        each._meta.label
        for each in apps.get_models()
        if each._meta.app_label in rooms and not each._meta.model_name.startswith("historical")
    }

    assert nouns == {*ENTERED, *LOOKED_AT}


def test_everybody_is_answered_as_the_matrix_says(crawl):
    column = ROLES.index(crawl.role)
    expected = {address: answers[column] for address, answers in crawl.matrix.items()}

    assert {each.address: each.answer for each in crawl.asked} == expected


def test_an_unpublished_quarter_is_answered_as_if_it_were_not_there(crawl):
    told_apart = [str(hidden) for hidden, unheard in crawl.hidden if hidden.body != unheard.body]

    assert told_apart == []
    assert len(crawl.hidden) > 10 or crawl.role in NEVER_SIGNED_IN


def test_asking_changes_nothing(crawl):
    assert [f"{each}: {sorted(each.wrote)}" for each in crawl.asked if each.wrote] == []
    assert crawl.after == crawl.before


def test_nothing_is_changed_by_whoever_may_not(sent):
    role, address = MAY_WRITE
    wrote = [each for each in sent if each.wrote]
    theirs = [each for each in wrote if each.role == role and each.address.startswith(address)]

    assert [f"{each}: {sorted(each.wrote)}" for each in wrote if each not in theirs] == []


def test_an_officer_who_sends_the_same_changes_something(django_db_setup, django_db_blocker):
    with built(django_db_blocker) as house:
        officer = Visitor(house, "officer")
        sent = [officer.send(address, FILLED_IN) for address in OFFICERS_STEPS]

    assert [str(each) for each in sent if not each.wrote] == []


def test_nothing_is_changed_without_the_forms_token(without_token):
    let_in = [
        each
        for each in without_token
        if each.wrote
        or (each.answer != "403" and not only_read(each) and route_of(each.address) is not None)
    ]

    assert list(map(str, let_in)) == []


@pytest.mark.parametrize("role", ["anonymous", "officer"])
def test_no_address_takes_a_method_that_no_page_sends(django_db_setup, django_db_blocker, role):
    with built(django_db_blocker) as house:
        sender = Visitor(house, role)
        sent = [
            sender.send(address, FILLED_IN, method)
            for address in addressed()
            for method in OTHER_METHODS
        ]

    assert [str(each) for each in sent if each.answer not in ("405", "in") or each.wrote] == []


@pytest.mark.thorough
@pytest.mark.parametrize("role", ROLES)
def test_what_is_asked_for_without_its_body_is_answered_alike(
    django_db_setup, django_db_blocker, role
):
    with built(django_db_blocker) as house:
        client, differing = Visitor(house, role).client, []
        for address in addressed():
            whole, short = client.get(address), client.head(address)
            if (short.status_code, short.getvalue()) != (whole.status_code, b""):
                differing.append(address)
            whole.close()

    assert differing == []


def only_read(visit: Visit) -> bool:
    """Whether the address told that it takes questions only, so that there is nothing to guard."""
    return visit.answer == "405" and visit.headers["Allow"] == "GET, HEAD"


# What every answer carries ---------------------------------------------------------------


def test_every_answer_forbids_what_our_pages_do_not_need(crawl):
    (policy,) = {each.headers.get("Content-Security-Policy", "") for each in crawl.asked}
    directives = dict(each.strip().split(" ", maxsplit=1) for each in policy.split(";"))

    for name in ("default-src", "base-uri", "frame-ancestors", "object-src"):
        assert directives[name] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_answer_says_so(crawl, header, value):
    assert {each.headers.get(header) for each in crawl.asked} == {value}


def test_no_answer_is_kept_on_the_way_or_on_a_shared_computer(crawl):
    kept = [
        str(each)
        for each in crawl.asked
        if not {"private", "no-store"} <= set(each.headers["Cache-Control"].split(", "))
    ]

    assert kept == []
