"""The quarterly report and the delivery plan as PDF and as Word."""

import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.charts.chart import trend
from reports.disclosure.withholding import Cleared, digest_of_text, without_texts
from reports.models import Download
from reports.packs import fonts
from reports.packs.about import WARNING, About
from reports.packs.apart import NotMade
from reports.packs.blocks import CLASSIC
from reports.packs.pdf import as_pdf, compiled
from reports.packs.plan import plan_document
from reports.packs.quarter import quarter_document
from reports.packs.texts import breakable, clean
from reports.packs.word import as_word
from reports.reading.objects import QuarterCell
from tests.builders import make_quarter
from tests.look.markup import find
from tests.reports import samples
from tests.reports.files import (
    BROWSER,
    pages_of,
    pdf_of,
    rows_of_sheet,
    tables_of,
    word_of,
    workbook_of,
)

REPORT, PLAN = "/reports/2009-q2", "/plans/ni-101"
SEED = Path(__file__).parents[1] / "demonstration" / "seed.txt"


class Kept:
    """A file as if it had come down."""

    def __init__(self, content):
        self.content = content


@pytest.fixture
def file(pages, officer):
    make_quarter("2009/10 Q2", state="closed")
    pages.as_(officer)

    def get(address, audience="officer", **headers):
        return pages.client.get(f"{address}?audience={audience}", **headers)

    return get


def about(**given):
    return About(**{"stamp": samples.stamp(), "view": "public view"} | given)


def the_plan(report=None, **given):
    report = report or samples.plan_report()
    charts = [trend(samples.indicator_report()) for _ in report.lines]
    return plan_document(report, charts, about(**given))


# The same figures everywhere --------------------------------------------------------------------


def test_page_workbook_pdf_and_word_say_the_same_of_every_indicator(file, pages, officer):
    page = pages.get(f"{REPORT}/")
    book = rows_of_sheet(workbook_of(file(f"{REPORT}.xlsx")), "Indicators")
    pdf = " ".join(pages_of(pdf_of(file(f"{REPORT}.pdf"))))
    word = tables_of(word_of(file(f"{REPORT}.docx")))
    rows = {row[0]: row for rows in word.values() for row in rows if len(row) == len(CLASSIC)}
    shown = page.rows("Actuals against targets")
    for line, told in zip(samples.quarterly_report().lines, book, strict=True):
        on_page = next(row for row in shown if row[0] == f"{line.code} {line.title}")
        in_word = rows[f"{line.code} {line.title}"]
        assert told["Status"] == line.status == on_page[10].split(" forecast")[0]
        assert in_word[10].lower().startswith(line.status)
        # The quarters, as the page has them, without what only listeners are told.
        same = [each.replace(" nothing is expected", "") for each in on_page[2:10]]
        assert in_word[2:10] == same
        assert line.finding in pdf
        if line.actual:
            assert line.actual.text == f"{told['Figure']:.1f}%"
            assert line.actual.text in " ".join(in_word)
            assert line.actual.text in pdf


@pytest.mark.parametrize("address", [REPORT, PLAN])
def test_a_full_file_says_that_it_is_restricted_on_every_page(file, address):
    for page in pages_of(pdf_of(file(f"{address}.pdf"))):
        assert WARNING in page
    word = word_of(file(f"{address}.docx"))
    assert WARNING in [each.text for each in word.sections[0].header.paragraphs]
    for section in word.sections[1:]:
        assert section.header.is_linked_to_previous


def test_a_masked_file_does_not_say_that_it_is_restricted():
    report = samples.quarterly_report(lines=(samples.masked(),), plans=())
    (first, *_) = pages_of(pdf_of(Kept(as_pdf(quarter_document(report, about())))))
    assert WARNING not in first
    assert "public view" in first


@pytest.mark.parametrize("address", [f"{REPORT}.pdf", f"{REPORT}.docx", f"{PLAN}.pdf"])
def test_who_took_a_full_file_is_kept(file, officer, address):
    response = file(address)
    kept = Download.objects.get()
    assert (kept.by, kept.view, kept.restricted) == (officer, "officer", True)
    assert kept.file in response["Content-Disposition"]


def test_a_browser_is_asked_as_whom_it_takes_a_plan(file):
    html = file(f"{PLAN}.pdf", audience="", **BROWSER).content.decode()
    radios = find(html, "input", type="radio", name="audience")
    assert [each[1]["value"] for each in radios] == ["public", "board", "officer"]
    assert find(html, "a", href="/plans/ni-101/")


def test_the_files_stand_beside_the_titles(file, pages):
    assert pages.get(f"{REPORT}/").links()["Download PDF"] == f"{REPORT}.pdf"
    assert pages.get(f"{PLAN}/").links()["Download Word (.docx)"] == f"{PLAN}.docx?as_at=2009-q2"


# For everybody to read ------------------------------------------------------------------------


@pytest.mark.parametrize("document", [the_plan, lambda: quarter_document(
    samples.quarterly_report(), about())], ids=["plan", "report"])  # fmt: skip
def test_a_pdf_is_tagged_named_and_says_its_language(document):
    reader = pdf_of(Kept(as_pdf(document())))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert reader.metadata.title == document().title


def test_the_parts_of_a_pdf_are_its_bookmarks():
    reader = pdf_of(Kept(as_pdf(the_plan())))
    parts = [each.title for each in reader.outline if not isinstance(each, list)]
    assert parts[:3] == ["Summary", "Considerations", "Activity plan"]


def test_a_word_file_has_real_headings_and_tables_with_heading_rows():
    word = word_of(Kept(as_word(the_plan())))
    headings = [each.text for each in word.paragraphs if each.style.name == "Heading 1"]
    assert headings[:3] == ["Summary", "Considerations", "Activity plan"]
    for table in word.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert not table._tbl.findall(f".//{qn('w:gridSpan')}")


def test_no_row_of_a_table_in_word_is_split_over_pages_unless_it_is_as_long_as_one():
    def may_split(document) -> list[str]:
        return [
            row.cells[0].text[:20]
            for table in word_of(Kept(as_word(document))).tables
            for row in table.rows
            if row._tr.trPr is None or row._tr.trPr.find(qn("w:cantSplit")) is None
        ]

    assert may_split(the_plan()) == []
    (long, *others) = samples.ACTIONS
    report = samples.plan_report(actions=(replace(long, commentary=samples.LONG * 60), *others))
    assert may_split(the_plan(report)) == [long.action[:20]]


def test_no_row_of_a_table_in_a_pdf_is_split_over_pages():
    lines = tuple(replace(each, title=samples.LONG[:150]) for each in samples.lines(30))
    document = quarter_document(samples.quarterly_report(lines=lines), about())
    pages = pages_of(pdf_of(Kept(as_pdf(document))))
    tables = tables_of(word_of(Kept(as_word(document)))).values()
    rows = [" ".join(row) for rows in tables for row in rows[1:] if len(row) == len(CLASSIC)]
    assert len(rows) == 30
    assert [row for row in rows if not any(row in page for page in pages)] == []


def told(words):
    return replace(samples.GCSES, text=words, counts="", standing="final", period="2008/09")


@pytest.mark.parametrize(
    ("said", "given"),
    [
        pytest.param("Not available", {"status": "not available"}, id="status"),
        pytest.param(
            "Not available",
            {
                "quarters": (
                    QuarterCell("2009/10 Q1", "final", told("Not available"), "not available"),
                )
            },
            id="figure",
        ),
        pytest.param("£4,830,000", {"baseline": told("£4,830,000")}, id="baseline"),
        pytest.param("£4,830,000", {"year_to_date": "£4,830,000"}, id="year to date"),
        pytest.param(
            "2009/10 Quarter 1",
            {"direction_text": "Better than 2009/10 Quarter 1 · worse than 2008/09 Quarter 2"},
            id="quarter",
        ),
    ],
)
def test_what_belongs_together_stands_in_one_line_of_the_classic_table(said, given):
    lines = (samples.line(**{"status": "met"} | given),)
    document = quarter_document(samples.quarterly_report(lines=lines), about())
    page = pdf_of(Kept(as_pdf(document))).pages[1]
    assert said in page.extract_text().replace("\xa0", " ")


def test_cells_of_a_wide_table_in_word_leave_as_little_free_beside_their_words_as_in_a_pdf():
    word = word_of(Kept(as_word(quarter_document(samples.quarterly_report(), about()))))
    wide = [each for each in word.tables if len(each.columns) == len(CLASSIC)]
    assert wide
    for table in wide:
        margins = {
            each.tag: each.get(qn("w:w")) for each in table._tbl.tblPr.find(qn("w:tblCellMar"))
        }
        assert margins[qn("w:left")] == margins[qn("w:right")] == str(4 * 20)


def test_the_headings_of_a_table_in_word_stay_with_its_first_row():
    for table in word_of(Kept(as_word(the_plan()))).tables:
        headings = [each for cell in table.rows[0].cells for each in cell.paragraphs]
        assert all(each.paragraph_format.keep_with_next for each in headings)


def test_a_word_file_says_of_itself_what_it_is_and_nothing_of_a_template():
    document = the_plan()
    for organisation, creator in (("", "LAA Tracker"), ("A & B Council", "A & B Council")):
        content = as_word(replace(document, organisation=organisation))
        core = word_of(Kept(content)).core_properties
        assert (core.author, core.last_modified_by) == (creator, creator)
        assert (core.title, core.subject) == (document.title, document.place)
        assert core.created == core.modified == datetime.combine(document.day, time(), tzinfo=UTC)
        with zipfile.ZipFile(BytesIO(content)) as archive:
            app = archive.read("docProps/app.xml").decode()
            names = archive.namelist()
            kinds = archive.read("[Content_Types].xml").decode()
            settings_ = archive.read("word/settings.xml").decode()
        company = "<Company>A &amp; B Council</Company>" if organisation else ""
        assert app.endswith(f"><Application>LAA Tracker</Application>{company}</Properties>")
        assert not [each for each in names if "thumbnail" in each or "customXml" in each]
        assert all(f"/{each}" in kinds for each in names if each.startswith("docProps/"))
        assert "Macintosh" not in kinds + settings_
        assert "ja-JP" not in settings_
        assert "rsid" not in settings_


def test_a_word_file_is_in_one_font_throughout():
    styles = word_of(Kept(as_word(the_plan()))).styles.element
    fonts = list(styles.iter(qn("w:rFonts")))
    assert fonts
    assert {value for each in fonts for value in each.attrib.values()} == {"Arial"}


def test_a_chart_in_word_is_a_picture_with_the_words_of_the_drawing():
    content = as_word(the_plan())
    words = [
        shape._inline.docPr.get("descr")
        for shape in word_of(Kept(content)).inline_shapes
        if shape._inline.docPr.get("descr")
    ]
    assert len(words) == 1
    assert "12.5%" in words[0]
    with zipfile.ZipFile(BytesIO(content)) as archive:
        pictures = [each for each in archive.namelist() if each.startswith("word/media/")]
        assert all(archive.read(each).startswith(b"\x89PNG") for each in pictures)
    assert pictures


# The delivery plan ----------------------------------------------------------------------------


def test_the_plan_has_the_headings_of_the_plan_documents_of_the_time():
    seed = SEED.read_text()
    tables = tables_of(word_of(Kept(as_word(the_plan()))))
    for title in (
        "Theme, priority and partners",
        "Indicators",
        "Risks",
        "Policies, plans and strategies",
        "Priorities on which this one depends",
        "Activity plan",
    ):
        for heading in tables[title][0]:
            assert heading in seed, heading
    word = word_of(Kept(as_word(the_plan())))
    questions = [each.text for each in word.paragraphs if each.text.endswith("?")]
    assert len(questions) == 5
    for question in questions:
        assert question in seed


def test_every_word_of_the_plan_is_in_its_file():
    report = samples.plan_report()
    word = word_of(Kept(as_word(the_plan())))
    said = [each.text for each in word.paragraphs]
    said += [cell for rows in tables_of(word).values() for row in rows for cell in row]
    text = " ".join(" ".join(said).split())
    words = [
        report.prepared_by, report.post, report.service, report.dated, report.theme,
        report.priority, report.theme_group, report.management_group_lead, *report.partners,
        report.cross_cutting_theme, report.equality_and_diversity,
        *report.performance_arrangements, report.summary,
    ]  # fmt: skip
    for action in report.actions:
        words += [action.action, *action.who, *action.success_measure, action.when]
        words += [action.resource_implications, action.commentary, action.update]
        words += [each.words for each in action.milestones]
    for risk in report.risks:
        words += [risk.risk, risk.how_managed, risk.commentary]
    for each in report.dependencies:
        words += [each.priority, each.arrangement, each.theme_group, each.update]
    for each in report.policies:
        words += [each.policy, each.responsible_body, each.arrangement]
    assert [each for each in words if each not in text] == []


def test_a_plan_with_nothing_in_it_says_so():
    (first, *rest) = pages_of(pdf_of(Kept(as_pdf(the_plan(samples.BARE_PLAN)))))
    assert "This plan delivers no indicator." in first
    assert "None stated" in " ".join(rest)
    assert "No actions stated" in " ".join(rest)


def test_of_a_plan_that_is_withheld_only_its_figures_are_in_the_file():
    report = without_texts(samples.plan_report(lines=(samples.masked(),), targets=()))
    text = " ".join(pages_of(pdf_of(Kept(as_pdf(the_plan(report))))))
    assert "not cleared for this audience" in text
    assert "Considerations" not in text
    assert "Activity plan" not in text


def test_of_a_plan_that_is_withheld_the_words_of_how_it_counts_stay_away():
    words = {"counted_as": "boy of Redditch", "cohort": "Year 9", "broken_down_by": "By home"}
    line = replace(samples.masked(), **words)
    report = samples.plan_report(lines=(line,), targets=())
    for withheld, told in ((report, list(words.values())), (without_texts(report), [])):
        tables = tables_of(word_of(Kept(as_word(the_plan(withheld)))))
        said = [cell for row in tables[f"{line.code}: how it is measured"] for cell in row]
        assert [each for each in words.values() if each in said] == told


def test_of_a_plan_the_words_that_are_cleared_are_in_the_file():
    report = samples.plan_report()
    ((place, policy),) = [
        (f"plan/ni-101/policy {number}", each.policy)
        for number, each in enumerate(report.policies, start=1)
        if number == 1
    ]
    public = without_texts(report, Cleared(frozenset({(place, digest_of_text(policy))})))
    text = " ".join(pages_of(pdf_of(Kept(as_pdf(the_plan(public))))))
    assert "Only words of this plan that are cleared" in text
    assert policy in text
    assert "Prepared by" not in text
    assert "Activity plan" not in text
    assert report.equality_and_diversity not in text


# Whatever somebody typed ------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.text(
    st.sampled_from("#*_$@=-+\\\"'<>&[](){}|~`^%\t\n\r\x00\x0b\u202e\u200b"), max_size=60
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_can_be_in_a_file_and_is_no_markup(text):
    report = samples.plan_report(priority=text, title=text, summary=text)
    document = the_plan(report)
    assert as_pdf(document).startswith(b"%PDF")
    word = word_of(Kept(as_word(document)))
    told = tables_of(word)["Theme, priority and partners"][1][1]
    assert told.split() == (clean(text) if text else "Not stated").split()


def test_a_word_without_end_is_broken_and_stays_on_its_page():
    assert "\u200b" in breakable("a" * 60)
    assert breakable("an ordinary sentence") == "an ordinary sentence"


def test_a_character_that_no_font_has_is_told_as_a_square():
    text = " ".join(pages_of(pdf_of(Kept(as_pdf(the_plan(samples.plan_report(priority="𓀀")))))))
    assert fonts.SQUARE in text
    assert "stands for a character that this file cannot show" in text


def test_the_same_report_gives_the_same_bytes(made_anew):
    assert as_pdf(the_plan()) == as_pdf(the_plan())
    assert as_word(the_plan()) == as_word(the_plan())


def test_what_tests_make_in_this_process_is_what_a_server_makes(request):
    pdf, word = as_pdf(the_plan()), as_word(the_plan())
    request.getfixturevalue("made_anew")
    assert (as_pdf(the_plan()), as_word(the_plan())) == (pdf, word)


def test_a_long_text_takes_the_pages_that_it_needs():
    line = replace(samples.NI_101, title=samples.LONG, finding=samples.LONG * 20)
    report = samples.quarterly_report(lines=(line,))
    pages = pages_of(pdf_of(Kept(as_pdf(quarter_document(report, about())))))
    assert len(pages) > 4


# Where it is drawn


def test_typst_draws_in_a_process_of_its_own_and_no_worker_keeps_what_it_read():
    loaded = (
        "import django; django.setup(); from django.urls import get_resolver; "
        "get_resolver().url_patterns; import sys; "
        "print('reports.packs.pdf' in sys.modules, 'typst' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True)
    assert done.stdout.split() == ["True", "False"], done.stderr


def test_what_cannot_be_drawn_is_told_and_is_no_file():
    with pytest.raises(NotMade, match="TypstError"):
        compiled("pack.typ", {"title": "A title alone"}, format="pdf")
