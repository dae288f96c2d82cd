from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from accounts import reading_only
from audit.forgetting import forget, what_is_due


class Command(BaseCommand):
    help = (
        "Say what is due to be forgotten, class by class; with --yes, forget it. Figures, what was "
        "published and the histories stay."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("--yes", action="store_true", help="Forget it, for good")

    def handle(self, *, yes, **options):
        if yes and settings.LAA_LEGAL_HOLD:
            raise CommandError(
                "LAA_LEGAL_HOLD is on: nothing is forgotten until it is off. Nothing was changed."
            )
        if yes:
            reading_only.refuse_to_write()
        due = forget(timezone.now()) if yes else what_is_due(timezone.now())
        for each in due:
            self.stdout.write(f"{each.its.name} (kept {each.its.kept}): {each.number}")
        self.stdout.write("forgotten" if yes else "would be forgotten: add --yes")
