"""Doing what waits to be done with one large file, in a process of its own.

Whatever happens to that process, nothing is half-done: each task ends in one transaction, which
says in the same breath that it is done.
"""

from typing import Any

from accounts.models import User
from workbooks import desk, importing, tasks, undoing
from workbooks.models import Import, Task
from workbooks.progress import Tell
from workbooks.reading.limits import NotRead
from workbooks.written import NO_OFFICER

MOVED = (
    "Nothing was saved: since you looked, somebody changed what this file is about. Here is what "
    "it would change now."
)
RESTS_NAMED = 10


def run(pk: int, tell: Tell) -> bool:
    """Do what waits to be done with this file, unless another file is being worked on."""
    held = desk.hold(desk.JOB)
    if held is None:
        return False
    with held:
        record = Import.objects.get(pk=pk)
        if record.task and record.begun_at is None:
            tasks.begin(record)
            perform(record, desk.telling(tell, record=record.pk))
    return True


def perform(record: Import, tell: Tell) -> None:
    by = User.objects.active().officers().filter(pk=record.given.get("by")).first()
    if record.given.get("by") and by is None:
        say(record, NO_OFFICER)
        return
    try:
        DOING[Task(record.task)](record, by, tell)
    except NotRead as refusal:
        importing.refuse(record, str(refusal))


def check(record: Import, by: Any, tell: Tell) -> None:
    importing.preview_afresh(record, tell=tell)


def check_again(record: Import, by: Any, tell: Tell) -> None:
    importing.check_once_more(record, tell=tell)


def save(record: Import, by: Any, tell: Tell) -> None:
    given = record.given
    try:
        importing.confirm(
            record.pk, by=by, accept_warnings=given["accept"], reason=given["reason"], tell=tell
        )
    except importing.DataMoved:
        importing.renew(record, tell=tell)
        say(record, MOVED)
    except importing.NotSaved as refusal:
        say(record, str(refusal))


def undo(record: Import, by: Any, tell: Tell) -> None:
    try:
        undoing.undo(record.pk, by=by, reason=record.given["reason"], tell=tell)
    except undoing.NotUndone as refusal:
        rests = "; ".join(each.what for each in refusal.rests[:RESTS_NAMED])
        more = " and others" if len(refusal.rests) > RESTS_NAMED else ""
        say(record, f"{refusal} {rests}{more}".strip())


def say(record: Import, words: str) -> None:
    """Leave word of why it was not done, for whoever comes back to its page."""
    tasks.put_down(record, words)
    record.save(update_fields=tasks.FIELDS)


DOING = {Task.CHECK: check, Task.AGAIN: check_again, Task.SAVE: save, Task.UNDO: undo}
