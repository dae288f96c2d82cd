"""Workbooks for tests: from plain rows to a file, or to what a file is read as."""

import csv
import io
import tempfile
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sheets.cells import Cell
from workbooks.book import kept_book
from workbooks.checking import Checked, check
from workbooks.importing import Outcome, import_content
from workbooks.reading import child
from workbooks.reading.lines import Lines
from workbooks.reading.tables import Reading, Table, reading_of

Rows = list[list[Any]]
PERCENT = "0.0%"

AGREEMENT = "Worcestershire Local Area Agreement 2008-11"

PLANS: Rows = [
    ["Plan", "Title", "Agreement", "Area", "First year", "Last year"],
    ["NI 101", "GCSEs", AGREEMENT, "Worcestershire", "2008/09", "2010/11"],
]
INDICATORS: Rows = [
    ["Code", "Plan", "Title", "Unit", "Good is", "Decimals", "Year type", "Frequency"],
    ["NI 101", "NI 101", "5 A*-C", "percentage", "higher", 1, "academic", "annual"],
    ["LAC 01", "NI 101", "Health checks", "percentage", "higher", 1, "financial", "quarterly"],
    ["LAC 02", "NI 101", "Tuition", "number", "higher", 0, "financial", "quarterly"],
]
TARGETS = ["Indicator", "Period", "From", "Target", "State", "Designation"]
ACTUALS = ["Indicator", "Period", "Reported in", "Standing", "Numerator", "Denominator", "Value"]


def reading(**sheets: Rows) -> Reading:
    """What a file with these sheets is read as; `Action_updates` is the sheet Action updates."""
    return Reading([table(name.replace("_", " "), rows) for name, rows in sheets.items()])


def table(name: str, rows: Rows) -> Table:
    made = Table(name)
    for number, row in enumerate(rows, start=1):
        cells = {place: Cell.of(value) for place, value in enumerate(row, start=1)}
        held = {place: cell for place, cell in cells.items() if not cell.is_blank}
        if held:
            made.rows.append((number, held))
    return made


def checked(**sheets: Rows) -> Checked:
    """What the check of these sheets comes to."""
    return check(reading(**sheets), kept_book())


def told(**sheets: Rows) -> list[str]:
    """The errors in these sheets, as they are told."""
    return [str(problem) for problem in checked(**sheets).errors]


def warned(**sheets: Rows) -> list[str]:
    return [str(problem) for problem in checked(**sheets).warnings]


def bring(**sheets: Rows) -> Outcome:
    """Import these sheets from a real file, warnings accepted."""
    return bring_with({}, **sheets)


def bring_with(options: dict[str, Any], **sheets: Rows) -> Outcome:
    """The same with options of `import_content`, such as a reason."""
    return import_content("book.xlsx", xlsx(**sheets), **{"accept_warnings": True} | options)


def read_here(name: str, content: bytes, *, most: int | None = None) -> Reading:
    """What a file is read as, without a process of its own: for tests of many files."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        path.write_bytes(content)
        written = io.StringIO()
        child.read(path, name, Lines(written, most))
    written.seek(0)
    return reading_of(written)


def xlsx(**sheets: Rows) -> bytes:
    """A workbook file. A pair is a value and its number format."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False})
    formats = {each: book.add_format({"num_format": each}) for each in (PERCENT, "d mmm yyyy", "@")}
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name.replace("_", " "))
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                _write(sheet, number, place, value, formats)
    book.close()
    return out.getvalue()


def _write(sheet, number: int, place: int, value: Any, formats: dict) -> None:
    if isinstance(value, tuple):
        sheet.write_number(number, place, value[0], formats[value[1]])
    elif isinstance(value, date):
        sheet.write_datetime(number, place, value, formats["d mmm yyyy"])
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(number, place, value)
    elif value is not None:
        sheet.write_string(number, place, value)


def as_csv(rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_zip(members: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def by_hand(sheet: str, *, styles: str = "", workbook: str = "", **members: str) -> bytes:
    """A workbook whose XML is written by hand: `sheet` is what its only sheet contains."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return as_zip(
        {
            "[Content_Types].xml": "<Types xmlns='x'><Override ContentType='application/vnd."
            "openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>",
            "_rels/.rels": f"<Relationships xmlns='{package}'><Relationship Id='r1' "
            f"Type='{office}/officeDocument' Target='xl/workbook.xml'/></Relationships>",
            "xl/workbook.xml": f"<workbook xmlns='{main}' xmlns:r='{office}'>{workbook}"
            "<sheets><sheet name='Targets' sheetId='1' r:id='rId1'/></sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{package}'>"
            f"<Relationship Id='rId1' Type='{office}/worksheet' Target='worksheets/sheet1.xml'/>"
            f"<Relationship Id='rId2' Type='{office}/styles' Target='styles.xml'/>"
            f"<Relationship Id='rId3' Type='{office}/sharedStrings' Target='/xl/strings.xml'/>"
            "</Relationships>",
            "xl/styles.xml": f"<styleSheet xmlns='{main}'>{styles}</styleSheet>",
            "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{main}'>{sheet}</worksheet>",
        }
        | members
    )


def as_bytes(book) -> bytes:
    """The file of a workbook that openpyxl opened."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client, content: bytes, name: str = "book.xlsx"):
    """Bring a file in the browser; the page that one comes to."""
    return client.post(reverse("imports"), {"file": SimpleUploadedFile(name, content)}, follow=True)
