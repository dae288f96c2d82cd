"""The first person of an empty start, and the way back in when no officer is left."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts import reading_only
from accounts.invitations import link_ends, one_time_link
from accounts.services import make_officer
from accounts.sheets import read_email
from sheets.cells import Cell
from sheets.problems import sentence


class Command(BaseCommand):
    help = "Make a performance officer, or put one back, and print a one-time link to sign in."
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="EMAIL", help="The officer's e-mail address")
        parser.add_argument("--name", default="", help="The officer's name")

    def handle(self, *, email, name, **options):
        reading_only.refuse_to_write()
        try:
            officer = make_officer(email=read_email(Cell.of(email)), name=name)
        except ValueError as problem:
            raise CommandError(f"{sentence(str(problem))}.") from None
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from None
        ends = date_format(localtime(link_ends()), "j F Y, H:i")
        self.stdout.write(f"{officer.email} is a performance officer.")
        self.stdout.write(f"Open this link to choose a password. It works once, until {ends}:")
        self.stdout.write(one_time_link(officer))
