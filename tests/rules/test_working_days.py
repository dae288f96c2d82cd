"""Working days in England, and when a round is due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from periods.working_days import (
    add_working_days,
    bank_holidays,
    is_working_day,
    usual_due,
)

DAYS = st.dates(date(1999, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    "sunday",
    [
        date(2008, 3, 23),
        date(2009, 4, 12),
        date(2010, 4, 4),
        date(2011, 4, 24),
        date(2000, 4, 23),
        date(2024, 3, 31),
        date(2025, 4, 20),
        pytest.param(date(1981, 4, 19), id="an exception of the tables"),
        pytest.param(date(2038, 4, 25), id="the latest there is"),
        pytest.param(date(2100, 3, 28), id="a century with another moon"),
    ],
)
def test_easter_has_a_friday_before_it_and_a_monday_after(sunday):
    holidays = bank_holidays(sunday.year)

    assert holidays[sunday - timedelta(days=2)] == "Good Friday"
    assert holidays[sunday + timedelta(days=1)] == "Easter Monday"


@pytest.mark.parametrize(
    ("year", "days", "because"),
    [
        (1999, "1/1 2/4 5/4 3/5 31/5 30/8 25/12 26/12 27/12 28/12 31/12", "millennium eve"),
        (2002, "1/1 29/3 1/4 6/5 3/6 4/6 26/8 25/12 26/12", "Golden Jubilee"),
        (2009, "1/1 10/4 13/4 4/5 25/5 31/8 25/12 26/12 28/12", "Boxing Day on a Saturday"),
        (2010, "1/1 2/4 5/4 3/5 31/5 30/8 25/12 26/12 27/12 28/12", "Christmas on a Saturday"),
        (2011, "1/1 3/1 22/4 25/4 29/4 2/5 30/5 29/8 25/12 26/12 27/12", "a royal wedding"),
        (2012, "1/1 2/1 6/4 9/4 7/5 4/6 5/6 27/8 25/12 26/12", "Diamond Jubilee"),
        (2020, "1/1 10/4 13/4 8/5 25/5 31/8 25/12 26/12 28/12", "75 years of VE Day"),
        (2022, "1/1 3/1 15/4 18/4 2/5 2/6 3/6 29/8 19/9 25/12 26/12 27/12", "a state funeral"),
        (2023, "1/1 2/1 7/4 10/4 1/5 8/5 29/5 28/8 25/12 26/12", "coronation"),
    ],
)
def test_the_bank_holidays_of_a_year(year, days, because):
    assert [f"{day.day}/{day.month}" for day in bank_holidays(year)] == days.split(), because


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2010, 4, 2), "Good Friday"),
        (date(2010, 5, 3), "May Day"),
        (date(2010, 5, 31), "Spring Bank Holiday"),
        (date(2010, 8, 30), "Late Summer Bank Holiday"),
        (date(2010, 12, 27), "Christmas Day (observed)"),
        (date(2010, 12, 28), "Boxing Day (observed)"),
        (date(2011, 1, 3), "New Year's Day (observed)"),
        (date(2012, 6, 4), "Spring Bank Holiday"),
        (date(2012, 6, 5), "Diamond Jubilee of Elizabeth II"),
    ],
)
def test_a_bank_holiday_has_its_name(day, name):
    assert bank_holidays(day.year)[day] == name


@pytest.mark.parametrize(
    ("day", "works"),
    [
        pytest.param(date(2010, 1, 4), True, id="a Monday"),
        pytest.param(date(2010, 1, 8), True, id="a Friday"),
        pytest.param(date(2010, 1, 9), False, id="a Saturday"),
        pytest.param(date(2010, 1, 10), False, id="a Sunday"),
        pytest.param(date(2010, 1, 1), False, id="New Year's Day"),
        pytest.param(date(2012, 5, 28), True, id="a holiday that was moved away"),
    ],
)
def test_a_working_day_is_no_weekend_and_no_holiday(day, works):
    assert is_working_day(day) == works


@pytest.mark.parametrize(
    ("opens", "due"),
    [
        pytest.param(date(2010, 1, 4), date(2010, 1, 15), id="the opening day counts"),
        pytest.param(date(2010, 1, 2), date(2010, 1, 15), id="a Saturday does not"),
        pytest.param(date(2009, 10, 5), date(2009, 10, 16), id="October"),
        pytest.param(date(2010, 4, 1), date(2010, 4, 16), id="over Easter"),
        pytest.param(date(2009, 12, 24), date(2010, 1, 11), id="over Christmas"),
    ],
)
def test_a_round_is_usually_due_on_its_tenth_working_day(opens, due):
    assert usual_due(opens) == due


@pytest.mark.parametrize(
    ("day", "days", "then"),
    [
        pytest.param(date(2010, 1, 9), 0, date(2010, 1, 9), id="none"),
        pytest.param(date(2010, 1, 8), 1, date(2010, 1, 11), id="over a weekend"),
        pytest.param(date(2010, 1, 11), -1, date(2010, 1, 8), id="back over a weekend"),
        pytest.param(date(2010, 1, 9), -1, date(2010, 1, 8), id="back from a Saturday"),
    ],
)
def test_working_days_are_counted_either_way(day, days, then):
    assert add_working_days(day, days) == then


@given(DAYS)
def test_a_round_gets_ten_working_days(opens):
    due = usual_due(opens)
    span = [opens + timedelta(days=each) for each in range((due - opens).days + 1)]

    assert is_working_day(due)
    assert sum(map(is_working_day, span)) == 10


@given(st.integers(1999, 2030))
def test_a_year_has_at_least_eight_holidays_on_weekdays(year):
    assert sum(day.weekday() < 5 for day in bank_holidays(year)) >= 8
