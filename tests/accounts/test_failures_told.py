"""Each failure to show who one is stands in the log, as that of whom it was tried for."""

import time

import pytest
from allauth.mfa.totp.internal import auth
from django.core.cache import cache

from audit.models import Entry
from tests.builders import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "three odd words"
SIGN_IN, CODE = "/accounts/login/", "/accounts/2fa/authenticate/"


@pytest.fixture(autouse=True)
def no_tries_before():
    cache.clear()


def sign_in(client, person, password=PASSWORD):
    client.post(SIGN_IN, {"login": person.username, "password": password})


def failures(person):
    told = Entry.objects.filter(deed="sign-in failed", person=person.pk).order_by("number")
    return list(told.values_list("what", flat=True))


def test_wrong_codes_are_told_and_once_that_there_were_too_many(client, written):
    person = make_user(password=PASSWORD)
    auth.TOTP.activate(person, auth.generate_totp_secret())
    with written():
        sign_in(client, person)
        for _ in range(8):
            client.post(CODE, {"code": "no code"})
    assert failures(person) == ["Wrong code"] * 5 + ["Too many wrong codes: closed for 15 minutes"]


def test_a_wrong_code_of_somebody_signed_in_is_told(client, written, monkeypatch):
    person = make_user(password=PASSWORD)
    sign_in(client, person)
    auth.TOTP.activate(person, auth.generate_totp_secret())
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    with written():
        client.post("/accounts/2fa/reauthenticate/", {"code": "no code"})
    assert failures(person) == ["Wrong code"]


@pytest.mark.parametrize(
    ("address", "form", "what"),
    [
        (
            "/accounts/password/change/",
            {"oldpassword": "wrong", "password1": "four other odd words"},
            "Wrong password, to change it",
        ),
        ("/accounts/reauthenticate/", {"password": "wrong"}, "Wrong password"),
    ],
)
def test_a_wrong_password_of_somebody_signed_in_is_told(
    client, written, monkeypatch, address, form, what
):
    person = make_user(password=PASSWORD)
    sign_in(client, person)
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    with written():
        client.post(address, form)
    assert failures(person) == [what]


@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_an_account_that_may_no_longer_sign_in_is_told_as_such(client, written, password):
    person = make_user(password=PASSWORD, is_active=False)
    with written():
        sign_in(client, person, password)
    assert failures(person) == ["An account that may no longer sign in"]
