"""Rounds are opened, closed and published; returns take their course with them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from periods.models import Quarter
from reports.releases.publishing import publish, withdraw
from returns.models import Return, ReturnEvent, RoundEvent
from returns.rounds import close_quarter, gaps, open_quarter
from returns.services import return_of, send_back, sign_off, submit
from returns.workflow import NotAllowed
from tests.builders import (
    make_actual,
    make_indicator,
    make_officer,
    make_plan,
    make_quarter,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _january(settings):
    settings.LAA_TODAY = date(2010, 1, 11)


@pytest.fixture
def officer():
    return make_officer()


@pytest.fixture
def quarter():
    return make_quarter("2009/10 Q3", state="not opened")


def state_of(quarter):
    return Quarter.objects.get(pk=quarter.pk).state


def test_opening_gives_a_round_its_usual_due_date(quarter, officer):
    quarter.opens = date(2010, 1, 4)
    quarter.save()

    open_quarter(quarter, by=officer)

    quarter.refresh_from_db()
    assert (quarter.state, quarter.due) == ("open", date(2010, 1, 15))


def test_only_one_round_is_open(quarter, officer):
    make_quarter("2009/10 Q2", state="open")

    with pytest.raises(NotAllowed, match="2009/10 Q2 is open: close it first"):
        open_quarter(quarter, by=officer)


def test_the_database_keeps_to_one_open_round(quarter):
    make_quarter("2009/10 Q2", state="open")

    with pytest.raises(IntegrityError), transaction.atomic():
        Quarter.objects.filter(pk=quarter.pk).update(state="open")


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        pytest.param("2010/11 Q1", "has not begun", id="in the future"),
        pytest.param("2009/10 Q1", "comes later and was opened", id="before one that was opened"),
    ],
)
def test_a_round_out_of_its_turn_is_not_opened(officer, label, sentence):
    make_quarter("2009/10 Q2", state="published")

    with pytest.raises(NotAllowed, match=sentence):
        open_quarter(make_quarter(label, state="not opened"), by=officer)


def test_a_round_is_published_only_when_it_is_closed(quarter, officer):
    open_quarter(quarter, by=officer)

    with pytest.raises(NotAllowed, match="close it before it is published"):
        publish(quarter, by=officer, reason="x")


def test_on_publication_what_is_signed_off_is_published_and_the_rest_is_not_returned(
    quarter, officer
):
    signed_off, late = make_plan(), make_plan()
    open_quarter(quarter, by=officer)
    ours = return_of(signed_off, quarter)
    submit(ours, by=make_user())
    sign_off(ours, by=officer)
    close_quarter(quarter, by=officer)

    publish(quarter, by=officer, reason="One return is late")

    assert return_of(signed_off, quarter).state == "published"
    assert return_of(late, quarter).state == "not returned"


def test_withdrawing_unlocks_the_records_and_needs_a_reason(quarter, officer):
    ours = make_actual(
        indicator=make_indicator(), reported_in=make_quarter(state="open"), period="2009/10 Q3"
    )
    close_quarter(quarter, by=officer)
    publish(quarter, by=officer, reason="x")
    with pytest.raises(ValidationError, match="is published, so it is locked"):
        ours.full_clean()
    with pytest.raises(NotAllowed, match="Say why"):
        withdraw(quarter, by=officer, reason=" ")

    withdraw(quarter, by=officer, reason="A wrong cohort")

    ours.full_clean()
    assert state_of(quarter) == "withdrawn"


def test_what_happened_to_a_round_is_kept_with_who_and_why(quarter, officer):
    open_quarter(quarter, by=officer)
    close_quarter(quarter, by=officer)
    publish(quarter, by=officer, reason="All is in")

    told = RoundEvent.objects.filter(quarter=quarter).values_list("what", "by", "reason")

    assert list(told) == [
        ("opened", officer.pk, ""),
        ("closed", officer.pk, ""),
        ("published", officer.pk, "All is in"),
    ]


def test_a_step_that_cannot_be_taken_leaves_no_trace(quarter, officer):
    ours = return_of(make_plan(), quarter)

    with pytest.raises(NotAllowed):
        send_back(ours, by=officer, reason="Look at the figures")

    assert not ReturnEvent.objects.exists()


def test_a_return_is_made_once(quarter):
    plan = make_plan()

    assert return_of(plan, quarter) == return_of(plan, quarter)
    assert Return.objects.count() == 1


def test_gaps_are_returns_not_signed_off_and_figures_not_in(quarter, officer):
    indicator = make_indicator(code="LAC 01")
    make_plan(reference="Health", indicators=[indicator])
    open_quarter(quarter, by=officer)

    assert gaps(quarter) == [
        "Health: the return is not started.",
        "LAC 01: no figure that is final for 2009/10 Q3.",
    ]

    make_actual(indicator=indicator, period="2009/10 Q3")
    assert gaps(quarter) == ["Health: the return is not started."]
