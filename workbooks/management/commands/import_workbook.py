from dataclasses import replace
from pathlib import Path

from django.core.management.base import BaseCommand

from sheets.descriptions import Kind
from workbooks.checking import WHOLE_FILE
from workbooks.importing import NotSaved, Outcome, Verdict, import_content
from workbooks.reading.limits import Refused
from workbooks.reading.tables import content_of


class Command(BaseCommand):
    help = "Import a workbook (.xlsx, .ods), a table (.csv) or a set of them: all, or nothing."
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument(
            "path", metavar="FILE", type=Path, help="The file, or a folder of .csv files"
        )
        parser.add_argument("--dry-run", action="store_true", help="Check only; save nothing")
        parser.add_argument(
            "--accept-warnings", action="store_true", help="Save although something is doubtful"
        )
        parser.add_argument(
            "--reason",
            default="",
            metavar="TEXT",
            help="Why figures, targets or baselines change, for all rows that do not say so",
        )

    def handle(self, *, path, dry_run, accept_warnings, reason, **options):
        try:
            name, content = content_of(path)
            outcome = import_content(
                name,
                content,
                accept_warnings=accept_warnings,
                reason=reason.strip(),
                dry_run=dry_run,
            )
        except (Refused, NotSaved) as refusal:
            self.stderr.write(f"{path.name}: {refusal}")
            self.end(Verdict.NOTHING_SAVED)
        else:
            self.report(outcome, path.name)
            self.end(outcome.verdict)

    def report(self, outcome: Outcome, name: str) -> None:
        for note in outcome.checked.notes:
            self.stdout.write(f"note: {note}")
        for problem in outcome.problems:
            told = replace(problem, sheet=name) if problem.sheet == WHOLE_FILE else problem
            self.stderr.write(str(told))
        for warning in outcome.checked.warnings:
            self.stderr.write(f"warning: {warning}")
        for checked in outcome.checked.sheets:
            counts = ", ".join(f"{checked.counts[kind]} {kind}" for kind in Kind)
            self.stdout.write(f"{checked.sheet.name}: {counts}")

    def end(self, verdict: Verdict) -> None:
        self.stdout.write(verdict.value)
        if verdict == Verdict.NOTHING_SAVED:
            raise SystemExit(1)
