"""Who may enter a page, as far as the office decides."""

from functools import wraps

from django.core.exceptions import PermissionDenied


def officer_required(view):
    """Let performance officers in; others who are signed in get the page that says whom to ask."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_officer:
            raise PermissionDenied("This page is for performance officers.")
        return view(request, *args, **kwargs)

    return guarded
