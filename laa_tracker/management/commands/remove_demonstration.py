from django.core.management import BaseCommand, CommandError

from laa_tracker.demonstration import accounts
from laa_tracker.demonstration.loading import CannotRemove, remove


class Command(BaseCommand):
    help = "Take the demonstration away: its plans, figures, rounds, releases and accounts."
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("--yes", action="store_true", help="Do not ask")

    def handle(self, *, yes, **options):
        if not accounts.is_loaded():
            self.stdout.write("There is no demonstration here: nothing was changed.")
            return
        if not yes and not self.is_sure():
            raise CommandError("Nothing was changed.")
        try:
            remove()
        except CannotRemove as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write("The demonstration is gone. Accounts of other people were kept.")

    def is_sure(self) -> bool:
        self.stdout.write(
            "Every plan, indicator, figure, quarter and release goes, with whatever was entered "
            "into the demonstration since. Write yes to go on: ",
            ending="",
        )
        self.stdout.flush()
        try:
            return input().strip().lower() == "yes"
        except EOFError:
            raise CommandError("Nobody answered: add --yes. Nothing was changed.") from None
