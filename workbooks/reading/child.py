"""The process that reads one file and then ends: whatever happens to it, the server lives.

It is started by `workbooks.reading.tables` with the paths of the file and of the result, and the
file's own name. It knows no settings, no database and no network.  No Django in here.
"""

import sys
from pathlib import Path

from workbooks.reading.archive import Archive
from workbooks.reading.csvs import read_csv, read_csv_set
from workbooks.reading.documents import Document, tell
from workbooks.reading.docx import read_docx
from workbooks.reading.kinds import DocumentKind, FileKind, document_kind_of, kind_of
from workbooks.reading.limits import (
    CPU_SECONDS,
    LARGEST_OUTPUT,
    MEMORY,
    NotRead,
)
from workbooks.reading.lines import Lines
from workbooks.reading.ods import read_ods
from workbooks.reading.pasted import read_pasted
from workbooks.reading.xlsx import read_xlsx

try:
    import resource
except ImportError:  # not every platform limits its processes
    resource = None  # type: ignore[assignment]


def limit(seconds: int = CPU_SECONDS) -> None:
    """Take no more memory, time and disk than a file may need."""
    if resource is None:
        return
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: LARGEST_OUTPUT,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in limits.items():
        try:
            resource.setrlimit(what, (most, most))
        except (OSError, ValueError):  # the platform knows this limit and does not let us set it
            continue


def read(path: Path, name: str, lines: Lines) -> None:
    """Write what is in the file to `lines`. Raises NotRead."""
    match kind_of(path, name):
        case FileKind.XLSX:
            read_xlsx(Archive(path), lines)
        case FileKind.ODS:
            read_ods(Archive(path), lines)
        case FileKind.CSV:
            read_csv(name, path.read_bytes(), lines)
        case FileKind.CSV_SET:
            read_csv_set(Archive(path), lines)


def document_in(path: Path, name: str) -> Document:
    """What is in a document. Raises NotRead."""
    if document_kind_of(path, name) == DocumentKind.WORD:
        return read_docx(Archive(path))
    return read_pasted(path.read_bytes())


def main(arguments: list[str]) -> None:
    path, result, name, wanted, *first = arguments
    most = int(first[0]) if first else None
    limit(int(first[1]) if first else CPU_SECONDS)
    with Path(result).open("w", encoding="utf-8", errors="surrogatepass") as out:
        lines = Lines(out, most)
        try:
            if wanted == "document":
                tell(document_in(Path(path), name), out)
            else:
                read(Path(path), name, lines)
        except NotRead as refusal:
            lines.refused(str(refusal))


if __name__ == "__main__":
    main(sys.argv[1:])
