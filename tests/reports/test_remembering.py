"""What is worked out of an open quarter's records is kept until anything is done, and no longer."""

from contextlib import contextmanager
from dataclasses import fields, replace
from threading import Thread

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import deeds
from periods.models import Quarter
from reports.audiences import access, comparing
from reports.disclosure.clearing import clear
from reports.disclosure.withholding import action_place
from reports.pages import kept, views
from reports.reading.facts import facts_as_at, fingerprint
from reports.releases import remembering
from reports.releases.publishing import publish
from reports.releases.remembering import Remembered
from returns.rounds import close_quarter, open_quarter
from tests.builders import (
    make_action,
    make_action_update,
    make_actual,
    make_assessment,
    make_baseline,
    make_comparator,
    make_comparator_value,
    make_dependency,
    make_dependency_update,
    make_indicator,
    make_milestone,
    make_milestone_update,
    make_officer,
    make_part,
    make_plan,
    make_policy,
    make_quarter,
    make_risk,
    make_rule,
    make_target,
    make_user,
)
from tests.reports import samples

pytestmark = pytest.mark.django_db(transaction=True)
LIVE = (
    "/dashboard/2009-q3/",
    "/dashboard/2009-q3/?type=large",
    "/plans/?as_at=2009-q3",
    "/plans/ni-101/?as_at=2009-q3",
    "/indicators/lac-901/?as_at=2009-q3",
    "/reports/2009-q3/",
    "/reports/2009-q3/ni-101/",
)
WARM = 7  # queries: session, person, rounds, releases, how far the log is, and what is shown to all


@pytest.fixture
def indicator():
    """An indicator of NI 101's plan in the open quarter, with a large figure."""
    indicator = make_indicator(code="LAC 901", counted_as="child")
    make_target(indicator=indicator, period="2009/10", value=40)
    plan = make_plan(reference="NI 101", indicators=[indicator])
    make_action(plan=plan, number=1, action="Hire a tutor")
    quarter = make_quarter("2009/10 Q3", state="not opened")
    open_quarter(quarter, by=make_officer(name="Ola Opens"))
    make_actual(
        indicator=indicator, reported_in=quarter, period="2009/10 Q3", numerator=33, denominator=80
    )
    return indicator


@pytest.fixture
def officer(indicator):
    return signed_in(make_officer(name="Olive Officer"))


def signed_in(person) -> Client:
    browser = Client()
    browser.force_login(person)
    browser.get("/")  # the first answer of a session costs more
    return browser


@pytest.fixture
def nothing_is_drawn(monkeypatch):
    """Within it, a page that is drawn anew fails."""

    @contextmanager
    def switched_on():
        def fail(*given, **context):
            raise AssertionError("drawn anew")

        with monkeypatch.context() as patch:
            patch.setattr(views, "page", fail)
            yield

    return switched_on


@pytest.mark.parametrize("address", LIVE)
def test_a_page_of_the_open_quarter_is_drawn_once_and_looks_the_same_again(
    officer, nothing_is_drawn, address
):
    first = officer.get(address)
    with nothing_is_drawn(), CaptureQueriesContext(connection) as asked:
        second = officer.get(address)

    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert len(asked) <= WARM


def test_a_page_is_drawn_of_what_another_page_worked_out(officer, monkeypatch):
    officer.get("/dashboard/2009-q3/")

    def fail(*given):
        raise AssertionError("read anew")

    monkeypatch.setattr(access, "facts_as_at", fail)
    assert officer.get("/reports/2009-q3/").status_code == 200


def test_two_officers_are_given_the_same_page_each_with_their_own_name(officer, nothing_is_drawn):
    ann, ben = (signed_in(make_officer(name=name)) for name in ("Ann Lee", "Ben Low"))
    first = ann.get(LIVE[0]).content.decode()
    with nothing_is_drawn():
        second = ben.get(LIVE[0]).content.decode()

    assert "Ann Lee" in first
    assert first.replace("Ann Lee", "Ben Low") == second


def quarter():
    return Quarter.objects.get(label="2009/10 Q3")


# Whatever a report is made of, as a write of its own.
WRITES = {
    "a figure": lambda of: make_actual(
        indicator=of, reported_in=quarter(), period="2009/10 Q2", numerator=44, denominator=80
    ),
    "a target": lambda of: make_target(indicator=of, period="2010/11", value=44),
    "a baseline": lambda of: make_baseline(indicator=of, period="2007/08", value=44),
    "a rule": lambda of: make_rule(indicator=of, from_quarter="2009/10 Q3", tolerance=2),
    "a comparator": lambda of: make_comparator_value(comparator=make_comparator(indicator=of)),
    "a plan": lambda of: make_plan(reference="NI 102"),
    "an action": lambda of: make_action(plan=plan_of(of), number=9, action="Ask an adviser"),
    "what an action says": lambda of: make_action_update(action=action_of(of), quarter=quarter()),
    "what an action feeds": lambda of: action_of(of).indicators_fed.add(of),
    "a milestone": lambda of: make_milestone(action=action_of(of)),
    "what a milestone says": lambda of: make_milestone_update(
        milestone=make_milestone(action=action_of(of)), quarter=quarter()
    ),
    "a risk": lambda of: make_risk(plan=plan_of(of)),
    "an assessment": lambda of: make_assessment(
        risk=make_risk(plan=plan_of(of)), quarter=quarter()
    ),
    "a policy": lambda of: make_policy(plan=plan_of(of)),
    "a dependency": lambda of: make_dependency(plan=plan_of(of), priority="NI 99"),
    "what a dependency says": lambda of: make_dependency_update(
        dependency=make_dependency(plan=plan_of(of), priority="NI 99"), quarter=quarter()
    ),
    "an indicator's title": lambda of: retitled(of),
    "an indicator gone": lambda of: of.actuals.all().delete(),
    "an indicator out of its plan": lambda of: plan_of(of).indicators.remove(of),
    "when the round is due": lambda of: due_sooner(),
    "a text that is cleared": lambda of: clear(
        [("plan", "NI 101")], by=make_officer(name="Cora Clears")
    ),
}


def plan_of(indicator):
    return indicator.plans.get()


def action_of(indicator):
    return plan_of(indicator).actions.get(number=1)


def retitled(indicator):
    indicator.title = "Looked after children who were helped"
    indicator.save()


def due_sooner():
    ours = quarter()
    ours.due = ours.opens
    ours.save()


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_whatever_is_written_the_page_is_drawn_anew(officer, indicator, monkeypatch, write):
    drawn = []
    page = views.page
    monkeypatch.setattr(
        views, "page", lambda *given, **more: (drawn.append(1), page(*given, **more))[1]
    )
    officer.get(LIVE[0])
    write(indicator)
    officer.get(LIVE[0])

    assert len(drawn) == 2


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_whatever_is_written_pages_are_as_if_nothing_had_been_known(officer, indicator, write):
    masked = [f"{each}{'&' if '?' in each else '?'}audience=public" for each in LIVE]
    for address in (*LIVE, *masked):
        officer.get(address)
    write(indicator)
    known = [officer.get(address).content for address in (*LIVE, *masked)]
    kept.forget()

    assert known == [officer.get(address).content for address in (*LIVE, *masked)]


def test_what_changes_no_record_lets_nothing_be_worked_out_anew(officer, monkeypatch):
    before = officer.get(LIVE[0]).content
    deeds.tell(deeds.Deed.SIGNED_IN, "Somebody else came")

    def fail(*given, **more):
        raise AssertionError("worked out anew")

    monkeypatch.setattr(access, "Building", fail)
    assert officer.get(LIVE[0]).content == before


def test_each_part_of_the_facts_is_in_their_fingerprint(indicator):
    facts = facts_as_at(quarter().label)
    for each in fields(facts):
        other = replace(facts, **{each.name: "another"})
        assert fingerprint(other) != fingerprint(facts), each.name


def test_a_figure_is_on_the_page_as_soon_as_it_is_saved(officer, indicator):
    assert "33 of 80" in officer.get(LIVE[0]).content.decode()
    figure = indicator.actuals.get()
    figure.numerator = 34
    figure.save()

    page = officer.get(LIVE[0]).content.decode()
    assert "34 of 80" in page
    assert "33 of 80" not in page


def test_what_another_process_saved_is_on_the_page_at_once(officer, indicator):
    officer.get(LIVE[0])

    def elsewhere():
        retitled(indicator)
        connection.close()

    other = Thread(target=elsewhere)
    other.start()
    other.join()

    assert "Looked after children who were helped" in officer.get(LIVE[0]).content.decode()


def test_without_counting_what_is_done_an_old_page_would_be_shown(officer, indicator, monkeypatch):
    monkeypatch.setattr(remembering, "done_so_far", lambda: "always the same")
    officer.get(LIVE[0])
    retitled(indicator)

    assert "Looked after children who were helped" not in officer.get(LIVE[0]).content.decode()


def test_what_is_saved_while_a_page_is_drawn_is_on_the_next(officer, indicator, monkeypatch):
    read = access.facts_as_at

    def read_and_then_saved(label):
        facts = read(label)
        retitled(indicator)
        return facts

    with monkeypatch.context() as patch:
        patch.setattr(access, "facts_as_at", read_and_then_saved)
        before = officer.get(LIVE[0]).content.decode()

    assert "Looked after children who were helped" not in before
    assert "Looked after children who were helped" in officer.get(LIVE[0]).content.decode()


def test_within_a_transaction_nothing_is_kept(officer, indicator):
    with transaction.atomic():
        officer.get(LIVE[0])
        retitled(indicator)
        page = officer.get(LIVE[0]).content.decode()

    assert "Looked after children who were helped" in page
    assert deeds.done_so_far() is not None


def test_another_day_is_another_page(officer, nothing_is_drawn, settings):
    settings.LAA_TODAY = samples.date(2010, 1, 11)
    officer.get(LIVE[0])
    settings.LAA_TODAY = samples.date(2010, 1, 12)

    with nothing_is_drawn(), pytest.raises(AssertionError, match="drawn anew"):
        officer.get(LIVE[0])


def test_other_thresholds_count_at_once(officer, settings):
    as_public = f"{LIVE[0]}?audience=public"
    assert "33 of 80" in officer.get(as_public).content.decode()

    settings.LAA_SMALL_NUMBER = 33
    assert "33 of 80" not in officer.get(as_public).content.decode()


def test_whoever_reads_masked_is_given_nothing_of_what_was_read_in_full(officer, indicator):
    figure = indicator.actuals.get()
    figure.numerator = 3
    figure.save()
    in_full = [officer.get(address).content.decode() for address in LIVE]
    masked = [
        officer.get(f"{address}{'&' if '?' in address else '?'}audience=public").content.decode()
        for address in LIVE
    ]
    again = [officer.get(address).content.decode() for address in LIVE]

    assert "3 of 80" in in_full[0]
    assert in_full == again
    assert not any("3 of 80" in page or "3.8%" in page for page in masked)


def test_who_may_not_read_the_quarter_still_may_not(officer):
    officer.get(LIVE[0])
    member = signed_in(make_user(office="Board member"))

    assert member.get(LIVE[0]).status_code == 404


def test_a_lead_reads_their_own_plan_and_no_page_of_it_is_kept(officer, indicator, monkeypatch):
    lead = signed_in(make_part(plan=plan_of(indicator), user=make_user(), part="lead").user)
    officer.get(LIVE[3])
    drawn = []
    page = views.page
    monkeypatch.setattr(
        views, "page", lambda *given, **more: (drawn.append(1), page(*given, **more))[1]
    )
    for _ in range(2):
        assert "your own plan, in full" in lead.get(LIVE[3]).content.decode()

    assert len(drawn) == 2


# What changed since the Board last met -------------------------------------------------


@pytest.fixture
def comparisons(monkeypatch):
    """One more for each time that two quarters are compared."""
    made = []
    compare = comparing.changes
    monkeypatch.setattr(comparing, "changes", lambda *given: (made.append(1), compare(*given))[1])
    return made


@pytest.fixture
def next_quarter(indicator):
    """Quarter 4 open, after Quarter 3 was published, with a figure that was revised since."""
    close_quarter(quarter(), by=make_officer(name="Cleo Closes"))
    publish(quarter(), by=make_officer(name="Pat Publishes"), reason="As it is")
    opened = make_quarter("2009/10 Q4", state="not opened")
    open_quarter(opened, by=make_officer(name="Otto Opens"))
    make_actual(
        indicator=indicator, reported_in=opened, period="2009/10 Q3", numerator=34, denominator=80
    )
    return opened


def test_what_changed_is_worked_out_once_while_nothing_is_done(
    indicator, next_quarter, comparisons
):
    lead = signed_in(make_part(plan=plan_of(indicator), user=make_user(), part="lead").user)
    address = f"/plans/ni-101/?as_at={next_quarter.slug}"
    comparisons.clear()
    pages = [lead.get(address).content.decode() for _ in range(2)]

    assert all("from 33 of 80" in page and "to 34 of 80" in page for page in pages)
    assert len(comparisons) == 1


def test_what_changed_is_told_anew_as_soon_as_something_is_done(indicator, next_quarter):
    lead = signed_in(make_part(plan=plan_of(indicator), user=make_user(), part="lead").user)
    address = f"/plans/ni-101/?as_at={next_quarter.slug}"
    lead.get(address)
    figure = indicator.actuals.get(reported_in=next_quarter)
    figure.numerator = 35
    figure.save()

    assert "to 35 of 80" in lead.get(address).content.decode()


def test_what_changed_is_told_to_each_as_they_may_read_it(indicator, next_quarter):
    figure = indicator.actuals.get(reported_in=next_quarter)
    figure.numerator = 3
    figure.save()
    officer = signed_in(make_officer(name="Olive Officer"))
    address = f"/changes/2009-q3..{next_quarter.slug}/"
    in_full = officer.get(address).content.decode()
    masked = officer.get(f"{address}?audience=public").content.decode()

    assert "3 of 80" in in_full
    assert "3 of 80" not in masked
    assert in_full == officer.get(address).content.decode()


def test_what_is_cleared_is_told_with_what_changed_at_once(indicator, next_quarter):
    action = make_action(plan=plan_of(indicator), number=2, action="Mend the roof")
    officer = signed_in(make_officer(name="Olive Officer"))
    address = f"/changes/2009-q3..{next_quarter.slug}/?audience=public"
    before = officer.get(address).content.decode()
    place, words = f"{action_place('ni-101', action.number)}", action.action
    clear([(place, words)], by=make_officer(name="Cora Clears"))
    after = officer.get(address).content.decode()

    assert "Mend the roof" not in before
    assert "Mend the roof" in after


def test_those_asked_for_last_stay_and_none_that_is_too_large():
    held = Remembered(most=50)
    for name in ("one", "two"):
        held.keep(name, samples.indicator_report())
    held.get("one")
    held.keep("three", samples.indicator_report())
    held.keep("large", samples.quarterly_report(lines=samples.lines(51)))

    assert [bool(held.get(each)) for each in ("one", "two", "three", "large")] == [
        True,
        False,
        True,
        False,
    ]
