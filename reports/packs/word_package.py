"""What a Word file is beside its words: what it says of itself, and nothing of its template.

No Django in here.
"""

import io
import zipfile
from datetime import datetime, time
from xml.sax.saxutils import escape

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.package import Package

from reports.packs.about import WARNING
from reports.packs.document import Document
from reports.packs.texts import clean

PRODUCT = "LAA Tracker"
LANGUAGE = "en-GB"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that an archive can name
CUSTOM = CONTENT_TYPE.OFC_CUSTOM_PROPERTIES
EXTENDED = CONTENT_TYPE.OFC_EXTENDED_PROPERTIES
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Parts and settings of the template that say something of who once made it.
LEFT_OVER = ("/thumbnail", "/stylesWithEffects", "/customXml", "/extended-properties")
SETTINGS_LEFT_OVER = ("w:proofState", "w:savePreviewPicture", "w:rsids", "w14:docId")
WORD_OF_TODAY = "15"  # else Word says that it shows the file as an older one would have


def tell(word: WordDocument, document: Document) -> None:
    """What the file says of itself; its dates are the document's own day."""
    organisation = clean(document.organisation)
    said = word.core_properties
    said.title, said.subject = clean(document.title), clean(document.place)
    said.author = said.last_modified_by = organisation or PRODUCT
    said.comments = WARNING if document.restricted else ""
    said.keywords, said.language, said.revision = "", LANGUAGE, 1
    said.created = said.modified = datetime.combine(document.day, time())
    package = word.part.package
    drop_leftovers(package)
    drop_leftovers(word.part)
    told = {"Application": PRODUCT, "Company": organisation}
    relate(package, "app", EXTENDED, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, extended(told))
    tidy_settings(word)


def drop_leftovers(owner: Package | Part) -> None:
    """Take out what the template brought along, its own word of what it was written with too."""
    for key, each in list(owner.rels.items()):
        if each.reltype.endswith(LEFT_OVER):
            owner.rels.pop(key)


def tidy_settings(word: WordDocument) -> None:
    settings = word.settings.element
    for name in SETTINGS_LEFT_OVER:
        for each in settings.findall(named(name)):
            settings.remove(each)
    for each in settings.iter(qn("w:themeFontLang")):
        each.attrib.clear()
        each.set(qn("w:val"), LANGUAGE)
    for each in settings.iter(qn("w:compatSetting")):
        if each.get(qn("w:name")) == "compatibilityMode":
            each.set(qn("w:val"), WORD_OF_TODAY)


def named(name: str) -> str:
    """The full name of an element, also where python-docx does not know the prefix."""
    if name.startswith("w14:"):
        return name.replace("w14:", "{http://schemas.microsoft.com/office/word/2010/wordml}")
    return qn(name)


def keep(word: WordDocument, said: dict[str, str]) -> None:
    """Keep properties of our own in the file."""
    relate(word.part.package, "custom", CUSTOM, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES, custom(said))


def relate(package: Package, name: str, kind: str, relation: str, content: bytes) -> None:
    part = Part(PackURI(f"/docProps/{name}.xml"), kind, content, package)
    package.relate_to(part, relation)


def extended(said: dict[str, str]) -> bytes:
    """With what a file was made, as XML."""
    told = "".join(f"<{name}>{escape(words)}</{name}>" for name, words in said.items() if words)
    return (
        f'{DECLARED}<Properties xmlns="{PROPERTIES}/extended-properties">{told}</Properties>'
    ).encode()


def custom(said: dict[str, str]) -> bytes:
    """What a file says of itself beside the usual, as XML."""
    properties = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{words}</vt:lpwstr></property>"
        for number, (name, words) in enumerate(said.items(), start=2)
    )
    return (
        f'{DECLARED}<Properties xmlns="{PROPERTIES}/custom-properties" '
        f'xmlns:vt="{PROPERTIES}/docPropsVTypes">{properties}</Properties>'
    ).encode()


def undated(content: bytes) -> bytes:
    """The same archive, with the same moment for each of its files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in sorted(before.namelist(), key=first_things_first):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, before.read(name))
    return out.getvalue()


def first_things_first(name: str) -> tuple[bool, str]:
    """Word looks for what the parts are before it looks at them."""
    return name != "[Content_Types].xml", name
