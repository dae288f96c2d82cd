"""Whatever the clock and the zone of the machine say, a day is a day in London."""

import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.deeds import Deed, tell
from audit.models import Entry
from audit.verifying import verify
from periods.calendar import FinancialQuarter
from periods.models import Quarter
from periods.today import now, today
from periods.working_days import usual_due
from returns.board import days_late
from returns.workflow import ReturnState, Step
from tests.audit.conftest import written  # noqa: F401
from tests.builders import make_officer

LONDON = ZoneInfo("Europe/London")
FIRST, LAST = date(2005, 1, 1), date(2035, 12, 31)
ZONES = ["Europe/London", "Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"]
# Where a day, a quarter, a leap year or the time of summer begins or ends.
EDGES = [
    date(2008, 2, 29), date(2009, 12, 31), date(2010, 3, 28), date(2010, 3, 31),
    date(2010, 6, 30), date(2010, 9, 30), date(2010, 10, 31), date(2028, 2, 29),
]  # fmt: skip
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _by_the_clock(settings):
    settings.LAA_TODAY = None


@pytest.fixture
def zone_of_machine(monkeypatch):
    """A function that puts the machine into another zone."""

    def put(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield put
    monkeypatch.undo()
    time.tzset()


def quarter_by_hand(day: date) -> str:
    """The financial quarter that the day is in, counted by months."""
    number = (day.month - 4) % 12 // 3 + 1
    year = day.year - (day.month < 4)
    return f"{year}/{(year + 1) % 100:02} Q{number}"


@pytest.mark.parametrize("zone", ZONES)
def test_every_day_begins_and_ends_in_london_and_is_in_its_quarter(zone, zone_of_machine):
    zone_of_machine(zone)
    day = FIRST
    with time_machine.travel(0, tick=False) as clock:
        while day <= LAST:
            begins = datetime(day.year, day.month, day.day, tzinfo=LONDON)
            clock.move_to(begins)
            assert today() == day
            assert FinancialQuarter.containing(today()).label == quarter_by_hand(day)
            clock.move_to(begins.timestamp() - 1)
            assert today() == day - timedelta(days=1)
            day += timedelta(days=1)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", EDGES, ids=str)
def test_the_last_second_of_a_day_belongs_to_it(zone, day, zone_of_machine):
    zone_of_machine(zone)
    with time_machine.travel(0, tick=False) as clock:
        clock.move_to(datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=LONDON))
        assert (today(), now().date()) == (day, day)
        clock.shift(1)
        after = day + timedelta(days=1)
        assert (today(), now().date()) == (after, after)


@pytest.mark.parametrize("day", EDGES, ids=str)
def test_a_return_is_in_time_to_the_last_second_of_its_day(day):
    midnight = datetime(day.year, day.month, day.day, tzinfo=LONDON) + timedelta(days=1)
    late = [
        days_late(
            Quarter(label="2009/10 Q3", due=day),
            ReturnState.SUBMITTED,
            [(Step.SUBMITTED, at)],
            day + timedelta(days=9),
        )
        for at in (midnight - SECOND, midnight)
    ]
    assert late == [0, 1]


@pytest.mark.django_db
def test_a_clock_that_is_put_back_changes_no_order_of_the_log(written):  # noqa: F811
    with time_machine.travel("2010-10-31 01:30+00:00", tick=False) as clock:
        for words in ("first", "second", "third"):
            with written():
                tell(Deed.SHOWN, words)
            clock.shift(-3600)
    kept = Entry.objects.filter(what__in=["first", "second", "third"])
    assert [each.what for each in kept.order_by("number")] == ["first", "second", "third"]
    assert [each.what for each in kept] == ["third", "second", "first"]
    assert verify().broken == ""


@pytest.mark.django_db
def test_who_is_signed_in_while_the_clock_is_put_back_stays_no_longer_for_that(client, settings):
    settings.LAA_IDLE_MINUTES = 30
    with time_machine.travel("2010-10-31 01:30+00:00", tick=False) as clock:
        client.force_login(make_officer())
        assert client.get("/accounts/").status_code == 200
        clock.shift(-3600)
        assert client.get("/accounts/").status_code == 200
        clock.shift(31 * 60)
        assert client.get("/accounts/").status_code == 302
        client.force_login(make_officer(name="Another Officer"))
        clock.shift(-3600)
        hours = 0
        while client.get("/accounts/").status_code == 200:
            clock.shift(20 * 60)
            hours += 1
        assert hours <= 12 * 3 + 1


def test_returns_are_due_on_a_working_day_whatever_the_quarter():
    for year in range(FIRST.year, LAST.year):
        for number in (1, 2, 3, 4):
            opens = FinancialQuarter(year, number).ends + timedelta(days=1)
            assert usual_due(opens).weekday() < 5
