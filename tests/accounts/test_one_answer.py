"""Whether a name is known, unknown or let in no more: the answer is the same to the byte."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from tests.builders import make_user

pytestmark = pytest.mark.django_db

SIGN_IN, FORGOTTEN = "/accounts/login/", "/accounts/password/reset/"
PASSWORD, WRONG = "three odd words", "no such words"
# Of the same length, for the page says back what was typed.
KNOWN, UNKNOWN, LEFT = "ann@council.example", "who@council.example", "lee@council.example"
# Of each answer, and of the second in which it was given.
OF_ITS_OWN = {"X-Request-ID", "Set-Cookie", "Expires"}
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture(autouse=True)
def people(settings):
    settings.MAIL_ON = True
    cache.clear()
    make_user(email=KNOWN, username="ann", password=PASSWORD)
    make_user(email=LEFT, username="lee", password=PASSWORD, is_active=False)


def answer(address: str, typed: dict, name: str):
    """What a browser of its own is told, but for what each answer has of its own."""
    response = Client().post(address, typed)
    headers = {key: value for key, value in response.headers.items() if key not in OF_ITS_OWN}
    cookies = sorted(response.cookies)
    body = TOKEN.sub(b"", response.content).replace(name.encode(), b"name")
    return response.status_code, body, headers, cookies


@pytest.mark.parametrize("tries", [1, 7], ids=["once", "until it is closed"])
def test_a_wrong_password_is_answered_alike_whosever_name_it_is(tries):
    def last(name):
        return [answer(SIGN_IN, {"login": name, "password": WRONG}, name) for _ in range(tries)]

    assert last(KNOWN) == last(UNKNOWN) == last(LEFT)


def test_a_forgotten_password_is_answered_alike_whosever_address_it_is():
    known, unknown, left = (
        answer(FORGOTTEN, {"email": each}, each) for each in (KNOWN, UNKNOWN, LEFT)
    )

    assert known == unknown == left


def test_a_right_password_is_answered_otherwise_so_the_tests_above_can_fail():
    right, wrong = (
        answer(SIGN_IN, {"login": KNOWN, "password": each}, KNOWN) for each in (PASSWORD, WRONG)
    )

    assert right != wrong
