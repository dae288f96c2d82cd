"""A feed that is opened in a browser is a file to take away: whoever may choose is asked as whom.

Programs are not: they send a token, or do not ask for a page.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from reports.audiences.access import Reading
from reports.feeds.askers import asker_of, reading_of
from reports.feeds.nouns import NOUNS
from reports.feeds.problems import Problem
from reports.feeds.views import feed
from reports.pages.downloads import Format, views_of
from reports.pages.files import ask, view_asked


@csrf_exempt  # as feeds are: nothing is ever changed here
@login_not_required
def table(request: HttpRequest, noun: str) -> HttpResponseBase:
    """The feed as CSV, or the page that asks as whom it is taken."""
    widest = read_in_a_browser(request)
    if noun not in NOUNS or widest is None or not (widest.is_published or widest.user.is_officer):
        response = feed(request, noun, str(Format.CSV))
    else:
        views = views_of(widest, own=bool(widest.own_plans))
        if view_asked(request, views) is None:  # type: ignore[arg-type]
            title = f"{NOUNS[noun].title}, {widest.quarter.long_label}"
            response = ask(request, Format.CSV, views, what=title, back=reverse("feeds"))  # type: ignore[arg-type]
        else:
            response = feed(request, noun, str(Format.CSV))
    patch_vary_headers(response, ["Accept"])
    return response


def read_in_a_browser(request: HttpRequest) -> Reading | None:
    """What somebody who is signed in reads of feeds who names no view; None for everybody else."""
    if (
        request.method not in ("GET", "HEAD")
        or "Authorization" in request.headers
        or "audience" in request.GET
    ):
        return None
    try:
        return reading_of(asker_of(request), request.GET)
    except (Problem, Http404):
        return None
