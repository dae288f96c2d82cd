"""The quarter's tables as a workbook that everybody can read, and as one plain table.

As the Analysis Function asks of statistics in spreadsheets: a cover, a list of contents, notes
that explain every mark; then one table a sheet, from the first column, without merged cells or
blank rows. Text never becomes a formula or a link. The same report gives the same bytes. No
Django in here.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from indicators.disclosure import Audience
from indicators.performance import MEANINGS
from periods.dates import write_date
from reports.board import overview
from reports.packs.about import WARNING, About
from reports.packs.tables import SHORTHAND, Number, Sheet, Value, indicators, sheets_of
from reports.packs.texts import clean
from reports.reading.objects import QuarterlyReport
from sheets.cells import LONGEST_TEXT, escape

CUT = " … (cut here: a cell holds no more)"
FONT = {"font_name": "Arial", "font_size": 12, "valign": "top"}
COVER_WIDTH, NAME_WIDTH, NOTES_WIDTH = 100, 24, 90
A4 = 9
CSV_ENCODING = "utf-8-sig"  # the mark tells Excel that it is UTF-8
FREE = "May be passed on"


def as_workbook(report: QuarterlyReport, about: About) -> bytes:
    """The quarter's report as an .xlsx workbook."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    writer = _Writer(xlsxwriter.Workbook(out, options), report, about)
    writer.cover()
    writer.contents()
    writer.notes()
    for sheet in writer.sheets:
        writer.table(sheet)
    writer.finish()
    return out.getvalue()


class _Writer:
    """Writes one workbook, sheet by sheet."""

    def __init__(self, book: xlsxwriter.Workbook, report: QuarterlyReport, about: About) -> None:
        self.book, self.report, self.about = book, report, about
        self.sheets = sheets_of(report)
        self.title = f"Quarterly report, all plans: {report.stamp.quarter_in_full}"
        self.formats: dict[str, Format] = {}
        midnight = datetime.combine(about.day, time())
        book.set_properties(
            {
                "title": self.title,
                "subject": about.place,
                "author": about.organisation,
                "comments": WARNING if about.restricted else "",
                "created": midnight,
            }
        )

    def finish(self) -> None:
        self.book.worksheets()[0].activate()
        self.book.close()

    # Looks --------------------------------------------------------------------------------

    def look(self, name: str, **more: object) -> Format:
        if name not in self.formats:
            self.formats[name] = self.book.add_format(FONT | more)
        return self.formats[name]

    def plain(self) -> Format:
        return self.look("plain", text_wrap=True)

    def heading(self) -> Format:
        return self.look("heading", text_wrap=True, bold=True, bottom=1)

    def number(self, decimals: int) -> Format:
        shown = "#,##0" + (f".{'0' * decimals}" if decimals else "")
        return self.look(shown, num_format=shown, align="right")

    def day(self) -> Format:
        return self.look("day", num_format="d mmmm yyyy", align="right")

    # The sheets before the tables -------------------------------------------------------------

    def add(self, name: str, title: str, lines: Iterable[str]) -> tuple[Worksheet, int]:
        """A sheet with its title and what is said under it; gives the next free row."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{printed(self.title)}&R{WARNING if self.about.restricted else ''}")
        sheet.set_footer("&L&A&RPage &P of &N")
        sheet.write_string(0, 0, title, self.look("title", bold=True, font_size=16))
        said = ([WARNING] if self.about.restricted else []) + list(lines)
        for row, each in enumerate(said, start=1):
            look = self.look("warning", bold=True) if each == WARNING else self.look("line")
            sheet.write_string(row, 0, text_of(each), look)
        return sheet, len(said) + 1

    def cover(self) -> None:
        sheet, row = self.add("Cover", self.title, [self.about.place])
        sheet.set_column(0, 0, COVER_WIDTH)
        for heading, words in self.said_on_the_cover():
            sheet.write_string(row, 0, heading, self.look("heading 2", bold=True, font_size=14))
            for number, each in enumerate(words, start=1):
                sheet.write_string(row + number, 0, text_of(each), self.plain())
            row += len(words) + 1

    def said_on_the_cover(self) -> list[tuple[str, list[str]]]:
        base = overview.base_of_counts(self.report)
        said = [
            ("In short", [f"{overview.headline(self.report)}.", *([base] if base else [])]),
            (
                "What is in this workbook",
                [
                    "Every delivery plan as at the quarter: figures against targets, actions, "
                    "milestones and risks. It says what the page of the quarterly report says.",
                    "Each sheet after the notes holds one table. The contents list them all.",
                ],
            ),
        ]
        stamp = self.report.stamp
        if stamp.release_reason and stamp.audience != Audience.PUBLIC:
            said.append((f"What release {stamp.released} puts right", [stamp.release_reason]))
        if self.about.organisation or self.about.contact:
            whom = [each for each in (self.about.organisation, self.about.contact) if each]
            said.append(("Whom to ask", whom))
        return said

    def contents(self) -> None:
        rows = [("Notes", "What the marks and the words mean")]
        rows += [(each.name, each.title) for each in self.sheets]
        sheet, row = self.add("Contents", "Contents", [ONE_TABLE])
        sheet.set_column(0, 0, NAME_WIDTH)
        sheet.set_column(1, 1, NOTES_WIDTH)
        self.lay_table(sheet, row, "contents", ("Sheet", "What it shows"), rows)
        link = self.look("link", font_color="#1d70b8", underline=1)
        for number, (name, _) in enumerate(rows, start=row + 1):
            sheet.write_url(number, 0, f"internal:'{name}'!A1", link, name)

    def notes(self) -> None:
        """Every mark and every status word, in one table."""
        rows = list(SHORTHAND.items())
        rows += [(str(word), meaning) for word, meaning in MEANINGS.items()]
        sheet, row = self.add("Notes", "Notes: what the marks and the words mean", [ONE_TABLE])
        sheet.set_column(0, 0, NAME_WIDTH)
        sheet.set_column(1, 1, NOTES_WIDTH)
        self.lay_table(sheet, row, "notes", ("Mark or word", "What it means"), rows)

    # The tables ---------------------------------------------------------------------------

    def table(self, sheet: Sheet) -> None:
        if not sheet.rows:
            self.add(sheet.name, sheet.title, [sheet.none])
            return
        written, row = self.add(sheet.name, sheet.title, [ONE_TABLE, sheet.about, MARKS])
        for place, column in enumerate(sheet.columns):
            written.set_column(place, place, column.width)
        headings = [each.heading for each in sheet.columns]
        self.lay_table(written, row, sheet.name.lower(), headings, sheet.rows)

    def lay_table(
        self,
        sheet: Worksheet,
        first: int,
        name: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[Value]],
    ) -> None:
        """A real table with a row of headings, which print repeats."""
        sheet.add_table(
            first,
            0,
            first + len(rows),
            len(headings) - 1,
            {
                "name": name,
                "style": None,
                "autofilter": False,
                "columns": [{"header": each, "header_format": self.heading()} for each in headings],
            },
        )
        sheet.repeat_rows(first)
        for number, row in enumerate(rows, start=first + 1):
            for place, value in enumerate(row):
                self.cell(sheet, number, place, value)

    def cell(self, sheet: Worksheet, row: int, place: int, value: Value) -> None:
        if isinstance(value, Number):
            sheet.write_number(row, place, value.value, self.number(value.decimals))
        elif isinstance(value, int):
            sheet.write_number(row, place, value, self.number(0))
        elif isinstance(value, date):
            sheet.write_datetime(row, place, datetime.combine(value, time()), self.day())
        else:
            sheet.write_string(row, place, text_of(value), self.plain())


ONE_TABLE = "This worksheet contains one table."
MARKS = "Marks in square brackets, such as [c], are explained in the worksheet Notes."


def text_of(words: str) -> str:
    """The text as a cell can hold it, and never as a formula."""
    text = escape(clean(words))
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(CUT)] + CUT


def printed(words: str) -> str:
    """The words in a printed header, where "&" begins a command."""
    return words.replace("&", "&&")


# One plain table --------------------------------------------------------------------------


def as_csv(report: QuarterlyReport, about: About) -> bytes:
    """The indicators of the quarter as one table; each row says of which quarter, and for whom."""
    sheet = indicators(report)
    handling = WARNING if about.restricted else FREE
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(
        ["Quarter", "State", "View", "Handling", *(each.heading for each in sheet.columns)]
    )
    before = [report.stamp.quarter, report.stamp.state, about.view, handling]
    for row in sheet.rows:
        table.writerow([*before, *map(plain_text, row)])
    return out.getvalue().encode(CSV_ENCODING)


def plain_text(value: Value) -> str:
    if isinstance(value, Number):
        return f"{value.value:.{value.decimals}f}"
    if isinstance(value, date):
        return write_date(value)
    return str(value) if isinstance(value, int) else text_of(value)
