"""What a release told of an indicator is never forgotten: it stays, and so does how it was told."""

import importlib
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ProtectedError

from indicators.models import Actual, Indicator
from periods.models import Quarter
from periods.triggers import lifted
from plans.models import PlanIndicator
from reports.disclosure.hiding import what_publishing_asks
from reports.locks import guards
from reports.models import ToldIndicator
from reports.releases.publishing import publish, withdraw
from tests.builders import make_actual, make_indicator, make_plan, make_quarter

pytestmark = pytest.mark.django_db

NOW = "2009/10 Q3"
Q1, Q2, Q3, Q4 = YEAR = [f"2009/10 Q{number}" for number in (1, 2, 3, 4)]


def table(**given):
    """LAC 60 and its parts by age."""
    usual = {"unit": "number", "counted_as": "child"}
    whole = make_indicator(code="LAC 60", **usual | given.pop("whole", {}))
    parts = [
        make_indicator(
            code=f"LAC 60{letter}", part_of=whole, broken_down_by="age",
            **usual | given.get(letter, {}),
        )
        for letter in "ab"
    ]  # fmt: skip
    make_plan(reference="NI 101", indicators=[whole, *parts])
    return whole, *parts


def report(indicator, number, *, period=NOW, quarter=NOW):
    """In place of what was reported before; None says that it is not available."""
    Actual.objects.filter(indicator=indicator, period=period, reported_in=quarter).delete()
    how = (
        {"value": Decimal(number)}
        if number is not None
        else {"standing": "not available", "not_available_because": "Lost", "reason": "Lost"}
    )
    make_actual(
        indicator=indicator, period=period, reported_in=Quarter.objects.get(label=quarter), **how
    )


def asked(quarter=NOW) -> list[str]:
    found = what_publishing_asks(make_quarter(quarter, state="closed"))
    return [said for each in (*found.away, *found.follows) for said in each.sentences]


@pytest.fixture
def told(officer):
    """LAC 60 of 40, published and withdrawn."""
    quarter = make_quarter(NOW, state="closed")
    whole, first, second = table()
    for each, number in ((whole, 40), (first, 20), (second, 20)):
        report(each, number)
    publish(quarter, by=officer, reason="Because")
    withdraw(quarter, by=officer, reason="To be corrected")
    return whole, first, second


def test_an_indicator_that_a_release_told_of_is_not_deleted(told, officer, client):
    _, first, _ = told
    Actual.objects.filter(indicator=first).delete()
    PlanIndicator.objects.filter(indicator=first).delete()
    with pytest.raises(ProtectedError):
        first.delete()

    client.force_login(officer)
    page = client.post(f"/admin/indicators/indicator/{first.pk}/delete/", {"post": "yes"})
    assert "LAC 60a, first told in 2009/10 Q3, release 1" in page.content.decode()
    assert Indicator.objects.filter(pk=first.pk).exists()


def test_so_what_follows_from_it_is_still_found(told):
    whole, first, second = told
    Actual.objects.filter(indicator=first).delete()
    PlanIndicator.objects.filter(indicator=first).delete()
    report(second, 3)
    report(whole, 23)

    (said,) = asked()
    assert said.startswith("LAC 60b for 2009/10 Quarter 3 could be worked out as 3")


def test_an_indicator_of_which_no_release_told_is_deleted(told):
    fourth = make_indicator(code="LAC 61", counted_as="child")
    report(fourth, None)
    Actual.objects.filter(indicator=fourth).delete()
    fourth.delete()
    assert not Indicator.objects.filter(code="LAC 61").exists()


def test_one_of_which_a_release_told_only_that_it_is_hidden_stays_too(told, officer):
    quarter = make_quarter(NOW, state="closed")
    other = make_indicator(code="LAC 61", unit="number", counted_as="child")
    report(other, 2)
    publish(quarter, by=officer, reason="Because")

    assert ToldIndicator.objects.get(indicator=other).release.number == 2
    assert {each.release.number for each in ToldIndicator.objects.exclude(indicator=other)} == {1}


def test_what_releases_told_before_that_was_kept_is_kept_by_the_migration(told):
    kept = list(ToldIndicator.objects.values_list("release", "indicator"))
    migration = importlib.import_module("reports.migrations.0007_told_indicator")
    with lifted(guards()):
        ToldIndicator.objects.all().delete()
    migration.of_releases(apps, SimpleNamespace(connection=connection))

    assert list(ToldIndicator.objects.values_list("release", "indicator")) == kept


# How often it was reported


@pytest.mark.parametrize(
    ("then", "now", "before", "since"),
    [
        pytest.param(
            {"accumulation": "each quarter"}, {"frequency": "annual", "accumulation": "snapshot"},
            dict(zip(YEAR, (35, 27, 26, 17), strict=True)), {"2009/10": None},
            id="by the quarter, and by the year now",
        ),
        pytest.param(
            {"frequency": "annual"}, {"frequency": "quarterly", "accumulation": "each quarter"},
            {"2009/10": 105}, {Q1: 35, Q2: None, Q3: None, Q4: None},
            id="by the year, and by the quarter now",
        ),
    ],
)  # fmt: skip
def test_what_was_told_as_often_as_it_was_then_is_put_together_as_then(
    officer, then, now, before, since
):
    for each in YEAR:
        make_quarter(each, state="closed")
    whole, first, second = table(
        whole=then, a={"frequency": "annual"}, b={"accumulation": "each quarter"}
    )
    for period, number in before.items():
        report(whole, number, period=period, quarter=Q4)
    for period, number in zip(YEAR, (16, 9, 17, 5), strict=True):
        report(second, number, period=period, quarter=Q4)
    publish(Quarter.objects.get(label=Q4), by=officer, reason="Because")
    withdraw(Quarter.objects.get(label=Q4), by=officer, reason="To be corrected")
    Actual.objects.filter(indicator=whole).delete()
    for name, value in now.items():
        setattr(whole, name, value)
    whole.full_clean()
    whole.save()
    for period, number in since.items():
        report(whole, number, period=period, quarter=Q4)
    report(first, 58, period="2009/10", quarter=Q4)

    assert any(
        said.startswith("LAC 60b for 2009/10 Quarter 4 could be worked out as 5")
        for said in asked(Q4)
    )
