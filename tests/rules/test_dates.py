"""Dates are read without guessing and written the GOV.UK way."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from periods.dates import (
    AmbiguousDate,
    NotADate,
    month_number,
    read_date,
    write_date,
    write_day,
    write_month,
)

SEVENTH = date(2009, 11, 7)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def test_a_date_is_written_as_people_say_it():
    assert write_date(SEVENTH) == "7 November 2009"
    assert write_day(SEVENTH) == "Saturday 7 November 2009"
    assert write_month(SEVENTH) == "November 2009"


@pytest.mark.parametrize(
    "written",
    [
        "7 November 2009",
        "2009-11-07",
        "7 Nov 2009",
        "7 Nov. 2009",
        "7th november 2009",
        "Saturday 7 November 2009",
        "Sat, 7 November, 2009",
        pytest.param(SEVENTH, id="a date cell"),
        pytest.param(datetime.fromisoformat("2009-11-07T13:45"), id="a cell with a time"),
        pytest.param(" 7\u00a0November\n2009 ", id="spaces of all kinds"),
    ],
)
def test_dates_to_read(written):
    read = read_date(written)

    assert read == SEVENTH
    assert type(read) is date


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("8/1/20", (date(2020, 1, 8), date(2020, 8, 1))),
        ("8.1.2020", (date(2020, 1, 8), date(2020, 8, 1))),
        ("08-01-2020", (date(2020, 1, 8), date(2020, 8, 1))),
    ],
)
def test_a_date_that_may_be_two_is_a_question_that_offers_both(written, offered):
    with pytest.raises(AmbiguousDate) as question:
        read_date(written)

    assert question.value.candidates == offered
    assert (
        str(question.value)
        == f'"{written}" may be 8 January 2020 or 1 August 2020: write the one you mean'
    )


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        pytest.param(
            "25/12/2009", '"25/12/2009" is written in numbers: write 25 December 2009', id="one way"
        ),
        pytest.param(
            "12/25/09", '"12/25/09" is written in numbers: write 25 December 2009', id="other way"
        ),
        pytest.param("1/1/10", '"1/1/10" is written in numbers: write 1 January 2010', id="alike"),
        pytest.param(
            "31/31/2009", '"31/31/2009" is not a date: write one such as 7 November 2009', id="none"
        ),
        pytest.param(
            "November 2009",
            '"November 2009" names no day: write the day too, such as 7 November 2009',
            id="no day",
        ),
        pytest.param(
            "Term 2009", '"Term 2009" is not a date: write one such as 7 November 2009', id="term"
        ),
        pytest.param(
            "30 February 2009",
            '"30 February 2009" is not in the calendar: write a day that there is',
            id="30 February",
        ),
        pytest.param(
            "2009-13-01",
            '"2009-13-01" is not in the calendar: write a day that there is',
            id="month 13",
        ),
        pytest.param(
            "7 Brumaire 2009",
            '"Brumaire" is not a month: write it such as November',
            id="another calendar",
        ),
        pytest.param(
            "Friday 7 November 2009",
            '"Friday 7 November 2009" was a Saturday: correct the day or the date',
            id="wrong weekday",
        ),
        pytest.param("", "The date is empty: write one such as 7 November 2009", id="empty"),
        pytest.param(None, "The date is empty: write one such as 7 November 2009", id="nothing"),
        pytest.param(
            40124, '"40124" is not a date: write one such as 7 November 2009', id="a day's number"
        ),
        pytest.param(
            date(1812, 6, 24),
            "24 June 1812 is too far away: write a year from 1900 to 2199",
            id="long ago",
        ),
        pytest.param(
            "1 January 2200",
            "1 January 2200 is too far away: write a year from 1900 to 2199",
            id="far ahead",
        ),
    ],
)
def test_what_is_no_date_is_refused_saying_what_to_do(written, sentence):
    with pytest.raises(NotADate) as refused:
        read_date(written)

    assert str(refused.value) == sentence
    assert not isinstance(refused.value, AmbiguousDate)


@pytest.mark.parametrize(
    ("word", "number"),
    [("September", 9), ("Sept", 9), ("sep.", 9), ("MAY", 5), ("Ma", 0), ("", 0), ("Decem", 0)],
)
def test_months_and_their_short_forms(word, number):
    assert month_number(word) == number


@pytest.mark.parametrize("edge", [date(1900, 1, 1), date(2199, 12, 31)])
def test_the_first_and_the_last_day_are_read(edge):
    assert read_date(edge) == edge


@given(DAYS)
def test_a_date_round_trips_through_its_words(day):
    assert read_date(write_date(day)) == read_date(write_day(day)) == day
    assert read_date(day.isoformat()) == day


@given(st.text() | st.integers() | st.dates() | st.datetimes() | st.none())
def test_whatever_is_written_gives_a_date_or_a_sentence(written):
    assert date_or_sentence(written)


def date_or_sentence(written):
    try:
        return read_date(written)
    except NotADate as refused:
        return str(refused)
