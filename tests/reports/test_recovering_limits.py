"""Where there is too much to try it all, the officer who publishes is told to look."""

import pytest

from periods.models import Quarter
from reports.disclosure import readings
from reports.disclosure.hiding import what_publishing_asks
from reports.models import Release
from reports.releases.publishing import publish
from tests.reports.test_publishing_asks import parts, report, tell  # noqa: F401

pytestmark = pytest.mark.django_db

NOW = "2009/10 Q3"


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
