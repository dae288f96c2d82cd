"""The keys of the log, from the settings: the one that writes, and those that wrote before."""

from functools import lru_cache

from django.conf import settings

from audit.chain import Key


def writing_key() -> Key:
    """The key that makes new entries: LAA_AUDIT_KEY, or else one that comes of SECRET_KEY."""
    return _key(settings.LAA_AUDIT_KEY or settings.SECRET_KEY)


def known_keys() -> dict[str, Key]:
    """Every key that is here, by its name."""
    texts = [
        settings.LAA_AUDIT_KEY,
        settings.SECRET_KEY,
        *settings.LAA_AUDIT_OLD_KEYS,
        *settings.SECRET_KEY_FALLBACKS,
    ]
    keys = [_key(each) for each in texts if each]
    return {each.name: each for each in keys}


_key = lru_cache(Key.from_text)
