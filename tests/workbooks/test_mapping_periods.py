"""Periods as English councils write them in headings, titles and names of sheets."""

from datetime import date

import pytest

from tests.workbooks.books import Rows
from tests.workbooks.others import applied, guessed, list_of, said
from workbooks.mapping.description import Layout, Mapping, Use
from workbooks.mapping.fitting import fit
from workbooks.mapping.periods import find_period, spans_quarters
from workbooks.mapping.row_periods import quarter_in
from workbooks.reading.tables import Reading

YEAR, Q1, Q2, Q3, Q4 = "2009/10", *(f"2009/10 Q{number}" for number in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("words", "label", "rest"),
    [
        ("Qtr. 1 09/10", Q1, ""),
        ("Q.1 09/10", Q1, ""),
        ("1Q 09/10", Q1, ""),
        ("Quarter One 2009/10", Q1, ""),
        ("Actual_Q1_2009-10", Q1, "Actual"),
        ("Quarter 1 (April - June 2009)", Q1, ""),
        ("Q1 2009 (Apr-Jun)", Q1, ""),
        ("Apr/May/Jun 09", Q1, ""),
        ("April, May and June 2009", Q1, ""),
        ("1 April 2009 to 30 June 2009", Q1, ""),
        ("01/04/09 - 30/06/09", Q1, ""),
        ("3 months to June 2009", Q1, ""),
        ("Position as at 31.12.09", Q3, "Position"),
        ("Year to 31 March 2010", YEAR, ""),
        ("Year ending March 2010", YEAR, ""),
        ("Year to 31/03/2010 actual", YEAR, "actual"),
        ("12 months to Mar 10", YEAR, ""),
        ("FY 2009/10", YEAR, ""),
        ("Financial year 2009/10 target", YEAR, "target"),
        ("200910 outturn", YEAR, "outturn"),
        ("2008/09 academic year", "2008/09", ""),
    ],
)
def test_a_period_is_known_however_a_council_writes_it(words, label, rest):
    found = find_period(words)
    assert (found.label, found.rest) == (label, rest)


@pytest.mark.parametrize(
    ("words", "either"),
    [
        ("Q1 2009", (Q1, "2008/09 Q1", "2008/09 Q4")),
        ("Q1 '09 actual", (Q1, "2008/09 Q1", "2008/09 Q4")),
        ("Quarter 2 2009", (Q2, "2008/09 Q2", Q1)),
        ("Q4 2010", ("2010/11 Q4", Q4, "2010/11 Q3")),
        ("Q4 2009 (Jan-Mar)", ("2008/09 Q4", Q4)),
        ("FY10", (YEAR, "2010/11")),
        ("FY 2010 outturn", (YEAR, "2010/11")),
    ],
)
def test_a_quarter_or_financial_year_of_one_calendar_year_may_be_several(words, either):
    found = find_period(words, YEAR)
    assert (found.label, found.either) == ("", either)


@pytest.mark.parametrize(
    "words",
    ["H1 09/10", "H2 2009/10 actual", "First half 2009/10", "Half-year 2009/10", "Q1-Q2 2009/10",
     "Q1 & 2", "6 months to Sept 2009", "9 months to December", "Apr-Dec 2009",
     "Year to December 2009", "12 months to Sep 2009"],
)  # fmt: skip
def test_words_of_several_quarters_are_known_as_such(words):
    assert spans_quarters(words)


@pytest.mark.parametrize(
    "words", ["Q1 - 09/10", "Q1 2009-10", "Q4-10/11", "Apr-Jun 2009", "2009/10",
              "Year to March 2010", "3 months to June 2009"]
)  # fmt: skip
def test_words_of_one_quarter_or_year_are_not(words):
    assert not spans_quarters(words)


def test_a_year_that_ends_in_march_is_that_of_the_file():
    assert find_period("Year ending March").needs_year
    assert find_period("Actual, year ending March", YEAR).label == YEAR


def columns(*headings: str, title: str = "KPIs") -> list[tuple[str, str, str]]:
    rows: Rows = [[title], ["Ref", *headings], ["LAC 02", *range(10, 10 + len(headings))]]
    return [(each.use.field, each.use.period, each.reason) for each in guessed(rows).columns][1:]


def test_which_of_several_periods_a_heading_means_is_asked():
    one, other = columns("Q1 2009", "Q2 2009")
    assert (one[:2], other[:2]) == (("Actuals.value", ""), ("Actuals.value", ""))
    assert one[2] == (
        "“Q1 2009” may be of 2009/10 Q1, 2008/09 Q1 or 2008/09 Q4: write which it is about"
    )


@pytest.mark.parametrize(
    "heading", ["H1 09/10 actual", "Half year 2009/10", "6 months to Sept 2009"]
)
def test_half_a_year_is_no_figure_of_the_year_and_is_said(heading):
    ((field, period, reason),) = columns(heading)
    assert (field, period) == ("", "")
    assert reason == f"“{heading}” is several quarters: say which period it is about"


@pytest.mark.parametrize("title", ["Half year report 2009/10", "H1 2009/10", "Q1 to Q3 2009/10"])
def test_a_title_of_half_a_year_does_not_make_figures_those_of_the_year(title):
    assert columns("Actual", title=title)[0][:2] == ("Actuals.value", "")
    assert columns("Actual", title="Report 2009/10")[0][:2] == ("Actuals.value", YEAR)


@pytest.mark.parametrize("heading", ["2009/10 to date", "2009/10 actual to date", "YTD 2009/10"])
def test_a_year_to_date_is_that_up_to_the_file_s_quarter_and_else_it_is_asked(heading):
    ((field, period, _),) = columns(heading, title="KPIs Quarter 2 2009/10")
    assert (field, period) == ("Actuals.value", Q2)
    ((field, period, reason),) = columns(heading, title="KPIs 2009/10")
    assert (field, period) == ("Actuals.value", "")
    assert "the year so far: write up to which quarter" in reason


def test_last_year_beside_a_quarter_is_that_quarter_s_or_the_year_s_and_is_asked():
    (field, period, reason) = columns("Actual", "Last year", title="KPIs Quarter 2 2009/10")[1]
    assert (field, period) == ("Actuals.value", "")
    assert reason == "“Last year” may be of 2008/09 Q2 or 2008/09: write which it is about"
    assert columns("Last year", title="KPIs 2009/10")[0][:2] == ("Actuals.value", "2008/09")


def test_a_day_is_no_month_and_no_period():
    ((field, period, reason),) = columns("29/06/2009")
    assert (field, period) == ("", "")
    assert reason == "“29/06/2009” is a day, and figures are kept for quarters and years"


@pytest.mark.parametrize(
    ("headings", "periods"),
    [
        (
            [date(2009, 6, 30), date(2009, 9, 30), date(2009, 12, 31), date(2010, 3, 31)],
            ["2009/10 Q1", "2009/10 Q2", "2009/10 Q3", "2009/10 Q4"],
        ),
        ([date(2010, 6, 30)], ["2010/11 Q1"]),
        (["30/06/2009", "30/09/2009"], ["2009/10 Q1", "2009/10 Q2"]),
        (["30 Jun 2009 Actual", "31st March 2010"], ["2009/10 Q1", "2009/10 Q4"]),
        (["Actual 2009-06-30"], ["2009/10 Q1"]),
        # Of months, where one day among them is no quarter's last.
        ([date(2009, 4, 30), date(2009, 5, 31), date(2009, 6, 30)], ["", "", ""]),
        ([date(2009, 6, 1), date(2009, 9, 1)], ["", ""]),
        (["31/03/2010", "Figure at 12/04/2010"], ["", ""]),
        # In words that say so, with the year that they name, or that of the file.
        (["Quarter ending 30 June 2009", "Qtr ended Sept 2009"], ["2009/10 Q1", "2009/10 Q2"]),
        (["Quarter ending 30 June", "Quarter to end of March"], ["2008/09 Q1", "2008/09 Q4"]),
        (["Quarter ending 2009-12-31"], ["2009/10 Q3"]),
        (["Quarter ending 31 May", "Quarter ending 30 April"], ["", ""]),
    ],
)
def test_days_above_columns_are_quarters_where_all_of_them_end_one(headings, periods):
    found = columns(*headings, title="KPIs 2008/09")
    assert [period for _, period, _ in found] == periods


def test_a_quarter_by_its_last_day_says_so_and_that_it_may_be_a_month():
    ((_, _, reason),) = columns(date(2009, 6, 30))
    assert "the last day of 2009/10 Q1, as all days above the columns" in reason
    assert reason.endswith("where it is the figure of a month alone, leave it out")


def test_a_kept_mapping_moves_a_quarter_by_its_last_day_on_with_its_heading():
    use = Use(2, "2009-06-30", "Actuals.value", "2009/10 Q1", "2009/10 Q1")
    before = Layout("KPI list", 1, 1, [Use(1, "Ref", "indicator"), use], {1: "Ref", 2: use.heading})
    fitted = fit(
        Mapping([before]), Reading([list_of([["Ref", date(2010, 6, 30)], ["LAC 02", 10]])])
    )
    (_, moved) = fitted.mapping.layouts[0].uses
    assert (moved.period, moved.quarter) == ("2010/11 Q1", "2010/11 Q1")
    assert [said for _, said in fitted.used] == [
        "the column 2009-06-30 is called 2010-06-30 now: it is read as about 2010/11 Q1"
    ]


@pytest.mark.parametrize(
    ("heading", "cells", "field"),
    [
        ("Status", ["Provisional", "Final", "Final"], "Actuals.standing"),
        ("Data status", ["Prov.", "Confirmed"], "Actuals.standing"),
        ("Status", ["P", "F"], "Actuals.standing"),
        # Judgements, and letters that are colours.
        ("Status", ["Red", "Amber", "Green"], ""),
        ("Status", ["R", "A", "G"], ""),
        ("Status", ["R", "R"], ""),
        ("RAG", ["Final", "Red"], ""),
    ],
)
def test_a_status_is_the_standing_of_figures_where_its_cells_are_standings(heading, cells, field):
    rows: Rows = [["Ref", "Q1 2009/10", heading]]
    rows += [[f"LAC {number}", number, cell] for number, cell in enumerate(cells, start=10)]
    assert guessed(rows).columns[2].use.field == field


def test_dates_under_quarter_ending_are_the_quarters_of_their_rows():
    rows: Rows = [
        ["PI", "Quarter ending", "Actual", "Status"],
        ["LAC 01", date(2009, 6, 30), 5, "Final"],
        ["LAC 01", date(2009, 9, 30), 6, "Provisional"],
    ]
    made = said(applied(rows).rows["Actuals"])
    assert [(row["period"], row["standing"]) for row in made] == [
        ("2009/10 Q1", "final"),
        ("2009/10 Q2", "provisional"),
    ]


def test_a_cell_that_may_be_of_several_periods_is_none_of_them():
    assert quarter_in("Q1 2009").label == ""


def test_of_several_periods_the_one_that_was_said_moves_on_with_its_heading():
    use = Use(2, "Q1 2009", "Actuals.value", "2008/09 Q4", "2008/09 Q4")
    before = Layout("KPI list", 1, 1, [Use(1, "Ref", "indicator"), use], {1: "Ref", 2: "Q1 2009"})
    rows: Rows = [["Ref", "Q1 2010"], ["LAC 02", 10]]
    fitted = fit(Mapping([before]), Reading([list_of(rows)]))
    (_, moved) = fitted.mapping.layouts[0].uses
    assert (moved.period, moved.quarter) == (Q4, Q4)
    assert [said for _, said in fitted.used] == fitted.different
