"""How far an import is: told as it goes, in rows.  No Django in here."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

Tell = Callable[[str, int, int], None]
READING, CHECKING, SAVING, UNDOING = "reading", "checking", "saving", "undoing"
WRITING, MARKING = "writing", "marking"
WORDS = {
    READING: "Reading the file",
    CHECKING: "Checking",
    SAVING: "Saving",
    UNDOING: "Undoing",
    WRITING: "Writing the file",
    MARKING: "Marking the file up",
}
ROWS_BETWEEN = 200
SECONDS_BETWEEN = 0.25
WIDTH = 30


def silent(stage: str, done: int, of: int) -> None:
    """Tell nobody."""


class Steps:
    """Counts the steps of a stage, and tells now and then how many rows are done."""

    def __init__(self, tell: Tell, stage: str, rows: int, *, each: int = 1) -> None:
        self._tell, self._stage, self._rows, self._each = tell, stage, rows, each
        self._done = 0

    def step(self, rows: int = 1) -> None:
        before, self._done = self._done, self._done + rows
        if before // ROWS_BETWEEN != self._done // ROWS_BETWEEN:
            self._tell(self._stage, min(self._done // self._each, self._rows), self._rows)


def in_words(stage: str, done: int, of: int) -> str:
    """ "Checking: 12,000 of 50,000 rows"."""
    said = WORDS.get(stage, WORDS[READING])
    return f"{said}: {done:,} of {of:,} rows" if of else said


def seldom(tell: Tell) -> Tell:
    """The same, four times a second at most; each stage's beginning is always told."""
    last, at = "", 0.0

    def told(stage: str, done: int, of: int) -> None:
        nonlocal last, at
        now = time.monotonic()
        if stage != last or now - at >= SECONDS_BETWEEN:
            last, at = stage, now
            tell(stage, done, of)

    return told


def bar(out: TextIO = sys.stderr) -> Tell:
    """A bar on the command line, where there is one to see it."""
    if not out.isatty():
        return silent

    def draw(stage: str, done: int, of: int) -> None:
        full = WIDTH * done // of if of else 0
        out.write(f"\r[{'#' * full}{'.' * (WIDTH - full)}] {in_words(stage, done, of)}\x1b[K")
        out.flush()

    return seldom(draw)


def end_of_bar(out: TextIO = sys.stderr) -> None:
    """Leave the line of the bar."""
    if out.isatty():
        out.write("\r\x1b[K")
        out.flush()
