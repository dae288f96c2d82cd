"""How signing in differs from allauth's own way: nobody signs up, and mail may be off."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

LOG = logging.getLogger(__name__)
MISMATCH = (
    "That sign-in name or e-mail address does not go with that password. Check both and try again."
)


class HouseAdapter(DefaultAccountAdapter):
    """Accounts are made by a performance officer; the words are ours."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account may no longer sign in: ask a performance officer.",
        "email_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "too_many_login_attempts": (
            "There were too many tries with a wrong password. Wait five minutes and try again."
        ),
        "enter_current_password": "That is not your password now: type it again.",
        "incorrect_password": "That is not your password: type it again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

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
    """The second step, in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right: type the six figures the app shows now.",
    }
