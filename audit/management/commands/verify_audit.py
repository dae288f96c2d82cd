import re

from django.core.management import BaseCommand, CommandError

from audit.strays import strays
from audit.verifying import verify

HEAD = re.compile(r"\d+:[0-9a-f]*")


class Command(BaseCommand):
    help = (
        "Say whether the log of who did what, and the histories it proves, are as they were "
        "written, and the records as their histories say. The first thing in the log that is not, "
        "and each record that is not, is told, with exit status 1."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument(
            "--head",
            default="",
            metavar="NUMBER:LINK",
            help="A head that this command told before: the log must still hold it",
        )

    def handle(self, *, head, **options):
        if head and not HEAD.fullmatch(head):
            raise CommandError(f"“{head}” is no head: write what this command told as head.")
        found = verify(head)
        if found.broken:
            raise CommandError(found.broken)
        self.stdout.write(f"{found.entries} entries, head {found.head_in_words}")
        astray = 0
        for sentence in strays():
            self.stderr.write(sentence)
            astray += 1
        if astray:
            raise CommandError(f"Not as their history says: {astray:,}, each named above.")
        self.stdout.write("as written")
