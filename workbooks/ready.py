"""Values of rows in the form in which the database keeps them.

To bring very many into it takes longer than to write them: it is done before a transaction begins,
so that nobody waits for it.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

from sheets.descriptions import Change

# Of so many values of a field it is kept what they become: labels and words come again and again.
MOST_KEPT = 10_000
COME_AGAIN = (str, int, type(None))

Values = tuple[Any, ...]


class Ready:
    """Values that changes would write, by the change and the model."""

    def __init__(self) -> None:
        self._values: dict[tuple[type[models.Model], int], Values] = {}

    def take(
        self, model: type[models.Model], changes: Iterable[Change], names: Sequence[str]
    ) -> None:
        """Bring what changes have under these names to the form of the model's fields."""
        prepared = preparing(model, names)
        for change in changes:
            values = prepared(change.values[name] for name in names)
            self._values[model, id(change)] = values

    def values(
        self,
        model: type[models.Model],
        change: Change,
        names: Iterable[str],
        prepared: Callable[[Iterable[Any]], Values],
    ) -> Values:
        """What a change writes; brought to its form now, where that was not done before."""
        found = self._values.get((model, id(change)))
        return prepared(change.values[name] for name in names) if found is None else found


def preparing(model: type[models.Model], names: Iterable[str]) -> Callable[[Iterable[Any]], Values]:
    """What brings a row's values to the form of these fields."""
    each = [preparing_one(model._meta.get_field(name)) for name in names]
    return lambda values: tuple(prepare(value) for prepare, value in zip(each, values, strict=True))


def preparing_one(field: Any) -> Callable[[Any], Any]:
    connection = connections[DEFAULT_DB_ALIAS]
    kept: dict[tuple[type, Any], Any] = {}

    def prepare(value: Any) -> Any:
        # True and 1 are equal, and not the same to a field.
        known_by = type(value), value
        if isinstance(value, COME_AGAIN) and known_by in kept:
            return kept[known_by]
        found = field.get_db_prep_save(value, connection)
        if isinstance(value, COME_AGAIN) and len(kept) < MOST_KEPT:
            kept[known_by] = found
        return found

    return prepare
