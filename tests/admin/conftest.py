"""A performance officer at the admin, and one of everything to look at."""

import pytest
from django.test import Client

from reports.models import Release, ReleasedReport, ToldIndicator, Withdrawal
from returns.models import ReturnEvent, RoundEvent
from tests import builders
from tests.access.crawl import rolled_back
from tests.workbooks.here import read_files_here
from workbooks.models import ChangedRows, ExportedSheet, Import, KeptMapping


@pytest.fixture(autouse=True)
def files_are_read_here(monkeypatch):
    """As the tests of reading do, which have processes for it too."""
    read_files_here(monkeypatch)


@pytest.fixture
def officer(db):
    return builders.make_officer(email="officer@council.example", name="Pat Officer")


@pytest.fixture
def office(client, officer):
    """The client of a signed-in officer."""
    client.force_login(officer)
    return client


@pytest.fixture
def one_of_everything(officer):
    """One row of every noun, the quarter open; the plan among them."""
    return make_one_of_everything(officer)


@pytest.fixture(scope="module")
def standing_officer(django_db_setup, django_db_blocker):
    """An officer whom a whole module has, at an admin that stays as it is."""
    with django_db_blocker.unblock(), rolled_back():
        yield builders.make_officer(email="officer@council.example", name="Pat Officer")


@pytest.fixture(scope="module")
def standing_office(standing_officer):
    """The client of that officer."""
    client = Client()
    client.force_login(standing_officer)
    return client


def make_one_of_everything(officer):
    """One row of every noun; returns the plan."""
    quarter = builders.make_quarter("2009/10 Q3")
    indicator = builders.make_annual_indicator(code="NI 101")
    builders.make_rule(indicator=indicator)
    builders.make_baseline(indicator=indicator)
    builders.make_target(indicator=indicator)
    builders.make_actual(indicator=indicator, period="2008/09", reported_in=quarter)
    builders.make_comparator_value(comparator=builders.make_comparator(indicator=indicator))
    plan = builders.make_plan(reference="NI 101", indicators=[indicator])
    builders.make_part(plan=plan, user=officer)
    builders.make_policy(plan=plan)
    builders.make_dependency_update(dependency=builders.make_dependency(plan=plan))
    action = builders.make_action(plan=plan, number=1)
    builders.make_action_update(action=action)
    builders.make_milestone_update(milestone=builders.make_milestone(action=action))
    builders.make_assessment(risk=builders.make_risk(plan=plan, number=1))
    ours = builders.make_return(plan=plan)
    ReturnEvent.objects.create(owner=ours, step="started", by=officer)
    builders.make_draft(owner=ours, by=officer)
    builders.make_flag(owner=ours, by=officer)
    RoundEvent.objects.create(quarter=quarter, what="opened", by=officer)
    release = Release.objects.create(quarter=quarter, number=1, published_by=officer)
    ReleasedReport.objects.create(release=release, key="quarter", data={"lines": []})
    ToldIndicator.objects.create(release=release, indicator=indicator)
    Withdrawal.objects.create(release=release, by=officer, reason="A typing error")
    builders.make_clearance(by=officer)
    builders.make_further_hiding(by=officer, indicator=indicator)
    builders.make_download(by=officer, quarter=quarter)
    builders.make_reminder(quarter=quarter, person=officer)
    builders.make_nudge(quarter=quarter, plan=plan, person=officer, by=officer)
    builders.make_calendar_link(person=officer)
    builders.make_feed_token(person=officer)
    builders.make_entry(person=officer)
    builders.make_sight(person=officer)
    brought = Import.objects.create(name="plan.xlsx", content=b"", checksum="0" * 64, by=officer)
    ChangedRows.objects.create(record=brought, sheet="Targets", number=1, rows=[])
    ExportedSheet.objects.create(version="0" * 64, sheet="Targets", rows=b"")
    KeptMapping.objects.create(name="KPI list", content={}, by=officer)
    return plan
