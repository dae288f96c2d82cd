"""A password may be long and hold any sign, and is no name that everybody here would try."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.builders import make_agreement, make_plan, make_user

pytestmark = pytest.mark.django_db
OF_HERE = "little more than names of the council"


@pytest.fixture(autouse=True)
def names(settings):
    settings.LAA_ORGANISATION = "Worcestershire County Council"
    agreement = make_agreement(title="Local Area Agreement 2008-11", area="Worcestershire")
    make_plan(agreement=agreement, reference="NI 101", title="Looked after children in schools")


def said_of(password: str) -> str:
    """Why a password is refused; "" where it is not."""
    try:
        validate_password(password)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


@pytest.mark.parametrize(
    "password",
    [
        "Worcestershire",
        "worcestershire2010!",
        "WorcestershireCouncil1",
        "Looked-after-children",
        "CountyCouncil-2011",
        "schoolschildren",
        "LAA Tracker 2010",
    ],
)
def test_names_of_the_council_and_its_plans_with_a_few_signs_are_refused(password):
    assert OF_HERE in said_of(password)


@pytest.mark.parametrize(
    "password",
    [
        "three odd words",
        "a walking tour with children",
        "Worcestershire sauce and kippers",
        "naïve café – größer",
        "x y" * 42 + "ab",  # 128 characters
    ],
)
def test_words_that_have_nothing_to_do_with_them_are_enough(password):
    assert said_of(password) == ""


def test_what_is_only_short_is_not_said_to_be_a_name():
    assert OF_HERE not in said_of("kippers")


def test_all_of_a_very_long_password_counts():
    password = "x y" * 42 + "ab"
    make_user(username="ann", password=password)

    assert authenticate(None, username="ann", password=password)
    assert not authenticate(None, username="ann", password=password[:-1])
