"""What was done, as the rooms tell it; the log of it stands above them and listens."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from django.db import connection
from django.db.models import TextChoices
from django.dispatch import Signal


class Deed(TextChoices):
    """Kinds of what is done; the log and its page know no others."""

    SIGNED_IN = "signed in", "Signed in"
    SIGNED_OUT = "signed out", "Signed out"
    SIGN_IN_FAILED = "sign-in failed", "Sign-in failed"
    SECRET = "secret", "Password or second step"
    PEOPLE = "people", "People and their parts"
    CHANGED = "changed", "Records changed"
    RETURN = "return", "Steps of a return"
    ROUND = "round", "Quarters and publications"
    SHOWN = "shown", "Hidden and shown to the public"
    TAKEN = "taken", "Files taken"
    TOKEN = "token", "Tokens and calendar links"
    IMPORT = "import", "Imports"
    BACKUP = "backup", "Backups"
    SETTING = "setting", "Settings"
    FORGOTTEN = "forgotten", "Data forgotten"
    LOG = "log", "The log itself"


done = Signal()


def tell(
    deed: Deed, what: str, *, by: Any = None, plans: Iterable[str] = (), **details: Any
) -> None:
    """Tell that this was done, in words without a figure; `by` is who, else whoever asks now."""
    done.send(sender=Deed, deed=deed, what=what, by=by, plans=tuple(plans), details=details)


# How far the log has come: it says so itself, for it stands above.
_counters: list[Callable[[], Hashable]] = []


def count_by(counter: Callable[[], Hashable]) -> None:
    """Let `done_so_far` ask this from now on."""
    _counters[:] = [counter]


def done_so_far() -> Hashable:
    """Another value whenever anything was done, by whichever process. Costs one query.

    None where it cannot be told: before anything was, and within a transaction, for what is done
    in it is told at its end.
    """
    if connection.in_atomic_block or not _counters:
        return None
    return _counters[0]()
