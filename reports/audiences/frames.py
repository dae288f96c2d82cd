"""The frame of every report page: which reading it is of, its stamp, quarters and audiences."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from accounts.access import SignedIn
from indicators.disclosure import Audience
from periods.calendar import FinancialQuarter, NotAPeriod
from periods.models import Quarter
from reports.audiences.access import (
    WIDTH,
    Reading,
    audience_of,
    latest_reading,
    may_read_as,
    readable_quarters,
    reading_for,
)

# The address of the same page in another quarter.
Address = Callable[[FinancialQuarter], str]
VIEWS = {
    Audience.OFFICER: "officers’ view",
    Audience.BOARD: "Board view",
    Audience.PUBLIC: "public view",
}


def reading_in(request: SignedIn, quarter: FinancialQuarter) -> Reading:
    """The reading of the quarter that the path names, in the audience asked for.

    `?release=1` asks for one release; an earlier one only officers are given. Raises Http404 where
    the quarter, or that release of it, is not this person's to read.
    """
    return reading_for(
        request.user, quarter, request.GET.get("audience"), release=release_asked(request)
    )


def release_asked(request: HttpRequest) -> int | None:
    """The number of the release that `?release=` names. Raises Http404 where it is none."""
    asked = request.GET.get("release", "")
    if asked and not re.fullmatch("[1-9][0-9]{0,3}", asked):
        raise Http404("There is no such release.")
    return int(asked) if asked else None


def must_be_of(release: int | None, reading: Reading | None) -> None:
    """Raises Http404 where a release is asked for, and this is none of it."""
    if release and (reading is None or reading.stamp.released != release):
        raise Http404("There is no such release.")


def reading_asked(request: SignedIn) -> Reading | None:
    """The reading that `?as_at=2009-q2` names, else the latest; None where there is none yet.

    Raises Http404 for a quarter that is none, or not this person's to read.
    """
    as_at = request.GET.get("as_at")
    if not as_at:
        reading = latest_reading(request.user, request.GET.get("audience"))
        must_be_of(release_asked(request), reading)
        return reading
    try:
        return reading_in(request, FinancialQuarter.from_slug(as_at))
    except NotAPeriod:
        raise Http404("There is no such quarter.") from None


def own_reading(request: SignedIn) -> Reading:
    """As above; before anything is published, a plan's own people read the open quarter."""
    reading = reading_asked(request)
    if reading is None:
        for quarter in readable_quarters(request.user)[:1]:
            return reading_in(request, quarter)
        raise Http404("There is nothing to read yet.")
    return reading


def report_context(
    request: SignedIn,
    reading: Reading,
    report,
    address: Address,
    *,
    key: str = "quarter",
    own: bool | None = None,
) -> dict:
    """What the frame of a report page shows: its stamp, the quarters, other views.

    `key` is the report's own, by which a release keeps it. `own` says whether this person reads
    the report as one of the plan's own people; None for a report of all plans.
    """
    return {
        "report": report,
        "stamp": reading.stamp,
        "view": view_words(reading, own=own),
        "refused_view": refused_view(request),
        "restricted": reading.restricted(report),
        "switch": quarter_switch(request, reading, address, key=key, own=bool(own)),
        "other_views": other_views(request, reading),
        "withdrawal": getattr(reading.release, "withdrawal", None),
    }


def view_words(reading: Reading, *, own: bool | None) -> str:
    """Whose view the page is."""
    if own:
        return "your own plan, in full"
    words = VIEWS[reading.audience]
    return f"{words}, your own plans in full" if own is None and reading.own_plans else words


def refused_view(request: SignedIn) -> str:
    """The view that `?audience=` asks for, where this person is not given it; else ""."""
    asked = request.GET.get("audience", "")
    if not asked or may_read_as(asked, request.user):
        return ""
    return VIEWS[Audience(asked)] if asked in list(Audience) else f"“{asked}” view"


def quarter_switch(
    request: SignedIn, reading: Reading, address: Address, *, key: str, own: bool
) -> dict:
    """The quarters before, after and all that have this same page, each with its address."""
    there = reading.choices_with(key)
    choices = there if own else shared_quarters(request, there)
    kept = kept_query(request)
    links = [(each.long_label, with_query(address(each), kept)) for each in choices]
    here = choices.index(reading.quarter) if reading.quarter in choices else None
    return {
        "current": reading.quarter.long_label,
        "previous": links[here + 1] if here is not None and here + 1 < len(links) else None,
        "next": links[here - 1] if here else None,
        "quarters": links if len(links) > 1 else [],
    }


def shared_quarters(request: SignedIn, quarters: list[FinancialQuarter]) -> list[FinancialQuarter]:
    """Those of the quarters of which this person may read more than a plan of their own."""
    if request.user.is_officer:
        return quarters
    published = set(Quarter.objects.published().values_list("label", flat=True))
    return [each for each in quarters if each.label in published]


def kept_query(request: SignedIn) -> dict:
    """What goes on from page to page: the audience one asked for."""
    audience = request.GET.get("audience")
    return {"audience": audience} if audience and not refused_view(request) else {}


def with_query(address: str, query: dict) -> str:
    if not query:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"


def other_views(request: SignedIn, reading: Reading) -> list[tuple[str, str]]:
    """The audiences as which this person may see this same page: words and address."""
    widest = audience_of(request.user)
    if widest == Audience.PUBLIC:
        return []
    kept = {key: value for key, value in request.GET.items() if key != "audience"}
    return [
        (
            words,
            with_query(
                request.path, kept if audience == widest else kept | {"audience": str(audience)}
            ),
        )
        for audience, words in VIEWS.items()
        if WIDTH[audience] <= WIDTH[widest] and audience != reading.audience
    ]
