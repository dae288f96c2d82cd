"""What waits to be done with large files, by the loop beside the server, and how far it is."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from workbooks import desk
from workbooks.models import Import, Task
from workbooks.progress import in_words
from workbooks.reading.tables import Reading

# Up to so many rows are done while their person waits for the page.
LARGE = 1_000
FIELDS = ("task", "given", "asked_at", "begun_at", "said")
BEING_DONE = {
    Task.CHECK: "checked",
    Task.AGAIN: "checked again",
    Task.SAVE: "saved",
    Task.UNDO: "undone",
}


def is_large(file: Reading | Import) -> bool:
    """Whether there is more in a file, read or checked, than is done while somebody waits."""
    if isinstance(file, Reading):
        return file.is_part or file.rows > LARGE
    numbers = (n for counts in file.counts for n in counts.values() if isinstance(n, int))
    return sum(numbers) > LARGE


def ask(record: Import, task: Task, **given: Any) -> Import:
    """Let the loop do this with the file, when it is its turn."""
    record.task, record.given = task, given
    record.asked_at, record.begun_at, record.said = timezone.now(), None, ""
    record.save(update_fields=FIELDS if record.pk else None)
    return record


def begin(record: Import) -> None:
    record.begun_at = timezone.now()
    record.save(update_fields=["begun_at"])


def take_up_again(record: Import) -> None:
    """Let what was stopped wait for its turn once more."""
    record.begun_at = None
    record.save(update_fields=["begun_at"])


def put_down(record: Import, said: str = "") -> None:
    """There is nothing to be done any more; `said` is why it was not done. Saves nothing."""
    record.task, record.given, record.begun_at, record.said = "", {}, None, said


def next_waiting() -> Import | None:
    """Whose turn it is: first come, first served."""
    waiting = Import.objects.exclude(task="").filter(begun_at=None)
    return waiting.only("pk").order_by("asked_at", "pk").first()


# Where it stands ----------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """Where a task stands: it waits for its turn, is being done, or was stopped part way."""

    task: str
    how: str
    words: str = ""
    done: int = 0
    of: int = 0
    before: int = 0
    has_loop: bool = True

    @property
    def being_done(self) -> str:
        return BEING_DONE[Task(self.task)]

    @property
    def in_short(self) -> str:
        """As the list of imports says it."""
        if self.how == "waiting":
            return f"Waits to be {self.being_done}"
        if self.how == "stopped":
            return f"Stopped while it was {self.being_done}"
        return self.words


def standing(record: Import) -> Standing | None:
    """Where the task of this file stands; None where it has none.

    Reads the record afresh, for the loop goes on meanwhile.
    """
    found = _look(record)
    # What ended, or began, between the two glances is not taken for stopped.
    return _look(record) if found and found.how == "stopped" else found


def _look(record: Import) -> Standing | None:
    held, told = desk.is_held(desk.JOB), desk.told()
    record.refresh_from_db(fields=["state", *FIELDS])
    if not record.task:
        return None
    if record.begun_at is None:
        others = Import.objects.exclude(task="").filter(asked_at__lt=record.asked_at)
        return Standing(
            record.task, "waiting", before=others.count(), has_loop=desk.is_held(desk.LOOP)
        )
    if not held or told.get("record") != record.pk:
        return Standing(record.task, "stopped")
    stage, done, of = told["stage"], told["done"], told["of"]
    return Standing(record.task, "running", in_words(stage, done, of), done, of)
