"""Who asks, for the log; and who looked at small numbers, took a file, or was refused."""

import logging
import re
from collections.abc import Callable
from datetime import date
from typing import cast

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from accounts.access import SignedIn
from accounts.deeds import Deed
from audit import asking
from audit.models import Sight
from audit.writing import Told, note

logger = logging.getLogger(__name__)
# What stands on every page that holds an unmasked small figure (includes/restricted.html).
MARK = b'class="laa-restricted"'
# What decides which figures an address shows, beside its path.
READING = ("as_at", "release", "audience")
MOST_REMEMBERED = 10_000
# For everybody: not worth an entry. The name that a file was brought with says nothing of it.
FOR_ALL = re.compile(r"[\w-]+-public-view\.(?:csv|docx|pdf|xlsx)")


def looked(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Stands next to the views, where the person is known."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        asked = asking.Asking(request)
        token = asking.current.set(asked)
        try:
            response = get_response(request)
            if request.user.is_authenticated and request.method != "HEAD":
                keep_what_was_seen(cast(SignedIn, request), response, asked)
        finally:
            asking.current.reset(token)
        return response

    return answer


def keep_what_was_seen(request: SignedIn, response: HttpResponseBase, asked: asking.Asking) -> None:
    if response.status_code == 403:
        seen.keep(request, refused=True)
    elif response.status_code == 200 and (name := file_in(response)):
        if not asked.taken and not FOR_ALL.fullmatch(name):
            note(Told(Deed.TAKEN, name))
    elif is_restricted(response):
        seen.keep(request, refused=False)


def file_in(response: HttpResponseBase) -> str:
    """The name of the file that an answer is; "" where it is none."""
    kind, _, rest = response.headers.get("Content-Disposition", "").partition(";")
    return rest.partition("filename=")[2].strip('" ') if kind == "attachment" else ""


def is_restricted(response: HttpResponseBase) -> bool:
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and response.headers.get("Content-Type", "").startswith("text/html")
        and MARK in response.content
    )


class Seen:
    """The looks of a day. What this process wrote down already costs it nothing again."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._known: set[tuple] = set()

    def keep(self, request: SignedIn, *, refused: bool) -> None:
        moment = timezone.now()
        day = timezone.localdate(moment)
        look = (request.user.pk, page_of(request), refused)
        if day != self._day or len(self._known) > MOST_REMEMBERED:
            self._day, self._known = day, set()
        if look in self._known:
            return
        one = Sight(person=request.user, page=look[1], refused=refused, day=day, first=moment)
        try:
            Sight.objects.bulk_create([one], ignore_conflicts=True)
        except DatabaseError:
            # Who may read reads on where nothing can be written; the log of events says so.
            logger.warning("A look at a restricted page could not be written down", exc_info=True)
        else:
            self._known.add(look)


seen = Seen()


def page_of(request: HttpRequest) -> str:
    """The address, with what decides which figures it shows."""
    asked = "&".join(f"{name}={request.GET[name]}" for name in READING if name in request.GET)
    return f"{request.path}{'?' if asked else ''}{asked}"[:200]
