"""Whom an answer of the council's provider signs in: what it may say of an address."""

import pytest
from allauth.core import context
from allauth.socialaccount.internal.flows.login import complete_login
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage

from audit.models import Entry
from tests.builders import make_officer

pytestmark = pytest.mark.django_db
NONCE = "a number used once"
OURS, OTHERS = "ann@council.example", "ann@elsewhere.example"


@pytest.fixture
def come(settings, rf, client):
    """A function: the session of whoever comes back with these claims in both of its answers."""
    settings.LAA_OIDC_NAME = "your council account"
    settings.SOCIALACCOUNT_ADAPTER = "accounts.council_accounts.CouncilAccounts"
    settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
    vouched = {"server_url": "https://login.example", "verified_email": ["council.example"]}
    app = SocialApp(provider_id="council", name="council", client_id="id", settings=vouched)

    def came(userinfo, id_token=None):
        request = rf.get("/")
        request.session, request.user = client.session, AnonymousUser()
        request._messages = FallbackStorage(request)
        with context.request_context(request):
            provider = OpenIDConnectProvider(request, app=app)
            told = {"userinfo": userinfo, "id_token": (id_token or userinfo) | {"nonce": NONCE}}
            login = provider.sociallogin_from_response(request, told)
            login.state = {"process": "login", "nonce": NONCE}
            complete_login(request, login)
        return request.session

    return came


def claims(email=OURS, **more):
    return {"sub": "1", "email": email} | more


ANSWERS = {
    "says nothing of it, as Entra": (claims(), True),
    "verified": (claims(email_verified=True), True),
    "verified, as text": (claims(email_verified="true"), True),
    "not verified": (claims(email_verified=False), False),
    "not verified, as text": (claims(email_verified="false"), False),
    "not verified, as other text": (claims(email_verified="False"), False),
    "of another domain": (claims(OTHERS), False),
    "of another domain, verified": (claims(OTHERS, email_verified=True), False),
    "of another domain, not verified": (claims(OTHERS, email_verified=False), False),
    "of another domain, not verified, as text": (claims(OTHERS, email_verified="false"), False),
}


@pytest.mark.parametrize(("answer", "lets_in"), ANSWERS.values(), ids=ANSWERS)
def test_only_an_address_of_our_domains_that_is_not_denied_signs_in(come, answer, lets_in):
    person = make_officer(email=answer["email"])
    assert come(answer).get("_auth_user_id") == (str(person.pk) if lets_in else None)


def test_a_denial_in_the_token_alone_counts(come):
    make_officer(email=OURS)
    assert "_auth_user_id" not in come(claims(), claims(email_verified=False))


def test_an_answer_of_another_person_than_the_token_signs_nobody_in(come, written):
    make_officer(email=OURS)
    with written():
        assert "_auth_user_id" not in come(claims(), claims(sub="2"))
    assert "are of two people" in Entry.objects.get(deed="sign-in failed").what


def test_whoever_may_no_longer_sign_in_is_sent_away_and_the_log_told(come, written):
    person = make_officer(email=OURS, is_active=False)
    with written():
        assert "_auth_user_id" not in come(claims())
    entry = Entry.objects.get(deed="sign-in failed")
    what = "By your council account, to an account that may no longer sign in"
    assert (entry.what, entry.person_id) == (what, person.pk)
