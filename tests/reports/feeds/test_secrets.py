"""What a masked audience is given does not depend on what is hidden from it: not by one byte.

Figures of every kind that gives another back are reported into an open quarter. Change any of
those that are hidden into any other that would be hidden: every feed, and all that comes with it,
stays the same.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.models import Actual, Baseline
from periods.calendar import FinancialQuarter
from reports.audiences.access import reading_for
from reports.feeds.nouns import NOUNS
from reports.feeds.serving import answer
from tests.builders import (
    make_actual,
    make_annual_indicator,
    make_baseline,
    make_indicator,
    make_officer,
    make_plan,
    make_quarter,
    make_target,
)

pytestmark = pytest.mark.django_db

OPEN = FinancialQuarter(2009, 3)
SLOW = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
ASKED = RequestFactory().get("/feeds/")


@dataclass(frozen=True)
class Share:
    """Some of a cohort, and the fewest and most it may be."""

    numerator: int
    denominator: int
    low: int
    high: int


@st.composite
def hidden_shares(draw) -> Share:
    """Few, all but few, or of few."""
    denominator = draw(st.integers(1, 60))
    numerators = st.integers(0, denominator)
    if denominator > 10:
        numerators = st.integers(0, 5) | st.integers(denominator - 5, denominator)
    numerator = draw(numerators)
    return Share(
        numerator,
        denominator,
        low=draw(st.integers(0, numerator)),
        high=draw(st.integers(numerator, denominator)),
    )


@st.composite
def any_shares(draw) -> Share:
    denominator = draw(st.integers(1, 60))
    numerator = draw(st.integers(0, denominator))
    return Share(numerator, denominator, numerator, numerator)


FEW = st.integers(0, 5)
# The part that is not small; with it the total is so many that what is left could be small.
OTHER_PART = Decimal(15)
TOTAL = st.integers(15, 20)


@pytest.fixture
def officer(settings):
    settings.LAA_TODAY = date(2010, 1, 11)
    return make_officer()


@pytest.fixture
def partnership(officer):
    """An annual share with a sibling, a total with parts, and counts over the quarters of a year.

    By name, the figures that are hidden: for their own sake, or for what they would give away.
    """
    rounds = [make_quarter(f"2009/10 Q{each}", state="closed") for each in (1, 2)]
    rounds.append(make_quarter("2009/10 Q3"))
    gcse = make_annual_indicator(code="NI 101", cohort="Year 11")
    sibling = make_annual_indicator(code="NI 99", cohort="Year 11")
    make_baseline(indicator=gcse)
    for each in (gcse, sibling):
        make_target(indicator=each, period="2008/09", value=Decimal(15))
    total = make_indicator(code="LAC 03", unit="number", counted_as="child")
    part, other_part = (
        make_indicator(code=code, unit="number", counted_as="child", part_of=total)
        for code in ("LAC 03a", "LAC 03b")
    )
    counted = make_indicator(
        code="LAC 04", unit="number", counted_as="child", accumulation="each quarter"
    )
    to_date = make_indicator(
        code="LAC 05", unit="number", counted_as="child", accumulation="cumulative"
    )
    for each in (total, part, counted, to_date):
        make_target(indicator=each, period="2009/10", value=Decimal(40))
    open_one = make_indicator(code="LAC 06")
    make_target(indicator=open_one)
    make_plan(reference="NI 101", indicators=[gcse, sibling, total, part, other_part])
    for each in rounds:
        for one in (counted, to_date, total, part):
            make_actual(indicator=one, reported_in=each, period=each.label, value=Decimal(1))
        make_actual(indicator=other_part, reported_in=each, period=each.label, value=OTHER_PART)
    share = {"period": "2008/09", "numerator": 3, "denominator": 40}
    provisional = {"reported_in": rounds[1], "standing": "provisional"}
    make_actual(indicator=gcse, **share, **provisional)
    make_actual(indicator=gcse, **share)
    make_actual(indicator=sibling, **share)
    make_actual(
        indicator=gcse, period="2009/10", standing="forecast", numerator=3, denominator=40,
        low=2, high=4,
    )  # fmt: skip
    make_actual(indicator=open_one, numerator=30, denominator=40, period="2009/10 Q3")


def give(figures: dict) -> None:
    """Change the figures behind everybody's back."""
    results = Actual.objects.filter(period="2008/09")
    set_share(results.filter(indicator__code="NI 101", standing="provisional"), figures["was"])
    set_share(results.filter(indicator__code="NI 101", standing="final"), figures["result"])
    set_share(results.filter(indicator__code="NI 99"), figures["sibling"])
    set_share(Actual.objects.filter(standing="forecast"), figures["forecast"])
    Baseline.objects.update(value=figures["baseline"])
    for code, counts in figures["counts"].items():
        for number, count in enumerate(counts, start=1):
            Actual.objects.filter(indicator__code=code, period=f"2009/10 Q{number}").update(
                value=Decimal(count)
            )


def set_share(rows, share: Share) -> None:
    is_forecast = rows.filter(standing="forecast").exists()
    rows.update(
        numerator=share.numerator,
        denominator=share.denominator,
        low=share.low if is_forecast else None,
        high=share.high if is_forecast else None,
    )


# Of the counts of each quarter the second is hidden; of those to date the first. The part hides its
# total.
HIDDEN = st.fixed_dictionaries(
    {
        "was": hidden_shares(),
        "result": hidden_shares(),
        "sibling": any_shares(),
        "forecast": hidden_shares(),
        "baseline": st.decimals(0, 100, places=1),
        "counts": st.fixed_dictionaries(
            {
                "LAC 03": st.tuples(TOTAL, TOTAL, TOTAL),
                "LAC 03a": st.tuples(FEW, FEW, FEW),
                "LAC 04": st.tuples(st.just(30), FEW, st.just(30)),
                "LAC 05": st.tuples(FEW, st.just(9), st.just(20)),
            }
        ),
    }
)
ONE = {
    "was": Share(3, 40, 3, 3),
    "result": Share(4, 40, 4, 4),
    "sibling": Share(20, 40, 20, 20),
    "forecast": Share(5, 42, 2, 6),
    "baseline": Decimal("2.4"),
    "counts": {
        "LAC 03": (18, 19, 20),
        "LAC 03a": (3, 4, 5),
        "LAC 04": (30, 4, 30),
        "LAC 05": (3, 9, 20),
    },
}


def feeds(person, audience: str) -> dict[str, tuple]:
    """Every feed of the open quarter, and what comes with it."""
    reading = reading_for(person, OPEN, audience)
    return {
        f"{name}.{form}": told(answer(ASKED, reading, noun, form))
        for name, noun in NOUNS.items()
        for form in ("json", "csv")
    }


def told(response) -> tuple:
    return response.status_code, sorted(response.headers.items()), response.content


def changed(before: dict, after: dict) -> list[str]:
    return [name for name in before if before[name] != after[name]]


@SLOW
@given(other=HIDDEN)
def test_another_hidden_figure_changes_no_feed_of_the_public(partnership, officer, other):
    give(ONE)
    before = feeds(officer, "public")

    give(other)

    assert changed(before, feeds(officer, "public")) == []


def test_another_hidden_figure_changes_no_feed_of_a_masked_board(partnership, officer, settings):
    settings.LAA_BOARD_AUDIENCE = "masked"
    give(ONE)
    before = feeds(officer, "board")

    give(ONE | {"result": Share(1, 60, 1, 1), "sibling": Share(59, 60, 59, 59)})

    assert changed(before, feeds(officer, "board")) == []


def test_the_same_changes_are_seen_by_whoever_may_see_them(partnership, officer):
    give(ONE)
    before = feeds(officer, "board")

    give(ONE | {"result": Share(1, 60, 1, 1), "sibling": Share(59, 60, 59, 59)})

    assert {"statuses.json", "statuses.csv", "actuals.json", "actuals.csv"} <= set(
        changed(before, feeds(officer, "board"))
    )


def test_a_figure_that_is_not_hidden_changes_the_feeds_of_the_public(partnership, officer):
    give(ONE)
    before = feeds(officer, "public")

    Actual.objects.filter(indicator__code="LAC 06").update(numerator=31)

    assert {"statuses.json", "actuals.csv"} <= set(changed(before, feeds(officer, "public")))
