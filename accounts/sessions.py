"""How long somebody stays signed in: while they do something, and no longer than half a day."""

import time

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

BEGAN, SEEN = "began", "seen"  # seconds since the epoch, in the session
WRITTEN_EVERY = 5 * 60  # seconds: reading pages writes no more often than this


def begin(*, request: HttpRequest, **kwargs) -> None:
    """Called at each sign-in."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def why_ended(session: SessionBase) -> str:
    """Why the session is over, as a sentence; "" while it goes on.

    One that began before there were times goes on, and begins now.
    """
    now = time.time()
    if now - session.get(BEGAN, now) > settings.SESSION_COOKIE_AGE:
        return "You signed in 12 hours ago, so you were signed out."
    idle = settings.LAA_IDLE_MINUTES
    if idle and now - session.get(SEEN, now) > idle * 60:
        return f"Nothing was done here for {idle} minutes, so you were signed out."
    return ""


def keep(session: SessionBase) -> None:
    """Somebody did something just now; where the clock was put back, that counts from there."""
    now = int(time.time())
    if abs(now - session.get(SEEN, 0)) >= WRITTEN_EVERY:
        session[SEEN] = now
        session[BEGAN] = min(now, session.get(BEGAN, now))
