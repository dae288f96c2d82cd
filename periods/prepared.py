"""Queries that are built once: of some it takes Django longer to build them than the database to
answer.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# Stand for the values while a query is built: a text that nobody writes, a key that no row has.
Mark = str | int


class Prepared:
    """A query of plain values, built at the first question and then only asked.

    `build` makes it of values, texts and keys, which it writes into it just as they are: whatever
    is worked out of them is one more value.
    """

    def __init__(self, build: Callable[..., QuerySet]):
        self.build = build
        self._built: dict[tuple, tuple[str, tuple]] = {}

    def rows(self, *values: str | int) -> list[tuple]:
        """What the database answers of these values. Costs one query."""
        marks = tuple(map(_mark, range(len(values)), values))
        key = (connection.vendor, marks)
        if key not in self._built:
            self._built[key] = self.build(*marks).query.sql_with_params()
        sql, parameters = self._built[key]
        meant: dict[Any, str | int] = dict(zip(marks, values, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, [meant.get(each, each) for each in parameters])
            return cursor.fetchall()


def _mark(number: int, value: str | int) -> Mark:
    return f"«{number}»" if isinstance(value, str) else -1_000_000_000 - number
