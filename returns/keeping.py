"""Nothing typed is lost: what cannot be saved now is given back to whoever typed it.

A form of a return carries a stamp that says whose it is. Where somebody was signed out meanwhile,
what they sent waits in the session until they have signed in again; where it may not be saved any
more, it is shown with the reason.
"""

from collections.abc import Mapping
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.csrf import csrf_failure as refusal_of_django

from returns.drafts import Typed

TYPED, STAMP = "typed-before-signing-in", "returns.stamp"
NO_PART = "You no longer have a part in this plan, so it was not saved."
SOMEBODY_ELSE = (
    "This page was opened by somebody else, who was signed in here before you, so it was not saved."
)
SIGNED_OUT = (
    "Not saved yet: you were signed out. Press “Save and continue” and sign in: what you typed "
    "comes with you."
)
SIGNED_IN_AGAIN = (
    "Not saved yet: you signed in again in another window. Press “Save and continue”, and it is."
)
SIGNED_OUT_BEFORE_THE_BUTTON = (
    "You had been signed out, so nothing was done yet. What you typed is here: press the button."
)
# What a form carries beside the answers.
CARRIED = ("csrfmiddlewaretoken", "stamp", "then", "seen")


def stamp_for(user, ours: Model) -> str:
    """What a form about `ours` carries to say whose it is, so that what was typed can be given
    back.
    """
    return signing.dumps([user.pk, ours.pk], salt=STAMP)


def writer_of(sent: Mapping) -> int | None:
    """The id of the person whose form this is; None where it is none of ours."""
    try:
        return signing.loads(sent.get("stamp", ""), salt=STAMP)[0]
    except signing.BadSignature:
        return None


def readable(sent: Mapping) -> dict[str, str]:
    """What was sent, as every database can keep it.

    Nobody types a null or half a character: where a broken paste holds one, a mark shows it. Of
    boxes with one name each stands in a line of its own.
    """
    texts = (
        {name: "\n".join(sent.getlist(name)) for name in sent}
        if isinstance(sent, QueryDict)
        else sent
    )
    return {
        name: text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode(errors="replace").decode()
        for name, text in texts.items()
    }


def wants_draft(request: HttpRequest) -> bool:
    """Whether the page saves itself while somebody types, and no page is asked for."""
    return request.headers.get("X-Saves") == "draft"


def keeps_what_was_typed(view):
    """Give back what somebody typed who was signed out meanwhile, or may no longer save it."""

    @login_not_required
    @wraps(view)
    def kept(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return sign_in_first(request)
        writer = writer_of(request.POST) if request.method == "POST" else None
        if writer not in (None, request.user.pk):
            return give_back(request, readable(request.POST), SOMEBODY_ELSE, 403)
        try:
            return view(request, *args, **kwargs)
        except Http404:
            typed = typed_by_this_person(request)
            if writer_of(typed) is None:
                raise
            return give_back(request, typed, NO_PART, 403)

    return kept


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Send somebody to sign in; what they sent, if it is of ours, waits for them."""
    if wants_draft(request):
        return JsonResponse({"sentence": SIGNED_OUT}, status=401)
    if request.method == "POST" and writer_of(request.POST) is not None:
        waiting = request.session.get(TYPED, {})
        request.session[TYPED] = waiting | {request.path: readable(request.POST)}
    return redirect(f"{reverse(settings.LOGIN_URL)}?next={request.path}")


def typed_by_this_person(request: HttpRequest) -> Typed:
    """What this person sends with the request, or had sent to this page while signed out.

    What waited is given once. Empty where there is none, or where it is another's.
    """
    if request.method == "POST":
        return readable(request.POST)
    waiting = request.session.get(TYPED, {})
    if writer_of(waiting.get(request.path, {})) != request.user.pk:
        return {}
    typed = waiting.pop(request.path)
    request.session[TYPED] = waiting
    return typed


def sent_or_waiting(request: HttpRequest) -> Mapping | None:
    """What a form of one button is to check: what is sent, else what was sent while signed out.

    That is shown again, and the button is still to be pressed; None where there is neither.
    """
    if request.method == "POST":
        return request.POST
    if typed := typed_by_this_person(request):
        messages.warning(request, SIGNED_OUT_BEFORE_THE_BUTTON)
        return typed
    return None


def give_back(request: HttpRequest, sent: Mapping, sentence: str, status: int) -> HttpResponse:
    """The page that says why nothing was saved, with all that was typed, to copy."""
    if wants_draft(request):
        return JsonResponse({"sentence": sentence}, status=status)
    context = {"sentence": sentence, "typed": typed_words(sent)}
    return render(request, "returns/typed_back.html", context, status=status)


def typed_words(sent: Mapping) -> list[str]:
    """What is not blank, less what the form carries beside the answers."""
    return [
        text
        for name, text in sent.items()
        if text.strip() and name not in CARRIED and not name.endswith("-version")
    ]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What is answered to a form whose token is an old one.

    Signing in again in another window makes the tokens of all open pages old. Whoever wrote a
    page of a return is asked to confirm it; a stamp cannot be made up by somebody else.
    """
    writer = writer_of(request.POST)
    if writer is None:
        return refusal_of_django(request, reason)
    if not request.user.is_authenticated:
        return sign_in_first(request)
    if writer != request.user.pk:
        return refusal_of_django(request, reason)
    if wants_draft(request):
        return JsonResponse({"sentence": SIGNED_IN_AGAIN}, status=403)
    sent = readable(request.POST)
    carried = {name: text for name, text in sent.items() if name != "csrfmiddlewaretoken"}
    context = {"carried": carried.items(), "typed": typed_words(sent)}
    return render(request, "returns/save_now.html", context, status=403)
