"""Reading a file that nobody vouches for, in a process of its own."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from sheets.cells import Cell
from tests.workbooks.books import PERCENT, as_csv, as_zip, by_hand, read_here, xlsx
from workbooks.reading import lines, tables
from workbooks.reading.limits import LARGEST_FILE, MEGABYTE, NotRead
from workbooks.reading.tables import Table, read_content
from workbooks.reading.xlsx import DATE, PLAIN, TIME, meaning_of_format
from workbooks.reading.xlsx import PERCENT as A_PERCENTAGE

HEAD = "<row r='1'><c r='A1' t='inlineStr'><is><t>Indicator</t></is></c></row>"


def only_table(name: str, content: bytes) -> Table:
    found = read_content(name, content).tables
    assert len(found) == 1
    return found[0]


def cell_of(sheet_xml: str, **more: str) -> Cell:
    """The cell A2 of a workbook written by hand."""
    content = by_hand(f"<sheetData>{HEAD}<row r='2'>{sheet_xml}</row></sheetData>", **more)
    rows = dict(only_table("book.xlsx", content).rows)
    return rows.get(2, {}).get(1, Cell())


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(NotRead) as caught:
        read_content(name, content)
    return str(caught.value)


# Excel workbooks


def test_every_kind_of_value_is_read_with_its_row_and_column():
    content = xlsx(
        Actuals=[
            ["Words", "Number", "Percentage", "Date", "Blank"],
            ["2009/10", 17.8, (0.178, PERCENT), date(2009, 11, 7), None],
            [],
            [None, None, 0],
        ]
    )

    read = only_table("book.xlsx", content)

    assert [number for number, cells in read.rows] == [1, 2, 4]
    assert read.rows[1][1] == {
        1: Cell("2009/10"),
        2: Cell(Decimal("17.8")),
        3: Cell(Decimal("0.178"), percent=True),
        4: Cell(date(2009, 11, 7)),
    }
    assert read.rows[2][1] == {3: Cell(Decimal(0))}


def test_a_workbook_of_openpyxl_is_read_alike():
    book = openpyxl.Workbook()
    book.active.title = "Targets"
    book.active.append(["Indicator", 0.178, date(2009, 11, 7), True, "=1+1"])
    book.active["B1"].number_format = "0.00%"
    out = io.BytesIO()
    book.save(out)

    cells = only_table("book.xlsx", out.getvalue()).rows[0][1]

    assert cells[1] == Cell("Indicator")
    assert cells[2] == Cell(Decimal("0.178"), percent=True)
    assert cells[3] == Cell(date(2009, 11, 7))
    assert cells[4] == Cell(True)
    assert "this formula has no value yet" in cells[5].trouble


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        pytest.param(
            "<c r='A2'><v>17.399999999999999</v></c>",
            Cell(Decimal("17.399999999999999")),
            id="every digit",
        ),
        pytest.param("<c r='A2' t='s'><v>1</v></c>", Cell("rich text"), id="shared, in runs"),
        pytest.param("<c r='A2' t='s'><v>0</v></c>", Cell("a\tb_x0041_"), id="escaped characters"),
        pytest.param(
            "<c r='A2' t='str'><f>A1</f><v>said</v></c>",
            Cell("said", formula=True),
            id="what a formula said",
        ),
        pytest.param(
            "<c r='A2'><f>1+1</f><v>2</v></c>",
            Cell(Decimal(2), formula=True),
            id="what a formula gave",
        ),
        pytest.param(
            "<c r='A2' t='str'><f>\"\"</f><v></v></c>", Cell(), id="a formula that gives nothing"
        ),
        pytest.param("<c r='A2' t='b'><v>1</v></c>", Cell(True), id="true"),
        pytest.param(
            "<c r='A2' t='d'><v>2009-11-07T00:00:00</v></c>",
            Cell(date(2009, 11, 7)),
            id="an ISO date",
        ),
        pytest.param("<c><v>5</v></c>", Cell(Decimal(5)), id="without an address"),
        pytest.param("<c r='A2' s='1'><v>40124</v></c>", Cell(date(2009, 11, 7)), id="a date"),
        pytest.param(
            "<c r='A2' s='1'><v>40124.75</v></c>", Cell(date(2009, 11, 7)), id="a date with a time"
        ),
        pytest.param(
            "<c r='A2' s='1'><v>1</v></c>", Cell(date(1900, 1, 1)), id="the first day of 1900"
        ),
        pytest.param(
            "<c r='A2' s='2'><v>0.5</v></c>", Cell(Decimal("0.5"), percent=True), id="a percentage"
        ),
        pytest.param(
            "<c r='A2' s='99'><v>1</v></c>", Cell(Decimal(1)), id="a format that is not there"
        ),
        pytest.param("<c r='A2' s='1'/>", Cell(), id="only a format"),
    ],
)
def test_cells_are_read(written, cell):
    strings = (
        "<sst><si><t>a_x0009_b_x005F_x0041_</t></si>"
        "<si><r><t>rich</t></r><r><t xml:space='preserve'> text</t></r>"
        "<rPh sb='0' eb='1'><t>not this</t></rPh></si></sst>"
    )
    styles = (
        "<numFmts><numFmt numFmtId='170' formatCode='[$-809]d mmmm yyyy'/></numFmts>"
        "<cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='170'/><xf numFmtId='10'/></cellXfs>"
    )
    assert cell_of(written, styles=styles, **{"xl/strings.xml": strings}) == cell


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        pytest.param(
            "<c r='A2' t='e'><v>#DIV/0!</v></c>", "#DIV/0! is a formula's error", id="div"
        ),
        pytest.param(
            "<c r='A2' t='e'><f>A9</f><v>#N/A</v></c>", "#N/A is a formula's error", id="na"
        ),
        pytest.param("<c r='A2'><f>1+1</f></c>", "this formula has no value yet", id="never run"),
        pytest.param("<c r='A2' s='1'><v>60</v></c>", "29 February 1900 is not in", id="leap day"),
        pytest.param("<c r='A2' s='1'><v>-5</v></c>", "-5 is formatted as a date", id="negative"),
        pytest.param("<c r='A2' s='1'><v>99999999</v></c>", "is formatted as a date", id="far off"),
        pytest.param("<c r='A2' s='2'><v>0.5</v></c>", "this is a time of day", id="a time"),
    ],
)
def test_a_cell_without_a_value_is_told_and_never_taken_for_a_blank_one(written, sentence):
    styles = "<cellXfs><xf/><xf numFmtId='14'/><xf numFmtId='20'/></cellXfs>"
    assert sentence in cell_of(written, styles=styles).trouble


def test_dates_of_the_system_of_1904_are_read():
    cell = cell_of(
        "<c r='A2' s='1'><v>38662</v></c>",
        styles="<cellXfs><xf/><xf numFmtId='14'/></cellXfs>",
        workbook="<workbookPr date1904='1'/>",
    )
    assert cell == Cell(date(2009, 11, 7))


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("General", PLAIN),
        ("0.00", PLAIN),
        ("#,##0 [$£-809]", PLAIN),
        ("[Red]0;[Blue]-0", PLAIN),
        ('0" days"', PLAIN),
        ("0%", A_PERCENTAGE),
        ("0.0%;[Red]-0.0%", A_PERCENTAGE),
        (r"0.0\%", PLAIN),
        ('0.0"%"', PLAIN),
        ("d mmmm yyyy", DATE),
        ("[$-809]dd/mm/yyyy;@", DATE),
        ("mmm-yy", DATE),
        ("yyyy-mm-dd hh:mm", DATE),
        ("hh:mm", TIME),
        ("[h]:mm:ss", TIME),
    ],
)
def test_a_number_format_says_what_a_number_means(code, meaning):
    assert meaning_of_format(code) == meaning


def test_what_is_hidden_or_merged_is_reported():
    content = by_hand(
        "<cols><col min='2' max='3' hidden='1'/></cols>"
        f"<sheetData>{HEAD}<row r='2' hidden='1'><c r='A2'><v>1</v></c></row></sheetData>"
        "<mergeCells><mergeCell ref='A2:A3'/></mergeCells>"
    )
    read = only_table("book.xlsx", content)
    assert (read.hidden_rows, read.hidden_columns, read.merged) == ([2], [2, 3], ["A2:A3"])


def test_rows_that_hold_only_formats_are_skipped():
    empty = "".join(f"<row r='{n}'><c r='A{n}' s='0'/></row>" for n in range(2, 150_000))
    assert len(only_table("book.xlsx", by_hand(f"<sheetData>{HEAD}{empty}</sheetData>")).rows) == 1


def test_one_cell_in_the_far_corner_is_no_reason_to_fill_a_million():
    corner = f"<sheetData>{HEAD}<row r='1048576'><c r='GR1048576'><v>1</v></c></row></sheetData>"
    rows = only_table("book.xlsx", by_hand(corner)).rows
    assert rows[-1] == (1048576, {200: Cell(Decimal(1))})


# OpenDocument spreadsheets


def ods(body: str, styles: str = "", **members: str) -> bytes:
    return as_zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": "<office:document-content xmlns:office='o' xmlns:table='t' "
            "xmlns:text='x' xmlns:style='s' xmlns:calcext='c'>"
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
            "</office:document-content>",
        }
        | members
    )


ODS_ROWS = """<table:table table:name='Targets'>
<table:table-row><table:table-cell office:value-type='string'><text:p>Indicator</text:p>
</table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated='3'><table:table-cell/></table:table-row>
<table:table-row table:number-rows-repeated='2'>
<table:table-cell office:value-type='percentage' office:value='0.178'><text:p>17.8%</text:p>
</table:table-cell>
<table:table-cell table:number-columns-repeated='2' office:value-type='float' office:value='1234.5'>
<text:p>1,234.5</text:p></table:table-cell>
<table:table-cell office:value-type='date' office:date-value='2009-11-07T00:00:00'/>
<table:table-cell office:value-type='string'><office:annotation><text:p>a note</text:p>
</office:annotation><text:p>two<text:s text:c='2'/>words</text:p>
<text:p>and <text:span>a line</text:span></text:p></table:table-cell>
<table:table-cell office:value-type='boolean' office:boolean-value='true'/>
<table:table-cell table:formula='of:=1/0' office:value-type='string' calcext:value-type='error'>
<text:p>#DIV/0!</text:p></table:table-cell>
</table:table-row>
<table:table-row table:number-rows-repeated='1048000'><table:table-cell
table:number-columns-repeated='16384'/></table:table-row></table:table>"""


def test_an_opendocument_spreadsheet_is_read_with_its_percentages():
    rows = only_table("book.ods", ods(ODS_ROWS)).rows

    assert [number for number, cells in rows] == [1, 5, 6]
    cells = rows[1][1]
    assert cells == rows[2][1]
    assert cells[1] == Cell(Decimal("0.178"), percent=True)
    assert cells[2] == cells[3] == Cell(Decimal("1234.5"))
    assert cells[4] == Cell(date(2009, 11, 7))
    assert cells[5] == Cell("two  words\nand a line")
    assert cells[6] == Cell(True)
    assert "#DIV/0! is a formula's error" in cells[7].trouble


def test_a_hidden_sheet_of_an_opendocument_spreadsheet_is_reported():
    styles = (
        "<style:style style:name='ta2'><style:table-properties table:display='false'/>"
        "</style:style>"
    )
    body = ODS_ROWS.replace("<table:table ", "<table:table table:style-name='ta2' ", 1)
    assert only_table("book.ods", ods(body, styles)).hidden


def test_hidden_columns_of_an_opendocument_spreadsheet_are_reported():
    columns = (
        "<table:table-column/><table:table-column table:visibility='collapse' "
        "table:number-columns-repeated='2'/><table:table-column "
        "table:number-columns-repeated='100'/><table:table-column table:visibility='filter' "
        "table:number-columns-repeated='16000'/>"
    )
    head, _, rest = ODS_ROWS.partition(">")
    hidden = only_table("book.ods", ods(f"{head}>{columns}{rest}")).hidden_columns
    assert (hidden[:3], hidden[-1]) == ([2, 3, 104], 200)


@pytest.mark.parametrize(
    ("value", "shown", "shown_in"),
    [("3742", "£3,742k", 1_000), ("3742000", "3,742k", 1), ("3742000", "£3,742", 1),
     ("3.742", "£3.7m", 1_000_000), ("3742", "3,742", 0), ("3742.4", "£3,742", 0), ("0", "0", 0),
     ("12", "12 days", 0), ("3742", "", 0), ("5", "#####", 0), ("3742", "3.742", 0),
     ("-1600", "-2", 1)],
)  # fmt: skip
def test_a_number_of_an_opendocument_spreadsheet_that_is_shown_in_thousands_is_known(
    value, shown, shown_in
):
    body = (
        "<table:table table:name='Targets'><table:table-row><table:table-cell "
        f"office:value-type='float' office:value='{value}'><text:p>{shown}</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )
    ((_, cells),) = only_table("book.ods", ods(body)).rows
    assert cells[1] == Cell(Decimal(value), shown_in=shown_in)


def test_a_protected_opendocument_spreadsheet_is_refused():
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    content = ods(ODS_ROWS, **{"META-INF/manifest.xml": manifest})
    assert "protected by a password" in refusal("book.ods", content)


# Tables of text


@pytest.mark.parametrize(
    ("first", "delimiter"),
    [("Scorecard, quarter 3", ";"), ("Scorecard", ";"), ("Scorecard; quarter 3", ","),
     ("Scorecard", "\t"), ("", "|")],
)  # fmt: skip
def test_what_parts_the_cells_is_known_by_the_lines_below_a_title_too(first, delimiter):
    rows = [["Ref", "Measure, in full", "Q3"], ["LAC 05", "Half days", "17,9"], ["LAC 06", "x", 1]]
    table = first.encode() + b"\r\n\r\n" + as_csv(rows, delimiter=delimiter)
    cells = dict(read_here("kpi.csv", table).tables[0].rows)
    assert [cell.written for cell in cells[4].values()] == ["LAC 05", "Half days", "17,9"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_of_text_are_read_in_every_usual_dialect(delimiter, encoding):
    rows = [["Indicator", "Source"], ["NI 101", "Children’s £; “quoted, words”\nand a line"]]
    read = only_table("Actuals.csv", as_csv(rows, delimiter=delimiter, encoding=encoding))
    assert read.name == "Actuals"
    assert read.rows[1] == (2, {1: Cell(rows[1][0]), 2: Cell(rows[1][1])})


@pytest.mark.parametrize(
    "name", ["Action updates.csv", "action_updates.csv", "Action updates (1).CSV"]
)
def test_a_table_of_text_is_named_after_its_sheet(name):
    assert only_table(name, b"Plan,Number\r\n").name == "Action updates"


def test_a_line_that_only_names_the_delimiter_is_no_heading():
    read = only_table("Plans.csv", b"sep=;\r\nPlan;Title\r\nNI 101;GCSEs\r\n")
    assert read.rows[0] == (1, {1: Cell("Plan"), 2: Cell("Title")})


KPI = "Plan;Title;Service\r\nNI 101;Children’s “results” – all;Zoë’s café\r\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(KPI.encode(), "read as UTF-8, separated by semicolons", id="UTF-8"),
        pytest.param(
            KPI.encode("cp1252"),
            "read as Windows-1252, separated by semicolons: if “Children’s” is not what is in your "
            "table, save it again as CSV UTF-8",
            id="Excel for Windows",
        ),
        pytest.param(
            KPI.encode("mac_roman"),
            "read as Mac Roman, separated by semicolons: if “Children’s” is not what is in your "
            "table, save it again as CSV UTF-8",
            id="Excel for Mac",
        ),
        pytest.param(
            KPI.replace(";", "\t").replace("\r\n", "\r").encode("utf-16"),
            "read as UTF-16, separated by tabs",
            id="Unicode text",
        ),
        pytest.param(
            KPI.encode("utf-16-le"),
            "read as UTF-16 without its mark, separated by semicolons",
            id="UTF-16 without a mark",
        ),
        pytest.param(
            KPI.encode("utf-16-be"),
            "read as UTF-16 without its mark, separated by semicolons",
            id="UTF-16 the other way round",
        ),
        pytest.param(
            ("sep=|\r\n" + KPI.replace(";", "|")).encode(),
            "read as UTF-8, separated by “|”",
            id="its own separator",
        ),
    ],
)
def test_it_is_said_as_what_a_table_of_text_was_read(content, said):
    found = read_content("Plans.csv", content)
    assert [str(each) for each in found.told] == [f"Plans: {said}"]
    assert [cells[1].value for _, cells in found.tables[0].rows] == ["Plan", "NI 101"]
    assert found.tables[0].rows[1][1][2] == Cell("Children’s “results” – all")
    assert found.tables[0].rows[1][1][3] == Cell("Zoë’s café")


@pytest.mark.parametrize(
    "words", ["Zoë’s café", "Ōtautahi – £5 ½", "naïve “façade” …", "LÉA’S Ñandú"]
)
def test_text_of_windows_is_not_taken_for_text_of_a_mac(words):
    content = f"Plan,Title\nNI 101,{words}\n".encode("cp1252", "ignore")
    read = only_table("Plans.csv", content)
    assert read.rows[1][1][2].value == words.encode("cp1252", "ignore").decode("cp1252")


@pytest.mark.parametrize("words", ["Zoë’s", "children’s", "“café” – all", "the pupils’ attainment"])
def test_text_of_a_mac_is_known_by_its_signs(words):
    content = f"Plan,Title\nNI 101,{words}\n".encode("mac_roman")
    assert only_table("Plans.csv", content).rows[1][1][2].value == words


def test_our_own_set_of_tables_says_nothing_of_how_it_was_read():
    content = as_zip({"Plans.csv": KPI.replace(";", ","), "Risks.csv": KPI.encode("cp1252")})
    assert [each.sheet for each in read_content("set.zip", content).told] == ["Risks"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b'Plan,Title\nNI 101,"open\n', "cannot be read at line", id="open quote"),
        pytest.param(b"Plan\nNI\x00101\n", "character at line 2", id="NUL"),
        pytest.param(b"Plan\n\x81\n", "character at line 2 that is neither", id="no encoding"),
    ],
)
def test_a_table_of_text_that_cannot_be_read_says_where(content, sentence):
    assert sentence in refusal("Plans.csv", content)


def test_a_set_of_tables_is_read_and_what_a_system_adds_is_left_out():
    members = {
        "set/Plans.csv": b"Plan\n",
        "set/Risks.csv": b"Plan\n",
        "set/Restricted.txt": b"Restricted",
        "__MACOSX/._Plans.csv": b"\x00\x81",
    }
    read = read_content("set.zip", as_zip(members))
    assert [each.name for each in read.tables] == ["Plans", "Risks"]


# What is refused


def ole(content: bytes = b"") -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content.ljust(600, b"\x00")


GOOD = xlsx(Targets=[["Indicator"]])
BOMB = as_zip({"xl/workbook.xml": b" " * (30 * MEGABYTE)})
ENTITIES = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;'>]>"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        pytest.param("book.xlsx", b"", "the file is empty", id="nothing"),
        pytest.param("book.xlsx", b"x" * (LARGEST_FILE + 1), "at most 20 MB", id="too large"),
        pytest.param("book.xlsx", b"hello", "the file is not a workbook", id="text"),
        pytest.param("book.xlsx", b"%PDF-1.4 hello", "the file is a PDF file", id="PDF"),
        pytest.param("book.xlsx", b"\x89PNG\r\n\x1a\n....", "the file is a picture", id="picture"),
        pytest.param("book.csv", b"<html><table>", "is a web page", id="web page"),
        pytest.param("book.xls", ole(), "old Office format", id="xls"),
        pytest.param("book.xlsx", ole(), "old Office format", id="xls named xlsx"),
        pytest.param(
            "book.xlsx",
            ole("EncryptedPackage".encode("utf-16-le")),
            "protected by a password",
            id="password",
        ),
        pytest.param("book.xlsx", GOOD[: len(GOOD) // 2], "damaged or was cut short", id="cut"),
        pytest.param("book.xlsx", as_zip({"a.txt": "x"}), "is not a workbook", id="zip"),
        pytest.param("book.csv", GOOD, "rename it to end in .xlsx", id="xlsx named csv"),
        pytest.param("book.xlsm", GOOD, "rename it to end in .xlsx", id="xlsx named xlsm"),
        pytest.param("Plans.xlsx", as_zip({"Plans.csv": "x"}), "in .zip", id="zip named xlsx"),
        pytest.param("book.xlsx", as_zip({"xl/workbook.bin": "x"}), ".xlsb", id="xlsb"),
        pytest.param(
            "book.xlsm",
            as_zip({"xl/workbook.xml": "<w/>", "xl/vbaProject.bin": "x"}),
            "holds macros",
            id="xlsm",
        ),
        pytest.param(
            "plan.docx", as_zip({"word/document.xml": "<w/>"}), "is a Word document", id="docx"
        ),
        pytest.param("book.xlsx", BOMB, "unpacks to far more than", id="bomb"),
        pytest.param(
            "book.xlsx", as_zip({"../xl/workbook.xml": "<w/>"}), "outside itself", id="way out"
        ),
        pytest.param(
            "book.xlsx",
            as_zip({f"xl/media/{n}.png": "x" for n in range(250)}),
            "an archive of 250 parts",
            id="many parts",
        ),
        pytest.param(
            "book.xlsx",
            by_hand("", **{"xl/worksheets/sheet1.xml": f"{ENTITIES}<worksheet>&b;</worksheet>"}),
            "declares entities of its own",
            id="entities",
        ),
        pytest.param(
            "book.xlsx",
            by_hand(
                "",
                **{
                    "xl/strings.xml": "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
                    "<sst><si><t>&e;</t></si></sst>"
                },
            ),
            "declares entities of its own",
            id="a file's content as entity",
        ),
        pytest.param("book.xlsx", by_hand("<sheetData><row>"), "damaged", id="XML cut short"),
        pytest.param(
            "book.xlsx",
            by_hand(f"<sheetData>{HEAD}<row><c t='s'><v>7</v></c></row></sheetData>"),
            "damaged",
            id="a text that is not there",
        ),
        pytest.param(
            "book.xlsx",
            by_hand(f"<sheetData>{HEAD}<row r='2'><c r='GS2'><v>1</v></c></row></sheetData>"),
            "Targets holds something in GS2: at most 200 columns",
            id="too wide",
        ),
    ],
)
def test_what_is_not_read_is_refused_with_a_remedy(name, content, sentence):
    assert sentence in refusal(name, content)


def test_a_sheet_of_too_many_rows_is_refused():
    table = b"Indicator\n" + b"NI 101\n" * 100_000
    assert "Targets has more than 100,000 rows: split the file" in refusal("Targets.csv", table)


def test_a_file_of_too_many_filled_cells_is_refused(monkeypatch):
    monkeypatch.setattr(lines, "MOST_CELLS", 3)
    written = lines.Lines(io.StringIO())
    written.begin("Targets")
    written.row(1, {1: Cell("a"), 2: Cell("b"), 3: Cell()})
    with pytest.raises(NotRead, match="more than 3 filled cells: split it"):
        written.row(2, {1: Cell("c"), 2: Cell("d")})


def test_a_header_that_lies_about_its_size_does_not_help_a_bomb():
    content = bytearray(as_zip({"xl/workbook.xml": b" " * MEGABYTE}))
    size = MEGABYTE.to_bytes(4, "little")
    while (place := content.find(size)) >= 0:
        content[place : place + 4] = (100).to_bytes(4, "little")
    assert "damaged" in refusal("book.xlsx", bytes(content))


def test_a_bomb_of_many_members_is_counted_as_a_whole():
    members = {f"xl/{n}.xml": bytes(range(256)) * 80 * 1024 for n in range(11)}
    assert "unpacks to more than 200 MB" in refusal("book.xlsx", as_zip(members))


def test_a_protected_archive_is_refused():
    content = bytearray(as_zip({"Plans.csv": "Plan"}))
    entry = zipfile.ZipFile(io.BytesIO(bytes(content))).infolist()[0]
    content[entry.header_offset + 6] |= 1
    central = content.rfind(b"PK\x01\x02")
    content[central + 8] |= 1
    assert "protected by a password" in refusal("set.zip", bytes(content))


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(tables, "CLOCK_SECONDS", 0.001)
    assert "more time or memory" in refusal("book.xlsx", GOOD)


def test_a_reader_that_dies_takes_nobody_with_it(monkeypatch):
    monkeypatch.setattr(tables, "_START", "import os; os.abort()")
    assert "more time or memory" in refusal("book.xlsx", GOOD)


def test_a_reader_that_fails_says_so_in_a_sentence(monkeypatch):
    monkeypatch.setattr(tables, "_START", "raise SystemExit(3)")
    assert "the file cannot be read: open it in a spreadsheet program" in refusal("b.xlsx", GOOD)


def test_a_reader_knows_nothing_of_its_surroundings(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "a secret")
    seen = tmp_path / "seen"
    spy = f"import os; open({str(seen)!r}, 'w').write(repr(dict(os.environ))); raise SystemExit(3)"
    monkeypatch.setattr(tables, "_START", spy)
    refusal("b.xlsx", GOOD)
    assert "a secret" not in seen.read_text()


def test_a_cell_of_which_a_file_says_two_things_is_told_at_its_place():
    twice = "<c r='A1'><v>1</v></c><c r='A1'><v>2</v></c>"
    found = read_here("a.xlsx", by_hand(f"<sheetData><row r='1'>{twice}</row></sheetData>"))
    trouble = found.tables[0].rows[0][1][1].trouble
    assert trouble.startswith("the file says two things of this cell")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_holds_a_part_twice_is_refused():
    out = io.BytesIO(by_hand("<sheetData/>"))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    with pytest.raises(NotRead, match="holds one of its parts twice"):
        read_here("a.xlsx", out.getvalue())
