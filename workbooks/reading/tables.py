"""Reading a file that somebody brought, in a process of its own.  No Django in here."""

import io
import json
import logging
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TextIO

from sheets.cells import Cell, Place
from sheets.problems import Problem, Weight
from workbooks.reading.csvs import VERSION_FILE, sheet_of
from workbooks.reading.limits import (
    CLOCK_SECONDS,
    CPU_SECONDS,
    SECONDS_FOR_FIRST_ROWS,
    NotRead,
    check_size,
)
from workbooks.reading.lines import unpacked

HOUSE = Path(__file__).resolve().parents[2]
# Isolated: neither the surroundings' settings nor its own folder say what is imported.
_START = (
    "import sys; from importlib import import_module; sys.path.insert(0, sys.argv[1]); "
    "import_module(sys.argv[2]).main(sys.argv[3:])"
)
_TOO_MUCH = (
    "the file takes more time or memory to read than there is: split it into smaller ones, or "
    "save it again without what is not needed"
)
_UNREADABLE = (
    "the file cannot be read: open it in a spreadsheet program, save it as an Excel workbook "
    "(.xlsx), and choose the new file"
)
logger = logging.getLogger(__name__)


class TookTooMuch(NotRead):
    """Reading the file took more time or memory than it may."""


@dataclass
class Table:
    """One sheet of a file: its rows that hold something, each with its number and its cells.

    Cells are by column number. `merged` are addresses of merged cells. `is_made` says that it is no
    sheet of the file but was made from it in our layout, so that its cells know their origin.
    """

    name: str
    hidden: bool = False
    rows: list[tuple[int, dict[int, Cell]]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    is_made: bool = False
    # Of a table of text: what parts its cells.
    delimiter: str = ""

    def origin_of(self, column: int, row: int) -> Place | None:
        """Where the cell came from; where it did not, its row or its table."""
        if not self.is_made:
            return None
        cells = self._by_number.get(row, {})
        own = cells.get(column, Cell()).origin
        return own or _first_origin(cells) or _first_origin(self._by_number.get(1, {}))

    @cached_property
    def _by_number(self) -> dict[int, dict[int, Cell]]:
        return dict(self.rows)


def _first_origin(cells: dict[int, Cell]) -> Place | None:
    return next((cell.origin for _, cell in sorted(cells.items()) if cell.origin), None)


@dataclass
class Reading:
    """What is in a file.

    `version` is what our export wrote into its properties, or ""; `named` is the sheet that the
    file's own name speaks of: "Action updates" of action_updates.xlsx. `told` is what there is to
    tell of how the tables were read, or made where the file has a layout of its own. `is_part` says
    that there are more rows in it than were asked for. `unclear` are words of a file with a layout
    of its own whose meaning nobody has said: as plain lists, for the page that asks.
    """

    tables: list[Table] = field(default_factory=list)
    version: str = ""
    named: str = ""
    told: list[Problem] = field(default_factory=list)
    is_part: bool = False
    unclear: list[list[Any]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows of all sheets are here."""
        return sum(len(table.rows) for table in self.tables)


def read_content(name: str, content: bytes, *, most: int | None = None) -> Reading:
    """Read a file by its content. Raises NotRead, whose text is for the person.

    `most` asks for the first rows of each sheet only, and for no more time than they may take.
    """
    try:
        with _lines_in(content, name, most) as lines:
            reading = reading_of(lines)
    except TookTooMuch:
        if most is None:
            raise
        reading = Reading(is_part=True)
    reading.named = sheet_of(name)
    return reading


def first_lines(name: str, content: bytes, most: int) -> str:
    """What the process tells of the first rows of each sheet, for `reading_of` whenever needed.

    Where even that takes long, it may. Raises NotRead.
    """
    try:
        with _lines_in(content, name, most) as lines:
            return lines.read()
    except TookTooMuch:
        with _lines_in(content, name, most, seconds=CPU_SECONDS) as lines:
            return lines.read()


@contextmanager
def _lines_in(
    content: bytes, name: str, most: int | None, *, seconds: int = SECONDS_FOR_FIRST_ROWS
) -> Iterator[TextIO]:
    check_size(len(content))
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        path, result = Path(folder, "file"), Path(folder, "result")
        path.write_bytes(content)
        run(path, result, name, first=[] if most is None else [most, seconds])
        with result.open(encoding="utf-8", errors="surrogatepass") as lines:
            yield lines


def content_of(path: Path) -> tuple[str, bytes]:
    """The name and content of a file, or of a folder of tables put into an archive.

    Raises NotRead where there is nothing to read.
    """
    if path.is_dir():
        return f"{path.name}.zip", _folder_as_archive(path)
    try:
        check_size(path.stat().st_size)
        return path.name, path.read_bytes()
    except OSError as problem:
        raise NotRead(f"{path} cannot be read: {problem.strerror}") from None


def _folder_as_archive(folder: Path) -> bytes:
    files = sorted(each for each in folder.iterdir() if each.suffix.lower() == ".csv")
    if not files:
        raise NotRead(f"there is no .csv file in {folder}: name the folder that has them")
    files += [each for each in (folder / VERSION_FILE,) if each.is_file()]
    check_size(sum(each.stat().st_size for each in files))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for each in files:
            archive.writestr(each.name, each.read_bytes())
    return packed.getvalue()


def run(
    path: Path, result: Path, name: str, wanted: str = "workbook", first: Sequence[int] = ()
) -> None:
    """Let a process of its own read the file at `path` into `result`. Raises NotRead."""
    run_child("workbooks.reading.child", path.parent, [path, result, name, wanted, *first])


def run_child(module: str, folder: Path, arguments: list[object]) -> None:
    """Let a process of its own do with one file what the module's `main` does; see `child`.

    Raises NotRead where that takes too much, or fails.
    """
    command = [sys.executable, "-I", "-c", _START, str(HOUSE), module, *map(str, arguments)]
    surroundings = {key: os.environ[key] for key in ("SYSTEMROOT", "PATH") if key in os.environ}
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=CLOCK_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise TookTooMuch(_TOO_MUCH) from None
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise TookTooMuch(_TOO_MUCH)
    if done.returncode:
        logger.error("Reading a file failed: %s", done.stderr.decode(errors="replace"))
        raise NotRead(_UNREADABLE)


def reading_of(lines: Iterable[str]) -> Reading:
    """What the process told, line by line. Raises NotRead where it refused the file."""
    reading = Reading()
    for line in lines:
        value = json.loads(line)
        if isinstance(value, list):
            _add_row(reading.tables[-1], *value)
        elif "refused" in value:
            raise NotRead(value["refused"])
        elif "sheet" in value:
            reading.tables.append(Table(value["sheet"], value["hidden"]))
        elif "cut" in value:
            reading.is_part = True
        elif "end" in value:
            reading.tables[-1].merged = value["end"]["merged"]
            reading.tables[-1].hidden_columns = value["end"]["hidden_columns"]
            reading.tables[-1].delimiter = value["end"].get("delimiter", "")
            if read_as := value["end"].get("read_as"):
                reading.told.append(Problem(reading.tables[-1].name, "", read_as, Weight.NOTE))
        else:
            reading.version = value["version"]
    return reading


def _add_row(table: Table, number: int, hidden: bool, cells: list[list[Any]]) -> None:
    table.rows.append((number, {column: unpacked(*cell) for column, *cell in cells}))
    if hidden:
        table.hidden_rows.append(number)
