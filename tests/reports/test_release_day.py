"""A release is dated as the pages are: by LAA_TODAY, where that is set."""

from datetime import date

import pytest
from django.utils import timezone

from reports.models import Release, Withdrawal
from reports.releases.publishing import publish, withdraw
from returns.models import RoundEvent
from tests.builders import make_quarter

pytestmark = pytest.mark.django_db


def test_a_release_is_dated_on_the_day_that_the_pages_name(officer, settings, client):
    settings.LAA_TODAY = date(2010, 1, 11)
    quarter = make_quarter("2009/10 Q3", state="closed")
    publish(quarter, by=officer)
    client.force_login(officer)

    assert timezone.localdate(Release.objects.get().published_at) == date(2010, 1, 11)
    assert "11 January 2010" in client.get("/reports/2009-q3/").content.decode()
    assert "11 January 2010" in client.get("/releases/").content.decode()
    withdraw(quarter, by=officer, reason="The cohort was wrong")
    assert timezone.localdate(Withdrawal.objects.get().at) == date(2010, 1, 11)


def test_what_happened_to_the_round_is_kept_by_the_clock(officer, settings):
    settings.LAA_TODAY = date(2010, 1, 11)
    publish(make_quarter("2009/10 Q3", state="closed"), by=officer)

    happened = {timezone.localdate(each.at) for each in RoundEvent.objects.all()}
    assert happened == {timezone.localdate()}


def test_without_a_fixed_day_a_release_is_dated_by_the_clock(officer, settings):
    settings.LAA_TODAY = None
    publish(make_quarter("2009/10 Q3", state="closed"), by=officer)

    assert timezone.localdate(Release.objects.get().published_at) == timezone.localdate()
