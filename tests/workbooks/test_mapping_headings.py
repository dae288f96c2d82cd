"""Headings in several rows, however the words of a group are written over its columns."""

import pytest

from indicators.models import Actual, Target
from tests.builders import make_indicator
from tests.workbooks.books import Rows, as_csv, xlsx
from tests.workbooks.others import applied, became, grid, guessed, said
from tests.workbooks.test_mapping_pages import bring, match, officer  # noqa: F401 - a fixture
from workbooks.mapping.about import About
from workbooks.mapping.guessing import guess_headings, guess_layout
from workbooks.mapping.reading import FIELDS
from workbooks.models import ImportState

YEAR = "2009/10"
PARTS = ["Ref", "Indicator", "Target", "Actual", "Target", "Actual"]
DATA: Rows = [
    ["LAC 01", "Health checks", 90, 85, 91, 92],
    ["LAC 02", "Tuition", 10, 12, 25, 24],
]
UNDERSTOOD = [
    "indicator",
    "Indicators.title",
    f"Targets.value {YEAR} Q1",
    f"Actuals.value {YEAR} Q1",
    f"Targets.value {YEAR} Q2",
    f"Actuals.value {YEAR} Q2",
]
TITLE = "Performance report 2009/10"


@pytest.mark.parametrize(
    ("above", "merged"),
    [
        (["", "", "Q1", "", "Q2", ""], ["C1:D1", "E1:F1"]),
        (["", "", "Q1", "Q1", "Q2", "Q2"], []),
        (["", "", "Q1 2009/10", "Q1 2009/10", "Q2 2009/10", "Q2 2009/10"], []),
        (["", "", "Qtr 1", "Qtr 1", "Qtr 2", "Qtr 2"], []),
        ([TITLE, "", "Q1", "Q1", "Q2", "Q2"], []),
        ([TITLE, "", "Q1", "Q1", "Q2", "Q2"], ["A1:B1"]),
        ([TITLE, "", "Q1", "", "Q2", ""], []),
        ([TITLE, "", "Q1", "", "Q2", ""], ["A1:B1"]),
        ([TITLE, "", "Q1", "", "Q2", ""], ["A1:B1", "C1:D1", "E1:F1"]),
    ],
)
def test_quarters_above_the_columns_are_those_of_the_columns_however_they_are_written(
    above, merged
):
    rows = [above, PARTS, *DATA]
    assert guess_headings(grid(rows, merged=merged))[:2] == (1, 2)
    said_of_year = "" if TITLE in above else YEAR
    assert list(became(rows, merged=merged, about=said_of_year).values()) == UNDERSTOOD
    if not said_of_year:
        made = applied(rows, merged=merged)
        targets = [(each["period"], each["value"]) for each in said(made.rows["Targets"])]
        assert targets[:2] == [(f"{YEAR} Q1", "90"), (f"{YEAR} Q2", "91")]


@pytest.mark.parametrize(
    ("first", "second", "meant"),
    [
        (
            ["Ref", "Indicator", "Q1", "Q1", "Q2", "Q2"],
            ["", "", "Target", "Actual", "Target", "Actual"],
            UNDERSTOOD,
        ),
        (
            ["Ref", "Indicator", "Q1", "Q2", "Q1", "Q2"],
            ["", "", "Target", "Target", "Actual", "Actual"],
            ["indicator", "Indicators.title", f"Targets.value {YEAR} Q1",
             f"Targets.value {YEAR} Q2", f"Actuals.value {YEAR} Q1", f"Actuals.value {YEAR} Q2"],
        ),
        (
            ["", "", "2008/09", "2009/10", "2009/10", "2009/10"],
            ["Ref", "Indicator", "Outturn", "Target", "Q1", "Q2"],
            ["indicator", "Indicators.title", "Actuals.value 2008/09", f"Targets.value {YEAR}",
             f"Actuals.value {YEAR} Q1", f"Actuals.value {YEAR} Q2"],
        ),
        (
            ["", "", "2008/09", "2008/09", "2009/10", "2009/10"],
            PARTS,
            ["indicator", "Indicators.title", "Targets.value 2008/09", "Actuals.value 2008/09",
             f"Targets.value {YEAR}", f"Actuals.value {YEAR}"],
        ),
    ],
)  # fmt: skip
def test_years_and_quarters_above_each_column_are_put_together_with_what_is_below(
    first, second, meant
):
    assert list(became([first, second, *DATA], about=YEAR).values()) == meant


@pytest.mark.parametrize(
    ("above", "merged"),
    [
        (["Ref", "Indicator", "Performance", "", "Target", ""], ["C1:D1", "E1:F1"]),
        (["Ref", "Indicator", "Performance", "Performance", "Target", "Target"], []),
        (["Ref", "Indicator", "Performance", "", "Target", ""], []),
    ],
)
def test_what_stands_above_its_years_is_put_together_with_them_however_it_is_written(above, merged):
    below = ["", "", "2008/09", "2009/10", "2009/10", "2010/11"]
    assert list(became([above, below, *DATA], merged=merged).values()) == [
        "indicator", "Indicators.title", "Actuals.value 2008/09", "Actuals.value 2009/10",
        "Targets.value 2009/10", "Targets.value 2010/11",
    ]  # fmt: skip


def test_years_in_a_first_row_without_figures_are_no_headings():
    rows = [["Indicator", "Baseline year", "Target year"], ["Tuition", "2007/08", "2010/11"]]
    assert guess_headings(grid(rows))[:2] == (1, 1)


def test_a_year_a_quarter_and_what_of_it_above_each_column_are_three_rows_of_headings():
    years, quarters = ["", "", *[YEAR] * 4], ["", "", "Q1", "Q1", "Q2", "Q2"]
    assert list(became([years, quarters, PARTS, *DATA]).values()) == UNDERSTOOD


@pytest.mark.parametrize(
    ("above", "below", "count"),
    [
        (["", "", "", "Q1 2009/10", "", "Q2 2009/10"], PARTS, 4),
        (["", "", "", "Q1 2009/10", "", "Q2 2009/10", ""], [*PARTS, "Comments"], 4),
        (
            ["", "", "", "Q1 2009/10", "", "", "Q2 2009/10", ""],
            ["Ref", "Indicator", "Target", "Actual", "RAG", "Target", "Actual", "RAG"],
            6,
        ),
    ],
)
def test_quarters_that_stand_over_the_middle_of_their_columns_are_those_of_all_of_them(
    above, below, count
):
    data = [["LAC 01", "Health checks", *range(10, 10 + count)]]
    meant = [each for each in became([above, below, *data]).values() if "value" in each]
    assert meant == UNDERSTOOD[2:]


def test_a_year_s_target_before_the_quarters_is_none_of_the_first_quarter_s():
    above = ["", "", "", "Q1 2009/10", "", "Q2 2009/10", ""]
    below = ["Ref", "Indicator", "Target", "Target", "Actual", "Target", "Actual"]
    data = [["LAC 01", "Health checks", 90, 22, 20, 45, 41]]
    assert list(became([above, below, *data]))[2:5] == [
        "Target", "Q1 2009/10 Target", "Q1 2009/10 Actual",
    ]  # fmt: skip


def test_guidance_in_the_second_row_does_not_hide_that_it_has_headings():
    guidance = "Say in one or two sentences why the figure is what it is, and what is being done"
    rows = [
        ["Ref", "Indicator", "Q1", "Q1", "Q2", "Q2", "Comments"],
        ["", "", *PARTS[2:], guidance],
        *DATA,
    ]
    assert guess_headings(grid(rows))[:2] == (1, 2)
    assert list(became(rows, about=YEAR).values())[:6] == UNDERSTOOD


def test_the_title_above_some_columns_is_no_part_of_their_headings():
    rows = [[TITLE, "", "Q1", "Q1", "Q2", "Q2"], PARTS, *DATA]
    found = guessed(rows)
    assert [each.use.heading for each in found.columns][:3] == ["Ref", "Indicator", "Q1 Target"]
    assert found.about.reason == f"“{TITLE}” in KPI list!A1"


def test_what_stands_over_figures_is_part_of_their_headings():
    rows = [
        ["Ref", "Baseline", "", "England"],
        ["", "2007/08", "Comments", "2008/09"],
        ["LAC 01", 70, "Well", 80],
    ]
    assert list(became(rows, merged=["A1:A2", "B1:C1"]))[1] == "Baseline 2007/08"


def test_targets_are_never_results_though_only_the_row_of_quarters_is_said_to_be_headings():
    rows = [["Ref", "Indicator", "Q1", "Q1", "Q2", "Q2"], ["", "", *PARTS[2:]], *DATA]
    about = About(YEAR, "as you said")
    found = guess_layout(grid(rows), FIELDS, first=1, last=1, about=about)
    assert found.columns[2].use.field == ""
    assert "as its first cell says" in found.columns[2].reason
    assert found.columns[3].use.field == "Actuals.value"


def test_a_first_row_of_data_is_no_row_of_headings():
    rows = [["Indicator", "Q1", "Q2"], ["Health checks", "n/a", "n/a"], ["Tuition", 10, 12]]
    assert guess_headings(grid(rows))[:2] == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_quarters_above_each_column_are_read_from_a_file_to_the_end(client, officer, kind):  # noqa: F811
    rows = [[TITLE, "", "Q1", "Q1", "Q2", "Q2"], PARTS, *DATA]
    for code in ("LAC 01", "LAC 02"):
        make_indicator(code=code, unit="number", frequency="quarterly")
    if kind == "xlsx":
        content = xlsx(KPI_list=rows)
    else:
        content = as_csv(rows, delimiter=";", encoding="cp1252")
    record = match(client, bring(client, content, f"kpi.{kind}"))
    assert record.state == ImportState.CHECKED, record.preview
    client.post(record.get_absolute_url(), {"accept": "on", "reason": "First figures"})
    assert set(Target.objects.values_list("indicator__code", "period", "value")) == {
        ("LAC 01", "2009/10 Q1", 90), ("LAC 01", "2009/10 Q2", 91),
        ("LAC 02", "2009/10 Q1", 10), ("LAC 02", "2009/10 Q2", 25),
    }  # fmt: skip
    assert set(Actual.objects.values_list("indicator__code", "period", "value")) == {
        ("LAC 01", "2009/10 Q1", 85), ("LAC 01", "2009/10 Q2", 92),
        ("LAC 02", "2009/10 Q1", 12), ("LAC 02", "2009/10 Q2", 24),
    }  # fmt: skip
