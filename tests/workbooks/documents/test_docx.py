"""Reading a Word document that nobody vouches for: what a reader of it sees, with its places."""

import io
import zipfile

import docx
import pytest

from tests.workbooks.documents.word import (
    FILES,
    MAIN,
    archive,
    cell,
    only_grid,
    p,
    read,
    row,
    run,
    table,
    texts,
    word,
)
from workbooks.reading.documents import Part, Words, looks_like_a_document
from workbooks.reading.limits import NotRead

RESTART, GOES_ON = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"


def refusal(content: bytes, name: str = "plan.docx") -> str:
    with pytest.raises(NotRead) as caught:
        read(content, name)
    return str(caught.value)


# What is in it


def test_paragraphs_and_tables_are_read_in_their_order_with_their_places():
    document = read(word(p("First") + table(["a", "b"], ["c", "d"]) + p("") + p("Last")))

    assert texts(document) == ["First", [["a", "b"], ["c", "d"]], "Last"]
    assert [each.place for each in document.blocks] == ["Paragraph 1", "Table 1", "Paragraph 3"]
    assert [part.place for part in document.grids[0].rows[1]] == ["Table 1!A2", "Table 1!B2"]


def test_a_document_that_python_docx_wrote_is_read_alike():
    ours = docx.Document()
    ours.add_heading("Activity plan", 1)
    ours.add_paragraph("One", style="List Bullet")
    ours.add_table(rows=1, cols=2).rows[0].cells[1].text = "first\nsecond"
    out = io.BytesIO()
    ours.save(out)

    document = read(out.getvalue())

    heading, item = document.blocks[:2]
    assert (heading.heading, item.item) == (1, True)
    assert texts(document)[2] == [["", "first\nsecond"]]


def test_the_main_part_may_have_another_name():
    assert texts(read(word(p("Here"), main="word/document2.xml"))) == ["Here"]


def test_cells_keep_their_paragraphs_lists_and_line_breaks_as_lines():
    inside = p("one") + p("two\nthree", "<w:numPr><w:numId w:val='3'/></w:numPr>") + p("")
    assert only_grid(table([cell(inside)])).rows[0][0].text == "one\ntwo\nthree"


def test_a_cell_over_several_columns_says_how_far_it_reaches():
    grid = only_grid(table([cell("wide", "<w:gridSpan w:val='2'/>"), "c"], ["a", "b", "c"]))
    assert grid.rows[0] == [Part("wide", "Table 1!A1", 0, 2), Part("c", "Table 1!B1", 2)]
    assert [part.column for part in grid.rows[1]] == [0, 1, 2]


def test_a_cell_over_several_rows_is_there_in_each_with_the_place_where_it_begins():
    grid = only_grid(table([cell("tall", RESTART), "b"], [cell("", GOES_ON), "d"], ["e", "f"]))
    assert grid.rows[0][0] == grid.rows[1][0] == Part("tall", "Table 1!A1", 0)
    assert grid.rows[2][0].text == "e"


def test_rows_that_repeat_on_every_page_are_known():
    heading = row(["a"], "<w:tblHeader/>")
    assert only_grid(table(heading, ["b"])).headings == 1
    assert only_grid(table(row(["a"], "<w:tblHeader w:val='0'/>"), ["b"])).headings == 0


def test_a_row_that_begins_later_keeps_its_columns():
    grid = only_grid(table(["a", "b"], row(["late"], "<w:gridBefore w:val='1'/>")))
    assert grid.rows[1] == [Part("late", "Table 1!A2", 1)]


def test_a_table_within_a_cell_is_a_table_of_its_own():
    document = read(word(table([cell(p("outer") + table(["inner"]) + p("after")), "b"])))
    assert [grid.place for grid in document.grids] == ["Table 1", "Table 1.1"]
    assert texts(document) == [[["outer\nafter", "b"]], [["inner"]]]
    assert document.grids[1].rows[0][0].place == "Table 1.1!A1"


@pytest.mark.parametrize(
    "around",
    [
        pytest.param("<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>", id="control"),
        pytest.param("<w:smartTag><w:r/>{}</w:smartTag>", id="smart tag"),
        pytest.param("<w:customXml>{}</w:customXml>", id="custom XML"),
    ],
)
def test_what_stands_in_a_content_control_is_read(around):
    rows = row(["a", "b"])
    assert texts(read(word(around.format(p("in a paragraph"))))) == ["in a paragraph"]
    assert texts(read(word("<w:tbl>" + around.format(rows) + "</w:tbl>"))) == [[["a", "b"]]]
    assert only_grid(
        "<w:tbl><w:tr>" + around.format(cell("first")) + cell("second") + "</w:tr></w:tbl>"
    ).rows == [[Part("first", "Table 1!A1", 0), Part("second", "Table 1!B1", 1)]]
    assert texts(read(word(p(run("words ") + around.format(run("in a line")))))) == [
        "words in a line"
    ]


def test_a_content_control_that_nobody_filled_says_nothing():
    control = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{run('Click here to enter text')}</w:sdtContent></w:sdt>"
    )
    assert texts(read(word(p(run("Theme: ") + control)))) == ["Theme:"]


def test_insertions_are_read_and_deletions_left_out_and_both_are_said():
    body = p(
        run("15")
        + "<w:del><w:r><w:delText>.5</w:delText></w:r></w:del>"
        + f"<w:ins>{run('%')}</w:ins>"
        + f"<w:moveFrom>{run('old place')}</w:moveFrom><w:moveTo>{run(' here')}</w:moveTo>"
    )
    document = read(word(body))
    assert texts(document) == ["15% here"]
    assert document.notes == [
        "changes are tracked in the document: 2 insertions read, and 2 deletions left out"
    ]


def test_rows_and_cells_that_were_struck_out_are_left_out():
    gone = row(["gone"], "<w:del/>")
    grid = only_grid(table(["a"], gone, [cell("also gone", "<w:cellDel/>"), "b"]))
    assert [[part.text for part in parts] for parts in grid.rows] == [["a"], ["b"]]
    assert grid.rows[1][0].place == "Table 1!A2"


def test_a_paragraph_whose_end_was_struck_out_goes_on_in_the_next():
    ended = "<w:rPr><w:del/></w:rPr>"
    document = read(word(p("Looked after ", ended) + p("children") + p("Next")))
    assert texts(document) == ["Looked after children", "Next"]
    assert (
        only_grid(table([cell(p("Looked after ", ended) + p("children"))])).rows[0][0].text
        == "Looked after children"
    )


def test_how_words_were_formatted_before_is_not_read():
    before = "<w:pPrChange><w:pPr><w:pStyle w:val='Heading1'/></w:pPr></w:pPrChange>"
    styles = "<w:style w:styleId='Heading1'><w:name w:val='heading 1'/></w:style>"
    (words,) = read(word(p("plain", before), styles=styles)).blocks
    assert words.heading == 0


def test_headings_are_known_by_their_style_and_by_what_it_is_based_on():
    styles = (
        "<w:style w:styleId='H'><w:name w:val='heading 2'/></w:style>"
        "<w:style w:styleId='Ours'><w:name w:val='Council heading'/><w:basedOn w:val='H'/>"
        "</w:style><w:style w:styleId='T'><w:name w:val='Title'/></w:style>"
    )
    body = p("a", "<w:pStyle w:val='Ours'/>") + p("b", "<w:pStyle w:val='T'/>")
    assert [each.heading for each in read(word(body, styles=styles)).blocks] == [2, -1]


def test_a_text_box_is_read_once_with_a_place_of_its_own():
    box = f"<wps:txbx><w:txbxContent>{p('In the box')}</w:txbxContent></wps:txbx>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = read(word(p(run("Beside") + drawn)))
    assert document.blocks == [
        Words("Beside", "Paragraph 1"),
        Words("In the box", "Text box 1", beside=True),
    ]


def test_footnotes_comments_and_the_heads_of_pages_are_read_with_their_places():
    notes = (
        f"<w:footnote w:type='separator'>{p('____')}</w:footnote>"
        f"<w:footnote>{p('11.8% is of 2006')}</w:footnote>"
    )
    document = read(
        word(
            p("Body"),
            footnotes=notes,
            header=p("Delivery plan"),
            comments=f"<w:comment>{p('Is this so?')}</w:comment>",
        )
    )
    assert {each.place: each.text for each in document.blocks} == {
        "Paragraph 1": "Body",
        "Footnote 1": "11.8% is of 2006",
        "Page head": "Delivery plan",
        "Comment 1": "Is this so?",
    }


def test_fields_hyphens_tabs_and_signs_are_read_as_they_are_seen():
    body = p(
        "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText></w:r>"
        + run("7")
        + "<w:r><w:tab/><w:t>non</w:t><w:noBreakHyphen/><w:t>stop</w:t></w:r>"
        + "<w:r><w:sym w:font='Wingdings' w:char='F0B7'/></w:r>"
    )
    assert texts(read(word(body))) == ["7\tnon-stop•"]


def test_hidden_words_are_read_and_said():
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>whispered</w:t></w:r>"
    document = read(word(p(hidden)))
    assert texts(document) == ["whispered"]
    assert "some words in the document are hidden" in document.notes[0]


def lined_out(words: str, how: str = "<w:strike/>") -> str:
    return f"<w:r><w:rPr>{how}</w:rPr><w:t>{words}</w:t></w:r>"


@pytest.mark.parametrize("how", ["<w:strike/>", "<w:dstrike w:val='true'/>"])
def test_words_that_are_struck_through_are_read_and_said(how):
    document = read(word(p(run("Tuition ") + lined_out("in maths", how) + run(" for all"))))
    assert texts(document) == ["Tuition in maths for all"]
    assert document.notes == [
        "words are struck through in the document, and read all the same: “in maths”: delete there "
        "what is to go"
    ]


def test_of_many_words_that_are_struck_through_the_first_are_told():
    (note,) = read(word(p(lined_out("all of this ") * 100))).notes
    assert "“all of this all of" in note
    assert len(note) < 300


def test_words_that_are_not_struck_through_are_not_told():
    mark = "<w:rPr><w:strike/></w:rPr>"  # of the paragraph's end
    off = lined_out("stays", "<w:strike w:val='0'/>")
    assert read(word(p(off, mark))).notes == []


def test_pictures_are_said_to_be_unread():
    document = read(word(p(run("a") + "<w:r><w:drawing><a:blip/></w:drawing></w:r>")))
    assert document.notes == ["pictures and drawings cannot be read: there is 1"]


# Files nobody vouches for


def bomb() -> bytes:
    """A document of a few hundred kilobytes that unpacks to far more than is read."""
    return word(p("a" * 30_000_000))


ENTITIES = (
    f"<!DOCTYPE w:document [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><w:document xmlns:w='{MAIN}'>"
    "<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
)


def with_main(xml: str) -> bytes:
    """A sound document, but for its main part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(p("a")))) as sound, zipfile.ZipFile(out, "w") as packed:
        for name in sound.namelist():
            packed.writestr(name, xml if name == "word/document.xml" else sound.read(name))
    return out.getvalue()


def with_macros() -> bytes:
    out = io.BytesIO(word(p("a")))
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("word/vbaProject.bin", b"macro")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(bomb, "unpacks to far more than", id="bomb"),
        pytest.param(lambda: with_main(ENTITIES), "declares entities of its own", id="entities"),
        pytest.param(with_macros, "holds macros (.docm)", id="macros"),
        pytest.param(lambda: with_main("<w:document"), "is damaged or was cut short", id="cut"),
        pytest.param(
            lambda: with_main("<a>" * 5000 + "</a>" * 5000), "is damaged", id="bottomless"
        ),
        pytest.param(lambda: word(p("a"))[:-40], "is damaged or was cut short", id="half a file"),
        pytest.param(lambda: b"\xd0\xcf\x11\xe0old", "old Office format (such as .doc)", id="doc"),
        pytest.param(
            lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
            id="password",
        ),
        pytest.param(lambda: b"%PDF-1.7", "is a PDF file, not a Word document", id="pdf"),
        pytest.param(lambda: b"{\\rtf1", "not a Word document", id="rtf"),
        pytest.param(lambda: b"<html>", "is a web page or XML", id="web page"),
        pytest.param(lambda: b"words", "not what its name says", id="text"),
        pytest.param(
            lambda: archive({"[Content_Types].xml": "<Types>spreadsheetml.sheet.main</Types>"}),
            "is a workbook, not a Word document",
            id="workbook",
        ),
        pytest.param(
            lambda: archive({"mimetype": "application/vnd.oasis.opendocument.text"}),
            "OpenDocument text (.odt)",
            id="odt",
        ),
        pytest.param(lambda: archive({"a": "b"}), "choose the delivery plan", id="some archive"),
        pytest.param(lambda: b"", "the file is empty", id="empty"),
    ],
)
def test_what_is_no_plain_word_document_is_refused_with_a_sentence(content, sentence):
    assert sentence in refusal(content())


def test_a_document_under_another_name_is_told_how_to_rename_it():
    assert "rename it to end in .docx" in refusal(word(p("a")), "plan.txt")


def test_a_document_far_longer_than_a_plan_is_refused():
    assert "far longer than a delivery plan" in refusal(word(p("a") * 20_001))


@pytest.mark.parametrize(
    ("name", "whether"),
    [("plan.docx", True), ("Plan.DOC", True), ("plan.txt", True), ("plan.xlsx", False)],
)
def test_a_document_is_told_by_its_name(name, whether):
    assert looks_like_a_document(name) == whether


def test_a_document_that_libreoffice_saved_keeps_its_merged_cells_and_headings():
    document = read((FILES / "saved-by-libreoffice.docx").read_bytes())
    targets = document.grids[3]
    assert [part.text for part in targets.rows[0]] == ["Baseline", "Target", "Target"]
    assert [part.text for part in targets.rows[1]] == [
        "Baseline", "2008/09", "2009/10", "2010/11", "Target",
    ]  # fmt: skip
    assert targets.rows[0][0].place == targets.rows[1][0].place
    assert document.grids[9].headings == 1
