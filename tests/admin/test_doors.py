"""A wrong row is refused at every door, for the same thing and in the same words.

The doors are the model itself, which every form asks, the workbook, and a table of the admin.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from indicators.models import Actual, Indicator, Target
from periods.models import Quarter
from tests import builders
from tests.admin.test_tables import bring, table
from tests.admin.test_tables import told as told_of_table
from tests.workbooks.books import told as told_of_workbook

OPEN, PUBLISHED = "2009/10 Q3", "2009/10 Q2"


@dataclass(frozen=True)
class Noun:
    """How the row of one noun is written: by the sheet's headings, and as a row of the model."""

    sheet: str
    label: str
    made: Callable[[dict[str, str]], Any]
    right: dict[str, str]


def made_actual(row: dict[str, str]) -> Actual:
    return Actual(
        indicator=Indicator.objects.get(code=row["Indicator"]),
        period=row["Period"],
        reported_in=Quarter.objects.get(label=row["Reported in"]),
        standing=row["Standing"],
        numerator=row["Numerator"] or None,
        denominator=row["Denominator"] or None,
        value=row["Value"] or None,
    )


def made_target(row: dict[str, str]) -> Target:
    return Target(
        indicator=Indicator.objects.get(code=row["Indicator"]),
        period=row["Period"],
        from_quarter=row["From"],
        value=row["Target"] or None,
    )


def made_indicator(row: dict[str, str]) -> Indicator:
    return Indicator(
        code=row["Code"],
        title=row["Title"],
        unit=row["Unit"],
        year_type=row["Year type"],
        frequency=row["Frequency"],
    )


ACTUAL = Noun(
    "Actuals",
    "indicators.Actual",
    made_actual,
    {
        "Indicator": "NI 101",
        "Period": "2008/09",
        "Reported in": OPEN,
        "Standing": "final",
        "Numerator": "6",
        "Denominator": "40",
        "Value": "",
    },
)
TARGET = Noun(
    "Targets",
    "indicators.Target",
    made_target,
    {"Indicator": "NI 101", "Period": "2009/10", "From": OPEN, "Target": "15"},
)
INDICATOR = Noun(
    "Indicators",
    "indicators.Indicator",
    made_indicator,
    {
        "Code": "NI 102",
        "Title": "Survey",
        "Unit": "percentage",
        "Good is": "higher",
        "Year type": "financial",
        "Frequency": "annual",
    },
)


def said_by_model(office, noun, row):
    try:
        noun.made(row).full_clean()
    except ValidationError as refused:
        return refused.messages
    return []


def said_by_workbook(office, noun, row):
    sheets = {noun.sheet: [list(row), [each or None for each in row.values()]]}
    return [each.partition(": ")[2] for each in told_of_workbook(**sheets)]


def said_by_table(office, noun, row):
    page = bring(office, noun.label, table(list(row), list(row.values())))
    return [sentence for _, _, sentence in told_of_table(page)]


DOORS = [said_by_model, said_by_workbook, said_by_table]
CASES = [
    pytest.param(
        ACTUAL, {"Period": "2009/11"}, '"2009/11" is not a year: write 2009/10', id="wrong year"
    ),
    pytest.param(
        ACTUAL,
        {"Period": "2009/10 Q2"},
        "NI 101 is annual: write a year such as 2009/10",
        id="a quarter of an annual indicator",
    ),
    pytest.param(
        TARGET,
        {"Period": "2009/10 Q2"},
        "NI 101 is annual: write a year such as 2009/10",
        id="a quarter of an annual indicator's target",
    ),
    pytest.param(
        ACTUAL,
        {"Period": "2009/10"},
        "2009/10 had not ended by the end of 2009/10 Q3, so this cannot be a result: choose "
        "forecast, or report it in a later quarter",
        id="a result before its time",
    ),
    pytest.param(
        ACTUAL,
        {"Numerator": "", "Denominator": "60", "Value": "2.4"},
        "2.4% cannot come from a cohort of 60: the nearest are 1/60 = 1.7 or 2/60 = 3.3",
        id="a percentage the cohort cannot give",
    ),
    pytest.param(
        ACTUAL,
        {"Numerator": "43", "Denominator": "42"},
        "43 is more than the denominator, 42: enter how many of the 42",
        id="numerator above denominator",
    ),
    pytest.param(
        TARGET,
        {"Target": "178"},
        "178% is not between 0 and 100: enter a percentage",
        id="no percentage",
    ),
    pytest.param(
        TARGET,
        {"Target": "17.85"},
        "17.85 has more decimal places than NI 101, which has 1: round it, or change the "
        "indicator's decimals",
        id="more decimals than the indicator",
    ),
    pytest.param(
        INDICATOR,
        {"Code": "NI 200"},
        "NI 200 is not a national indicator: write one from NI 1 to NI 199, without NI 31",
        id="unknown code",
    ),
    pytest.param(
        INDICATOR,
        {"Frequency": "two-yearly"},
        "a two-yearly indicator is due an even number of years after its baseline: write the "
        "baseline period, or choose annual until its baseline is kept",
        id="two-yearly without a baseline",
    ),
    pytest.param(
        ACTUAL,
        {"Reported in": PUBLISHED},
        "2009/10 Q2 is published, so it is locked",
        id="a locked quarter",
    ),
]


@pytest.fixture
def indicator(officer):
    builders.make_quarter(PUBLISHED, "published")
    builders.make_quarter(OPEN)
    return builders.make_annual_indicator(code="NI 101")


@pytest.mark.parametrize("said", DOORS, ids=["model", "workbook", "table"])
@pytest.mark.parametrize("noun", [ACTUAL, TARGET, INDICATOR], ids=lambda noun: noun.sheet)
def test_a_right_row_passes_every_door(office, indicator, noun, said):
    assert said(office, noun, noun.right) == []


@pytest.mark.parametrize("said", DOORS, ids=["model", "workbook", "table"])
@pytest.mark.parametrize(("noun", "wrong", "sentence"), CASES)
def test_a_wrong_row_is_refused_in_the_same_words(office, indicator, noun, wrong, sentence, said):
    (told,) = said(office, noun, noun.right | wrong)
    assert told.casefold().startswith(sentence.casefold())


def test_a_second_target_is_refused_at_every_door(office, indicator):
    """In a file the row of a target that is kept changes it; twice in the file it is an error."""
    columns, row = list(TARGET.right), list(TARGET.right.values())
    twice = "ows 2 and 3 have the same Indicator, Period and From: keep one of them"
    page = bring(office, TARGET.label, table(columns, row, row))
    assert [each for _, _, each in told_of_table(page)] == [f"R{twice}."]
    assert told_of_workbook(Targets=[columns, row, row]) == [f"Targets!A3: r{twice}"]
    builders.make_target(indicator=indicator, period="2009/10", from_quarter=OPEN)
    assert said_by_model(office, TARGET, TARGET.right) == [
        "There is already a target for this indicator and period from that quarter: let the new "
        "one hold from a later quarter."
    ]


@pytest.mark.parametrize("said", DOORS, ids=["model", "workbook", "table"])
@pytest.mark.parametrize(
    ("standing", "cohort", "typed", "sentence"),
    [
        pytest.param(
            "provisional",
            35,
            "41.5",
            "41.5% cannot come from a cohort of 35: the nearest are 14/35 = 40.0 or 15/35 = 42.9 "
            "(the cohort of 35 was reported in 2009/10 Q2: if it has changed, enter the numerator "
            "and denominator)",
            id="not of this cohort",
        ),
        pytest.param(
            "provisional",
            0,
            "41.5",
            "The cohort is 0, so there is no percentage: the cohort of 0 was reported in 2009/10 "
            "Q2: if it has changed, enter the numerator and denominator",
            id="nobody",
        ),
        pytest.param("provisional", 35, "42.9", "", id="of this cohort"),
        pytest.param("forecast", 35, "41.5", "", id="a forecast's cohort refuses nothing"),
        pytest.param("provisional", None, "41.5", "", id="a cohort nobody told"),
    ],
)
def test_a_percentage_fits_the_cohort_that_was_reported_before(
    office, indicator, standing, cohort, typed, sentence, said
):
    figure = {"numerator": 0, "denominator": cohort} if cohort is not None else {"value": 40}
    builders.set_state(PUBLISHED, "withdrawn")
    builders.make_actual(
        indicator=indicator,
        period="2008/09",
        reported_in=Quarter.objects.get(label=PUBLISHED),
        standing=standing,
        **figure,
    )
    row = ACTUAL.right | {"Numerator": "", "Denominator": "", "Value": typed}
    told = [each.rstrip(".").casefold() for each in said(office, ACTUAL, row)]
    assert told == [each.casefold() for each in [sentence] if each]
