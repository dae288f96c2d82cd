"""Which column of a list holds the codes of its indicators, where several may."""

import pytest

from tests.workbooks.books import Rows
from tests.workbooks.others import grid
from workbooks.mapping.about import About
from workbooks.mapping.applying_sheets import apply_layout
from workbooks.mapping.becoming import what_becomes
from workbooks.mapping.fields import CODE_AND_TITLE, INDICATOR
from workbooks.mapping.guessed import Guessed
from workbooks.mapping.guessing import guess_layout
from workbooks.mapping.reading import FIELDS


def columns(heads: list[str], *rows: list[object], kept: tuple[str, ...] = ()) -> list[Guessed]:
    """What the columns seem to be, those of codes first and one of figures last."""
    figures: Rows = [[*heads, "Q1 2009/10"], *([*row, 5] for row in rows)]
    about = About("2009/10", "as you said")
    return guess_layout(grid(figures), FIELDS, first=1, last=1, about=about, kept=kept).columns


@pytest.mark.parametrize(
    ("heads", "rows", "fields"),
    [
        # A running number beside codes is none, wherever it stands.
        (["No.", "PI ref"], [[1, "NI 117"], [2, "LAC33"]], ["", INDICATOR]),
        (["PI ref", "No."], [["NI 117", 1], ["LAC33", 2]], [INDICATOR, ""]),
        (["#", "Ref"], [["1", "CYP/1a"], ["2", "CYP/1b"]], ["", INDICATOR]),
        # Codes under a heading that does not say so, or that begin a title.
        (["No.", "BVPI"], [[1, "NI 117"], [2, "LAC33"]], ["", INDICATOR]),
        (["No.", "Indicator"], [[1, "NI 117 NEET"], [2, "LAC33 Visits"]], ["", CODE_AND_TITLE]),
        # Nothing better is there: it stays, and what is wrong with it is told at its cells.
        (["No.", "Indicator"], [[1, "NEET"], [2, "Visits"]], [INDICATOR, "Indicators.title"]),
    ],
)
def test_the_column_whose_values_are_codes_holds_the_codes(heads, rows, fields):
    assert [each.use.field for each in columns(heads, *rows)][:2] == fields


@pytest.mark.parametrize(
    ("kept", "fields"), [((), [INDICATOR, ""]), (("LAC 07",), ["", INDICATOR])]
)
def test_of_two_columns_of_codes_that_of_codes_that_are_here_counts(kept, fields):
    found = columns(["Ref", "PI no."], ["KPI 01", "LAC 07"], kept=kept)
    assert [each.use.field for each in found][:2] == fields


def test_the_page_says_why_a_running_number_is_left_out():
    number = columns(["No.", "PI ref"], [1, "NI 117"])[0]
    assert number.reason == (
        "“No.” may be the code, and what stands under “PI ref” looks more like the codes of "
        "indicators"
    )


def test_a_code_with_its_title_names_the_indicator_of_each_figure_beside_it():
    rows: Rows = [
        ["Ref", "Q1 2009/10 actual", "Q2 2009/10 actual", "2009/10 target"],
        ["NI 63 - Stability of placements", 68, "n/a", 70],
        ["NI 71 - Missing from home", "tbc", 12, None],
    ]
    about = About("2009/10", "as you said")
    layout = guess_layout(grid(rows), FIELDS, first=1, last=1, about=about).layout
    made = apply_layout(grid(rows), layout, FIELDS)

    shown = {each.letters: each.cells for each in what_becomes(grid(rows), layout, made, FIELDS)}
    assert shown["A"] == [
        ("NI 63 - Stability of placements", "Stability of placements"),
        ("NI 71 - Missing from home", "Missing from home"),
    ]
    assert {each["code"].written for each in made.rows["Indicators"]} == {"NI 63", "NI 71"}
    for name in ("Targets", "Actuals"):
        assert all("title" not in each for each in made.rows[name])
    assert [each["indicator"].written for each in made.rows["Targets"]] == ["NI 63"]
