"""Saying what of a sheet is hidden and is read all the same.  No Django in here."""

from collections.abc import Collection, Iterator, Sequence

from sheets.cells import address
from workbooks.reading.tables import Table

MOST_NAMED = 5


def what_is_hidden(
    table: Table, columns: Collection[int], rows: Collection[int] | None = None
) -> Iterator[str]:
    """What is hidden of these columns of a sheet, and of these rows, or of all of them."""
    if table.hidden:
        yield "the sheet is hidden: it is read all the same"
    if hidden := [each for each in table.hidden_rows if rows is None or each in rows]:
        yield f"hidden rows are read too: {_some(hidden)}"
    if letters := [address(each, 1)[:-1] for each in table.hidden_columns if each in columns]:
        yield f"hidden columns are read too: {_some(letters)}"


def _some(names: Sequence[object]) -> str:
    """ "5, 6, 8 and 12 more"."""
    more = len(names) - MOST_NAMED
    named = [str(each) for each in names[:MOST_NAMED]]
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")
