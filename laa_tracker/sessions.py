"""Sessions: whoever is signed in reads on where nothing can be written just now."""

import logging

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)
READING = ("GET", "HEAD")


class SessionStore(db.SessionStore):
    """Django's own, but what the database cannot do just now is no session that is gone."""

    def save(self, must_create: bool = False) -> None:
        try:
            super().save(must_create)
        except UpdateError as gone:
            said = gone.__context__
            # What the database itself said has a cause; Django has none for a row that is gone.
            if said is not None and said.__cause__ is not None:
                raise said from said.__cause__
            raise


class Sessions(SessionMiddleware):
    """Reading writes only how long ago somebody was here, which a page need not fail for.

    It does where the disk is full. Whoever then reads for long is signed out, as if they had done
    nothing.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except DatabaseError as problem:
            if request.method not in READING:
                raise
            logger.warning("A session could not be written down: %s", problem)
            return response
