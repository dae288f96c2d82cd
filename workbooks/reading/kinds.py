"""What kind of file it is, told by its content and not by its name.  No Django in here."""

from enum import StrEnum
from pathlib import Path, PurePosixPath

from workbooks.reading.archive import PROTECTED, Archive
from workbooks.reading.csvs import is_csv_set
from workbooks.reading.limits import NotRead

SAVE_AS_DOCX = "open it in a word processor and save it as a Word document (.docx)"
SAVE_AS_XLSX = "open it in a spreadsheet program and save it as an Excel workbook (.xlsx)"
# True wherever a file is read: archives of tables are read in some places only.
NOT_A_WORKBOOK = "the file is not a workbook: choose a spreadsheet (.xlsx, .ods) or a table (.csv)"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_OTHERS = {
    b"%PDF": "a PDF file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "a text document",
}


class FileKind(StrEnum):
    """The kinds of file that are read, each with the ending of its name."""

    XLSX = ".xlsx"
    ODS = ".ods"
    CSV = ".csv"
    CSV_SET = ".zip"


class DocumentKind(StrEnum):
    """The kinds of plan document that are read, each with the ending of its name."""

    WORD = ".docx"
    TEXT = ".txt"


CALLED = {
    FileKind.XLSX: "an Excel workbook",
    FileKind.ODS: "an OpenDocument spreadsheet",
    FileKind.CSV: "a table of text",
    FileKind.CSV_SET: "an archive of tables",
}


def kind_of(path: Path, name: str) -> FileKind:
    """The kind of the file at `path`, which its owner calls `name`. Raises NotRead."""
    ending = PurePosixPath(name).suffix.lower()
    with path.open("rb") as file:
        head = file.read(8192)
    _refuse_others(head, path)
    kind = _kind_of_archive(Archive(path)) if head[:2] == b"PK" else _kind_of_text(head, ending)
    if ending != kind and kind == FileKind.CSV_SET:
        raise NotRead(
            f"the file is {CALLED[kind]}, and its name ends in {ending or 'nothing'}: take one of "
            f"its tables, or bring all of them at Imports, in a file that ends in {kind}"
        )
    if ending != kind:
        raise NotRead(
            f"the file is {CALLED[kind]}, and its name ends in {ending or 'nothing'}: rename it to "
            f"end in {kind}, or save it again"
        )
    return kind


def _refuse_others(head: bytes, path: Path) -> None:
    if head.startswith(_OLD_OFFICE):
        if _ENCRYPTED_PACKAGE in path.read_bytes():
            raise NotRead(PROTECTED)
        raise NotRead(f"the file is in an old Office format (such as .xls): {SAVE_AS_XLSX}")
    for beginning, called in _OTHERS.items():
        if head.startswith(beginning):
            raise NotRead(f"the file is {called}, not a workbook: choose the workbook")


def _kind_of_archive(archive: Archive) -> FileKind:
    types = archive.read("[Content_Types].xml")
    if "xl/workbook.bin" in archive.names or b"sheet.binary" in types:
        raise NotRead(f"the file is a binary workbook (.xlsb): {SAVE_AS_XLSX}")
    if "xl/vbaProject.bin" in archive.names or b"macroEnabled" in types:
        raise NotRead(f"the file holds macros (.xlsm): {SAVE_AS_XLSX}")
    if "xl/workbook.xml" in archive.names or b"spreadsheetml.sheet.main" in types:
        return FileKind.XLSX
    if archive.read("mimetype").startswith(_ODS):
        return FileKind.ODS
    if "word/document.xml" in archive.names:
        raise NotRead(
            "the file is a Word document, not a workbook: a delivery plan in Word is brought at "
            "Imports, in a file that ends in .docx; copy other tables into a workbook"
        )
    if is_csv_set(archive.names):
        return FileKind.CSV_SET
    raise NotRead(NOT_A_WORKBOOK)


def _kind_of_text(head: bytes, ending: str) -> FileKind:
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower()
    if begins.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise NotRead(f"the file is a web page or XML, not a workbook: {SAVE_AS_XLSX}")
    if ending != FileKind.CSV:
        raise NotRead(NOT_A_WORKBOOK)
    return FileKind.CSV


# Documents --------------------------------------------------------------------------------


def document_kind_of(path: Path, name: str) -> DocumentKind:
    """The kind of the document at `path`, which its owner calls `name`. Raises NotRead."""
    ending = PurePosixPath(name).suffix.lower()
    with path.open("rb") as file:
        head = file.read(8192)
    _refuse_other_documents(head, path)
    if head[:2] == b"PK":
        _check_word(Archive(path))
        if ending != DocumentKind.WORD:
            raise NotRead(
                f"the file is a Word document, and its name ends in {ending or 'nothing'}: rename "
                "it to end in .docx, or save it again"
            )
        return DocumentKind.WORD
    if ending != DocumentKind.TEXT:
        raise NotRead(
            f"the file is not what its name says, for inside it is no Word document: {SAVE_AS_DOCX}"
        )
    return DocumentKind.TEXT


def _refuse_other_documents(head: bytes, path: Path) -> None:
    if head.startswith(_OLD_OFFICE):
        if _ENCRYPTED_PACKAGE in path.read_bytes():
            raise NotRead(PROTECTED)
        raise NotRead(f"the file is in an old Office format (such as .doc): {SAVE_AS_DOCX}")
    for beginning, called in _OTHERS.items():
        if head.startswith(beginning):
            raise NotRead(f"the file is {called}, not a Word document: {SAVE_AS_DOCX}")
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower()
    if begins.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise NotRead(f"the file is a web page or XML, not a Word document: {SAVE_AS_DOCX}")


def _check_word(archive: Archive) -> None:
    """Raises NotRead for whatever is no plain Word document."""
    types = archive.read("[Content_Types].xml")
    if "word/vbaProject.bin" in archive.names or b"macroEnabled" in types:
        raise NotRead(
            "the file holds macros (.docm): open it in a word processor and save it as a plain "
            "Word document (.docx)"
        )
    if b"wordprocessingml" in types:
        return
    if b"spreadsheetml" in types:
        raise NotRead("the file is a workbook, not a Word document: rename it to end in .xlsx")
    if archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument.text"):
        raise NotRead(f"the file is an OpenDocument text (.odt): {SAVE_AS_DOCX}")
    raise NotRead(
        "the file is not a Word document: choose the delivery plan (.docx), or paste its text"
    )
