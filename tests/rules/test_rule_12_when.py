"""Rule 12, when: the plan's words and the schedule they make."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from periods.dates import write_month
from plans.schedules import ScheduleKind, read_schedule, slippage, write_slippage

EVERY_QUARTER, NO_DATE, DATES, UNREAD, NOT_STATED = ScheduleKind
SEPTEMBER_2009 = date(2009, 9, 30)


@pytest.mark.parametrize(
    ("words", "kind", "no_end", "dates"),
    [
        ("Each quarter/ongoing", EVERY_QUARTER, True, []),
        ("Quarterly", EVERY_QUARTER, False, []),
        ("ongoing", NO_DATE, True, []),
        ("September 2009", DATES, False, [SEPTEMBER_2009]),
        ("March 2010 / October 2010", DATES, False, [date(2010, 3, 31), date(2010, 10, 31)]),
        (
            "Sept 2009 / Jan 2010 / May 2010",
            DATES,
            False,
            [SEPTEMBER_2009, date(2010, 1, 31), date(2010, 5, 31)],
        ),
        ("Termly", UNREAD, False, []),
        pytest.param("As needed by schools", UNREAD, False, [], id="any other words"),
        pytest.param("September", UNREAD, False, [], id="a month without a year"),
        pytest.param("Sept/Oct 2009", UNREAD, False, [], id="two months and one year"),
        pytest.param("September 2009 to March 2010", UNREAD, False, [], id="from one to another"),
        pytest.param("September 2009 / termly", UNREAD, False, [], id="a date and other words"),
        pytest.param("8/1/20", UNREAD, False, [], id="a date that may be two"),
        pytest.param("September 0000", UNREAD, False, [], id="no year"),
        pytest.param("September 9999", UNREAD, False, [], id="a year too far"),
        pytest.param("2009/10", UNREAD, False, [], id="a year of the council's"),
        pytest.param("", NOT_STATED, False, [], id="blank means not stated"),
        pytest.param("  ", NOT_STATED, False, [], id="spaces are blank"),
        pytest.param("EVERY  QUARTER", EVERY_QUARTER, False, [], id="other capitals and spaces"),
        pytest.param("On-going", NO_DATE, True, [], id="a hyphen"),
        pytest.param("December 2009", DATES, False, [date(2009, 12, 31)], id="the year's end"),
        pytest.param("Feb 2012", DATES, False, [date(2012, 2, 29)], id="a leap year"),
        pytest.param("7 November 2009", DATES, False, [date(2009, 11, 7)], id="a day written out"),
        pytest.param(
            "May 2010, Jan 2010 and Sept. 2009",
            DATES,
            False,
            [SEPTEMBER_2009, date(2010, 1, 31), date(2010, 5, 31)],
            id="in disorder, other marks between",
        ),
    ],
)
def test_the_plans_words_make_a_schedule(words, kind, no_end, dates):
    schedule = read_schedule(words)

    assert (schedule.kind, schedule.no_end, list(schedule.dates)) == (kind, no_end, dates)


@pytest.mark.parametrize("words", ["Termly", " September  2009 ", "ongoing", ""])
def test_the_words_are_always_kept(words):
    assert read_schedule(words).words == words


def test_words_that_cannot_be_read_are_asked_about():
    assert (
        read_schedule("Termly").question
        == "“Termly” names no date: which months, such as September 2009?"
    )


@pytest.mark.parametrize("words", ["September 2009", "ongoing", "Quarterly", ""])
def test_words_that_can_be_read_are_not_asked_about(words):
    assert read_schedule(words).question == ""


@pytest.mark.parametrize(
    ("now_due", "days", "words"),
    [
        (date(2009, 9, 30), 0, ""),
        (date(2009, 10, 1), 1, "1 day later than first planned"),
        (date(2009, 10, 31), 31, "31 days later than first planned"),
        (date(2009, 9, 29), -1, "1 day earlier than first planned"),
        (date(2009, 8, 31), -30, "30 days earlier than first planned"),
    ],
)
def test_slippage_is_now_due_less_first_due(now_due, days, words):
    assert slippage(SEPTEMBER_2009, now_due) == days
    assert write_slippage(SEPTEMBER_2009, now_due) == words


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_month_falls_due_on_its_last_day(day):
    (due,) = read_schedule(write_month(day)).dates

    assert (due.year, due.month) == (day.year, day.month)
    assert due >= day


@given(st.text())
def test_any_words_can_be_kept(words):
    assert read_schedule(words).words == words
