"""The process in which one document is written as Word, and which then ends.

It is started by `reports.packs.word`, told on standard input what to write, and answers on
standard output. No Django in here.
"""

import io
import pickle
import sys
from collections.abc import Sequence
from copy import deepcopy
from functools import cache
from itertools import chain
from math import ceil
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from plans.own_words import words_of_row, written_marks
from reports.packs.about import WARNING
from reports.packs.document import (
    Block,
    Bullets,
    Cell,
    Contents,
    Document,
    Heading,
    Picture,
    Section,
    Table,
    Words,
)
from reports.packs.pdf import width_of, with_our_font
from reports.packs.shapes import shapes
from reports.packs.texts import clean, paragraphs
from reports.packs.typesetter import drawn
from reports.packs.word_package import LANGUAGE, keep, tell, undated

FONT = "Arial"
A4, COVER = (Mm(210), Mm(297)), Mm(45)
SIDES, TOP_AND_BOTTOM = Mm(18), Mm(22)
HEADING_SIZES = (17, 13, 11)
GROUND, LINE = "F3F2F1", "B1B4B6"
BANDS = {"high": "6BACE6", "medium": "D2E6F7"}
LINK = RGBColor(0x1D, 0x70, 0xB8)
INK, QUIET = RGBColor(0x0B, 0x0C, 0x0C), RGBColor(0x50, 0x5A, 0x5F)
PIXELS_PER_INCH = 200
MANY_COLUMNS = 7  # more than these are written smaller
USUAL, SMALL = Pt(9.5), Pt(8)
LETTER_WIDTH, LINE_HEIGHT = 0.5, 1.2  # of the size of the letters
NO_BREAK = "\N{NO-BREAK SPACE}"
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"


def main() -> None:
    # It comes from the process that started this one, and from nowhere else.
    document = pickle.load(sys.stdin.buffer)  # noqa: S301
    sys.stdout.buffer.write(Writer(document).written())


@cache
def shape_pictures() -> dict[str, bytes]:
    """The shape of each status word that has one, as a picture of dots."""
    svgs = shapes()
    return dict(zip(svgs, as_pngs(list(svgs.values())), strict=True))


def as_pngs(svgs: Sequence[str]) -> list[bytes]:
    """Each drawing as a picture of dots, for Word reads no SVG; Typst may draw in here too."""
    if not svgs:
        return []
    data = {"drawings": [[with_our_font(each), width_of(each)] for each in svgs]}
    return drawn("drawings.typ", data, {"format": "png", "ppi": PIXELS_PER_INCH})


class Writer:
    """Writes one document."""

    def __init__(self, document: Document):
        self.document = document
        self.word: WordDocument = docx.Document()
        self.parts = 0  # how many have begun
        pictures = [each for each in document.blocks if isinstance(each, Picture)]
        self.pngs = dict(
            zip(map(id, pictures), as_pngs([each.svg for each in pictures]), strict=True)
        )

    def written(self) -> bytes:
        tell(self.word, self.document)
        self.styles()
        for number, section in enumerate(self.document.sections):
            self.begin(section, is_first=number == 0)
            if number == 0:
                self.title(is_cover=section.cover)
            for block in section.blocks:
                self.write(block)
        if self.document.is_read_again:
            self.mark()
        out = io.BytesIO()
        self.word.save(out)
        return undated(out.getvalue())

    # The whole ----------------------------------------------------------------------------

    def mark(self) -> None:
        """Keep in the file which words are its own: of each paragraph, and of each cell, alone and
        in its row.
        """
        body = self.word.element.body
        units = (
            words_in(each)
            for each in body.iter(qn("w:p"), qn("w:tc"))
            if each.getparent().tag != qn("w:tc")
        )
        rows = (
            said
            for row in body.iter(qn("w:tr"))
            for said in words_of_row([words_in(each) for each in row.iter(qn("w:tc"))])
        )
        marks = written_marks(chain(units, rows))
        keep(self.word, marks)

    def styles(self) -> None:
        """Arial throughout, in the language it is written in, with headings of our sizes."""
        styles = self.word.styles
        for fonts in styles.element.iter(qn("w:rFonts")):
            fonts.attrib.clear()
            for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{kind}"), FONT)
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), LANGUAGE)
        styles["Normal"].font.size = Pt(10.5)
        styles["Normal"].paragraph_format.space_after = Pt(6)
        for level, size in enumerate(HEADING_SIZES, start=1):
            font = styles[f"Heading {level}"].font
            font.size, font.color.rgb, font.bold = Pt(size), INK, True
        font = styles["Title"].font
        font.size, font.color.rgb, font.bold = Pt(24), INK, True

    def begin(self, section: Section, *, is_first: bool) -> None:
        """A new page of the section's shape, with what stands on every page."""
        sections = self.word.sections
        page = sections[0] if is_first else self.word.add_section(WD_SECTION.NEW_PAGE)
        width, height = reversed(A4) if section.landscape else A4
        page.orientation = WD_ORIENT.LANDSCAPE if section.landscape else WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = width, height
        page.left_margin = page.right_margin = SIDES
        page.top_margin = page.bottom_margin = TOP_AND_BOTTOM
        self.width, self.height = width - 2 * SIDES, height - 2 * TOP_AND_BOTTOM
        if is_first:
            self.every_page(page)

    def every_page(self, page) -> None:
        head = page.header.paragraphs[0]
        quiet(head.add_run(clean(self.document.title)))
        if self.document.restricted:
            warned = page.header.add_paragraph().add_run(WARNING)
            warned.bold = True
        foot = page.footer.paragraphs[0]
        quiet(foot.add_run(f"{clean(self.document.place)} · Page "))
        field(foot, "PAGE")
        quiet(foot.add_run(" of "))
        field(foot, "NUMPAGES")

    def title(self, *, is_cover: bool) -> None:
        if is_cover:
            whose = self.word.add_paragraph()
            whose.add_run(clean(self.document.organisation)).bold = True
            whose.paragraph_format.space_before = COVER
        if self.document.before_title:
            quiet(self.word.add_paragraph().add_run(clean(self.document.before_title)))
        self.word.add_paragraph(clean(self.document.title), style="Title")
        self.word.add_paragraph(clean(self.document.place))
        if self.document.restricted:
            self.word.add_paragraph().add_run(WARNING).bold = True

    # Its blocks ---------------------------------------------------------------------------

    def write(self, block: Block) -> None:
        match block:
            case Heading():
                self.heading(block)
            case Words():
                self.words(block)
            case Bullets():
                self.bullets(block.items)
            case Contents():
                self.contents()
            case Picture():
                self.picture(block)
            case Table():
                self.table(block)

    def heading(self, block: Heading) -> None:
        added = self.word.add_heading(clean(block.text), block.level)
        if block.is_part:
            self.parts += 1
            marked(added, part_name(self.parts), self.parts)

    def contents(self) -> None:
        """Each part's name leads to it. Only Word knows on which page: it would ask before it
        worked that out, so no page is named.
        """
        for number, each in enumerate(self.document.parts, start=1):
            leading(self.word.add_paragraph(style="List Bullet"), part_name(number), clean(each))

    def bullets(self, items: tuple[str, ...]) -> None:
        for item in items:
            self.word.add_paragraph("\n".join(paragraphs(item)), style="List Bullet")

    def words(self, block: Words) -> None:
        if block.label:
            label = self.word.add_paragraph()
            label.add_run(clean(block.label)).bold = True
            label.paragraph_format.keep_with_next = True
            label.paragraph_format.space_after = Pt(0)
        for each in paragraphs(block.text):
            run = self.word.add_paragraph().add_run(each)
            if block.look == "lead":
                run.font.size = Pt(13)
            elif block.look == "quiet":
                quiet(run)

    def picture(self, block: Picture) -> None:
        title = self.word.add_paragraph()
        title.add_run(clean(block.title)).bold = True
        title.paragraph_format.keep_with_next = True
        drawn = self.word.add_picture(
            io.BytesIO(self.pngs[id(block)]), width=Pt(width_of(block.svg))
        )
        told(drawn._inline.docPr, clean(block.title), clean(block.alt))

    def table(self, block: Table) -> None:
        if block.titled:
            title = self.word.add_paragraph()
            title.add_run(clean(block.title)).bold = True
            title.paragraph_format.keep_with_next = True
        table = self.word.add_table(rows=0, cols=len(block.columns))
        described(table, clean(block.title))
        wide = len(block.columns) > MANY_COLUMNS
        size = SMALL if wide else USUAL
        if wide:
            table._tbl.tblPr.find(qn("w:tblLayout")).addnext(cell_margins())
        shares = [self.width * each / sum(block.shares) for each in block.shares]
        heading = tuple(Cell(each, strong=True) for each in block.columns)
        for number, row in enumerate((heading, *block.rows)):
            added = table.add_row()
            # A row's cells are worked out anew each time they are asked for.
            for cell, given, share in zip(added.cells, row, shares, strict=True):
                cell.width = int(share)
                self.cell(cell, given, size)
                if number == 0:
                    shaded(cell, GROUND)
            if number == 0:
                repeated(added)
            if lines_of(row, shares, size) * size * LINE_HEIGHT < self.height / 2:
                whole(added)
        for column, share in zip(table.columns, shares, strict=True):
            column.width = int(share)
        self.word.add_paragraph().paragraph_format.space_after = Pt(4)

    def cell(self, cell: _Cell, given: Cell, size: Length) -> None:
        if given.band in BANDS:
            shaded(cell, BANDS[given.band])
        lines = [line_of_cell(each, given.strong, size) for each in paragraphs(given.text)]
        if given.status or not lines:
            paragraph = cell.paragraphs[0]
            if given.status:
                self.status(paragraph, given.status, size)
            close(paragraph, size)
        else:
            cell._tc.remove(cell._tc.p_lst[0])
        for each in lines:
            cell._tc.append(each)

    def status(self, paragraph: Paragraph, word: str, size: Length) -> None:
        """The word with its shape before it; the shape says no more than the word."""
        if shape := shape_pictures().get(word):
            drawn = paragraph.add_run().add_picture(io.BytesIO(shape), height=size)
            decorative(drawn._inline.docPr)
            close_beside(drawn._inline)
            paragraph.add_run(NO_BREAK)
        paragraph.add_run(word[:1].upper() + word[1:]).bold = True


def close(paragraph: Paragraph, size: Length) -> None:
    """Set the paragraph as those in cells are: small, with nothing between."""
    paragraph.paragraph_format.space_after = Pt(0)
    for run in paragraph.runs:
        run.font.size = size


def line_of_cell(text: str, strong: bool, size: Length) -> CT_P:
    """A paragraph of a cell. Thousands are written, so each is a copy of one that was made."""
    made = deepcopy(pattern_of_line(strong, size))
    made.r_lst[0].text = text
    return made


@cache
def pattern_of_line(strong: bool, size: Length) -> CT_P:
    of_no_document: Any = None
    paragraph = Paragraph(OxmlElement("w:p"), of_no_document)
    paragraph.add_run("").bold = strong
    close(paragraph, size)
    return paragraph._p


# What python-docx has no words for ----------------------------------------------------


def quiet(run: Run) -> None:
    run.font.size, run.font.color.rgb = Pt(9), QUIET


def element(name: str, /, **attributes: str) -> BaseOxmlElement:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def field(paragraph: Paragraph, name: str) -> None:
    """A number that Word works out: the page, or how many there are.

    Each part of it has a run of its own, or LibreOffice gives the number the size of the page's
    text.
    """
    instruction, number = element("w:instrText"), element("w:t")
    instruction.text, number.text = name, "1"
    for part in (
        element("w:fldChar", fldCharType="begin"),
        instruction,
        element("w:fldChar", fldCharType="separate"),
        number,
        element("w:fldChar", fldCharType="end"),
    ):
        run = paragraph.add_run()
        quiet(run)
        run._r.append(part)


def part_name(number: int) -> str:
    return f"part_{number}"


def marked(paragraph: Paragraph, name: str, number: int) -> None:
    """Give the paragraph a name, which links can lead to."""
    paragraph._p.append(element("w:bookmarkStart", id=str(number), name=name))
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def leading(paragraph: Paragraph, name: str, words: str) -> None:
    """Words that lead to the place of that name."""
    link = element("w:hyperlink", anchor=name, history="1")
    run = paragraph.add_run(words)
    run.font.color.rgb, run.font.underline = LINK, True
    link.append(run._r)
    paragraph._p.append(link)


def words_in(part: BaseOxmlElement) -> str:
    return "".join(each.text or "" for each in part.iter(qn("w:t")))


def shaded(cell: _Cell, colour: str) -> None:
    cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=colour))


def repeated(row) -> None:
    """The row holds headings: it is told so, and stands on every page the table reaches."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader", val="true"))
    for each in row._tr.iter(qn("w:p")):
        Paragraph(each, row).paragraph_format.keep_with_next = True


def whole(row) -> None:
    """The row stands on one page."""
    properties = row._tr.get_or_add_trPr()
    properties.insert(0, element("w:cantSplit", val="true"))


def lines_of(row: Sequence[Cell], widths: Sequence[float], size: Length) -> int:
    """About how many lines the longest cell of the row takes; a letter is half as wide as high."""
    return max(
        sum(ceil((len(line) * size * LETTER_WIDTH + 1) / width) for line in paragraphs(cell.text))
        for cell, width in zip(row, widths, strict=True)
    )


def described(table: WordTable, title: str) -> None:
    """Lines between rows, fixed widths, and what the table is for those who do not see it."""
    table.autofit = False
    properties = table._tbl.tblPr
    borders = element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color=LINE))
    look = properties.find(qn("w:tblLook"))
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    look.set(qn("w:firstRow"), "1")
    look.addnext(element("w:tblCaption", val=title))


def cell_margins() -> BaseOxmlElement:
    """What is kept free in each cell of a wide table, in twentieths of a point: beside its words
    as in a PDF.
    """
    margins = element("w:tblCellMar")
    for side, width in (("top", 60), ("left", 80), ("bottom", 60), ("right", 80)):
        margins.append(element(f"w:{side}", w=str(width), type="dxa"))
    return margins


def close_beside(picture: BaseOxmlElement) -> None:
    """Nothing is kept free around the picture, as LibreOffice would where nobody says so."""
    for side in ("distT", "distB", "distL", "distR"):
        picture.set(side, "0")


def told(properties: BaseOxmlElement, title: str, alt: str) -> None:
    properties.set("title", title)
    properties.set("descr", alt)


def decorative(properties: BaseOxmlElement) -> None:
    """The picture says nothing that is not said beside it."""
    properties.set("descr", "")
    extensions = OxmlElement("a:extLst")
    extension = OxmlElement("a:ext")
    extension.set("uri", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
    mark = extension.makeelement(f"{{{DECORATIVE}}}decorative", {"val": "1"}, {"adec": DECORATIVE})
    extension.append(mark)
    extensions.append(extension)
    properties.append(extensions)
