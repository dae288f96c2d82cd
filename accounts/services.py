"""How people come and go: writes that touch a person and the address they sign in with."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Case, Q, When
from django.utils import timezone

from accounts.models import Office, User


def add_person(*, email: str, name: str = "", office: str = "", username: str = "") -> User:
    """A new person, who chooses a password by a one-time link. Raises ValidationError."""
    with transaction.atomic():
        person = User.objects.create_user(email, username=username, name=name, office=office)
        keep_address(person)
    return person


def make_officer(*, email: str, name: str = "") -> User:
    """The performance officer with this address, made new or put back. Raises ValidationError."""
    person = User.objects.filter(email=email.lower()).first()
    if person is None:
        return add_person(email=email, name=name, office=Office.OFFICER)
    person.office, person.is_active = Office.OFFICER, True
    person.name = name or person.name
    with transaction.atomic():
        person.save()
        keep_address(person)
    return person


def keep_address(person: User) -> None:
    """Make the person's e-mail the one that allauth knows, verified: an officer vouches for it.

    Without a verified address a later sign-in through the council's own identity provider
    would take the person's password away.
    """
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
    EmailAddress.objects.filter(email=person.email).exclude(user=person).delete()
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


def typed_of(**credentials: Any) -> str:
    """The sign-in name or e-mail address that was typed."""
    names = ("email", "username", "login")
    return next((str(credentials[name]) for name in names if credentials.get(name)), "")


def account_of(**credentials: Any) -> User | None:
    """Whose account is tried, whether or not they may sign in; None where nobody has one of that
    name. An e-mail address goes before another's sign-in name of the same letters.
    """
    typed = typed_of(**credentials)
    by_address = Q(email__iexact=typed)
    known = User.objects.get_queryset().filter(by_address | Q(username__iexact=typed))
    return known.order_by(Case(When(by_address, then=0), default=1)).first()


def keep_last_login(*, user: User, **kwargs) -> None:
    """When somebody signed in last: no change of a record, so their history tells nothing of it."""
    user.last_login = timezone.now()
    User.objects.get_queryset().filter(pk=user.pk).update(last_login=user.last_login)
