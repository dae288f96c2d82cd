"""Marking up tables of text: a column Problems last, in the owner's own dialect.

No Django in here.
"""

import csv
import io
import zipfile
from pathlib import Path, PurePosixPath

from sheets.cells import escape
from workbooks.marking.marks import PROBLEMS, Marks, NotMarked, folded, marks_of
from workbooks.reading.archive import Archive
from workbooks.reading.csvs import Dialect, dialect_of, is_hidden, sheet_of


def mark_csv(source: Path, name: str, marks: dict[str, Marks], out: Path) -> None:
    """Write a marked-up copy of one table. Raises NotMarked, or NotRead."""
    ours = marks_of(sheet_of(name), marks, alone=True)
    if ours is None:
        raise NotMarked("none of the problems is in it")
    out.write_bytes(_marked(name, source.read_bytes(), ours))


def mark_csv_set(source: Path, marks: dict[str, Marks], out: Path) -> None:
    """Write the archive with its tables marked up; what else is in it stays as it is."""
    archive = Archive(source)
    tables = [each for each in archive.in_order if each.lower().endswith(".csv")]
    tables = [each for each in tables if not is_hidden(PurePosixPath(each))]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in archive.in_order:
            content = archive.read(name)
            file = PurePosixPath(name).name
            ours = marks_of(sheet_of(file), marks, alone=len(tables) == 1)
            if name in tables and ours is not None:
                content = _marked(name, content, ours)
            written.writestr(name, content)


def _marked(name: str, content: bytes, marks: Marks) -> bytes:
    dialect = dialect_of(name, content)
    csv.field_size_limit(len(dialect.text) + 1)
    records = list(csv.reader(io.StringIO(dialect.text, newline=""), delimiter=dialect.delimiter))
    headings = list(map(folded, records[0])) if records else []
    if folded(PROBLEMS) in headings:
        column = headings.index(folded(PROBLEMS))
    else:
        column = max(map(len, records), default=0)
    beside = _beside(marks)
    for number, record in enumerate(records, start=1):
        said = PROBLEMS if number == 1 else beside.get(number, "")
        if said or column < len(record):
            record += [""] * (column + 1 - len(record))
            record[column] = escape(said)
    return _encoded(records, dialect)


def _beside(marks: Marks) -> dict[int, str]:
    """What is told in each row; what is told of the headings stands in the first row below."""
    beside = dict(marks.beside)
    told = sorted(marks.told.items())
    headings = [words for (_, row), words in told if row <= marks.headings]
    below = marks.headings + 1
    if headings:
        beside[below] = "\n".join([*headings, *([beside[below]] if below in beside else [])])
    return beside


def _encoded(records: list[list[str]], dialect: Dialect) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=dialect.delimiter, lineterminator=dialect.line_end)
    writer.writerows(records)
    words = dialect.said + text.getvalue()
    try:
        return words.encode(dialect.encoding)
    except UnicodeEncodeError:
        return words.encode("utf-8-sig")
