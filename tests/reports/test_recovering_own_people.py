"""A plan's own people read its figures in full, and work out nothing hidden of another plan."""

from decimal import Decimal

import pytest
from django.urls import reverse

from periods.models import Quarter
from plans.models import PlanPerson
from reports.disclosure.hiding import what_publishing_asks
from reports.disclosure.readers import own_people
from reports.models import Release
from reports.releases.publishing import publish
from tests.builders import (
    make_actual,
    make_indicator,
    make_part,
    make_plan,
    make_quarter,
    make_user,
)

pytestmark = pytest.mark.django_db

NOW = "2009/10 Q3"


def make_figures(**counts):
    """LAC 01 and its parts, which report these counts."""
    found = {}
    for name, count in counts.items():
        code = name.replace("_", " ")
        found[code] = make_indicator(
            code=code, unit="number", counted_as="child", part_of=found.get("LAC 01")
        )
        make_actual(
            indicator=found[code],
            period=NOW,
            value=Decimal(count),
            reported_in=make_quarter(NOW, state="closed"),
        )
    return found


@pytest.fixture
def figures():
    """25 = 2 + 3 + 20; plan NI 101 delivers the 2, NI 102 the 3, NI 103 the others."""
    figures = make_figures(LAC_01=25, LAC_01a=2, LAC_01b=3, LAC_01c=20)
    make_plan(reference="NI 101", indicators=[figures["LAC 01a"]])
    make_plan(reference="NI 102", indicators=[figures["LAC 01b"]])
    make_plan(reference="NI 103", indicators=[figures["LAC 01"], figures["LAC 01c"]])
    return figures


def asked():
    return what_publishing_asks(Quarter.objects.get(label=NOW))


def test_the_officer_is_asked_what_to_hide_from_them(figures, client, officer):
    (first, *others) = asked().away

    assert "LAC 01b for 2009/10 Quarter 3 could be worked out as 3" in first.sentences[0]
    assert "by whoever works on plan NI 101 and reads LAC 01a" in first.sentences[0]
    assert {way.figures for way in first.ways} == {
        "LAC 01 for 2009/10 Quarter 3",
        "LAC 01c for 2009/10 Quarter 3",
    }
    assert others == []  # what is said of plan NI 102 is mended in the same ways
    assert "by whoever works on plan NI 102" in first.sentences[1]

    client.force_login(officer)
    page = client.get(reverse("publish-quarter", args=["2009-q3"])).text
    assert "by whoever works on plan NI 101" in page


def test_what_is_hidden_from_them_is_hidden_from_the_public_too(figures, client, officer):
    ours = make_user()
    make_part(plan=figures["LAC 01a"].plans.get(), user=ours)
    publish(Quarter.objects.get(label=NOW), by=officer, reason="Because")

    everybody, theirs = [], []
    for found, person in ((everybody, make_user()), (theirs, ours)):
        client.force_login(person)
        for code in figures:
            slug = code.lower().replace(" ", "-")
            page = client.get(f"/indicators/{slug}/2009-q3/").text
            found.append("[c]" in page)
    assert everybody == [True, True, True, False]
    assert theirs == [True, False, True, False]


def test_what_follows_of_all_that_they_read_in_full_is_said(client, officer):
    figures = make_figures(LAC_01=25, LAC_01a=2, LAC_01b=3, LAC_01c=20)
    others = figures.pop("LAC 01b")
    make_plan(reference="NI 101", indicators=list(figures.values()))
    make_plan(reference="NI 102", indicators=[others])

    found = asked()
    assert [each for each in found.away if "NI 101" in each.sentences[0]] == []
    (said,) = found.by_own_people
    assert said.startswith("LAC 01b for 2009/10 Quarter 3 could be worked out as 3")

    client.force_login(officer)
    page = client.get(reverse("publish-quarter", args=["2009-q3"])).text
    assert "What the people of a plan can work out" in page
    publish(Quarter.objects.get(label=NOW), by=officer, reason="Because")
    assert Release.objects.get().rule["by_own_people"] == [said]
    page = client.get(reverse("releases")).text
    assert "They read these in full, or earlier releases showed them." in page


def test_where_one_plan_delivers_them_all_nothing_is_asked():
    make_plan(indicators=list(make_figures(LAC_01=25, LAC_01a=2, LAC_01b=3, LAC_01c=20).values()))

    assert (asked().away, asked().by_own_people) == ([], [])


def test_whoever_works_on_two_plans_reads_both(figures):
    plans = {each.reference: each for each in _plans(figures)}
    both = make_user()
    for reference in ("NI 101", "NI 103"):
        make_part(plan=plans[reference], user=both)
    ids = {code: each.pk for code, each in figures.items()}

    assert {each.plans: each.indicators for each in own_people()} == {
        ("NI 101",): {ids["LAC 01a"]},
        ("NI 102",): {ids["LAC 01b"]},
        ("NI 103",): {ids["LAC 01"], ids["LAC 01c"]},
        ("NI 101", "NI 103"): {ids["LAC 01"], ids["LAC 01a"], ids["LAC 01c"]},
    }


@pytest.mark.parametrize(
    "given",
    [{"office": "officer"}, {"office": "Board member"}, {"is_active": False}],
    ids=["an officer reads all", "the Board reads as the Board", "who may not sign in, nothing"],
)
def test_of_others_it_does_not_count_on_what_they_work(figures, given):
    person = make_user(**given)
    for each in _plans(figures):
        make_part(plan=each, user=person)
    assert PlanPerson.objects.count() == 3

    assert {len(each.plans) for each in own_people()} == {1}


def test_who_reads_what_costs_one_query(figures, django_assert_num_queries):
    with django_assert_num_queries(1):
        own_people()


def test_another_small_figure_of_theirs_changes_nothing_that_is_hidden(figures, officer):
    found = set()
    for count in (0, 2, 5):
        figures["LAC 01a"].actuals.update(value=count)
        found.add(tuple(way.figures for each in asked().away for way in each.ways))

    assert len(found) == 1


def _plans(figures):
    return {plan for each in figures.values() for plan in each.plans.all()}
