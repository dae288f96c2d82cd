from pathlib import Path

from django.core.management import BaseCommand, CommandError

from accounts.deeds import Deed, tell
from laa_tracker.backups import archive
from laa_tracker.backups.keys import key
from laa_tracker.backups.sealing import CannotOpen
from laa_tracker.backups.tables import CannotLoad


class Command(BaseCommand):
    help = (
        "Make an empty database what a backup holds, whichever database that was of, and bring it "
        "to this version."
    )
    # The database is not there yet, or it is empty: there is nothing to check it against.
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="SRC", help="A file that backup made")
        parser.add_argument(
            "--check", action="store_true", help="Read it to its end, and restore nothing"
        )

    def handle(self, *, source, check, **options):
        path = Path(source)
        try:
            kept = archive.check(path, key()) if check else archive.restore(path, key())
        except (CannotOpen, CannotLoad) as problem:
            raise CommandError(str(problem)) from None
        except OSError as problem:
            raise CommandError(f"{path} cannot be read: {problem.strerror}.") from None
        if not check:
            tell(Deed.BACKUP, "Restored from a backup", made=kept.made.isoformat(), rows=kept.rows)
        made = kept.made.strftime("%-d %B %Y at %H:%M UTC")
        self.stdout.write(f"{len(kept.tables)} tables, {kept.rows} rows, as at {made}")
        self.stdout.write("whole" if check else "restored")
