"""SQLite is safe for many writers only in one mode; the product does not start in another."""

from django.core.exceptions import ImproperlyConfigured

PRAGMAS = ("journal_mode=wal", "synchronous=full", "foreign_keys=on")


def refuse_unsafe_sqlite(databases: dict) -> None:
    """Refuse to start on SQLite settings that lose writes.

    With Django's defaults a quarter-end rush loses a third of its writes to "database is
    locked", and a power cut can lose an acknowledged one. Raises ImproperlyConfigured.
    """
    for alias, database in databases.items():
        if not database["ENGINE"].endswith("sqlite3"):
            continue
        options = database.get("OPTIONS", {})
        pragmas = options.get("init_command", "").lower().replace(" ", "")
        if options.get("transaction_mode") != "IMMEDIATE" or any(
            each not in pragmas for each in PRAGMAS
        ):
            raise ImproperlyConfigured(
                f"The SQLite database “{alias}” would lose writes when many people save at once: "
                "set transaction_mode IMMEDIATE and an init_command with journal_mode=WAL, "
                "synchronous=FULL and foreign_keys=ON."
            )
