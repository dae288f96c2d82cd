"""What a second step is made of, sealed: whoever reads the database alone can make no code of it.

The keys come of SECRET_KEY, which is not in the database, and of those in SECRET_KEY_FALLBACKS: so
SECRET_KEY can be changed while the one before stays known, and `reseal` moves what is kept on.
"""

import os
from base64 import b32encode, b64decode, b64encode
from functools import lru_cache
from hashlib import sha256

from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

MARK, NONCE = "sealed:", 12  # what is sealed begins with the mark; the nonce has so many bytes
# Where a kind of second step keeps what nobody else may know.
SECRETS = {"totp": "secret", "recovery_codes": "seed"}


def seal(text: str) -> str:
    """The text as only this house reads it."""
    nonce = os.urandom(NONCE)
    sealed = cipher_of(settings.SECRET_KEY).encrypt(nonce, text.encode(), MARK.encode())
    return MARK + b64encode(nonce + sealed).decode()


def opened(kept: str) -> str:
    """What was sealed, or was kept as it is before there were seals.

    With a key that is not here it is something that nobody knows, so that no code is right.
    """
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if (text := opened_with(key, kept)) is not None:
            return text
    return b32encode(os.urandom(40)).decode()


def opened_with(key: str, kept: str) -> str | None:
    """The same by one key; None where it is not sealed with that."""
    if not kept.startswith(MARK):
        return kept
    sealed = b64decode(kept.removeprefix(MARK))
    try:
        return cipher_of(key).decrypt(sealed[:NONCE], sealed[NONCE:], MARK.encode()).decode()
    except InvalidTag:
        return None


@lru_cache
def cipher_of(key: str) -> AESGCM:
    return AESGCM(sha256(f"laa-tracker-second-step:{key}".encode()).digest())


def reseal() -> int:
    """Seal with the key of now whatever is not, and can be read; how many that were."""
    changed = 0
    with transaction.atomic():
        for each in Authenticator.objects.select_for_update().filter(type__in=SECRETS):
            name = SECRETS[each.type]
            kept = each.data.get(name, "")
            by_now = kept.startswith(MARK) and opened_with(settings.SECRET_KEY, kept) is not None
            if by_now or not kept:
                continue
            texts = (opened_with(key, kept) for key in settings.SECRET_KEY_FALLBACKS)
            text = kept if not kept.startswith(MARK) else next(filter(None, texts), None)
            if text is not None:
                each.data[name] = seal(text)
                each.save(update_fields=["data"])
                changed += 1
    return changed
