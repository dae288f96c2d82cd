"""The outermost middleware: each request gets its id, is counted, and has its line in the log."""

import logging
from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponseBase

from laa_tracker.watching import counts, ids
from laa_tracker.watching.logs import route_of

logger = logging.getLogger("laa_tracker.requests")


def watch(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Give the request its id, and tell it, its route, its status and its time."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        begun = perf_counter()
        name = ids.id_for(request.headers.get(ids.HEADER, ""))
        request.META["REQUEST_ID"] = name  # for rooms below, which know nothing of this one
        token = ids.begin(name)
        try:
            response = get_response(request)
            response.headers[ids.HEADER] = name
            note(request, response, perf_counter() - begun)
        finally:
            ids.end(token)
        return response

    return answer


def note(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    route = route_of(request)
    counts.add(route, response.status_code, seconds)
    about = {
        "method": request.method,
        "route": route,
        "status": response.status_code,
        "milliseconds": round(seconds * 1000, 1),
    }
    logger.info("answered", extra=about)
