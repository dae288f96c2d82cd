"""Word documents for tests, their XML written by hand, so that they are nobody's dialect."""

import io
import zipfile
from collections.abc import Iterable
from html import escape
from pathlib import Path

from workbooks.reading.archive import Archive
from workbooks.reading.documents import Document, Grid, Words, read_document
from workbooks.reading.docx import read_docx
from workbooks.reading.pasted import read_pasted

SEED = (Path(__file__).parents[2] / "demonstration" / "seed.txt").read_bytes()
FILES = Path(__file__).parent / "files"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PARTS = {
    "styles": "styles.xml",
    "footnotes": "footnotes.xml",
    "comments": "comments.xml",
    "header": "header1.xml",
    "footer": "footer1.xml",
}


def word(body: str, *, main: str = "word/document.xml", **parts: str) -> bytes:
    """A document whose body is this XML; `parts` are what its other parts hold."""
    named = "".join(
        f"<Relationship Id='r{kind}' Type='{_OFFICE}/{kind}' Target='{PARTS[kind]}'/>"
        for kind in parts
    )
    folder, _, name = main.rpartition("/")
    roots = {"styles": "styles", "header": "hdr", "footer": "ftr"}
    members = {
        "[Content_Types].xml": f"<Types xmlns='x'><Override ContentType='{_TYPE}'/></Types>",
        "_rels/.rels": f"<Relationships xmlns='{_PACKAGE}'><Relationship Id='r1' "
        f"Type='{_OFFICE}/officeDocument' Target='{main}'/></Relationships>",
        f"{folder}/_rels/{name}.rels": f"<Relationships xmlns='{_PACKAGE}'>{named}</Relationships>",
        main: f"<w:document xmlns:w='{MAIN}' xmlns:mc='m' xmlns:wps='s' xmlns:a='d'><w:body>"
        f"{body}</w:body></w:document>",
        **{
            f"{folder}/{PARTS[kind]}": f"<w:{roots.get(kind, kind)} xmlns:w='{MAIN}'>{xml}"
            f"</w:{roots.get(kind, kind)}>"
            for kind, xml in parts.items()
        },
    }
    return archive(members)


def archive(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


def run(text: str) -> str:
    """A run of words; a line break in them is one of the document."""
    pieces = "<w:br/>".join(
        f"<w:t xml:space='preserve'>{escape(each)}</w:t>" for each in text.split("\n")
    )
    return f"<w:r>{pieces}</w:r>"


def p(inside: str, properties: str = "") -> str:
    """A paragraph of XML, or of plain words."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside if '<' in inside else run(inside)}</w:p>"


def cell(inside: str, properties: str = "") -> str:
    inside = inside if inside.startswith("<w:") else p(inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(cells: Iterable[str], properties: str = "") -> str:
    ours = "".join(each if each.startswith("<w:tc>") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{ours}</w:tr>"


def table(*rows: Iterable[str] | str) -> str:
    """A table of rows, each a list of cells, or XML of its own."""
    return "<w:tbl>" + "".join(r if isinstance(r, str) else row(r) for r in rows) + "</w:tbl>"


def read(content: bytes, name: str = "plan.docx") -> Document:
    return read_document(name, content)


def read_here(content: bytes, name: str = "plan.docx") -> Document:
    """The same without a process of its own, for tests of what comes after."""
    if name.endswith(".txt"):
        return read_pasted(content)
    return read_docx(Archive(io.BytesIO(content)))  # type: ignore[arg-type]


def texts(document: Document) -> list:
    """What was read, plainly: words as they are, a table as rows of texts."""
    return [
        block.text
        if isinstance(block, Words)
        else [[part.text for part in parts] for parts in block.rows]
        for block in document.blocks
    ]


def only_grid(body: str, **parts: str) -> Grid:
    (grid,) = read(word(body, **parts)).grids
    return grid


ACTIONS = [
    "Action", "Who", "Milestones / Success Measure", "When", "Resource Implications", "Commentary",
]  # fmt: skip
RISKS = ["Risk", "Current Impact", "Current Likelihood", "How managed"]
INDICATORS = ["Indicator", "Description", "Purpose", "Indicator Lead"]
TARGETS = ["Baseline", "2008/09 Target", "2009/10 Target", "Target"]
NI_101 = ["NI 101", "GCSEs of looked after children", "To narrow the gap", "Julie Elliott"]
