"""The admin's tables are described by the workbook's own columns: one way to read a cell."""

from importlib import import_module

import pytest

from accounts.tables.resources import SheetResource
from workbooks.book import SHEETS

for _room in ("accounts", "periods", "indicators", "plans", "risks", "returns"):
    import_module(f"{_room}.resources")

# What the admin alone has: versions one by one, series without figures, links of two tables.
OF_THE_ADMIN = {
    "BaselinesTable": {
        "From", "Baseline period", "Baseline", "Baseline numerator", "Baseline denominator",
        "Baseline already public",
    },
    "RulesTable": {"From", "Comparable with the one before", "Because"},
    "TargetsTable": {"From"},
    "ComparatorsTable": {"Comparator"},
    "DeliveredTable": {"Plan"},
    "PartsTable": {"Plan"},
    "ReturnsTable": {"Summary for the Board"},
}  # fmt: skip


def tables(kind=SheetResource):
    for each in kind.__subclasses__():
        yield each
        yield from tables(each)


TABLES = [each for each in tables() if getattr(each, "sheet", None)]


def test_every_room_has_tables():
    assert len(TABLES) >= len(SHEETS)


@pytest.mark.parametrize("table", TABLES, ids=lambda each: each.__name__)
def test_a_tables_columns_are_the_workbooks(table):
    ours = {id(column) for sheet in SHEETS for column in sheet.columns}
    own = {column.heading for column in table.sheet.columns if id(column) not in ours}
    assert own == OF_THE_ADMIN.get(table.__name__, set())
