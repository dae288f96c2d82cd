"""A target is told as children of the cohort that it is about, and of no other."""

from datetime import date
from decimal import Decimal

import pytest

from reports.reading.facts import facts_as_at
from reports.reading.objects import Stamp
from reports.releases.building import Building
from tests.builders import (
    make_actual,
    make_annual_indicator,
    make_indicator,
    make_quarter,
    make_target,
)

pytestmark = pytest.mark.django_db

FORECAST = {"numerator": 12, "denominator": 50, "standing": "forecast"}
RESULT = {"numerator": 9, "denominator": 40, "standing": "final"}
SMALL = {"numerator": 3, "denominator": 40, "standing": "final"}


def told(indicator, quarter, *, masked):
    stamp = Stamp(quarter, quarter, "", "open")
    facts = facts_as_at(quarter)
    line = Building(facts, stamp, masked=masked, today=date(2010, 4, 20)).lines[indicator.pk]
    return line.target.text, line.target.children


@pytest.mark.parametrize("masked", [False, True], ids=["in full", "masked"])
@pytest.mark.parametrize(
    ("quarter", "last_year", "this_year", "children"),
    [
        pytest.param("Q1", FORECAST, None, "8 of 50", id="a forecast about its period"),
        pytest.param("Q4", None, FORECAST, "", id="a forecast about another year"),
        pytest.param("Q4", RESULT, FORECAST, "6 of 40", id="a result beside that"),
        pytest.param("Q4", None, None, "", id="nothing"),
    ],
)
def test_whose_children_a_target_is_told_in(quarter, last_year, this_year, children, masked):
    gcses = make_annual_indicator(code="NI 101", q1_expects="forecast", q4_expects="forecast")
    make_target(indicator=gcses, period="2008/09", value=Decimal(15))
    make_target(indicator=gcses, period="2009/10", value=Decimal("17.8"))
    at = make_quarter(f"2009/10 {quarter}", state="open")
    for period, figure in (("2008/09", last_year), ("2009/10", this_year)):
        if figure:
            make_actual(indicator=gcses, period=period, reported_in=at, **figure)

    said = f"{children} young people" if children else ""
    assert told(gcses, at.label, masked=masked) == ("15%", said)


@pytest.mark.parametrize("forecast_about", ["2008/09", "2009/10"])
def test_beside_a_masked_result_a_target_is_told_in_no_children_at_all(forecast_about):
    gcses = make_annual_indicator(code="NI 101", q1_expects="forecast", q4_expects="forecast")
    make_target(indicator=gcses, period="2008/09", value=Decimal(15))
    first, last = (make_quarter(f"2009/10 {each}", state="closed") for each in ("Q1", "Q4"))
    about_last_year = forecast_about == "2008/09"
    make_actual(
        indicator=gcses,
        period=forecast_about,
        reported_in=first if about_last_year else last,
        **FORECAST,
    )
    make_actual(indicator=gcses, period="2008/09", reported_in=last, **SMALL)

    assert told(gcses, last.label, masked=True) == ("15%", "")
    assert told(gcses, last.label, masked=False) == ("15%", "6 of 40 young people")


def test_of_a_quarter_a_forecast_gives_the_years_target_no_cohort():
    ours = make_indicator(counted_as="young person")
    make_target(indicator=ours, period="2009/10", value=Decimal(15))
    at = make_quarter("2009/10 Q3", state="open")
    make_actual(indicator=ours, period="2009/10 Q3", reported_in=at, **FORECAST)

    assert told(ours, at.label, masked=False) == ("15%", "")
