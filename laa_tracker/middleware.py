"""What every answer of the house carries, whichever view gave it."""

from collections.abc import Callable
from typing import TypeGuard

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from accounts import reading_only, sessions
from accounts.access import SignedIn
from accounts.models import User
from accounts.second_step import came_by_second_step, has_second_step
from laa_tracker.stack import with_room
from reports.audiences.access import audience_of, is_masked, plans_worked_on_by
from returns.keeping import give_back, readable, wants_draft, writer_of

SAFE = ("GET", "HEAD")
USUAL = (*SAFE, "POST")
AN_HOUR = 60 * 60  # seconds

# Where somebody may go who has yet to set up a second step.
ON_THE_WAY = {
    "mfa_activate_totp",
    "account_reauthenticate",
    "account_logout",
    "accessibility",
    "privacy",
    "cookies",
}
NOT_SAVED = "So nothing was saved: copy what you want to keep, and sign in again."
ONE_STEP_ONLY = "Sign in again: here the code from your app is asked for too."


def room(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer each request with room for all that it calls."""
    return with_room(get_response)


def keep_nowhere(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let neither a shared proxy nor a shared computer keep a page: small figures are on them."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer


def usual_methods(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer 405 to every method that no page of ours sends; feeds tell programs so themselves."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method in USUAL or request.path_info.startswith("/feeds/"):
            return get_response(request)
        return HttpResponseNotAllowed(USUAL)

    return answer


def read_only(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """While the house may only be read, answer what would change anything with 503 and a page.

    It stands before sessions and signing in: nothing at all is written for such a request.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method in SAFE or not (said := reading_only.sentence()):
            return get_response(request)
        response = not_saved(request, f"Not saved. {said}")
        response.headers["Retry-After"] = str(AN_HOUR)
        return response

    return answer


def not_saved(request: HttpRequest, sentence: str) -> HttpResponseBase:
    """A return's words are given back to copy; of other forms the browser still has them."""
    if wants_draft(request) or writer_of(request.POST) is not None:
        return give_back(request, readable(request.POST), sentence, 503)
    return render(request, "503.html", {"sentence": sentence}, status=503)


def no_zero_bytes(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Nothing of ours has a zero byte in its address, and PostgreSQL cannot look for one."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or "%00" in request.META["QUERY_STRING"]:
            raise Http404
        return get_response(request)

    return answer


def awake(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Sign out whoever has done nothing for a while; what they send then is given back to them."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            if said := sessions.why_ended(request.session):
                logout(request)
                if is_lost(request):
                    return give_back(request, readable(request.POST), f"{said} {NOT_SAVED}", 403)
                messages.info(request, said)
            else:
                sessions.keep(request.session)
        return get_response(request)

    return answer


def is_lost(request: HttpRequest) -> bool:
    """Whether what is sent would be lost to somebody signed out: a return keeps it by itself."""
    own_account = request.path_info.startswith("/accounts/")
    return request.method == "POST" and not own_account and writer_of(request.POST) is None


def second_step(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Where LAA_REQUIRE_SECOND_FACTOR is on, a password alone opens no page with small numbers.

    Whoever has no second step sets one up first; a session that came without it ends.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if is_due(request):
            if has_second_step(request.user):
                logout(request)
                messages.info(request, ONE_STEP_ONLY)
            elif not is_on_the_way(request):
                return redirect("mfa_activate_totp")
            request.second_step_is_due = True
        return get_response(request)

    return answer


def is_due(request: HttpRequest) -> TypeGuard[SignedIn]:
    """Whether this person sees unmasked figures here and has not yet typed a code."""
    return (
        settings.LAA_REQUIRE_SECOND_FACTOR
        and request.user.is_authenticated
        and not came_by_second_step(request)
        and sees_unmasked_figures(request.user)
    )


def sees_unmasked_figures(user: User) -> bool:
    """Whether there is any figure that this person sees and the public may not."""
    return not is_masked(audience_of(user)) or bool(plans_worked_on_by(user))


def is_on_the_way(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).url_name in ON_THE_WAY
    except Resolver404:
        return True
