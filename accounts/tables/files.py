"""The files a table comes in and goes out as: Excel, OpenDocument and CSV."""

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import tablib
import xlsxwriter
from import_export.formats.base_formats import Format
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from sheets.cells import Cell
from sheets.columns import Layout

MEGABYTE = 1024 * 1024
LARGEST_FILE = 5 * MEGABYTE
COLUMN_WIDTH = 24

Rows = list[tuple[int, dict[int, Cell]]]
Read = Callable[[str, bytes, str], Rows]


class Unreadable(ValueError):
    """A file that is not read; the text says why and what to do."""


def read_nothing(name: str, content: bytes, sheet: str) -> Rows:
    raise Unreadable("no files are read here")


class TableFile(Format):
    """A kind of file. `read` gives the rows of the sheet in a file, each with its number."""

    ending = ""
    title = ""
    content_type = ""

    def __init__(self, read: Read = read_nothing, sheet: str = "", encoding: str | None = None):
        self.read = read
        self.sheet = sheet

    def get_title(self):
        return self.title

    def get_extension(self):
        return self.ending

    def get_content_type(self):
        return self.content_type

    def can_import(self):
        return True

    def can_export(self):
        return True

    def create_dataset(self, content):
        """The rows of a file as cells; `numbers` says where each stands. Raises Unreadable."""
        if content is None:
            raise Unreadable("the file waited too long for its confirmation: bring it again")
        rows = self.read(f"{self.sheet}.{self.ending}", content, self.sheet)
        if not rows or rows[0][0] != 1:
            raise Unreadable("there are no headings in row 1: write them there, above the table")
        (_, headings), *rows = rows
        if not rows:
            raise Unreadable("there is nothing under the headings: write the rows there")
        width = range(1, max(column for _, cells in rows for column in [*cells, *headings]) + 1)
        dataset = tablib.Dataset()
        dataset.headers = [headings.get(each, Cell()).written for each in width]
        for _, cells in rows:
            dataset.append([cells.get(each, Cell()) for each in width])
        dataset.numbers = [number for number, _ in rows]
        dataset.content = content
        return dataset


class Csv(TableFile):
    """A table of text. It begins with a mark, so that Excel reads every letter."""

    ending = "csv"
    title = "Table of text (.csv)"
    content_type = "text/csv"

    def export_data(self, dataset, **kwargs):
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(dataset.headers)
        writer.writerows([Cell.of(each).written for each in row] for row in dataset)
        return out.getvalue().encode("utf-8-sig")


class Xlsx(TableFile):
    """An Excel workbook of one sheet, in which no text becomes a formula, a link or a date."""

    ending = "xlsx"
    title = "Excel workbook (.xlsx)"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def export_data(self, dataset, **kwargs):
        out = io.BytesIO()
        options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
        with xlsxwriter.Workbook(out, options) as book:
            sheet = book.add_worksheet(dataset.title)
            bold = book.add_format({"bold": True})
            formats = {
                Layout.TEXT: book.add_format({"num_format": "@"}),
                Layout.DATE: book.add_format({"num_format": "d mmmm yyyy", "align": "left"}),
                Layout.WORDS: book.add_format({"text_wrap": True, "valign": "top"}),
            }
            layouts = [formats.get(each) for each in dataset.layouts]
            for column, (heading, layout) in enumerate(zip(dataset.headers, layouts, strict=True)):
                sheet.set_column(column, column, COLUMN_WIDTH, layout)
                sheet.write_string(0, column, heading, bold)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(dataset, 1):
                for column, value in enumerate(row):
                    _write(sheet, number, column, value, layouts[column])
        return out.getvalue()


def _write(sheet, row: int, column: int, value: object, layout) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_string(row, column, str(value).upper(), layout)
        case int() | Decimal():
            sheet.write_number(row, column, value, layout)
        case date():
            sheet.write_datetime(row, column, value, layout)
        case _:
            sheet.write_string(row, column, str(value), layout)


class Ods(TableFile):
    """An OpenDocument spreadsheet of one sheet."""

    ending = "ods"
    title = "OpenDocument spreadsheet (.ods)"
    content_type = "application/vnd.oasis.opendocument.spreadsheet"

    def export_data(self, dataset, **kwargs):
        book = OpenDocumentSpreadsheet()
        sheet = Table(name=dataset.title)
        book.spreadsheet.addElement(sheet)
        for row in (dataset.headers, *dataset):
            line = TableRow()
            sheet.addElement(line)
            for value in row:
                line.addElement(_cell(value))
        out = io.BytesIO()
        book.write(out)
        return out.getvalue()


def _cell(value: object) -> TableCell:
    match value:
        case int() | Decimal() if not isinstance(value, bool):
            cell = TableCell(valuetype="float", value=Cell.of(value).written)
        case date():
            cell = TableCell(valuetype="date", datevalue=value.isoformat())
        case _:
            cell = TableCell(valuetype="string")
    for line in Cell.of(value).written.split("\n"):
        cell.addElement(P(text=line))
    return cell


KINDS = (Xlsx, Ods, Csv)
