from django.core.management import BaseCommand, CommandError

from laa_tracker.demonstration import accounts
from laa_tracker.demonstration.loading import CannotLoad, load


class Command(BaseCommand):
    help = "Load the Worcestershire demonstration into an empty database."
    requires_migrations_checks = True

    def handle(self, **options):
        if accounts.is_loaded():
            accounts.apply_password()
            self.stdout.write("The demonstration is here already: nothing was changed.")
            return
        try:
            load()
        except CannotLoad as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write("The demonstration is loaded.")
