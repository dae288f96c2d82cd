"""Whether this house may only be read just now, and what people are told about it."""

from django.conf import settings
from django.core.management.base import CommandError

USUAL = "We are looking after LAA Tracker, so it can be read and nothing can be saved."


def sentence() -> str:
    """What is said while nothing may be saved; "" where everything may.

    It stands in a file, so that one command tells every process of this machine at once.
    """
    if settings.LAA_READ_ONLY:
        return settings.LAA_READ_ONLY if settings.LAA_READ_ONLY != "1" else USUAL
    try:
        return settings.READ_ONLY_FILE.read_text().strip()
    except FileNotFoundError:
        return ""


def refuse_to_write() -> None:
    """For a command that would write: raises CommandError while nothing may be saved."""
    if said := sentence():
        raise CommandError(
            f"Nothing was changed, for nothing may be saved just now: “{said}” "
            "`manage.py read_only --off` opens saving again."
        )


def switch_on(said: str) -> None:
    """From the next request on nothing is saved, and everybody is told why."""
    settings.READ_ONLY_FILE.parent.mkdir(parents=True, exist_ok=True)
    settings.READ_ONLY_FILE.write_text(said or USUAL)


def switch_off() -> None:
    settings.READ_ONLY_FILE.unlink(missing_ok=True)
