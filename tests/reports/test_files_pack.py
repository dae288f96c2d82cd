"""The Board pack: what is in it, and how an officer puts it together."""

from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from reports.changes.between import Changes, Standstill
from reports.changes.kinds import Change, Place, What
from reports.charts.bullets import bullet
from reports.models import Download
from reports.packs.about import WARNING
from reports.packs.board_pack import (
    Choice,
    appendix_of_changes,
    changes_of,
    chosen,
    what_changed,
)
from reports.packs.document import Table, Words
from tests.builders import make_quarter
from tests.look.markup import find, text
from tests.reports import samples
from tests.reports.files import BROWSER, pages_of, pdf_of, tables_of, word_of

PACK, FORM = "/dashboard/2009-q2", "/dashboard/2009-q2/pack/"


class Kept:
    """A file as if it had come down."""

    def __init__(self, content):
        self.content = content


@pytest.fixture
def board(pages, officer):
    """The dashboard of sample reports, and a quarter to log files under."""
    make_quarter("2009/10 Q2", state="closed")
    pages.as_(officer)
    return pages


def take(board, ending="pdf", audience="officer"):
    return board.client.get(f"{PACK}.{ending}?audience={audience}")


def put_together(board, **given):
    usual = {
        "place-ni-101": "1", "place-lac-health": "2", "note": "", "audience": "officer",
        "ending": "pdf",
    }  # fmt: skip
    return board.client.post(FORM, usual | given)


def words_of(response) -> str:
    return " ".join(pages_of(pdf_of(response)))


def words_in(element) -> str:
    """What stands in a part of a Word file."""
    return "".join(each.text for each in element.iter(qn("w:t")))


def parts_of(response) -> list[str]:
    return [each.title for each in pdf_of(response).outline if not isinstance(each, list)]


# What is in it ----------------------------------------------------------------------------


def test_the_pack_has_its_parts_in_the_order_in_which_a_board_reads(board):
    assert parts_of(take(board)) == [
        "Contents",
        "Summary",
        "Needs your attention",
        "Questions you might ask",
        "Risks",
        "Actions and milestones",
        "What is due",
        "Appendix: actuals against targets",
        "Appendix: actions of each plan",
        "How to read this pack",
        "What the words and shapes mean",
    ]


def test_the_contents_do_not_name_themselves(board):
    first_page = pdf_of(take(board)).pages[0].extract_text()
    assert first_page.count("Contents") == 1
    assert "Summary" in first_page


def test_the_contents_in_word_lead_to_each_part(board):
    body = word_of(take(board, "docx")).element.body
    links = {each.get(qn("w:anchor")): words_in(each) for each in body.iter(qn("w:hyperlink"))}
    places = {
        each.get(qn("w:name")): words_in(each.getparent())
        for each in body.iter(qn("w:bookmarkStart"))
    }
    assert links == places
    assert list(links.values()) == parts_of(take(board))[1:]


def test_each_exception_comes_with_its_figure_and_everything_said_of_it(board):
    said = words_of(take(board))
    line = samples.NI_101
    for each in (
        line.finding, line.commentary.why, line.commentary.being_done,
        line.commentary.back_on_track, line.commentary.help_needed, line.fragility,
    ):  # fmt: skip
        assert each in said
    assert "Risks of its plan: 1 up, 1 closed." in said


def test_the_pack_says_the_figures_and_statuses_of_the_dashboard(board):
    page = board.get(f"{PACK}/")
    (title,) = page.all("h1")
    headline = text(title).removeprefix("Dashboard ")
    word = word_of(take(board, "docx"))
    assert headline in word.core_properties.title
    tables = tables_of(word)
    counts = dict(tables["How many indicators have which status"][1:])
    for line in samples.quarterly_report().lines:
        assert int(counts[line.status.capitalize()]) == sum(
            each.status == line.status for each in samples.quarterly_report().lines
        )
    row = tables["NI 101: where it stands"][1]
    assert row == [
        "Missed",
        "12.5% 5 of 40 young people provisional",
        "15% 6 of 40 young people",
        "Better than 2007/08",
    ]


def test_a_bullet_chart_stands_with_an_exception_and_says_what_it_shows(board):
    document = word_of(take(board, "docx"))
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    report = samples.indicator_report()
    assert bullet(report).svg
    assert any("12.5%" in (each or "") for each in told)


def test_the_risk_table_holds_the_open_risks(board):
    tables = tables_of(word_of(take(board, "docx")))
    matrix = tables["Open risks: impact down, likelihood across"]
    assert matrix[0][0] == "Impact"
    assert any("NI 101 risk 1 (up)" in cell for row in matrix for cell in row)


def test_a_pack_without_indicators_says_so(board):
    board.show(quarter=samples.quarterly_report(lines=(), plans=()))
    said = words_of(take(board))
    for each in (
        "There are no indicators yet",
        "Nothing has missed its target",
        "No indicators yet",
        "No plans yet.",
        "No milestone is late.",
    ):
        assert each in said


def test_of_what_is_withheld_the_pack_says_so(board):
    hidden = replace(samples.summary(), actions=(), risks=(), summary="", withheld=True)
    board.show(quarter=samples.quarterly_report(lines=(samples.masked(),), plans=(hidden,)))
    said = words_of(take(board, audience="public"))
    assert "not cleared for this audience" in said
    assert WARNING not in said


def test_every_page_of_a_full_pack_says_that_it_is_restricted(board):
    assert all(WARNING in each for each in pages_of(pdf_of(take(board))))


def change(what, code, said, plan="ni-101", **given):
    place = Place("indicator", "lac-03", "2009-q2")
    return Change(what, code, said, place, plan_slug=plan, **given)


def changes_told():
    fell = change(
        What.FELL_TO_CLOSE, "LAC 03", "moved from met to close", "lac-health", note="A tutor left"
    )
    missed = change(What.FELL_TO_MISSED, "NI 101", "moved from close to missed", "ni-101")
    return Changes(
        samples.stamp(quarter_in_full="2009/10 Quarter 1"),
        samples.stamp(),
        (fell, missed),
        (Standstill("NI 101", "GCSEs", "missed", missed.place, plan_slug="ni-101"),),
    )


def test_what_changed_is_told_in_sentences_with_what_stands_still():
    heading, said, table, still = what_changed(changes_told())
    assert heading.text == "What changed since 2009/10 Quarter 1"
    assert said.text == "2 changes: 2 for the worse."
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Worse", "LAC 03 moved from met to close\nA tutor left"],
        ["Worse", "NI 101 moved from close to missed"],
    ]
    assert (still.label, still.text) == ("Unchanged and off target for three quarters", "NI 101")


@pytest.mark.parametrize(
    ("number", "before", "behind"), [(12, 12, 0), (14, 14, 0), (15, 12, 3), (58, 12, 46)]
)
def test_what_matters_most_stands_before_the_exceptions_and_the_others_behind(
    number, before, behind
):
    of_them = [change(What.MILESTONE_MET, f"LAC {each}", "was met") for each in range(number)]
    told = replace(changes_told(), all=tuple(of_them))

    seen = [
        row
        for block in (*what_changed(told), *appendix_of_changes(told))
        if isinstance(block, Table)
        for row in block.rows
    ]
    (first,) = [each for each in what_changed(told) if isinstance(each, Table)]
    assert (len(first.rows), len(seen) - len(first.rows)) == (before, behind)
    assert [row[1].text for row in seen] == [each.sentence for each in of_them]


def test_the_pack_says_where_the_other_changes_are():
    of_them = [change(What.MILESTONE_MET, f"LAC {each}", "was met") for each in range(20)]
    said = what_changed(replace(changes_told(), all=tuple(of_them)))
    words = "These are the 12 that matter most. The other 8 are in the appendix."
    assert words in [each.text for each in said if isinstance(each, Words)]


def test_without_an_earlier_quarter_nothing_is_said_of_what_changed():
    assert what_changed(None) == []


def test_of_the_plans_that_are_left_out_no_change_is_told():
    kept = changes_of(changes_told(), Choice(("lac-health",)))
    assert [each.subject for each in kept.all] == ["LAC 03"]
    assert kept.standstill == ()
    assert changes_of(changes_told(), Choice()) == changes_told()


# As whom, and put together ------------------------------------------------------------------


def test_a_browser_is_asked_as_whom(board):
    html = board.client.get(f"{PACK}.pdf", **BROWSER).content.decode()
    radios = find(html, "input", type="radio", name="audience")
    assert [each[1]["value"] for each in radios] == ["public", "board", "officer"]


def test_the_pack_stands_beside_the_title_of_the_dashboard(board):
    links = board.get(f"{PACK}/").links()
    assert links["Board pack as PDF"] == f"{PACK}.pdf"
    assert links["Board pack as Word (.docx)"] == f"{PACK}.docx"
    assert links["Choose its plans and write a covering note"] == FORM


def test_only_officers_are_offered_to_put_a_pack_together(board, member):
    links = board.as_(member).get(f"{PACK}/").links()
    assert "Board pack as PDF" in links
    assert FORM not in links.values()


def test_the_form_offers_every_plan_with_its_place(board):
    html = board.get(FORM).html
    fields = [each[1] for each in find(html, "input") if "place-" in each[1].get("name", "")]
    assert [(each["name"], each["value"]) for each in fields] == [
        ("place-ni-101", "1"),
        ("place-lac-health", "2"),
    ]


def test_a_plan_without_a_place_is_left_out(board):
    response = put_together(board, **{"place-ni-101": ""})
    said = words_of(response)
    assert "NI 101" not in said
    assert "LAC 03" in said


def test_plans_come_in_their_order(board):
    report = chosen(samples.quarterly_report(), Choice(("lac-health", "ni-101")))
    assert [each.slug for each in report.plans] == ["lac-health", "ni-101"]
    assert report.lines[-1].code == "NI 101"
    tables = tables_of(
        word_of(
            put_together(board, ending="docx", **{"place-ni-101": "3", "place-lac-health": "2"})
        )
    )
    plans = [title for title in tables if title in ("NI 101", "LAC Health")]
    assert plans == ["LAC Health", "NI 101"]


def test_the_covering_note_stands_first(board):
    response = put_together(board, note="To the Board.\n\n# No markup, *none*")
    assert parts_of(response)[:2] == ["Covering note", "Contents"]
    assert "To the Board. # No markup, *none*" in pages_of(pdf_of(response))[0]


# A covering note for masked readers is cleared by who writes it ---------------------------------

SMALL_NOTE = "Jane is the only one of 5 of 40 who passed."


@pytest.fixture
def masked_board(board):
    """The public view hides a figure of NI 101."""
    board.show(quarter=samples.quarterly_report(lines=(samples.masked(),)))
    return board


def clearing(response) -> tuple[str, str]:
    """The box to tick, as its value, and everything that the page says."""
    html = response.content.decode()
    boxes = [each[1] for each in find(html, "input", name="cleared")]
    return (boxes[0]["value"] if boxes else ""), " ".join(map(text, find(html, "main")))


def test_a_note_for_the_public_is_not_given_before_it_is_cleared(masked_board):
    response = put_together(masked_board, audience="public", note=SMALL_NOTE)
    mark, said = clearing(response)

    assert response["Content-Type"].startswith("text/html")
    assert mark
    assert "Look twice: the note holds a number, and the pack hides figures of NI 101." in said
    assert "I, Olive Officer, have read these words and clear them for the public" in said
    assert SMALL_NOTE in said
    assert not Download.objects.exists()


def test_a_note_that_its_officer_clears_is_given_and_kept(masked_board, officer):
    mark, _ = clearing(put_together(masked_board, audience="public", note=SMALL_NOTE))
    response = put_together(masked_board, audience="public", note=SMALL_NOTE, cleared=mark)

    assert SMALL_NOTE in pages_of(pdf_of(response))[0]
    kept = Download.objects.get()
    assert (kept.by, kept.view, kept.note) == (officer, "public", SMALL_NOTE)


def test_a_note_that_was_changed_after_it_was_cleared_asks_again(masked_board):
    mark, _ = clearing(put_together(masked_board, audience="public", note="All is well."))
    response = put_together(masked_board, audience="public", note=SMALL_NOTE, cleared=mark)
    html = response.content.decode()

    assert "The covering note was changed: read it, and clear it below." in html
    assert "checked" not in find(html, "input", name="cleared")[0][1]
    assert not Download.objects.exists()


def test_what_was_typed_stays_while_the_note_is_being_cleared(masked_board):
    html = put_together(
        masked_board, audience="public", note=SMALL_NOTE, ending="docx", **{"place-ni-101": "7"}
    ).content.decode()

    checked = [each[1]["value"] for each in find(html, "input") if "checked" in each[1]]
    assert checked == ["public", "docx"]
    assert find(html, "input", name="place-ni-101")[0][1]["value"] == "7"


def test_a_note_without_numbers_is_cleared_too_and_draws_no_warning(masked_board):
    mark, said = clearing(put_together(masked_board, audience="public", note="With our thanks."))

    assert mark
    assert "Look twice" not in said


def test_a_note_for_a_board_that_is_masked_is_cleared_as_well(masked_board, settings):
    settings.LAA_BOARD_AUDIENCE = "masked"
    mark, said = clearing(put_together(masked_board, audience="board", note=SMALL_NOTE))

    assert mark
    assert "clear them for this view" in said


@pytest.mark.parametrize(
    "given", [{"audience": "officer", "note": SMALL_NOTE}, {"audience": "public", "note": " "}]
)
def test_no_other_pack_asks_for_it(masked_board, given):
    assert pdf_of(put_together(masked_board, **given))


def test_the_note_of_a_full_pack_is_kept_with_its_download(masked_board):
    put_together(masked_board, note=SMALL_NOTE)

    assert Download.objects.get().note == SMALL_NOTE


def test_a_pack_without_a_plan_is_refused_with_a_sentence(board):
    page = put_together(board, **{"place-ni-101": "", "place-lac-health": ""})
    assert "Give at least one plan its place" in page.content.decode()
    assert not Download.objects.exists()


@pytest.mark.parametrize(("place", "sentence"), [
    ("first", "must be a whole number"), ("0", "must be 1 or more"), ("10000", "9999 or less"),
])  # fmt: skip
def test_a_place_that_is_none_is_told_at_its_plan(board, place, sentence):
    html = put_together(board, **{"place-ni-101": place}).content.decode()
    assert f"The place of NI 101 {sentence}" in html or sentence in html


def test_who_took_a_full_pack_is_kept_and_a_masked_one_is_not(board, officer):
    put_together(board, audience="public")
    assert not Download.objects.exists()
    put_together(board)
    kept = Download.objects.get()
    assert (kept.by, kept.file) == (officer, "board-pack-2009-q2-officer-view-restricted.pdf")


def test_the_notes_that_went_out_are_read_where_packs_are_made(masked_board, officer):
    assert "Covering notes of" not in masked_board.get(FORM).words
    for ending in ("pdf", "docx"):
        put_together(masked_board, note="All is well.", ending=ending)
    put_together(masked_board, note="The Chair asks for more.")

    page = masked_board.get(FORM)
    assert [(each.words, len(each.packs)) for each in page.context["notes"]] == [
        ("The Chair asks for more.", 1), ("All is well.", 2),
    ]  # fmt: skip
    assert "Covering notes of 2009/10 Quarter 2 (2)" in page.words
    assert f"taken by {officer}" in page.words


def test_a_shape_stands_close_to_its_word_in_word(board):
    """LibreOffice keeps room around a picture where none is told, and the word goes below it."""
    body = word_of(take(board, "docx")).element.body
    pictures = [
        each
        for each in body.iter(qn("wp:inline"))
        if each.docPr.get("descr") == "" and not each.docPr.get("title")
    ]

    assert pictures
    for each in pictures:
        assert [each.get(f"dist{side}") for side in "TBLR"] == ["0"] * 4
        beside = each.getparent().getparent().getnext()
        assert words_in(beside) == "\N{NO-BREAK SPACE}"


def test_the_number_of_a_page_in_word_is_as_large_as_its_line(board):
    """LibreOffice gives it that size only where each part of the field has its own."""
    (foot,) = word_of(take(board, "docx")).sections[0].footer.paragraphs
    sizes = {run.font.size for run in foot.runs}
    parts = [[child.tag for child in run._r if child.tag != qn("w:rPr")] for run in foot.runs]

    assert len(sizes) == 1
    assert None not in sizes
    assert [each for each in parts if len(each) != 1] == []
    assert [qn("w:instrText")] in parts
