"""Who may enter a page, as far as the office decides."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


class SignedIn(HttpRequest):
    """A request of somebody who is signed in: the middleware lets no other through."""

    user: User
    second_step_is_due: bool  # only where it is


def officer_required(view):
    """Let performance officers in; others who are signed in get the page that says whom to ask."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_officer:
            raise PermissionDenied("This page is for performance officers.")
        return view(request, *args, **kwargs)

    return guarded


def is_officer_until_the_end(user: User) -> bool:
    """Whether somebody is an officer, and stays one until this transaction ends: nobody can take
    their office meanwhile."""
    return bool(User.objects.active().officers().select_for_update().filter(pk=user.pk))
