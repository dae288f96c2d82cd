"""The demonstration is loaded into an empty database, and again."""

from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from accounts.models import User
from laa_tracker.demonstration.loading import load, remove
from periods.models import Quarter
from tests.builders import make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _january(settings):
    settings.LAA_TODAY = date(2010, 1, 11)
    settings.LAA_DEMO_PASSWORD = "a password for tests"


def test_loading_again_changes_nothing_but_the_password_and_tells_it(settings, capsys):
    call_command("load_demonstration")
    before = Quarter.history.count()
    settings.LAA_DEMO_PASSWORD = "another password for tests"
    capsys.readouterr()

    call_command("load_demonstration")

    assert capsys.readouterr().out == (
        "The demonstration is here already: its plans and figures were left alone.\n"
        "Password of all four: another password for tests\n"
    )
    assert Quarter.history.count() == before
    assert User.objects.get(username="board").check_password("another password for tests")


def test_it_is_not_loaded_beside_real_plans():
    make_plan()

    with pytest.raises(CommandError, match="into an empty database"):
        call_command("load_demonstration")


def test_after_it_is_gone_it_can_be_loaded_again():
    load()
    remove()
    load()

    assert authenticate(username="officer", password="a password for tests")
