"""Signing in with the account that a council gives its people, at a provider on this machine."""

import re

import pytest
from playwright.sync_api import Page, expect

from laa_tracker.demonstration.accounts import ACCOUNTS
from tests.accounts.provider import CLIENT, SECRET, Provider
from tests.journeys.fitness import unfitness
from tests.journeys.people import sign_in
from tests.journeys.site import Site

pytestmark = pytest.mark.e2e
OFFICER, LEAD, _, BOARD = (each.email for each in ACCOUNTS)
DOMAIN = OFFICER.partition("@")[2]


class CouncilSite(Site):
    """The demonstration, in a council that has such accounts."""

    provider: Provider
    more: dict[str, str]

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {
            "LAA_OIDC_SERVER": self.provider.address,
            "LAA_OIDC_CLIENT": CLIENT,
            "LAA_OIDC_SECRET": SECRET,
            "LAA_OIDC_DOMAINS": DOMAIN,
            "LAA_OIDC_NAME": "your Shropshire account",
            **self.more,
        }


@pytest.fixture
def council(demonstration, tmp_path):
    """A function that serves the demonstration with these further settings."""
    with Provider() as provider:
        sites = []

        def serve(**more: str) -> CouncilSite:
            site = CouncilSite(tmp_path, demonstration)
            site.provider, site.more = provider, more
            sites.append(site)
            site.serve()
            return site

        yield serve
        for site in sites:
            site.stop()


def whoever(email: str, **more: object) -> dict[str, object]:
    return {"sub": f"sub of {email}", "email": email, "name": "Somebody"} | more


def come_with(page: Page, address: str = "/accounts/login/") -> None:
    page.goto(address)
    page.get_by_role("button", name="Sign in with your Shropshire account").click()


def test_people_sign_in_with_their_council_account(council, arrive, troubles):
    site = council()
    officer, board, stranger = arrive(site), arrive(site), arrive(site)

    site.provider.person = whoever(OFFICER.upper())  # as providers write addresses
    officer.goto("/quarters/")
    expect(officer).to_have_url(re.compile(r"/accounts/login/\?next=/quarters/"))
    assert unfitness(officer) == []
    officer.get_by_role("button", name="Sign in with your Shropshire account").click()
    expect(officer).to_have_url(re.compile("/quarters/$"))
    officer.goto("/audit/?kind=signed+in")
    expect(officer.get_by_role("main")).to_contain_text("Signed in")

    site.provider.person = whoever(BOARD, email_verified=True)
    come_with(board)
    expect(board).to_have_url(f"{site.address}/")
    assert board.goto("/quarters/").status == 403
    troubles.take_as_meant("/quarters/", 403)

    # Their password is what it was.
    board.context.clear_cookies()
    sign_in(board, "board")

    for unknown in (
        whoever(f"nobody@{DOMAIN}"),
        whoever(""),
        whoever(OFFICER.replace(DOMAIN, f"not-{DOMAIN}"), email_verified=True),
        whoever(OFFICER, email_verified=False),
    ):
        site.provider.person = unknown
        come_with(stranger)
        expect(stranger.get_by_role("main")).to_contain_text("Nobody here has the e-mail address")
        expect(stranger.get_by_role("heading", level=1)).to_have_text("Sign in")
        stranger.goto("/")
        expect(stranger).to_have_url(re.compile("/accounts/login/"))


def test_what_the_provider_does_not_say_rightly_lets_nobody_in(council, arrive):
    site = council()
    page = arrive(site)
    provider = site.provider
    provider.person = whoever(OFFICER)

    provider.error = "access_denied"
    come_with(page)
    expect(page.get_by_role("main")).to_contain_text("You stopped, so you are not signed in.")
    provider.error = "server_error"
    come_with(page)
    expect(page.get_by_role("main")).to_contain_text("did not answer as it should")
    provider.error = ""

    provider.issuer = "http://127.0.0.1/another/v2.0"
    come_with(page)
    expect(page.get_by_role("main")).to_contain_text("did not answer as it should")
    provider.issuer = ""

    # Neither a code that somebody else was given, nor one that was used, is of any use.
    back = "/accounts/council/login/callback/"
    page.goto(f"{back}?code=stolen&state=made-up")
    expect(page.get_by_role("main")).to_contain_text("did not answer as it should")
    page.goto("/accounts/council/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")

    provider.__exit__()
    come_with(page)
    expect(page.get_by_role("main")).to_contain_text("did not answer as it should")
    sign_in(page, "officer")
    page.goto("/audit/?kind=sign-in+failed")
    expect(page.get_by_role("main")).to_contain_text("By your Shropshire account")


@pytest.mark.thorough
@pytest.mark.parametrize("counts", ["1", "0"])
def test_a_second_step_at_the_provider_counts_where_a_setting_says_so(council, arrive, counts):
    site = council(LAA_REQUIRE_SECOND_FACTOR="1", LAA_OIDC_SECOND_STEP=counts)
    page = arrive(site)
    site.provider.person = whoever(LEAD)
    come_with(page)
    if counts == "1":
        expect(page).to_have_url(f"{site.address}/")
    else:
        expect(page).to_have_url(re.compile("/accounts/2fa/totp/activate/"))


@pytest.mark.thorough
def test_whoever_may_no_longer_sign_in_cannot_by_their_council_account_either(council, arrive):
    site = council()
    site.manage(
        "shell",
        "-c",
        "from accounts.models import User; "
        f"User.objects.filter(email={BOARD!r}).update(is_active=False)",
    )
    page = arrive(site)
    site.provider.person = whoever(BOARD)
    come_with(page)
    expect(page.get_by_role("main")).not_to_contain_text("Dashboard")
    page.goto("/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
