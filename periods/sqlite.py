"""SQLite is safe for many writers only in one mode; the product does not start in another."""

import re
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connections

# What each word may be, as SQLite spells it.
PRAGMAS = {
    "journal_mode": {"wal"},
    "synchronous": {"full", "2", "extra", "3"},
    "foreign_keys": {"on", "1", "true", "yes"},
}
PRAGMA = re.compile(r"pragma\s+(\w+)\s*=\s*['\"]?(\w+)", re.IGNORECASE)


def refuse_unsafe_sqlite(databases: dict) -> None:
    """Refuse to start on SQLite settings that lose writes.

    With Django's defaults a quarter-end rush loses a third of its writes to "database is
    locked", and a power cut can lose an acknowledged one. Raises ImproperlyConfigured.
    """
    for alias, database in databases.items():
        if not database["ENGINE"].endswith("sqlite3"):
            continue
        options = database.get("OPTIONS", {})
        # Of a word that is said twice, SQLite does the last.
        said = dict(PRAGMA.findall((options.get("init_command") or "").lower()))
        if options.get("transaction_mode") != "IMMEDIATE" or any(
            said.get(name) not in fine for name, fine in PRAGMAS.items()
        ):
            raise ImproperlyConfigured(
                f"The SQLite database “{alias}” would lose writes when many people save at once: "
                "set transaction_mode IMMEDIATE and an init_command with journal_mode=WAL, "
                "synchronous=FULL and foreign_keys=ON."
            )


def note_file(*, connection: Any, **kwargs: Any) -> None:
    """Remember which file a connection has opened; called for each that is made."""
    if connection.vendor == "sqlite":
        connection.opened_file = file_of(connection)


def leave_a_file_that_was_replaced(**kwargs: Any) -> None:
    """A connection is kept from request to request, but not beyond the file that it opened.

    Whoever puts another file in its place meanwhile would not see what is written to the old one.
    """
    for each in connections.all(initialized_only=True):
        is_open = each.vendor == "sqlite" and each.connection is not None
        if is_open and file_of(each) != getattr(each, "opened_file", None):
            each.close()


def file_of(connection: Any) -> tuple[int, int] | None:
    """What tells the file that stands where the database is from any other; None for none."""
    try:
        found = Path(connection.settings_dict["NAME"]).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
