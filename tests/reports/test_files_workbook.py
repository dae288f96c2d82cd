"""The quarterly report as a workbook and as CSV, and as whom it is taken."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.models import Download
from reports.packs.about import WARNING, About
from reports.packs.tables import sheets_of
from reports.packs.workbook import as_csv, as_workbook
from reports.reading.objects import ActionCard, Commentary
from tests.builders import make_part, make_plan, make_quarter
from tests.look.markup import find, text
from tests.reports import samples
from tests.reports.files import BROWSER, rows_of_csv, rows_of_sheet, workbook_of

ADDRESS = "/reports/2009-q2"
RISKY = ("=1+1", "+44 1905", "-5", "@SUM(A1)", "\t=1+1", "\r=1+1", "'=1+1")


@pytest.fixture
def file(pages, officer):
    """The file of sample reports that an officer is given; a quarter to log it under."""
    make_quarter("2009/10 Q2", state="closed")
    pages.as_(officer)

    def get(ending, audience="officer", **headers):
        return pages.client.get(f"{ADDRESS}.{ending}?audience={audience}", **headers)

    return get


@pytest.fixture
def book(file):
    return workbook_of(file("xlsx"))


def about(**given):
    return About(**{"stamp": samples.stamp(), "view": "public view"} | given)


# What is in the workbook ----------------------------------------------------------------


def test_the_workbook_begins_with_a_cover_its_contents_and_notes(book):
    assert book.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    assert book["Cover"]["A1"].value == "Quarterly report, all plans: 2009/10 Quarter 2"
    assert [row["Sheet"] for row in rows_of_sheet(book, "Contents")] == book.sheetnames[2:]


def test_each_sheet_has_one_table_from_the_first_column_and_no_merged_cell(book):
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        assert table.ref.startswith("A")
        assert table.ref.endswith(str(sheet.max_row))
        assert not sheet.merged_cells.ranges
        assert sheet["A1"].font.b


def test_no_cell_of_a_table_is_blank(book):
    for sheet in book.worksheets[1:]:
        for row in rows_of_sheet(book, sheet.title):
            assert None not in row.values(), (sheet.title, row)


def test_every_mark_is_explained_in_the_notes(book):
    explained = {row["Mark or word"] for row in rows_of_sheet(book, "Notes")}
    used = {
        value
        for sheet in book.worksheets[3:]
        for row in rows_of_sheet(book, sheet.title)
        for value in row.values()
        if str(value).startswith("[")
    }
    assert used
    assert used <= explained


def test_every_status_word_is_explained_in_the_notes(book):
    explained = {row["Mark or word"] for row in rows_of_sheet(book, "Notes")}
    assert {row["Status"] for row in rows_of_sheet(book, "Indicators")} <= explained


def test_a_figure_is_a_number_as_a_reader_of_the_page_sees_it(book):
    row = rows_of_sheet(book, "Indicators")[0]
    assert (row["Reference"], row["Figure"], row["Unit"]) == ("NI 101", 12.5, "%")
    assert (row["Numerator"], row["Denominator"], row["Target"]) == (5, 40, 15)
    assert (row["Status"], row["Direction"]) == ("missed", "Better than 2007/08")
    assert row["In words"] == samples.NI_101.finding


@pytest.mark.parametrize(
    ("unit", "text", "value", "decimals"),
    [
        ("percentage", "91.5%", "91.5", 1),
        ("£", "£2,533,900", "2533900", 0),
        ("days", "88 days", "88", 0),
    ],
)
def test_the_year_to_date_is_a_number_with_its_unit_beside(unit, text, value, decimals):
    line = replace(
        samples.line(unit=unit, decimals=decimals),
        year_to_date=text, year_to_date_value=Decimal(value),
    )  # fmt: skip
    report = samples.quarterly_report(lines=(line,))

    class Response:
        content = as_workbook(report, about())

    (row,) = rows_of_sheet(workbook_of(Response), "Indicators")
    assert row["Year to date"] == float(value)
    assert row["Unit"] == {"percentage": "%"}.get(unit, unit)
    assert f",{value}," in as_csv(report, about()).decode()


def test_an_older_release_tells_the_year_to_date_in_its_words():
    line = replace(samples.line(), year_to_date="91.5%", year_to_date_value=None)
    assert "91.5%" in sheets_of(samples.quarterly_report(lines=(line,)))[0].rows[0]


def test_a_quarter_says_what_it_expected_and_got(book):
    rows = [row for row in rows_of_sheet(book, "Quarters") if row["Reference"] == "NI 101"]
    assert [row["Expected"] for row in rows] == ["forecast", "provisional", "final", "forecast"]
    assert (rows[0]["Figure"], rows[0]["Low"], rows[0]["High"]) == (10, 3, 7)
    assert rows[2]["Figure"] == "[z]"


def test_plans_actions_milestones_and_risks_have_their_sheets(book):
    assert rows_of_sheet(book, "Plans")[0]["Summary for the Board"] == "What the Board should know."
    assert [row["Status"] for row in rows_of_sheet(book, "Actions")][1:] == [
        "delayed",
        "not stated",
    ]
    assert [row["Milestone"] for row in rows_of_sheet(book, "Milestones")] == [
        "Destination data",
        "08/09 GCSE results",
    ]
    assert len(rows_of_sheet(book, "Risks")) == len(samples.RISKS)


def test_without_plans_every_sheet_says_so_in_place_of_a_table():
    for sheet in sheets_of(samples.quarterly_report(lines=(), plans=())):
        assert not sheet.rows
        assert sheet.none.startswith("There are no ")


def test_a_masked_figure_takes_everything_derived_with_it():
    report = samples.quarterly_report(
        lines=(samples.masked(),), plans=(replace(samples.summary(), withheld=True),)
    )
    sheet = sheets_of(report)[0]
    headings = [each.heading for each in sheet.columns]
    row = dict(zip(headings, sheet.rows[0], strict=True))
    for heading in ("Figure", "Numerator", "Denominator", "Target in people", "Year to date"):
        assert row[heading] == "[c]"
    for heading in ("Direction", "To meet the target", "How sure", "How near to change"):
        assert row[heading] == "[z]"
    assert row["Status"] == "masked"


def test_words_that_are_withheld_are_not_told_as_missing():
    hidden = replace(samples.summary(), actions=(), risks=(), summary="", withheld=True)
    line = replace(samples.NI_101, commentary=Commentary())
    indicators, _, plans, actions, *_ = sheets_of(
        samples.quarterly_report(lines=(line,), plans=(hidden,))
    )
    assert indicators.rows[0][-4:] == ("[w]",) * 4
    assert plans.rows[0][-1] == "[w]"
    assert actions.none == "There are no actions that the audience of this file may read."


@pytest.mark.parametrize("words", RISKY)
def test_no_text_is_taken_for_a_formula(words):
    action = ActionCard(1, words, update=words)
    line = replace(samples.NI_101, title=words, commentary=Commentary(why=words))
    report = samples.quarterly_report(
        lines=(line,), plans=(samples.summary(actions=(action,), summary=words),)
    )
    table = as_csv(report, about()).decode()
    assert "'" + words.strip("\t\r") in table or words.startswith(("\t", "\r"))

    class Response:
        content = as_workbook(report, about())

    read = workbook_of(Response)
    for sheet in read.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "@", "\t", "\r"))


def test_the_same_report_gives_the_same_bytes(file):
    assert file("xlsx").content == file("xlsx").content


def test_csv_holds_the_same_figures_as_the_workbook(file, book):
    sheet = rows_of_sheet(book, "Indicators")
    for one, other in zip(rows_of_csv(file("csv")), sheet, strict=True):
        for heading, value in other.items():
            if isinstance(value, int | float):
                assert Decimal(one[heading]) == Decimal(str(value))
            else:
                assert one[heading] == value


# As whom ----------------------------------------------------------------------------------


def test_a_browser_is_asked_as_whom_with_the_public_first(file):
    html = file("xlsx", audience="", **BROWSER).content.decode()
    radios = find(html, "input", type="radio", name="audience")
    assert [each[1]["value"] for each in radios] == ["public", "board", "officer"]
    assert ["checked" in each[1] for each in radios] == [True, False, False]
    assert not Download.objects.exists()


def test_what_no_browser_asks_for_is_the_masked_file(file):
    response = file("xlsx", audience="")
    assert response["Content-Type"].endswith("sheet")
    assert response["Vary"].count("Accept") == 1
    assert "quarterly-report-2009-q2-public-view" in response["Content-Disposition"]
    assert not Download.objects.exists()


def test_whoever_sees_only_the_public_view_is_not_asked(pages, somebody):
    pages.as_(somebody)
    response = pages.client.get(f"{ADDRESS}.xlsx", **BROWSER)
    assert response["Content-Type"].endswith("sheet")


@pytest.mark.parametrize("asked", ["officer", "board", "own", "nonsense"])
def test_a_view_that_is_not_ones_own_is_not_given(pages, somebody, asked):
    pages.as_(somebody)
    response = pages.client.get(f"{ADDRESS}.xlsx?audience={asked}")
    assert "public-view" in response["Content-Disposition"]
    assert not Download.objects.exists()


def test_a_full_file_says_that_it_is_restricted_on_every_sheet(file, book):
    assert "-officer-view-restricted.xlsx" in file("xlsx")["Content-Disposition"]
    assert book.properties.description == WARNING
    for sheet in book.worksheets:
        assert sheet["A2"].value == WARNING
        assert sheet.oddHeader.right.text == WARNING


def test_every_row_of_a_full_csv_says_that_it_is_restricted(file):
    assert {row["Handling"] for row in rows_of_csv(file("csv"))} == {WARNING}


def test_a_file_without_small_numbers_does_not_say_so():
    table = as_csv(samples.quarterly_report(), about()).decode()
    assert WARNING not in table
    assert "May be passed on" in table


def test_who_took_a_full_file_is_kept(file, officer):
    file("xlsx", audience="board")
    kept = Download.objects.get()
    assert (kept.by, kept.quarter_id, kept.view) == (officer, "2009/10 Q2", "board")
    assert (kept.release, kept.restricted) == (1, True)
    assert kept.file == "quarterly-report-2009-q2-board-view-restricted.xlsx"


def test_looking_whether_a_file_is_there_takes_none(file, pages):
    pages.client.head(f"{ADDRESS}.xlsx?audience=officer")
    assert not Download.objects.exists()


def test_a_lead_may_take_their_own_plan_in_full(pages, somebody):
    make_part(plan=make_plan(reference="NI 101"), user=somebody, part="lead")
    pages.show(own={"ni-101"}).as_(somebody)
    html = pages.client.get(f"{ADDRESS}.csv", **BROWSER).content.decode()
    radios = find(html, "input", type="radio", name="audience")
    assert [each[1]["value"] for each in radios] == ["public", "own"]


def test_the_files_stand_beside_the_title_of_the_report(pages, officer):
    links = pages.as_(officer).get(f"{ADDRESS}/").links()
    assert links["Download Excel (.xlsx)"] == f"{ADDRESS}.xlsx"
    assert links["Download CSV"] == f"{ADDRESS}.csv"


def test_officers_see_in_the_admin_who_took_what(file, client):
    file("csv")
    page = client.get("/admin/reports/download/").content.decode()
    assert "quarterly-report-2009-q2-officer-view-restricted.csv" in text(find(page, "main")[0])
