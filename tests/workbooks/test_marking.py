"""The file back, marked up: in its owner's format and layout, and brought again once mended."""

import csv
import io
import re
import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from indicators.models import Actual, Target
from tests.builders import make_indicator, make_officer, make_quarter, make_user
from tests.workbooks.books import (
    ACTUALS,
    INDICATORS,
    PLANS,
    TARGETS,
    as_csv,
    as_zip,
    by_hand,
    read_here,
    upload,
    xlsx,
)
from tests.workbooks.test_pages import words
from workbooks.importing import Verdict, import_content, receive
from workbooks.management.commands.import_workbook import Command
from workbooks.marking.copies import marked_copy
from workbooks.marking.marks import FILL, NotMarked

pytestmark = pytest.mark.django_db

Q1, Q2 = "2009/10 Q1", "2009/10 Q2"
# Each wrong cell, what makes it right, and words of what is told there.
WRONG = {
    # Plans
    ("Plans", "B3"): ("Health", "Title is blank"),
    ("Plans", "E4"): ("2008/09", "2008/10"),
    # Indicators
    ("Indicators", "A3"): ("LAC 01", "NI 200"),
    ("Indicators", "D4"): ("number", '"per cent" is not a word for Unit'),
    ("Indicators", "E5"): ("higher", "Good is is blank"),
    ("Indicators", "F6"): (1, "is not a whole number"),
    ("Indicators", "B7"): ("NI 101", "there is no plan NI 555"),
    # Targets
    ("Targets", "B2"): ("2009/10", '"2009/11" is not a year'),
    ("Targets", "B3"): ("2010/11", "did you mean"),
    ("Targets", "D4"): (15, "178% is not between 0 and 100"),
    ("Targets", "D5"): (15, '"forty" is not a number'),
    ("Targets", "D6"): (15, "needs its value"),
    ("Targets", "A7"): ("NI 101", "there is no indicator NI 77"),
    ("Targets", "D8"): (15, "#REF! is a formula"),
    ("Targets", "F9"): ("local", '"regional" is not a word for Designation'),
    ("Targets", "C10"): ("2009/10 Q1", "Q5"),
    ("Targets", "A12"): ("LAC 02", "have the same Indicator"),
    # Actuals
    ("Actuals", "E2"): (30, "41 is more than"),
    ("Actuals", "D3"): ("final", '"finished" is not a word for Standing'),
    ("Actuals", "D4"): ("final", "Standing is blank"),
    ("Actuals", "C5"): (Q2, "Reported in is blank"),
    ("Actuals", "E6"): (30, "-3 is less than 0"),
    ("Actuals", "E7"): (30, "30.5 is not a whole number"),
    ("Actuals", "G8"): (75, "76"),
    ("Actuals", "E9"): (30, '"x" is a marker'),
    ("Actuals", "B10"): ("2008/09 Q1", "2031/32"),
    # Risks and actions
    ("Actions", "B2"): (1, '"one" is not a whole number'),
    ("Actions", "A3"): ("NI 101", "there is no plan NI 777"),
    ("Action updates", "D2"): ("on track", '"fine" is not a word for Status'),
    ("Risk assessments", "D2"): ("Low", "Severe"),
}  # fmt: skip


def thirty_errors() -> bytes:
    """A workbook with its owner's looks, in which each cell of WRONG is wrong in its own way."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    agreement = ["Worcestershire Local Area Agreement 2008-11", "Worcestershire"]
    rows = {
        "Plans": [
            *PLANS,
            ["Plan H", None, *agreement, "2008/09", "2010/11"],
            ["Plan E", "Education", *agreement, "2008/10", "2010/11"],
        ],
        "Indicators": [
            INDICATORS[0],
            INDICATORS[1],
            [
                "NI 200",
                "NI 101",
                "Health checks",
                "percentage",
                "higher",
                1,
                "financial",
                "quarterly",
            ],
            ["LAC 02", "NI 101", "Tuition", "per cent", "higher", 0, "financial", "quarterly"],
            ["LAC 03", "NI 101", "Places", "number", None, 0, "financial", "quarterly"],
            ["LAC 04", "NI 101", "Moves", "percentage", "lower", "some", "financial", "quarterly"],
            ["LAC 05", "NI 555", "Visits", "number", "higher", 0, "financial", "quarterly"],
        ],
        "Targets": [
            TARGETS,
            ["NI 101", "2009/11", None, 15],
            ["NI 101", date(2010, 10, 1), None, 15],
            ["NI 101", "2011/12", None, 178],
            ["NI 101", "2012/13", None, "forty"],
            ["NI 101", "2013/14", None, None],
            ["NI 77", "2014/15", None, 15],
            ["NI 101", "2015/16", None, "=#REF!"],
            ["NI 101", "2016/17", None, 15, "set", "regional"],
            ["NI 101", "2017/18", "2009/10 Q5", 15],
            ["NI 101", "2018/19", None, 15],
            ["NI 101", "2018/19", None, 15],
        ],
        "Actuals": [
            ACTUALS,
            ["LAC 06", Q1, Q2, "final", 41, 40],
            ["LAC 06", "2008/09 Q4", Q2, "finished", 30, 40],
            ["LAC 06", "2008/09 Q3", Q2, None, 30, 40],
            ["LAC 06", "2008/09 Q2", None, "final", 30, 40],
            ["LAC 06", "2007/08 Q1", Q2, "final", -3, 40],
            ["LAC 06", "2007/08 Q2", Q2, "final", 30.5, 40],
            ["LAC 06", "2007/08 Q3", Q2, "final", 30, 40, 76],
            ["LAC 06", "2007/08 Q4", Q2, "final", "x", 40],
            ["LAC 06", "2031/32", Q2, "final", 30, 40],
        ],
        "Actions": [
            ["Plan", "Number", "Action"],
            ["NI 101", "one", "Tuition"],
            ["NI 777", 2, "Mentors"],
            ["NI 101", 5, "Visits"],
        ],
        "Action updates": [
            ["Plan", "Number", "Quarter", "Status"],
            ["NI 101", 5, Q2, "fine"],
        ],
        "Risks": [["Plan", "Number", "Risk"], ["NI 101", 1, "Flu"]],
        "Risk assessments": [
            ["Plan", "Number", "Quarter", "Impact", "Likelihood"],
            ["NI 101", 1, Q2, "Severe", "Low"],
        ],
        "My notes": [["Keep", 5], ["this", 6]],
    }
    for name, ours in rows.items():
        sheet = book.create_sheet(name)
        for row in ours:
            sheet.append(row)
        sheet.column_dimensions["A"].width = 33
        sheet["A1"].font = Font(bold=True, color="FF112233")
    book["Actuals"]["E2"].fill = PatternFill("solid", fgColor="FFFFFF00")
    book["Actuals"]["E2"].comment = Comment("My own note", "Ann")
    book["My notes"]["C1"] = "=SUM(B1:B2)"
    out = io.BytesIO()
    book.save(out)
    return with_value(out.getvalue(), "Targets", "D8", "#REF!")


def with_value(content: bytes, sheet: str, cell: str, error: str) -> bytes:
    """The workbook with an error as the value of that formula's cell, as Excel saves one."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    part = f"xl/worksheets/sheet{book.sheetnames.index(sheet) + 1}.xml"
    members = {name: zipfile.ZipFile(io.BytesIO(content)).read(name) for name in names_in(content)}
    found = f'<c r="{cell}"><f>{error}</f><v ?(/>|></v>)</c>'.encode()
    saved = f'<c r="{cell}" t="e"><f>{error}</f><v>{error}</v></c>'.encode()
    members[part], count = re.subn(found, saved, members[part])
    assert count == 1
    return as_zip(members)


def names_in(content: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def told_of(name: str, content: bytes) -> list[tuple[str, str, str]]:
    outcome = import_content(name, content, accept_warnings=True)
    assert outcome.verdict == Verdict.NOTHING_SAVED
    return [(each.sheet, each.cell, each.text) for each in outcome.checked.errors]


def looks(cell) -> tuple:
    return cell.value, cell.number_format, cell.font.b, cell.font.color and cell.font.color.rgb


def filled(book) -> set[tuple[str, str]]:
    """The cells that have our fill."""
    return {
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type and cell.fill.fgColor.rgb == f"FF{FILL}"
    }


def commented(book) -> dict[tuple[str, str], str]:
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


@pytest.fixture
def house():
    """What the thirty errors' file names and does not bring."""
    make_indicator(code="LAC 06")
    make_quarter(Q2)
    make_quarter(Q1, "closed")


# Thirty errors


def test_thirty_planted_errors_are_told_each_at_its_cell(house):
    told = told_of("book.xlsx", thirty_errors())
    assert {(sheet, cell) for sheet, cell, _ in told} == set(WRONG)
    assert len(told) == len(WRONG) == 30
    for sheet, cell, text in told:
        assert WRONG[sheet, cell][1] in text, (sheet, cell, text)
        assert ": " in text or "did you mean" in text, text


def test_the_marked_copy_has_exactly_these_cells_filled_and_commented(house):
    content = thirty_errors()
    told = told_of("book.xlsx", content)

    book = opened(marked_copy("book.xlsx", content, told))

    assert filled(book) == set(WRONG)
    comments = commented(book)
    assert set(comments) == set(WRONG)
    for sheet, cell, text in told:
        assert text[1:] in comments[sheet, cell]
    for sheet in {sheet for sheet, _ in WRONG}:
        headings = [each.value for each in book[sheet][1]]
        assert headings[-1] == "Problems"
        column = len(headings)
        rows = {int(cell[1:].lstrip("ABCDEFGH")) for name, cell in WRONG if name == sheet}
        said = {row for row in range(2, 20) if book[sheet].cell(row, column).value}
        assert said == rows


def test_the_marked_copy_keeps_its_owners_looks_sheets_formulas_and_notes(house):
    content = thirty_errors()
    marked = marked_copy("book.xlsx", content, told_of("book.xlsx", content))
    before, after = opened(content), opened(marked)

    assert after.sheetnames == before.sheetnames
    assert after["Targets"].column_dimensions["A"].width == 33
    assert after["Targets"]["A1"].font.color.rgb == "FF112233"
    assert after["My notes"]["C1"].value == "=SUM(B1:B2)"
    assert after["Actuals"]["E2"].comment.text.startswith("My own note\n\nLAA Tracker: ")
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                same = after[sheet.title][cell.coordinate]
                assert looks(same) == looks(cell)
    changed = {
        name
        for name in names_in(content)
        if zipfile.ZipFile(io.BytesIO(content)).read(name)
        != zipfile.ZipFile(io.BytesIO(marked)).read(name)
    }
    assert "xl/workbook.xml" not in changed
    assert f"xl/worksheets/sheet{len(before.sheetnames)}.xml" not in changed


def test_the_marked_copy_once_mended_goes_in(house):
    content = thirty_errors()
    book = opened(marked_copy("book.xlsx", content, told_of("book.xlsx", content)))
    for (sheet, cell), (right, _) in WRONG.items():
        book[sheet][cell] = right
    book["Actuals"]["B10"] = "2006/07 Q1"
    book["Targets"]["B3"] = "2010/11"
    out = io.BytesIO()
    book.save(out)

    outcome = import_content("book.xlsx", out.getvalue(), accept_warnings=True)

    assert [str(each) for each in outcome.problems] == []
    assert outcome.verdict == Verdict.SAVED
    assert not [each for each in outcome.checked.notes if "Problems" in each.text]
    assert Actual.objects.count() == 9
    assert Target.objects.count() == 11


def test_a_copy_that_is_half_mended_is_marked_anew(house):
    content = thirty_errors()
    book = opened(marked_copy("book.xlsx", content, told_of("book.xlsx", content)))
    left = ("Targets", "D5")
    for (sheet, cell), (right, _) in WRONG.items():
        if (sheet, cell) != left:
            book[sheet][cell] = right
    book["Actuals"]["B10"] = "2006/07 Q1"
    out = io.BytesIO()
    book.save(out)
    half = out.getvalue()

    again = opened(marked_copy("book.xlsx", half, told_of("book.xlsx", half)))

    assert filled(again) & {("Targets", cell) for cell in ("B2", "D4", "D5", "F9")} == {left}
    column = [each.value for each in again["Targets"][1]].index("Problems") + 1
    said = [again["Targets"].cell(row, column).value for row in range(2, 12)]
    assert [bool(each) for each in said] == [row == 5 for row in range(2, 12)]
    assert [place for place in commented(again) if place[0] == "Targets"] == [left]


# Other shapes of a workbook


def test_rows_and_cells_that_are_not_in_the_file_are_made(house):
    content = by_hand(
        "<sheetData><row r='1' spans='1:1'><c r='A1' t='inlineStr'><is><t>Indicator</t></is></c>"
        "</row><row r='5'/></sheetData>"
    )
    told = [("Targets", "C1", "one"), ("Targets", "B5", "two"), ("Targets", "A9", "three")]
    content = with_styles(content)
    book = opened_sheet(marked_copy("book.xlsx", content, told))
    assert filled(book) == {("Targets", "C1"), ("Targets", "B5"), ("Targets", "A9")}
    assert book["Targets"]["D1"].value == "Problems"
    assert book["Targets"]["D9"].value == "A9: Three"


def with_styles(content: bytes) -> bytes:
    archive = zipfile.ZipFile(io.BytesIO(content))
    members = {name: archive.read(name) for name in archive.namelist()}
    plain = zipfile.ZipFile(io.BytesIO(xlsx(Targets=[["x"]])))
    return as_zip(members | {"xl/styles.xml": plain.read("xl/styles.xml")})


def opened_sheet(content: bytes):
    archive = zipfile.ZipFile(io.BytesIO(content))
    plain = zipfile.ZipFile(io.BytesIO(xlsx(Targets=[["x"]])))
    types = plain.read("[Content_Types].xml")
    ours = {name: archive.read(name) for name in archive.namelist()}
    kind = b"application/vnd.openxmlformats-officedocument.vmlDrawing"
    extra = b'<Default Extension="vml" ContentType="%s"/></Types>' % kind
    ours["xl/sharedStrings.xml"] = plain.read("xl/sharedStrings.xml")
    ours["[Content_Types].xml"] = types.replace(b"</Types>", extra)
    return opened(as_zip(ours))


@pytest.mark.parametrize("words", ['<b> & "quoted"', "=1+1", "\x0bbell", "ünï © 漢"])
def test_any_words_can_be_told(words):
    content = xlsx(Targets=[TARGETS, ["NI 101", "2009/10"]])
    book = opened(marked_copy("book.xlsx", content, [("Targets", "B2", words)]))
    plain = words.replace("\x0b", "\ufffd")
    assert book["Targets"]["G2"].value == f"B2: {plain[:1].upper()}{plain[1:]}"
    assert book["Targets"]["G2"].data_type == "s"
    assert plain[1:] in book["Targets"]["B2"].comment.text


def test_a_file_with_no_sheet_that_is_told_of_says_so():
    with pytest.raises(NotMarked, match="none of the problems"):
        marked_copy("book.xlsx", xlsx(A=[["x"]], B=[["y"]]), [("Targets", "A1", "x")])


# Tables of text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_of_text_keeps_its_dialect(house, encoding, delimiter):
    rows = [["Indicator", "Period", "Target"], ["LAC 06", "2009/11", 'Ä "x"; y, z']]
    content = as_csv(rows, delimiter=delimiter, encoding=encoding)

    told = told_of("Targets.csv", content)
    marked = marked_copy("Targets.csv", content, told)

    table = list(csv.reader(io.StringIO(marked.decode(encoding), newline=""), delimiter=delimiter))
    assert table[0] == [*rows[0], "Problems"]
    assert table[1][:3] == rows[1]
    assert "B2: " in table[1][3]
    again = marked_copy("Targets.csv", marked, told)
    assert again == marked


def test_a_set_of_tables_is_marked_table_by_table(house):
    targets = as_csv([["Indicator", "Period", "Target"], ["LAC 06", "2009/11", 5]])
    content = as_zip({"Targets.csv": targets, "Plans.csv": as_csv(PLANS), "read me.txt": b"x"})
    marked = marked_copy("all.zip", content, told_of("all.zip", content))
    archive = zipfile.ZipFile(io.BytesIO(marked))
    assert b"Problems" in archive.read("Targets.csv")
    assert archive.read("Plans.csv") == as_csv(PLANS)
    assert archive.read("read me.txt") == b"x"


# OpenDocument

ODS = """<office:document-content
 xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'
 xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'
 xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'
 xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0'
 xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0'
 xmlns:of='urn:oasis:names:tc:opendocument:xmlns:of:1.2'>
<office:automatic-styles><style:style style:name='ce1' style:family='table-cell'>
<style:table-cell-properties fo:background-color='#ffff00'/>
<style:text-properties fo:font-weight='bold'/></style:style></office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name='Targets'>
<table:table-row><table:table-cell office:value-type='string'><text:p>Indicator</text:p>
</table:table-cell><table:table-cell office:value-type='string'><text:p>Period</text:p>
</table:table-cell><table:table-cell office:value-type='string'><text:p>Target</text:p>
</table:table-cell><table:table-cell table:number-columns-repeated='16381'/></table:table-row>
<table:table-row table:number-rows-repeated='3'><table:table-cell table:style-name='ce1'
office:value-type='string'><text:p>LAC 06</text:p></table:table-cell>
<table:table-cell office:value-type='string'><text:p>2009/11</text:p></table:table-cell>
<table:table-cell table:formula='of:=1+1' office:value-type='float' office:value='2'>
<text:p>2</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated='1048000'><table:table-cell
table:number-columns-repeated='16384'/></table:table-row></table:table>
</office:spreadsheet></office:body></office:document-content>"""


def ods() -> bytes:
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    return as_zip({"mimetype": mimetype, "content.xml": ODS, "Pictures/x.png": b"x"})


def test_an_opendocument_spreadsheet_is_marked_in_its_own_format():
    told = [("Targets", "A3", "one"), ("Targets", "B3", "two"), ("Targets", "E9", "far")]
    marked = marked_copy("book.ods", ods(), told)
    archive = zipfile.ZipFile(io.BytesIO(marked))
    content = archive.read("content.xml").decode()
    assert archive.read("Pictures/x.png") == b"x"
    assert "of:=1+1" in content
    assert content.count("office:annotation>") == 6
    assert content.count(f"#{FILL.lower()}") == 2
    rows = dict(read_here("book.ods", marked).tables[0].rows)
    assert [each.value for each in rows[1].values()] == [
        "Indicator", "Period", "Target", "Problems",
    ]  # fmt: skip
    assert rows[3][6].value == "A3: One\nB3: Two"
    assert rows[9][6].value == "E9: Far"
    assert rows[2] == rows[4]
    assert 4 not in rows[2]


def test_an_opendocument_copy_is_marked_anew():
    first = marked_copy("book.ods", ods(), [("Targets", "A3", "one"), ("Targets", "B4", "two")])
    again = marked_copy("book.ods", first, [("Targets", "B4", "still")])
    rows = dict(read_here("book.ods", again).tables[0].rows)
    assert rows[4][4].value == "B4: Still"
    assert 4 not in rows[3]
    content = zipfile.ZipFile(io.BytesIO(again)).read("content.xml").decode()
    assert content.count("office:annotation>") == 2


def test_a_spreadsheet_with_a_title_above_its_headings_keeps_every_cell():
    """What is told at its headings is a note there, and stands in no cell."""
    titled = ODS.replace("<table:table-row", "<table:table-row><table:table-cell "
        "office:value-type='string'><text:p>Targets of the year</text:p></table:table-cell>"
        "</table:table-row><table:table-row", 1)  # fmt: skip
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    content = as_zip({"mimetype": mimetype, "content.xml": titled})
    before = dict(read_here("book.ods", content).tables[0].rows)
    told = [("Targets", "A2", "a heading"), ("Targets", "A4", "a cell")]
    marked = marked_copy("book.ods", content, told, {"Targets": 2})
    rows = dict(read_here("book.ods", marked).tables[0].rows)
    last = max(column for cells in before.values() for column in cells)
    assert rows[1][last + 1].value == "Problems"
    assert rows[4][last + 1].value == "A4: A cell"
    assert {
        number: {column: cell for column, cell in cells.items() if column <= last}
        for number, cells in rows.items()
    } == before


def test_what_is_told_of_headings_in_a_table_of_text_stands_below_them():
    content = as_csv([["Targets of the year"], ["Indicator", "Value"], ["NI 101", 15]])
    told = [("Targets", "B2", "a heading"), ("Targets", "B3", "a cell")]
    marked = marked_copy("Targets.csv", content, told, {"Targets": 2})
    rows = list(csv.reader(io.StringIO(marked.decode("utf-8-sig"))))
    assert [row[2] if len(row) > 2 else "" for row in rows] == [
        "Problems", "", "A heading\nB3: A cell",
    ]  # fmt: skip


# Hostile files


def test_a_file_that_cannot_be_read_is_not_marked_either():
    with pytest.raises(NotMarked):
        marked_copy("book.xlsx", b"PK\x03\x04 nothing", [("Targets", "A1", "x")])


def test_a_document_type_is_refused_while_marking():
    bomb = "<!DOCTYPE x [<!ENTITY a 'b'>]>"
    content = by_hand("<sheetData/>").replace(b"", b"")
    archive = zipfile.ZipFile(io.BytesIO(content))
    members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/styles.xml"] = bomb.encode() + members["xl/styles.xml"]
    with pytest.raises(NotMarked):
        marked_copy("book.xlsx", as_zip(members), [("Targets", "A1", "x")])


# The page


def test_an_officer_downloads_the_file_marked_up(client, house):
    client.force_login(make_officer())
    shown = upload(client, thirty_errors(), "My book.xlsx")
    text = words(shown)
    assert "There are 30 problems in My book.xlsx" in text
    assert "Download your file, marked up" in text
    response = client.get(f"{shown.request['PATH_INFO']}marked/")
    assert "My%20book-problems.xlsx" in response["Content-Disposition"].replace(" ", "%20")
    assert filled(opened(b"".join(response.streaming_content))) == set(WRONG)


def test_only_a_file_with_problems_is_marked_and_only_for_officers(client, house):
    record = receive("book.xlsx", xlsx(Plans=PLANS), by=make_officer())
    wrong = receive("book.xlsx", thirty_errors(), by=make_officer())
    client.force_login(make_user())
    assert client.get(f"/imports/{wrong.pk}/marked/").status_code == 403
    client.force_login(make_officer())
    assert client.get(f"/imports/{record.pk}/marked/").status_code == 404


def test_the_command_line_writes_the_marked_copy(house, tmp_path):
    book, copy = tmp_path / "book.xlsx", tmp_path / "copy.xlsx"
    book.write_bytes(thirty_errors())
    with pytest.raises(SystemExit):
        Command(stdout=io.StringIO(), stderr=io.StringIO()).execute(
            path=book, dry_run=False, accept_warnings=True, reason="", marked=copy,
            force_color=False, no_color=True, skip_checks=True,
        )  # fmt: skip
    assert filled(opened(copy.read_bytes())) == set(WRONG)
