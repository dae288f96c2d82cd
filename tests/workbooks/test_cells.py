"""Cells and columns: what is read is what was meant, and what is written is read back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.sheets.columns import read_figure
from periods.calendar import FinancialQuarter
from periods.sheets import day, period, quarter, read_from_cell
from plans.sheets.columns import priorities, priority, several
from sheets.cells import Cell, address, column_number, escape, tidy, unescape
from sheets.columns import lines, read_whole, text, whole, word

WORDS = text("Words", "words")
NAMES = lines("Who", "who")
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
RISKY = st.sampled_from(["=", "+", "-", "@", "\t", "\r", "'", ""])


@given(RISKY, ANY_TEXT)
def test_any_text_is_read_back_from_an_escaped_cell(beginning, rest):
    kept = WORDS.normal(beginning + rest)
    shown = WORDS.show_escaped(kept)
    assert WORDS.parse(Cell(shown)) == kept


@given(RISKY, ANY_TEXT)
def test_an_escaped_text_never_begins_as_a_formula_does(beginning, rest):
    assert not escape(beginning + rest).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text())
def test_unescape_undoes_escape(words):
    assert unescape(escape(words)) == words


@given(ANY_TEXT)
def test_names_on_lines_are_read_back(words):
    kept = NAMES.normal(words)
    assert NAMES.parse(Cell(NAMES.show_escaped(kept))) == kept


def test_names_may_be_separated_by_semicolons_or_line_breaks():
    assert NAMES.parse("Schools; Health trust\nWCVYS ;") == "Schools\nHealth trust\nWCVYS"


@given(st.integers(1, 20_000))
def test_a_column_is_found_by_its_letters(number):
    assert column_number(address(number, 7).removesuffix("7")) == number


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        pytest.param(Cell(Decimal("17.8")), "17.8", id="a number"),
        pytest.param(Cell("17.8"), "17.8", id="a number as text"),
        pytest.param(Cell("17.8%"), "17.8", id="with its mark"),
        pytest.param(Cell(Decimal("0.178"), percent=True), "17.8", id="a percentage cell"),
        pytest.param(Cell(Decimal("0.17799999999999999"), percent=True), "17.8", id="with noise"),
        pytest.param(Cell(Decimal("17.399999999999999")), "17.4", id="float noise"),
        pytest.param(Cell.of(0.1 + 0.2), "0.3", id="a float's noise"),
        pytest.param(Cell("1,234.5"), "1234.5", id="thousands parted"),
        pytest.param(Cell("£1,200"), "1200", id="pounds"),
        pytest.param(Cell("12 days"), "12", id="days"),
        pytest.param(Cell(Decimal(1), percent=True), "100", id="a whole percentage"),
    ],
)
def test_figures_are_read_as_they_are_meant(cell, number):
    assert read_figure(cell) == Decimal(number)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        pytest.param("17,8", '"17,8" has a comma where a point belongs: write 17.8', id="comma"),
        pytest.param("nan", '"nan" is not a number: write digits, such as 17.8', id="nan"),
        pytest.param(1e300, "is too large to be kept", id="too large"),
        pytest.param(Decimal("0.1234567"), "has more than 6 decimal places", id="too fine"),
        pytest.param(True, "TRUE is not a number", id="a truth value"),
    ],
)
def test_what_is_no_figure_is_told(cell, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_figure(Cell.of(cell))


@given(st.decimals(-999_999_999, 999_999_999, places=6))
def test_every_figure_is_read_back_from_its_digits(number):
    assert read_figure(Cell(f"{number:f}")) == number
    assert read_figure(Cell.of(number)) == number


@given(st.integers(0, 999_999_999))
def test_every_count_is_read_back(number):
    column = whole("Numerator", "numerator")
    assert column.parse(column.show(number)) == number
    assert read_whole(Cell(f"{number:,}")) == number


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        pytest.param("four", '"four" is not a whole number: write digits, such as 12', id="word"),
        pytest.param(Decimal("4.5"), "4.5 is not a whole number", id="part of one"),
        pytest.param(-1, "-1 is less than 0", id="negative"),
        pytest.param(10**20, "is too large: write 999,999,999 or less", id="too large"),
        pytest.param(Cell(Decimal("0.5"), percent=True), "50% is a percentage", id="percentage"),
    ],
)
def test_what_is_no_count_is_told(cell, sentence):
    with pytest.raises(ValueError, match=sentence):
        whole("Numerator", "numerator").parse(cell)


@given(st.integers(1990, 2098), st.integers(1, 4))
def test_every_quarter_and_period_is_read_back(year, number):
    label = FinancialQuarter(year, number).label
    assert quarter("Quarter", "quarter").parse(label) == label
    assert period("Period", "period").parse(label) == label
    assert period("Period", "period").parse(label[:7]) == label[:7]


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        pytest.param("2009/11", '"2009/11" is not a year: write 2009/10', id="a wrong year"),
        pytest.param("2009/10 Q5", "write Q1, Q2, Q3 or Q4", id="a fifth quarter"),
        pytest.param(None, "Period is blank: write the year or quarter", id="blank"),
        pytest.param(
            date(2009, 10, 1),
            r"Excel made a date of this: did you mean 2009/10\?",
            id="a date of Excel's",
        ),
    ],
)
def test_what_is_no_period_is_told(cell, sentence):
    with pytest.raises(ValueError, match=sentence):
        period("Period", "period").parse(cell)


@pytest.mark.parametrize("words", ["the start", "Since the start", " START "])
def test_a_version_may_hold_since_the_start(words):
    assert read_from_cell(Cell(words)) == ""


@given(st.dates(date(1900, 3, 1), date(2199, 12, 31)))
def test_every_date_is_read_back(when):
    column = day("Due", "due")
    assert column.parse(column.show(when)) == when
    assert column.parse(when.isoformat()) == when


def test_a_date_in_numbers_is_asked_about():
    with pytest.raises(ValueError, match="may be 8 January 2020 or 1 August 2020: write the one"):
        day("Due", "due").parse("8/1/20")


def test_a_date_where_words_belong_is_told_for_its_words_are_gone():
    with pytest.raises(ValueError, match="the spreadsheet made a date of this"):
        WORDS.parse(date(2009, 7, 1))


def test_words_are_read_in_any_case_and_others_are_told_with_the_list():
    column = word("Good is", "good_is", ("higher", "lower", "on plan", "none"))
    assert column.parse(" On  Plan ") == "on plan"
    with pytest.raises(ValueError, match="write higher, lower, on plan or none"):
        column.parse("up")


def test_a_text_that_is_too_long_is_told_and_not_cut():
    with pytest.raises(ValueError, match="this has 11 characters: shorten it to 10"):
        text("Name", "name", longest=10).parse("12345678901")


def test_numbers_in_a_column_of_words_are_their_digits():
    assert WORDS.parse(Decimal("148")) == "148"
    assert WORDS.parse(148.0) == "148"


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        pytest.param("NI99/NI100", ["NI 99", "NI 100"], id="two codes fused"),
        pytest.param("ni 0101", ["NI 101"], id="one code"),
        pytest.param("Early years / childcare", ["Early years / childcare"], id="words"),
    ],
)
def test_a_priority_may_name_several_indicators(cell, named):
    assert priorities(priority().parse(cell)) == named


def test_a_national_code_that_there_is_not_is_no_word():
    with pytest.raises(ValueError, match="NI 200"):
        priority().parse("NI 200")


def test_several_names_are_compared_in_any_order():
    column = several("Indicators fed", "fed", str.upper)
    assert column.parse("b; a;b") == column.parse("A\nB") == ("A", "B")
    assert column.parse(column.show(("A", "B"))) == ("A", "B")


def test_spaces_around_and_kinds_of_line_break_do_not_count():
    assert tidy("  one\r\ntwo\rthree \n") == "one\ntwo\nthree"


@pytest.mark.parametrize(
    ("begins", "most"),
    [pytest.param("-", 32_766, id="escaped"), pytest.param("a", 32_767, id="as it is")],
)
def test_a_text_is_as_long_as_a_cell_can_hold_once_it_is_escaped(begins, most):
    column = text("Purpose", "purpose")
    whole_text = begins + "x" * (most - 1)
    assert column.parse(column.show_escaped(whole_text)) == whole_text
    with pytest.raises(ValueError, match=f"this has more than {most:,} characters: shorten it"):
        column.parse(Cell(whole_text + "x"))


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Cell(Decimal("0.81499999999999995"), percent=True), "81.5%"),
        (Cell(Decimal("0.85599999999999998"), percent=True), "85.6%"),
        (Cell(Decimal("0.178"), percent=True), "17.8%"),
        (Cell(Decimal("17.399999999999999")), "17.4"),
        (Cell(Decimal("0.10000000000000001")), "0.1"),
        (Cell(Decimal("12345678901234567")), "12345678901234567"),
        (Cell(Decimal("12.3456789012345")), "12.3456789012345"),
    ],
)
def test_a_number_is_quoted_without_float_noise(cell, words):
    assert cell.written == words


def test_a_number_too_large_for_a_count_is_told_however_large_it_is():
    with pytest.raises(ValueError, match=r"^1E\+40 is too large: write 999,999,999 or less$"):
        read_whole(Cell(Decimal("1e40")))
