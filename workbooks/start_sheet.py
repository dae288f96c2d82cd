"""The first sheet of a workbook that is to be filled: what it is, and how to fill it."""

from collections.abc import Iterable

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

START = "Start here"
PROTECTED = {"format_columns": True, "format_rows": True}
HEADING: dict[str, object] = {"bold": True, "bg_color": "#12436d", "font_color": "#ffffff"}
LOCKED: dict[str, object] = {"bg_color": "#f3f2f1", "border": 1, "border_color": "#b1b4b6"}
OPEN: dict[str, object] = {
    "bg_color": "#fff7d6",
    "border": 1,
    "border_color": "#505a5f",
    "locked": False,
}
PLAIN: dict[str, object] = {"text_wrap": True, "valign": "top"}

Lines = Iterable[tuple[str, str]]


def write_start(
    book: xlsxwriter.Workbook,
    title: str,
    explained: Lines,
    meanings: Iterable[tuple[str, Lines]] = (),
) -> Worksheet:
    """Add the sheet: what is explained, then lists of words and what each of them means."""
    plain, bold, heading = (book.add_format(PLAIN | more) for more in ({}, {"bold": True}, HEADING))
    sheet = book.add_worksheet(START)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 16}))
    row = 2
    for what, text in explained:
        sheet.write_string(row, 0, what, bold)
        sheet.write_string(row, 1, text, plain)
        row += 1
    for what, words in meanings:
        row += 1
        sheet.write_string(row, 0, what, heading)
        sheet.write_string(row, 1, "What the words mean", heading)
        for word, means in words:
            row += 1
            sheet.write_string(row, 0, word, bold)
            sheet.write_string(row, 1, means, plain)
        row += 1
    sheet.protect("", PROTECTED)
    sheet.activate()
    return sheet
