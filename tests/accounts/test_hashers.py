"""How passwords are kept: with less memory than Django takes, and nobody is locked out by it."""

import argon2
import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password

from laa_tracker.settings import PASSWORD_HASHERS
from tests.builders import make_officer

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def as_in_production(settings):
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS


def kept_as(encoded: str) -> tuple[int, int, int]:
    """The memory in KiB, the passes and the lanes with which a password is kept."""
    found = argon2.extract_parameters(encoded.removeprefix("argon2"))
    return found.memory_cost, found.time_cost, found.parallelism


def test_a_password_is_kept_with_the_parameters_that_are_recommended():
    encoded = make_password(PASSWORD)
    assert kept_as(encoded) == (19_456, 2, 1)
    assert encoded.startswith("argon2$argon2id$")
    assert check_password(PASSWORD, encoded)
    assert not check_password("another password", encoded)


@pytest.mark.django_db
def test_a_password_kept_as_django_does_still_opens_and_is_kept_anew(rf):
    officer = make_officer()
    officer.password = Argon2PasswordHasher().encode(PASSWORD, "a-salt-of-its-own")
    officer.save()
    assert kept_as(officer.password) == (102_400, 2, 8)

    given = {"email": officer.email, "username": officer.email, "password": PASSWORD}
    assert authenticate(rf.post("/accounts/login/"), **given) == officer

    officer.refresh_from_db()
    assert kept_as(officer.password) == (19_456, 2, 1)
    assert check_password(PASSWORD, officer.password)
