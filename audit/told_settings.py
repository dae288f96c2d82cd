"""Settings that decide what people may see and do: a server that starts with others says so."""

import json
from typing import Any

from django.conf import settings

from accounts.deeds import Deed
from audit.models import Entry
from audit.writing import Told, note

# None of them is a secret.
TOLD = (
    "DEBUG",
    "HTTPS",
    "LAA_BOARD_AUDIENCE",
    "LAA_IDLE_MINUTES",
    "LAA_LEGAL_HOLD",
    "LAA_NOTIONAL_REWARD",
    "LAA_OIDC_DOMAINS",
    "LAA_OIDC_SECOND_STEP",
    "LAA_OIDC_SERVER",
    "LAA_PUBLIC",
    "LAA_SMALL_COHORT",
    "LAA_SMALL_NUMBER",
    "LAA_TODAY",
    "LAA_READ_ONLY",
    "LAA_REQUIRE_SECOND_FACTOR",
    "LAA_TWO_PEOPLE",
)


def note_settings() -> None:
    """Tell the log what is set, where that is not what was told last."""
    now = {name: in_words(getattr(settings, name)) for name in TOLD}
    before = told_last()
    changed = [name for name in TOLD if before.get(name) != now[name]]
    if not changed:
        return
    words = (
        f"{name} {now[name]}" + (f", was {before[name]}" if name in before else "")
        for name in changed
    )
    note(Told(Deed.SETTING, "; ".join(words), details={"settings": now}))


def in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list):
        return ", ".join(value) or "none"
    return "not set" if value in (None, "") else str(value)


def told_last() -> dict[str, str]:
    """What was told last; what `manage.py read_only` tells is of this kind, but lists none."""
    entries = Entry.objects.told().filter(deed=Deed.SETTING, details__contains='"settings":')
    last = entries.order_by("-number").first()
    found: dict[str, str] = json.loads(last.details)["settings"] if last else {}
    return found
