"""The seam between a file with a layout of its own and the importer."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from indicators.models import Actual
from sheets.cells import Cell, Place
from sheets.problems import Problem, Weight
from tests.builders import make_actual, make_indicator, make_officer, make_quarter
from tests.workbooks.books import ACTUALS
from workbooks import interpreting
from workbooks.book import kept_book
from workbooks.checking import check
from workbooks.importing import confirm, import_content, receive, renew
from workbooks.models import Import, ImportKind, ImportState
from workbooks.reading.tables import Reading, Table

Q1, Q2 = "2009/10 Q1", "2009/10 Q2"
NOTE = Problem("KPI list", "A20", "this row is a total: it is left out", Weight.NOTE)


def made_of(*rows, told=()) -> Reading:
    """Actuals, as if they were made of a sheet KPI list, one of its rows ten further down."""
    table = Table("Actuals", is_made=True)
    for number, row in enumerate([ACTUALS, *rows], start=1):
        cells = {
            place: Cell(value, origin=Place("KPI list", f"{'ABCDEFG'[place - 1]}{number + 10}"))
            for place, value in enumerate(row, start=1)
            if value is not None
        }
        table.rows.append((number, cells))
    return Reading([table], told=list(told))


def brought_as(monkeypatch, make):
    """A file of the mapped kind is read as `make` of its interpretation says."""
    monkeypatch.setitem(
        interpreting.READERS, ImportKind.MAPPED, lambda name, content, how: make(how)
    )


def errors(reading: Reading) -> list[str]:
    return [str(each) for each in check(reading, kept_book()).errors]


@pytest.fixture
def indicator(db):
    make_quarter(Q2)
    return make_indicator(code="LAC 01")


GOOD = ["LAC 01", Q1, Q2, "final", 30, 40]


def test_a_problem_is_told_at_the_cell_of_the_users_own_file(indicator):
    row = ["LAC 01", Q1, Q2, "final", 50, 40]

    assert [each.split(": ")[0] for each in errors(made_of(row))] == ["KPI list!E12"]


def test_what_no_cell_of_the_file_says_is_told_where_its_row_begins(indicator):
    told = errors(made_of(["LAC 01", Q1, Q2, None, 30, 40]))

    assert told == [
        "KPI list!A12: Standing is blank: write forecast, provisional, final, restated or not "
        "available"
    ]


def test_two_rows_with_one_key_name_each_other_by_their_own_places(indicator):
    assert errors(made_of(GOOD, GOOD)) == [
        "KPI list!A13: this has the same Indicator, Period and Reported in as KPI list!A12: keep "
        "one of them"
    ]


def test_a_heading_that_is_missing_is_told_in_the_row_of_the_headings(indicator):
    reading = made_of(GOOD)
    for _number, cells in reading.tables[0].rows:
        del cells[2]

    assert errors(reading) == [
        "KPI list!A11: the column Period is missing: add it, for a row is known by it"
    ]


def test_a_reason_is_asked_for_at_the_users_own_cell(indicator):
    make_actual(indicator=indicator, period=Q1, reported_in=make_quarter(Q2), numerator=29)

    wanted = check(made_of(GOOD), kept_book()).reasons_wanted

    assert [each.place for each in wanted] == ["KPI list!E12"]


def test_what_is_told_of_the_reading_itself_is_told_with_the_rest(indicator):
    assert NOTE in check(made_of(GOOD, told=[NOTE]), kept_book()).notes


def test_a_file_is_read_the_same_way_when_it_is_received_renewed_and_confirmed(
    indicator, monkeypatch
):
    how = {"numerator": 31}
    brought_as(monkeypatch, lambda given: made_of([*GOOD[:4], given["numerator"], 40]))
    officer = make_officer()

    record = receive("kpi.xlsx", b"x", by=officer, kind=ImportKind.MAPPED, interpretation=how)
    renew(Import.objects.get(pk=record.pk))
    saved = confirm(record.pk, by=officer)

    assert (saved.state, saved.kind, saved.interpretation) == (
        ImportState.SAVED,
        ImportKind.MAPPED,
        how,
    )
    assert Actual.objects.get().numerator == 31
    assert saved.changes[-1]["source"] == "KPI list!A12"
    assert saved.changes[-1]["sources"]["Numerator"] == "KPI list!E12"


def test_the_command_line_reads_it_so_too(indicator, monkeypatch):
    brought_as(monkeypatch, lambda given: made_of(GOOD))

    outcome = import_content("kpi.xlsx", b"x", kind=ImportKind.MAPPED, interpretation={"a": 1})

    assert outcome.record is not None
    assert Import.objects.get().interpretation == {"a": 1}


def test_where_a_row_moved_in_the_file_the_same_is_previewed(indicator):
    moved = made_of(GOOD)
    for number, cells in moved.tables[0].rows:
        for place, cell in cells.items():
            cells[place] = Cell(cell.value, origin=Place("Moved", f"A{number}"))

    assert (
        check(moved, kept_book()).fingerprint() == check(made_of(GOOD), kept_book()).fingerprint()
    )


def test_the_preview_shows_where_a_row_stands_in_the_file(indicator, monkeypatch, client):
    brought_as(monkeypatch, lambda given: made_of(GOOD))
    officer = make_officer()
    client.force_login(officer)
    record = receive("kpi.xlsx", b"x", by=officer, kind=ImportKind.MAPPED)

    page = client.get(reverse("import-detail", args=[record.pk])).content.decode()

    assert "KPI list!A12" in page


@pytest.mark.thorough  # every migration of the room goes back, and forth again
@pytest.mark.django_db(transaction=True)
def test_files_brought_before_are_workbooks_in_our_layout():
    executor = MigrationExecutor(connection)
    try:
        executor.migrate([("workbooks", "0001_initial")])
        old = executor.loader.project_state([("workbooks", "0001_initial")]).apps
        pk = old.get_model("workbooks", "Import").objects.create(name="a.xlsx", checksum="1").pk
    finally:
        call_command("migrate", verbosity=0)

    record = Import.objects.get(pk=pk)
    assert (record.kind, record.interpretation) == (ImportKind.WORKBOOK, {})
