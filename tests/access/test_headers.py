"""What forbids browsers the worst is on every answer: pages, files, failures and refusals."""

import re

import pytest
from django.test import Client
from django.urls import path

from laa_tracker.urls import handler500 as our_failed
from laa_tracker.urls import urlpatterns as ours
from tests.builders import make_officer

pytestmark = pytest.mark.django_db
handler500 = our_failed


def broken(request):
    raise ValueError


urlpatterns = [path("broken/", broken), *ours]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
NOTHING = ("default-src", "base-uri", "frame-ancestors", "object-src")
# By who asks, the method and the address: the status that is answered.
ANSWERS = {
    ("nobody", "GET", "/accounts/login/"): 200,
    ("nobody", "GET", "/"): 302,
    ("nobody", "GET", "/healthz"): 200,
    ("nobody", "GET", "/feeds/plans.json"): 401,
    ("nobody", "GET", "/no-such-page/"): 404,
    ("nobody", "POST", "/accounts/login/"): 403,
    ("officer", "GET", "/no-such-page/"): 404,
    ("officer", "GET", "/admin/no-such-page/"): 404,
    ("officer", "GET", "/%00"): 404,
    ("officer", "GET", "/broken/"): 500,
    ("officer", "POST", "/imports/"): 403,
    ("officer", "DELETE", "/plans/"): 405,
    ("officer", "GET", "/imports/template.xlsx"): 200,
    ("officer", "GET", "/static/css/laa.css"): 200,
}
# A file of ours that is the same for everybody.
KEPT = "/static/"


@pytest.fixture
def browsers(settings):
    """A browser of nobody and one of an officer; neither sends the token of a form."""
    settings.ROOT_URLCONF = __name__
    found = {
        who: Client(enforce_csrf_checks=True, raise_request_exception=False)
        for who in ("nobody", "officer")
    }
    found["officer"].force_login(make_officer())
    return found


def ask(browsers, who, method, address):
    response = browsers[who].generic(method, address)
    response.getvalue()  # of a file nothing stays open
    return response


def wrong(response) -> list[str]:
    """What a header of this answer should say and does not."""
    found = [name for name, value in HEADERS.items() if response.headers.get(name) != value]
    policy = response.headers.get("Content-Security-Policy", "")
    directives = dict(each.strip().split(" ", maxsplit=1) for each in policy.split(";") if each)
    found += [name for name in NOTHING if directives.get(name) != "'none'"]
    return found + (["unsafe"] if "unsafe" in policy else [])


@pytest.mark.parametrize(("asked", "status"), ANSWERS.items(), ids=lambda each: str(each))
def test_every_kind_of_answer_carries_them(browsers, asked, status):
    response = ask(browsers, *asked)

    assert response.status_code == status
    assert wrong(response) == []
    if not asked[2].startswith(KEPT):
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


def test_without_what_adds_them_they_are_missed(browsers, settings):
    settings.MIDDLEWARE = [
        each for each in settings.MIDDLEWARE if "csp" not in each and "clickjacking" not in each
    ]
    unguarded = Client(raise_request_exception=False)

    assert wrong(unguarded.get("/no-such-page/")) == ["X-Frame-Options", *NOTHING]


def test_the_policy_lets_no_script_in_by_a_word_that_could_be_guessed(browsers):
    """Scripts are files of ours and nothing else: so no answer has a nonce, new or old."""
    policies = {
        ask(browsers, who, method, address)["Content-Security-Policy"]
        for who, method, address in ANSWERS
        if not address.startswith(KEPT)
    }

    (policy,) = policies
    assert re.search(r"script-src 'self'(;|$)", policy)
    assert "nonce" not in policy
    assert "sha256" not in policy


def test_where_it_is_served_encrypted_browsers_are_told_to_stay_so(browsers, settings):
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True

    response = Client(raise_request_exception=False).get("/no-such-page/", secure=True)

    assert response["Strict-Transport-Security"].startswith("max-age=31536000; includeSubDomains")
