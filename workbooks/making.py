"""Files that take longer to make than somebody waits for: the loop makes them, to be fetched.

What is wanted, and what came of it, lies in files beside the loop's other ones (`workbooks.desk`):
each can be made anew at any time, and is put away after a day.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from secrets import token_hex
from typing import IO

from periods.today import today
from sheets.problems import as_sentence
from workbooks import desk, exporting, pages, tasks
from workbooks.interpreting import headings_of
from workbooks.marking.copies import marked_copy, name_of_copy
from workbooks.marking.marks import NotMarked
from workbooks.models import Import, ImportState
from workbooks.progress import MARKING, Tell, in_words
from workbooks.written import rows_kept

# Up to so many rows are written while somebody waits.
MOST_AT_ONCE = 3_000
SECONDS_KEPT = 24 * 60 * 60
KEY_BYTES = 8
PRIVATE = 0o600


class What(StrEnum):
    """What can be asked for."""

    WORKBOOK = "workbook"
    TABLES = "tables"
    MARKED = "marked"


@dataclass(frozen=True)
class File:
    """A file that was asked for; `name` is what it is called when it is made, `said` why not."""

    key: str
    what: str
    by: int | None
    asked: float
    record: int | None = None
    begun: bool = False
    name: str = ""
    said: str = ""
    restricted: bool = False

    @property
    def is_done(self) -> bool:
        return bool(self.name or self.said)

    @property
    def in_words(self) -> str:
        return IN_WORDS[What(self.what)]


IN_WORDS = {
    What.WORKBOOK: "Everything as a workbook",
    What.TABLES: "Everything as tables of text",
    What.MARKED: "Your file, marked up",
}


class NotMade(Exception):
    """There is no such file to be made; the text says why."""


# Asking for one -----------------------------------------------------------------------


def is_large(what: str, record: Import | None = None) -> bool:
    """Whether there is more in such a file than is written while somebody waits."""
    return tasks.is_large(record) if record else rows_kept() > MOST_AT_ONCE


def want(what: str, *, by: int | None, record: int | None = None) -> File:
    """Ask for a file; for one that is being made already, nobody asks twice."""
    for each in files():
        if not each.is_done and (each.what, each.record, each.by) == (what, record, by):
            return each
    file = File(token_hex(KEY_BYTES), What(what), by, time.time(), record)
    _note(file)
    return file


def find(key: str) -> File | None:
    return next((each for each in files() if each.key == key), None)


def files() -> list[File]:
    """All that was asked for in a day, the first one first. Older ones are put away."""
    found = sorted(_all(), key=lambda each: (each.asked, each.key))
    old = [each for each in found if each.asked < time.time() - SECONDS_KEPT]
    for each in old:
        for place in (place_of(each), _paper(each.key)):
            place.unlink(missing_ok=True)
    return [each for each in found if each not in old]


def of(person: int | None) -> list[File]:
    """What somebody asked for, the last one first."""
    return [each for each in reversed(files()) if each.by == person]


def _all() -> Iterator[File]:
    beginning = _paper("").name.removesuffix(".json")
    for path in desk.place("").parent.glob(f"{beginning}*.json"):
        with suppress(OSError, ValueError):
            yield File(**json.loads(path.read_text()))


def _paper(key: str) -> Path:
    return desk.place(f"file-{key}.json")


def place_of(file: File) -> Path:
    """Where what was made lies."""
    return desk.place(f"file-{file.key}")


def _note(file: File) -> None:
    part = desk.place(f"file-{file.key}.part")
    with _private(part) as out:
        out.write(json.dumps(asdict(file)).encode())
    os.replace(part, _paper(file.key))


def _private(path: Path) -> IO[bytes]:
    """A new file that nobody else on the machine reads."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "wb")


# Where it stands ----------------------------------------------------------------------


def standing(file: File) -> tasks.Standing | None:
    """Where a file stands that is not made yet; None where it is."""
    held, told = desk.is_held(desk.JOB), desk.told()
    now = find(file.key) or file
    if now.is_done:
        return None
    if not now.begun:
        before = [each for each in files() if not each.is_done and each.asked < now.asked]
        return tasks.Standing("", "waiting", before=len(before), has_loop=desk.is_held(desk.LOOP))
    if not held or told.get("file") != now.key:
        return tasks.Standing("", "stopped")
    stage, done, of = told["stage"], told["done"], told["of"]
    return tasks.Standing("", "running", in_words(stage, done, of), done, of)


# Making one ---------------------------------------------------------------------------


def next_wanted() -> File | None:
    """Whose turn it is: first come, first served."""
    return next((each for each in files() if not each.begun and not each.is_done), None)


def begin(file: File) -> File:
    begun = replace(file, begun=True)
    _note(begun)
    return begun


def take_up_again(key: str) -> None:
    """Let one that was stopped wait for its turn once more."""
    if (file := find(key)) and not file.is_done:
        _note(replace(file, begun=False))


def run(key: str, tell: Tell) -> bool:
    """Make this file, unless something else is worked on."""
    held = desk.hold(desk.JOB)
    if held is None:
        return False
    with held:
        file = find(key)
        if file and not file.begun:
            make(begin(file), desk.telling(tell, file=file.key))
    return True


def make(file: File, tell: Tell) -> None:
    part = desk.place(f"file-{file.key}.made")
    try:
        with _private(part) as out:
            made = MAKING[What(file.what)](file, out, tell)
        os.replace(part, place_of(file))
    except (NotMade, NotMarked, exporting.NotExported) as problem:
        made = replace(file, said=as_sentence(str(problem)))
    finally:
        part.unlink(missing_ok=True)
    _note(made)


def _export(ending: str, write: Callable[..., None]) -> Callable[[File, IO[bytes], Tell], File]:
    def make_it(file: File, out: IO[bytes], tell: Tell) -> File:
        exported = exporting.export()
        write(exported, out, tell)
        return replace(
            file, name=name_of("laa-tracker", ending, exported), restricted=exported.restricted
        )

    return make_it


def name_of(name: str, ending: str, exported: exporting.Export) -> str:
    """What a file made on this day is called."""
    restricted = "-restricted" * exported.restricted
    return f"{name}{restricted}-{today().isoformat()}.{ending}"


def _mark(file: File, out: IO[bytes], tell: Tell) -> File:
    tell(MARKING, 0, 0)
    record = Import.objects.filter(pk=file.record or 0).first()
    if record is None or record.state != ImportState.REFUSED or not record.content:
        raise NotMade("there is nothing to mark in this file any more")
    out.write(marked(record))
    return replace(
        file, name=name_of_copy(record.name), restricted=pages.may_hold_small_numbers(record)
    )


def marked(record: Import) -> bytes:
    """The marked-up copy of a file that has problems. Raises NotMarked."""
    return marked_copy(
        record.name,
        bytes(record.content),
        pages.told_in_copy(record),
        headings_of(record.interpretation),
    )


MAKING = {
    What.WORKBOOK: _export("xlsx", exporting.write_workbook),
    What.TABLES: _export("zip", exporting.write_csv_archive),
    What.MARKED: _mark,
}
