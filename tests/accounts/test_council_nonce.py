"""A token of the council's provider signs in the session that asked for it, and no other."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.test import Client

from audit.models import Entry
from tests.accounts.provider import CLIENT, SECRET, Provider
from tests.builders import make_officer

pytestmark = pytest.mark.django_db
PERSON = {"sub": "1", "email": "ann@council.example"}


@pytest.fixture(scope="module")
def serving():
    with Provider() as provider:
        yield provider


@pytest.fixture
def provider(serving, settings, monkeypatch):
    """The provider of this council, and the house that knows it."""
    settings.ROOT_URLCONF = "tests.accounts.council_urls"
    settings.LAA_OIDC_NAME = "your council account"
    settings.SOCIALACCOUNT_ADAPTER = "accounts.council_accounts.CouncilAccounts"
    settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
    vouched = {"server_url": serving.address, "verified_email": ["council.example"]}
    app = {"provider_id": "council", "name": "council", "client_id": CLIENT, "secret": SECRET}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app | {"settings": vouched}]}
    }
    known = registry.provider_map | {"openid_connect": OpenIDConnectProvider}
    monkeypatch.setattr(registry, "provider_map", known)
    monkeypatch.setattr(serving, "person", PERSON)
    make_officer(email=PERSON["email"])
    return serving


def sent_to(browser: Client) -> str:
    """Where pressing the button leads, at the provider."""
    return browser.post("/accounts/council/")["Location"]


def asked(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def sent_back(address: str) -> str:
    """Where the provider sends whoever signed in there back to, without the host."""
    back = requests.get(address, allow_redirects=False, timeout=10).headers["Location"]
    parts = urlsplit(back)
    return f"{parts.path}?{parts.query}"


def signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_the_token_of_this_session_signs_in(provider, client):
    client.get(sent_back(sent_to(client)))
    assert signed_in(client)


def test_each_time_another_number_goes_with_it_and_a_proof_key(provider, client):
    first, second = asked(sent_to(client)), asked(sent_to(Client()))
    assert len(first["nonce"][0]) >= 32
    assert first["nonce"] != second["nonce"]
    assert first["code_challenge_method"] == ["S256"]


@pytest.mark.parametrize("nonce", ["", "another"], ids=["without it", "with another"])
def test_a_token_without_the_number_of_this_session_signs_nobody_in(
    provider, client, monkeypatch, written, nonce
):
    monkeypatch.setattr(provider, "nonce", nonce)
    back = sent_back(sent_to(client))
    with written():
        told = client.get(back, follow=True)
    assert "did not answer as it should" in told.content.decode()
    assert not signed_in(client)
    assert "not of this session" in Entry.objects.get(deed="sign-in failed").what


def test_an_answer_without_a_token_signs_nobody_in(provider, client, monkeypatch):
    token = provider.token
    monkeypatch.setattr(provider, "token", lambda asked: token(asked) | {"id_token": None})
    client.get(sent_back(sent_to(client)))
    assert not signed_in(client)


def test_a_token_that_was_made_for_another_session_is_of_no_use(provider, client, monkeypatch):
    theirs = asked(sent_to(Client()))["nonce"][0]
    monkeypatch.setattr(provider, "nonce", theirs)
    client.get(sent_back(sent_to(client)))
    assert not signed_in(client)
