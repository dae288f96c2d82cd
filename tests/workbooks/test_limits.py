"""Every line of the limits has real files made for it, and what becomes of each.

`LIMITS` are the lines of the design, clause by clause: what a file may hold, what is refused, and
what is read although it looks odd. `FILES` names for each line at least one file, which is really
made, read by the process that reads uploads, and checked; a line without a file fails.
"""

import io
import socket
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl
import pytest

from plans.models import DeliveryPlan
from sheets.cells import as_plain
from tests.builders import (
    make_annual_indicator,
    make_indicator,
    make_plan,
    make_quarter,
    make_rule,
)
from tests.workbooks.books import (
    ACTUALS,
    PERCENT,
    TARGETS,
    as_csv,
    as_zip,
    by_hand,
    read_here,
    xlsx,
)
from tests.workbooks.documents.word import p, word
from workbooks.book import kept_book
from workbooks.checking import Checked, check
from workbooks.documents import commanding
from workbooks.exporting import export_to
from workbooks.importing import Verdict, import_content, import_file
from workbooks.reading import limits, tables
from workbooks.reading.documents import looks_like_a_document
from workbooks.reading.limits import MEGABYTE, NotRead
from workbooks.reading.tables import read_content

Q2 = "2009/10 Q2"
HEADS = ("Indicator", "Period", "From", "Target", "State")
HEAD = "<row r='1'><c r='A1' t='inlineStr'><is><t>Indicator</t></is></c></row>"

# The lines -----------------------------------------------------------------------------

LIMITS = (
    "At most 20 MB",
    "200 MB unpacked (counted while streaming)",
    "100,000 rows a sheet",
    "1,000,000 cells that hold something",
    "200 columns",
    "cell text up to 32,767 characters",
    "a child process of 60 s CPU and 768 MB reads it",
    "Empty formatted rows are skipped by a streaming pre-scan, or the file is refused",
    "Refused at once, with a sentence: a zip bomb",
    "a password-protected file",
    ".xls/.xlsm/.xlsb",
    "something that is not what its name says",
    "XML with external entities",
    "a docx without plan tables",
    "Text that starts with =, +, -, @, tab or return is data on the way in",
    "and escaped on the way out",
    "Cached values of formulas are read, with a warning",
    "a formula without one, and an error value, are errors at their cell",
    "formulas are never run",
    "Both Excel date systems (1900, 1904) are read",
    "Hidden sheets and rows are read and said",
    "Duplicate headings",
    "and duplicate keys are errors",
    "CSV: UTF-8 (with or without mark)",
    "UTF-16 with mark",
    "and Windows-1252",
    "comma, semicolon or tab",
    # The bars of safety.
    "S1 a zip bomb of 1 GiB, of strings, nested, with a lying size",
    "S2 one cell in the far corner; a million empty rows; a lying dimension",
    "S3 entities from a file or the network, billion laughs, external relationships, DDE",
    "S4 macros, old formats, protected, renamed, empty, cut short, a picture",
    "S5 mixed encodings, NUL, line ends of a Mac; a mark is never in a heading",
    "S6 formulas with and without a value, of an array, in error; =1+1 as text",
    "S7 seven ways to write 17.8%",
    "S8 dates as text, serial numbers, the system of 1904, 29 February 1900",
    "S9 merged, hidden, filtered, twice, lower down, two tables, another name, a total",
    "S10 long texts, a comment of a megabyte, control characters, odd numbers",
    "S11 no formula goes out, and none is made on the way",
    "S12 the same file twice; one that overlaps",
)


@dataclass(frozen=True)
class File:
    """A file made for a line of the limits; `told` is part of what comes of it.

    `line` is how that line begins. What comes of a file is said line by line: "refused: …",
    "error: Sheet!A2: …", "asked: …", "said: …", "row: Sheet, key, field = value", or how it ended.
    """

    line: str
    id: str
    name: str
    make: Callable[[], bytes]
    told: tuple[str, ...]


FILES: list[File] = []


def file(line: str, id: str, name: str, make: Callable[[], bytes], *told: str) -> None:
    FILES.append(File(line, id, name, make, told))


# How they are made -----------------------------------------------------------------------


def figures(*cells: object, **more: list) -> Callable[[], bytes]:
    """A workbook with one figure of LAC 01, a quarterly percentage: its counts, then its value."""
    return lambda: xlsx(Actuals=[ACTUALS, ["LAC 01", Q2, Q2, "final", *cells]], **more)


def a2(written: str, **more: str) -> Callable[[], bytes]:
    """A workbook written by hand: Targets with one target, its value as `written`."""
    heads = "".join(
        f"<c r='{column}1' t='inlineStr'><is><t>{words}</t></is></c>"
        for column, words in zip("ABCDE", HEADS, strict=True)
    )
    keys = "".join(
        f"<c r='{column}2' t='inlineStr'><is><t>{words}</t></is></c>"
        for column, words in (("A", "NI 101"), ("B", "2009/10"))
    )
    body = f"<sheetData><row r='1'>{heads}</row><row r='2'>{keys}{written}</row></sheetData>"
    return lambda: by_hand(body, **more)


def deflated(piece: bytes, times: int, *, said: int | None = None) -> bytes:
    """A zip archive with one member: `piece` so many times, packed once and repeated.

    `said` is the size that its headers claim.
    """
    size = len(piece) * times
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = packed * times + b"\x03\x00"
    name, crc, said = b"xl/workbook.xml", 0, size if said is None else said
    about = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, crc, len(packed), said, len(name), 0)
    local = b"PK\x03\x04" + about + name + packed
    central = b"PK\x01\x02\x14\x00" + about + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    ends = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + b"PK\x05\x06" + ends


def ole(inside: str = "") -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + inside.encode("utf-16-le").ljust(600, b"\x00")


def rows_of(count: int, row: str) -> str:
    """So many rows below the headings; `{n}` is the number of each."""
    return "".join(row.format(n=n) for n in range(2, count + 2))


EMPTY_ROW = "<row r='{n}'><c r='A{n}' s='0'/></row>"


def ods(content: str, **members: str) -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return as_zip({"mimetype": kind, "content.xml": content} | members)


def spoilt(sound: bytes, part: str, instead: str) -> bytes:
    """A file that is sound, but for one part."""
    with zipfile.ZipFile(io.BytesIO(sound)) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    return as_zip(members | {part: instead.encode()})


def with_macro() -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD())) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    return as_zip(members | {"xl/vbaProject.bin": b"macro"})


def elsewhere() -> bytes:
    """A workbook whose first part is said to lie on another machine."""
    return spoilt(
        GOOD(),
        "_rels/.rels",
        "<Relationships><Relationship Id='r1' Type='a/officeDocument' TargetMode='External' "
        "Target='http://127.0.0.1:9/workbook.xml'/></Relationships>",
    )


def quarters(opens_on: object) -> bytes:
    """A workbook with a quarter that opens then."""
    return xlsx(Quarters=[["Quarter", "Opens", "Due"], ["2009/10 Q4", opens_on, "1 May 2010"]])


def opens(serial: str, workbook: str) -> bytes:
    """The same, the day by its number in the workbook's own date system."""
    text = "<c t='inlineStr'><is><t>{}</t></is></c>"
    heads = "".join(text.format(words) for words in ("Quarter", "Opens", "Due"))
    cells = f"{text.format('2009/10 Q4')}<c s='1'><v>{serial}</v></c>{text.format('1 May 2010')}"
    return by_hand(
        f"<sheetData><row>{heads}</row><row>{cells}</row></sheetData>",
        styles=DATED,
        **{"xl/workbook.xml": CALLED.format(workbook=workbook, name="Quarters")},
    )


CALLED = (
    "<workbook xmlns:r='r'>{workbook}<sheets><sheet name='{name}' sheetId='1' r:id='rId1'/>"
    "</sheets></workbook>"
)
DATED = "<cellXfs><xf/><xf numFmtId='14'/></cellXfs>"


def targets(change: Callable[[Any], None], name: str = "Targets") -> Callable[[], bytes]:
    """A workbook with two targets of NI 101, changed somehow."""

    def make() -> bytes:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = name
        for row in (TARGETS[:4], ["NI 101", "2009/10", None, 15], ["NI 101", "2010/11", None, 16]):
            sheet.append(row)
        change(sheet)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return make


def hide(sheet: Any) -> None:
    sheet.parent.create_sheet("Plans").append(["Plan"])
    sheet.sheet_state = "hidden"
    sheet.row_dimensions[2].hidden = True


def hide_columns(sheet: Any) -> None:
    sheet.column_dimensions["C"].hidden = True


def filter_rows(sheet: Any) -> None:
    sheet.auto_filter.ref = "A1:D3"
    sheet.auto_filter.add_filter_column(1, ["2010/11"])
    sheet.row_dimensions[2].hidden = True


GOOD = figures(10, 40)
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'haha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)
OUTSIDE = "declares entities of its own"

# The files -------------------------------------------------------------------------------

file("At most 20 MB", "a byte more", "a.csv", lambda: b"x" * (limits.LARGEST_FILE + 1), "20 MB")
file(
    "200 MB unpacked",
    "of eleven parts",
    "a.xlsx",
    lambda: as_zip({f"xl/{n}.xml": bytes(range(256)) * 80 * 1024 for n in range(11)}),
    "refused: the file unpacks to more than 200 MB: delete what is empty",
)
file(
    "100,000 rows",
    "a row more, in Excel",
    "a.xlsx",
    lambda: by_hand(f"<sheetData>{rows_of(100_001, '<row><c><v>{n}</v></c></row>')}</sheetData>"),
    "refused: the sheet Targets has more than 100,000 rows: split the file",
)
file(
    "100,000 rows",
    "repeated by a number, in OpenDocument",
    "a.ods",
    lambda: ods(
        "<d><table name='Targets'><table-row number-rows-repeated='1048576'><table-cell "
        "value-type='float' value='1'/></table-row></table></d>"
    ),
    "refused: the sheet Targets has more than 100,000 rows: split the file",
)
file(
    "1,000,000 cells",
    "200 columns of 5,001 rows",
    "Targets.csv",
    lambda: (b"1," * 199 + b"1\n") * 5_001,
    "refused: the file has more than 1,000,000 filled cells: split it",
)
file(
    "200 columns",
    "a column more",
    "Targets.csv",
    lambda: b",".join(b"%d" % n for n in range(201)),
    "refused: the sheet Targets holds something in GS1: at most 200 columns are read",
)
file(
    "cell text up to 32,767",
    "a character more",
    "Plans.csv",
    lambda: as_csv([["Plan", "Title"], ["NI 101", "a" * 32_768]]),
    "error: Plans!B2: this has more than 32,767 characters: shorten it",
)
file(
    "cell text up to 32,767",
    "exactly as many",
    "Plans.csv",
    lambda: as_csv([["Plan", "Equality and diversity"], ["NI 101", "a" * 32_767]]),
    "row: Plans, NI 101, equality_and_diversity = " + "a" * 32_767,
)
file(
    "Empty formatted rows",
    "150,000 of them",
    "a.xlsx",
    lambda: by_hand(f"<sheetData>{HEAD}{rows_of(150_000, EMPTY_ROW)}</sheetData>"),
    "rows: Targets 1",
)
file(
    "Refused at once",
    "of 30 MB",
    "a.xlsx",
    lambda: as_zip({"xl/workbook.xml": b" " * (30 * MEGABYTE)}),
    "refused: the file unpacks to far more than a workbook holds: delete what is empty",
)
file(
    "Refused at once",
    "in a Word document",
    "plan.docx",
    lambda: word(p("a" * 30_000_000)),
    "refused: the file unpacks to far more than",
)
PASSWORD = "refused: the file is protected by a password: save it without one"
file("a password-protected", "Excel", "a.xlsx", lambda: ole("EncryptedPackage"), PASSWORD)
file("a password-protected", "Word", "plan.docx", lambda: ole("EncryptedPackage"), PASSWORD)
file(
    "a password-protected",
    "OpenDocument",
    "a.ods",
    lambda: ods(
        "<d/>", **{"META-INF/manifest.xml": "<m><file-entry><encryption-data/></file-entry></m>"}
    ),
    PASSWORD,
)
file(".xls/", "xls", "a.xls", ole, "refused: the file is in an old Office format (such as .xls)")
file(
    ".xls/",
    "xlsm",
    "a.xlsm",
    lambda: as_zip({"xl/workbook.xml": "<w/>", "xl/vbaProject.bin": "x"}),
    "refused: the file holds macros",
)
file(".xls/", "xlsb", "a.xlsb", lambda: as_zip({"xl/workbook.bin": "x"}), "refused:", ".xlsb")
file("something that is not", "text", "a.xlsx", lambda: b"words", "the file is not a workbook")
file("something that is not", "xlsx", "a.csv", GOOD, "rename it to end in .xlsx")
file("something that is not", "csv", "a.xlsx", lambda: b"Plan,Title\n", "is not a workbook")
file("something that is not", "a Word document", "a.xlsx", lambda: word(p("a")), "Word document")
file("something that is not", "a workbook", "plan.docx", GOOD, "is a workbook, not a Word")
EXTERNAL = "<!DOCTYPE x [<!ENTITY e SYSTEM '{}'>]>"
FROM_FILE = EXTERNAL.format("file:///etc/passwd")
file(
    "XML with external",
    "in the texts of a workbook",
    "a.xlsx",
    a2("", **{"xl/strings.xml": f"{FROM_FILE}<sst><si><t>&e;</t></si></sst>"}),
    OUTSIDE,
)
file(
    "XML with external",
    "in an OpenDocument spreadsheet",
    "a.ods",
    lambda: ods(f"{FROM_FILE}<d>&e;</d>"),
    OUTSIDE,
)
file(
    "XML with external",
    "in a Word document",
    "plan.docx",
    lambda: spoilt(word(p("a")), "word/document.xml", f"{FROM_FILE}<document>&e;</document>"),
    OUTSIDE,
)
file(
    "a docx without",
    "a letter",
    "letter.docx",
    lambda: word(p("Dear colleague,") + p("here is the plan.")),
    "refused: ",
    "delivery plan",
)
for mark in ("=1+1", "+44 1905", "-5 and falling", "@here", "\ttabbed"):
    file(
        "Text that starts",
        repr(mark),
        "Plans.xlsx",
        lambda mark=mark: xlsx(Plans=[["Plan", "Theme"], ["NI 101", mark]]),
        f"row: Plans, NI 101, theme = {mark.strip()}",
    )
file(
    "and escaped",
    "as we write it",
    "Plans.csv",
    lambda: as_csv([["Plan", "Theme"], ["NI 101", "'=1+1"]]),
    "row: Plans, NI 101, theme = =1+1",
)
file(
    "Cached values",
    "a sum",
    "a.xlsx",
    a2("<c r='D2'><f>10+5</f><v>15</v></c>"),
    "asked: Targets!D2: this is a formula: what it gave when the file was saved is read",
    "row: Targets, NI 101, value = 15",
)
FORMULA = "error: Targets!D2: this formula has no value yet: open the file in a spreadsheet"
file("a formula without one", "a sum", "a.xlsx", a2("<c r='D2'><f>10+5</f></c>"), FORMULA)
for wrong in ("#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"):
    file(
        "a formula without one",
        wrong,
        "a.xlsx",
        a2(f"<c r='D2' t='e'><f>A1</f><v>{wrong}</v></c>"),
        f"error: Targets!D2: {wrong} is a formula's error: mend the formula, or write the value",
    )
file(
    "formulas are never run",
    "one that would ask the network",
    "a.xlsx",
    a2("<c r='D2'><f>WEBSERVICE(&quot;http://127.0.0.1:9/&quot;)</f></c>"),
    FORMULA,
)
for system, serial, workbook in (
    ("1900", "40124", ""),
    ("1904", "38662", "<workbookPr date1904='1'/>"),
):
    file(
        "Both Excel date systems",
        system,
        "a.xlsx",
        lambda serial=serial, workbook=workbook: opens(serial, workbook),
        "row: Quarters, 2009/10 Q4, opens = 2009-11-07",
    )
file(
    "Hidden sheets",
    "both",
    "a.xlsx",
    targets(hide),
    "said: Targets: the sheet is hidden: it is read all the same",
    "said: Targets: hidden rows are read too: 2",
)
file(
    "Duplicate headings",
    "in another case",
    "Targets.csv",
    lambda: as_csv([["Indicator", "Period", "Target", "target "], ["NI 101", "2009/10", 1, 2]]),
    "error: Targets!D1: ",
)
file(
    "and duplicate keys",
    "written in two ways",
    "Targets.csv",
    lambda: as_csv([TARGETS[:4], ["NI 101", "2009/10", "", 15], ["ni101", "2009/10", "", 16]]),
    "error: Targets!A3: ",
)
KPI = [["Plan", "Theme"], ["NI 101", "Children’s café – £5"]]
READ = "row: Plans, NI 101, theme = Children’s café – £5"
for line, encodings in (
    ("CSV: UTF-8", ("utf-8", "utf-8-sig")),
    ("UTF-16 with mark", ("utf-16",)),
    ("and Windows-1252", ("cp1252",)),
):
    for encoding in encodings:
        file(line, encoding, "Plans.csv", lambda it=encoding: as_csv(KPI, encoding=it), READ)
for delimiter in ",;\t":
    file(
        "comma, semicolon",
        repr(delimiter),
        "Plans.csv",
        lambda it=delimiter: as_csv(KPI, delimiter=it),
        READ,
    )

# The bars of safety

BOMB = "refused: the file unpacks to far more than a workbook holds"
file("S1", "a GiB of rows", "a.xlsx", lambda: deflated(b"<row></row>" * 95_326, 1024), BOMB)
file("S1", "a GiB of one text", "a.xlsx", lambda: deflated(b"a" * MEGABYTE, 1024), BOMB)
file(
    "S1",
    "a GiB that says it is small",
    "a.xlsx",
    lambda: deflated(b"a" * MEGABYTE, 1024, said=1000),
    "refused: the file is damaged or was cut short",
)
file("S1", "an archive in an archive", "a.xlsx", lambda: as_zip({"a.xlsx": GOOD()}), "refused:")
file(
    "S2",
    "XFD1048576",
    "a.xlsx",
    lambda: by_hand(
        f"<sheetData>{HEAD}<row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData>"
    ),
    "refused: the sheet Targets holds something in XFD1048576: at most 200 columns",
)
file(
    "S2",
    "ALL100000",
    "a.xlsx",
    lambda: by_hand(
        f"<sheetData>{HEAD}<row r='100000'><c r='ALL100000'><v>1</v></c></row></sheetData>"
    ),
    "refused: the sheet Targets holds something in ALL100000: at most 200 columns",
)
file(
    "S2",
    "a million empty rows",
    "a.xlsx",
    lambda: by_hand(f"<sheetData>{HEAD}{rows_of(1_000_000, EMPTY_ROW)}</sheetData>"),
    "rows: Targets 1",
)
file(
    "S2",
    "a dimension of a million rows",
    "a.xlsx",
    lambda: by_hand(f"<dimension ref='A1:XFD1048576'/><sheetData>{HEAD}</sheetData>"),
    "rows: Targets 1",
)
SHEET = "xl/worksheets/sheet1.xml"
for kind, declared in (
    ("of a file", FROM_FILE),
    ("of an address", EXTERNAL.format("http://127.0.0.1:9/secret")),
    ("that laugh a billion times", f"{LAUGHS}]>"),
    ("that grow with the square", f"<!DOCTYPE x [<!ENTITY e '{'a' * 60_000}'>]>"),
    ("of a parameter", "<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x.dtd'> %p;]>"),
    ("of a document type elsewhere", "<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>"),
):
    for part in (SHEET, "xl/workbook.xml", "xl/styles.xml", "_rels/.rels", "docProps/custom.xml"):
        file(
            "S3",
            f"{kind}, in {part}",
            "a.xlsx",
            lambda part=part, declared=declared: by_hand(
                f"<sheetData>{HEAD}</sheetData>", **{part: f"{declared}<x>{'&e;' * 9}</x>"}
            ),
            OUTSIDE,
        )
file(
    "S3",
    "parts that lie elsewhere",
    "a.xlsx",
    elsewhere,
    "refused: the file is damaged",
)
file(
    "S3",
    "DDE",
    "a.xlsx",
    a2(
        "<c r='D2'><f>[1]!'!A1'</f><v>15</v></c>",
        **{
            "xl/externalLinks/externalLink1.xml": "<externalLink><ddeLink ddeService='cmd' "
            "ddeTopic='/c calc'/></externalLink>"
        },
    ),
    "asked: Targets!D2: this is a formula",
)
file("S4", "a macro under another name", "a.xlsx", with_macro, "the file holds macros")
file("S4", "an old file under another name", "a.xlsx", ole, "old Office format")
file("S4", "protected, of an old kind of name", "a.xls", lambda: ole("EncryptedPackage"), PASSWORD)
file("S4", "a table renamed", "a.xlsx", lambda: b"Plan;Title\nNI 101;GCSEs\n", "not a workbook")
file("S4", "nothing", "a.xlsx", lambda: b"", "refused: the file is empty")
file("S4", "cut short", "a.xlsx", lambda: GOOD()[: len(GOOD()) // 2], "cut short")
file("S4", "a picture", "a.xlsx", lambda: b"\x89PNG\r\n\x1a\n....", "the file is a picture")
file(
    "S4",
    "an OpenDocument spreadsheet under another name",
    "a.xlsx",
    lambda: ods("<d/>"),
    "rename it to end in .ods",
)
file(
    "S5",
    "two encodings in one",
    "Plans.csv",
    lambda: as_csv(KPI) + as_csv([["NI 99", "£5 – café"]], encoding="cp1252"),
    "said: Plans: read as Windows-1252, separated by commas: if “Childrenâ€” is not",
)
file("S5", "NUL", "Plans.csv", lambda: b"Plan\nNI\x00101\n", "Plans.csv has a character at line 2")
file("S5", "line ends of a Mac", "Plans.csv", lambda: as_csv(KPI).replace(b"\r\n", b"\r"), READ)
file(
    "S5", "a mark before the headings", "Plans.csv", lambda: as_csv(KPI, encoding="utf-8-sig"), READ
)
file(
    "S5",
    "two marks",
    "Plans.csv",
    lambda: b"\xef\xbb\xbf" + as_csv(KPI, encoding="utf-8-sig"),
    READ,
)
file(
    "S6",
    "of an array",
    "a.xlsx",
    a2("<c r='D2'><f t='array' ref='D2:D3'>SUM(A1:A3*B1:B3)</f><v>15</v></c>"),
    "asked: Targets!D2: this is a formula",
    "row: Targets, NI 101, value = 15",
)
file(
    "S6", "of an array, not worked out", "a.xlsx", a2("<c r='D2'><f t='array'>A1</f></c>"), FORMULA
)
file(
    "S6",
    "that others share",
    "a.xlsx",
    a2("<c r='D2'><f t='shared' si='0'/><v>15</v></c>"),
    "asked: Targets!D2: this is a formula",
)
file(
    "S6",
    "=1+1 as text",
    "a.xlsx",
    a2("<c r='D2' t='inlineStr'><is><t>=1+1</t></is></c>"),
    'error: Targets!D2: "=1+1" is not a number',
)
RATE = "row: Actuals, LAC 01, value = 17.8"
for id, value, said in (
    ("0.178 as a percentage", (0.178, PERCENT), RATE),
    ("17.8", 17.8, RATE),
    ("17.8% as text", "17.8%", RATE),
    ("17,8", "17,8", '"17,8" has a comma where a point belongs: write 17.8'),
    ("0.178", 0.178, "asked: Actuals!G2: 0.178 is read as 0.178%: if 17.8% is meant, write 17.8"),
    ("1780%", "1780%", "error: Actuals!G2: "),
    ("0.17799999999999999 as a percentage", (0.17799999999999999, PERCENT), RATE),
):
    file("S7", id, "a.xlsx", figures(None, None, value), said)
file(
    "S7",
    "mixed in one column",
    "a.xlsx",
    lambda: xlsx(
        Actuals=[
            ACTUALS,
            ["LAC 01", "2009/10 Q1", "2009/10 Q1", "final", None, None, (0.178, PERCENT)],
            ["LAC 01", Q2, Q2, "final", None, None, 0.178],
        ]
    ),
    RATE,
    "asked: Actuals!G3: 0.178 is read as 0.178%",
)
for id, written, said in (
    (
        "31/03/2009",
        "31/03/2009",
        'error: Quarters!B2: "31/03/2009" is written in numbers: write 31 March 2009',
    ),
    ("03/31/2009", "03/31/2009", "error: Quarters!B2: "),
    ("8/1/20", "8/1/20", 'error: Quarters!B2: "8/1/20"'),
    ("a quarter", "2008-09 Q4", "error: Quarters!B2: "),
    ("a serial number", 40124, "error: Quarters!B2: "),
    ("a date", date(2009, 11, 7), "row: Quarters, 2009/10 Q4, opens = 2009-11-07"),
    ("in words", "7 November 2009", "row: Quarters, 2009/10 Q4, opens = 2009-11-07"),
    ("that no calendar has", "31 November 2009", "error: Quarters!B2: "),
):
    file("S8", id, "a.xlsx", lambda it=written: quarters(it), said)
file("S8", "29 February 1900", "a.xlsx", lambda: opens("60", ""), "29 February 1900 is not in")
file(
    "S9",
    "merged",
    "a.xlsx",
    targets(lambda sheet: sheet.merge_cells("A2:A3")),
    "error: Targets!A2: ",
    "merged",
)
file("S9", "hidden columns", "a.xlsx", targets(hide_columns), "said: Targets: ", "hidden")
file(
    "S9",
    "filtered",
    "a.xlsx",
    targets(filter_rows),
    "said: Targets: hidden rows are read too: 2",
    "rows: Targets 3",
)
file(
    "S9",
    "headings in row 4",
    "Targets.csv",
    lambda: as_csv([["Targets of 2009/10"], [], [], TARGETS, ["NI 101", "2009/10", "", 15]]),
    "error: Targets!A4: the headings are in row 4: delete the rows above them",
    "rows: Targets 3",
)
file(
    "S9",
    "two tables in one sheet",
    "Targets.csv",
    lambda: as_csv(
        [[*TARGETS[:2], "Target"], ["NI 101", "2009/10", 15], [], ["Indicator", "Period"]]
    ),
    "error: Targets!A4: ",
)
file(
    "S9",
    "a sheet of another name",
    "a.xlsx",
    targets(lambda sheet: None, "Targest"),
    "Targest",
    "Targets",
)
file(
    "S9",
    "a space behind its name",
    "a.xlsx",
    targets(lambda sheet: None, "Targets "),
    "row: Targets, NI 101",
)
file(
    "S9",
    "a total below",
    "Actuals.csv",
    lambda: as_csv([ACTUALS, ["LAC 01", Q2, Q2, "final", 10, 40], ["Total", "", "", "", 10, 40]]),
    "error: Actuals!A3: ",
)
file(
    "S10",
    "a comment of a megabyte",
    "a.xlsx",
    a2("<c r='D2'><v>15</v></c>", **{"xl/comments1.xml": f"<comments>{'a' * MEGABYTE}</comments>"}),
    "row: Targets, NI 101, value = 15",
)
file(
    "S10",
    "a character that sounds a bell",
    "a.xlsx",
    a2("<c r='E2' t='inlineStr'><is><t>s_x0007_et</t></is></c>"),
    'error: Targets!E2: "s\x07et" is not a word for State: write set, not set',
)
file(
    "S10",
    "a character that no database keeps",
    "a.xlsx",
    a2("<c r='E2' t='inlineStr'><is><t>s_x0000_et</t></is></c>"),
    "error: Targets!E2: this has a character that no text has: write it anew",
)
file(
    "S10",
    "a letter that turns the line round",
    "Plans.csv",
    lambda: as_csv([["Plan", "Theme"], ["NI 101", "abc\u202egpj.exe"]]),
    "row: Plans, NI 101, theme = abc",
)
for id, written, said in (
    ("NaN", "<c r='D2'><v>NaN</v></c>", "error: Targets!D2: NaN is not a number: write digits"),
    ("infinity", "<c r='D2'><v>INF</v></c>", "error: Targets!D2: INF is not a number"),
    ("1E308", "<c r='D2'><v>1E308</v></c>", "error: Targets!D2: 1E+308 is too large to be kept"),
    ("1E999999999", "<c r='D2'><v>1E999999999</v></c>", "error: Targets!D2: no spreadsheet holds"),
    (
        "1E-999999999",
        "<c r='D2'><v>1E-999999999</v></c>",
        "error: Targets!D2: no spreadsheet holds",
    ),
    (
        "1E-300",
        "<c r='D2'><v>1E-300</v></c>",
        "error: Targets!D2: 1E-300 has more than 6 decimal places",
    ),
    ("minus zero", "<c r='D2'><v>-0</v></c>", "row: Targets, NI 101, value = 0"),
    ("0.1 + 0.2", "<c r='D2'><v>0.30000000000000004</v></c>", "row: Targets, NI 101, value = 0.3"),
    ("17.4", "<c r='D2'><v>17.399999999999999</v></c>", "row: Targets, NI 101, value = 17.4"),
    (
        "a space that does not break",
        "<c r='D2' t='inlineStr'><is><t>1\u00a0234</t></is></c>",
        "error: Targets!D2: ",
    ),
    (
        "a number as text",
        "<c r='D2' t='inlineStr'><is><t> 15 </t></is></c>",
        "row: Targets, NI 101, value = 15",
    ),
):
    file("S10", id, "a.xlsx", a2(written), said)


# What comes of them ----------------------------------------------------------------------


def outcome(name: str, content: bytes) -> str:
    """All that comes of a file, line by line."""
    try:
        if looks_like_a_document(name):
            commanding.settle(name, content, {}, as_suggested=True)
            return ""
        reading = read_content(name, content)
    except NotRead as refusal:
        return f"refused: {refusal}"
    checked = check(reading, kept_book())
    return "\n".join(
        [
            *(f"error: {each}" for each in checked.errors),
            *(f"asked: {each}" for each in checked.warnings),
            *(f"said: {each}" for each in checked.notes),
            *(f"rows: {each.name} {len(each.rows)}" for each in reading.tables),
            *_rows(checked),
        ]
    )


def _rows(checked: Checked) -> Iterator[str]:
    for change in checked.changes:
        key = as_plain(change.key[0])
        for field, value in change.values.items():
            yield f"row: {change.sheet}, {key}, {field} = {as_plain(value)}"


@pytest.fixture
def house(db):
    """What the files are about."""
    make_rule(indicator=make_annual_indicator(code="NI 101"))
    make_indicator(code="LAC 01")
    make_quarter(Q2)
    make_plan(reference="NI 101")


# The first file of each line; with all of them it is a thorough test.
FIRST = {each.line: each for each in reversed(FILES)}.values()


@pytest.mark.parametrize(
    "each",
    [
        pytest.param(
            each,
            marks=() if each in FIRST else pytest.mark.thorough,
            id=f"{each.line}: {each.id}",
        )
        for each in FILES
    ],
)
def test_each_file_is_answered_as_its_line_of_the_limits_says(house, each):
    came = outcome(each.name, each.make())
    assert [words for words in each.told if words not in came] == [], came[:2000]


# What one answer does not show -------------------------------------------------------------

LIMITED = (
    "import resource, sys; sys.path.insert(0, sys.argv[1]); from workbooks.reading import child; "
    "child.limit(); print(*(resource.getrlimit(each)[0] for each in (resource.RLIMIT_CPU, "
    "resource.RLIMIT_AS)), file=sys.stderr); raise SystemExit(3)"
)
# The reader as it is, but for one limit, so that a small file reaches it.
SMALLER = (
    "import sys; sys.path.insert(0, sys.argv[1]); from workbooks.reading import child; "
    "child.{} = {}; child.main(sys.argv[3:])"
)
TOO_MUCH = "the file takes more time or memory to read than there is: split it into smaller ones"


def test_the_process_that_reads_has_a_minute_and_768_megabytes(monkeypatch, caplog):
    monkeypatch.setattr(tables, "_START", LIMITED)
    with pytest.raises(NotRead):
        read_content("a.xlsx", GOOD())
    assert f"60 {768 * MEGABYTE}" in caplog.text


@pytest.mark.parametrize(
    ("limit", "most", "make"),
    [
        pytest.param("CPU_SECONDS", 1, lambda: (b"1," * 199 + b"1\n") * 5_000, id="time"),
        pytest.param("MEMORY", 64 * MEGABYTE, lambda: b"a" * 19 * MEGABYTE, id="memory"),
    ],
)
def test_a_file_that_takes_more_is_refused_and_the_server_lives(monkeypatch, limit, most, make):
    monkeypatch.setattr(tables, "_START", SMALLER.format(limit, most))
    with pytest.raises(NotRead, match=TOO_MUCH):
        read_content("Targets.csv", make())


@pytest.mark.parametrize(
    "each", [pytest.param(each, id=each.id) for each in FILES if each.line == "S3"]
)
def test_nothing_outside_a_file_is_looked_for(monkeypatch, each):
    def never(*given, **more):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", never)
    monkeypatch.setattr(socket, "create_connection", never)
    with suppress(NotRead):
        read_here(each.name, each.make())


def test_what_looks_like_a_formula_goes_out_as_text_and_comes_back(house, tmp_path):
    DeliveryPlan.objects.update(theme="=HYPERLINK(A1)", service="@SUM(1)", post="-1+1")
    for name in ("all.xlsx", "all.zip"):
        export_to(str(tmp_path / name))
        assert import_file(tmp_path / name).verdict == Verdict.NO_CHANGES
    sheet = openpyxl.load_workbook(tmp_path / "all.xlsx")["Plans"]
    written = [cell for row in sheet for cell in row if "HYPERLINK" in str(cell.value)]
    assert [(cell.value, cell.data_type) for cell in written] == [("'=HYPERLINK(A1)", "s")]
    with zipfile.ZipFile(tmp_path / "all.zip") as packed:
        table = packed.read("Plans.csv").decode("utf-8-sig")
    assert "'=HYPERLINK(A1)" in table
    assert not [mark for mark in (",=", ",@", ",-") if mark in table]


def test_the_same_file_twice_changes_nothing_and_one_that_overlaps_its_own_rows_only(house):
    def bring(content: bytes) -> Verdict:
        return import_content("a.xlsx", content, accept_warnings=True).verdict

    first = xlsx(Actuals=[ACTUALS, ["LAC 01", Q2, Q2, "final", 10, 40]])
    assert (bring(first), bring(first)) == (Verdict.SAVED, Verdict.NO_CHANGES)
    more = ["LAC 01", "2009/10 Q1", Q2, "final", 11, 40]
    both = xlsx(Actuals=[ACTUALS, ["LAC 01", Q2, Q2, "final", 10, 40], more])
    outcome = import_content("b.xlsx", both, accept_warnings=True)
    assert (outcome.verdict, len(outcome.checked.changes)) == (Verdict.SAVED, 1)


PROVED_BELOW = {
    "a child process": test_the_process_that_reads_has_a_minute_and_768_megabytes,
    "S11": test_what_looks_like_a_formula_goes_out_as_text_and_comes_back,
    "S12": test_the_same_file_twice_changes_nothing_and_one_that_overlaps_its_own_rows_only,
}


def lines_without(found: set[str]) -> list[str]:
    return [line for line in LIMITS if not any(line.startswith(each) for each in found)]


def test_every_line_of_the_limits_has_a_file():
    proved = {each.line for each in FILES} | set(PROVED_BELOW)
    assert lines_without(proved) == []
    assert all(any(line.startswith(each) for line in LIMITS) for each in proved)
