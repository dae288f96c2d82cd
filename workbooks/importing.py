"""Bringing a file in: check, preview, and save all or nothing.

The command line does it in one go. In the browser a file waits, checked, until a person confirms
what was previewed; if the data moved meanwhile, the preview is shown again.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from django.db import DatabaseError

from accounts.models import User
from periods.models import round_states
from sheets.problems import Problem
from workbooks import changed_rows, tasks, written
from workbooks.book import IN_ORDER, kept_book
from workbooks.checking import WHOLE_FILE, Checked, check, place_of
from workbooks.clashes import Previewed
from workbooks.interpreting import UNCLEAR, Interpretation, read, read_again
from workbooks.models import Import, ImportKind, ImportState, Task
from workbooks.progress import READING, SAVING, Steps, Tell, silent
from workbooks.reading.limits import NotRead
from workbooks.reading.tables import Reading, content_of, read_content
from workbooks.ready import Ready
from workbooks.saving import Saving, one_transaction
from workbooks.written import Done, Looked

# Of very many problems the first are kept for the page; the counts are of all.
MOST_TOLD = 2_000
LONGEST_NAME = 255
LONGEST_VERSION = 64
HEAVY = ("content", "first_rows", "preview")
ENDED = (ImportState.SAVED, ImportState.UNDONE, ImportState.DROPPED)
WRITTEN_WITH_IT = ["state", "by", "at", "reason", "moment", "counts", *tasks.FIELDS]


class Verdict(StrEnum):
    """How an import ended."""

    SAVED = "saved"
    WOULD_SAVE = "would save"
    NO_CHANGES = "no changes"
    NOTHING_SAVED = "nothing saved"


@dataclass
class Outcome:
    """What came of a file: what was told about it, and how it ended."""

    checked: Checked
    verdict: Verdict
    reason: str = ""
    record: Import | None = None

    @property
    def problems(self) -> list[Problem]:
        """What stands in the way: errors, clashes, and changes whose reason nobody gave."""
        wanted = [] if self.reason else self.checked.reasons_wanted
        told = [*self.checked.errors, *self.checked.clashing, *wanted]
        return sorted(told, key=place_of)


class NotSaved(Exception):
    """Nothing was saved; the text says why, a line for each problem."""


class DataMoved(Exception):
    """What would be saved is not what was previewed any more."""


# In one go ----------------------------------------------------------------------------


def import_file(
    path: Path | str, *, by=None, accept_warnings: bool = False, reason: str = ""
) -> Outcome:
    """Import a workbook, or a folder or archive of tables, whole. Raises NotSaved."""
    try:
        name, content = content_of(Path(path))
        outcome = import_content(
            name, content, by=by, accept_warnings=accept_warnings, reason=reason
        )
    except NotRead as refusal:
        raise NotSaved(str(refusal)) from None
    if outcome.verdict == Verdict.NOTHING_SAVED:
        told = [*outcome.problems, *outcome.checked.warnings]
        raise NotSaved("\n".join(str(problem) for problem in told))
    return outcome


def import_content(
    name: str,
    content: bytes,
    *,
    by=None,
    accept_warnings: bool = False,
    reason: str = "",
    dry_run: bool = False,
    kind: str = ImportKind.WORKBOOK,
    interpretation: Interpretation | None = None,
    tell: Tell = silent,
) -> Outcome:
    """Check a file and save it, unless something stands in the way. Raises NotRead, NotSaved."""
    tell(READING, 0, 0)
    reading = read(name, content, kind, interpretation)

    def look() -> tuple[Outcome, ToSave]:
        checked = check(reading, kept_book(), reason=reason, tell=tell)
        outcome = Outcome(checked, Verdict.SAVED, reason)
        outcome.verdict = _verdict(outcome, accept_warnings=accept_warnings, dry_run=dry_run)
        is_saved = outcome.verdict == Verdict.SAVED
        return outcome, _to_save(checked, with_pages=True) if is_saved else ToSave(checked)

    def write(looked: tuple[Outcome, ToSave]) -> Outcome:
        outcome, to_save = looked
        if outcome.verdict == Verdict.SAVED:
            record = _record(name, content, reading, by, kind, interpretation)
            outcome.record = _save(record, to_save, by=by, reason=reason, tell=tell)
        return outcome

    return on_still_data(look, write, by=by)


def _verdict(outcome: Outcome, *, accept_warnings: bool, dry_run: bool) -> Verdict:
    if outcome.problems or (outcome.checked.warnings and not accept_warnings):
        return Verdict.NOTHING_SAVED
    if not outcome.checked.changes:
        return Verdict.NO_CHANGES
    return Verdict.WOULD_SAVE if dry_run else Verdict.SAVED


# In two steps -------------------------------------------------------------------------


def receive(
    name: str,
    content: bytes,
    *,
    by,
    kind: str = ImportKind.WORKBOOK,
    interpretation: Interpretation | None = None,
) -> Import:
    """Check a file and keep it, with its preview, until somebody confirms. Raises NotRead.

    A large one is kept to be checked by the loop.
    """
    if kind == ImportKind.WORKBOOK:
        reading = read_content(name, content, most=tasks.LARGE)
    else:
        reading = read(name, content, kind, interpretation)
    if tasks.is_large(reading):
        return receive_for_later(name, content, by=by, kind=kind, interpretation=interpretation)
    record = _record(name, content, reading, by, kind, interpretation)
    _keep_preview(record, check(reading, kept_book()))
    return record


def receive_for_later(
    name: str, content: bytes, *, by, kind: str, interpretation: Interpretation | None
) -> Import:
    """Keep a file that the loop is to check."""
    record = _record(name, content, Reading(), by, kind, interpretation)
    record.state = ImportState.QUEUED
    return tasks.ask(record, Task.CHECK)


def preview_afresh(record: Import, *, tell: Tell = silent) -> None:
    """Check a kept file that is to be read otherwise than before; what was decided is forgotten."""
    record.decisions = {}
    changed_rows.forget_base(record)
    tell(READING, 0, 0)
    reading = read_again(record)
    record.version = reading.version[:LONGEST_VERSION]
    if record.kind == ImportKind.MAPPED:
        record.interpretation = {**record.interpretation, UNCLEAR: reading.unclear}
    _keep_preview(record, check(reading, kept_book(), tell=tell))


def renew(record: Import, *, tell: Tell = silent) -> None:
    """Check a waiting file against the data as they are now, and keep the new preview."""
    rest_on_first_preview(record)
    check_once_more(record, tell=tell)


def rest_on_first_preview(record: Import) -> None:
    """Take what the first preview showed for what the file was made from.

    Where the file's version says more, that holds.
    """
    if not record.has_base:
        changed_rows.keep_as_base(record)
        record.save(update_fields=["has_base"])


def decide(record: Import, sides: Mapping[str, str]) -> None:
    """Take the sides that a person chose, by the marks of clashes, and keep the new preview."""
    record.decisions = {**record.decisions, **sides}
    check_once_more(record)


def check_once_more(record: Import, *, tell: Tell = silent) -> None:
    """Check a waiting file against the data as they are now, with all that was decided."""
    tell(READING, 0, 0)
    _keep_preview(record, _check_again(record, read_again(record), tell=tell))


def refuse(record: Import, why: str) -> None:
    """Keep of a file that it cannot be read, and why."""
    told = [[WHOLE_FILE, "", why]]
    record.state, record.counts = ImportState.REFUSED, []
    record.preview = {"errors": {"count": 1, "told": told}}
    tasks.put_down(record)
    record.save()


def _check_again(record: Import, reading: Reading, *, tell: Tell = silent) -> Checked:
    base = record.base
    past = None if base is None else Previewed(base)
    return check(reading, kept_book(), past=past, decided=record.decisions, tell=tell)


def confirm(
    pk: int, *, by, accept_warnings: bool = False, reason: str = "", tell: Tell = silent
) -> Import:
    """Save exactly what was previewed of a waiting import.

    Raises DataMoved where that is no longer what would be saved; NotSaved where it does not wait
    any more, where its warnings are not accepted or a reason is wanted, or where the database
    refuses it.
    """
    reason = reason.strip()
    tell(READING, 0, 0)
    reading = read_again(Import.objects.get(pk=pk))

    def look() -> ToSave:
        record = Import.objects.defer(*HEAVY).get(pk=pk)
        _refuse_unless_waiting(record)
        checked = _check_again(record, reading, tell=tell)
        if checked.errors or checked.clashes or checked.fingerprint() != record.fingerprint:
            # What moved may be that somebody else saved this very import.
            record.refresh_from_db(fields=["state"])
            _refuse_unless_waiting(record)
            raise DataMoved
        if checked.warnings and not accept_warnings:
            raise NotSaved("Nothing was saved: confirm first that what is asked about is right.")
        if checked.reasons_wanted and not reason:
            raise NotSaved("Nothing was saved: say why what is listed here is changed.")
        checked.explain(reason)
        # Only a reason that was given makes of it something else than was previewed.
        return _to_save(checked, with_pages=bool(reason and checked.unexplained))

    def write(to_save: ToSave) -> Import:
        record = Import.objects.select_for_update().defer(*HEAVY).get(pk=pk)
        _refuse_unless_waiting(record)
        return _save(record, to_save, by=by, reason=reason, tell=tell)

    return on_still_data(look, write, by=by)


def _refuse_unless_waiting(record: Import) -> None:
    if not record.is_waiting:
        raise NotSaved("This import does not wait any more: here is what became of it.")


def on_still_data(
    look: Callable[[], Looked], write: Callable[[Looked], Done], *, by: User | None
) -> Done:
    """The same of `workbooks.written`. Raises NotSaved where it never ends, or is refused."""
    try:
        return written.on_still_data(look, write, by=by)
    except written.NoOfficer:
        raise NotSaved(written.NO_OFFICER) from None
    except written.NeverStill:
        raise NotSaved(
            "Nothing was saved, for others keep saving at the same time: try once more."
        ) from None
    except written.NotWritten as refusal:
        raise NotSaved(_refused_by_database(refusal.problem)) from refusal


def drop(record: Import) -> None:
    """Put a waiting import aside. The file is not kept."""
    record.state = ImportState.DROPPED
    record.content = record.first_rows = b""
    tasks.put_down(record)
    record.save()


def _record(
    name: str,
    content: bytes,
    reading: Reading,
    by,
    kind: str,
    interpretation: Interpretation | None,
) -> Import:
    return Import(
        name=name[-LONGEST_NAME:],
        content=content,
        kind=kind,
        interpretation=interpretation or {},
        checksum=hashlib.sha256(content).hexdigest(),
        version=reading.version[:LONGEST_VERSION],
        by=by,
    )


def _keep_preview(record: Import, checked: Checked) -> None:
    """Keep on the record what the file would do, and what is told about it.

    One that was saved or put aside meanwhile stays so.
    """
    _preview(record, checked)
    pages = changed_rows.in_pages(checked.as_data())
    record.fingerprint = pages.fingerprint
    with one_transaction():
        if Import.objects.filter(pk=record.pk, state__in=ENDED).exists():
            return
        tasks.put_down(record)
        record.save()
        changed_rows.keep(record, pages)


def _preview(record: Import, checked: Checked) -> None:
    record.state = _state(checked)
    record.counts = _counts(checked)
    record.preview = {
        weight: {"count": len(told), "told": [_as_list(each) for each in told[:MOST_TOLD]]}
        for weight, told in (
            ("errors", checked.errors),
            ("warnings", checked.warnings),
            ("notes", checked.notes),
            ("reasons", checked.reasons_wanted),
            ("clashing", checked.clashing),
        )
    }
    record.preview["clashes"] = [
        {**asdict(each), "mark": each.mark, "sides": each.sides}
        for each in checked.clashes[:MOST_TOLD]
    ]


def _state(checked: Checked) -> ImportState:
    if checked.errors:
        return ImportState.REFUSED
    if checked.clashes:
        return ImportState.CLASHES
    return ImportState.CHECKED if checked.changes else ImportState.NOTHING


def _counts(checked: Checked) -> list[dict[str, object]]:
    return [
        {"sheet": each.sheet.name, **{kind.value: n for kind, n in each.counts.items()}}
        for each in checked.sheets
    ]


def _as_list(problem: Problem) -> list[str]:
    return [problem.sheet, problem.cell, problem.text]


def _refused_by_database(problem: DatabaseError) -> str:
    return (
        "The database refused it, perhaps because somebody saved the same rows meanwhile, so "
        f"nothing was saved: try once more. It said: {' '.join(str(problem).split())}"
    )


@dataclass
class ToSave:
    """What is about to be saved, made ready before anybody waits for it.

    `pages` show its rows, where other ones are kept or none yet.
    """

    checked: Checked
    ready: Ready = field(default_factory=Ready)
    pages: changed_rows.Pages | None = None


def _to_save(checked: Checked, *, with_pages: bool) -> ToSave:
    pages = changed_rows.in_pages(checked.as_data()) if with_pages else None
    found = ToSave(checked, pages=pages)
    for each in checked.sheets:
        each.sheet.prepare(each.to_save, found.ready)
    return found


def _save(record: Import, to_save: ToSave, *, by, reason: str, tell: Tell = silent) -> Import:
    """Write everything that is new or changed, and the record of it."""
    checked = to_save.checked
    rows = sum(len(each.to_save) for each in checked.sheets)
    tell(SAVING, 0, rows)
    saving = Saving(
        by=by,
        reason=reason,
        name=record.name,
        rounds=round_states(),
        steps=Steps(tell, SAVING, rows),
        ready=to_save.ready,
    )
    by_name = {each.sheet.name: each for each in checked.sheets}
    for sheet in IN_ORDER:
        if sheet.name in by_name and by_name[sheet.name].to_save:
            sheet.save(by_name[sheet.name].to_save, saving)
    record.state = ImportState.SAVED
    record.by, record.at, record.reason = by, saving.moment, reason
    record.moment = saving.moment
    record.counts = _counts(checked)
    tasks.put_down(record)
    record.save(update_fields=None if record.pk is None else WRITTEN_WITH_IT)
    if to_save.pages:
        changed_rows.keep(record, to_save.pages)
    return record
