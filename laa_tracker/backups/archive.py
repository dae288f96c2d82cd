"""A backup as a file: a first line about it, the tables, a last line that says it is whole.

The lines are packed, then sealed. A file is written beside its place and moved there only after it
was opened again and found to be what was written; so whatever has the name of a backup is one.
"""

import gzip
import io
import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.apps import apps
from django.apps.registry import Apps
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.recorder import MigrationRecorder

from laa_tracker.backups.sealing import CUT_SHORT, CannotOpen, Sealing, opened
from laa_tracker.backups.tables import CannotLoad, Summary, lines_of, load, written

# What a database may hold before anything is restored into it: which migrations were made.
OF_DJANGO = {"django_migrations", "sqlite_sequence"}


@dataclass(frozen=True)
class Kept:
    """What a backup says of itself: its moment, its version as migrations, its tables."""

    made: datetime
    migrations: tuple[tuple[str, str], ...]
    tables: tuple[Summary, ...]

    @property
    def rows(self) -> int:
        return sum(each.rows for each in self.tables)


# Writing --------------------------------------------------------------------------------


def write(path: Path, key: str, using: str = "default") -> Kept:
    """Keep everything in `path`, as at one moment, while others go on working.

    Nothing has that name before it is whole. Raises OSError where the disk refuses.
    """
    beside = path.with_name(f"{path.name}.part")
    try:
        with beside.open("xb") as file:
            sealing = Sealing(file, key)
            with gzip.GzipFile(fileobj=sealing, mode="wb", mtime=0, filename="") as packed:
                for line in lines_as_at_now(using):
                    packed.write(f"{line}\n".encode())
            sealing.close()
            file.flush()
            os.fsync(file.fileno())
        kept = check(beside, key)
        beside.rename(path)
        sync_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)
    return kept


def lines_as_at_now(using: str) -> Iterator[str]:
    with one_moment(using):
        recorded = sorted(MigrationRecorder(connections[using]).applied_migrations())
        yield written({"made": datetime.now(UTC), "migrations": recorded})
        tables = 0
        for line in lines_of(apps, using):
            tables += line.startswith('{"columns"')
            yield line
        yield written({"whole": True, "tables": tables})


@contextmanager
def one_moment(using: str) -> Iterator[None]:
    """A transaction that only reads: it sees one moment, and nobody waits for it."""
    connection = connections[using]
    begin = (
        "BEGIN DEFERRED"
        if connection.vendor == "sqlite"
        else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    )
    with connection.cursor() as cursor:
        cursor.execute(begin)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def sync_folder(folder: Path) -> None:
    """The name of a new file outlives a power cut too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# Reading --------------------------------------------------------------------------------


class Pieces(io.RawIOBase):
    """A sealed file as a stream of what is in it."""

    def __init__(self, file: BinaryIO, key: str):
        self.pieces, self.left = opened(file, key), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        while not self.left:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.left = piece
        given, self.left = self.left[: len(buffer)], self.left[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)


def lines_in(file: BinaryIO, key: str) -> Iterator[str]:
    """The lines of a backup, to the last. Raises CannotOpen."""
    with gzip.GzipFile(fileobj=io.BufferedReader(Pieces(file, key)), mode="rb") as packed:
        try:
            for line in packed:
                yield line.decode().rstrip("\n")
        except (EOFError, zlib.error, gzip.BadGzipFile, UnicodeDecodeError):
            raise CannotOpen(CUT_SHORT) from None


def check(path: Path, key: str) -> Kept:
    """Read the whole of a backup, and say what is in it; into no database.

    Raises CannotOpen: another key, or not what was written.
    """
    with path.open("rb") as file:
        lines = lines_in(file, key)
        head = head_of(lines)
        tables = tuple(summaries(lines))
    return Kept(head.made, head.migrations, tables)


def head_of(lines: Iterator[str]) -> Kept:
    try:
        data = json.loads(next(lines))
        made = datetime.fromisoformat(data["made"])
        return Kept(made, tuple(tuple(each) for each in data["migrations"]), ())
    except (StopIteration, ValueError, KeyError):
        raise CannotOpen(CUT_SHORT) from None


def tables_in(lines: Iterator[str]) -> Iterator[str]:
    """The lines of the tables, up to the one that says the backup is whole."""
    tables = 0
    for line in lines:
        if line.startswith('{"tables"'):
            # The end is read too, so that nothing can hide behind what is said to be whole.
            if json.loads(line)["tables"] == tables and next(lines, None) is None:
                return
            break
        tables += line.startswith('{"columns"')
        yield line
    raise CannotOpen(CUT_SHORT)


def summaries(lines: Iterator[str]) -> Iterator[Summary]:
    """What the lines say of each table; that they say it of the rows they hold is checked."""
    name, digest, count = "", sha256(), 0
    for line in tables_in(lines):
        if line.startswith("["):
            digest.update(line.encode())
            count += 1
            continue
        data = json.loads(line)
        if "table" in data:
            name, digest, count = data["table"], sha256(), 0
            continue
        if (data["rows"], data["digest"]) != (count, digest.hexdigest()):
            raise CannotOpen(CUT_SHORT)
        yield Summary(name, count, data["digest"])


# Restoring ------------------------------------------------------------------------------


def restore(path: Path, key: str, using: str = "default") -> Kept:
    """Make the database of `using` what the backup holds, and bring it to this version.

    The file is read to its end before anything is done, and its rows come in one transaction: all
    or none. Raises CannotOpen, and CannotLoad where the database holds something already or the
    backup is of a later version than this.
    """
    kept = check(path, key)
    if held := rows_in(using):
        raise CannotLoad(
            f"The database is not empty: {held} has rows. Name an empty one in DATABASE_URL "
            "(for SQLite, a file that is not there yet). Nothing was changed."
        )
    old_apps = at_its_version(kept, using)
    with path.open("rb") as file, transaction.atomic(using):
        lines = lines_in(file, key)
        head_of(lines)
        if tuple(load(tables_in(lines), old_apps, using)) != kept.tables:
            raise CannotLoad("What was restored is not what was kept.")
    call_command("migrate", database=using, interactive=False, verbosity=0)
    return kept


def rows_in(using: str) -> str:
    """The first table in which there is a row; "" where the database is empty."""
    connection = connections[using]
    try:
        tables = set(connection.introspection.table_names()) - OF_DJANGO
        with connection.cursor() as cursor:
            for table in sorted(tables):
                name = connection.ops.quote_name(table)
                cursor.execute(f"SELECT 1 FROM {name} LIMIT 1")  # noqa: S608 - a name Django quoted
                if cursor.fetchone():
                    return table
    except DatabaseError as problem:
        reason = str(problem).strip().splitlines()[0].rstrip(".")
        raise CannotLoad(f"The database cannot be used: {reason}. Check DATABASE_URL.") from None
    return ""


def at_its_version(kept: Kept, using: str) -> Apps:
    """Tables as they were when the backup was made; their models of that day."""
    executor = MigrationExecutor(connections[using])
    graph, recorded = executor.loader.graph, set(kept.migrations)
    if unknown := sorted(recorded - graph.nodes.keys()):
        app, name = unknown[0]
        raise CannotLoad(
            f"The backup is of a later version than this: it knows {app} {name}. Update LAA "
            "Tracker, then restore. Nothing was changed."
        )
    last = sorted(node for node in recorded if not set(followers(graph, node)) & recorded)
    executor.migrate(last)
    return executor.loader.project_state(last).apps


def followers(graph: MigrationGraph, node: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """The migrations of the same app that build on this one."""
    return (each.key for each in graph.node_map[node].children if each.key[0] == node[0])
