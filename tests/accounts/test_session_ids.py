"""A session has an id that the house made: a new one whenever somebody comes in otherwise."""

import pytest
from django.conf import settings as house
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from tests.builders import make_user

pytestmark = pytest.mark.django_db
PASSWORD, ANOTHER = "three odd words", "four odder words here"
PLANTED = "a" * 32
SIGN_IN = {"login": "ann", "password": PASSWORD}


@pytest.fixture(autouse=True)
def ann():
    cache.clear()
    return make_user(email="ann@council.example", username="ann", password=PASSWORD)


def id_of(client) -> str:
    return client.cookies[house.SESSION_COOKIE_NAME].value


def test_an_id_that_somebody_planted_never_becomes_valid(client):
    client.cookies[house.SESSION_COOKIE_NAME] = PLANTED
    client.post("/accounts/login/", SIGN_IN)

    assert client.get("/accounts/").status_code == 200
    assert id_of(client) != PLANTED
    assert not Session.objects.filter(session_key=PLANTED).exists()


def test_an_id_of_a_session_that_was_there_is_another_after_signing_in(client):
    session = client.session
    session["something"] = "kept"
    session.save()
    before = id_of(client) if house.SESSION_COOKIE_NAME in client.cookies else session.session_key
    client.cookies[house.SESSION_COOKIE_NAME] = before
    client.post("/accounts/login/", SIGN_IN)

    assert client.get("/accounts/").status_code == 200
    assert id_of(client) != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_new_password_gives_a_new_id_and_ends_the_sessions_elsewhere(client, client_elsewhere):
    for each in (client, client_elsewhere):
        each.post("/accounts/login/", SIGN_IN)
        assert each.get("/accounts/").status_code == 200
    before = id_of(client)

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": ANOTHER})

    assert client.get("/accounts/").status_code == 200
    assert id_of(client) != before
    assert client_elsewhere.get("/accounts/").status_code == 302


@pytest.fixture
def client_elsewhere():
    return Client()


def test_the_cookie_is_read_by_no_script_and_sent_by_no_other_site(client, settings):
    client.post("/accounts/login/", SIGN_IN)

    cookie = client.cookies[house.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["expires"]
