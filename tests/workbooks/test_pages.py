"""The pages on which officers bring files in and take everything out."""

import io
from urllib.parse import unquote

import openpyxl
import pytest
from django.urls import reverse

from indicators.models import Actual, Indicator
from periods.calendar import FinancialQuarter
from tests.builders import (
    make_actual,
    make_indicator,
    make_officer,
    make_plan,
    make_quarter,
    make_risk,
    make_user,
)
from tests.workbooks.books import ACTUALS, INDICATORS, PLANS, TARGETS, upload, xlsx
from workbooks import pages
from workbooks.importing import import_content, receive
from workbooks.models import Import
from workbooks.reading.limits import LARGEST_FILE

pytestmark = pytest.mark.django_db

Q1, Q2 = "2009/10 Q1", "2009/10 Q2"
BASE = {"Plans": PLANS, "Indicators": INDICATORS}


@pytest.fixture
def officer(client):
    user = make_officer(name="Olive Officer")
    client.force_login(user)
    return user


def words(response) -> str:
    """The page's text as a reader meets it."""
    return " ".join(response.content.decode().split())


def figure_of_30() -> Actual:
    return make_actual(
        indicator=make_indicator(code="LAC 01"), period=Q1, reported_in=make_quarter(Q2)
    )


CHANGED = {"Actuals": [[*ACTUALS, "Why"], ["LAC 01", Q1, Q2, "final", 31, 40, None, "Rain"]]}


# Who


@pytest.mark.parametrize("office", ["", "Board member"])
@pytest.mark.parametrize(
    "name", ["imports", "export-workbook", "export-tables", "workbook-template"]
)
def test_only_officers_enter(client, office, name):
    client.force_login(make_user(office=office))
    assert client.get(reverse(name)).status_code == 403
    assert client.post(reverse(name)).status_code == 403


def test_a_file_is_only_for_officers(client):
    record = receive("book.xlsx", xlsx(**BASE), by=make_officer())
    client.force_login(make_user())
    for address in (f"/imports/{record.pk}/", f"/imports/{record.pk}/plans/"):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403
    assert not Indicator.objects.exists()


# Bringing a file


def test_a_file_is_checked_shown_and_saved_when_it_is_confirmed(client, officer):
    shown = upload(client, xlsx(**BASE))
    assert "4 new rows" in words(shown)
    assert "Nothing is saved yet" in words(shown)
    assert not Indicator.objects.exists()
    record = Import.objects.get()

    saved = client.post(f"/imports/{record.pk}/", follow=True)

    assert "Everything in book.xlsx is saved." in words(saved)
    assert Indicator.objects.count() == 3
    assert Indicator.history.first().history_user == officer
    assert "Saved: 4 new rows" in words(client.get("/imports/"))


def test_people_whom_a_file_brought_are_to_be_invited(client, officer):
    people = [["E-mail", "Name"], ["ann@council.example", "Ann"], ["ben@council.example", "Ben"]]
    record = receive("book.xlsx", xlsx(People=people), by=officer)
    saved = client.post(f"/imports/{record.pk}/", follow=True)
    assert (
        '2 people cannot sign in yet: <a href="/admin/accounts/user/?invited=no">invite them</a>'
    ) in words(saved)


def test_the_old_and_the_new_value_are_shown_side_by_side(client, officer):
    figure_of_30()
    shown = upload(client, xlsx(**CHANGED))
    (sheet,) = shown.context["changes"]
    (row,) = sheet.rows
    assert row.name == (
        "LAC 01 (Health assessments up to date), 2009/10 Q1, reported in 2009/10 Q2"
    )
    assert [(each.heading, each.old, each.new) for each in row.fields] == [
        ("Numerator", 30, 31),
        ("Why", None, "Rain"),
    ]
    assert "Restricted: contains small numbers" in words(shown)


def test_a_reason_is_asked_where_one_is_needed_and_what_was_typed_stays(client, officer):
    figure = figure_of_30()
    shown = upload(client, xlsx(**CHANGED))
    address = shown.request["PATH_INFO"]
    assert "What needs a reason" in words(shown)

    without = client.post(address, {"reason": "  "})
    assert "Say why they are changed." in words(without)
    figure.refresh_from_db()
    assert figure.numerator == 30

    client.post(address, {"reason": "Recount"})
    figure.refresh_from_db()
    assert (figure.numerator, figure.reason) == (31, "Recount")


def test_what_is_doubtful_is_confirmed_by_a_tick(client, officer):
    make_indicator(code="LAC 01")
    rows = [ACTUALS, ["LAC 01", Q1, Q2, "final", None, None, 50]]
    shown = upload(client, xlsx(Actuals=rows))
    address = shown.request["PATH_INFO"]
    assert "50% has no cohort" in words(shown)

    assert "Confirm that you have checked" in words(client.post(address))
    assert not Actual.objects.exists()
    client.post(address, {"accept": "on"})
    assert Actual.objects.exists()


def test_all_problems_are_listed_with_their_cells_and_nothing_can_be_saved(client, officer):
    rows = [TARGETS, ["NI 101", "2009/11", None, "forty"]]
    shown = upload(client, xlsx(**BASE, Targets=rows))
    text = words(shown)
    assert "There are 2 problems in book.xlsx" in text
    assert "Targets!B2" in text
    assert "&quot;forty&quot; is not a number: write digits, such as 17.8" in text
    assert "Save all of it" not in text

    client.post(shown.request["PATH_INFO"])
    assert not Indicator.objects.exists()
    assert "Has problems" in words(client.get("/imports/"))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        pytest.param(
            "a.xlsx", b"hello", "The file is not a workbook: choose a spreadsheet", id="text"
        ),
        pytest.param("a.xlsx", b"", "The file is empty", id="empty"),
        pytest.param("a.pdf", b"%PDF-1.7", "The file is a PDF file, not a workbook", id="PDF"),
        pytest.param("a.xlsx", b"x" * (LARGEST_FILE + 1), "at most 20 MB", id="too large"),
    ],
)
def test_what_is_no_workbook_is_told_at_the_field(client, officer, name, content, sentence):
    shown = upload(client, content, name)
    assert sentence in shown.context["form"].errors["file"][0]
    assert not Import.objects.exists()


def test_no_file_at_all_is_told_at_the_field(client, officer):
    assert "Choose a file." in words(client.post("/imports/"))


def test_if_the_data_moved_the_preview_is_shown_again(client, officer):
    figure = figure_of_30()
    address = upload(client, xlsx(**CHANGED)).request["PATH_INFO"]
    Actual.objects.filter(pk=figure.pk).update(why="Snow")

    again = client.post(address, {"reason": "Recount"}, follow=True)

    assert "Nothing was saved: since you looked, somebody changed" in words(again)
    (clash,) = again.context["page"].object_list
    assert clash.fields == [("Numerator", 30, 30, 31), ("Why", None, "Snow", "Rain")]
    figure.refresh_from_db()
    assert (figure.numerator, figure.why) == (30, "Snow")


def test_pressing_twice_saves_once(client, officer):
    address = upload(client, xlsx(**BASE)).request["PATH_INFO"]
    client.post(address, follow=True)
    again = client.post(address, follow=True)
    assert again.status_code == 200
    assert Indicator.history.count() == 3


def test_a_file_can_be_put_aside(client, officer):
    address = upload(client, xlsx(**BASE)).request["PATH_INFO"]
    shown = client.post(address, {"drop": "yes"}, follow=True)
    assert "book.xlsx is put aside. Nothing was saved." in words(shown)
    assert "was put aside" in words(client.get(address))
    assert not Indicator.objects.exists()


def test_a_file_that_changes_nothing_says_so(client, officer):
    import_content("book.xlsx", xlsx(**BASE))
    shown = upload(client, xlsx(**BASE))
    assert "book.xlsx changes nothing" in words(shown)
    assert "Save all of it" not in words(shown)


def test_of_many_rows_the_first_are_shown_and_the_others_are_a_page_away(client, officer):
    make_indicator(code="LAC 02", unit="number")
    first = FinancialQuarter(2001, 1)
    quarters = [first.plus(each).label for each in range(28)]
    rows = [["LAC 02", each, each, "final", None, None, 5] for each in quarters]
    shown = upload(client, xlsx(Actuals=[ACTUALS, *rows]))

    sheet = next(each for each in shown.context["changes"] if each.name == "Actuals")
    assert (len(sheet.rows), sheet.more, sheet.in_all) == (pages.SHOWN_AT_ONCE, 8, 28)
    assert "And 8 more." in words(shown)
    record = Import.objects.get()
    every = client.get(f"/imports/{record.pk}/actuals/")
    assert len(every.context["page"].object_list) == 28
    assert client.get(f"/imports/{record.pk}/nonsense/").status_code == 404


def test_a_very_long_list_of_problems_is_paged_and_counted_whole(client, officer):
    rows = [["NI 77", "2009/10", None, 1]] * 250
    shown = upload(client, xlsx(Targets=[TARGETS, *rows]))
    address = shown.request["PATH_INFO"]
    assert shown.context["errors"].count >= 250
    assert len(shown.context["page"].object_list) == pages.PROBLEMS_ON_A_PAGE
    assert "Targets!A150" in words(client.get(address, {"page": 2}))


def test_what_a_file_says_is_never_taken_for_markup(client, officer):
    plans = [PLANS[0], ["<b>x</b>", "<script>alert(1)</script>", *PLANS[1][2:]]]
    shown = upload(client, xlsx(Plans=plans), "<img src=x>.xlsx")
    assert "<b>x</b>" not in words(shown)
    assert "&lt;b&gt;x&lt;/b&gt;" in words(shown)
    assert "<img src=x>" not in words(shown)


# Taking everything out


@pytest.mark.parametrize(
    ("name", "ending", "kind"),
    [
        ("export-workbook", ".xlsx", "spreadsheetml"),
        ("export-tables", ".zip", "application/zip"),
        ("workbook-template", ".xlsx", "spreadsheetml"),
    ],
)
def test_files_are_downloaded_with_a_name_and_a_kind(client, officer, name, ending, kind):
    response = client.get(reverse(name))
    content = b"".join(response.streaming_content)
    assert response.status_code == 200
    assert kind in response["Content-Type"]
    assert "attachment" in response["Content-Disposition"]
    assert unquote(response["Content-Disposition"]).rstrip('"').endswith(ending)
    assert content.startswith(b"PK")


def test_what_is_exported_in_the_browser_changes_nothing_when_it_is_brought_back(client, officer):
    import_content("book.xlsx", xlsx(**BASE))
    indicator = Indicator.objects.get(code="LAC 01")
    make_actual(
        indicator=indicator, period=Q1, reported_in=make_quarter(Q2), numerator=3, denominator=40
    )
    response = client.get("/imports/export.xlsx")
    content = b"".join(response.streaming_content)
    assert "laa-tracker-restricted-" in response["Content-Disposition"]
    assert openpyxl.load_workbook(io.BytesIO(content))["Actuals"]["E2"].value == 3
    assert "changes nothing" in words(upload(client, content))


def test_a_text_that_no_cell_can_hold_is_told_on_the_page(client, officer):
    make_risk(plan=make_plan(reference="P"), number=1, risk="x" * 40_000)
    response = client.get("/imports/export.xlsx", follow=True)
    assert "Risks!C2: the text has 40,000 characters" in words(response)


def test_the_list_costs_the_same_queries_however_many_files(
    client, officer, django_assert_max_num_queries
):
    def queries() -> int:
        with django_assert_max_num_queries(20) as counted:
            client.get("/imports/")
        return len(counted)

    import_content("one.xlsx", xlsx(Plans=PLANS))
    few = queries()
    for number in range(3):
        receive(f"{number}.xlsx", xlsx(**BASE), by=officer)
    assert queries() == few


def test_the_list_is_narrowed_by_state_person_and_name(client, officer):
    import_content("saved.xlsx", xlsx(Plans=PLANS))
    receive("waits.xlsx", xlsx(**BASE), by=officer)

    def listed(**asked) -> list[str]:
        return [each.name for each in client.get("/imports/", asked).context["page"]]

    assert listed() == ["waits.xlsx", "saved.xlsx"]
    assert listed(state="saved") == ["saved.xlsx"]
    assert listed(by=officer.pk) == ["waits.xlsx"]
    assert listed(by="none") == ["saved.xlsx"]
    assert listed(words="WAIT") == ["waits.xlsx"]
    checksum = Import.objects.get(name="saved.xlsx").checksum
    assert listed(words=checksum[:10]) == ["saved.xlsx"]
    assert listed(state="nonsense") == ["waits.xlsx", "saved.xlsx"]
    assert "No file is like that." in words(client.get("/imports/", {"words": "zzz"}))
    assert checksum[:10] in words(client.get("/imports/"))


def test_differences_of_one_sheet_are_paged(client, officer):
    make_indicator(code="LAC 02", unit="number")
    first = FinancialQuarter(1991, 1)
    quarters = [first.plus(each).label for each in range(60)]
    rows = [["LAC 02", each, each, "final", None, None, 5] for each in quarters]
    record = import_content(
        "many.xlsx", xlsx(Actuals=[ACTUALS, *rows]), accept_warnings=True
    ).record
    second = client.get(f"/imports/{record.pk}/actuals/", {"page": 2})
    assert [len(second.context["page"].object_list), second.context["page"].number] == [10, 2]
    assert "60 new or changed rows." in words(second)
