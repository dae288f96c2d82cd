"""Files that take longer to make than a person waits for: made by the loop, and fetched."""

import io
import os

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.builders import make_indicator, make_officer, make_quarter, make_user
from tests.workbooks.books import ACTUALS, as_csv, read_here, xlsx
from workbooks import desk, exporting, importing, making, tasks
from workbooks.book import kept_book
from workbooks.checking import check
from workbooks.management.commands import run_imports
from workbooks.models import Import
from workbooks.progress import silent

Q2 = "2009/10 Q2"
CODES = [f"LAC {number:02d}" for number in range(1, 6)]


@pytest.fixture(autouse=True)
def place_of_its_own(settings, tmp_path):
    settings.IMPORTS_DIR = tmp_path


@pytest.fixture
def officer(db, client, monkeypatch):
    """An officer in a house where more than 3 rows are many."""
    monkeypatch.setattr(making, "MOST_AT_ONCE", 3)
    monkeypatch.setattr(tasks, "LARGE", 3)
    make_quarter(Q2)
    for code in CODES:
        make_indicator(code=code)
    user = make_officer(name="Olive Officer")
    client.force_login(user)
    return user


def words(response) -> str:
    return " ".join(response.content.decode().split())


def asked(client, address: str):
    """Ask for a file at the place where a small one is given at once; gives its page."""
    page = client.get(address, follow=True)
    form = page.context["form"]
    return client.post(reverse("files"), form.data, follow=True)


def taken(client, file: making.File) -> tuple[str, bytes]:
    answer = client.get(reverse("file-take", args=[file.key]))
    return answer.headers["Content-Disposition"], answer.getvalue()


def test_a_small_file_is_given_at_once(officer, client, monkeypatch):
    monkeypatch.setattr(making, "MOST_AT_ONCE", 1_000)
    for name in ("export-workbook", "export-tables"):
        answer = client.get(reverse(name))
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.getvalue().startswith(b"PK")
    assert making.files() == []


@pytest.mark.parametrize(
    ("name", "ending"), [("export-workbook", "xlsx"), ("export-tables", "zip")]
)
def test_a_large_export_is_made_by_the_loop_and_fetched(officer, client, name, ending):
    page = asked(client, reverse(name))
    assert "waits to be made" in words(page)
    assert "Nothing works on large files just now" in words(page)
    (file,) = making.files()
    listed = words(client.get(reverse("imports")))
    assert f"{file.in_words}</a>: not ready yet" in listed

    assert making.run(file.key, silent)
    page = words(client.get(reverse("file", args=[file.key])))
    (file,) = making.files()
    assert "is ready" in page
    assert f"Download {file.name}" in page
    assert file.name in words(client.get(reverse("imports")))
    said, content = taken(client, file)
    assert said == f'attachment; filename="{file.name}"'
    assert file.name.endswith(f".{ending}")
    checked = check(read_here(file.name, content), kept_book())
    assert (checked.errors, checked.changes) == ([], [])


def test_the_loop_makes_what_is_wanted(officer, client, monkeypatch):
    asked(client, reverse("export-workbook"))
    monkeypatch.setattr(
        run_imports, "in_a_process", lambda option, which, _: making.run(which, silent)
    )
    call_command("run_imports", once=True)
    assert [each.is_done for each in making.files()] == [True]


def test_the_marked_up_copy_of_a_large_file_is_made_by_the_loop(officer, client):
    rows = [[code, "2009/10 Q1", Q2, "finale", 30, 40, None] for code in CODES]
    record = importing.receive("large.xlsx", xlsx(Actuals=[ACTUALS, *rows]), by=officer)
    importing.preview_afresh(record)
    page = asked(client, reverse("import-marked", args=[record.pk]))
    assert "Your file, marked up waits to be made" in words(page)
    (file,) = making.files()
    assert making.run(file.key, silent)

    said, content = taken(client, making.find(file.key))
    assert "large-problems.xlsx" in said
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Actuals"]
    assert "finale" in sheet["D2"].comment.text


def test_a_copy_that_cannot_be_made_any_more_says_why(officer, client):
    rows = [[code, "2009/10 Q1", Q2, "finale", 30, 40, None] for code in CODES]
    record = importing.receive("actuals.csv", as_csv([ACTUALS, *rows]), by=officer)
    importing.preview_afresh(record)
    asked(client, reverse("import-marked", args=[record.pk]))
    importing.drop(Import.objects.get())
    (file,) = making.files()
    assert making.run(file.key, silent)
    page = words(client.get(reverse("file", args=[file.key])))
    assert "could not be made" in page
    assert "There is nothing to mark in this file any more." in page
    assert client.get(reverse("file-take", args=[file.key])).status_code == 404


def test_nobody_asks_twice_for_what_is_being_made(officer, client):
    for _ in range(2):
        asked(client, reverse("export-workbook"))
    assert len(making.files()) == 1
    asked(client, reverse("export-tables"))
    assert len(making.files()) == 2
    making.run(making.files()[0].key, silent)
    asked(client, reverse("export-workbook"))
    assert len(making.files()) == 3


def test_its_page_shows_how_far_it_is(officer, client):
    asked(client, reverse("export-workbook"))
    (file,) = making.files()
    making.begin(file)
    with desk.hold(desk.JOB):
        desk.tell(file=file.key, stage="writing", done=2_000, of=5_000)
        page = words(client.get(reverse("file", args=[file.key])))
    assert "Everything as a workbook is being made" in page
    assert "Writing the file: 2,000 of 5,000 rows" in page
    assert '<progress class="laa-progress" value="2000" max="5000"' in page


def test_one_that_was_stopped_is_taken_up_again(officer, client):
    asked(client, reverse("export-workbook"))
    (file,) = making.files()
    making.begin(file)
    assert "was stopped before it was made" in words(client.get(reverse("file", args=[file.key])))
    assert making.next_wanted() is None
    client.post(reverse("file", args=[file.key]))
    assert making.next_wanted().key == file.key


def test_one_that_cannot_even_begin_is_not_begun_over_and_over(officer, client, monkeypatch):
    asked(client, reverse("export-workbook"))
    (file,) = making.files()
    monkeypatch.setattr(run_imports, "in_a_process", lambda *given: True)
    run_imports.do_make(file.key)
    assert making.next_wanted() is None


def test_files_are_put_away_after_a_day_and_read_by_nobody_else(officer, client, monkeypatch):
    asked(client, reverse("export-workbook"))
    (file,) = making.files()
    making.run(file.key, silent)
    places = [making.place_of(file), making._paper(file.key)]
    assert [place.stat().st_mode & 0o777 for place in places] == [0o600, 0o600]
    monkeypatch.setattr(making, "SECONDS_KEPT", -1)
    assert making.files() == []
    assert not any(map(os.path.exists, places))
    assert client.get(reverse("file", args=[file.key])).status_code == 404


@pytest.mark.parametrize("given", [{}, {"what": "nothing"}, {"what": "marked"}])
def test_what_cannot_be_made_is_not_found(officer, client, given):
    for answer in (client.get(reverse("files"), given), client.post(reverse("files"), given)):
        assert answer.status_code == 404


def test_only_officers_ask_for_files_and_fetch_them(officer, client):
    asked(client, reverse("export-workbook"))
    (file,) = making.files()
    making.run(file.key, silent)
    client.force_login(make_user())
    for address in (
        reverse("files") + "?what=workbook",
        reverse("file", args=[file.key]),
        reverse("file-take", args=[file.key]),
    ):
        assert client.get(address).status_code == 403


def test_how_many_rows_there_are_costs_one_query(officer, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert making.is_large("workbook")


def test_a_text_that_no_cell_holds_is_told_on_its_page(officer, client, monkeypatch):
    def write(exported, out, tell):
        raise exporting.NotExported("Targets!A1: the text has too many characters")

    monkeypatch.setitem(making.MAKING, "workbook", making._export("xlsx", write))
    asked(client, reverse("export-workbook"))
    (file,) = making.files()
    making.run(file.key, silent)
    page = words(client.get(reverse("file", args=[file.key])))
    assert "Targets!A1: the text has too many characters." in page
