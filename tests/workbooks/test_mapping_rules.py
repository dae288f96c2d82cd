"""Other people's lists without a database: headings, guesses, and what becomes of each row."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets.cells import Cell, Holds, Place, parted
from sheets.problems import Weight
from tests.workbooks.others import (
    ACTIONS,
    RISKS,
    ROW_KINDS,
    WIDE,
    YEARS,
    applied,
    became,
    grid,
    guessed,
    list_of,
    mapping_of_list,
    said,
)
from workbooks.mapping.about import About, guess_about
from workbooks.mapping.applying import apply, said_once
from workbooks.mapping.applying_sheets import apply_layout
from workbooks.mapping.codes import starts_with_code
from workbooks.mapping.description import (
    Mapping,
    NotAMapping,
    folded,
    for_other_files,
    mapping_of,
)
from workbooks.mapping.fitting import fit
from workbooks.mapping.guessing import guess_headings, guess_layout
from workbooks.mapping.headings import Headings
from workbooks.mapping.periods import find_period, moved_on, quarter_of_result
from workbooks.mapping.reading import FIELDS
from workbooks.mapping.rows import RowKind, sort_rows
from workbooks.mapping.values import (
    has_unclear_comma,
    is_zero,
    read_as_figure,
    read_counts,
    with_decimal_point,
)
from workbooks.mapping.words import guess_marker, guess_word, meanings_for
from workbooks.reading.tables import Reading

GOOD_IS = ("higher", "lower", "on plan", "none")

# Periods in headings


@pytest.mark.parametrize(
    ("words", "label", "rest"),
    [
        ("Q1 2009/10", "2009/10 Q1", ""),
        ("2009/10 Q2", "2009/10 Q2", ""),
        ("Qtr 3 09/10 Actual", "2009/10 Q3", "Actual"),
        ("Actual: Quarter 4 (2009-10)", "2009/10 Q4", "Actual"),
        ("1st quarter 2009/10", "2009/10 Q1", ""),
        ("Third Quarter 2009-2010", "2009/10 Q3", ""),
        ("Apr-Jun 2009", "2009/10 Q1", ""),
        ("Jan to March 2010 outturn", "2009/10 Q4", "outturn"),
        ("Outturn 2008/09", "2008/09", "Outturn"),
        ("08/09", "2008/09", ""),
        ("Target 2010-2011", "2010/11", "Target"),
        ("Summer 2009", "2009", "Summer"),
        ("Actual as at 31 December 2009", "2009/10 Q3", "Actual"),
        ("Actual to end of March 2010", "2009/10 Q4", "Actual"),
        ("Quarter ending 30 June 09", "2009/10 Q1", ""),
    ],
)
def test_a_period_is_found_in_a_heading(words, label, rest):
    found = find_period(words)
    assert (found.label, found.rest) == (label, rest)


@pytest.mark.parametrize("words", ["Q2", "Quarter 2", "2nd quarter", "Jul - Sep"])
def test_a_quarter_without_a_year_is_one_of_the_years_that_is_said(words):
    assert find_period(words).needs_year
    assert find_period(words, "2009/10").label == "2009/10 Q2"


@pytest.mark.parametrize(
    "words",
    [
        "Ref",
        "Indicator 12",
        "2009/11",
        "NI 101",
        "Apr-Sep 2009",
        "1/12",
        "Nov 2009",
        "Actual to Nov 2009",
        "12 months to Dec 2009",
        "Year ending December 2009",
        "31/03/2010",
        "08/09/2009",
        "Printed 31/03/2010",
        "Q3b",
    ],
)
def test_what_names_no_period_is_none(words):
    assert find_period(words) is None


def test_a_figure_is_usually_reported_in_the_quarter_or_the_last_one_of_the_year():
    assert quarter_of_result("2009/10 Q2") == "2009/10 Q2"
    assert quarter_of_result("2008/09") == "2008/09 Q4"
    assert quarter_of_result("2009") == "2009/10 Q4"


# Figures


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("7 of 40", (7, 40, None)),
        ("7/40", (7, 40, None)),
        ("1,204 out of 2,000", (1204, 2000, None)),
        ("7 of 40 (17.5%)", (7, 40, Decimal("17.5"))),
        ("17.5% (7/40)", (7, 40, Decimal("17.5"))),
        ("40", None),
        ("17.5%", None),
        ("2009/10 Q1", None),
    ],
)
def test_counts_are_read_from_words(words, counts):
    assert read_counts(Cell(words)) == counts


@pytest.mark.parametrize(
    ("words", "value", "left_away"),
    [
        ("17.8 %", "17.8%", ""),
        ("17.8 per cent", "17.8%", ""),
        ("1,204 visits", "1,204", "visits"),
        ("12.5 per 1,000", "12.5", "per 1,000"),
        ("45 days", "45 days", ""),
        ("£1,200", "£1,200", ""),
        ("-3.5", "-3.5", ""),
    ],
)
def test_a_unit_beside_a_number_stays_or_is_left_away_and_said(words, value, left_away):
    figured = read_as_figure(Cell(words))
    assert (figured.cell.value, figured.left_away) == (value, left_away)


@pytest.mark.parametrize("words", ["TBC", "n/a", "-", "about 40", "40 or so", "12,5", "> 95%"])
def test_what_is_no_figure_is_asked_about(words):
    assert read_as_figure(Cell(words)) is None


@pytest.mark.parametrize("value", [0, Decimal("0.00"), "0", "0%", "0.0", "£0"])
def test_a_zero_is_a_zero_however_written(value):
    assert is_zero(Cell(value))
    assert not is_zero(Cell("10"))
    assert not is_zero(Cell(None))


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=2))
def test_a_number_of_a_cell_is_never_changed(number):
    cell = Cell(number, percent=True)
    assert read_as_figure(cell).cell == cell


# Words


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Good is: Low", "lower"),
        ("Bigger is better", "higher"),
        ("Smaller is Better", "lower"),
        ("High", "higher"),
        ("Ascending", "higher"),
        ("Descending", "lower"),
        ("\u2191", "higher"),
        ("\u25bc", "lower"),
        ("Aim to Maximise", "higher"),
        ("On plan", "on plan"),
        ("HIGHER", "higher"),
    ],
)
def test_polarity_is_understood(words, meant):
    assert guess_word(words, "Indicators.good_is", GOOD_IS).meaning == meant


def test_a_word_that_nobody_knows_is_not_guessed():
    assert guess_word("Sideways", "Indicators.good_is", GOOD_IS) is None


@pytest.mark.parametrize(
    ("words", "field", "meant"),
    [
        ("-", "Actuals.value", "left out"),
        ("n/a", "Actuals.value", "not available"),
        ("N/A", "Targets.value", "left out"),
        ("TBC", "Targets.value", "to be agreed"),
        ("tbc", "Actuals.value", "left out"),
        ("*", "Actuals.value", "marker"),
        ("not due", "Actuals.value", "left out"),
        ("Nil", "Actuals.value", "zero"),
        ("..", "Actuals.value", "not available"),
        ("Not set", "Targets.value", "not set"),
    ],
)
def test_a_marker_has_a_likely_meaning_with_a_reason(words, field, meant):
    guess = guess_marker(words, field)
    assert guess.meaning == meant
    assert guess.reason


@given(st.text(max_size=12), st.sampled_from(["Actuals.value", "Targets.value", "Actuals.low"]))
def test_no_marker_is_guessed_to_mean_what_cannot_be_chosen(words, field):
    guess = guess_marker(words, field)
    assert guess is None or guess.meaning in dict(meanings_for(field))


def test_a_code_is_parted_from_the_title_after_it():
    assert starts_with_code("NI 101 – GCSEs") == ("NI 101", "GCSEs")
    assert starts_with_code("NI101: GCSEs") == ("NI101", "GCSEs")
    assert starts_with_code("GCSEs of NI 101") is None


# An indicator in more than one row


def test_what_is_said_again_of_an_indicator_is_one_row_and_what_differs_is_two():
    def row(code, **more):
        return {name: Cell(value) for name, value in {"code": code, **more}.items()}

    rows = [
        row("LAC 01", title="Health checks", unit="percentage"),
        row("LAC 02", title="Clubs"),
        row("LAC 01", title="Health  checks"),
        row("LAC 02", title="Clubs for boys"),
        row("LAC 01", title="Health checks", good_is="higher"),
    ]
    assert said_once(rows) == [rows[0], rows[1], rows[3], rows[4]]


# Commas and points in figures


@pytest.mark.parametrize(
    ("words", "may_be_either", "plain"),
    [("17,9", False, "17.9"), ("17,9 %", False, "17.9 %"), ("1.234,5", False, "1234.5"),
     ("-0,25", False, "-0.25"), ("1,234", True, "1.234"), ("£ 17,95", False, "£17.95")],
)  # fmt: skip
def test_a_comma_that_may_be_a_decimal_sign_is_known(words, may_be_either, plain):
    assert has_unclear_comma(Cell(words), may_be_either=may_be_either)
    assert with_decimal_point(Cell(words)).value == plain


@pytest.mark.parametrize("words", ["1,234", "12,345 visits", "17.9", "n/a, see note", "7 of 1,200"])
def test_a_comma_that_parts_thousands_is_clear(words):
    assert not has_unclear_comma(Cell(words), may_be_either=False)


COMMAS = [["Ref", "Q3 2009/10"], ["LAC 05", "17,9"], ["LAC 06", "1.234"], ["LAC 07", "83.25"]]


def test_a_decimal_comma_is_asked_about_and_no_figure_until_then():
    made = applied(COMMAS)
    assert [each.words for each in made.commas] == ["17,9"]
    assert said(made.rows["Actuals"])[0]["value"] == "?"
    trouble = made.rows["Actuals"][0]["value"].trouble
    assert trouble.endswith("whether it is a decimal sign, or write 17.9 if it is")


def test_where_commas_are_decimal_signs_a_point_that_may_part_thousands_is_asked_about_too():
    made = applied(COMMAS, commas={2: "decimal sign"})
    assert [each.words for each in made.points] == ["1.234"]
    assert [each["value"] for each in said(made.rows["Actuals"])] == ["17.9", "?", "83.25"]
    for meaning, figure in (("parts thousands", "1234"), ("decimal sign", "1.234")):
        again = applied(COMMAS, commas={2: "decimal sign"}, points={2: meaning})
        values = [each["value"] for each in said(again.rows["Actuals"])]
        assert values == ["17.9", figure, "83.25"]
        assert "KPI list!B2: “17,9” is read as 17.9" in [str(each) for each in again.told]


def test_all_signs_of_a_list_are_asked_about_at_once():
    rows = [
        ["Ref", "Quarter", "Actual", "Target"],
        ["LAC 05", "2009/10 Q1", "17,9", "96,5"],
        ["LAC 06", "2009/10 Q1", "1.234", "1.500"],
        ["LAC 07", "2009/10 Q1", "83.25", "2"],
    ]
    made = applied(rows)
    assert [(each.column, each.words) for each in made.commas] == [(3, "17,9"), (4, "96,5")]
    assert [(each.column, each.words) for each in made.points] == [(3, "1.234"), (4, "1.500")]
    assert {each.column for each in made.targets} == {4}
    answered = {"commas": {3: "decimal sign", 4: "decimal sign"}, "targets": {4: "quarter"}}
    points = {3: "parts thousands", 4: "decimal sign"}
    again = applied(rows, points=points, **answered)
    assert (again.commas, again.points, again.targets) == ([], [], [])
    assert [each["value"] for each in said(again.rows["Actuals"])] == ["17.9", "1234", "83.25"]
    assert [each["value"] for each in said(again.rows["Targets"])] == ["96.5", "1.500", "2"]


def test_where_no_comma_is_unclear_a_point_is_a_decimal_sign_and_not_asked_about():
    assert applied([COMMAS[0], ["LAC 06", "1.234"]]).points == []


def test_of_many_decimal_commas_in_a_column_it_is_said_once_how_they_are_read():
    rows = [COMMAS[0], *([f"LAC {number:02}", f"{number},5"] for number in range(1, 9))]
    told = [str(each) for each in applied(rows, commas={2: "decimal sign"}).told]
    assert told == [
        "KPI list!B2: “1,5” is read as 1.5, and every such comma in its column alike (and 7 more)"
    ]


def test_what_is_said_of_a_comma_holds_for_every_one_in_its_column():
    rows = [COMMAS[0], ["LAC 05", "17,9"], ["LAC 06", "1,234"]]
    made = applied(rows, commas={2: "decimal sign"})
    assert [each["value"] for each in said(made.rows["Actuals"])] == ["17.9", "1.234"]
    assert [str(each) for each in made.told] == [
        "KPI list!B2: “17,9” is read as 17.9, and every such comma in its column alike (and 1 more)"
    ]
    # The mapping is used again in a quarter in which it is the only one.
    assert [
        each["value"]
        for each in said(applied([rows[0], rows[2]], commas={2: "decimal sign"}).rows["Actuals"])
    ] == ["1.234"]


def test_a_comma_that_is_a_slip_is_told_at_its_cell():
    made = applied(COMMAS, commas={2: "parts thousands"})
    assert not made.commas
    assert [each["value"] for each in said(made.rows["Actuals"])] == ["?", "1.234", "83.25"]


def test_a_mark_that_stands_for_no_figure_is_said():
    made = applied(WIDE, markers={"Actuals.value": {"-": "left out"}, "Targets.value": {}})
    told = [str(each) for each in made.told]
    assert "KPI list!G7: “-” stands for no figure, and is left out (and 3 more)" in told


def test_what_is_said_of_a_single_figure_is_not_kept_for_other_files():
    mapping = mapping_of_list(WIDE)
    mapping.layouts[0].markers = {
        "Actuals.value": {"approx 84": "left out", "17,9": "left out", "-": "left out",
                          "<5": "marker"},
    }  # fmt: skip
    kept = for_other_files(mapping)
    assert kept.layouts[0].markers == {"Actuals.value": {"-": "left out", "<5": "marker"}}
    assert len(mapping.layouts[0].markers["Actuals.value"]) == 4


# Headings


def test_the_row_of_headings_is_found_below_titles():
    found = guess_headings(grid(WIDE))
    assert (found.first, found.last) == (4, 4)
    assert "11 of its headings are known" in found.reason


def test_headings_in_three_rows_are_read_together():
    rows = [
        ["Ref", "Measure", "2009/10", None, None, None],
        [None, None, "Q2", None, "Q3", None],
        [None, None, "Target", "Actual", "Target", "Actual"],
        ["LAC 11", "Clubs", 140, 141, 80, 89],
    ]
    merged = ["C1:F1", "C2:D2", "E2:F2"]
    assert list(became(rows, merged=merged).values())[2:] == [
        "Targets.value 2009/10 Q2", "Actuals.value 2009/10 Q2",
        "Targets.value 2009/10 Q3", "Actuals.value 2009/10 Q3",
    ]  # fmt: skip
    assert guess_headings(grid(rows, merged=merged)).reason.startswith("rows 1 to 3, for")


def test_headings_in_two_rows_are_read_together():
    rows = [
        ["Report"],
        ["Ref", "Indicator", "Performance 2009/10", None, "Comments"],
        [None, None, "Q1", "Q2", None],
        ["LAC 01", "Checks", 1, 2, "Well"],
    ]
    merged = ["A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"]
    assert guess_headings(grid(rows, merged=merged))[:2] == (2, 3)
    assert became(rows, merged=merged) == {
        "Ref": "indicator",
        "Indicator": "Indicators.title",
        "Performance 2009/10 Q1": "Actuals.value 2009/10 Q1",
        "Performance 2009/10 Q2": "Actuals.value 2009/10 Q2",
        "Comments": "Actuals.why",
    }


TWO_ROWS = [
    ["Corporate scorecard 2009/10"],
    ["Ref", "Measure", "Q1 2009/10", None, None, "Q2 2009/10", None, None],
    [None, None, "Target", "Actual", "RAG", "Target", "Actual", "RAG"],
    ["LAC 01", "Checks", 90, 85, "A", 91, 92, "G"],
    ["LAC 02", "Tuition", 10, 12, "G", 25, 24, "A"],
    ["Education"],
    ["Ref", "Measure", "Target", "Actual", "RAG", "Target", "Actual", "RAG"],
    ["LAC 03", "Visits", 5, 6, "G", 5, 4, "R"],
]


@pytest.mark.parametrize("merged", [["A2:A3", "B2:B3", "C2:E2", "F2:H2"], []])
def test_headings_in_two_rows_are_not_passed_over_for_a_fuller_row_below_figures(merged):
    assert guess_headings(grid(TWO_ROWS, merged=merged))[:2] == (2, 3)
    figures = said(applied(TWO_ROWS, merged=merged).rows["Actuals"])
    assert [(each["indicator"], each["period"], each["value"]) for each in figures] == [
        ("LAC 01", "2009/10 Q1", "85"),
        ("LAC 01", "2009/10 Q2", "92"),
        ("LAC 02", "2009/10 Q1", "12"),
        ("LAC 02", "2009/10 Q2", "24"),
        ("LAC 03", "2009/10 Q1", "6"),
        ("LAC 03", "2009/10 Q2", "4"),
    ]


def test_of_two_tables_the_headings_of_the_first_are_taken_though_those_of_the_second_say_more():
    assert guess_headings(grid(TWO_TABLES))[:2] == (1, 1)


def test_a_group_over_several_columns_is_carried_where_a_table_of_text_cannot_merge():
    rows = [
        ["", "", "2008/09", "", "2009/10", ""],
        ["Ref", "Indicator", "Q3", "Q4", "Q1", "Q2"],
        ["LAC 01", "Checks", 1, 2, 3, 4],
    ]
    assert list(became(rows))[2:] == ["2008/09 Q3", "2008/09 Q4", "2009/10 Q1", "2009/10 Q2"]


def test_a_sheet_without_anything_like_headings_has_none():
    assert guess_headings(grid([["Only a title"], [], ["and a line"]])) is None


def test_the_quarter_a_file_is_about_is_found_with_its_place():
    about = guess_about(grid(WIDE), Headings(4, 4, ""), "kpi.xlsx")
    assert about.quarter == "2009/10 Q2"
    assert about.reason == "“Performance report 2009/10, Quarter 2” in KPI list!A2"
    assert guess_about(grid(YEARS), None, "kpi_2009-10_Q3.xlsx").period == "2009/10 Q3"
    assert guess_about(grid(YEARS), None, "kpi.xlsx").period == ""


# Guesses


def test_a_wide_list_is_understood():
    assert became(WIDE) == {
        "Ref": "indicator",
        "Indicator": "Indicators.title",
        "Good is": "Indicators.good_is",
        "Target 2009/10": "Targets.value 2009/10",
        "Q1": "Actuals.value 2009/10 Q1",
        "Q2": "Actuals.value 2009/10 Q2",
        "Q3": "Actuals.value 2009/10 Q3",
        "Q4": "Actuals.value 2009/10 Q4",
        "RAG": "",
        "Comments": "Actuals.why 2009/10 Q2",
        "Unit": "Indicators.unit",
    }


def test_years_side_by_side_are_understood():
    assert became(YEARS) == {
        "Performance measure": "code and title",
        "Polarity": "Indicators.good_is",
        "2007/08": "Actuals.value 2007/08",
        "2008/09": "Actuals.value 2008/09",
        "2009/10 target": "Targets.value 2009/10",
        "2010/11 target": "Targets.value 2010/11",
    }


def test_cumulative_columns_beside_those_of_each_quarter_are_left_out_with_a_reason():
    heads = ["Ref", "Q1 2009/10", "Q2 2009/10", "Q1 2009/10 cumulative", "Q2 2009/10 cumulative"]
    rows = [heads, ["LAC 02", 12, 12, 12, 24]]
    assert list(became(rows).values())[1:] == ["Actuals.value 2009/10 Q1",
                                               "Actuals.value 2009/10 Q2", "", ""]  # fmt: skip
    assert "is worked out here" in guessed(rows).columns[4].reason
    alone = [["Ref", *heads[3:]], ["LAC 02", 12, 24]]
    assert list(became(alone).values())[1:] == ["Actuals.value 2009/10 Q1",
                                                "Actuals.value 2009/10 Q2"]  # fmt: skip


def test_figures_are_not_taken_for_words_whatever_their_heading_says():
    rows = [["Ref", "Indicator", "Cumulative", "Status"], ["LAC 02", "Tuition", 24, "G"]]
    assert became(rows)["Cumulative"] != "Indicators.accumulation"


@pytest.mark.parametrize("heading", ["Actual Nov 2009", "Nov-09 actual", "November actual"])
def test_a_month_among_other_words_is_not_taken_for_the_quarter_of_the_file(heading):
    rows = [["Quarter 3 2009/10"], [], ["Ref", "Measure", heading], ["LAC 02", "Tuition", 12]]
    (found,) = guessed(rows).columns[2:]
    assert not found.use.field
    assert "is a month, and figures are kept for quarters and years" in found.reason


def test_words_that_are_also_months_are_none():
    rows = [["Ref", "Actual (may be revised)"], ["LAC 02", 12]]
    assert became(rows)["Actual (may be revised)"] == "Actuals.value"


def test_quarters_that_are_named_as_seen_from_the_files_own_are_known():
    heads = ["Ref", "This quarter", "Prev Qtr", "Same quarter last year"]
    rows = [["Quarter 1 2009/10"], [], heads, ["LAC 02", 12, 9, 8]]
    assert list(became(rows).values())[1:] == [
        "Actuals.value 2009/10 Q1", "Actuals.value 2008/09 Q4", "Actuals.value 2008/09 Q1",
    ]  # fmt: skip
    unknown = guessed(rows[2:]).columns[1]
    assert (unknown.use.field, unknown.reason) == (
        "", "“This quarter” names no year: say which file this is"
    )  # fmt: skip


def test_a_heading_of_two_periods_is_not_guessed():
    rows = [["Ref", "Q3 2009/10 previous year"], ["LAC 11", 89]]
    assert became(rows)["Q3 2009/10 previous year"] == ""


def test_the_total_of_a_quarter_is_its_figure():
    rows = [["Ref", "Oct-09", "Nov-09", "Dec-09", "Q3 2009/10 total"], ["LAC 11", 30, 29, 30, 89]]
    assert list(became(rows).values())[1:] == ["", "", "", "Actuals.value 2009/10 Q3"]


def test_how_many_there_are_is_no_name_of_a_cohort():
    rows = [["Ref", "Q3 2009/10 actual", "Cohort"], ["NI 99", 40, 41], ["NI 100", 38, 42]]
    assert became(rows)["Cohort"] != "Indicators.cohort"


def test_what_is_said_of_indicators_is_not_taken_for_what_plans_say():
    rows = [["Priority", "Ref", "Q3 2009/10 actual"], ["Education", "LAC 11", 89]]
    assert became(rows)["Priority"] == ""


def test_counts_are_no_words_about_counts_and_are_about_the_period_of_the_result():
    rows = [["Ref", "Q3 2009/10 actual", "Numerator", "Denominator"], ["LAC 08", None, 12, 20]]
    assert list(became(rows).values())[1:] == [
        "Actuals.value 2009/10 Q3",
        "Actuals.numerator 2009/10 Q3",
        "Actuals.denominator 2009/10 Q3",
    ]
    both = [["Ref", "Q3 2009/10 actual", "Num / denom"], ["LAC 08", "60%", "12/20"]]
    assert became(both)["Num / denom"] == "counts 2009/10 Q3"
    words = [["Code", "Numerator"], ["LAC 08", "Children seen"]]
    assert became(words)["Numerator"] == "Indicators.numerator_words"


@pytest.mark.parametrize("month", ["Oct-09", "October 2009", "Oct '09", date(2009, 10, 1)])
def test_a_month_is_no_quarter_and_no_year(month):
    found = guessed([["Ref", "Measure", month], ["LAC 02", "Tuition", 12]]).columns[2]
    assert not found.use.field
    assert "is a month, and figures are kept for quarters and years" in found.reason


@pytest.mark.parametrize(
    ("title", "field"),
    [("LAA targets", "Targets.value"), ("Targets and actuals", "Actuals.value"),
     ("Performance against target", "Actuals.value"), ("LAA indicators", "Actuals.value")],
)  # fmt: skip
def test_what_stands_under_mere_years_is_targets_where_the_title_says_so(title, field):
    rows = [[title], ["PI", "Title", "2009/10", "2010/11"], ["NI 101", "GCSEs", 15, 17.8]]
    assert list(became(rows).values())[2:] == [f"{field} 2009/10", f"{field} 2010/11"]


def test_actions_and_risks_are_understood():
    assert became(ACTIONS) == {
        "No.": "action",
        "Action": "Actions.action",
        "By whom": "Actions.who",
        "By when": "Actions.when",
        "RAG status": "Action updates.status",
        "Progress update": "Action updates.commentary",
    }
    assert became(RISKS) == {
        "Risk no.": "risk",
        "Risk description": "Risks.risk",
        "Mitigation": "Risks.how_managed",
        "Risk owner": "Risks.owner",
        "Impact": "Risk assessments.impact",
        "Likelihood": "Risk assessments.likelihood",
    }


def test_quarters_of_an_unknown_year_are_not_guessed():
    found = guessed(WIDE[3:])
    reasons = {each.use.heading: each.reason for each in found.columns if not each.use.field}
    assert reasons["Q1"] == "“Q1” names no year: say which file this is"


@pytest.mark.parametrize("heading", ["YTD", "Year to date", "YTD 2009/10", "Cumulative YTD"])
def test_the_year_to_date_beside_its_quarters_is_left_out_and_that_is_said(heading):
    rows = [
        ["Ref", "Measure", "Q1 2009/10", "Q2 2009/10", heading],
        ["LAC 01", "Checks", 70, 80, 75],
        ["LAC 02", "Tuition", 5, 6, 11],
    ]
    last = guessed(rows).columns[-1]
    assert last.use.field == ""
    assert last.reason == f"“{heading}” is of the quarters beside it, and is worked out here"


def test_a_year_to_date_alone_is_the_figure():
    rows = [["Ref", "Measure", "YTD 2009/10"], ["LAC 01", "Checks", 70], ["LAC 02", "Tuition", 5]]
    assert guessed(rows).columns[-1].use.field == "Actuals.value"


def test_months_under_a_year_are_its_quarters():
    rows = [
        ["Ref", "Name", "2009/10", None, None, None],
        [None, None, "Apr - Jun", "Jul - Sep", "Oct - Dec", "Jan - Mar"],
        ["LAC 11", "Clubs", 70, 80, 89, 90],
    ]
    assert list(became(rows).values())[2:] == [
        f"Actuals.value 2009/10 Q{number}" for number in (1, 2, 3, 4)
    ]


@pytest.mark.parametrize(("words", "label"), [("Jan-Mar 2009/10", "2009/10 Q4"),
                                              ("2009/10 Jan - Mar", "2009/10 Q4"),
                                              ("Jan-Mar 2009", "2008/09 Q4")])  # fmt: skip
def test_months_beside_a_financial_year_are_in_it(words, label):
    assert find_period(words).label == label


KEPT = ("LAC 11", "NI 101", "LAC 02")


@pytest.mark.parametrize(
    ("cells", "kept", "field"),
    [
        (["LAC11", "L.A.C. 06", "NI101", "lac 2", "(local)", "x"], KEPT, "indicator"),
        (["LAC11", "L.A.C. 06", "NI101", "lac 2", "(local)", "x"], (), "Indicators.title"),
        (["LAC11 Clubs", "NI101: GCSEs", "lac 2 Tuition", "Clubs"], KEPT, "code and title"),
        (["Q1 2009/10", "Q2 2009/10"], KEPT, "Indicators.title"),
    ],
)
def test_codes_are_known_however_written_above_all_those_that_are_here(cells, kept, field):
    sheet = grid([["Indicator", "Q3 2009/10 actual"], *([each, 5] for each in cells)])
    found = guess_layout(sheet, FIELDS, first=1, last=1, about=About(), kept=kept)
    assert found.columns[0].use.field == field


def test_titles_of_sections_and_headings_once_more_do_not_hide_that_there_are_codes():
    head = ["Indicator", "Q3 2009/10 actual"]
    rows = [head, ["Health"], ["LAC 01", 5], ["Education"], head, ["LAC 02", 6], ["Care"]]
    assert became(rows)["Indicator"] == "indicator"


def test_indicators_side_by_side_are_told_to_be_turned():
    rows = [["Measure", "LAC 11", "LAC 02"], ["Q1 2009/10", 70, 12], ["Q2 2009/10", 80, 25]]
    found = guessed(rows).columns
    assert [each.use.field for each in found] == ["Indicators.title", "", ""]
    assert "turn the sheet in the file (copy, then Paste special, Transpose)" in found[1].reason
    months = guessed([["Ref", "Sep-09", "Dec-09", "Mar-10 target"], ["LAC 11", 1, 2, 3]]).columns
    assert all("is a month" in each.reason for each in months[1:])


def test_a_status_beside_indicators_is_a_judgement_and_no_action_s():
    rows = [["PI", "Q3 2009/10 Actual", "Status"], ["LAC 11", 89, "G"], ["LAC 02", 34, "A"]]
    assert became(rows)["Status"] == ""


def test_num_and_den_are_the_counts():
    rows = [["Ref", "Q3 2009/10 Num", "Q3 2009/10 Den"], ["LAC 06", 112, 137]]
    assert list(became(rows).values())[1:] == [
        "Actuals.numerator 2009/10 Q3", "Actuals.denominator 2009/10 Q3",
    ]  # fmt: skip


def test_every_guess_has_its_reason():
    for rows in (WIDE, YEARS, ROW_KINDS, ACTIONS, RISKS):
        assert all(each.reason for each in guessed(rows).columns)


def test_a_column_without_a_heading_that_holds_codes_is_known_by_them():
    rows = [["", "Indicator", "Target 2009/10"], ["LAC 01", "Checks", 1], ["LAC 02", "Tuition", 2]]
    found = guessed(rows).columns[0]
    assert (found.use.field, found.reason) == ("indicator", "most of its cells are codes")


def test_the_second_column_that_looks_like_the_same_is_left_out():
    rows = [["Ref", "Comments", "Comments", "Q1 2009/10"], ["LAC 01", "a", "b", 1]]
    assert [each.use.field for each in guessed(rows).columns][1:3] == ["Actuals.why", ""]


# What becomes of the rows


def test_rows_that_are_no_data_are_left_out_and_said():
    layout = guessed(WIDE).layout
    kinds = {each.number: each.kind for each in sort_rows(grid(WIDE), layout)}
    assert kinds == {
        5: RowKind.SECTION,
        6: RowKind.DATA,
        7: RowKind.DATA,
        8: RowKind.HEADINGS,
        9: RowKind.DATA,
        10: RowKind.TOTAL,
        11: RowKind.NOTE,
    }
    told = [str(each) for each in applied(WIDE).told]
    assert "KPI list!A10: row 10 is left out, as a total" in told
    assert "KPI list!A8: row 8 is left out, as the headings, once more" in told
    assert "KPI list: these columns are left out: RAG" in told


def test_figures_without_a_code_are_left_out_with_a_warning():
    rows = [*WIDE[:7], [None, "No code", "High", 1, 2, 3, 4, 5]]
    warned = [str(each) for each in applied(rows).told if each.weight == Weight.WARNING]
    assert warned == [
        "KPI list!A8: row 8 is left out, for there is no code in it: write it in the file, or, "
        "where it is that of the row above, say with the columns that a blank code repeats it"
    ]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        # However it begins, or where else nothing stands: figures are no note.
        ([None, "(a) English", "Low", 20, 21], RowKind.NAMELESS),
        ([None, "* Maths", None, None, None, "31%"], RowKind.NAMELESS),
        ([None, "Note the rise", "Low", None, "7 of 40"], RowKind.NAMELESS),
        (["Notes", None, None, 3, 4], RowKind.NAMELESS),
        ([None, None, None, None, 131], RowKind.NAMELESS),
        # Figures that stand in no column of figures are a note's.
        ([None, "(a) In 2009 there were fewer", 12], RowKind.NOTE),
        (["Note", "revised", None, None, "see below"], RowKind.NOTE),
        (["Total", None, None, None, 131], RowKind.TOTAL),
        (["LAC 09", "* Maths", "Low", 20, 21], RowKind.DATA),
    ],
)
def test_a_row_of_figures_without_a_code_is_never_a_note(row, kind):
    rows = [*WIDE[:7], row]
    assert sort_rows(grid(rows), guessed(WIDE).layout)[-1].kind == kind


def test_rows_of_figures_without_a_code_are_named_with_what_to_do():
    rows = [*WIDE[:7], [None, "(a) English", "Low", 20, 21], [None, "(b) Maths", "Low", 30, 31]]
    (told,) = (each for each in applied(rows).told if each.weight == Weight.WARNING)
    assert str(told).startswith(
        "KPI list!A8: rows 8, 9 are left out, for there is no code in them: write it in the file"
    )


TWO_TABLES = [
    ["Ref", "Measure", "Q3 2009/10 Actual", "Target 2009/10"],
    ["LAC 01", "Checks", 85, 90],
    ["LAC 02", "Tuition", 12, 15],
    ["Ref", "Measure", "Target 2009/10", "Q3 2009/10 Actual", "Good is", "Frequency"],
    ["LAC 03", "Visits", 40, 38, "High", "Quarterly"],
    ["Ref", "Measure", "Q3 2009/10 Actual", "Target 2009/10"],
    ["LAC 04", "Days", 7, 8],
]


def test_figures_above_the_headings_are_told_and_can_be_read_all_the_same():
    rows = [["LAC 04", "Days", 7, 8], *TWO_TABLES[:3]]
    made = applied(rows)
    assert [str(each) for each in made.told if each.weight == Weight.WARNING] == [
        "KPI list!A1: row 1 is left out, for it stands above the headings: if that is "
        "wrong, say in which row the headings are"
    ]
    again = applied(rows, read_anyway=["lac 04 | days"])
    assert "LAC 04" in [row["indicator"].written for row in again.rows["Actuals"]]
    assert (
        "KPI list!A1: row 1 is read, as was ticked, and would else be left out: above the headings"
    ) in map(str, again.told)


def test_figures_above_the_headings_that_have_headings_of_their_own_are_never_read_by_these():
    layout = replace(guessed(TWO_TABLES).layout, first=4, last=4)
    sheet = grid(TWO_TABLES)
    ticked = ["lac 01 | checks", "lac 02 | tuition"]
    for read_anyway in ([], ticked):
        made = apply_layout(sheet, replace(layout, read_anyway=read_anyway), FIELDS)
        warned = [str(each) for each in made.told if each.weight == Weight.WARNING]
        assert warned[0] == (
            "KPI list!A2: rows 2, 3 are left out, for they stand above the headings and under "
            "others: bring that table in a sheet of its own, or say in which row the headings are"
        )
        assert [row["indicator"].written for row in made.rows["Actuals"]] == ["LAC 03"]


def test_headings_once_more_among_targets_do_not_make_of_them_what_a_row_is():
    one, other = ["Ref", "Target", "Actual"], ["Ref", "Actual", "Target"]
    rows = [["Quarter 3 2009/10"], [], one, ["LAC 11", 80, 89], other, ["LAC 01", 91, 90], one,
            ["LAC 03", 10, 12]]  # fmt: skip
    assert list(became(rows).values())[1:] == ["Targets.value", "Actuals.value 2009/10 Q3"]
    assert [row["indicator"].written for row in applied(rows).rows["Actuals"]] == [
        "LAC 11", "LAC 03",
    ]  # fmt: skip


def test_what_stands_under_other_headings_is_not_read_by_the_first_ones():
    made = applied(TWO_TABLES)
    read = [row["indicator"].written for row in made.rows["Actuals"]]
    assert read == ["LAC 01", "LAC 02", "LAC 04"]
    warned = [str(each) for each in made.told if each.weight == Weight.WARNING]
    assert warned == [
        "KPI list!A5: row 5 is left out, for it stands under headings that are not the first "
        "ones: bring that table in a sheet of its own"
    ]


def test_nobody_can_have_rows_read_by_headings_that_are_not_theirs():
    ticked = [folded("Ref | Measure"), folded("LAC 03 | Visits")]
    made = applied(TWO_TABLES, read_anyway=ticked)
    assert [row["indicator"].written for row in made.rows["Actuals"]] == [
        "LAC 01", "LAC 02", "LAC 04",
    ]  # fmt: skip


def test_rows_under_a_title_that_names_another_period_are_not_read_as_of_the_columns():
    rows = [
        ["Performance 2009/10"],
        ["Ref", "Q2", "Q3", "Target"],
        ["2009/10"],
        ["LAC 11", 141, 89, 320],
        ["Health"],
        ["LAC 01", 80, 85, 90],
        ["2010/11"],
        ["LAC 02", None, None, 330],
        ["Quarter 3"],
        ["LAC 04", None, None, 50],
        ["2009/10, Quarter 3"],
        ["LAC 03", None, 12, None],
    ]
    made = applied(rows, targets={4: "year"})
    read = {row["indicator"].written for name in ("Actuals", "Targets") for row in made.rows[name]}
    assert read == {"LAC 11", "LAC 01", "LAC 03"}
    assert (
        "KPI list!A8: rows 8, 10 are left out, for a title above them names another period than "
        "the columns: bring them in a sheet of their own"
    ) in [str(each) for each in made.told if each.weight == Weight.WARNING]


def test_a_block_for_each_quarter_is_not_read_as_of_the_first_ones():
    head = ["Ref", "Measure", "Actual"]
    rows = [
        ["Performance 2009/10, Quarter 2"], [], head, ["LAC 11", "Clubs", 141],
        ["Quarter 3"], head, ["LAC 03", "Mentors", 12],
    ]  # fmt: skip
    assert [row["indicator"].written for row in applied(rows).rows["Actuals"]] == ["LAC 11"]


def test_where_rows_name_their_own_periods_a_title_says_nothing_of_them():
    rows = [["Ref", "Period", "Actual"], ["2008/09"], ["LAC 11", "Q3 2009/10", 89]]
    assert len(applied(rows).rows["Actuals"]) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["Ref", "Target", "Actual"], ["Ref", "Actual", "Target"]),
        (["Ref", "Target", "Actual"], ["Ref", "2008/09", "2009/10"]),
        (["Ref", "Target", "Actual"], ["Code", "Outturn 2008/09", "Target 2009/10"]),
        (["Ref", "Target", "Actual"], ["PI", "Actual", "Target"]),
        (["Ref", "Target", "Actual"], ["Target", "Actual", "Ref"]),
    ],
)
def test_headings_further_down_are_known_whichever_of_them_are_the_same(first, second):
    rows = [["Quarter 3 2009/10"], [], first, ["LAC 01", 90, 85], [], ["Health"], second,
            ["LAC 11", 89, 80]]  # fmt: skip
    whose = {first.index("Target") + 1: "year"}
    made = applied(rows, read_anyway=["lac 11"], targets=whose)
    assert {row["indicator"].written for each in ("Targets", "Actuals")
            for row in made.rows[each]} == {"LAC 01"}  # fmt: skip
    assert any("row 8 is left out" in each.text for each in made.told)


def test_a_table_beside_the_first_is_not_left_out_without_being_asked_about():
    heads = ["Ref", "Q3 2009/10 Actual"]
    rows = [[*heads, None, *heads], ["LAC 02", 34, None, "LAC 11", 88]]
    warned = [str(each) for each in applied(rows).told if each.weight == Weight.WARNING]
    assert warned == [
        "KPI list!D1: “Ref” is here once more, with codes under it, and is left out with what is "
        "beside it: bring that table in a sheet of its own"
    ]


def test_a_table_beside_the_first_is_known_by_its_codes_and_one_code_said_twice_is_none():
    heads = ["Q3 2009/10 Actual", None]
    rows = [["Ref", *heads, "PI code", "Q3 2009/10 Actual"], ["LAC 02", 34, None, "LAC 11", 88]]
    warned = [str(each) for each in applied(rows).told if each.weight == Weight.WARNING]
    assert warned == [
        "KPI list!D1: “PI code” is here, with codes under it, and is left out with what is beside "
        "it: bring that table in a sheet of its own"
    ]
    same = [["Ref", *heads, "Indicator"], ["LAC 02", 34, None, "LAC 02 Tuition"]]
    layout = guessed(same).layout
    uses = [use for use in layout.uses if use.column < 3]
    assert not [each for each in applied(same, uses=uses).told if each.weight == Weight.WARNING]


def test_a_row_that_looks_like_a_total_is_read_where_a_person_says_so():
    rows = [*WIDE[:6], ["Total absence", "Days missed", "Low", 5, 3, 2]]
    assert len(applied(rows).left_out) == 2
    again = applied(rows, read_anyway=[folded("Total absence | Days missed")])
    assert [row["indicator"].written for row in again.rows["Targets"]] == [
        "LAC 01",
        "Total absence",
    ]


def test_a_wide_list_becomes_a_long_one():
    made = applied(
        WIDE, markers={"Actuals.value": {"-": "left out"}}, zeros={7: "no data", 8: "no data"}
    )
    assert said(made.rows["Actuals"]) == [
        {
            "indicator": "LAC 01",
            "period": "2009/10 Q1",
            "reported_in": "2009/10 Q1",
            "value": "80%",
        },
        {
            "indicator": "LAC 01",
            "period": "2009/10 Q2",
            "reported_in": "2009/10 Q2",
            "numerator": "7",
            "denominator": "40",
            "why": "On course",
        },
        {"indicator": "LAC 02", "period": "2009/10 Q1", "reported_in": "2009/10 Q1", "value": "12"},
        {"indicator": "LAC 02", "period": "2009/10 Q2", "reported_in": "2009/10 Q2", "value": "9"},
        {
            "indicator": "LAC 03",
            "period": "2009/10 Q1",
            "reported_in": "2009/10 Q1",
            "value": "1,204",
        },
        {"indicator": "LAC 03", "period": "2009/10 Q2", "reported_in": "2009/10 Q2", "value": "10"},
    ]
    assert "KPI list!E9: “visits” is left away, and the number read" in map(str, made.told)


def test_every_figure_knows_its_cell():
    made = applied(WIDE)
    places = [row["value"].origin for row in made.rows["Actuals"] if "value" in row]
    assert places[0] == Place("KPI list", "E6")
    assert made.rows["Targets"][1]["value"].origin == Place("KPI list", "D7")


def test_rows_that_say_target_or_actual_are_told_apart_and_a_blank_code_repeats_the_one_above():
    layout = guessed(ROW_KINDS).layout
    assert layout.repeats
    words = {"row kind": {"target": "target", "actual": "result"}}
    made = applied(ROW_KINDS, words=words)
    assert [
        (row["indicator"].written, row["period"].written, row["value"].written)
        for row in made.rows["Targets"]
    ] == [
        ("LAC 01", "2009/10 Q1", "80"),
        ("LAC 01", "2009/10 Q2", "85"),
        ("LAC 02", "2009/10 Q1", "10"),
        ("LAC 02", "2009/10 Q2", "12"),
    ]
    assert [row["value"].written for row in made.rows["Actuals"]] == ["78", "86", "11", "9"]
    assert made.rows["Actuals"][0]["indicator"].origin == Place("KPI list", "A2")


def test_a_code_merged_over_several_rows_stands_for_each():
    rows = [
        ["Code", "Measure", "Period", "Actual"],
        ["LAC 01", "Health checks", "2009/10 Q1", 78],
        [None, None, "2009/10 Q2", 86],
    ]
    made = applied(rows, merged=["A2:A3", "B2:B3"])
    assert [row["indicator"].written for row in made.rows["Actuals"]] == ["LAC 01", "LAC 01"]
    assert made.rows["Actuals"][1]["indicator"].origin == Place("KPI list", "A2")


def test_code_and_title_in_one_cell_become_two():
    made = applied(YEARS)
    titles = [(row["code"].written, row["title"].written) for row in made.rows["Indicators"]]
    assert titles == [
        ("NI 101", "GCSEs of looked after children"),
        ("NI 99", "Level 4 in English"),
    ]
    assert made.rows["Targets"][0]["indicator"].written == "NI 101"


def test_a_mark_without_a_meaning_is_asked_about_and_never_a_figure():
    made = applied(WIDE)
    assert {each.words for each in made.markers} == {"TBC", "-"}
    assert made.rows["Targets"][1]["value"].trouble.startswith("“TBC” is not a figure")


def test_a_mark_becomes_what_a_person_said():
    markers = {
        "Targets.value": {"tbc": "to be agreed"},
        "Actuals.value": {"-": "not available"},
    }
    made = applied(WIDE, markers=markers)
    assert made.rows["Targets"][1]["value"].written == "to be agreed"
    missing = [row for row in made.rows["Actuals"] if "not_available_because" in row]
    assert {row["standing"].written for row in missing} == {"not available"}
    assert missing[0]["not_available_because"].written == "“-” in KPI list"


def test_that_there_is_no_figure_holds_though_one_is_kept_and_its_reason_only_where_none_is():
    made = applied(WIDE, markers={"Actuals.value": {"-": "not available"}})
    row = next(each for each in made.rows["Actuals"] if "not_available_because" in each)
    assert row["standing"].holds == Holds.ALWAYS
    assert row["not_available_because"].holds == Holds.WHERE_BLANK


def test_a_zero_is_asked_about_until_somebody_says_what_it_means():
    assert {each.column for each in applied(WIDE).zeros} == {7, 8}
    kept = applied(WIDE, zeros={7: "figure", 8: "no data"})
    assert kept.zeros == []
    values = [
        row.get("value") for row in kept.rows["Actuals"] if row["period"].written == "2009/10 Q3"
    ]
    assert "0" in [cell.written for cell in values if cell]


def test_words_about_a_period_go_with_its_figure_whatever_quarter_it_was_reported_in():
    uses = [
        replace(use, period="2009/10 Q2", quarter="") if use.field == "Actuals.why" else use
        for use in guessed(WIDE).layout.uses
    ]
    rows = said(applied(WIDE, uses=uses).rows["Actuals"])
    assert [each["period"] for each in rows if each.get("why")] == ["2009/10 Q2"]


def test_words_without_a_figure_beside_them_are_told():
    rows = [WIDE[3], ["LAC 01", "Checks", "High", 90, None, None, None, None, None, "Later"]]
    layout = guessed(rows, about="2009/10 Q2").layout
    told = [str(each) for each in apply_layout(grid(rows), layout, FIELDS).told]
    assert "KPI list!J2: there is no figure beside these words, so they are left out" in told


def test_a_comparator_is_called_as_its_heading_says_but_for_the_year():
    rows = [["Ref", "England 2008/09", "Statistical neighbours 2008/09"], ["LAC 01", 5.2, 6.1]]
    made = applied(rows)
    assert [
        (row["comparator"].written, row["period"].written, row["value"].written)
        for row in made.rows["Comparators"]
    ] == [
        ("England", "2008/09", "5.2"),
        ("Statistical neighbours", "2008/09", "6.1"),
    ]


def test_actions_with_their_status_become_two_sheets():
    made = applied(ACTIONS)
    assert [row["number"].written for row in made.rows["Actions"]] == ["1", "2"]
    assert [row["quarter"].written for row in made.rows["Action updates"]] == ["2009/10 Q2"] * 2


def test_a_list_of_which_nothing_becomes_anything_is_an_error():
    made = apply(Reading([list_of([["a", "b"], ["c", "d"]])]), Mapping(), FIELDS)
    assert [each.weight for each in made.told if "no row" in each.text] == [Weight.ERROR]


CELLS = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.integers(-5, 3000),
    st.sampled_from(
        ["NI 101", "LAC 01", "7 of 40", "Total", "Q1", "2009/10", "-", "n/a", "Target"]
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=7), min_size=1, max_size=12))
def test_whatever_stands_in_a_sheet_each_of_its_cells_is_read_at_its_own_place(rows):
    table = list_of([["Ref", "Indicator", "Target 2009/10", "Q1 2009/10", "Q2 2009/10"], *rows])
    layout = guessed([["Ref", "Indicator", "Target 2009/10", "Q1 2009/10", "Q2 2009/10"]]).layout
    made = apply(Reading([table]), Mapping([layout]), FIELDS)
    there = {
        (column, number): cell for number, cells in table.rows for column, cell in cells.items()
    }
    for ours in made.tables:
        assert len({column for _, cells in ours.rows for column in cells}) == len(ours.rows[0][1])
        for _, cells in ours.rows[1:]:
            for cell in cells.values():
                if cell.origin:
                    assert parted(cell.origin.cell) in there


# Kept, and used again


def test_a_mapping_survives_being_taken_out_and_brought_back():
    mapping = mapping_of_list(
        WIDE, zeros={7: "figure"}, words={"Indicators.good_is": {"low": "lower"}}
    )
    assert mapping_of(mapping.as_data()) == mapping


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"mapping": 2, "sheets": []},
        {"mapping": 1},
        {"mapping": 1, "sheets": [{"sheet": "a", "first": 3, "last": 2, "uses": []}]},
        {"mapping": 1, "sheets": [{"sheet": "a", "first": True, "last": 2, "uses": []}]},
        {"mapping": 1, "sheets": [{"sheet": 5, "first": 1, "last": 1, "uses": []}]},
        {"mapping": 1, "sheets": [{"sheet": "a", "first": 1, "last": 1, "uses": [{"column": 0}]}]},
        {
            "mapping": 1,
            "sheets": [{"sheet": "a", "first": 1, "last": 1, "uses": [], "zeros": {"1": "x"}}],
        },
        {
            "mapping": 1,
            "sheets": [{"sheet": "a", "first": 1, "last": 1, "uses": [], "zeros": {"b": "figure"}}],
        },
    ],
)
def test_what_is_no_mapping_is_refused(data):
    with pytest.raises(NotAMapping):
        mapping_of(data)


def moved(rows):
    """The list with a column more at its beginning and a row more above its headings."""
    return [
        ["A line more"],
        *[["new" if number == 3 else None, *row] for number, row in enumerate(rows)],
    ]


def test_columns_that_moved_are_found_by_their_headings_and_said():
    mapping = mapping_of_list(WIDE)
    fitted = fit(mapping, Reading([list_of(moved(WIDE))]))
    layout = fitted.mapping.layouts[0]
    assert fitted.share == 1
    assert (layout.first, layout.uses[0].column) == (5, 2)
    assert fitted.different == [
        "the headings stand in row 5, and stood in 4",
        "these columns moved, and are found by their headings: Ref; Indicator; Good is; "
        "Target 2009/10; Q1 and 5 more",
        "these columns moved, and are not used: RAG",
        "the column new is new",
    ]


@pytest.mark.parametrize(
    ("before", "now", "label", "moved"),
    [
        ("2009/10", "2010/11", "2009/10", "2010/11"),
        ("2009/10", "2010/11", "2009/10 Q4", "2010/11 Q4"),
        ("2008/09", "2009/10", "2009/10 Q2", "2010/11 Q2"),
        ("2009/10 Q2", "2009/10 Q3", "2009/10 Q2", "2009/10 Q3"),
        ("2008", "2009", "2008", "2009"),
    ],
)
def test_a_period_moves_on_with_its_heading(before, now, label, moved):
    assert moved_on(label, before, now) == moved


def test_the_baseline_moves_on_with_its_heading_too():
    rows = [["Code", "Title", "Baseline 2008/09"], ["LAC 01", "Health checks", 12]]
    mapping = mapping_of_list(rows)
    assert mapping.layouts[0].constants["Indicators.baseline_period"] == "2008/09"
    rows[0][2] = "Baseline 2009/10"
    fitted = fit(mapping, Reading([list_of(rows)]))
    assert not fitted.missing
    assert fitted.mapping.layouts[0].constants["Indicators.baseline_period"] == "2009/10"
    assert fitted.used == [
        (
            "KPI list",
            "the column Baseline 2008/09 is called Baseline 2009/10 now: it is read as about "
            "2009/10",
        )
    ]


def test_a_column_that_is_gone_is_said():
    rows = [[cell for number, cell in enumerate(row) if number != 9] for row in WIDE]
    fitted = fit(mapping_of_list(WIDE), Reading([list_of(rows)]))
    assert fitted.missing == [("KPI list", "Comments")]
    assert fitted.is_same_shape


def test_another_list_is_not_of_the_same_shape():
    assert not fit(mapping_of_list(WIDE), Reading([list_of(RISKS)])).is_same_shape


def test_a_sheet_with_another_name_and_the_same_headings_is_the_same():
    fitted = fit(mapping_of_list(WIDE), Reading([list_of(WIDE, name="KPI Q3")]))
    assert fitted.mapping.layouts[0].sheet == "KPI Q3"
    assert fitted.different == ["the sheet KPI list is called KPI Q3 now"]


@given(st.permutations(range(11)))
@settings(max_examples=60, deadline=None)
def test_in_whatever_order_the_columns_come_the_same_is_read(order):
    markers = {"Actuals.value": {"-": "left out"}, "Targets.value": {"tbc": "to be agreed"}}
    mapping = mapping_of_list(WIDE, markers=markers, zeros={7: "no data", 8: "figure"})
    full = [[*row, *[None] * (11 - len(row))] for row in WIDE]
    shuffled = [
        row if number < 3 else [row[each] for each in order] for number, row in enumerate(full)
    ]
    fitted = fit(mapping, Reading([list_of(shuffled)]))
    rows = apply(Reading([list_of(shuffled)]), fitted.mapping, FIELDS)
    before = apply(Reading([list_of(WIDE)]), mapping, FIELDS)
    assert words_of(rows) == words_of(before)


def words_of(reading: Reading) -> list:
    """Every row as words by heading, in no order."""
    found = []
    for table in reading.tables:
        heads = {place: cell.written for place, cell in table.rows[0][1].items()}
        for _, cells in table.rows[1:]:
            found.append(
                (table.name, sorted((heads[k], replace(v).written) for k, v in cells.items()))
            )
    return sorted(found)
