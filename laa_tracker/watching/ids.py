"""The id of a request: in the answer's header, on the page of a failure and in every log line."""

import re
import secrets
from contextvars import ContextVar

HEADER = "X-Request-ID"
# What a proxy in front may give: nothing that could end a line or a header.
GIVEN = re.compile(r"[A-Za-z0-9_-]{8,64}")

_current: ContextVar[str] = ContextVar("request_id", default="")


def id_for(given: str) -> str:
    """The id that came with a request, where it is one; else a new one."""
    return given if GIVEN.fullmatch(given) else secrets.token_hex(16)


def current() -> str:
    """The id of the request that is being answered; "" outside of one."""
    return _current.get()


begin = _current.set
end = _current.reset
