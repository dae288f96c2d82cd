"""A forgotten password: the answer tells nobody who has an account."""

import re
import smtplib

import pytest
from django.core import mail

from tests.builders import make_user

pytestmark = pytest.mark.django_db
FORGOTTEN = "/accounts/password/reset/"


@pytest.fixture
def ask(client, settings):
    """Ask for a link where mail is on; what the answer was."""
    settings.MAIL_ON = True

    def asked(email):
        answer = client.post(FORGOTTEN, {"email": email}, follow=True)
        return answer.status_code, answer.redirect_chain, answer.content

    return asked


def test_a_link_comes_by_mail(ask):
    make_user(email="ann@council.example")
    ask("ann@council.example")
    (sent,) = mail.outbox
    assert "/accounts/password/reset/key/" in sent.body


def test_the_link_leads_to_this_site_whatever_address_was_asked(client, settings):
    settings.MAIL_ON, settings.ALLOWED_HOSTS = True, ["council.example"]
    settings.SITE_URL = "https://laa.council.example"
    make_user(email="ann@council.example", username="ann")

    client.post(FORGOTTEN, {"email": "ann@council.example"}, headers={"host": "council.example:66"})

    (sent,) = mail.outbox
    assert "council.example:66" not in sent.body
    (link,) = re.findall(r"https?://\S+", sent.body)
    assert link.startswith("https://laa.council.example/accounts/password/reset/key/")
    path = link.removeprefix(settings.SITE_URL)
    page = client.get(path, headers={"host": "council.example"}, follow=True)
    assert "password1" in page.context["form"].fields


@pytest.mark.parametrize(
    "problem",
    [
        pytest.param(ConnectionRefusedError("no server"), id="no server"),
        pytest.param(smtplib.SMTPRecipientsRefused({}), id="refused by it"),
    ],
)
def test_where_the_mail_server_fails_known_and_unknown_get_the_same_answer(
    ask, monkeypatch, caplog, problem
):
    def fail(self, fail_silently=False):
        raise problem

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", fail)
    make_user(email="ann@council.example")

    assert ask("ann@council.example") == ask("nobody@council.example")
    assert "A mail could not be sent" in caplog.text
    assert "ann@" not in caplog.text
