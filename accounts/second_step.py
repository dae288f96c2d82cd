"""The second step of signing in: who has one, and whether this session came by it."""

import time

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from accounts.models import User

# As allauth records the ways by which a session came in.
BY_CODE, BY_PASSWORD, BY_COUNCIL = "mfa", "password", "socialaccount"


def has_second_step(user: User) -> bool:
    """Whether the person types a code after the password."""
    return Authenticator.objects.filter(user=user.pk, type=Authenticator.Type.TOTP).exists()


def with_second_step(people: QuerySet[User]) -> QuerySet[User]:
    """These people, each with `second_step`: whether they have one."""
    theirs = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return people.annotate(second_step=Exists(theirs))


def came_by_second_step(request: HttpRequest) -> bool:
    """Whether a code was typed in this session, by whoever is signed in now, or there before."""
    enough = {BY_CODE, BY_COUNCIL} if settings.LAA_OIDC_SECOND_STEP else {BY_CODE}
    records = get_authentication_records(request, request.user)
    return any(each.get("method") in enough for each in records)


def came_in_just_now(request: HttpRequest) -> bool:
    """Whether all that signing in asks of this person was typed in the last minutes."""
    if not request.user.is_authenticated:
        return False
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    typed = {each.get("method") for each in records if each["at"] > since}
    came_in = bool(typed & {BY_PASSWORD, BY_COUNCIL})
    return came_in and (BY_CODE in typed or not has_second_step(request.user))


def remember_the_first(*, request: HttpRequest, user: User, authenticator, **kwargs) -> None:
    """Whoever sets up the app has just typed a code from it."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, BY_CODE, type=authenticator.type)


def take_away(people: QuerySet[User]) -> list[User]:
    """Take the second step from people who lost their phone, and give back who had one."""
    theirs = Authenticator.objects.filter(type=Authenticator.Type.TOTP).values("user")
    had = list(people.filter(pk__in=theirs))
    Authenticator.objects.filter(user__in=[each.pk for each in had]).delete()
    return had
