"""Whoever may not sign in is signed out for good: no session of before goes on when they may again.

Nobody asks for a page while the account is closed, so no request could have ended the session.
"""

import pytest
from django.core.management import call_command
from django.db.models import Value
from django.test import Client

from accounts.models import User
from tests.admin.posting import change
from tests.builders import make_officer, make_user

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "ann@council.example", "three odd words"


@pytest.fixture
def ann():
    make_officer()
    return make_officer(email=EMAIL, username="ann", name="Ann", password=PASSWORD)


def come_in(person) -> Client:
    browser = Client()
    browser.force_login(person)
    assert is_in(browser)
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/accounts/").status_code == 200


def by_form(person, may: bool) -> None:
    """As an officer ticks and unticks it in the admin."""
    officer = Client()
    officer.force_login(User.objects.officers().exclude(pk=person.pk).first())
    ticked = "on" if may else "False"
    assert change(officer, person, is_active=ticked).status_code == 302


def by_saving(person, may: bool) -> None:
    again = User.objects.get(pk=person.pk)
    again.is_active = may
    again.save()


def by_saving_one_field(person, may: bool) -> None:
    again = User.objects.get(pk=person.pk)
    again.is_active = may
    again.save(update_fields=["is_active"])


def by_updating(person, may: bool) -> None:
    User.objects.filter(pk=person.pk).update(is_active=may)


def by_an_expression(person, may: bool) -> None:
    User.objects.filter(pk=person.pk).update(is_active=Value(may))


def in_bulk(person, may: bool) -> None:
    again = User.objects.get(pk=person.pk)
    again.is_active = may
    User.objects.bulk_update([again], ["is_active"])


def by_the_command_line(person, may: bool) -> None:
    if may:
        call_command("create_officer", person.email)
    else:
        by_saving(person, may)


WAYS = [
    by_form,
    by_saving,
    by_saving_one_field,
    by_updating,
    by_an_expression,
    in_bulk,
    by_the_command_line,
]


@pytest.mark.parametrize("set_active", WAYS, ids=lambda way: way.__name__)
def test_a_session_of_before_does_not_go_on_when_the_account_is_opened_again(ann, set_active):
    before, elsewhere = come_in(ann), come_in(ann)

    set_active(ann, False)
    assert not User.objects.get(pk=ann.pk).is_active
    set_active(ann, True)

    ann.refresh_from_db()
    assert ann.is_active
    assert not is_in(before)
    assert not is_in(elsewhere)
    assert is_in(come_in(ann))


def test_each_time_it_is_closed_ends_the_sessions_since_the_last(ann):
    for _ in range(2):
        between = come_in(User.objects.get(pk=ann.pk))
        by_updating(ann, False)
        by_updating(ann, True)
        assert not is_in(between)


def test_a_session_of_before_stays_ended_where_the_key_was_changed_too(ann, settings):
    by_saving(ann, False)
    by_saving(ann, True)
    now = come_in(User.objects.get(pk=ann.pk))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, which is long enough to be one of this house"
    assert is_in(now)


def test_nobody_is_signed_out_by_another_change_or_by_another_persons(ann):
    here, ben = come_in(ann), make_user(email="ben@council.example", password=PASSWORD)
    User.objects.filter(pk=ann.pk).update(name="Ann Other")
    again = User.objects.get(pk=ann.pk)
    again.office = ""
    again.save()
    User.objects.bulk_update([again], ["name"])
    by_updating(ben, False)
    by_updating(ben, True)
    assert is_in(here)
