"""A person's calendar: the feed, and making and stopping its link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SignedIn
from returns.calendars import due_days, make_link, owner_of, stop_link
from returns.workflow import NotAllowed

ACCOUNT = "your-account"


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whoever made this link; calendar programs cannot sign in."""
    person = owner_of(token)
    if person is None:
        raise Http404("There is no such calendar.")
    # A worker that nobody asks for a calendar does not need the library, which is large.
    from returns.icalendars import as_icalendar  # noqa: PLC0415

    return HttpResponse(
        as_icalendar(due_days(person)),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="laa-tracker.ics"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: SignedIn) -> HttpResponse:
    """Make a link, in place of the one before, and show it this once."""
    if request.method != "POST":
        return redirect(ACCOUNT)
    try:
        link = make_link(request.user)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    return render(request, "returns/calendar_link.html", {"link": link})


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: SignedIn) -> HttpResponse:
    """Stop the link; said again where it was stopped already."""
    if request.method == "POST":
        stop_link(request.user)
        messages.success(request, "Your calendar link has stopped: nobody can read it any more.")
    return redirect(ACCOUNT)
