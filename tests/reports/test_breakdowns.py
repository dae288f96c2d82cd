"""Before anything is published an officer says that breakdowns are what they are taken for."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import Indicator
from periods.models import Quarter
from reports.disclosure.hiding import what_publishing_asks
from reports.models import Release
from tests.builders import make_actual, make_indicator, make_plan, make_quarter

pytestmark = pytest.mark.django_db

NOW = "2009/10 Q3"
SAYS_NOTHING = "LAC 60a and LAC 60b break LAC 60 down, but do not say by what."
ADDRESS = ("publish-quarter", ["2009-q3"])
TICK = "Each of the breakdowns above is right: nobody is in two of its parts"
UNTICKED = (
    "Tick that the breakdowns are right, or say first by what each part breaks its total down."
)


def table(whole, *parts, by=("", ""), unit="number", counted_as="child"):
    """LAC 60 and its parts, with what they reported; None says nothing is."""
    given = {"unit": unit, "counted_as": counted_as}
    total = make_indicator(code="LAC 60", **given)
    others = [
        make_indicator(code=f"LAC 60{letter}", part_of=total, broken_down_by=words, **given)
        for letter, words in zip("abcdef", by, strict=False)
    ]
    make_plan(reference="NI 101", indicators=[total, *others])
    quarter = make_quarter(NOW, state="closed")
    for indicator, number in zip([total, *others], [whole, *parts], strict=True):
        if number is not None:
            of = {"value": Decimal(number)} if unit == "number" else {
                "numerator": number[0], "denominator": number[1]
            }  # fmt: skip
            make_actual(indicator=indicator, period=NOW, reported_in=quarter, **of)
    return quarter


def asked() -> list[str]:
    quarter = Quarter.objects.get(label=NOW)
    return [each.sentence for each in what_publishing_asks(quarter).doubtful]


def test_parts_that_do_not_say_by_what_are_asked_about():
    table(40, 18, 22)
    assert asked() == [SAYS_NOTHING]


@pytest.mark.parametrize(
    ("by", "parts"),
    [
        pytest.param(("age", "Age "), (18, 22), id="they say it, in one word"),
        pytest.param(("age", ""), (18, 22), id="one each"),
        pytest.param(("",), (18,), id="one alone"),
        pytest.param(("", ""), (18, None), id="nothing is reported of the other"),
    ],
)
def test_what_is_plain_is_not_asked_about(by, parts):
    table(40, *parts, by=by)
    assert asked() == []


def test_what_counts_nobody_is_not_asked_about():
    table(40, 18, 22, counted_as="visit")
    assert asked() == []


def test_parts_that_come_to_more_than_their_total_are_asked_about_though_they_say_by_what():
    table(40, 18, 23, 20, 20, by=("age", "age", "sex", "sex"))
    assert asked() == [
        "LAC 60a and LAC 60b break LAC 60 down by age, but for 2009/10 Quarter 3 they come to 41, "
        "and LAC 60 has 40."
    ]


def test_small_numbers_count_as_what_they_are():
    table(20, 18, 3, by=("age", "age"))
    assert "they come to 21, and LAC 60 has 20" in asked()[0]


def test_so_do_cohorts():
    table((20, 60), (8, 31), (12, 30), by=("age", "age"), unit="percentage")
    assert asked() == [
        "LAC 60a and LAC 60b break LAC 60 down by age, but for 2009/10 Quarter 3 their cohorts "
        "come to 61, and LAC 60 has 60."
    ]


def test_only_what_stands_now_is_looked_at():
    quarter = table(40, 18, 22, by=("age", "age"))
    make_quarter("2009/10 Q2", state="closed")
    for code, number in (("LAC 60", 40), ("LAC 60a", 18), ("LAC 60b", 25)):
        indicator = indicator_of(code)
        make_actual(
            indicator=indicator, period="2009/10 Q2", value=Decimal(number),
            reported_in=Quarter.objects.get(label="2009/10 Q2"),
        )  # fmt: skip
    assert "2009/10 Quarter 2 they come to 43" in asked()[0]

    make_actual(
        indicator=indicator_of("LAC 60b"), period="2009/10 Q2", value=Decimal(22),
        reported_in=quarter,
    )  # fmt: skip
    assert asked() == []


def indicator_of(code):
    return Indicator.objects.get(code=code)


def test_nothing_is_published_before_the_officer_says_that_it_is_right(client, officer):
    table(40, 18, 22)
    client.force_login(officer)
    address = reverse(ADDRESS[0], args=ADDRESS[1])
    page = client.get(address).content.decode()
    assert SAYS_NOTHING in page
    assert TICK in page

    page = client.post(address, {"reason": "Because"}).content.decode()
    assert UNTICKED in page
    assert not Release.objects.exists()

    client.post(address, {"reason": "Because", "breakdowns": "on"})
    assert Release.objects.get().rule["taken_as_one"] == [SAYS_NOTHING]
    assert SAYS_NOTHING in client.get(reverse("releases")).content.decode()


def test_where_nothing_is_doubtful_nothing_is_asked(client, officer):
    table(40, 18, 22, by=("age", "age"))
    client.force_login(officer)
    address = reverse(ADDRESS[0], args=ADDRESS[1])
    assert TICK not in client.get(address).content.decode()

    client.post(address, {"reason": "Because"})
    assert Release.objects.get().rule["taken_as_one"] == []


@pytest.mark.parametrize("code", ["LAC 60a", "LAC 60b"])
def test_the_page_of_a_part_says_by_what(client, officer, code):
    table(40, 18, 22, by=("Age", "Age"))
    client.force_login(officer)
    page = client.get(indicator_of(code).get_absolute_url()).content.decode()
    assert "Broken down by" in page
