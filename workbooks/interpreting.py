"""How a file's content is read: one function for every step that reads it.

A workbook in our layout is read as it stands. A file with a layout of its own comes with an
interpretation, kept beside it as plain data; what it is read as looks like a workbook of ours,
whose cells know where they stand in the file.
"""

from collections.abc import Callable
from typing import Any

from workbooks.documents.reading import read_plan
from workbooks.mapping.description import NotAMapping, mapping_of
from workbooks.mapping.reading import read_mapped
from workbooks.models import Import, ImportKind
from workbooks.reading.tables import Reading, read_content

Interpretation = dict[str, Any]
# Where an interpretation keeps what turned out unclear once the whole file was read.
UNCLEAR = "unclear"
Reader = Callable[[str, bytes, Interpretation], Reading]


def headings_of(interpretation: Interpretation | None) -> dict[str, int]:
    """The row in which the headings of each sheet end, where a mapping says it."""
    try:
        layouts = mapping_of(interpretation or {}).layouts
    except NotAMapping:
        return {}
    return {each.sheet: each.last for each in layouts}


def read_workbook(name: str, content: bytes, interpretation: Interpretation) -> Reading:
    """A workbook in our layout, in which nothing is to be interpreted."""
    return read_content(name, content)


READERS: dict[str, Reader] = {
    ImportKind.WORKBOOK: read_workbook,
    ImportKind.DOCUMENT: read_plan,
    ImportKind.MAPPED: read_mapped,
}


def read(
    name: str,
    content: bytes,
    kind: str = ImportKind.WORKBOOK,
    interpretation: Interpretation | None = None,
) -> Reading:
    """What the file says, in tables of our layout. Raises NotRead."""
    return READERS[kind](name, content, interpretation or {})


def read_again(record: Import) -> Reading:
    """The same of a file that waits. Raises NotRead."""
    return read(record.name, bytes(record.content), record.kind, record.interpretation)
