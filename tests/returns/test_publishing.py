"""What a publication makes of returns: signed off or not, taken back, offered again, put right."""

from datetime import date

import pytest

from indicators.models import Actual
from periods.models import Quarter
from reports.models import ReleasedReport
from reports.releases.publishing import publish, withdraw
from returns.drafts import begin, drafts_of, keep
from returns.handing_in import approve, hand_in
from returns.models import Draft, Return
from returns.rounds import close_quarter, gaps, open_quarter
from returns.services import return_of, send_back
from tests.builders import (
    make_actual,
    make_indicator,
    make_officer,
    make_part,
    make_plan,
    make_quarter,
    make_target,
    make_user,
)

pytestmark = pytest.mark.django_db
Q3, Q4 = "2009/10 Q3", "2009/10 Q4"
FIGURE = "lac-01.2009-q3"


@pytest.fixture(autouse=True)
def _april(settings):
    settings.LAA_TODAY = date(2010, 4, 12)


@pytest.fixture
def officer():
    return make_officer()


@pytest.fixture
def manager(plan):
    return make_part(plan=plan, user=make_user()).user


@pytest.fixture
def quarter():
    return make_quarter(Q3)


@pytest.fixture
def plan(quarter):
    indicator = make_indicator(code="LAC 01")
    make_target(indicator=indicator, value=80)
    return make_plan(reference="Health", indicators=[indicator])


def handed_in(plan, quarter, by, numerator="30"):
    """The plan's return, with its figure and a summary, all handed in."""
    ours = return_of(plan, quarter)
    typed = {"available": "yes", "numerator": numerator, "denominator": "40"}
    typed |= {"why": "Two were ill.", "being_done": "Asked again."}
    keep(ours, FIGURE, typed, version=0, by=by)
    keep(return_of(plan, quarter), "summary", {"summary": "All is well."}, version=0, by=by)
    hand_in(return_of(plan, quarter), by=by)
    return return_of(plan, quarter)


def run(quarter, officer, reason="The gaps are known"):
    close_quarter(quarter, by=officer)
    publish(quarter, by=officer, reason=reason)


def published_line(number=1, label=Q3) -> dict:
    """The figure's line as the release keeps it."""
    kept = ReleasedReport.objects.get(
        release__quarter=label, release__number=number, key="indicator/lac-01"
    )
    return kept.data["line"]


# Submitted and never signed off --------------------------------------------------------


@pytest.fixture
def not_returned(plan, quarter, manager, officer):
    """Published while the return was submitted and not signed off."""
    ours = handed_in(plan, quarter, manager)
    assert gaps(quarter) == ["Health: the return is submitted and not signed off."]
    run(quarter, officer)
    return ours


def test_what_was_never_signed_off_is_published_as_not_returned(not_returned, plan, quarter):
    assert return_of(plan, quarter).state == "not returned"
    assert published_line()["status"] == "not returned"
    assert not Actual.objects.exists()
    assert return_of(plan, quarter).summary == ""


def test_it_is_kept_as_it_was_typed_by_who_typed_it(not_returned, manager):
    kept = not_returned.drafts.get(about=FIGURE)
    assert (kept.typed["numerator"], kept.typed["denominator"]) == ("30", "40")
    assert kept.typed["why"] == "Two were ill."
    assert kept.by == manager
    assert not_returned.drafts.get(about="summary").typed["summary"] == "All is well."


def test_it_is_offered_in_the_next_return_and_can_be_handed_in_there(
    not_returned, plan, manager, officer
):
    following = make_quarter(Q4, state="not opened")
    open_quarter(following, by=officer)
    ours = Return(plan=plan, quarter=Quarter.objects.get(pk=Q4))
    assert drafts_of(ours)[FIGURE].typed["numerator"] == "30"

    typed = {"available": "yes", "numerator": "36", "denominator": "40"}
    keep(begin(ours), "lac-01.2009-q4", typed, version=0, by=manager)
    for about in (FIGURE, "summary"):  # what is offered is saved by whoever hands it in
        offered = drafts_of(return_of(plan, following))[about].typed
        keep(return_of(plan, following), about, offered, version=0, by=manager)
    hand_in(return_of(plan, following), by=manager)
    approve(return_of(plan, following), by=officer)
    run(Quarter.objects.get(pk=Q4), officer)

    found = {each.period: (each.reported_in_id, each.numerator) for each in Actual.objects.all()}
    assert found == {Q3: (Q4, 30), Q4: (Q4, 36)}
    assert published_line(label=Q4)["status"] == "met"
    assert published_line()["status"] == "not returned"


def test_after_a_withdrawal_it_is_a_draft_that_can_be_signed_off_and_published(
    not_returned, plan, quarter, manager, officer
):
    withdraw(quarter, by=officer, reason="A return was overlooked")
    assert return_of(plan, quarter).state == "draft"

    hand_in(return_of(plan, quarter), by=officer)
    approve(return_of(plan, quarter), by=officer)
    publish(quarter, by=officer, reason="With the return that was overlooked")

    assert return_of(plan, quarter).state == "published"
    assert published_line(number=2)["actual"]["numerator"] == 30
    assert published_line(number=1)["status"] == "not returned"
    assert not Draft.objects.exists()


def test_after_a_withdrawal_and_no_sign_off_it_is_not_returned_again(
    not_returned, plan, quarter, officer
):
    withdraw(quarter, by=officer, reason="A wrong cohort")
    publish(quarter, by=officer, reason="Another plan was put right")

    assert return_of(plan, quarter).state == "not returned"
    assert published_line(number=2)["status"] == "not returned"
    assert not_returned.drafts.filter(about=FIGURE).count() == 1


def test_after_a_withdrawal_what_nobody_began_is_not_started_as_before(plan, quarter, officer):
    assert gaps(quarter)[0] == "Health: the return is not started."
    run(quarter, officer)
    withdraw(quarter, by=officer, reason="A wrong cohort")
    assert gaps(quarter)[0] == "Health: the return is not started."


def test_after_a_withdrawal_what_was_sent_back_still_says_why(plan, quarter, manager, officer):
    ours = handed_in(plan, quarter, manager)
    send_back(ours, by=officer, reason="Look at the cohort.", sections=["figures"])
    run(quarter, officer)
    withdraw(quarter, by=officer, reason="A wrong cohort")

    kept = return_of(plan, quarter)

    assert kept.state == "sent back"
    assert kept.sent_back.reason == "Look at the cohort."
    assert gaps(quarter)[0] == "Health: the return is sent back and not handed in again."


# Signed off ----------------------------------------------------------------------------


@pytest.fixture
def signed_off(plan, quarter, manager, officer):
    ours = handed_in(plan, quarter, manager)
    approve(ours, by=officer)
    assert gaps(quarter) == []
    run(quarter, officer, reason="")
    return ours


def test_what_was_signed_off_is_published(signed_off, plan, quarter):
    line = published_line()
    assert return_of(plan, quarter).state == "published"
    assert (line["actual"]["numerator"], line["signed_off"]) == (30, True)


def test_withdrawn_and_published_again_it_is_still_signed_off(signed_off, plan, quarter, officer):
    withdraw(quarter, by=officer, reason="Another plan was wrong")
    assert return_of(plan, quarter).state == "signed off"

    publish(quarter, by=officer, reason="Another plan was put right")

    assert return_of(plan, quarter).state == "published"
    assert (published_line(number=2)["actual"], published_line(number=2)["signed_off"]) == (
        published_line()["actual"],
        True,
    )


# Entered by an officer, and handed in by nobody ----------------------------------------


def test_what_an_officer_entered_themselves_is_published_as_not_signed_off(plan, quarter, officer):
    make_actual(indicator=plan.indicators.get(), period=Q3, entered_by=officer)

    run(quarter, officer)

    line = published_line()
    assert return_of(plan, quarter).state == "not returned"
    assert (line["actual"]["numerator"], line["signed_off"]) == (30, False)
    assert not Draft.objects.exists()
