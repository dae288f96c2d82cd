"""Who may read which quarter, plan and figure, and from where it comes."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import Http404

from periods.calendar import FinancialQuarter
from periods.models import Quarter
from reports.audiences.access import latest_reading, reading_for
from reports.models import Release
from reports.releases.publishing import publish, withdraw
from returns.rounds import close_quarter, open_quarter
from returns.workflow import NotAllowed
from tests.builders import (
    make_action,
    make_actual,
    make_annual_indicator,
    make_assessment,
    make_dependency,
    make_indicator,
    make_officer,
    make_part,
    make_plan,
    make_quarter,
    make_target,
    make_user,
)

pytestmark = pytest.mark.django_db

Q2, Q3 = FinancialQuarter(2009, 2), FinancialQuarter(2009, 3)


@pytest.fixture(autouse=True)
def _january(settings):
    settings.LAA_TODAY = date(2010, 1, 11)


@pytest.fixture
def officer():
    return make_officer()


@pytest.fixture
def gcse():
    return make_annual_indicator(code="NI 101")


@pytest.fixture
def plan(gcse):
    return make_plan(reference="NI 101", indicators=[gcse])


@pytest.fixture
def published(officer, plan, gcse):
    """2009/10 Q2 published with 5 of 40, and Q3 open with 6 of 40 reported."""
    make_target(indicator=gcse, period="2008/09", value=Decimal(15))
    quarter = make_quarter("2009/10 Q2", state="not opened")
    open_quarter(quarter, by=officer)
    make_actual(
        indicator=gcse, period="2008/09", numerator=5, denominator=40, standing="provisional",
        reported_in=quarter,
    )  # fmt: skip
    close_quarter(quarter, by=officer)
    publish(quarter, by=officer, reason="Gaps are known")
    following = make_quarter("2009/10 Q3", state="not opened")
    open_quarter(following, by=officer)
    make_actual(indicator=gcse, period="2008/09", numerator=6, denominator=40)
    return quarter


def the_line(reading):
    return reading.quarterly_report().lines[0]


def board_member():
    return make_user(office="Board member")


def test_a_published_quarter_says_today_what_it_said_then(published, gcse):
    reader = board_member()
    before = reading_for(reader, Q2).quarterly_report()
    gcse.title = "Another title"
    gcse.save()

    assert reading_for(reader, Q2).quarterly_report() == before
    assert before.lines[0].actual.counts == "5 of 40 young people"


def test_officers_see_the_open_quarter_first_and_others_the_latest_published(published, officer):
    assert latest_reading(officer).quarter == Q3
    assert latest_reading(board_member()).quarter == Q2


def test_before_a_quarter_is_opened_officers_see_the_latest_in_which_something_was_reported(
    officer, gcse
):
    assert latest_reading(officer) is None
    planned = [make_quarter(f"2009/10 Q{each}", state="not opened") for each in (1, 2, 3, 4)]
    assert latest_reading(officer).quarter == planned[3].calendar
    make_actual(indicator=gcse, period="2008/09", reported_in=planned[1])
    assert latest_reading(officer).quarter == planned[1].calendar
    make_assessment(quarter=planned[2])
    assert latest_reading(officer).quarter == planned[2].calendar
    assert latest_reading(board_member()) is None


@pytest.mark.parametrize("office", ["Board member", ""])
def test_an_unpublished_quarter_is_not_there_for_those_who_read_only_published_ones(
    published, office
):
    with pytest.raises(Http404):
        reading_for(make_user(office=office), Q3)


def test_a_plans_own_people_read_it_in_full_in_the_open_quarter(published, plan):
    ours = make_part(plan=plan).user

    report = reading_for(ours, Q3).plan_report("ni-101")

    assert report.lines[0].actual.counts == "6 of 40 young people"


def test_a_plans_own_people_read_no_other_plan_in_the_open_quarter(published, plan):
    make_plan(reference="NI 99", indicators=[make_indicator(code="NI 99")])
    reading = reading_for(make_part(plan=plan).user, Q3)

    for read in (
        reading.quarterly_report,
        lambda: reading.plan_report("ni-99"),
        lambda: reading.indicator_report("ni-99"),
    ):
        with pytest.raises(Http404):
            read()


def test_a_plans_own_people_see_nothing_unpublished_of_what_their_plan_depends_on(
    published, plan, officer
):
    other = make_annual_indicator(code="NI 99")
    make_plan(reference="NI 99", indicators=[other])
    make_dependency(plan=plan, priority="NI 99", indicator=other)
    reader = make_part(plan=plan).user
    before = reading_for(reader, Q3).plan_report("ni-101")
    make_actual(indicator=other, period="2008/09", numerator=20, denominator=40)

    seen = reading_for(reader, Q3).plan_report("ni-101")

    assert seen == before
    assert [(each.priority, each.indicator_status) for each in seen.dependencies] == [("NI 99", "")]
    assert reading_for(officer, Q3).plan_report("ni-101").dependencies[0].indicator_status


def test_a_plans_own_people_read_no_words_of_other_plans_on_their_indicator(published, plan, gcse):
    action = make_action(plan=make_plan(reference="NI 99"), action="SECRET words")
    action.indicators_fed.add(gcse)

    report = reading_for(make_part(plan=plan).user, Q3).indicator_report("ni-101")

    assert report.fed_by == ()


def test_a_figure_of_a_return_nobody_signed_off_stays_marked_when_it_is_published(published):
    assert not the_line(reading_for(board_member(), Q2)).signed_off


def test_small_numbers_are_hidden_from_strangers_and_shown_to_the_board(published, plan):
    assert the_line(reading_for(make_user(), Q2)).status == "masked"
    assert the_line(reading_for(board_member(), Q2)).status == "missed"
    assert the_line(reading_for(make_part(plan=plan).user, Q2)).status == "missed"


def test_small_numbers_are_hidden_from_the_board_where_the_setting_says_so(published, settings):
    settings.LAA_BOARD_AUDIENCE = "masked"

    assert the_line(reading_for(board_member(), Q2)).status == "masked"


def test_who_sees_more_can_ask_for_the_publics_view_and_nobody_for_more(published, officer):
    assert the_line(reading_for(officer, Q2, "public")).status == "masked"
    assert the_line(reading_for(board_member(), Q2, "public")).status == "masked"
    assert the_line(reading_for(make_user(), Q2, "officer")).status == "masked"
    assert the_line(reading_for(make_user(), Q2, "board")).status == "masked"


def test_a_page_with_a_small_number_says_that_it_is_restricted(published):
    full, public = reading_for(board_member(), Q2), reading_for(make_user(), Q2)

    assert full.restricted(full.quarterly_report())
    assert not public.restricted(public.quarterly_report())


def test_a_withdrawn_quarter_is_hidden_and_its_release_stays_for_officers(published, officer):
    withdraw(published, by=officer, reason="The cohort was wrong")
    with pytest.raises(Http404):
        reading_for(board_member(), Q2)

    assert the_line(reading_for(officer, Q2, release=1)).actual.counts == "5 of 40 young people"


def test_an_earlier_release_is_not_found_by_who_may_not_read_it(
    published, officer, settings, client
):
    """Nor is the one that stands given in its place."""
    settings.LAA_PUBLIC = True
    withdraw(published, by=officer, reason="The cohort was wrong")
    publish(published, by=officer, reason="The cohort is right now")

    for user in (board_member(), make_user()):
        with pytest.raises(Http404):
            reading_for(user, Q2, release=1)
        assert reading_for(user, Q2, release=2).stamp.released == 2
    assert reading_for(officer, Q2, release=1).stamp.released == 1
    asked = {
        path: [client.get(f"{path}?release={number}").status_code for number in (1, 2, 3)]
        for path in ("/public/", "/public/2009-q2/")
    }
    assert set(map(tuple, asked.values())) == {(404, 200, 404)}
    client.force_login(make_user())
    for path in ("/dashboard/", "/reports/2009-q2/", "/indicators/ni-101/"):
        answers = [client.get(f"{path}?release={number}") for number in (1, 2)]
        assert [each.status_code for each in answers] == [404, 200]
        assert answers[0].content == client.get(f"{path}?release=999").content


def test_a_corrected_quarter_is_published_as_release_2(published, officer, gcse):
    withdraw(published, by=officer, reason="The cohort was wrong")
    actual = gcse.actuals.get(reported_in="2009/10 Q2")
    actual.denominator = 41
    actual.reason = "One child more was in the cohort"
    actual.full_clean()
    actual.save()
    with pytest.raises(NotAllowed, match="what is put right"):
        publish(published, by=officer)
    publish(published, by=officer, reason="The cohort is 41")

    reading = reading_for(board_member(), Q2)

    assert reading.stamp.released == 2
    assert reading.stamp.release_reason == "The cohort is 41"
    assert reading_for(make_user(), Q2).stamp.release_reason == ""
    assert reading_for(officer, Q2, "public").stamp.release_reason == ""
    assert the_line(reading).actual.counts == "5 of 41 young people"
    assert Release.objects.filter(quarter=published).count() == 2


def test_a_round_with_gaps_is_not_published_without_a_reason(officer, plan):
    quarter = make_quarter("2009/10 Q3", state="closed")

    with pytest.raises(NotAllowed, match="missing from 2009/10 Q3"):
        publish(quarter, by=officer)

    assert Quarter.objects.get(pk=quarter.pk).state == "closed"


def test_a_published_page_costs_a_handful_of_queries(published, django_assert_max_num_queries):
    reader = board_member()

    with django_assert_max_num_queries(6):
        reading_for(reader, Q2).quarterly_report()


@pytest.mark.parametrize("address", ["/plans/lac-01/", "/indicators/lac-01/"])
def test_a_quarter_published_before_a_plan_came_is_not_offered_for_it(
    published, officer, client, address
):
    make_plan(reference="LAC 01", indicators=[make_indicator(code="LAC 01")])
    client.force_login(officer)

    switch = client.get(address).context["switch"]

    assert (switch["current"], switch["quarters"]) == ("2009/10 Quarter 3", [])
    assert switch["previous"] is None
    assert client.get(f"{address}?as_at=2009-q2").status_code == 404


def test_a_plan_that_was_there_is_offered_as_it_stood_then(published, officer, client):
    client.force_login(officer)
    switch = client.get("/plans/ni-101/").context["switch"]
    assert switch["previous"] == ("2009/10 Quarter 2", "/plans/ni-101/?as_at=2009-q2")
