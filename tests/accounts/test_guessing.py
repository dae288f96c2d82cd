"""Guessing a password: five wrong ones close an account for a while, however they come."""

import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from allauth.core.internal import ratelimit
from django.core.cache import cache, caches
from django.core.cache.backends import db
from django.utils.timezone import now as tz_now

from accounts import adapters
from accounts.invitations import one_time_link
from tests.builders import make_user

pytestmark = pytest.mark.django_db
PASSWORD, ANOTHER, WRONG = "three odd words", "four odder words here", "no such words"
SLOWLY = "Wait a few seconds and try again."
CLOSED = "so this account is closed for up to 15 minutes"


@pytest.fixture(autouse=True)
def counters(db):
    """Failed tries are counted in the cache: each test begins with none."""
    cache.clear()


@pytest.fixture
def ann():
    return make_user(email="ann@council.example", username="ann", password=PASSWORD)


@pytest.fixture
def try_in(client):
    """Try to sign in; the page of the answer, "" where it let somebody in."""

    def tried(login="ann", password=WRONG, **headers):
        answer = client.post("/accounts/login/", {"login": login, "password": password}, **headers)
        client.logout()
        return "" if answer.status_code == 302 else answer.content.decode()

    return tried


def slow_after(settings, rate: str) -> None:
    """For this test only, so the limits that the others have are not written into."""
    limits = settings.ACCOUNT_RATE_LIMITS | {"failed_at_an_address": rate}
    settings.ACCOUNT_RATE_LIMITS = limits


def test_the_sixth_try_is_not_looked_at_even_with_the_right_password(ann, try_in):
    assert not any(CLOSED in try_in() for _ in range(5))
    assert CLOSED in try_in(password=PASSWORD)


def test_a_right_password_among_wrong_ones_counts_for_nothing_and_forgives_nothing(ann, try_in):
    for _ in range(4):
        try_in()
    assert try_in(password=PASSWORD) == ""
    try_in()
    assert CLOSED in try_in()


def test_an_account_is_tried_by_name_and_by_address_and_counted_once(ann, try_in):
    for login in ("ann", "ANN", "ann@council.example", "Ann@Council.example", "ann"):
        assert CLOSED not in try_in(login)
    for login in ("ann", "ann@council.example"):
        assert adapters.MISMATCH in try_in(login, PASSWORD)


def test_an_account_closed_by_its_name_does_not_say_at_which_address_it_is_known(ann, try_in):
    def answers(name, address):
        tries = [*[name] * 6, *[address] * 6, name]
        return [try_in(each).replace(each, "…") for each in tries]

    known = answers("ann", "ann@council.example")
    assert without_tokens(known) == without_tokens(answers("who", "who@council.example"))
    assert [CLOSED in each for each in known] == [*[False] * 5, True] * 2 + [True]


def test_an_address_is_its_owners_though_it_is_another_persons_sign_in_name(ann, try_in):
    make_user(email="ben@council.example", username=ann.email, password=ANOTHER)
    assert try_in(ann.email, PASSWORD) == ""
    assert try_in(ann.email, ANOTHER)
    assert try_in("ben@council.example", ANOTHER) == ""


def test_another_account_and_an_unknown_one_have_counts_of_their_own(ann, try_in):
    make_user(email="ben@council.example", username="ben", password=ANOTHER)
    for _ in range(6):
        try_in("ann")
    assert CLOSED not in try_in("nobody")
    assert try_in("ben", ANOTHER) == ""


def test_a_name_that_nobody_has_is_answered_as_one_that_somebody_has(ann, try_in):
    def answers(login):
        return [try_in(login).replace(login, "…") for _ in range(7)]

    assert without_tokens(answers("ann")) == without_tokens(answers("who"))


def without_tokens(pages):
    return [
        "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)
        for page in pages
    ]


def test_whoever_is_closed_out_comes_in_by_a_one_time_link(ann, client, try_in):
    for login in (*["ann"] * 7, *["ann@council.example"] * 7):
        try_in(login)
    page = client.get(one_time_link(ann), follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": ANOTHER})
    client.logout()
    assert try_in(password=ANOTHER) == ""
    assert try_in("ann@council.example", ANOTHER) == ""


def test_an_address_with_very_many_wrong_tries_is_slowed_and_never_closed(
    ann, try_in, settings, monkeypatch
):
    slow_after(settings, "3/h/ip")
    assert not any(SLOWLY in try_in(f"guess-{number}") for number in range(4))
    assert SLOWLY in try_in(password=PASSWORD)

    passing(monkeypatch, seconds=adapters.SLOWED + 1)
    assert try_in(password=PASSWORD) == ""


def test_no_worker_waits_for_whoever_is_slowed(try_in, settings, monkeypatch):
    slow_after(settings, "1/h/ip")
    monkeypatch.setattr(time, "sleep", lambda seconds: pytest.fail(f"{seconds} s of a worker"))
    assert [SLOWLY in try_in(f"guess-{number}") for number in range(4)] == [
        False,
        False,
        True,
        True,
    ]


def test_where_no_proxy_is_known_nobody_is_believed_where_they_come_from(try_in, settings):
    slow_after(settings, "3/h/ip")
    pages = [
        try_in(f"guess-{number}", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}") for number in range(5)
    ]
    assert [SLOWLY in each for each in pages] == [False] * 4 + [True]


def test_very_many_other_counts_open_no_account(ann, try_in):
    for _ in range(5):
        try_in()
    assert CLOSED in try_in(password=PASSWORD)
    cache.set_many({f"zz-{number}": number for number in range(2_000)}, 900)
    assert CLOSED in try_in(password=PASSWORD)


def passing(monkeypatch, seconds: int) -> None:
    """So much later, as the cache counts it."""
    later = tz_now() + timedelta(seconds=seconds)
    monkeypatch.setattr(db, "tz_now", lambda: later)


# At the same moment -----------------------------------------------------------------------


@pytest.fixture
def meanwhile(monkeypatch, rf):
    """Let another try be counted at the worst moment of the fifth; whether each was allowed."""

    def tried_together():
        request = rf.post("/accounts/login/")
        one = {"action": "login_failed", "app": "allauth.account", "key": "account 1"}
        for _ in range(4):
            assert ratelimit.consume(request, **one)
        kept, others = caches["default"], []
        read = kept.get

        def read_and_let_another_in(key, *rest):
            found = read(key, *rest)
            monkeypatch.setattr(kept, "get", read)
            others.append(bool(ratelimit.consume(request, **one)))
            return found

        monkeypatch.setattr(kept, "get", read_and_let_another_in)
        return [bool(ratelimit.consume(request, **one)), *others]

    monkeypatch.setattr(ratelimit, "CACHE_LOCK_WAIT_TIMEOUT", 0.02)
    return tried_together


def test_of_two_tries_at_one_moment_one_is_the_fifth_and_the_other_waits(meanwhile):
    assert meanwhile() == [True, False]


def test_without_the_lock_both_would_pass_so_the_test_above_can_fail(meanwhile, monkeypatch):
    @contextmanager
    def no_lock(key):
        yield True

    monkeypatch.setattr(ratelimit, "cache_lock", no_lock)
    assert meanwhile() == [True, True]
