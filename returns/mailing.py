"""Sending a mail once: it is claimed before it is sent, and kept as sent only when it was."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import timezone

from returns.models import Mailing

# A run that claimed a mail and was killed before it was sent: another may send it after this.
GIVEN_UP_AFTER = timedelta(minutes=15)
# What a mail server, or the way there, may say; what cannot be written as a mail is a ValueError.
REFUSED = (OSError, ValueError)


class NotSent(Exception):
    """A mail that did not go out; the text says what the mail server said."""


def claim(model: type[Mailing], defaults: dict | None = None, **key) -> Mailing | None:
    """Take a mail on, so that no other run sends it; None where another has.

    Of two at once the unique constraint lets one through. What is claimed is kept at once, so
    that no lock is held while the mail server is spoken to; a claim of which nothing was heard
    for GIVEN_UP_AFTER is taken over.
    """
    now = timezone.now()
    try:
        with transaction.atomic():
            return model._default_manager.create(**key, **(defaults or {}), claimed_at=now)
    except IntegrityError:
        given_up = model._default_manager.filter(
            **key, sent_at=None, claimed_at__lt=now - GIVEN_UP_AFTER
        )
        taken = given_up.update(claimed_at=now, **(defaults or {}))
        return model._default_manager.get(**key) if taken else None


def deliver(claimed: Mailing, message: EmailMessage) -> None:
    """Send what was claimed and keep that it was sent. Raises NotSent, and lets the claim go."""
    try:
        message.send()
    except REFUSED as problem:
        claimed.delete()
        raise NotSent(str(problem) or type(problem).__name__) from problem
    claimed.sent_at = timezone.now()
    claimed.save(update_fields=["sent_at"])
