"""A person comes in by a link that works once and ends after a week."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.admin import LINKS
from accounts.invitations import CannotBeInvited, one_time_link
from accounts.models import User
from tests import builders

PASSWORD = "a long and private word"


@pytest.fixture
def officer(db):
    return builders.make_officer(email="officer@council.example", name="Pat Officer")


@pytest.fixture
def office(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def ann(db):
    return builders.make_user(email="ann@council.example", name="Ann Archer")


def follow(client, link):
    """Open the link, as somebody else at another browser; the page on which to choose."""
    return client.get(link.removeprefix("http://testserver"), follow=True)


def choose(client, page, password=PASSWORD):
    form = {"password1": password, "password2": password}
    return client.post(page.redirect_chain[-1][0], form, follow=True)


def add_person(office, **given):
    """Save the add form, and see the page that follows."""
    form = {
        "name": "Ann Archer",
        "email": "Ann@Council.example",
        "office": "",
        "username": "",
        "is_active": "on",
        "parts-TOTAL_FORMS": "0",
        "parts-INITIAL_FORMS": "0",
    }
    return office.post(reverse("admin:accounts_user_add"), form | given, follow=True)


def test_the_link_leads_to_choosing_a_password_and_in(client, ann):
    done = choose(client, follow(client, one_time_link(ann)))
    assert done.status_code == 200
    ann.refresh_from_db()
    assert ann.check_password(PASSWORD)


def test_the_link_dies_with_use(client, ann):
    link = one_time_link(ann)
    choose(client, follow(client, link))
    client.logout()
    assert b"password1" not in follow(client, link).content


def test_the_link_dies_with_the_next_one(client, ann):
    first, second = one_time_link(ann), one_time_link(User.objects.get(pk=ann.pk))
    assert b"password1" not in follow(client, first).content
    client.session.flush()
    assert b"password1" in follow(client, second).content
    assert ann.history.count() == 1


def test_a_link_for_somebody_with_a_password_leaves_it_alone(client, ann):
    ann.set_password(PASSWORD)
    ann.save()
    one_time_link(ann)
    assert User.objects.get(pk=ann.pk).check_password(PASSWORD)


def test_the_link_dies_after_a_week(client, ann):
    link = one_time_link(ann)
    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23)):
        assert b"password1" in follow(client, link).content
    client.session.flush()
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert b"password1" not in follow(client, link).content


def test_the_link_begins_with_the_sites_own_address(ann, settings):
    settings.SITE_URL = "https://laa.council.example"
    assert one_time_link(ann).startswith("https://laa.council.example/accounts/password/reset/key/")


def test_whoever_may_not_sign_in_is_not_invited(ann):
    ann.is_active = False
    with pytest.raises(CannotBeInvited, match="Ann Archer may not sign in"):
        one_time_link(ann)


def test_a_new_person_has_a_link_to_hand_over_where_mail_is_off(office):
    page = add_person(office)
    assert page.status_code == 200
    ann = User.objects.get(email="ann@council.example")
    assert ann.username == "ann@council.example"
    assert not ann.has_usable_password()
    ((shown,),) = [page.context["links"]]
    assert shown["person"] == "Ann Archer"
    assert shown["link"] in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert mail.outbox == []


def test_the_link_is_shown_once(office):
    add_person(office)
    page = office.get(reverse("admin:accounts_user_links"))
    assert page.context["links"] == []
    assert LINKS not in office.session
    assert "shown once" in page.content.decode()


def test_a_new_person_has_a_mail_where_mail_is_on(
    office, settings, django_capture_on_commit_callbacks
):
    settings.MAIL_ON = True
    with django_capture_on_commit_callbacks(execute=True):
        page = add_person(office)
    (sent,) = mail.outbox
    assert sent.to == ["ann@council.example"]
    assert "Hello Ann Archer," in sent.body
    assert "Pat Officer has given you an account" in sent.body
    assert "/accounts/password/reset/key/" in sent.body
    assert page.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_cannot_be_sent_is_told_and_the_person_is_kept(office, settings, monkeypatch):
    settings.MAIL_ON = True

    def refuse(*args, **kwargs):
        raise SMTPException("the server is away")

    monkeypatch.setattr("accounts.invitations.send_mail", refuse)
    words = add_person(office).content.decode()
    assert "could not be sent (the server is away): make a one-time link" in words
    assert User.objects.filter(email="ann@council.example").exists()


def test_a_new_persons_address_is_known_to_the_sign_in(office):
    add_person(office)
    address = User.objects.get(email="ann@council.example").emailaddress_set.get()
    assert (address.email, address.verified, address.primary) == ("ann@council.example", True, True)


def test_a_changed_address_takes_the_place_of_the_old_one(office, ann):
    form = {"name": "Ann Archer", "email": "ann.archer@council.example", "is_active": "on"}
    form |= {"parts-TOTAL_FORMS": "0", "parts-INITIAL_FORMS": "0"}
    office.post(reverse("admin:accounts_user_change", args=[ann.pk]), form)
    ann.refresh_from_db()
    assert [each.email for each in ann.emailaddress_set.all()] == ["ann.archer@council.example"]


def test_a_new_person_has_parts_in_plans_at_once(office):
    plan = builders.make_plan(reference="NI 101")
    add_person(
        office, **{"parts-TOTAL_FORMS": "1", "parts-0-plan": plan.pk, "parts-0-part": "lead"}
    )
    part = User.objects.get(email="ann@council.example").parts.get()
    assert (part.plan, part.part) == (plan, "lead")


def test_the_forms_of_people_ask_for_no_password(office, ann):
    for address in (
        reverse("admin:accounts_user_add"),
        reverse("admin:accounts_user_change", args=[ann.pk]),
    ):
        assert "password" not in office.get(address).context["adminform"].form.fields


def test_one_person_is_invited_again_from_their_page(office, ann):
    address = reverse("admin:accounts_user_invite", args=[ann.pk])
    assert "Mail is off here" in office.get(address).content.decode()
    page = office.post(address, {"link": "Make a link"}, follow=True)
    assert [each["person"] for each in page.context["links"]] == ["Ann Archer"]


@pytest.mark.django_db(transaction=True)
def test_a_link_can_be_asked_for_where_mail_is_on(office, ann, settings):
    settings.MAIL_ON = True
    address = reverse("admin:accounts_user_invite", args=[ann.pk])
    page = office.post(address, {"link": "Make a link"}, follow=True)
    assert len(page.context["links"]) == 1
    assert mail.outbox == []
    page = office.post(address, {"mail": "Send it"}, follow=True)
    assert [each.to for each in mail.outbox] == [["ann@council.example"]]
    assert "An invitation was sent to ann@council.example." in page.content.decode()


def test_several_people_are_invited_again_from_the_list(office, ann):
    bob = builders.make_user(name="Bob Baker")
    gone = builders.make_user(name="Cat Carter")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    sent = {"action": "invite", "_selected_action": [ann.pk, bob.pk, gone.pk]}
    page = office.post(reverse("admin:accounts_user_changelist"), sent, follow=True)
    assert [each["person"] for each in page.context["links"]] == ["Ann Archer", "Bob Baker"]
    assert "Cat Carter may not sign in, so there is no invitation" in page.content.decode()


def test_who_invited_whom_is_kept(office, ann, officer):
    office.post(reverse("admin:accounts_user_invite", args=[ann.pk]), {"link": ""})
    page = office.get(reverse("admin:index"))
    assert "Ann Archer" in page.content.decode()


@pytest.mark.parametrize("office_held", ["", "Board member"])
def test_only_officers_invite(client, ann, office_held):
    client.force_login(builders.make_user(office=office_held))
    for address in (
        reverse("admin:accounts_user_invite", args=[ann.pk]),
        reverse("admin:accounts_user_links"),
    ):
        assert client.post(address, {"link": ""}).status_code in (302, 403)
    assert LINKS not in client.session
