import os
import subprocess
import sys

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from accounts import reading_only
from accounts.models import User
from indicators.models import Indicator
from laa_tracker.demonstration import accounts as demonstration
from plans.models import Agreement


class Command(BaseCommand):
    help = "Prepare everything, say how to sign in, and serve as in production."

    def add_arguments(self, parser):
        parser.add_argument("--port", default="8000")
        parser.add_argument(
            "--no-demonstration", action="store_true", help="Leave an empty database empty."
        )

    def handle(self, *, port, no_demonstration, **options):
        self.stdout.write("Preparing the database and the static files …")
        self.stdout.flush()
        call_command("prepare")
        if not no_demonstration and nothing_is_kept_here():
            self.load_demonstration()
        environment = {**os.environ, "PORT": port, "SITE_URL": address_to_print(port)}
        if demonstration.is_loaded():
            environment = standing_in_its_day(environment)
        keep_day(environment if demonstration.is_loaded() else {})
        self.stdout.write(f"\nLAA Tracker is at http://127.0.0.1:{port}/\n")
        self.stdout.write(how_to_sign_in())
        self.stdout.write("\nCtrl-C stops it.\n")
        self.stdout.flush()
        serve(environment)

    def load_demonstration(self):
        self.stdout.write("Loading the demonstration …")
        self.stdout.flush()
        # In a process of its own, for the settings of this one do not stand in 2010.
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "load_demonstration"]
        if subprocess.run(command, env=standing_in_its_day(os.environ)).returncode:
            raise CommandError("The demonstration could not be loaded: see above.")


def address_to_print(port: str) -> str:
    """SITE_URL; where it is not given, this machine's own address, kept for other commands."""
    given = os.environ.get("SITE_URL")
    if given:
        return given
    address = f"http://127.0.0.1:{port}"
    settings.SITE_URL_FILE.parent.mkdir(parents=True, exist_ok=True)
    settings.SITE_URL_FILE.write_text(f"{address}\n")
    return address


def nothing_is_kept_here() -> bool:
    return not any(model.objects.exists() for model in (User, Agreement, Indicator))


def standing_in_its_day(environment) -> dict[str, str]:
    """The environment with the demonstration's day for today, unless another one is given."""
    given = environment.get("LAA_TODAY")
    return {**environment, "LAA_TODAY": given or demonstration.TODAY.isoformat()}


def keep_day(environment) -> None:
    """Let commands beside the server stand in the same day as its pages."""
    if day := environment.get("LAA_TODAY"):
        settings.TODAY_FILE.parent.mkdir(parents=True, exist_ok=True)
        settings.TODAY_FILE.write_text(f"{day} {settings.TODAY_MARK}\n")
    else:
        settings.TODAY_FILE.unlink(missing_ok=True)


def how_to_sign_in() -> str:
    if said := reading_only.sentence():
        return (
            f"\nNothing can be saved just now, and nobody can sign in: “{said}”\n"
            "`manage.py read_only --off` opens saving again.\n"
        )
    if demonstration.is_loaded():
        password = demonstration.apply_password()
        lines = (f"  {each.username:<9}{each.does}\n" for each in demonstration.ACCOUNTS)
        return (
            "\nIt shows the demonstration, with illustrative figures. Sign in as\n\n"
            f"{''.join(lines)}\n  Password of all four: {password}\n"
        )
    if User.objects.officers().active().exists():
        return "\nSign in with the account that you have.\n"
    return (
        "\nNobody can sign in yet. Make the first performance officer, in another terminal:\n"
        "  .venv/bin/python manage.py create_officer EMAIL\n"
    )


def serve(environment: dict[str, str]) -> None:
    """Become the server."""
    os.chdir(settings.BASE_DIR)
    server = ["-m", "gunicorn", "--config", "python:laa_tracker.gunicorn", "laa_tracker.wsgi"]
    os.execve(sys.executable, [sys.executable, *server], environment)
