"""Reading tables of text (.csv), one sheet in each file.  No Django in here."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from sheets.cells import LONGEST_TEXT, Cell
from workbooks.reading.archive import Archive
from workbooks.reading.limits import NotRead
from workbooks.reading.lines import Enough, Lines

VERSION_FILE = "LAA Tracker version.txt"
DELIMITERS = ",;\t|"
CALLED = {",": "commas", ";": "semicolons", "\t": "tabs"}
UTF_8, WINDOWS, MAC = "utf-8", "cp1252", "mac_roman"
ENCODINGS = {
    UTF_8: "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 without its mark",
    "utf-16-be": "UTF-16 without its mark",
    WINDOWS: "Windows-1252",
    MAC: "Mac Roman",
}
# In these the bytes themselves do not say which encoding it is.
GUESSED = (WINDOWS, MAC)
# What one encoding has in the middle of words and the other has not: in Windows-1252 the first are
# capitals and signs after a small letter, in Mac Roman the second are.
_MAC_SIGNS = re.compile(rb"[a-z][\x8e\x8f\x90\x91\x9d\xd0-\xd5\xca]|[\x8e\x8f\xd2\xd4][a-z]")
_WINDOWS_SIGNS = re.compile(
    rb"[a-z ][\x85\x92-\x97\xe0-\xf6\xf8-\xff]|[\x91\x93\xe0-\xf6\xf8-\xff][a-z]"
)
_WORD_TO_LOOK_AT = re.compile(r"[^\W\d_]*[^\x00-\x7f][^\W\d_]*")
# Of how many of every second byte are nothing, where text is UTF-16 with plain letters.
MOSTLY = 0.4
# By how much of a table its separator is known.
LOOKED_AT, LINES_LOOKED_AT = 64 * 1024, 20
_COPY = re.compile(r"\s*\(\d+\)$")  # what a browser adds to a second download: "Actuals (1)"
_SAID_DELIMITER = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n)', re.IGNORECASE)


def read_csv(name: str, content: bytes, lines: Lines) -> None:
    """Write the table to `lines`, as the sheet that the file is named after. Raises NotRead."""
    lines.book(version="")
    _write_table(name, content, lines, alone=True)


def read_csv_set(archive: Archive, lines: Lines) -> None:
    """Write every table of an archive, or of a folder put into one. Raises NotRead."""
    lines.book(version=_version_in(archive))
    for name in sorted(archive.names):
        path = PurePosixPath(name)
        if path.suffix.lower() == ".csv" and not is_hidden(path):
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
    return any(path.suffix.lower() == ".csv" for path in shown if not is_hidden(path))


def is_hidden(path: PurePosixPath) -> bool:
    return any(part.startswith((".", "__")) for part in path.parts)


def sheet_of(file_name: str) -> str:
    """The sheet that a file is named after: "action_updates.csv" is Action updates."""
    stem = _COPY.sub("", PurePosixPath(file_name).stem)
    words = re.sub(r"[_-]+", " ", stem).strip()
    return words[:1].upper() + words[1:]


def _write_table(name: str, content: bytes, lines: Lines, *, alone: bool = False) -> None:
    dialect = dialect_of(name, content)
    text, skipped, delimiter = dialect.text, dialect.skipped, dialect.delimiter
    csv.field_size_limit(max(LONGEST_TEXT * 4, len(text) + 1))
    lines.begin(sheet_of(name))
    # A record may fill several lines: rows are counted as a spreadsheet shows them, which does
    # not show the line that says the separator.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, record in enumerate(reader, start=1):
            cells = {column: Cell(field or None) for column, field in enumerate(record, start=1)}
            lines.row(number, cells)
    except Enough:
        lines.cut()
    except csv.Error:
        raise NotRead(
            f"{name} cannot be read at line {reader.line_num + skipped}: a quotation mark is not "
            "closed, or stands in the middle of a cell: mend it, or save the file again as CSV"
        ) from None
    read_as = dialect.in_words if alone or not dialect.is_plain else ""
    lines.end(merged=[], hidden_columns=[], read_as=read_as, delimiter=delimiter)


@dataclass(frozen=True)
class Dialect:
    """How a table is written: its text, without what comes before the headings, and its marks."""

    text: str
    encoding: str
    delimiter: str
    line_end: str
    said: str = ""

    @property
    def skipped(self) -> int:
        """How many lines stand before the headings."""
        return 1 if self.said else 0

    @property
    def is_plain(self) -> bool:
        """Whether it is what our own export writes."""
        return self.encoding in (UTF_8, "utf-8-sig") and self.delimiter == ","

    @property
    def in_words(self) -> str:
        """What was taken for its encoding and separator; where that is a guess, how it can be seen.

        "read as Windows-1252, separated by semicolons".
        """
        parted = CALLED.get(self.delimiter, f"“{self.delimiter}”")
        said = f"read as {ENCODINGS[self.encoding]}, separated by {parted}"
        example = _WORD_TO_LOOK_AT.search(self.text) if self.encoding in GUESSED else None
        if example is None:
            return said
        return f"{said}: if “{example[0]}” is not what is in your table, save it again as CSV UTF-8"


def dialect_of(name: str, content: bytes) -> Dialect:
    """The dialect of a table. Raises NotRead for text that is in none of the usual encodings."""
    text, encoding = _decode(name, content)
    said = _SAID_DELIMITER.match(text)
    if said:
        text = text[said.end() :]
    delimiter = said[1] if said else _likely_delimiter(text)
    line_end = "\r\n" if "\r\n" in text else "\n"
    return Dialect(text, encoding, delimiter, line_end, said[0] if said else "")


def _likely_delimiter(text: str) -> str:
    """The mark that parts the cells: the one that most of the first lines have, and most of it.

    A line above the headings may have another one, or none, and so may the words of a cell.
    """
    plain = re.sub(r'"[^"]*"', "", text[:LOOKED_AT])
    lines = [each for each in re.split(r"[\r\n]+", plain) if each.strip()][:LINES_LOOKED_AT]
    return max(
        DELIMITERS,
        key=lambda mark: (sum(mark in line for line in lines), sum(map(_counting(mark), lines))),
    )


def _counting(mark: str) -> Callable[[str], int]:
    return lambda line: line.count(mark)


def _decode(name: str, content: bytes) -> tuple[str, str]:
    """The file's text, and in what.

    UTF-8 and UTF-16 where they are marked or cannot be mistaken; else Windows-1252, or Mac Roman
    where the bytes tell.
    """
    encoding = _certain_encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text, encoding = _decode_bytes(name, content)
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise NotRead(
            f"{name} has a character at line {line} that no text has: save it again as CSV UTF-8"
        )
    # A file that was put together from several may carry a mark more than its own.
    return text.lstrip("\ufeff"), encoding


def _certain_encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    first, second = content[::2].count(0), content[1::2].count(0)
    if len(content) % 2 == 0 and max(first, second) > MOSTLY * len(content) / 2:
        if not first:
            return "utf-16-le"
        if not second:
            return "utf-16-be"
    return UTF_8


def _decode_bytes(name: str, content: bytes) -> tuple[str, str]:
    """Text of one byte a character, in the encoding whose signs are in it."""
    is_mac = bool(_MAC_SIGNS.search(content)) and not _WINDOWS_SIGNS.search(content)
    encoding = MAC if is_mac else WINDOWS
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise NotRead(
            f"{name} has a character at line {line} that is neither UTF-8 nor Windows text: save "
            "it again as CSV UTF-8"
        ) from None
