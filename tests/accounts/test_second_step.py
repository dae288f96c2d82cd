"""A code from an app after the password: asked of whoever sees small numbers, where it is on."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.cache import cache

from audit.models import Entry
from tests.builders import make_officer, make_part, make_plan, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "three odd words"
SET_UP, SIGN_IN = "/accounts/2fa/totp/activate/", "/accounts/login/"


@pytest.fixture(autouse=True)
def asked_for(settings):
    cache.clear()
    settings.LAA_REQUIRE_SECOND_FACTOR = True


def manager(**given):
    person = make_user(**given)
    make_part(plan=make_plan(), user=person)
    return person


def member(**given):
    return make_user(office="Board member", **given)


WHO = {"an officer": make_officer, "a manager": manager, "a Board member": member}


def sign_in(client, person):
    return client.post(SIGN_IN, {"login": person.username, "password": PASSWORD})


def set_up(client):
    """The page on which it is set up, by whoever has just signed in."""
    return client.get(SET_UP)


def code_of(secret):
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def with_phone(person):
    """The secret in this person's app."""
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(person, secret)
    return secret


@pytest.mark.parametrize("make", WHO.values(), ids=WHO)
@pytest.mark.parametrize("address", ["/", "/dashboard/", "/admin/", "/returns/", "/accounts/2fa/"])
def test_a_password_alone_leads_only_to_the_set_up(client, make, address):
    sign_in(client, make(password=PASSWORD))
    answer = client.get(address)
    assert (answer.status_code, answer.url) == (302, SET_UP)


@pytest.mark.parametrize("address", ["/", "/dashboard/", "/accounts/"])
def test_whoever_sees_only_what_the_public_sees_needs_none(client, settings, address):
    settings.LAA_BOARD_AUDIENCE = "masked"
    sign_in(client, member(password=PASSWORD))
    assert client.get(address).status_code != 302


def test_where_it_is_off_a_password_is_enough(client, settings):
    settings.LAA_REQUIRE_SECOND_FACTOR = False
    sign_in(client, make_officer(password=PASSWORD))
    assert client.get("/accounts/").status_code == 200


def asked_for_the_password(client, address=SET_UP) -> bool:
    answer = client.get(address)
    return answer.status_code == 302 and answer.url.startswith("/accounts/reauthenticate/")


def test_the_password_is_asked_for_again_where_it_was_typed_a_while_ago(client, monkeypatch):
    sign_in(client, make_officer(password=PASSWORD))
    assert not asked_for_the_password(client)

    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    assert asked_for_the_password(client)
    page = client.post(client.get(SET_UP).url, {"password": PASSWORD}, follow=True)
    assert page.context["form"].secret


def test_whoever_has_a_second_step_shows_again_that_it_is_they(client, settings):
    """Nobody who finds an open session takes the second step away, or reads its codes."""
    settings.LAA_REQUIRE_SECOND_FACTOR = False
    officer = make_officer(password=PASSWORD)
    sign_in(client, officer)
    with_phone(officer)
    assert asked_for_the_password(client, "/accounts/2fa/totp/deactivate/")


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_opens_the_house_and_shows_the_recovery_codes(client):
    sign_in(client, make_officer(password=PASSWORD))
    page = set_up(client)
    assert "Small numbers can give a child away" in page.content.decode()

    secret = page.context["form"].secret
    answer = client.post(SET_UP, {"code": code_of(secret)})

    assert answer.url == "/accounts/2fa/recovery-codes/"
    assert client.get(answer.url).status_code == 200
    assert client.get("/accounts/").status_code == 200


def test_on_the_way_nothing_leads_where_one_may_not_go_yet(client):
    sign_in(client, make_officer(password=PASSWORD))
    page = set_up(client).content.decode()
    assert 'href="/dashboard/"' not in page
    assert 'href="/accounts/logout/"' in page
    for address in ("/accessibility/", "/privacy/", "/cookies/", "/accounts/logout/"):
        assert client.get(address).status_code == 200, address


def test_the_code_is_asked_for_at_each_sign_in(client):
    person = make_officer(password=PASSWORD)
    secret = with_phone(person)
    assert sign_in(client, person).url == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session

    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert client.get("/accounts/").status_code == 200


def test_a_code_is_used_once(client):
    person = make_officer(password=PASSWORD)
    secret = with_phone(person)
    code = code_of(secret)
    sign_in(client, person)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    client.post("/accounts/logout/")

    sign_in(client, person)
    answer = client.post("/accounts/2fa/authenticate/", {"code": code})

    assert "That code is not right" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_codes_cannot_be_guessed(client):
    person = make_officer(password=PASSWORD)
    secret = with_phone(person)
    sign_in(client, person)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert "There were too many tries" in answer.content.decode()


def test_a_session_that_came_without_the_code_ends_and_cannot_switch_it_off(client):
    person = make_officer(password=PASSWORD)
    sign_in(client, person)
    with_phone(person)  # in another browser, meanwhile

    answer = client.post("/accounts/2fa/totp/deactivate/", follow=True)

    assert "Sign in again: here the code from your app is asked for too." in answer.content.decode()
    assert Authenticator.objects.filter(user=person).exists()
    assert "_auth_user_id" not in client.session


def test_an_officer_takes_it_from_somebody_who_lost_the_phone(client, settings, written):
    settings.LAA_REQUIRE_SECOND_FACTOR = False
    officer, person = make_officer(), make_user(username="ann", name="Ann Lee")
    with_phone(person)
    client.force_login(officer)
    chosen = {"action": "take_second_step_away", "_selected_action": [officer.pk, person.pk]}

    with written():
        page = client.post("/admin/accounts/user/", chosen, follow=True).content.decode()

    assert "Signing in asks for no code now: Ann Lee." in page
    assert not Authenticator.objects.exists()
    entry = Entry.objects.get(what="Second step of ann taken away")
    assert entry.person_id == officer.pk


def test_the_list_of_people_says_who_has_one(client, settings):
    settings.LAA_REQUIRE_SECOND_FACTOR = False
    client.force_login(make_officer())
    with_phone(make_user(username="ann"))
    page = client.get("/admin/accounts/user/").content.decode()
    assert page.count('alt="True"') == 3  # both may sign in; Ann has a second step
