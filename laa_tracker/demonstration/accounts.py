"""Who can try the demonstration, and with which password."""

import secrets
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from accounts.models import User
from periods.prepared import Prepared

# The day on which the demonstration stands: between the opening of 2009/10 Q3 and its due date.
TODAY = date(2010, 1, 11)
# Addresses that nobody can own: by them the demonstration's people are known.
DOMAIN = "@worcestershire.example"
# Nothing that is easily mistaken when copied from a screen.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
WITH_ADDRESS = Prepared(
    lambda email: User.objects.filter(email=email).order_by().values_list("pk")[:1]
)


class Account(NamedTuple):
    username: str
    does: str

    @property
    def email(self) -> str:
        return f"{self.username}{DOMAIN}"


ACCOUNTS = (
    Account("officer", "performance officer: keeps everything, opens and publishes quarters"),
    Account("lead", "lead of the plan NI 101: signs off its return"),
    Account("manager", "service manager: contributes to the plan NI 101"),
    Account("board", "Board member: reads what is published"),
)


def is_loaded() -> bool:
    """Whether the data here are the demonstration's: its officer has an account."""
    return bool(WITH_ADDRESS.rows(ACCOUNTS[0].email))


def password() -> str:
    """LAA_DEMO_PASSWORD; where it is not given, one made up once and kept in var/."""
    return settings.LAA_DEMO_PASSWORD or kept_password(settings.VAR_DIR / "demo_password")


def kept_password(path: Path) -> str:
    if not path.exists():
        groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text("-".join(groups) + "\n")
    return path.read_text().strip()


def apply_password() -> str:
    """Give the demonstration's accounts their password, and return it.

    An account that has it already is left alone, for a new one would sign the person out.
    """
    word = password()
    for user in User.objects.filter(email__in=[account.email for account in ACCOUNTS]):
        if not user.check_password(word):
            user.set_password(word)
            user.save(update_fields=["password"])
    return word
