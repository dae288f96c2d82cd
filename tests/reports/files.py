"""Files as they come down, and what can be read back out of them."""

import csv
import io

import openpyxl

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
