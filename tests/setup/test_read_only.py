"""The switch that lets everything be read and nothing be saved."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from accounts import reading_only
from accounts.deeds import Deed
from accounts.models import User
from audit.models import Entry
from audit.told_settings import note_settings
from laa_tracker.demonstration.accounts import ACCOUNTS
from laa_tracker.management.commands.start import how_to_sign_in
from tests.builders import make_officer, make_part, make_plan, make_quarter

SAID = "Back at 14:00: we are moving to a new server."


@pytest.fixture
def switch(settings, tmp_path):
    settings.READ_ONLY_FILE = tmp_path / "var" / "read_only"


def test_every_page_says_so_until_it_is_switched_off(switch, client, db):
    call_command("read_only", SAID)
    assert SAID in client.get("/accounts/login/").content.decode()
    refused = client.post("/accounts/login/")
    assert refused.status_code == 503
    words = " ".join(refused.content.decode().split())
    assert "Whoever is signed in can read everything meanwhile; nobody can sign in" in words

    call_command("read_only", off=True)
    assert SAID not in client.get("/accounts/login/").content.decode()
    assert client.post("/accounts/login/").status_code == 200


def test_without_a_sentence_it_has_one_of_its_own(switch, db):
    call_command("read_only")
    assert reading_only.sentence() == reading_only.USUAL


def test_what_the_environment_says_the_command_does_not_change(switch, settings, db):
    settings.LAA_READ_ONLY = "1"
    assert reading_only.sentence() == reading_only.USUAL
    with pytest.raises(CommandError, match="LAA_READ_ONLY is set in the environment"):
        call_command("read_only", off=True)


@pytest.mark.django_db(transaction=True)
def test_a_server_starts_again_afterwards_and_tells_only_what_changed(switch, settings):
    def told():
        return Entry.objects.filter(deed=Deed.SETTING).order_by("number")

    note_settings()
    call_command("read_only", SAID)
    call_command("read_only", off=True)
    before = [each.what for each in told()]

    note_settings()
    assert [each.what for each in told()] == before
    assert before[1:] == [f"Reading only: {SAID}", "Saving is open again"]

    settings.LAA_SMALL_NUMBER = 7
    note_settings()
    assert told().last().what == "LAA_SMALL_NUMBER 7, was 5"


@pytest.mark.django_db(transaction=True)
def test_a_server_starts_where_nothing_but_the_switch_was_told(switch):
    call_command("read_only", SAID)
    note_settings()
    last = Entry.objects.filter(deed=Deed.SETTING).order_by("number").last()
    assert "LAA_PUBLIC off" in last.what


COMMANDS = [
    ("load_demonstration",),
    ("create_officer", "ann@council.example"),
    ("forget", "--yes"),
    ("send_reminders",),
    ("import_workbook", "targets.csv"),
    ("import_plan", "plan.txt"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each[0])
def test_commands_that_write_are_refused_with_the_sentence(switch, db, command):
    make_quarter("2009/10 Q2", "open", opens=date(2009, 10, 5), due=date(2009, 10, 30))
    make_part(plan=make_plan(), part="lead")
    reading_only.switch_on(SAID)
    with pytest.raises(CommandError, match="nothing may be saved just now: “Back at 14:00"):
        call_command(*command)


def test_the_demonstration_is_neither_taken_away_nor_given_other_passwords(switch, settings, db):
    officer = make_officer(email=ACCOUNTS[0].email)
    reading_only.switch_on(SAID)
    settings.LAA_DEMO_PASSWORD = "another password for tests"
    for command in (("load_demonstration",), ("remove_demonstration", "--yes")):
        with pytest.raises(CommandError, match="Nothing was changed"):
            call_command(*command)
    assert how_to_sign_in() == (
        f"\nNothing can be saved just now, and nobody can sign in: “{SAID}”\n"
        "`manage.py read_only --off` opens saving again.\n"
    )
    assert User.objects.get().password == officer.password


def test_commands_that_only_look_go_on(switch, db, capsys):
    call_command("read_only", SAID)
    call_command("forget")
    call_command("verify_audit")
    call_command("send_reminders", "--dry-run")
    assert "would be forgotten" in capsys.readouterr().out
