"""Rows into lines, and lines into rows, the same for every database.

A line is JSON. A table begins with a line that names it, its columns and the last number it gave
out; its rows follow, by their keys; then a line with how many they were and their digest.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connections, models

# Of no use anywhere else: who is signed in here at this moment.
LEFT_OUT = {"sessions.Session"}
AT_A_TIME = 500


class CannotLoad(Exception):
    """Why lines do not become rows: a sentence for whoever restores."""


@dataclass(frozen=True)
class Summary:
    """One table of a backup: how many rows, and the digest of their lines."""

    name: str
    rows: int
    digest: str


def tables_of(apps: Apps) -> list[type[models.Model]]:
    """Every table that is kept, in the order of their names."""
    held = [
        each
        for each in apps.get_models(include_auto_created=True)
        if each._meta.managed and not each._meta.proxy and each._meta.label not in LEFT_OUT
    ]
    return sorted(held, key=lambda each: each._meta.label)


def fields_of(model: type[models.Model]) -> list[models.Field]:
    """Its columns, but those that the database works out itself."""
    return [each for each in model._meta.concrete_fields if not each.generated]


# Out ------------------------------------------------------------------------------------


def lines_of(apps: Apps, using: str) -> Iterator[str]:
    """All tables, line by line. Ask within one transaction that sees one moment."""
    for model in tables_of(apps):
        columns = [each.attname for each in fields_of(model)]
        yield written(
            {
                "table": model._meta.label,
                "columns": columns,
                "given_out": given_out(model, using),
            }
        )
        digest, count = hashlib.sha256(), 0
        for line in rows_of(model, columns, using):
            digest.update(line.encode())
            count += 1
            yield line
        yield written({"rows": count, "digest": digest.hexdigest()})


def rows_of(model: type[models.Model], columns: list[str], using: str) -> Iterator[str]:
    rows = model._base_manager.using(using).order_by("pk").values_list(*columns)
    for row in rows.iterator(chunk_size=AT_A_TIME):
        yield written(list(row))


def written(data: Any) -> str:
    """One line, the same for equal data, whatever order a database keeps keys in."""
    return json.dumps(
        data, default=plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def plain(value: Any) -> str:
    match value:
        case Decimal() | date() | datetime():
            return value.isoformat() if isinstance(value, date) else str(value)
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
    raise TypeError(f"A backup does not know how to keep {type(value).__name__}.")


def given_out(model: type[models.Model], using: str) -> int | None:
    """The last key that the database gave to a row, though that row may be gone; None of none."""
    if not isinstance(model._meta.pk, models.AutoField):
        return None
    connection, table = connections[using], model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute(
                "SELECT last_value FROM pg_sequences WHERE schemaname || '.' || sequencename = "
                "pg_get_serial_sequence(%s, %s)",
                [table, model._meta.pk.column],
            )
        found = cursor.fetchone()
    return (found[0] or None) if found else None


# In -------------------------------------------------------------------------------------


def load(lines: Iterable[str], apps: Apps, using: str) -> list[Summary]:
    """Make rows of the lines of a whole backup, in tables that are there and empty.

    Ask within one transaction. Raises CannotLoad where the lines and the tables do not agree.
    """
    models_by_name = {each._meta.label: each for each in tables_of(apps)}
    rest = iter(lines)
    told = []
    for line in rest:
        head = json.loads(line)
        name = head["table"]
        model = models_by_name.pop(name, None)
        if model is None:
            raise CannotLoad(f"The backup has a table that this version has not: {name}.")
        told.append(load_table(model, head, rest, using))
    if models_by_name:
        names = ", ".join(sorted(models_by_name))
        raise CannotLoad(f"The backup has not every table of its version: {names}.")
    return told


def load_table(model: type[models.Model], head: dict, lines: Iterator[str], using: str) -> Summary:
    fields = {each.attname: each for each in fields_of(model)}
    if set(head["columns"]) != set(fields):
        raise CannotLoad(f"The columns of {head['table']} are not those of its version.")
    columns = [fields[each] for each in head["columns"]]
    end: dict = {}
    digest, count = hashlib.sha256(), 0

    def rows() -> Iterator[models.Model]:
        nonlocal count
        for line in lines:
            data = json.loads(line)
            if isinstance(data, dict):
                end.update(data)
                return
            digest.update(line.encode())
            count += 1
            yield row_of(model, columns, data)

    kept = rows()
    manager: Any = model._base_manager.using(using)
    while some := list(islice(kept, AT_A_TIME)):
        # As they were: no default and no moment of now takes the place of what was kept.
        manager._insert(some, fields=columns, using=using, raw=True)
    if (count, digest.hexdigest()) != (end.get("rows"), end.get("digest")):
        raise CannotLoad(f"The rows of {head['table']} are not those that were kept.")
    go_on_after(model, head["given_out"], using)
    return Summary(head["table"], count, digest.hexdigest())


def row_of(model: type[models.Model], columns: list[models.Field], data: list) -> models.Model:
    row = model()
    for field, value in zip(columns, data, strict=True):
        setattr(row, field.attname, value_of(field, value))
    return row


def value_of(field: Any, value: Any) -> Any:
    """A value as the column of a field takes it; what refers to another row is that row's key."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    return field.target_field.to_python(value) if field.is_relation else field.to_python(value)


def go_on_after(model: type[models.Model], given_out: int | None, using: str) -> None:
    """Give out no key again that was given out before, though its row may be gone."""
    if not given_out:
        return
    connection, table = connections[using], model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, given_out]
            )
        else:
            for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
                cursor.execute(statement)
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                [table, model._meta.pk.column, given_out],
            )
