"""The process that marks up a copy of one file and then ends, with the limits of reading.

It is given the paths of the file, of what is told, and of the copy, and the file's own name.
No Django in here.
"""

import json
import sys
from pathlib import Path

from workbooks.marking.csvs import mark_csv, mark_csv_set
from workbooks.marking.marks import NotMarked, by_sheet
from workbooks.marking.ods import mark_ods
from workbooks.marking.xlsx import mark_xlsx
from workbooks.reading.child import limit
from workbooks.reading.kinds import FileKind, kind_of
from workbooks.reading.limits import NotRead

REFUSED = ".refused"


def mark(path: Path, name: str, told: list, headings: dict[str, int], out: Path) -> None:
    """Write the marked-up copy to `out`. Raises NotMarked or NotRead."""
    marks = by_sheet((tuple(each) for each in told), headings)
    match kind_of(path, name):
        case FileKind.XLSX:
            mark_xlsx(path, marks, out)
        case FileKind.ODS:
            mark_ods(path, marks, out)
        case FileKind.CSV:
            mark_csv(path, name, marks, out)
        case FileKind.CSV_SET:
            mark_csv_set(path, marks, out)


def main(arguments: list[str]) -> None:
    path, told, out, name = arguments
    limit()
    try:
        asked = json.loads(Path(told).read_text(encoding="utf-8"))
        mark(Path(path), name, asked["told"], asked["headings"], Path(out))
    except (NotMarked, NotRead) as refusal:
        Path(out + REFUSED).write_text(str(refusal), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
