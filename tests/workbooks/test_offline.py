"""A return is taken along as a workbook, filled without a connection, and brought back."""

import hashlib
import io
import re
import zipfile
from datetime import date
from xml.sax.saxutils import escape

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from returns.handing_in import hand_in
from returns.models import Draft, Return
from returns.questions import Questionnaire
from returns.services import start
from returns.workflow import ReturnState
from tests.builders import (
    make_action_update,
    make_draft,
    make_milestone_update,
    make_plan,
    make_quarter,
    make_user,
    set_state,
)
from tests.returns.house import FIGURE, Q3, client_of, make_house
from tests.workbooks.books import PLANS, as_csv, as_zip, read_here, xlsx
from workbooks import offline_reading
from workbooks.offline import PAGES, boxes_of
from workbooks.offline_reading import read_filled
from workbooks.offline_writing import FILL_IN, NOT_ASKED, TOO_LONG, write_return
from workbooks.reading.limits import NotRead
from workbooks.reading.tables import read_content

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day_of_the_demonstration(settings):
    settings.LAA_TODAY = date(2010, 1, 11)


@pytest.fixture
def house():
    return make_house()


@pytest.fixture(autouse=True)
def read_here_instead(monkeypatch):
    """Files are read without a process of their own, but where a test asks for it."""
    monkeypatch.setattr(offline_reading, "read_content", read_here)


@pytest.fixture
def in_a_process_of_its_own(monkeypatch, read_here_instead):
    monkeypatch.setattr(offline_reading, "read_content", read_content)


@pytest.fixture
def client(house):
    return client_of(house.manager)


@pytest.fixture
def taken(house, client):
    """The workbook as the manager took it along."""
    return book_of(client.get(house.address + "workbook.xlsx").content)


def book_of(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def content_of(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def place(book: openpyxl.Workbook, sheet: str, about: str, heading: str) -> str:
    """The address of a cell, by its row's reference and its heading."""
    rows = book[sheet]
    (column,) = [cell.column_letter for cell in rows[1] if cell.value == FILL_IN + heading]
    (row,) = [cell.row for cell in rows["A"] if cell.value == about]
    return f"{column}{row}"


def fill(book: openpyxl.Workbook, sheet: str, about: str, **answers) -> list[str]:
    """Write answers into a row, as text where they are text; gives their places."""
    page = next(each for each in PAGES if each.name == sheet)
    places = []
    for box, value in answers.items():
        at = place(book, sheet, about, page.heading(box))
        book[sheet][at] = value
        if isinstance(value, str):
            book[sheet][at].data_type = "s"
        places.append(f"{sheet}!{at}")
    return places


def bring(client, house, book: openpyxl.Workbook | bytes, name: str = "return.xlsx"):
    content = book if isinstance(book, bytes) else content_of(book)
    return client.post(house.at("upload"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def put_in(client, house, shown, **choices):
    """Press the button under what is shown."""
    (seen,) = re.findall(r'name="seen" value="(\w+)"', shown.content.decode())
    return client.post(house.at("upload"), {"seen": seen} | choices, follow=True)


def words(response) -> str:
    """The page's text as a reader meets it."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("&quot;", '"').split())


def typed(house, about: str) -> dict | None:
    """What somebody answered, without the boxes they left blank; None where there is no draft."""
    draft = Draft.objects.filter(owner=house.ours, about=about).first()
    return draft and {name: text for name, text in draft.typed.items() if text}


def type_all(house, **instead) -> None:
    """Everything is typed into the return, which somebody has begun by that."""
    house.type_all(**instead)
    start(house.ours, by=house.manager)


def hand_all_in(house) -> None:
    type_all(house)
    hand_in(house.ours, by=house.lead)


def answer_as_lead(house, about: str, **answers) -> None:
    """The lead answers one question in the browser."""
    make_draft(owner=house.ours, about=about, typed=answers, by=house.lead)
    start(house.ours, by=house.lead)


def filled_in_full(book: openpyxl.Workbook, house) -> None:
    fill(book, "Figures", FIGURE, numerator=6, denominator=40)
    fill(book, "Actions", "action-1", status="On track")
    fill(book, "Milestones", "milestone-1.1", how="Yes, it is done", done_on=date(2009, 12, 30))
    fill(book, "Risks", "risk-1", impact="Medium", likelihood="low")
    fill(book, "Dependencies", f"dependency-{house.dependency.pk}", status="On course")
    fill(book, "Summary", "summary", summary="All is well.\n\nMore soon.")


# The workbook ---------------------------------------------------------------------------------


def test_the_workbook_asks_what_the_return_asks_and_says_what_stood_before(taken):
    rows = {
        (sheet.title, row[0]): row
        for sheet in taken
        for row in sheet.iter_rows(min_row=2, max_col=3, values_only=True)
    }
    asked = [about for name, about in rows if name in {page.name for page in PAGES}]

    assert {FIGURE, "action-1", "milestone-1.1", "risk-1", "summary"} <= set(asked)
    assert "final figure for 2008/09 academic year" in rows["Figures", FIGURE][1]
    assert "2008/09, provisional: 12.5% (5 of 40" in rows["Figures", FIGURE][2]
    assert "Two moved school." in rows["Figures", FIGURE][2]
    assert len([each for each in asked if each.startswith("new-risk-")]) == 3


def test_the_first_sheet_says_whose_it_is_until_when_and_where_to_bring_it(taken, house):
    said = " ".join(str(cell.value) for row in taken["Start here"] for cell in row)

    assert "NI 101 return for 2009/10 Quarter 3" in said
    assert "Friday 15 January 2010" in said
    assert house.at("upload") in said
    assert "It may be late or fall short unless something changes." in said


def test_only_the_cells_to_fill_are_open_and_each_is_headed_so(taken):
    for page in PAGES:
        sheet = taken[page.name]
        assert sheet.protection.sheet
        assert not sheet.protection.password
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                headed = str(sheet.cell(1, cell.column).value).startswith(FILL_IN)
                is_open = cell.has_style and not cell.protection.locked
                assert is_open == (headed and cell.value != NOT_ASKED), cell


@pytest.mark.parametrize(
    ("sheet", "about", "heading", "words"),
    [
        ("Actions", "action-1", "How is it going?", ["Not started", "On track", "At risk"]),
        ("Risks", "risk-1", "Impact", ["Nil", "Low", "Medium", "High"]),
        ("Risks", "risk-1", "This risk is over: close it", ["Yes", "No"]),
        (
            "Figures",
            FIGURE,
            "Is the figure known?",
            ["Yes", "No, it is not available yet"],
        ),
    ],
)
def test_a_choice_has_its_words_in_a_list(taken, sheet, about, heading, words):
    at = place(taken, sheet, about, heading)
    (rule,) = [each for each in taken[sheet].data_validations.dataValidation if at in each.sqref]
    column, last = re.fullmatch(r"=?Words!\$(\w+)\$1:\$\w+\$(\d+)", rule.formula1).groups()

    offered = [taken["Words"][f"{column}{row}"].value for row in range(1, int(last) + 1)]

    assert rule.type == "list"
    assert offered[: len(words)] == words
    assert taken["Words"].sheet_state == "hidden"


@pytest.mark.parametrize(
    ("sheet", "about", "heading", "kind"),
    [
        ("Figures", FIGURE, "Numerator", "whole"),
        ("Milestones", "milestone-1.1", "When was it done?", "date"),
    ],
)
def test_numbers_and_dates_are_checked_as_they_are_typed(taken, sheet, about, heading, kind):
    at = place(taken, sheet, about, heading)
    (rule,) = [each for each in taken[sheet].data_validations.dataValidation if at in each.sqref]

    assert rule.type == kind
    assert rule.operator == "greaterThanOrEqual"


def test_every_box_of_every_form_has_a_column():
    for page in PAGES:
        assert {name for form in page.forms for name in form.base_fields} == set(page.boxes)
        headings = [page.heading(each) for each in page.boxes]
        assert len(set(headings)) == len(headings)


def test_what_is_in_the_return_stands_in_the_workbook(house, client):
    type_all(
        house,
        **{
            FIGURE: {"available": "yes", "numerator": "6", "denominator": "1,040", "why": "=1+1"},
            "milestone-1.1": {
                "how": "done", "done_on_day": "30", "done_on_month": "12", "done_on_year": "2009",
            },
            "risk-1": {"impact": "Medium", "likelihood": "Low", "closed": "on"},
        }
    )  # fmt: skip
    book = book_of(client.get(house.address + "workbook.xlsx").content)

    def cell(sheet, about, heading):
        return book[sheet][place(book, sheet, about, heading)]

    assert cell("Figures", FIGURE, "Numerator").value == 6
    assert cell("Figures", FIGURE, "Denominator").value == "1,040"
    assert cell("Milestones", "milestone-1.1", "When was it done?").value.date() == date(
        2009, 12, 30
    )
    assert cell("Risks", "risk-1", "This risk is over: close it").value == "Yes"
    risky = cell("Figures", FIGURE, "Why is it off target?")
    assert (risky.value, risky.data_type, risky.quotePrefix) == ("=1+1", "s", True)


def test_a_record_that_is_kept_stands_in_the_workbook_with_its_date(house, client):
    make_milestone_update(
        milestone=house.milestone, quarter=house.round, done_on=date(2009, 12, 30)
    )
    book = book_of(client.get(house.address + "workbook.xlsx").content)

    at = place(book, "Milestones", "milestone-1.1", "When was it done?")

    assert book["Milestones"][at].value.date() == date(2009, 12, 30)


def test_a_text_too_long_for_a_cell_stays_in_the_return(house, client):
    type_all(house, summary={"summary": "x" * 40_000})
    book = book_of(client.get(house.address + "workbook.xlsx").content)

    cell = book["Summary"][place(book, "Summary", "summary", "What should the Board know?")]

    assert cell.value == TOO_LONG
    assert cell.protection.locked
    assert "Nothing new" in words(bring(client, house, book))


# There and back -------------------------------------------------------------------------------


@pytest.mark.parametrize("begun", [False, True], ids=["not started", "all typed"])
def test_what_comes_back_as_it_was_is_nothing_new(house, client, begun):
    if begun:
        type_all(house)
    before = list(Draft.objects.values("about", "typed", "version"))

    response = bring(client, house, client.get(house.address + "workbook.xlsx").content)

    assert "Nothing new" in words(response)
    assert list(Draft.objects.values("about", "typed", "version")) == before


@pytest.mark.usefixtures("in_a_process_of_its_own")
def test_a_return_filled_in_the_workbook_can_be_handed_in(house, client, taken):
    filled_in_full(taken, house)

    shown = bring(client, house, taken)
    assert Draft.objects.count() == 0
    after = put_in(client, house, shown)

    assert "9 answers from return.xlsx are in the return." in words(after)
    assert typed(house, FIGURE) == {"available": "yes", "numerator": "6", "denominator": "40"}
    assert typed(house, "action-1") == {"status": "on track"}
    assert typed(house, "milestone-1.1") == {
        "how": "done", "done_on_day": "30", "done_on_month": "12", "done_on_year": "2009",
    }  # fmt: skip
    assert typed(house, "risk-1") == {"impact": "Medium", "likelihood": "Low"}
    assert typed(house, "summary") == {"summary": "All is well.\n\nMore soon."}
    hand_in(house.ours, by=house.manager)
    assert house.ours.state == ReturnState.SUBMITTED


def test_the_same_file_twice_is_nothing_new(house, client, taken):
    filled_in_full(taken, house)
    put_in(client, house, bring(client, house, taken))
    kept = list(Draft.objects.values("about", "typed", "version"))

    assert "Nothing new" in words(bring(client, house, taken))
    assert list(Draft.objects.values("about", "typed", "version")) == kept


def test_the_button_pressed_twice_puts_in_once(house, client, taken):
    fill(taken, "Actions", "action-1", status="On track")
    shown = bring(client, house, taken)
    put_in(client, house, shown)

    again = put_in(client, house, shown)

    assert "Your file was put in already" in words(again)
    assert Draft.objects.get(about="action-1").version == 1


def test_answers_are_kept_right_or_wrong(house, client, taken):
    fill(taken, "Figures", FIGURE, numerator="n/a", denominator="½")

    put_in(client, house, bring(client, house, taken))

    assert typed(house, FIGURE) == {"available": "yes", "numerator": "n/a", "denominator": "½"}


def test_a_blank_cell_leaves_the_draft_as_it_is(house, client):
    type_all(house, **{"action-1": {"status": "at risk", "commentary": "Rain"}})
    book = book_of(client.get(house.address + "workbook.xlsx").content)
    fill(book, "Actions", "action-1", status="Delayed", commentary=None)

    put_in(client, house, bring(client, house, book))

    assert typed(house, "action-1") == {"status": "delayed", "commentary": "Rain"}


def test_a_tick_is_taken_out_by_a_no(house, client):
    type_all(house, **{"risk-1": {"impact": "High", "likelihood": "Low", "closed": "on"}})
    book = book_of(client.get(house.address + "workbook.xlsx").content)
    fill(book, "Risks", "risk-1", closed="no")

    put_in(client, house, bring(client, house, book))

    assert typed(house, "risk-1") == {"impact": "High", "likelihood": "Low"}


def test_new_things_are_proposed_once(house, client, taken):
    about = taken["New risks"]["A2"].value
    fill(taken, "New risks", about, risk="Snow", impact="Low", likelihood="Medium")
    about_milestone = taken["New milestones"]["A2"].value
    action = f"{house.action.number}. {house.action.action}"
    fill(taken, "New milestones", about_milestone, of_action=action, words="Half way")

    put_in(client, house, bring(client, house, taken))

    assert typed(house, about) == {"risk": "Snow", "impact": "Low", "likelihood": "Medium"}
    assert typed(house, about_milestone) == {
        "of_action": str(house.action.pk), "words": "Half way",
    }  # fmt: skip
    assert Questionnaire(house.ours).named(about).is_proposal
    assert "Nothing new" in words(bring(client, house, taken))


def test_the_workbook_saved_as_an_open_document_spreadsheet_is_read(house, client, taken):
    filled_in_full(taken, house)

    after = put_in(client, house, bring(client, house, as_ods(taken), "return.ods"))

    assert "9 answers" in words(after)
    assert typed(house, "summary") == {"summary": "All is well.\n\nMore soon."}
    assert typed(house, "milestone-1.1")["done_on_day"] == "30"


def as_ods(book: openpyxl.Workbook) -> bytes:
    tables = "".join(
        f"<table:table table:name='{sheet.title}'>{''.join(map(ods_row, sheet.iter_rows()))}"
        "</table:table>"
        for sheet in book
    )
    return as_zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": "<office:document-content xmlns:office='o' xmlns:table='t' "
            f"xmlns:text='x'><office:body><office:spreadsheet>{tables}</office:spreadsheet>"
            "</office:body></office:document-content>",
        }
    )


def ods_row(row) -> str:
    return f"<table:table-row>{''.join(ods_cell(cell.value) for cell in row)}</table:table-row>"


def ods_cell(value) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        kind = f"office:value-type='date' office:date-value='{value:%Y-%m-%d}'"
        return f"<table:table-cell {kind}/>"
    if isinstance(value, int):
        return f"<table:table-cell office:value-type='float' office:value='{value}'/>"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
    return f"<table:table-cell office:value-type='string'>{lines}</table:table-cell>"


# What is shown before -------------------------------------------------------------------------


def test_the_preview_shows_old_and_new_and_changes_nothing(house, client):
    type_all(house, **{"action-1": {"status": "at risk", "commentary": "Rain"}})
    book = book_of(client.get(house.address + "workbook.xlsx").content)
    fill(book, "Actions", "action-1", commentary="Sun")
    fill(book, "Milestones", "milestone-1.1", how="Yes, it is done", done_on=date(2010, 1, 4))

    shown = words(bring(client, house, book))

    assert "What happened this quarter? Rain Sun" in shown
    assert "When was it done? – 4 January 2010" in shown
    assert typed(house, "action-1")["commentary"] == "Rain"


def test_a_file_waits_for_its_owner_alone_and_can_be_put_aside(house, client, taken):
    fill(taken, "Summary", "summary", summary="Only mine")
    bring(client, house, taken)

    theirs = client_of(house.lead).get(house.at("upload"))
    mine = client.get(house.at("upload"))
    after = client.post(house.at("upload"), {"drop": "yes"}, follow=True)

    assert "Only mine" not in words(theirs)
    assert "Only mine" in words(mine)
    assert "put aside" in words(after)
    assert "Only mine" not in words(client.get(house.at("upload")))
    assert Draft.objects.count() == 0


# Somebody else wrote meanwhile ----------------------------------------------------------------


@pytest.fixture
def clash(house, client, taken):
    """The file answers what the lead answered in the return after it was taken along."""
    fill(taken, "Summary", "summary", summary="Mine")
    fill(taken, "Actions", "action-1", status="On track")
    answer_as_lead(house, "summary", summary="Theirs")
    return bring(client, house, taken)


def test_two_answers_to_one_question_are_both_shown(clash, house):
    shown = words(clash)

    assert "Changed by somebody else" in shown
    assert f"saved by {house.lead.name}" in shown
    assert "Theirs Mine" in shown


def test_nobody_overwrites_without_choosing(clash, client, house):
    after = put_in(client, house, clash)

    assert "Choose which answer is right for “Summary for the Board”." in words(after)
    assert typed(house, "summary") == {"summary": "Theirs"}
    assert typed(house, "action-1") is None


@pytest.mark.parametrize(("choice", "kept"), [("keep", "Theirs"), ("take", "Mine")])
def test_what_was_chosen_is_kept_and_the_rest_goes_in(clash, client, house, choice, kept):
    put_in(client, house, clash, summary=choice)

    assert typed(house, "summary") == {"summary": kept}
    assert typed(house, "action-1") == {"status": "on track"}


def test_another_box_of_the_same_question_is_no_clash(house, client, taken):
    fill(taken, "Actions", "action-1", status="On track")
    answer_as_lead(house, "action-1", commentary="Theirs")

    put_in(client, house, bring(client, house, taken))

    assert typed(house, "action-1") == {"commentary": "Theirs", "status": "on track"}


def test_an_untouched_cell_never_puts_an_old_answer_back(house, client):
    type_all(house)
    book = book_of(client.get(house.address + "workbook.xlsx").content)
    Draft.objects.filter(about="summary").update(typed={"summary": "Newer"}, version=2)

    assert "Nothing new" in words(bring(client, house, book))
    assert typed(house, "summary") == {"summary": "Newer"}


def test_what_changes_between_looking_and_pressing_is_shown_again(house, client, taken):
    fill(taken, "Summary", "summary", summary="Mine")
    shown = bring(client, house, taken)
    answer_as_lead(house, "summary", summary="Theirs")

    after = words(put_in(client, house, shown))

    assert "Nothing was put in" in after
    assert "Theirs Mine" in after
    assert typed(house, "summary") == {"summary": "Theirs"}


def test_a_record_that_changed_elsewhere_is_still_to_be_looked_at(house, client):
    type_all(house)
    book = book_of(client.get(house.address + "workbook.xlsx").content)
    make_action_update(action=house.action, quarter=house.round, status="delayed", commentary="Ice")
    fill(book, "Actions", "action-1", commentary="From the train")

    put_in(client, house, bring(client, house, book))

    assert typed(house, "action-1") == {"status": "on track", "commentary": "From the train"}
    assert Questionnaire(house.ours).named("action-1").moved_on


def test_a_return_that_was_handed_in_between_is_left_alone(house, client, taken):
    fill(taken, "Summary", "summary", summary="Mine")
    shown = bring(client, house, taken)
    hand_all_in(house)

    after = words(put_in(client, house, shown))

    assert "This return is submitted" in after
    assert "Nothing of your file was put in." in after
    assert house.ours.summary == "All is well."


# Who, and when --------------------------------------------------------------------------------


def somebody(house, who: str):
    make_plan(reference="NI 99")
    return {
        "stranger": lambda: make_user(),
        "board": lambda: make_user(office="Board member"),
        "lead": lambda: house.lead,
        "officer": lambda: house.officer,
    }[who]()


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("board", 404), ("lead", 200), ("officer", 200)]
)
def test_whoever_may_see_the_return_may_take_it_along(house, who, status):
    client = client_of(somebody(house, who))

    assert client.get(house.address + "workbook.xlsx").status_code == status
    assert client.get(house.at("upload")).status_code == status
    assert bring(client, house, b"nonsense").status_code == status


@pytest.mark.parametrize("state", ["closed", "published"])
def test_a_round_that_is_over_says_so(house, client, taken, state):
    fill(taken, "Summary", "summary", summary="Late")
    set_state(Q3, state)

    downloaded = client.get(house.address + "workbook.xlsx", follow=True)
    brought = bring(client, house, taken)

    assert f"2009/10 Q3 is {state}" in words(downloaded)
    assert f"2009/10 Q3 is {state}" in words(brought)
    assert "Nothing of your file was put in." in words(brought)
    assert f"2009/10 Q3 is {state}" in words(client.get(house.at("upload")))
    assert Draft.objects.count() == 0


def test_the_return_leads_to_its_workbook_while_it_can_be_written(house, client):
    link = house.address + "workbook.xlsx"

    assert link in client.get(house.address).content.decode()
    hand_all_in(house)
    assert link not in client.get(house.address).content.decode()


def test_taking_the_workbook_along_begins_nothing(house, client):
    client.get(house.address + "workbook.xlsx")

    assert not Return.objects.filter(plan=house.plan).exists()


# Files that are not taken ---------------------------------------------------------------------


def edited(sheet: str, cell: str, value):
    def edit(book):
        book[sheet][cell] = value

    return edit


def renamed(book):
    book["Risks"].title = "Risks (2)"


def removed(book):
    del book["Risks"]
    del book["Actions"]


def unmarked(book):
    del book["LAA Tracker"]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        pytest.param(
            edited("LAA Tracker", "B2", "ni-99"), "bring the file at its own return", id="plan"
        ),
        pytest.param(
            edited("LAA Tracker", "B3", "2009-q2"), "bring the file at its own return", id="quarter"
        ),
        pytest.param(
            edited("LAA Tracker", "B1", "0"),
            "The file was made by another version of LAA Tracker",
            id="version",
        ),
        pytest.param(
            unmarked, "The file is not the workbook of a return, or something", id="marks"
        ),
        pytest.param(
            renamed, "The file has no sheet Risks: it was renamed or taken out.", id="renamed"
        ),
        pytest.param(removed, "The file has no sheet Actions and Risks", id="removed"),
        pytest.param(
            edited("Actions", "A1", "Ref"),
            "Actions!A1: the heading “Reference” is missing",
            id="reference",
        ),
    ],
)
def test_a_workbook_that_is_not_this_returns_is_refused(house, client, taken, edit, said):
    fill(taken, "Summary", "summary", summary="Lost?")
    edit(taken)

    assert said in words(bring(client, house, taken))
    assert "Put these into the return" not in words(client.get(house.at("upload")))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("book.xlsx", xlsx(Plans=PLANS), "not the workbook of a return"),
        ("Figures.csv", as_csv([["Reference"]]), "not the workbook of a return"),
        ("book.xlsx", b"", "The file is empty"),
        ("book.xlsx", b"PK\x03\x04 cut short", "damaged"),
        ("book.xlsx", b"%PDF-1.7", "is a PDF file"),
        (
            "letter.txt",
            b"Dear all",
            "choose the workbook of this return that you filled in (.xlsx, .ods).",
        ),
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Office format"),
    ],
    ids=["another workbook", "a table", "empty", "damaged", "a paper", "a letter", "old"],
)
@pytest.mark.usefixtures("in_a_process_of_its_own")
def test_another_file_is_refused_with_a_sentence(house, client, name, content, said):
    assert said in words(bring(client, house, content, name))


def test_no_file_is_asked_for(house, client):
    assert "Choose a file." in words(client.post(house.at("upload")))


# Cells that are left out ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "box", "value", "said"),
    [
        ("Milestones", "done_on", "8/1/20", "may be 8 January 2020 or 1 August 2020"),
        ("Milestones", "done_on", "soon", '"soon" is not a date'),
        ("Risks", "impact", "huge", "“huge” is not one of the words here: choose Nil, Low"),
        ("Risks", "closed", "perhaps", "choose Yes or No"),
        ("Risks", "commentary", date(2009, 8, 1), "made a date of this (1 August 2009)"),
        ("Figures", "numerator", date(2009, 8, 1), "made a date of this (1 August 2009)"),
        ("Figures", "value", "#REF!", "#REF! is a formula’s error"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_told_and_the_rest_is_taken(
    house, client, taken, sheet, box, value, said
):
    about = {"Milestones": "milestone-1.1", "Risks": "risk-1", "Figures": FIGURE}[sheet]
    (where,) = fill(taken, sheet, about, **{box: value})
    if value == "#REF!":
        taken[sheet][where.partition("!")[2]].data_type = "e"
    fill(taken, "Summary", "summary", summary="The rest")

    shown = bring(client, house, taken)
    put_in(client, house, shown)

    assert f"{where} :" in words(shown)
    assert said.replace("’", "'") in words(shown).replace("’", "'").replace("&#x27;", "'")
    assert typed(house, "summary") == {"summary": "The rest"}
    assert typed(house, about) is None


def test_a_date_in_words_is_taken(house, client, taken):
    fill(taken, "Milestones", "milestone-1.1", how="Yes, it is done", done_on="30 December 2009")

    put_in(client, house, bring(client, house, taken))

    assert typed(house, "milestone-1.1")["done_on_month"] == "12"


def test_a_formula_that_was_never_worked_out_is_left_out(house, client, taken):
    at = place(taken, "Figures", FIGURE, "Numerator")
    taken["Figures"][at] = "=3+3"

    assert f"Figures!{at} : This formula has no value yet" in words(bring(client, house, taken))


def test_what_a_formula_gave_is_taken_and_said(house, client, taken):
    at = place(taken, "Figures", FIGURE, "Numerator")
    taken["Figures"][at] = "=3+3"
    content = worked_out(content_of(taken), "6")

    shown = bring(client, house, content)
    put_in(client, house, shown)

    assert f"Figures!{at} : This is a formula, and what it gave is taken: 6." in words(shown)
    assert typed(house, FIGURE)["numerator"] == "6"


def worked_out(content: bytes, value: str) -> bytes:
    """The workbook with its formula's value, as a spreadsheet program would save it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(
                name, re.sub(rb"</f><v ?/>|</f><v></v>", f"</f><v>{value}</v>".encode(), text)
            )
    return out.getvalue()


@pytest.mark.parametrize(
    ("about", "said"),
    [
        pytest.param("action-9", "“action-9” is not asked here", id="unknown"),
        pytest.param("risk-1", "“risk-1” is not asked here", id="of another sheet"),
        pytest.param(None, "Nothing is asked here", id="missing"),
        pytest.param("new-action-z", "“new-action-z” is not asked here", id="made up"),
    ],
)
def test_a_row_of_no_question_is_told(house, client, taken, about, said):
    fill(taken, "Actions", "action-1", status="On track")
    taken["Actions"]["A2"] = about

    shown = words(bring(client, house, taken))

    assert f"Actions!A2 : {said}" in shown
    assert "return.xlsx: nothing new" in shown


def test_a_question_that_stands_twice_is_taken_once(house, client, taken):
    fill(taken, "Actions", "action-1", status="On track")
    for column, value in zip("ABCD", ("action-1", "", "", "Delayed"), strict=True):
        taken["Actions"][f"{column}3"] = value

    shown = bring(client, house, taken)
    put_in(client, house, shown)

    assert "Actions!A3 : “action-1” stands in Actions!A2 already" in words(shown)
    assert typed(house, "action-1") == {"status": "on track"}


def test_a_heading_that_is_none_is_told(house, client, taken):
    fill(taken, "Actions", "action-1", status="On track")
    taken["Actions"]["D1"] = "Status"

    assert "Actions!D1 : This is no heading of the sheet" in words(bring(client, house, taken))


def test_a_sheet_of_ones_own_is_left_out_and_said(house, client, taken):
    taken.create_sheet("Notes")["A1"] = "Ask Ann"

    assert "Notes : This sheet is none of the workbook’s" in words(bring(client, house, taken))


def test_what_is_written_where_nothing_is_asked_is_told(house, client, taken):
    row = taken["Summary"]
    (number,) = [cell.row for cell in row["A"] if cell.value == "nothing-risks"]
    row[f"D{number}"] = "Words"

    assert f"Summary!D{number} : This is not asked here" in words(bring(client, house, taken))


def test_a_file_of_too_many_words_is_refused(house, monkeypatch):
    monkeypatch.setattr(offline_reading, "MOST_CHARACTERS", 10)
    book = book_of(workbook(house))
    fill(book, "Summary", "summary", summary="x" * 11)

    with pytest.raises(NotRead, match="more than 10 characters"):
        read(house, content_of(book))


def lengthened(book) -> None:
    for number in range(1_001):
        book["Actions"].append([f"action-{number}"])


def widened(book) -> None:
    for number in range(700):
        book["Risks"].append([f"risk-{number}", *["x"] * 30])


def with_many_sheets(book) -> None:
    for number in range(25):
        for _ in range(900):
            book["Risks" if not number else f"More {number}"].append(["x"])
        book.create_sheet(f"More {number + 1}")


@pytest.mark.parametrize(("name", "save"), [("return.xlsx", content_of), ("return.ods", as_ods)])
@pytest.mark.parametrize("edit", [lengthened, widened, with_many_sheets])
def test_a_file_of_more_rows_or_cells_than_a_return_has_is_refused(
    house, client, taken, edit, name, save
):
    edit(taken)

    shown = words(bring(client, house, save(taken), name))

    assert "The file has more in it than the workbook of a return can have" in shown


@pytest.mark.usefixtures("in_a_process_of_its_own")
def test_of_a_file_that_is_too_large_only_the_beginning_is_read(house, taken, monkeypatch):
    lengthened(taken)
    asked = []

    def read_and_keep(name, content, **how):
        asked.append(read_content(name, content, **how))
        return asked[-1]

    monkeypatch.setattr(offline_reading, "read_content", read_and_keep)
    with pytest.raises(NotRead, match="more in it than the workbook of a return"):
        read(house, content_of(taken))

    assert max(len(table.rows) for table in asked[0].tables) == 1_000


# What a file carries of what its boxes held ---------------------------------------------------


def marks_in(book) -> dict[tuple[str, str], str]:
    rows = list(book["LAA Tracker"].iter_rows(min_row=4, values_only=True))
    return {(about, box): mark for about, box, mark in rows}


def test_what_a_box_held_is_not_found_by_trial(house, settings):
    settings.SECRET_KEY = "one"
    type_all(house, **{FIGURE: {"available": "yes", "numerator": "6", "denominator": "6"}})
    marks = marks_in(book_of(workbook(house)))
    settings.SECRET_KEY = "another"
    others = marks_in(book_of(workbook(house)))

    tried = [str(number) for number in range(100)]
    digests = [hashlib.sha256(each.encode()).hexdigest() for each in tried]
    assert not [each for each in digests if each.startswith(marks[FIGURE, "numerator"][:16])]
    assert len({*marks.values(), *others.values()}) == len(marks) + len(others)


def test_a_file_handed_out_before_marks_had_a_key_is_taken(house, client):
    type_all(house)
    book = book_of(workbook(house))
    held = {"numerator": "6", "denominator": "40", "available": "Yes"}
    for row in book["LAA Tracker"].iter_rows(min_row=4):
        if row[0].value == FIGURE and row[1].value in held:
            row[2].value = hashlib.sha256(held[row[1].value].encode()).hexdigest()[:16]
    assert "Nothing new" in words(bring(client, house, book))

    type_all(house, **{FIGURE: {"available": "yes", "numerator": "7", "denominator": "40"}})
    fill(book, "Figures", FIGURE, denominator=41)
    put_in(client, house, bring(client, house, book))

    there = typed(house, FIGURE)
    assert (there["numerator"], there["denominator"]) == ("7", "41")


# Any text -------------------------------------------------------------------------------------


def workbook(house) -> bytes:
    ours = house.ours
    return write_return(
        ours,
        Questionnaire(ours),
        where="http://testserver/",
        made=timezone.localtime(),
        by=house.manager,
    )


def read(house, content: bytes):
    ours = house.ours
    return read_filled("return.xlsx", content, ours, Questionnaire(ours))


# What an XML file can hold, but for what stands for a character there.
TEXTS = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc"),
        include_characters="\n\t",
        exclude_characters="\ufffe\uffff",
    ),
    min_size=1,
    max_size=60,
).filter(lambda text: text.strip() and not re.search("_x[0-9A-Fa-f]{4}_", text))
ODD = ("=1+1", "'=1+1", 'say "-"', "a\n\n b ", "x" * 10_000, "1/2")
# What a database can hold.
KEPT = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")
# Each workbook takes a while, so it carries a text in each of its boxes.
BOXES = ("numerator", "why", "being_done", "back_on_track", "help_needed", "source")
SLOW = settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])


def one_in_each_box(texts):
    return st.fixed_dictionaries(dict.fromkeys(BOXES, texts))


@SLOW
@given(texts=one_in_each_box(TEXTS))
@example(texts=dict(zip(BOXES, ODD, strict=True)))
def test_any_text_in_a_cell_arrives_as_it_was_typed(house, texts):
    book = book_of(workbook(house))
    fill(book, "Figures", FIGURE, **texts)

    filled = read(house, content_of(book))

    assert filled.answers == {FIGURE: texts}
    assert not filled.told


@SLOW
@given(texts=one_in_each_box(st.text(KEPT, min_size=1, max_size=60)))
@example(texts=dict(zip(BOXES, ODD, strict=True)))
@example(texts=dict.fromkeys(BOXES, "\r\n_x0041_\x1f\ufffe\uffff"))
def test_any_text_of_the_return_comes_back_untouched(house, texts):
    type_all(house, **{FIGURE: texts})

    filled = read(house, workbook(house))

    assert filled.answers == {}
    assert not filled.told


def test_every_box_knows_how_it_stands(house):
    type_all(house)
    questions = Questionnaire(house.ours)

    texts = {
        each.about: {name: box.text for name, box in boxes_of(each).items() if box.text}
        for each in questions
    }

    assert texts["action-1"] == {"status": "On track"}
    assert texts["milestone-1.1"] == {
        "how": "No, it moves to a new date", "now_due": "2010-03-31", "reason": "The tutor left.",
    }  # fmt: skip
    assert make_quarter(Q3).label == Q3
