"""What an import of a table did, or would do, as people count and call things."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError
from django.utils import timezone
from import_export.results import Result, RowResult

from accounts.refusals import sentence_of
from sheets.cells import Cell
from sheets.descriptions import Kind
from sheets.problems import as_sentence


class Difference(NamedTuple):
    """A cell before and after, as it is written."""

    old: str
    new: str

    @property
    def differs(self) -> bool:
        return self.old != self.new


class RowDifference:
    """What a row changes, cell by cell: data for the template, where the library has markup."""

    def __init__(self, resource, instance, new):
        self.old = ["" if new else each for each in self._read(resource, instance)]

    def compare_with(self, resource, instance):
        self.new = self._read(resource, instance)

    def as_html(self) -> list[Difference]:
        return [Difference(old, new) for old, new in zip(self.old, self.new, strict=True)]

    @staticmethod
    def _read(resource, instance) -> list[str]:
        fields = resource.fields.values()
        return [Cell.of(each.column.show(each.get_value(instance))).written for each in fields]


class Told(NamedTuple):
    """A problem of a file as people count: the heading is row 1. Row 0 is the whole file."""

    row: int
    heading: str
    sentence: str


class TableResult(Result):
    """What an import did, or would do, with the numbers and headings that people know."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.numbers: list[int] = []
        self.headings: dict[str, str] = {}
        self.notes: list[str] = []
        self.sheet = ""
        self.key: list[str] = []
        self.moment = timezone.now()

    def number_of(self, index: int) -> int:
        return self.numbers[index] if index < len(self.numbers) else index + 2

    @property
    def failed(self) -> bool:
        return bool(self.has_errors() or self.has_validation_errors())

    def problems(self) -> list[Told]:
        """Everything that is wrong: of the file, of its rows, of what the database refused."""
        told = [
            Told(0, "", words) for error in self.base_errors for words in messages_of(error.error)
        ]
        for index, row in enumerate(self.rows):
            number = self.number_of(index)
            for error in row.errors:
                told += [Told(number, "", words) for words in messages_of(error.error)]
            if row.validation_error:
                told += self._of_row(number, row.validation_error)
        return told

    def _of_row(self, number: int, problem: ValidationError) -> Iterable[Told]:
        if not hasattr(problem, "error_dict"):
            return [Told(number, "", as_sentence(words)) for words in problem.messages]
        return [
            Told(
                number, "" if at == NON_FIELD_ERRORS else self.headings.get(at, at), as_sentence(s)
            )
            for at, sentences in problem.message_dict.items()
            for s in sentences
        ]

    def _heading_of(self, at: str) -> str:
        return "" if at == NON_FIELD_ERRORS else self.headings.get(at, at)

    def doubts(self) -> list[Told]:
        """What to look at again before it is confirmed."""
        return [
            Told(self.number_of(index), self._heading_of(at), as_sentence(words))
            for index, row in enumerate(self.rows)
            for at, words in getattr(row, "doubts", ())
        ]

    def as_kept(self) -> list[dict[str, Any]]:
        """Each row that is new or changes something, as the record of an import keeps it."""
        return [
            self._row_as_kept(number, dict(zip(self.diff_headers, cells, strict=True)), kind)
            for number, kind, cells in self.changes()
        ]

    def _row_as_kept(self, number: int, cells: dict[str, Difference], kind: str) -> dict[str, Any]:
        is_new = kind == RowResult.IMPORT_TYPE_NEW
        told = {
            heading: each
            for heading, each in cells.items()
            if (each.new and heading not in self.key if is_new else each.differs)
        }
        return {
            "sheet": self.sheet,
            "row": number,
            "kind": Kind.NEW if is_new else Kind.CHANGED,
            "key": [[heading, cells[heading].new] for heading in self.key],
            "fields": [
                [heading, each.old or None, each.new or None] for heading, each in told.items()
            ],
        }

    def counts(self) -> dict[str, int]:
        """How many rows of each kind; none is refused where the file was saved."""
        totals = self.totals
        return {
            Kind.NEW: totals[RowResult.IMPORT_TYPE_NEW],
            Kind.CHANGED: totals[RowResult.IMPORT_TYPE_UPDATE],
            Kind.UNCHANGED: totals[RowResult.IMPORT_TYPE_SKIP],
            Kind.REFUSED: 0,
        }

    def changes(self) -> list[tuple[int, str, list[Difference]]]:
        """Each row that is new or changes something: its number, which, and its cells."""
        return [
            (self.number_of(index), row.import_type, row.diff)
            for index, row in enumerate(self.rows)
            if row.is_new() or row.is_update()
        ]


def messages_of(error: Exception) -> list[str]:
    """An error's sentences."""
    if isinstance(error, ValidationError):
        return [as_sentence(each) for each in error.messages]
    if isinstance(error, DatabaseError):
        return [sentence_of(error)]
    return [as_sentence(str(error))]
