"""Years that are no financial ones beside quarters: what came to a year within two of them."""

from decimal import Decimal

import pytest

from indicators.models import Actual
from periods.models import Quarter
from reports.disclosure.hiding import what_publishing_asks
from reports.models import ReleasedReport
from reports.releases.publishing import publish, withdraw
from tests.builders import make_actual, make_baseline, make_indicator, make_plan, make_quarter

pytestmark = pytest.mark.django_db

NOW = "2009/10 Q4"
# The first and the last quarter that say something of 2009, of 2008/09 and of a school year.
BEFORE = ("2008/09 Q1", "2008/09 Q2", "2008/09 Q3", "2008/09 Q4")
SINCE = ("2009/10 Q1", "2009/10 Q2", "2009/10 Q3")
ACCUMULATIONS = ("cumulative", "each quarter")


def partnership(accumulation, year_type="calendar"):
    """LAC 60 of a year is made of LAC 60a, by quarters, and LAC 60b, by the year."""
    total = make_indicator(
        code="LAC 60", unit="number", counted_as="child", frequency="annual", year_type=year_type
    )
    quarterly = make_indicator(
        code="LAC 60a", unit="number", counted_as="child", part_of=total, accumulation=accumulation
    )
    yearly = make_indicator(
        code="LAC 60b", unit="number", counted_as="child", part_of=total, frequency="annual",
        year_type=year_type,
    )  # fmt: skip
    make_plan(reference="NI 101", indicators=[total, quarterly, yearly])
    make_quarter(NOW, state="closed")
    return total, quarterly, yearly


def report(indicator, period, value):
    """What it is, in place of what was reported of it before."""
    Actual.objects.filter(indicator=indicator, period=period).delete()
    make_actual(
        indicator=indicator, period=period, reported_in=Quarter.objects.get(label=NOW),
        value=Decimal(value),
    )  # fmt: skip


def report_each(indicator, values):
    for period, value in zip((*BEFORE, *SINCE), values, strict=True):
        if value is not None:
            report(indicator, period, value)


def quarters(accumulation, *, fell=False):
    """By quarters 35 in 2009: the 10 of January to March, and 25."""
    if accumulation == "each quarter":
        return [7, 7, 8, 10, 9, 8, 8]
    return [9, 20, 40, 30, 20, 35, 45] if fell else [7, 14, 22, 32, 9, 17, 25]


def away():
    asked = what_publishing_asks(Quarter.objects.get(label=NOW))
    return [*asked.away, *asked.follows, *asked.told]


def said():
    return [each for found in away() for each in found.sentences]


def publish_now(officer):
    release = publish(Quarter.objects.get(label=NOW), by=officer, reason="Because")
    kept = ReleasedReport.objects.filter(release=release, key__startswith="masked/indicator/")
    return {
        (data["line"]["code"], row["period"])
        for data in kept.values_list("data", flat=True)
        for row in data["periods"]
        if row["stands"] and row["stands"]["text"] == "[c]"
    }


@pytest.mark.parametrize("accumulation", ACCUMULATIONS)
def test_a_calendar_year_is_what_its_quarters_come_to(accumulation, officer):
    total, quarterly, yearly = partnership(accumulation)
    report_each(quarterly, quarters(accumulation))
    report(total, "2009", 39)
    report(yearly, "2009", 4)

    assert said()[0].startswith(
        "LAC 60b for 2009 (reported in 2009/10 Quarter 4) could be worked out as 4"
    )
    assert len(publish_now(officer)) == 2


def test_what_came_after_the_quarter_to_date_before_it_is_enough(officer):
    total, quarterly, yearly = partnership("cumulative")
    report_each(quarterly, [None, None, 22, 32, None, None, 25])
    report(total, "2009", 39)
    report(yearly, "2009", 4)

    (found,) = away()
    assert len(found.ways) == 4
    publish_now(officer)
    withdraw(Quarter.objects.get(label=NOW), by=officer, reason="To be looked at")
    assert away() == []


def test_quarters_to_date_that_fell_come_to_a_calendar_year_too():
    """To 40 at the end of 2008 and 30 in March, 45 since: 35 in 2009."""
    total, quarterly, yearly = partnership("cumulative")
    report_each(quarterly, quarters("cumulative", fell=True))
    report(total, "2009", 39)
    report(yearly, "2009", 4)

    assert any("LAC 60b for 2009 (reported" in each and " as 4, " in each for each in said())


def test_a_total_that_leaves_enough_tells_nothing():
    total, quarterly, yearly = partnership("cumulative")
    report_each(quarterly, quarters("cumulative"))
    report(total, "2009", 44)
    report(yearly, "2009", 9)

    assert away() == []


def test_a_quarter_that_nobody_reported_leaves_the_year_open():
    total, quarterly, yearly = partnership("cumulative")
    report_each(quarterly, [7, 14, None, 32, 9, 17, 25])
    report(total, "2009", 39)
    report(yearly, "2009", 4)

    assert away() == []


@pytest.mark.parametrize("accumulation", ACCUMULATIONS)
def test_a_school_year_has_all_of_the_quarters_within_it(accumulation):
    """From October to June at least 27 of its 30: so no more than 3 are left for the other part."""
    total, quarterly, yearly = partnership(accumulation, "academic")
    each = [7, 7, 10, 9, 8, 7, 7]
    to_date = [7, 14, 24, 33, 8, 15, 22]
    report_each(quarterly, each if accumulation == "each quarter" else to_date)
    report(total, "2008/09", 30)
    report(yearly, "2008/09", 3)

    assert "could be narrowed to 0 to 3" in said()[0]


@pytest.mark.parametrize("accumulation", ACCUMULATIONS)
def test_a_school_year_has_no_more_than_the_quarters_that_it_touches(accumulation):
    """Even with all of July to September twice it comes to 41: at least 4 are left of 45."""
    total, quarterly, yearly = partnership(accumulation, "academic")
    each = [7, 7, 10, 9, 8, 7, 7]
    to_date = [7, 14, 24, 33, 8, 15, 22]
    report_each(quarterly, each if accumulation == "each quarter" else to_date)
    report(total, "2008/09", 45)
    report(yearly, "2008/09", 4)

    assert "could be narrowed to 4 to 18" in said()[0]


@pytest.mark.parametrize("accumulation", ACCUMULATIONS)
def test_a_school_year_that_may_begin_and_end_with_many_tells_nothing(accumulation):
    total, quarterly, yearly = partnership(accumulation, "academic")
    each = [7, 7, 10, 9, 8, 7, 7]
    to_date = [7, 14, 24, 33, 8, 15, 22]
    report_each(quarterly, each if accumulation == "each quarter" else to_date)
    report(total, "2008/09", 36)
    report(yearly, "2008/09", 4)

    assert away() == []


def test_a_year_by_which_it_does_not_count_any_more_is_the_one_that_was_told(officer):
    total, quarterly, yearly = partnership("cumulative", "financial")
    report_each(quarterly, [7, 14, 22, 32, None, None, None])
    report(total, "2008/09", 39)
    report(yearly, "2008/09", 7)
    publish_now(officer)
    withdraw(Quarter.objects.get(label=NOW), by=officer, reason="To be corrected")
    for each in (total, yearly):
        each.year_type = "academic"
        each.full_clean()
        each.save()
    report(quarterly, "2008/09 Q4", 35)
    report(yearly, "2008/09", 4)

    assert any("LAC 60b for 2008/09" in each and " as 4, " in each for each in said())


@pytest.mark.parametrize(
    ("accumulation", "year_type", "period", "values", "whole", "told"),
    [
        ("each quarter", "calendar", "2009", [7, 7, 8, 10, 3, 8, 8], 29, "worked out as 3"),
        ("cumulative", "calendar", "2009", [7, 14, 22, 32, None, None, 4], 14, "worked out as 4"),
        ("cumulative", "academic", "2008/09", [7, 14, 22, 32, 3, 17, 25], 21, "narrowed to 0 to 3"),
    ],
)
def test_a_quarterly_indicators_own_baseline_is_such_a_year(
    accumulation, year_type, period, values, whole, told
):
    indicator = make_indicator(
        code="LAC 60", unit="number", counted_as="child", accumulation=accumulation,
        year_type=year_type,
    )  # fmt: skip
    make_plan(reference="NI 101", indicators=[indicator])
    make_quarter(NOW, state="closed")
    report_each(indicator, values)
    make_baseline(indicator=indicator, period=period, value=Decimal(whole))

    assert told in said()[0]
