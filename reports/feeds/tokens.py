"""The tokens with which Excel and Power BI read the feeds: made, stopped, and known again.

A token is shown once; of it only the hash is kept. It opens the feeds and nothing else, and works
while its owner may sign in and holds the office in which they made it.
"""

import re
from base64 import b64decode
from binascii import Error
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.deeds import Deed, tell
from accounts.models import User
from indicators.disclosure import Audience
from plans.models import DeliveryPlan
from reports.audiences.access import may_read_as
from reports.models import FeedToken
from returns.workflow import NotAllowed

# By this one knows what a token that lies about somewhere is for.
MARK = "laa_"
TOKEN_BYTES = 32
LOOKS_LIKE_ONE = re.compile(rf"{MARK}[A-Za-z0-9_-]{{43}}")
MOST = 10


def audiences_for(person: User) -> list[tuple[str, str]]:
    """As whom this person's tokens may read, the narrowest first: the word, and what it means."""
    choices: list[tuple[str, str]] = [
        (
            FeedToken.Audience.PUBLIC,
            "As the public: small numbers are hidden, and texts that nobody cleared",
        )
    ]
    if may_read_as(Audience.BOARD, person):
        choices.append((FeedToken.Audience.BOARD, "As the Board: published quarters"))
    if own := _own_words(person):
        choices.append((FeedToken.Audience.OWN, own))
    return choices


def _own_words(person: User) -> str:
    """What reading as oneself adds; "" where it adds nothing."""
    if person.is_officer:
        return "As a performance officer: everything, and quarters that are not published yet"
    if person.is_board_member or not DeliveryPlan.objects.worked_on_by(person).exists():
        return ""
    return "As yourself: published quarters, your own plans in full"


def tokens_of(person: User) -> QuerySet[FeedToken]:
    """Those that this person did not stop."""
    return FeedToken.objects.in_use().filter(person=person).select_related("person")


def make_token(person: User, *, name: str, audience: str) -> str:
    """A new token, told this once. Raises NotAllowed, with a sentence."""
    if audience not in dict(audiences_for(person)):
        raise NotAllowed("You may not make a token for that view: choose another.")
    token = f"{MARK}{token_urlsafe(TOKEN_BYTES)}"
    with transaction.atomic():
        # Two at once wait for each other here.
        User.objects.get_queryset().select_for_update().get(pk=person.pk)
        if sentence := why_not_another(person, name):
            raise NotAllowed(sentence)
        FeedToken.objects.create(
            person=person,
            name=name,
            audience=audience,
            office=person.office,
            token_hash=hash_of(token),
        )
    return token


def why_not_another(person: User, name: str) -> str:
    """Why this person cannot have a token of that name, as a sentence; "" where they can."""
    names = list(tokens_of(person).values_list("name", flat=True))
    if name in names:
        return "You have a token of this name already: choose another."
    if len(names) >= MOST:
        return f"You have {MOST} tokens: stop one that you do not use any more."
    return ""


def stop_token(person: User, key: int) -> FeedToken | None:
    """Let this token of the person's open nothing more; None where they have no such token."""
    token = FeedToken.objects.filter(person=person, pk=key).first()
    if token and not token.stopped_at:
        FeedToken.objects.in_use().filter(pk=key).update(stopped_at=timezone.now())
        tell(Deed.TOKEN, "Token for feeds stopped", by=person, token=key)
    return token


def hash_of(token: str) -> bytes:
    """What is kept of a token: 32 random bytes need no salt."""
    return sha256(token.encode()).digest()


# Known again ---------------------------------------------------------------------------


def token_in(header: str) -> str:
    """The token that an Authorization header carries, as Bearer or as the password of Basic."""
    scheme, _, rest = header.strip().partition(" ")
    given = rest.strip()
    if scheme.lower() == "basic":
        given = _password_in(given)
    return given if scheme.lower() in ("bearer", "basic") else ""


def _password_in(credentials: str) -> str:
    try:
        return b64decode(credentials, validate=True).decode().partition(":")[2]
    except (Error, ValueError):
        return ""


def known(token: str) -> FeedToken | None:
    """The token as it is kept, with its person; None where it opens nothing (any more)."""
    if not LOOKS_LIKE_ONE.fullmatch(token):
        return None
    kept = FeedToken.objects.in_use().filter(token_hash=hash_of(token), person__is_active=True)
    found = kept.select_related("person").first()
    return found if found and found.works else None


def note_use(token: FeedToken) -> None:
    """Keep the day on which the token was last used. Writes once a day at most."""
    today = timezone.localdate()
    if token.last_used != today:
        FeedToken.objects.filter(pk=token.pk).update(last_used=today)
