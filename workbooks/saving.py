"""Writing an import's changes, with the history of each: who, when, and why."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from periods.models import QuarterlyRecord
from periods.sheets import version_start
from sheets.descriptions import Change, Key, Kind

BATCH = 500
LONGEST_HISTORY_REASON = 100


class Saving:
    """What sheets write with. Everything goes into the history under one reason."""

    def __init__(self, *, by: Any, reason: str, name: str, rounds: dict[str, str]) -> None:
        self.by = by
        self.reason = reason
        self.rounds = rounds
        self.version_start = version_start(rounds)
        words = f"{reason} (import of {name})" if reason else f"Import of {name}"
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
        objects = [self._signed(each) for each in made]
        if objects:
            bulk_create_with_history(
                objects,
                type(objects[0]),
                batch_size=BATCH,
                default_user=self.by,
                default_change_reason=self._why,
            )

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
        objects = list(model._default_manager.filter(pk__in=list(changed)))
        names = {each: each for each in fields} | (values or {})
        for each in objects:
            for field, name in names.items():
                setattr(each, column_of(model, field), changed[each.pk].values[name])
            self._signed(each)
        if objects:
            written = [*names, *self._signature(model)]
            bulk_update_with_history(
                objects,
                model,
                written,
                batch_size=BATCH,
                default_user=self.by,
                default_change_reason=self._why,
            )

    def save(self, one: models.Model) -> None:
        """Add or change a single row."""
        self._explain(self._signed(one)).save()

    def delete(self, one: models.Model) -> None:
        self._explain(one).delete()

    def link(self, one: models.Model, name: str, ids: list[int]) -> None:
        """Let the row name exactly these others."""
        getattr(self._explain(one), name).set(ids)

    def _explain(self, one: Any) -> Any:
        one._history_user = self.by
        one._change_reason = self._why
        return one

    def _signed(self, one: Any) -> Any:
        """A quarterly record says who entered it, and when."""
        if isinstance(one, QuarterlyRecord):
            one.entered_by = self.by
            one.entered_at = timezone.now()
        return one

    def _signature(self, model: type[models.Model]) -> list[str]:
        return ["entered_by", "entered_at"] if issubclass(model, QuarterlyRecord) else []


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
