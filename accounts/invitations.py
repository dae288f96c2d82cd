"""How a person comes in for the first time: by mail, or by a one-time link handed over.

Nobody types a password for somebody else. The link is the one allauth makes for a forgotten
password: it ends with its first use, and after PASSWORD_RESET_TIMEOUT.
"""

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.mail import send_mail
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User

# As the admin's log keeps it; by these words it is known who was invited.
BY_LINK = "Invited by a one-time link."
BY_MAIL = "Invited by mail."


class CannotBeInvited(ValueError):
    """Somebody who may not sign in; the text is a sentence for the officer."""


def one_time_link(person: User) -> str:
    """A link with which this person chooses a password. Raises CannotBeInvited.

    Until they have chosen one, each new link ends the links before it.
    """
    if not person.is_active:
        raise CannotBeInvited(
            f"{person} may not sign in, so there is no invitation: tick “may sign in” first."
        )
    if not person.has_usable_password():
        end_earlier_links(person)
    return link_of(user_pk_to_url_str(person), default_token_generator.make_token(person))


def link_of(who: str, token: str) -> str:
    """Where a password is chosen, at this site's own address: never at one that a request names."""
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": who, "key": token})
    return f"{settings.SITE_URL}{path}"


def end_earlier_links(person: User) -> None:
    """A link rests on the password as kept; an unusable one is different each time it is made."""
    person.set_unusable_password()
    # Not by save(): nothing changes that a history should tell of.
    User.objects.filter(pk=person.pk).update(password=person.password)


def link_ends():
    """When a link made now ends, at the latest."""
    return timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def invite_by_mail(person: User, *, by: User | None = None) -> None:
    """Send the person a one-time link. Raises CannotBeInvited, or what the mail server says."""
    context = {
        "person": person,
        "by": by,
        "link": one_time_link(person),
        "ends": link_ends(),
        "organisation": settings.LAA_ORGANISATION,
        "site": settings.SITE_URL,
    }
    send_mail(
        "LAA Tracker: your invitation",
        render_to_string("accounts/invitation.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [person.email],
    )


def invited() -> QuerySet[User]:
    """The people who may sign in and know how: they were invited, or have been here."""
    return User.objects.active().filter(Q(last_login__isnull=False) | Q(pk__in=told_how()))


def waiting_for_an_invitation() -> QuerySet[User]:
    """The people who may sign in and cannot yet: they have no password, and no link to choose one.

    So is whoever came with a workbook.
    """
    never_here = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX, last_login=None)
    return User.objects.active().filter(never_here).exclude(pk__in=told_how())


def told_how() -> list[int]:
    """The ids of the people to whom a link was sent or handed."""
    log = LogEntry.objects.filter(change_message__in=[BY_LINK, BY_MAIL])
    return [int(key) for key in log.values_list("object_id", flat=True).distinct() if key]
