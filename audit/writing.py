"""Writing the log: what was done and that it was done become true in one transaction.

What is told within a transaction waits at its end and is written there, just before the commit, as
one statement: so a transaction that is rolled back tells nothing, and one that commits cannot have
told nothing. The head is locked from then to the commit, so entries have one order, and whoever
waits for it waits for no longer than a commit takes.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.deeds import Deed
from audit import asking
from audit.chain import START, Head, digest_of, is_sealed, link_of, seal_of
from audit.histories import (
    Many,
    Row,
    as_details,
    counted,
    counted_many,
    in_words,
    last_rows,
    many_as_details,
)
from audit.keys import known_keys, writing_key
from audit.models import HEAD, Entry
from audit.plans import plans_of

SAID = ("at", "person_id", "deed", "what", "plans", "details", "request")
COLUMNS = ("number", *SAID, "digest", "link", "key")
# Two processes that begin the log at once on PostgreSQL: one waits here for the other.
BEGINNING = 0x1AA7
BROKEN_HEAD = "The head of the log was not as it was written: entries before this may be missing"
OTHER_KEY = "Entries before this were made with a key that is not here"


@dataclass
class Told:
    """Something that was done, waiting to be written; `row` or `many` are rows of a history."""

    deed: Deed
    what: str = ""
    person: int | None = None
    plans: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    row: Row | None = None
    many: Many | None = None
    request: str = ""
    is_written: bool = False

    def __call__(self) -> None:
        """After the commit: as a rule it was written before."""
        if not self.is_written:
            write_now([self])


def note(told: Told) -> None:
    """Let it be written with the transaction that does it; at once where there is none."""
    if told.person is None:
        told.person = asking.person_asking()
    told.request = asking.request_id()
    if slug := asking.plan_asked():
        told.plans = (*told.plans, slug)
    if connection.in_atomic_block:
        connection.on_commit(told)
    else:
        write_now([told])


def write_now(all_told: Sequence[Told]) -> None:
    with transaction.atomic():
        write(all_told)


def write_before_commit(*, connection, **kwargs) -> None:
    """Let each commit on this connection write first what waits for it."""
    if connection.alias != "default" or hasattr(connection, "commit_alone"):
        return
    connection.commit_alone = connection.commit

    def commit() -> None:
        waiting = [each for _, each, _ in connection.run_on_commit if isinstance(each, Told)]
        if waiting:
            try:
                write(waiting)
            except DatabaseError:
                raise
            except Exception as problem:
                # Only such an error lets Django roll back what cannot be committed.
                raise DatabaseError("The log could not be written.") from problem
        connection.commit_alone()

    connection.commit = commit


def write(all_told: Sequence[Told]) -> None:
    """Write entries at the end of the log, within a transaction. Costs two queries."""
    head = locked_head()
    told = [*first_words(head), *in_entries(all_told)]
    key, moment = writing_key(), timezone.now()
    number, last = (head.number, head.last) if head else (0, START)
    rows = []
    for each in told:
        number += 1
        said = said_by(each, moment)
        digest = digest_of(key, number, canonical(said))
        last = link_of(key, digest, last)
        rows.append((number, *said, digest, last, key.name))
    seal = seal_of(key, number, last)
    rows.append((HEAD, moment, None, Deed.LOG, str(number), "", "", "", last, seal, key.name))
    insert(rows)
    for one in all_told:
        one.is_written = True


def first_words(head: Head | None) -> list[Told]:
    """What must be said before anything else: that the log begins, or follows a doubtful head."""
    if head is None:
        return [Told(Deed.LOG, "The log begins", details={"before": last_rows()})]
    key = known_keys().get(head.key)
    if key and is_sealed(key, head):
        return []
    return [Told(Deed.LOG, BROKEN_HEAD if key else OTHER_KEY, details={"head": list(head)})]


def locked_head() -> Head | None:
    """The head, which nobody else can move until this transaction ends; None before the first."""
    found = read_head(lock=True)
    if found is None and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BEGINNING])
        found = read_head(lock=True)
    return found


def read_head(*, lock: bool = False) -> Head | None:
    waiting = " FOR UPDATE" if lock and connection.vendor == "postgresql" else ""
    table = connection.ops.quote_name(Entry._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT what, digest, link, {connection.ops.quote_name('key')} FROM {table} "  # noqa: S608
            f"WHERE number = {HEAD}{waiting}"
        )
        row = cursor.fetchone()
    # What somebody wrote over it is no number: then it is not sealed either.
    return Head(int(row[0]) if row[0].isdecimal() else 0, *row[1:]) if row else None


def in_entries(all_told: Sequence[Told]) -> list[Told]:
    """What becomes an entry each: rows of histories by one person are one."""
    together: dict[tuple, list[Told]] = {}
    for number, each in enumerate(all_told):
        is_change = each.row is not None or each.many is not None
        same = (each.deed, each.person, each.request, each.plans) if is_change else (number,)
        together.setdefault(same, []).append(each)
    return [some[0] if len(same) == 1 else of_changes(some) for same, some in together.items()]


def of_changes(some: Sequence[Told]) -> Told:
    """The entry of changes by one person in one request: what they were, and what proves them."""
    first = some[0]
    entry = Told(first.deed, person=first.person, plans=first.plans, request=first.request)
    rows = [each.row for each in some if each.row]
    many = [each.many for each in some if each.many]
    if rows:
        entry.details["history"] = as_details(rows)
    if many:
        entry.details["many"], read = many_as_details(many, rows)
        rows_read = [*rows, *read]
    else:
        rows_read = rows
    entry.what = in_words(counted(rows) + counted_many(many))
    # Where the address named the plan, nothing need be looked up.
    entry.plans = entry.plans or tuple(plans_of(rows_read))
    return entry


def said_by(told: Told, moment: datetime) -> tuple:
    """The columns of SAID."""
    plans = sorted(set(told.plans))
    details = json.dumps(told.details, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return (
        moment,
        told.person,
        str(told.deed),
        told.what,
        f",{','.join(plans)}," if plans else "",
        details if told.details else "",
        told.request,
    )


def canonical(said: Sequence[Any]) -> tuple:
    """The same as the chain signs it, of whichever database it came."""
    at, *rest = said
    return (at.astimezone(UTC).isoformat(), *rest)


def insert(rows: Sequence[tuple]) -> None:
    """Add the entries, and bring the head up to date with the same statement."""
    fields = _fields()
    values = [
        each.get_db_prep_value(value, connection)
        for row in rows
        for each, value in zip(fields, row, strict=True)
    ]
    places = f"({', '.join(['%s'] * len(fields))})"
    with connection.cursor() as cursor:
        cursor.execute(f"{_insertion()} {_conflict(places, len(rows))}", values)


@cache
def _fields() -> tuple:
    by_name = {each.attname: each for each in Entry._meta.concrete_fields}
    return tuple(by_name[name] for name in COLUMNS)


def _insertion() -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(each.column) for each in _fields())
    return f"INSERT INTO {quote(Entry._meta.db_table)} ({columns})"


def _conflict(places: str, number: int) -> str:
    """Only the head is there already; over an entry the database lets nobody write."""
    quote = connection.ops.quote_name
    moved = ", ".join(
        f"{quote(name)} = excluded.{quote(name)}"
        for name in ("at", "what", "digest", "link", "key")
    )
    return f"VALUES {', '.join([places] * number)} ON CONFLICT (number) DO UPDATE SET {moved}"
