from django.conf import settings
from django.core.management import BaseCommand, CommandError

from accounts import reading_only
from accounts.models import User
from laa_tracker.demonstration import accounts
from laa_tracker.demonstration.loading import CannotRemove, not_the_demonstrations, remove
from sheets.problems import all_of


class Command(BaseCommand):
    help = "Take the demonstration away: its plans, figures, rounds, releases and accounts."
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("--yes", action="store_true", help="Do not ask")
        parser.add_argument(
            "--everything",
            action="store_true",
            help="With --yes: take also what was entered beside the demonstration",
        )

    def handle(self, *, yes, everything, **options):
        if not accounts.is_loaded():
            self.stdout.write("There is no demonstration here: nothing was changed.")
            return
        reading_only.refuse_to_write()
        others = all_of(not_the_demonstrations())
        if yes and others and not everything:
            raise CommandError(
                f"Not the demonstration’s, and here too: {others}. Export them with "
                "export_workbook, or add --everything to take them too. Nothing was changed."
            )
        if not yes and not self.is_sure(others):
            raise CommandError("Nothing was changed.")
        try:
            remove()
        except CannotRemove as problem:
            raise CommandError(str(problem)) from None
        settings.TODAY_FILE.unlink(missing_ok=True)
        kept = " Accounts of other people were kept." if User.objects.exists() else ""
        self.stdout.write(f"The demonstration is gone.{kept}")

    def is_sure(self, others: str) -> bool:
        too = f", and what is not the demonstration’s: {others}" if others else ""
        self.stdout.write(
            f"Every plan, indicator, figure, quarter and release goes{too}. Write yes to go on: ",
            ending="",
        )
        self.stdout.flush()
        try:
            return input().strip().lower() == "yes"
        except EOFError:
            self.stdout.write("")  # the question's line ends here
            raise CommandError("Nobody answered: add --yes. Nothing was changed.") from None
