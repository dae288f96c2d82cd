"""The rows that a file changes, kept in pages: of very many, only those looked at are read."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from workbooks.checking import Fingerprint
from workbooks.models import ChangedRows, Import
from workbooks.saving import in_chunks, insert

Row = dict[str, Any]
ON_A_PAGE = 50
PAGES_AT_ONCE = 100


@dataclass(frozen=True)
class Pages:
    """Pages of rows as they are kept, made before anybody waits for it; and their fingerprint."""

    pages: list[tuple[str, int, str]]
    fingerprint: str


def in_pages(changes: Iterable[Row]) -> Pages:
    fingerprint, pages = Fingerprint(), []
    for sheet, ours in groupby(changes, itemgetter("sheet")):
        for number, rows in enumerate(in_chunks(ours, ON_A_PAGE), start=1):
            for each in rows:
                fingerprint.add(each)
            pages.append((sheet, number, json.dumps(rows)))
    return Pages(pages, str(fingerprint))


def keep(record: Import, made: Pages) -> None:
    """Keep these pages in place of those kept before."""
    record.pages.filter(is_base=False)._raw_delete("default")
    rows = ((*page, record.pk, False) for page in made.pages)
    for some in in_chunks(rows, PAGES_AT_ONCE):
        insert(ChangedRows, ["sheet", "number", "rows", "record", "is_base"], some)


def keep_as_base(record: Import) -> None:
    """Let what is previewed now be what the file was made from."""
    record.pages.filter(is_base=True)._raw_delete("default")
    record.pages.update(is_base=True)
    record.has_base = True


def forget_base(record: Import) -> None:
    record.pages.filter(is_base=True)._raw_delete("default")
    record.has_base = False


def first_rows(record: Import) -> dict[str, list[Row]]:
    """The first page of each sheet."""
    first = record.pages.filter(is_base=False, number=1)
    return dict(first.values_list("sheet", "rows"))


class RowsOf(Sequence[Row]):
    """The rows that a file changes in one sheet, for a paginator: only a page of them is read."""

    def __init__(self, record: Import, sheet: str, count: int) -> None:
        self._pages = record.pages.filter(is_base=False, sheet=sheet)
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, wanted: Any) -> Any:
        found = self._pages.filter(number=1 + (wanted.start or 0) // ON_A_PAGE)
        return next(iter(found.values_list("rows", flat=True)), [])
