"""What an installation says of its council's accounts; signing in with one is a journey."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch, reverse

from laa_tracker.settings import BASE_DIR, oidc_server, origin_of

ENTRA = "https://login.microsoftonline.com/0f3d/v2.0"
WHOLE = {
    "LAA_OIDC_SERVER": ENTRA,
    "LAA_OIDC_CLIENT": "id",
    "LAA_OIDC_SECRET": "secret",
    "LAA_OIDC_DOMAINS": "council.example",
}


@pytest.mark.parametrize(
    ("address", "why"),
    [
        (ENTRA, ""),
        ("http://127.0.0.1:8080/tenant", ""),
        ("http://login.microsoftonline.com/0f3d/v2.0", "must begin with https://"),
        ("login.microsoftonline.com/0f3d/v2.0", "must begin with https://"),
        ("https://login.microsoftonline.com/common/v2.0", "any organisation's people"),
        ("https://login.microsoftonline.com/organizations/v2.0", "any organisation's people"),
    ],
)
def test_only_ones_own_provider_is_taken(address, why):
    if not why:
        assert oidc_server(address) == address
        return
    with pytest.raises(ImproperlyConfigured, match=why):
        oidc_server(address)


def test_a_form_may_lead_to_the_provider_and_to_no_other_place_there():
    assert origin_of(ENTRA) == "https://login.microsoftonline.com"


@pytest.mark.parametrize("missing", ["LAA_OIDC_CLIENT", "LAA_OIDC_SECRET", "LAA_OIDC_DOMAINS"])
def test_what_is_missing_is_one_clear_line(missing):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=BASE_DIR,
        env=os.environ | WHOLE | {missing: ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr == f"LAA_OIDC_SERVER is set, so {missing} must be set too.\n"


@pytest.mark.django_db
def test_without_them_there_is_neither_a_button_nor_an_address(client):
    assert "council account" not in client.get("/accounts/login/").content.decode()
    assert client.get("/accounts/council/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("council_account")
