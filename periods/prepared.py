"""Queries that are built once: most take Django longer to build than the database to answer."""

from collections import defaultdict, namedtuple
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

# A query of more values than these is rarely asked again of just as many: it is not kept.
MOST_VALUES = 50

Value = str | int
Row = Any  # a named tuple
Grouped = dict[int, list[Row]]


class Built(NamedTuple):
    """A query as it was built for one kind of database, and what makes Python's values of its own.

    `sql` is "" where there can be no answer, `converters` are by the number of the column, each
    with what they are given beside the value.
    """

    model: type[Model]
    sql: str
    parameters: Sequence[Any]
    converters: dict[int, tuple[list[Callable], Any]]


class Prepared:
    """A query of values, built at the first question and then only asked.

    `build` makes it of texts and keys, which it writes into it just as they are: whatever is worked
    out of them is one more value. So many values are one query, and one more are another.
    """

    def __init__(self, build: Callable[..., QuerySet]):
        self.build = build
        self._built: dict[tuple, Built] = {}

    def built(self, *values: Value) -> Built:
        """The query with these values in it."""
        marks = tuple(map(_mark, range(len(values)), values))
        key = (connection.vendor, marks)
        if not (built := self._built.get(key)):
            built = _built(self.build(*marks))
            if len(values) <= MOST_VALUES:
                self._built[key] = built
        meant: dict[Any, Value] = dict(zip(marks, values, strict=True))
        return built._replace(parameters=[meant.get(each, each) for each in built.parameters])

    def rows(self, *values: Value) -> list[tuple]:
        """What the database answers of these values. Costs one query."""
        built = self.built(*values)
        if not built.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(built.sql, built.parameters)
            found = cursor.fetchall()
        return list(_converted(found, built.converters)) if built.converters else found

    def instances(self, *values: Value) -> list:
        """The same as instances of its model, where it is a query of whole rows."""
        model = self.built(*values).model
        names = [field.attname for field in model._meta.concrete_fields]
        return [model.from_db(connection.alias, names, row) for row in self.rows(*values)]


def _mark(number: int, value: Value) -> Value:
    """Stands for a value while a query is built: a text that nobody writes, a key of no row."""
    return f"«{number}»" if isinstance(value, str) else -1_000_000_000 - number


def _built(queryset: QuerySet) -> Built:
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return Built(queryset.model, "", (), {})
    columns = [expression for expression, *_ in compiler.select]
    return Built(queryset.model, sql, parameters, compiler.get_converters(columns))


def _converted(rows: list[tuple], converters: dict[int, tuple[list[Callable], Any]]) -> Iterator:
    for row in rows:
        values = list(row)
        for column, (convert, expression) in converters.items():
            for each in convert:
                values[column] = each(values[column], expression, connection)
        yield tuple(values)


class Records:
    """All columns of a model's rows, and `more`, as named tuples; `by` groups them.

    `build` makes the queryset, as above.
    """

    def __init__(self, build: Callable[..., QuerySet], *more: str, by: str = ""):
        self.by = by
        self.more = tuple(dict.fromkeys([*more, *([by] if "__" in by else [])]))
        self._prepared = Prepared(lambda *marks: self._columns(build(*marks)))
        self._row: Any = None

    def _columns(self, queryset: QuerySet) -> QuerySet:
        columns = [field.attname for field in queryset.model._meta.concrete_fields]
        self._row = _row_of((*columns, *self.more))
        return queryset.values_list(*columns, *self.more)

    def rows(self, *values: Value) -> list[Row]:
        """The rows, in the queryset's order. Costs one query."""
        found = self._prepared.rows(*values)
        return list(map(self._row._make, found))

    def grouped(self, *values: Value) -> Grouped:
        """The rows by what they belong to."""
        groups: Grouped = defaultdict(list)
        for row in self.rows(*values):
            groups[getattr(row, self.by)].append(row)
        return groups


@cache
def _row_of(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns)
