"""Rule 1, periods: years, quarters, and the labels to read and to refuse."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from periods.calendar import (
    EARLIEST_YEAR,
    FIRST_LABELLED_YEAR,
    LAST_LABELLED_YEAR,
    LATEST_YEAR,
    FinancialQuarter,
    NotAPeriod,
    Period,
    YearType,
    described_with_report,
    in_words,
    read_period,
    read_quarter,
    slug_of,
)

FINANCIAL, ACADEMIC, CALENDAR = YearType
ALL_QUARTERS = st.builds(
    FinancialQuarter, st.integers(FIRST_LABELLED_YEAR, LAST_LABELLED_YEAR), st.integers(1, 4)
)
ALL_YEARS = st.builds(
    Period,
    st.integers(FIRST_LABELLED_YEAR, LAST_LABELLED_YEAR),
    year_type=st.sampled_from(list(YearType)),
)
ALL_PERIODS = ALL_YEARS | ALL_QUARTERS.map(Period.of)
DAYS = st.dates(date(EARLIEST_YEAR + 2, 4, 1), date(LATEST_YEAR - 1, 12, 31))


@pytest.mark.parametrize(
    ("number", "starts", "ends"),
    [
        pytest.param(1, date(2009, 4, 1), date(2009, 6, 30), id="Q1 April to June"),
        pytest.param(2, date(2009, 7, 1), date(2009, 9, 30), id="Q2 July to September"),
        pytest.param(3, date(2009, 10, 1), date(2009, 12, 31), id="Q3 October to December"),
        pytest.param(4, date(2010, 1, 1), date(2010, 3, 31), id="Q4 January to March"),
    ],
)
def test_the_quarters_of_a_financial_year(number, starts, ends):
    quarter = FinancialQuarter(2009, number)

    assert (quarter.starts, quarter.ends) == (starts, ends)


@pytest.mark.parametrize(
    ("period", "starts", "ends"),
    [
        pytest.param(Period(2009), date(2009, 4, 1), date(2010, 3, 31), id="financial"),
        pytest.param(
            Period(2008, year_type=ACADEMIC), date(2008, 9, 1), date(2009, 8, 31), id="academic"
        ),
        pytest.param(
            Period(2009, year_type=CALENDAR), date(2009, 1, 1), date(2009, 12, 31), id="calendar"
        ),
        pytest.param(Period(2009, 2), date(2009, 7, 1), date(2009, 9, 30), id="quarter"),
    ],
)
def test_a_period_begins_and_ends(period, starts, ends):
    assert (period.starts, period.ends) == (starts, ends)


@pytest.mark.parametrize(
    ("day", "label"),
    [
        pytest.param(date(2009, 3, 31), "2008/09 Q4", id="31 March"),
        pytest.param(date(2009, 4, 1), "2009/10 Q1", id="1 April"),
        pytest.param(date(2009, 12, 31), "2009/10 Q3", id="31 December"),
        pytest.param(date(2010, 1, 1), "2009/10 Q4", id="1 January"),
        pytest.param(date(2009, 9, 30), "2009/10 Q2", id="30 September"),
    ],
)
def test_a_day_falls_in_its_quarter(day, label):
    assert FinancialQuarter.containing(day).label == label


@pytest.mark.parametrize(
    ("day", "year_type", "containing", "latest_ended"),
    [
        pytest.param(date(2010, 3, 30), FINANCIAL, "2009/10", "2008/09", id="a day before the end"),
        pytest.param(date(2010, 3, 31), FINANCIAL, "2009/10", "2009/10", id="31 March ends it"),
        pytest.param(date(2010, 4, 1), FINANCIAL, "2010/11", "2009/10", id="1 April"),
        pytest.param(date(2009, 8, 31), ACADEMIC, "2008/09", "2008/09", id="31 August ends it"),
        pytest.param(date(2009, 9, 1), ACADEMIC, "2009/10", "2008/09", id="1 September"),
        pytest.param(date(2009, 12, 31), CALENDAR, "2009", "2009", id="31 December ends it"),
        pytest.param(date(2010, 1, 1), CALENDAR, "2010", "2009", id="1 January"),
    ],
)
def test_a_day_falls_in_a_year_and_after_the_latest_ended(day, year_type, containing, latest_ended):
    assert Period.containing(day, year_type).label == containing
    assert Period.latest_ended(day, year_type).label == latest_ended


def test_a_quarter_is_labelled_for_the_database_for_headings_and_for_addresses():
    quarter = FinancialQuarter(2009, 2)

    assert str(quarter) == quarter.label == "2009/10 Q2"
    assert quarter.long_label == "2009/10 Quarter 2"
    assert quarter.slug == "2009-q2"
    assert quarter.year_label == "2009/10"


def test_a_label_crosses_the_century():
    assert FinancialQuarter(1999, 4).label == "1999/00 Q4"


def test_quarters_lead_to_their_neighbours():
    quarter = FinancialQuarter(2009, 4)

    assert quarter.next.label == "2010/11 Q1"
    assert quarter.previous.label == "2009/10 Q3"
    assert quarter.a_year_ago.label == "2008/09 Q4"
    assert quarter.first_of_year.label == "2009/10 Q1"
    assert FinancialQuarter(2009, 1).previous.label == "2008/09 Q4"


def test_periods_lead_to_their_neighbours():
    year, quarter = Period(2008, year_type=ACADEMIC), Period(2009, 1)

    assert (year.previous.label, year.next.label) == ("2007/08", "2009/10")
    assert year.next.year_type == ACADEMIC
    assert (quarter.previous.label, quarter.next.label) == ("2008/09 Q4", "2009/10 Q2")
    assert (year.a_year_ago.label, quarter.a_year_ago.label) == ("2007/08", "2008/09 Q1")
    assert quarter.whole_year == Period(2009)
    assert quarter.financial_quarter == FinancialQuarter(2009, 1)
    assert year.financial_quarter is None
    assert (year.is_quarter, quarter.is_quarter) == (False, True)


def test_a_gcse_year_names_its_summer_and_when_it_was_reported():
    gcse = Period(2008, year_type=ACADEMIC)

    assert gcse.described == "2008/09 academic year (summer 2009 exams)"
    assert (
        described_with_report(gcse, FinancialQuarter(2009, 2))
        == "2008/09 academic year (summer 2009 exams), reported 2009/10 Quarter 2"
    )


@pytest.mark.parametrize(
    ("period", "described"),
    [
        pytest.param(Period(2009), "2009/10 financial year", id="financial"),
        pytest.param(Period(2009, year_type=CALENDAR), "2009 calendar year", id="calendar"),
        pytest.param(Period(2009, 2), "2009/10 Quarter 2", id="quarter"),
    ],
)
def test_other_periods_are_described_without_exams(period, described):
    assert period.described == period.long_label == described


def test_an_academic_year_has_a_long_label_without_exams_for_what_is_no_exam():
    assert Period(2008, year_type=ACADEMIC).long_label == "2008/09 academic year"


def test_results_of_summer_2009_are_first_known_in_2009_10_quarter_2():
    summer_2009 = Period(2008, year_type=ACADEMIC)

    assert FinancialQuarter.containing(summer_2009.ends).label == "2009/10 Q2"


def test_the_target_of_2010_11_falls_due_after_the_agreement_ended():
    assert Period(2010, year_type=ACADEMIC).ends > date(2011, 3, 31)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("2009/10", "2009/10"),
        ("2009-10", "2009/10"),
        ("2009/2010", "2009/10"),
        ("2009 to 2010", "2009/10"),
        ("09/10", "2009/10"),
        ("08/09", "2008/09"),
        ("2009/10 Q2", "2009/10 Q2"),
        ("Q2 2009/10", "2009/10 Q2"),
        ("2009-q2", "2009/10 Q2"),
        ("2009/10 Quarter 2", "2009/10 Q2"),
        pytest.param("  2009/10 \n q2 ", "2009/10 Q2", id="spaces and a small q"),
        pytest.param("2009\u00a0/\u00a010", "2009/10", id="no-break spaces"),
        pytest.param("2009\u201310", "2009/10", id="an en dash"),
        pytest.param("2009/10Q2", "2009/10 Q2", id="no space"),
        pytest.param("2009/10, Q2", "2009/10 Q2", id="a comma"),
        pytest.param("2009 TO 2010 QUARTER 4", "2009/10 Q4", id="capitals"),
        pytest.param("99/00", "1999/00", id="the turn of the century"),
        pytest.param("69/70", "2069/70", id="the last short year of this century"),
        pytest.param("90/91", "1990/91", id="the first short year of the last century"),
        pytest.param("1999/2000", "1999/00", id="four digits at the turn"),
    ],
)
def test_labels_to_read(written, label):
    assert read_period(written).label == label


@pytest.mark.parametrize("written", ["2009/10 Q2", "Q2 2009/10", "2009-q2", "2009/10 Quarter 2"])
@pytest.mark.parametrize("year_type", YearType)
def test_a_quarter_is_financial_whatever_the_year_type(written, year_type):
    assert read_period(written, year_type) == Period(2009, 2, FINANCIAL)
    assert read_quarter(written) == FinancialQuarter(2009, 2)


def test_a_year_under_an_academic_indicator_is_academic():
    assert read_period("2008/09", ACADEMIC) == Period(2008, year_type=ACADEMIC)


@pytest.mark.parametrize("written", ["2009", 2009, 2009.0, " 2009 "])
def test_a_single_year_is_read_for_calendar_indicators_only(written):
    assert read_period(written, CALENDAR) == Period(2009, year_type=CALENDAR)

    with pytest.raises(NotAPeriod, match="may be one of two years: write 2008/09 or 2009/10"):
        read_period(written, FINANCIAL)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        pytest.param("2009/11", '"2009/11" is not a year: write 2009/10', id="not the next year"),
        pytest.param(
            "0910",
            '"0910" is not a period: write one such as 2009/10 or 2009/10 Q2',
            id="two years without a sign between",
        ),
        pytest.param("2009/2011", '"2009/2011" is not a year: write 2009/10', id="in four digits"),
        pytest.param("2009/010", '"2009/010" is not a year: write 2009/10', id="three digits"),
        pytest.param("09/0", '"09/0" is not a year: write 2009/10', id="a digit short"),
        pytest.param("09/2010", '"09/2010" is not a year: write 2009/10', id="or September 2010"),
        pytest.param("2009/11 Q2", '"2009/11 Q2" is not a year: write 2009/10 Q2', id="a quarter"),
        pytest.param(
            "2009/10 Q5", '"2009/10 Q5" is not a quarter: write Q1, Q2, Q3 or Q4', id="Q5"
        ),
        pytest.param(
            "2009/10 Q0", '"2009/10 Q0" is not a quarter: write Q1, Q2, Q3 or Q4', id="Q0"
        ),
        pytest.param(
            "2009/10 Q12", '"2009/10 Q12" is not a quarter: write Q1, Q2, Q3 or Q4', id="Q12"
        ),
        pytest.param("", "The period is empty: write one such as 2009/10", id="empty"),
        pytest.param(None, "The period is empty: write one such as 2009/10", id="nothing"),
        pytest.param("  \u00a0", "The period is empty: write one such as 2009/10", id="spaces"),
        pytest.param(
            "Q2 2009",
            '"Q2 2009" may be one of two years: write 2008/09 Q2 or 2009/10 Q2',
            id="a quarter of which year",
        ),
        pytest.param(
            "summer",
            '"summer" is not a period: write one such as 2009/10 or 2009/10 Q2',
            id="words",
        ),
        pytest.param(
            "Q2 then",
            '"Q2 then" is not a period: write one such as 2009/10 Q2',
            id="words for a year",
        ),
        pytest.param(
            "1812/13",
            "1812 is not a year we keep: write one from 1990 to 2099",
            id="too long ago",
        ),
        pytest.param(
            "1989/90",
            "1989 is not a year we keep: write one from 1990 to 2099",
            id="before the first year",
        ),
        pytest.param(
            "2100/01 Q1",
            "2100 is not a year we keep: write one from 1990 to 2099",
            id="after the last year",
        ),
        pytest.param(
            "85/86",
            "1985 is not a year we keep: write one from 1990 to 2099",
            id="two digits of before",
        ),
    ],
)
def test_labels_to_refuse_saying_why(written, sentence):
    with pytest.raises(NotAPeriod) as refused:
        read_period(written)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("2009/10", '"2009/10" is not a calendar year: write 2009 or 2010'),
        ("09/10", '"09/10" is not a calendar year: write 2009 or 2010'),
        ("soon", '"soon" is not a calendar year: write one such as 2009'),
        ("", "The period is empty: write one such as 2009"),
    ],
)
def test_labels_to_refuse_for_a_calendar_year_indicator(written, sentence):
    with pytest.raises(NotAPeriod) as refused:
        read_period(written, CALENDAR)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("day", "year_type", "likely"),
    [
        pytest.param(date(2009, 10, 1), FINANCIAL, "2009/10", id="2009/10 read as October 2009"),
        pytest.param(date(2001, 2, 1), FINANCIAL, "2001/02", id="2001/02 read as February 2001"),
        pytest.param(
            datetime.fromisoformat("2026-10-09"), ACADEMIC, "2009/10", id="09/10 read as 9 October"
        ),
        pytest.param(date(2026, 9, 10), FINANCIAL, "2009/10", id="09/10 read as September 10"),
        pytest.param(date(2002, 3, 1), FINANCIAL, "2002/03", id="2002/03 read as March 2002"),
        pytest.param(date(2002, 3, 5), FINANCIAL, "2001/02", id="a day of that March"),
        pytest.param(date(2010, 1, 1), FINANCIAL, "2009/10", id="the first of another month"),
        pytest.param(date(2010, 3, 31), FINANCIAL, "2009/10", id="a day of that year"),
        pytest.param(date(2009, 11, 7), CALENDAR, "2009", id="calendar year"),
    ],
)
def test_a_date_under_a_period_heading_names_the_likely_label(day, year_type, likely):
    with pytest.raises(NotAPeriod) as refused:
        read_period(day, year_type)

    assert str(refused.value) == f"Excel made a date of this: did you mean {likely}?"


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("2009/10", '"2009/10" is not a quarter: write one such as 2009/10 Q2'),
        ("", "The quarter is empty: write one such as 2009/10 Q2"),
        (
            date(2009, 10, 1),
            "Excel made a date of this: write the quarter, such as 2009/10 Q1",
        ),
    ],
)
def test_what_is_no_quarter_is_refused_under_a_quarter_heading(written, sentence):
    with pytest.raises(NotAPeriod) as refused:
        read_quarter(written)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "label", ["2009/10 q2", "2009/11 Q2", "2009/10 Q5", "2009/10  Q2", "2009-q2", "x2009/10 Q2", ""]
)
def test_a_key_of_the_database_is_read_strictly(label):
    with pytest.raises(NotAPeriod, match="is not the label of a quarter: write one such as"):
        FinancialQuarter.from_label(label)


@pytest.mark.parametrize("slug", ["2009-Q2", "2009-q5", "09-q2", "2009/10 Q2", "2009-q22", ""])
def test_an_address_is_read_strictly(slug):
    with pytest.raises(NotAPeriod, match="is not a quarter in an address"):
        FinancialQuarter.from_slug(slug)


def test_a_year_out_of_range_in_an_address_is_no_period():
    with pytest.raises(NotAPeriod, match="is not a year we know"):
        FinancialQuarter.from_slug("9999-q1")


def test_the_label_of_a_period_is_read_strictly():
    assert Period.from_label("2008/09", ACADEMIC) == Period(2008, year_type=ACADEMIC)

    with pytest.raises(NotAPeriod, match='"2008-09" is not our label: write 2008/09'):
        Period.from_label("2008-09", ACADEMIC)


@pytest.mark.parametrize("number", [0, 5, -1])
def test_there_are_four_quarters(number):
    with pytest.raises(NotAPeriod, match="is not a quarter: write 1, 2, 3 or 4"):
        FinancialQuarter(2009, number)


@pytest.mark.parametrize("year_type", [ACADEMIC, CALENDAR])
def test_quarters_are_always_financial(year_type):
    with pytest.raises(NotAPeriod, match="Quarters are always financial"):
        Period(2009, 2, year_type)


def test_a_period_has_no_fifth_quarter():
    with pytest.raises(NotAPeriod, match="is not a quarter"):
        Period(2009, 5)


@pytest.mark.parametrize("year", [EARLIEST_YEAR - 1, LATEST_YEAR + 1])
def test_years_have_an_edge(year):
    with pytest.raises(NotAPeriod, match="is not a year we know: write one from 1900 to 2199"):
        Period(year)


@pytest.mark.parametrize("year", [EARLIEST_YEAR, LATEST_YEAR])
def test_the_edge_is_still_a_year(year):
    assert Period(year).label.startswith(str(year))


@given(ALL_QUARTERS)
def test_a_quarter_round_trips_through_its_label_and_its_slug(quarter):
    assert FinancialQuarter.from_label(quarter.label) == quarter
    assert FinancialQuarter.from_slug(quarter.slug) == quarter
    for written in (quarter.label, quarter.long_label, quarter.slug):
        assert read_quarter(written) == quarter


@given(ALL_PERIODS)
def test_a_period_round_trips_through_its_label(period):
    assert read_period(period.label, period.year_type) == period
    assert Period.from_label(period.label, period.year_type) == period


@given(ALL_PERIODS)
def test_a_period_round_trips_through_its_slug(period):
    assert slug_of(period.label) == period.slug
    assert read_period(period.slug, period.year_type) == period
    assert "/" not in period.slug


@given(ALL_QUARTERS, ALL_QUARTERS)
def test_labels_sort_as_text_in_the_order_of_time(one, other):
    assert (one.label < other.label) == (one < other) == (one.starts < other.starts)


@given(ALL_QUARTERS)
def test_quarters_follow_each_other_without_a_gap(quarter):
    assert (quarter.next.starts - quarter.ends).days == 1
    assert quarter.next.previous == quarter
    assert quarter.a_year_ago.plus(4) == quarter


@given(DAYS)
def test_every_day_is_in_the_quarter_and_the_years_that_contain_it(day):
    assert FinancialQuarter.containing(day).starts <= day <= FinancialQuarter.containing(day).ends
    for year_type in YearType:
        year = Period.containing(day, year_type)
        assert year.starts <= day <= year.ends
        assert Period.latest_ended(day, year_type).ends <= day < year.next.ends


@given(ALL_PERIODS)
def test_periods_follow_each_other_without_a_gap(period):
    assert (period.next.starts - period.ends).days == 1
    assert period.next.previous == period


@given(st.text() | st.integers() | st.floats() | st.dates() | st.none())
def test_whatever_is_written_gives_a_period_or_a_sentence(written):
    for year_type in YearType:
        assert period_or_sentence(written, year_type)


def period_or_sentence(written, year_type):
    try:
        return read_period(written, year_type)
    except NotAPeriod as refused:
        return str(refused)


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("2009/10 Q2", "2009/10 Quarter 2"),
        ("2009/10", "2009/10"),
        ("2009", "2009"),
        ("", ""),
    ],
)
def test_a_sentence_spells_a_quarter_out(label, words):
    assert in_words(label) == words
