"""Before anything is published an officer says that breakdowns are what they are taken for."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import Actual, Indicator
from periods.models import Quarter
from reports.disclosure.hiding import what_publishing_asks
from reports.models import Release
from reports.releases.publishing import publish, withdraw
from returns.workflow import NotAllowed
from tests.builders import make_actual, make_indicator, make_plan, make_quarter

pytestmark = pytest.mark.django_db

BEFORE, NOW = "2009/10 Q2", "2009/10 Q3"
SAYS_NOTHING = "LAC 60a and LAC 60b break LAC 60 down, but do not say by what."
LEFT_OUT = "LAC 60b does not say by what it breaks LAC 60 down, and other parts of it do."
ADDRESS = "/quarters/2009-q3/publish/"
TICK = "I have looked at each of these breakdowns and cohorts: they are right as they are"
UNTICKED = "Look at the breakdowns and cohorts above, which may have changed since, and tick that"


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


def doubts():
    return what_publishing_asks(Quarter.objects.get(label=NOW)).doubtful


def asked() -> list[str]:
    return [each.sentence for each in doubts()]


def ticked(client) -> dict[str, str]:
    """What is sent where each box of the page is ticked."""
    fields = client.get(ADDRESS).context["form"].fields
    return {"reason": "Because"} | {each: "on" for each in fields if each.startswith("breakdowns")}


def test_parts_that_do_not_say_by_what_are_asked_about():
    table(40, 18, 22)
    assert asked() == [SAYS_NOTHING]


@pytest.mark.parametrize(
    ("by", "parts"),
    [
        pytest.param(("age", "Age "), (18, 22), id="they say it, in one word"),
        pytest.param(("age", "sex"), (18, 9), id="one each"),
        pytest.param(("Year-group", "year group"), (18, 22), id="they write it as they like"),
        pytest.param(("Year 10", "Year 11"), (18, 9), id="numbers apart"),
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
        "LAC 60a and LAC 60b (“age”) should make LAC 60 together, but for 2009/10 Quarter 3 they "
        "come to 41, and LAC 60 has 40. While that is so, small numbers among them may be worked "
        "out."
    ]


def test_small_numbers_count_as_what_they_are():
    table(20, 18, 3, by=("age", "age"))
    assert "they come to 21, and LAC 60 has 20" in asked()[0]


def test_so_do_cohorts():
    table((20, 60), (8, 31), (12, 30), by=("age", "age"), unit="percentage")
    assert "for 2009/10 Quarter 3 their cohorts come to 61, and LAC 60 has 60." in asked()[0]


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


@pytest.mark.parametrize(
    ("by", "parts", "sentence"),
    [
        pytest.param(("age", ""), (18, 22), LEFT_OUT, id="one was forgotten"),
        pytest.param(
            ("", ""),
            (28, 22),
            "LAC 60a and LAC 60b break LAC 60 down, but do not say by what, and somebody is in two "
            "of them, or a figure is wrong: for 2009/10 Quarter 3 they come to 50, and LAC 60 has "
            "40.",
            id="more than all",
        ),
    ],
)
def test_nothing_is_published_of_what_cannot_be(client, officer, by, parts, sentence):
    quarter = table(40, *parts, by=by)
    assert [(each.sentence, each.may_stand) for each in doubts()] == [(sentence, False)]
    client.force_login(officer)
    page = client.post(ADDRESS, ticked(client)).content.decode()
    assert f"Write by what each part breaks its total down first. {sentence}" in page
    assert TICK not in page
    with pytest.raises(NotAllowed, match=r"^Write by what each part"):
        publish(quarter, by=officer, reason="Because")
    assert not Release.objects.exists()


def test_words_that_may_be_meant_as_one_are_asked_about():
    table(40, 18, 9, by=("age", "Ages"))
    assert asked() == [
        "LAC 60 is broken down by “age” (LAC 60a) and by “Ages” (LAC 60b): if that is the same, "
        "write it alike."
    ]


def test_a_table_by_two_things_at_once_is_asked_about():
    quarter = table(40, 18, 22, 19, 21, by=("age", "age", "sex", "sex"))
    for code, number in (("LAC 60x", 10), ("LAC 60y", 8)):
        part = make_indicator(
            code=code, unit="number", counted_as="child", part_of=indicator_of("LAC 60a"),
            broken_down_by="Sex",
        )  # fmt: skip
        make_actual(indicator=part, period=NOW, reported_in=quarter, value=Decimal(number))
    assert asked() == [
        "LAC 60 is broken down by “age” and “sex”, and of its parts LAC 60a by “Sex”. Which of "
        "these make others of them is not known here, so small numbers may be worked out from them."
    ]


def test_a_table_by_two_things_is_asked_about_however_deep_the_second_stands():
    quarter = table(40, 18, 22, 19, 21, by=("age", "age", "sex", "sex"))
    for code, whole, by, number in (
        ("LAC 61", "LAC 60a", "placement", 12),
        ("LAC 61a", "LAC 61", "sex", 8),
        ("LAC 61b", "LAC 61", "sex", 4),
    ):
        part = make_indicator(
            code=code, unit="number", counted_as="child", part_of=indicator_of(whole),
            broken_down_by=by,
        )  # fmt: skip
        make_actual(indicator=part, period=NOW, reported_in=quarter, value=Decimal(number))
    assert asked() == [
        "LAC 60 is broken down by “age” and “sex”, and of its parts LAC 60a by “placement” and "
        "LAC 61 by “sex”. Which of these make others of them is not known here, so small numbers "
        "may be worked out from them. Hidden among them: LAC 61b for 2009/10 Quarter 3."
    ]


def crossed(quarter: str, by: str, **numbers: int) -> None:
    """Children by age and by sex, and the girls of each age `by` which words."""
    codes = {row.code: row for row in Indicator.objects.all()}
    if not codes:
        total = make_indicator(code="all", unit="number", counted_as="child")
        codes["all"] = total
        for code, whole, words in (
            ("young", "all", "age"), ("old", "all", "age"), ("girls", "all", "sex"),
            ("young girls", "young", by), ("old girls", "old", by),
        ):  # fmt: skip
            codes[code] = make_indicator(
                code=code, unit="number", counted_as="child", part_of=codes[whole],
                broken_down_by=words,
            )  # fmt: skip
        make_plan(reference="NI 101", indicators=[*codes.values()])
    reported_in = make_quarter(quarter, state="closed")
    for code, number in numbers.items():
        indicator = codes[code.replace("_", " ")]
        make_actual(
            indicator=indicator, period=quarter, reported_in=reported_in, value=Decimal(number)
        )


@pytest.mark.parametrize("by", ["sex", "gender", "of whom girls", "girls", ""])
def test_a_table_by_two_things_is_asked_about_whatever_the_words_are(by):
    crossed(NOW, by, all=60, young=30, old=30, girls=23, young_girls=3, old_girls=20)
    said = [each for each in asked() if "worked out from them" in each]
    assert len(said) == 1
    assert said[0].endswith("Hidden among them: young girls for 2009/10 Quarter 3.")


def test_what_was_accepted_of_some_hidden_figures_is_asked_again_of_others(client, officer):
    crossed(BEFORE, "sex", all=60, young=30, old=30, girls=29, young_girls=13, old_girls=16)
    client.force_login(officer)
    publish(Quarter.objects.get(label=BEFORE), by=officer, reason="As it is")
    assert Release.objects.get().rule["taken_as_one"]

    crossed(NOW, "sex", all=60, young=30, old=30, girls=29, young_girls=12, old_girls=17)
    assert asked() == []
    Actual.objects.filter(indicator__code="young girls", period=NOW).update(value=Decimal(3))
    assert "young girls for 2009/10 Quarter 3" in asked()[0]


def test_a_part_that_says_something_else_than_when_it_was_published_is_asked_about(officer):
    quarter = table(60, 18, 22, 20, by=("age", "age", "age"))
    publish(quarter, by=officer, reason="Because")
    withdraw(quarter, by=officer, reason="To be corrected")
    for change in (
        {"broken_down_by": "of whom disabled"},
        {"part_of": make_indicator(code="LAC 70"), "broken_down_by": "age"},
        {"part_of": indicator_of("LAC 60b"), "broken_down_by": "age"},
        {"part_of": None, "broken_down_by": ""},
    ):
        Indicator.objects.filter(code="LAC 60c").update(**change)
        assert asked()[-1:] == [
            "When it was published last, LAC 60a, LAC 60b and LAC 60c broke LAC 60 down (“age”). "
            "Now not the same ones do so together. Who read that may work out a small number of "
            "one from the others."
        ]

    Indicator.objects.filter(code="LAC 60c").update(
        part_of=indicator_of("LAC 60"), broken_down_by="age"
    )
    Indicator.objects.exclude(broken_down_by="").update(broken_down_by="age band")
    assert asked() == []


def test_a_total_that_was_replaced_is_asked_about(officer):
    quarter = table(60, 18, 22, 20, by=("age", "age", "age"))
    publish(quarter, by=officer, reason="Because")
    withdraw(quarter, by=officer, reason="To be corrected")
    Indicator.objects.exclude(part_of=None).update(part_of=make_indicator(code="LAC 61"))
    assert any("broke LAC 60 down (“age”)" in each for each in asked())


def test_a_cohort_that_was_parted_is_asked_about(officer):
    ours = [
        make_indicator(code=code, unit="percentage", counted_as="child", cohort="ks4")
        for code in ("LAC 50", "LAC 51")
    ]
    make_plan(reference="NI 101", indicators=ours)
    quarter = make_quarter(NOW, state="closed")
    for each in ours:
        make_actual(indicator=each, period=NOW, reported_in=quarter, numerator=14, denominator=40)
    publish(quarter, by=officer, reason="Because")
    withdraw(quarter, by=officer, reason="To be corrected")
    assert asked() == []

    Indicator.objects.filter(code="LAC 50").update(cohort="KS4 2010")
    assert asked() == [
        "When they were published last, LAC 50 and LAC 51 were of one cohort (“ks4”), and are not "
        "now. Who read that may work out the cohort of one from another."
    ]


ALIKE = (
    "The cohort of LAC 50 is called “Year 11”, and that of LAC 51 “Year 11s”: if these are the "
    "same people, write it alike."
)


def cohorts(*words, **given):
    """LAC 50 and so on: shares of cohorts, each called by one of these words."""
    usual = {"unit": "percentage", "counted_as": "child"}
    ours = [
        make_indicator(code=f"LAC {number}", cohort=word, **usual | given)
        for number, word in enumerate(words, start=50)
    ]
    make_plan(reference="NI 101", indicators=ours)
    quarter = make_quarter(NOW, state="closed")
    for each in ours:
        make_actual(indicator=each, period=NOW, reported_in=quarter, numerator=14, denominator=40)
    return ours


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        pytest.param(("Year 11", "Year 11s"), [ALIKE], id="nearly the same"),
        pytest.param(("Year 11", "year-11"), [], id="the same, written otherwise"),
        pytest.param(("Year 11", "Year 10"), [], id="another year"),
        pytest.param(("Year 11", ""), [], id="none"),
        pytest.param(
            ("Year 11", "Year 11 looked after children"),
            [ALIKE.replace("Year 11s", "Year 11 looked after children")],
            id="the same children, said at length",
        ),
        pytest.param(
            ("Care leavers", "Year 11", "Care leaver", "care-leavers"),
            [
                "The cohort of LAC 50 and LAC 53 is called “Care leavers”, and that of LAC 52 "
                "“Care leaver”: if these are the same people, write it alike."
            ],
            id="several",
        ),
    ],
)
def test_cohorts_whose_words_may_be_meant_as_one_are_asked_about(words, sentences):
    cohorts(*words)
    assert asked() == sentences


def test_cohorts_of_nobody_or_without_a_figure_are_not_asked_about():
    cohorts("Half days", "Half day", counted_as="half day")
    make_indicator(code="LAC 60", cohort="Half dayes", counted_as="child")
    assert asked() == []


def test_an_officer_can_say_that_cohorts_are_two(client, officer):
    cohorts("Year 11", "Year 11s")
    client.force_login(officer)
    assert ALIKE in client.get(ADDRESS).content.decode()
    assert UNTICKED in client.post(ADDRESS, {"reason": "Because"}).content.decode()

    client.post(ADDRESS, ticked(client))
    assert Release.objects.get().rule["taken_as_one"] == [ALIKE]


@pytest.mark.parametrize(
    ("by", "parts"),
    [
        pytest.param(("age", "age", "of years", "of years"), (20, 15, 3, 22), id="half of them"),
        pytest.param(("0 to 4", "5 to 9", "10 to 15"), (20, 20, 17), id="each by its own"),
    ],
)
def test_what_makes_the_total_together_only_is_asked_about(by, parts):
    table(60, *parts, by=by)
    (said,) = asked()
    assert "together come to about as many as LAC 60" in said


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("age", "by age"), ("sex", "sexes"), ("age", "age bands"), ("ethnicity", "ethnic group"),
        ("school year", "School years"),
    ],
)  # fmt: skip
def test_words_that_are_nearly_the_same_are_asked_about(one, other):
    table(40, 20, 9, by=(one, other))
    assert "if that is the same, write it alike" in asked()[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [("age", "sex"), ("of whom disabled", "of whom disputed"), ("Year 10", "Year 11")],
)
def test_words_that_are_not_the_same_are_not(one, other):
    table(40, 20, 9, by=(one, other))
    assert asked() == []


def test_a_part_that_is_broken_down_by_the_same_once_more_is_no_crossed_table():
    """10 to 15 is a part by age, and 10 to 12 is a part of that by age."""
    quarter = table(40, 18, 22, 19, 21, by=("age", "age", "sex", "sex"))
    for code, number in (("LAC 60x", 10), ("LAC 60y", 8)):
        part = make_indicator(
            code=code, unit="number", counted_as="child", part_of=indicator_of("LAC 60a"),
            broken_down_by="age",
        )  # fmt: skip
        make_actual(indicator=part, period=NOW, reported_in=quarter, value=Decimal(number))
    assert asked() == []


def test_nothing_is_published_before_the_officer_says_that_it_is_right(client, officer):
    table(40, 18, 22)
    client.force_login(officer)
    page = client.get(ADDRESS).content.decode()
    assert SAYS_NOTHING in page
    assert TICK in page

    page = client.post(ADDRESS, {"reason": "Because"}).content.decode()
    assert UNTICKED in page
    assert not Release.objects.exists()

    client.post(ADDRESS, ticked(client))
    assert Release.objects.get().rule["taken_as_one"] == [SAYS_NOTHING]
    assert SAYS_NOTHING in client.get(reverse("releases")).content.decode()


def test_what_was_said_to_be_right_is_told_and_not_asked_again(client, officer):
    table(40, 18, 22)
    client.force_login(officer)
    client.post(ADDRESS, ticked(client))
    withdraw(Quarter.objects.get(label=NOW), by=officer, reason="To be corrected")

    page = client.get(ADDRESS).content.decode()
    assert TICK not in page
    assert "Breakdowns and cohorts that were said to be right (1)" in page
    assert SAYS_NOTHING in page
    client.post(ADDRESS, {"reason": "Because"})
    assert Release.objects.last().rule["taken_as_one"] == [SAYS_NOTHING]


def test_what_changed_since_it_was_said_to_be_right_is_asked_again(client, officer):
    quarter = table(40, 18, 22)
    client.force_login(officer)
    client.post(ADDRESS, ticked(client))
    withdraw(Quarter.objects.get(label=NOW), by=officer, reason="To be corrected")
    part = make_indicator(
        code="LAC 60c", unit="number", counted_as="child", part_of=indicator_of("LAC 60")
    )
    make_actual(indicator=part, period=NOW, reported_in=quarter, value=Decimal(0))

    page = client.get(ADDRESS).content.decode()
    assert TICK in page
    assert "LAC 60a, LAC 60b and LAC 60c break LAC 60 down, but do not say by what." in page
    client.post(ADDRESS, {"reason": "Because"})
    assert Release.objects.count() == 1


def test_what_is_doubtful_since_the_page_was_read_is_asked_again(client, officer):
    table(40, 18, 22)
    client.force_login(officer)
    sent = ticked(client)
    Actual.objects.filter(indicator__code="LAC 60b").update(value=Decimal(12))
    Indicator.objects.exclude(part_of=None).update(broken_down_by="age")
    Actual.objects.filter(indicator__code="LAC 60").update(value=Decimal(20))

    page = client.post(ADDRESS, sent).content.decode()
    assert UNTICKED in page
    assert not Release.objects.exists()


def test_the_page_leads_to_the_parts_in_doubt(client, officer):
    table(40, 18, 22)
    client.force_login(officer)
    page = client.get(ADDRESS).content.decode()
    ids = ",".join(str(indicator_of(code).pk) for code in ("LAC 60a", "LAC 60b"))
    address = f"/admin/indicators/indicator/?id__in={ids}"
    assert address in page
    listed = client.get(address).content.decode()
    assert "LAC 60a" in listed
    assert "LAC 60b" in listed
    assert "LAC 60 " not in listed


def test_where_nothing_is_doubtful_nothing_is_asked(client, officer):
    table(40, 18, 22, by=("age", "age"))
    client.force_login(officer)
    assert TICK not in client.get(ADDRESS).content.decode()

    client.post(ADDRESS, {"reason": "Because"})
    assert Release.objects.get().rule["taken_as_one"] == []


@pytest.mark.parametrize("code", ["LAC 60a", "LAC 60b"])
def test_the_page_of_a_part_says_by_what(client, officer, code):
    table(40, 18, 22, by=("Age", "Age"))
    client.force_login(officer)
    page = client.get(indicator_of(code).get_absolute_url()).content.decode()
    assert "Broken down by" in page


def test_as_many_words_as_there_are_wards_are_looked_at_at_once():
    """Of 40 wards each by its own words there are a million million sets."""
    total = make_indicator(code="LAC 60", unit="number", counted_as="child")
    quarter = make_quarter(NOW, state="closed")
    make_actual(indicator=total, period=NOW, reported_in=quarter, value=Decimal(400))
    for number in range(40):
        ward = make_indicator(
            code=f"LAC {200 + number}", unit="number", counted_as="child", part_of=total,
            broken_down_by=f"ward {number}",
        )  # fmt: skip
        make_actual(indicator=ward, period=NOW, reported_in=quarter, value=Decimal(10))
    (said,) = asked()
    assert "together come to about as many as LAC 60" in said
