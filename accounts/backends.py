"""Whose password is looked at when somebody signs in, and that it costs the same whoever it is."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from accounts.models import User
from accounts.services import account_of


class OneAccount(AuthenticationBackend):
    """What is typed names one account, by its sign-in name or its e-mail address.

    So a password is worked out once, whether the name is known, unknown or of somebody who may
    not sign in. allauth's own tries names and addresses one after the other.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        return self._check_password(account_of(**credentials), credentials["password"])

    def _mitigate_timing_attack(self, password: str) -> None:
        spend_as_much(password)


def spend_as_much(password: str) -> None:
    """Take as long as looking at this password would, where there is none to look at."""
    make_password(password)
