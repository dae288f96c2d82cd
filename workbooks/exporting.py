"""Writing everything that is kept as a workbook, or as a set of tables.

What is written here is read back as no changes. Text never becomes a formula or a link, in any
program that opens the file.
"""

import csv
import hashlib
import io
import json
import os
import zipfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import IO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from indicators.disclosure import Thresholds, is_small
from indicators.sheets.columns import disclosable_actual, disclosable_baseline
from sheets.cells import LONGEST_TEXT, address, as_plain
from sheets.columns import Column, Layout
from sheets.descriptions import Book, Sheet
from workbooks.book import SHEETS, kept_book
from workbooks.editions import keep
from workbooks.progress import WRITING, Steps, Tell, silent
from workbooks.reading.csvs import VERSION_FILE
from workbooks.reading.xlsx import VERSION_PROPERTY
from workbooks.saving import one_transaction
from workbooks.start_sheet import HEADING, LOCKED, OPEN, PLAIN, PROTECTED, write_start

WIDTHS = {Layout.WORDS: 36, Layout.TEXT: 16, Layout.NUMBER: 13, Layout.DATE: 20}
# A spreadsheet keeps 15 digits of a number; a longer one is written as text, whole.
MOST_DIGITS = 15
LONGEST_HINT = 255
ROWS_TO_FILL = 2_000
RESTRICTED = "Restricted: contains small numbers"
CSV_ENCODING = "utf-8-sig"  # the mark tells Excel that it is UTF-8

LOOKS: dict[Layout, dict[str, object]] = {
    Layout.WORDS: PLAIN,
    Layout.TEXT: PLAIN | {"num_format": "@"},
    Layout.NUMBER: {"valign": "top"},
    Layout.DATE: {"num_format": "d mmmm yyyy", "valign": "top"},
}

Shown = list[list[object]]


class NotExported(Exception):
    """What a file of this kind cannot carry, or where it cannot be written; says what to do."""


@dataclass(frozen=True)
class Export:
    """Everything that is kept, as it is shown in cells. `version` is the same for the same data.

    `restricted` says that it holds small numbers, unmasked. A workbook to be filled has a `title`
    and is `explained` on a first sheet; `locked` says that its keys stay as they are.
    """

    tables: dict[str, Shown]
    restricted: bool = False
    title: str = ""
    explained: tuple[tuple[str, str], ...] = ()
    locked: bool = False

    @property
    def is_known_again(self) -> bool:
        """Whether what is in it is kept, to be compared with when it comes back."""
        return self.locked or not self.explained

    @cached_property
    def version(self) -> str:
        plain = {
            name: [[as_plain(value) for value in row] for row in rows]
            for name, rows in self.tables.items()
        }
        return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def export() -> Export:
    """Read everything, as it is at one moment, and keep it for when a file made from it is back."""
    with one_transaction():
        book = kept_book()
        tables = {
            sheet.name: [
                [column.show_escaped(row[column.attribute]) for column in sheet.columns]
                for row in sheet.exported(book)
            ]
            for sheet in SHEETS
        }
        exported = Export(tables, holds_small_numbers(book))
        keep(exported.version, ((sheet, book.kept(sheet.name).items()) for sheet in SHEETS))
        return exported


def holds_small_numbers(book: Book) -> bool:
    """Whether a figure or a baseline is one that the public is not shown (rule 11)."""
    items = chain(
        map(disclosable_baseline, book.kept("Indicators").values()),
        (disclosable_actual(row, book) for row in book.kept("Actuals").values()),
    )
    return any(is_small(each, Thresholds()) for each in items)


# Workbook -----------------------------------------------------------------------------


def write_workbook(exported: Export, out: IO[bytes], tell: Tell = silent) -> None:
    """Write an .xlsx workbook. Raises NotExported for a text that no cell can hold."""
    _check_lengths(exported)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    if exported.is_known_again:
        book.set_custom_property(VERSION_PROPERTY, exported.version)
    if exported.restricted:
        book.set_properties({"comments": RESTRICTED})
    if exported.explained:
        write_start(book, exported.title, exported.explained)
    bold = book.add_format(PLAIN | {"bold": True} | (HEADING if exported.locked else {}))
    formats = {
        layout: book.add_format(look | (OPEN if exported.locked else {}))
        for layout, look in LOOKS.items()
    }
    keys = {
        layout: book.add_format(look | (LOCKED if exported.locked else {}))
        for layout, look in LOOKS.items()
    }
    steps = Steps(tell, WRITING, sum(map(len, exported.tables.values())))
    below = {layout: book.add_format(look | {"locked": False}) for layout, look in LOOKS.items()}
    for sheet in SHEETS:
        if sheet.name not in exported.tables:
            continue
        rows = exported.tables[sheet.name]
        written = book.add_worksheet(sheet.name)
        _lay_out(written, sheet, below, len(rows))
        if exported.locked:
            written.protect("", PROTECTED)
        if exported.restricted:
            written.set_header(f"&L{RESTRICTED}")
        for place, column in enumerate(sheet.columns):
            written.write_string(0, place, column.heading, bold)
        looks = [
            (keys if column.attribute in sheet.key else formats)[column.layout]
            for column in sheet.columns
        ]
        for number, row in enumerate(rows, start=1):
            steps.step()
            for place, (look, value) in enumerate(zip(looks, row, strict=True)):
                # A blank cell looks as its column does, unless some of that column are locked.
                if value is not None or exported.locked:
                    _write(written, number, place, value, look)
    book.close()


def _lay_out(written: Worksheet, sheet: Sheet, formats: dict, rows: int) -> None:
    """Widths, frozen headings, and for each column the words or the hint that helps to fill it."""
    written.freeze_panes(1, len(sheet.key))
    for place, column in enumerate(sheet.columns):
        width = max(WIDTHS[column.layout], len(column.heading) + 2)
        written.set_column(place, place, width, formats[column.layout])
        if help_ := _help(column):
            written.data_validation(1, place, rows + ROWS_TO_FILL, place, help_)


def _help(column: Column) -> dict[str, object]:
    said: dict[str, object] = {"validate": "any", "error_type": "warning"}
    if column.words:
        said |= {"validate": "list", "source": list(column.words)}
    if column.hint:
        said |= {"input_title": column.heading[:32], "input_message": column.hint[:LONGEST_HINT]}
    return said if column.words or column.hint else {}


def _write(written: Worksheet, row: int, place: int, value: object, look: object) -> None:
    if value is None:
        written.write_blank(row, place, None, look)
    elif isinstance(value, date):
        written.write_datetime(row, place, value, look)
    elif isinstance(value, int | Decimal) and _fits(value):
        written.write_number(row, place, value, look)
    else:
        written.write_string(row, place, str(value), look)


def _check_lengths(exported: Export) -> None:
    """Raise NotExported for a text that no cell can hold: it would be left out in silence."""
    for name, rows in exported.tables.items():
        for number, row in enumerate(rows, start=2):
            for place, value in enumerate(row, start=1):
                if isinstance(value, str) and len(value) > LONGEST_TEXT:
                    raise NotExported(
                        f"{name}!{address(place, number)}: the text has {len(value):,} characters "
                        f"and a cell holds {LONGEST_TEXT:,}: shorten it, or export a set of tables "
                        "(.zip)"
                    )


def _fits(number: int | Decimal) -> bool:
    return len(Decimal(number).normalize().as_tuple().digits) <= MOST_DIGITS


# Tables -------------------------------------------------------------------------------


def csv_files(exported: Export) -> dict[str, bytes]:
    """Each sheet as a table of text, by the name of its file, and the version they are of."""
    files = {f"{sheet.name}.csv": _as_csv(sheet, exported.tables[sheet.name]) for sheet in SHEETS}
    files[VERSION_FILE] = f"{exported.version}\n".encode()
    return files | ({"Restricted.txt": f"{RESTRICTED}\n".encode()} if exported.restricted else {})


def _as_csv(sheet: Sheet, rows: Shown) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow([column.heading for column in sheet.columns])
    table.writerows([as_plain(value) for value in row] for row in rows)
    return text.getvalue().encode(CSV_ENCODING)


def write_csv_archive(exported: Export, out: IO[bytes], tell: Tell = silent) -> None:
    """Write the set of tables as an archive."""
    tell(WRITING, 0, 0)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in csv_files(exported).items():
            archive.writestr(name, content)


# Files --------------------------------------------------------------------------------


def export_to(path: str) -> Export:
    """Write everything to `path`: .xlsx, .zip, or a folder where it ends in a slash.

    Raises NotExported.
    """
    target = Path(path)
    exported = export()
    try:
        if path.endswith(("/", os.sep)) or target.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            for name, content in csv_files(exported).items():
                (target / name).write_bytes(content)
        elif target.suffix.lower() in WRITERS:
            _write_whole(exported, target)
        else:
            raise NotExported(
                f"{path} does not say what to write: end the name in .xlsx for a workbook, in .zip "
                "or / for a set of tables"
            )
    except OSError as problem:
        raise NotExported(f"{path} cannot be written: {problem.strerror}") from None
    return exported


WRITERS = {".xlsx": write_workbook, ".zip": write_csv_archive}


def _write_whole(exported: Export, target: Path) -> None:
    """Write the file beside its place first, so that no half of one is ever found there."""
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as out:
            WRITERS[target.suffix.lower()](exported, out)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
