import json
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts import reading_only
from periods.calendar import NotAPeriod, read_period
from sheets.descriptions import Kind
from workbooks.checking import WHOLE_FILE
from workbooks.documents import commanding
from workbooks.importing import NotSaved, Outcome, Verdict, import_content
from workbooks.interpreting import headings_of
from workbooks.mapping.description import NotAMapping, for_other_files, mapping_of
from workbooks.marking.copies import marked_copy
from workbooks.marking.marks import NotMarked
from workbooks.models import Import, ImportKind, ImportState
from workbooks.progress import bar, end_of_bar
from workbooks.reading.documents import looks_like_a_document
from workbooks.reading.limits import MEGABYTE, NotRead
from workbooks.reading.tables import content_of


class Unanswered(Exception):
    """Questions about a document are open, so nothing is saved; they are told already."""


class Command(BaseCommand):
    help = (
        "Import a workbook (.xlsx, .ods), a table (.csv), a set of them, or a delivery plan "
        "(.docx): all, or nothing."
    )
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
        parser.add_argument(
            "--answers",
            type=Path,
            metavar="FILE",
            help="Of a delivery plan: answers to its questions, as JSON",
        )
        parser.add_argument(
            "--accept-suggestions",
            action="store_true",
            help="Of a delivery plan: answer every other question as is suggested",
        )
        parser.add_argument(
            "--questions",
            type=Path,
            metavar="FILE",
            help="Of a delivery plan: write its open questions there, as answers to begin with",
        )
        parser.add_argument(
            "--marked",
            metavar="FILE",
            type=Path,
            help="Where to write the file with its problems marked in it, if it has any",
        )
        parser.add_argument(
            "--mapping",
            type=Path,
            metavar="FILE",
            help="How a file with a layout of its own is read: a mapping, taken out at Imports",
        )

        parser.add_argument(
            "--about",
            default="",
            metavar="QUARTER",
            help="Of a file read by a mapping: which quarter, such as 2009/10 Q2, or year it is "
            "about, where it does not say so itself",
        )

    def handle(self, *, path, dry_run, accept_warnings, reason, marked, **options):
        if not dry_run:
            reading_only.refuse_to_write()
        try:
            name, content = content_of(path)
            same = Import.objects.saved_before(sha256(content).hexdigest()).first()
            how = self.reading_of(name, content, **options)
            outcome = import_content(
                name,
                content,
                accept_warnings=accept_warnings,
                reason=reason.strip(),
                dry_run=dry_run,
                tell=bar(),
                **how,
            )
        except (NotRead, NotSaved) as refusal:
            end_of_bar()
            self.stderr.write(f"{path.name}: {refusal}")
            self.end(Verdict.NOTHING_SAVED)
        except Unanswered:
            self.end(Verdict.NOTHING_SAVED)
        else:
            end_of_bar()
            if same and outcome.verdict != Verdict.NO_CHANGES:
                self.stdout.write(f"note: {what_became_of(same)}")
            self.report(outcome, path.name)
            if marked and outcome.checked.errors:
                headings = headings_of(how.get("interpretation"))
                self.mark(marked, name, content, outcome, headings)
            self.end(outcome.verdict)

    def reading_of(
        self,
        name,
        content,
        *,
        mapping=None,
        answers=None,
        accept_suggestions=False,
        questions=None,
        about="",
        **options,
    ):
        """How the file is read. Raises NotRead, and Unanswered once its questions are told."""
        if mapping and not looks_like_a_document(name):
            interpretation = {**taken_out(mapping), "about": period_of(about)}
            return {"kind": ImportKind.MAPPED, "interpretation": interpretation}
        if about:
            raise NotRead("--about is said of a file that is read by --mapping: leave it out")
        if mapping:
            raise NotRead("a delivery plan is read without a mapping: leave the option out")
        if not looks_like_a_document(name):
            if answers or accept_suggestions or questions:
                raise NotRead("only a delivery plan (.docx) has questions: leave the option out")
            return {}
        given = commanding.read_answers(answers) if answers else {}
        given, asked = commanding.settle(name, content, given, as_suggested=accept_suggestions)
        waiting = [each for each in asked if each.is_open]
        for question in waiting:
            self.stderr.write(commanding.as_line(question))
        if questions:
            suggested = {each.key: each.suggestion for each in waiting}
            questions.write_text(json.dumps(suggested, indent=2, ensure_ascii=False) + "\n")
        if waiting:
            raise Unanswered
        return {"kind": ImportKind.DOCUMENT, "interpretation": {"answers": given}}

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

    def mark(
        self,
        target: Path,
        name: str,
        content: bytes,
        outcome: Outcome,
        headings: dict[str, int],
    ) -> None:
        """Write the file with its problems marked in it."""
        told = [(each.sheet, each.cell, each.text) for each in outcome.checked.errors]
        try:
            target.write_bytes(marked_copy(name, content, told, headings))
        except NotMarked as reason:
            self.stderr.write(f"{name} cannot be marked up: {reason}")
        except OSError as reason:
            self.stderr.write(f"{target} cannot be written: {reason.strerror}")

    def end(self, verdict: Verdict) -> None:
        self.stdout.write(verdict.value)
        if verdict == Verdict.NOTHING_SAVED:
            raise SystemExit(1)


def what_became_of(same: Import) -> str:
    """That the very same file was saved before, as the page of an import says it."""
    told = (
        f"this is the same file as import {same.pk}, {same.name}, which "
        f"{same.by or 'the command line'} saved on {in_words(same.at)}"
    )
    if same.state != ImportState.UNDONE:
        return told
    return (
        f"{told} and {same.undone_by or 'the command line'} undid on {in_words(same.undone_at)}: "
        f"“{same.undone_reason}”"
    )


def in_words(moment: datetime | None) -> str:
    """ "30 November 2026, 08:15", as the pages say it."""
    return date_format(localtime(moment), "j F Y, H:i") if moment else ""


def period_of(words: str) -> str:
    """The quarter or year that was said, in our form; "" where none was. Raises NotRead."""
    try:
        return read_period(words).label if words.strip() else ""
    except NotAPeriod as problem:
        raise NotRead(f"--about: {problem}") from None


def taken_out(path: Path) -> Any:
    """The mapping in a file, as it was taken out, for any file of its shape. Raises NotRead."""
    try:
        if path.stat().st_size > MEGABYTE:
            raise NotRead(f"{path.name} is too large for a mapping: take one out at Imports")
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        return for_other_files(mapping_of(data)).as_data()
    except NotAMapping as problem:
        raise NotRead(str(problem)) from None
    except OSError as problem:
        raise NotRead(f"the mapping {path} cannot be read: {problem.strerror}") from None
    except ValueError:
        raise NotRead(
            f"{path.name} is not a mapping: take one out at Imports and give that file"
        ) from None
