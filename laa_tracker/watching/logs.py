"""Log lines: one event is one line, and no line tells a figure, a name or a secret.

So a request is told by its route and never by its path, which may hold the token of a calendar; and
a failure by where it happened and of what kind it was, for its words may quote what somebody typed.
It reads no settings: gunicorn writes with it before there are any.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from http import HTTPStatus

from django.db import OperationalError

from laa_tracker.watching import ids

# Their words are about the program or the machine, never about what somebody entered.
SAYS_NO_MORE = (AttributeError, ImportError, NameError, OperationalError)
ABOUT_A_REQUEST = ("method", "route", "status", "milliseconds")
NOWHERE = "none"


def route_of(request) -> str:
    """The name of the route that answers a request; "none" where there is none."""
    match = getattr(request, "resolver_match", None)
    return (match.view_name if match else "") or NOWHERE


class Plain(logging.Formatter):
    """A line for people who read along."""

    def format(self, record: logging.LogRecord) -> str:
        moment = moment_of(record).isoformat(sep=" ", timespec="seconds")
        words = [moment, record.levelname, record.name, told(record)]
        if request := ids.current():
            words.append(f"[{request}]")
        return " ".join(words)


class JsonLines(logging.Formatter):
    """A line for programs: an object of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": moment_of(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": told(record),
            "request": ids.current(),
        }
        line |= {name: getattr(record, name) for name in ABOUT_A_REQUEST if hasattr(record, name)}
        return json.dumps(line, ensure_ascii=False)


def moment_of(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def told(record: logging.LogRecord) -> str:
    """What a record says, in one line."""
    words = of_a_request(record) if hasattr(record, "request") else record.getMessage()
    if record.exc_info and record.exc_info[1]:
        words = f"{words}: {failure(record.exc_info[1])}"
    return " ".join(words.split())


def of_a_request(record: logging.LogRecord) -> str:
    """What Django says of a request, without its path and without what was quoted of it."""
    status = getattr(record, "status_code", 500)
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else str(status)
    return f"{phrase}: {route_of(getattr(record, 'request', None))}"


def failure(problem: BaseException) -> str:
    """Of what kind a failure is and where it happened, the innermost place last."""
    words = f": {problem}" if isinstance(problem, SAYS_NO_MORE) else ""
    places = " > ".join(
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(problem.__traceback__)
    )
    return f"{type(problem).__name__}{words} ({places})"
