"""What a newcomer reads when the server starts."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from accounts.models import Office, User
from laa_tracker.demonstration import accounts as demonstration
from laa_tracker.management.commands import start
from laa_tracker.settings import database_from, day_kept, kept_line, mark_of_database

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


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


def test_the_address_served_at_is_what_other_commands_print(settings, tmp_path, monkeypatch):
    monkeypatch.delenv("SITE_URL", raising=False)
    settings.SITE_URL_FILE = tmp_path / "var" / "site_url"

    assert start.address_to_print("8123") == "http://127.0.0.1:8123"

    assert kept_line(settings.SITE_URL_FILE) == "http://127.0.0.1:8123"


def test_an_address_that_is_given_is_not_kept(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://laa.council.example")
    settings.SITE_URL_FILE = tmp_path / "site_url"

    assert start.address_to_print("8123") == "https://laa.council.example"

    assert kept_line(settings.SITE_URL_FILE) == ""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({}, "http://127.0.0.1:8123", id="kept"),
        pytest.param(
            {"SITE_URL": "https://laa.council.example/"}, "https://laa.council.example", id="given"
        ),
    ],
)
def test_settings_take_the_address_that_was_kept_unless_one_is_given(given, expected, tmp_path):
    package = tmp_path / "laa_tracker"
    package.mkdir()
    (package / "__init__.py").touch()
    shutil.copy(ROOT / "laa_tracker" / "settings.py", package)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "site_url").write_text("http://127.0.0.1:8123\n")
    environment = {name: text for name, text in os.environ.items() if name != "SITE_URL"} | given

    done = subprocess.run(
        [sys.executable, "-c", "from laa_tracker import settings; print(settings.SITE_URL)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.strip() == expected


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


def test_commands_beside_the_server_stand_in_the_demonstrations_day(settings, tmp_path):
    settings.TODAY_FILE = tmp_path / "var" / "today"
    settings.TODAY_MARK = "ours"

    start.keep_day({"LAA_TODAY": "2010-01-16"})

    assert day_kept(settings.TODAY_FILE, of="ours") == "2010-01-16"
    assert day_kept(settings.TODAY_FILE, of="another database") == ""


def test_an_installation_without_the_demonstration_keeps_no_day(settings, tmp_path):
    settings.TODAY_FILE = tmp_path / "today"
    settings.TODAY_FILE.write_text(f"2010-01-11 {settings.TODAY_MARK}\n")

    start.keep_day({})

    assert day_kept(settings.TODAY_FILE, of=settings.TODAY_MARK) == ""


def test_each_database_has_a_mark_that_tells_no_password():
    marks = {
        mark_of_database(database_from(each))
        for each in (
            "sqlite:///one.sqlite3",
            "sqlite:///two.sqlite3",
            "postgres://laa:secret@db/laa",
            "postgres://laa:other@db/laa",
        )
    }

    assert len(marks) == 3
