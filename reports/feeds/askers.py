"""Who asks for a feed, and which reading they are given.

Either somebody who is signed in, who reads as on the pages, or a token, which reads as its owner
chose when they made it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.http import Http404, HttpRequest, QueryDict

from accounts.models import User
from indicators.disclosure import Audience
from periods.calendar import FinancialQuarter, NotAPeriod
from periods.models import Quarter
from reports.audiences.access import (
    Reading,
    audience_of,
    latest_reading,
    may_read_as,
    reading_for,
)
from reports.feeds.problems import Problem, quoted
from reports.feeds.tokens import known, note_use, token_in
from reports.models import FeedToken, View

PARAMETERS = ("as_at", "audience")
UNKNOWN = (
    "Send a token: as “Authorization: Bearer …”, or with any user name as the password of basic "
    "authentication. You make one under “Your tokens” on the page /feeds/."
)
STOPPED = (
    "This token opens nothing: it was stopped, its owner left or changed office, or it was never "
    "made. Make a new one under “Your tokens” on the page /feeds/."
)
NO_QUARTER = "There is no such quarter for you to read."
NOTHING_YET = "There is nothing to read yet: the first quarter is not published."


@dataclass(frozen=True)
class Asker:
    """Who reads. A token that reads as an audience is given published quarters only."""

    person: User
    token: FeedToken | None = None

    @property
    def given(self) -> Audience | None:
        """The audience to which the token is bound; None for what the person reads themselves."""
        if self.token is None or self.token.audience == FeedToken.Audience.OWN:
            return None
        return Audience(self.token.audience)

    @property
    def reads_own_plans(self) -> bool:
        """Whether they read as the public does, but for plans of their own."""
        return self.given is None and audience_of(self.person) == Audience.PUBLIC

    def may_read_as(self, audience: str) -> bool:
        if not may_read_as(audience, self.person):
            return False
        return self.given is None or audience in (self.given, Audience.PUBLIC)


def asker_of(request: HttpRequest) -> Asker:
    """Who asks; a token decides where one is sent. Raises Problem where nobody is known."""
    header = request.headers.get("Authorization", "")
    if header:
        token = known(token_in(header))
        if token is None:
            raise Problem(HTTPStatus.UNAUTHORIZED, STOPPED, challenge(request))
        note_use(token)
        return Asker(token.person, token)
    if not request.user.is_authenticated:
        raise Problem(HTTPStatus.UNAUTHORIZED, UNKNOWN, challenge(request))
    return Asker(request.user)


def challenge(request: HttpRequest) -> dict[str, str]:
    """How to be known. Told of Basic, a browser would ask for a password that nobody has."""
    ways = ['Bearer realm="LAA Tracker feeds"', 'Basic realm="LAA Tracker feeds", charset="UTF-8"']
    is_browser = request.headers.get("Sec-Fetch-Mode") == "navigate"
    return {"WWW-Authenticate": ", ".join(ways[:1] if is_browser else ways)}


def reading_of(asker: Asker, query: QueryDict) -> Reading:
    """The reading that the address asks for. Raises Problem, with a sentence, or Http404."""
    asked = parameters(query)
    quarter = quarter_in(asked)
    audience = audience_in(asker, asked)
    if quarter is None:
        return _latest(asker, audience)
    reading = reading_for(asker.person, quarter, audience)
    if asker.given and not reading.is_published:
        raise Http404(NO_QUARTER)
    return reading


def parameters(query: QueryDict) -> Mapping[str, str]:
    """What the address asks for: each once, and nothing that would be passed over in silence."""
    for name, values in query.lists():
        if name not in PARAMETERS:
            raise Problem(
                HTTPStatus.BAD_REQUEST,
                f"There is no parameter {quoted(name)}: write as_at or audience, or leave it out.",
            )
        if len(values) > 1:
            raise Problem(HTTPStatus.BAD_REQUEST, f"{name} is given more than once: write one.")
    return {name: values[0] for name, values in query.lists()}


def quarter_in(asked: Mapping[str, str]) -> FinancialQuarter | None:
    if "as_at" not in asked:
        return None
    try:
        return FinancialQuarter.from_slug(asked["as_at"])
    except NotAPeriod:
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            f"{quoted(asked['as_at'])} is not a quarter: write one such as as_at=2009-q2.",
        ) from None


def audience_in(asker: Asker, asked: Mapping[str, str]) -> Audience | None:
    """The audience as which to read; None for all that the asker may read."""
    audience = asked.get("audience")
    if audience is None:
        return asker.given
    if audience == View.OWN and asker.reads_own_plans:
        return None
    if audience not in list(Audience):
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            f"{quoted(audience)} is not an audience: write public or board, or leave it out.",
        )
    if not asker.may_read_as(audience):
        whose = "This token does" if asker.token else "You do"
        raise Problem(
            HTTPStatus.FORBIDDEN,
            f"{whose} not read as {audience}: leave audience out, or ask for a narrower one.",
        )
    return Audience(audience)


def _latest(asker: Asker, audience: Audience | None) -> Reading:
    """What is read where the address names no quarter."""
    if asker.given is None:
        reading = latest_reading(asker.person, audience)
    else:
        published = Quarter.objects.latest_published()
        reading = published and reading_for(asker.person, published.calendar, audience)
    if reading is None:
        raise Problem(HTTPStatus.NOT_FOUND, NOTHING_YET)
    return reading
