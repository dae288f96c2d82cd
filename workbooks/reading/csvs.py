"""Reading tables of text (.csv), one sheet in each file.  No Django in here."""

import csv
import io
import re
from pathlib import PurePosixPath

from sheets.cells import LONGEST_TEXT, Cell
from workbooks.reading.archive import Archive
from workbooks.reading.limits import Refused
from workbooks.reading.lines import Lines

VERSION_FILE = "LAA Tracker version.txt"
DELIMITERS = ",;\t"
_COPY = re.compile(r"\s*\(\d+\)$")  # what a browser adds to a second download: "Actuals (1)"
_SAID_DELIMITER = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


def read_csv(name: str, content: bytes, lines: Lines) -> None:
    """Write the table to `lines`, as the sheet that the file is named after. Raises Refused."""
    lines.book(version="")
    _write_table(name, content, lines)


def read_csv_set(archive: Archive, lines: Lines) -> None:
    """Write every table of an archive, or of a folder put into one. Raises Refused."""
    lines.book(version=_version_in(archive))
    for name in sorted(archive.names):
        path = PurePosixPath(name)
        if path.suffix.lower() == ".csv" and not _is_hidden(path):
            _write_table(path.name, archive.read(name), lines)


def _version_in(archive: Archive) -> str:
    """The version that our own export put beside its tables, also where a folder was packed."""
    for name in sorted(archive.names):
        if PurePosixPath(name).name == VERSION_FILE:
            return archive.read(name).decode("ascii", "ignore").strip()
    return ""


def is_csv_set(names: set[str]) -> bool:
    """Whether an archive with these members is a set of tables."""
    shown = [PurePosixPath(name) for name in names if not name.endswith("/")]
    return any(path.suffix.lower() == ".csv" for path in shown if not _is_hidden(path))


def _is_hidden(path: PurePosixPath) -> bool:
    return any(part.startswith((".", "__")) for part in path.parts)


def sheet_of(file_name: str) -> str:
    """The sheet that a file is named after: "action_updates.csv" is Action updates."""
    stem = _COPY.sub("", PurePosixPath(file_name).stem)
    words = re.sub(r"[_-]+", " ", stem).strip()
    return words[:1].upper() + words[1:]


def _write_table(name: str, content: bytes, lines: Lines) -> None:
    text = _decode(name, content)
    said = _SAID_DELIMITER.match(text)
    skipped = 1 if said else 0
    if said:
        text = text[said.end() :]
    delimiter = said[1] if said else _likely_delimiter(text)
    csv.field_size_limit(max(LONGEST_TEXT * 4, len(text) + 1))
    lines.begin(sheet_of(name))
    # A record may fill several lines: rows are counted as a spreadsheet shows them.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, record in enumerate(reader, start=1 + skipped):
            cells = {column: Cell(field or None) for column, field in enumerate(record, start=1)}
            lines.row(number, cells)
    except csv.Error:
        raise Refused(
            f"{name} cannot be read at line {reader.line_num + skipped}: a quotation mark is not "
            "closed, or stands in the middle of a cell: mend it, or save the file again as CSV"
        ) from None
    lines.end(merged=[], hidden_columns=[])


def _likely_delimiter(text: str) -> str:
    """The mark that parts the headings: the one that the first line has most of."""
    heading = re.sub(r'"[^"]*"', "", text.split("\n", 1)[0])
    return max(DELIMITERS, key=heading.count)


def _decode(name: str, content: bytes) -> str:
    """The file's text: UTF-8 or UTF-16 where it is marked, else UTF-8, else Windows-1252."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        text = _decode_windows(name, content)
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise Refused(
            f"{name} has a character at line {line} that no text has: save it as CSV again"
        )
    return text


def _decode_windows(name: str, content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise Refused(
            f"{name} has a character at line {line} that is neither UTF-8 nor Windows text: save "
            "it again as CSV UTF-8"
        ) from None
