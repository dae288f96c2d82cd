"""What people read about the feeds, and where they make and stop the tokens that open them."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SignedIn
from accounts.models import User
from indicators.disclosure import Audience
from periods.models import Quarter
from reports.audiences.access import audience_of, latest_reading
from reports.feeds.forms import TokenForm
from reports.feeds.nouns import NOUNS
from reports.feeds.tokens import make_token, stop_token, tokens_of
from returns.workflow import NotAllowed


@require_safe
def dictionary(request: SignedIn) -> HttpResponse:
    """Every feed and every column of it, and how to bring them into Excel and Power BI."""
    published = Quarter.objects.latest_published()
    context = {
        "nouns": NOUNS.values(),
        "site": settings.SITE_URL,
        "published": published,
        "downloads": list(downloads(request.user, published)),
    }
    return render(request, "reports/feeds/dictionary.html", context)


def downloads(person: User, published: Quarter | None) -> Iterator[tuple[str, str]]:
    """What this person can fetch of each feed, the narrowest first: whose view, and the query."""
    if published:
        words = f"Public view, {published.calendar.long_label}"
        yield words, urlencode({"as_at": published.slug, "audience": Audience.PUBLIC})
    own = latest_reading(person)
    if own and (audience_of(person) != Audience.PUBLIC or own.own_plans):
        words = f"As you read the pages, {own.quarter.long_label}"
        yield words, urlencode({"as_at": own.quarter.slug})


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: SignedIn) -> HttpResponse:
    """A person's tokens, and the form with which they make one: it is shown this once."""
    form = TokenForm(request.POST if request.method == "POST" else None, person=request.user)
    if form.is_valid() and (token := made(form)):
        context = {"token": token, "name": form.cleaned_data["name"], "site": settings.SITE_URL}
        return render(request, "reports/feeds/token_made.html", context)
    context = {"form": form, "tokens": tokens_of(request.user)}
    return render(request, "reports/feeds/tokens.html", context)


def made(form: TokenForm) -> str:
    """The new token; "" where it was refused after all, which the form then says."""
    try:
        return make_token(form.person, **form.cleaned_data)
    except NotAllowed as refusal:
        form.add_error("name", str(refusal))
        return ""


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: SignedIn, key: int) -> HttpResponse:
    """Stop a token of one's own; said again where it was stopped already."""
    if request.method == "POST":
        token = stop_token(request.user, key)
        if token is None:
            raise Http404("You have no such token.")
        messages.success(
            request, f"The token “{token.name}” has stopped: it opens nothing any more."
        )
    return redirect("feed-tokens")
