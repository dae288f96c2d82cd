"""Writing an import's changes, with the history of each: who, when, and why.

All that one import writes has the same moment in its history, to the microsecond: by that it is
found again, to be shown and undone as one.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, islice
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from accounts.history import many_written
from periods.models import QuarterlyRecord
from periods.sheets import version_start
from sheets.descriptions import Change, Key, Kind
from workbooks.progress import SAVING, Steps, silent
from workbooks.ready import Ready, preparing

BATCH = 500
# So many new rows are in memory at once.
MADE_AT_ONCE = 2_000
# So many rows are named in one statement; the least that any database takes.
NAMED_AT_ONCE = 900
LONGEST_HISTORY_REASON = 100


class Saving:
    """What sheets write with. Everything goes into the history under one reason."""

    def __init__(
        self,
        *,
        by: Any,
        reason: str,
        name: str,
        rounds: dict[str, str],
        steps: Steps | None = None,
        ready: Ready | None = None,
    ) -> None:
        self.by = by
        self._ready = ready or Ready()
        self._steps = steps or Steps(silent, SAVING, 0)
        self.reason = reason
        self.rounds = rounds
        self.version_start = version_start(rounds)
        words = f"{reason} (import of {name})" if reason else f"Import of {name}"
        self.moment = timezone.now()
        self._why = words[:LONGEST_HISTORY_REASON]

    def reason_of(self, change: Change) -> str:
        """Why this row changes: its own reason where it is a new one, else the import's."""
        own = change.row.values.get("reason", "")
        if not change.kept:
            return own
        return own if own and own not in change.kept["reasons"] else self.reason

    def ids(self, model: type[models.Model], *lookups: str) -> dict[Key, int]:
        """The primary keys of a model's rows by what they are known by. Costs one query."""
        rows = model._default_manager.values_list("pk", *lookups)
        return {tuple(key): pk for pk, *key in rows}

    def create(self, made: Iterable[models.Model]) -> None:
        """Add rows of one model: a few, or such as rest on each other."""
        rest = iter(made)
        while objects := [self._signed(each) for each in islice(rest, MADE_AT_ONCE)]:
            model = type(objects[0])
            model._default_manager.bulk_create(objects, batch_size=BATCH)
            self._write_history(model, [each.pk for each in objects], "+")
            self._steps.step(len(objects))

    def add(
        self,
        model: type[models.Model],
        changes: Iterable[Change],
        fields: Sequence[str],
        known_by: Callable[[Change], dict[str, Any]],
    ) -> None:
        """Add the new rows among very many; `known_by` gives the fields that no column has."""
        new = [change for change in changes if change.kind == Kind.NEW]
        if not new:
            return
        names = [*known_by(new[0])]
        own, rest = preparing(model, names), preparing(model, fields)
        usual = self._usual(model, {*names, *fields})
        same = preparing(model, usual)(usual.values())
        rows = (
            (
                *own(known_by(change).values()),
                *self._ready.values(model, change, fields, rest),
                *same,
            )
            for change in new
        )
        keys: list[Any] = []
        for some in in_chunks(rows, BATCH):
            keys += insert(model, [*names, *fields, *usual], some)
            self._steps.step(len(some))
        self._write_history(model, keys, "+")

    def _usual(self, model: type[models.Model], said: Collection[str]) -> dict[str, Any]:
        """What a new row has in the other fields: who entered it, or what is usual."""
        signed = self._signature(model)
        return signed | {
            field.name: field.get_default()
            for field in model._meta.concrete_fields
            if not field.primary_key and field.name not in {*said, *signed}
        }

    def update(
        self,
        model: type[models.Model],
        changes: list[Change],
        fields: Sequence[str],
        values: dict[str, str] | None = None,
    ) -> None:
        """Bring the changed rows' fields up to date.

        `values` names fields whose column has another name: {"part_of": "part_of_id"}.
        """
        changed = {
            change.kept["pk"]: change
            for change in changes
            if change.kept and change.kind == Kind.CHANGED
        }
        if not changed:
            return
        names = {each: each for each in fields} | (values or {})
        prepared, key_of = preparing(model, names), preparing(model, [model._meta.pk.name])
        signed = self._signature(model)
        same = preparing(model, signed)(signed.values())
        rows = (
            (
                *key_of([key]),
                *self._ready.values(model, change, names.values(), prepared),
                *same,
            )
            for key, change in changed.items()
        )
        for some in in_chunks(rows, BATCH):
            write_over(model, [*names, *signed], some)
            self._steps.step(len(some))
        self._write_history(model, list(changed), "~")

    def _write_history(self, model: Any, keys: Sequence[Any], kind: str) -> None:
        write_history(model, keys, kind, moment=self.moment, by=self.by, why=self._why)

    def save(self, one: models.Model) -> None:
        """Add or change a single row."""
        self._steps.step()
        self._explain(self._signed(one)).save()

    def delete(self, one: models.Model) -> None:
        self._explain(one).delete()

    def link(self, one: models.Model, name: str, ids: list[int]) -> None:
        """Let the row name exactly these others."""
        getattr(self._explain(one), name).set(ids)

    def _explain(self, one: Any) -> Any:
        one._history_user = self.by
        one._change_reason = self._why
        one._history_date = self.moment
        return one

    def _signed(self, one: Any) -> Any:
        """A quarterly record says who entered it, and when."""
        for name, value in self._signature(type(one)).items():
            setattr(one, column_of(type(one), name), value)
        return one

    def _signature(self, model: type[models.Model]) -> dict[str, Any]:
        if not issubclass(model, QuarterlyRecord):
            return {}
        return {"entered_by": self.by.pk if self.by else None, "entered_at": timezone.now()}


def insert(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> list[Any]:
    """Add rows by one statement; gives their keys.

    Each row is its values in the order of `names`, as the database keeps them.
    """
    options: Any = model._meta
    quote = connection.ops.quote_name
    columns = ", ".join(quote(options.get_field(name).column) for name in names)
    row = f"({_places(names)})"
    # Only names that Django itself quoted stand in it; values are handed over beside it.
    statement = (
        f"INSERT INTO {quote(options.db_table)} ({columns}) VALUES {', '.join([row] * len(rows))} "  # noqa: S608
        f"RETURNING {quote(options.pk.column)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*chain.from_iterable(rows)])
        return [key for (key,) in cursor.fetchall()]


def write_over(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Bring these fields of rows up to date by one statement.

    Each row is its key and then its new values in the order of `names`, as the database keeps them.
    """
    options: Any = model._meta
    fields = [options.pk, *(options.get_field(name) for name in names)]
    said = [connection.ops.quote_name(f"new_{number}") for number in range(len(fields))]
    columns = [connection.ops.quote_name(each.column) for each in fields]
    table = connection.ops.quote_name(options.db_table)
    into = ", ".join(f"{each} = new.{new}" for each, new in zip(columns[1:], said[1:], strict=True))
    row = f"({', '.join(_typed(each) for each in fields)})"
    # Only names that Django itself quoted stand in it; values are handed over beside it.
    statement = (
        f"WITH new ({', '.join(said)}) AS (VALUES {', '.join([row] * len(rows))}) "  # noqa: S608
        f"UPDATE {table} SET {into} FROM new WHERE {table}.{columns[0]} = new.{said[0]}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*chain.from_iterable(rows)])


def write_over_from_history(model: Any, entries: Sequence[int]) -> None:
    """Bring rows to what these entries of their history say, by one statement."""
    columns = [each for each in model.history.model.tracked_fields if not each.primary_key]
    quote, history = connection.ops.quote_name, model.history.model._meta
    table, of = quote(model._meta.db_table), quote(history.db_table)
    into = ", ".join(f"{quote(each.column)} = {of}.{quote(each.column)}" for each in columns)
    key = quote(model._meta.pk.column)
    # Only names that Django itself quoted stand in it; values are handed over beside it.
    statement = (
        f"UPDATE {table} SET {into} FROM {of} WHERE {table}.{key} = {of}.{key} "  # noqa: S608
        f"AND {among(f'{of}.{quote(history.pk.column)}')}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [as_list(entries)])


def insert_from_history(model: Any, entries: Sequence[int]) -> None:
    """Add rows again as these entries of their history say they were, by one statement."""
    quote, history = connection.ops.quote_name, model.history.model._meta
    columns = ", ".join(quote(each.column) for each in model.history.model.tracked_fields)
    # Only names that Django itself quoted stand in it; values are handed over beside it.
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) SELECT {columns} "  # noqa: S608
        f"FROM {quote(history.db_table)} WHERE {among(quote(history.pk.column))}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [as_list(entries)])


def _typed(field: Any) -> str:
    """The place of a field's value in a list of rows, of which PostgreSQL must know the type.

    Without its length: what is too long is refused, and never cut.
    """
    if connection.vendor != "postgresql":
        return "%s"
    kind = field.rel_db_type(connection) if field.primary_key else field.db_type(connection)
    return f"CAST(%s AS {kind.partition('(')[0]})"


def write_history(
    model: Any, keys: Sequence[Any], kind: str, *, moment: datetime, by: Any, why: str
) -> None:
    """Copy these rows as they are into their history, by one statement however many they are.

    `kind` is + for rows that were made, ~ for changed ones, - for those about to be deleted.
    """
    if not keys:
        return
    history = model.history.model._meta
    tracked = history.model.tracked_fields
    said = {
        "history_date": moment,
        "history_change_reason": why,
        "history_type": kind,
        "history_user": by.pk if by else None,
    }
    values = [
        history.get_field(name).get_db_prep_value(value, connection) for name, value in said.items()
    ]
    into = _columns([*(each.name for each in tracked), *said], history)
    rows = _columns([each.name for each in tracked], model._meta)
    of, to = map(connection.ops.quote_name, (model._meta.db_table, history.db_table))
    # Only names that Django itself quoted stand in it; values are handed over beside it.
    statement = (
        f"INSERT INTO {to} ({into}) SELECT {rows}, {_places(said)} FROM {of} "  # noqa: S608
        f"WHERE {among(_columns(['pk'], model._meta))}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, as_list(keys)])
    many_written.send(sender=model, kind=kind, moment=moment, by=by, number=len(keys))


def among(column: str) -> str:
    """A condition that holds where the column is one of a list, handed over as `as_list` gives it.

    Of names one by one no database takes very many.
    """
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)"
    return f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - a column that was quoted


def as_list(keys: Sequence[Any]) -> Any:
    return list(keys) if connection.vendor == "postgresql" else json.dumps(list(keys))


def _columns(names: Iterable[str], options: Any) -> str:
    """The columns of these fields, as SQL names them."""
    fields = [options.pk if name == "pk" else options.get_field(name) for name in names]
    return ", ".join(connection.ops.quote_name(each.column) for each in fields)


def _places(values: Sized) -> str:
    return ", ".join(["%s"] * len(values))


def in_batches(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def in_chunks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The same of what is made as it is asked for."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def column_of(model: type[models.Model], field: str) -> str:
    """The attribute in which the field's own value is: `part_of_id` for part_of."""
    return str(getattr(model._meta.get_field(field), "attname", field))


@contextmanager
def one_transaction() -> Iterator[None]:
    """All or nothing, on the data as they were at its beginning.

    On PostgreSQL, writing to a row that somebody changed meanwhile fails instead of overwriting;
    SQLite lets only one writer in at a time.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
