from datetime import UTC, datetime
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from accounts.deeds import Deed, tell
from laa_tracker.backups import sealing
from laa_tracker.backups.archive import write
from laa_tracker.backups.keeping import ENDING, name_at, surplus
from laa_tracker.backups.keys import key


class Command(BaseCommand):
    help = (
        "Keep everything in one sealed file, while others work. In a folder, what is older than a "
        "day thins out to the last 7 days and 4 weeks."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument(
            "destination", nargs="?", metavar="DEST", help=f"A folder, or a file ending in {ENDING}"
        )
        parser.add_argument("--keep-all", action="store_true", help="Let older backups be")
        parser.add_argument("--new-key", action="store_true", help="Make a key, and nothing else")

    def handle(self, *, destination, keep_all, new_key, **options):
        if new_key:
            self.stdout.write(sealing.new_key())
            return
        if not destination:
            raise CommandError(f"Say where to: a folder, or a file ending in {ENDING}.")
        place = place_of(destination)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            kept = write(place, key())
            gone = [] if keep_all or str(place) == destination else thin_out(place.parent)
        except FileExistsError as problem:
            raise CommandError(
                f"{problem.filename} is there already: nothing was written over it."
            ) from None
        except OSError as problem:
            raise CommandError(
                f"{place} could not be written: {problem.strerror}. Nothing of it was left."
            ) from None
        tell(Deed.BACKUP, "Backup written", rows=kept.rows, removed=len(gone))
        self.stdout.write(f"{len(kept.tables)} tables, {kept.rows} rows: {place}")
        if gone:
            self.stdout.write(f"removed {len(gone)} older: {', '.join(gone)}")
        self.stdout.write("saved")


def place_of(destination: str) -> Path:
    """The file to write: what is named, or one named by this moment in the folder named."""
    path = Path(destination)
    if path.suffix != ENDING or path.is_dir():
        return path / name_at(datetime.now(UTC))
    if path.exists():
        raise CommandError(f"{path} is there already: nothing was written over it.")
    return path


def thin_out(folder: Path) -> list[str]:
    gone = surplus(folder, datetime.now(UTC))
    for each in gone:
        each.unlink()
    return [each.name for each in gone]
