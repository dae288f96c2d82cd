"""A password is worked out once, whosever name is typed: no time that it takes tells more."""

import pytest
from django.contrib.auth import authenticate
from django.core.cache import cache
from django.test import Client

from accounts.hashers import FrugalArgon2
from tests.builders import make_user

pytestmark = pytest.mark.django_db
PASSWORD, WRONG = "three odd words", "no such words"


class Counting(FrugalArgon2):
    """As in production, and it writes down what it was asked for."""

    algorithm = "argon2"
    asked: list[str] = []

    def encode(self, password, salt):
        self.asked.append("made")
        return super().encode(password, salt)

    def verify(self, password, encoded):
        self.asked.append("looked at")
        return super().verify(password, encoded)


@pytest.fixture(autouse=True)
def hashed(settings):
    """What was worked out since, as it is kept in production."""
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    cache.clear()
    make_user(email="ann@council.example", username="ann", password=PASSWORD)
    # As most come: the sign-in name is the address.
    make_user(email="ben@council.example", password=PASSWORD)
    make_user(email="lee@council.example", username="lee", password=PASSWORD, is_active=False)
    make_user(email="new@council.example", username="new")
    Counting.asked.clear()
    return Counting.asked


def try_in(login: str, password: str = WRONG) -> bool:
    sent = {"login": login, "password": password}
    return Client().post("/accounts/login/", sent).status_code == 302


NAMES = [
    "ann",
    "ann@council.example",
    "ben@council.example",
    "lee",
    "lee@council.example",
    "new",
    "new@council.example",
    "who",
    "who@council.example",
]


@pytest.mark.parametrize("login", NAMES)
@pytest.mark.parametrize("before", [0, 5], ids=["open", "closed after five tries"])
def test_a_wrong_password_is_worked_out_once_whosever_name_it_is(hashed, login, before):
    for _ in range(before):
        try_in(login)
    hashed.clear()
    assert not try_in(login)
    assert len(hashed) == 1


@pytest.mark.parametrize("login", ["ann", "ann@council.example", "ben@council.example"])
def test_a_right_one_is_too(hashed, login):
    assert try_in(login, PASSWORD)
    assert hashed == ["looked at"]


@pytest.mark.parametrize(("login", "other"), [("lee", "lee@council.example"), ("who", "who@a.b")])
def test_so_it_is_at_the_address_of_an_account_that_was_closed_by_its_name(hashed, login, other):
    for _ in range(6):
        try_in(login)
    hashed.clear()
    try_in(other)
    assert len(hashed) == 1


def test_the_right_password_of_somebody_who_may_not_sign_in_is_worked_out_once(hashed, rf):
    assert authenticate(rf.post("/"), username="lee", password=PASSWORD) is None
    assert hashed == ["looked at"]


def test_the_way_of_allauth_would_work_it_out_more_often_so_the_tests_above_can_fail(
    hashed, settings
):
    settings.AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
    try_in("ben@council.example")
    assert len(hashed) > 1
