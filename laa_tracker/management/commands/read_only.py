from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import reading_only
from accounts.deeds import Deed, tell


class Command(BaseCommand):
    help = (
        "Let whoever is signed in read everything, and nothing be saved: while the database moves, "
        "or something is being looked into. Where several machines serve, each is told."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument(
            "sentence", nargs="?", default="",
            help="What people are told, such as “Back at 14:00: we are moving to a new server.”",
        )  # fmt: skip
        parser.add_argument("--off", action="store_true", help="Let everything be saved again")

    def handle(self, *, sentence, off, **options):
        if settings.LAA_READ_ONLY:
            raise CommandError(
                "LAA_READ_ONLY is set in the environment, which this command cannot change: take "
                "it out there and start the server again."
            )
        if off:
            reading_only.switch_off()
        else:
            reading_only.switch_on(sentence.strip())
        said = reading_only.sentence()
        tell(Deed.SETTING, f"Reading only: {said}" if said else "Saving is open again")
        self.stdout.write(
            f"Nothing is saved now. People are told: {said}"
            if said
            else "Everything may be saved again."
        )
