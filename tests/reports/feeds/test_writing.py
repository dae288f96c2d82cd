"""How JSON and CSV are written: whatever is in a cell, it is read again as it was meant."""

import csv
import json
from datetime import date
from decimal import Decimal
from io import StringIO
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.feeds.columns import Column, Kind
from reports.feeds.writing import BOM, as_csv, as_json, digits
from sheets.cells import unescape

COLUMNS = (Column("before", "before", "", ""), Column("words", "words", "", ""))
# What a spreadsheet runs, or takes for something else than text.
DANGEROUS = tuple("=+-@\t\r")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def row(words, before="x"):
    return SimpleNamespace(before=before, words=words)


def cells(*rows, columns=COLUMNS):
    written = as_csv(columns, rows)
    assert written.startswith(BOM)
    return list(csv.reader(StringIO(written.removeprefix(BOM), newline="")))


@given(st.lists(TEXTS, max_size=5))
def test_no_text_is_run_by_a_spreadsheet(texts):
    headings, *rows = cells(*map(row, texts))

    assert headings == ["before", "words"]
    assert len(rows) == len(texts)
    assert not [cell for each in rows for cell in each if cell.startswith(DANGEROUS)]


@given(TEXTS)
def test_a_text_in_csv_is_the_text_on_one_line(text):
    _, (_, written) = cells(row(text))

    assert unescape(written).split() == text.split()
    assert len(written.splitlines()) <= 1


@given(TEXTS)
def test_json_has_a_text_as_it_was_written(text):
    told = json.loads(as_json({"feed": "x"}, COLUMNS, [row(text)]))

    assert told["rows"] == [{"before": "x", "words": text or None}]
    assert told["count"] == 1


@pytest.mark.parametrize("formula", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1"])
def test_a_formula_is_marked_in_csv(formula):
    _, (_, written) = cells(row(formula))

    assert written.startswith("'")


def test_what_nothing_is_said_of_is_empty_in_csv_and_null_in_json():
    assert cells(row(None))[1] == ["x", ""]
    assert '"words": null' in as_json({"feed": "x"}, COLUMNS, [row(None)])


@pytest.mark.parametrize(
    ("value", "in_csv", "in_json"),
    [
        (Decimal("12.50"), "12.5", "12.5"),
        (Decimal("15.000000"), "15", "15"),
        (Decimal("2450000"), "2450000", "2450000"),
        (Decimal("1E+3"), "1000", "1000"),
        (Decimal("-0.5"), "-0.5", "-0.5"),
        (Decimal("0"), "0", "0"),
        (0, "0", "0"),
        (True, "true", "true"),
        (False, "false", "false"),
        (date(2009, 9, 30), "2009-09-30", '"2009-09-30"'),
    ],
)
def test_numbers_and_days_are_written_for_machines(value, in_csv, in_json):
    columns = (COLUMNS[0], Column("words", "words", "", "", Kind.NUMBER))

    assert cells(row(value), columns=columns)[1] == ["x", in_csv]
    assert f'"words": {in_json}}}' in as_json({"feed": "x"}, columns, [row(value)])


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12
    )
)
def test_a_number_loses_nothing_but_zeros(number):
    assert Decimal(digits(number)) == number
    assert not digits(number).endswith(".")


def test_no_rows_are_a_whole_file():
    assert cells() == [["before", "words"]]
    assert json.loads(as_json({"feed": "x"}, COLUMNS, [])) == {
        "feed": "x",
        "rows": [],
        "count": 0,
    }
