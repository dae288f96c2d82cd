"""Pages kept as they were drawn: a release never changes, and what the records say only changes
when something is done.

They are kept in the memory of each process, without what is of the person or the moment: what
keeps them awake, the head of the page, notices and messages are put in each time. Whoever reads
plans of their own in full gets pages that are theirs alone, and nothing of them is kept.
"""

import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import cast

from django.conf import settings
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from indicators.disclosure import Audience
from periods.prepared import Prepared
from reports.audiences.access import Reading, audience_of
from reports.models import Release, Withdrawal
from reports.releases.remembering import REMEMBERED, moment_now

MOST = 100  # pages in one process, some 30 kB each
QUICKLY = 1  # zlib: a larger effort would save little
# What base.html writes in place of each part that is put in later, in the order of parts.html.
MARKS = {
    "awake": b"<!-- awake comes later -->",
    "header": b"<!-- header comes later -->",
    "notices": b"<!-- notices come later -->",
    "messages": b"<!-- messages come later -->",
}
BETWEEN = b"<!-- another part -->"
# What a page shows beside its release.
SETTINGS = (
    "LAA_BOARD_AUDIENCE",
    "LAA_NOTIONAL_REWARD",
    "LAA_ORGANISATION",
    "LAA_CONTACT",
    "LAA_PUBLIC",
)


class Drawing(HttpRequest):
    """A request while its page is drawn to be kept: base.html asks."""

    parts_come_later: bool


# The last release, and the last withdrawal of one.
RELEASES = Prepared(
    lambda: Release.objects.order_by("-pk").values_list(
        "pk", Subquery(Withdrawal.objects.order_by("-pk").values("pk")[:1])
    )[:1]
)

_pages: OrderedDict[Hashable, bytes] = OrderedDict()


def kept(
    request: HttpRequest, reading: Reading, draw: Callable[[], HttpResponse], *others: Reading
) -> HttpResponse:
    """The page that `draw` draws of these readings: drawn once, and of what is not published anew
    after anything was done.

    It answers 200, or raises: then nothing is kept.
    """
    readings = (reading, *others)
    if any(each.own_plans or not (each.release or each.moment) for each in readings):
        return draw()
    key = key_of(request, readings)
    if key in _pages:
        _pages.move_to_end(key)
        return HttpResponse(with_parts(request, zlib.decompress(_pages[key])))
    page = without_parts(request, draw)
    if all(each.release or each.moment == moment_now() for each in readings):
        _pages[key] = zlib.compress(page, QUICKLY)
        while len(_pages) > MOST:
            _pages.popitem(last=False)
    return HttpResponse(with_parts(request, page))


def without_parts(request: HttpRequest, draw: Callable[[], HttpResponse]) -> bytes:
    """What is drawn, each of the parts to be put in later; a page of what is raised is whole."""
    drawing = cast(Drawing, request)
    drawing.parts_come_later = True
    try:
        return draw().content
    finally:
        drawing.parts_come_later = False


def key_of(request: HttpRequest, readings: tuple[Reading, ...]) -> Hashable:
    """Everything of which such a page is made. Costs one query, and for the public another."""
    reading = readings[0]
    return (
        request.get_full_path(),
        audience_of(reading.user),
        tuple(
            (each.release.pk, each.release.published_at) if each.release else each.moment
            for each in readings
        ),
        tuple(each.label for each in reading.choices),
        tuple((each.round.label, each.round.state, each.round.due) for each in readings),
        state_of_releases(),
        reading._cleared if reading.audience == Audience.PUBLIC else None,
        tuple(getattr(settings, name) for name in SETTINGS),
    )


def state_of_releases() -> tuple:
    """Another one whenever anything is published or withdrawn. Costs one query."""
    return tuple(RELEASES.rows())


def with_parts(request: HttpRequest, page: bytes) -> bytes:
    """The page with what is of this person and this moment.

    Parts it has no place for are not drawn: to draw messages is to have shown them.
    """
    wanted = {name for name, mark in MARKS.items() if mark in page}
    drawn = render_to_string("includes/parts.html", {"wanted": wanted}, request)
    parts = drawn.encode().split(BETWEEN)
    for mark, part in zip(MARKS.values(), parts, strict=True):
        page = page.replace(mark, part, 1)
    return page


def forget_pages() -> None:
    """Keep none of them any more."""
    _pages.clear()


def forget() -> None:
    """Nor what they were drawn of."""
    forget_pages()
    REMEMBERED.forget()
