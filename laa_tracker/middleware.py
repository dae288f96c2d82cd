"""What every answer of the house carries, whichever view gave it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


def keep_nowhere(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let neither a shared proxy nor a shared computer keep a page: small figures are on them."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer
