"""The marked-up copy of a file that somebody brought, in its own format and layout."""

import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from workbooks.marking.child import REFUSED
from workbooks.marking.marks import NotMarked
from workbooks.reading.limits import NotRead
from workbooks.reading.tables import run_child

Told = Iterable[tuple[str, str, str]]


def marked_copy(
    name: str, content: bytes, told: Told, headings: Mapping[str, int] | None = None
) -> bytes:
    """The file with what is told marked in it: sheet, cell and sentence. Raises NotMarked.

    `headings` is the row in which each sheet's headings end, where that is not its first.
    """
    with tempfile.TemporaryDirectory(prefix="marking-") as folder:
        path, asked, out = (Path(folder, each) for each in ("file", "told", "copy"))
        path.write_bytes(content)
        marks = {"told": [list(each) for each in told], "headings": dict(headings or {})}
        asked.write_text(json.dumps(marks), encoding="utf-8")
        try:
            run_child("workbooks.marking.child", path.parent, [path, asked, out, name])
        except NotRead as refusal:
            raise NotMarked(str(refusal)) from None
        refused = Path(f"{out}{REFUSED}")
        if refused.exists():
            raise NotMarked(refused.read_text(encoding="utf-8"))
        return out.read_bytes()


def name_of_copy(name: str) -> str:
    """What the copy is called: book-problems.xlsx. Of a table alone, as the table."""
    path = Path(name)
    return name if path.suffix.lower() == ".csv" else f"{path.stem}-problems{path.suffix}"
