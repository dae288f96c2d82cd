from django.core.management import BaseCommand, CommandError

from accounts import reading_only
from laa_tracker.demonstration import accounts
from laa_tracker.demonstration.loading import CannotLoad, load


class Command(BaseCommand):
    help = "Load the Worcestershire demonstration into an empty database."
    requires_migrations_checks = True

    def handle(self, **options):
        reading_only.refuse_to_write()
        if accounts.is_loaded():
            said = "The demonstration is here already: its plans and figures were left alone."
        else:
            try:
                load()
            except CannotLoad as problem:
                raise CommandError(str(problem)) from None
            said = "The demonstration is loaded."
        self.stdout.write(f"{said}\nPassword of all four: {accounts.apply_password()}")
