"""The rows that a file changes, kept in pages: of very many, only those looked at are read."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from workbooks.checking import Fingerprint
from workbooks.models import ChangedRows, Import

Row = dict[str, Any]
ON_A_PAGE = 50
PAGES_AT_ONCE = 100


def keep(record: Import, changes: Iterable[Row]) -> str:
    """Keep these in place of those kept before; gives their fingerprint."""
    fingerprint = Fingerprint()
    record.pages.filter(is_base=False)._raw_delete("default")
    pages = _in_pages(record, changes, fingerprint)
    while some := list(islice(pages, PAGES_AT_ONCE)):
        ChangedRows.objects.bulk_create(some)
    return str(fingerprint)


def _in_pages(
    record: Import, changes: Iterable[Row], fingerprint: Fingerprint
) -> Iterator[ChangedRows]:
    for sheet, ours in groupby(changes, itemgetter("sheet")):
        number = 0
        while rows := list(islice(ours, ON_A_PAGE)):
            number += 1
            for each in rows:
                fingerprint.add(each)
            yield ChangedRows(record=record, sheet=sheet, number=number, rows=rows)


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
