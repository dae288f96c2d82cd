"""How signing in differs from allauth's own way: nobody signs up, mail may be off, tries count by
account.
"""

import logging
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage, clear, consume
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.backends import spend_as_much
from accounts.deeds import Deed, tell
from accounts.invitations import link_of
from accounts.sealing import opened, seal
from accounts.second_step import came_in_just_now
from accounts.services import account_of, typed_of

# How long no password is looked at after a wrong one, where an address has sent very many.
SLOWED = 2  # seconds
SLOWLY = (
    "There were very many wrong passwords from where you are. Wait a few seconds and try again."
)
LOCKED_FOR = 15 * 60  # seconds; as ACCOUNT_RATE_LIMITS has it
LOG = logging.getLogger(__name__)
MISMATCH = (
    "That sign-in name or e-mail address does not go with that password. Check both and try again. "
    "After five wrong tries no password is taken for up to 15 minutes."
)


class HouseAdapter(DefaultAccountAdapter):
    """Accounts are made by a performance officer; the words are ours."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account may no longer sign in: ask a performance officer.",
        "email_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "too_many_login_attempts": (
            "There were too many tries with a wrong password or code, so this account is closed "
            "for up to 15 minutes. Wait and try again, or choose a new password."
        ),
        "enter_current_password": "That is not your password now: type it again.",
        "incorrect_password": "That is not your password: type it again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just come in is not asked again for what they have just typed."""
        if came_in_just_now(self.request):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at, so that none of many at once is missed.

        It counts for the account, by whatever it is named, and for what was typed. Only what was
        typed decides what is answered: who has no account has one count for a name and another for
        an address, so an account that were closed by its name and said so at its address would
        tell whose they are. Raises ValidationError where there were too many; the log is told once
        of each such time. As much is worked out as where the password is looked at.
        """
        if cache.get(self._slowed(request)):
            raise ValidationError(SLOWLY)
        typed = self._count(request, f"typed {typed_of(**credentials).lower()}")
        account = self._count(request, self._get_login_attempts_cache_key(request, **credentials))
        if typed and account:
            self._login_failed_rl_usage = RateLimitUsage([*typed.usage, *account.usage])
            return
        spend_as_much(credentials.get("password") or "")
        if cache.add(self._locked(request, **credentials), True, LOCKED_FOR):
            who = account_of(**credentials)
            tell(Deed.SIGN_IN_FAILED, "Too many tries: closed for 15 minutes", by=who)
        if not typed:
            raise self.validation_error("too_many_login_attempts")
        self.authentication_failed(request, **credentials)
        raise ValidationError(MISMATCH)

    def _count(self, request: HttpRequest, key: str) -> RateLimitUsage | None:
        """Count a try at this; None where there were too many."""
        return consume(request, app="allauth.account", action="login_failed", key=key)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A whole council signs in from one address, so it is slowed and never closed.

        No worker waits: whoever comes too soon is sent away at once, before their password is
        looked at.
        """
        super().authentication_failed(request, **credentials)
        if not ratelimit.consume(request, action="failed_at_an_address"):
            cache.set(self._slowed(request), True, SLOWED)

    def _slowed(self, request: HttpRequest) -> str:
        """Where it is kept that an address has to wait."""
        return f"slowed-{sha256(self.get_client_ip(request).encode()).hexdigest()}"

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One count for an account, whether it is tried by name or by e-mail address."""
        account = account_of(**credentials)
        return f"account {account.pk}" if account else f"nobody {typed_of(**credentials).lower()}"

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Whoever chose a new password by a one-time link comes in at once."""
        super()._delete_login_attempts_cached_email(request, **credentials)
        account = account_of(**credentials)
        for name in {account.username, account.email} if account else ():
            key = f"typed {name.lower()}"
            clear(request, app="allauth.account", action="login_failed", key=key)
        if cache.delete(self._locked(request, **credentials)):
            tell(Deed.SECRET, "Open again after too many tries, by a one-time link", by=account)

    def _locked(self, request: HttpRequest, **credentials: Any) -> str:
        """Where it is kept that the log was told; a key has no sign that a stranger chose."""
        key = self._get_login_attempts_cache_key(request, **credentials)
        return f"closed-after-tries-{sha256(key.encode()).hexdigest()}"

    def get_reset_password_from_key_url(self, key: str) -> str:
        who, _, token = key.partition("-")
        return link_of(who, token)

    def format_email_subject(self, subject: str) -> str:
        return f"LAA Tracker: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send it, where mail is on; the pages then say whom to ask.

        Where the mail server fails, the log tells it and the page does not: only somebody who has
        an account is written to, so the answer would tell who has one.
        """
        if not settings.MAIL_ON:
            return
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as problem:
            LOG.error("A mail could not be sent: %s", problem.__class__.__name__)


class HouseMFAAdapter(DefaultMFAAdapter):
    """The second step, in our words; what it is made of is kept sealed."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right: type the six figures the app shows now.",
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return opened(encrypted_text)
