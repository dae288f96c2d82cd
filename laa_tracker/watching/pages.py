"""What machines ask: whether this process lives, whether it can serve, and what it counted."""

import secrets
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.template import loader
from django.views.decorators.http import require_safe

from laa_tracker.watching import ids
from laa_tracker.watching.conditions import FINE, conditions
from laa_tracker.watching.monitoring import exposition

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


def failed(request: HttpRequest) -> HttpResponse:
    """The page of a failure, with the id under which the log tells it."""
    page = loader.get_template("500.html").render({"reference": ids.current()})
    return HttpResponseServerError(page)
