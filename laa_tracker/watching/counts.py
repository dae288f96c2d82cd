"""How many requests were answered, how, and in what time: counted together by all workers.

Each worker counts in a file of its own, which is memory that others may read: nothing is sent and
nothing waits, and what a killed worker had counted is still there. Whoever asks adds the files up.
Where no folder is named, as under the tests, a process counts for itself.
"""

import mmap
import os
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple, TypeAlias

from django.core.files import locks
from django.urls import URLResolver, get_resolver

from laa_tracker.watching.logs import NOWHERE

FOLDER = "LAA_COUNTS_DIR"  # in the environment: the server names it to its workers
ENDED = "ended"  # what workers counted that are gone
STATUSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
# Seconds; each column counts the requests that took no longer.
WITHIN = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
Numbers: TypeAlias = "memoryview[float] | array[float]"
COLUMNS = 2 + len(WITHIN)  # how many, how long together, and how many within each


class Counted(NamedTuple):
    """The requests to one route that were answered with one class of status."""

    route: str
    status: str
    number: int
    seconds: float
    within: list[int]


@cache
def routes() -> tuple[str, ...]:
    """The name of every route, in one order: what a row is about is known by its place."""
    return tuple(sorted({NOWHERE, *_names(get_resolver(), "")}))


def _names(resolver: URLResolver, before: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(
                pattern, f"{before}{pattern.namespace}:" if pattern.namespace else before
            )
        elif pattern.name:
            yield f"{before}{pattern.name}"


@cache
def _row_of_route() -> dict[str, int]:
    return {route: number for number, route in enumerate(routes())}


def size() -> int:
    """How many numbers there are."""
    return len(routes()) * len(STATUSES) * COLUMNS


class Counter:
    """The numbers of this process."""

    def __init__(self) -> None:
        self._of = 0
        self._numbers: Numbers = array("d")
        self._lock = Lock()

    def numbers(self) -> Numbers:
        """A worker is a copy of the server that started it, so it begins its own at first use."""
        if self._of != os.getpid():
            self._numbers, self._of = self._begun(), os.getpid()
        return self._numbers

    def _begun(self) -> Numbers:
        folder = folder_named()
        if folder is None:
            return array("d", bytes(8 * size()))
        with (folder / str(os.getpid())).open("w+b") as file:
            file.truncate(8 * size())
            return memoryview(mmap.mmap(file.fileno(), 0)).cast("d")

    def add(self, route: str, status: int, seconds: float) -> None:
        rows = _row_of_route()
        row = rows.get(route, rows[NOWHERE]) * len(STATUSES) + status // 100 - 1
        start = row * COLUMNS
        numbers = self.numbers()
        with self._lock:
            numbers[start] += 1
            numbers[start + 1] += seconds
            for column, limit in enumerate(WITHIN, start=2):
                if seconds <= limit:
                    numbers[start + column] += 1


counter = Counter()
add = counter.add


def folder_named() -> Path | None:
    named = os.environ.get(FOLDER)
    return Path(named) if named else None


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Nobody adds the files up while what a worker counted goes from one to another."""
    with (folder / "lock").open("w") as lock:
        locks.lock(lock, locks.LOCK_EX)
        yield


def together() -> "array[float]":
    """The numbers of all workers, those that are gone too."""
    folder = folder_named()
    if folder is None:
        return array("d", counter.numbers())
    counter.numbers()
    with one_at_a_time(folder):
        return _sum(each for each in folder.iterdir() if each.name != "lock")


def _sum(files: Iterator[Path]) -> "array[float]":
    total = array("d", bytes(8 * size()))
    for file in files:
        numbers = array("d", file.read_bytes())
        # One of another size counted other routes: it is of a version that served before.
        if len(numbers) == len(total):
            total = array("d", map(float.__add__, total, numbers))
    return total


def keep_of_ended(pid: int) -> None:
    """Put what a worker that ended had counted to that of others that did."""
    folder = folder_named()
    if folder is None or not (its := folder / str(pid)).exists():
        return
    with one_at_a_time(folder):
        ended = folder / ENDED
        both = [each for each in (ended, its) if each.exists()]
        ended.write_bytes(_sum(iter(both)).tobytes())
        its.unlink()


def counted() -> Iterator[Counted]:
    """What was counted, of every route and class of status that was met."""
    numbers = together()
    for place, route in enumerate(routes()):
        for column, status in enumerate(STATUSES):
            start = (place * len(STATUSES) + column) * COLUMNS
            if number := int(numbers[start]):
                within = [int(each) for each in numbers[start + 2 : start + COLUMNS]]
                yield Counted(route, status, number, numbers[start + 1], within)
