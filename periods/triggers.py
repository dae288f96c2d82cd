"""Triggers: the database itself refuses what the services refuse with a sentence.

They are installed after every migrate, because Django rebuilds SQLite tables and a rebuild
drops their triggers silently.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections, transaction

from periods.models import Quarter

LOCKED = "This quarter is published, so it is locked."
PUBLISHED = "This quarter is published, so it stays as it is until it is withdrawn."
BEGUN = "This quarter was opened, so it stays."
JUDGED = "A published quarter was already judged without this."
KEPT = "This is kept as it was written."


@dataclass(frozen=True)
class Guard:
    """One rule on one table: which row events it watches and when it refuses them.

    `condition` is SQL about the row `{row}`, or about OLD and NEW; empty means always.
    """

    table: str
    condition: str
    message: str
    events: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")

    def name(self, event: str) -> str:
        return f"guard_{self.table}_{event.lower()}"


def locked_with_quarter(model) -> Guard:
    """Rows of this model belong to a quarter and are locked with it."""
    column = model._meta.get_field(model.quarter_field).column
    quarters = Quarter._meta.db_table
    return Guard(
        model._meta.db_table,
        f"EXISTS (SELECT 1 FROM {quarters} ours WHERE ours.label = {{row}}.{column} AND ("
        f"ours.state = 'published' OR (ours.state = 'not opened' AND EXISTS ("
        f"SELECT 1 FROM {quarters} later WHERE later.state = 'published' "
        f"AND later.label > ours.label))))",
        LOCKED,
    )


def locked_once_judged(model) -> Guard:
    """Versions are never written, changed or removed once a published quarter used them."""
    return Guard(
        model._meta.db_table,
        f"EXISTS (SELECT 1 FROM {Quarter._meta.db_table} published WHERE "
        "published.state = 'published' AND published.label >= {row}.from_quarter)",
        JUDGED,
    )


def rounds_kept() -> list[Guard]:
    """A published round can only be withdrawn; one that was opened is never deleted."""
    quarters = Quarter._meta.db_table
    differs = _differs(Quarter, but={"state"})
    return [
        Guard(
            quarters,
            "OLD.state = 'published' AND ("
            f"NEW.state NOT IN ('published', 'withdrawn') OR {differs})",
            PUBLISHED,
            events=("UPDATE",),
        ),
        Guard(quarters, "OLD.state <> 'not opened'", BEGUN, events=("DELETE",)),
    ]


def append_only(model) -> Guard:
    """Rows of this model are added and then stay as they are."""
    return Guard(model._meta.db_table, "", KEPT, events=("UPDATE", "DELETE"))


def filled_in_once(model, field: str, *others: str) -> list[Guard]:
    """Rows of this model stay as they are, but that these fields are filled in once, together."""
    table, column = model._meta.db_table, model._meta.get_field(field).column
    differs = _differs(model, but={field, *others})
    return [
        Guard(table, f"OLD.{column} IS NOT NULL OR {differs}", KEPT, events=("UPDATE",)),
        Guard(table, "", KEPT, events=("DELETE",)),
    ]


def none_added_after(end, model, link: str, message: str) -> Guard:
    """No row of this model is added once there is an `end` of what both name by `link`."""
    column = model._meta.get_field(link).column
    ending = end._meta.get_field(link).column
    return Guard(
        model._meta.db_table,
        f"EXISTS (SELECT 1 FROM {end._meta.db_table} its WHERE its.{ending} = {{row}}.{column})",
        message,
        events=("INSERT",),
    )


def install(guards: Iterable[Guard], using: str) -> None:
    """Make the triggers anew; safe to repeat. Guards of tables not there yet are left out."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using), connection.cursor() as cursor:
        for guard in guards:
            if {guard.table, Quarter._meta.db_table} <= tables:
                for statement in _remove(guard, connection.vendor):
                    cursor.execute(statement)
                for statement in _create(guard, connection.vendor):
                    cursor.execute(statement)


def remove(guards: Iterable[Guard], using: str) -> None:
    """Drop the triggers, where they are."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using), connection.cursor() as cursor:
        for guard in guards:
            if guard.table in tables:
                for statement in _remove(guard, connection.vendor):
                    cursor.execute(statement)


@contextmanager
def lifted(guards: Iterable[Guard], using: str = "default") -> Iterator[None]:
    """Within one transaction, without these guards: for taking the demonstration away."""
    guards = list(guards)
    with transaction.atomic(using):
        remove(guards, using)
        yield
        install(guards, using)


def _rows(guard: Guard, event: str) -> list[str]:
    return {"INSERT": ["NEW"], "DELETE": ["OLD"], "UPDATE": ["OLD", "NEW"]}[event]


def _condition(guard: Guard, event: str) -> str:
    if not guard.condition:
        return "1 = 1"
    if "{row}" not in guard.condition:
        return guard.condition
    return " OR ".join(f"({guard.condition.format(row=row)})" for row in _rows(guard, event))


def _differs(model, but: set[str]) -> str:
    """SQL, true where a field of the row changes that is none of these."""
    fixed = [each.column for each in model._meta.concrete_fields if each.name not in but]
    return " OR ".join(f"NOT ({_same(f'OLD.{each}', f'NEW.{each}')})" for each in fixed)


def _same(one: str, other: str) -> str:
    """SQL, true or false also where a value is NULL."""
    return f"({one} IS NULL AND {other} IS NULL) OR COALESCE({one} = {other}, 1 = 0)"


def _create(guard: Guard, vendor: str) -> Iterator[str]:
    if vendor == "sqlite":
        for event in guard.events:
            yield (
                f"CREATE TRIGGER {guard.name(event)} BEFORE {event} ON {guard.table} "
                f"WHEN {_condition(guard, event)} "
                f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
            )
        return
    for event in guard.events:
        name = guard.name(event)
        result = "OLD" if event == "DELETE" else "NEW"
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN "
            f"IF {_condition(guard, event)} THEN "
            f"RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'check_violation'; END IF; "
            f"RETURN {result}; END $guard$"
        )
        yield (
            f"CREATE TRIGGER {name} BEFORE {event} ON {guard.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def _remove(guard: Guard, vendor: str) -> Iterator[str]:
    for event in guard.events:
        name = guard.name(event)
        if vendor == "sqlite":
            yield f"DROP TRIGGER IF EXISTS {name}"
        else:
            yield f"DROP TRIGGER IF EXISTS {name} ON {guard.table}"
            yield f"DROP FUNCTION IF EXISTS {name}()"
