"""The key that backups are sealed with, as the settings have it."""

from django.conf import settings
from django.core.management import CommandError

from laa_tracker.backups.sealing import SHORTEST_KEY


def key() -> str:
    """Raises CommandError where there is none, or one that could be guessed."""
    if not settings.LAA_BACKUP_KEY:
        raise CommandError(
            "LAA_BACKUP_KEY is not set, and backups are sealed with it. “manage.py backup "
            "--new-key” makes one: put it in .env or the environment, and keep a copy where "
            "neither this machine nor the backups are."
        )
    if len(settings.LAA_BACKUP_KEY) < SHORTEST_KEY:
        raise CommandError(
            f"LAA_BACKUP_KEY has fewer than {SHORTEST_KEY} characters, so it could be guessed: "
            "“manage.py backup --new-key” makes a better one. Nothing was done."
        )
    return settings.LAA_BACKUP_KEY
