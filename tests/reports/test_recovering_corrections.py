"""What was told or hidden before is known number by number, though a figure was corrected since."""

import pytest

from indicators.models import Actual
from periods.models import Quarter
from reports.disclosure.hiding import what_publishing_asks
from reports.disclosure.masking import Key
from reports.models import ReleasedReport
from reports.releases.publishing import publish, withdraw
from tests.builders import make_actual, make_indicator, make_plan, make_quarter

pytestmark = pytest.mark.django_db

NOW = "2009/10 Q3"


@pytest.fixture
def shares():
    """LAC 60 is made of LAC 60a, LAC 60b and LAC 60c: so many of so many."""
    total = make_indicator(code="LAC 60", unit="percentage", counted_as="child")
    parts = [
        make_indicator(code=code, unit="percentage", counted_as="child", part_of=total)
        for code in ("LAC 60a", "LAC 60b", "LAC 60c")
    ]
    make_plan(reference="NI 101", indicators=[total, *parts])
    make_quarter(NOW, state="closed")
    return [total, *parts]


def report(indicators, *numbers, quarter=NOW):
    """What each of them is, in place of what was reported of it before."""
    for indicator, (numerator, denominator) in zip(indicators, numbers, strict=True):
        Actual.objects.filter(indicator=indicator, reported_in_id=quarter).delete()
        make_actual(
            indicator=indicator, period=quarter, numerator=numerator, denominator=denominator,
            reported_in=Quarter.objects.get(label=quarter),
        )  # fmt: skip


def publish_now(officer, quarter=NOW, hide=()):
    """What masked audiences read of each indicator's figure for the quarter, by its code."""
    release = publish(Quarter.objects.get(label=quarter), by=officer, reason="Because", hide=hide)
    kept = ReleasedReport.objects.filter(release=release, key__startswith="masked/indicator/")
    return {
        data["line"]["code"]: row["stands"]["text"]
        for data in kept.values_list("data", flat=True)
        for row in data["periods"]
        if row["period"] == quarter and row["stands"]
    }


def withdraw_it(officer, quarter=NOW):
    withdraw(Quarter.objects.get(label=quarter), by=officer, reason="To be corrected")


def asked(quarter=NOW):
    return what_publishing_asks(Quarter.objects.get(label=quarter))


def hidden(shown):
    return {code for code, text in shown.items() if text == "[c]"}


# What was told ---------------------------------------------------------------------------------


@pytest.fixture
def cohorts_corrected(shares, officer):
    """33 = 14 + 12 + 7 was told; then cohorts are corrected, and the last two parts: 15 and 4."""
    report(shares, (33, 90), (14, 30), (12, 30), (7, 30))
    publish_now(officer)
    withdraw_it(officer)
    report(shares, (33, 92), (14, 31), (15, 31), (4, 30))
    return shares


def test_only_what_was_not_told_is_offered_to_be_hidden(cohorts_corrected):
    """The 33 and the 14 of then are true still: hiding them now would hide nothing."""
    (found,) = asked().away

    assert [way.figures for way in found.ways] == ["LAC 60b for 2009/10 Quarter 3"]
    assert found.sentences[0] == (
        "LAC 60c for 2009/10 Quarter 3 could be worked out as 4, from LAC 60b for 2009/10 "
        "Quarter 3, LAC 60 for 2009/10 Quarter 3 as an earlier release told it and LAC 60a for "
        "2009/10 Quarter 3 as an earlier release told it."
    )
    assert found.rules == ("a total and its parts", "an earlier release")


@pytest.mark.parametrize("place", [0, 1, 2])
def test_whichever_figure_is_chosen_the_part_that_was_not_told_is_hidden(
    cohorts_corrected, officer, place
):
    chosen = Key(cohorts_corrected[place].pk, NOW, NOW)

    assert hidden(publish_now(officer, hide=[chosen])) == {"LAC 60b", "LAC 60c"}
    withdraw_it(officer)
    assert asked().away == []


def test_a_cohort_that_was_told_is_known_though_its_numerator_was_corrected(
    cohorts_corrected,
):
    """With the 30 of the second part, told before, the cohort of the last is 91 - 31 - 30."""
    report(cohorts_corrected, (33, 91), (14, 31), (15, 30), (4, 30))
    (found,) = asked().away

    assert [way.figures for way in found.ways] == [
        "LAC 60 for 2009/10 Quarter 3 and LAC 60b for 2009/10 Quarter 3",
        "LAC 60a for 2009/10 Quarter 3 and LAC 60b for 2009/10 Quarter 3",
    ]


@pytest.mark.parametrize("small", [(4, 30), (0, 30), (5, 31), (3, 6)])
def test_which_number_of_a_small_figure_was_told_makes_no_difference(
    cohorts_corrected, officer, small
):
    report(cohorts_corrected, (33, 92), (14, 31), (15, 31), small)

    assert publish_now(officer) == {
        "LAC 60": "35.9%", "LAC 60a": "45.2%", "LAC 60b": "[c]", "LAC 60c": "[c]",
    }  # fmt: skip
