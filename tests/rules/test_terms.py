"""For which years an agreement holds."""

import pytest

from plans.terms import problems_with_years

NOT_A_YEAR = '"{}" is not a financial year: write one such as 2008/09'


@pytest.mark.parametrize(
    ("first", "last", "problems"),
    [
        pytest.param("2008/09", "2010/11", [], id="three years"),
        pytest.param("2008/09", "2008/09", [], id="one year"),
        pytest.param("", "2010/11", [], id="the first is for its field to ask for"),
        pytest.param("2008/09", "", [], id="so is the last"),
        pytest.param(
            "2008/09",
            "2007/08",
            [("last_year", "2007/08 is before the first year: correct one")],
            id="the last before the first",
        ),
        pytest.param(
            "2008", "2010/11", [("first_year", NOT_A_YEAR.format("2008"))], id="a calendar year"
        ),
        pytest.param(
            "2008/09",
            "2010/11 Q4",
            [("last_year", NOT_A_YEAR.format("2010/11 Q4"))],
            id="a quarter",
        ),
        pytest.param(
            "2008-09", "2010/11", [("first_year", NOT_A_YEAR.format("2008-09"))], id="not our label"
        ),
        pytest.param(
            "2010/11 Q1",
            "2008",
            [
                ("first_year", NOT_A_YEAR.format("2010/11 Q1")),
                ("last_year", NOT_A_YEAR.format("2008")),
            ],
            id="both, and nothing about their order",
        ),
    ],
)
def test_an_agreement_holds_for_financial_years_in_order(first, last, problems):
    assert problems_with_years(first, last) == problems
