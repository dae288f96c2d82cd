"""Which backups of a folder stay. No Django in here."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

ENDING = ".laabackup"
FORMAT = f"laa-tracker-%Y-%m-%dT%H%M%SZ{ENDING}"
ALL_OF, DAYS, WEEKS = timedelta(hours=24), 7, 4


def name_at(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(FORMAT)


def moment_of(path: Path) -> datetime | None:
    """When a file was made, by its name; None of a file that is no backup of ours."""
    try:
        return datetime.strptime(path.name, FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None


def staying(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """All of the last 24 hours; the last one of each of the last 7 days and 4 weeks that have one.

    So the newest always stays, and a clock that stood wrong takes none of the others away.
    """
    newest_first = sorted(moments, reverse=True)
    days: dict = {}
    weeks: dict = {}
    for each in newest_first:
        days.setdefault(each.date(), each)
        weeks.setdefault(each.isocalendar()[:2], each)
    return {
        *(each for each in newest_first if each > now - ALL_OF),
        *list(days.values())[:DAYS],
        *list(weeks.values())[:WEEKS],
    }


def surplus(folder: Path, now: datetime) -> list[Path]:
    """The backups of the folder that need not stay, the oldest first; other files are let be."""
    by_moment = {moment: path for path in folder.iterdir() if (moment := moment_of(path))}
    gone = by_moment.keys() - staying(by_moment, now)
    return [by_moment[each] for each in sorted(gone)]
