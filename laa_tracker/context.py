"""What every page is given: whose house this is, where one may go, and what is not ordinary."""

from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix

from accounts import reading_only
from accounts.models import User
from laa_tracker.demonstration import accounts
from laa_tracker.watching import conditions

PLACES = (("Dashboard", "dashboard/"), ("Plans", "plans/"), ("Reports", "reports/"))
RETURNS = (("Returns", "returns/"),)
OFFICERS_PLACES = (("Quarters", "quarters/"), ("Imports", "imports/"), ("Admin", "admin/"))


class Place(NamedTuple):
    """A line of the navigation; `current` is "page" on it, "true" below it, else ""."""

    name: str
    address: str
    current: str


def house(request: HttpRequest) -> dict:
    """The context of every page. What costs a query or a loop is worked out where it is shown."""
    return {
        "home": get_script_prefix(),
        "organisation": settings.LAA_ORGANISATION,
        "contact": settings.LAA_CONTACT,
        "mail_on": settings.MAIL_ON,
        "council_account": settings.LAA_OIDC_SERVER and settings.LAA_OIDC_NAME,
        "fixed_today": settings.LAA_TODAY,
        "reading_only": reading_only.sentence,
        "demonstration": accounts.is_loaded,
        "disk_is_short": partial(disk_is_short, request),
        "places": partial(places, request),
    }


def places(request: HttpRequest) -> list[Place]:
    """Where this person may go."""
    user = user_of(request)
    if user is None or hasattr(request, "second_step_is_due"):
        return []
    return [place_of(request, name, get_script_prefix() + end) for name, end in offered_to(user)]


def disk_is_short(request: HttpRequest) -> bool:
    """Whether an officer is to be warned that soon nothing can be saved."""
    user = user_of(request)
    return user is not None and user.is_officer and conditions.disk() == conditions.NEARLY_FULL


def user_of(request: HttpRequest) -> User | None:
    """Who is signed in. A request that was refused early has no user yet."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def offered_to(user: User) -> tuple[tuple[str, str], ...]:
    """The places of this person: returns are for officers, and for whoever has a part in a plan.

    Costs a query for all but officers.
    """
    if user.is_officer:
        return PLACES + RETURNS + OFFICERS_PLACES
    return PLACES + RETURNS if user.parts.exists() else PLACES


def place_of(request: HttpRequest, name: str, address: str) -> Place:
    if request.path == address:
        return Place(name, address, "page")
    return Place(name, address, "true" if request.path.startswith(address) else "")
