"""Text in the layout of a plan document, as it is when a Word document is copied as text."""

import pytest

from tests.workbooks.documents.word import SEED, read, texts
from workbooks.reading.limits import NotRead


def test_a_tab_parts_cells_and_a_blank_line_ends_a_table():
    document = read(b"SUMMARY\n\nTheme\tPriority\nJobs\tSkills\n\nNext", "plan.txt")
    assert texts(document) == ["SUMMARY", [["Theme", "Priority"], ["Jobs", "Skills"]], "Next"]
    assert [each.place for each in document.blocks] == ["Line 1", "Table 1", "Line 6"]
    assert document.grids[0].rows[1][1].place == "Table 1!B2"


def test_rules_drawn_with_hyphens_are_no_rows():
    assert texts(read(b"a\tb\n---\t---\nc\td", "plan.txt")) == [[["a", "b"], ["c", "d"]]]


def test_a_line_break_within_a_cell_does_not_end_its_row():
    document = read(b"Action\tWho\tWhen\nTuition\tISL\nSchools\tongoing", "plan.txt")
    assert texts(document) == [[["Action", "Who", "When"], ["Tuition", "ISL\nSchools", "ongoing"]]]
    assert document.notes == ["line 3 is read as the rest of the row above it"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_is_read(encoding):
    assert texts(read("Children’s plan – 2009".encode(encoding), "plan.txt")) == [
        "Children’s plan – 2009"
    ]


def test_what_is_no_text_is_refused():
    with pytest.raises(NotRead, match="is not plain text"):
        read(b"a\x00b", "plan.txt")


def test_a_text_far_longer_than_a_plan_is_refused():
    with pytest.raises(NotRead, match="far longer than a delivery plan"):
        read(b"a\n" * 20_001, "plan.txt")


def test_the_seed_has_eleven_tables():
    assert len(read(SEED, "plan.txt").grids) == 11
