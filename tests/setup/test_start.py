"""What a newcomer reads when the server starts."""

import pytest

from accounts.models import Office, User
from laa_tracker.demonstration import accounts as demonstration
from laa_tracker.management.commands import start

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_var(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    settings.LAA_DEMO_PASSWORD = ""


@pytest.fixture
def demonstration_people():
    return [
        User.objects.create_user(each.email, username=each.username)
        for each in demonstration.ACCOUNTS
    ]


def test_an_empty_installation_says_how_to_make_the_first_officer():
    assert start.nothing_is_kept_here()
    assert ".venv/bin/python manage.py create_officer EMAIL" in start.how_to_sign_in()


def test_an_installation_with_an_officer_is_not_taken_for_the_demonstration():
    User.objects.create_user("ada@council.example", office=Office.OFFICER)

    assert not start.nothing_is_kept_here()
    assert not demonstration.is_loaded()
    assert start.how_to_sign_in().strip() == "Sign in with the account that you have."


def test_the_demonstration_names_its_four_accounts_and_their_password(demonstration_people):
    said = start.how_to_sign_in()

    for username in ("officer", "lead", "manager", "board"):
        assert f"\n  {username} " in said
    assert f"Password of all four: {demonstration.password()}\n" in said


def test_the_accounts_get_the_password_that_was_printed(demonstration_people):
    word = demonstration.apply_password()

    assert all(user.check_password(word) for user in User.objects.all())


def test_a_password_made_up_is_kept_for_the_next_start_where_only_its_owner_reads(settings):
    first = demonstration.password()

    assert len(first) >= 16
    assert demonstration.password() == first
    assert (settings.VAR_DIR / "demo_password").stat().st_mode & 0o077 == 0


def test_a_password_given_wins_over_the_one_kept_and_is_applied(demonstration_people, settings):
    demonstration.apply_password()
    settings.LAA_DEMO_PASSWORD = "given by the environment"

    demonstration.apply_password()

    assert all(user.check_password("given by the environment") for user in User.objects.all())


def test_a_second_start_signs_nobody_out(demonstration_people):
    demonstration.apply_password()
    kept = list(User.objects.values_list("password", flat=True))

    demonstration.apply_password()

    assert list(User.objects.values_list("password", flat=True)) == kept


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({}, "2010-01-11", id="nothing said"),
        pytest.param({"LAA_TODAY": ""}, "2010-01-11", id="said empty"),
        pytest.param({"LAA_TODAY": "2010-01-16"}, "2010-01-16", id="another day given"),
    ],
)
def test_the_demonstration_stands_in_its_day_unless_another_is_given(given, expected):
    assert start.standing_in_its_day(given)["LAA_TODAY"] == expected
