from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError


class Command(BaseCommand):
    help = "Bring the database and the static files to this version; quick where they are."
    requires_migrations_checks = False

    def handle(self, **options):
        try:
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
        except OperationalError as problem:
            raise CommandError(
                f"The database cannot be used: {one_line(problem)} Check DATABASE_URL."
            ) from None
        call_command("collectstatic", interactive=False, verbosity=0)


def one_line(problem: Exception) -> str:
    words = " ".join(str(problem).split())
    return words if words.endswith(".") else f"{words}."
