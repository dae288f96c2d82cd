"""Rows of the histories, as the log tells and proves them: history shows, the chain proves."""

import hmac
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models
from simple_history.models import HistoricalChanges

from audit.chain import Key
from audit.keys import writing_key

DONE = {"+": "added", "~": "changed", "-": "removed"}
MOST_NAMED = 6
MOST_PROVEN = 5_000


def model_of(history: Any) -> type[models.Model]:
    """Of which model a historical model keeps the changes."""
    found: type[models.Model] = history.instance_type
    return found


@dataclass(frozen=True)
class Row:
    """A row that a history was given: of which model, its own row, and what it is about."""

    history: Any  # an instance of a historical model

    @property
    def model(self) -> type[models.Model]:
        return model_of(type(self.history))

    @property
    def about(self) -> Any:
        """The key of the record that changed."""
        return getattr(self.history, self.model._meta.pk.attname)


@dataclass(frozen=True)
class Many:
    """Rows that one statement gave a history, known by their moment."""

    history: type[models.Model]
    kind: str
    number: int
    moment: datetime

    @property
    def model(self) -> type[models.Model]:
        return model_of(self.history)


@cache
def histories() -> dict[str, type[models.Model]]:
    """Every table of who changed what, by its label; not what only lists the names in a row."""
    found = (each for each in apps.get_models() if issubclass(each, HistoricalChanges))
    return {each._meta.label: each for each in found if hasattr(each, "history_date")}


def counted(rows: Iterable[Row]) -> Counter:
    """How many rows of which model came, changed or went."""
    return Counter((row.model, row.history.history_type) for row in rows)


def counted_many(written: Iterable[Many]) -> Counter:
    found: Counter = Counter()
    for each in written:
        found[each.model, each.kind] += each.number
    return found


def in_words(counted: Counter) -> str:
    """What was done to which kinds of records: "Figure changed, 2 action updates added"."""
    parts = [
        f"{number} {model._meta.verbose_name_plural}"
        if number > 1
        else str(model._meta.verbose_name)
        for (model, _), number in counted.items()
    ]
    words = [f"{part} {DONE[kind]}" for part, (_, kind) in zip(parts, counted, strict=True)]
    more = len(words) - MOST_NAMED
    listed = ", ".join(words[:MOST_NAMED]) + (f" and {more} more kinds" if more > 0 else "")
    return listed[:1].upper() + listed[1:]


def as_details(rows: Iterable[Row]) -> dict[str, dict]:
    """What proves the rows later: the columns looked at, and each row's key with its signature."""
    found: dict[str, dict] = {}
    for row in rows:
        history: type[models.Model] = type(row.history)
        columns = columns_of(history)
        its = found.setdefault(
            history._meta.label, {"key": writing_key().name, "columns": columns, "rows": []}
        )
        values = [getattr(row.history, name) for name in columns]
        its["rows"].append(
            [row.history.pk, str(row.about), signature(writing_key(), history, columns, values)]
        )
    return found


def many_as_details(
    written: Iterable[Many], proven: Iterable[Row]
) -> tuple[dict[str, dict], list[Row]]:
    """What proves rows written by one statement, and the rows; costs a query for each history.

    Of very many, only how many there are is proven: they would keep the database locked. `proven`
    are rows that are proven one by one, whose moment may be the same.
    """
    one_by_one = {(type(row.history), row.history.pk) for row in proven}
    counted: dict[tuple[type[models.Model], datetime], int] = defaultdict(int)
    for each in written:
        counted[each.history, each.moment] += each.number
    found: dict[str, dict] = {}
    rows: list[Row] = []
    for (history, moment), number in counted.items():
        columns = columns_of(history)
        its = {"moment": moment.isoformat(), "rows": number, "key": writing_key().name}
        if number <= MOST_PROVEN:
            found_again = history._base_manager.filter(history_date=moment).order_by("pk")
            read = [one for one in found_again if (history, one.pk) not in one_by_one]
            signed = Signature(writing_key())
            for one in read:
                signed.add(history, columns, [getattr(one, name) for name in columns])
            its |= {"columns": columns, "signed": signed.told()}
            rows += map(Row, read)
        found[history._meta.label] = its
    return found, rows


class Signature:
    """Of many rows together, in the order of their keys."""

    def __init__(self, key: Key):
        self._hmac = hmac.new(key.secret, b"many", "sha256")

    def add(self, history: type[models.Model], columns: Sequence[str], values: Sequence) -> None:
        line = json.dumps(plainly(history, columns, values), ensure_ascii=False)
        self._hmac.update(line.encode())

    def told(self) -> str:
        return self._hmac.hexdigest()


def plainly(
    history: type[models.Model], columns: Sequence[str], values: Sequence[Any]
) -> list[Any]:
    """A row's values in the one form that every database gives back."""
    fields = _fields(history)
    return [as_kept(fields[name], value) for name, value in zip(columns, values, strict=True)]


@cache
def columns_of(history: type[models.Model]) -> list[str]:
    return [each.attname for each in history._meta.concrete_fields]


def signature(
    key: Key, history: type[models.Model], columns: Sequence[str], values: Sequence[Any]
) -> str:
    """Of one row: the same of what is about to be kept and of what was read again."""
    return key.sign("history", history._meta.label, *plainly(history, columns, values))[:16]


@cache
def _fields(history: type[models.Model]) -> dict[str, Any]:
    return {each.attname: each for each in history._meta.concrete_fields}


def as_kept(field: Any, value: Any) -> Any:
    """A value in the one form that JSON, and every database, gives back."""
    if value is None:
        return None
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.JSONField):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    if isinstance(field, models.BinaryField):
        return bytes(value).hex()
    match kept := field.to_python(value):
        case Decimal():
            return f"{kept.normalize():f}"
        case datetime():
            return kept.astimezone(UTC).isoformat()
        case date():
            return kept.isoformat()
    return kept


def last_rows() -> dict[str, int]:
    """The last key in each history. Costs one query."""
    quote = connection.ops.quote_name
    asked = " UNION ALL ".join(
        f"SELECT '{label}', MAX(history_id) FROM {quote(each._meta.db_table)}"  # noqa: S608
        for label, each in histories().items()
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {label: last for label, last in cursor.fetchall() if last}
