"""People: who they are, what keeps them on record, and that an officer always remains."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from accounts.services import make_officer
from tests import builders

NOBODY_ELSE = "Nobody else is a performance officer: make somebody one first."


@pytest.fixture
def officer(db):
    return builders.make_officer(email="officer@council.example", name="Pat Officer")


@pytest.fixture
def office(client, officer):
    client.force_login(officer)
    return client


def change(client, person, /, **given):
    form = {
        "name": person.name,
        "email": person.email,
        "office": person.office,
        "username": person.username,
        "is_active": "on",
        "parts-TOTAL_FORMS": "0",
        "parts-INITIAL_FORMS": "0",
    }
    form = {name: value for name, value in (form | given).items() if value is not None}
    return client.post(reverse("admin:accounts_user_change", args=[person.pk]), form)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param({"office": ""}, "office", id="office taken"),
        pytest.param({"is_active": None}, "is_active", id="may not sign in"),
    ],
)
def test_the_last_officer_stays_one(office, officer, given, field):
    page = change(office, officer, **given)
    assert page.context["adminform"].form.errors == {field: [NOBODY_ELSE]}
    officer.refresh_from_db()
    assert officer.is_officer


def test_an_officer_may_leave_office_where_another_remains(office, officer):
    builders.make_officer()
    assert change(office, officer, office="").status_code == 302


def test_somebody_without_an_office_is_not_held_to_it(db):
    person = builders.make_user()
    person.name = "Renamed"
    person.full_clean()


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        pytest.param(
            {"email": "OFFICER@council.example"},
            "email",
            "Somebody already has this e-mail address.",
            id="e-mail of another",
        ),
        pytest.param(
            {"username": "Officer@Council.example"},
            "username",
            "Somebody already signs in with this name.",
            id="sign-in name of another, in capitals",
        ),
        pytest.param(
            {"username": "two words"}, "username", "A sign-in name has no spaces.", id="spaces"
        ),
        pytest.param(
            {"email": "nowhere"}, "email", "Enter a valid email address.", id="no address"
        ),
    ],
)
def test_a_wrong_person_is_told_at_the_field(office, officer, given, field, sentence):
    page = change(office, builders.make_user(), **given)
    assert sentence in [
        words for each in page.context["adminform"].form.errors.values() for words in each
    ]
    assert page.context["adminform"].form[next(iter(given))].value() == next(iter(given.values()))


def test_an_address_with_an_apostrophe_signs_in(office, officer):
    person = builders.make_user(email="mary.o'brien@council.example")
    assert change(office, person).status_code == 302


def test_whoever_did_something_is_not_deleted(office, officer):
    acted = builders.make_officer(name="Quinn Quick")
    figure = builders.make_actual()
    figure.entered_by = acted
    figure.save()
    page = office.get(reverse("admin:accounts_user_delete", args=[acted.pk]))
    assert page.context["protected"] == [
        "What Quinn Quick did stays on record, so Quinn Quick stays too: untick “may sign in” "
        "instead."
    ]
    office.post(reverse("admin:accounts_user_delete", args=[acted.pk]), {"post": "yes"})
    assert User.objects.filter(pk=acted.pk).exists()


def test_whoever_only_changed_something_is_not_deleted_either(client, officer):
    acted = builders.make_officer(name="Quinn Quick")
    plan = builders.make_plan()
    plan._history_user = acted
    plan.save()
    client.force_login(officer)
    page = client.get(reverse("admin:accounts_user_delete", args=[acted.pk]))
    assert "Quinn Quick stays too" in page.content.decode()
    sent = {"action": "delete_selected", "_selected_action": [acted.pk], "post": "yes"}
    client.post(reverse("admin:accounts_user_changelist"), sent)
    assert User.objects.filter(pk=acted.pk).exists()


def test_whoever_did_nothing_can_be_deleted(office, officer):
    typo = builders.make_user()
    office.post(reverse("admin:accounts_user_delete", args=[typo.pk]), {"post": "yes"})
    assert not User.objects.filter(pk=typo.pk).exists()


def test_make_officer_puts_somebody_back(db):
    person = builders.make_user(email="ann@council.example", name="Ann")
    User.objects.update(is_active=False)
    assert make_officer(email="Ann@Council.example") == person
    person.refresh_from_db()
    assert person.is_officer
    assert person.name == "Ann"


def test_make_officer_refuses_what_is_no_address(db):
    with pytest.raises(ValidationError, match="valid email"):
        make_officer(email="nowhere")
    assert not User.objects.exists()
