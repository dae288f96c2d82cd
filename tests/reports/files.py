"""Files as they come down, and what can be read back out of them."""

import csv
import io

import docx
import openpyxl
import pypdf
from docx.document import Document
from docx.oxml.ns import qn

BROWSER = {"HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8"}


def workbook_of(response) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(response.content))


def rows_of_sheet(book: openpyxl.Workbook, name: str) -> list[dict]:
    """The rows of the sheet's one table, each by its headings."""
    sheet = book[name]
    (table,) = sheet.tables.values()
    headings, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
    return [dict(zip(headings, row, strict=True)) for row in rows]


def rows_of_csv(response) -> list[dict]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


# Documents ------------------------------------------------------------------------------


def pdf_of(response) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(response.content))


def pages_of(reader: pypdf.PdfReader) -> list[str]:
    """What each page says, with single spaces."""
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def word_of(response) -> Document:
    return docx.Document(io.BytesIO(response.content))


def tables_of(word: Document) -> dict[str, list[list[str]]]:
    """The rows of every table, headings first, by what the table says that it is."""
    return {
        table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")): [
            [" ".join(cell.text.split()) for cell in row.cells] for row in table.rows
        ]
        for table in word.tables
    }
