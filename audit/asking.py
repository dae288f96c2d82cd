"""Whose request is being answered, and what it has told the log already."""

from contextvars import ContextVar
from dataclasses import dataclass, field

from django.http import HttpRequest


@dataclass
class Asking:
    """A request while it is answered; `taken` says that the file it gives was told of."""

    request: HttpRequest
    taken: bool = field(default=False)


current: ContextVar[Asking | None] = ContextVar("asking", default=None)


def person_asking() -> int | None:
    """The number of whoever is signed in and asks now."""
    asking = current.get()
    user = getattr(asking.request, "user", None) if asking else None
    return user.pk if user is not None and user.is_authenticated else None


def request_id() -> str:
    asking = current.get()
    return asking.request.META.get("REQUEST_ID", "") if asking else ""


def plan_asked() -> str:
    """The slug of the plan that the address names; "" where it names none."""
    asking = current.get()
    match = asking.request.resolver_match if asking else None
    if match is None or not match.route.startswith(("plans/<", "returns/<", "reports/<")):
        return ""
    return str(match.kwargs.get("slug", ""))
