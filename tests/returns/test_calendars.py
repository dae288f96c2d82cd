"""A person's own calendar tells when returns and milestones are due, to whoever has the link."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from periods.models import Quarter
from plans.models import PlanPerson
from returns.calendars import hash_of
from returns.models import CalendarLink
from tests import builders

Q2, Q3, Q4 = "2009/10 Q2", "2009/10 Q3", "2009/10 Q4"
MAKE, STOP = "/calendar/make/", "/calendar/stop/"
ADDRESS = re.compile(r"https://laa\.council\.example(/calendar/[\w-]{43}\.ics)</code>")


@pytest.fixture(autouse=True)
def house(settings, db):
    settings.SITE_URL = "https://laa.council.example"
    settings.LAA_TODAY = date(2010, 1, 11)
    builders.make_quarter(Q2, state="closed", due=date(2009, 10, 16))
    builders.make_quarter(Q3, opens=date(2010, 1, 4), due=date(2010, 1, 15))
    builders.make_quarter(Q4, state="not opened", due=date(2010, 4, 16))
    builders.make_quarter("2010/11 Q1", state="not opened")


@pytest.fixture
def plan():
    """NI 101, with a milestone that did not move."""
    plan = builders.make_plan(reference="NI 101", title="Jamie Doe and others")
    action = builders.make_action(plan=plan, number=4, action="Jamie Doe is tutored")
    builders.make_milestone(
        action=action, number=1, words="Jamie Doe has a tutor", first_due=date(2010, 1, 29)
    )
    return plan


@pytest.fixture
def as_connie(client, connie):
    client.force_login(connie)
    return client


def make(client) -> str:
    """Make a link; the path of the calendar."""
    return ADDRESS.search(client.post(MAKE).text)[1]


def read(path: str):
    """What a calendar program is answered, which is not signed in."""
    return Client().get(path)


def events(path: str) -> list[tuple[str, date]]:
    """What the calendar says, read by a program that knows calendars."""
    calendar = Calendar.from_ical(read(path).content)
    assert calendar.errors == []
    return [(str(each["summary"]), each["dtstart"].dt) for each in calendar.walk("VEVENT")]


def calendar_of(person) -> list[tuple[str, date]]:
    """The same, of a link made behind the pages' back."""
    token = f"token of {person.pk}".replace(" ", "-")
    CalendarLink.objects.get_or_create(
        person=person, stopped_at=None, defaults={"token_hash": hash_of(token)}
    )
    return events(f"/calendar/{token}.ics")


RETURNS = [
    ("Return for 2009/10 Quarter 3 due: NI 101", date(2010, 1, 15)),
    ("Return for 2009/10 Quarter 4 due: NI 101", date(2010, 4, 16)),
]
MILESTONE = ("Milestone 4.1 of NI 101 due", date(2010, 1, 29))


# What is in it ------------------------------------------------------------------------


def test_it_tells_the_returns_and_milestones_of_ones_plans(connie):
    builders.make_milestone(action=builders.make_action(), first_due=date(2010, 2, 1))

    assert calendar_of(connie) == [RETURNS[0], MILESTONE, RETURNS[1]]


def test_it_tells_an_officer_of_all_plans(plan):
    other = builders.make_action(plan=builders.make_plan(reference="NI 99"), number=1)
    builders.make_milestone(action=other, number=2, first_due=date(2010, 2, 1))

    assert calendar_of(builders.make_officer()) == [
        ("Returns for 2009/10 Quarter 3 due", date(2010, 1, 15)),
        MILESTONE,
        ("Milestone 1.2 of NI 99 due", date(2010, 2, 1)),
        ("Returns for 2009/10 Quarter 4 due", date(2010, 4, 16)),
    ]


def test_returns_of_one_round_are_one_day(connie):
    builders.make_part(plan=builders.make_plan(reference="NI 99"), user=connie)

    assert calendar_of(connie)[0] == (
        "Returns for 2009/10 Quarter 3 due: NI 99 and NI 101",
        date(2010, 1, 15),
    )


def test_a_plan_that_ends_owes_no_later_return(plan, connie):
    type(plan).objects.update(ended_in=Q3, ended_because="Done")

    assert calendar_of(connie) == [RETURNS[0]]


MOVED = {"now_due": "2010-02-26", "reason": "A tutor was ill"}


@pytest.mark.parametrize(
    ("label", "update", "expected"),
    [
        pytest.param(Q3, MOVED, date(2010, 2, 26), id="moved in the open quarter"),
        pytest.param(Q2, MOVED, date(2010, 2, 26), id="moved before"),
        pytest.param(Q3, {"done_on": "2010-01-08"}, None, id="reached"),
    ],
)
def test_a_milestone_stands_on_the_day_it_is_due_now(plan, connie, label, update, expected):
    builders.make_milestone_update(
        milestone=plan.actions.get().milestones.get(),
        quarter=Quarter.objects.get(label=label),
        **update,
    )

    assert dict(calendar_of(connie)).get(MILESTONE[0]) == expected


@pytest.mark.parametrize("status", ["complete", "stopped"])
def test_an_action_that_is_done_with_has_no_days_left(plan, connie, status):
    builders.make_action_update(action=plan.actions.get(), status=status)

    assert calendar_of(connie) == RETURNS


def test_it_tells_no_figure_and_nobodys_words(connie, as_connie):
    body = read(make(as_connie)).text

    assert "NI 101" in body
    assert [each for each in ("Jamie", "others", "%", "Connie", "tutor") if each in body] == []


def test_it_is_a_calendar_as_the_standard_has_it(plan, connie, as_connie):
    response = read(make(as_connie))
    calendar = Calendar.from_ical(response.content)
    first, milestone, _ = calendar.walk("VEVENT")

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert set(response.headers["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert calendar["version"] == "2.0"
    assert "LAA Tracker" in calendar["prodid"]
    assert b"DTSTART;VALUE=DATE:20100115\r\n" in response.content
    assert b"DTEND;VALUE=DATE:20100116\r\n" in response.content
    assert first["dtstamp"].dt.utcoffset() == timedelta(0)
    assert [str(each["uid"]) for each in (first, milestone)] == [
        "round-2009-q3@laa.council.example",
        f"milestone-{plan.actions.get().milestones.get().pk}@laa.council.example",
    ]
    assert str(milestone["url"]) == "https://laa.council.example/plans/ni-101/"
    assert max(map(len, response.content.split(b"\r\n"))) <= 75


def test_a_day_that_moves_keeps_what_it_is_known_by(plan, as_connie):
    path = make(as_connie)
    before = uids(path)
    builders.make_quarter(Q3, due=date(2010, 1, 22))
    builders.make_milestone_update(
        milestone=plan.actions.get().milestones.get(), now_due="2010-03-01", reason="Ill"
    )

    assert uids(path) == before
    assert len(before) == 3


def uids(path: str) -> set[str]:
    return {str(each["uid"]) for each in Calendar.from_ical(read(path).content).walk("VEVENT")}


def test_reading_it_costs_the_same_for_many_plans_and_milestones(connie):
    calendar_of(connie)
    few = queries_of(connie)
    for _ in range(4):
        plan = builders.make_plan()
        builders.make_part(plan=plan, user=connie)
        for _ in range(3):
            builders.make_milestone(
                action=builders.make_action(plan=plan), first_due=date(2010, 2, 1)
            )

    assert queries_of(connie) == few
    assert len(calendar_of(connie)) == 3 + 4 * 3


def queries_of(person) -> int:
    with CaptureQueriesContext(connection) as asked:
        read(f"/calendar/token-of-{person.pk}.ics")
    return len(asked)


# The link -----------------------------------------------------------------------------


def test_a_link_is_shown_once_and_only_its_hash_is_kept(as_connie, connie):
    path = make(as_connie)
    token = path.removeprefix("/calendar/").removesuffix(".ics")

    kept = CalendarLink.objects.get(person=connie)
    assert bytes(kept.token_hash) == hash_of(token)
    assert token not in as_connie.get("/accounts/").text
    assert "It was shown then, and cannot be shown again." in as_connie.get("/accounts/").text


def test_a_new_link_stops_the_old_one(as_connie):
    old, new = make(as_connie), make(as_connie)

    assert (read(old).status_code, read(new).status_code) == (404, 200)
    assert CalendarLink.objects.filter(stopped_at=None).count() == 1


def test_a_stopped_link_answers_as_one_that_never_was(as_connie):
    path = make(as_connie)

    page = as_connie.post(STOP, follow=True)

    assert "Your calendar link has stopped: nobody can read it any more." in page.text
    never = read("/calendar/never-made.ics")
    assert (read(path).status_code, never.status_code) == (404, 404)
    assert read(path).content == never.content


def test_the_link_of_somebody_who_left_answers_no_more(as_connie, connie):
    path = make(as_connie)
    connie.is_active = False
    connie.save()

    assert read(path).status_code == 404


def test_the_calendar_of_somebody_without_a_part_any_more_is_empty(as_connie, connie):
    path = make(as_connie)
    PlanPerson.objects.filter(user=connie).delete()

    assert events(path) == []
    assert "Stop the link" in as_connie.get("/accounts/").text
    assert "Make a new link" not in as_connie.get("/accounts/").text


def test_a_link_is_of_its_maker_whoever_opens_it(as_connie, client):
    path = make(as_connie)
    client.force_login(builders.make_officer())

    summaries = [
        str(each["summary"]) for each in Calendar.from_ical(client.get(path).content).walk("VEVENT")
    ]

    assert summaries[0] == RETURNS[0][0]


@pytest.mark.parametrize(
    ("given", "offered"),
    [
        pytest.param({"office": "officer"}, True, id="an officer"),
        pytest.param({"office": "Board member"}, False, id="the Board"),
        pytest.param({}, False, id="somebody without a part"),
    ],
)
def test_a_calendar_is_offered_to_whom_it_would_tell_something(client, given, offered):
    client.force_login(builders.make_user(**given))

    assert ("Make a calendar link" in client.get("/accounts/").text) == offered
    assert client.post(MAKE).status_code == (200 if offered else 403)
    assert CalendarLink.objects.exists() == offered


def test_the_account_page_offers_what_can_be_done(as_connie):
    before = as_connie.get("/accounts/").text
    make(as_connie)
    after = as_connie.get("/accounts/").text

    assert "Make a calendar link" in before
    assert "Stop the link" not in before
    assert "Make a new link (the old one stops working)" in after
    assert "Stop the link" in after


@pytest.mark.parametrize("address", [MAKE, STOP])
def test_only_sending_the_form_changes_something(as_connie, connie, address):
    path = make(as_connie)
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(connie)

    assert as_connie.get(address).headers["Location"] == "/accounts/"
    assert careful.post(address).status_code == 403
    assert read(path).status_code == 200
