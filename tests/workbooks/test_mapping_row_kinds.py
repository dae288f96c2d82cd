"""Lists with a row for targets and a row for results: which a row is, and what is left out."""

import pytest

from sheets.problems import Weight
from tests.workbooks.books import Rows, xlsx
from tests.workbooks.others import applied, grid, guessed, list_of, mapping_of_list, said
from tests.workbooks.test_mapping_pages import (
    CONSTANTS,
    bring,
    officer,  # noqa: F401 - a fixture
    send,
    steps,
)
from workbooks.mapping.applying import apply
from workbooks.mapping.becoming import what_becomes
from workbooks.mapping.fields import ROW_KIND
from workbooks.mapping.reading import FIELDS
from workbooks.mapping.views import made_of
from workbooks.models import ImportState
from workbooks.reading.tables import Reading

BLOCKS: Rows = [
    ["Ref", "Measure", "", "Q1 2009/10", "Q2 2009/10", "Q3 2009/10"],
    ["LAC 61", "Reviews held", "Target", 90, 91, 93],
    [None, None, "Actual", 88, 93, None],
    [None, None, "Last year", 80, 81, 82],
    ["LAC 62", "Health checks", "Target", 70, 70, 75],
    [None, None, "Actual", 71, 65, None],
    [None, None, "Last year", 60, 61, 62],
]
MERGED = ["A2:A4", "B2:B4", "A5:A7", "B5:B7"]
ANSWERED = {ROW_KIND: {"actual": "result", "last year": ""}}


def values(made, name: str) -> list[tuple[str, str, str]]:
    rows = said(made.get(name, []))
    return [(row["indicator"], row["period"], row["value"]) for row in rows]


@pytest.mark.parametrize("answers", [{}, ANSWERED], ids=["guessed", "answered"])
def test_a_row_is_read_as_is_guessed_before_it_is_confirmed_and_alike_after(answers):
    made = applied(BLOCKS, merged=MERGED, words=answers)
    assert len(values(made.rows, "Targets")) == 6
    assert values(made.rows, "Actuals") == [
        ("LAC 61", "2009/10 Q1", "88"),
        ("LAC 61", "2009/10 Q2", "93"),
        ("LAC 62", "2009/10 Q1", "71"),
        ("LAC 62", "2009/10 Q2", "65"),
    ]


def becoming() -> dict[str, dict[str, str]]:
    layout = guessed(BLOCKS, merged=MERGED).layout
    made = applied(BLOCKS, merged=MERGED)
    shown = what_becomes(grid(BLOCKS, merged=MERGED), layout, made, FIELDS)
    return {each.letters: dict(each.cells) for each in shown}


@pytest.mark.parametrize(
    ("column", "written", "becomes"),
    [
        ("B", "Reviews held", "Reviews held"),
        ("C", "Target", "a target"),
        ("C", "Actual", "result (a guess: confirm it below)"),
        ("C", "Last year", "nothing yet: say below what it means"),
        ("D", "90", "90"),
        ("D", "88", "88"),
        ("D", "80", "nothing yet: say below what it means"),
        ("F", "93", "93"),
    ],
)
def test_the_preview_calls_nothing_left_out_that_is_read(column, written, becomes):
    assert becoming()[column][written] == becomes


def test_words_that_are_read_in_one_row_and_not_in_another_are_shown_as_both():
    rows: Rows = [*BLOCKS[:3], [None, None, "Last year", 88, 81, 82]]
    layout, made = guessed(rows).layout, applied(rows)
    (column,) = (
        each for each in what_becomes(grid(rows), layout, made, FIELDS) if each.letters == "D"
    )
    shown = dict(column.cells)["88"]
    assert shown == "88; elsewhere nothing yet: say below what it means"


def test_the_preview_counts_the_rows_that_are_read():
    made = applied(BLOCKS, merged=MERGED)
    reading = Reading([list_of(BLOCKS, merged=MERGED)])
    mapping = mapping_of_list(BLOCKS, words=ANSWERED)
    read = {table.name: len(table.rows) - 1 for table in apply(reading, mapping, FIELDS).tables}
    assert {each.name: each.count for each in made_of([made])} == read
    assert read["Indicators"] == 2


def told_of(rows: Rows, answers: dict) -> list[tuple[Weight, str]]:
    reading = apply(Reading([list_of(rows)]), mapping_of_list(rows, words=answers), FIELDS)
    return [(each.weight, f"{each.cell}: {each.text}") for each in reading.told]


@pytest.mark.parametrize(
    ("rows", "answers", "weight", "told"),
    [
        (
            BLOCKS,
            {},
            Weight.ERROR,
            "C4: “Last year” does not say whether the row is a target or a result",
        ),
        (BLOCKS, {}, Weight.ERROR, "C3: “Actual” does not say"),
        (
            BLOCKS,
            ANSWERED,
            Weight.NOTE,
            "C4: the figures of rows 4 and 7 are left out, as was said of “Last year”",
        ),
        (
            [*BLOCKS, [None, None, None, 1, 2, 3]],
            ANSWERED,
            Weight.WARNING,
            "C8: the figures of row 8 are left out, for nothing says whether they are targets or",
        ),
    ],
)
def test_no_row_of_figures_is_left_out_in_silence(rows, answers, weight, told):
    assert [each for each in told_of(rows, answers) if each[0] == weight and told in each[1]]


@pytest.mark.django_db
def test_the_page_shows_the_rows_that_the_check_reads(client, officer):  # noqa: F811 - the fixture
    rows: Rows = [[*BLOCKS[0], "Unit", "Good is"]]
    rows += [[*row, "number", "higher"] for row in BLOCKS[1:]]
    record = bring(client, xlsx(**{"KPI list": rows}))
    sheets, columns, meanings = steps(record)
    send(client, sheets, use_1="on")
    send(client, columns, **CONSTANTS)
    page = client.get(meanings)
    shown = {each.name: each.count for each in page.context["made"]}
    (last_year,) = (name for name, *_, key in page.context["form"].asked if key == "last year")
    send(client, meanings, right="on", **{last_year: "left out"})
    record.refresh_from_db()
    assert record.state == ImportState.CHECKED, record.preview
    new = {each["sheet"]: each["new"] for each in record.counts if each["sheet"] in shown}
    assert (new, shown) == (shown, {"Indicators": 2, "Targets": 6, "Actuals": 4})
