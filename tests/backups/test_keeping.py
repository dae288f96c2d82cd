"""Which backups of a folder stay: a day in full, then 7 days and 4 weeks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_tracker.backups.keeping import moment_of, name_at, staying, surplus


def at(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)


NOON = at(2010, 1, 11, 12)  # a Monday


def every(minutes: int, *, days: int) -> list[datetime]:
    """A schedule's backups, up to noon."""
    step = timedelta(minutes=minutes)
    return [NOON - step * number for number in range(days * 24 * 60 // minutes)]


def test_all_of_the_last_24_hours_stay():
    made = every(15, days=3)
    assert {each for each in made if each > NOON - timedelta(hours=24)} <= staying(made, NOON)


def test_of_the_days_before_the_last_of_each_stays_seven_of_them():
    older = {each for each in staying(every(60, days=40), NOON) if each <= NOON - timedelta(1)}
    days = [at(2010, 1, day, 23) for day in (9, 8, 7, 6, 5)]
    assert older >= set(days)
    assert at(2010, 1, 4, 23) not in older


def test_of_four_weeks_the_last_of_each_stays():
    kept = staying(every(60, days=60), NOON)
    sundays = [at(2010, 1, 10, 23), at(2010, 1, 3, 23), at(2009, 12, 27, 23)]
    assert kept >= {NOON, *sundays}
    assert min(kept) == sundays[-1]


def test_backups_that_stopped_long_ago_are_thinned_out_and_never_all_taken():
    made = [each - timedelta(days=400) for each in every(60, days=40)]
    kept = staying(made, NOON)
    assert max(made) in kept
    assert len(kept) == 10  # 7 days, and 3 more weeks that no such day is of


@given(st.sets(st.integers(-500 * 24 * 60, 500 * 24 * 60)))
def test_the_newest_always_stays_and_thinning_out_twice_takes_no_more(minutes):
    made = {NOON + timedelta(minutes=each) for each in minutes}
    kept = staying(made, NOON)
    assert kept <= made
    assert not made or max(made) in kept
    assert staying(kept, NOON) == kept


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("laa-tracker-2010-01-11T120000Z.laabackup", NOON),
        ("laa-tracker-2010-01-11T120000Z.laabackup.part", None),
        ("before the move.laabackup", None),
        ("laa-tracker-2010-13-11T120000Z.laabackup", None),
    ],
)
def test_a_name_says_when_it_was_made(tmp_path, name, moment):
    assert moment_of(tmp_path / name) == moment


def test_a_name_is_of_its_moment_everywhere_in_the_world():
    east = NOON.astimezone(tz=None)
    assert name_at(NOON) == name_at(east) == "laa-tracker-2010-01-11T120000Z.laabackup"


def test_of_a_folder_only_our_own_surplus_is_named(tmp_path):
    made = every(60, days=40)
    for each in made:
        (tmp_path / name_at(each)).touch()
    (tmp_path / "before the move.laabackup").touch()

    gone = surplus(tmp_path, NOON)

    assert {moment_of(each) for each in gone} == set(made) - staying(made, NOON)
    assert gone == sorted(gone)
