"""Pages of what is published are drawn once, and are never those of somebody else or before."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.disclosure.clearing import clear
from reports.models import Release
from reports.pages import kept, public, views
from reports.releases.publishing import publish, withdraw
from tests.builders import (
    make_action,
    make_actual,
    make_annual_indicator,
    make_part,
    make_plan,
    make_quarter,
    make_target,
    make_user,
)

pytestmark = pytest.mark.django_db
PASSWORD = "three odd words"
ADDRESSES = (
    "/",
    "/dashboard/",
    "/dashboard/2009-q2/",
    "/dashboard/2009-q2/?type=large",
    "/dashboard/?status=missed",
    "/dashboard/?audience=public",
    "/changes/2009-q1..2009-q2/",
    "/plans/",
    "/plans/ni-101/",
    "/indicators/ni-101/",
    "/reports/2009-q2/",
    "/reports/2009-q2/ni-101/",
    "/public/2009-q2/",
)
WARM = 11  # queries: session, person, rounds, parts, releases, and who is shown what
DRAWN = (views, "page"), (public, "_public")


@pytest.fixture
def plan():
    indicator = make_annual_indicator(code="NI 101", title="GCSEs")
    make_target(indicator=indicator, period="2008/09", value=15)
    plan = make_plan(reference="NI 101", indicators=[indicator])
    make_action(plan=plan, number=1, action="Hire a tutor")
    return plan


@pytest.fixture
def published(plan, officer, settings):
    """Quarters 1 and 2, the figure revised in between."""
    settings.LAA_PUBLIC = True
    for label, numerator in (("2009/10 Q1", 20), ("2009/10 Q2", 21)):
        report(plan, label, numerator, officer)


def report(plan, label, numerator, officer):
    (indicator,) = plan.indicators.all()
    make_actual(
        indicator=indicator, period="2008/09", reported_in=make_quarter(label),
        numerator=numerator, denominator=40,
    )  # fmt: skip
    return publish(make_quarter(label, state="closed"), by=officer, reason="Because")


@pytest.fixture
def board(client, member):
    client.force_login(member)
    return client


@pytest.fixture
def nothing_is_drawn(monkeypatch):
    """From the call on, a page that is drawn anew fails."""

    def switch_on():
        def fail(*given, **context):
            raise AssertionError("drawn anew")

        for room, name in DRAWN:
            monkeypatch.setattr(room, name, fail)

    return switch_on


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_drawn_once_and_looks_the_same_again(published, board, nothing_is_drawn, address):
    first = board.get(address)
    nothing_is_drawn()
    with CaptureQueriesContext(connection) as asked:
        second = board.get(address)

    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert len(asked) <= WARM


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_left_of_where_parts_come_later(published, board, address):
    answer = board.get(address)
    assert answer.status_code == 200
    assert not re.search(rb"comes? later", answer.content)


def test_each_reader_has_their_own_name_on_it(published, nothing_is_drawn):
    ann, ben = (make_user(name=each, office="Board member") for each in ("Ann Lee", "Ben Low"))
    pages = []
    for person in (ann, ben):
        browser = Client()
        browser.force_login(person)
        pages.append(browser.get("/dashboard/").content.decode())
        nothing_is_drawn()

    assert ["Ann Lee" in each for each in pages] == [True, False]
    assert ["Ben Low" in each for each in pages] == [False, True]


@pytest.mark.parametrize(("address", "awake"), [("/dashboard/", True), ("/public/2009-q2/", False)])
def test_whoever_signed_in_is_kept_awake_but_on_the_page_that_is_the_same_for_all(
    published, board, address, awake
):
    for _ in range(2):  # drawn, and as it was kept
        page = board.get(address).content
        assert (b'name="awake"' in page, b"js/awake" in page) == (awake, awake)


def test_an_officer_and_a_board_member_have_pages_of_their_own(published, board, officer):
    board.get("/dashboard/2009-q2/")
    board.force_login(officer)
    page = board.get("/dashboard/2009-q2/").content.decode()
    assert "officers’ view" in page


def test_a_message_is_shown_once(published, client):
    person = make_user(name="Bea Board", office="Board member", password=PASSWORD)
    client.force_login(person)
    client.get("/dashboard/")
    changed = {"oldpassword": PASSWORD, "password1": "three odder words"}
    assert client.post("/accounts/password/change/", changed).status_code == 302

    shown = [b"govuk-notification-banner" in client.get("/dashboard/").content for _ in range(2)]
    assert shown == [True, False]


def test_the_page_that_is_the_same_for_all_takes_no_message_and_sets_no_cookie(published, client):
    person = make_user(name="Bea Board", office="Board member", password=PASSWORD)
    client.force_login(person)
    client.get("/dashboard/")
    changed = {"oldpassword": PASSWORD, "password1": "three odder words"}
    client.post("/accounts/password/change/", changed)

    for _ in range(2):  # drawn, and as it was kept
        assert not client.get("/public/2009-q2/").cookies
    assert b"govuk-notification-banner" in client.get("/dashboard/").content


def test_what_was_published_later_is_on_it_at_once(published, board, plan, officer):
    before = board.get("/dashboard/2009-q1/").content
    assert b"2009/10 Quarter 3" not in before
    report(plan, "2009/10 Q3", 22, officer)

    assert b"2009/10 Quarter 3" in board.get("/dashboard/2009-q1/").content
    assert b"22 of 40" in board.get("/dashboard/").content


def test_what_is_withdrawn_is_gone_at_once(published, board, officer):
    assert board.get("/dashboard/2009-q2/").status_code == 200
    release = Release.objects.get(quarter="2009/10 Q2")
    withdraw(release.quarter, by=officer, reason="A typing error")

    assert board.get("/dashboard/2009-q2/").status_code == 404
    assert b"21 of 40" not in board.get("/dashboard/").content


def test_a_text_is_on_the_public_page_as_long_as_it_is_cleared(published, client, officer):
    def is_shown():
        return b"Hire a tutor" in client.get("/public/2009-q2/").content

    text = ("plan/ni-101/action 1", "Hire a tutor")
    shown = [is_shown()]
    for cleared in (True, False):
        clear([text], by=officer, cleared=cleared)
        shown.append(is_shown())

    assert shown == [False, True, False]


def test_the_setting_that_masks_the_board_counts_at_once(plan, board, officer, settings):
    report(plan, "2009/10 Q2", 3, officer)
    assert b"3 of 40" in board.get("/dashboard/").content
    settings.LAA_BOARD_AUDIENCE = "masked"
    assert b"3 of 40" not in board.get("/dashboard/").content


def test_people_of_a_plan_and_quarters_that_are_open_are_not_kept(published, client, plan, officer):
    contributor = make_user()
    make_part(plan=plan, user=contributor)
    client.force_login(contributor)
    client.get("/dashboard/")
    client.force_login(officer)
    make_quarter("2009/10 Q3")
    client.get("/dashboard/")

    assert not kept._pages


def test_what_cannot_be_shown_is_not_kept(published, board):
    answer = board.get("/reports/2009-q2/no-such-plan/")
    assert answer.status_code == 404
    assert b"Bea Board" in answer.content
    assert not kept._pages


def test_no_more_than_so_many_are_kept(published, board, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 3)
    for number in range(5):
        board.get(f"/dashboard/?status={number}")
    assert len(kept._pages) == 3
