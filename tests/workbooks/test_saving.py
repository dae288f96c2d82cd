"""What a save costs those who wait for it: few statements, and all made ready before it begins."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Actual
from tests.builders import make_indicator, make_quarter
from tests.workbooks.books import ACTUALS, xlsx
from workbooks import changed_rows, importing, undoing, written
from workbooks.models import Import
from workbooks.ready import Ready, preparing

PERIODS = [f"{year}/{year % 100 + 1:02d} Q{n}" for year in range(2001, 2009) for n in range(1, 5)]
CODES = [f"LAC {number:02d}" for number in range(1, 33)]
ROWS = len(PERIODS) * len(CODES)
HISTORY = Actual.history.model._meta.db_table


@pytest.fixture
def house(db):
    make_quarter("2009/10 Q2")
    for code in CODES:
        make_indicator(code=code, frequency="quarterly", year_type="financial")


def figures(more: int) -> bytes:
    rows = [
        [code, period, "2009/10 Q2", "final", 30 + more, 60, None]
        for code in CODES
        for period in PERIODS
    ]
    return xlsx(Actuals=[ACTUALS, *rows])


def bring(more: int = 0) -> None:
    given = {"accept_warnings": True, "reason": "Recount"}
    assert importing.import_content("figures.xlsx", figures(more), **given).verdict == "saved"


def confirm(more: int) -> None:
    record = importing.receive("figures.xlsx", figures(more), by=None)
    if record.task:
        importing.preview_afresh(record)
    importing.confirm(record.pk, by=None, accept_warnings=True, reason="Recount")


def undo() -> None:
    undoing.undo(Import.objects.latest("pk").pk, by=None, reason="Wrong file")


def statements(work, monkeypatch) -> list[str]:
    """The statements between the beginning and the end of the transaction."""
    found: list[str] = []
    one_transaction = written.one_transaction

    @contextmanager
    def watched():
        with CaptureQueriesContext(connection) as asked, one_transaction():
            yield
        found.extend(each["sql"] for each in asked)

    with monkeypatch.context() as patch:
        patch.setattr(written, "one_transaction", watched)
        work()
    return found


def test_very_many_rows_go_in_by_few_statements_and_into_their_history_by_one(house, monkeypatch):
    for work in (bring, lambda: bring(1), undo):
        asked = statements(work, monkeypatch)
        into_history = [each for each in asked if each.startswith(f'INSERT INTO "{HISTORY}"')]
        assert len(into_history) == 1
        assert len(asked) <= 0.02 * ROWS
    assert Actual.history.count() == 3 * ROWS


def test_all_is_made_ready_before_anybody_waits(house, monkeypatch):
    held = []
    for owner, name in ((Ready, "take"), (changed_rows, "in_pages"), (undoing, "entries_before")):
        monkeypatch.setattr(owner, name, watching(getattr(owner, name), held))
    confirm(0)
    bring(1)
    undo()
    # The pages of the preview and what is written; the same with its reason; what was there before.
    assert held == [0] * 5


def watching(work, held):
    """How many transactions are open within the test's own, each time this is called."""

    def watched(*given, **more):
        held.append(len(connection.savepoint_ids))
        return work(*given, **more)

    return watched


def test_what_is_equal_and_of_another_kind_is_kept_as_its_own_field_keeps_it(db):
    prepared = preparing(Actual, ["standing", "numerator"])
    assert prepared(["1", 1]) == ("1", 1)
    assert prepared([1, "1"]) == ("1", 1)
    assert prepared([True, True]) == ("True", 1)
