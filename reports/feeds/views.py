"""What programs read: the feeds, and their description. People's pages are in `pages`."""

import json
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from reports.feeds.askers import NO_QUARTER, asker_of, reading_of
from reports.feeds.nouns import NOUNS
from reports.feeds.openapi import description
from reports.feeds.problems import Problem, quoted
from reports.feeds.serving import TYPES, answer


@csrf_exempt  # nothing is ever changed here; whatever is no question is refused below
@login_not_required  # programs are told in a sentence, and not sent to a page to sign in
def feed(request: HttpRequest, noun: str, form: str) -> HttpResponseBase:
    """One feed, as a quarter stands for whoever asks."""
    try:
        refuse_unsafe(request)
        asker = asker_of(request)
        if noun not in NOUNS or form not in TYPES:
            raise Problem(HTTPStatus.NOT_FOUND, no_such_feed(noun, form))
        return answer(request, reading_of(asker, request.GET), NOUNS[noun], form)
    except Problem as problem:
        return told(problem)
    except Http404:
        return told(Problem(HTTPStatus.NOT_FOUND, NO_QUARTER))


@csrf_exempt
@login_not_required
def openapi(request: HttpRequest) -> HttpResponse:
    """What programs ask before they ask for feeds."""
    try:
        refuse_unsafe(request)
        asker_of(request)
    except Problem as problem:
        return told(problem)
    text = json.dumps(description(NOUNS.values(), server=settings.SITE_URL), ensure_ascii=False)
    return differing(HttpResponse(text, content_type="application/json"))


def refuse_unsafe(request: HttpRequest) -> None:
    if request.method not in ("GET", "HEAD"):
        raise Problem(
            HTTPStatus.METHOD_NOT_ALLOWED,
            "Feeds are only read: send GET.",
            {"Allow": "GET, HEAD"},
        )


def no_such_feed(noun: str, form: str) -> str:
    if noun in NOUNS:
        return f"There is no {quoted(form)} of it: write .json or .csv."
    return f"There is no feed {quoted(noun)}: there are {', '.join(NOUNS)}."


def told(problem: Problem) -> HttpResponse:
    return differing(problem.response())


def differing(response: HttpResponse) -> HttpResponse:
    """The answer, marked as one that depends on who asks."""
    patch_vary_headers(response, ["Authorization", "Cookie"])
    return response
