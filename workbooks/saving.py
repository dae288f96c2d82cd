"""Writing an import's changes, with the history of each: who, when, and why.

All that one import writes has the same moment in its history, to the microsecond: by that it is
found again, to be shown and undone as one.
"""

from collections.abc import Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from accounts.history import many_written
from periods.models import QuarterlyRecord
from periods.sheets import version_start
from sheets.descriptions import Change, Key, Kind
from workbooks.progress import SAVING, Steps, silent

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
    ) -> None:
        self.by = by
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
        """Add rows of one model."""
        rest = iter(made)
        while objects := [self._signed(each) for each in islice(rest, MADE_AT_ONCE)]:
            model = type(objects[0])
            model._default_manager.bulk_create(objects, batch_size=BATCH)
            self._write_history(model, [each.pk for each in objects], "+")
            self._steps.step(len(objects))

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
        names = {each: each for each in fields} | (values or {})
        signed = self._signature(model)
        for some in in_batches(list(changed.items()), MADE_AT_ONCE):
            rows = (
                (key, *(change.values[name] for name in names.values()), *signed.values())
                for key, change in some
            )
            write_over(model, [*names, *signed], rows)
            self._write_history(model, [key for key, change in some], "~")
            self._steps.step(len(some))

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


def write_over(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Bring these fields of rows up to date, very many by one statement.

    Each of `rows` is a row's key and then its new values, in the order of `names`.
    """
    options: Any = model._meta
    fields = [options.pk, *(options.get_field(name) for name in names)]
    said = [connection.ops.quote_name(f"new_{number}") for number in range(len(fields))]
    columns = [connection.ops.quote_name(each.column) for each in fields]
    table = connection.ops.quote_name(options.db_table)
    into = ", ".join(f"{each} = new.{new}" for each, new in zip(columns[1:], said[1:], strict=True))
    row = f"({', '.join(_typed(each) for each in fields)})"
    rest = iter(rows)
    while some := list(islice(rest, BATCH)):
        # Only names that Django itself quoted stand in it; values are handed over beside it.
        statement = (
            f"WITH new ({', '.join(said)}) AS (VALUES {', '.join([row] * len(some))}) "  # noqa: S608
            f"UPDATE {table} SET {into} FROM new WHERE {table}.{columns[0]} = new.{said[0]}"
        )
        with connection.cursor() as cursor:
            cursor.execute(
                statement,
                [
                    field.get_db_prep_save(value, connection)
                    for values in some
                    for field, value in zip(fields, values, strict=True)
                ],
            )


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
    """Copy these rows as they are into their history, by one statement for very many of them.

    `kind` is + for rows that were made, ~ for changed ones, - for those about to be deleted.
    """
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
    for some in in_batches(keys, NAMED_AT_ONCE):
        # Only names that Django itself quoted stand in it; values are handed over beside it.
        statement = (
            f"INSERT INTO {to} ({into}) SELECT {rows}, {_places(said)} FROM {of} "  # noqa: S608
            f"WHERE {_columns(['pk'], model._meta)} IN ({_places(some)})"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [*values, *some])
    many_written.send(sender=model, kind=kind, moment=moment, by=by, number=len(keys))


def _columns(names: Iterable[str], options: Any) -> str:
    """The columns of these fields, as SQL names them."""
    fields = [options.pk if name == "pk" else options.get_field(name) for name in names]
    return ", ".join(connection.ops.quote_name(each.column) for each in fields)


def _places(values: Sized) -> str:
    return ", ".join(["%s"] * len(values))


def in_batches(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


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
