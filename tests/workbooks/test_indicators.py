"""What the sheet Indicators refuses for what is kept of an indicator, and of its tolerance."""

import pytest

from tests.builders import make_actual, make_annual_indicator, make_baseline, make_quarter
from tests.workbooks.books import INDICATORS, told

pytestmark = pytest.mark.django_db
Q2 = "2009/10 Q2"


def sheet(**given):
    values = dict(zip(INDICATORS[0], INDICATORS[1], strict=True)) | {"Plan": None}
    values |= {heading.replace("_", " "): value for heading, value in given.items()}
    return [list(values), list(values.values())]


@pytest.fixture
def ni101():
    make_quarter(Q2)
    return make_annual_indicator(code="NI 101")


def test_a_unit_that_its_figures_cannot_have_is_told(ni101):
    make_actual(indicator=ni101, period="2008/09", reported_in=make_quarter(Q2))
    (problem,) = told(Indicators=sheet(Unit="number"))
    assert "NI 101 has figures about 2008/09, which cannot be in the unit number" in problem


def test_a_year_type_that_its_baseline_cannot_have_is_told(ni101):
    make_baseline(indicator=ni101)
    (problem,) = told(Indicators=sheet(Year_type="calendar"))
    assert "NI 101 has a baseline about 2007/08, which would no longer be" in problem


@pytest.mark.parametrize(
    ("tolerance", "kind", "sentence"),
    [
        pytest.param(123456789, "points", "123,456,789 is too large for a tolerance", id="large"),
        pytest.param(0.12345, "points", "0.12345 has more than 4 decimal places", id="places"),
        pytest.param(1.5, "children", "1.5 is not a whole number of children", id="half"),
    ],
)
def test_a_tolerance_that_cannot_be_kept_is_told_at_its_cell(tolerance, kind, sentence):
    rows = sheet(Tolerance=tolerance, Tolerance_kind=kind)
    at = f"Indicators!{chr(ord('A') + rows[0].index('Tolerance'))}2"
    (problem,) = told(Indicators=rows)
    assert problem.startswith(f"{at}: {sentence}")


def test_a_period_of_long_ago_is_told_at_its_cell(ni101):
    headings = ["Indicator", "Period", "Reported in", "Standing", "Value"]
    (problem,) = told(Actuals=[headings, ["NI 101", "1985/86", Q2, "final", 50]])
    assert problem == "Actuals!B2: 1985 is not a year we keep: write one from 1990 to 2099"
