"""What machines ask: whether this process lives, whether it can serve, and what it counted."""

import errno
import secrets
import sys
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.views.decorators.http import require_safe

from laa_tracker.watching import ids
from laa_tracker.watching.conditions import FINE, conditions
from laa_tracker.watching.monitoring import exposition
from returns.keeping import readable, typed_words, wants_draft, writer_of

TEXT = "text/plain; charset=utf-8"
EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"


@login_not_required
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """That this process answers: nothing else is asked, the database neither."""
    return HttpResponse("alive\n", content_type=TEXT)


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether this process can serve, and if not, what fails."""
    found = conditions()
    fine = set(found.values()) == {FINE}
    lines = ["ready" if fine else "not ready", *(f"{name}: {is_}" for name, is_ in found.items())]
    return HttpResponse(
        "".join(f"{line}\n" for line in lines), content_type=TEXT, status=200 if fine else 503
    )


def for_the_monitor(view):
    """Answer whoever brings the token of the settings; without one there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.LAA_METRICS_TOKEN:
            raise Http404
        brought = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not secrets.compare_digest(brought.encode(), settings.LAA_METRICS_TOKEN.encode()):
            return HttpResponse(
                "Bring the token: Authorization: Bearer …\n",
                content_type=TEXT,
                status=401,
                headers={"WWW-Authenticate": 'Bearer realm="LAA Tracker metrics"'},
            )
        return view(request)

    return guarded


@login_not_required
@require_safe
@for_the_monitor
def metrics(request: HttpRequest) -> HttpResponse:
    """What was counted, in the text format of Prometheus."""
    return HttpResponse(exposition(), content_type=EXPOSITION)


# What the database or the disk says that does not do its part: busy, away, full.
AWAY = (OperationalError, InterfaceError)
FULL = {errno.ENOSPC, errno.EDQUOT}
AGAIN_AFTER = 30  # seconds
NOT_NOW = "Nothing can be read or saved just now, so this was not saved. Try again in a minute."


def failed(request: HttpRequest) -> HttpResponse:
    """The page of a failure, with the id under which the log tells it.

    Where the database or the disk does not do its part it says so, and gives back what was typed
    into a return. It asks neither of them anything.
    """
    not_now = is_not_now(sys.exc_info()[1])
    if not_now and wants_draft(request):
        return later(JsonResponse({"sentence": NOT_NOW}, status=503))
    page = loader.get_template("500.html").render(
        {
            "reference": ids.current(),
            "not_now": not_now,
            "typed": typed_words(typed_into_a_return(request)) if not_now else [],
        }
    )
    return later(HttpResponse(page, status=503)) if not_now else HttpResponse(page, status=500)


def is_not_now(problem: BaseException | None) -> bool:
    """Whether trying again later may help, for nothing is wrong with the request or with us."""
    while problem is not None:
        is_full = isinstance(problem, OSError) and problem.errno in FULL
        if is_full or isinstance(problem, AWAY) or was_cut_off(problem):
            return True
        problem = problem.__cause__
    return False


def was_cut_off(problem: BaseException) -> bool:
    """Whether PostgreSQL ended while it answered: psycopg2 has no code then, nor a better class."""
    return type(problem) is DatabaseError and getattr(problem.__cause__, "pgcode", "") is None


def typed_into_a_return(request: HttpRequest) -> dict[str, str]:
    return readable(request.POST) if writer_of(request.POST) is not None else {}


def later(response: HttpResponse) -> HttpResponse:
    response.headers["Retry-After"] = str(AGAIN_AFTER)
    return response
