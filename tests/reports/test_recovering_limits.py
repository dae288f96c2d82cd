"""Where there is too much to try it all, the officer who publishes is told to look."""

from decimal import Decimal

import pytest
from django.urls import reverse

from periods.models import Quarter
from reports.disclosure import beliefs, divisions, readings
from reports.disclosure.hiding import what_publishing_asks
from reports.models import Release
from reports.releases.publishing import publish
from tests.builders import make_actual, make_indicator, make_plan, make_quarter
from tests.reports.test_publishing_asks import parts, report, tell  # noqa: F401

pytestmark = pytest.mark.django_db

NOW = "2009/10 Q3"


def many_parts(count, *, each=10, whole=60, small=4):
    """A total of which any six of its parts make it up, beside one that is small."""
    total = make_indicator(code="LAC 60", unit="number", counted_as="child")
    codes = [f"LAC 60{chr(ord('a') + number)}" for number in range(count)]
    others = [
        make_indicator(code=code, unit="number", counted_as="child", part_of=total)
        for code in codes
    ]
    make_plan(reference="NI 101", indicators=[total, *others])
    quarter = make_quarter(NOW, state="closed")
    for indicator, value in zip([total, *others], [whole, small, *[each] * count], strict=False):
        make_actual(indicator=indicator, period=NOW, reported_in=quarter, value=Decimal(value))
    return quarter


def test_more_breakdowns_than_are_tried_are_told_of_and_kept_with_the_release(
    officer, client, monkeypatch
):
    quarter = many_parts(5, whole=20)
    assert what_publishing_asks(quarter).not_tried == []

    monkeypatch.setattr(beliefs, "MOST_WHOLE", 2)
    (said,) = what_publishing_asks(quarter).not_tried
    assert said.startswith("Not every way was tried in which some parts of LAC 60 may make it up")
    client.force_login(officer)
    page = client.get(reverse("publish-quarter", args=["2009-q3"])).content.decode()
    assert "What you should look at yourself" in page
    assert said in page
    release = publish(quarter, by=officer, reason="Because")
    assert release.rule["not_tried"] == [said]
    assert said in client.get(reverse("releases")).content.decode()


@pytest.mark.parametrize("limit", ["LOOKED_AT", "AGAIN"])
def test_parts_that_are_not_even_counted_are_told_of_too(monkeypatch, limit):
    quarter = many_parts(5, whole=30)  # any three make it, and never all of them
    assert what_publishing_asks(quarter).not_tried == []
    monkeypatch.setattr(beliefs, limit, 1)

    assert len(what_publishing_asks(quarter).not_tried) == 1


def test_breakdowns_that_are_not_all_looked_at_are_told_of_too(monkeypatch):
    quarter = many_parts(5, whole=20)
    monkeypatch.setattr(divisions, "LOOKED_AT", 1)

    assert len(what_publishing_asks(quarter).not_tried) == 1


def test_so_many_parts_that_nobody_could_count_them_are_given_up(monkeypatch):
    monkeypatch.setattr(beliefs, "MOST", 1)
    quarter = many_parts(24, each=11, whole=115)

    assert len(what_publishing_asks(quarter).not_tried) == 1


def test_more_numbers_told_than_are_tried_beside_each_other_are_told_of(
    parts,  # noqa: F811
    officer,
    monkeypatch,
):
    tell(officer, parts, 33, 14, 12, 7)
    tell(officer, parts, 36, 15, 14, 7)
    report(parts, 35, 16, 15, 4)
    quarter = Quarter.objects.get(label=NOW)
    assert what_publishing_asks(quarter).not_tried == []

    monkeypatch.setattr(readings, "SYSTEMS", 5)
    (said,) = what_publishing_asks(quarter).not_tried
    assert said.startswith("Not every number that earlier releases told of LAC 60, LAC 60a")
    assert "more than 5 ways" in said
    publish(quarter, by=officer, reason="Because")
    assert Release.objects.last().rule["not_tried"] == [said]


def test_a_total_by_age_and_by_sex_is_far_from_the_limit(monkeypatch, parts):  # noqa: F811
    report(parts, 30, 14, 12, 4)
    monkeypatch.setattr(beliefs, "MOST", 3)
    monkeypatch.setattr(beliefs, "MOST_WHOLE", 3)

    assert what_publishing_asks(Quarter.objects.get(label=NOW)).not_tried == []
