"""The way in: an officer's quarter, a first day, one's own plans, the Board's dashboard."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import User
from returns.services import return_of, sign_off, submit
from tests.builders import (
    make_agreement,
    make_part,
    make_plan,
    make_quarter,
    make_user,
)
from tests.reports import samples
from workbooks.models import Import

pytestmark = pytest.mark.django_db
DUE = date(2010, 1, 15)


@pytest.fixture(autouse=True)
def _january(settings):
    settings.LAA_TODAY = date(2010, 1, 11)


@pytest.fixture
def quarter():
    return make_quarter("2009/10 Q3", state="open", opens=date(2010, 1, 4), due=DUE)


@pytest.fixture
def plan():
    return make_plan(reference="NI 101", title="GCSEs")


@pytest.fixture
def three_plans(quarter, officer):
    """NI 101 signed off, NI 99 submitted, NI 100 not started."""
    plans = [make_plan(reference=each, title=f"Plan {each}") for each in ("NI 101", "NI 99")]
    plans.append(make_plan(reference="NI 100", title="Plan NI 100"))
    for plan in plans[:2]:
        submit(return_of(plan, quarter), by=officer)
    sign_off(return_of(plans[0], quarter), by=officer)
    return plans


def test_an_officer_reads_the_quarters_state_in_one_line(pages, officer, three_plans):
    page = pages.as_(officer).get("/")
    assert page.title == "2 of 3 returns are in; due Friday 15 January 2010"
    rows = page.rows("Returns for 2009/10 Quarter 3")
    assert [row[1] for row in rows[1:]] == ["Submitted", "Not started", "Signed off"]
    assert [row[0].split(" :")[0] for row in rows[1:]] == ["NI 99", "NI 100", "NI 101"]


def test_the_last_imports_are_there_with_what_became_of_them(pages, officer, three_plans):
    for number in range(1, 5):
        Import.objects.create(
            name=f"figures {number}.xlsx", content=b"", checksum="0" * 64, state="dropped"
        )
    page = pages.as_(officer).get("/")
    assert [name for name in ("figures 4", "figures 3", "figures 2") if name in page.words] == [
        "figures 4",
        "figures 3",
        "figures 2",
    ]
    assert "figures 1" not in page.words


def test_what_waits_for_sign_off_is_named(pages, officer, three_plans):
    page = pages.as_(officer).get("/")
    assert [each.plan.reference for each in page.context["now"].waiting_for_sign_off] == ["NI 99"]
    assert "Waiting for sign-off NI 99: Plan NI 99" in page.words


def test_on_the_due_date_nobody_is_late(pages, officer, three_plans, settings):
    settings.LAA_TODAY = DUE
    assert pages.as_(officer).get("/").context["now"].late == []


def test_the_day_after_who_has_not_returned_is_late(pages, officer, three_plans, settings):
    settings.LAA_TODAY = date(2010, 1, 16)
    page = pages.as_(officer).get("/")
    assert [each.plan.reference for each in page.context["now"].late] == ["NI 100"]
    assert page.links()["NI 100: Plan NI 100"] == "/returns/ni-100/2009-q3/"


def test_the_board_of_all_returns_is_one_step_away(pages, officer, three_plans):
    links = pages.as_(officer).get("/").links()
    assert links["All returns: remind, read and sign off"] == "/returns/"
    assert links["the board of all returns"] == "/returns/?state=submitted"


def test_a_closed_quarter_leads_to_its_publication(pages, officer, plan):
    make_quarter("2009/10 Q2", state="closed")
    page = pages.as_(officer).get("/")
    assert page.links()["check it and publish it"] == "/quarters/2009-q2/publish/"


def test_where_all_is_published_the_next_quarter_is_offered(pages, officer, plan):
    make_quarter("2009/10 Q2", state="published")
    page = pages.as_(officer).get("/")
    assert page.title == "No quarter is open"
    assert page.links()["open 2009/10 Quarter 3"] == "/quarters/2009-q3/open/"


def test_where_the_next_quarter_has_not_begun_that_is_said(pages, officer, plan):
    make_quarter("2009/10 Q4", state="published")
    assert "can be opened when it has begun" in pages.as_(officer).get("/").words


def test_a_round_that_no_plan_owes_says_so(pages, officer, quarter):
    make_plan(ended_in="2009/10 Q1", ended_because="Its last result is in")
    page = pages.as_(officer).get("/")
    assert page.title == "No return is owed; due Friday 15 January 2010"
    assert "No plan owes a return for this quarter." in page.words


# The first day ------------------------------------------------------------------------


def steps(page):
    return [(each.title, each.done) for each in page.context["steps"]]


def test_an_empty_house_leads_through_the_first_day(pages, officer):
    page = pages.as_(officer).get("/")
    assert page.title == "Your first day with LAA Tracker"
    assert steps(page) == [
        ("Enter the agreement", False),
        ("Bring in the delivery plans", False),
        ("Add the people", False),
        ("Open the first quarter", False),
    ]
    assert page.words.count("To do") == 4


@pytest.mark.parametrize(
    ("make", "done"),
    [
        pytest.param(make_agreement, {"Enter the agreement"}, id="agreement"),
        pytest.param(make_plan, {"Enter the agreement", "Bring in the delivery plans"}, id="plan"),
    ],
)
def test_a_step_is_done_when_there_is_something(pages, officer, make, done):
    make()
    page = pages.as_(officer).get("/")
    assert {title for title, is_done in steps(page) if is_done} == done
    assert page.words.count("Done") == len(done)


def came_in(person, client):
    person.last_login = timezone.now()
    person.save()


def was_invited(person, client):
    client.post(f"/admin/accounts/user/{person.pk}/invite/", {"link": "Make a one-time link"})


@pytest.mark.parametrize("becomes", [came_in, was_invited])
def test_people_are_added_when_one_of_them_knows_how_to_come_in(pages, officer, client, becomes):
    person = make_user()
    client.force_login(officer)
    page = pages.as_(officer).get("/")
    assert dict(steps(page))["Add the people"] is False
    assert "1 person cannot sign in yet: choose them in the list" in page.words
    assert page.links()["Add the people"] == "/admin/accounts/user/?invited=no"

    becomes(person, client)

    assert dict(steps(pages.as_(officer).get("/")))["Add the people"] is True


def test_those_who_cannot_sign_in_yet_are_counted_and_listed(pages, officer, client):
    for name in ("Ann Hill", "Ben Wood", "Cat Reed"):
        make_user(name=name)
    User.objects.filter(pk=make_user(name="Gone Away").pk).update(is_active=False)
    make_user(name="Has Chosen", password="a password of their own")
    client.force_login(officer)
    was_invited(User.objects.get(name="Cat Reed"), client)
    page = pages.as_(officer).get("/")
    assert "2 people cannot sign in yet" in page.words

    listed = client.get(page.links()["Add the people"]).context["cl"].result_list
    assert [each.name for each in listed] == ["Ann Hill", "Ben Wood"]


def test_an_officer_who_signed_in_is_not_the_people(pages, officer):
    came_in(officer, None)
    assert dict(steps(pages.as_(officer).get("/")))["Add the people"] is False


def test_every_step_leads_to_where_it_is_taken(pages, officer):
    assert list(pages.as_(officer).get("/").links().values()) == [
        "/admin/plans/agreement/add/", "/imports/", "/admin/accounts/user/add/", "/quarters/",
    ]  # fmt: skip


def test_planned_quarters_do_not_end_the_first_day(pages, officer):
    make_quarter("2009/10 Q4", state="not opened")
    assert "steps" in pages.as_(officer).get("/").context


def test_a_quarter_without_plans_does_not_end_it_either(pages, officer, quarter):
    assert steps(pages.as_(officer).get("/"))[-1] == ("Open the first quarter", True)


def test_the_first_day_ends_when_a_plan_can_report(pages, officer, quarter, plan):
    assert "steps" not in pages.as_(officer).get("/").context


# Everybody else -----------------------------------------------------------------------


def test_a_plans_people_find_their_plans_state_and_due_date(pages, somebody, three_plans):
    make_part(plan=three_plans[2], user=somebody)
    page = pages.as_(somebody).get("/")
    assert page.title == "Your plans: returns are due Friday 15 January 2010"
    assert page.rows("Your plans and their returns")[1:] == [
        [
            "NI 100: Plan NI 100", "Not started", "15 January 2010", "About 5 minutes",
            "Start the return of NI 100",
        ],
    ]  # fmt: skip
    assert page.links()["NI 100: Plan NI 100"] == "/plans/ni-100/?as_at=2009-q3"
    assert page.links()["Start the return of NI 100"] == "/returns/ni-100/2009-q3/"
    assert page.links()["All your returns"] == "/returns/"


def test_what_is_in_is_only_to_be_seen(pages, somebody, three_plans):
    make_part(plan=three_plans[1], user=somebody)
    assert pages.as_(somebody).get("/").rows("Your plans")[1][-1] == "See the return of NI 99"


@pytest.mark.parametrize(
    ("part", "next_step"), [("lead", "Sign off the return"), ("contributor", "See the return")]
)
@pytest.mark.parametrize("address", ["/", "/returns/"])
def test_whoever_signs_a_return_off_is_told_that_it_waits(
    pages, somebody, three_plans, part, next_step, address
):
    make_part(plan=three_plans[1], user=somebody, part=part)

    said = pages.as_(somebody).get(address).words

    assert (next_step.removesuffix(" the return") if address == "/returns/" else next_step) in said
    assert ("Sign off" in said) == (part == "lead")


def test_a_plan_that_owes_nothing_any_more_stands_apart(pages, somebody, three_plans):
    ended = make_plan(reference="NI 7", ended_in="2009/10 Q2", ended_because="Merged")
    for plan in (ended, three_plans[2]):
        make_part(plan=plan, user=somebody)
    page = pages.as_(somebody).get("/")
    assert [row[0] for row in page.rows("Your plans")[1:]] == ["NI 100: Plan NI 100"]
    assert "Plans that owe no return now NI 7:" in page.words


def test_who_has_only_plans_that_owe_nothing_reads_that(pages, somebody, quarter):
    make_part(plan=make_plan(ended_in="2009/10 Q2", ended_because="Merged"), user=somebody)
    assert "You owe no return for this quarter." in pages.as_(somebody).get("/").words


def test_a_late_return_says_so_to_its_people(pages, somebody, three_plans, settings):
    settings.LAA_TODAY = date(2010, 1, 18)
    make_part(plan=three_plans[2], user=somebody, part="lead")
    assert pages.as_(somebody).get("/").rows("Your plans")[1][1] == "Not started late"


def test_between_rounds_a_plans_people_owe_nothing(pages, somebody):
    make_quarter("2009/10 Q2", state="published")
    make_part(plan=make_plan(reference="NI 101", title="GCSEs"), user=somebody)
    page = pages.as_(somebody).get("/")
    assert "No quarter is open, so nothing is owed now." in page.words
    assert page.links()["NI 101: GCSEs"] == "/plans/ni-101/"
    assert page.links()["The report for 2009/10 Quarter 2"] == "/reports/2009-q2/"


def test_a_board_member_comes_in_at_the_dashboard(pages, member):
    page = pages.as_(member).get("/")
    assert page.context["headline"] == page.title == "1 of 3 targets with a result was met"
    assert page.context["report"].stamp == samples.stamp()


def test_anybody_else_comes_in_at_the_published_reports(pages, somebody):
    assert pages.as_(somebody).get("/").title == "Quarterly reports"


def test_an_officer_who_has_a_plan_is_an_officer_first(pages, officer, quarter, plan):
    make_part(plan=plan, user=officer)
    assert "now" in pages.as_(officer).get("/").context
