"""Large files: worked on by the loop beside the server, seen as they go, stopped and taken up."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from indicators.models import Actual, Indicator
from tests.builders import make_actual, make_indicator, make_officer, make_quarter
from tests.workbooks.books import ACTUALS, as_csv, as_zip, by_hand, upload, xlsx
from tests.workbooks.here import read_files_here
from workbooks import desk, importing, jobs, making, progress, tasks
from workbooks.management.commands import run_imports
from workbooks.mapping import drafts
from workbooks.models import Import
from workbooks.progress import silent
from workbooks.reading.tables import read_content
from workbooks.templatetags.imports import counted

Q1, Q2 = "2009/10 Q1", "2009/10 Q2"
CODES = [f"LAC {number:02d}" for number in range(1, 6)]


@pytest.fixture(autouse=True)
def place_of_its_own(settings, tmp_path):
    settings.IMPORTS_DIR = tmp_path


@pytest.fixture
def officer(db, client, monkeypatch):
    """An officer in a house where more than 3 rows are many."""
    monkeypatch.setattr(tasks, "LARGE", 3)
    make_quarter(Q2)
    for code in CODES:
        make_indicator(code=code)
    user = make_officer(name="Olive Officer")
    client.force_login(user)
    return user


def figures(more: int = 0) -> bytes:
    rows = [[code, Q1, Q2, "final", 30 + more, 40, None] for code in CODES]
    return xlsx(Actuals=[ACTUALS, *rows])


def words(response) -> str:
    return " ".join(response.content.decode().split())


def brought(client, content: bytes) -> Import:
    upload(client, content)
    return Import.objects.latest("pk")


def checked(client, content: bytes) -> Import:
    record = brought(client, content)
    assert jobs.run(record.pk, silent)
    record.refresh_from_db()
    return record


def saved(client, content: bytes, **given: str) -> Import:
    record = checked(client, content)
    client.post(record.get_absolute_url(), given)
    assert jobs.run(record.pk, silent)
    record.refresh_from_db()
    return record


# Its turn


def test_a_large_file_waits_to_be_checked(officer, client):
    page = upload(client, figures())

    record = Import.objects.get()
    assert (record.state, record.task) == ("queued", "check")
    assert "book.xlsx waits to be checked" in words(page)
    assert "Nothing works on large files just now" in words(page)
    assert "Waits to be checked" in words(client.get(reverse("imports")))


def test_a_file_of_few_rows_is_checked_at_once(officer, client, monkeypatch):
    monkeypatch.setattr(tasks, "LARGE", 5)
    upload(client, figures())
    assert Import.objects.get().state == "queued"  # the headings are a row as well
    monkeypatch.setattr(tasks, "LARGE", 6)
    upload(client, figures())
    assert Import.objects.latest("pk").state == "checked"


def test_it_is_previewed_saved_and_undone_like_any_other(officer, client):
    record = checked(client, figures())
    page = words(client.get(record.get_absolute_url()))
    assert (record.state, record.task) == ("checked", "")
    assert "book.xlsx: 5 new rows" in page
    assert len(record.changes) == 5

    client.post(record.get_absolute_url())
    record.refresh_from_db()
    assert (record.state, record.task, Actual.objects.count()) == ("checked", "save", 0)
    assert jobs.run(record.pk, silent)
    record.refresh_from_db()
    assert (record.state, record.task, record.by) == ("saved", "", officer)
    assert Actual.history.filter(history_date=record.moment).count() == 5

    client.post(reverse("import-undo", args=[record.pk]), {"reason": "Wrong file"})
    assert Actual.objects.count() == 5
    assert jobs.run(record.pk, silent)
    record.refresh_from_db()
    assert (record.state, record.task, Actual.objects.count()) == ("undone", "", 0)


def test_a_reason_given_for_all_stands_with_every_change(officer, client):
    saved(client, figures())
    record = saved(client, figures(1), reason="Recount")
    assert record.state == "saved"
    assert [row["fields"][-1] for row in record.changes] == [["Reason", None, "Recount"]] * 5
    assert set(Actual.objects.values_list("numerator", "reason")) == {(31, "Recount")}


def test_files_come_in_their_turn(officer, client, monkeypatch):
    done = []
    first, second = brought(client, figures()), brought(client, figures(1))
    monkeypatch.setattr(run_imports, "do", lambda pk: done.append(pk) or jobs.run(pk, silent))

    call_command("run_imports", once=True)

    assert done == [first.pk, second.pk]
    assert set(Import.objects.values_list("state", flat=True)) == {"checked"}


def test_a_second_file_is_told_how_many_come_first(officer, client):
    brought(client, figures())
    second = brought(client, figures(1))
    with desk.hold(desk.LOOP):
        assert "1 other file comes first" in words(client.get(second.get_absolute_url()))


def test_of_two_loops_one_is_told(officer):
    with desk.hold(desk.LOOP), pytest.raises(CommandError, match="Another loop does this"):
        call_command("run_imports", once=True)


def test_nothing_else_is_begun_while_a_file_is_worked_on(officer, client):
    record = brought(client, figures())
    with desk.hold(desk.JOB):
        assert not jobs.run(record.pk, silent)
        assert run_imports.next_one() is None
    record.refresh_from_db()
    assert record.begun_at is None


# How far it is


def test_a_page_shows_how_far_it_is(officer, client):
    record = brought(client, figures())
    tasks.begin(record)
    with desk.hold(desk.JOB):
        desk.tell(record=record.pk, stage="checking", done=2_000, of=5_000)
        page = words(client.get(record.get_absolute_url()))
        listed = words(client.get(reverse("imports")))
        client.post(record.get_absolute_url(), {"drop": "yes"})
    assert "Checking: 2,000 of 5,000 rows" in page
    assert '<progress class="laa-progress" value="2000" max="5000"' in page
    assert "Look again" in page
    assert "Checking: 2,000 of 5,000 rows" in listed
    record.refresh_from_db()
    assert record.state == "queued"


def test_every_stage_is_told_in_rows(officer, client, monkeypatch):
    monkeypatch.setattr(progress, "ROWS_BETWEEN", 1)
    monkeypatch.setattr(progress, "SECONDS_BETWEEN", 0)
    told = []
    record = brought(client, figures())
    jobs.run(record.pk, lambda *each: told.append(each))
    client.post(record.get_absolute_url())
    jobs.run(record.pk, lambda *each: told.append(each))
    assert ("checking", 5, 5) in told
    assert told.count(("reading", 0, 0)) == 2
    assert ("saving", 0, 5) in told
    assert told[-1] == ("saving", 5, 5)


def test_a_bar_is_drawn_only_where_somebody_sees_it():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal, pipe = Terminal(), io.StringIO()
    for out in (terminal, pipe):
        progress.bar(out)("saving", 20_000, 40_000)
        progress.end_of_bar(out)
    assert f"[{'#' * 15}{'.' * 15}] Saving: 20,000 of 40,000 rows" in terminal.getvalue()
    assert pipe.getvalue() == ""


# Stopped


def stopped(client) -> Import:
    """A file whose worker was killed: begun, and nobody holds the lock any more."""
    record = brought(client, figures())
    tasks.begin(record)
    return record


def test_one_that_was_killed_is_shown_as_stopped_and_taken_up_again(officer, client):
    record = stopped(client)
    page = words(client.get(record.get_absolute_url()))
    assert "book.xlsx was stopped before it was checked" in page
    assert "Stopped while it was checked" in words(client.get(reverse("imports")))
    assert run_imports.next_one() is None

    client.post(record.get_absolute_url(), {"again": "yes"})
    assert run_imports.next_one() == record
    jobs.run(record.pk, silent)
    record.refresh_from_db()
    assert record.state == "checked"


def test_one_that_was_killed_can_be_put_aside(officer, client):
    record = stopped(client)
    client.post(record.get_absolute_url(), {"drop": "yes"})
    record.refresh_from_db()
    assert (record.state, record.task, bytes(record.content)) == ("dropped", "", b"")
    assert run_imports.next_one() is None


def test_a_save_that_was_killed_can_be_left_and_its_preview_is_there_again(officer, client):
    record = checked(client, figures())
    client.post(record.get_absolute_url())
    record.refresh_from_db()
    tasks.begin(record)
    assert "was stopped before it was saved" in words(client.get(record.get_absolute_url()))
    page = client.post(record.get_absolute_url(), {"leave": "yes"}, follow=True)
    assert "book.xlsx: 5 new rows" in words(page)
    assert "Save all of it" in words(page)


def test_one_that_is_put_aside_while_it_is_checked_stays_so(officer, client, monkeypatch):
    record = brought(client, figures())
    check = importing.check

    def meanwhile(*given, **more):
        importing.drop(Import.objects.get(pk=record.pk))
        return check(*given, **more)

    monkeypatch.setattr(importing, "check", meanwhile)
    jobs.run(record.pk, silent)
    record.refresh_from_db()
    assert (record.state, record.changes) == ("dropped", [])


def test_a_worker_that_cannot_even_begin_is_not_started_over_and_over(
    officer, client, monkeypatch, tmp_path
):
    record = brought(client, figures())
    (tmp_path / "manage.py").write_text("raise SystemExit(1)")
    monkeypatch.setattr(run_imports.settings, "BASE_DIR", tmp_path)
    run_imports.do(record.pk)
    assert run_imports.next_one() is None
    assert "was stopped" in words(client.get(record.get_absolute_url()))


# What stands in the way


def test_data_that_moved_after_the_preview_are_shown_again(officer, client):
    record = checked(client, figures())
    client.post(record.get_absolute_url())
    make_actual(
        indicator=Indicator.objects.get(code="LAC 01"),
        period=Q1, reported_in_id=Q2, numerator=1, denominator=40,
    )  # fmt: skip
    jobs.run(record.pk, silent)
    record.refresh_from_db()
    assert record.state == "clashes"
    page = words(client.get(record.get_absolute_url()))
    assert "since you looked, somebody changed what this file is about" in page
    assert Actual.objects.count() == 1


def test_nothing_is_saved_for_somebody_who_is_no_officer_any_more(officer, client):
    record = checked(client, figures())
    client.post(record.get_absolute_url())
    make_officer()
    type(officer).objects.filter(pk=officer.pk).update(office="")
    jobs.run(record.pk, silent)
    record.refresh_from_db()
    assert (record.state, record.task) == ("checked", "")
    assert record.said.startswith("Nothing was done")
    assert not Actual.objects.exists()


@pytest.mark.parametrize(
    ("task", "stays"), [("save", ("checked", 0)), ("undo", ("saved", len(CODES)))]
)
def test_what_was_begun_is_stopped_before_it_is_saved_where_its_officer_lost_office(
    officer, client, task, stays
):
    record = checked(client, figures()) if task == "save" else saved(client, figures())
    tasks.ask(record, task, by=officer.pk, accept=True, reason="Wrong file")
    make_officer()
    type(officer).objects.filter(pk=officer.pk).update(office="")

    jobs.DOING[task](record, officer, silent)
    record.refresh_from_db()
    assert (record.state, Actual.objects.count()) == stays
    assert record.said.startswith("Nothing was done")


def test_what_cannot_be_read_to_its_end_is_refused_with_its_sentence(officer, client):
    rows = "".join(
        f"<row r='{n}'><c r='A{n}' t='inlineStr'><is><t>x</t></is></c></row>" for n in range(1, 9)
    )
    damaged = f"<sheetData>{rows}<row r='9'><c r='A9'><v>one</v></c></row></sheetData>"
    record = checked(client, by_hand(damaged))
    page = words(client.get(record.get_absolute_url()))
    assert record.state == "refused"
    assert "There is 1 problem in book.xlsx" in page


def test_what_later_rests_on_it_is_told_and_nothing_is_undone(officer, client):
    record = saved(client, figures())
    figure = Actual.objects.first()
    figure.why = "Snow"
    figure.save()
    client.post(reverse("import-undo", args=[record.pk]), {"reason": "Wrong file"})
    jobs.run(record.pk, silent)
    record.refresh_from_db()
    assert (record.state, Actual.objects.count()) == ("saved", 5)
    assert "something later rests on it" in record.said
    assert "LAC 01" in record.said


def test_of_very_many_problems_it_is_said_how_many_are_marked(officer, client, monkeypatch):
    monkeypatch.setattr(importing, "MOST_TOLD", 2)
    wrong = [[code, "2009/11", Q2, "final", 30, 40, None] for code in CODES]
    record = checked(client, xlsx(Actuals=[ACTUALS, *wrong]))

    page = words(client.get(record.get_absolute_url()))
    assert "The first 2 of 5 problems are marked in it." in page
    copy = making.marked(record)
    told = [cell.comment.text for row in openpyxl.load_workbook(io.BytesIO(copy))["Actuals"]
            for cell in row if cell.comment]  # fmt: skip
    assert len(told) == 2
    assert "3 more problems in this file are told once these are corrected" in told[1]


LIST = [["Ref", "Measure", "Q1 2009/10"], *([code, "Checks", "75%"] for code in CODES)]


def test_a_large_list_is_matched_by_its_first_rows_and_checked_whole(officer, client):
    content = xlsx(KPIs=LIST)
    client.post(reverse("mappings"), {"file": SimpleUploadedFile("kpi.xlsx", content)})
    record = Import.objects.get()
    draft = drafts.draft_of(record)
    assert (draft.reading.is_part, draft.reading.rows) == (True, 3)

    mapping = drafts.begin_layouts(draft, [("KPIs", 1, 1)], "2009/10 Q2")
    draft.keep(mapping)
    page = words(client.get(reverse("mapping-meanings", args=[record.pk])))
    assert "the first 3 rows of each sheet are looked at here" in page
    drafts.check(draft)
    record.refresh_from_db()
    assert (record.state, record.task) == ("queued", "check")

    assert jobs.run(record.pk, silent)
    record.refresh_from_db()
    actuals = next(each for each in record.counts if each["sheet"] == "Actuals")
    assert sum(n for n in actuals.values() if isinstance(n, int)) == 5


def test_a_mark_beyond_the_first_rows_is_asked_about_once_the_whole_list_was_read(officer, client):
    rows = [list(row) for row in LIST]
    rows[5][2] = "awaited"
    client.post(reverse("mappings"), {"file": SimpleUploadedFile("kpi.xlsx", xlsx(KPIs=rows))})
    record = Import.objects.get()
    draft = drafts.draft_of(record)
    draft.keep(drafts.begin_layouts(draft, [("KPIs", 1, 1)], "2009/10 Q2"))
    address = reverse("mapping-meanings", args=[record.pk])
    assert "awaited" not in words(client.get(address))
    drafts.check(draft)
    assert jobs.run(record.pk, silent)
    record.refresh_from_db()
    assert record.state == "refused"

    shown = client.get(address)
    assert "“awaited” under" in words(shown)
    form = shown.context["form"]
    (asked,) = [name for name in form.fields if name.startswith("marker")]
    given = {name: form[name].value() or "" for name in form.fields} | {
        asked: "not available", "right": "on",
    }  # fmt: skip
    client.post(address, given)
    assert jobs.run(record.pk, silent)
    record.refresh_from_db()
    assert "awaited" not in str(record.preview["errors"])
    assert "“awaited” under" in words(client.get(address))  # its meaning can be changed again


# Only the first rows


ROWS = [["Indicator", "Period"], *([f"LAC {number}", "2009/10"] for number in range(1, 9))]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("book.xlsx", xlsx(Targets=ROWS)),
        ("Targets.csv", as_csv(ROWS)),
        ("set.zip", as_zip({"Targets.csv": as_csv(ROWS)})),
    ],
)
def test_only_the_first_rows_are_read_where_no_more_are_wanted(name, content):
    part, whole = read_content(name, content, most=4), read_content(name, content)
    assert (part.is_part, part.rows) == (True, 4)
    assert (whole.is_part, whole.rows) == (False, 9)
    assert part.tables[0].rows == whole.tables[0].rows[:4]
    assert not read_content(name, content, most=9).is_part


@pytest.mark.parametrize(
    "bound", [{"FIRST_LOOKED_AT": 4}, {"FIRST_CELLS": 8}, {"FIRST_BYTES": 200_000}]
)
def test_no_more_is_looked_at_for_the_first_rows_than_somebody_waits_for(monkeypatch, bound):
    read_files_here(monkeypatch)
    for name, most in bound.items():
        monkeypatch.setattr(f"workbooks.reading.lines.{name}", most)
    rows = [*ROWS[:4], *([f"LAC {number}", "2009/10"] for number in range(1, 9_000))]
    content = xlsx(Targets=rows)
    part = read_content("book.xlsx", content, most=10_000)
    assert part.is_part
    assert 0 < part.rows < len(rows)
    assert len(read_content("book.xlsx", content).tables[0].rows) == len(rows)


def test_formatted_rows_without_anything_are_not_all_looked_at_for_the_first_rows(monkeypatch):
    read_files_here(monkeypatch)
    monkeypatch.setattr("workbooks.reading.lines.FIRST_LOOKED_AT", 20)
    empty = "".join(f"<row r='{n}'><c r='A{n}' s='1'/></row>" for n in range(2, 90))
    first = "<row r='1'><c r='A1' t='inlineStr'><is><t>Ref</t></is></c></row>"
    content = by_hand(f"<sheetData>{first}{empty}</sheetData>")
    part = read_content("book.xlsx", content, most=4)
    assert (part.is_part, part.rows) == (True, 1)
    assert not read_content("book.xlsx", content).is_part


def test_a_list_is_read_once_for_all_its_pages(officer, client, monkeypatch):
    content = xlsx(KPIs=LIST)
    client.post(reverse("mappings"), {"file": SimpleUploadedFile("kpi.xlsx", content)})
    record = Import.objects.get()

    def never(*arguments: object, **more: object) -> None:
        raise AssertionError("The file is read once more.")

    monkeypatch.setattr("workbooks.reading.tables.run", never)
    draft = drafts.draft_of(record)
    assert [table.name for table in draft.tables] == ["KPIs"]
    draft.keep(drafts.begin_layouts(draft, [("KPIs", 1, 1)], "2009/10 Q2"))
    for name in ("sheets", "columns", "meanings"):
        at = [record.pk, 1] if name == "columns" else [record.pk]
        assert client.get(reverse(f"mapping-{name}", args=at)).status_code == 200
    importing.drop(record)
    assert not Import.objects.get().first_rows


def test_a_list_of_another_time_is_read_when_its_pages_are_asked_for(officer, client):
    client.post(reverse("mappings"), {"file": SimpleUploadedFile("kpi.xlsx", xlsx(KPIs=LIST))})
    Import.objects.update(first_rows=b"")
    draft = drafts.draft_of(Import.objects.get())
    assert draft.reading.rows == 3
    assert not Import.objects.get().first_rows, "whoever only looks writes nothing"
    draft.keep(draft.mapping)
    assert Import.objects.get().first_rows

    Import.objects.update(first_rows=b"")
    drafts.begin_with(drafts.draft_of(Import.objects.get()), "")
    assert Import.objects.get().first_rows


def test_a_file_whose_first_rows_take_too_long_is_a_large_one(monkeypatch):
    monkeypatch.setattr("workbooks.reading.tables.CLOCK_SECONDS", 0.001)
    assert read_content("book.xlsx", xlsx(Targets=ROWS), most=4).is_part


def test_many_rows_are_counted_as_people_read_them():
    assert [counted(number) for number in (7, 1_250, 21_250)] == ["7", "1,250", "21,250"]
