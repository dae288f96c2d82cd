"""Signing in with the account that a person's council gave them (OpenID Connect), where it is on.

Nobody gets an account here by it: the provider says whose e-mail address it is, and the person of
that address is signed in. So nothing of it is kept, and who leaves, or gets another address, is
kept in one place only.
"""

import secrets
from typing import Any, NoReturn

from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.openid_connect.views import callback
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from accounts.deeds import Deed, tell

NOT_NOW = (
    "You could not be signed in with {name}: it did not answer as it should. Try again, or sign in "
    "with your password."
)
NOT_HERE = (
    "Nobody here has the e-mail address of the account that you signed in with. A performance "
    "officer adds people and their addresses."
)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Send somebody to the provider; only a press of the button does.

    With them goes a number used once, which stays in their session and must come back in the token:
    a token that was made for another session signs nobody in.
    """
    if request.method != "POST":
        return redirect("account_login")
    provider = get_adapter().get_provider(request, settings.COUNCIL_ACCOUNTS)
    nonce = secrets.token_urlsafe()
    try:
        return provider.redirect(
            request,
            process=AuthProcess.LOGIN,
            next_url=get_next_redirect_url(request),
            auth_params=provider.get_auth_params() | {"nonce": nonce},
            nonce=nonce,
        )
    except (RequestException, ValueError, KeyError) as problem:
        return not_now(request, problem)


@login_not_required
@require_safe
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the provider sends somebody back to, with word of who they are."""
    try:
        return callback(request, provider_id)
    except (RequestException, ValueError, KeyError) as problem:
        return not_now(request, problem)


def not_now(request: HttpRequest, problem: Exception | str | None) -> HttpResponse:
    """Back to where one signs in; the log says more than the page."""
    if isinstance(problem, Exception):
        why = type(problem).__name__
    else:
        why = problem or "it sent an error"
    tell(Deed.SIGN_IN_FAILED, f"By {settings.LAA_OIDC_NAME}, which did not answer rightly: {why}")
    messages.error(request, NOT_NOW.format(name=settings.LAA_OIDC_NAME))
    return redirect("account_login")


def said_by(login: SocialLogin) -> list[dict]:
    """What the provider says of somebody: its answer when it was asked, and its token."""
    told = login.account.extra_data
    return [told[each] for each in ("userinfo", "id_token") if told.get(each)]


def why_not_believed(login: SocialLogin) -> str:
    """Why what the provider said signs nobody in, in words for the log; "" where it may."""
    token = login.account.extra_data.get("id_token")
    if not token:
        return "it sent no token"
    nonce = login.state.get("nonce")
    if not nonce or not constant_time_compare(str(token.get("nonce")), nonce):
        return "its token is not of this session"
    if len({each.get("sub") for each in said_by(login)}) != 1:
        return "its answer and its token are of two people"
    return ""


def denied(claims: dict) -> bool:
    """Whether an address is said to be not verified; to say nothing of it is no denial."""
    said = claims.get("email_verified")
    return said is not None and str(said).lower() != "true"  # some write it as text


class CouncilAccounts(DefaultSocialAccountAdapter):
    """How allauth's way differs here: nobody signs up by it, and the words are ours."""

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Only of the domains that LAA_OIDC_DOMAINS names, whatever else is vouched for."""
        ours = self.is_email_verified(login.provider, email)
        return ours and not any(denied(each) for each in said_by(login))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if why := why_not_believed(sociallogin):
            raise ImmediateHttpResponse(not_now(request, why))
        if not sociallogin.is_existing:
            tell(Deed.SIGN_IN_FAILED, f"By {settings.LAA_OIDC_NAME}, whose address nobody here has")
            messages.error(request, NOT_HERE)
            raise ImmediateHttpResponse(redirect("account_login"))
        if not sociallogin.user.is_active:  # allauth sends them away
            what = f"By {settings.LAA_OIDC_NAME}, to an account that may no longer sign in"
            tell(Deed.SIGN_IN_FAILED, what, by=sociallogin.user)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict | None = None,
    ) -> NoReturn:
        if error == AuthError.CANCELLED:
            messages.info(request, "You stopped, so you are not signed in.")
            raise ImmediateHttpResponse(redirect("account_login"))
        raise ImmediateHttpResponse(not_now(request, exception))
