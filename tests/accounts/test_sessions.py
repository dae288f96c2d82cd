"""Whoever does nothing for half an hour is signed out, and nobody stays for more than 12 hours."""

import pytest
import time_machine
from django.test import Client

from tests.builders import make_officer
from tests.look.markup import find, text

pytestmark = pytest.mark.django_db
MINUTE, HOUR = 60, 3600
IDLE = "Nothing was done here for 30 minutes, so you were signed out."


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-30 09:00", tick=False) as clock:
        yield clock


@pytest.fixture
def officer(client, clock):
    client.force_login(make_officer())
    return client


def is_in(client):
    return client.get("/accounts/").status_code == 200


@pytest.mark.parametrize(
    ("minutes", "stays"),
    [
        pytest.param([29, 29, 29], True, id="a page every half hour"),
        pytest.param([31], False, id="none for longer"),
        pytest.param([4, 4, 4, 4, 4, 4, 4], True, id="many pages"),
        pytest.param([4, 31], False, id="many pages, and none for longer"),
    ],
)
def test_half_an_hour_without_a_request_ends_it(officer, clock, minutes, stays):
    seen = []
    for each in minutes:
        clock.shift(each * MINUTE)
        seen.append(is_in(officer))
    assert seen[-1] is stays


def test_twelve_hours_end_it_whatever_is_done(officer, clock):
    stays = 0
    while is_in(officer):
        stays += 20
        clock.shift(20 * MINUTE)
    assert 12 * 60 < stays <= 12 * 60 + 20


def test_where_it_is_switched_off_only_the_hours_count(officer, clock, settings):
    settings.LAA_IDLE_MINUTES = 0
    clock.shift(11 * HOUR)
    assert is_in(officer)


def test_the_sign_in_page_says_why(officer, clock):
    clock.shift(40 * MINUTE)
    page = officer.get("/plans/", follow=True)
    assert page.redirect_chain == [("/accounts/login/?next=/plans/", 302)]
    assert IDLE in page.content.decode()


def test_what_was_typed_in_the_admin_is_given_back(officer, clock):
    clock.shift(40 * MINUTE)
    answer = officer.post("/admin/plans/deliveryplan/add/", {"title": "Nobody loses this."})

    assert answer.status_code == 403
    (main,) = find(answer.content.decode(), "main")
    assert IDLE in text(main)
    assert "Nobody loses this." in text(main)
    assert not is_in(officer)


def test_signing_out_then_is_signing_out(officer, clock):
    clock.shift(40 * MINUTE)
    assert officer.post("/accounts/logout/").status_code == 302


def test_reading_writes_at_most_every_five_minutes(officer, clock):
    def writes():
        before = officer.session["seen"]
        is_in(officer)
        return officer.session["seen"] != before

    told = []
    for _ in range(6):
        clock.shift(2 * MINUTE)
        told.append(writes())
    assert told == [False, False, True, False, False, True]


def test_a_page_on_which_somebody_types_can_say_so(officer, clock):
    for _ in range(3):
        clock.shift(20 * MINUTE)
        assert officer.get("/accounts/awake/").status_code == 204
    assert is_in(officer)


# Where somebody is signed in ----------------------------------------------------------------


PASSWORD = "three odd words"


@pytest.fixture
def two_browsers(db):
    make_officer(username="olive", password=PASSWORD)
    browsers = [Client(headers={"user-agent": each}) for each in ("Firefox", "Chromium")]
    for each in browsers:
        each.post("/accounts/login/", {"login": "olive", "password": PASSWORD})
    return browsers


def test_one_sees_where_one_is_signed_in(two_browsers):
    page = two_browsers[0].get("/accounts/sessions/").content.decode()
    assert "Firefox" in page
    assert "Chromium" in page
    assert page.count("This browser, now") == 1


def test_one_ends_all_others_at_once(two_browsers):
    here, there = two_browsers
    page = here.post("/accounts/sessions/", follow=True).content.decode()

    assert "You are signed out everywhere else." in page
    assert "You are signed in nowhere else." in page
    assert is_in(here)
    assert not is_in(there)


def test_nobody_sees_or_ends_those_of_somebody_else(two_browsers, client):
    client.force_login(make_officer())
    page = client.post("/accounts/sessions/", follow=True).content.decode()
    assert "Firefox" not in page
    assert all(map(is_in, two_browsers))
