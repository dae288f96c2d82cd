"""For a timer, once a day: reminds whoever owes a return, at its opening, when due and overdue."""

from django.core.management.base import BaseCommand, CommandError

from accounts import reading_only
from returns.mailing import NotSent, deliver
from returns.reminders import ReminderDue, reminders_due


class Command(BaseCommand):
    help = (
        "Send today's reminders: when the quarter opens, 5 working days before it is due, on the "
        "day, and while a return is overdue. Meant for a timer; nobody is sent the same twice."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Say who would be sent what, and send nothing"
        )

    def handle(self, *, dry_run, **options):
        due = reminders_due()
        if not due:
            self.stdout.write("Nobody is to be reminded today.")
            return
        if dry_run:
            self.say_what_would_be_sent(due)
            return
        reading_only.refuse_to_write()
        failed = sum(not self.sends(each) for each in due)
        if failed:
            raise CommandError(f"{failed} of {len(due)} not sent: run it again.")

    def say_what_would_be_sent(self, due: list[ReminderDue]) -> None:
        for each in due:
            self.stdout.write(f"Would send to {each.letter.to}: {each.letter.subject}")
            for owed in each.letter.owed:
                lacks = "; ".join(owed.lacks) or "nothing but to submit it"
                self.stdout.write(f"    {owed.plan.reference}: {lacks}")
        self.stdout.write(f"{len(due)} would be sent, nothing was.")

    def sends(self, due: ReminderDue) -> bool:
        """Send one reminder; False where it did not go out, told on standard error."""
        claimed = due.claim()
        if claimed is None:
            self.stdout.write(f"{due.letter.to} is being reminded by another run.")
            return True
        try:
            deliver(claimed, due.letter.message())
        except NotSent as problem:
            self.stderr.write(f"{due.letter.to} was not sent the reminder: {problem}")
            return False
        self.stdout.write(f"Reminded {due.letter.to} of {due.letter.plans}: {due.occasion.kind}")
        return True
