"""Signing in and out, and a password forgotten, chosen or changed."""

import re

import pytest
from django.conf import settings as house
from django.core import mail
from django.core.cache import cache

from accounts.invitations import one_time_link
from tests.builders import make_part, make_plan, make_user
from tests.look.markup import find, text

PASSWORD = "three odd words"


@pytest.fixture(autouse=True)
def counters(db):
    """Failed tries are counted in the cache: each test begins with none."""
    cache.clear()


@pytest.fixture
def ann(db):
    return make_user(email="ann@council.example", username="ann", name="Ann Lee", password=PASSWORD)


def sign_in(client, login="ann", password=PASSWORD):
    return client.post("/accounts/login/", {"login": login, "password": password})


def words(response):
    return text(find(response.content.decode(), "main")[0])


def problems(response):
    (summary,) = find(response.content.decode(), "div", class_="govuk-error-summary")
    return [text(link) for link in find([summary], "a")]


@pytest.mark.parametrize(
    "login",
    ["ann", "ANN", "ann@council.example", "Ann@Council.example", " ann "],
    ids=["name", "name in capitals", "e-mail", "e-mail in capitals", "with spaces"],
)
def test_name_or_e_mail_signs_in(client, ann, login):
    response = sign_in(client, login)

    assert response.status_code == 302
    assert response.url == "/"
    assert client.session["_auth_user_id"] == str(ann.pk)


def test_signing_in_leads_on_to_where_one_was_going(client, ann):
    asked = client.get("/accounts/")
    assert asked.url == "/accounts/login/?next=/accounts/"
    page = client.get(asked.url).content.decode()
    (hidden,) = find(page, "input", name="next")

    response = client.post(
        "/accounts/login/", {"login": "ann", "password": PASSWORD, "next": hidden[1]["value"]}
    )

    assert response.url == "/accounts/"


@pytest.mark.parametrize(
    ("login", "password"),
    [
        pytest.param("ann", "wrong", id="wrong password"),
        pytest.param("nobody", PASSWORD, id="no such name"),
        pytest.param("nobody@council.example", PASSWORD, id="no such e-mail"),
    ],
)
def test_who_may_not_come_in_learns_nothing_from_the_answer(client, ann, login, password):
    response = sign_in(client, login, password)

    assert problems(response) == [
        "That sign-in name or e-mail address does not go with that password. "
        "Check both and try again. "
        "After five wrong tries no password is taken for up to 15 minutes."
    ]
    (box,) = find(response.content.decode(), "input", name="login")
    assert box[1]["value"] == login


def test_nothing_typed_is_named(client, ann):
    assert problems(sign_in(client, "", "")) == [
        "Enter your sign-in name or your e-mail address.",
        "Enter your password.",
    ]


def test_somebody_switched_off_does_not_come_in(client, ann):
    ann.is_active = False
    ann.save()

    response = client.post("/accounts/login/", {"login": "ann", "password": PASSWORD}, follow=True)

    assert "_auth_user_id" not in client.session
    assert "You may no longer sign in" in words(response)


def test_too_many_tries_are_slowed(client, ann):
    for _ in range(5):
        sign_in(client, password="wrong")

    (problem,) = problems(sign_in(client, password="wrong"))

    assert problem.startswith("There were too many tries with a wrong password or code, so")


def test_nobody_signs_up(client, db):
    assert client.get("/accounts/signup/").status_code == 404
    assert "signup" not in client.get("/accounts/login/").content.decode()


def test_signing_out_is_asked_and_said(client, ann):
    sign_in(client)

    assert "Do you want to sign out?" in words(client.get("/accounts/logout/"))
    response = client.post("/accounts/logout/", follow=True)

    assert "You have signed out." in words(response)
    assert "_auth_user_id" not in client.session


# A password forgotten -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contact", "asked"),
    [
        pytest.param("", "Ask your performance officer", id="no contact"),
        pytest.param("lists@council.example", "Write to lists@council.example", id="contact"),
    ],
)
def test_where_mail_is_off_the_page_says_whom_to_ask(client, ann, settings, contact, asked):
    settings.MAIL_ON, settings.LAA_CONTACT = False, contact

    page = client.get("/accounts/password/reset/")
    sent = client.post("/accounts/password/reset/", {"email": ann.email}, follow=True)

    assert asked in words(page)
    assert not find(page.content.decode(), "form")
    assert "Nothing was sent" in words(sent)
    assert mail.outbox == []


def test_a_link_by_mail_leads_to_a_new_password(client, ann, settings):
    settings.MAIL_ON = True

    sent = client.post("/accounts/password/reset/", {"email": ann.email}, follow=True)

    assert "Look at your e-mail" in words(sent)
    (message,) = mail.outbox
    assert message.to == ["ann@council.example"]
    assert message.subject == "LAA Tracker: choose a password"
    assert message.body.startswith("Hello Ann Lee,")
    link = re.search(r"http://testserver(/\S+)", message.body)[1]
    choose(client, link, "four other odd words")
    client.post("/accounts/logout/")
    assert sign_in(client, password="four other odd words").status_code == 302


def test_an_address_nobody_has_gets_the_same_answer_and_no_mail(client, db, settings):
    settings.MAIL_ON = True

    sent = client.post("/accounts/password/reset/", {"email": "eve@other.example"}, follow=True)

    assert "Look at your e-mail" in words(sent)
    assert mail.outbox == []


def choose(client, link, password):
    page = client.get(link, follow=True)
    assert "Choose a password" in words(page)
    (form,) = find(page.content.decode(), "form")
    return client.post(form[1]["action"], {"password1": password}, follow=True)


def test_a_one_time_link_lets_somebody_new_choose_a_password_and_signs_them_in(client, db):
    person = make_user(name="New Person")

    response = choose(client, one_time_link(person).removeprefix(house.SITE_URL), PASSWORD)

    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert response.redirect_chain[-1][0] == "/"


def test_a_one_time_link_works_once(client, db):
    link = one_time_link(make_user()).removeprefix(house.SITE_URL)
    choose(client, link, PASSWORD)
    client.post("/accounts/logout/")

    response = client.get(link, follow=True)

    assert "This link no longer works" in words(response)
    assert find(response.content.decode(), "a", href="/accounts/password/reset/")


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        pytest.param("", "Enter a password.", id="nothing"),
        pytest.param("short", "at least 12 characters", id="too short"),
        pytest.param("password1234", "too common", id="common"),
    ],
)
def test_a_weak_password_is_refused_in_words(client, db, chosen, said):
    link = one_time_link(make_user()).removeprefix(house.SITE_URL)

    response = choose(client, link, chosen)

    assert any(said in problem for problem in problems(response))


# One's own account ----------------------------------------------------------------------


def test_a_password_is_changed_by_whoever_knows_the_old_one(client, ann):
    sign_in(client)

    wrong = client.post(
        "/accounts/password/change/", {"oldpassword": "no", "password1": "four other odd words"}
    )
    right = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "four other odd words"},
        follow=True,
    )

    assert problems(wrong) == ["That is not your password now: type it again."]
    assert "Your password is saved." in words(right)
    ann.refresh_from_db()
    assert ann.check_password("four other odd words")


def test_a_new_password_is_asked_for_once_with_a_hint_and_no_hints_in_the_box(client, ann):
    sign_in(client)

    html = client.get("/accounts/password/change/").content.decode()

    boxes = find(html, "input", type="password")
    assert [box[1]["name"] for box in boxes] == ["oldpassword", "password1"]
    assert [box[1]["autocomplete"] for box in boxes] == ["current-password", "new-password"]
    assert not any("placeholder" in box[1] for box in boxes)
    assert "At least 12 characters" in text(find(html, "div", id="id_password1_helptext")[0])


def test_your_account_shows_who_you_are(client, ann):
    sign_in(client)

    shown = words(client.get("/accounts/"))

    for word in ["Ann Lee", "ann", "ann@council.example", "Plans None yet"]:
        assert word in shown


def test_your_account_says_your_part_in_which_plans(client, ann):
    make_part(user=ann, plan=make_plan(reference="NI 101"), part="lead")
    make_part(user=ann, plan=make_plan(reference="NI 7"), part="contributor")
    sign_in(client)

    shown = words(client.get("/accounts/"))

    assert "Plans NI 7 (contributor), NI 101 (lead)" in shown
    assert "Office" not in shown


def test_the_second_step_is_offered_in_our_words(client, ann):
    sign_in(client)

    assert "The second step is off ." in words(client.get("/accounts/2fa/"))


# What the law asks ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/accessibility/", "Accessibility statement"),
        ("/privacy/", "Privacy"),
        ("/cookies/", "Cookies"),
    ],
)
def test_anybody_may_read_what_the_law_asks(client, db, address, heading):
    response = client.get(address)

    assert text(find(response.content.decode(), "h1")[0]) == heading


def test_every_cookie_is_named_on_the_page_about_cookies(client, ann):
    client.get("/accounts/login/")
    sign_in(client)
    client.post("/accounts/logout/")

    named = [text(code) for code in find(client.get("/cookies/").content.decode(), "code")]

    assert set(client.cookies) <= set(named)
    assert {house.SESSION_COOKIE_NAME, house.CSRF_COOKIE_NAME} <= set(client.cookies)
    assert len(named) == 3
